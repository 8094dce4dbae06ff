package e2e

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// settings: what the visitor's system says of contrast is as good as what a page says, and a page may say no; less room is less in
// all parts, and a page may give it back.
func (g *group) settings(t *testing.T) {
	defer g.emulate(t, "")
	const colours = `["--portico-color-text-muted", "--portico-color-link", "--portico-underline"].map((n) => getComputedStyle(document.querySelector(".portico-crumbs")).getPropertyValue(n)).join()`
	seen := func(html, contrast string) string {
		t.Helper()
		g.emulate(t, "", "prefers-contrast", contrast)
		g.show(t, g.page(t, &groupPage{site: "customer", locale: "fr", html: html}), 1280, 800)
		return evaluate[string](g.tab, t, colours)
	}
	usual, said := seen("", "no-preference"), seen(` data-portico-contrast="more"`, "no-preference")
	if usual == said {
		t.Errorf("more contrast is the same: %s", usual)
	}
	if got := seen("", "more"); got != said {
		t.Errorf("the system's setting gives %s, the page's %s", got, said)
	}
	if got := seen(` data-portico-contrast="no-preference"`, "more"); got != usual {
		t.Errorf("a page that says no gets %s, not %s", got, usual)
	}
	g.emulate(t, "")
	for width, heights := range map[int64][2]int{1280: {169, 133}, 390: {105, 85}} {
		for name, tt := range map[string]struct {
			html, part string
			want       int
		}{
			"usual": {"", "", heights[0]}, "by the page": {` data-portico-density="compact"`, "", heights[1]}, "by the site": {"", ` data-portico-density="compact"`, heights[1]},
			"by the site, not by the page": {` data-portico-density="comfortable"`, ` data-portico-density="compact"`, heights[0]},
		} {
			p := &groupPage{site: "customer", locale: "fr", html: tt.html, change: strings.NewReplacer(` data-portico-part="header"`, tt.part+` data-portico-part="header"`)}
			g.show(t, g.page(t, p), width, 800)
			got := evaluate[[2]int](g.tab, t, `[document.querySelector(".portico-header").offsetHeight, parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--portico-header-height"))]`)
			if got != [2]int{tt.want, tt.want} {
				t.Errorf("%s at %d: the header takes %d, %d are reserved; want %d", name, width, got[0], got[1], tt.want)
			}
		}
	}
}

// accessibleSettings: with more contrast every text has 7:1, in each brand and theme, whatever is open; with less room what is pressed
// is still large enough.
func (g *group) accessibleSettings(t *testing.T) {
	for _, site := range g.oneOfEachBrand() {
		for _, width := range []int64{1280, 390} {
			name := fmt.Sprintf("%s at %d", site.Key, width)
			g.ready(t, &groupPage{site: site.Key, locale: "fr", html: ` data-portico-contrast="more"`, undecided: width > 390}, width, 800)
			for _, theme := range g.themes(t) {
				g.axe(t, name+", more contrast, "+theme, theme, "", append([]string{"color-contrast-enhanced"}, colours...))
			}
			evaluate[bool](g.tab, t, `([...document.querySelectorAll("button.portico-nav__top, .portico-burger")].find((e) => e.getClientRects().length).click(), true)`)
			for _, theme := range g.themes(t) {
				g.axe(t, name+", more contrast, open, "+theme, theme, ":popover-open", append([]string{"color-contrast-enhanced"}, colours...))
			}
			g.ready(t, &groupPage{site: site.Key, locale: "fr", html: ` data-portico-density="compact"`}, width, 800)
			g.axe(t, name+", less room", "light", "", []string{"target-size"})
		}
	}
	g.ready(t, &groupPage{site: "customer", locale: "fr"}, 1280, 800)
	g.run(t, `(portico.account({ name: "Zoé", links: [{ label: "Mes factures", url: "/bills" }], signOut: "/out" }), document.querySelector("button.portico-account").click())`)
	for _, theme := range g.themes(t) {
		g.axe(t, "account, "+theme, theme, "", []string{})
	}
}

// validDocuments: so are the pages that say that something went wrong, as a part in a site's page and as whole documents of the export;
// and a page into which an assembler was given the skeleton.
func (g *group) validDocuments(t *testing.T) {
	dir, pages := t.TempDir(), 0
	keep := func(name, body string) {
		if err := os.WriteFile(filepath.Join(dir, name+".html"), []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
		pages++
	}
	for _, site := range g.oneOfEachBrand() {
		for _, l := range site.Locales {
			for _, part := range []string{"error-404", "error-500"} {
				keep(site.Key+"-"+l.Tag+"-"+part, fetch(t, g.page(t, &groupPage{site: site.Key, locale: l.Tag, instead: part})))
			}
		}
		archive := fetch(t, g.portico.delivery+"/v1/sites/"+site.Key+"/export.zip")
		files, err := zip.NewReader(bytes.NewReader([]byte(archive)), int64(len(archive)))
		if err != nil {
			t.Fatal(err)
		}
		found := 0
		for _, f := range files.File {
			if !strings.HasPrefix(f.Name, "errors/") {
				continue
			}
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(r)
			if err != nil {
				t.Fatal(err)
			}
			found++
			keep(site.Key+"-"+strings.NewReplacer("/", "-", ".html", "").Replace(f.Name), string(body))
			if f.Name == "errors/fr/404.html" {
				g.again(t, g.put("/export/"+site.Key+".html", string(body), nil))
				g.holds(t, f.Name, `$("h1, [role=heading][aria-level='1']") && $(".portico-header").offsetHeight === 169 && $(".portico-footer").offsetHeight > 100 && window.porticoReady`)
				capture(g.tab, t, "export-404-"+site.Key)
			}
		}
		if want := 2 * len(site.Locales); found != want {
			t.Errorf("the export of %s has %d whole error pages, want %d", site.Key, found, want)
		}
	}
	skeleton := fetch(t, g.portico.delivery+"/i/customer/nothing/fr")
	keep("skeleton", `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Assembled</title>`+skeleton+`</head><body>`+skeleton+`<main><h1>Text</h1></main>`+skeleton+`</body></html>`)
	g.htmlValidate(t, dir, pages)
}
