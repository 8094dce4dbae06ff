package readmodel

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/query"
)

// library is a small read side with a value of every kind.
func library(t *testing.T) *ReadModel {
	t.Helper()
	m := openTest(t, t.TempDir())
	people := func(id, space string, shared doc) published.Record {
		return published.NewRecord(published.KindEntry, id, published.Entry{
			ID: id, Type: "person", Space: space, Key: id, Version: 1, Shared: shared,
			Locales: map[string]published.EntryDoc{"fr": {Fields: doc{}, PublishedAt: publishedAt}},
		})
	}
	put(t, m, 1, append(modelRecords(),
		people("ann", "shared", doc{"name": "Ann Été", "salary": 10}), people("bob", "b", doc{"name": "Bob", "salary": 20}),
		entryOf("shared", "one", doc{
			"tags": []any{"Water", "gas"}, "price": "9.99", "n": 3, "x": 0.5, "on": "2026-10-01", "at": "2026-10-01T08:30:00.000Z", "flag": true,
			"kind": "news", "author": ref("person", "ann"), "related": []any{ref("article", "shared-two"), ref("person", "bob")},
		}, map[string]doc{"fr": {"title": "L’Été à 100% %_"}}),
		entryOf("shared", "two", doc{
			"tags": []any{"water"}, "price": "-10.5", "n": -1, "x": 1e9, "on": "2026-09-30", "at": "2026-09-30T22:00:00.000Z", "flag": false,
			"kind": "press", "author": ref("person", "bob"),
		}, map[string]doc{"fr": {"title": "deux"}}),
		entryOf("shared", "bare", nil, map[string]doc{"fr": {"title": "Été"}}),
	)...)
	return m
}

func filtered(t *testing.T, m *ReadModel, path string, op query.Op, values ...string) ([]string, error) {
	t.Helper()
	q := &query.Query{Filter: &query.Filter{Condition: &query.Condition{Path: path, Op: op, Values: values}}, Sort: []query.Sort{{Name: "id"}}}
	c, err := query.Check(q, &query.Registry{Types: modelTypes}, "article")
	if err != nil {
		return nil, err
	}
	p, err := m.List(t.Context(), query.List{Scope: scope("fr en"), Query: c})
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, d := range p.Docs {
		keys = append(keys, d.Key)
	}
	return keys, nil
}

// TestOperators is every operator on every kind: what it finds, or that there is no such thing.
func TestOperators(t *testing.T) {
	m := library(t)
	bare := func(keys ...string) []string { return append([]string{"bare"}, keys...) } // bare comes first by id
	no := []string{"refused"}
	type row map[query.Op]struct {
		value string
		want  []string
	}
	for path, r := range map[string]row{
		"title": {
			query.Eq: {"Été", bare()}, query.Ne: {"Été", []string{"one", "two"}}, query.In: {"deux,été", []string{"two"}}, query.Nin: {"deux", bare("one")},
			query.Contains: {"ÉTÉ", bare("one")}, query.Starts: {"DE", []string{"two"}}, query.Exists: {"true", bare("one", "two")}, query.Lt: {"x", no}, query.Gte: {"x", no},
		},
		"tags": {
			query.Eq: {"water", []string{"two"}}, query.Ne: {"water", bare("one")}, query.In: {"Water,water", []string{"one", "two"}}, query.Nin: {"gas", bare("two")},
			query.Contains: {"AT", []string{"one", "two"}}, query.Starts: {"ga", []string{"one"}}, query.Exists: {"false", bare()}, query.Lte: {"x", no},
		},
		"price": {
			query.Eq: {"9.990", []string{"one"}}, query.Ne: {"9.99", bare("two")}, query.In: {"9.99,-10.50", []string{"one", "two"}}, query.Nin: {"0", bare("one", "two")}, query.Lt: {"9.99", []string{"two"}},
			query.Lte: {"9.99", []string{"one", "two"}}, query.Gt: {"-10.51", []string{"one", "two"}}, query.Gte: {"10", nil}, query.Exists: {"true", []string{"one", "two"}}, query.Contains: {"9", no}, query.Starts: {"9", no},
		},
		"n": {
			query.Eq: {"3", []string{"one"}}, query.Ne: {"3", bare("two")}, query.In: {"", nil}, query.Nin: {"", bare("one", "two")}, query.Lt: {"0", []string{"two"}}, query.Lte: {"3", []string{"one", "two"}},
			query.Gt: {"2.5", []string{"one"}}, query.Gte: {"3", []string{"one"}}, query.Exists: {"false", bare()}, query.Starts: {"3", no},
		},
		"x":  {query.Eq: {"0.50", []string{"one"}}, query.Lt: {"1e8", []string{"one"}}, query.Gte: {"1000000000", []string{"two"}}, query.In: {"0.5,2", []string{"one"}}, query.Contains: {"5", no}},
		"on": {query.Eq: {"2026-10-01", []string{"one"}}, query.Lt: {"2026-10-01", []string{"two"}}, query.Gte: {"2026-10-01", []string{"one"}}, query.In: {"2026-09-30", []string{"two"}}, query.Exists: {"false", bare()}, query.Starts: {"2026", no}},
		"at": {query.Eq: {"2026-10-01T10:30:00+02:00", []string{"one"}}, query.Lt: {"2026-10-01", []string{"two"}}, query.Gt: {"2026-10-01T08:29:59.999Z", []string{"one"}}, query.Lte: {"2026-09-30T22:00:00Z", []string{"two"}}, query.Contains: {"2026", no}},
		"flag": {
			query.Eq: {"true", []string{"one"}}, query.Ne: {"true", bare("two")}, query.In: {"true,false", []string{"one", "two"}}, query.Nin: {"false", bare("one")}, query.Exists: {"true", []string{"one", "two"}}, query.Lt: {"true", no}, query.Contains: {"t", no},
		},
		"kind": {
			query.Eq: {"news", []string{"one"}}, query.Ne: {"news", bare("two")}, query.In: {"news,press", []string{"one", "two"}}, query.Nin: {"press", bare("one")}, query.Exists: {"false", bare()}, query.Gt: {"a", no}, query.Contains: {"ew", no}, query.Starts: {"n", no},
		},
		"author": { // bob is of another site: it is as if two had none
			query.Eq: {"ann", []string{"one"}}, query.Ne: {"ann", bare("two")}, query.In: {"bob,person/ann", []string{"one"}}, query.Nin: {"bob", bare("one", "two")}, query.Exists: {"true", []string{"one"}}, query.Gt: {"a", no}, query.Contains: {"a", no},
		},
		"related":       {query.Eq: {"article/shared-two", []string{"one"}}, query.Exists: {"false", bare("two")}, query.Ne: {"shared-two", bare("two")}},
		"author.name":   {query.Contains: {"été", []string{"one"}}, query.Starts: {"bob", nil}, query.Ne: {"x", bare("one", "two")}, query.Exists: {"true", []string{"one"}}},
		"author.salary": {query.Gte: {"0", []string{"one"}}, query.Eq: {"20", nil}},
		"related.title": {query.Eq: {"deux", []string{"one"}}, query.Contains: {"eu", []string{"one"}}},
		"related.id":    {query.In: {"shared-two,bob", []string{"one"}}},
		"id":            {query.Eq: {"shared-one", []string{"one"}}, query.In: {"shared-one,x", []string{"one"}}, query.Ne: {"shared-one", bare("two")}, query.Exists: {"true", bare("one", "two")}, query.Starts: {"s", no}},
		"key":           {query.Eq: {"one", []string{"one"}}, query.Starts: {"T", []string{"two"}}, query.Contains: {"W", []string{"two"}}, query.Nin: {"one,two", bare()}, query.Lt: {"x", no}},
		"publishedAt":   {query.Eq: {"2026-11-02T08:30:00Z", bare("one", "two")}, query.Gt: {"2026-11-02", bare("one", "two")}, query.Lt: {"2026-11-02", nil}, query.Exists: {"false", nil}},
		"updatedAt":     {query.Gte: {"2026-11-02T09:30:00.000000001Z", nil}, query.Lte: {"2026-11-02T09:30:00Z", bare("one", "two")}},
	} {
		for op, c := range r {
			values := []string{c.value}
			if op == query.In || op == query.Nin {
				values = strings.FieldsFunc(c.value, func(r rune) bool { return r == ',' })
			}
			for _, few := range []int{-1, 0, fewDocs} {
				m.few, m.tables.wait, m.tables.off = max(few, 0), few < 0, few >= 0
				if few < 0 {
					m.few = fewDocs
				}
				got, err := filtered(t, m, path, op, values...)
				if fault.Is(err, fault.Invalid) {
					got = no
				}
				if diff := cmp.Diff(c.want, got); diff != "" {
					t.Errorf("%s %s %q: (-want +got)\n%s%v", path, op, c.value, diff, err)
				}
			}
		}
	}
}

// TestLikeSignsAreLetters: what SQL has signs for is text, in values, and a text that begins with it.
func TestI1LikeSignsAreLetters(t *testing.T) {
	m := library(t)
	for value, want := range map[string][]string{
		"%": {"one"}, "_": {"one"}, "100%": {"one"}, "%_": {"one"}, "' OR 1=1 --": nil, `\`: nil, "*": nil, `"`: nil, "’": {"one"}, ");DROP TABLE docs": nil,
	} {
		got, err := filtered(t, m, "title", query.Contains, value)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%q: %s, %v", value, got, err)
		}
	}
}

// TestQ5Q6RowsOfOthers: with a rule for rows, nothing of what the caller may not see decides which entries there are, how many
// there are, or what is counted.
func TestQ5Q6RowsOfOthers(t *testing.T) {
	m := library(t)
	all := query.Scope{Spaces: []string{"shared", "b"}, Chain: []string{"fr", "en"}, Flat: true}
	ruled := all
	ruled.Allowed = map[string][]string{"article": {"shared", "b"}, "person": {"shared"}}
	none := all
	none.Allowed = map[string][]string{"person": {"shared"}}
	for i, c := range []struct {
		scope  query.Scope
		filter *query.Condition
		want   int64
		facet  string
	}{
		{all, &query.Condition{Path: "author.salary", Op: query.Gt, Values: []string{"15"}}, 1, "[{person/bob 1}]"},
		{ruled, &query.Condition{Path: "author.salary", Op: query.Gt, Values: []string{"15"}}, 0, "[]"},
		{all, &query.Condition{Path: "author", Op: query.Eq, Values: []string{"bob"}}, 1, "[{person/bob 1}]"},
		{ruled, &query.Condition{Path: "author", Op: query.Eq, Values: []string{"bob"}}, 0, "[]"},
		{ruled, &query.Condition{Path: "author", Op: query.Ne, Values: []string{"bob"}}, 3, "[{person/ann 1}]"},
		{ruled, &query.Condition{Path: "related.name", Op: query.Exists, Values: []string{"true"}}, 0, "[]"},
		{all, &query.Condition{Path: "id", Op: query.Exists, Values: []string{"true"}}, 3, "[{person/ann 1} {person/bob 1}]"},
		{ruled, &query.Condition{Path: "id", Op: query.Exists, Values: []string{"true"}}, 3, "[{person/ann 1}]"},
		{none, &query.Condition{Path: "id", Op: query.Exists, Values: []string{"true"}}, 0, "[]"},
	} {
		q := &query.Query{Filter: &query.Filter{Condition: c.filter}, Count: query.CountExact, Facets: []string{"author"}}
		checked, err := query.Check(q, &query.Registry{Types: modelTypes}, "article")
		if err != nil {
			t.Fatal(err)
		}
		p, err := m.List(t.Context(), query.List{Scope: c.scope, Query: checked})
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprint(p.Facets[0].Values); p.Total != c.want || int64(len(p.Docs)) != c.want || got != c.facet {
			t.Errorf("%d: %d of %d entries, %s", i, len(p.Docs), p.Total, got)
		}
	}
	if docs, err := m.Docs(t.Context(), ruled, []string{"ann", "bob", "shared-one"}); err != nil || len(docs) != 2 || docs["bob"] != nil {
		t.Errorf("%v, %v", docs, err)
	}
	if there, err := m.Exists(t.Context(), ruled, []string{"ann", "bob"}); err != nil || len(there) != 1 {
		t.Errorf("%v, %v", there, err)
	}
}

// TestQ3HiddenFields: a field that a caller may not know cannot be asked for, not even by the order that the type has, and is not
// shown, also not inside another entry.
func TestQ3HiddenFields(t *testing.T) {
	m := library(t)
	r := &query.Registry{Types: modelTypes, Hidden: map[string]map[string]bool{"article": {"title": true, "price": true}, "person": {"salary": true}}}
	for _, q := range []*query.Query{
		{Filter: &query.Filter{Condition: &query.Condition{Path: "price", Op: query.Exists, Values: []string{"true"}}}}, {Sort: []query.Sort{{Name: "title"}}},
		{Filter: &query.Filter{Condition: &query.Condition{Path: "author.salary", Op: query.Gt, Values: []string{"1"}}}}, {Fields: []string{"price"}}, {Facets: []string{"price"}},
	} {
		if _, err := query.Check(q, r, "article"); !fault.Is(err, fault.Invalid) {
			t.Errorf("%+v: %v", q, err)
		}
	}
	c, err := query.Check(&query.Query{Include: []string{"author"}}, r, "article")
	if err != nil {
		t.Fatal(err)
	}
	p, err := m.List(t.Context(), query.List{Scope: scope("fr en"), Query: c})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Expand(t.Context(), m, scope("fr en"), p.Docs); err != nil {
		t.Fatal(err)
	}
	for _, d := range p.Docs {
		for _, secret := range []string{"title", "price", "salary"} {
			if strings.Contains(string(d.Fields), secret) {
				t.Errorf("%s is in %s", secret, d.Fields)
			}
		}
	}
	if !strings.Contains(string(p.Docs[1].Fields), "Ann") {
		t.Errorf("%s lacks the author", p.Docs[1].Fields)
	}
}
