package authoring

import (
	"context"
	"time"

	"github.com/portico-cms/portico/internal/fault"
)

// PresenceLifetime is how long somebody counts as there after their browser last said so.
const PresenceLifetime = 30 * time.Second

// Presence is somebody who has an entry open.
type Presence struct {
	Entry   string
	Account string
	Name    string
	Client  string // one browser tab
	Locale  string
	Field   string // pointer of the field that has the focus; "" for none
	SeenAt  time.Time
}

// Presences keeps who is where.
type Presences interface {
	// Present lists who was seen in an entry since a time, ordered by account and client.
	Present(ctx context.Context, entry string, since time.Time) ([]*Presence, error)
	// SavePresence notes somebody, and forgets those who were last seen before a time.
	SavePresence(ctx context.Context, p *Presence, forget time.Time) error
	// DeletePresence forgets one tab.
	DeletePresence(ctx context.Context, entry, account, client string) error
}

// Enter says that the actor has an entry open, and gives everybody who has. Errors: fault.NotFound.
func (a *Authoring) Enter(ctx context.Context, actor Actor, p Presence) (others []*Presence, err error) {
	if err := a.seesEntry(ctx, actor, p.Entry); err != nil {
		return nil, err
	}
	p.Account, p.SeenAt = actor.ID, a.now()
	err = a.store.Touch(ctx, func(tx Tx) error {
		if err := tx.SavePresence(ctx, &p, p.SeenAt.Add(-PresenceLifetime)); err != nil {
			return err
		}
		others, err = tx.Present(ctx, p.Entry, p.SeenAt.Add(-PresenceLifetime))
		return err
	})
	return others, err
}

// Present gives everybody who has an entry open. Errors: fault.NotFound.
func (a *Authoring) Present(ctx context.Context, actor Actor, entry string) (list []*Presence, err error) {
	err = a.store.View(ctx, func(tx Tx) error {
		if _, err := a.readableEntry(ctx, tx, actor, entry); err != nil {
			return err
		}
		list, err = tx.Present(ctx, entry, a.now().Add(-PresenceLifetime))
		return err
	})
	return list, err
}

// Leave says that a tab was closed.
func (a *Authoring) Leave(ctx context.Context, actor Actor, entry, client string) error {
	if actor.ID == "" {
		return fault.New(fault.Unauthenticated, "sign in first")
	}
	return a.store.Touch(ctx, func(tx Tx) error { return tx.DeletePresence(ctx, entry, actor.ID, client) })
}

func (a *Authoring) seesEntry(ctx context.Context, actor Actor, id string) error {
	return a.store.View(ctx, func(tx Tx) error {
		_, err := a.readableEntry(ctx, tx, actor, id)
		return err
	})
}
