package app

import (
	"context"
	"errors"
	"time"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/fault"
)

const (
	workEvery  = time.Second // how late something that was planned may be, on a node that has nothing else to do
	sweepEvery = time.Hour
)

// workInBackground does what an authoring node does without being asked: what was planned, jobs, and what is kept no longer. Jobs
// are long, so they stand in nobody's way.
func (s *Server) workInBackground(ctx context.Context) {
	s.background(func() { s.repeat(ctx, "schedule", workEvery, nil, s.runDue) })
	s.background(func() {
		s.repeat(ctx, "jobs", workEvery, s.authoring.JobMade(), func(ctx context.Context) (bool, error) { return s.authoring.RunJob(ctx) })
	})
	s.purgeInBackground(ctx)
	s.background(func() { s.repeat(ctx, "retention", sweepEvery, nil, s.sweep) })
}

func (s *Server) runDue(ctx context.Context) (more bool, err error) {
	n, err := s.authoring.RunDue(ctx)
	return n > 0, err
}

func (s *Server) sweep(ctx context.Context) (more bool, err error) {
	done, err := s.authoring.Sweep(ctx)
	if len(done.Purged) > 0 || done.Revisions > 0 || done.Jobs > 0 {
		s.logger.Info("retention", "purged", len(done.Purged), "revisions", done.Revisions, "jobs", done.Jobs)
	}
	log, logErr := s.authoring.SweepLog(ctx, s.cfg.LogRetention)
	if log != (authoring.LogSwept{}) {
		s.logger.Info("the publication log was swept", "publications", log.Publications, "tombstones", log.Tombstones)
	}
	return false, errors.Join(err, logErr)
}

// repeat runs a task again and again until ctx ends: at once while there is more to do, else every so often, and when it is woken. A
// task that fails is tried again in a while, and told once.
func (s *Server) repeat(
	ctx context.Context, name string, every time.Duration, wake <-chan struct{}, task func(context.Context) (more bool, err error),
) {
	told := ""
	for ctx.Err() == nil {
		more := false
		err := fault.Guard(func() (err error) {
			more, err = task(ctx)
			return err
		})
		switch {
		case err == nil:
			told = ""
		case ctx.Err() != nil:
		case err.Error() != told:
			told = err.Error()
			s.logger.Error("background work failed; it is tried again", "task", name, "code", fault.CodeOf(err), "err", err)
		}
		if more && err == nil {
			continue
		}
		select {
		case <-ctx.Done():
		case <-wake:
		case <-time.After(every):
		}
	}
}
