package authoring

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
)

// farthest is how far ahead something may be planned.
const farthest = 5 * 366 * 24 * time.Hour

// rightOf is what somebody must be allowed, when they plan and when its time has come.
var rightOf = map[content.ScheduleAction]identity.Action{
	content.SchedulePublish: identity.Publish, content.ScheduleUnpublish: identity.Unpublish,
}

// NewSchedule is what somebody plans for an entry.
type NewSchedule struct {
	Version int64 // of the draft that they have seen: that is what goes out, whatever is saved after it
	Action  content.ScheduleAction
	At      time.Time
	Locales []string // none: all of the draft, or for the end all that are out or planned to be
}

// ScheduleEntry plans that the draft as it is now goes out in some locales, or that what is out then ends. There is one plan of each
// sort for a locale: a new one takes the place of the old. All that stands in the way of a publication now is told now. Errors:
// fault.NotFound, fault.Stale, fault.Forbidden; fault.Conflict where an approval is missing; fault.Unprocessable for a time that
// does not fit, or with everything that stands in the way.
func (a *Authoring) ScheduleEntry(
	ctx context.Context, actor Actor, id string, n NewSchedule,
) (s *content.Stored, done Written, err error) {
	action, ok := rightOf[n.Action]
	if !ok {
		action = identity.Publish
	}
	done, err = a.write(ctx, actor, "", func(p *publication) error {
		e, err := p.edit(ctx, action, id, n.Version)
		if err != nil {
			return err
		}
		n.At = n.At.UTC().Truncate(time.Millisecond)
		if err := checkTime(n, p.log.At, ok); err != nil {
			return err
		}
		locales := slices.Compact(slices.Sorted(slices.Values(n.Locales)))
		if len(locales) == 0 {
			locales = e.schedulable(n.Action)
		}
		if err := e.mayPlan(ctx, action, n, locales); err != nil {
			return err
		}
		before := maps.Clone(e.entry.Workflow)
		for _, tag := range locales {
			e.entry.SetFlow(tag, e.entry.Workflow[tag].WithPlan(n.Action, e.plan(n, tag)))
		}
		if err := e.tx.SaveState(ctx, e.entry); err != nil {
			return err
		}
		was, is := auditFlows(before, e.entry.Workflow)
		if err := e.tell(ctx, "schedule", map[string]any{"action": n.Action, "at": n.At, "locales": locales}, was, is); err != nil {
			return err
		}
		s, err = readable(actor, e.typ, e.entry)
		return err
	})
	return s, done, err
}

func checkTime(n NewSchedule, now time.Time, known bool) error {
	var ps fault.Problems
	if !known {
		ps.Add(fault.Problem{Pointer: "/action", Code: "bad_value", Message: "plan to publish or to unpublish"})
	}
	if !n.At.After(now) {
		ps.Add(fault.Problem{Pointer: "/at", Code: "past", Message: "name a time that is still to come"})
	} else if n.At.Sub(now) > farthest {
		ps.Add(fault.Problem{Pointer: "/at", Code: "too_far", Message: "name a time within the next five years"})
	}
	return ps.Err()
}

// schedulable gives the locales that are meant where none is named.
func (e *editing) schedulable(action content.ScheduleAction) []string {
	if action == content.SchedulePublish {
		return e.entry.Draft.Tags()
	}
	tags := e.entry.Live()
	for tag, flow := range e.entry.Workflow {
		if flow.Schedule.Pending() && !slices.Contains(tags, tag) {
			tags = append(tags, tag)
		}
	}
	slices.Sort(tags)
	return tags
}

// mayPlan refuses what could not be done now, but for the time.
func (e *editing) mayPlan(ctx context.Context, action identity.Action, n NewSchedule, locales []string) error {
	if err := e.actor.mayAll(action, e.entry.Draft, locales); err != nil {
		return err
	}
	if len(locales) == 0 {
		return fault.New(fault.Conflict, "there is nothing to plan for in this entry")
	}
	for _, tag := range locales {
		flow := e.entry.Workflow[tag]
		planned := flow.Schedule.Pending()
		switch {
		case n.Action == content.ScheduleUnpublish && !planned && !slices.Contains(e.entry.Live(), tag):
			return fault.New(fault.Conflict, "locale %.40s is not out, and not planned to go out", tag)
		case n.Action == content.ScheduleUnpublish && planned && !n.At.After(flow.Schedule.At):
			return badTime("locale " + tag + " goes out later than that")
		case n.Action == content.SchedulePublish && flow.Expiry.Pending() && !n.At.Before(flow.Expiry.At):
			return badTime("locale " + tag + " ends before that: cancel or move its end first")
		}
	}
	if n.Action == content.SchedulePublish {
		if err := e.publishable(ctx, e.draft(), locales); err != nil {
			return err
		}
		return e.keepTold(ctx)
	}
	return nil
}

func badTime(message string) error {
	return fault.Problems{{Pointer: "/at", Code: "order", Message: message}}.Err()
}

// plan makes the plan of one locale.
func (e *editing) plan(n NewSchedule, tag string) *content.Schedule {
	s := &content.Schedule{Action: n.Action, At: n.At, By: e.actor.ID}
	if n.Action == content.SchedulePublish {
		s.Version = e.entry.Version
		if e.entry.Approved(tag) {
			s.ApprovedBy = e.entry.ReviewOf(tag).DecidedBy
		}
	}
	return s
}

// CancelSchedule takes away what is planned of an action ("" both) in some locales (none: all), failed plans too. Errors:
// fault.NotFound; fault.Forbidden; fault.Conflict where nothing is planned.
func (a *Authoring) CancelSchedule(
	ctx context.Context, actor Actor, id string, action content.ScheduleAction, locales []string,
) (s *content.Stored, done Written, err error) {
	done, err = a.write(ctx, actor, "", func(p *publication) error {
		right, ok := rightOf[action]
		if !ok && action != "" {
			return fault.New(fault.Invalid, "cancel what is planned to publish or to unpublish")
		}
		if !ok {
			right = identity.Publish
		}
		e, err := p.edit(ctx, right, id, 0)
		if err != nil {
			return err
		}
		var cancelled []string
		before := maps.Clone(e.entry.Workflow)
		for tag, flow := range before {
			for sort, needed := range rightOf {
				if flow.Plan(sort) == nil || action != "" && action != sort || len(locales) > 0 && !slices.Contains(locales, tag) {
					continue
				}
				if err := actor.mayAll(needed, e.entry.Draft, []string{tag}); err != nil {
					return err
				}
				e.entry.SetFlow(tag, e.entry.Workflow[tag].WithPlan(sort, nil))
				cancelled = append(cancelled, tag+" "+string(sort))
			}
		}
		if len(cancelled) == 0 {
			return fault.New(fault.Conflict, "nothing of that is planned")
		}
		slices.Sort(cancelled)
		if err := p.tx.SaveState(ctx, e.entry); err != nil {
			return err
		}
		was, is := auditFlows(before, e.entry.Workflow)
		if err := e.tell(ctx, "unschedule", map[string]any{"plans": cancelled}, was, is); err != nil {
			return err
		}
		s, err = readable(actor, e.typ, e.entry)
		return err
	})
	return s, done, err
}
