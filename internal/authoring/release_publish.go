package authoring

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/menu"
)

// errTrial takes back what a check has done.
var errTrial = errors.New("authoring: this was a trial")

// CheckRelease says what would be refused if the release were published now by the actor, each with the pointer of its item: it is
// published, and all of that is taken back. Errors: fault.NotFound.
func (a *Authoring) CheckRelease(ctx context.Context, actor Actor, id string) (found fault.Problems, err error) {
	ctx, cancel := context.WithTimeout(ctx, pieceTime)
	defer cancel()
	err = a.store.Update(ctx, func(tx Tx) error {
		p := a.trialOf(tx, actor)
		r, err := releaseFor(ctx, tx, actor, id)
		if err != nil {
			return err
		}
		if err = p.publishRelease(ctx, r); err == nil {
			err = p.relink(ctx)
		}
		switch _, _, ps := problemsIn(err); {
		case err == nil:
		case len(ps) == 0:
			return err
		default:
			found = ps
		}
		return errTrial
	})
	if errors.Is(err, errTrial) {
		err = nil
	}
	return found, err
}

func (a *Authoring) trialOf(tx Tx, actor Actor) *publication {
	p := &publication{a: a, tx: tx, actor: actor}
	p.log.Author, p.log.At = actor.ID, a.now()
	return p
}

// PublishRelease lets everything in a release go out, as the drafts are now: all of it in one publication, or nothing. Each item asks
// for the right to publish it, and for the approval that its type demands. Errors: fault.NotFound, fault.Stale, fault.Conflict,
// fault.Forbidden and fault.Unprocessable with what stands in the way, each with the pointer of its item.
func (a *Authoring) PublishRelease(
	ctx context.Context, actor Actor, id string, version int64,
) (r *content.Release, done Written, err error) {
	done, err = a.write(ctx, actor, "content release "+id, func(p *publication) error {
		if r, err = p.release(ctx, identity.Publish, id, version, content.ReleaseOpen, content.ReleaseScheduled); err != nil {
			return err
		}
		return p.finishRelease(ctx, r)
	})
	return shownTo(actor, r), done, err
}

// finishRelease publishes a release and says so in it.
func (p *publication) finishRelease(ctx context.Context, r *content.Release) error {
	if err := p.publishRelease(ctx, r); err != nil {
		return err
	}
	at := p.log.At
	r.State, r.RunAt, r.Failure, r.PublishedAt, r.PublishedBy = content.ReleasePublished, nil, nil, &at, p.actor.ID
	keys := make([]string, len(r.Items))
	for n := range r.Items {
		keys[n] = r.Items[n].Key()
	}
	return p.saveRelease(ctx, r, "publish", map[string]any{"items": keys})
}

// publishRelease publishes the items, inside the write. Those that fail are tried again after others went out, because they may
// have waited for a value that one of these gave up; what fails then ends the write.
func (p *publication) publishRelease(ctx context.Context, r *content.Release) error {
	if len(r.Items) == 0 {
		return fault.Problems{{Pointer: "/items", Code: "required", Message: "the release has no items"}}.Err()
	}
	reasons := make([]error, len(r.Items))
	pending := make([]int, len(r.Items))
	for n := range r.Items {
		pending[n] = n
	}
	for len(pending) > 0 {
		var left []int
		for _, n := range pending {
			failed, err := p.attempt(ctx, func() error { return p.publishItem(ctx, r.Items[n]) })
			if err != nil {
				return err
			}
			if reasons[n] = failed; failed != nil {
				left = append(left, n)
			}
		}
		if len(left) == len(pending) {
			return refusal(reasons)
		}
		pending = left
	}
	return p.releaseMenus(ctx, r)
}

// releaseMenus compiles what stands on every page, once, where a menu went out.
func (p *publication) releaseMenus(ctx context.Context, r *content.Release) error {
	if !slices.ContainsFunc(r.Items, func(i content.ReleaseItem) bool { return i.Menu != "" }) {
		return nil
	}
	p.changed = true
	err := p.shared(ctx)
	var ps fault.Problems
	if !errors.As(err, &ps) {
		return err
	}
	out := fault.Problems{}
	for _, problem := range ps.Unique() {
		problem.Pointer, problem.File, problem.Line, problem.Column = "/items", "", 0, 0
		out.Add(problem)
	}
	return out.Err()
}

// refusal makes one error of why items were refused.
func refusal(reasons []error) error {
	out := &fault.Error{Code: fault.Unprocessable, Message: "nothing was published: some of the release is refused"}
	for n, reason := range reasons {
		if reason == nil {
			continue
		}
		code, message, ps := problemsIn(reason)
		at := fmt.Sprintf("/items/%d", n)
		switch code {
		case fault.Internal:
			return reason
		case fault.Forbidden:
			out.Code = code
		}
		if len(ps) == 0 {
			ps = fault.Problems{{Code: string(code), Message: message}}
		}
		for _, problem := range ps {
			if problem.Pointer != "" && !strings.HasPrefix(problem.Pointer, "/") {
				problem.Pointer = ""
			}
			problem.Pointer = at + problem.Pointer
			out.Problems.Add(problem)
		}
	}
	return out
}

// publishItem publishes one item, as somebody would by itself. What is out already as it is stays as it is.
func (p *publication) publishItem(ctx context.Context, i content.ReleaseItem) error {
	if i.Entry == "" {
		return p.publishItemMenu(ctx, MenuAt{Space: i.Space, Name: i.Menu})
	}
	e, err := p.edit(ctx, identity.Publish, i.Entry, 0)
	if err != nil {
		return err
	}
	locales := i.Locales
	if len(locales) == 0 {
		locales = slices.DeleteFunc(e.entry.Draft.Tags(), func(tag string) bool { return e.entry.Workflow[tag].Archived })
	}
	if !slices.ContainsFunc(locales, func(tag string) bool { return e.entry.Served(tag) != content.StatusPublished }) {
		return e.actor.mayAll(identity.Publish, e.entry.Draft, locales)
	}
	return e.publish(ctx, locales)
}

func (p *publication) publishItemMenu(ctx context.Context, at MenuAt) error {
	if err := p.actor.reaches(identity.Publish, at.target()); err != nil {
		return err
	}
	m, err := p.tx.Menu(ctx, at.Space, at.Name)
	if err != nil || m.PublishedVersion == m.Version {
		return err
	}
	return p.putOut(ctx, m)
}

// putOut makes a menu's draft its published revision; compiling is for the caller.
func (p *publication) putOut(ctx context.Context, m *menu.Stored) error {
	before := m.Published
	if before == nil {
		before = &menu.Menu{Space: m.Draft.Space, Name: m.Draft.Name}
	}
	old, now := menuChanges(before, m.Draft)
	was, is := map[string]any{"version": m.PublishedVersion, "items": old}, map[string]any{"version": m.Version, "items": now}
	if err := p.tx.PublishMenu(ctx, m.Draft.Space, m.Draft.Name); err != nil {
		return err
	}
	if err := p.setMenuUses(ctx, m.Draft, true); err != nil {
		return err
	}
	return p.tellMenu(ctx, m.Draft, "publish", map[string]any{"version": m.Version}, was, is)
}

// ScheduleRelease plans that a release goes out at a time, as the drafts are then, with the rights that the actor has then. All that
// stands in the way now is told now. Errors: as PublishRelease, and fault.Unprocessable for a time that does not fit.
func (a *Authoring) ScheduleRelease(
	ctx context.Context, actor Actor, id string, version int64, at time.Time,
) (r *content.Release, done Written, err error) {
	done, err = a.write(ctx, actor, "", func(p *publication) error {
		if r, err = p.release(ctx, identity.Publish, id, version, content.ReleaseOpen, content.ReleaseScheduled); err != nil {
			return err
		}
		at = at.UTC().Truncate(time.Millisecond)
		if err := checkTime(NewSchedule{At: at}, p.log.At, true); err != nil {
			return err
		}
		failed, err := p.attempt(ctx, func() error {
			if err := p.publishRelease(ctx, r); err != nil {
				return err
			}
			return fault.New(fault.Conflict, "").With(errTrial)
		})
		switch {
		case err != nil:
			return err
		case !errors.Is(failed, errTrial):
			return failed
		}
		r.State, r.RunAt, r.PlannedBy, r.Limits, r.Failure = content.ReleaseScheduled, &at, actor.ID, nil, nil
		if grants, limited := actor.Access.Limits(); limited {
			if r.Limits, err = json.Marshal(grants); err != nil {
				return err
			}
		}
		return p.saveRelease(ctx, r, "schedule", map[string]any{"at": at})
	})
	return shownTo(actor, r), done, err
}

// UnscheduleRelease opens a scheduled release again. Errors: fault.NotFound, fault.Forbidden, fault.Stale, fault.Conflict.
func (a *Authoring) UnscheduleRelease(
	ctx context.Context, actor Actor, id string, version int64,
) (r *content.Release, done Written, err error) {
	done, err = a.write(ctx, actor, "", func(p *publication) error {
		if r, err = p.release(ctx, identity.Publish, id, version, content.ReleaseScheduled); err != nil {
			return err
		}
		r.State, r.RunAt, r.PlannedBy, r.Limits = content.ReleaseOpen, nil, "", nil
		return p.saveRelease(ctx, r, "unschedule", nil)
	})
	return shownTo(actor, r), done, err
}
