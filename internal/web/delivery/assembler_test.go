package delivery_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/html"

	core "github.com/portico-cms/portico/internal/delivery"
	"github.com/portico-cms/portico/internal/menu"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/query"
	"github.com/portico-cms/portico/internal/site"
	"github.com/portico-cms/portico/internal/web/delivery"
)

// usable says whether a response may be pasted into a page, at any place of it.
func usable(t *testing.T, name string, res response) {
	t.Helper()
	if res.status != http.StatusOK || res.header.Get("Content-Type") != htmlType || res.header.Get("X-Robots-Tag") != "noindex" {
		t.Errorf("%s: %d %v\n%s", name, res.status, res.header, res.body)
	}
	for _, never := range []string{"problem", "status\":", "Cannot", "panic", "goroutine", "<script"} {
		if strings.Contains(res.body, never) {
			t.Errorf("%s: an error body: %s", name, res.body)
		}
	}
	for _, header := range []string{"Retry-After", "Allow", "Www-Authenticate"} {
		if v := res.header.Get(header); v != "" {
			t.Errorf("%s: %s: %s", name, header, v)
		}
	}
	if !strings.Contains(res.body, "portico-skeleton") {
		return
	}
	if res.header.Get("Cache-Control") != "no-store" || res.header.Get("Portico-Status") != "fallback" || res.header.Get("Etag") != "" || res.header.Get("Surrogate-Key") != "" {
		t.Errorf("%s: a skeleton would be kept: %v", name, res.header)
	}
	// In a head, anything but metadata and template would end it.
	doc, err := html.Parse(strings.NewReader("<head>" + res.body + "<title>x</title></head><body></body>"))
	if err != nil {
		t.Fatal(err)
	}
	elements := 0
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode {
			elements++
		}
		if n.Data == "title" && n.Parent.Data != "head" {
			t.Errorf("%s: it ends the head: %s", name, res.body)
		}
	}
	if elements != 5 { // html, head, template, title, body
		t.Errorf("%s: %d elements: %s", name, elements, res.body)
	}
}

// TestG4AssemblersAlwaysGetHTML asks below /i for everything that can go wrong.
func TestG4AssemblersAlwaysGetHTML(t *testing.T) {
	s := listen(t, newDemo(t))
	for _, path := range []string{
		"/i/demo/header/fr", "/i/demo/header/fr/solar", "/i/demo/head/xx", "/i/demo/footer/fr?theme=dark&x=y&bc=%00", // these are parts
		"/i", "/i/", "/i/demo", "/i/demo/", "/i/demo/header", "/i/demo/header/", "/i/demo/header/fr/solar/more/and/more", "/i//header/fr", "/i///", "/i/demo//fr",
		"/i/nobody/header/fr", "/i/hidden/header/fr", "/i/bare/header/fr", "/i/demo/nothing/fr", "/i/Demo/header/fr", "/i/demo/%68eader/fr",
		"/i/demo/bundle/fr", "/i/demo//bundle/fr", "/i/%2e%2e/v1/sites", "/i/../v1/sites", "/i/demo/%22%3E%3Cscript%3E/fr", "/i/demo/%ff%fe/fr", "/i/demo/" + strings.Repeat("é", 100) + "/fr",
		"/i/demo/" + strings.Repeat("x", 5000) + "/fr", "/i/demo/header/fr?" + strings.Repeat("a=b&", 3000), "/i/demo/header/fr?" + strings.Repeat("bc=x|/y&", 1000),
		"/i/demo/header/fr/%zz", "/i/demo/header/%00", "/i/demo/header/fr?path=%", "/i/demo/header/fr?%",
	} {
		usable(t, fmt.Sprintf("%.80s", path), s.raw(t, "GET "+path+" HTTP/1.1\r\nHost: x\r\n\r\n"))
	}
	for _, method := range []string{http.MethodPost, http.MethodDelete, http.MethodOptions, http.MethodPut} {
		usable(t, method, s.do(t, method, "/i/demo/header/fr"))
		usable(t, method, s.do(t, method, "/i/unknown"))
	}
	for name, value := range map[string]string{
		"Portico-Min-Generation": "999999", "If-None-Match": "*, W/", "Accept-Encoding": "br;q=x,,", "Range": "bytes=0-1", "Accept": "application/json",
		"Authorization": "Bearer x", "Expect": "x", "X-Forwarded-Host": "evil.example", "Content-Encoding": "gzip",
	} {
		res := s.get(t, "/i/demo/nothing/fr", name, value)
		usable(t, name, res)
		if res := s.get(t, "/i/demo/header/fr", "Portico-Min-Generation", value); !strings.Contains(res.body, "<header") {
			t.Errorf("Portico-Min-Generation: %s takes the header away: %s", value, res.body)
		}
	}
	if res := s.get(t, "/i/demo/head/fr/", "If-None-Match", "*"); res.status != http.StatusNotModified {
		t.Errorf("304: %d", res.status)
	}
}

// TestG4RefusedRequests are those that fasthttp refuses before any handler. Where it knows the address, the answer is HTML; where
// it does not, nobody can tell who asks, and there is no body that could be pasted.
func TestG4RefusedRequests(t *testing.T) {
	s := listen(t, newDemo(t))
	usable(t, "body too large", s.raw(t, "POST /i/demo/header/fr HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999\r\n\r\n"))
	usable(t, "headers of 15 KB", s.raw(t, "GET /i/demo/nothing/fr HTTP/1.1\r\nHost: x\r\nCookie: "+strings.Repeat("x", 15<<10)+"\r\n\r\n"))
	for name, request := range map[string]string{
		"headers of 20 KB": "GET /i/demo/header/fr HTTP/1.1\r\nHost: x\r\nCookie: " + strings.Repeat("x", 20<<10) + "\r\n\r\n",
		"address of 20 KB": "GET /i/demo/header/fr?" + strings.Repeat("x", 20<<10) + " HTTP/1.1\r\nHost: x\r\n\r\n",
		"no HTTP":          "this is no HTTP\r\n\r\n",
		"bad header":       "GET /i/demo/header/fr HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n",
		"bad length":       "GET /i/demo/header/fr HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n",
	} {
		res := s.raw(t, request)
		if res.status < 400 || res.status >= 500 || res.body != "" || res.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d %q %v", name, res.status, res.body, res.header)
		}
	}
	if res := s.raw(t, "POST /v1/sites HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999\r\n\r\n"); res.status != http.StatusRequestEntityTooLarge || !strings.Contains(res.body, `"too_large"`) {
		t.Errorf("elsewhere, an error is an error: %d %s", res.status, res.body)
	}
	if res := s.get(t, "/"); res.status != http.StatusNotFound || !strings.Contains(res.body, `"not_found"`) {
		t.Errorf("and so is one at /: %d %s", res.status, res.body)
	}
}

// TestG4AddressesAreShort: nginx refuses more than 256 characters in an include. The longest names that there may be stay below 200.
func TestG4AddressesAreShort(t *testing.T) {
	longest := func(form *regexp.Regexp) string {
		name := "a"
		for form.MatchString(name + "a") {
			name += "a"
		}
		return name
	}
	const tag = "sr-Cyrl-BA-ekavsk-x-thirty-five-chars"                                                          // locale.Parse takes no longer one
	address := "/i/" + longest(site.Key) + "/" + longest(site.Key) + "/" + tag[:35] + "/" + longest(menu.ItemID) // parts are named like sites
	if len(address) >= 200 {
		t.Errorf("%d characters", len(address))
	}
}

// TestG4NothingPublishedYet: a node that has only just been made answers assemblers as any other.
func TestG4NothingPublishedYet(t *testing.T) {
	app, _, _ := follow(t, &fixedLog{})
	s := listen(t, app)
	usable(t, "empty node", s.get(t, "/i/demo/header/fr"))
	if res := s.get(t, "/readyz"); res.status != http.StatusServiceUnavailable {
		t.Errorf("readyz: %d %s", res.status, res.body)
	}
	if res := s.get(t, "/v1/sites"); res.body != `{"data":[],"generation":0}`+"\n" || res.header.Get("Cache-Control") != "no-store" {
		t.Errorf("a cache would keep that there are no sites: %s %v", res.body, res.header)
	}
}

// brokenIndex is a read side that panics or fails in queries.
type brokenIndex struct {
	core.Index
	list func() (*query.Page, error)
}

func (b brokenIndex) List(context.Context, query.List) (*query.Page, error) { return b.list() }

// newBroken serves a site whose bundle panics when it is asked for (it was loaded without a Finder), and an index that fails.
func newBroken(t *testing.T, logger *slog.Logger, list func() (*query.Page, error)) *server {
	t.Helper()
	broken := core.NewNode(brokenIndex{Index: diskOf(demo()), list: list}, "https://delivery.example", time.Minute)
	if _, err := core.Restore(t.Context(), broken); err != nil {
		t.Fatal(err)
	}
	broken.Snapshot().Sites["demo"].Bundles["fr"].Finder = nil // as no publication could do it
	return listen(t, delivery.New(delivery.Options{Node: broken, Logger: logger}))
}

// diskOf is an index that restores what a log holds.
func diskOf(l *fixedLog) core.Index { return disk{log: l} }

type disk struct {
	core.Index
	log *fixedLog
}

func (d disk) State(context.Context) (core.State, error) {
	return core.State{Identity: "test", Generation: d.log.generation}, nil
}

func (disk) Checksum(context.Context) (string, error) { return "", nil }

func (d disk) Load(_ context.Context, each func(published.Record) error) error {
	for _, r := range d.log.records {
		if err := each(r); err != nil {
			return err
		}
	}
	return nil
}

// TestX2PanicsAndFailures: the process lives, JSON callers get a problem with an id that the log has, assemblers get HTML, and other
// answers are as good as before.
func TestX2PanicsAndFailures(t *testing.T) {
	var out lockedBuffer
	s := newBroken(t, slog.New(slog.NewTextHandler(&out, nil)), func() (*query.Page, error) { return nil, errors.New("pq: s3cret in /var/lib") })
	usable(t, "panic below /i", s.get(t, "/i/demo/header/fr/solar"))
	if !strings.Contains(out.String(), "panic in a request") || !strings.Contains(out.String(), "/i/:site/:part/:locale") {
		t.Errorf("the log lacks the panic: %s", out.String())
	}
	for _, path := range []string{"/v1/sites/demo/fragments/header?path=/offers", "/v1/sites/demo/entries/article"} {
		res := s.get(t, path)
		_, id, _ := strings.Cut(strings.TrimSuffix(strings.TrimSpace(res.body), `"}`), `"id":"`)
		if res.status != http.StatusInternalServerError || len(id) < 20 || !strings.Contains(out.String(), id) || strings.Contains(res.body, "s3cret") || strings.Contains(res.body, "nil pointer") {
			t.Errorf("%s: %d %s", path, res.status, res.body)
		}
		if res.header.Get("Etag")+res.header.Get("Surrogate-Key")+res.header.Get("Server-Timing") != "" || res.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %v", path, res.header)
		}
	}
	for range 3 {
		if res := s.get(t, "/v1/sites/demo/fragments/header?locale=en&path=/offers"); res.status != http.StatusOK {
			t.Errorf("afterwards: %d", res.status)
		}
	}
}

// lockedBuffer takes log lines from several goroutines.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}
