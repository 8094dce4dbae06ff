package authoring

import (
	"context"
	"fmt"
	"time"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
)

// NewRetirement is what somebody wants of the end of a release.
type NewRetirement struct {
	DeprecatedAt *time.Time // nil: now
	SunsetAt     *time.Time // when it is withdrawn; nil: it is not known yet
	Successor    string     // version to go to; "": none
}

// RetireDesignRelease says that a release ends: sites that are pinned to it say so in their answers, and when its sunset has come it is
// withdrawn, and they show the channel stable. Errors: fault.NotFound, fault.Forbidden, fault.Stale; fault.Conflict where a channel
// stands for it; fault.Unprocessable.
func (a *Authoring) RetireDesignRelease(
	ctx context.Context, actor Actor, version string, revision int64, n NewRetirement,
) (*DesignReleaseView, Written, error) {
	return a.endRelease(ctx, actor, version, revision, "retire", func(d *designs, f *Files) (*Retirement, error) {
		for name := range d.channels {
			if d.of(name) == f {
				return nil, fault.New(fault.Conflict, "the channel %s stands for this version: move it first", name)
			}
		}
		return n.check(d, f, a.now())
	})
}

// KeepDesignRelease takes the end of a release back, also where it is withdrawn already. Errors: fault.NotFound, fault.Forbidden,
// fault.Stale, fault.Conflict where it is not being retired.
func (a *Authoring) KeepDesignRelease(
	ctx context.Context, actor Actor, version string, revision int64,
) (*DesignReleaseView, Written, error) {
	return a.endRelease(ctx, actor, version, revision, "keep", func(_ *designs, f *Files) (*Retirement, error) {
		if f.Retirement == nil {
			return nil, fault.New(fault.Conflict, "this version is not being retired")
		}
		return nil, nil // no retirement is what is wanted
	})
}

// check gives the retirement where it can be as it is wanted.
func (n *NewRetirement) check(d *designs, f *Files, now time.Time) (*Retirement, error) {
	r := &Retirement{DeprecatedAt: now.UTC().Truncate(time.Second), Successor: n.Successor}
	if n.DeprecatedAt != nil {
		r.DeprecatedAt = n.DeprecatedAt.UTC().Truncate(time.Second)
	}
	var ps fault.Problems
	if n.SunsetAt != nil {
		at := n.SunsetAt.UTC().Truncate(time.Second)
		r.SunsetAt = &at
		if at.Before(r.DeprecatedAt) {
			ps.Add(fault.Problem{Pointer: "/sunsetAt", Code: "too_early", Message: "a version is deprecated before it is withdrawn"})
		}
		if !at.After(now) {
			r.WithdrawnAt = &at
		}
	}
	if n.Successor != "" {
		next := d.versioned(n.Successor)
		if next == nil || next == f || next.Name != f.Name || next.Retirement != nil {
			ps.Add(fault.Problem{Pointer: "/successor", Code: "bad_successor",
				Message: fmt.Sprintf("%.60q is no other version of this design system that stays", n.Successor)})
		}
	}
	return r, ps.Err()
}

// endRelease changes how a release ends.
func (a *Authoring) endRelease(
	ctx context.Context, actor Actor, version string, revision int64, action string, decide func(*designs, *Files) (*Retirement, error),
) (v *DesignReleaseView, done Written, err error) {
	if err := actor.may(identity.Publish, designTarget); err != nil {
		return nil, done, err
	}
	done, err = a.write(ctx, actor, "design-system "+action, func(p *publication) error {
		d, err := designsIn(ctx, p.tx)
		if err != nil {
			return err
		}
		f, err := d.release(version)
		if err != nil {
			return err
		}
		if f.Revision != revision {
			return fault.New(fault.Stale, "this release was changed by somebody else in between; load it again")
		}
		was := f.Retirement
		is, err := decide(d, f)
		if err != nil {
			return err
		}
		if err := p.retire(ctx, f, action, was, is); err != nil {
			return err
		}
		sites, err := p.tx.Sites(ctx)
		v = d.viewFor(actor, f, sites)
		return err
	})
	return v, done, err
}

// retire saves how a release ends, publishes what that changes, and tells of it.
func (p *publication) retire(ctx context.Context, f *Files, action string, was, is *Retirement) error {
	if err := p.tx.RetireDesignSystem(ctx, f.Number, f.Revision, is); err != nil {
		return err
	}
	f.Revision++
	f.Retirement = is
	if err := p.designPublished(ctx); err != nil {
		return err
	}
	return p.tx.Audit(ctx, AuditEvent{
		Actor: p.actor, Action: "design-system." + action, Subject: "design-system/" + f.Name + "@" + f.Version,
		Before: endOf(was), After: endOf(is),
	})
}

func endOf(r *Retirement) any {
	if r == nil {
		return nil
	}
	return r
}

// sunsetPause is how long a release whose sunset cannot be carried out is left alone.
const sunsetPause = 10 * time.Minute

// withdrawDue withdraws the releases whose sunset has come. What stands in the way (a site whose brand the channel stable does not
// have) is told in the log, and tried again after a while: nothing else waits for it.
func (a *Authoring) withdrawDue(ctx context.Context) error {
	now := a.now()
	if now.Before(time.Unix(a.sunsets.Load(), 0)) {
		return nil
	}
	var due []int64
	err := a.store.View(ctx, func(tx Tx) (err error) {
		due, err = tx.SunsetDesignSystems(ctx, now)
		return err
	})
	if err != nil || len(due) == 0 {
		return err
	}
	_, err = a.write(ctx, System("scheduler"), "design-system sunset", func(p *publication) error {
		d, err := designsIn(ctx, p.tx)
		if err != nil {
			return err
		}
		for _, f := range d.list {
			if r := f.Retirement; r != nil && r.SunsetAt != nil && r.WithdrawnAt == nil && !r.SunsetAt.After(now) {
				next := *r
				next.WithdrawnAt = &now
				if err := p.retire(ctx, f, "withdraw", r, &next); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if fault.Is(err, fault.Unprocessable) {
		a.sunsets.Store(now.Add(sunsetPause).Unix())
		a.logger.Warn("a release of the design system cannot be withdrawn yet", "err", err)
		return nil
	}
	return err
}
