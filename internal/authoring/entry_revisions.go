package authoring

import (
	"context"
	"fmt"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/identity"
)

// Revisions lists those of an entry, the newest first, without their documents: those before a version (0: all), at most limit.
// Errors: fault.NotFound.
func (a *Authoring) Revisions(ctx context.Context, actor Actor, id string, before int64, limit int) (list []*content.Revision, err error) {
	err = a.store.View(ctx, func(tx Tx) error {
		if _, err := a.readableEntry(ctx, tx, actor, id); err != nil {
			return err
		}
		list, err = tx.Revisions(ctx, id, before, limit)
		return err
	})
	return list, err
}

// Revision gives one with its documents, as far as the actor may read them today. Errors: fault.NotFound.
func (a *Authoring) Revision(ctx context.Context, actor Actor, id string, version int64) (r *content.Revision, err error) {
	err = a.store.View(ctx, func(tx Tx) error {
		r, err = a.revisionFor(ctx, tx, actor, id, version)
		return err
	})
	return r, err
}

func (a *Authoring) revisionFor(ctx context.Context, tx Tx, actor Actor, id string, version int64) (*content.Revision, error) {
	if _, err := a.readableEntry(ctx, tx, actor, id); err != nil {
		return nil, err
	}
	_, t, err := a.typedEntry(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	r, err := a.revision(ctx, tx, t, id, version)
	if err == nil {
		r.Entry = readableEntry(actor, t, r.Entry)
	}
	return r, err
}

// RestoreRevision makes a new draft of an old revision, against the version that the caller has seen. Fields that the content type
// has no more, or has anew, are left out. Errors: fault.NotFound, fault.Stale, fault.Forbidden, fault.Unprocessable.
func (a *Authoring) RestoreRevision(
	ctx context.Context, actor Actor, id string, version, from int64,
) (s *content.Stored, done Written, err error) {
	done, err = a.write(ctx, actor, "", func(p *publication) error {
		e, err := p.edit(ctx, identity.Update, id, version)
		if err != nil {
			return err
		}
		r, err := a.revision(ctx, p.tx, e.typ, id, from)
		if err != nil {
			return err
		}
		m, err := p.types(ctx)
		if err != nil {
			return err
		}
		fit, _ := content.Normalize(m, r.Entry) // what does not fit any more is left out
		if err := e.dropLostReferences(ctx, fit); err != nil {
			return err
		}
		if err := e.save(ctx, fit, content.By{Author: actor.ID, Kind: content.Restored, Note: fmt.Sprintf("revision %d", from)}); err != nil {
			return err
		}
		s, err = readable(actor, e.typ, e.entry)
		return err
	})
	return s, done, err
}

// dropLostReferences takes references to entries that are not there any more out of an old document.
func (e *editing) dropLostReferences(ctx context.Context, old *content.Entry) error {
	lost, err := e.checkReferences(ctx, e.typ, old)
	if err != nil || len(lost) == 0 {
		return err
	}
	gone := make(map[string]bool, len(lost))
	for _, p := range lost {
		gone[p.Pointer] = true
	}
	content.DropRefs(e.typ, old, func(pointer string) bool { return gone[pointer] })
	return nil
}
