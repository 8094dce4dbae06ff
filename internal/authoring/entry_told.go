package authoring

import (
	"context"
	"slices"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/schema"
)

// settle writes the audit lines of what was autosaved, and lets those revisions stay: each line in the name of who saved it, and before
// anything else is told of the entry. Only the newest revision of successor is left to the save that takes its place ("": nobody's).
// It gives the state that the audit has told of then.
func (p *publication) settle(ctx context.Context, t *schema.Type, s *content.Stored, successor string) (*content.Entry, error) {
	if !s.Autosaved {
		return s.Draft, nil
	}
	pending, told, err := p.untold(ctx, s.Draft.ID)
	if err != nil {
		return nil, err
	}
	for _, r := range pending {
		if r.Author == successor && r.Version == s.Version {
			return told, nil
		}
		was, is := auditChanges(t, told, r.Entry)
		if err := p.tellOf(ctx, p.authorOf(r), s, "save", map[string]any{"kind": content.Autosaved, "version": r.Version}, was, is); err != nil {
			return nil, err
		}
		if err := p.tx.KeepRevision(ctx, s.Draft.ID, r.Version); err != nil {
			return nil, err
		}
		told = r.Entry
	}
	s.Autosaved = false
	return told, nil
}

// untold gives the autosaved revisions at the end of an entry's history, the oldest first, and the state before them.
func (p *publication) untold(ctx context.Context, id string) (pending []*content.Revision, told *content.Entry, err error) {
	for before := int64(0); ; {
		page, err := p.tx.Revisions(ctx, id, before, 10) // there is one, as a rule
		if err != nil {
			return nil, nil, err
		}
		for _, r := range page {
			whole, err := p.tx.Revision(ctx, id, r.Version)
			if err != nil {
				return nil, nil, err
			}
			if whole.Kind != content.Autosaved {
				slices.Reverse(pending)
				return pending, whole.Entry, nil
			}
			pending = append(pending, whole)
		}
		if len(page) == 0 { // the type keeps so few that the one before was swept away
			slices.Reverse(pending)
			return pending, &content.Entry{}, nil
		}
		before = page[len(page)-1].Version
	}
}

// authorOf is who saved a revision. Of somebody else no more is known here than the account.
func (p *publication) authorOf(r *content.Revision) Actor {
	if r.Author == p.actor.ID {
		return p.actor
	}
	return Actor{ID: r.Author}
}

// tellOf writes the audit line of something that somebody did to an entry.
func (p *publication) tellOf(
	ctx context.Context, actor Actor, s *content.Stored, action string, detail map[string]any, before, after any,
) error {
	return p.tx.Audit(ctx, AuditEvent{
		Actor: actor, Action: "entry." + action, Subject: "entry/" + s.Draft.ID, Site: s.Draft.Space,
		Detail: with(detail, map[string]any{"type": s.Draft.Type, "key": s.Draft.Key, "version": s.Version}),
		Before: before, After: after,
	})
}

// keepTold makes the draft a revision that stays, and tells of it where it was autosaved.
func (e *editing) keepTold(ctx context.Context) error {
	_, err := e.settle(ctx, e.typ, e.entry, "")
	return err
}

// settleBefore is settle before a save. An autosave after one's own is as little told as that one.
func (e *editing) settleBefore(ctx context.Context, by content.By) (*content.Entry, error) {
	if by.Kind == content.Autosaved && e.entry.UpdatedBy == by.Author {
		return e.entry.Draft, nil
	}
	return e.settle(ctx, e.typ, e.entry, by.Author)
}
