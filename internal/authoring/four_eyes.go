package authoring

import (
	"context"
	"strings"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
)

// systemPrefix begins the ids of actors that are no person.
const systemPrefix = "system:"

// walked is how many revisions are asked for at a time.
const walked = 200

// fourEyes refuses an approval by somebody who had a hand in what is approved: who submitted it, or changed the locale or a shared
// field since the locale went out last. No role is above it. What is no person has no eyes.
func (e *editing) fourEyes(ctx context.Context, account, tag string) error {
	if !e.typ.ReviewRequired() {
		return nil
	}
	if strings.HasPrefix(account, systemPrefix) {
		return fault.New(fault.Forbidden, "a %s is approved by a person", e.typ.Name())
	}
	if r := e.entry.Workflow[tag].Review; r != nil && r.SubmittedBy == account {
		return fault.New(fault.Forbidden, "somebody else has to approve what you have submitted (locale %s)", tag)
	}
	wrote, err := e.hasWritten(ctx, account, tag)
	if err == nil && wrote {
		err = fault.New(fault.Forbidden, "somebody else has to approve this: you have written at it since locale %s went out last", tag)
	}
	return err
}

// hasWritten says whether an account has saved a change of what a locale shows since it was published last.
func (e *editing) hasWritten(ctx context.Context, account, tag string) (bool, error) {
	id, base := e.entry.Draft.ID, e.entry.Workflow[tag].Version
	for before := int64(0); ; {
		page, err := e.tx.Revisions(ctx, id, before, walked)
		if err != nil || len(page) == 0 {
			return false, err
		}
		for _, r := range page {
			if r.Version <= base {
				return false, nil
			}
			if r.Author != account {
				continue
			}
			if changed, err := e.changedIn(ctx, r.Version, tag); err != nil || changed {
				return changed, err
			}
		}
		before = page[len(page)-1].Version
	}
}

// changedIn says whether a revision shows something else in a locale than the one before it.
func (e *editing) changedIn(ctx context.Context, version int64, tag string) (bool, error) {
	id := e.entry.Draft.ID
	r, err := e.tx.Revision(ctx, id, version)
	if err != nil {
		return false, err
	}
	older, err := e.tx.Revisions(ctx, id, version, 1)
	if err != nil {
		return false, err
	}
	var before *content.Entry
	if len(older) > 0 {
		old, err := e.tx.Revision(ctx, id, older[0].Version)
		if err != nil {
			return false, err
		}
		before = old.Entry
	}
	return !content.SameIn(tag, before, r.Entry), nil
}
