package e2e

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// A loaderPage is a page of a site that takes the shared parts in the browser.
type loaderPage struct {
	site   string
	path   string // that the page says it has
	html   string // attributes of the root element
	header string // attributes of <portico-header>
	shadow bool
	head   string
	nonce  string
	policy string
	node   string // where the loader is; "" is the group's
	wrap   func(name, element string) string
}

const ownMain = `<main id="main"><h1>Own text</h1><p>` + "The host's own words. " + `</p></main>`

// loaderPage serves a page in French and gives its address.
func (g *group) loaderPage(p *loaderPage) string {
	node := p.node
	if node == "" {
		node = g.portico.delivery
	}
	element := func(name, attributes, inside string) string {
		if p.shadow {
			attributes += " shadow"
		}
		html := fmt.Sprintf("<portico-%[1]s%[2]s>%[3]s</portico-%[1]s>\n", name, attributes, inside)
		if p.wrap != nil {
			html = p.wrap(name, html)
		}
		return html
	}
	body := fmt.Sprintf(`<!DOCTYPE html><html lang="fr"%s><head><meta charset="utf-8"><title>Loader</title><meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
%s<script src="%s/e/%s.js" crossorigin="anonymous" data-path="%s" nonce="%s"></script></head><body>%s%s`, p.html, p.head, node, p.site, p.path, p.nonce,
		element("header", p.header, `<a href="/" id="own">Own</a>`), element("breadcrumbs", "", ""))
	body += element("notices", "", "") + strings.Replace(ownMain, "words. ", strings.Repeat("words. The host's own ", 60), 1) +
		element("feedback", "", "") + element("consent", "", "") + element("footer", "", "<span>Own end</span>") + "</body></html>"
	g.mu.Lock()
	path := fmt.Sprintf("/loader/%d.html", len(g.html))
	g.html[path] = served{}
	g.mu.Unlock()
	header := map[string]string{"Set-Cookie": "portico_consent=; Max-Age=0; Path=/"}
	if p.policy != "" {
		header["Content-Security-Policy"] = p.policy
	}
	return g.put(path, body, header)
}

// deepPath gives the path of an item of a site's main menu that has others above it.
func (g *group) deepPath(t *testing.T, site string) string {
	t.Helper()
	type item struct {
		Path  string
		Items []item
	}
	var answer struct{ Items []item }
	g.get(t, "/v1/sites/"+site+"/menus/main?locale=fr", &answer)
	var find func(items []item, depth int) string
	find = func(items []item, depth int) string {
		for _, it := range items {
			if path := find(it.Items, depth+1); path != "" {
				return path
			}
			if it.Path != "" && depth > 0 {
				return it.Path
			}
		}
		return ""
	}
	path := find(answer.Items, 0)
	if path == "" {
		t.Fatalf("no item of %s has a path", site)
	}
	return path
}

// isLoaded: the parts are there, and their script has run.
const isLoaded = `window.porticoReady && $(".portico-footer") && partsCame > 0`

// load shows a page of the loader until it is complete.
func (g *group) load(t *testing.T, name string, p *loaderPage, width int64) {
	t.Helper()
	counting := *p
	counting.head = `<script nonce="` + p.nonce + `">window.partsCame = 0; document.addEventListener("portico:parts", () => partsCame++);</script>` + p.head
	g.show(t, g.loaderPage(&counting), width, 800)
	g.run(t, "(() => {"+deep+"})()")
	g.until(t, name, isLoaded)
}

func (g *group) loader(t *testing.T) {
	t.Run("steady", g.loaderSteady)
	t.Run("same", g.loaderSame)
	t.Run("late notices", g.loaderLate)
	t.Run("alone", g.loaderAlone)
	t.Run("G1 strict policy", g.loaderPolicy)
	t.Run("node down", g.loaderDown)
	t.Run("shadow", g.loaderShadow)
	t.Run("declarative shadow", g.loaderDeclarative)
}

// loaderSteady: nothing moves when the parts come, whatever layout they have and however much room they take.
func (g *group) loaderSteady(t *testing.T) {
	for _, site := range []string{"customer", "klio"} {
		path := g.deepPath(t, site)
		for _, width := range []int64{390, 1100, 1440} {
			for _, look := range [][2]string{{"", ""}, {"", ` layout="simple"`}, {` data-portico-density="compact"`, ""}, {` data-portico-density="compact"`, ` layout="simple"`}} {
				name := fmt.Sprintf("%s at %d%s%s", site, width, look[0], look[1])
				g.load(t, name, &loaderPage{site: site, path: path, html: look[0], header: look[1]}, width)
				moved := g.moved(t)
				if moved.Score >= noShift {
					t.Errorf("%s: the layout shifts by %v: %q", name, moved.Score, moved.What)
				}
				g.holds(t, name+", what is reserved", `$("portico-header").offsetHeight === $(".portico-header").offsetHeight &&
					$(".portico-header").offsetHeight === parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--portico-header-height")) &&
					$(".portico-breadcrumbs").offsetHeight === $("portico-breadcrumbs").offsetHeight && $(".portico-feedback").offsetHeight === $("portico-feedback").offsetHeight`)
			}
		}
	}
	g.show(t, g.loaderPage(&loaderPage{site: "customer", path: "/", header: ` layout="none"`}), 1280, 800)
	g.until(t, "layout none", `window.porticoReady`)
	g.holds(t, "layout none takes nothing but what stands inside", `document.querySelector("portico-header").offsetHeight < 30 && document.querySelector("portico-feedback").offsetHeight === 0`)
}

// moved gives what the page's layout shifted by since it was opened, and what did.
func (g *group) moved(t *testing.T) shift {
	t.Helper()
	return evaluate[shift](g.tab, t, `new Promise((done) => {
		const moved = { Score: 0, What: [] }, box = (r) => [r.x, r.y, r.width, r.height].map(Math.round).join(",");
		new PerformanceObserver((list) => list.getEntries().forEach((e) => {
			moved.Score += e.value;
			e.sources.forEach((s) => moved.What.push((s.node?.className || s.node?.nodeName) + " " + box(s.previousRect) + " → " + box(s.currentRect)));
		})).observe({ type: "layout-shift", buffered: true });
		setTimeout(() => done(moved), 60);
	})`)
}

// loaderSame: what is put in is what /fragments gives; it is told of once; and another page of a client-side router gets its own.
func (g *group) loaderSame(t *testing.T) {
	path := g.deepPath(t, "customer")
	var answer struct{ Parts map[string]string }
	g.get(t, "/v1/sites/customer/fragments?locale=fr&path="+url.QueryEscape(path), &answer)
	g.load(t, "same", &loaderPage{site: "customer", path: path}, 1280)
	for _, part := range []string{"header", "breadcrumbs", "notices", "feedback", "consent", "footer"} {
		g.holds(t, part+" is the same as from the server", fmt.Sprintf(`(() => {
			const clean = (root) => { root.querySelectorAll("*").forEach((e) => ["aria-expanded", "aria-controls", "hidden", "data-portico-late", "data-portico-ready"].forEach((a) => e.removeAttribute(a)));
				root.querySelectorAll(".portico-notices__count").forEach((e) => e.replaceChildren()); return root.innerHTML; };
			const want = document.createElement("template"), got = document.createElement("template");
			want.innerHTML = %s;
			got.innerHTML = $("portico-%s").innerHTML;
			const clone = (t) => { const d = document.createElement("div"); d.append(t.content); return clean(d); };
			return clone(got) === clone(want);
		})()`, quoted(t, answer.Parts[part]), part))
	}
	g.holds(t, "told once", `partsCame === 1`)
	g.holds(t, "states are written", `$("button.portico-nav__top").getAttribute("aria-expanded") === "false"`)
	g.run(t, `($("[data-portico-consent-do=choose]").click(), $("input[name=statistics]").click(), window.before = $(".portico-consent"))`)
	g.run(t, `(document.querySelector("script[data-path]").dataset.path = "/", portico.update())`)
	g.until(t, "another page", `partsCame === 2`)
	g.holds(t, "another page has no breadcrumbs", `!$(".portico-crumbs")`)
	g.holds(t, "what did not change was left alone", `$(".portico-consent") === before && $("input[name=statistics]").checked`)
}

// loaderPolicy: under a strict policy with Trusted Types, nothing is refused.
func (g *group) loaderPolicy(t *testing.T) {
	node := g.portico.delivery
	policy := fmt.Sprintf("default-src 'none'; img-src data:; script-src 'nonce-abc'; style-src %[1]s; connect-src 'self' %[1]s; base-uri 'none'; require-trusted-types-for 'script'; trusted-types portico", node)
	for _, shadow := range []bool{false, true} {
		g.errors.reset()
		g.load(t, "policy", &loaderPage{site: "customer", path: "/", nonce: "abc", policy: policy, shadow: shadow}, 1280)
		g.until(t, "policy", asks)
		g.run(t, `$$(".portico-part button:not([type=submit])").forEach((b) => b.getClientRects().length && b.click())`)
		g.holds(t, "styled", `getComputedStyle($(".portico-footer")).backgroundColor !== "rgba(0, 0, 0, 0)" && $(".portico-header").offsetHeight === 169`)
		if found := g.errors.all(); len(found) > 0 {
			t.Errorf("shadow %t: %q", shadow, found)
		}
	}
}

// loaderDown: where the node does not answer, what the page wrote itself stays, at the reserved height.
func (g *group) loaderDown(t *testing.T) {
	g.put("/e/customer.js", fetch(t, g.portico.delivery+"/e/customer.js"), map[string]string{"Content-Type": "text/javascript"})
	g.show(t, g.loaderPage(&loaderPage{site: "customer", path: "/", node: g.pages.URL}), 1280, 800)
	g.run(t, "(() => {"+deep+"})()")
	g.until(t, "node down", `new Promise((r) => setTimeout(r, 300)).then(() => true)`)
	g.holds(t, "node down", `$("#own").getClientRects().length && $("portico-footer").textContent === "Own end" && $("portico-header").offsetHeight === 169 && !window.porticoReady`)
}

// loaderShadow: in shadow roots, inside a host whose styles are strong, everything works as it does in the page.
func (g *group) loaderShadow(t *testing.T) {
	const bootstrap = `<link rel="stylesheet" href="/tools/bootstrap-3/dist/css/bootstrap.css">`
	g.load(t, "shadow", &loaderPage{site: "customer", path: g.deepPath(t, "customer"), shadow: true, head: bootstrap}, 1280)
	g.holds(t, "it is one", `!document.querySelector(".portico-header") && $("portico-header").shadowRoot.querySelector(".portico-header").offsetHeight === 169 && partsCame === 1`)
	g.until(t, "consent is asked", asks)
	g.run(t, `$("[data-portico-consent-do=choose]").click()`)
	g.holds(t, "the focus is in it", `$("portico-consent").shadowRoot.activeElement?.name === "preferences"`)
	g.run(t, `($("input[name=statistics]").click(), $(".portico-consent [type=submit]").click())`)
	g.until(t, "consent is given", `!`+asks+` && portico.consent.allows("statistics") && !portico.consent.allows("marketing")`)
	g.holds(t, "the page stays", `!location.search`)
	g.run(t, `$("[data-portico-consent-do=open]").click()`)
	g.holds(t, "consent is asked again, from another root", asks+` && $("input[name=statistics]").checked`)
	g.run(t, `portico.consent.refuseAll()`)
	g.holds(t, "closing buttons show", `$$(".portico-notice__close").every((b) => !b.hidden)`)
	g.run(t, `$("button.portico-nav__top").click()`)
	g.until(t, "a panel says that it is open", `$(".portico-panel:popover-open") && $("button.portico-nav__top").getAttribute("aria-expanded") === "true"`)
	capture(g.tab, t, "loader-shadow")
	g.run(t, `$$("button.portico-nav__top")[1].focus()`)
	g.until(t, "and closes when the focus leaves it", `!$(".portico-panel:popover-open") && $("button.portico-nav__top").getAttribute("aria-expanded") === "false"`)
	g.run(t, `$("button.portico-nav__top").focus()`)
	g.press(t, kb.ArrowRight)
	g.holds(t, "arrows", `$("portico-header").shadowRoot.activeElement === $$("button.portico-nav__top")[1]`)
	g.suggests(t, "shadow at 1280", "co")
	light := evaluate[string](g.tab, t, `getComputedStyle($(".portico-header")).backgroundColor`)
	g.run(t, `document.documentElement.dataset.porticoTheme = "dark"`)
	g.until(t, "the page's theme holds inside", fmt.Sprintf(`getComputedStyle($(".portico-header")).backgroundColor !== %q`, light))
	g.run(t, `document.documentElement.dataset.porticoDensity = "compact"`)
	g.until(t, "and its density", `$(".portico-header").offsetHeight === 133`)
	g.run(t, `($("[value=no]").click())`)
	g.until(t, "feedback", `$("#portico-feedback-more").getClientRects().length`)
	g.run(t, `(window.went = [], document.addEventListener("portico:navigate", (e) => { went.push(e.detail.part); e.preventDefault(); }), $(".portico-legal__link[href]").click())`)
	g.holds(t, "events leave it", `went.join() === "footer"`)
	g.run(t, `$(".portico-skip").focus()`)
	g.press(t, kb.Enter)
	g.holds(t, "the skip link", `document.activeElement.id === "main"`)
	g.run(t, `portico.account({ name: "Zoé" })`)
	g.holds(t, "account", `$("button.portico-account").textContent.includes("Zoé")`)
}

// loaderDeclarative: a shadow root that the server has written stays as it is, and its page gets the script.
func (g *group) loaderDeclarative(t *testing.T) {
	parts, _ := g.parts(t, &groupPage{site: "customer", locale: "fr"})
	page := &loaderPage{site: "customer", path: "/", shadow: true, wrap: func(name, element string) string {
		part := strings.Replace(parts[name], `data-portico-part=`, `data-by-server="1" data-portico-part=`, 1)
		return strings.Replace(element, ` shadow>`, ` shadow><template shadowrootmode="open">`+parts["head"]+"<div>"+part+"</div></template>", 1)
	}}
	g.show(t, g.loaderPage(page), 1280, 800)
	g.run(t, "(() => {"+deep+"})()")
	g.until(t, "declarative", `window.porticoReady && $(".portico-footer").offsetHeight > 100`)
	g.holds(t, "the server's own stays", `$$("[data-by-server]").length === 6 && $$(".portico-header").length === 1 && $(".portico-header").offsetHeight === 169`)
	g.until(t, "and works", asks)
	g.run(t, `($("[data-portico-consent-do=refuse]").click(), $("button.portico-nav__top").click())`)
	g.until(t, "menus say that they are open", `$("button.portico-nav__top").getAttribute("aria-expanded") === "true"`)
	light := evaluate[string](g.tab, t, `getComputedStyle($(".portico-header")).backgroundColor`)
	g.run(t, `document.documentElement.dataset.porticoTheme = "dark"`)
	g.until(t, "the page's theme holds inside", fmt.Sprintf(`getComputedStyle($(".portico-header")).backgroundColor !== %q`, light))
}

// loaderAlone: a page that takes two parts gets these, and its own elements keep what they had.
func (g *group) loaderAlone(t *testing.T) {
	g.load(t, "two parts", &loaderPage{site: "customer", path: "/", wrap: func(name, element string) string {
		if name == "header" || name == "footer" {
			return element
		}
		return ""
	}}, 390)
	g.holds(t, "two parts", `$$("[data-portico-part]:not(link, script)").length === 2 && $("portico-header").offsetHeight === 105 && $("#main").offsetTop < 130 + 105`)
	do(g.tab, t, chromedp.Click(".portico-burger", chromedp.NodeVisible))
	g.until(t, "the drawer opens", `$("#portico-nav:popover-open")`)
}
