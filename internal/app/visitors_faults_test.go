package app_test

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// visitors ask one address for pages and content all the time. The shared parts must always come; content must come, and may say
// that it is stale.
type visitors struct {
	t       *testing.T
	base    string
	parts   atomic.Int64 // answers with shared parts
	content atomic.Int64 // answers with content
	stale   atomic.Int64 // answers that said so
	refused atomic.Int64 // content that was refused with 503 and Retry-After
	wrong   atomic.Int64
	mayFail bool // content may be refused
	// mayCut is how many answers may end in the middle: those that were on their way when a node was killed. No proxy can take back a
	// head that it has passed on; clients keep what they had, and ask again.
	mayCut atomic.Int64
	// pause is between two questions of one visitor: the machine is shared with what is tested.
	pause time.Duration
	stop  chan struct{}
	all   sync.WaitGroup
}

// fragmentPaths are the shared parts in the ways that sites take them.
var fragmentPaths = []string{
	"/v1/sites/customer/fragments/header?locale=fr", "/v1/sites/suppliers/fragments/footer?locale=en", "/v1/sites/corporate/bundle?locale=fr",
	"/i/customer/header/fr", "/v1/sites/partners/fragments?locale=fr",
}

// visit begins to ask, until leave is called or the test ends.
func visit(t *testing.T, base string, mayFail bool) *visitors {
	v := &visitors{t: t, base: base, mayFail: mayFail, pause: 10 * time.Millisecond, stop: make(chan struct{})}
	v.round(v.askParts)
	v.round(v.askContent)
	return v
}

func (v *visitors) round(ask func(n int)) {
	v.all.Add(1)
	go func() {
		defer v.all.Done()
		for n := 0; ; n++ {
			select {
			case <-v.stop:
				return
			case <-time.After(v.pause):
				ask(n)
			}
		}
	}()
}

// leave ends the visit, and complains where nobody was there.
func (v *visitors) leave() {
	v.t.Helper()
	close(v.stop)
	v.all.Wait()
	if v.parts.Load() == 0 || v.content.Load() == 0 {
		v.t.Errorf("%s: %d shared parts and %d answers with content", v.base, v.parts.Load(), v.content.Load())
	}
	if n := v.wrong.Load(); n > 0 {
		v.t.Errorf("%s: %d of %d questions failed", v.base, n, v.parts.Load()+v.content.Load()+n)
	}
}

func (v *visitors) ask(path string) response { return v.send(http.MethodGet, path, "") }

func (v *visitors) send(method, path, body string) response {
	req, err := http.NewRequest(method, v.base+path, strings.NewReader(body))
	if err != nil {
		v.t.Error(err)
		return response{}
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	r := do(req)
	if r.status == 0 && strings.HasSuffix(string(r.body), "unexpected EOF") && v.mayCut.Add(-1) >= 0 {
		return v.send(method, path, body)
	}
	if r.header.Get("Portico-Status") == "stale" {
		v.stale.Add(1)
	}
	return r
}

func (v *visitors) complain(path string, r response) {
	if v.wrong.Add(1) <= 5 {
		v.t.Errorf("%s %s%s: %d %.200s", time.Now().Format("05.000"), v.base, path, r.status, r.body)
	}
}

func (v *visitors) askParts(n int) {
	path := fragmentPaths[n%len(fragmentPaths)]
	if r := v.ask(path); r.status != http.StatusOK || len(r.body) < 500 || bytes.Contains(r.body, []byte("portico-skeleton")) {
		v.complain(path, r)
		return
	}
	v.parts.Add(1)
}

func (v *visitors) askContent(n int) {
	path := fmt.Sprintf("/v1/sites/customer/entries/faq?locale=fr&sort=question&page[size]=%d", n%100+1)
	if n%3 == 2 {
		path = "/v1/sites/customer/entries/article?locale=en&count=exact&page[size]=" + fmt.Sprint(n%50+1)
	}
	method, body := http.MethodGet, ""
	if n%5 == 4 {
		method, path = http.MethodPost, "/v1/sites/customer/query"
		body = fmt.Sprintf(`{"type":"article","locale":"fr","page":{"size":%d}}`, n%100+1)
	}
	r := v.send(method, path, body)
	switch {
	case r.status == http.StatusOK && bytes.Contains(r.body, []byte(`"data":[{`)):
		v.content.Add(1)
	case v.mayFail && r.status == http.StatusServiceUnavailable && r.header.Get("Retry-After") != "":
		v.refused.Add(1)
	default:
		v.complain(path, r)
	}
}

// editors publish all the time, where the database lets them, until the function that it gives is called.
func (f *fleet) editors() (stop func()) {
	done := make(chan struct{})
	var working sync.WaitGroup
	working.Add(1)
	go func() {
		defer working.Done()
		for {
			select {
			case <-done:
				return
			case <-time.After(100 * time.Millisecond):
				f.publish()
			}
		}
	}()
	return func() {
		close(done)
		working.Wait()
	}
}

// more waits until the editors have published n times more.
func (f *fleet) more(n int64) {
	f.t.Helper()
	least := f.label.Load() + n
	f.author.waitFor("publications", func() bool { return f.label.Load() >= least })
}

// everywhere waits until a condition holds on all nodes.
func (f *fleet) everywhere(what string, ok func(m *member) bool) {
	f.t.Helper()
	for _, m := range f.nodes {
		m.waitFor(what+" on "+m.addr, func() bool { return ok(m) })
	}
}

func isStale(m *member) bool { return m.get("/readyz").get("status") == "stale" }
func isReady(m *member) bool { return m.get("/readyz").get("status") == "ready" }
