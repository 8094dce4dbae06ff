package authoring

import (
	"context"
	"sync/atomic"

	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/publishing"
	"github.com/portico-cms/portico/internal/schema"
)

// modelCache keeps the content models that were read. Reading one takes a thousand times as long as comparing its hash.
type modelCache struct {
	last    atomic.Pointer[schema.Model]
	types   atomic.Pointer[describedTypes]
	history modelHistory
}

// modelIn gives the content model in force. Errors: fault.NotFound before the first.
func (a *Authoring) modelIn(ctx context.Context, tx Tx) (*schema.Model, error) {
	hash, err := tx.ModelHash(ctx)
	if err != nil {
		return nil, err
	}
	if m := a.models.last.Load(); m != nil && m.Hash() == hash {
		return m, nil
	}
	files, err := tx.Model(ctx)
	if err != nil {
		return nil, err
	}
	m, err := schema.FromFiles(files.Files)
	if err == nil {
		a.models.last.Store(m)
	}
	return m, err
}

// types gives the content model in force, read once for a write.
func (p *publication) types(ctx context.Context) (*schema.Model, error) {
	if p.model != nil {
		return p.model, nil
	}
	m, err := p.a.modelIn(ctx, p.tx)
	p.model = m
	return m, err
}

// drafts describes the types of a model for lists of drafts.
func (c *modelCache) drafts(compiler *publishing.Compiler, m *schema.Model) map[string]*published.Type {
	if d := c.types.Load(); d != nil && d.model == m {
		return d.byName
	}
	d := &describedTypes{m, compiler.DraftTypes(m)}
	c.types.Store(d)
	return d.byName
}

type describedTypes struct {
	model  *schema.Model
	byName map[string]*published.Type
}
