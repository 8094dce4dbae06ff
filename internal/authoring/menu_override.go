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
		detail := map[string]any{"from": from.Draft.Space, "version": m.Version}
		return p.tellMenu(ctx, own, "override", detail, nil, map[string]any{"items": own.Items})
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

// ResumeMenu deletes a site's own menu with its history, so that the site shows the inherited one again. Errors: as DeleteMenu;
// fault.Conflict for a menu that overrides nothing.
func (a *Authoring) ResumeMenu(ctx context.Context, actor Actor, at MenuAt) (generation int64, err error) {
	return a.deleteMenu(ctx, actor, at, "resume", func(p *publication) error { return p.overrides(ctx, at.Space, at.Name) })
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
