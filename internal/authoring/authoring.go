package authoring

import (
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/media"
	"github.com/portico-cms/portico/internal/publishing"
)

// Authoring is the authoring plane's use cases.
type Authoring struct {
	store    Store
	compiler *publishing.Compiler
	logger   *slog.Logger
	now      func() time.Time
	models   modelCache
	drafts   *Drafts // nil where nobody lists drafts
	sweep    sweeper
	jobs     chan struct{} // signalled when a job was made in this process
	mail     mailing
	refused  refusals
	sunsets  atomic.Int64 // not before this second, Unix: see withdrawDue

	mediaLimit int64 // bytes

	visitor SiteVisitor // nil where nobody looks at pages of sites
	caches  []string    // names of those that are told of publications
}

// New makes them over a store.
func New(store Store, compiler *publishing.Compiler, logger *slog.Logger) *Authoring {
	return &Authoring{
		store: store, compiler: compiler, logger: logger, now: func() time.Time { return time.Now().UTC() },
		jobs: make(chan struct{}, 1), mail: mailing{asked: make(chan resetRequest, maxAsked)},
		mediaLimit: media.DefaultLimit,
	}
}

// Actor is who acts: a person who signed in, a machine with a key, or the process itself.
type Actor struct {
	ID        string // account id, or "system:…"
	Name      string
	Via       string // id of the key that was used; "" for a session
	RequestID string
	Address   string // network address that the request came from
	Access    *identity.Access
	Session   identity.TokenHash `json:"-"` // that was used; "" for a key
}

// System is the process acting by itself: at start, or on the command line of somebody who has the database anyway.
func System(what string) Actor {
	return Actor{ID: "system:" + what, Name: what, Access: identity.Everything()}
}

// may refuses what the actor may not do. Errors: fault.Unauthenticated, fault.Forbidden.
func (a Actor) may(action identity.Action, t identity.Target) error {
	if a.ID == "" {
		return fault.New(fault.Unauthenticated, "sign in first")
	}
	if !a.Access.May(action, t) {
		return a.forbidden(action, t)
	}
	return nil
}

func (a Actor) forbidden(action identity.Action, t identity.Target) error {
	return fault.New(fault.Forbidden, "your roles do not allow %s of %s", action, t)
}

// sees refuses what the actor may not read, as if it were not there. Errors: fault.Unauthenticated, fault.NotFound.
func (a Actor) sees(t identity.Target) error {
	err := a.may(identity.Read, t)
	if fault.Is(err, fault.Forbidden) {
		return fault.New(fault.NotFound, "not there, or not for you")
	}
	return err
}

// reaches refuses what the actor may not read as if it were not there, and what they may read and not act on. Errors:
// fault.Unauthenticated, fault.NotFound, fault.Forbidden.
func (a Actor) reaches(action identity.Action, t identity.Target) error {
	if err := a.sees(t); err != nil {
		return err
	}
	return a.may(action, t)
}
