package delivery

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"github.com/portico-cms/portico/internal/published"
)

// Follower keeps a node up to date with the publication log: it applies what is new to the index, then swaps the snapshot.
type Follower struct {
	Log    published.Log
	Node   *Node
	Poll   time.Duration // how often it looks without being woken
	Logger *slog.Logger
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
	n.changes.add(&Change{Generation: state.Generation}, true)
	n.swap(snapshot)
	return state.Generation, nil
}

// Run follows until the context ends. Errors are logged, once per kind of silence, and tried again: the node goes on serving
// what it has.
func (f *Follower) Run(ctx context.Context) {
	ticker := time.NewTicker(f.Poll)
	defer ticker.Stop()
	failing := false
	for {
		err := f.step(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil && !failing:
			f.Logger.Error("the publication log cannot be followed; serving what was published last", "err", err)
		case err == nil && failing:
			f.Logger.Info("the publication log is followed again", "generation", f.Node.Snapshot().Generation)
		}
		failing = err != nil
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		case <-f.Log.Wake():
		}
	}
}

// errEmptyLog: a database that was made anew, or a wrong address of it, is no reason to take every site's header away. The node
// keeps what it has until something is published.
var errEmptyLog = errors.New("the publication log is empty, and this node serves a publication")

// step is one round. A panic in it, as a record could cause that no test foresaw, is an error: the node goes on serving.
func (f *Follower) step(ctx context.Context) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("panic: %v\n%s", v, debug.Stack())
		}
	}()
	_, err = f.CatchUp(ctx)
	return err
}

// CatchUp applies everything that was published since, as one step: a reader sees the generation before or the one after.
func (f *Follower) CatchUp(ctx context.Context) (changed bool, err error) {
	identity, err := f.Log.Identity(ctx)
	if err != nil {
		return false, fmt.Errorf("ask the log: %w", err)
	}
	state, err := f.Node.index.State(ctx)
	if err != nil {
		return false, err
	}
	from, reset := state.Generation, false
	if state.Identity != identity || f.Node.Snapshot().Generation != state.Generation {
		// Another database, one that was restored under another identity, or a disk that could not be read at start.
		from, reset = 0, state.Identity != ""
	}
	records, head, err := f.read(ctx, from)
	if err != nil {
		return false, err
	}
	if head < from { // the same database, restored from a backup
		from, reset = 0, true
		if records, head, err = f.read(ctx, 0); err != nil {
			return false, err
		}
	}
	if head == 0 && f.Node.Ready() {
		return false, errEmptyLog
	}
	changed = head != from || reset
	if changed {
		if err := f.apply(ctx, identity, reset, head, records); err != nil {
			return false, err
		}
	}
	f.Node.contact.Store(time.Now().UnixNano()) // only now: a node that cannot apply what it reads is getting stale as well
	return changed, nil
}

func (f *Follower) read(ctx context.Context, from int64) (records []published.Record, head int64, err error) {
	head, err = f.Log.Since(ctx, from, func(r published.Record) error {
		records = append(records, r)
		return nil
	})
	return records, head, err
}

// apply builds the snapshot before it commits the index, so that a record which cannot be read stops both.
func (f *Follower) apply(ctx context.Context, identity string, reset bool, head int64, records []published.Record) error {
	base, seen := f.Node.Snapshot(), gather(f.Node.index)
	for i := range records {
		if err := seen.see(ctx, &records[i]); err != nil {
			return err
		}
	}
	if reset {
		base = published.Empty()
	}
	snapshot, err := base.Apply(head, records, published.Node{Origin: f.Node.Origin})
	if err != nil {
		return err
	}
	err = f.Node.index.Apply(ctx, identity, reset, func(put func(published.Record) error) (int64, error) {
		for _, r := range records {
			if err := put(r); err != nil {
				return 0, err
			}
		}
		return head, nil
	})
	if err != nil {
		return err
	}
	f.Node.changes.add(seen.change(snapshot), reset || base.Generation == 0)
	f.Node.swap(snapshot)
	f.Logger.Info("published", "generation", head, "records", len(records))
	return nil
}
