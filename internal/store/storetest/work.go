package storetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
)

// noon is a time that both databases keep exactly.
var noon = time.Date(2026, 11, 21, 12, 0, 0, 123000, time.UTC)

func demoEntry(t *testing.T, s Store, key string) *content.Entry {
	t.Helper()
	e := &content.Entry{
		ID: content.NewID(), Space: "shared", Type: "article", Key: key, Shared: map[string]any{},
		Locales: map[string]map[string]any{"fr": {"title": key}},
	}
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		return second(tx.SaveEntry(ctx, e, 0, content.By{Author: "me"}))
	})
	return e
}

// try: a part of a write that fails leaves nothing, its audit line neither, and the rest stands.
func try(t *testing.T, s Store) {
	broken := errors.New("broken")
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		if err := tx.Audit(ctx, authoring.AuditEvent{Actor: authoring.System("x"), Action: "before"}); err != nil {
			return err
		}
		err := tx.Try(ctx, func() error {
			told := tx.Audit(ctx, authoring.AuditEvent{Actor: authoring.System("x"), Action: "lost"})
			return errors.Join(second(tx.SaveSite(ctx, demoSite("lost"), 0)), told, broken)
		})
		if !errors.Is(err, broken) {
			t.Errorf("got %v", err)
		}
		err = tx.Try(ctx, func() error { // what the database itself refuses is taken back too
			return errors.Join(second(tx.SaveSite(ctx, demoSite("twice"), 0)), second(tx.SaveSite(ctx, demoSite("twice"), 0)))
		})
		if !fault.Is(err, fault.Conflict) {
			t.Errorf("got %v", err)
		}
		err = tx.Try(ctx, func() error { return second(tx.SaveSite(ctx, demoSite("kept"), 0)) })
		return errors.Join(err, tx.Audit(ctx, authoring.AuditEvent{Actor: authoring.System("x"), Action: "after"}))
	})
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		all, err := tx.Sites(ctx)
		if err != nil || len(all) != 1 || all[0].Key != "kept" {
			t.Errorf("%v %v", all, err)
		}
		lines, err := tx.AuditLines(ctx, authoring.AuditFilter{Limit: 10})
		if len(lines) != 2 || lines[0].Action != "before" || lines[1].Action != "after" ||
			lines[1].Previous != lines[0].Hash || lines[1].Number != 2 {
			t.Errorf("the chain is %+v", lines)
		}
		return err
	})
}

// agenda: what is under way is found as long as the workflow says so.
func agenda(t *testing.T, s Store) {
	one, two := demoEntry(t, s, "one"), demoEntry(t, s, "two")
	review := func(at time.Time, assignee string) content.Flow {
		return content.Flow{Review: &content.Review{
			State: content.ReviewOpen, Version: 1, SubmittedBy: "me", SubmittedAt: at, Assignee: assignee,
		}}
	}
	set := func(e *content.Entry, flow content.Flow) {
		update(t, s, func(ctx context.Context, tx authoring.Tx) error {
			stored, err := tx.Entry(ctx, e.ID)
			if err != nil {
				return err
			}
			stored.SetFlow("fr", flow)
			return tx.SaveState(ctx, stored)
		})
	}
	found := func(now time.Time, assignee string) (reviews, due []string) {
		update(t, s, func(ctx context.Context, tx authoring.Tx) error {
			places, err := tx.OpenReviews(ctx, assignee, content.ReviewPlace{}, 10)
			for _, p := range places {
				reviews = append(reviews, p.Entry)
			}
			if len(places) > 1 {
				rest, _ := tx.OpenReviews(ctx, assignee, places[0], 10)
				if diff := cmp.Diff(places[1:], rest); diff != "" {
					t.Error(diff)
				}
			}
			if err == nil {
				due, err = tx.DuePlans(ctx, now, 10)
			}
			return err
		})
		return reviews, due
	}
	set(two, review(noon, ""))
	set(one, review(noon.Add(time.Microsecond), "ada"))
	all, _ := found(noon, "")
	mine, _ := found(noon, "ada")
	if diff := cmp.Diff([][]string{{two.ID, one.ID}, {one.ID}}, [][]string{all, mine}); diff != "" {
		t.Error(diff)
	}
	plan := &content.Schedule{Action: content.SchedulePublish, At: noon, By: "me", Version: 1}
	failed := *plan
	failed.Failure = &content.Failure{At: noon, Code: fault.Conflict, Message: "no"}
	set(one, content.Flow{Schedule: plan})
	set(two, content.Flow{Schedule: &failed, Expiry: &content.Schedule{Action: content.ScheduleUnpublish, At: noon.Add(-time.Hour), By: "me"}})
	early, late := second2(found(noon.Add(-time.Millisecond), "")), second2(found(noon, ""))
	if diff := cmp.Diff([][]string{{two.ID}, {two.ID, one.ID}}, [][]string{early, late}); diff != "" {
		t.Error(diff)
	}
	set(one, content.Flow{})
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		stored, err := tx.Entry(ctx, two.ID)
		if diff := cmp.Diff(&failed, stored.Workflow["fr"].Schedule); diff != "" {
			t.Error(diff)
		}
		return errors.Join(err, tx.PurgeEntry(ctx, two.ID))
	})
	if reviews, due := found(noon, ""); len(reviews)+len(due) != 0 {
		t.Errorf("left: %v %v", reviews, due)
	}
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		_, err := tx.SaveEntry(ctx, one, 1, content.By{Author: "me"})
		some, failed := tx.Crowded(ctx, "article", 1, "", 10)
		none, failedToo := tx.Crowded(ctx, "article", 2, "", 10)
		if len(some) != 1 || some[0] != one.ID || len(none) != 0 {
			t.Errorf("crowded: %v %v", some, none)
		}
		return errors.Join(err, failed, failedToo)
	})
}

func second2[A, B any](_ A, b B) B { return b }

func comments(t *testing.T, s Store) {
	e := demoEntry(t, s, "one")
	root := &content.Comment{
		ID: content.NewID(), Entry: e.ID, Locale: "fr", Pointer: "/locales/fr/title", Body: "é\n🙂", Mentions: []string{"ada", "bob"},
		Author: "me", CreatedAt: noon,
	}
	root.Thread = root.ID
	reply := &content.Comment{
		ID: content.NewID(), Entry: e.ID, Thread: root.ID, Body: "yes", Mentions: []string{}, Author: "ada", CreatedAt: noon,
	}
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		return errors.Join(tx.SaveComment(ctx, root), tx.SaveComment(ctx, reply))
	})
	at := noon.Add(time.Hour)
	root.EditedAt, root.ResolvedAt, root.ResolvedBy, root.Mentions = &at, &at, "bob", []string{"bob"}
	update(t, s, func(ctx context.Context, tx authoring.Tx) error { return tx.SaveComment(ctx, root) })
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		all, err := tx.CommentsOf(ctx, e.ID, "", 10)
		for _, c := range all {
			c.CreatedAt = c.CreatedAt.UTC()
		}
		if diff := cmp.Diff([]*content.Comment{root, reply}, all); diff != "" {
			t.Error(diff)
		}
		rest, _ := tx.CommentsOf(ctx, e.ID, root.ID, 10)
		ada, _ := tx.CommentsFor(ctx, "ada", "", 10)
		bob, _ := tx.CommentsFor(ctx, "bob", "", 10)
		older, _ := tx.CommentsFor(ctx, "bob", root.ID, 10)
		if len(rest) != 1 || len(ada) != 0 || len(bob) != 1 || len(older) != 0 {
			t.Errorf("%d, %d, %d, %d", len(rest), len(ada), len(bob), len(older))
		}
		onValues, _ := tx.CommentsOnValues(ctx, e.Type, "", 10)
		after, _ := tx.CommentsOnValues(ctx, e.Type, root.ID, 10)
		ofOthers, _ := tx.CommentsOnValues(ctx, "nosuch", "", 10)
		if len(onValues) != 1 || onValues[0].ID != root.ID || len(after) != 0 || len(ofOthers) != 0 {
			t.Errorf("on values: %v, %v, %v", onValues, after, ofOthers)
		}
		one, _ := tx.HasReplies(ctx, root.ID)
		two, _ := tx.HasReplies(ctx, reply.ID)
		if !one || two {
			t.Errorf("replies: %v %v", one, two)
		}
		return errors.Join(err, tx.DeleteComment(ctx, reply.ID), tx.DeleteComment(ctx, reply.ID), tx.PurgeEntry(ctx, e.ID))
	})
	refused(t, s, fault.NotFound, func(ctx context.Context, tx authoring.Tx) error { return second(tx.Comment(ctx, root.ID)) })
}

func jobs(t *testing.T, s Store) {
	lease := noon.Add(time.Minute)
	j := &authoring.Job{
		ID: content.NewID(), Kind: authoring.JobEdit, Owner: "ada", State: authoring.JobWaiting, Total: 3, CreatedAt: noon,
		Actor: authoring.JobActor{RequestID: "r"}, Params: authoring.JobParams{Patch: []byte(`{"shared":{}}`)},
	}
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		rows := []authoring.JobRow{
			{Number: 1, Entry: "a", State: authoring.JobWaiting}, {Number: 2, Entry: "b", Version: 4, State: authoring.JobWaiting},
			{Number: 3, Entry: "c", State: authoring.JobWaiting},
		}
		return errors.Join(tx.SaveJob(ctx, j), tx.SaveJobRows(ctx, j.ID, rows))
	})
	failed := authoring.JobRow{
		Number: 2, Entry: "b", Version: 4, State: authoring.JobFailed, Code: fault.Stale, Message: "no",
		Problems: fault.Problems{{Pointer: "/x", Code: "c", Message: "m"}},
	}
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		next, err := tx.NextJob(ctx, noon)
		if err != nil {
			return err
		}
		next.CreatedAt = next.CreatedAt.UTC()
		if diff := cmp.Diff(j, next); diff != "" {
			t.Error(diff)
		}
		j.State, j.LeaseUntil, j.StartedAt, j.Done, j.Failed, j.Attempts = authoring.JobRunning, &lease, &lease, 1, 1, 2
		return errors.Join(tx.SaveJob(ctx, j), tx.SaveJobRows(ctx, j.ID, []authoring.JobRow{failed}))
	})
	refused(t, s, fault.NotFound, func(ctx context.Context, tx authoring.Tx) error { return second(tx.NextJob(ctx, noon)) })
	update(t, s, func(ctx context.Context, tx authoring.Tx) error { // a lease of a clock that was days ahead, and was set back
		return second(tx.NextJob(ctx, noon.AddDate(0, 0, -3)))
	})
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		next, err := tx.NextJob(ctx, lease)
		if err != nil || !next.LeaseUntil.Equal(lease) || next.Attempts != 2 {
			t.Errorf("%+v %v", next, err)
		}
		rows, _ := tx.JobRows(ctx, j.ID, authoring.JobFailed, 0, 10)
		if diff := cmp.Diff([]*authoring.JobRow{&failed}, rows); diff != "" {
			t.Error(diff)
		}
		waiting, _ := tx.JobRows(ctx, j.ID, authoring.JobWaiting, 1, 10)
		mine, _ := tx.JobsOf(ctx, "ada", "", 10)
		others, _ := tx.JobsOf(ctx, "bob", "", 10)
		n, _ := tx.UnfinishedJobs(ctx, "ada")
		if open, err := tx.OpenJobs(ctx); err != nil || len(open) != 1 || open[0].ID != j.ID {
			t.Errorf("open: %v %v", open, err)
		}
		if len(waiting) != 1 || waiting[0].Number != 3 || len(mine) != 1 || len(others) != 0 || n != 1 {
			t.Errorf("%v %v %v %d", waiting, mine, others, n)
		}
		j.State, j.FinishedAt, j.LeaseUntil = authoring.JobDone, &lease, nil
		if err := tx.SaveJob(ctx, j); err != nil {
			return err
		}
		open, err := tx.OpenJobs(ctx)
		if len(open) != 0 {
			t.Errorf("a finished job is open: %v", open)
		}
		return err
	})
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		early, _ := tx.DropJobs(ctx, lease, 10)
		there, err := tx.HasOldJobs(ctx, lease.Add(time.Second))
		late, _ := tx.DropJobs(ctx, lease.Add(time.Second), 10)
		rows, _ := tx.JobRows(ctx, j.ID, "", 0, 10)
		if early != 0 || !there || late != 1 || len(rows) != 0 {
			t.Errorf("%d %v %d %v", early, there, late, rows)
		}
		return err
	})
}
