package authoring

import (
	"context"
	"time"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
)

// CacheState is how a cache that is told of publications is doing.
type CacheState struct {
	Name         string
	Behind       int64 // publications that it has not been told of
	Attempts     int64 // in vain, since it was last told
	Dead         int64 // publications that it refused for good
	FailingSince *time.Time
	NextAt       *time.Time // of the next attempt
	Message      string     // of the last failure
}

// ConnectCaches names the caches that this process tells of publications.
func (a *Authoring) ConnectCaches(names []string) { a.caches = names }

// Caches gives how each cache is doing. Errors: fault.Forbidden.
func (a *Authoring) Caches(ctx context.Context, actor Actor) (out []CacheState, err error) {
	if err := actor.may(identity.Read, identity.Target{Type: identity.Settings}); err != nil {
		return nil, err
	}
	err = a.store.View(ctx, func(tx Tx) error {
		head, err := tx.Generation(ctx)
		if err != nil {
			return err
		}
		for _, name := range a.caches {
			s, err := tx.PurgeState(ctx, name)
			if fault.Is(err, fault.NotFound) {
				out = append(out, CacheState{Name: name}) // it was never told anything, and had nothing to be told
				continue
			}
			if err != nil {
				return err
			}
			out = append(out, CacheState{name, max(head-s.Generation, 0), s.Attempts, s.Dead, s.FailingSince, s.NextAt, s.Message})
		}
		return nil
	})
	return out, err
}
