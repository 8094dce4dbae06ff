package delivery

import (
	"context"
	"errors"

	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/query"
)

// laidIndex is the index of a preview. It is read between open and done of its overlay, and written by nobody else.
type laidIndex struct{ *overlay }

var _ Index = laidIndex{}

// List implements query.Reader.
func (l laidIndex) List(ctx context.Context, q query.List) (*query.Page, error) {
	return l.index.List(ctx, q)
}

// Search implements query.Reader.
func (l laidIndex) Search(ctx context.Context, q query.Search) (*query.Page, error) {
	return l.index.Search(ctx, q)
}

// Get implements query.Reader.
func (l laidIndex) Get(ctx context.Context, q query.Get) (*query.Doc, error) {
	return l.index.Get(ctx, q)
}

// Docs implements query.Reader.
func (l laidIndex) Docs(ctx context.Context, scope query.Scope, ids []string) (map[string]*query.Doc, error) {
	return l.index.Docs(ctx, scope, ids)
}

// Exists implements query.Reader.
func (l laidIndex) Exists(ctx context.Context, scope query.Scope, ids []string) (map[string]bool, error) {
	return l.index.Exists(ctx, scope, ids)
}

// Chain implements Index.
func (l laidIndex) Chain(ctx context.Context, tags []string) error { return l.index.Chain(ctx, tags) }

// State implements Index.
func (l laidIndex) State(ctx context.Context) (State, error) { return l.index.State(ctx) }

// Load implements Index.
func (l laidIndex) Load(ctx context.Context, each func(published.Record) error) error {
	return l.index.Load(ctx, each)
}

// Apply implements Index: a preview follows no log.
func (l laidIndex) Apply(context.Context, string, bool, func(func(published.Record) error) (int64, error)) error {
	return errors.New("delivery: a preview is not written")
}
