package authoring

import (
	"context"
	"encoding/json"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
)

// dueReleases is how many releases are looked at in one round.
const dueReleases = 20

// runDueReleases publishes the releases whose time has come, each in a publication of its own, in the names of those who planned
// them and with the rights that they have now. One that is refused is open again, with the reason. It says how many it has seen to.
func (a *Authoring) runDueReleases(ctx context.Context) (n int, err error) {
	var ids []string
	err = a.store.View(ctx, func(tx Tx) (err error) {
		ids, err = tx.DueReleases(ctx, a.now(), dueReleases)
		return err
	})
	for _, id := range ids {
		if err := a.runRelease(ctx, id); err != nil {
			return n, err
		}
		n++
	}
	return n, err
}

func (a *Authoring) runRelease(ctx context.Context, id string) error {
	_, err := a.write(ctx, System("scheduler"), "content release "+id, func(p *publication) error {
		r, err := p.tx.ContentRelease(ctx, id)
		if fault.Is(err, fault.NotFound) {
			return nil // deleted in between
		}
		if err != nil {
			return err
		}
		if r.State != content.ReleaseScheduled || r.RunAt == nil || r.RunAt.After(p.log.At) {
			return nil // another node was faster, or it was moved
		}
		actor, failed := p.plannerOf(ctx, r)
		if failed != nil && !fault.Is(failed, fault.Forbidden) {
			return failed
		}
		actor.Via = viaSchedule
		if failed == nil {
			failed, err = p.attempt(ctx, func() error {
				p.actor = actor
				done := *r
				if err := p.finishRelease(ctx, &done); err != nil {
					return err
				}
				return p.relink(ctx)
			})
		}
		if err != nil || failed == nil {
			return err
		}
		p.actor = actor
		return p.releaseFailed(ctx, r, failed)
	})
	return err
}

// plannerOf gives who planned a release, with what they may do now. Error: fault.Forbidden where they are gone or suspended.
func (p *publication) plannerOf(ctx context.Context, r *content.Release) (Actor, error) {
	actor, err := p.a.actorNow(ctx, p.tx, r.PlannedBy)
	if err != nil || len(r.Limits) == 0 {
		return actor, err
	}
	var grants []identity.Grant
	if err := json.Unmarshal(r.Limits, &grants); err != nil {
		return actor, err
	}
	return actor.limited(grants, true), nil
}

// releaseFailed opens a release again that could not go out, with the reason.
func (p *publication) releaseFailed(ctx context.Context, r *content.Release, reason error) error {
	at := *r.RunAt
	r.State, r.RunAt, r.PlannedBy, r.Limits = content.ReleaseOpen, nil, "", nil
	r.Failure = &content.Failure{At: p.log.At}
	r.Failure.Code, r.Failure.Message, r.Failure.Problems = problemsIn(reason)
	return p.saveRelease(ctx, r, "schedule-refused",
		map[string]any{"at": at, "code": r.Failure.Code, "message": r.Failure.Message})
}
