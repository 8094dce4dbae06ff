package authoring

import (
	"context"
	"fmt"
	"slices"

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
		if _, err := e.dropLost(ctx, fit, notTrashed); err != nil {
			return err
		}
		by := content.By{Author: actor.ID, Kind: content.Restored, Note: fmt.Sprintf("revision %d", from)}
		if err := e.saveNaming(ctx, fit, by, notTrashed); err != nil {
			return err
		}
		s, err = readable(actor, e.typ, e.entry)
		return err
	})
	return s, done, err
}

// dropLost takes references that lead to none of the targets, and media that are not there any more, out of a document that somebody
// has made, and gives their pointers. With codes only what has a problem of these.
func (e *editing) dropLost(ctx context.Context, old *content.Entry, to targets, codes ...string) (pointers []string, err error) {
	lost, err := e.checkReferences(ctx, e.typ, old, to)
	if err != nil || len(lost) == 0 {
		return nil, err
	}
	gone := make(map[string]bool, len(lost))
	for _, p := range lost {
		if len(codes) > 0 && !slices.Contains(codes, p.Code) {
			continue
		}
		gone[p.Pointer] = true
		pointers = append(pointers, p.Pointer)
	}
	content.DropRefs(e.typ, old, func(pointer string) bool { return gone[pointer] })
	return pointers, nil
}
