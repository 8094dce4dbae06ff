package app_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/portico-cms/portico/internal/store/storetest"
)

// clockFile names the file that says by how many seconds the time of day of a jumping process is wrong.
const clockFile = "CLOCK_JUMP_FILE"

// jumpingProgram builds the real program with a package time that asks a file how wrong the time of day is. Its monotonic clock goes on,
// as that of a machine does whose clock is set: all code of the process, libraries too, sees what it would see there. (What libfaketime
// does is of no use: Go asks the kernel by itself.)
func jumpingProgram(t *testing.T) string {
	t.Helper()
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	from, dir := filepath.Join(strings.TrimSpace(string(root)), "src", "time"), t.TempDir()
	replaced := map[string]string{}
	for name, change := range map[string]func(src string) string{
		"time.go": func(src string) string {
			return strings.Replace(src, "\tsec, nsec, mono := runtimeNow()\n", "\tsec, nsec, mono := runtimeNow()\n\tsec += jumped()\n", 1)
		},
		"sys_unix.go": func(src string) string {
			return strings.Replace(src, "\t\"syscall\"\n)", "\t\"syscall\"\n\t\"unsafe\"\n)", 1) + jumpedSource
		},
	} {
		src, err := os.ReadFile(filepath.Join(from, name))
		if err != nil {
			t.Fatal(err)
		}
		changed := change(string(src))
		if changed == string(src) {
			t.Fatalf("package time of this version of Go reads the clock in another way: see %s", filepath.Join(from, name))
		}
		write(t, dir, name, changed)
		replaced[filepath.Join(from, name)] = filepath.Join(dir, name)
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replaced})
	if err != nil {
		t.Fatal(err)
	}
	write(t, dir, "overlay.json", string(overlay))
	program := filepath.Join(dir, "portico")
	build := exec.Command("go", "build", "-overlay", filepath.Join(dir, "overlay.json"), "-tags", "no_ui", "-o", program, "../../cmd/portico")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return program
}

const jumpedSource = `
var jumpFile, jumps = syscall.Getenv("` + clockFile + `")

// jumped reads the file. Timers ask for the time where nothing may be allocated and no call of the kernel be announced.
func jumped() (seconds int64) {
	if !jumps {
		return 0
	}
	var path [256]byte
	if copy(path[:len(path)-1], jumpFile) < len(jumpFile) {
		return 0
	}
	here := -100 // AT_FDCWD
	fd, _, err := syscall.RawSyscall6(syscall.SYS_OPENAT, uintptr(here), uintptr(unsafe.Pointer(&path[0])), syscall.O_CLOEXEC, 0, 0, 0)
	if err != 0 {
		return 0
	}
	var b [32]byte
	n, _, err := syscall.RawSyscall6(syscall.SYS_READ, fd, uintptr(unsafe.Pointer(&b[0])), uintptr(len(b)), 0, 0, 0)
	syscall.RawSyscall6(syscall.SYS_CLOSE, fd, 0, 0, 0, 0, 0)
	sign := int64(1)
	for i := 0; err == 0 && i < int(n); i++ {
		if b[i] == '-' {
			sign = -1
		} else if '0' <= b[i] && b[i] <= '9' {
			seconds = 10*seconds + int64(b[i]-'0')
		}
	}
	return sign * seconds
}
`

// jumper is a group whose machines' clocks jump, all of them at once: one that authors and delivers, and one outside that follows it.
type jumper struct {
	t          *testing.T
	program    string
	file       string        // of the clock
	wrong      time.Duration // what it says
	latest     time.Time     // that the clock has ever shown
	sure       time.Time     // up to which plans have been seen to
	dbURL, dir string
	inner      *process
	node       *process
	admin      *client
	b          *border
	plans      []*jumpPlan
	key        string    // of a private site
	expires    time.Time // when that ends
	next, page string    // a cursor, and what comes after it
}

// jumpPlan is an entry that is to be published at a time.
type jumpPlan struct {
	id string
	at time.Time
}

func newJumper(t *testing.T, program, dbURL string) *jumper {
	j := &jumper{t: t, program: program, file: filepath.Join(t.TempDir(), "clock"), dbURL: dbURL, dir: t.TempDir()}
	j.set(0)
	j.inner = j.launch("serve", "--delivery-addr", "127.0.0.1:0", "--authoring-addr", "127.0.0.1:0", "--sample", "--data-dir", j.dir,
		"--database-url", dbURL, "--stale-after", "5s", "--query-rate", "0", "--log-level", "warn")
	j.inner.findAddresses()
	j.admin = j.inner.setup()
	_, key := j.admin.followKeyFor(300 * 24 * time.Hour)
	j.b = newBorder(t, j.inner.authoring)
	write(t, j.dir, "outside.yaml", "follow-key: "+key+"\nstale-after: 5s\n")
	j.node = j.launch("serve", "--plane", "delivery", "--delivery-addr", "127.0.0.1:0", "--config", filepath.Join(j.dir, "outside.yaml"),
		"--follow", j.b.URL, "--follow-ca", j.b.ca, "--data-dir", t.TempDir(), "--query-rate", "0")
	j.node.waitFor("its address", func() bool { return deliveryLine.MatchString(j.node.out.String()) })
	j.node.delivery = submatch(deliveryLine, j.node.out.String())
	j.node.sameAs(j.inner)
	j.lock(48 * time.Hour)
	first := j.node.get(jumpList)
	j.next, _ = first.get("page.next").(string)
	j.page = j.pageAfter(j.node)
	if j.next == "" || !strings.Contains(j.page, "article") {
		t.Fatalf("no second page: %s", first.body)
	}
	return j
}

func (j *jumper) launch(args ...string) *process {
	p := &process{t: j.t, out: output{filepath.Join(j.t.TempDir(), "out.log")}, exited: make(chan error, 1), cmd: command(j.t, args...)}
	p.cmd.Path, p.cmd.Args[0] = j.program, j.program
	p.cmd.Env = append(p.cmd.Env, clockFile+"="+j.file)
	p.run()
	return p
}

// set makes the time of day wrong by so much, at once.
func (j *jumper) set(wrong time.Duration) {
	j.t.Helper()
	j.look()
	beside := j.file + ".new"
	if err := os.WriteFile(beside, []byte(fmt.Sprint(int64(wrong/time.Second))), 0o600); err != nil {
		j.t.Fatal(err)
	}
	if err := os.Rename(beside, j.file); err != nil {
		j.t.Fatal(err)
	}
	j.wrong = wrong
	j.look()
}

// look notes what the clock shows.
func (j *jumper) look() {
	if now := j.now(); now.After(j.latest) {
		j.latest = now
	}
}

// now is the time of day as the processes see it.
func (j *jumper) now() time.Time { return time.Now().Add(j.wrong) }

// lock makes a site private, with a key that ends after a while.
func (j *jumper) lock(after time.Duration) {
	j.t.Helper()
	site := j.admin.send(http.MethodGet, "/api/v1/sites/careers", "", "", nil)
	res := j.admin.send(http.MethodPatch, "/api/v1/sites/careers", mergePatch, site.header.Get("ETag"), obj{"private": true})
	if res.status != http.StatusOK {
		j.t.Fatalf("a private site: %d %s", res.status, res.body)
	}
	j.expires = j.now().Add(after)
	res = j.admin.send(http.MethodPost, "/api/v1/sites/careers/keys", "application/json", "", obj{"name": "jump", "expiresAt": j.expires.UTC()})
	j.key, _ = res.get("key").(string)
	if res.status != http.StatusCreated || j.key == "" {
		j.t.Fatalf("a delivery key: %d %s", res.status, res.body)
	}
}

// plan makes an entry that is to be published in a while.
func (j *jumper) plan(in time.Duration) *jumpPlan {
	j.t.Helper()
	n := len(j.plans)
	made := j.admin.send(http.MethodPost, "/api/v1/entries", "application/json", "", obj{
		"space": "klio", "type": "faq", "key": fmt.Sprint("jump-", n), "shared": obj{"topic": "contract"},
		"locales": obj{"fr": obj{"question": fmt.Sprint("Quand ? ", n), "slug": fmt.Sprint("quand-", n), "answer": "Bientôt."}},
	})
	p := &jumpPlan{fmt.Sprint(made.get("id")), j.now().Add(in)}
	res := j.admin.send(http.MethodPost, "/api/v1/entries/"+p.id+"/schedule", "application/json", made.header.Get("ETag"),
		obj{"action": "publish", "at": p.at.UTC()})
	if made.status != http.StatusCreated || res.status != http.StatusOK {
		j.t.Fatalf("a plan: %d %s, %d %s", made.status, made.body, res.status, res.body)
	}
	j.plans = append(j.plans, p)
	return p
}

// carriedOut is how often a plan was: each publication is a line of the audit.
func (j *jumper) carriedOut(p *jumpPlan) int {
	return len(storetest.Query(j.t, j.dbURL, j.dir, `SELECT number FROM audit WHERE action = 'entry.publish' AND subject = 'entry/`+p.id+`'`))
}

// jumpList is a list of which there are several pages.
const jumpList = "/v1/sites/customer/entries/article?locale=en&sort=title&page[size]=2"

func (j *jumper) pageAfter(p *process) string {
	r := p.get(jumpList + "&page[after]=" + j.next)
	return fmt.Sprint(r.status, r.get("data"))
}

// jump sets the clock, and looks whether everything is as somebody who looks at that clock expects.
func (j *jumper) jump(wrong time.Duration) {
	j.t.Helper()
	signedInAt := j.wrong
	j.set(wrong)
	what := fmt.Sprintf("the clock is wrong by %s", wrong)
	j.t.Log(what)
	for _, p := range []*process{j.inner, j.node} {
		if r := p.get("/readyz"); r.get("status") != "ready" || r.status != http.StatusOK {
			j.t.Errorf("%s: %s", what, r.body)
		}
		if page := j.pageAfter(p); page != j.page {
			j.t.Errorf("%s: the second page is %.200s", what, page)
		}
		want := http.StatusOK
		if !j.now().Before(j.expires) {
			want = http.StatusNotFound
		}
		if r := p.get("/v1/sites/careers/bundle?locale=fr", "Authorization", "Bearer "+j.key); r.status != want {
			j.t.Errorf("%s: with the key the private site answers %d, want %d", what, r.status, want)
		}
	}
	want := http.StatusOK
	if wrong > signedInAt {
		want = http.StatusUnauthorized // days without a request
	}
	if r := j.admin.send(http.MethodGet, "/api/v1/menus/shared/main", "", "", nil); r.status != want {
		j.t.Errorf("%s: a session answers %d, want %d", what, r.status, want)
	}
	j.signIn()
	label := fmt.Sprintf("Fournisseurs n° %d.", len(j.plans))
	generation, ok := j.admin.rename("suppliers", label)
	if !ok {
		j.t.Fatalf("%s: nothing can be published\n%s", what, j.inner.out)
	}
	j.inner.waitFor("the publication", func() bool { return j.inner.reached(generation) })
	j.node.sameAs(j.inner)
	if got := labelIn(j.node.get("/v1/sites/suppliers/menus/main?locale=fr").body); got != fmt.Sprint(len(j.plans)) {
		j.t.Errorf("%s: outside the label is %q", what, got)
	}
	j.checkPlans(what)
}

func (j *jumper) signIn() {
	j.t.Helper()
	res := j.admin.send(http.MethodPost, "/api/v1/sessions", "application/json", "", obj{"email": "ada@portico.example", "password": "correct horse battery"})
	if res.status != http.StatusCreated {
		j.t.Fatalf("signing in: %d %s", res.status, res.body)
	}
	j.admin.cookie, _, _ = strings.Cut(res.header.Get("Set-Cookie"), ";")
}

// checkPlans lets one more plan come due, so that all before it were seen to, and counts: what was due then was carried out once; what the
// clock has never reached was not; and what was due in the moment in which the clock was set back was not carried out twice.
func (j *jumper) checkPlans(what string) {
	j.t.Helper()
	last := j.plan(2 * time.Second)
	j.inner.waitFor("a plan of two seconds", func() bool { return j.carriedOut(last) > 0 })
	if j.look(); last.at.After(j.sure) {
		j.sure = last.at
	}
	for n, p := range j.plans {
		least, most := 0, 1
		switch {
		case p == last || !p.at.After(j.sure):
			least = 1
		case p.at.After(j.latest):
			most = 0
		}
		if got := j.carriedOut(p); got < least || got > most {
			j.t.Errorf("%s: plan %d for %s was carried out %d times, want %d to %d", what, n, p.at, got, least, most)
		}
	}
	j.node.waitFor("the entry outside", func() bool {
		return j.node.get("/v1/sites/klio/entries/faq/"+last.id+"?locale=fr").status == http.StatusOK
	})
}

// TestClockJump: the clocks of all machines jump by days, forward and backward, while visitors ask and editors publish. No question fails;
// what is planned happens once, and neither twice nor never; keys and sessions end when the clock says so; pages go on; and how old answers
// are is said as it is.
func TestClockJump(t *testing.T) {
	t.Parallel()
	program := jumpingProgram(t)
	for name, newURL := range databases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			j := newJumper(t, program, newURL(t))
			crowds := []*visitors{visit(t, j.inner.delivery, false), visit(t, j.node.delivery, false)}
			const day = 24 * time.Hour
			j.plan(time.Hour)
			j.plan(5 * day)
			j.plan(30 * time.Minute)
			for _, wrong := range []time.Duration{36 * time.Hour, -36 * time.Hour, 8 * day, -2 * day, 0} {
				j.plan(3 * time.Second) // of a clock that is about to be set: it may come due on either side
				j.plan(12 * day)
				j.jump(wrong)
			}
			j.silence(-5 * day)
			j.silence(5 * day)
			for _, crowd := range crowds {
				crowd.leave()
			}
			if code := j.inner.stop(); code != 0 {
				t.Errorf("exit code %d\n%s", code, j.inner.out)
			}
			verify := command(t, "audit", "verify", "--data-dir", j.dir, "--database-url", j.dbURL)
			if out, err := verify.CombinedOutput(); err != nil || !strings.Contains(string(out), "the audit is whole") {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
}

// silence cuts a node off while the clock jumps: it says that it is stale after five seconds, whatever the clock says, and no sooner
// than it was told to.
func (j *jumper) silence(wrong time.Duration) {
	j.t.Helper()
	gone := func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) }
	j.b.lies.Store(&gone)
	j.b.CloseClientConnections()
	j.set(wrong)
	r := j.node.get("/readyz")
	if age, ok := r.get("logAgeSeconds").(float64); !ok || age < 0 || age > 60 {
		j.t.Errorf("after a jump of %s: %s", wrong, r.body)
	}
	j.node.waitFor("that it is stale", func() bool { return j.node.get("/readyz").get("status") == "stale" })
	if r := j.inner.get("/readyz"); r.get("status") != "ready" {
		j.t.Errorf("who is not cut off: %s", r.body)
	}
	j.b.lies.Store(nil)
	j.node.waitFor("that it follows again", func() bool { return j.node.get("/readyz").get("status") == "ready" })
	j.set(0)
}
