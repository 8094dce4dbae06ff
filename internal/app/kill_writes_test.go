package app_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestKillWrites: people save, autosave, publish, move, import and run jobs while the process is killed again and again. What was
// acknowledged is there, nothing is there by half, the tree is a tree, lists and single reads agree, and the audit is whole.
func TestKillWrites(t *testing.T) {
	const blows = 5
	for name, newURL := range databases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newKilled(t, newURL(t))
			for range blows {
				w.workUntilKilled()
				w.verify()
				w.p = serve(t, w.args...)
				w.c.base = w.p.authoring
				w.check()
			}
			w.checkJobsDone()
			w.progressed()
			if code := w.p.stop(); code != 0 {
				t.Errorf("exit code %d\n%s", code, w.p.out)
			}
			w.verify()
		})
	}
}

// killed is a group of sites whose server is killed, and what its clients were told.
type killed struct {
	t    *testing.T
	args []string
	p    *process
	c    *client

	writers []*writer
	pages   []*page
	imports imports
	jobs    jobs
}

// writer is somebody who writes one number after another into an entry of their own.
type writer struct {
	id                  string
	autosave, publishes bool
	version             string // ETag that the next save is based on
	tried, acknowledged int
	published           int    // number that went out last, as far as was acknowledged
	generation          string // of that
	count               int    // acknowledged saves
}

// page is an entry of a tree, and below which others it may be: what was acknowledged last, and what was tried after that.
type page struct {
	id, parent string
	tried      *string
	moves      int
}

// imports are batches of lines: number by number, how many entries each left is all or none.
type imports struct{ tried, acknowledged int }

// jobs publish the same entries and take them back by turns.
type jobs struct {
	rows         []obj
	tried        int
	acknowledged []string // ids
}

const (
	batch   = 15 // lines of an import
	jobRows = 25

	jobsPath = "/api/v1/jobs?page[size]=100"
)

func newKilled(t *testing.T, dbURL string) *killed {
	w := &killed{t: t, args: []string{
		"--data-dir", t.TempDir(), "--database-url", dbURL, "--content-types", absolute(t, "testdata/week/content-types"), "--log-level", "warn",
	}}
	w.p = serve(t, w.args...)
	w.c = w.p.setup()
	w.want(w.c.send(http.MethodPost, "/api/v1/sites", "application/json", "", obj{
		"key": "group", "name": "Group", "origins": []string{"https://group.example"}, "owner": "Team", "brand": "orvane", "defaultLocale": "en",
		"locales": []obj{{"tag": "en", "home": "/"}},
	}), http.StatusCreated)
	for i := range 4 {
		r := w.create("faq", fmt.Sprintf("writer%d", i), obj{"question": "Number 0?"})
		w.writers = append(w.writers, &writer{id: r.get("id").(string), version: r.header.Get("ETag"), autosave: i == 1, publishes: i > 1})
	}
	for i := range 8 {
		w.pages = append(w.pages, &page{id: w.create("page", fmt.Sprintf("page%d", i), obj{"title": fmt.Sprint("Page ", i)}).get("id").(string)})
	}
	for i := range jobRows {
		w.jobs.rows = append(w.jobs.rows, obj{"id": w.create("faq", fmt.Sprintf("job%d", i), obj{"question": fmt.Sprint("Job ", i)}).get("id")})
	}
	return w
}

func (w *killed) want(r response, status int) response {
	w.t.Helper()
	if r.status != status {
		w.t.Fatalf("status %d, want %d: %s\n%s", r.status, status, r.body, tail(w.p.out.String()))
	}
	return r
}

func (w *killed) create(typ, key string, fields obj) response {
	w.t.Helper()
	return w.want(w.c.send(http.MethodPost, "/api/v1/entries", "application/json", "", obj{
		"space": "group", "type": typ, "key": key, "locales": obj{"en": fields},
	}), http.StatusCreated)
}

// answered says whether a request was acknowledged. What was not, was not answered at all, because the process is dead: any other
// answer than those that are allowed is an error.
func (w *killed) answered(r response, allowed ...int) bool {
	if r.status != 0 && r.status >= 300 && !slices.Contains(allowed, r.status) {
		w.t.Errorf("%d %s", r.status, r.body)
	}
	return r.status != 0
}

// workUntilKilled runs everybody at once; the blow falls somewhere in their work, when each has had the time to begin.
func (w *killed) workUntilKilled() {
	var working sync.WaitGroup
	during := func(step func() bool) {
		working.Add(1)
		go func() {
			defer working.Done()
			for step() {
			}
		}()
	}
	for _, one := range w.writers {
		during(func() bool { return w.write(one) })
	}
	during(w.move)
	during(w.importBatch)
	during(w.runJob)
	time.Sleep(300*time.Millisecond + rand.N(900*time.Millisecond))
	_ = w.p.cmd.Process.Kill()
	working.Wait()
	w.p.kill()
}

// write saves the next number of a writer, and publishes it where they do that.
func (w *killed) write(one *writer) bool {
	one.tried++
	r := w.c.send(http.MethodPatch, "/api/v1/entries/"+one.id+"?autosave="+strconv.FormatBool(one.autosave), mergePatch, one.version,
		obj{"locales": obj{"en": obj{"question": fmt.Sprintf("Number %d?", one.tried)}}})
	if !w.answered(r) {
		return false
	}
	one.acknowledged, one.version, one.count = one.tried, r.header.Get("ETag"), one.count+1
	if !one.publishes {
		return true
	}
	r = w.c.send(http.MethodPost, "/api/v1/entries/"+one.id+"/publish", "application/json", one.version, obj{})
	if !w.answered(r) {
		return false
	}
	one.published, one.generation, one.version = one.tried, r.header.Get("Portico-Generation"), r.header.Get("ETag")
	return true
}

// move puts a page below another, or on top. Below itself it must not come.
func (w *killed) move() bool {
	one, parent := w.pages[rand.N(len(w.pages))], ""
	if other := w.pages[rand.N(len(w.pages))]; other != one {
		parent = other.id
	}
	version := w.c.send(http.MethodGet, "/api/v1/entries/"+one.id, "", "", nil).header.Get("ETag")
	if version == "" {
		return false
	}
	one.tried = &parent
	r := w.c.send(http.MethodPost, "/api/v1/entries/"+one.id+"/move", "application/json", version, obj{"parent": parent})
	if !w.answered(r, http.StatusUnprocessableEntity) {
		return false
	}
	if r.status == http.StatusOK {
		one.parent, one.moves = parent, one.moves+1
	}
	one.tried = nil
	return true
}

// importBatch imports entries that are there all, or not at all.
func (w *killed) importBatch() bool {
	w.imports.tried++
	var b strings.Builder
	for i := range batch {
		fmt.Fprintf(&b, `{"space":"group","type":"faq","key":"batch%d-%d","locales":{"en":{"question":"Imported"}}}`+"\n", w.imports.tried, i)
	}
	if !w.answered(w.c.send(http.MethodPost, "/api/v1/entries/import", "application/x-ndjson", "", b.String())) {
		return false
	}
	w.imports.acknowledged = w.imports.tried
	time.Sleep(100 * time.Millisecond) // everything is read one by one below: it must not become too much
	return true
}

// runJob starts a job and waits for its end, once those that a blow has interrupted are done: nobody else goes on with them before
// their lease is over, and the newest job is to have the last word.
func (w *killed) runJob() bool {
	for {
		r := w.c.send(http.MethodGet, jobsPath, "", "", nil)
		if !w.answered(r) {
			return false
		}
		if allDone(r) {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	w.jobs.tried++
	kind := []string{"unpublish", "publish"}[w.jobs.tried%2]
	r := w.c.send(http.MethodPost, "/api/v1/jobs", "application/json", "", obj{"kind": kind, "entries": w.jobs.rows})
	if !w.answered(r) {
		return false
	}
	w.jobs.acknowledged = append(w.jobs.acknowledged, r.get("id").(string))
	for {
		r := w.c.send(http.MethodGet, r.header.Get("Location"), "", "", nil)
		if !w.answered(r) {
			return false
		}
		if r.get("state") == "done" {
			return true
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func (w *killed) verify() {
	w.t.Helper()
	out, err := command(w.t, append([]string{"audit", "verify"}, w.args[:4]...)...).CombinedOutput()
	if err != nil {
		w.t.Fatalf("audit verify: %v\n%s", err, out)
	}
}

// progressed: a test in which nothing was ever acknowledged shows nothing.
func (w *killed) progressed() {
	for i, one := range w.writers {
		if one.count == 0 || one.publishes && one.published == 0 {
			w.t.Errorf("writer %d: nothing was acknowledged: %+v", i, one)
		}
	}
	moves := 0
	for _, one := range w.pages {
		moves += one.moves
	}
	if moves == 0 || w.imports.acknowledged == 0 || len(w.jobs.acknowledged) == 0 {
		w.t.Errorf("%d moves, %+v, %d jobs", moves, w.imports, len(w.jobs.acknowledged))
	}
}
