package e2e

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// hostSheets are style sheets that sites really have, and those of testdata/hosts: the worst that was thought of.
var hostSheets = []string{
	"/tools/bootstrap-3/dist/css/bootstrap.css",
	"/tools/bootstrap-4/dist/css/bootstrap.css",
	"/tools/bootstrap/dist/css/bootstrap.css",
	"/tools/jquery-ui/dist/themes/base/jquery-ui.css",
	"/tools/normalize.css/normalize.css",
	"/tools/reset-css/reset.css",
	"/tools/foundation-sites/dist/css/foundation.css",
	"/tools/bulma/css/bulma.css",
	"/tools/tailwindcss/preflight.css",
	"/tools/@gouvfr/dsfr/dist/dsfr.css",
	"/testdata/hosts/universal.css",
	"/testdata/hosts/important.css",
	"/testdata/hosts/legacy.css",
	"/testdata/hosts/layout.css",
	"/testdata/hosts/layers.css",
}

// pinned keeps what is the host's affair: how wide the page is that the parts stand in.
const pinned = `<style>html, body { margin: 0 !important; padding: 0 !important; border: 0 !important; width: auto !important; max-width: none !important;
  float: none !important; }
body > #page#page { all: revert !important; width: 100% !important; }</style>`

// hostMain is a bit of everything that a host may have on its page.
const hostMain = `<h1>One</h1><h2>Two</h2><p>Text with <a href="#a">a link</a>, <em>stress</em>, <code>code</code> and <b>more</b>.</p>
<ul><li>one</li><li>two<ol><li>three</li></ol></li></ul><dl><dt>Term</dt><dd>What it is</dd></dl><blockquote><p>Said</p></blockquote>
<header><nav aria-label="Own"><ul><li><a href="#b">Own menu</a></li></ul></nav></header>
<form><fieldset><legend>Form</legend><label for="i">Name</label><input id="i" placeholder="Jo"><input type="checkbox" aria-label="c">
<select aria-label="s"><option>1</option></select><textarea aria-label="t"></textarea><button type="button" popovertarget="pop">Go</button></fieldset></form>
<div id="pop" popover>Own popover</div><details open><summary>More</summary><p>Less</p></details>
<table><caption>Numbers</caption><thead><tr><th scope="col">A</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>
<figure><svg width="20" height="20" viewBox="0 0 20 20"><path d="M0 0h20v20z"/></svg><figcaption>Picture</figcaption></figure><hr><footer>Own end</footer>`

// hostCSS: inside any host, the shared parts look and stand as on a page that has no style sheet of its own, to the pixel; and
// what is the host's stays as it was.
func (g *group) hostCSS(t *testing.T) {
	probe, sheets := script(t, "internal/e2e/testdata/probe.js"), quoted(t, hostSheets)
	// Where the host's body is a grid of columns, its main takes what our parts leave: that is no change of ours.
	placing := quoted(t, slices.DeleteFunc(slices.Clone(hostSheets), func(s string) bool { return strings.HasSuffix(s, "layout.css") }))
	for _, look := range []groupPage{
		{site: "customer", locale: "fr"}, {site: "customer", locale: "ar"}, {site: "klio", locale: "fr"}, {site: "customer", locale: "fr", layout: "simple"},
	} {
		widths := []int64{1280}
		if look.site+look.layout == "customer" {
			widths = []int64{390, 1280}
		}
		for _, width := range widths {
			name := fmt.Sprintf("%s %s%s at %d", look.site, look.locale, look.layout, width)
			page := look
			page.head, page.main, page.bare = pinned, hostMain, true
			quirks := page
			quirks.quirks = true
			address, inQuirks := g.page(t, &page), g.page(t, &quirks)
			g.show(t, address, width, 800)
			do(g.tab, t, chromedp.Evaluate[chromedp.Void](probe))
			complain(t, name+": our parts", evaluate[map[string][]string](g.tab, t, "probe.hosts("+sheets+")"))
			g.show(t, address, width, 800)
			do(g.tab, t, chromedp.Evaluate[chromedp.Void](probe))
			complain(t, name+": the host's elements", evaluate[map[string][]string](g.tab, t, "probe.guests("+placing+")"))
			complain(t, name+": our parts in quirks mode", evaluate[map[string][]string](g.tab, t, fmt.Sprintf("probe.frame(%q)", inQuirks)))
		}
	}
}

func complain(t *testing.T, what string, found map[string][]string) {
	t.Helper()
	for _, where := range slices.Sorted(maps.Keys(found)) {
		t.Errorf("%s, %s:\n  %s", what, where, strings.Join(found[where], "\n  "))
	}
}

func quoted(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
