package authoring

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
)

// releasesListed is how many releases one look at the list passes over in search of those that are for the actor.
const releasesListed = 500

// NewRelease is a content release that somebody wants, or what they want of one to be different: nil stays as it is.
type NewRelease struct {
	Name, Description *string
}

// mayOf says whether an action is allowed of an item somewhere: in some locale, of some field.
func (a Actor) mayOf(action identity.Action, i content.ReleaseItem) bool {
	typ := i.Type
	if i.Entry == "" {
		typ = identity.Menus
	}
	return a.Access.MaySomewhere(action, typ, i.Space)
}

// mayReleases refuses who may do it to no entry and to no menu at all.
func (a Actor) mayReleases(action identity.Action) error {
	if a.ID == "" {
		return fault.New(fault.Unauthenticated, "sign in first")
	}
	if !a.Access.MayAnywhere(action) && !a.Access.May(action, identity.Target{Type: identity.Menus}) {
		return fault.New(fault.Forbidden, "your roles do not allow %s anywhere", action)
	}
	return nil
}

// seesRelease says whether a release is for the actor: one of theirs, an empty one, or one with an item that they may read.
func (a Actor) seesRelease(r *content.Release) bool {
	if r.CreatedBy == a.ID || len(r.Items) == 0 {
		return true
	}
	for _, i := range r.Items {
		if a.mayOf(identity.Read, i) {
			return true
		}
	}
	return false
}

// shownTo gives the release as the actor may see it: items that are not for them are empty, and keep their place.
func shownTo(a Actor, r *content.Release) *content.Release {
	if r == nil {
		return nil
	}
	out := *r
	out.Items = make([]content.ReleaseItem, len(r.Items))
	for n, i := range r.Items {
		if a.mayOf(identity.Read, i) {
			out.Items[n] = i
		}
	}
	if r.Failure != nil {
		failure := *r.Failure
		failure.Problems = slices.DeleteFunc(slices.Clone(failure.Problems), func(p fault.Problem) bool {
			at, _, _ := strings.Cut(strings.TrimPrefix(p.Pointer, "/items/"), "/")
			n, err := strconv.Atoi(at)
			return err == nil && n < len(out.Items) && out.Items[n].Space == ""
		})
		out.Failure = &failure
	}
	return &out
}

// releaseFor loads a release that the actor may see. Errors: fault.NotFound.
func releaseFor(ctx context.Context, tx Tx, actor Actor, id string) (*content.Release, error) {
	if err := actor.mayReleases(identity.Read); err != nil {
		return nil, err
	}
	r, err := tx.ContentRelease(ctx, id)
	if err == nil && !actor.seesRelease(r) {
		err = fault.New(fault.NotFound, "no content release %q", id)
	}
	return r, err
}

// release loads a release for a write: each of its items must be one that the actor may act on so. Errors: fault.NotFound,
// fault.Forbidden, fault.Stale, fault.Conflict where it is not in one of the states.
func (p *publication) release(
	ctx context.Context, action identity.Action, id string, version int64, states ...content.ReleaseState,
) (*content.Release, error) {
	if err := p.actor.mayReleases(action); err != nil {
		return nil, err
	}
	r, err := releaseFor(ctx, p.tx, p.actor, id)
	if err != nil {
		return nil, err
	}
	for _, i := range r.Items {
		if !p.actor.mayOf(action, i) {
			return nil, fault.New(fault.Forbidden, "your roles do not allow %s of everything in this release", action)
		}
	}
	if r.Version != version {
		return nil, fault.New(fault.Stale, "this release was saved by somebody else in between; load it again")
	}
	for _, s := range states {
		if r.State == s {
			return r, nil
		}
	}
	return nil, fault.New(fault.Conflict, "this release is %s", r.State)
}

// saveRelease saves a release, and tells the audit what was done.
func (p *publication) saveRelease(ctx context.Context, r *content.Release, action string, detail map[string]any) error {
	var was, is any = nil, releaseFacts(r)
	if r.Version > 0 {
		before, err := p.tx.ContentRelease(ctx, r.ID)
		if err != nil {
			return err
		}
		was, is = mergeDiff(releaseFacts(before), is)
	}
	r.UpdatedAt, r.UpdatedBy = p.log.At, p.actor.ID
	if err := p.tx.SaveContentRelease(ctx, r); err != nil {
		return err
	}
	return p.tellRelease(ctx, r, action, detail, was, is)
}

// releaseFacts are what the audit says of a release.
func releaseFacts(r *content.Release) map[string]any {
	return map[string]any{"name": r.Name, "description": r.Description, "state": r.State, "at": r.RunAt, "items": r.Items}
}

func (p *publication) tellRelease(ctx context.Context, r *content.Release, action string, detail map[string]any, before, after any) error {
	return p.tx.Audit(ctx, AuditEvent{
		Actor: p.actor, Action: "content-release." + action, Subject: "content-release/" + r.ID,
		Detail: with(detail, map[string]any{"name": r.Name}), Before: before, After: after,
	})
}

// Releases lists content releases in a state ("": in any), the newest first: those that are for the actor. before is the id of the
// last one of the page before. Errors: fault.Forbidden.
func (a *Authoring) Releases(
	ctx context.Context, actor Actor, state content.ReleaseState, before string, limit int,
) (list []*content.Release, err error) {
	if err := actor.mayReleases(identity.Read); err != nil {
		return nil, err
	}
	limit = pageSize(limit)
	err = a.store.View(ctx, func(tx Tx) error {
		for seen := 0; len(list) < limit && seen < releasesListed; {
			some, err := tx.ContentReleases(ctx, state, before, limit)
			if err != nil || len(some) == 0 {
				return err
			}
			for _, r := range some {
				if actor.seesRelease(r) && len(list) < limit {
					list = append(list, shownTo(actor, r))
				}
			}
			seen += len(some)
			before = some[len(some)-1].ID
		}
		return nil
	})
	return list, err
}

// Release gives one content release as the actor may see it: items that are not for them are empty. Errors: fault.NotFound.
func (a *Authoring) Release(ctx context.Context, actor Actor, id string) (r *content.Release, err error) {
	err = a.store.View(ctx, func(tx Tx) error {
		if r, err = releaseFor(ctx, tx, actor, id); err == nil {
			r = shownTo(actor, r)
		}
		return err
	})
	return r, err
}

// CreateRelease makes a content release without items. Errors: fault.Forbidden, fault.Unprocessable.
func (a *Authoring) CreateRelease(ctx context.Context, actor Actor, n NewRelease) (r *content.Release, done Written, err error) {
	if err := actor.mayReleases(identity.Update); err != nil {
		return nil, done, err
	}
	done, err = a.write(ctx, actor, "", func(p *publication) error {
		r = &content.Release{ID: content.NewID(), State: content.ReleaseOpen, CreatedAt: p.log.At, CreatedBy: actor.ID}
		n.apply(r)
		if err := r.Validate().Err(); err != nil {
			return err
		}
		return p.saveRelease(ctx, r, "create", nil)
	})
	return shownTo(actor, r), done, err
}

func (n *NewRelease) apply(r *content.Release) {
	if n.Name != nil {
		r.Name = strings.TrimSpace(*n.Name)
	}
	if n.Description != nil {
		r.Description = *n.Description
	}
}

// PatchRelease changes what a release is called. Errors: fault.NotFound, fault.Forbidden, fault.Stale, fault.Conflict where it is
// published or cancelled, fault.Unprocessable.
func (a *Authoring) PatchRelease(
	ctx context.Context, actor Actor, id string, version int64, n NewRelease,
) (r *content.Release, done Written, err error) {
	done, err = a.write(ctx, actor, "", func(p *publication) error {
		if r, err = p.release(ctx, identity.Update, id, version, content.ReleaseOpen, content.ReleaseScheduled); err != nil {
			return err
		}
		n.apply(r)
		if err := r.Validate().Err(); err != nil {
			return err
		}
		return p.saveRelease(ctx, r, "save", nil)
	})
	return shownTo(actor, r), done, err
}

// CancelRelease ends a release that will not go out. Errors: fault.NotFound, fault.Forbidden, fault.Stale, fault.Conflict.
func (a *Authoring) CancelRelease(
	ctx context.Context, actor Actor, id string, version int64,
) (r *content.Release, done Written, err error) {
	done, err = a.write(ctx, actor, "", func(p *publication) error {
		if r, err = p.release(ctx, identity.Update, id, version, content.ReleaseOpen, content.ReleaseScheduled); err != nil {
			return err
		}
		r.State, r.RunAt, r.PlannedBy, r.Limits = content.ReleaseCancelled, nil, "", nil
		return p.saveRelease(ctx, r, "cancel", nil)
	})
	return shownTo(actor, r), done, err
}

// DeleteRelease takes a release away; what it has published stays. One that is scheduled is cancelled first. Errors: fault.NotFound,
// fault.Forbidden, fault.Stale, fault.Conflict.
func (a *Authoring) DeleteRelease(ctx context.Context, actor Actor, id string, version int64) (Written, error) {
	return a.write(ctx, actor, "", func(p *publication) error {
		r, err := p.release(ctx, identity.Update, id, version, content.ReleaseOpen, content.ReleasePublished, content.ReleaseCancelled)
		if err != nil {
			return err
		}
		if err := p.tx.DeleteContentRelease(ctx, id); err != nil {
			return err
		}
		return p.tellRelease(ctx, r, "delete", nil, releaseFacts(r), nil)
	})
}
