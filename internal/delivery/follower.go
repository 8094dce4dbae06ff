package delivery

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
)

// Follower keeps a node up to date with the publication log: it applies what is new to the index, then swaps the snapshot.
type Follower struct {
	Log    published.Log
	Node   *Node
	Poll   time.Duration // how often it looks without being woken
	Logger *slog.Logger

	differs bool // the last attempt ended with another checksum than the log's
}

// Restore fills the node from its own disk, without the log: what it served last. It returns the generation, 0 where there
// is nothing.
func Restore(ctx context.Context, n *Node) (int64, error) {
	state, err := n.index.State(ctx)
	if err != nil || state.Generation == 0 {
		return 0, err
	}
	var records []published.Record
	err = n.index.Load(ctx, func(r published.Record) error {
		records = append(records, r)
		return nil
	})
	if err != nil {
		return 0, err
	}
	snapshot, err := published.Empty().Apply(state.Generation, records, published.Node{Origin: n.Origin})
	if err != nil {
		return 0, err
	}
	sum, err := n.index.Checksum(ctx)
	if err != nil {
		return 0, err
	}
	n.changes.add(&Change{Generation: state.Generation}, true)
	n.swap(snapshot, Served{state, sum})
	return state.Generation, nil
}

// Run follows until the context ends. Errors are logged, once for each code in a silence, and tried again: the node goes on serving
// what it has.
func (f *Follower) Run(ctx context.Context) {
	ticker := time.NewTicker(f.Poll)
	defer ticker.Stop()
	wake, stop := f.Log.Watch()
	defer stop()
	var told fault.Code // of the error that was logged last
	for {
		err := f.step(ctx)
		code := fault.CodeOf(err)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil && code != told:
			f.Logger.Error("the publication log cannot be followed; serving what was published last", "code", code, "err", err)
		case err == nil && told != "":
			f.Logger.Info("the publication log is followed again", "generation", f.Node.Snapshot().Generation)
		}
		told = code
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		case <-wake:
		case <-f.Node.index.DamageFound():
		}
	}
}

// checkAfter is how long a node that has started serves before its disk is read all through: at first it has much else to read.
const checkAfter = 5 * time.Minute

// RunChecks looks every so often, until the context ends, whether the read side on disk is what was written. One that is not is
// made again by Run. One that is being made for the first time is waited for.
func (f *Follower) RunChecks(ctx context.Context, every time.Duration) {
	first := min(checkAfter, every)
	for wait := first; ; wait = every {
		for ready := false; !ready; wait = first {
			select {
			case <-ctx.Done():
				return
			case <-time.After(wait):
			}
			ready = f.Node.Ready()
		}
		if err := f.Node.index.Check(ctx); err != nil && ctx.Err() == nil {
			f.Logger.Error("the read side cannot be trusted", "damaged", f.Node.index.Damaged(), "err", err)
		}
	}
}

// errEmptyLog: a database that was made anew, or a wrong address of it, is no reason to take every site's header away. The node
// keeps what it has until something is published.
var errEmptyLog = errors.New("the publication log is empty, and this node serves a publication")

// step is one round. A panic in it, as a record could cause that no test foresaw, is an error: the node goes on serving.
func (f *Follower) step(ctx context.Context) error {
	return fault.Guard(func() error {
		_, err := f.CatchUp(ctx)
		return err
	})
}

// CatchUp applies everything that was published since, as one step: a reader sees the generation before or the one after. A read
// side that is damaged, or that differs from the log, is made anew beside the one that serves.
func (f *Follower) CatchUp(ctx context.Context) (changed bool, err error) {
	place, err := f.place(ctx)
	if err != nil {
		return false, err
	}
	page, err := f.Log.Page(ctx, place)
	if err != nil {
		return false, fmt.Errorf("ask the log: %w", err)
	}
	switch {
	case page.Head.Generation == 0 && f.Node.Ready():
		return false, errEmptyLog
	case page.Head.Generation > 0 && (page.Whole || page.Head != place.Position):
		if err := f.apply(ctx, page); err != nil {
			f.differs = errors.Is(err, ErrDiffers)
			return false, err
		}
		f.differs, changed = false, true
	}
	f.Node.heard() // only now: a node that cannot apply what it reads is getting stale as well
	return changed, nil
}

// place is from where the log is to be read.
func (f *Follower) place(ctx context.Context) (published.Place, error) {
	if f.differs || f.Node.index.Damaged() {
		return published.Place{}, nil
	}
	state, err := f.Node.index.State(ctx)
	if err != nil || f.Node.Snapshot().Generation != state.Generation { // the disk could not be read at start
		return published.Place{}, err
	}
	return published.Place{Position: state}, nil
}

// apply builds the snapshot before it commits the index, so that a record which cannot be read stops both. Of what stays on disk, no
// more than a page is in memory.
func (f *Follower) apply(ctx context.Context, page *published.Page) error {
	var snapshot *published.Snapshot
	whole, count := page.Whole, 0
	base, seen := f.Node.Snapshot(), gather(f.Node.index)
	err := f.Node.index.Write(ctx, whole, func(put func(published.Record) error) (State, string, error) {
		var kept []published.Record
		for {
			for _, r := range page.Records {
				if err := seen.see(ctx, &r); err != nil {
					return State{}, "", err
				}
				if err := put(r); err != nil {
					return State{}, "", err
				}
				if !published.OnDisk(r.Kind) {
					kept = append(kept, r)
				}
			}
			count += len(page.Records)
			if page.Last() {
				break
			}
			var err error
			if page, err = f.next(ctx, page.Next); err != nil {
				return State{}, "", err
			}
		}
		var err error
		snapshot, err = f.snapshot(whole, page.Head, kept)
		return page.Head, page.Checksum, err
	})
	if err != nil {
		return err
	}
	sum, err := f.Node.index.Checksum(ctx)
	if err != nil {
		return err
	}
	f.Node.changes.add(seen.change(snapshot), whole || base.Generation == 0)
	f.Node.swap(snapshot, Served{page.Head, sum})
	f.Logger.Info("published", "generation", page.Head.Generation, "records", count, "whole", whole)
	return nil
}

// snapshot makes what will be served. Where the disk alone was made anew, the one that is there stays, with all that was made of it.
func (f *Follower) snapshot(whole bool, at State, records []published.Record) (*published.Snapshot, error) {
	base := f.Node.Snapshot()
	switch {
	case whole && at == f.Node.Served().State && !f.differs:
		return base, nil
	case whole:
		base = published.Empty()
	}
	return base.Apply(at.Generation, records, published.Node{Origin: f.Node.Origin})
}

// Limits of the patience with a log that goes away while a large part of it is read: what came already is not read again.
const (
	retries    = 10
	firstRetry = 100 * time.Millisecond
)

var errReplaced = errors.New("the publication log was replaced, or swept, while it was read")

// next reads the next page, more than once where the log is away.
func (f *Follower) next(ctx context.Context, place published.Place) (*published.Page, error) {
	for n, wait := 0, firstRetry; ; n, wait = n+1, 2*wait {
		page, err := f.Log.Page(ctx, place)
		switch {
		case err == nil && page.Whole:
			return nil, errReplaced
		case err == nil || n == retries || !fault.Is(err, fault.Unavailable):
			return page, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(wait):
		}
	}
}
