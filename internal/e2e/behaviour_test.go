package e2e

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

func (g *group) behaves(t *testing.T) {
	t.Run("suggestions", g.suggestions)
	t.Run("consent", g.consent)
	t.Run("notices", g.notices)
	t.Run("feedback", g.feedback)
	t.Run("hover", g.hover)
	t.Run("events", g.events)
	t.Run("account", g.account)
	t.Run("in sight", g.inSight)
	t.Run("markets", g.markets)
	t.Run("loader", g.loader)
}

// until waits for a condition of the page; scripts, answers and transitions take their time.
func (g *group) until(t *testing.T, what, condition string) {
	t.Helper()
	ok := evaluate[bool](g.tab, t, fmt.Sprintf(`(async () => {
		for (let i = 0; i < 400; i++) {
			if (await (%s)) return true;
			await new Promise((r) => setTimeout(r, 25));
		}
		return false;
	})()`, condition))
	if !ok {
		t.Errorf("%s: this did not come true: %s", what, condition)
	}
}

// holds checks a condition of the page now.
func (g *group) holds(t *testing.T, what, condition string) {
	t.Helper()
	if !evaluate[bool](g.tab, t, "!!("+condition+")") {
		t.Errorf("%s: this is not true: %s", what, condition)
	}
}

func (g *group) run(t *testing.T, script string) {
	t.Helper()
	evaluate[bool](g.tab, t, "("+script+", true)")
}

// deep finds elements in the page and in the shadow roots of its parts.
const deep = `const $$ = (s) => [document, ...[...document.querySelectorAll("*")].flatMap((e) => e.shadowRoot ?? [])].flatMap((r) => [...r.querySelectorAll(s)]);
	const $ = (s) => $$(s).find((e) => e.getClientRects().length) ?? $$(s)[0] ?? null; globalThis.$ = $; globalThis.$$ = $$;`

// suggestions: what is typed brings a list under the field, which the keyboard goes through; Escape closes it, Enter searches.
func (g *group) suggestions(t *testing.T) {
	for _, locale := range []string{"fr", "ar"} {
		for _, width := range []int64{1280, 390} {
			g.show(t, g.page(t, &groupPage{site: "customer", locale: locale}), width, 700)
			g.suggests(t, fmt.Sprintf("%s at %d", locale, width), map[string]string{"fr": "co", "ar": "ال"}[locale])
		}
	}
}

// suggests tries the search field of the page that is shown.
func (g *group) suggests(t *testing.T, name, word string) {
	t.Helper()
	g.run(t, "("+fmt.Sprintf(`() => { %s
		window.searched = [];
		document.addEventListener("portico:search", (e) => { e.preventDefault(); searched.push(e.detail.q); });
		const toggle = $(".portico-search__toggle");
		if (toggle.getClientRects().length) toggle.click();
		$("#portico-q").focus();
	}`, deep)+")()")
	do(g.tab, t, chromedp.KeyEvent(word))
	g.until(t, name, `$(".portico-suggest:popover-open")?.children.length > 1`)
	g.holds(t, name+", the list lies under its field", `(() => {
		const field = $("#portico-q").getBoundingClientRect(), list = $(".portico-suggest").getBoundingClientRect();
		return Math.abs(list.left - field.left) <= 1 && Math.abs(list.width - field.width) <= 1 && list.top >= field.bottom && list.top <= field.bottom + 8 &&
			list.bottom <= innerHeight && list.height > 40;
	})()`)
	g.holds(t, name+", it is announced", `$("#portico-q").getAttribute("aria-expanded") === "true" && / \d+$/.test($(".portico-suggest__status").textContent)`)
	capture(g.tab, t, "suggestions "+name)
	chosen := func() string {
		return evaluate[string](g.tab, t, `(() => {
			const id = $("#portico-q").getAttribute("aria-activedescendant"), option = $(".portico-suggest [aria-selected=true]");
			return !id ? "" : option?.id === id ? option.textContent : "another than is marked";
		})()`)
	}
	first := evaluate[string](g.tab, t, `$(".portico-suggest").firstChild.textContent`)
	last := evaluate[string](g.tab, t, `$(".portico-suggest").lastChild.textContent`)
	for _, step := range []struct{ key, want string }{{kb.ArrowDown, first}, {kb.ArrowUp, ""}, {kb.ArrowUp, last}, {kb.ArrowDown, ""}, {kb.ArrowDown, first}} {
		g.press(t, step.key)
		if got := chosen(); got != step.want {
			t.Errorf("%s: after an arrow %q is chosen, want %q", name, got, step.want)
		}
	}
	g.press(t, kb.Escape)
	g.holds(t, name+", Escape closes the list alone", fmt.Sprintf(`!$(".portico-suggest:popover-open") && $("#portico-q").value === %q && $("#portico-q").getClientRects().length`, word))
	do(g.tab, t, chromedp.KeyEvent(kb.Backspace), chromedp.KeyEvent(word[len(word)/2:]))
	g.until(t, name+", again", `$(".portico-suggest:popover-open")`)
	g.press(t, kb.ArrowDown, kb.Enter)
	g.holds(t, name+", Enter searches for what is chosen", fmt.Sprintf(`searched.length && searched.every((q) => q === %q) && !$(".portico-suggest:popover-open")`, first))
}

const asks = `$("[data-portico-consent]").getClientRects().length`

// consent: who was not asked is; what they choose is kept and told, until they take it back or something else is asked.
func (g *group) consent(t *testing.T) {
	const queue = `<script>(window.portico ??= {}).queue ??= [];
portico.queue.push(() => { throw new Error("this one fails"); });
portico.queue.push((p) => p.consent.when("statistics", () => (window.counting = (window.counting ?? 0) + 1)));
window.told = []; document.addEventListener("portico:consent", (e) => told.push(e.detail));</script>`
	p := &groupPage{site: "customer", locale: "fr", head: queue, keeps: true}
	address := g.page(t, p)
	fresh := func() {
		t.Helper()
		g.show(t, g.pages.URL+"/testdata/fonts.conf", 1280, 800)
		g.run(t, `document.cookie = "portico_consent=; Max-Age=0; Path=/"`)
		g.again(t, address)
	}
	press := func(what string) { g.run(t, fmt.Sprintf(`$("[data-portico-consent-do=%s]").click()`, what)) }
	state := func(what, granted string) {
		t.Helper()
		g.until(t, what, `!`+asks)
		g.holds(t, what, fmt.Sprintf(`portico.consent.get().granted.join() === %q && told.at(-1).granted.join() === %[1]q && told.at(-1).decided &&
			/^portico_consent=2026-11~\d{10}~0~/.test(document.cookie) && document.cookie.endsWith("~" + %[1]q.replaceAll(",", "."))`, granted))
	}
	fresh()
	g.until(t, "at first", asks)
	g.holds(t, "at first", `told.length === 1 && !told[0].decided && !window.counting && portico.consent.get() === undefined && portico.consent.allows("necessary") && !document.cookie`)
	g.holds(t, "it does not take the focus", `document.activeElement === document.body`)
	press("accept")
	state("accepted", "preferences,statistics,marketing")
	g.again(t, address)
	state("accepted, on the next page", "preferences,statistics,marketing")
	g.holds(t, "what waited runs once", `counting === 1`)

	fresh()
	press("refuse")
	state("refused", "")
	g.holds(t, "refused", `!window.counting`)
	press("open")
	g.holds(t, "asked for again", asks+` && document.activeElement === $("[data-portico-consent]")`)
	g.run(t, `$("input[name=statistics]").click()`)
	do(g.tab, t, chromedp.KeyEvent(kb.Escape))
	g.holds(t, "Escape changes nothing", `!`+asks+` && portico.consent.get().granted.length === 0 && document.activeElement.dataset.porticoConsentDo === "open"`)

	fresh()
	press("choose")
	g.holds(t, "to choose", `document.activeElement.name === "preferences" && !$("[data-portico-consent-do=choose]").getClientRects().length`)
	g.run(t, `($("input[name=statistics]").click(), document.dispatchEvent(new CustomEvent("portico:parts")))`)
	g.holds(t, "parts that come later take no ticks away", `$("input[name=statistics]").checked`)
	g.run(t, `$(".portico-consent [type=submit]").click()`)
	state("chosen", "statistics")
	g.holds(t, "chosen", `counting === 1`)
	g.run(t, `portico.consent.withdraw()`)
	state("withdrawn", "")
	g.run(t, `portico.consent.set(["marketing", "unknown"])`)
	state("set by a script", "marketing")

	other := *p
	other.change = strings.NewReplacer(`data-portico-consent="2026-11"`, `data-portico-consent="2027-01"`)
	g.again(t, g.page(t, &other))
	g.until(t, "another version", asks+` && !told.at(-1).decided && !portico.consent.allows("marketing")`)

	end := g.signal(t)
	defer end()
	fresh()
	g.holds(t, "Global Privacy Control", `!`+asks+` && !told[0].decided && told[0].signal && !portico.consent.allows("statistics")`)
	press("open")
	g.holds(t, "Global Privacy Control is said", asks+` && $(".portico-consent__signal").getClientRects().length`)
	press("accept")
	g.again(t, address)
	g.holds(t, "who chooses in spite of it", `portico.consent.allows("marketing") && !`+asks)
}

// again shows a page in its usual size, with the helpers of these tests in it.
func (g *group) again(t *testing.T, address string) {
	t.Helper()
	g.show(t, address, 1280, 800)
	g.run(t, "(() => {"+deep+"})()")
}

// signal has the browser send Global Privacy Control from now on; what it gives ends that.
func (g *group) signal(t *testing.T) (end func()) {
	t.Helper()
	var id page.ScriptIdentifier
	do(g.tab, t, chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		r, err := cdp.Call(ctx, target, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{
			Source: `Object.defineProperty(navigator, "globalPrivacyControl", { value: true })`,
		})
		id = r.Identifier
		return err
	}))
	return func() {
		do(g.tab, t, chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
			_, err := cdp.Call(ctx, target, page.RemoveScriptToEvaluateOnNewDocument, page.RemoveScriptToEvaluateOnNewDocumentParams{Identifier: id})
			return err
		}))
	}
}

// slot fills a slot template of the site customer.
func (g *group) slot(t *testing.T, name string, values map[string]string) (out string) {
	t.Helper()
	var bundle struct {
		Slots map[string][]any
	}
	g.get(t, "/v1/sites/customer/bundle?locale=fr", &bundle)
	for _, segment := range bundle.Slots[name] {
		if hole, ok := segment.(map[string]any); ok {
			out += values[hole["slot"].(string)]
		} else {
			out += segment.(string)
		}
	}
	return out
}

// notice gives a notice as a node writes it, whatever notices the sample has today.
func (g *group) notice(t *testing.T, id string, dismissible bool) string {
	t.Helper()
	items := g.slot(t, "notices.text", map[string]string{"items": "<p>Text</p>"})
	if dismissible {
		items += g.slot(t, "notices.close", map[string]string{"label": id})
	}
	return g.slot(t, "notices.info", map[string]string{"name": id, "label": id, "locale": "fr", "dir": "ltr", "items": items})
}

// notices: visitors close them, and they stay closed: on the next page, and beyond that for who agreed to preferences.
func (g *group) notices(t *testing.T) {
	var bundle struct{ Slots map[string][]any }
	g.get(t, "/v1/sites/customer/bundle?locale=fr", &bundle)
	region := `<div class="portico-part portico-notices" data-portico-part="notices" data-portico-brand="orvane" lang="fr" dir="ltr"><div class="portico-notices__region" role="region"><ul class="portico-notices__list">` +
		g.notice(t, "one", true) + g.notice(t, "two", true) + g.notice(t, "stays", false) + `</ul></div></div>`
	p := &groupPage{site: "customer", locale: "fr", keeps: true, main: region + "<h1>Text</h1>"}
	address := g.page(t, p)
	const shown = `[...document.querySelectorAll("main .portico-notice")].filter((n) => n.getClientRects().length).map((n) => n.dataset.porticoNotice).join()`
	closeIt := func(id string) {
		g.run(t, fmt.Sprintf(`document.querySelector("main [data-portico-notice=%s] .portico-notice__close").click()`, id))
	}
	see := func(what, want string) {
		t.Helper()
		g.holds(t, what, fmt.Sprintf(`%s === %q`, shown, want))
	}
	g.again(t, address)
	g.run(t, `(localStorage.clear(), sessionStorage.clear(), portico.consent.refuseAll())`)
	g.again(t, address)
	see("at first", "one,two,stays")
	closeIt("two")
	see("one closed", "one,stays")
	g.holds(t, "the focus goes to the next", `document.activeElement.closest("[data-portico-notice]").dataset.porticoNotice === "one"`)
	closeIt("one")
	g.holds(t, "the focus goes to the page's text", `document.activeElement.localName === "main"`)
	g.again(t, address)
	see("on the next page", "stays")
	g.holds(t, "without consent nothing outlives the browser", `localStorage.length === 0 && sessionStorage.getItem("portico.closed") === '["two","one"]'`)
	g.run(t, `portico.consent.set(["preferences"])`)
	g.holds(t, "with it, it does", `sessionStorage.length === 0 && localStorage.getItem("portico.closed") === '["two","one"]'`)
	g.run(t, `portico.consent.withdraw()`)
	g.holds(t, "and no longer", `localStorage.length === 0 && sessionStorage.getItem("portico.closed") === '["two","one"]'`)
	g.run(t, `sessionStorage.setItem("portico.closed", "{broken")`)
	g.again(t, address)
	see("with a broken store", "one,two,stays")
}

// feedback: what is sent has the documented fields and nothing else; who says no is asked for a word first.
func (g *group) feedback(t *testing.T) {
	p := &groupPage{site: "customer", locale: "fr"}
	for name, tt := range map[string]struct {
		does string
		want url.Values
	}{
		"yes":          {`$("[value=yes]").click()`, url.Values{"helpful": {"yes"}, "comment": {""}}},
		"no":           {`($("[value=no]").click(), $("#portico-feedback-more [value=no]").click())`, url.Values{"helpful": {"no"}, "comment": {""}}},
		"no, and what": {`($("[value=no]").click(), document.activeElement.value = "Où ?", $("#portico-feedback-more [value=no]").click())`, url.Values{"helpful": {"no"}, "comment": {"Où ?"}}},
	} {
		address := g.page(t, p)
		g.again(t, address+"?token=secret#x")
		g.run(t, tt.does)
		g.until(t, name, `$(".portico-feedback__status").textContent && !$(".portico-feedback__ask").getClientRects().length && !$("#portico-feedback-more").getClientRects().length`)
		tt.want["site"], tt.want["locale"], tt.want["page"] = []string{"customer"}, []string{"fr"}, []string{address}
		g.mu.Lock()
		var got url.Values
		for _, post := range g.posts {
			if post.Get("page") == address {
				got = post
			}
		}
		g.mu.Unlock()
		if fmt.Sprint(got) != fmt.Sprint(tt.want) {
			t.Errorf("%s: %v was sent, want %v", name, got, tt.want)
		}
	}
	p.change = strings.NewReplacer(`action="/feedback"`, `action="http://127.0.0.1:1/"`)
	g.again(t, g.page(t, p))
	g.run(t, `$("[value=yes]").click()`)
	g.until(t, "what does not get through", `$(".portico-feedback__status").textContent === $(".portico-feedback__status").dataset.porticoFailed && $(".portico-feedback__ask").getClientRects().length`)
}

func (g *group) mouse(t *testing.T, x, y float64) {
	t.Helper()
	do(g.tab, t, chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, input.DispatchMouseEvent, input.DispatchMouseEventParams{Type: input.DispatchMouseEventTypeMouseMoved, X: x, Y: y})
		return err
	}))
}

// hover: a pointer that rests on an item opens its panel, one that passes by does not; to the panel and on to the next is no trap.
func (g *group) hover(t *testing.T) {
	g.again(t, g.page(t, &groupPage{site: "customer", locale: "fr"}))
	at := evaluate[[][2]float64](g.tab, t, `$$("button.portico-nav__top").slice(0, 2).map((b) => { const r = b.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; })`)
	const open = `$$(".portico-panel:popover-open").map((p) => $$("button.portico-nav__top").findIndex((b) => b.getAttribute("popovertarget") === p.id)).join()`
	g.mouse(t, at[0][0], at[0][1])
	g.mouse(t, 640, 700)
	g.until(t, "who passes by", `new Promise((r) => setTimeout(r, 300)).then(() => `+open+` === "")`)
	g.mouse(t, at[0][0], at[0][1])
	g.until(t, "who rests", open+` === "0"`)
	box := evaluate[[2]float64](g.tab, t, `(() => { const r = $(".portico-panel:popover-open").getBoundingClientRect(); return [r.x + r.width / 2, r.y + 40]; })()`)
	g.mouse(t, box[0], box[1])
	g.until(t, "in the panel it stays", `new Promise((r) => setTimeout(r, 500)).then(() => `+open+` === "0")`)
	g.mouse(t, at[1][0], at[1][1])
	g.until(t, "to the next", open+` === "1"`)
	g.mouse(t, 640, 790)
	g.until(t, "away", open+` === ""`)
	g.mouse(t, at[0][0], at[0][1])
	g.until(t, "again", open+` === "0"`)
	g.run(t, `$$("button.portico-nav__top")[0].click()`)
	g.holds(t, "a click right after it opened does not close it", open+` === "0"`)
}

// events: a page with a router of its own hears of links before they are followed, and may stop them.
func (g *group) events(t *testing.T) {
	address := g.page(t, &groupPage{site: "customer", locale: "fr"})
	g.again(t, address)
	g.run(t, `(window.went = [], document.addEventListener("portico:navigate", (e) => { went.push(e.detail); e.preventDefault(); }))`)
	g.run(t, `($("button.portico-nav__top").click(), $(".portico-panel:popover-open a").click())`)
	g.holds(t, "a link of the menu", `went.length === 1 && went[0].part === "header" && went[0].own === false && went[0].url.startsWith("https://") && !$(".portico-panel:popover-open")`)
	g.run(t, `$(".portico-legal__link[href]").dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey: true }))`)
	g.holds(t, "a link in a new tab is the browser's", `went.length === 1`)
	g.again(t, address)
	g.run(t, `(window.went = [], document.addEventListener("portico:navigate", (e) => went.push(e.detail)),
		addEventListener("click", (e) => { went.push(e.defaultPrevented); e.preventDefault(); }), $(".portico-column__link").click())`)
	g.holds(t, "who does not stop it follows the link", `went.length === 2 && went[0].part === "footer" && went[1] === false`)
}

// account: a page that knows who is signed in says so, and the place of the sign-in link shows it.
func (g *group) account(t *testing.T) {
	for _, width := range []int64{1280, 390} {
		name := fmt.Sprintf("account at %d", width)
		g.show(t, g.page(t, &groupPage{site: "customer", locale: "fr"}), width, 800)
		g.run(t, "(() => {"+deep+"})()")
		g.holds(t, name+", nobody is", `$("a.portico-account").getClientRects().length && !$("button.portico-account")`)
		g.run(t, `portico.account({ name: "<b>Zoé</b> & co", links: [{ label: "Mes factures", url: "/bills" }, { label: "Bad", url: "javascript:alert(1)" }, { label: "Worse", url: "http://" }], signOut: "/out?x=1" })`)
		g.holds(t, name, `!$("a.portico-account").getClientRects().length && $("button.portico-account .portico-account__text").textContent === "<b>Zoé</b> & co"`)
		g.opens(t, name, "button.portico-account", ".portico-account__link")
		g.run(t, `$("button.portico-account").click()`)
		g.press(t)
		g.holds(t, name+", its menu", `$$(".portico-account__link").map((a) => a.textContent + " " + a.href).join() === "Mes factures " + location.origin + "/bills,Se déconnecter " + location.origin + "/out?x=1"`)
		g.holds(t, name+", it can be seen", `$$(".portico-account__link").every((a) => { const r = a.getBoundingClientRect(); return r.left >= 0 && r.right <= innerWidth && r.height >= 24; })`)
		if found := evaluate[[]string](g.tab, t, spill); len(found) > 0 {
			t.Errorf("%s: %q", name, found)
		}
		capture(g.tab, t, name)
		g.run(t, `document.dispatchEvent(new CustomEvent("portico:parts"))`)
		g.holds(t, name+", once", `$$("button.portico-account").length === 1`)
		g.run(t, `portico.account({ name: "Zoé" })`)
		g.holds(t, name+", the name alone", `$("button.portico-account").disabled && !$(".portico-account__list")`)
		g.run(t, `portico.account(null)`)
		g.holds(t, name+", signed out", `$("a.portico-account").getClientRects().length && !$("button.portico-account")`)
	}
}

// inSight: of a header that stays, a page knows how high it is, so that what is jumped to does not lie below it.
func (g *group) inSight(t *testing.T) {
	p := &groupPage{site: "klio", locale: "fr", head: "<style>html { scroll-padding-block-start: var(--portico-sticky-height) }</style>",
		main: `<div style="block-size: 1500px"></div><h2 id="there">There</h2><div style="block-size: 1500px"></div>`}
	for width, stays := range map[int64]float64{1280: 129, 390: 65} {
		g.show(t, g.page(t, p)+"#there", width, 800)
		got := evaluate[[2]float64](g.tab, t, `[document.querySelector(".portico-header").getBoundingClientRect().bottom, document.querySelector("#there").getBoundingClientRect().top]`)
		if got[0] != stays || got[1] < got[0] || got[1] > got[0]+1 {
			t.Errorf("at %d: the header ends at %v, what was jumped to begins at %v", width, got[0], got[1])
		}
	}
	g.again(t, g.page(t, &groupPage{site: "customer", locale: "fr"}))
	g.holds(t, "one that scrolls away", `getComputedStyle(document.documentElement).getPropertyValue("--portico-sticky-height").trim() === "0px"`)
}

// markets: a market's own legal links stand on its sites, and what only one of them shows on that one.
func (g *group) markets(t *testing.T) {
	for site, want := range map[string]string{
		"customer":     `names.includes("l-notice") && !names.some((n) => n.startsWith("kl-"))`,
		"klio":         `names.includes("kl-terms") && !names.includes("kl-cancel") && !names.includes("l-notice")`,
		"klio-account": `names.includes("kl-terms") && names.includes("kl-cancel") && !names.includes("l-notice")`,
	} {
		var bundle struct {
			Menus map[string][]struct{ ID string }
		}
		g.get(t, "/v1/sites/"+site+"/bundle?locale=fr", &bundle)
		g.again(t, g.page(t, &groupPage{site: site, locale: "fr"}))
		g.holds(t, site, fmt.Sprintf(`((names) => %s && $$(".portico-legal__link[href]").length === names.length)(%s.map((i) => i.ID))`, want, quoted(t, bundle.Menus["legal"])))
	}
}
