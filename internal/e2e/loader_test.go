package e2e

import (
	"fmt"
	"html"
	"strings"
	"testing"
)

// loaderPage serves a page of a site that cannot write the parts itself: the loader puts them in. It waits as long as a busy machine takes.
func (g *group) loaderPage(t *testing.T, site, locale, layout string) string {
	t.Helper()
	parts, dir := g.parts(t, &groupPage{site: site, locale: locale})
	path := fmt.Sprintf("/%s/%s/loader-%s.html", site, locale, layout)
	main := "<h1>Own text</h1><p>" + strings.Repeat("The host's own words. ", 40) + "</p>"
	if layout != "" {
		layout = fmt.Sprintf(" layout=%q", layout)
	}
	body := fmt.Sprintf(`<!DOCTYPE html>
<html lang=%q dir=%q><head><meta charset="utf-8"><title>%s</title><meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><script src="%s/e/%s.js" crossorigin="anonymous" data-wait="60000"></script></head>
<body><portico-header%s><a href="/">%[3]s</a></portico-header><portico-notices></portico-notices><portico-breadcrumbs></portico-breadcrumbs>
<main id="main">%s</main><portico-feedback></portico-feedback><portico-footer></portico-footer><portico-consent></portico-consent></body></html>`,
		locale, dir, html.EscapeString(site+" "+locale), g.portico.delivery, site, layout, main)
	return g.put(path, body, (&groupPage{}).headers(parts))
}

// whenLoaded gives what moved by the time that the loader has put the parts in, their script has run and two frames were painted.
const whenLoaded = `new Promise((done) => {
	const moved = { Score: 0, What: [] }, box = (r) => [r.x, r.y, r.width, r.height].map(Math.round).join(",");
	new PerformanceObserver((list) => list.getEntries().forEach((e) => {
		moved.Score += e.value;
		e.sources.forEach((s) => moved.What.push((s.node?.className || s.node?.nodeName) + " " + box(s.previousRect) + " → " + box(s.currentRect)));
	})).observe({ type: "layout-shift", buffered: true });
	const ready = () => document.querySelector("portico-footer .portico-footer") && window.portico?.consent;
	const look = () => ready() ? setTimeout(() => done(moved), 100) : setTimeout(look, 20);
	look();
})`

// steadyWithLoader: nothing that was painted moves when the loader puts the parts in.
func (g *group) steadyWithLoader(t *testing.T) {
	for _, site := range g.oneOfEachBrand() {
		for _, locale := range []string{"fr", "ar"} {
			if !strings.Contains(fmt.Sprint(site.Locales), "{"+locale+" ") {
				continue
			}
			for _, layout := range []string{"", "simple"} {
				address := g.loaderPage(t, site.Key, locale, layout)
				for _, width := range []int64{390, 1440} {
					g.show(t, address, width, 800)
					if moved := evaluate[shift](g.tab, t, whenLoaded); moved.Score > 0 {
						t.Errorf("%s %s %s at %d: the layout shifts by %v: %q", site.Key, locale, layout, width, moved.Score, moved.What)
					}
				}
			}
		}
	}
}
