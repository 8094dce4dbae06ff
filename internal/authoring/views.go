package authoring

import (
	"context"
	"strings"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
)

// Views keeps saved views.
type Views interface {
	// Views lists those of an account and those of the team, ordered by name.
	Views(ctx context.Context, account string) ([]*identity.SavedView, error)
	// AllViews lists those of everybody, ordered by id.
	AllViews(ctx context.Context) ([]*identity.SavedView, error)
	// View finds one. Errors: fault.NotFound.
	View(ctx context.Context, id string) (*identity.SavedView, error)
	// SaveView creates (version 0) or replaces the one whose version it has, and sets the new one. Errors: fault.Stale.
	SaveView(ctx context.Context, v *identity.SavedView) error
	// DeleteView takes one away.
	DeleteView(ctx context.Context, id string) error
}

// SavedViews lists the actor's own views and the team's. A view holds no content: what it shows is decided when it is asked.
func (a *Authoring) SavedViews(ctx context.Context, actor Actor) (views []*identity.SavedView, err error) {
	if actor.ID == "" {
		return nil, fault.New(fault.Unauthenticated, "sign in first")
	}
	err = a.store.View(ctx, func(tx Tx) error {
		views, err = tx.Views(ctx, actor.ID)
		return err
	})
	return views, err
}

// SavedView gives a view of the actor's, or of the team. Errors: fault.NotFound, also where it is somebody else's alone.
func (a *Authoring) SavedView(ctx context.Context, actor Actor, id string) (v *identity.SavedView, err error) {
	err = a.store.View(ctx, func(tx Tx) (err error) {
		v, err = tx.View(ctx, id)
		if err == nil && v.Owner != actor.ID && !v.Team {
			err = fault.New(fault.NotFound, "no such view, or not for you")
		}
		return err
	})
	return v, err
}

// SaveView creates a view of the actor's (without an id), or replaces one of theirs. Errors: fault.NotFound where it is not theirs
// to see, fault.Forbidden where it is another's, fault.Stale, fault.Unprocessable; fault.Conflict where they have too many.
func (a *Authoring) SaveView(ctx context.Context, actor Actor, v identity.SavedView) (*identity.SavedView, error) {
	v.Name = strings.TrimSpace(v.Name)
	if err := v.Validate().Err(); err != nil {
		return nil, err
	}
	_, err := a.write(ctx, actor, "", func(p *publication) error {
		action, before := "view.save", any(nil)
		if v.ID == "" {
			own, err := p.tx.Views(ctx, actor.ID)
			if err != nil {
				return err
			}
			if len(own) >= identity.MaxViews {
				return fault.New(fault.Conflict, "there are %d views: delete some first", len(own))
			}
			v.ID, v.Owner, v.Version, action = identity.NewViewID(), actor.ID, 0, "view.create"
		} else {
			old, err := p.ownView(ctx, v.ID)
			if err != nil {
				return err
			}
			v.Owner, before = old.Owner, viewFacts(old)
		}
		v.UpdatedAt = p.log.At
		if err := p.tx.SaveView(ctx, &v); err != nil {
			return err
		}
		return p.tx.Audit(ctx, AuditEvent{Actor: actor, Action: action, Subject: "view/" + v.ID, Before: before, After: viewFacts(&v)})
	})
	if err != nil {
		return nil, err
	}
	return &v, nil
}

// viewFacts are what the audit says of a view.
func viewFacts(v *identity.SavedView) map[string]any {
	return map[string]any{"name": v.Name, "team": v.Team, "query": v.Query}
}

// ownView gives a view that is the actor's own. An administrator may change the team's.
func (p *publication) ownView(ctx context.Context, id string) (*identity.SavedView, error) {
	old, err := p.tx.View(ctx, id)
	switch {
	case err != nil:
		return nil, err
	case old.Owner != p.actor.ID && !old.Team:
		return nil, fault.New(fault.NotFound, "no such view, or not for you")
	case old.Owner != p.actor.ID && !p.actor.Access.May(identity.Manage, identity.Target{Type: identity.Accounts}):
		return nil, fault.New(fault.Forbidden, "this view is somebody else's")
	}
	return old, nil
}

// DeleteView takes a view of the actor's away. Errors: as SaveView.
func (a *Authoring) DeleteView(ctx context.Context, actor Actor, id string) error {
	_, err := a.write(ctx, actor, "", func(p *publication) error {
		old, err := p.ownView(ctx, id)
		if err != nil {
			return err
		}
		if err := p.tx.DeleteView(ctx, id); err != nil {
			return err
		}
		return p.tx.Audit(ctx, AuditEvent{Actor: actor, Action: "view.delete", Subject: "view/" + id, Before: viewFacts(old)})
	})
	return err
}
