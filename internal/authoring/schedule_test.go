package authoring_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
)

// plan schedules the newest draft, an hour from now.
func (p *plane) plan(actor authoring.Actor, id string, action content.ScheduleAction, in time.Duration, locales ...string) error {
	p.t.Helper()
	_, _, err := p.ScheduleEntry(context.Background(), actor, id, authoring.NewSchedule{Action: action, At: p.clock.Now().Add(in), Locales: locales})
	return err
}

func (p *plane) runDue(want int) {
	p.t.Helper()
	n, err := p.RunDue(p.t.Context())
	if err != nil || n != want {
		p.t.Fatalf("%d entries had plans that were due, want %d: %v", n, want, err)
	}
}

func (p *plane) stored(id string) *content.Stored {
	p.t.Helper()
	s, err := p.Entry(p.t.Context(), root, id)
	if err != nil {
		p.t.Fatal(err)
	}
	return s
}

// audited counts the audit lines of an action on an entry ("" any).
func (p *plane) audited(action, id string) int {
	p.t.Helper()
	f := authoring.AuditFilter{Action: action, Limit: 10000}
	if id != "" {
		f.Subject = "entry/" + id
	}
	n := 0
	err := p.store.View(p.t.Context(), func(tx authoring.Tx) error {
		lines, err := tx.AuditLines(p.t.Context(), f)
		n = len(lines)
		return err
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return n
}

func coded(t *testing.T, what string, err error, want fault.Code) {
	t.Helper()
	if fault.CodeOf(err) != want {
		t.Errorf("%s: %v, want %q", what, err, want)
	}
}

// TestSchedule: what was planned goes out and ends at its time, once, as it was when it was planned, whatever the clock does.
func TestSchedule(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		a := p.colleague("a", identity.Editor)
		id := p.draft(a, "Planned").Draft.ID
		coded(t, "publish", p.plan(a, id, content.SchedulePublish, time.Hour), "")
		coded(t, "end before it begins", p.plan(a, id, content.ScheduleUnpublish, time.Minute, "en"), fault.Unprocessable)
		coded(t, "end", p.plan(a, id, content.ScheduleUnpublish, 2*time.Hour, "en"), "")
		coded(t, "begin after the end", p.plan(a, id, content.SchedulePublish, 3*time.Hour, "en"), fault.Unprocessable)
		coded(t, "in the past", p.plan(a, id, content.SchedulePublish, -time.Second), fault.Unprocessable)
		coded(t, "now", p.plan(a, id, content.SchedulePublish, 0), fault.Unprocessable)
		coded(t, "too far", p.plan(a, id, content.SchedulePublish, 10*365*24*time.Hour), fault.Unprocessable)
		coded(t, "another locale", p.plan(a, id, content.SchedulePublish, time.Hour, "de"), fault.Unprocessable)
		coded(t, "another action", p.plan(a, id, "burn", time.Hour), fault.Unprocessable)
		if got := p.stored(id); got.Status("en") != content.StatusScheduled || got.Workflow["en"].Schedule.Version != 1 {
			t.Errorf("planned: %s %+v", got.Status("en"), got.Workflow["en"])
		}
		if _, err := p.save(a, p.stored(id), "Later", false); err != nil {
			t.Fatal(err)
		}
		p.runDue(0)
		p.clock.pass(-24 * time.Hour)
		p.runDue(0)
		p.clock.pass(25 * time.Hour)
		p.runDue(1)
		p.runDue(0)
		got := p.stored(id)
		if got.Published.Locales["en"]["title"] != "Planned" || got.Status("en") != content.StatusChanged || got.Status("fr") != content.StatusChanged && got.Status("fr") != content.StatusPublished {
			t.Errorf("out: %v, %s", got.Published, got.Status("en"))
		}
		if got.Workflow["en"].Schedule != nil || !got.Workflow["en"].Expiry.Pending() || got.Workflow["en"].Version != 1 {
			t.Errorf("after it: %+v", got.Workflow["en"])
		}
		p.clock.pass(-time.Hour) // a clock that is set back does nothing again
		p.runDue(0)
		p.clock.pass(48 * time.Hour)
		p.runDue(1)
		if got := p.stored(id); strings.Join(got.Live(), ",") != "fr" || got.Workflow["en"].Expiry != nil {
			t.Errorf("ended: %v %+v", got.Live(), got.Workflow)
		}
		if n, m := p.audited("entry.publish", id), p.audited("entry.unpublish", id); n != 1 || m != 1 {
			t.Errorf("published %d times, ended %d times", n, m)
		}
	})
}

// TestScheduleLate: a node that was down for long does both, in their order; other acts take the place of plans.
func TestScheduleLate(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		ctx, a := t.Context(), p.colleague("a", identity.Editor)
		id := p.draft(a, "Both").Draft.ID
		coded(t, "publish", p.plan(a, id, content.SchedulePublish, time.Hour, "en"), "")
		coded(t, "end", p.plan(a, id, content.ScheduleUnpublish, 2*time.Hour, "en"), "")
		p.clock.pass(72 * time.Hour)
		p.runDue(1)
		if got := p.stored(id); len(got.Live()) != 0 || p.audited("entry.publish", id) != 1 || p.audited("entry.unpublish", id) != 1 {
			t.Errorf("live %v", got.Live())
		}
		for name, act := range map[string]func(s *content.Stored) error{
			"cancelled": func(s *content.Stored) error {
				_, _, err := p.CancelSchedule(ctx, a, s.Draft.ID, "", nil)
				return err
			},
			"published by hand": func(s *content.Stored) error {
				_, _, err := p.PublishEntry(ctx, a, s.Draft.ID, 0, []string{"en"})
				return err
			},
			"archived": func(s *content.Stored) error {
				_, _, err := p.ArchiveEntry(ctx, a, s.Draft.ID, 0, nil, true)
				return err
			},
			"trashed": func(s *content.Stored) error { _, err := p.TrashEntry(ctx, a, s.Draft.ID, 0, ""); return err },
		} {
			s := p.draft(a, "A "+name)
			coded(t, name, p.plan(a, s.Draft.ID, content.SchedulePublish, time.Hour, "en"), "")
			coded(t, name, act(s), "")
			p.clock.pass(2 * time.Hour)
			p.runDue(0)
		}
		_, _, err := p.CancelSchedule(ctx, a, id, content.SchedulePublish, nil)
		coded(t, "nothing to cancel", err, fault.Conflict)
	})
}

// TestScheduleD1: the scheduler asks for the rights of today. Who was suspended or demoted has planned in vain; it is told on the
// entry and in the audit, and not tried again.
func TestScheduleD1(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		ctx := t.Context()
		change := func(actor authoring.Actor, f func(*identity.Account)) {
			err := p.store.Update(ctx, func(tx authoring.Tx) error {
				account, err := tx.Account(ctx, actor.ID)
				if err != nil {
					return err
				}
				f(account)
				return tx.SaveAccount(ctx, account)
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		for name, f := range map[string]func(*identity.Account){
			"suspended":    func(a *identity.Account) { now := p.clock.Now(); a.SuspendedAt = &now },
			"demoted":      func(a *identity.Account) { a.Assignments = []identity.Assignment{identity.Everywhere(identity.Viewer)} },
			"another site": func(a *identity.Account) { a.Assignments[0].Sites = []string{"one"} },
			"without role": func(a *identity.Account) { a.Assignments = nil },
		} {
			a := p.colleague(strings.ReplaceAll(name, " ", ""), identity.Editor)
			id := p.draft(a, name).Draft.ID
			coded(t, name, p.plan(a, id, content.SchedulePublish, time.Hour), "")
			change(a, f)
			p.clock.pass(2 * time.Hour)
			p.runDue(1)
			p.runDue(0)
			got := p.stored(id)
			failure := got.Workflow["en"].Schedule.Failure
			if got.Published != nil || got.Status("en") != content.StatusDraft || failure == nil || failure.Message == "" || p.audited("entry.schedule-refused", id) != 1 {
				t.Errorf("%s: %+v", name, got.Workflow["en"])
			}
		}
		viewer := p.colleague("viewer", identity.Viewer)
		id := p.draft(root, "Not theirs").Draft.ID
		coded(t, "a viewer plans", p.plan(viewer, id, content.SchedulePublish, time.Hour), fault.Forbidden)
		elsewhere := p.personWith("elsewhere", identity.Assignment{Role: identity.Editor, Sites: []string{"one"}, Locales: []string{"*"}})
		coded(t, "an editor of another site plans", p.plan(elsewhere, id, content.SchedulePublish, time.Hour), fault.Forbidden)
		coded(t, "somebody without a role plans", p.plan(actorWith("x"), id, content.SchedulePublish, time.Hour), fault.NotFound)
		_, _, err := p.CancelSchedule(ctx, viewer, id, "", nil)
		coded(t, "a viewer cancels", err, fault.Forbidden)
	})
}

// TestScheduleFails: what is not fit when its time comes stays as it is, says why, and takes nothing else with it.
func TestScheduleFails(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		a := p.colleague("a", identity.Editor)
		one, two, three := p.draft(a, "Same").Draft.ID, p.draft(a, "Same").Draft.ID, p.draft(a, "Third").Draft.ID
		for _, id := range []string{one, two, three} {
			coded(t, "plan", p.plan(a, id, content.SchedulePublish, time.Hour, "en"), "")
		}
		p.clock.pass(2 * time.Hour)
		before := len(p.since(0))
		p.runDue(3)
		p.runDue(0)
		out := 0
		for _, id := range []string{one, two} {
			got := p.stored(id)
			if got.Published != nil {
				out++
				continue
			}
			f := got.Workflow["en"].Schedule.Failure
			if f == nil || f.Code != fault.Unprocessable || len(f.Problems) != 1 || f.Problems[0].Pointer != "/locales/en/slug" || p.audited("entry.publish", id) != 0 {
				t.Errorf("the second of two with one address: %+v", got.Workflow["en"].Schedule)
			}
		}
		if third := p.stored(three); out != 1 || third.Published == nil {
			t.Errorf("%d of two are out, and the third: %v", out, third.Published)
		}
		if got := len(p.since(0)); got != before+2 {
			t.Errorf("%d records were added, want 2", got-before)
		}
	})
}

// TestScheduleFourEyes: what was approved when it was planned goes out; an approval that is taken back stops it, and what is saved
// later does not slip in.
func TestScheduleFourEyes(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(reviewed)
		a, r := p.colleague("a", identity.Editor), p.colleague("r", identity.Reviewer)
		en := []string{"en"}
		s := p.draft(a, "Reviewed")
		coded(t, "not approved", p.plan(a, s.Draft.ID, content.SchedulePublish, time.Hour, "en"), fault.Conflict)
		p.play(s, en, step{a, "submit", ""}, step{r, "approve", ""})
		coded(t, "approved", p.plan(a, s.Draft.ID, content.SchedulePublish, time.Hour, "en"), "")
		p.play(s, en, step{a, "save", ""}, step{a, "submit", ""})
		taken := p.draft(a, "Taken back")
		p.play(taken, en, step{a, "submit", ""}, step{r, "approve", ""})
		coded(t, "approved", p.plan(a, taken.Draft.ID, content.SchedulePublish, time.Hour, "en"), "")
		p.play(taken, en, step{r, "changes", ""})
		p.clock.pass(2 * time.Hour)
		p.runDue(2)
		got := p.stored(s.Draft.ID)
		if got.Published == nil || got.Published.Locales["en"]["body"] != nil {
			t.Errorf("out: %v", got.Published)
		}
		if got.Status("en") != content.StatusReview {
			t.Errorf("the review of the newer draft is gone: %s", got.Status("en"))
		}
		if got := p.stored(taken.Draft.ID); got.Published != nil || got.Workflow["en"].Schedule.Failure == nil {
			t.Errorf("an approval that was taken back: %v", got.Published)
		}
	})
}

// TestScheduleSharedFields: an older revision does not put back what all locales share.
func TestScheduleSharedFields(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		a := p.colleague("a", identity.Editor)
		s := p.draft(a, "Shared")
		coded(t, "plan", p.plan(a, s.Draft.ID, content.SchedulePublish, time.Hour, "fr"), "")
		p.play(s, []string{"en"}, step{a, "save shared", ""}, step{a, "publish", ""})
		p.clock.pass(2 * time.Hour)
		p.runDue(1)
		got := p.stored(s.Draft.ID)
		if f := got.Workflow["fr"].Schedule.Failure; f == nil || f.Code != fault.Conflict || got.Published.Shared["order"] == nil {
			t.Errorf("%+v %v", got.Workflow["fr"].Schedule, got.Published.Shared)
		}
	})
}

// TestScheduleTwoNodes: of nodes that see a plan at the same time, one carries it out.
func TestScheduleTwoNodes(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		a := p.colleague("a", identity.Editor)
		var ids []string
		for _, title := range []string{"A", "B", "C", "D"} {
			ids = append(ids, p.draft(a, title).Draft.ID)
			coded(t, "plan", p.plan(a, ids[len(ids)-1], content.SchedulePublish, time.Hour), "")
		}
		p.clock.pass(2 * time.Hour)
		var nodes sync.WaitGroup
		errs := make([]error, 4)
		for i := range errs {
			nodes.Go(func() { _, errs[i] = p.node().RunDue(context.Background()) })
		}
		nodes.Wait()
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
		for _, id := range ids {
			if n := p.audited("entry.publish", id); n != 1 {
				t.Errorf("published %d times", n)
			}
		}
	})
}
