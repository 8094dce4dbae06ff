package e2e

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// judge runs axe in the page. The theme changes colours alone, so that the second theme is asked about these alone.
const judge = `(async (theme, what, rules) => {
	document.documentElement.dataset.porticoTheme = theme;
	probe.settle();
	const options = { resultTypes: ["violations"], elementRef: false };
	if (rules.length) options.runOnly = { type: "rule", values: rules };
	const found = await axe.run(what ? document.querySelector(what) : document, options);
	return found.violations.flatMap((v) => v.nodes.slice(0, 3).map((n) => v.id + ": " + n.html.slice(0, 160) + " " + n.failureSummary.replace(/\s+/g, " ")));
})(%q, %q, %s)`

var colours = []string{"color-contrast", "link-in-text-block"}

// accessible: axe finds nothing in any site, locale, theme and layout of the sample.
func (g *group) accessible(t *testing.T) {
	layouts, themes := g.layouts(t), g.themes(t)
	for _, site := range g.sites {
		for _, l := range site.Locales {
			for _, layout := range layouts {
				g.ready(t, &groupPage{site: site.Key, locale: l.Tag, layout: layout, bare: true}, 1280, 800)
				for i, theme := range themes {
					rules := colours
					if i == 0 {
						rules = []string{}
					}
					g.axe(t, fmt.Sprintf("%s %s %s %s", site.Key, l.Tag, layout, theme), theme, "", rules)
				}
			}
		}
	}
}

// accessibleErrors: nor in the pages that say that something went wrong, nor where visitors are asked about cookies.
func (g *group) accessibleErrors(t *testing.T) {
	for _, site := range g.oneOfEachBrand() {
		for _, l := range site.Locales {
			for _, page := range []groupPage{{instead: "error-404"}, {instead: "error-500"}, {undecided: true}} {
				page.site, page.locale = site.Key, l.Tag
				g.ready(t, &page, 1280, 800)
				for _, theme := range g.themes(t) {
					g.axe(t, fmt.Sprintf("%s %s %s %s, undecided %t", site.Key, l.Tag, page.instead, theme, page.undecided), theme, "", []string{})
				}
			}
		}
	}
}

// accessibleOpen: nor in anything that opens, in a wide and in a narrow window.
func (g *group) accessibleOpen(t *testing.T) {
	themes := g.themes(t)
	for _, site := range g.oneOfEachBrand() {
		for _, locale := range []string{"fr", site.Locales[len(site.Locales)-1].Tag} {
			for _, width := range []int64{1280, 390} {
				g.ready(t, &groupPage{site: site.Key, locale: locale}, width, 800)
				ids := evaluate[[]string](g.tab, t, `[...document.querySelectorAll(".portico-part [popover]")].filter(e => !e.getClientRects().length).map(e => e.id)`)
				if len(ids) < 3 {
					t.Errorf("%s %s at %d: only %q open", site.Key, locale, width, ids)
				}
				for i, id := range ids {
					evaluate[bool](g.tab, t, fmt.Sprintf(`(() => {
						const e = document.getElementById(%q);
						e.parentElement.closest("[popover]:not(:popover-open)")?.showPopover();
						if (!e.matches(":popover-open")) e.showPopover();
						probe.settle();
						return true;
					})()`, id))
					g.axe(t, fmt.Sprintf("%s %s at %d, %s open, %s", site.Key, locale, width, id, themes[i%len(themes)]), themes[i%len(themes)], "#"+id, []string{})
				}
			}
		}
	}
}

// ready shows a page with axe and the probe in it.
func (g *group) ready(t *testing.T, p *groupPage, width, height int64) {
	t.Helper()
	g.show(t, g.page(t, p), width, height)
	do(g.tab, t, chromedp.Evaluate[chromedp.Void](script(t, "internal/e2e/testdata/probe.js")),
		chromedp.Evaluate[chromedp.Void](script(t, "tools/browser/node_modules/axe-core/axe.min.js")))
}

func (g *group) axe(t *testing.T, what, theme, selector string, rules []string) {
	t.Helper()
	found := evaluate[[]string](g.tab, t, fmt.Sprintf(judge, theme, selector, quoted(t, rules)))
	if len(found) > 0 {
		t.Errorf("%s:\n  %s", what, strings.Join(found, "\n  "))
	}
}

// themes gives those of the design system, the default one first.
func (g *group) themes(t *testing.T) []string {
	t.Helper()
	var tokens map[string]any
	g.get(t, "/v1/sites/"+g.sites[0].Key+"/tokens.json", &tokens)
	themes := slices.Sorted(maps.Keys(tokens))
	if at := slices.Index(themes, "light"); at > 0 {
		themes = append([]string{"light"}, slices.Delete(themes, at, at+1)...)
	}
	if len(themes) < 2 {
		t.Fatalf("themes %q", themes)
	}
	return themes
}

// layouts gives those that are served; what is not is named in a warning.
func (g *group) layouts(t *testing.T) (served []string) {
	t.Helper()
	for _, layout := range []string{"full", "simple", "none"} {
		var answer any
		header := g.get(t, "/v1/sites/customer/fragments?locale=fr&layout="+layout, &answer)
		if !strings.Contains(header.Get("Portico-Warning"), "layout") {
			served = append(served, layout)
		}
	}
	return served
}

// oneOfEachBrand gives the site of each brand that has the most locales.
func (g *group) oneOfEachBrand() (out []groupSite) {
	best := map[string]groupSite{}
	for _, s := range g.sites {
		known := best[s.Brand]
		if s.Key == "customer" || known.Key != "customer" && len(s.Locales) > len(known.Locales) {
			best[s.Brand] = s
		}
	}
	for _, brand := range slices.Sorted(maps.Keys(best)) {
		out = append(out, best[brand])
	}
	return out
}
