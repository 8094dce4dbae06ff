package exchange_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/exchange"
)

// texts gives units by what a table needs of them.
func texts(units []exchange.Unit) [][4]string {
	var out [][4]string
	for _, u := range units {
		out = append(out, [4]string{u.Pointer, u.Source, u.Target, string(u.State)})
	}
	return out
}

func english() object {
	return object{
		"title": "Spring", "slug": "spring", "intro": "Two\nlines", "notes": "See [this](/x) `code`", "words": list{"garden", "sun"},
		"internal": "not for agencies", "link": "/x",
		"text": node("doc",
			node("paragraph", text("A "), text("bold ", bold), text("link", link, bold), object{"type": "hardBreak"}, text("<1> end")),
			node("codeBlock", text("x := 1")),
			node("bulletList", node("listItem", node("paragraph", text("item")))),
		),
		"team": list{object{"role": "Chief", "page": "/chief"}},
		"body": list{
			object{"$type": "section", "$key": "s", "heading": "Head", "people": list{object{"role": "Cook"}, object{"role": "Baker"}}},
			object{"$type": "teaser", "$key": "t", "wide": true, "image": object{"file": object{"$media": entryID}, "alt": "A tree"}},
		},
	}
}

func TestCollect(t *testing.T) {
	m := landing(t)
	e := entry(t, m, english(), object{"title": "Printemps", "intro": "Deux lignes"})
	got := exchange.Collect(m.Type("landing"), e, 7, "en", "fr", exchange.Options{Base: map[string]string{"/title": "Spring", "/intro": "One line"}})
	want := [][4]string{
		{"/title", "Spring", "Printemps", "current"},
		{"/intro", "Two\nlines", "Deux lignes", "outdated"},
		{"/notes", "See [this](/x) `code`", "", "missing"},
		{"/text/content/0", `A <1>bold </1><2><3>link</3></2><4/><\1> end`, "", "missing"},
		{"/text/content/2/content/0/content/0", "item", "", "missing"},
		{"/words", "garden\nsun", "", "missing"},
		{"/team/0/role", "Chief", "", "missing"},
		{"/body/s/heading", "Head", "", "missing"},
		{"/body/s/people/0/role", "Cook", "", "missing"},
		{"/body/s/people/1/role", "Baker", "", "missing"},
		{"/body/t/image/alt", "A tree", "", "missing"},
	}
	if diff := cmp.Diff(want, texts(got.Units)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff("Body › Image › Alternative text", got.Units[10].Note); diff != "" {
		t.Error(diff)
	}
	codes := []exchange.Code{
		{Name: "bold", Start: "<b>", End: "</b>"}, {Name: "link", Start: `<a href="/offers">`, End: "</a>"},
		{Name: "bold", Start: "<b>", End: "</b>"}, {Name: "hardBreak", Start: "<br>"},
	}
	if diff := cmp.Diff(codes, got.Units[3].Codes); diff != "" {
		t.Error(diff)
	}
	open := exchange.Collect(m.Type("landing"), e, 7, "en", "fr", exchange.Options{OnlyOpen: true})
	if n := len(open.Units); n != 9 || open.Title != "Spring" || open.ID != entryID || open.Version != 7 {
		t.Errorf("%d open texts, title %q", n, open.Title)
	}
	if base := exchange.Texts(m.Type("landing"), e, "fr"); cmp.Diff(base, map[string]string{"/title": "Printemps", "/intro": "Deux lignes"}) != "" {
		t.Error(base)
	}
}

func TestApply(t *testing.T) {
	people := func(roles ...string) list {
		out := list{}
		for _, role := range roles {
			out = append(out, object{"role": role, "loud": role + "!"})
		}
		return out
	}
	teaser := func(alt any) object {
		image := object{"file": object{"$media": entryID}}
		if alt != nil {
			image["alt"] = alt
		}
		return object{"$type": "teaser", "$key": "t", "wide": true, "image": image}
	}
	unit := func(pointer, source, target string) exchange.Unit {
		return exchange.Unit{Pointer: pointer, Source: source, Target: target, Line: 3}
	}
	tests := []struct {
		name     string
		fr       object // before
		unit     exchange.Unit
		force    bool
		want     object // after; nil where nothing changes
		problem  string // its code, or "conflict"
		unfit    string
		withMore []exchange.Unit
	}{
		{name: "a text", unit: unit("/title", "Spring", "Printemps"), want: object{"title": "Printemps"}},
		{name: "white space of a tool", unit: unit("/intro", " Two lines", "Deux\nlignes"), want: object{"intro": "Deux\nlignes"}},
		{name: "tags", unit: unit("/words", "garden\nsun", "jardin\n soleil\n"), want: object{"words": list{"jardin", "soleil"}}},
		{name: "another source", unit: unit("/title", "Summer", "Été"), problem: "conflict"},
		{name: "another source, forced", unit: unit("/title", "Summer", "Été"), force: true, want: object{"title": "Été"}},
		{name: "no such text", unit: unit("/nothing/0", "a", "b"), problem: "unknown_text"},
		{name: "a slug", unit: unit("/slug", "spring", "printemps"), problem: "unknown_text"},
		{name: "a shared field", unit: unit("/name", "Shared", "Partagé"), force: true, problem: "unknown_text"},
		{name: "a field not for all", unit: unit("/internal", "not for agencies", "x"), force: true, problem: "unknown_text"},
		{name: "a whole component", unit: unit("/body/s", "x", "y"), force: true, problem: "unknown_text"},
		{name: "codes in plain text", unit: unit("/title", "Spring", "<1>Printemps</1>"), problem: "codes"},
		{name: "signs that are text", unit: unit("/title", "Spring", `<\1>`), want: object{"title": "<1>"}},
		{name: "codes without end", unit: unit("/text/content/0", "x", strings.Repeat("<1>a", 50_000)), force: true, problem: "codes"},
		{name: "a text without end", unit: unit("/title", "Spring", strings.Repeat("a", 5<<20)), problem: "too_large"},
		{name: "two lines in one", unit: unit("/title", "Spring", "Prin\ntemps"), problem: "line_break"},
		{
			name: "too long to publish", unit: unit("/body/t/image/alt", "A tree", "Un arbre très, très grand"), unfit: "too_long",
			want: object{"body": list{
				object{"$type": "section", "$key": "s"}, teaser("Un arbre très, très grand"),
			}},
		},
		{
			name: "a block of its own stays, a new one comes behind its neighbour",
			fr:   object{"body": list{object{"$type": "teaser", "$key": "own"}, object{"$type": "section", "$key": "s", "heading": "Tête"}}},
			unit: unit("/body/t/image/alt", "A tree", "Un arbre"),
			want: object{"body": list{
				object{"$type": "teaser", "$key": "own"}, object{"$type": "section", "$key": "s", "heading": "Tête"}, teaser("Un arbre"),
			}},
		},
		{
			name: "a block of another kind", fr: object{"body": list{object{"$type": "teaser", "$key": "s"}}},
			unit: unit("/body/s/heading", "Head", "Tête"), problem: "structure",
		},
		{
			name: "media of its own stays", fr: object{"body": list{object{"$type": "teaser", "$key": "t", "image": object{"alt": "x"}}}},
			unit: unit("/body/t/image/alt", "A tree", "Un arbre"),
			want: object{"body": list{object{"$type": "teaser", "$key": "t", "image": object{"alt": "Un arbre"}}}},
		},
		{name: "a gap in a list without keys", unit: unit("/body/s/people/1/role", "Baker", "Boulanger"), problem: "gap"},
		{
			name: "no gap", unit: unit("/body/s/people/1/role", "Baker", "Boulanger"),
			withMore: []exchange.Unit{unit("/body/s/people/0/role", "Cook", "Cuisinier")},
			want:     object{"body": list{object{"$type": "section", "$key": "s", "people": people("Cuisinier", "Boulanger")}, teaser(nil)}},
		},
		{
			name: "rich text, codes in another order and a break less",
			unit: unit("/text/content/0", `A <1>bold </1><2><3>link</3></2><4/><\1> end`, `<2><3>lien</3></2> <1>gras</1> <\1>`),
			want: object{"text": node("doc",
				node("paragraph", text("lien", link, bold), text(" "), text("gras", bold), text(" <1>")),
				node("codeBlock", text("x := 1")), node("bulletList", node("listItem", node("paragraph"))),
			)},
		},
		{
			name: "rich text too long to publish", unfit: "too_long",
			unit: unit("/text/content/2/content/0/content/0", "item", strings.Repeat("long ", 20)),
			want: object{"text": node("doc",
				node("paragraph"), node("codeBlock", text("x := 1")),
				node("bulletList", node("listItem", node("paragraph", text(strings.Repeat("long ", 20))))),
			)},
		},
		{name: "rich text with a control character", unit: unit("/text/content/2/content/0/content/0", "item", "a\x01"), problem: "bad_text"},
		{
			name: "a code is missing", problem: "codes",
			unit: unit("/text/content/0", `A <1>bold </1><2><3>link</3></2><4/><\1> end`, `lien <1>gras</1>`),
		},
		{
			name: "rich text of another shape", fr: object{"text": node("doc", node("paragraph", text("Tout")))}, problem: "structure",
			unit: unit("/text/content/2/content/0/content/0", "item", "point"),
		},
		{
			name: "rich text of another shape, all of it", fr: object{"text": node("doc", node("paragraph", text("Tout")))},
			unit: unit("/text/content/2/content/0/content/0", "item", "point"),
			withMore: []exchange.Unit{
				unit("/text/content/0", `A <1>bold </1><2><3>link</3></2><4/><\1> end`, `<1>a</1><2><3>b</3></2>`),
			},
			want: object{"text": node("doc",
				node("paragraph", text("a", bold), text("b", link, bold)),
				node("codeBlock", text("x := 1")), node("bulletList", node("listItem", node("paragraph", text("point")))),
			)},
		},
	}
	m := landing(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := entry(t, m, english(), tt.fr)
			want := e.Clone()
			for name, v := range tt.want {
				if want.Locales["fr"] == nil {
					want.Locales["fr"] = object{}
				}
				want.Locales["fr"][name] = v
			}
			content.Compute(m.Type("landing"), want)
			got, out := exchange.Apply(m.Type("landing"), e, "en", "fr", append(tt.withMore, tt.unit), tt.force)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
			problem, unfit := "", ""
			for _, c := range out.Conflicts {
				problem = "conflict"
				if c.Now != "Spring" || c.Sent != "Summer" || c.Target != "Été" {
					t.Errorf("%+v", c)
				}
			}
			for _, p := range out.Problems {
				problem = p.Code
				if p.Line != 3 && p.Code != "bad_text" { // of rich text, the value as a whole is judged
					t.Errorf("no line: %+v", p)
				}
			}
			for _, p := range out.AtPublish {
				unfit = p.Code
			}
			if problem != tt.problem || unfit != tt.unfit {
				t.Errorf("outcome %+v; want problem %q, unfit %q", out, tt.problem, tt.unfit)
			}
		})
	}
}
