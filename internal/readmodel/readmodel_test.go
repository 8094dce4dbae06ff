package readmodel

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/delivery"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/query"
)

func openTest(t testing.TB, dir string) *ReadModel {
	t.Helper()
	m, rebuilt, err := Open(t.Context(), dir)
	if err != nil || rebuilt {
		t.Fatalf("rebuilt %v, %v", rebuilt, err)
	}
	t.Cleanup(func() { _ = m.Close() })
	return m
}

// put applies records as generation.
func put(t testing.TB, m *ReadModel, generation int64, records ...published.Record) {
	t.Helper()
	if err := apply(t.Context(), m, false, generation, records...); err != nil {
		t.Fatal(err)
	}
}

func apply(ctx context.Context, m *ReadModel, reset bool, generation int64, records ...published.Record) error {
	return m.Apply(ctx, "log", reset, func() bool { return false }, func(put func(published.Record) error) (int64, error) {
		for _, r := range records {
			r.Generation = generation
			if err := put(r); err != nil {
				return 0, err
			}
		}
		return generation, nil
	})
}

func deleted(kind published.Kind, key string) published.Record {
	return published.Record{Kind: kind, Key: key, Deleted: true}
}

// siteOf makes a site whose locales have the given chains, "fr-CA fr en".
func siteOf(key string, chains ...string) published.Record {
	s := published.Site{Key: key}
	for _, c := range chains {
		tags := strings.Fields(c)
		s.Locales = append(s.Locales, published.SiteLocale{Tag: tags[0], Chain: tags})
	}
	return published.NewRecord(published.KindSite, key, s)
}

func typeOf(sort string) published.Record {
	return published.NewRecord(published.KindType, "article", published.Type{Name: "article", Title: "title", Slug: "slug", Sort: sort, Markdown: []string{"body"}})
}

// doc is the fields of one locale, as name, value, name, value.
type doc = map[string]any

var publishedAt = time.Date(2026, 11, 2, 8, 30, 0, 0, time.UTC)

func entryOf(space, key string, shared doc, locales map[string]doc) published.Record {
	e := published.Entry{ID: space + "-" + key, Type: "article", Space: space, Key: key, Version: 3, Shared: shared, Locales: map[string]published.EntryDoc{}, UpdatedAt: publishedAt.Add(time.Hour)}
	for tag, fields := range locales {
		d := published.EntryDoc{Fields: fields, PublishedAt: publishedAt}
		if body, ok := fields["body"].(string); ok {
			d.HTML = map[string]any{"body": "<p>" + body + "</p>"}
		}
		e.Locales[tag] = d
	}
	return published.NewRecord(published.KindEntry, e.ID, e)
}

// titled makes an entry with nothing but a French title.
func titled(key, title string) published.Record {
	return entryOf("shared", key, nil, map[string]doc{"fr": {"title": title}})
}

func scope(chain string, spaces ...string) query.Scope {
	if len(spaces) == 0 {
		spaces = []string{"shared"}
	}
	return query.Scope{Spaces: spaces, Chain: strings.Fields(chain)}
}

// ids lists everything in a scope, in order.
func ids(t testing.TB, m *ReadModel, s query.Scope) (out []string) {
	t.Helper()
	p, err := m.List(t.Context(), ask(t, m, asking{Scope: s, Size: 1000}))
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range p.Docs {
		out = append(out, d.ID)
	}
	return out
}

// dump writes down everything that a read side holds.
func dump(t testing.TB, m *ReadModel) string {
	t.Helper()
	var out []string
	for _, query := range []string{
		"SELECT 'state ' || identity || ' ' || generation FROM state",
		"SELECT 'record ' || kind || ' ' || key || ' ' || generation || ' ' || CAST(body AS TEXT) FROM records",
		"SELECT 'chain ' || tags FROM chains",
		"SELECT 'doc ' || entry || ' ' || tags || ' ' || fields || source || plain || fallback || meta || ifnull(slug, '') FROM docs JOIN chains ON chain = id",
		"SELECT 'val ' || tags || ' ' || p.type || '.' || name || ' ' || value || ' ' || exact || ' ' || entry FROM vals v JOIN paths p ON v.path = p.id JOIN chains c ON p.chain = c.id JOIN docs USING (doc)",
		"SELECT 'sort ' || tags || ' ' || p.type || '.' || name || ' ' || hex(s.key) || ' ' || d.entry FROM sorts s JOIN paths p ON s.path = p.id JOIN chains c ON p.chain = c.id JOIN docs d USING (doc)",
		"SELECT 'words ' || entry || ' ' || tags FROM words JOIN docs ON words.rowid = doc JOIN chains ON chain = id",
	} {
		rows, err := m.read.QueryContext(t.Context(), query)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var line string
			if err := rows.Scan(&line); err != nil {
				t.Fatal(err)
			}
			out = append(out, line)
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(out)
	return strings.Join(out, "\n")
}

func TestStateAndLoad(t *testing.T) {
	dir := t.TempDir()
	m := openTest(t, dir)
	if s, err := m.State(t.Context()); err != nil || s != (delivery.State{}) {
		t.Errorf("new: %+v, %v", s, err)
	}
	put(t, m, 4, siteOf("a", "fr"), typeOf(""), titled("one", "One"), published.Record{Kind: "newer", Key: "x", Body: []byte("{}")})
	put(t, m, 5, siteOf("a", "fr", "en"), deleted("newer", "x"), deleted("newer", "never there"))
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	m = openTest(t, dir)
	if s, err := m.State(t.Context()); err != nil || s != (delivery.State{Identity: "log", Generation: 5}) {
		t.Errorf("opened again: %+v, %v", s, err)
	}
	var got []string
	load := func(r published.Record) error {
		got = append(got, fmt.Sprintf("%s %s %d %v", r.Kind, r.Key, r.Generation, len(r.Body) > 0))
		return nil
	}
	if err := m.Load(t.Context(), load); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"site a 5 true", "type article 4 true"}, got); diff != "" {
		t.Error(diff)
	}
	stop := errors.New("stop")
	if err := m.Load(t.Context(), func(published.Record) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("an error of each became %v", err)
	}
}

// TestApplyIsAllOrNothing fails in every place of a publication: the read side stays as it was, and goes on working.
func TestApplyIsAllOrNothing(t *testing.T) {
	m := openTest(t, t.TempDir())
	put(t, m, 1, siteOf("a", "fr"), typeOf(""), titled("one", "One"), titled("two", "Two"))
	before := dump(t, m)
	stop := errors.New("stop")
	good := []published.Record{titled("one", "Uno"), deleted(published.KindEntry, "shared-two"), siteOf("a", "en"), titled("three", "Three")}
	cases := map[string]func(put func(published.Record) error) (int64, error){
		"fill fails":       func(func(published.Record) error) (int64, error) { return 2, stop },
		"killed in record": func(func(published.Record) error) (int64, error) { panic("killed") },
		"bad entry": func(put func(published.Record) error) (int64, error) {
			return 2, put(published.Record{Kind: published.KindEntry, Key: "bad", Generation: 2, Body: []byte("{")})
		},
		"bad site": func(put func(published.Record) error) (int64, error) {
			return 2, put(published.Record{Kind: published.KindSite, Key: "bad", Generation: 2, Body: []byte("[]")})
		},
		"bad type": func(put func(published.Record) error) (int64, error) {
			return 2, put(published.Record{Kind: published.KindType, Key: "bad", Generation: 2, Body: []byte("1")})
		},
	}
	for after := range good {
		cases[fmt.Sprintf("fails after %d", after)] = func(func(published.Record) error) (int64, error) { return 0, stop }
	}
	for name, fails := range cases {
		for _, reset := range []bool{false, true} {
			err := func() (err error) {
				defer func() {
					if v := recover(); v != nil {
						err = fmt.Errorf("%v", v)
					}
				}()
				return m.Apply(t.Context(), "other", reset, func() bool { return false }, func(put func(published.Record) error) (int64, error) {
					for _, r := range good {
						r.Generation = 2
						if err := put(r); err != nil {
							return 0, err
						}
					}
					return fails(put)
				})
			}()
			if err == nil {
				t.Errorf("%s: no error", name)
			}
			if diff := cmp.Diff(before, dump(t, m)); diff != "" {
				t.Errorf("%s, reset %v: (-before +after)\n%s", name, reset, diff)
			}
		}
	}
	put(t, m, 2, good...)
	if diff := cmp.Diff([]string(nil), ids(t, m, scope("fr"))); diff != "" {
		t.Errorf("the chain fr is gone, its entries are not: %s", diff)
	}
}

// TestApplyAgainIsTheSame: a node that was killed before it noted the commit applies the same records again.
func TestApplyAgainIsTheSame(t *testing.T) {
	m := openTest(t, t.TempDir())
	records := []published.Record{siteOf("a", "fr", "fr-CA fr en"), typeOf(""), titled("one", "One"), titled("two", "Two")}
	put(t, m, 1, records...)
	before := dump(t, m)
	put(t, m, 1, records...)
	if diff := cmp.Diff(before, dump(t, m)); diff != "" {
		t.Errorf("(-once +twice)\n%s", diff)
	}
	if err := apply(t.Context(), m, true, 1, records...); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, dump(t, m)); diff != "" {
		t.Errorf("(-applied +reset)\n%s", diff)
	}
	if err := apply(t.Context(), m, true, 9); err != nil {
		t.Fatal(err)
	}
	if got := dump(t, m); got != "state log 9" {
		t.Errorf("after a reset to nothing: %s", got)
	}
}

// TestApplyInAnyPieces: however publications are cut, the read side ends up the same.
func TestApplyInAnyPieces(t *testing.T) {
	records := []published.Record{
		titled("one", "One"), siteOf("a", "fr en", "en"), entryOf("a", "one", nil, map[string]doc{"en": {"title": "x"}}), typeOf("-title"), siteOf("b", "ar"),
	}
	whole := openTest(t, t.TempDir())
	put(t, whole, 1, records...)
	for cut := range records {
		m := openTest(t, t.TempDir())
		put(t, m, 1, records[:cut]...)
		put(t, m, 1, records[cut:]...)
		if diff := cmp.Diff(dump(t, whole), dump(t, m)); diff != "" {
			t.Errorf("cut after %d: (-whole +pieces)\n%s", cut, diff)
		}
	}
}

// TestChains changes the locales of sites: documents are there for exactly the chains that are asked for.
func TestChains(t *testing.T) {
	m := openTest(t, t.TempDir())
	put(t, m, 1, typeOf(""), titled("one", "One"), entryOf("shared", "two", nil, map[string]doc{"en": {"title": "Two"}}))
	steps := []struct {
		name    string
		records []published.Record
		want    map[string][]string // chain → ids; nil: there is none
	}{
		{"no site", nil, map[string][]string{"fr": nil, "en": nil, "fr en": nil}},
		{
			"a site", []published.Record{siteOf("a", "fr en", "en")},
			map[string][]string{"fr": {"shared-one"}, "en": {"shared-two"}, "fr en": {"shared-one", "shared-two"}, "en fr": nil},
		},
		{"another with the same", []published.Record{siteOf("b", "fr en")}, map[string][]string{"fr en": {"shared-one", "shared-two"}}},
		{"the first loses it", []published.Record{siteOf("a", "en")}, map[string][]string{"fr en": {"shared-one", "shared-two"}, "en": {"shared-two"}}},
		{"nobody has it", []published.Record{deleted(published.KindSite, "b")}, map[string][]string{"fr en": nil, "fr": nil, "en": {"shared-two"}}},
		{"it comes back", []published.Record{siteOf("a", "en", "fr-CA fr en")}, map[string][]string{"fr-CA fr en": {"shared-one", "shared-two"}, "fr-CA": nil, "fr": {"shared-one"}}},
		{"the type goes", []published.Record{deleted(published.KindType, "article")}, map[string][]string{"fr": nil, "en": nil}},
		{"the type is back", []published.Record{typeOf("")}, map[string][]string{"fr": {"shared-one"}, "en": {"shared-two"}}},
		{"an entry goes", []published.Record{deleted(published.KindEntry, "shared-one")}, map[string][]string{"fr": nil, "en": {"shared-two"}}},
	}
	for i, step := range steps {
		put(t, m, int64(i+2), step.records...)
		for chain, want := range step.want {
			if diff := cmp.Diff(want, ids(t, m, scope(chain))); diff != "" {
				t.Errorf("%s, chain %s: (-want +got)\n%s", step.name, chain, diff)
			}
		}
	}
}

// TestMerge says where each field of a document comes from.
func TestMerge(t *testing.T) {
	m := openTest(t, t.TempDir())
	put(t, m, 1, siteOf("a", "fr-CA fr en", "fr en", "en", "ar"), typeOf(""), entryOf("shared", "one",
		doc{"category": "news", "n": 9007199254740991},
		map[string]doc{
			"fr-CA": {"title": "Courriel <b>"},
			"fr":    {"title": "E-mail", "body": "*corps*", "teaser": nil},
			"en":    {"title": "Mail", "body": "*body*", "teaser": "in English", "slug": "mail"},
		}))
	common := `"category":"news","n":9007199254740991`
	for chain, want := range map[string][3]string{ // fields, source, fallback
		"fr-CA fr en": {
			`{"body":"<p>*corps*</p>",` + common + `,"slug":"mail","teaser":"in English","title":"Courriel <b>"}`, `{"body":"*corps*"}`,
			`{"body":"fr","slug":"en","teaser":"en"}`,
		},
		"fr en": {
			`{"body":"<p>*corps*</p>",` + common + `,"slug":"mail","teaser":"in English","title":"E-mail"}`, `{"body":"*corps*"}`, `{"slug":"en","teaser":"en"}`,
		},
		"fr-CA": {`{` + common + `,"title":"Courriel <b>"}`, `{}`, `{}`},
		"en":    {`{"body":"<p>*body*</p>",` + common + `,"slug":"mail","teaser":"in English","title":"Mail"}`, `{"body":"*body*"}`, `{}`},
	} {
		d, err := m.Get(t.Context(), query.Get{Scope: scope(chain), Type: "article", IDOrSlug: "shared-one"})
		if err != nil {
			t.Errorf("%s: %v", chain, err)
			continue
		}
		if diff := cmp.Diff(want, [3]string{string(d.Fields), string(d.Source), string(d.Fallback)}); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", chain, diff)
		}
		if d.Version != 3 || !d.PublishedAt.Equal(publishedAt) || !d.UpdatedAt.Equal(publishedAt.Add(time.Hour)) || d.Generation != 1 || d.Space != "shared" || d.Type != "article" {
			t.Errorf("%s: %+v", chain, d)
		}
	}
	if _, err := m.Get(t.Context(), query.Get{Scope: scope("ar"), Type: "article", IDOrSlug: "shared-one"}); !fault.Is(err, fault.NotFound) {
		t.Errorf("a locale without a document: %v", err)
	}
}

// TestGet finds by id and by slug, with the rule of inheritance: the nearest space wins, and hides the same key elsewhere.
func TestGet(t *testing.T) {
	m := openTest(t, t.TempDir())
	slug := func(space, key, slug string) published.Record {
		return entryOf(space, key, nil, map[string]doc{"ar": {"title": key, "slug": slug}})
	}
	put(t, m, 1, siteOf("a", "ar"), typeOf(""),
		slug("shared", "tariff", "tariff"), slug("parent", "tariff", "tariff-of-parent"), slug("a", "tariff", "tariff-of-a"),
		slug("shared", "winter", "تعرفة-الشتاء"), slug("shared", "one", "same"), slug("a", "two", "same"), slug("b", "own", "own"),
		slug("shared", "looks", "shared-winter"), slug("shared", "nul", "a\x00b"), slug("shared", "percent", "100%"), slug("shared", "no slug", ""),
	)
	near := []string{"a", "parent", "shared"}
	for _, c := range []struct {
		spaces []string
		ask    string
		want   string // "" is not found
	}{
		{near, "a-tariff", "a-tariff"},
		{near, "tariff-of-a", "a-tariff"},
		{near, "parent-tariff", ""}, // hidden by the nearer one
		{near, "shared-tariff", ""},
		{near, "tariff", ""},
		{[]string{"parent", "shared"}, "parent-tariff", "parent-tariff"},
		{[]string{"parent", "shared"}, "tariff", ""},
		{[]string{"shared"}, "tariff", "shared-tariff"},
		{near, "تعرفة-الشتاء", "shared-winter"},
		{near, "shared-winter", "shared-winter"}, // an id goes before a slug
		{near, "same", "a-two"},
		{[]string{"shared", "a"}, "same", "shared-one"},
		{near, "own", ""}, // of another site
		{near, "b-own", ""},
		{near, "a\x00b", "shared-nul"},
		{near, "a", ""},
		{near, "100%", "shared-percent"},
		{near, "%", ""},
		{near, "", ""},
		{[]string{}, "shared-winter", ""},
		{near, "' OR 1=1 --", ""},
		{near, "\xff\xfe", ""},
	} {
		s := scope("ar")
		s.Spaces = c.spaces
		d, err := m.Get(t.Context(), query.Get{Scope: s, Type: "article", IDOrSlug: c.ask})
		got := ""
		if err == nil {
			got = d.ID
		} else if !fault.Is(err, fault.NotFound) {
			t.Errorf("%v %q: %v", c.spaces, c.ask, err)
		}
		if got != c.want {
			t.Errorf("%v %q: %q, want %q", c.spaces, c.ask, got, c.want)
		}
	}
	if diff := cmp.Diff([]string{"a-tariff", "a-two"}, slices.DeleteFunc(ids(t, m, scope("ar", near...)), func(id string) bool { return strings.HasPrefix(id, "shared-") })); diff != "" {
		t.Errorf("lists: %s", diff)
	}
}

// TestInheritanceIsByChain: what a nearer space has in another language only hides nothing.
func TestInheritanceIsByChain(t *testing.T) {
	m := openTest(t, t.TempDir())
	put(t, m, 1, siteOf("a", "fr", "en"), typeOf(""), titled("tariff", "Partagé"), entryOf("a", "tariff", nil, map[string]doc{"en": {"title": "Own"}}))
	for chain, want := range map[string][]string{"fr": {"shared-tariff"}, "en": {"a-tariff"}} {
		if diff := cmp.Diff(want, ids(t, m, scope(chain, "a", "shared"))); diff != "" {
			t.Errorf("%s: %s", chain, diff)
		}
	}
	put(t, m, 2, deleted(published.KindEntry, "a-tariff"))
	if diff := cmp.Diff([]string(nil), ids(t, m, scope("en", "a", "shared"))); diff != "" {
		t.Error(diff)
	}
}

func TestExists(t *testing.T) {
	m := openTest(t, t.TempDir())
	records := []published.Record{siteOf("a", "fr", "en"), typeOf(""), entryOf("b", "one", nil, map[string]doc{"fr": {"title": "x"}})}
	var ask []string
	for i := range 450 { // more than one statement takes
		records = append(records, titled(fmt.Sprint(i), "x"))
		ask = append(ask, fmt.Sprintf("shared-%d", i), fmt.Sprintf("nobody-%d", i))
	}
	put(t, m, 1, records...)
	for chain, want := range map[string]int{"fr": 450, "en": 0, "de": 0} {
		got, err := m.Exists(t.Context(), scope(chain), append(ask, "b-one"))
		if err != nil || len(got) != want || got["b-one"] {
			t.Errorf("%s: %d, %v", chain, len(got), err)
		}
	}
	if got, err := m.Exists(t.Context(), scope("fr"), nil); err != nil || len(got) != 0 {
		t.Errorf("of nothing: %v, %v", got, err)
	}
}

// TestReadErrors: a read side that cannot be read now is 503, and what a caller gives up stays its own.
func TestReadErrors(t *testing.T) {
	m := openTest(t, t.TempDir())
	put(t, m, 1, siteOf("a", "fr"), typeOf(""), titled("one", "One"))
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	late, cancel := context.WithDeadline(t.Context(), time.Unix(1, 0))
	defer cancel()
	for name, c := range map[string]struct {
		ctx  context.Context
		want fault.Code
	}{"cancelled": {cancelled, fault.Internal}, "too late": {late, fault.Unavailable}, "closed": {t.Context(), fault.Unavailable}} {
		if name == "closed" {
			continue // last, below
		}
		checkReads(t, m, name, c.ctx, c.want)
	}
	_ = m.Close()
	checkReads(t, m, "closed", t.Context(), fault.Unavailable)
}

func checkReads(t *testing.T, m *ReadModel, name string, ctx context.Context, want fault.Code) { //nolint:revive // the table gives it
	t.Helper()
	checked, err := query.Check(&query.Query{}, &query.Registry{Types: map[string]*published.Type{"article": {Name: "article", Title: "title"}}}, "article")
	if err != nil {
		t.Fatal(err)
	}
	_, list := m.List(ctx, query.List{Scope: scope("fr"), Query: checked})
	_, docs := m.Docs(ctx, scope("fr"), []string{"x"})
	_, found := m.Search(ctx, query.Search{Scope: scope("fr"), Types: []string{"article"}, Text: "x", Size: 1})
	_, get := m.Get(ctx, query.Get{Scope: scope("fr"), Type: "article", IDOrSlug: "x"})
	_, exists := m.Exists(ctx, scope("fr"), []string{"x"})
	for call, err := range map[string]error{"List": list, "Get": get, "Exists": exists, "Docs": docs, "Search": found} {
		if fault.CodeOf(err) != want {
			t.Errorf("%s, %s: %v, want %s", name, call, err, want)
		}
	}
}

// damages are ways in which a file is not what this binary wrote.
var damages = map[string]func(path string) error{
	"overwritten header": func(path string) error { return overwrite(path, 0, []byte("this is not a database at all")) },
	"header of zeros":    func(path string) error { return overwrite(path, 0, make([]byte, 100)) },
	"version forgotten":  func(path string) error { return overwrite(path, 60, make([]byte, 4)) },
	"another layout":     func(path string) error { return overwrite(path, 60, []byte{0, 0, 0, layout + 1}) },
	"truncated":          func(path string) error { return os.Truncate(path, 5*4096) },
	"cut within a page":  func(path string) error { return os.Truncate(path, 4096+100) },
	"a page of noise":    func(path string) error { return overwrite(path, 4096, []byte(strings.Repeat("noise", 800))) },
	"text":               func(path string) error { return os.WriteFile(path, []byte("hello\n"), 0o600) },
}

func overwrite(path string, at int64, b []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = f.WriteAt(b, at)
	return errors.Join(err, f.Close())
}

// TestDamagedFileIsMovedAside: whatever happened to the file, the node starts, and builds it again from the log.
func TestDamagedFileIsMovedAside(t *testing.T) {
	records := []published.Record{siteOf("a", "fr"), typeOf("")}
	for i := range 100 {
		records = append(records, titled(fmt.Sprint(i), strings.Repeat("long title ", 10)))
	}
	for name, damage := range damages {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			m := openTest(t, dir)
			put(t, m, 1, records...)
			if err := m.Close(); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(dir, "published.db")
			if err := damage(path); err != nil {
				t.Fatal(err)
			}
			m, rebuilt, err := Open(t.Context(), dir)
			if err != nil || !rebuilt {
				t.Fatalf("rebuilt %v, %v", rebuilt, err)
			}
			defer m.Close()
			if aside, err := filepath.Glob(path + ".damaged-*"); err != nil || len(aside) == 0 {
				t.Errorf("the damaged file was not kept: %v", err)
			}
			if s, err := m.State(t.Context()); err != nil || s != (delivery.State{}) {
				t.Errorf("%+v, %v", s, err)
			}
			put(t, m, 1, records...)
			if got := len(ids(t, m, scope("fr"))); got != 100 {
				t.Errorf("%d entries", got)
			}
		})
	}
}

func TestOpen(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "file"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, _, err := Open(t.Context(), filepath.Join(dir, "file", "below"))
	if !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "below") {
		t.Errorf("a folder below a file: %v", err)
	}
	if err := os.Mkdir(filepath.Join(dir, "published.db"), 0o700); err != nil {
		t.Fatal(err)
	}
	if m, rebuilt, err := Open(t.Context(), dir); err == nil {
		_ = m.Close()
		t.Errorf("a folder of the file's name was opened, rebuilt %v", rebuilt)
	}
}

// TestFieldsAreJSON keeps what is stored readable for whoever looks into the file with another tool.
func TestFieldsAreJSON(t *testing.T) {
	m := openTest(t, t.TempDir())
	put(t, m, 1, siteOf("a", "fr"), typeOf(""), titled("one", "</script> & \u2028"))
	p, err := m.List(t.Context(), ask(t, m, asking{Scope: scope("fr"), Size: 1}))
	if err != nil {
		t.Fatal(err)
	}
	var fields map[string]string
	if err := json.Unmarshal(p.Docs[0].Fields, &fields); err != nil || fields["title"] != "</script> & \u2028" {
		t.Errorf("%v, %v", fields, err)
	}
}
