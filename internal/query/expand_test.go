package query

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/portico-cms/portico/internal/published"
)

// shelf has documents by their id.
type shelf struct {
	Reader

	docs map[string]*Doc
}

func (s shelf) Docs(_ context.Context, _ Scope, ids []string) (map[string]*Doc, error) {
	found := map[string]*Doc{}
	for _, id := range ids {
		if d := s.docs[id]; d != nil {
			found[id] = d
		}
	}
	return found, nil
}

func (s shelf) Exists(ctx context.Context, scope Scope, ids []string) (map[string]bool, error) {
	found := map[string]bool{}
	docs, err := s.Docs(ctx, scope, ids)
	for id := range docs {
		found[id] = true
	}
	return found, err
}

// TestExpandKeepsBytes: fields that are shown as they are stored are passed on as they are; any reference that is left out or
// followed, and any field that is not shown, makes them anew. (The stored text has a blank in it, so that it can be told.)
func TestExpandKeepsBytes(t *testing.T) {
	types := map[string]*published.Type{"post": {Name: "post", Fields: []published.Field{
		{Name: "author", Kind: "reference", To: []string{"post"}}, {Name: "title", Kind: "text"}, {Name: "free", Kind: "json"},
	}}}
	reader := shelf{docs: map[string]*Doc{"ann": {ID: "ann", Type: "post", Fields: json.RawMessage(`{"title": "Ann"}`)}}}
	for name, c := range map[string]struct {
		stored, want string
		show         *Selection
		hidden       map[string]bool
		format       string
	}{
		"no reference":      {stored: `{"n": 1.50}`, want: `{"n": 1.50}`},
		"one that is there": {stored: `{"author": {"$ref":"post/ann"},"n":1.50}`, want: `{"author": {"$ref":"post/ann"},"n":1.50}`},
		"one that is not":   {stored: `{"author": {"$ref":"post/bob"},"n":1.50}`, want: `{"n":1.50}`},
		"in a list":         {stored: `{"author": [{"$ref":"post/bob"},{"$ref":"post/ann"}]}`, want: `{"author":[{"$ref":"post/ann"}]}`},
		"in free JSON":      {stored: `{"free": {"$ref":"post/bob"}}`, want: `{"free": {"$ref":"post/bob"}}`},
		"a field is hidden": {stored: `{"author": {"$ref":"post/ann"},"n":1}`, want: `{"author":{"$ref":"post/ann"}}`, hidden: map[string]bool{"n": true}},
		"a field is asked":  {stored: `{"author": {"$ref":"post/ann"},"n":1}`, want: `{"n":1}`, show: &Selection{Fields: map[string]bool{"n": true}}},
		"in another format": {stored: `{"author": {"$ref":"post/ann"}}`, want: `{"author":{"$ref":"post/ann"},"title":"#"}`, format: FormatSource},
		"an entry included": {stored: `{"author": {"$ref":"post/ann"}}`, want: `{"author":{"$ref":"post/ann","fields":{"title":"Ann"},"id":"ann","publishedAt":"0001-01-01T00:00:00Z","type":"post","updatedAt":"0001-01-01T00:00:00Z"}}`, show: &Selection{Include: map[string]*Selection{"author": {}}}},
	} {
		q := &Checked{Format: FormatHTML, Show: &Selection{}, registry: &Registry{Types: types, Hidden: map[string]map[string]bool{"post": c.hidden}}}
		if c.show != nil {
			q.Show = c.show
		}
		if c.format != "" {
			q.Format = c.format
		}
		d := &Doc{ID: "x", Type: "post", Fields: json.RawMessage(c.stored), Source: json.RawMessage(`{"title":"#"}`)}
		if _, err := q.Expand(t.Context(), reader, Scope{}, []*Doc{d}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if string(d.Fields) != c.want {
			t.Errorf("%s: got %s, want %s", name, d.Fields, c.want)
		}
	}
}
