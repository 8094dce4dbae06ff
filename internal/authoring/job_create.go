package authoring

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
)

const (
	maxJobRows     = 10000
	maxJobLocales  = 100
	maxUnfinished  = 10 // jobs of one owner that wait or run
	maxRowProblems = 20 // that are kept of one row
)

// NewJob is long work that somebody asks for.
type NewJob struct {
	Kind    JobKind
	Entries []NewJobRow
	Locales []string // none: all
	Patch   []byte   // of JobEdit: a JSON merge patch of {shared, locales}
	Note    string   // of JobEdit: why
}

// NewJobRow is one entry of it.
type NewJobRow struct {
	ID      string
	Version int64 // that it must have; 0 for any
}

// CreateJob puts work on many entries into the background. Whether the owner may do it to an entry is asked when its row's turn
// comes. Errors: fault.Forbidden for who may do it nowhere; fault.Unprocessable; fault.TooMany where others of theirs wait.
func (a *Authoring) CreateJob(ctx context.Context, actor Actor, n NewJob) (j *Job, done Written, err error) {
	right, known := jobRights[n.Kind]
	switch {
	case actor.ID == "":
		return nil, done, fault.New(fault.Unauthenticated, "sign in first")
	case known && !actor.Access.MayAnywhere(right):
		return nil, done, fault.New(fault.Forbidden, "your roles do not allow %s anywhere", right)
	}
	if err := n.check(known); err != nil {
		return nil, done, err
	}
	j = &Job{
		ID: content.NewID(), Kind: n.Kind, Owner: actor.ID, State: JobWaiting, Total: int64(len(n.Entries)), CreatedAt: a.now(),
		Params: JobParams{Locales: n.Locales, Patch: n.Patch, Note: n.Note},
		Actor:  JobActor{Via: actor.Via, RequestID: actor.RequestID, Address: actor.Address},
	}
	j.Actor.Grants, j.Actor.Limited = actor.Access.Limits()
	rows := make([]JobRow, len(n.Entries))
	for i, e := range n.Entries {
		rows[i] = JobRow{Number: int64(i + 1), Entry: e.ID, Version: e.Version, State: JobWaiting}
	}
	done, err = a.write(ctx, actor, "", func(p *publication) error {
		if waiting, err := p.tx.UnfinishedJobs(ctx, actor.ID); err != nil || waiting >= maxUnfinished {
			return firstOf(err, fault.New(fault.TooMany, "%d of your jobs are not finished yet: wait, or cancel some", waiting))
		}
		if err := p.tx.SaveJob(ctx, j); err != nil {
			return err
		}
		if err := p.tx.SaveJobRows(ctx, j.ID, rows); err != nil {
			return err
		}
		return p.tellJob(ctx, "create", j, map[string]any{"total": j.Total, "locales": n.Locales})
	})
	if err != nil {
		return nil, done, err
	}
	select {
	case a.jobs <- struct{}{}:
	default: // it is told already
	}
	return j, done, nil
}

// JobMade gives a channel that is signalled when a job was made in this process: RunJob need not be called by the clock alone.
func (a *Authoring) JobMade() <-chan struct{} { return a.jobs }

func (n *NewJob) check(known bool) error {
	var ps fault.Problems
	add := func(pointer, code, format string, args ...any) {
		ps.Add(fault.Problem{Pointer: pointer, Code: code, Message: fmt.Sprintf(format, args...)})
	}
	if !known {
		add("/kind", "bad_value", "there is no kind %.40q of job", string(n.Kind))
	}
	if len(n.Entries) == 0 || len(n.Entries) > maxJobRows {
		add("/entries", "bad_number", "name 1 to %d entries", maxJobRows)
		return ps.Err()
	}
	if len(n.Locales) > maxJobLocales {
		add("/locales", "too_many", "name at most %d locales", maxJobLocales)
	}
	if ofState := n.Kind == JobPublish || n.Kind == JobUnpublish || n.Kind == JobArchive; len(n.Locales) > 0 && !ofState {
		add("/locales", "bad_option", "a job of this kind is about entries as a whole: leave locales out")
	}
	if n.Kind == JobEdit {
		if _, err := patchEntry(&content.Entry{}, n.Patch); err != nil || !json.Valid(n.Patch) {
			add("/patch", "bad_patch", "give a merge patch: an object with shared, locales or both")
		}
	} else if len(n.Patch) > 0 {
		add("/patch", "bad_option", "only a job of kind edit has a patch")
	}
	if checkText("/note", n.Note, false) != nil {
		add("/note", "bad_text", "write at most %d characters", maxNote)
	}
	seen := make(map[string]bool, len(n.Entries))
	for i, e := range n.Entries {
		switch {
		case len(ps) >= shownUses:
		case !content.EntryID.MatchString(e.ID):
			add(fmt.Sprintf("/entries/%d/id", i), "bad_id", "this is no id of an entry")
		case seen[e.ID]:
			add(fmt.Sprintf("/entries/%d/id", i), "repeated", "the entry is listed twice")
		case e.Version < 0:
			add(fmt.Sprintf("/entries/%d/version", i), "bad_value", "a version counts from 1")
		}
		seen[e.ID] = true
	}
	return ps.Err()
}

func (p *publication) tellJob(ctx context.Context, action string, j *Job, detail map[string]any) error {
	return p.tx.Audit(ctx, AuditEvent{
		Actor: p.actor, Action: "job." + action, Subject: "job/" + j.ID, Detail: with(detail, map[string]any{"kind": j.Kind, "owner": j.Owner}),
	})
}

// seesJob says whether a job is for somebody: it is their own, or they look after people.
func (a Actor) seesJob(j *Job) bool {
	return a.ID != "" && (a.ID == j.Owner || a.Access.May(identity.Manage, identity.Target{Type: identity.Accounts}))
}

func (a *Authoring) jobFor(ctx context.Context, tx Tx, actor Actor, id string) (*Job, error) {
	j, err := tx.Job(ctx, id)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return nil, err
	}
	if err != nil || !actor.seesJob(j) {
		return nil, fault.New(fault.NotFound, "no job %.40q, or not for you", id)
	}
	return j, nil
}

// Job gives a job of the actor's, with its progress. Errors: fault.NotFound.
func (a *Authoring) Job(ctx context.Context, actor Actor, id string) (j *Job, err error) {
	err = a.store.View(ctx, func(tx Tx) error {
		j, err = a.jobFor(ctx, tx, actor, id)
		return err
	})
	return j, err
}

// Jobs lists those of the actor, the newest first, those before an id ("" all), at most limit.
func (a *Authoring) Jobs(ctx context.Context, actor Actor, before string, limit int) (list []*Job, err error) {
	if actor.ID == "" {
		return nil, fault.New(fault.Unauthenticated, "sign in first")
	}
	err = a.store.View(ctx, func(tx Tx) error {
		list, err = tx.JobsOf(ctx, actor.ID, before, limit)
		return err
	})
	return list, err
}

// JobRows lists the rows of a job in a state ("" any), in order, those after a number, at most limit. Errors: fault.NotFound.
func (a *Authoring) JobRows(
	ctx context.Context, actor Actor, id string, state JobState, after int64, limit int,
) (list []*JobRow, err error) {
	err = a.store.View(ctx, func(tx Tx) error {
		if _, err := a.jobFor(ctx, tx, actor, id); err != nil {
			return err
		}
		list, err = tx.JobRows(ctx, id, state, after, limit)
		return err
	})
	return list, err
}

// CancelJob stops a job of the actor's between two pieces: what was done stays, the rest is not begun. One that is finished stays
// as it is. Errors: fault.NotFound.
func (a *Authoring) CancelJob(ctx context.Context, actor Actor, id string) (j *Job, done Written, err error) {
	done, err = a.write(ctx, actor, "", func(p *publication) error {
		if j, err = a.jobFor(ctx, p.tx, actor, id); err != nil {
			return err
		}
		if j.State != JobWaiting && j.State != JobRunning {
			return nil
		}
		j.State, j.FinishedAt, j.LeaseUntil = JobCancelled, &p.log.At, nil
		if err := p.tx.SaveJob(ctx, j); err != nil {
			return err
		}
		return p.tellJob(ctx, "cancel", j, map[string]any{"done": j.Done, "total": j.Total})
	})
	return j, done, err
}
