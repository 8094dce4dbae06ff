package e2e

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// letters sets the size of texts in the browser's settings; 16 is the usual.
func (g *group) letters(t *testing.T, size int64) {
	t.Helper()
	do(g.tab, t, chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, page.SetFontSizes, page.SetFontSizesParams{FontSizes: &page.FontSizes{Standard: size, Fixed: size}})
		return err
	}))
}

// larger says whether all texts of the parts have twice the size that their tokens say, in a host that has a size of its own.
const larger = `[[".portico-bar", "md"], [".portico-band", "sm"], [".portico-footer__end", "sm"], [".portico-crumbs", "sm"]].every(([what, size]) => {
	const style = getComputedStyle(document.querySelector(what));
	return Math.abs(parseFloat(style.fontSize) - 2 * parseFloat(style.getPropertyValue("--portico-font-size-" + size))) < 0.1;
})`

// spill names what stands out of the window, and texts that are cut off. Texts that end in an ellipsis, and those for screen
// readers alone, are meant to be.
const spill = `(() => {
	const out = [], wide = document.documentElement.clientWidth;
	if (document.documentElement.scrollWidth > wide) out.push("the page is " + document.documentElement.scrollWidth + " wide");
	for (const e of document.querySelectorAll(".portico-part, .portico-part *:not(svg, svg *)")) {
		const box = e.getBoundingClientRect(), s = getComputedStyle(e);
		const away = e.closest(".portico-hidden, .portico-skip") || s.clipPath !== "none" || [...ancestors(e)].some((a) => getComputedStyle(a).clipPath !== "none");
		if (!box.width || away) continue;
		const name = e.localName + "." + e.className + " " + e.textContent.trim().slice(0, 30);
		if (box.left < -1 || box.right > wide + 1) out.push(name + " reaches from " + Math.round(box.left) + " to " + Math.round(box.right));
		const cut = s.overflowX !== "visible" && e.scrollWidth > e.clientWidth + 1 || s.overflowY === "hidden" && e.scrollHeight > e.clientHeight + 1;
		if (cut && s.textOverflow !== "ellipsis" && s.webkitLineClamp === "none") out.push(name + " is cut off");
	}
	function* ancestors(e) { while ((e = e.parentElement) && e !== document.body) yield e; }
	return out.slice(0, 6);
})()`

// fitting: from the smallest telephone to the widest screen nothing stands out or is cut off, with texts twice as large in the browser's
// settings too, whatever is open. (To zoom to 200 % is to have half of the width: 640 of 1280.)
func (g *group) fitting(t *testing.T) {
	defer g.letters(t, 16)
	for _, site := range g.oneOfEachBrand() {
		for _, locale := range []string{"fr", "de", "ar"} {
			if !strings.Contains(fmt.Sprint(site.Locales), "{"+locale+" ") {
				continue
			}
			address := g.page(t, &groupPage{site: site.Key, locale: locale, head: "<style>html { font-size: 62.5% }</style>"})
			for _, size := range []int64{16, 32} {
				g.letters(t, size)
				g.show(t, address, 320, 700)
				if is := evaluate[bool](g.tab, t, larger); is != (size == 32) {
					t.Fatalf("at %d, the texts are larger: %t", size, is)
				}
				for _, width := range []int64{320, 360, 390, 480, 600, 640, 768, 1023, 1024, 1100, 1280, 1440, 1920, 2560} {
					do(g.tab, t, chromedp.EmulateViewport(width, 700))
					for _, button := range []string{"", ".portico-languages__button", ".portico-utility__toggle", ".portico-burger", "button.portico-nav__top"} {
						g.unspilled(t, fmt.Sprintf("%s %s at %d, large %t", site.Key, locale, width, size > 16), button)
					}
				}
			}
		}
	}
}

// unspilled looks at the page with one thing open.
func (g *group) unspilled(t *testing.T, name, button string) {
	t.Helper()
	opened := evaluate[bool](g.tab, t, fmt.Sprintf(`(() => {
		document.querySelectorAll(".portico-part :popover-open").forEach((p) => p.hidePopover());
		const b = %q && [...document.querySelectorAll(%[1]q)].find((e) => e.getClientRects().length);
		b && b.click();
		document.getAnimations().forEach((a) => a.finish());
		return !!b || !%[1]q;
	})()`, button))
	if !opened {
		return
	}
	if found := evaluate[[]string](g.tab, t, spill); len(found) > 0 {
		t.Errorf("%s, %s open:\n  %s", name, button, strings.Join(found, "\n  "))
	}
}

// noShift is a fiftieth of what counts as good. It is not 0: what a browser paints while it has read half of the page depends on how busy
// the machine is. Most of that is left out below, for there the columns of a footer that can be seen still become more; a button of the
// header's row that is read after its neighbour was painted may remain.
const noShift = 0.002

// A shift is what moved while a page was loaded, and how much that is of what can be seen.
type shift struct {
	Score float64
	Late  float64 // of it, after everything was loaded
	What  []string
}

// steady: the page does not move while it loads and settles.
func (g *group) steady(t *testing.T) {
	for _, site := range g.oneOfEachBrand() {
		for _, width := range []int64{390, 1100, 1440} {
			for _, l := range site.Locales {
				g.show(t, g.page(t, &groupPage{site: site.Key, locale: l.Tag}), width, 800)
				moved := evaluate[shift](g.tab, t, `new Promise((done) => {
					const moved = { Score: 0, Late: 0, What: [] }, box = (r) => [r.x, r.y, r.width, r.height].map(Math.round).join(",");
					new PerformanceObserver((list) => list.getEntries().forEach((e) => {
						if (document.readyState === "complete" && e.startTime > performance.getEntriesByType("navigation")[0].loadEventStart) moved.Late += e.value;
						if (e.startTime < performance.getEntriesByType("navigation")[0].domInteractive) return; // half of the page was read
						moved.Score += e.value;
						e.sources.forEach((s) => moved.What.push((s.node?.className ?? s.node?.nodeName) + " " + box(s.previousRect) + " → " + box(s.currentRect)));
					})).observe({ type: "layout-shift", buffered: true });
					setTimeout(() => done(moved), 60);
				})`)
				if moved.Score >= noShift || moved.Late > 0 {
					t.Errorf("%s %s at %d: the layout shifts by %v: %q", site.Key, l.Tag, width, moved.Score, moved.What)
				}
			}
			// What a host reserves for the header, and what it takes.
			if off := evaluate[float64](g.tab, t, `document.querySelector(".portico-header").offsetHeight -
				parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--portico-header-height"))`); off != 0 {
				t.Errorf("%s at %d: the header is %v pixels higher than what is reserved", site.Key, width, off)
			}
		}
	}
}

// emulate has the page seen through a medium or a setting of the visitor; an empty one is the usual.
func (g *group) emulate(t *testing.T, medium string, features ...string) {
	t.Helper()
	p := emulation.SetEmulatedMediaParams{Media: medium, Features: []*emulation.MediaFeature{
		{Name: "forced-colors", Value: "none"}, {Name: "prefers-reduced-motion", Value: "no-preference"},
	}}
	for i := 0; i+1 < len(features); i += 2 {
		p.Features = append(p.Features, &emulation.MediaFeature{Name: features[i], Value: features[i+1]})
	}
	do(g.tab, t, chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia, p)
		return err
	}))
}

// media: forced colours keep what has to be seen, paper has neither menus nor backgrounds, and nothing moves for whom motion is ill.
func (g *group) media(t *testing.T) {
	defer g.emulate(t, "")
	for _, locale := range []string{"fr", "ar"} {
		address := g.page(t, &groupPage{site: "customer", locale: locale})
		for name, tt := range map[string]struct {
			medium   string
			features []string
			look     string
		}{
			"forced colours": {"", []string{"forced-colors", "active"}, `[...document.querySelectorAll(".portico-part :is(.portico-account, .portico-tool, .portico-search__input, .portico-search__button)")]
				.filter((e) => e.getClientRects().length && getComputedStyle(e).borderTopStyle === "none").map((e) => e.className + " has no border")`},
			"print": {"print", nil, `[...document.querySelectorAll(".portico-part :is(nav, button, input, form, .portico-account)")]
				.filter((e) => e.getClientRects().length && !e.closest(".portico-legal, .portico-crumbs")).map((e) => e.className + " is printed")
				.concat([...document.querySelectorAll(".portico-part")].filter((e) => !/^rgba\(0, 0, 0, 0\)$/.test(getComputedStyle(e).backgroundColor)).map((e) => e.className + " has a background"))
				.concat(document.querySelector(".portico-header").offsetHeight > 100 ? ["the header takes too much paper"] : [])`},
			"reduced motion": {"", []string{"prefers-reduced-motion", "reduce"}, `[...document.querySelectorAll(".portico-part, .portico-part *")]
				.filter((e) => /[1-9]/.test(getComputedStyle(e).transitionDuration) || /[1-9]/.test(getComputedStyle(e).animationDuration)).map((e) => e.className + " moves")`},
		} {
			g.emulate(t, tt.medium, tt.features...)
			g.show(t, address, 1280, 800)
			if found := evaluate[[]string](g.tab, t, tt.look); len(found) > 0 {
				t.Errorf("%s, %s: %q", name, locale, found)
			}
			capture(g.tab, t, "media-"+strings.ReplaceAll(name, " ", "-")+"-"+locale)
		}
	}
}
