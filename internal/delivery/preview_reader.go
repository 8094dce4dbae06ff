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

// Checksum implements Index.
func (l laidIndex) Checksum(ctx context.Context) (string, error) { return l.index.Checksum(ctx) }

// Body implements Index.
func (l laidIndex) Body(ctx context.Context, r published.Ref) ([]byte, error) {
	return l.index.Body(ctx, r)
}

// Origin implements Index.
func (l laidIndex) Origin(ctx context.Context, entry string) (typ, space string, err error) {
	return l.index.Origin(ctx, entry)
}

// Write implements Index: a preview follows no log.
func (l laidIndex) Write(context.Context, bool, Fill) error {
	return errors.New("delivery: a preview is not written")
}

// Check implements Index: the copy lives as long as the process at most, and nobody checks it.
func (l laidIndex) Check(context.Context) error { return nil }

// Damaged implements Index.
func (l laidIndex) Damaged() bool { return false }

// DamageFound implements Index.
func (l laidIndex) DamageFound() <-chan struct{} { return nil }
