package publishing_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/designsystem"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/publishing"
	"github.com/portico-cms/portico/internal/schema"
	"github.com/portico-cms/portico/internal/site"
)

// shippedGroup is site one with the design system that comes with Portico, a menu for some, and a child site two.
func shippedGroup(t testing.TB, c *publishing.Compiler, options string) publishing.Shared {
	t.Helper()
	one := "key: one\nname: One\norigins: [\"https://one.example\"]\nowner: Team\nbrand: orvane\ndefaultLocale: en\nlocales:\n  - {tag: en, home: /}\n" +
		"  - {tag: ar, fallback: en, home: /ar/}\ntheme: dark\n" + options
	two := "key: two\nname: Two\norigins: [\"https://two.example\"]\nowner: Team\nbrand: klio\nparent: one\nlocales:\n  - {tag: en, home: /}\n"
	main := "name: main\nspace: shared\nitems:\n" +
		"  - {id: offers, label: {en: Offers}, site: one, path: /offers}\n" +
		"  - {id: trade, label: {en: Trade}, site: one, path: /trade, audiences: [partner, customer]}\n" +
		"  - {id: join, label: {en: Join us}, site: one, path: /join, audiences: [anonymous]}\n"
	f := read(t, map[string]string{"sites/one.yaml": one, "sites/two.yaml": two, "menus/shared/main.yaml": main})
	release, err := designsystem.Load(os.DirFS("../../design-system"))
	if err != nil {
		t.Fatal(err)
	}
	look, err := c.Look(release)
	if err != nil {
		t.Fatal(err)
	}
	return publishing.Shared{Sites: f.Sites, Menus: f.Menus, Look: look}
}

const fullOptions = `options:
  logo: alone
  sticky: true
  density: compact
  hidden: [offers, gone]
  switcher: [one, two]
  feedback: https://feedback.example/in
  menu:
    - {id: own, label: {en: Of our own, ar: خاص}, icon: leaf, items: [{id: own-a, label: {en: A}, path: /own/a}]}
  utility:
    - {id: adviser, label: {en: Your adviser}, path: /adviser, audiences: [partner]}
  consent:
    version: "3"
    policy: {en: /privacy}
    text: {en: We ask you}
    categories: [{key: statistics}, {key: chat, label: {en: Chat}}]
`

func ids(items []published.Item) (out []string) {
	for _, it := range items {
		out = append(out, it.ID)
	}
	return out
}

// TestOptions: what a site has of its own, hides and asks, for everybody and for each audience; and what a child inherits of it.
func TestOptions(t *testing.T) {
	c := newCompiler()
	records, err := c.Shared(shippedGroup(t, c, fullOptions))
	if err != nil {
		t.Fatal(err)
	}
	everybody, partner, customer := bundle(t, records, "one/en"), bundle(t, records, "one/en/partner"), bundle(t, records, "one/en/customer")
	for name, tt := range map[string]struct{ got, want []string }{
		"everybody":         {ids(everybody.Menus["main"]), []string{"join", "own"}},
		"partner":           {ids(partner.Menus["main"]), []string{"trade", "own"}},
		"customer":          {ids(customer.Menus["main"]), []string{"trade", "own"}},
		"partner utility":   {ids(partner.Menus["utility"]), []string{"adviser"}},
		"everybody utility": {ids(everybody.Menus["utility"]), nil},
		"the child's":       {ids(bundle(t, records, "two/en").Menus["main"]), []string{"offers", "join"}},
		"audiences":         {siteOf(t, records, "one").Audiences, []string{"customer", "partner"}},
	} {
		if diff := cmp.Diff(tt.want, tt.got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	if own := everybody.Menus["main"][1]; own.URL != "" || own.Items[0].URL != "https://one.example/own/a" || own.Items[0].Path != "/own/a" {
		t.Errorf("an item of its own: %+v", own)
	}
	if !slices.ContainsFunc(everybody.Warnings, func(w string) bool { return strings.Contains(w, `"gone"`) }) {
		t.Errorf("nobody is told that a hidden item is not there: %q", everybody.Warnings)
	}
	if partner.Audience != "partner" || everybody.Audience != "" || partner.Locale != "en" {
		t.Error("whose bundle it is")
	}
	for part, want := range map[string][]string{
		"header":   {"portico-header--sticky", `data-portico-density="compact"`, `href="https://two.example/"`, `aria-current="true">One</a>`, `/v1/sites/one/search?locale=en`, `<span class="portico-hidden">One</span>`},
		"consent":  {`data-portico-consent="3"`, "We ask you", `href="https://one.example/privacy"`, `name="statistics"`, "Tells us which pages", `name="chat"`, "Chat"},
		"feedback": {`action="https://feedback.example/in"`, `name="locale" value="en"`},
		"footer":   {`data-portico-consent-do="open"`},
	} {
		for _, text := range want {
			if got := markup(everybody.Parts[part]); !strings.Contains(got, text) {
				t.Errorf("%s has no %s:\n%s", part, text, got)
			}
		}
	}
	child := bundle(t, records, "two/en")
	if got := markup(child.Parts["consent"]); !strings.Contains(got, `data-portico-consent="3"`) || !strings.Contains(got, "https://two.example/privacy") {
		t.Errorf("a child asks what its parent asks, at its own address: %s", got)
	}
	if got := markup(child.Parts["header"]); !strings.Contains(got, `aria-current="true">Two</a>`) || strings.Contains(got, "sticky") {
		t.Errorf("a child has its parent's switcher, and not its other options: %s", got)
	}
	if strings.Contains(markup(child.Parts["feedback"]), "<form") {
		t.Error("without an address, nobody is asked")
	}
	facts := siteOf(t, records, "one")
	if facts.Theme != "dark" || !slices.Contains(facts.CSP["connect-src"], "https://feedback.example") || !slices.Contains(facts.CSP["form-action"], "https://feedback.example") {
		t.Errorf("theme and policy: %+v", facts)
	}
}

// TestLayouts: the simple header and footer have no menus, and are themselves in every locale.
func TestLayouts(t *testing.T) {
	c := newCompiler()
	records, err := c.Shared(shippedGroup(t, c, fullOptions))
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"one/en", "one/ar", "two/en", "one/ar/partner"} {
		b := bundle(t, records, key)
		simple, full := b.PartsIn(published.LayoutSimple), b.PartsIn(published.LayoutFull)
		if got := markup(simple["header"]); strings.Contains(got, "portico-nav") || !strings.Contains(got, "portico-logo") {
			t.Errorf("%s: the simple header: %s", key, got)
		}
		if got := markup(simple["footer"]); strings.Contains(got, "portico-columns") || !strings.Contains(got, "portico-footer__end") {
			t.Errorf("%s: the simple footer: %s", key, got)
		}
		if !strings.Contains(markup(full["header"]), "portico-nav") || markup(simple["consent"]) != markup(full["consent"]) {
			t.Errorf("%s: the full layout", key)
		}
		for name, part := range b.PartsIn(published.LayoutNone) {
			if (len(part) > 0) != (name == "head" || name == "scripts") {
				t.Errorf("%s: the part %s of no layout: %s", key, name, markup(part))
			}
		}
	}
}

// TestOptionProblems: what the design system does not have keeps a site from being published.
func TestOptionProblems(t *testing.T) {
	c := newCompiler()
	for options, want := range map[string]string{
		"options: {menu: [{id: own, label: {en: A}, path: /, icon: nothing}]}": "/options/menu/0/icon unknown_icon",
		"options: {utility: [{id: offers, label: {en: A}, path: /}]}":          "/items/offers repeated",
	} {
		_, err := c.Shared(shippedGroup(t, c, options))
		var ps fault.Problems
		if !errors.As(err, &ps) || len(ps) == 0 || !strings.Contains(ps[0].Pointer+" "+ps[0].Code, want) {
			t.Errorf("%s: %v", options, err)
		}
	}
	in := shippedGroup(t, c, "")
	for i := range 13 {
		in.Sites[0].Options.Utility = append(in.Sites[0].Options.Utility, site.Link{
			ID: fmt.Sprintf("l%d", i), Label: map[string]string{"en": "L"}, Path: "/", Audiences: []string{fmt.Sprintf("audience-%d", i)},
		})
	}
	if _, err := c.Shared(in); err == nil || !strings.Contains(err.Error(), "audiences") {
		t.Errorf("audiences without end: %v", err)
	}
}

const noticeModel = `name: notice
label: {en: Notice}
title: title
fields:
  - {name: title, kind: text, label: {en: T}, localized: true}
  - {name: message, kind: markdown, label: {en: M}, localized: true}
  - {name: severity, kind: text, label: {en: S}}
  - {name: startsAt, kind: date-time, label: {en: F}}
  - {name: endsAt, kind: date-time, label: {en: U}}
  - {name: dismissible, kind: boolean, label: {en: D}}
  - {name: link, kind: text, label: {en: L}, localized: true}
  - {name: linkLabel, kind: text, label: {en: L}, localized: true}
  - {name: paths, kind: tags, label: {en: P}}
  - {name: audiences, kind: tags, label: {en: A}}
  - {name: inside, kind: text, label: {en: I}, readableBy: [editor]}
`

// noticed is a published entry; doc by locale.
func noticed(space, key string, shared map[string]any, docs map[string]map[string]any) *content.Stored {
	e := &content.Entry{ID: content.NewID(), Space: space, Type: "notice", Key: key, Shared: shared, Locales: docs}
	s := &content.Stored{Draft: e, Published: e, PublishedAt: map[string]time.Time{}}
	for tag := range docs {
		s.PublishedAt[tag] = time.Unix(0, 0)
	}
	return s
}

// TestNotices: each from the nearest space, in a language of the chain, for its audience, the most urgent and the newest first, and
// harmless whatever is written into it.
func TestNotices(t *testing.T) {
	c := newCompiler()
	in := shippedGroup(t, c, "")
	var err error
	if in.Model, err = schema.FromFiles(map[string][]byte{"notice.yaml": []byte(noticeModel)}); err != nil {
		t.Fatal(err)
	}
	title := func(s string) map[string]map[string]any { return map[string]map[string]any{"en": {"title": s}} }
	trashed := noticed("shared", "trashed", nil, title("Trashed"))
	now := time.Now()
	trashed.TrashedAt = &now
	unpublished := noticed("shared", "draft", nil, title("Draft"))
	unpublished.Published, unpublished.PublishedAt = nil, nil
	in.Notices = []*content.Stored{
		trashed, unpublished,
		noticed("shared", "old", map[string]any{"severity": "info", "startsAt": "2026-01-01T00:00:00Z"}, title("Old")),
		noticed("shared", "new", map[string]any{"severity": "info", "startsAt": "2026-02-01T00:00:00+01:00", "dismissible": true}, title("New")),
		noticed("shared", "storm", map[string]any{"severity": "critical", "startsAt": "2025-01-01T00:00:00Z", "endsAt": "2027-01-01T00:00:00Z"},
			map[string]map[string]any{"en": {"title": "Storm", "message": "**Now** <script>alert(1)</script> [x](javascript:alert(1))", "link": "/map"}, "ar": {"title": "عاصفة"}}),
		noticed("one", "old", map[string]any{"severity": "what"}, title("Own")),
		noticed("shared", "partners", map[string]any{"audiences": []any{"partner", "Not A Name"}, "paths": []any{"/b/../a/", "nonsense"}}, title("Partners")),
		noticed("shared", "bad-link", map[string]any{"audiences": []any{"partner"}}, map[string]map[string]any{"en": {"title": "Bad link", "link": "javascript:alert(1)"}}),
		noticed("shared", "nowhere", map[string]any{"paths": []any{"nonsense"}}, title("Nowhere")),
		noticed("two", "elsewhere", nil, title("Elsewhere")),
		noticed("shared", "french", nil, map[string]map[string]any{"fr": {"title": "Rien"}}),
		noticed("shared", "untitled", nil, map[string]map[string]any{"en": {"message": "x"}}),
	}
	records, err := c.Shared(in)
	if err != nil {
		t.Fatal(err)
	}
	titles := func(key string) (out []string) {
		for _, n := range bundle(t, records, key).Notices {
			out = append(out, n.Title)
		}
		return out
	}
	for key, want := range map[string][]string{
		"one/en": {"Storm", "New", "Own"}, "one/ar": {"عاصفة", "New", "Own"}, "one/en/partner": {"Storm", "New", "Bad link", "Own", "Partners"},
		"two/en": {"Storm", "New", "Elsewhere", "Own"},
	} {
		if diff := cmp.Diff(want, titles(key)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", key, diff)
		}
	}
	storm := bundle(t, records, "one/en").Notices[0]
	if strings.Contains(storm.HTML, "script") || !strings.Contains(storm.HTML, "<strong>Now</strong>") {
		t.Errorf("I7: %s", storm.HTML)
	}
	if storm.Link == nil || *storm.Link != (published.Crumb{Label: "Storm", URL: "https://one.example/map"}) || storm.Until == nil || storm.Dir != "ltr" {
		t.Errorf("%+v", storm)
	}
	forPartners := bundle(t, records, "one/en/partner")
	if forPartners.Notices[2].Link != nil || !slices.ContainsFunc(forPartners.Warnings, func(w string) bool { return strings.Contains(w, `"bad-link"`) }) {
		t.Errorf("S4: %+v, %q", forPartners.Notices[2].Link, forPartners.Warnings)
	}
	partners := forPartners.Notices[4]
	if diff := cmp.Diff([]string{"/a"}, partners.Paths); diff != "" || partners.Severity != "info" {
		t.Errorf("%+v", partners)
	}
	in.Notices[4].Published = in.Notices[4].Published.Clone()
	in.Notices[4].Published.Locales["en"]["title"] = "Storm is over"
	again, err := c.Shared(in)
	if err != nil {
		t.Fatal(err)
	}
	if id := bundle(t, again, "one/en").Notices[0].ID; id == storm.ID || !strings.HasPrefix(id, "storm-") {
		t.Errorf("a notice that says something else is another one to who closed it: %s", id)
	}
}

func siteOf(t testing.TB, records []published.Record, key string) (s published.Site) {
	t.Helper()
	for _, r := range records {
		if r.Kind == published.KindSite && r.Key == key {
			if err := json.Unmarshal(r.Body, &s); err != nil {
				t.Fatal(err)
			}
			return s
		}
	}
	t.Fatalf("there is no site %s", key)
	return s
}

// markup shows a part with its slots in brackets.
func markup(p published.Part) string {
	var b strings.Builder
	p.Fill(&b, func(s published.Segment) string { return "[" + s.Slot + "]" })
	return b.String()
}
