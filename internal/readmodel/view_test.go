package readmodel

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/query"
)

// draftMeta are names that a view of drafts could have.
var draftMeta = []published.Field{
	{Name: "status", Kind: "enumeration", Filterable: true, Sortable: true, Values: []string{"draft", "published", "changed"}},
	{Name: "space", Kind: "text", Filterable: true, Sortable: true}, {Name: "updatedBy", Kind: "text", Filterable: true},
	{Name: "trashed", Kind: "boolean", Filterable: true}, {Name: "publishAt", Kind: "date-time", Filterable: true, Sortable: true},
}

// TestDraftView: the same queries, over names that the fields do not have; every entry of the allowed spaces, none hidden by another.
func TestDraftView(t *testing.T) {
	dir := t.TempDir()
	m, rebuilt, err := OpenView(t.Context(), dir, "draft.db", draftMeta)
	if err != nil || rebuilt {
		t.Fatal(rebuilt, err)
	}
	defer func() { _ = m.Close() }()
	draft := func(space, key string, meta, ofFrench map[string]any) published.Record {
		id := space + "-" + key
		return published.NewRecord(published.KindEntry, id, published.Entry{
			ID: id, Type: "article", Space: space, Key: key, Meta: meta, Shared: doc{"n": 1},
			Locales: map[string]published.EntryDoc{"fr": {Fields: doc{"title": key}, Meta: ofFrench}, "en": {Fields: doc{"title": key}}},
		})
	}
	put(t, m, 1, append(modelRecords(),
		draft("shared", "one", map[string]any{"status": "published", "space": "shared", "updatedBy": "Ann", "trashed": false, "publishAt": "2026-12-01T08:00:00Z"}, map[string]any{"status": "draft"}),
		draft("a", "one", map[string]any{"status": "changed", "space": "a", "updatedBy": "bob", "trashed": true}, nil),
		draft("b", "two", map[string]any{"status": "draft", "space": "b", "updatedBy": "Ann", "trashed": false, "other": "x"}, nil),
	)...)
	r := &query.Registry{Types: modelTypes, Meta: draftMeta}
	scope := query.Scope{Spaces: []string{"shared", "a", "b"}, Chain: []string{"fr", "en"}, Flat: true}
	ask := func(s query.Scope, src string) string {
		t.Helper()
		q, err := query.ParseJSON([]byte(src))
		if err != nil {
			t.Fatal(err)
		}
		c, err := query.Check(q, r, "article")
		if err != nil {
			t.Fatal(src, err)
		}
		p, err := m.List(t.Context(), query.List{Scope: s, Query: c})
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(names(p), p.Facets)
	}
	english, ruled := scope, scope
	english.Chain = []string{"en"}
	ruled.Allowed = map[string][]string{"article": {"a"}}
	for _, c := range []struct {
		scope     query.Scope
		src, want string
	}{
		{scope, `{"type":"article","sort":["id"]}`, "[a-one b-two shared-one] []"},
		{scope, `{"type":"article","filter":{"status":"draft"},"sort":["id"],"facets":["status"]}`, "[b-two shared-one] [{status [{draft 2}]}]"},
		{english, `{"type":"article","filter":{"status":"published"}}`, "[shared-one] []"}, // a locale has its own state
		{scope, `{"type":"article","filter":{"trashed":false,"updatedBy":{"starts":"an"}},"sort":["-space"]}`, "[shared-one b-two] []"},
		{scope, `{"type":"article","sort":["publishAt"]}`, "[shared-one a-one b-two] []"},
		{scope, `{"type":"article","sort":["-publishAt","id"]}`, "[shared-one a-one b-two] []"},
		{scope, `{"type":"article","filter":{"publishAt":{"lt":"2027-01-01"}}}`, "[shared-one] []"},
		{ruled, `{"type":"article","facets":["status"]}`, "[a-one] [{status [{changed 1}]}]"},
	} {
		if got := ask(c.scope, c.src); got != c.want {
			t.Errorf("%s: %s, want %s", c.src, got, c.want)
		}
	}
	d, err := m.Get(t.Context(), query.Get{Scope: scope, Type: "article", IDOrSlug: "shared-one"})
	if err != nil || string(d.Meta) != `{"publishAt":"2026-12-01T08:00:00Z","space":"shared","status":"draft","trashed":false,"updatedBy":"Ann"}` {
		t.Errorf("%s %v", d.Meta, err)
	}
	_ = m.Close()
	if m, rebuilt, err = OpenView(t.Context(), dir, "draft.db", draftMeta); err != nil || rebuilt {
		t.Fatal("opened again:", rebuilt, err)
	}
	_ = m.Close()
	if m, rebuilt, err = OpenView(t.Context(), dir, "draft.db", draftMeta[:2]); err != nil || !rebuilt {
		t.Fatal("with other names:", rebuilt, err)
	}
	if aside, _ := filepath.Glob(filepath.Join(dir, "draft.db.damaged-*")); len(aside) != 1 {
		t.Error(aside)
	}
	if _, err := os.Stat(filepath.Join(dir, "published.db")); err == nil {
		t.Error("the published view was made")
	}
}

// TestDraftChains: a view of drafts makes no documents of a locale by itself, and gives those up that an older file has.
func TestDraftChains(t *testing.T) {
	m, _, err := OpenView(t.Context(), t.TempDir(), "draft.db", draftMeta)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = m.Close() }()
	if _, err := m.write.ExecContext(t.Context(), "INSERT INTO chains (tags) VALUES ('fr')"); err != nil {
		t.Fatal(err)
	}
	put(t, m, 1, siteOf("drafts", "fr en", "en fr"), typeOf("title"), titled("one", "Un"))
	if got := dump(t, m); strings.Count(got, "chain ") != 2 || strings.Contains(got, "chain fr\n") {
		t.Error(got)
	}
	if got := ids(t, m, scope("fr en")); len(got) != 1 {
		t.Error(got)
	}
}

// TestAskedChains: a list of locales that no site has is laid out when it is asked for, follows what is published, and gives way to
// others after a while.
func TestAskedChains(t *testing.T) {
	m := openTest(t, t.TempDir())
	put(t, m, 1, siteOf("a", "fr en", "en", "de"), typeOf(""), titled("one", "One"), entryOf("shared", "two", nil, map[string]doc{"de": {"title": "Zwei"}}))
	if err := m.Chain(t.Context(), []string{"de", "fr"}); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if diff := cmp.Diff([]string{"shared-one", "shared-two"}, ids(t, m, scope("de fr"))); diff != "" {
			t.Error(diff)
		}
		if err := m.Chain(t.Context(), []string{"de", "fr"}); err != nil {
			t.Fatal(err)
		}
	}
	put(t, m, 2, titled("three", "Three"), siteOf("a", "fr en", "en", "de"))
	if got := ids(t, m, scope("de fr")); len(got) != 3 {
		t.Errorf("after a publication: %s", got)
	}
	for i := 1; i < maxAsked; i++ {
		if err := m.Chain(t.Context(), []string{"de", fmt.Sprint("x", i)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := m.Chain(t.Context(), []string{"de", "one too many"}); !fault.Is(err, fault.Unavailable) {
		t.Errorf("%d chains: %v", maxAsked+1, err)
	}
	m.asked.mu.Lock() // time passes
	m.asked.failed = time.Time{}
	m.asked.used["de x3"] = time.Now().Add(-2 * keepAsked)
	m.asked.mu.Unlock()
	if err := m.Chain(t.Context(), []string{"de", "one more"}); err != nil {
		t.Error(err)
	}
	if got := ids(t, m, scope("de x3")); len(got) != 0 {
		t.Errorf("what gave way still has %s", got)
	}
	put(t, m, 3, siteOf("a", "de fr")) // now a site has it: it gives way to nothing
	var asked int
	if err := m.read.QueryRowContext(t.Context(), "SELECT count(*) FROM chains WHERE asked AND tags = 'de fr'").Scan(&asked); err != nil || asked != 0 {
		t.Errorf("a site's chain can be given up: %d, %v", asked, err)
	}
	if got := ids(t, m, scope("de fr")); len(got) != 3 {
		t.Errorf("a site's: %s", got)
	}
	late, cancel := context.WithDeadline(t.Context(), time.Unix(1, 0))
	defer cancel()
	if err := m.Chain(late, []string{"fr", "de"}); !fault.Is(err, fault.Unavailable) {
		t.Errorf("no time: %v", err)
	}
}

// TestWordsFollowEntries: what was changed or deleted is not found by its old words, in any script.
func TestWordsFollowEntries(t *testing.T) {
	m := openTest(t, t.TempDir())
	text := func(key, tag, title, body string) published.Record {
		return entryOf("shared", key, nil, map[string]doc{tag: {"title": title, "body": body}})
	}
	records := append(modelRecords(), siteOf("b", "ar", "de"))
	put(t, m, 1, append(records,
		text("one", "fr", "Un œuf", "Économies d’énergie"), text("two", "de", "Straßen", "Große Häuser"), text("three", "ar", "تعرفة الشتاء", "أسعار الكهرباء"), text("four", "fr", "Énergie", "rien"),
	)...)
	find := func(tag, q string) (out []string) {
		t.Helper()
		p, err := m.Search(t.Context(), query.Search{Scope: scope(tag), Types: []string{"article"}, Text: q, Size: 10})
		if err != nil {
			t.Fatal(err)
		}
		return names(p)
	}
	for _, c := range []struct {
		tag, q string
		want   []string
	}{
		{"fr en", "oeuf", []string{"shared-one"}}, {"fr en", "énergies", []string{"shared-four", "shared-one"}}, {"de", "strasse", []string{"shared-two"}}, {"de", "STRASSE haus", []string{"shared-two"}}, {"ar", "الكهرباء", []string{"shared-three"}},
		{"ar", "كهرباء", []string{"shared-three"}}, {"fr en", `"economie d'energie"`, []string{"shared-one"}}, {"fr en", "énergie -oeuf", []string{"shared-four"}}, {"fr en", "éner*", []string{"shared-four", "shared-one"}}, {"fr en", "home p1", nil}, {"de", "énergie", nil},
	} {
		if diff := cmp.Diff(c.want, find(c.tag, c.q)); diff != "" {
			t.Errorf("%s %q: %s", c.tag, c.q, diff)
		}
	}
	put(t, m, 2, text("one", "fr", "Un autre", "texte"), deleted(published.KindEntry, "shared-four"))
	if got := find("fr en", "énergie"); len(got) != 0 {
		t.Errorf("old words find %s", got)
	}
	if got := find("fr en", "texte"); len(got) != 1 {
		t.Errorf("new words find %s", got)
	}
}
