package delivery

import (
	"context"

	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/query"
)

// State says which log a read side came from, and how far it is.
type State struct {
	Identity   string // of the log; "" where nothing was applied yet
	Generation int64
}

// Index is a node's read side on disk: all records, so that a node starts without the log, and the published entries in a
// form that can be asked. Package readmodel is one.
type Index interface {
	query.Reader

	// State gives what was applied last.
	State(ctx context.Context) (State, error)
	// Origin gives the content type and space of a published entry; both are "" where there is no such entry.
	Origin(ctx context.Context, entry string) (typ, space string, err error)
	// Load calls each for every record but the entries', deleted ones left out.
	Load(ctx context.Context, each func(published.Record) error) error
	// Apply writes what fill puts, in one transaction that readers see whole or not at all; reset forgets everything first.
	// fill returns the generation that it has put; where it puts nothing new, it returns the one before.
	Apply(ctx context.Context, identity string, reset bool, fill func(put func(published.Record) error) (int64, error)) error
	// Chain makes sure that entries can be asked for in a chain of locales, where a query wants another than its site has. Few of
	// them are kept. Errors: fault.Unavailable where there are too many, or it takes longer than the context lasts.
	Chain(ctx context.Context, tags []string) error
}
