package e2e

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// A focused is what has the keyboard's focus, as a visitor perceives it.
type focused struct {
	Name    string // its tag, class and id
	Text    string
	Visible bool // it is in the window, nothing covers it, and it has an outline
	Index   int  // its place in the document
	Left    int
	Why     string
}

const whatHasFocus = `(() => {
	const e = document.activeElement;
	const s = getComputedStyle(e), box = e.getBoundingClientRect();
	const x = Math.max(0, Math.min(innerWidth - 1, box.x + box.width / 2)), y = Math.max(0, Math.min(innerHeight - 1, box.y + box.height / 2));
	const at = document.elementFromPoint(x, y);
	const inside = box.right > 0 && box.left < innerWidth && box.bottom > 0 && box.top < innerHeight && box.width > 8 && box.height > 8;
	const covered = !(at && (e.contains(at) || at.contains(e)));
	const outlined = s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2;
	return {
		Name: e.localName + "." + e.className + (e.id ? "#" + e.id : ""), Text: e.textContent.trim().replace(/\s+/g, " ").slice(0, 60),
		Visible: inside && !covered && outlined, Index: [...document.querySelectorAll("*")].indexOf(e), Left: Math.round(box.left),
		Why: "inside " + inside + ", covered " + covered + ", outline " + s.outlineStyle + " " + s.outlineWidth,
	};
})()`

// press sends keys to the page and gives what has the focus then.
func (g *group) press(t *testing.T, keys ...string) focused {
	t.Helper()
	for _, key := range keys {
		do(g.tab, t, chromedp.KeyEvent(key))
	}
	// Panels appear within a transition.
	evaluate[bool](g.tab, t, `Promise.allSettled(document.getAnimations().map(a => a.finished)).then(() => true)`)
	return evaluate[focused](g.tab, t, whatHasFocus)
}

// keyboard walks through the page as those do who have no mouse.
func (g *group) keyboard(t *testing.T) {
	for _, locale := range []string{"fr", "ar"} {
		for _, width := range []int64{1280, 390} {
			name := fmt.Sprintf("%s at %d", locale, width)
			address := g.page(t, &groupPage{site: "customer", locale: locale})
			g.show(t, address, width, 800)
			g.tabs(t, name)
			g.show(t, address, width, 800)
			g.skips(t, name)
			g.opens(t, name, ".portico-languages__button", ".portico-languages__list a")
			g.opens(t, name, ".portico-search__toggle", ".portico-search__input")
			g.opens(t, name, ".portico-utility__toggle", ".portico-utility__link")
			if width >= 1024 {
				g.opens(t, name, "button.portico-nav__top", ".portico-panel a")
				g.arrows(t, name, map[string][2]string{"fr": {kb.ArrowRight, kb.ArrowLeft}, "ar": {kb.ArrowLeft, kb.ArrowRight}}[locale])
			} else {
				g.opens(t, name, ".portico-burger", ".portico-nav button, .portico-nav a")
			}
		}
	}
}

// tabs: Tab goes through all of the parts in the order of the document, and every stop can be seen.
func (g *group) tabs(t *testing.T, name string) {
	t.Helper()
	last, stops := -1, 0
	for range 200 {
		f := g.press(t, kb.Tab)
		if f.Index <= last || f.Name == "body." {
			break // round again
		}
		if !f.Visible {
			t.Errorf("%s: the focus on %s %q cannot be seen: %s", name, f.Name, f.Text, f.Why)
		}
		last = f.Index
		stops++
	}
	want := evaluate[int](g.tab, t, `[...document.querySelectorAll(".portico-part :is(a[href], button, input, select, textarea, summary)")].filter(e => e.checkVisibility({visibilityProperty: true})).length`)
	if stops < want || want < 10 {
		t.Errorf("%s: Tab stops %d times, of %d that can be seen", name, stops, want)
	}
}

// skips: the first Tab shows the skip link, and it leads to the page's own text.
func (g *group) skips(t *testing.T, name string) {
	t.Helper()
	if f := g.press(t, kb.Tab); f.Name != "a.portico-skip" || !f.Visible {
		t.Errorf("%s: the first stop is %s, to be seen %t: %s", name, f.Name, f.Visible, f.Why)
	}
	if f := g.press(t, kb.Enter); f.Name != "main.#main" {
		t.Errorf("%s: the skip link leads to %s", name, f.Name)
	}
}

// opens: Enter on a button opens what it is for, Tab goes into it, Escape closes it and comes back to the button.
func (g *group) opens(t *testing.T, name, button, inside string) {
	t.Helper()
	there := evaluate[bool](g.tab, t, fmt.Sprintf(`(() => {
		const b = [...document.querySelectorAll(%q)].find(e => e.getClientRects().length);
		b?.focus();
		return !!b;
	})()`, button))
	if !there {
		return // not in this window, or not on this site
	}
	on := g.press(t)
	becomes := func(expanded string) bool { // the browser tells the script after it has painted
		return evaluate[bool](g.tab, t, fmt.Sprintf(`(async () => {
			const button = document.querySelector(%q);
			for (let i = 0; i < 100 && button.getAttribute("aria-expanded") !== %[2]q; i++) await new Promise((r) => setTimeout(r, 20));
			return button.getAttribute("aria-expanded") === %[2]q;
		})()`, button, expanded))
	}
	g.press(t, kb.Enter)
	if !becomes("true") {
		t.Errorf("%s: after Enter %s does not say that it is expanded", name, button)
	}
	f := g.press(t, kb.Tab)
	if is := evaluate[bool](g.tab, t, fmt.Sprintf(`document.activeElement.matches(%q)`, inside)); !is || !f.Visible {
		t.Errorf("%s: Tab after %s goes to %s %q, to be seen %t: %s", name, button, f.Name, f.Text, f.Visible, f.Why)
	}
	if f := g.press(t, kb.Escape); f.Index != on.Index || !becomes("false") {
		t.Errorf("%s: Escape leads from %s to %s, or it stays expanded", name, button, f.Name)
	}
}

// arrows: the arrow keys go along the menu, as it is read, and Home and End to its ends; down goes into an open panel.
func (g *group) arrows(t *testing.T, name string, keys [2]string) {
	t.Helper()
	evaluate[bool](g.tab, t, `(document.querySelector("button.portico-nav__top").focus(), true)`)
	first := g.press(t)
	second := g.press(t, keys[0])
	if second.Index <= first.Index || (second.Left > first.Left) != (keys[0] == kb.ArrowRight) {
		t.Errorf("%s: the arrow leads from %q to %q", name, first.Text, second.Text)
	}
	if back := g.press(t, keys[1]); back.Index != first.Index {
		t.Errorf("%s: the arrow back leads to %q", name, back.Text)
	}
	if end := g.press(t, kb.End); end.Index <= second.Index {
		t.Errorf("%s: End leads to %q", name, end.Text)
	}
	if home := g.press(t, kb.Home); home.Index != first.Index {
		t.Errorf("%s: Home leads to %q", name, home.Text)
	}
	g.press(t, kb.Enter)
	if f := g.press(t, kb.ArrowDown); f.Name[:2] != "a." {
		t.Errorf("%s: the arrow down leads to %s", name, f.Name)
	}
	g.press(t, kb.Escape)
}
