package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/klauspost/compress/gzhttp"

	"github.com/portico-cms/portico/internal/designsystem"
)

// A group is Portico with the sample, a server of pages that carry its parts, and a tab of a browser.
type group struct {
	*stage
	tab    context.Context
	errors *consoleErrors // of the tab
}

// A stage is what all tabs share.
type stage struct {
	portico *portico
	browser browser
	pages   *httptest.Server
	sites   []groupSite
	order   []string // the parts, as the design system lists them

	mu    sync.Mutex
	html  map[string]served
	posts []url.Values // what was sent to the pages' server
}

// groupSite is what GET /v1/sites says of a site.
type groupSite struct {
	Key, Brand, DefaultLocale string
	Locales                   []struct{ Tag, Dir, Home string }
}

// served is a page of the test, with its headers.
type served struct {
	body   string
	header map[string]string
}

// requireBrowser fails where the browser, or what judges pages, is missing.
func requireBrowser(t *testing.T) {
	t.Helper()
	if testing.Short() && os.Getenv("CI") != "true" {
		t.Skip("-short: starts a server and a browser")
	}
	for program, debian := range map[string]string{
		"chromium": "chromium", "node": "nodejs", "/usr/sbin/nginx": "nginx", "/usr/sbin/apache2": "apache2-bin", "/usr/sbin/varnishd": "varnish",
	} {
		if _, err := exec.LookPath(program); err != nil {
			t.Fatalf("not on this machine: the Debian package %s; scripts/setup-tests.sh installs it", debian)
		}
	}
	if _, err := os.Stat(repository(t, "tools/browser/node_modules/axe-core/axe.min.js")); err != nil {
		t.Fatal("tools/browser is not installed; scripts/setup-tests.sh does it")
	}
}

func newGroup(t *testing.T) *group {
	t.Helper()
	requireBrowser(t)
	g := &group{stage: &stage{portico: newPortico(t), browser: newBrowser(t), html: map[string]served{}}}
	g.portico.serve(t)
	g.pages = httptest.NewServer(gzhttp.GzipHandler(http.HandlerFunc(g.answer)))
	t.Cleanup(g.pages.Close)
	g.newTab(g.browser.ctx, t)
	var list struct{ Data []groupSite }
	g.get(t, "/v1/sites", &list)
	g.sites = list.Data
	release, err := designsystem.Load(os.DirFS(repository(t, "design-system")))
	if err != nil {
		t.Fatal(err)
	}
	g.order = release.Parts
	return g
}

// another gives the same group in a tab with cookies of its own, for tests that run at the same time.
func (g *group) another(t *testing.T) *group {
	t.Helper()
	tab, closeTab := chromedp.NewContext(g.browser.ctx, chromedp.WithNewBrowserContext())
	t.Cleanup(closeTab)
	other := &group{stage: g.stage}
	other.newTab(tab, t)
	return other
}

// newTab opens the tab that pages are shown in. It thinks that it has the focus, whatever other tabs do.
func (g *group) newTab(tab context.Context, t *testing.T) {
	t.Helper()
	tab, cancel := context.WithTimeout(tab, 20*time.Minute)
	t.Cleanup(cancel)
	g.tab, g.errors = tab, &consoleErrors{}
	do(tab, t, chromedp.EmulateViewport(1280, 800), chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
		return err
	}))
	if err := chromedp.Listen(tab, g.errors.add); err != nil {
		t.Fatal(err)
	}
}

// answer serves the pages that the test put there, and files of the tools and of testdata.
func (g *group) answer(w http.ResponseWriter, r *http.Request) {
	g.mu.Lock()
	page, ok := g.html[r.URL.Path]
	g.mu.Unlock()
	file, isTool := strings.CutPrefix(r.URL.Path, "/tools/")
	own, isOwn := strings.CutPrefix(r.URL.Path, "/testdata/")
	switch {
	case r.Method == http.MethodPost: // feedback
		_ = r.ParseForm()
		g.mu.Lock()
		g.posts = append(g.posts, r.PostForm)
		g.mu.Unlock()
		w.WriteHeader(http.StatusNoContent)
	case ok:
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		for k, v := range page.header {
			w.Header().Set(k, v)
		}
		_, _ = io.WriteString(w, page.body)
	case isTool:
		http.ServeFile(w, r, filepath.Join(root, "tools/browser/node_modules", filepath.FromSlash(file)))
	case isOwn:
		http.ServeFile(w, r, filepath.Join("testdata", filepath.FromSlash(own)))
	default:
		http.NotFound(w, r)
	}
}

// put serves a page and gives its address.
func (g *group) put(path, body string, header map[string]string) string {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.html[path] = served{body, header}
	return g.pages.URL + path
}

func (g *group) get(t *testing.T, path string, into any) http.Header {
	t.Helper()
	resp, err := http.Get(g.portico.delivery + path) //nolint:noctx // a local server
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close() //nolint:errcheck // it was read to its end
	if err := json.NewDecoder(resp.Body).Decode(into); err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("%s: status %d, %v", path, resp.StatusCode, err)
	}
	return resp.Header
}

// A groupPage is a page of a site around the shared parts.
type groupPage struct {
	site, locale, theme, layout string
	html                        string            // attributes of the root element
	head, main                  string            // the host's own
	quirks                      bool              // without a doctype
	nonce                       string            // for a Content-Security-Policy
	bare                        bool              // without the script
	undecided                   bool              // by a visitor who has not answered the question about cookies
	keeps                       bool              // the visitor's cookies as they are
	change                      *strings.Replacer // of the finished page
	instead                     string            // the part that stands in for the page's own text: error-404
	header                      map[string]string // of the response
}

// parts asks for the finished parts as a site does, on a page below two others.
func (g *group) parts(t *testing.T, p *groupPage) (parts map[string]string, dir string) {
	t.Helper()
	site := g.site(t, p.site)
	query := url.Values{"locale": {p.locale}}
	for _, l := range site.Locales {
		if l.Tag == p.locale {
			dir = l.Dir
			query["bc"] = []string{"Un|" + l.Home, "Deux & trois|" + l.Home}
		}
	}
	if p.layout != "" {
		query.Set("layout", p.layout)
	}
	var answer struct{ Parts map[string]string }
	g.get(t, "/v1/sites/"+p.site+"/fragments?"+query.Encode(), &answer)
	for name, part := range answer.Parts {
		answer.Parts[name] = strings.ReplaceAll(part, `nonce=""`, `nonce="`+p.nonce+`"`)
	}
	return answer.Parts, dir
}

func (g *group) site(t *testing.T, key string) *groupSite {
	t.Helper()
	for i := range g.sites {
		if g.sites[i].Key == key {
			return &g.sites[i]
		}
	}
	t.Fatalf("the sample has no site %s", key)
	return nil
}

// page builds a page, serves it and gives its address. The parts stand in the order of the manifest, the host's main after
// what comes before the page's own text.
func (g *group) page(t *testing.T, p *groupPage) string {
	t.Helper()
	parts, dir := g.parts(t, p)
	before, after := "", ""
	for _, name := range g.order {
		switch {
		case name == "head", name == "scripts":
		case strings.HasPrefix(name, "error-"): // of a page of its own
		case slices.Contains([]string{"header", "notices", "breadcrumbs"}, name):
			before += parts[name]
		default:
			after += parts[name]
		}
	}
	if p.bare {
		parts["scripts"] = ""
	}
	main := p.main
	if main == "" {
		main = "<h1>Own text</h1><p>" + strings.Repeat("The host's own words. ", 40) + "</p>"
	}
	if p.instead != "" {
		main = parts[p.instead]
	}
	doctype, theme := "<!DOCTYPE html>\n", ""
	if p.quirks {
		doctype = ""
	}
	if p.theme != "" {
		theme = fmt.Sprintf(" data-portico-theme=%q", p.theme)
	}
	theme += p.html
	body := fmt.Sprintf(`%s<html lang=%q dir=%q%s><head><meta charset="utf-8"><title>%s</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="description" content="A page of a host."><link rel="icon" href="data:,">
%s%s</head><body><div id="page">%s<main id="main">%s</main>%s</div>%s</body></html>`, doctype, p.locale, dir, theme, html.EscapeString(p.site+" "+p.locale),
		parts["head"], p.head, before, main, after, parts["scripts"])
	if p.change != nil {
		body = p.change.Replace(body)
	}
	g.mu.Lock()
	path := fmt.Sprintf("/%s/%s/%d.html", p.site, p.locale, len(g.html))
	g.html[path] = served{}
	g.mu.Unlock()
	return g.put(path, body, p.headers(parts))
}

// headers gives those of the response. They say that the visitor has refused cookies, as the consent's own script would, so that the
// question does not lie over the page.
func (p *groupPage) headers(parts map[string]string) map[string]string {
	header := map[string]string{}
	maps.Copy(header, p.header)
	if p.keeps {
		return header
	}
	answer := "; Max-Age=0"
	if _, rest, asks := strings.Cut(parts["consent"], `data-portico-consent="`); asks && !p.undecided {
		version, _, _ := strings.Cut(rest, `"`)
		answer = version + "~" + strconv.FormatInt(time.Now().Unix(), 10) + "~0~"
	}
	header["Set-Cookie"] = "portico_consent=" + answer + "; Path=/"
	return header
}

// show opens a page in the tab, with what the tests look at it with.
func (g *group) show(t *testing.T, address string, width, height int64) {
	t.Helper()
	do(g.tab, t, chromedp.EmulateViewport(width, height), chromedp.Navigate(address))
}

// script reads a script of testdata or of the tools.
func script(t *testing.T, name string) string {
	t.Helper()
	src, err := os.ReadFile(repository(t, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(src)
}
