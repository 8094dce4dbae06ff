package authoring

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
)

const (
	duePiece    = 50               // entries with due plans that one transaction carries out
	pieceTime   = 20 * time.Second // how long a transaction of background work may last
	viaSchedule = "schedule"       // Via of an actor whose plan is carried out
)

// RunDue carries out what was planned for a time that has come, in the names of those who planned it and with the rights that they
// have now. It says how many entries it has seen to; more may be left. A plan is carried out and taken away in one transaction: of
// several nodes one does it, and one that dies in between has done nothing. What cannot be done is not tried again: the plan stays,
// with the reason.
func (a *Authoring) RunDue(ctx context.Context) (n int, err error) {
	ctx, cancel := context.WithTimeout(ctx, pieceTime)
	defer cancel()
	released, err := a.runDueReleases(ctx)
	if err == nil {
		err = a.withdrawDue(ctx)
	}
	if err != nil {
		return released, err
	}
	due := func(tx Tx) (ids []string, err error) { return tx.DuePlans(ctx, a.now(), duePiece) }
	err = a.store.View(ctx, func(tx Tx) error { // waiting for the write lock each second would be in everybody's way
		ids, err := due(tx)
		n = len(ids)
		return err
	})
	if err != nil || n == 0 {
		return released, err
	}
	_, err = a.write(ctx, System("scheduler"), "scheduled", func(p *publication) error {
		ids, err := due(p.tx)
		if err != nil {
			return err
		}
		n = len(ids)
		for _, id := range ids {
			if err := p.runPlans(ctx, id); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return released, err
	}
	return released + n, nil
}

// duePlan is what was planned at once for some locales of an entry: it is done for all of them, or for none.
type duePlan struct {
	content.Schedule

	locales []string
}

// duePlans gives what of an entry's plans is due, in the order in which it is to happen.
func duePlans(s *content.Stored, now time.Time) (plans []duePlan) {
	for _, tag := range slices.Sorted(maps.Keys(s.Workflow)) {
		for _, action := range []content.ScheduleAction{content.SchedulePublish, content.ScheduleUnpublish} {
			plan := s.Workflow[tag].Plan(action)
			if !plan.Pending() || plan.At.After(now) {
				continue
			}
			same := func(d duePlan) bool {
				return d.Action == plan.Action && d.At.Equal(plan.At) && d.By == plan.By && d.Version == plan.Version && d.ApprovedBy == plan.ApprovedBy
			}
			if i := slices.IndexFunc(plans, same); i >= 0 {
				plans[i].locales = append(plans[i].locales, tag)
			} else {
				plans = append(plans, duePlan{*plan, []string{tag}})
			}
		}
	}
	slices.SortStableFunc(plans, func(a, b duePlan) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Version, b.Version))
	})
	return plans
}

// runPlans carries out what is due of one entry. Its plans are gone after that, or marked as failed.
func (p *publication) runPlans(ctx context.Context, id string) error {
	s, err := p.tx.Entry(ctx, id)
	if err != nil {
		return err
	}
	for _, plan := range duePlans(s, p.log.At) {
		actor, refused := p.a.actorNow(ctx, p.tx, plan.By)
		if refused != nil && !fault.Is(refused, fault.Forbidden) {
			return refused
		}
		actor.Via = viaSchedule
		failed, err := refused, error(nil)
		if failed == nil {
			failed, err = p.attempt(ctx, func() error {
				p.actor = actor
				return p.runPlan(ctx, id, plan)
			})
		}
		if err != nil {
			return err
		}
		if failed != nil {
			if err := p.planFailed(ctx, id, actor, plan, failed); err != nil {
				return err
			}
		}
	}
	return nil
}

// runPlan does what was planned, through the use case that an editor goes through.
func (p *publication) runPlan(ctx context.Context, id string, plan duePlan) error {
	if plan.Action == content.ScheduleUnpublish {
		e, err := p.edit(ctx, rightOf[plan.Action], id, 0)
		if err != nil {
			return err
		}
		e.clearPlans(plan)
		if err := p.tx.SaveState(ctx, e.entry); err != nil {
			return err
		}
		return e.unpublish(ctx, plan.locales)
	}
	e, err := p.edit(ctx, rightOf[plan.Action], id, 0)
	if err != nil {
		return err
	}
	r, err := p.a.revision(ctx, p.tx, e.typ, id, plan.Version)
	if err != nil {
		return err
	}
	return e.publishState(ctx, state{r.Entry, plan.Version, plan.ApprovedBy}, plan.locales)
}

func (e *editing) clearPlans(plan duePlan) {
	for _, tag := range plan.locales {
		e.entry.SetFlow(tag, e.entry.Workflow[tag].WithPlan(plan.Action, nil))
	}
}

// planFailed keeps a plan that could not be carried out, with the reason, and tells the audit.
func (p *publication) planFailed(ctx context.Context, id string, actor Actor, plan duePlan, reason error) error {
	s, err := p.tx.Entry(ctx, id)
	if err != nil {
		return err
	}
	failure := &content.Failure{At: p.log.At}
	failure.Code, failure.Message, failure.Problems = problemsIn(reason)
	for _, tag := range plan.locales {
		failed := plan.Schedule
		failed.Failure = failure
		s.SetFlow(tag, s.Workflow[tag].WithPlan(plan.Action, &failed))
	}
	if err := p.tx.SaveState(ctx, s); err != nil {
		return err
	}
	return p.tx.Audit(ctx, AuditEvent{
		Actor: actor, Action: "entry.schedule-refused", Subject: "entry/" + id, Site: s.Draft.Space,
		Detail: map[string]any{
			"type": s.Draft.Type, "key": s.Draft.Key, "action": plan.Action, "locales": plan.locales, "version": plan.Version,
			"code": failure.Code, "message": failure.Message,
		},
	})
}
