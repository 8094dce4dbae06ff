package content_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	contenttypes "github.com/portico-cms/portico/content-types"
	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/schema"
)

// model is the default model: these tests are about entries of its articles.
func model(t *testing.T) *schema.Model {
	t.Helper()
	m, err := schema.Load(contenttypes.FS)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// article is a complete one in French and English.
func article() *content.Entry {
	return &content.Entry{
		ID: content.NewID(), Space: "shared", Type: "article", Key: "winter-tariff",
		Shared: map[string]any{"category": "news", "publishedOn": "2026-10-01"},
		Locales: map[string]map[string]any{
			"fr": {"title": "Tarif d’hiver", "slug": "tarif-d-hiver", "summary": "Court.", "body": "# Long"},
			"en": {"title": "Winter tariff", "slug": "winter-tariff", "summary": "Short.", "body": "# Long"},
		},
	}
}

// short gives "pointer code" of each problem.
func short(ps fault.Problems) []string {
	var out []string
	for _, p := range ps {
		out = append(out, strings.TrimSpace(p.Pointer+" "+p.Code))
	}
	slices.Sort(out)
	return out
}

func TestNewIDsAreInOrder(t *testing.T) {
	last := ""
	for range 1000 {
		id := content.NewID()
		if !content.EntryID.MatchString(id) || id <= last {
			t.Fatalf("id %q after %q", id, last)
		}
		last = id
	}
}

func TestNormalize(t *testing.T) {
	e := article()
	e.Shared["tags"] = []any{" a ", "a"}
	e.Shared["contact"] = ""
	e.Shared["related"] = []any{"faq/meter-reading"}
	e.Locales["fr-ca"] = map[string]any{"title": " Tarif\u0301 ", "body": "a\r\nb", "summary": nil}
	e.Locales["de"] = nil
	before := e.Clone()
	got, ps := content.Normalize(model(t), e)
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	want := article()
	want.ID = e.ID
	want.Shared["tags"] = []any{"a"}
	want.Shared["related"] = []any{map[string]any{"$ref": "faq/meter-reading"}}
	want.Locales["fr-CA"] = map[string]any{"title": "Tarif\u0301", "body": "a\nb"}
	want.Locales["de"] = map[string]any{}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	again, ps := content.Normalize(model(t), got)
	if diff := cmp.Diff(got, again); diff != "" || len(ps) > 0 {
		t.Errorf("a second time it changes: %s%v", diff, ps)
	}
	before.Locales["de"] = nil
	if diff := cmp.Diff(before, e); diff != "" {
		t.Errorf("the given entry changed:\n%s", diff)
	}
}

func TestNormalizeProblems(t *testing.T) {
	tests := []struct {
		name   string
		change func(*content.Entry)
		want   []string
	}{
		{"good", func(*content.Entry) {}, nil},
		{"an incomplete draft is one too", func(e *content.Entry) { e.Shared, e.Locales = nil, nil }, nil},
		{"what publishing would refuse", func(e *content.Entry) { e.Shared["category"], e.Locales["fr"]["slug"] = "gossip", "Not A Slug" }, nil},
		{"no id yet", func(e *content.Entry) { e.ID = "" }, nil},
		{"key left out", func(e *content.Entry) { e.Key = "" }, nil},
		{"neither key nor id", func(e *content.Entry) { e.ID, e.Key = "", "" }, []string{"/key bad_name"}},
		{"other UUID", func(e *content.Entry) { e.ID = "f47ac10b-58cc-4372-a567-0e02b2c3d479" }, []string{"/id bad_id"}},
		{"hostile key", func(e *content.Entry) { e.Key = "../../x" }, []string{"/key bad_name"}},
		{"hostile space", func(e *content.Entry) { e.Space = "a/b" }, []string{"/space bad_name"}},
		{"unknown type", func(e *content.Entry) { e.Type = "__proto__" }, []string{"/type unknown_type"}},
		{"unknown fields", func(e *content.Entry) { e.Shared["__proto__"], e.Locales["fr"]["a/b~c"] = "x", "x" },
			[]string{"/locales/fr/a~1b~0c unknown_field", "/shared/__proto__ unknown_field"}},
		{"on the wrong side", func(e *content.Entry) { e.Shared["title"], e.Locales["fr"]["category"] = "x", "news" },
			[]string{"/locales/fr/category shared_field", "/shared/title localized_field"}},
		{"wrong types", func(e *content.Entry) {
			e.Shared["publishedOn"], e.Shared["tags"], e.Locales["en"]["title"] = "tomorrow", []any{"a", 1.0}, 3.0
		}, []string{"/locales/en/title wrong_type", "/shared/publishedOn bad_date", "/shared/tags/1 wrong_type"}},
		{"reference to a type that is not allowed", func(e *content.Entry) { e.Shared["related"] = []any{"faq/a", "country/ch"} }, []string{"/shared/related/1 wrong_type"}},
		{"no language", func(e *content.Entry) { e.Locales["français"] = map[string]any{} }, []string{"/locales/français bad_locale"}},
		{"language twice", func(e *content.Entry) { e.Locales["FR"] = map[string]any{} }, []string{"/locales/fr repeated"}},
		{"too many languages", func(e *content.Entry) {
			for a := 'a'; a <= 'z'; a++ {
				for b := 'a'; b <= 'z'; b++ {
					e.Locales[string([]rune{a, b})] = nil
				}
			}
		}, []string{"/locales too_many"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := article()
			tt.change(e)
			got, ps := content.Normalize(model(t), e)
			if diff := cmp.Diff(tt.want, short(ps)); diff != "" {
				t.Errorf("problems (-want +got):\n%s%v", diff, ps)
			}
			if got == nil || got.Key == "" && e.ID != "" {
				t.Errorf("entry %+v", got)
			}
		})
	}
}

func TestCheckPublish(t *testing.T) {
	tests := []struct {
		name    string
		change  func(*content.Entry)
		locales []string
		live    []string
		want    []string
	}{
		{"good", func(*content.Entry) {}, []string{"fr", "en"}, nil, nil},
		{"no locale", func(*content.Entry) {}, nil, nil, []string{"/locales required"}},
		{"a locale without a document", func(*content.Entry) {}, []string{"de"}, nil, []string{"/locales/de required"}},
		{"missing values", func(e *content.Entry) {
			delete(e.Shared, "publishedOn")
			delete(e.Locales["fr"], "body")
			e.Locales["en"]["title"] = "  "
		}, []string{"fr", "en"}, nil, []string{"/locales/en/title required", "/locales/fr/body required", "/shared/publishedOn required"}},
		{"documents that do not go out are not asked", func(e *content.Entry) { e.Locales["de"] = map[string]any{"title": 3.0} }, []string{"fr"}, []string{"en"}, nil},
		{"bounds and values", func(e *content.Entry) {
			e.Shared["category"], e.Shared["contact"] = "gossip", "nobody"
			e.Locales["fr"]["title"], e.Locales["fr"]["slug"] = strings.Repeat("x", 161), "Ça"
		}, []string{"fr"}, nil, []string{"/locales/fr/slug bad_slug", "/locales/fr/title too_long", "/shared/category unknown_value", "/shared/contact bad_email"}},
		{"of the wrong type is not missing too", func(e *content.Entry) { e.Shared["publishedOn"] = "x" }, []string{"fr"}, nil, []string{"/shared/publishedOn bad_date"}},
		{"a region leaves out what its language has", func(e *content.Entry) { e.Locales["fr-CA"] = map[string]any{"title": "Tarif"} }, []string{"fr-CA", "fr"}, nil, nil},
		{"also where that is out already", func(e *content.Entry) { e.Locales["fr-CA"] = nil }, []string{"fr-CA"}, []string{"fr"}, nil},
		{"not where it stays in", func(e *content.Entry) { e.Locales["fr-CA"] = map[string]any{"title": "Tarif", "slug": "tarif"} }, []string{"fr-CA"}, []string{"en"},
			[]string{"/locales/fr-CA/body required", "/locales/fr-CA/summary required"}},
		{"unknown type", func(e *content.Entry) { e.Type = "x" }, []string{"fr"}, nil, []string{"/type unknown_type"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := article()
			tt.change(e)
			ps := content.CheckPublish(model(t), e, tt.locales, tt.live)
			if diff := cmp.Diff(tt.want, short(ps)); diff != "" {
				t.Errorf("problems (-want +got):\n%s%v", diff, ps)
			}
		})
	}
}

func TestDefaultsAndSlugs(t *testing.T) {
	m := model(t)
	e := &content.Entry{Type: "article", Locales: map[string]map[string]any{
		"de": {"title": "Größere Zähler & mehr"}, "fr": {"title": "L’énergie", "slug": "mine"}, "fr-CA": {"body": "x"}, "ar": {"title": "!"},
	}}
	content.ApplyDefaults(m.Type("article"), e)
	content.DeriveSlugs(m.Type("article"), e)
	want := &content.Entry{Type: "article", Shared: map[string]any{"category": "news"}, Locales: map[string]map[string]any{
		"de": {"title": "Größere Zähler & mehr", "slug": "groessere-zaehler-mehr"}, "fr": {"title": "L’énergie", "slug": "mine"}, "fr-CA": {"body": "x"}, "ar": {"title": "!"},
	}}
	if diff := cmp.Diff(want, e); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	e.Shared["category"] = "press"
	content.ApplyDefaults(m.Type("article"), e)
	if e.Shared["category"] != "press" {
		t.Error("a default takes the place of a value")
	}
}

// TestFollowSlugs: while somebody writes, the slug of a draft follows its title, and whatever they wrote themselves stays.
func TestFollowSlugs(t *testing.T) {
	m := model(t)
	for _, c := range []struct {
		name          string
		before, after map[string]any
		published     bool
		want          any
	}{
		{"the first letters", nil, map[string]any{"title": "A tur"}, false, "a-tur"},
		{"the rest of them", map[string]any{"title": "A tur", "slug": "a-tur"}, map[string]any{"title": "A turbine", "slug": "a-tur"}, false, "a-turbine"},
		{"an old draft without one", map[string]any{"title": "A"}, map[string]any{"title": "A", "body": "x"}, false, "a"},
		{"one's own", map[string]any{"title": "A", "slug": "mine"}, map[string]any{"title": "B", "slug": "mine"}, false, "mine"},
		{"written now", map[string]any{"title": "A", "slug": "a"}, map[string]any{"title": "B", "slug": "c"}, false, "c"},
		{"taken out now", map[string]any{"title": "A", "slug": "a"}, map[string]any{"title": "B"}, false, nil},
		{"published", map[string]any{"title": "A", "slug": "a"}, map[string]any{"title": "B", "slug": "a"}, true, "a"},
		{"a title of signs", nil, map[string]any{"title": "!"}, false, nil},
		{"no document", nil, nil, false, nil},
		{"a slug that is no text", map[string]any{"title": "A", "slug": "a"}, map[string]any{"title": 3, "slug": 4}, false, 4},
	} {
		before := &content.Entry{Type: "article", Locales: map[string]map[string]any{"en": c.before}}
		after := &content.Entry{Type: "article", Locales: map[string]map[string]any{"en": c.after}}
		content.FollowSlugs(m.Type("article"), before, after, func(tag string) bool { return tag == "en" && !c.published })
		if got := after.Locales["en"]["slug"]; got != c.want {
			t.Errorf("%s: slug %v, want %v", c.name, got, c.want)
		}
	}
}

func TestLocalizedDefaultAndSharedSlug(t *testing.T) {
	m, err := schema.FromFiles(map[string][]byte{"tip.yaml": []byte(`name: tip
label: {en: Tip}
title: title
slug: address
fields:
  - {name: title, kind: text, label: {en: Title}}
  - {name: address, kind: slug, label: {en: Address}, from: title}
  - {name: call, kind: text, label: {en: Call}, localized: true, default: Go}
`)})
	if err != nil {
		t.Fatal(err)
	}
	e := &content.Entry{Shared: map[string]any{"title": "Save Power"}, Locales: map[string]map[string]any{"en": nil, "en-GB": nil, "fr": {"call": "Allez"}}}
	content.ApplyDefaults(m.Type("tip"), e)
	content.DeriveSlugs(m.Type("tip"), e)
	want := &content.Entry{
		Shared:  map[string]any{"title": "Save Power", "address": "save-power"},
		Locales: map[string]map[string]any{"en": {"call": "Go"}, "en-GB": nil, "fr": {"call": "Allez"}},
	}
	if diff := cmp.Diff(want, e); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestMerge(t *testing.T) {
	e := &content.Entry{
		Shared: map[string]any{"category": "news"},
		Locales: map[string]map[string]any{
			"fr-CA": {"title": "Titre canadien"}, "fr": {"title": "Titre", "body": "Texte"}, "en": {"title": "Title", "body": "Text", "summary": "Short"}, "ar": nil,
		},
	}
	tests := []struct {
		chain  []string
		fields map[string]any
		from   map[string]string
		ok     bool
	}{
		{[]string{"fr-CA", "fr", "en"}, map[string]any{"category": "news", "title": "Titre canadien", "body": "Texte", "summary": "Short"}, map[string]string{"body": "fr", "summary": "en"}, true},
		{[]string{"fr"}, map[string]any{"category": "news", "title": "Titre", "body": "Texte"}, map[string]string{}, true},
		{[]string{"de", "en"}, map[string]any{"category": "news", "title": "Title", "body": "Text", "summary": "Short"}, map[string]string{"title": "en", "body": "en", "summary": "en"}, true},
		{[]string{"ar"}, map[string]any{"category": "news"}, map[string]string{}, true},
		{[]string{"de"}, nil, nil, false},
		{nil, nil, nil, false},
	}
	for _, tt := range tests {
		fields, from, ok := content.Merge(e, tt.chain)
		if diff := cmp.Diff([]any{tt.fields, tt.from, tt.ok}, []any{fields, from, ok}); diff != "" {
			t.Errorf("Merge(%v) (-want +got):\n%s", tt.chain, diff)
		}
	}
	fields, _, _ := content.Merge(e, []string{"fr"})
	fields["category"] = "x"
	if e.Shared["category"] != "news" {
		t.Error("the merged fields are those of the entry")
	}
}

func TestStoredPublish(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 10, n, 0, 0, 0, 0, time.UTC) }
	s := &content.Stored{Version: 1, Draft: article()}
	states := func(want ...content.Status) {
		t.Helper()
		for i, tag := range []string{"fr", "en", "de"} {
			if got := s.Status(tag); got != want[i] {
				t.Errorf("status of %s is %s, want %s", tag, got, want[i])
			}
		}
	}
	states("draft", "draft", "absent")
	if err := s.Publish(nil, day(1)); !fault.Is(err, fault.Unprocessable) {
		t.Errorf("without locales: %v", err)
	}
	if err := s.Publish([]string{"fr", "de"}, day(1)); !fault.Is(err, fault.Unprocessable) || s.Published != nil || s.PublishedAt != nil {
		t.Errorf("a locale without a document: %v, %+v", err, s.Published)
	}
	if err := s.Publish([]string{"fr"}, day(1)); err != nil {
		t.Fatal(err)
	}
	states("published", "draft", "absent")

	s.Draft.Locales["fr"]["title"] = "Autre"
	states("changed", "draft", "absent")
	if s.Published.Locales["fr"]["title"] != "Tarif d’hiver" {
		t.Error("a change of the draft is served")
	}
	first := s.Published
	if err := s.Publish([]string{"en"}, day(2)); err != nil {
		t.Fatal(err)
	}
	states("changed", "published", "absent")
	if s.Published.Locales["fr"]["title"] != "Tarif d’hiver" || len(first.Locales) != 1 {
		t.Error("publishing one locale changes another, or what was handed out before")
	}
	if diff := cmp.Diff(map[string]time.Time{"fr": day(1), "en": day(2)}, s.PublishedAt); diff != "" {
		t.Error(diff)
	}

	s.Draft.Shared["category"] = "press"
	states("changed", "changed", "absent")
	if err := s.Publish([]string{"en"}, day(3)); err != nil {
		t.Fatal(err)
	}
	if s.Published.Shared["category"] != "press" {
		t.Error("the shared fields stayed in")
	}
	states("changed", "published", "absent")
	delete(s.Draft.Locales, "en")
	states("changed", "changed", "absent")
}

func TestStatusComparesAsJSON(t *testing.T) {
	s := &content.Stored{
		Draft:     &content.Entry{Shared: map[string]any{"position": int64(3)}, Locales: map[string]map[string]any{"en": nil}},
		Published: &content.Entry{Shared: map[string]any{"position": 3.0}, Locales: map[string]map[string]any{"en": {}}},
	}
	if got := s.Status("en"); got != content.StatusPublished {
		t.Errorf("status is %s", got)
	}
}

func TestRefs(t *testing.T) {
	m := model(t)
	e := article()
	e.Shared["related"] = []any{"faq/meter", "article/other", "page/gone"}
	e, ps := content.Normalize(m, e)
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	var got []string
	for _, r := range content.Refs(m.Type("article"), e) {
		got = append(got, r.Pointer+" "+r.String())
	}
	if diff := cmp.Diff([]string{"/shared/related/0 faq/meter", "/shared/related/1 article/other", "/shared/related/2 page/gone"}, got); diff != "" {
		t.Error(diff)
	}
	ids := map[schema.Ref]string{{Type: "faq", Target: "meter"}: "1", {Type: "article", Target: "other"}: "2"}
	ps = content.ResolveRefs(m.Type("article"), e, func(r schema.Ref) (string, bool) { id, ok := ids[r]; return id, ok })
	if diff := cmp.Diff([]string{"/shared/related/2 unknown_entry"}, short(ps)); diff != "" {
		t.Error(diff)
	}
	want := []any{map[string]any{"$ref": "faq/1"}, map[string]any{"$ref": "article/2"}, map[string]any{"$ref": "page/gone"}}
	if diff := cmp.Diff(want, e.Shared["related"]); diff != "" {
		t.Error(diff)
	}
}

// TestComputedTitles: what an entry is called may be made of other fields, and its slug of that: of defaults, too, and as it changes.
func TestComputedTitles(t *testing.T) {
	m, err := schema.FromFiles(map[string][]byte{"person.yaml": []byte(`name: person
label: {en: Person}
title: name
slug: address
fields:
  - {name: address, kind: slug, label: {en: Address}, from: name, localized: true}
  - {name: name, kind: computed, label: {en: Name}, value: "{first} {last} {role}", localized: true}
  - {name: first, kind: text, label: {en: First}}
  - {name: last, kind: text, label: {en: Last}}
  - {name: role, kind: text, label: {en: Role}, localized: true, default: Cook}
`)})
	if err != nil {
		t.Fatal(err)
	}
	person := m.Type("person")
	e, problems := content.Normalize(m, &content.Entry{Type: "person", Space: "shared", Key: "elodie", Shared: map[string]any{"first": "Élodie", "last": "Ångström"},
		Locales: map[string]map[string]any{"en": {}, "de": {"role": "Köchin"}, "de-CH": {}}})
	if problems != nil {
		t.Fatal(problems)
	}
	content.ApplyDefaults(person, e)
	content.DeriveSlugs(person, e)
	want := map[string]map[string]any{
		"en":    {"address": "elodie-angstrom-cook", "name": "Élodie Ångström Cook", "role": "Cook"},
		"de":    {"address": "elodie-angstroem-koechin", "name": "Élodie Ångström Köchin", "role": "Köchin"},
		"de-CH": {}, // follows its language
	}
	if diff := cmp.Diff(want, e.Locales); diff != "" {
		t.Error(diff)
	}
	next := e.Clone()
	next.Shared["last"] = "Berg"
	content.Compute(person, next)
	content.FollowSlugs(person, e, next, func(string) bool { return true })
	if a, b := next.Locales["en"]["address"], next.Locales["de"]["address"]; a != "elodie-berg-cook" || b != "elodie-berg-koechin" {
		t.Errorf("after another name: %v, %v", a, b)
	}
}
