package delivery

import (
	"context"
	"encoding/json"
	"time"

	"github.com/portico-cms/portico/internal/published"
)

// State says which log a read side came from, and how far it is.
type State struct {
	Identity   string // of the log; "" where nothing was applied yet
	Generation int64
}

// Index is a node's read side on disk: all records, so that a node starts without the log, and the published entries in a
// form that can be listed. Package readmodel is one.
type Index interface {
	// State gives what was applied last.
	State(ctx context.Context) (State, error)
	// Load calls each for every record but the entries', deleted ones left out.
	Load(ctx context.Context, each func(published.Record) error) error
	// Apply writes what fill puts, in one transaction that readers see whole or not at all; reset forgets everything first.
	// fill returns the generation that it has put; where it puts nothing new, it returns the one before.
	Apply(ctx context.Context, identity string, reset bool, fill func(put func(published.Record) error) (int64, error)) error
	// List gives a page of entries in their type's order.
	List(ctx context.Context, q ListQuery) (*Page, error)
	// Get finds an entry by id or slug. Errors: fault.NotFound.
	Get(ctx context.Context, q GetQuery) (*Doc, error)
	// Exists gives those of the ids that are published in the chain, in the given spaces.
	Exists(ctx context.Context, scope Scope, ids []string) (map[string]bool, error)
}

// Scope is where entries are looked for.
type Scope struct {
	Type   string
	Spaces []string // nearest first; a nearer entry hides one with the same key
	Chain  []string // locales, the wanted one first
}

// Cursor is a place in a list, between two entries.
type Cursor struct {
	SortKey  []byte
	ID       string
	Backward bool // the page before this place
}

// ListQuery asks for a page.
type ListQuery struct {
	Scope
	Size int
	From *Cursor // nil: the first page
}

// GetQuery asks for one entry.
type GetQuery struct {
	Scope
	IDOrSlug string
}

// Page is a piece of a list, in order.
type Page struct {
	Docs       []*Doc
	Generation int64
	Before     bool // there are entries before it
	After      bool // there are entries after it
}

// Doc is one published entry in one locale.
type Doc struct {
	ID          string
	Type        string
	Space       string
	Version     int64
	PublishedAt time.Time
	UpdatedAt   time.Time
	Fields      json.RawMessage // an object; Markdown fields as HTML
	Source      json.RawMessage // an object: the Markdown fields as they were typed
	Fallback    json.RawMessage // an object: field → the locale its value came from, where that is not the wanted one
	SortKey     []byte
	Generation  int64
}
