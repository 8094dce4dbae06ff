package readmodel

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/query"
)

// The model of the tests: an article leads to people and articles, a person to a team; a fact can be hidden from a caller.
var modelTypes = map[string]*published.Type{
	"article": {Name: "article", Title: "title", Slug: "slug", Fields: []published.Field{
		{Name: "title", Kind: "text", Localized: true, Filterable: true, Sortable: true, Searchable: true},
		{Name: "tags", Kind: "tags", Many: true, Filterable: true},
		{Name: "price", Kind: "decimal", Filterable: true, Sortable: true},
		{Name: "n", Kind: "integer", Filterable: true, Sortable: true},
		{Name: "x", Kind: "number", Filterable: true, Sortable: true},
		{Name: "on", Kind: "date", Filterable: true, Sortable: true},
		{Name: "at", Kind: "date-time", Filterable: true, Sortable: true},
		{Name: "flag", Kind: "boolean", Filterable: true, Sortable: true},
		{Name: "kind", Kind: "enumeration", Filterable: true, Sortable: true, Values: []string{"news", "press", "advice"}},
		{Name: "author", Kind: "reference", Filterable: true, To: []string{"person"}},
		{Name: "related", Kind: "reference", Many: true, Filterable: true, To: []string{"article", "person"}},
		{Name: "body", Kind: "markdown", Localized: true, Searchable: true},
	}},
	"person": {Name: "person", Title: "name", Fields: []published.Field{
		{Name: "name", Kind: "text", Filterable: true, Sortable: true}, {Name: "team", Kind: "reference", Filterable: true, To: []string{"team"}},
		{Name: "n", Kind: "integer", Filterable: true}, {Name: "salary", Kind: "integer", Filterable: true, Sortable: true},
	}},
	"team": {Name: "team", Title: "name", Fields: []published.Field{{Name: "name", Kind: "text", Filterable: true}}},
}

func modelRecords() []published.Record {
	records := []published.Record{siteOf("a", "fr en", "en")}
	for name, t := range modelTypes {
		records = append(records, published.NewRecord(published.KindType, name, t))
	}
	return records
}

var (
	words      = []string{"a", "B", "b", "bc", "Été", "été", "100%", "a,b", `\`, "ß", "مقال"}
	decimals   = []string{"0", "0.10", "-0.1", "10", "9.99", "-12.5", "123456789012345678901234567890.5", "10.00"}
	numbers    = []float64{-3, -0.5, 0, 0.5, 2, 10, 1e9}
	integers10 = []float64{-3, 0, 1, 2, 10}
	days       = []string{"2025-12-31", "2026-01-01", "2026-01-02", "2026-10-01"}
	moments    = []string{"2025-12-31T23:59:59.999Z", "2026-01-01T00:00:00.000Z", "2026-01-01T00:00:00.001Z", "2026-10-01T12:00:00.000Z"}
	kinds      = []string{"news", "press", "advice"}
	tags       = []string{"x", "y", "Z", "z"}
)

// some draws one of the values, or none.
func some[T any](t *rapid.T, doc map[string]any, name string, values []T) {
	if i := rapid.IntRange(-1, len(values)-1).Draw(t, name); i >= 0 {
		doc[name] = values[i]
	}
}

func ref(typ, id string) map[string]any { return map[string]any{"$ref": typ + "/" + id} }

// world draws entries of all types in two spaces, some of which hide others, with references to what is there and what is not.
func world(t *rapid.T) []published.Entry {
	var entries []published.Entry
	add := func(typ string, i int, fill func(shared, fr, en map[string]any)) {
		space := rapid.SampledFrom([]string{"a", "shared", "b"}).Draw(t, "space")
		key := fmt.Sprint("k", rapid.IntRange(0, 6).Draw(t, "key"))
		e := published.Entry{
			ID: fmt.Sprintf("%s-%02d", typ, i), Type: typ, Space: space, Key: key, Version: 1, Shared: doc{}, Locales: map[string]published.EntryDoc{},
			UpdatedAt: publishedAt.Add(time.Duration(rapid.IntRange(0, 3).Draw(t, "updated")) * time.Hour),
		}
		if slices.ContainsFunc(entries, func(o published.Entry) bool { return o.Type == typ && o.Space == space && o.Key == key }) {
			e.Key = e.ID
		}
		fr, en := doc{}, doc{}
		fill(e.Shared, fr, en)
		at := publishedAt.Add(time.Duration(rapid.IntRange(0, 3).Draw(t, "published")) * time.Minute)
		switch rapid.IntRange(0, 2).Draw(t, "locales") {
		case 0:
			e.Locales["fr"] = published.EntryDoc{Fields: fr, PublishedAt: at}
		case 1:
			e.Locales["en"] = published.EntryDoc{Fields: en, PublishedAt: at}
		default:
			e.Locales["fr"], e.Locales["en"] = published.EntryDoc{Fields: fr, PublishedAt: at}, published.EntryDoc{Fields: en, PublishedAt: at.Add(1)}
		}
		entries = append(entries, e)
	}
	for i := range rapid.IntRange(1, 3).Draw(t, "teams") {
		add("team", i, func(shared, _, _ map[string]any) { some(t, shared, "name", words) })
	}
	for i := range rapid.IntRange(1, 4).Draw(t, "people") {
		add("person", i, func(shared, _, _ map[string]any) {
			some(t, shared, "name", words)
			some(t, shared, "n", integers10)
			some(t, shared, "salary", integers10)
			some(t, shared, "team", []any{ref("team", "team-00"), ref("team", "team-01"), ref("team", "team-09")})
		})
	}
	for i := range rapid.IntRange(0, 14).Draw(t, "articles") {
		add("article", i, func(shared, fr, en map[string]any) {
			some(t, fr, "title", words)
			some(t, en, "title", words)
			some(t, shared, "price", decimals)
			some(t, shared, "n", integers10)
			some(t, shared, "x", numbers)
			some(t, shared, "on", days)
			some(t, shared, "at", moments)
			some(t, shared, "flag", []bool{true, false})
			some(t, shared, "kind", kinds)
			some(t, shared, "author", []any{ref("person", "person-00"), ref("person", "person-01"), ref("person", "person-09")})
			if list := rapid.SliceOfNDistinct(rapid.SampledFrom(tags), 0, 3, rapid.ID).Draw(t, "tags"); len(list) > 0 {
				shared["tags"] = anys(list)
			}
			targets := []string{"article/article-00", "article/article-01", "person/person-00", "person/person-01", "person/person-09"}
			var related []any
			for _, r := range rapid.SliceOfNDistinct(rapid.SampledFrom(targets), 0, 3, rapid.ID).Draw(t, "related") {
				related = append(related, map[string]any{"$ref": r})
			}
			if related != nil {
				shared["related"] = related
			}
		})
	}
	return entries
}

// asked are the paths of the random queries, with values for each.
var askedPaths = map[string][]string{
	"title": words, "tags": tags, "price": decimals, "n": {"-3", "0", "1", "2", "10", "1.5"}, "x": {"-3", "-0.5", "0", "0.50", "2", "1e9"}, "on": days,
	"at": append([]string{"2026-01-01", "2026-01-01T01:00:00+01:00"}, moments...), "flag": {"true", "false"}, "kind": kinds,
	"author": {"person-00", "person/person-01", "person-09"}, "related": {"article-00", "person-01", "person/person-00"},
	"author.name": words, "author.n": {"0", "1"}, "author.team": {"team-00", "team/team-01"}, "author.team.name": words, "related.n": {"0", "1", "2"},
	"related.title": words, "related.author.name": words, "related.id": {"article-00", "person-01"}, "related.key": {"k0", "k1"},
	"id": {"article-00", "article-03", "nobody"}, "key": {"k0", "k1", "K1"}, "publishedAt": {"2026-11-02T08:31:00Z", "2026-11-02"}, "author.salary": {"0", "2"},
}

func drawFilter(t *rapid.T, depth int) *query.Filter {
	switch kind := rapid.IntRange(0, 9).Draw(t, "node"); {
	case depth < 3 && kind < 2:
		return &query.Filter{And: []*query.Filter{drawFilter(t, depth+1), drawFilter(t, depth+1)}}
	case depth < 3 && kind < 4:
		return &query.Filter{Or: []*query.Filter{drawFilter(t, depth+1), drawFilter(t, depth+1)}}
	case depth < 3 && kind == 4:
		return &query.Filter{Not: drawFilter(t, depth+1)}
	}
	path := rapid.SampledFrom(slices.Sorted(maps.Keys(askedPaths))).Draw(t, "path")
	c := &query.Condition{Path: path, Op: rapid.SampledFrom(opsOf(path)).Draw(t, "op")}
	value := rapid.SampledFrom(askedPaths[path])
	switch c.Op {
	case query.In, query.Nin:
		c.Values = rapid.SliceOfN(value, 0, 3).Draw(t, "values")
	case query.Exists:
		c.Values = []string{rapid.SampledFrom([]string{"true", "false"}).Draw(t, "exists")}
	default:
		c.Values = []string{value.Draw(t, "value")}
	}
	return &query.Filter{Condition: c}
}

func kindOf(path string) string {
	last := path[strings.LastIndex(path, ".")+1:]
	switch last {
	case "id", "key":
		return last
	case "publishedAt", "updatedAt":
		return "date-time"
	}
	for _, typ := range []string{"article", "person", "team"} {
		if f, ok := modelTypes[typ].Field(last); ok {
			return f.Kind
		}
	}
	return ""
}

func opsOf(path string) []query.Op {
	ops := []query.Op{query.Eq, query.Ne, query.In, query.Nin, query.Exists}
	switch kindOf(path) {
	case "text", "tags", "key":
		ops = append(ops, query.Contains, query.Starts)
	case "decimal", "integer", "number", "date", "date-time":
		ops = append(ops, query.Lt, query.Lte, query.Gt, query.Gte)
	}
	return ops
}

// shownDoc is an entry as the naive evaluator sees it.
type shownDoc struct {
	published.Entry
	fields map[string]any
	at     time.Time
}

// naive answers queries by looking at every entry.
type naive struct {
	scope query.Scope
	docs  map[string]*shownDoc
}

func newNaive(entries []published.Entry, scope query.Scope) *naive {
	n := &naive{scope, map[string]*shownDoc{}}
	in := func(e *published.Entry) bool {
		return slices.ContainsFunc(scope.Chain, func(tag string) bool { _, ok := e.Locales[tag]; return ok })
	}
	for _, e := range entries {
		rank := slices.Index(scope.Spaces, e.Space)
		hidden := rank < 0 || !in(&e)
		for _, o := range entries {
			nearer := slices.Index(scope.Spaces, o.Space)
			if !scope.Flat && nearer >= 0 && nearer < rank && o.Type == e.Type && o.Key == e.Key && in(&o) {
				hidden = true
			}
		}
		if scope.Allowed != nil && !slices.Contains(scope.Allowed[e.Type], e.Space) {
			hidden = true
		}
		if hidden {
			continue
		}
		d := &shownDoc{Entry: e, fields: maps.Clone(e.Shared)}
		for _, tag := range slices.Backward(scope.Chain) {
			if l, ok := e.Locales[tag]; ok {
				maps.Copy(d.fields, l.Fields)
				d.at = l.PublishedAt
			}
		}
		n.docs[e.ID] = d
	}
	return n
}

// values gives what a path leads to.
func (n *naive) values(d *shownDoc, path string) (out []any) {
	name, rest, more := strings.Cut(path, ".")
	switch name {
	case "id":
		return []any{d.ID}
	case "key":
		return []any{d.Key}
	case "publishedAt":
		return []any{query.Stamp(d.at)}
	}
	list, ok := d.fields[name].([]any)
	if !ok && d.fields[name] != nil {
		list = []any{d.fields[name]}
	}
	for _, v := range list {
		m, isRef := v.(map[string]any)
		if !isRef {
			if !more {
				out = append(out, v)
			}
			continue
		}
		_, id, _ := strings.Cut(m["$ref"].(string), "/")
		target := n.docs[id]
		switch {
		case target == nil:
		case !more:
			out = append(out, id)
		default:
			out = append(out, n.values(target, rest)...)
		}
	}
	return out
}

func (n *naive) holds(d *shownDoc, f *query.Filter) bool {
	switch {
	case f.Condition != nil:
		c := f.Condition
		one := func(op query.Op) bool {
			return slices.ContainsFunc(n.values(d, c.Path), func(v any) bool {
				return slices.ContainsFunc(c.Values, func(s string) bool { return fits(kindOf(c.Path), op, v, s) })
			})
		}
		switch c.Op {
		case query.Exists:
			return len(n.values(d, c.Path)) > 0 == (c.Values[0] == "true")
		case query.Ne, query.Nin:
			return !one(query.Eq)
		case query.In:
			return one(query.Eq)
		}
		return one(c.Op)
	case f.Not != nil:
		return !n.holds(d, f.Not)
	case f.And != nil:
		return !slices.ContainsFunc(f.And, func(f *query.Filter) bool { return !n.holds(d, f) })
	}
	return slices.ContainsFunc(f.Or, func(f *query.Filter) bool { return n.holds(d, f) })
}

// fits compares a stored value with an asked one, by the slow way of each kind.
func fits(kind string, op query.Op, v any, s string) bool {
	var order int
	switch kind {
	case "decimal", "integer", "number":
		a, _ := new(big.Rat).SetString(fmt.Sprint(v))
		b, _ := new(big.Rat).SetString(s)
		order = a.Cmp(b)
	case "date-time":
		b, err := time.Parse(time.RFC3339Nano, s)
		if err != nil {
			b, _ = time.Parse(time.DateOnly, s)
		}
		a, _ := time.Parse(time.RFC3339Nano, v.(string))
		order = a.Compare(b)
	default:
		text := fmt.Sprint(v)
		lower := func(s string) string { return strings.ReplaceAll(strings.ToLower(s), "ß", "ss") }
		switch op {
		case query.Contains:
			return strings.Contains(lower(text), lower(s))
		case query.Starts:
			return strings.HasPrefix(lower(text), lower(s))
		}
		if kind == "reference" {
			s = s[strings.Index(s, "/")+1:]
		}
		order = cmp.Compare(text, s)
	}
	return map[query.Op]bool{
		query.Eq: order == 0, query.Lt: order < 0, query.Lte: order <= 0, query.Gt: order > 0, query.Gte: order >= 0,
	}[op]
}

// sorted gives the ids of the result in order: what has no value last, the id at the end, in the direction of the first order.
func (n *naive) sorted(f *query.Filter, by []query.Sort) []string {
	var found []*shownDoc
	for _, d := range n.docs {
		if d.Type == "article" && (f == nil || n.holds(d, f)) {
			found = append(found, d)
		}
	}
	slices.SortFunc(found, func(a, b *shownDoc) int {
		for _, s := range by {
			x, y := n.values(a, s.Name), n.values(b, s.Name)
			order := 0
			switch {
			case len(x) == 0 && len(y) == 0:
			case len(x) == 0:
				return 1
			case len(y) == 0:
				return -1
			default:
				order = inOrder(kindOf(s.Name), x[0], y[0])
			}
			if s.Descending {
				order = -order
			}
			if order != 0 {
				return order
			}
		}
		if by[0].Descending {
			return cmp.Compare(b.ID, a.ID)
		}
		return cmp.Compare(a.ID, b.ID)
	})
	var ids []string
	for _, d := range found {
		ids = append(ids, d.ID)
	}
	return ids
}

func inOrder(kind string, a, b any) int {
	switch kind {
	case "boolean":
		return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) // false before true
	case "integer", "number":
		return cmp.Compare(a.(float64), b.(float64))
	case "decimal":
		x, _ := new(big.Rat).SetString(fmt.Sprint(a))
		y, _ := new(big.Rat).SetString(fmt.Sprint(b))
		return x.Cmp(y)
	}
	return strings.Compare(fmt.Sprint(a), fmt.Sprint(b))
}

var sortNames = []string{"n", "x", "price", "on", "at", "flag", "kind", "id", "key", "publishedAt"}

// TestRandomQueries draws entries and queries, and compares every answer with that of a naive evaluator: the ids in order, whatever
// the page's size and the direction it is walked in, the total and the counts of values; with and without a rule for rows.
func TestRandomQueries(t *testing.T) {
	m := openTest(t, t.TempDir())
	generation := int64(0)
	rapid.Check(t, func(t *rapid.T) {
		entries := world(t)
		records := modelRecords()
		for _, e := range entries {
			records = append(records, published.NewRecord(published.KindEntry, e.ID, e))
		}
		generation++
		if err := apply(context.Background(), m, true, generation, records...); err != nil {
			t.Fatal(err)
		}
		scope := query.Scope{Spaces: []string{"a", "shared"}, Chain: []string{"fr", "en"}, Flat: rapid.Bool().Draw(t, "flat")}
		if rapid.Bool().Draw(t, "en") {
			scope.Chain = []string{"en"}
		}
		if rapid.Bool().Draw(t, "ruled") {
			scope.Allowed = map[string][]string{"article": {"a", "shared"}, "person": {"shared"}, "team": {"a"}}
		}
		n := newNaive(entries, scope)
		for range 6 {
			m.few = rapid.SampledFrom([]int{0, 2, fewDocs}).Draw(t, "few") // each way to read a list
			m.tables.wait = rapid.Bool().Draw(t, "in memory")
			m.tables.off = !m.tables.wait
			compareAnswers(t, m, n)
		}
	})
}

func compareAnswers(t *rapid.T, m *ReadModel, n *naive) {
	q := &query.Query{Count: query.CountExact, Facets: []string{"kind", "tags", "flag", "related"}, Size: rapid.IntRange(1, 20).Draw(t, "size")}
	if rapid.IntRange(0, 4).Draw(t, "all") > 0 {
		q.Filter = drawFilter(t, 0)
	}
	for _, name := range rapid.SliceOfNDistinct(rapid.SampledFrom(sortNames), 1, 3, rapid.ID).Draw(t, "sort") {
		q.Sort = append(q.Sort, query.Sort{Name: name, Descending: rapid.Bool().Draw(t, "descending")})
	}
	c, err := query.Check(q, &query.Registry{Types: modelTypes}, "article")
	if err != nil {
		t.Fatal(err)
	}
	want := n.sorted(q.Filter, q.Sort)
	var got []string
	list := query.List{Scope: n.scope, Query: c}
	var p *query.Page
	for list.From == nil || p.After {
		if p, err = m.List(context.Background(), list); err != nil {
			t.Fatal(err)
		}
		got = append(got, names(p)...)
		if len(p.Docs) == 0 {
			break
		}
		list.From = &query.Cursor{Keys: p.Docs[len(p.Docs)-1].Keys, ID: p.Docs[len(p.Docs)-1].ID}
	}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Fatalf("%s: (-naive +index)\n%s", c.Canonical(), diff)
	}
	back := names(p)
	for p.Before {
		list.From = &query.Cursor{Keys: p.Docs[0].Keys, ID: p.Docs[0].ID, Backward: true}
		if p, err = m.List(context.Background(), list); err != nil {
			t.Fatal(err)
		}
		back = append(names(p), back...)
	}
	if diff := gocmp.Diff(want, back); diff != "" {
		t.Fatalf("%s, backward: (-naive +index)\n%s", c.Canonical(), diff)
	}
	if p.Total != int64(len(want)) {
		t.Fatalf("%s: total %d of %d", c.Canonical(), p.Total, len(want))
	}
	for _, f := range p.Facets {
		counts := map[string]int64{}
		for _, id := range want {
			for _, v := range n.values(n.docs[id], f.Name) {
				if d := n.docs[fmt.Sprint(v)]; f.Name == "related" && d != nil {
					v = d.Type + "/" + d.ID
				}
				counts[fmt.Sprint(v)]++
			}
		}
		facet := map[string]int64{}
		for _, v := range f.Values {
			facet[fmt.Sprint(v.Value)] = v.Count
		}
		if diff := gocmp.Diff(counts, facet); diff != "" {
			t.Fatalf("%s, facet %s: (-naive +index)\n%s", c.Canonical(), f.Name, diff)
		}
	}
}
