package query

import (
	"context"
	"encoding/json"
	"time"
)

// Scope is where entries are looked for, and which of them the caller may see. It holds for the entries of a list as for those
// that a condition, an inclusion, a count or a facet reaches.
type Scope struct {
	Spaces []string // nearest first; a nearer entry hides one with the same key
	Chain  []string // locales, the wanted one first
	// Flat shows every entry of the spaces, also one that a nearer one hides: for people who work on all of them.
	Flat bool
	// Allowed are the spaces, by content type, of which the caller may see entries; nil is all. Of a type that is not in it,
	// nothing can be seen.
	Allowed map[string][]string
	// Hidden are content types of which the caller sees nothing, wherever they stand, and is told of nothing: a reference to one is as
	// if it were not there.
	Hidden []string
}

// Reader answers checked queries. Package readmodel has one for each view. Errors of all: fault.Unavailable.
type Reader interface {
	// List gives a page of entries.
	List(ctx context.Context, q List) (*Page, error)
	// Search gives a page of entries of several types that have the words, best first.
	Search(ctx context.Context, q Search) (*Page, error)
	// Get finds an entry by id or slug. Errors: fault.NotFound.
	Get(ctx context.Context, q Get) (*Doc, error)
	// Docs gives those of the entries that can be seen, by id: 500 at most.
	Docs(ctx context.Context, scope Scope, ids []string) (map[string]*Doc, error)
	// Exists says which of the entries can be seen.
	Exists(ctx context.Context, scope Scope, ids []string) (map[string]bool, error)
}

// List asks for a page. Query has its size.
type List struct {
	Scope
	Query *Checked
	From  *Cursor // nil: the first page
	Skip  int     // entries from there on that are left out, so that a list can be looked into anywhere; the more, the more work
}

// Search asks for words in entries of several types, at most as many as MaxPage on a page.
type Search struct {
	Scope
	Types []string
	Text  string
	Size  int
	From  *Cursor
}

// Get asks for one entry.
type Get struct {
	Scope
	Type     string
	IDOrSlug string
}

// Cursor is a place in a list, between two entries.
type Cursor struct {
	Keys     []any // of each order: string, []byte or float64
	ID       string
	Backward bool // the page before this place
}

// Page is a piece of a list, in order.
type Page struct {
	Docs       []*Doc
	Generation int64
	Before     bool    // there are entries before it
	After      bool    // there are entries after it
	Total      int64   // where Query.Count asks for it
	Facets     []Facet // in the order of Query.Facets
}

// Facet counts the values that a field has in the whole result of a query, most frequent first: MaxFacetValues at most.
type Facet struct {
	Name   string
	Values []FacetValue
}

// MaxFacetValues is how many values of a field are counted.
const MaxFacetValues = 100

// FacetValue is one value: a text, a boolean, or for references "type/id".
type FacetValue struct {
	Value any   `json:"value"`
	Count int64 `json:"count"`
}

// Doc is one entry as a chain of locales shows it.
type Doc struct {
	ID          string
	Type        string
	Space       string
	Key         string
	Version     int64
	PublishedAt time.Time
	UpdatedAt   time.Time
	Fields      json.RawMessage // an object; Markdown and rich text as HTML
	Source      json.RawMessage // an object: those fields as they were typed
	Text        json.RawMessage // an object: those fields as plain text
	Fallback    json.RawMessage // an object: field → the locale its value came from, where that is not the wanted one
	Meta        json.RawMessage // an object; of a draft view
	Keys        []any           // its place in the list that it came in, for a cursor
	Generation  int64

	parts []part // of Fields, where it was cut
}
