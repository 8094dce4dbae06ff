package authoring

import (
	"context"
	"strconv"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/schema"
)

// What DiffEntry compares besides revisions by their version.
const (
	DiffDraft     = "draft"
	DiffPublished = "published"
	DiffNothing   = "0" // the entry before it was there
)

// DiffEntry gives the fields that differ between two states of an entry, each a version, "draft", "published" or "0", as far as the
// actor may read them today. Errors: fault.NotFound; fault.Invalid for what is no state.
func (a *Authoring) DiffEntry(ctx context.Context, actor Actor, id, from, to string) (diff []content.FieldDiff, err error) {
	err = a.store.View(ctx, func(tx Tx) error {
		visible, err := a.readableEntry(ctx, tx, actor, id)
		if err != nil {
			return err
		}
		_, t, err := a.typedEntry(ctx, tx, id)
		if err != nil {
			return err
		}
		before, err := a.stateOf(ctx, tx, actor, t, visible, "from", from)
		if err != nil {
			return err
		}
		after, err := a.stateOf(ctx, tx, actor, t, visible, "to", to)
		if err == nil {
			diff = content.Diff(t, before, after)
		}
		return err
	})
	return diff, err
}

// stateOf gives a state of an entry under the names that fields have today; an empty one where nothing is published.
func (a *Authoring) stateOf(
	ctx context.Context, tx Tx, actor Actor, t *schema.Type, s *content.Stored, name, state string,
) (*content.Entry, error) {
	nothing := &content.Entry{ID: s.Draft.ID, Space: s.Draft.Space, Type: s.Draft.Type}
	switch state {
	case DiffDraft:
		return s.Draft, nil
	case DiffNothing:
		return nothing, nil
	case DiffPublished:
		if s.Published == nil {
			return nothing, nil
		}
		return s.Published, nil
	}
	version, err := strconv.ParseInt(state, 10, 64)
	if err != nil || version < 0 {
		return nil, &fault.Error{Code: fault.Invalid, Message: "the states cannot be understood", Problems: fault.Problems{
			{Pointer: name, Code: "bad_parameter", Message: "give the version of a revision, draft, published, or 0 for nothing"},
		}}
	}
	r, err := a.revision(ctx, tx, t, s.Draft.ID, version)
	if err != nil {
		return nil, err
	}
	return readableEntry(actor, t, r.Entry), nil
}
