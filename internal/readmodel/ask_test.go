package readmodel

import (
	"context"
	"encoding/json"

	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/query"
)

// asking is a list of articles in their own order.
type asking struct {
	query.Scope
	Size int
	From *query.Cursor
}

// typesIn gives the content types that a read side has records of.
func typesIn(t fatal, m *ReadModel) map[string]*published.Type {
	t.Helper()
	types := map[string]*published.Type{"article": {Name: "article", Title: "title"}}
	err := m.Load(context.Background(), func(r published.Record) error { //nolint:usetesting // rapid's T has another context in each run
		if r.Kind != published.KindType {
			return nil
		}
		typ := new(published.Type)
		types[r.Key] = typ
		return json.Unmarshal(r.Body, typ)
	})
	if err != nil {
		t.Fatal(err)
	}
	return types
}

// ask checks a list.
func ask(t fatal, m *ReadModel, a asking) query.List {
	t.Helper()
	c, err := query.Check(&query.Query{Size: a.Size}, &query.Registry{Types: typesIn(t, m)}, "article")
	if err != nil {
		t.Fatal(err)
	}
	return query.List{Scope: a.Scope, Query: c, From: a.From}
}
