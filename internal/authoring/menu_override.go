package authoring

import (
	"context"
	"encoding/json"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/menu"
	"github.com/portico-cms/portico/internal/site"
)

// OverrideMenu copies the menu that a site inherits into the site's own space, as a draft: when that is published, the site shows it
// instead. Errors: fault.Forbidden; fault.NotFound where there is none to inherit, or it is not for the actor; fault.Conflict where the
// site has its own already.
func (a *Authoring) OverrideMenu(ctx context.Context, actor Actor, key, name string) (m *menu.Stored, done Written, err error) {
	if err := actor.may(identity.Create, identity.Target{Type: identity.Menus, Site: key}); err != nil {
		return nil, done, err
	}
	done, err = a.write(ctx, actor, "", func(p *publication) error {
		from, err := p.inheritedMenu(ctx, key, name)
		if err != nil {
			return err
		}
		if from == nil || actor.sees(identity.Target{Type: identity.Menus, Site: from.Draft.Space}) != nil {
			return fault.New(fault.NotFound, "there is no menu %.40q that %.40q inherits", name, key)
		}
		own, err := copyMenu(from.Draft, key)
		if err != nil {
			return err
		}
		if _, err := p.tx.SaveMenu(ctx, own, 0, actor.ID); err != nil {
			if fault.Is(err, fault.Conflict) {
				return fault.New(fault.Conflict, "the site %s has its own menu %s already", key, name).With(err)
			}
			return err
		}
		if m, err = p.tx.Menu(ctx, key, name); err != nil {
			return err
		}
		return p.tellMenu(ctx, "override", m, map[string]any{"from": from.Draft.Space}, nil, own)
	})
	return m, done, err
}

// copyMenu gives a copy that shares nothing.
func copyMenu(m *menu.Menu, space string) (*menu.Menu, error) {
	b, err := json.Marshal(m)
	if err != nil {
		return nil, err
	}
	out := &menu.Menu{}
	if err := json.Unmarshal(b, out); err != nil {
		return nil, err
	}
	out.Space = space
	return out, nil
}

// inheritedMenu gives the nearest menu that a site would show without one of its own, nil where there is none. Errors: fault.NotFound for
// an unknown site.
func (p *publication) inheritedMenu(ctx context.Context, key, name string) (*menu.Stored, error) {
	s, err := p.tx.Site(ctx, key)
	if err != nil {
		return nil, err
	}
	for _, space := range s.Spaces()[1:] {
		m, err := p.tx.Menu(ctx, space, name)
		if err == nil || !fault.Is(err, fault.NotFound) {
			return m, err
		}
	}
	return nil, nil //nolint:nilnil // a menu that overrides nothing is no error
}

func (p *publication) tellMenu(ctx context.Context, action string, m *menu.Stored, detail map[string]any, before, after any) error {
	return p.tx.Audit(ctx, AuditEvent{
		Actor: p.actor, Action: "menu." + action, Subject: "menu/" + m.Draft.Space + "/" + m.Draft.Name, Site: m.Draft.Space,
		Detail: with(detail, map[string]any{"version": m.Version}), Before: before, After: after,
	})
}

// DeleteMenu deletes a menu with its history, against the version that the caller has seen; sites that showed it show the one that
// they inherit, or none. Errors: fault.Forbidden, fault.NotFound, fault.Stale.
func (a *Authoring) DeleteMenu(ctx context.Context, actor Actor, space, name string, version int64) (Written, error) {
	return a.deleteMenu(ctx, actor, space, name, version, false)
}

// ResumeMenu deletes a site's own menu, so that the site shows the inherited one again. Errors: as DeleteMenu; fault.Conflict for a menu
// that overrides nothing.
func (a *Authoring) ResumeMenu(ctx context.Context, actor Actor, key, name string, version int64) (Written, error) {
	return a.deleteMenu(ctx, actor, key, name, version, true)
}

func (a *Authoring) deleteMenu(ctx context.Context, actor Actor, space, name string, version int64, resume bool) (Written, error) {
	if err := actor.may(identity.Delete, identity.Target{Type: identity.Menus, Site: space}); err != nil {
		return Written{}, err
	}
	return a.write(ctx, actor, "menu "+space+"/"+name, func(p *publication) error {
		m, err := p.tx.Menu(ctx, space, name)
		if err != nil {
			return err
		}
		if m.Version != version {
			return fault.New(fault.Stale, "menu %s of %s was saved by somebody else in between; load it again", name, space)
		}
		action := "delete"
		if resume {
			action = "resume"
			if err := p.overrides(ctx, space, name); err != nil {
				return err
			}
		}
		if err := p.tx.DeleteMenu(ctx, space, name); err != nil {
			return err
		}
		if m.Published != nil {
			if err := p.shared(ctx); err != nil {
				return err
			}
			p.changed = true
		}
		return p.tellMenu(ctx, action, m, nil, m.Draft, nil)
	})
}

// overrides refuses a menu without which the site would have none.
func (p *publication) overrides(ctx context.Context, space, name string) error {
	var inherited *menu.Stored
	if space != site.Shared {
		var err error
		if inherited, err = p.inheritedMenu(ctx, space, name); err != nil {
			return err
		}
	}
	if inherited == nil {
		return fault.New(fault.Conflict, "menu %s of %s overrides nothing: delete it if no site is to show it", name, space)
	}
	return nil
}
