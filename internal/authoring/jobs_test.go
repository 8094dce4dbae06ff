package authoring_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
)

// node is another authoring node over the same database.
func (p *plane) node() *authoring.Authoring {
	a := authoring.New(p.store, newCompiler(), slog.New(slog.NewTextHandler(p.log, nil)))
	a.SetClock(p.clock.Now)
	return a
}

// drafts creates n articles.
func (p *plane) drafts(actor authoring.Actor, n int) (rows []authoring.NewJobRow) {
	p.t.Helper()
	for i := range n {
		rows = append(rows, authoring.NewJobRow{ID: p.draft(actor, fmt.Sprintf("Article %d", i)).Draft.ID})
	}
	return rows
}

// run asks for a job, does it, and gives it with the outcome of its rows.
func (p *plane) run(actor authoring.Actor, n authoring.NewJob) (*authoring.Job, []string) {
	p.t.Helper()
	j, _, err := p.CreateJob(p.t.Context(), actor, n)
	if err != nil {
		p.t.Fatal(err)
	}
	if worked, err := p.RunJob(p.t.Context()); err != nil || !worked {
		p.t.Fatalf("worked %v: %v", worked, err)
	}
	return p.outcome(actor, j.ID)
}

func (p *plane) outcome(actor authoring.Actor, id string) (j *authoring.Job, rows []string) {
	p.t.Helper()
	j, err := p.Job(p.t.Context(), actor, id)
	if err != nil {
		p.t.Fatal(err)
	}
	all, err := p.JobRows(p.t.Context(), actor, id, "", 0, 10000)
	if err != nil {
		p.t.Fatal(err)
	}
	for _, r := range all {
		rows = append(rows, strings.TrimSpace(string(r.State)+" "+string(r.Code)))
	}
	return j, rows
}

func (p *plane) generation() (n int64) {
	p.t.Helper()
	err := p.store.View(p.t.Context(), func(tx authoring.Tx) (err error) {
		n, err = tx.Generation(p.t.Context())
		return err
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return n
}

// TestJobKinds: each kind does to each entry what the use case by itself does; a row that fails says why, and leaves no trace.
func TestJobKinds(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		a := p.colleague("a", identity.Editor)
		rows := p.drafts(a, 2)
		same := p.draft(a, "Article 0").Draft.ID
		rows = append(rows, authoring.NewJobRow{ID: same}, authoring.NewJobRow{ID: rows[0].ID[:35] + "0"}, authoring.NewJobRow{ID: p.draft(a, "Stale").Draft.ID, Version: 7})
		if rows[3].ID == rows[0].ID {
			rows[3].ID = rows[0].ID[:35] + "1"
		}
		want := []string{"done", "done", "failed unprocessable", "failed not_found", "failed stale"}
		before := p.generation()
		j, got := p.run(a, authoring.NewJob{Kind: authoring.JobPublish, Entries: rows})
		if diff := cmp.Diff(want, got); diff != "" || j.State != authoring.JobDone || j.Total != 5 || j.Done != 5 || j.Failed != 3 || j.FinishedAt == nil {
			t.Errorf("%+v %s", j, diff)
		}
		if got := p.generation(); got != before+1 {
			t.Errorf("one piece made %d publications", got-before)
		}
		failed, err := p.JobRows(t.Context(), a, j.ID, authoring.JobFailed, 0, 10)
		if err != nil || len(failed) != 3 || failed[0].Problems[0].Pointer != "/locales/en/slug" || failed[0].Message == "" {
			t.Errorf("%v %v", failed, err)
		}
		if s := p.stored(same); s.Published != nil || len(s.Workflow) > 0 || p.audited("entry.publish", same) != 0 {
			t.Errorf("a row that failed has left something: %+v", s)
		}
		two := rows[:2]
		for _, kind := range []struct {
			n     authoring.NewJob
			check func(s *content.Stored) bool
		}{
			{authoring.NewJob{Kind: authoring.JobEdit, Patch: []byte(`{"locales":{"en":{"body":"Bulk"}}}`), Note: "bulk"}, func(s *content.Stored) bool { return s.Draft.Locales["en"]["body"] == "Bulk" && s.Version == 2 }},
			{authoring.NewJob{Kind: authoring.JobUnpublish, Locales: []string{"fr"}}, func(s *content.Stored) bool { return strings.Join(s.Live(), ",") == "en" }},
			{authoring.NewJob{Kind: authoring.JobArchive}, func(s *content.Stored) bool { return s.Status("en") == content.StatusArchived && len(s.Live()) == 0 }},
			{authoring.NewJob{Kind: authoring.JobDelete}, func(s *content.Stored) bool { return s.Trashed() }},
			{authoring.NewJob{Kind: authoring.JobRestore}, func(s *content.Stored) bool { return !s.Trashed() }},
			{authoring.NewJob{Kind: authoring.JobDelete}, func(s *content.Stored) bool { return s.Trashed() }},
		} {
			kind.n.Entries = two
			if _, got := p.run(a, kind.n); strings.Join(got, ",") != "done,done" {
				t.Errorf("%s: %v", kind.n.Kind, got)
			}
			for _, r := range two {
				if s := p.stored(r.ID); !kind.check(s) {
					t.Errorf("%s: %+v", kind.n.Kind, s)
				}
			}
		}
		purge := authoring.NewJob{Kind: authoring.JobPurge, Entries: append(two, rows[2])} // the last is not in the trash
		_, _, err = p.CreateJob(t.Context(), a, purge)
		coded(t, "purge", err, fault.Forbidden)
		if _, got := p.run(p.colleague("b", identity.Administrator), purge); strings.Join(got, ",") != "done,done,failed conflict" {
			t.Errorf("purge: %v", got)
		}
		_, err = p.Entry(t.Context(), root, two[0].ID)
		coded(t, "purged", err, fault.NotFound)
	})
}

// TestBulkD1A1: a row goes through the same use case as the act by itself: another site's entry, a type without the right and an
// approval that is missing are refused as that row; who may do it nowhere makes no job.
func TestBulkD1A1(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(reviewed)
		ctx := t.Context()
		own := func(space string) string {
			s, _, err := p.CreateEntry(ctx, root, authoring.NewEntry{Space: space, Type: "faq", Locales: map[string]map[string]any{"en": {"question": "Q"}}})
			if err != nil {
				t.Fatal(err)
			}
			return s.Draft.ID
		}
		a := p.personWith("a", identity.Assignment{Role: identity.Editor, Sites: []string{"one"}, Locales: []string{"*"}})
		reviewedEntry, _, err := p.CreateEntry(ctx, root, authoring.NewEntry{Space: "one", Type: "article", Locales: map[string]map[string]any{"en": {"title": "T"}}})
		if err != nil {
			t.Fatal(err)
		}
		rows := []authoring.NewJobRow{{ID: own("one")}, {ID: own("two")}, {ID: own("shared")}, {ID: reviewedEntry.Draft.ID}}
		_, got := p.run(a, authoring.NewJob{Kind: authoring.JobPublish, Entries: rows})
		if diff := cmp.Diff([]string{"done", "failed not_found", "failed forbidden", "failed conflict"}, got); diff != "" {
			t.Error(diff)
		}
		for _, kind := range []authoring.JobKind{authoring.JobUnpublish, authoring.JobArchive, authoring.JobDelete, authoring.JobRestore, authoring.JobEdit} {
			n := authoring.NewJob{Kind: kind, Entries: rows[1:3]}
			if kind == authoring.JobEdit {
				n.Patch = []byte(`{"locales":{"en":{"question":"Mine"}}}`)
			}
			if _, got := p.run(a, n); strings.Join(got, ",") != "failed not_found,failed forbidden" {
				t.Errorf("%s: %v", kind, got)
			}
			for _, nobody := range []authoring.Actor{actorWith("x"), actorOf(identity.Viewer), actorOf(identity.Reviewer)} {
				err := p.unchanged(func() error { _, _, err := p.CreateJob(ctx, nobody, n); return err })
				coded(t, string(kind), err, fault.Forbidden)
			}
			_, _, err := p.CreateJob(ctx, authoring.Actor{}, n)
			coded(t, string(kind), err, fault.Unauthenticated)
		}
		key := a
		key.Access = identity.Limited([]identity.Grant{{
			Actions: []identity.Action{identity.Read, identity.Publish}, Types: []string{"article"}, Sites: []string{"*"}, Locales: []string{"*"}, Fields: []string{"*"},
		}}, a.Access)
		key.Via = "key"
		if _, got := p.run(key, authoring.NewJob{Kind: authoring.JobPublish, Entries: rows[:1]}); strings.Join(got, ",") != "failed not_found" {
			t.Errorf("a job of a key does what the key may not: %v", got)
		}
	})
}

// TestJobOwner: a job is for its owner, and for who looks after people; its owner's rights are those of today.
func TestJobOwner(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		ctx, a, b := t.Context(), p.colleague("a", identity.Editor), p.colleague("b", identity.Editor)
		j, _, err := p.CreateJob(ctx, a, authoring.NewJob{Kind: authoring.JobPublish, Entries: p.drafts(a, 2)})
		if err != nil {
			t.Fatal(err)
		}
		_, err = p.Job(ctx, b, j.ID)
		coded(t, "another's job", err, fault.NotFound)
		_, err = p.JobRows(ctx, b, j.ID, "", 0, 10)
		coded(t, "another's rows", err, fault.NotFound)
		_, _, err = p.CancelJob(ctx, b, j.ID)
		coded(t, "cancel another's", err, fault.NotFound)
		_, err = p.Job(ctx, actorOf(identity.Administrator), j.ID)
		coded(t, "an administrator", err, "")
		if list, err := p.Jobs(ctx, b, "", 10); err != nil || len(list) != 0 {
			t.Errorf("%v %v", list, err)
		}
		err = p.store.Update(ctx, func(tx authoring.Tx) error {
			account, err := tx.Account(ctx, a.ID)
			if err != nil {
				return err
			}
			account.SuspendedAt = &account.CreatedAt
			return tx.SaveAccount(ctx, account)
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.RunJob(ctx); err != nil {
			t.Fatal(err)
		}
		if _, got := p.outcome(a, j.ID); strings.Join(got, ",") != "failed forbidden,failed forbidden" {
			t.Errorf("of somebody who was suspended: %v", got)
		}
	})
}

// TestJobPieces: 250 entries are three publications; cancelling stops between two; another node goes on where one has died.
func TestJobPieces(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		ctx, a := t.Context(), p.colleague("a", identity.Editor)
		rows := p.drafts(a, 250)
		before := p.generation()
		j, _ := p.run(a, authoring.NewJob{Kind: authoring.JobPublish, Entries: rows})
		if got := p.generation() - before; got != 3 || j.Failed != 0 || j.Done != 250 {
			t.Errorf("%d publications, %+v", got, j)
		}

		stopped, stop := context.WithCancel(ctx)
		stop()
		j, _, err := p.CreateJob(ctx, a, authoring.NewJob{Kind: authoring.JobUnpublish, Entries: rows})
		if err != nil {
			t.Fatal(err)
		}
		if err := p.oneBatch(stopped); err != nil { // a node that is told to stop
			t.Fatal(err)
		}
		if j, _ := p.outcome(a, j.ID); j.Done != 0 && j.Done != 100 || j.State == authoring.JobDone {
			t.Errorf("a node that was stopped: %+v", j)
		}
		lease := p.clock.Now().Add(time.Minute)
		p.setJob(j.ID, func(j *authoring.Job) { j.State, j.LeaseUntil = authoring.JobRunning, &lease }) // a node has it, and dies
		if worked, err := p.RunJob(ctx); worked || err != nil {
			t.Errorf("two nodes at one job: %v %v", worked, err)
		}
		p.clock.pass(2 * time.Minute)
		if worked, err := p.node().RunJob(ctx); !worked || err != nil {
			t.Errorf("nobody takes it over: %v %v", worked, err)
		}
		if j, _ := p.outcome(a, j.ID); j.State != authoring.JobDone || j.Done != 250 || j.Failed != 0 {
			t.Errorf("after it was taken over: %+v", j)
		}

		j, _, err = p.CreateJob(ctx, a, authoring.NewJob{Kind: authoring.JobPublish, Entries: rows})
		if err == nil {
			_, _, err = p.CancelJob(ctx, a, j.ID)
		}
		if err != nil {
			t.Fatal(err)
		}
		if worked, err := p.RunJob(ctx); worked || err != nil {
			t.Errorf("a cancelled job runs: %v %v", worked, err)
		}
		p.setJob(j.ID, func(j *authoring.Job) { j.State, j.Attempts, j.FinishedAt = authoring.JobRunning, 5, nil })
		if _, err := p.RunJob(ctx); err != nil {
			t.Fatal(err)
		}
		if j, _ := p.outcome(a, j.ID); j.State != authoring.JobFailed || j.Message == "" {
			t.Errorf("a job that ends each process: %+v", j)
		}
	})
}

// oneBatch runs a job with a context that has ended already, or is about to.
func (p *plane) oneBatch(ctx context.Context) error {
	_, err := p.RunJob(ctx)
	if errors.Is(err, context.Canceled) || fault.Is(err, fault.Unavailable) {
		return nil
	}
	return err
}

func (p *plane) setJob(id string, f func(*authoring.Job)) {
	p.t.Helper()
	err := p.store.Update(p.t.Context(), func(tx authoring.Tx) error {
		j, err := tx.Job(p.t.Context(), id)
		if err != nil {
			return err
		}
		f(j)
		return tx.SaveJob(p.t.Context(), j)
	})
	if err != nil {
		p.t.Fatal(err)
	}
}

// TestJobTwoNodes: nodes that run jobs at once do each row once.
func TestJobTwoNodes(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		ctx, a := t.Context(), p.colleague("a", identity.Editor)
		rows := p.drafts(a, 120)
		for i := range 3 {
			if _, _, err := p.CreateJob(ctx, a, authoring.NewJob{Kind: authoring.JobPublish, Entries: rows[i*40 : i*40+40]}); err != nil {
				t.Fatal(err)
			}
		}
		var nodes sync.WaitGroup
		errs := make([]error, 3)
		for i := range errs {
			nodes.Go(func() {
				for worked := true; worked && errs[i] == nil; {
					worked, errs[i] = p.node().RunJob(context.Background())
				}
			})
		}
		nodes.Wait()
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
		list, err := p.Jobs(ctx, a, "", 10)
		if err != nil || len(list) != 3 {
			t.Fatal(list, err)
		}
		for _, j := range list {
			if j.State != authoring.JobDone || j.Done != 40 || j.Failed != 0 {
				t.Errorf("%+v", j)
			}
		}
		if n := p.audited("entry.publish", ""); n != len(rows) {
			t.Errorf("%d acts on %d entries", n, len(rows))
		}
	})
}

// TestJobRefused: what is no job is refused with the place of each mistake, and there is a limit to those that wait.
func TestJobRefused(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		ctx, a, id := t.Context(), p.colleague("a", identity.Editor), content.NewID()
		one := []authoring.NewJobRow{{ID: id}}
		for pointer, n := range map[string]authoring.NewJob{
			"/kind":              {Kind: "burn", Entries: one},
			"/entries":           {Kind: authoring.JobPublish},
			"/entries/0/id":      {Kind: authoring.JobPublish, Entries: []authoring.NewJobRow{{ID: "'; DROP TABLE jobs"}}},
			"/entries/1/id":      {Kind: authoring.JobPublish, Entries: []authoring.NewJobRow{{ID: id}, {ID: id}}},
			"/entries/0/version": {Kind: authoring.JobPublish, Entries: []authoring.NewJobRow{{ID: id, Version: -1}}},
			"/locales":           {Kind: authoring.JobDelete, Entries: one, Locales: []string{"fr"}},
			"/patch":             {Kind: authoring.JobEdit, Entries: one, Patch: []byte(`{"workflow":{}}`)},
			"/note":              {Kind: authoring.JobEdit, Entries: one, Patch: []byte(`{"shared":{}}`), Note: "\x00"},
		} {
			err := p.unchanged(func() error { _, _, err := p.CreateJob(ctx, a, n); return err })
			var ps fault.Problems
			if !errors.As(err, &ps) || ps[0].Pointer != pointer {
				t.Errorf("%s: %v", pointer, err)
			}
		}
		_, _, err := p.CreateJob(ctx, a, authoring.NewJob{Kind: authoring.JobPublish, Entries: make([]authoring.NewJobRow, 10001)})
		coded(t, "10,001 rows", err, fault.Unprocessable)
		for range 10 {
			_, _, err := p.CreateJob(ctx, a, authoring.NewJob{Kind: authoring.JobPublish, Entries: one})
			coded(t, "a job", err, "")
		}
		_, _, err = p.CreateJob(ctx, a, authoring.NewJob{Kind: authoring.JobPublish, Entries: one})
		coded(t, "the eleventh", err, fault.TooMany)
	})
}

// TestJobFence: a node that was slow finds its job taken, and does nothing more; the other does the rest, once.
func TestJobFence(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		ctx, a := t.Context(), p.colleague("a", identity.Editor)
		j, _, err := p.CreateJob(ctx, a, authoring.NewJob{Kind: authoring.JobPublish, Entries: p.drafts(a, 130)})
		if err != nil {
			t.Fatal(err)
		}
		slow, err := p.ClaimJob(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if more, err := p.RunPiece(ctx, slow); !more || err != nil {
			t.Fatal(more, err)
		}
		if now, _ := p.outcome(a, j.ID); now.Done != 100 || now.State != authoring.JobRunning {
			t.Errorf("progress: %+v", now)
		}
		p.clock.pass(time.Minute)
		quick, err := p.node().ClaimJob(ctx)
		if err != nil || quick == nil {
			t.Fatal(quick, err)
		}
		err = p.unchanged(func() error { _, err := p.RunPiece(ctx, slow); return err })
		if !errors.Is(err, authoring.ErrLost) {
			t.Errorf("a node without the lease goes on: %v", err)
		}
		if more, err := p.node().RunPiece(ctx, quick); more || err != nil {
			t.Error(more, err)
		}
		if now, _ := p.outcome(a, j.ID); now.State != authoring.JobDone || now.Done != 130 || p.audited("entry.publish", "") != 130 {
			t.Errorf("%+v", now)
		}
	})
}

// TestPartFails: a part that panics after it has compiled its records leaves none of them, nor anything else.
func TestPartFails(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		id, before := p.draft(root, "Lost").Draft.ID, p.generation()
		failed, err := p.FailAfterPublish(t.Context(), root, id)
		if err != nil || !fault.Is(failed, fault.Internal) || strings.Contains(failed.Error(), "compiled") || !strings.Contains(p.log.String(), "after it was compiled") {
			t.Errorf("%v, %v", failed, err)
		}
		if s := p.stored(id); s.Published != nil || p.generation() != before || p.audited("entry.publish", id) != 0 {
			t.Errorf("it has left something: %+v, generation %d after %d", s, p.generation(), before)
		}
	})
}
