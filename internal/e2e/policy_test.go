package e2e

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// policy is G1 of the attacks that Portico must withstand: a host's strict policy stays as it is: the parts need a nonce or Portico's origin, nothing inline, no
// eval, and no script that writes HTML.
func (g *group) policy(t *testing.T) {
	reports := &reports{}
	collector := httptest.NewServer(reports)
	defer collector.Close()
	nonce := "c2hhcmVkLXBhcnRz"
	var bundle struct{ CSP map[string][]string }
	g.get(t, "/v1/sites/customer/bundle?locale=fr", &bundle)
	var named string // with what the bundle says, as an SDK merges it
	for _, name := range slices.Sorted(maps.Keys(bundle.CSP)) {
		named += "; " + name + " " + strings.Join(bundle.CSP[name], " ")
		if name == "img-src" {
			named += " data:" // the page's own icon
		}
	}
	connect := "connect-src 'self' " + g.portico.delivery // feedback goes to the site itself
	for name, policy := range map[string]string{
		"nonce":  fmt.Sprintf("default-src 'none'; img-src data:; style-src 'nonce-%[1]s'; script-src 'nonce-%[1]s'; %s", nonce, connect),
		"origin": "default-src 'none'" + named,
	} {
		policy += "; base-uri 'none'; require-trusted-types-for 'script'"
		header := map[string]string{
			"Content-Security-Policy":             policy,
			"Content-Security-Policy-Report-Only": policy + "; report-uri " + collector.URL,
		}
		for _, locale := range []string{"fr", "ar"} {
			p := &groupPage{site: "customer", locale: locale, nonce: nonce, header: header}
			undecided := *p
			undecided.undecided = true
			g.errors.reset()
			g.again(t, g.page(t, &undecided))
			g.until(t, name+", asked", asks)
			g.run(t, `($("[data-portico-consent-do=choose]").click(), $("input[name=statistics]").click(), $(".portico-consent [type=submit]").click())`)
			g.until(t, name+", answered", "!"+asks+` && portico.consent.allows("statistics")`)
			if found := g.errors.all(); len(found) > 0 {
				t.Errorf("%s, %s, consent: %q", name, locale, found)
			}
			for _, width := range []int64{1280, 390} {
				g.errors.reset()
				g.show(t, g.page(t, p), width, 800)
				g.useEverything(t)
				if found := g.errors.all(); len(found) > 0 {
					t.Errorf("%s, %s at %d: %q", name, locale, width, found)
				}
			}
		}
		if found := reports.all(); len(found) > 0 {
			t.Errorf("%s: the policy was reported to be broken: %s", name, found)
		}
		// The proof that a report would come.
		g.show(t, g.page(t, &groupPage{site: "customer", locale: "fr", nonce: nonce, header: header, main: `<p style="color:red">Inline</p>`}), 1280, 800)
		for end := time.Now().Add(10 * time.Second); len(reports.all()) == 0; time.Sleep(50 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatalf("%s: an inline style is not reported, so that the test proves nothing", name)
			}
		}
		reports.clear()
	}
}

// useEverything opens and closes all there is, so that every script has run.
func (g *group) useEverything(t *testing.T) {
	t.Helper()
	n := evaluate[int](g.tab, t, `[...document.querySelectorAll(".portico-part button")].map(b => b.getClientRects().length && b.click()).length`)
	if n < 5 {
		t.Fatalf("only %d buttons", n)
	}
	for _, key := range []string{kb.Tab, kb.ArrowDown, kb.ArrowRight, kb.End, kb.Escape, kb.Escape, kb.Escape} {
		do(g.tab, t, chromedp.KeyEvent(key))
	}
}

// reports gathers what browsers post to a policy's report-uri.
type reports struct {
	mu   sync.Mutex
	list []string
}

func (r *reports) ServeHTTP(_ http.ResponseWriter, req *http.Request) {
	body, _ := io.ReadAll(io.LimitReader(req.Body, 1<<16))
	r.mu.Lock()
	defer r.mu.Unlock()
	r.list = append(r.list, string(body))
}

func (r *reports) all() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.list)
}

func (r *reports) clear() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.list = nil
}

// withoutScript: menus, drawer and languages open and close, and the skip link works, where the page may run no script at all.
func (g *group) withoutScript(t *testing.T) {
	header := map[string]string{"Content-Security-Policy": "script-src 'none'"}
	for _, locale := range []string{"fr", "ar"} {
		for width, openers := range map[int64][]string{
			1280: {"button.portico-nav__top", ".portico-languages__button"},
			390:  {".portico-burger", ".portico-languages__button", ".portico-utility__toggle"},
		} {
			g.show(t, g.page(t, &groupPage{site: "customer", locale: locale, bare: true, header: header}), width, 800)
			for _, opener := range openers {
				g.withMouse(t, fmt.Sprintf("%s at %d", locale, width), opener)
			}
			evaluate[bool](g.tab, t, `(document.querySelector(".portico-skip").focus(), true)`)
			if f := g.press(t, kb.Enter, kb.Tab); f.Index < evaluate[int](g.tab, t, `[...document.querySelectorAll("*")].indexOf(document.querySelector("#portico-content"))`) {
				t.Errorf("%s at %d: behind the skip link comes %s, which is in the header", locale, width, f.Name)
			}
		}
	}
}

func (g *group) withMouse(t *testing.T, name, opener string) {
	t.Helper()
	state := fmt.Sprintf(`(() => {
		const box = document.getElementById(document.querySelector(%q).getAttribute("popovertarget")).getBoundingClientRect();
		return box.width > 100 && box.height > 40 && box.left >= 0 && box.right <= innerWidth;
	})()`, opener)
	do(g.tab, t, chromedp.Click(opener, chromedp.NodeVisible))
	if !evaluate[bool](g.tab, t, state) {
		t.Errorf("%s: %s does not open without script", name, opener)
	}
	do(g.tab, t, chromedp.KeyEvent(kb.Escape))
	if evaluate[bool](g.tab, t, state) {
		t.Errorf("%s: Escape does not close what %s opened without script", name, opener)
	}
}
