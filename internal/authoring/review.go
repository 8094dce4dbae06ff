package authoring

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
)

// maxNote is how long a note or a comment of a review may be, in characters.
const maxNote = 2000

// ReviewStep is what somebody wants to do in a review.
type ReviewStep struct {
	Version  int64    // of the draft that they have seen
	Locales  []string // none: all that the step can be about
	Assignee string   // of Submit: account that is asked; "" is whoever may
	Text     string   // the note of Submit, the comment of a decision
}

// stepper is a step in one locale: it gives the review that there is then, nil for none.
type stepper func(e *editing, tag string, now time.Time) (*content.Review, error)

// reviewing is a sort of step.
type reviewing struct {
	name    string // as the audit calls it
	action  identity.Action
	implied func(*editing) []string // the locales that are meant where none is named
}

// SubmitEntry asks for approval of the draft in some locales (none: all that differ from what is served). What could not be
// published is not submitted. Errors: fault.NotFound, fault.Stale, fault.Forbidden; fault.Conflict where there is nothing to
// review; fault.Unprocessable with everything that stands in the way, or for an assignee who may not approve.
func (a *Authoring) SubmitEntry(ctx context.Context, actor Actor, id string, s ReviewStep) (*content.Stored, Written, error) {
	step := reviewing{name: "submit", action: identity.Submit, implied: (*editing).reviewable}
	return a.review(ctx, actor, id, s, step, func(e *editing, locales []string) (stepper, error) {
		if err := checkText("/note", s.Text, false); err != nil {
			return nil, err
		}
		if err := e.checkSubmit(ctx, locales, s.Assignee); err != nil {
			return nil, err
		}
		if err := e.keepTold(ctx); err != nil {
			return nil, err
		}
		return func(e *editing, _ string, now time.Time) (*content.Review, error) {
			return &content.Review{
				State: content.ReviewOpen, Version: e.entry.Version, SubmittedBy: actor.ID, SubmittedAt: now, Assignee: s.Assignee, Note: s.Text,
			}, nil
		}, nil
	})
}

// ApproveEntry approves the draft in some locales (none: all that were submitted). Errors: fault.NotFound, fault.Stale;
// fault.Forbidden, also for who had a hand in it where the type asks for four eyes; fault.Conflict where it was not submitted.
func (a *Authoring) ApproveEntry(ctx context.Context, actor Actor, id string, s ReviewStep) (*content.Stored, Written, error) {
	return a.decide(ctx, actor, id, "approve", s, content.ReviewApproved)
}

// RequestChanges gives the draft in some locales (none: all that were submitted) back, with a comment that says what to change.
// It takes back an approval, and what was planned on the ground of it. Errors: as ApproveEntry.
func (a *Authoring) RequestChanges(ctx context.Context, actor Actor, id string, s ReviewStep) (*content.Stored, Written, error) {
	return a.decide(ctx, actor, id, "request-changes", s, content.ReviewChanges)
}

func (a *Authoring) decide(
	ctx context.Context, actor Actor, id, name string, s ReviewStep, to content.ReviewState,
) (*content.Stored, Written, error) {
	step := reviewing{name: name, action: identity.Approve, implied: (*editing).submitted}
	return a.review(ctx, actor, id, s, step, func(*editing, []string) (stepper, error) {
		if err := checkText("/comment", s.Text, to == content.ReviewChanges); err != nil {
			return nil, err
		}
		return func(e *editing, tag string, now time.Time) (*content.Review, error) {
			was := e.entry.ReviewOf(tag)
			if !undecided(was) && (to == content.ReviewApproved || was == nil || was.State != content.ReviewApproved) {
				return nil, fault.New(fault.Conflict, "the draft in locale %.40s is not submitted for review", tag)
			}
			if to == content.ReviewApproved {
				if err := e.fourEyes(ctx, actor.ID, tag); err != nil {
					return nil, err
				}
			}
			next := *was
			next.State, next.DecidedBy, next.DecidedAt, next.Comment = to, actor.ID, &now, s.Text
			return &next, nil
		}, nil
	})
}

// WithdrawEntry takes back that the draft was submitted, in some locales (none: all). Errors: fault.NotFound, fault.Stale,
// fault.Forbidden; fault.Conflict where it was not.
func (a *Authoring) WithdrawEntry(ctx context.Context, actor Actor, id string, s ReviewStep) (*content.Stored, Written, error) {
	step := reviewing{name: "withdraw", action: identity.Submit, implied: (*editing).submitted}
	return a.review(ctx, actor, id, s, step, func(*editing, []string) (stepper, error) {
		return func(e *editing, tag string, _ time.Time) (*content.Review, error) {
			if e.entry.Workflow[tag].Review == nil {
				return nil, fault.New(fault.Conflict, "the draft in locale %.40s was not submitted", tag)
			}
			return nil, nil // no review is what there is then
		}, nil
	})
}

func undecided(r *content.Review) bool { return r != nil && r.State == content.ReviewOpen }

// review takes a step in each of the locales, and writes what came of it.
func (a *Authoring) review(
	ctx context.Context, actor Actor, id string, s ReviewStep, r reviewing, begin func(*editing, []string) (stepper, error),
) (out *content.Stored, done Written, err error) {
	done, err = a.write(ctx, actor, "", func(p *publication) error {
		e, err := p.edit(ctx, r.action, id, s.Version)
		if err != nil {
			return err
		}
		locales := slices.Compact(slices.Sorted(slices.Values(s.Locales)))
		if len(locales) == 0 {
			locales = r.implied(e)
		}
		if len(locales) == 0 {
			return fault.New(fault.Conflict, "there is nothing to review in this entry")
		}
		if err := actor.mayAll(r.action, e.entry.Draft, locales); err != nil {
			return err
		}
		step, err := begin(e, locales)
		if err != nil {
			return err
		}
		before := maps.Clone(e.entry.Workflow)
		for _, tag := range locales {
			next, err := step(e, tag, p.log.At)
			if err != nil {
				return err
			}
			e.setReview(tag, next)
		}
		if err := p.tx.SaveState(ctx, e.entry); err != nil {
			return err
		}
		detail := map[string]any{"locales": locales, "assignee": s.Assignee, "text": s.Text}
		was, is := auditFlows(before, e.entry.Workflow)
		if err := e.tell(ctx, r.name, detail, was, is); err != nil {
			return err
		}
		out, err = readable(actor, e.typ, e.entry)
		return err
	})
	return out, done, err
}

// setReview replaces the review of a locale. Where it takes an approval back, what was planned on the ground of it falls.
func (e *editing) setReview(tag string, next *content.Review) {
	flow, was := e.entry.Workflow[tag], e.entry.ReviewOf(tag)
	revoked := was != nil && was.State == content.ReviewApproved && (next == nil || next.State != content.ReviewApproved)
	if revoked && flow.Schedule != nil {
		fallen := *flow.Schedule
		fallen.ApprovedBy = ""
		flow.Schedule = &fallen
	}
	flow.Review = next
	e.entry.SetFlow(tag, flow)
}

// reviewable gives the locales of the draft that differ from what is served, and are in use.
func (e *editing) reviewable() (tags []string) {
	for _, tag := range e.entry.Draft.Tags() {
		if e.entry.Served(tag) != content.StatusPublished && !e.entry.Workflow[tag].Archived {
			tags = append(tags, tag)
		}
	}
	return tags
}

// submitted gives the locales whose draft is in review.
func (e *editing) submitted() (tags []string) {
	for _, tag := range e.entry.Draft.Tags() {
		if e.entry.ReviewOf(tag) != nil {
			tags = append(tags, tag)
		}
	}
	return tags
}

func (e *editing) checkSubmit(ctx context.Context, locales []string, assignee string) error {
	for _, tag := range locales {
		switch {
		case e.entry.Workflow[tag].Archived:
			return fault.New(fault.Conflict, "locale %.40s is archived: take it back into use first", tag)
		case e.entry.Served(tag) == content.StatusPublished:
			return fault.New(fault.Conflict, "locale %.40s is served as it is in the draft: there is nothing to review", tag)
		}
	}
	ps, err := e.problems(ctx, locales)
	if err == nil {
		err = ps.Err()
	}
	if err != nil || assignee == "" {
		return err
	}
	return e.checkAssignee(ctx, locales, assignee)
}

// checkAssignee refuses to ask somebody who could not approve.
func (e *editing) checkAssignee(ctx context.Context, locales []string, id string) error {
	unfit := fault.Problems{{Pointer: "/assignee", Code: "bad_assignee", Message: "this is no account that may approve here"}}
	assignee, err := e.a.actorNow(ctx, e.tx, id)
	switch {
	case fault.Is(err, fault.Forbidden):
		return unfit.Err()
	case err != nil:
		return err
	case assignee.mayAll(identity.Approve, e.entry.Draft, locales) != nil || assignee.ID == e.actor.ID && e.typ.ReviewRequired():
		return unfit.Err()
	}
	for _, tag := range locales {
		wrote, err := e.hasWritten(ctx, assignee.ID, tag)
		if err != nil {
			return err
		}
		if wrote && e.typ.ReviewRequired() {
			return fault.Problems{{
				Pointer: "/assignee", Code: "four_eyes", Message: "they have written at this themselves: ask somebody else",
			}}.Err()
		}
	}
	return nil
}

// checkText refuses what is no text of a person. Error: fault.Unprocessable with the pointer.
func checkText(pointer, s string, needed bool) error {
	if utf8.ValidString(s) && !strings.ContainsRune(s, 0) && utf8.RuneCountInString(s) <= maxNote && (!needed || strings.TrimSpace(s) != "") {
		return nil
	}
	message := fmt.Sprintf("write at most %d characters", maxNote)
	if needed {
		message = fmt.Sprintf("write what to change, in 1 to %d characters", maxNote)
	}
	return fault.Problems{{Pointer: pointer, Code: "bad_text", Message: message}}.Err()
}
