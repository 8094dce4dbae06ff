package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// styleguide: axe finds nothing in the style guide in any brand, theme, contrast and language, nothing stands out of a narrow window,
// the page keeps its own strict policy, and its HTML is valid.
func (g *group) styleguide(t *testing.T) {
	probe, axe := script(t, "internal/e2e/testdata/probe.js"), script(t, "tools/browser/node_modules/axe-core/axe.min.js")
	dir, pages := t.TempDir(), 0
	for _, brand := range []string{"orvane", "klio"} {
		for _, locale := range []string{"fr", "en", "de", "ar"} {
			for _, contrast := range []string{"", "more"} {
				name := fmt.Sprintf("styleguide-%s-%s%s", brand, locale, contrast)
				address := fmt.Sprintf("%s/styleguide?brand=%s&locale=%s&contrast=%s", g.portico.delivery, brand, locale, contrast)
				g.errors.reset()
				g.show(t, address, 1280, 900)
				do(g.tab, t, chromedp.Evaluate[chromedp.Void](probe), chromedp.Evaluate[chromedp.Void](axe))
				for i, theme := range g.themes(t) {
					rules := colours
					if i == 0 && contrast == "" && brand == "orvane" { // the other brand has the same elements
						rules = []string{}
					}
					g.axe(t, name+" "+theme, theme, "", rules)
					if locale == "fr" || locale == "ar" {
						capture(g.tab, t, name+"-"+theme)
					}
				}
				for _, width := range []int64{320, 768} {
					do(g.tab, t, chromedp.EmulateViewport(width, 900))
					if wide := evaluate[int](g.tab, t, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); wide > 0 {
						t.Errorf("%s at %d is %d pixels wider than the window", name, width, wide)
					}
				}
				if found := g.errors.all(); len(found) > 0 {
					t.Errorf("%s: %q", name, found)
				}
				if err := os.WriteFile(filepath.Join(dir, name+".html"), []byte(fetch(t, address)), 0o600); err != nil {
					t.Fatal(err)
				}
				pages++
			}
		}
	}
	g.htmlValidate(t, dir, pages)
	g.tabsElement(t)
	g.otherElements(t)
}

// otherElements: an alert closes and leaves the focus on the page, all disclosures open at once and by an address, pagination writes its
// links and may be led by the page; without script their content is there.
func (g *group) otherElements(t *testing.T) {
	address := g.portico.delivery + "/styleguide?locale=en"
	g.show(t, "about:blank", 1280, 900)
	g.show(t, address+"#example-bill", 1280, 900)
	g.run(t, `(globalThis.one = (s) => document.querySelector(s), globalThis.links = () => [...document.querySelectorAll(".portico-pagination__item")].filter((e) => e.getClientRects().length).map((e) => e.textContent).join(" "))`)
	g.until(t, "an address opens a disclosure", `one("#example-bill").open && !one("#example-meter-where").open`)
	g.run(t, `one("portico-disclosure > button").click()`)
	g.until(t, "all open", `document.querySelectorAll("portico-disclosure details[open]").length === 3 && one("portico-disclosure > button").textContent === "Close all"`)
	g.run(t, `one("portico-disclosure > button").click()`)
	g.until(t, "all closed", `!one("portico-disclosure details[open]") && one("portico-disclosure > button").textContent === "Open all"`)
	g.holds(t, "pages", `links() === "Previous 1 … 6 7 8 … 24 Next" && one(".portico-pagination__link[rel=next]").href.endsWith("#pagination-8")`)
	g.run(t, `(one("portico-pagination").addEventListener("portico:page", (e) => { e.preventDefault(); e.currentTarget.dataset.page = e.detail.page; }),
		one("portico-pagination a[data-page='24']").focus(), one("portico-pagination a[data-page='24']").click())`)
	g.holds(t, "the last page", `links() === "Previous 1 … 23 24" && document.activeElement.dataset.page === "24" && !location.hash.includes("24")`)
	g.run(t, `(one("portico-pagination").dataset.page = 3)`)
	g.holds(t, "a gap of one page is that page", `links() === "Previous 1 2 3 4 … 24 Next"`)
	g.run(t, `(one("portico-pagination").dataset.href = "javascript:alert({page})", one("portico-pagination").dataset.page = 4)`)
	g.holds(t, "I7 no script in an address", `![...document.querySelectorAll("portico-pagination a")].some((a) => a.protocol === "javascript:")`)
	g.run(t, `(one("portico-alert").addEventListener("portico:close", (e) => e.preventDefault(), { once: true }), one(".portico-alert__close").click())`)
	g.holds(t, "the page may keep an alert", `one("portico-alert").getClientRects().length > 0`)
	g.run(t, `one(".portico-alert__close").click()`)
	g.holds(t, "an alert closes", `one("portico-alert").getClientRects().length === 0 && document.activeElement.classList.contains("portico-alert--warning")`)
	page := fetch(t, address)
	g.show(t, g.put("/elements-without-script.html", page, map[string]string{"Content-Security-Policy": "script-src 'none'"}), 1280, 900)
	g.holds(t, "without script", `document.querySelector("portico-alert").getClientRects().length && !document.querySelector(".portico-alert__close") &&
		document.querySelectorAll("portico-disclosure > details").length === 3 && document.querySelectorAll(".portico-pagination__link[href]").length === 3`)
}

// tabsElement: <portico-tabs> shows one section at a time, by keyboard, by an address, in both directions; without script all are there.
func (g *group) tabsElement(t *testing.T) {
	const shown = `[...document.querySelectorAll(".portico-tabs__panel")].filter((e) => e.getClientRects().length).map((e) => e.id).join(" ")`
	check := func(what, want string) {
		t.Helper()
		if got := evaluate[string](g.tab, t, shown); got != want {
			t.Errorf("%s: %q is shown, want %q", what, got, want)
		}
	}
	for locale, on := range map[string]string{"fr": kb.ArrowRight, "ar": kb.ArrowLeft} {
		address := g.portico.delivery + "/styleguide?locale=" + locale
		g.show(t, address, 1280, 900)
		check(locale+" at first", "example-power")
		evaluate[bool](g.tab, t, `(document.querySelector("[role=tab]").focus(), true)`)
		if f := g.press(t, on); !f.Visible || !strings.Contains(f.Name, "portico-tabs__tab") {
			t.Errorf("%s: the focus on %s cannot be seen: %s", locale, f.Name, f.Why)
		}
		check(locale+" after an arrow", "example-gas")
		g.press(t, kb.End)
		check(locale+" after End", "example-water")
		g.press(t, on)
		check(locale+" round again", "example-power")
		if f := g.press(t, kb.Tab); f.Name != "div.portico-tabs__panel#example-power" {
			t.Errorf("%s: Tab leads to %s", locale, f.Name)
		}
		g.show(t, "about:blank", 1280, 900)
		g.show(t, address+"#example-gas", 1280, 900)
		check(locale+" by its address", "example-gas")
	}
	page := fetch(t, g.portico.delivery+"/styleguide?locale=fr")
	g.show(t, g.put("/without-script.html", page, map[string]string{"Content-Security-Policy": "script-src 'none'"}), 1280, 900)
	check("without script", "example-power example-gas example-water")
}

// componentsInHosts: components stay what they are inside the style sheets that hosts have, but for what a host says with !important:
// they are the site's own elements.
func (g *group) componentsInHosts(t *testing.T) {
	var sheets []string
	for _, s := range hostSheets {
		if strings.HasPrefix(s, "/tools/") {
			sheets = append(sheets, s)
		}
	}
	var facts struct {
		Components []struct{ URL, Integrity, As string }
	}
	g.get(t, "/v1/sites/customer", &facts)
	if len(facts.Components) != 2 || facts.Components[0].As != "style" {
		t.Fatalf("the facts of a site name the components %v", facts.Components)
	}
	g.show(t, g.portico.delivery+"/styleguide?locale=en", 1280, 900)
	main := evaluate[string](g.tab, t, `[...document.querySelectorAll(".live")].map((e) => e.innerHTML).join("")`)
	page := fmt.Sprintf(`<!DOCTYPE html><html lang="en"><head><title>Host</title><link rel="stylesheet" href=%q integrity=%q crossorigin="anonymous"></head><body><main>%s</main></body></html>`,
		facts.Components[0].URL, facts.Components[0].Integrity, main)
	g.show(t, g.put("/components.html", page, nil), 1280, 900)
	do(g.tab, t, chromedp.Evaluate[chromedp.Void](script(t, "internal/e2e/testdata/probe.js")))
	complain(t, "components", evaluate[map[string][]string](g.tab, t, "probe.components("+quoted(t, sheets)+")"))
}
