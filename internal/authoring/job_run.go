package authoring

import (
	"context"
	"errors"
	"time"

	"github.com/portico-cms/portico/internal/fault"
)

const (
	jobPiece    = 100              // rows that one transaction works through
	jobLease    = 10 * time.Second // after which another node goes on; each piece renews it
	maxAttempts = 5                // claims without a finished piece, after which a job is given up
)

// errLost says that another node has the job now, or that it was cancelled.
var errLost = errors.New("authoring: the job is not this node's any more")

// RunJob works on the oldest job that waits, or whose node has died, until it is finished, cancelled or ctx ends. It says whether
// there was one. Each piece is one transaction: a row is done and noted as done together, so that no row is done twice.
func (a *Authoring) RunJob(ctx context.Context) (worked bool, err error) {
	j, err := a.claimJob(ctx)
	if err != nil || j == nil {
		return false, err
	}
	for {
		more, err := a.runPiece(ctx, j)
		switch {
		case errors.Is(err, errLost):
			return true, nil
		case err != nil || !more:
			return true, err
		case ctx.Err() != nil:
			return true, a.releaseJob(context.WithoutCancel(ctx), j)
		}
	}
}

// claimJob takes a lease of the next job; nil where there is none.
func (a *Authoring) claimJob(ctx context.Context) (j *Job, err error) {
	ctx, cancel := context.WithTimeout(ctx, pieceTime)
	defer cancel()
	next := func(tx Tx) error {
		j, err = tx.NextJob(ctx, a.now())
		return err
	}
	if err := a.store.View(ctx, next); fault.Is(err, fault.NotFound) { // before the write lock is asked for
		return nil, nil //nolint:nilnil // nothing to do is no error
	} else if err != nil {
		return nil, err
	}
	_, err = a.write(ctx, System("jobs"), "", func(p *publication) error {
		if err := next(p.tx); err != nil {
			return err
		}
		if j.Attempts >= maxAttempts {
			gaveUp := *j
			j = nil
			return p.giveUp(ctx, &gaveUp)
		}
		lease := p.log.At.Add(jobLease).Truncate(time.Microsecond)
		j.State, j.LeaseUntil, j.Attempts = JobRunning, &lease, j.Attempts+1
		if j.StartedAt == nil {
			j.StartedAt = &p.log.At
		}
		return p.tx.SaveJob(ctx, j)
	})
	if fault.Is(err, fault.NotFound) { // another node was faster
		return nil, nil //nolint:nilnil // as above
	}
	return j, err
}

// giveUp ends a job that has ended every process that worked on it.
func (p *publication) giveUp(ctx context.Context, j *Job) error {
	j.State, j.FinishedAt, j.LeaseUntil = JobFailed, &p.log.At, nil
	j.Message = "given up: the process ended each time it was at this job"
	if err := p.tx.SaveJob(ctx, j); err != nil {
		return err
	}
	return p.tellJob(ctx, "give-up", j, map[string]any{"done": j.Done, "total": j.Total})
}

// held finds the job again inside a transaction, and makes sure that the lease is still the one that this node took.
func (p *publication) held(ctx context.Context, j *Job) (*Job, error) {
	now, err := p.tx.Job(ctx, j.ID)
	if fault.Is(err, fault.NotFound) {
		return nil, errLost
	}
	if err != nil {
		return nil, err
	}
	if now.State != JobRunning || now.LeaseUntil == nil || !now.LeaseUntil.Equal(*j.LeaseUntil) {
		return nil, errLost
	}
	return now, nil
}

// runPiece works through the next rows in one transaction, and notes what came of each.
func (a *Authoring) runPiece(ctx context.Context, j *Job) (more bool, err error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), pieceTime) // a piece that has begun is finished
	defer cancel()
	actor := Actor{ID: j.Owner}
	_, err = a.write(ctx, actor, "job "+j.ID+": "+string(j.Kind), func(p *publication) error {
		now, err := p.held(ctx, j)
		if err != nil {
			return err
		}
		rows, err := p.tx.JobRows(ctx, j.ID, JobWaiting, 0, pieceSize(now.Attempts))
		if err != nil {
			return err
		}
		actor, refused := a.actorNow(ctx, p.tx, j.Owner)
		if refused != nil && !fault.Is(refused, fault.Forbidden) {
			return refused
		}
		p.actor = actor.limited(now.Actor.Grants, now.Actor.Limited)
		p.actor.Via, p.actor.RequestID, p.actor.Address = j.Actor.Via, j.Actor.RequestID, j.Actor.Address
		seen := make([]JobRow, 0, len(rows))
		for _, r := range rows {
			failed := refused
			if failed == nil {
				if failed, err = p.attempt(ctx, func() error { return p.runRow(ctx, now, r) }); err != nil {
					return err
				}
			}
			seen = append(seen, outcome(*r, failed))
			now.Done++
			if failed != nil {
				now.Failed++
			}
		}
		if more = now.Done < now.Total && len(rows) > 0; more {
			lease := p.log.At.Add(jobLease).Truncate(time.Microsecond)
			now.LeaseUntil, now.Attempts = &lease, 0
		} else {
			now.State, now.FinishedAt, now.LeaseUntil = JobDone, &p.log.At, nil
			if err := p.tellJob(ctx, "finish", now, map[string]any{"total": now.Total, "failed": now.Failed}); err != nil {
				return err
			}
		}
		*j = *now
		if len(seen) > 0 {
			if err := p.tx.SaveJobRows(ctx, j.ID, seen); err != nil {
				return err
			}
		}
		return p.tx.SaveJob(ctx, now)
	})
	return more, err
}

// pieceSize gives fewer rows to a piece that was not finished before: it may have been too long.
func pieceSize(attempts int64) int {
	size := jobPiece
	for ; attempts > 1; attempts-- {
		size = max(1, size/5)
	}
	return size
}

func outcome(r JobRow, failed error) JobRow {
	if failed == nil {
		r.State = JobDone
		return r
	}
	r.State = JobFailed
	r.Code, r.Message, r.Problems = problemsIn(failed)
	r.Problems = r.Problems[:min(len(r.Problems), maxRowProblems)]
	return r
}

// runRow does to one entry what the job is for, through the use case that an editor goes through.
func (p *publication) runRow(ctx context.Context, j *Job, r *JobRow) error {
	if j.Kind == JobRestore || j.Kind == JobPurge {
		e, err := p.trashed(ctx, jobRights[j.Kind], r.Entry)
		if err != nil {
			return err
		}
		if r.Version != 0 && e.entry.Version != r.Version {
			return fault.New(fault.Stale, "this entry was saved by somebody else in between")
		}
		if j.Kind == JobPurge {
			return e.purge(ctx)
		}
		return e.restore(ctx)
	}
	e, err := p.edit(ctx, jobRights[j.Kind], r.Entry, r.Version)
	if err != nil {
		return err
	}
	switch j.Kind {
	case JobPublish:
		return e.publish(ctx, j.Params.Locales)
	case JobUnpublish:
		return e.unpublish(ctx, j.Params.Locales)
	case JobArchive:
		return e.archive(ctx, j.Params.Locales, true)
	case JobDelete:
		return e.trash(ctx, "")
	case JobEdit:
		patch := j.Params.Patch
		if own := j.Params.Patches[e.typ.Name()]; own != nil {
			patch = own
		}
		return e.patch(ctx, SaveEntry{Patch: patch, Note: j.Params.Note})
	}
	return fault.New(fault.Internal, "a job of an unknown kind")
}

// releaseJob gives a job back, so that another node goes on with it at once.
func (a *Authoring) releaseJob(ctx context.Context, j *Job) error {
	ctx, cancel := context.WithTimeout(ctx, pieceTime)
	defer cancel()
	_, err := a.write(ctx, System("jobs"), "", func(p *publication) error {
		now, err := p.held(ctx, j)
		if err != nil {
			return err
		}
		now.State, now.LeaseUntil, now.Attempts = JobWaiting, nil, 0
		return p.tx.SaveJob(ctx, now)
	})
	if errors.Is(err, errLost) {
		return nil
	}
	return err
}
