package authoring

import (
	"context"
	"log/slog"
	"time"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/publishing"
)

// Authoring is the authoring plane's use cases.
type Authoring struct {
	store    Store
	compiler *publishing.Compiler
	logger   *slog.Logger
	now      func() time.Time
}

// New makes them over a store.
func New(store Store, compiler *publishing.Compiler, logger *slog.Logger) *Authoring {
	return &Authoring{store: store, compiler: compiler, logger: logger, now: func() time.Time { return time.Now().UTC() }}
}

// Actor is who acts: a person who signed in, or the process itself.
type Actor struct {
	ID   string // account id, or "system:…"
	Name string
	Role identity.Role
}

// System is the process acting by itself: at start, or on the command line of somebody who has the database anyway.
func System(what string) Actor {
	return Actor{ID: "system:" + what, Name: what, Role: identity.Administrator}
}

// may refuses an actor whose role does not allow the action. Error: fault.Forbidden.
func (a Actor) may(action identity.Action) error {
	if a.ID == "" {
		return fault.New(fault.Unauthenticated, "sign in first")
	}
	if !identity.May(a.Role, action) {
		return fault.New(fault.Forbidden, "your role (%s) does not allow %s", a.Role, action)
	}
	return nil
}

// view runs a reading use case.
func (a *Authoring) view(ctx context.Context, actor Actor, action identity.Action, f func(Tx) error) error {
	if err := actor.may(action); err != nil {
		return err
	}
	return a.store.View(ctx, f)
}

// update runs a writing use case in one transaction.
func (a *Authoring) update(ctx context.Context, actor Actor, action identity.Action, f func(Tx) error) error {
	if err := actor.may(action); err != nil {
		return err
	}
	return a.store.Update(ctx, f)
}
