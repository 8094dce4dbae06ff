package authoring

import (
	"context"
	"slices"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/menu"
)

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

// PatchMenuItem changes one item of a menu's draft by a JSON merge patch (RFC 7396), against the version that the caller has
// seen. Nothing is published. Errors: fault.NotFound, fault.Stale, fault.Unprocessable, fault.Conflict for another id.
func (a *Authoring) PatchMenuItem(
	ctx context.Context, actor Actor, space, name, id string, version int64, patch []byte,
) (m *menu.Stored, err error) {
	if err := actor.may(identity.Update, identity.Target{Type: identity.Menus, Site: space}); err != nil {
		return nil, err
	}
	err = a.store.Update(ctx, func(tx Tx) error {
		if m, err = tx.Menu(ctx, space, name); err != nil {
			return err
		}
		if m.Version != version {
			return fault.New(fault.Stale, "menu %s of %s was saved by somebody else in between; load it again", name, space)
		}
		item := m.Draft.Find(id)
		if item == nil {
			return fault.New(fault.NotFound, "menu %s of %s has no item %q", name, space, id)
		}
		if err := mergePatch(item, patch); err != nil {
			return err
		}
		if item.ID != id {
			return fault.New(fault.Conflict, "the id of an item cannot be changed: sites know the item by it")
		}
		if err := checkMenu(ctx, tx, m.Draft); err != nil {
			return err
		}
		if m.Version, err = tx.SaveMenu(ctx, m.Draft, version, actor.ID); err != nil {
			return err
		}
		return tx.Audit(ctx, AuditEvent{
			Actor: actor, Site: space, Action: "menu.save", Subject: "menu/" + space + "/" + name, Detail: map[string]any{"item": id, "version": m.Version},
		})
	})
	return m, err
}

// checkMenu checks a draft by itself. That its ids stand in no other menu of a site shows when it is published: until then an
// item may move from one menu to another in two steps.
func checkMenu(ctx context.Context, tx Tx, m *menu.Menu) error {
	sites, err := tx.Sites(ctx)
	if err != nil {
		return err
	}
	targets := menu.Targets{Sites: map[string]bool{}}
	for _, s := range sites {
		targets.Sites[s.Key] = true
	}
	return m.Validate(targets).Err()
}

// PublishMenu makes a menu's draft the one that is served, on every site that shows it. version is the one the caller has
// seen, so that nobody publishes what they have not read. Errors: fault.NotFound, fault.Stale, fault.Unprocessable.
func (a *Authoring) PublishMenu(ctx context.Context, actor Actor, space, name string, version int64) (generation int64, err error) {
	if err := actor.may(identity.Publish, identity.Target{Type: identity.Menus, Site: space}); err != nil {
		return 0, err
	}
	return a.publish(ctx, actor, "menu "+space+"/"+name, func(p *publication) error {
		m, err := p.tx.Menu(ctx, space, name)
		if err != nil {
			return err
		}
		if m.Version != version {
			return fault.New(fault.Stale, "menu %s of %s was saved by somebody else in between; load it again", name, space)
		}
		if err := p.tx.PublishMenu(ctx, space, name); err != nil {
			return err
		}
		if err := p.shared(ctx); err != nil {
			return err
		}
		p.changed = true
		return p.tx.Audit(ctx, AuditEvent{
			Actor: actor, Site: space, Action: "menu.publish", Subject: "menu/" + space + "/" + name, Detail: map[string]any{"version": version},
		})
	})
}
