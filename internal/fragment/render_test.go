package fragment

import (
	"errors"
	"fmt"
	"html"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	nethtml "golang.org/x/net/html"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
)

func mustRender(t testing.TB, replaced map[string]string, v View) *Rendered {
	t.Helper()
	set, err := Compile(release(t, replaced))
	if err != nil {
		t.Fatal(err)
	}
	out, err := set.Render(v)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func text(s string) published.Segment { return published.Segment{Text: s} }

func slot(s string) published.Segment { return published.Segment{Slot: s} }

func TestRender(t *testing.T) {
	v := View{
		Site:  Site{Name: "Site", Home: "https://www.example.com/", SignIn: "https://www.example.com/in?x=1"},
		Brand: "two", Locale: "fr-CA", Menus: map[string][]Item{"main": {{ID: "a", Label: "A & B", URL: "https://x.example/?a=1&b=2"}, {ID: "b", Label: "B"}}},
		Scripts: []Asset{{URL: "/a/1/x.js"}, {URL: "https://cdn.example/y.js"}},
	}
	got := mustRender(t, map[string]string{
		"fragments/header.html": "<p lang=\"{{.Locale}}\" dir=\"{{.Dir}}\" title=\"{{.LocaleName}}\">{{t \"hello\"}}</p>\n\n  {{logo}}{{icon \"dot\"}}\n" +
			"{{range .Menus.main}}<a href=\"{{.URL}}\" {{current .ID}}>{{.Label}}</a>{{end}}{{slot \"breadcrumbs\"}}",
	}, v)
	svg := `class="portico-logo" width="4" height="4" aria-hidden="true" focusable="false">`
	want := map[string]published.Part{
		"header": {
			text("<p lang=\"fr-CA\" dir=\"ltr\" title=\"français canadien\">Bonjour</p>\n<svg viewBox=\"0 0 4 4\" " + svg + `<path d="M1 1"></path></svg>` +
				"<svg viewBox=\"0 0 4 4\" " + strings.Replace(svg, "logo", "icon", 1) + `<circle r="1"></circle></svg>` + "\n<a href=\"https://x.example/?a=1&amp;b=2\""),
			{Slot: "current", Item: "a"},
			text(">A &amp; B</a><a href=\"\""),
			{Slot: "current", Item: "b"},
			text(">B</a>"),
			slot("breadcrumbs"),
		},
		"scripts": {
			text(`<script src="`), slot("origin"), text(`/a/1/x.js" nonce="`), slot("nonce"), text(`"></script><script src="https://cdn.example/y.js" nonce="`),
			slot("nonce"), text(`"></script>`),
		},
	}
	if d := cmp.Diff(want, got.Parts); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(published.Part{text("<li><a href=\""), slot("url"), text("\">"), slot("label"), text("</a></li>")}, got.Slots["breadcrumbs.item"]); d != "" {
		t.Error(d)
	}
	wantAccount := published.Part{text(`<a href="https://www.example.com/in?x=1&amp;returnTo=`), slot("returnTo"), text(`">in</a>`)}
	if d := cmp.Diff(wantAccount, got.Slots["account.anonymous"]); d != "" {
		t.Error(d)
	}
	if got.Slots.Render("current.page", nil) != ` aria-current="page"` || got.Slots.Render("current.section", nil) != ` aria-current="true"` {
		t.Error("current templates")
	}
	if v.Scripts[0].URL != "/a/1/x.js" {
		t.Error("the caller's view was changed")
	}
}

// TestRenderProblems: a template that fails, never ends or writes too much is refused, with its place.
func TestRenderProblems(t *testing.T) {
	many := make([]Item, 100)
	v := View{Brand: "one", Locale: "en", Menus: map[string][]Item{"main": many}, Site: Site{Name: strings.Repeat("x", 100_000)}}
	loop := strings.Repeat("{{range $.Menus.main}}", 4)
	ends := strings.Repeat("{{end}}", 4)
	for name, c := range map[string]struct{ src, want string }{
		"unknown field":     {"<p>\n {{.Secret}}", `fragments/header.html:2:`},
		"method of nothing": {"{{.Site.Key.X}}", "can't evaluate field X"},
		"missing index":     {"{{index .Styles 3}}", "fragments/header.html:1:"},
		"unknown icon":      {"{{range .Menus.main}}\n{{icon .ID}}{{end}}", `there is no icon ""`},
		"endless":           {"\n" + loop + ends, "fragments/header.html:2: it never ends"},
		"endless number":    {"\n\n{{range 1000000000}}{{end}}", "fragments/header.html:3: it never ends"},
		"recursion":         {`{{template "header" .}}`, "fragments/header.html:1: it never ends"},
		"too long":          {"{{range .Menus.main}}{{$.Site.Name}}{{end}}", "fragments/header.html:1: it writes more than 1048576 bytes"},
		"asset in text":     {"{{range .Scripts}}<p>{{.URL}}</p>{{end}}", "the slot origin is not safe: it may not stand in text"},
	} {
		t.Run(name, func(t *testing.T) {
			set, err := Compile(release(t, map[string]string{"fragments/header.html": c.src}))
			if err != nil {
				t.Fatal(err)
			}
			v := v
			v.Scripts = []Asset{{URL: "/x"}}
			_, err = set.Render(v)
			var ps fault.Problems
			if !errors.As(err, &ps) || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "fragments/header.html") {
				t.Errorf("got  %v\nwant %s", err, c.want)
			}
		})
	}
	set, err := Compile(release(t, nil))
	if err != nil {
		t.Fatal(err)
	}
	for want, v := range map[string]View{
		`has no brand "three"`:  {Brand: "three", Locale: "en"},
		"has no messages in de": {Brand: "one", Locale: "de"},
	} {
		if _, err := set.Render(v); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

// TestSlotTemplateProblems: what a slot template must hold.
func TestSlotTemplateProblems(t *testing.T) {
	set, err := Compile(release(t, map[string]string{"fragments/languages.item.html": `<a href="{{.URL}}">{{.Name}}</a>`}))
	if err != nil {
		t.Fatal(err)
	}
	_, err = set.Render(View{Brand: "one", Locale: "en"})
	if err == nil || !strings.Contains(err.Error(), "fragments/languages.item.html: the hole locale is not in it") {
		t.Error(err)
	}
}

// TestI5TemplateSyntaxInContentIsInert: what an editor writes is text.
func TestI5TemplateSyntaxInContentIsInert(t *testing.T) {
	out := mustRender(t, map[string]string{"fragments/header.html": `{{range .Menus.main}}{{.Label}}{{end}}`},
		View{Brand: "one", Locale: "en", Menus: map[string][]Item{"main": {{Label: `{{.Site.SignIn}}{{slot "account"}}portico0Z`}}}})
	want := published.Part{text(`{{.Site.SignIn}}{{slot &#34;account&#34;}}portico0Z`)}
	if d := cmp.Diff(want, out.Parts["header"]); d != "" {
		t.Error(d)
	}
}

// TestG2HostileValues: neither a text of an editor nor what fills a slot escapes its context, in any part of the design
// system that comes with Portico.
func TestG2HostileValues(t *testing.T) {
	r := shipped(t)
	set, err := Compile(r)
	if err != nil {
		t.Fatal(err)
	}
	hostile := []string{
		`"><script>alert(1)</script>`, `'><img src=x onerror=alert(1)>`, `" onmouseover="alert(1)`, "` onload=alert(1) `",
		`</title></textarea></script><svg onload=alert(1)>`, `javascript:alert(1)`, `{{.Site}}`, "\x00\u2028</p>", `&quot;><b>`, `--><b onclick=x>`,
	}
	for _, bad := range hostile {
		for _, v := range Samples(r) {
			v.Brand = "orvane"
			for name := range v.Menus {
				v.Menus[name] = []Item{{ID: "x", Label: bad, Description: bad, URL: bad, Items: []Item{{ID: "y", Label: bad, URL: bad}}}}
			}
			v.Site.Name, v.Site.Home, v.Site.SignIn, v.Search, v.Feedback = bad, bad, bad, bad, bad
			v.Sites = []Site{{Name: bad, Home: bad}}
			v.Consent = &Consent{Version: bad, Title: bad, Text: bad, Policy: bad, Categories: []Category{{Key: bad, Label: bad, Text: bad}}}
			rendered, err := set.Render(v)
			if err != nil {
				t.Fatal(err)
			}
			var page strings.Builder
			holes := map[string]string{"label": bad, "name": bad, "locale": bad, "dir": bad, "url": bad}
			simple := slices.Collect(maps.Values(rendered.Layouts[published.LayoutSimple]))
			for _, part := range slices.AppendSeq(simple, maps.Values(rendered.Parts)) {
				part.Fill(&page, func(s published.Segment) string {
					switch s.Slot {
					case "breadcrumbs", "languages":
						return rendered.Slots.Render(s.Slot+".frame", map[string]string{"items": rendered.Slots.Render(s.Slot+".item", holes)})
					case "account":
						return rendered.Slots.Render("account.signedIn", holes) + rendered.Slots.Render("account.anonymous", map[string]string{"returnTo": bad})
					case "current", "theme":
						return rendered.Slots.Render(map[string]string{"current": "current.page", "theme": "theme.dark"}[s.Slot], nil)
					case "notices":
						inside := rendered.Slots.Render("notices.link", holes) + rendered.Slots.Render("notices.close", holes)
						return rendered.Slots.Render("notices.info", map[string]string{
							"label": bad, "name": bad, "locale": bad, "dir": bad, "items": inside,
						})
					}
					return html.EscapeString(bad)
				})
			}
			checkHarmless(t, page.String(), bad)
		}
	}
}

// checkHarmless looks for what only an escape could have made.
func checkHarmless(t *testing.T, page, bad string) {
	t.Helper()
	z := nethtml.NewTokenizer(strings.NewReader(page))
	for z.Next() != nethtml.ErrorToken {
		tok := z.Token()
		if tok.Type == nethtml.TextToken || tok.Type == nethtml.EndTagToken {
			continue
		}
		if tok.Type == nethtml.CommentToken || tok.Data == "img" || tok.Data == "b" || tok.Data == "title" {
			t.Fatalf("%q made %s", bad, tok)
		}
		for _, a := range tok.Attr {
			if strings.HasPrefix(a.Key, "on") || a.Key == "style" || strings.ContainsAny(a.Key, "\"'`<") {
				t.Fatalf("%q made the attribute %s of %s", bad, a.Key, tok)
			}
			// the addresses of slots are checked before they fill one (weburl), those of the view by html/template
			if a.Key == "action" && strings.HasPrefix(a.Val, "javascript:") {
				t.Fatalf("%q made %s", bad, tok)
			}
		}
	}
}

// TestNoInlineAnything: the shipped parts work under the strictest Content-Security-Policy (G1), and each root says what it is.
func TestG1Roots(t *testing.T) {
	r := shipped(t)
	set, err := Compile(r)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range Samples(r) {
		v.Brand = "klio"
		out, err := set.Render(v)
		if err != nil {
			t.Fatal(err)
		}
		for name := range out.Parts {
			if name == "head" || name == "scripts" {
				continue
			}
			for layout, parts := range map[string]published.Parts{"full": out.Parts, "simple": out.Layouts["simple"]} {
				var b strings.Builder
				parts[name].Fill(&b, func(s published.Segment) string { return s.Slot })
				want := fmt.Sprintf(`" data-portico-part="%s" data-portico-generation="generation" data-portico-brand="klio" lang="%s" dir="%s"theme>`,
					name, v.Locale, v.Dir)
				if b.Len() > 0 && (!strings.Contains(b.String(), want) || !strings.Contains(b.String(), `class="portico-part portico-`)) {
					t.Errorf("%s %s: no root with %s", layout, name, want)
				}
			}
		}
	}
}

func TestRenderConcurrently(t *testing.T) {
	set, err := Compile(release(t, nil))
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			tag, want := "en", "Hello &lt;you&gt;"
			if i%2 == 0 {
				tag, want = "fr", "Bonjour"
			}
			for range 50 {
				out, err := set.Render(View{Brand: "one", Locale: tag})
				if err != nil || !strings.Contains(out.Parts["header"][2].Text, want) {
					t.Errorf("%s: %v, %v", tag, out, err)
					return
				}
			}
		})
	}
	wg.Wait()
}

func BenchmarkRender(b *testing.B) {
	r := shipped(b)
	set, err := Compile(r)
	if err != nil {
		b.Fatal(err)
	}
	v := Samples(r)[0]
	v.Brand = "orvane"
	v.Menus["main"] = nil
	for i := range 6 {
		top := Item{ID: fmt.Sprint("t", i), Label: "Top", URL: "https://www.example.com/top", Description: "About it"}
		for j := range 4 {
			group := Item{ID: fmt.Sprint("g", i, j), Label: "Group", URL: "https://www.example.com/group"}
			for k := range 4 {
				group.Items = append(group.Items, Item{ID: fmt.Sprint("l", i, j, k), Label: "A link", URL: "https://www.example.com/group/link"})
			}
			top.Items = append(top.Items, group)
		}
		v.Menus["main"] = append(v.Menus["main"], top)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := set.Render(v); err != nil {
			b.Fatal(err)
		}
	}
}
