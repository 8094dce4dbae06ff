package query

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
)

func testRegistry() *Registry {
	return &Registry{Types: map[string]*published.Type{
		"article": {Name: "article", Title: "title", Fields: []published.Field{
			{Name: "title", Kind: "text", Filterable: true, Sortable: true, Searchable: true}, {Name: "summary", Kind: "text"}, {Name: "not", Kind: "text", Filterable: true},
			{Name: "category", Kind: "reference", Filterable: true, To: []string{"category"}}, {Name: "related", Kind: "reference", Many: true, To: []string{"article", "faq"}, Filterable: true},
			{Name: "kind", Kind: "enumeration", Filterable: true, Values: []string{"news"}}, {Name: "blocks", Kind: "blocks", Components: []string{"figure", "quote"}},
			{Name: "data", Kind: "json", Filterable: true},
		}, Components: map[string][]published.Field{
			"figure": {{Name: "image", Kind: "reference", To: []string{"picture"}}, {Name: "caption", Kind: "text"}}, "quote": {{Name: "text", Kind: "text"}, {Name: "inner", Kind: "blocks", Components: []string{"figure"}}},
		}},
		"category": {Name: "category", Title: "name", Fields: []published.Field{{Name: "slug", Kind: "slug", Filterable: true}, {Name: "name", Kind: "text"}, {Name: "parent", Kind: "reference", Filterable: true, To: []string{"category"}}}},
		"faq":      {Name: "faq", Title: "q", Fields: []published.Field{{Name: "topic", Kind: "text", Filterable: true}, {Name: "title", Kind: "text"}}},
		"picture":  {Name: "picture", Title: "alt", Fields: []published.Field{{Name: "alt", Kind: "text"}, {Name: "artist", Kind: "reference", To: []string{"category"}}}},
	}}
}

// TestPaths: what can be asked for, by each way of asking.
func TestPaths(t *testing.T) {
	for name, ok := range map[string]bool{
		"filter title": true, "filter category": true, "filter category.slug": true, "filter category.parent.slug": true, "filter category.parent.parent": true, "filter related.title": true, "filter related.topic": true,
		"filter id": true, "filter key": true, "filter category.id": true, "filter updatedAt": true, "filter related.category.slug": true,
		"filter summary": false, "filter nosuch": false, "filter category.name": false, "filter category.nosuch": false, "filter title.slug": false, "filter category.slug.x": false, "filter not": false, "filter data": false,
		"filter kind.x": false, "filter version": false, "filter status": false, "filter space": false, "filter blocks.text": false, "filter id.x": false, "filter category.id.x": false,
		"sort title": true, "sort id": true, "sort publishedAt": true, "sort summary": false, "sort category.slug": false, "sort category": false, "sort nosuch": false,
		"fields title": true, "fields summary": true, "fields blocks": true, "fields nosuch": false, "fields id": false, "fields category.name": false, "fields blocks.text": false,
		"include category": true, "include category.parent": true, "include category.parent.parent": true, "include category.parent.parent.parent": false, "include blocks.image": true, "include blocks.inner.image": true,
		"include blocks.image.artist.parent": true, "include related.category": true, "include title": false, "include blocks": false, "include nosuch": false, "include blocks.caption": false, "include category.slug": false, "include related.nosuch": false,
		"facets kind": true, "facets category": true, "facets title": false, "facets category.parent": false, "facets id": false, "facets nosuch": false,
	} {
		how, path, _ := strings.Cut(name, " ")
		q := &Query{}
		switch how {
		case "filter":
			q.Filter = &Filter{Condition: &Condition{Path: path, Op: Exists, Values: []string{"true"}}}
		case "sort":
			q.Sort = []Sort{{Name: path}}
		case "fields":
			q.Fields = []string{path}
		case "include":
			q.Include = []string{path}
		case "facets":
			q.Facets = []string{path}
		}
		_, err := Check(q, testRegistry(), "article")
		if ok != (err == nil) {
			t.Errorf("%s: %v", name, err)
		}
		if !ok && !slices.Equal(codes(err), []string{"unknown_field"}) {
			t.Errorf("%s: %v", name, codes(err))
		}
	}
}

func TestSelection(t *testing.T) {
	c, err := Check(&Query{Include: []string{"category.parent", "blocks.image"}, Fields: []string{"title", "category.name"}}, testRegistry(), "article")
	if err != nil {
		t.Fatal(err)
	}
	want := &Selection{
		Fields: map[string]bool{"title": true, "category": true, "blocks": true},
		Include: map[string]*Selection{
			"category":     {Fields: map[string]bool{"name": true, "parent": true}, Include: map[string]*Selection{"parent": {}}},
			"blocks.image": {},
		},
	}
	if diff := gocmp.Diff(want, c.Show); diff != "" {
		t.Error(diff)
	}
}

// TestMeta: a view that has names of its own lets them be asked for; the published one has none.
func TestMeta(t *testing.T) {
	r := testRegistry()
	q := &Query{Filter: &Filter{Condition: &Condition{Path: "status", Op: Eq, Values: []string{"draft"}}}, Sort: []Sort{{Name: "status"}}, Facets: []string{"status"}}
	if _, err := Check(q, r, "article"); !fault.Is(err, fault.Invalid) {
		t.Errorf("the published view takes status: %v", err)
	}
	r.Meta = []published.Field{{Name: "status", Kind: "enumeration", Filterable: true, Sortable: true}}
	if c, err := Check(q, r, "article"); err != nil || !c.Filter.Match.Path.Meta {
		t.Error(err)
	}
	q.Filter.Condition.Path = "category.status"
	if _, err := Check(q, r, "article"); !fault.Is(err, fault.Invalid) {
		t.Errorf("through a reference: %v", err)
	}
}

func TestCanonical(t *testing.T) {
	form := func(src string) string {
		q, err := ParseJSON([]byte(src))
		if err != nil {
			t.Fatal(err)
		}
		c, err := Check(q, testRegistry(), "article")
		if err != nil {
			t.Fatal(src, err)
		}
		return c.Canonical()
	}
	a := form(`{"type":"article","filter":{"and":[{"title":"x"},{"kind":{"in":["news"]}},{"title":"x"}]},"fields":["title","summary"],"page":{"size":20}}`)
	b := form(`{"fields":["summary","title"],"type":"article","filter":{"kind":"news","title":{"in":["x","x"]}},"count":"none"}`)
	if a != b {
		t.Errorf("%s\n%s", a, b)
	}
	seen := map[string]string{}
	for _, src := range []string{
		`{}`, `{"filter":{"title":"x"}}`, `{"filter":{"title":"X"}}`, `{"filter":{"title":{"ne":"x"}}}`, `{"filter":{"not":{"title":"x"}}}`, `{"filter":{"title":{"in":["x","y"]}}}`, `{"filter":{"title":{"in":["x,y"]}}}`,
		`{"filter":{"title":{"in":["x\",\"y"]}}}`, `{"filter":{"or":[{"title":"x"},{"kind":"news"}]}}`, `{"filter":{"title":"x","kind":"news"}}`, `{"sort":["-title"]}`, `{"sort":["id"]}`, `{"q":"x"}`, `{"include":["category"]}`,
		`{"include":["category"],"fields":["title"]}`, `{"fields":["title"]}`, `{"count":"exact"}`, `{"format":"text"}`, `{"facets":["kind"]}`, `{"page":{"size":3}}`, `{"filter":{"title":{"exists":true}}}`, `{"filter":{"title":{"starts":"x"}}}`,
	} {
		got := form(`{"type":"article"` + strings.Replace(strings.Replace(src, "{", ",", 1), ",}", "}", 1))
		if other, taken := seen[got]; taken {
			t.Errorf("%s and %s are both %s", src, other, got)
		}
		seen[got] = src
	}
}

// TestDecimalOrder: texts of exact numbers are ordered as the numbers.
func TestDecimalOrder(t *testing.T) {
	number := rapid.StringMatching(`-?[0-9]{1,25}(\.[0-9]{1,10})?`)
	f := published.Field{Kind: "decimal"}
	rapid.Check(t, func(t *rapid.T) {
		a, b := number.Draw(t, "a"), number.Draw(t, "b")
		x, _ := new(big.Rat).SetString(a)
		y, _ := new(big.Rat).SetString(b)
		v, _ := typed(f, a)
		w, _ := typed(f, b)
		if got := cmp.Compare(v.Key.(string), w.Key.(string)); got != x.Cmp(y) {
			t.Fatalf("%s %v, %s %v: %d", a, v, b, w, got)
		}
	})
}

func TestValues(t *testing.T) {
	for _, c := range []struct {
		kind, text string
		want       any // nil: refused
	}{
		{"integer", "10", 10.0}, {"integer", "1e3", 1000.0}, {"integer", "-0", 0.0}, {"integer", "0x10", nil}, {"integer", "NaN", nil}, {"integer", "Inf", nil}, {"integer", "1e999", nil}, {"integer", "", nil}, {"integer", " 1", nil}, {"integer", "1_000", nil},
		{"number", "0.5", 0.5}, {"number", ".5", nil}, {"decimal", "1e3", nil}, {"decimal", "", nil}, {"decimal", "1.", nil}, {"boolean", "true", int64(1)}, {"boolean", "TRUE", nil}, {"boolean", "1", nil},
		{"date", "2026-02-28", "2026-02-28"}, {"date", "2026-02-30", nil}, {"date", "2026", nil}, {"date-time", "2026-01-01", "2026-01-01T00:00:00.000000000Z"}, {"date-time", "2026-01-01T00:00:00+01:00", "2025-12-31T23:00:00.000000000Z"},
		{"date-time", "0000-01-01T00:00:00Z", nil}, {"date-time", "2026-01-01 00:00", nil}, {"id", "a-1", "a-1"}, {"id", "a b", nil}, {"id", "", nil}, {"text", "", ""}, {"text", "É", "é"}, {"text", "Straße", "strasse"}, {"tags", "e\u0301", "é"},
	} {
		v, why := typed(published.Field{Kind: c.kind}, c.text)
		if why != "" && c.want == nil {
			continue
		}
		if v.Key != c.want {
			t.Errorf("%s %q: %v, want %v (%s)", c.kind, c.text, v.Key, c.want, why)
		}
	}
}

func TestCursor(t *testing.T) {
	key := []byte("0123456789abcdef0123456789abcdef")
	for _, c := range []Cursor{{Keys: []any{[]byte{1, 0, 255}, "x", -0.5}, ID: "0192"}, {ID: "", Backward: true}, {Keys: []any{strings.Repeat("é", 200)}, ID: "x"}} {
		sealed := Seal(key, "query", c)
		got, err := Open(key, "query", sealed, len(c.Keys))
		if err != nil {
			t.Fatal(err)
		}
		if diff := gocmp.Diff(&c, got); diff != "" {
			t.Error(diff)
		}
		for name, err := range map[string]error{
			"another query": second(Open(key, "queryx", sealed, len(c.Keys))), "another key": second(Open(key[1:], "query", sealed, len(c.Keys))), "no key": second(Open(nil, "query", Seal(nil, "query", c), len(c.Keys))),
			"padding": second(Open(key, "query", sealed+"=", len(c.Keys))), "cut": second(Open(key, "query", sealed[:len(sealed)-2], len(c.Keys))), "empty": second(Open(key, "query", "", 0)), "more keys": second(Open(key, "query", sealed, len(c.Keys)+1)),
		} {
			if !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		for i := range len(sealed) {
			flipped := []byte(sealed)
			flipped[i] ^= 1
			if _, err := Open(key, "query", string(flipped), len(c.Keys)); !fault.Is(err, fault.Invalid) {
				t.Errorf("byte %d changed: %v", i, err)
			}
		}
	}
}

func TestStampsAreOrdered(t *testing.T) {
	a := time.Date(2026, 1, 1, 0, 0, 0, 5e8, time.UTC)
	for _, d := range []time.Duration{1, time.Millisecond, time.Second} {
		if Stamp(a) >= Stamp(a.Add(d)) {
			t.Error(d)
		}
	}
	if back, err := ParseStamp(Stamp(a.In(time.FixedZone("", 3600)))); err != nil || !back.Equal(a) {
		t.Error(fmt.Sprint(back), err)
	}
}
