package app_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/portico-cms/portico/internal/store/storetest"
)

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "portico-app-")
	if err != nil {
		panic(err)
	}
	binary = filepath.Join(dir, "portico")
	// The real program, as people run it; the same flags as the check before the tests, so that nothing is compiled twice.
	build := exec.Command("go", "build", "-tags", "no_ui", "-o", binary, "../../cmd/portico")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		panic(fmt.Sprintf("go build: %v\n%s", err, out))
	}
	code := storetest.Main(m)
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

// binary is the program that these tests start, kill and stop.
var binary string

// databases are what the tests of whole processes run on; the URL "" is SQLite.
var databases = map[string]func(testing.TB) string{
	"sqlite":   func(testing.TB) string { return "" },
	"postgres": storetest.Postgres,
}

// output collects what a process prints, for tests that wait for a line.
type output struct{ path string }

func (o output) String() string {
	b, _ := os.ReadFile(o.path)
	return string(b)
}

// process is a running portico.
type process struct {
	t         testing.TB
	cmd       *exec.Cmd
	out       output
	delivery  string
	authoring string
	exited    chan error
}

var (
	deliveryLine  = regexp.MustCompile(`Delivery API\s+(http://\S+)/v1/sites`)
	authoringLine = regexp.MustCompile(`Administration\s+(http://\S+)/`)
	setupLine     = regexp.MustCompile(`/setup#(\S+)`)
)

// command makes a portico command without running it. It runs in an empty folder, so that no portico.yaml is found.
func command(t testing.TB, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(binary, args...)
	cmd.Dir = t.TempDir()
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME")}
	return cmd
}

// serve starts portico on free ports and waits until it says where it is.
func serve(t testing.TB, args ...string) *process {
	t.Helper()
	p := launch(t, append([]string{"serve", "--delivery-addr", "127.0.0.1:0", "--authoring-addr", "127.0.0.1:0"}, args...)...)
	p.findAddresses()
	return p
}

// findAddresses waits until a process that authors says where it is.
func (p *process) findAddresses() {
	p.t.Helper()
	p.waitFor("its addresses", func() bool { return authoringLine.MatchString(p.out.String()) })
	p.delivery = submatch(deliveryLine, p.out.String())
	p.authoring = submatch(authoringLine, p.out.String())
}

// serveDelivery starts a delivery node by itself.
func serveDelivery(t testing.TB, args ...string) *process {
	t.Helper()
	p := launch(t, append([]string{"serve", "--plane", "delivery", "--delivery-addr", "127.0.0.1:0"}, args...)...)
	p.waitFor("its address", func() bool { return deliveryLine.MatchString(p.out.String()) })
	p.delivery = submatch(deliveryLine, p.out.String())
	return p
}

func launch(t testing.TB, args ...string) *process {
	t.Helper()
	p := &process{t: t, out: output{filepath.Join(t.TempDir(), "out.log")}, exited: make(chan error, 1)}
	p.cmd = command(t, args...)
	p.run()
	return p
}

// run starts the command, until it ends or the test does.
func (p *process) run() {
	p.t.Helper()
	file, err := os.Create(p.out.path)
	if err != nil {
		p.t.Fatal(err)
	}
	defer file.Close()
	p.cmd.Stdout, p.cmd.Stderr = file, file
	if err := p.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	go func() { p.exited <- p.cmd.Wait() }()
	p.t.Cleanup(p.kill)
}

func submatch(re *regexp.Regexp, s string) string {
	if m := re.FindStringSubmatch(s); m != nil {
		return m[1]
	}
	return ""
}

// waitFor polls until a condition holds, for a minute at most: a busy machine is slow, not wrong.
func (p *process) waitFor(what string, ok func() bool) {
	p.t.Helper()
	for range 1200 {
		if ok() {
			return
		}
		select {
		case err := <-p.exited:
			p.exited <- err
			p.t.Fatalf("portico ended while waiting for %s: %v\n%s", what, err, p.out)
		case <-time.After(50 * time.Millisecond):
		}
	}
	p.t.Fatalf("waited in vain for %s\n%s", what, p.out)
}

// kill ends the process as a power cut would.
func (p *process) kill() {
	_ = p.cmd.Process.Kill()
	err := <-p.exited
	p.exited <- err
}

// stop ends it as an operator would, and gives the exit code.
func (p *process) stop() int {
	p.t.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		p.t.Fatal(err)
	}
	select {
	case err := <-p.exited:
		p.exited <- err
	case <-time.After(time.Minute):
		p.t.Fatalf("it does not stop\n%s", p.out)
	}
	return p.cmd.ProcessState.ExitCode()
}

// client is somebody who is signed in.
type client struct {
	t      testing.TB
	base   string
	cookie string
}

// setup makes the first administrator with the link that was printed.
func (p *process) setup() *client {
	p.t.Helper()
	c := &client{t: p.t, base: p.authoring}
	res := c.send(http.MethodPost, "/api/v1/setup", "application/json", "", map[string]any{
		"token": submatch(setupLine, p.out.String()), "email": "ada@portico.example", "name": "Ada", "password": "correct horse battery",
	})
	if res.status != http.StatusCreated {
		p.t.Fatalf("set-up: %d %s", res.status, res.body)
	}
	cookie, _, _ := strings.Cut(res.header.Get("Set-Cookie"), ";")
	c.cookie = cookie
	return c
}

type response struct {
	status int
	header http.Header
	body   []byte
}

// get reads a field of the body, "a.b".
func (r response) get(path string) any {
	var v any
	if json.Unmarshal(r.body, &v) != nil {
		return nil
	}
	for _, key := range strings.Split(path, ".") {
		m, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = m[key]
	}
	return v
}

// send makes a request. An error of the transport gives status 0.
func (c *client) send(method, path, contentType, ifMatch string, body any) response {
	var reader io.Reader
	switch b := body.(type) {
	case nil:
	case string:
		reader = strings.NewReader(b)
	default:
		src, err := json.Marshal(b)
		if err != nil {
			c.t.Fatal(err)
		}
		reader = bytes.NewReader(src)
	}
	req, err := http.NewRequest(method, c.base+path, reader)
	if err != nil {
		c.t.Fatal(err)
	}
	for name, value := range map[string]string{"Content-Type": contentType, "If-Match": ifMatch, "Cookie": c.cookie} {
		if value != "" {
			req.Header.Set(name, value)
		}
	}
	return do(req)
}

var httpClient = &http.Client{
	Timeout:       30 * time.Second,
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

func do(req *http.Request) response {
	res, err := httpClient.Do(req)
	if err != nil {
		return response{body: []byte(err.Error())}
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		return response{body: []byte(err.Error())}
	}
	return response{res.StatusCode, res.Header, b}
}

// get asks the delivery plane; headers are name, value, name, value.
func (p *process) get(path string, headers ...string) response {
	req, err := http.NewRequest(http.MethodGet, p.delivery+path, nil)
	if err != nil {
		p.t.Fatal(err)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	return do(req)
}

const mergePatch = "application/merge-patch+json"

// rename publishes a new French label of a main menu item, and gives the generation; ok is false where any step was not
// acknowledged.
func (c *client) rename(item, label string) (generation string, ok bool) {
	menu := c.send(http.MethodGet, "/api/v1/menus/shared/main", "", "", nil)
	draft := c.send(http.MethodPatch, "/api/v1/menus/shared/main/items/"+item, mergePatch, menu.header.Get("ETag"),
		map[string]any{"label": map[string]any{"fr": label}})
	if draft.status != http.StatusOK {
		if draft.status != 0 && draft.status < 500 {
			c.t.Errorf("draft: %d %s", draft.status, draft.body)
		}
		return "", false
	}
	res := c.send(http.MethodPost, "/api/v1/menus/shared/main/publish", "application/json", draft.header.Get("ETag"), nil)
	return res.header.Get("Portico-Generation"), res.status == http.StatusOK
}
