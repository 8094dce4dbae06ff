package authoring

import (
	"context"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/menu"
)

// MenuChanges gives what the draft of a menu has that is not published. Errors: fault.NotFound.
func (a *Authoring) MenuChanges(ctx context.Context, actor Actor, space, name string) (*menu.Stored, []menu.Difference, error) {
	m, err := a.Menu(ctx, actor, space, name)
	if err != nil {
		return nil, nil, err
	}
	return m, menu.Diff(m.Published, m.Draft), nil
}

// RevertMenu makes the draft what is published. Errors: fault.NotFound, fault.Forbidden, fault.Stale, fault.Conflict where nothing
// is published; fault.Unprocessable where it does not fit any more.
func (a *Authoring) RevertMenu(ctx context.Context, actor Actor, at MenuAt) (*menu.Stored, error) {
	return a.editMenu(ctx, actor, at, "revert", nil, func(_ *publication, m *menu.Stored) error {
		if m.Published == nil {
			return fault.New(fault.Conflict, "menu %s of %s was never published: there is nothing to go back to", at.Name, at.Space)
		}
		m.Draft = m.Published.Clone()
		return nil
	})
}

// MenuRevisions lists those of a menu without their items, the newest first: those before a version (0: all), at most limit. Errors:
// fault.NotFound.
func (a *Authoring) MenuRevisions(
	ctx context.Context, actor Actor, space, name string, before int64, limit int,
) (list []*menu.Revision, err error) {
	if err := actor.sees(MenuAt{Space: space}.target()); err != nil {
		return nil, err
	}
	err = a.store.View(ctx, func(tx Tx) error {
		m, err := tx.Menu(ctx, space, name)
		if err != nil {
			return err
		}
		list, err = tx.MenuRevisions(ctx, m.ID, before, limit)
		return err
	})
	return list, err
}

// MenuRevision gives one with its items. Errors: fault.NotFound.
func (a *Authoring) MenuRevision(ctx context.Context, actor Actor, space, name string, version int64) (r *menu.Revision, err error) {
	if err := actor.sees(MenuAt{Space: space}.target()); err != nil {
		return nil, err
	}
	err = a.store.View(ctx, func(tx Tx) error {
		m, err := tx.Menu(ctx, space, name)
		if err != nil {
			return err
		}
		r, err = tx.MenuRevision(ctx, m.ID, version)
		return err
	})
	return r, err
}

// RestoreMenuRevision makes a new draft of an old revision. Errors: fault.NotFound, fault.Forbidden, fault.Stale; fault.Unprocessable
// where it does not fit any more: it leads to a site or an entry that is gone.
func (a *Authoring) RestoreMenuRevision(ctx context.Context, actor Actor, at MenuAt, from int64) (*menu.Stored, error) {
	return a.editMenu(ctx, actor, at, "restore", map[string]any{"revision": from}, func(p *publication, m *menu.Stored) error {
		r, err := p.tx.MenuRevision(ctx, m.ID, from)
		if err == nil {
			m.Draft = r.Menu
		}
		return err
	})
}
