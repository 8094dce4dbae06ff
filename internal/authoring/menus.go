package authoring

import (
	"context"
	"slices"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/menu"
)

// MenuAt names a menu, and the version of it that a write is based on.
type MenuAt struct {
	Space   string // a site's key, or shared
	Name    string
	Version int64
}

func (at MenuAt) target() identity.Target {
	return identity.Target{Type: identity.Menus, Site: at.Space}
}

// Menus lists the menus, ordered by space and name.
func (a *Authoring) Menus(ctx context.Context, actor Actor) (menus []*menu.Stored, err error) {
	if err := actor.may(identity.Read, identity.Target{Type: identity.Menus}); err != nil {
		return nil, err
	}
	err = a.store.View(ctx, func(tx Tx) (err error) {
		menus, err = tx.Menus(ctx)
		return err
	})
	return slices.DeleteFunc(menus, func(m *menu.Stored) bool {
		return actor.sees(identity.Target{Type: identity.Menus, Site: m.Draft.Space}) != nil
	}), err
}

// Menu gives one menu. Errors: fault.NotFound.
func (a *Authoring) Menu(ctx context.Context, actor Actor, space, name string) (m *menu.Stored, err error) {
	if err := actor.sees(identity.Target{Type: identity.Menus, Site: space}); err != nil {
		return nil, err
	}
	err = a.store.View(ctx, func(tx Tx) (err error) {
		m, err = tx.Menu(ctx, space, name)
		return err
	})
	return m, err
}

// menuAt loads a menu for a write. Errors: fault.NotFound, fault.Stale.
func (p *publication) menuAt(ctx context.Context, at MenuAt) (*menu.Stored, error) {
	m, err := p.tx.Menu(ctx, at.Space, at.Name)
	if err == nil && m.Version != at.Version {
		err = fault.New(fault.Stale, "menu %s of %s was saved by somebody else in between; load it again", at.Name, at.Space)
	}
	return m, err
}

// tellMenu writes the audit line of something that was done to a menu.
func (p *publication) tellMenu(ctx context.Context, m *menu.Menu, action string, detail map[string]any, before, after any) error {
	return p.tx.Audit(ctx, AuditEvent{
		Actor: p.actor, Site: m.Space, Action: "menu." + action, Subject: "menu/" + m.Space + "/" + m.Name,
		Detail: detail, Before: before, After: after,
	})
}

// PublishMenu makes a menu's draft the one that is served, on every site that shows it. version is the one the caller has
// seen, so that nobody publishes what they have not read. Errors: fault.NotFound, fault.Stale, fault.Unprocessable.
func (a *Authoring) PublishMenu(ctx context.Context, actor Actor, space, name string, version int64) (generation int64, err error) {
	at := MenuAt{space, name, version}
	if err := actor.reaches(identity.Publish, at.target()); err != nil {
		return 0, err
	}
	return a.publish(ctx, actor, "menu "+space+"/"+name, func(p *publication) error {
		m, err := p.menuAt(ctx, at)
		if err != nil {
			return err
		}
		if err := p.putOut(ctx, m); err != nil {
			return err
		}
		p.changed = true
		return p.shared(ctx)
	})
}

// DeleteMenu takes a menu away with its history: a site shows its parent's then, or the shared one. Errors: fault.NotFound,
// fault.Forbidden, fault.Stale.
func (a *Authoring) DeleteMenu(ctx context.Context, actor Actor, at MenuAt) (generation int64, err error) {
	return a.deleteMenu(ctx, actor, at, "delete", func(*publication) error { return nil })
}

func (a *Authoring) deleteMenu(
	ctx context.Context, actor Actor, at MenuAt, action string, check func(*publication) error,
) (generation int64, err error) {
	if err := actor.reaches(identity.Delete, at.target()); err != nil {
		return 0, err
	}
	return a.publish(ctx, actor, "menu "+at.Space+"/"+at.Name, func(p *publication) error {
		m, err := p.menuAt(ctx, at)
		if err != nil {
			return err
		}
		if m.Published != nil {
			if err := actor.may(identity.Unpublish, at.target()); err != nil {
				return err
			}
		}
		if err := check(p); err != nil {
			return err
		}
		if err := p.tx.DeleteMenu(ctx, at.Space, at.Name, at.Version); err != nil {
			return err
		}
		if err := p.setMenuUses(ctx, &menu.Menu{Space: at.Space, Name: at.Name}, false, true); err != nil {
			return err
		}
		p.changed = true
		if err := p.shared(ctx); err != nil {
			return err
		}
		return p.tellMenu(ctx, m.Draft, action, map[string]any{"version": at.Version}, map[string]any{"items": m.Draft.Items}, nil)
	})
}
