package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// lateHead has the loader get notices of ours, after the page was painted.
func (g *group) lateHead(t *testing.T, notices ...string) string {
	t.Helper()
	part := `<div class="portico-part portico-notices" data-portico-part="notices" data-portico-brand="orvane" lang="fr" dir="ltr">` +
		g.slot(t, "notices.frame", map[string]string{"items": strings.Join(notices, "")}) + `</div>`
	return fmt.Sprintf(`<script>(() => {
		const real = window.fetch;
		window.fetch = async (...asked) => {
			const found = await (await real(...asked)).json();
			await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)));
			return new Response(JSON.stringify({ ...found, parts: { ...found.parts, notices: %s } }));
		};
	})()</script>`, quoted(t, part))
}

// loaderLate: notices that come after the page was painted leave a phone its page: one is shown, the others when somebody asks; nothing
// moves, by keyboard too, in shadow roots too, and what is closed counts no more.
func (g *group) loaderLate(t *testing.T) {
	var five []string
	for i := range 5 {
		five = append(five, g.notice(t, fmt.Sprintf("late-%d %s", i, strings.Repeat("long ", 20)), i < 2))
	}
	const seen = `$$(".portico-notice").filter((n) => n.getClientRects().length).length`
	const height = `$("portico-notices").getBoundingClientRect().height / innerHeight`
	for _, shadow := range []bool{false, true} {
		name := fmt.Sprintf("shadow %t", shadow)
		g.load(t, name, &loaderPage{site: "customer", path: "/", shadow: shadow, head: g.lateHead(t, five...)}, 390)
		g.run(t, `(sessionStorage.removeItem("portico.closed"), localStorage.removeItem("portico.closed"))`)
		g.holds(t, name+", one is shown", seen+` === 1 && `+height+` < 0.25`)
		if moved := g.moved(t); moved.Score >= noShift {
			t.Errorf("%s: the layout shifts by %v: %q", name, moved.Score, moved.What)
		}
		g.run(t, `portico.consent.refuseAll()`)
		g.until(t, name+", consent is out of the way", `!`+asks)
		g.holds(t, name+", the button counts", `$(".portico-notices__all").textContent.includes("(5)") && $("portico-notices").getAttribute("aria-live") === "polite"`)
		g.run(t, `$(".portico-notices__all").focus()`)
		g.press(t, kb.Enter)
		g.holds(t, name+", all are shown", seen+` === 5 && `+height+` <= 0.61 && $(".portico-notices__all").getAttribute("aria-expanded") === "true"`)
		g.run(t, `$(".portico-notice__close").click()`)
		g.holds(t, name+", one less", seen+` === 4 && $(".portico-notices__all").textContent.includes("(4)")`)
		g.run(t, `$(".portico-notices__all").focus()`)
		g.press(t, kb.Enter)
		g.holds(t, name+", folded again", seen+` === 1 && $(".portico-notices__all").getAttribute("aria-expanded") === "false"`)
		g.run(t, `(sessionStorage.removeItem("portico.closed"), localStorage.removeItem("portico.closed"))`)
	}
	g.load(t, "one", &loaderPage{site: "customer", path: "/", head: g.lateHead(t, strings.Replace(five[0], g.slot(t, "notices.text", map[string]string{"items": "<p>Text</p>"}), "", 1))}, 390)
	g.holds(t, "one line needs no button", seen+` === 1 && $(".portico-notices__all").hidden`)
}
