package delivery

import (
	"context"
	"errors"
	"os"
	"sync"
	"time"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
)

// Limits of the entries that a preview shows over the published ones.
const (
	mostLaid      = 20_000
	mostLaidBytes = 64 << 20
	layTime       = 2 * time.Minute // for the first one, which copies the index
)

var (
	errPreparing = fault.New(fault.Unavailable, "the preview is being prepared: try again in a moment")
	errTooMuch   = fault.New(fault.Conflict,
		"more has been changed than a preview shows together: put what you want to see into a content release, and preview that")
)

// PreviewIndex is a copy of a node's index.
type PreviewIndex interface {
	Index
	// Close closes it.
	Close() error
}

// PreviewBase is the index of a node as a preview needs it. Package readmodel has one.
type PreviewBase interface {
	// CopyTo makes a copy in a folder.
	CopyTo(ctx context.Context, dir string) (PreviewIndex, error)
	// EntryRecords calls each for the records of those of the entries that are published.
	EntryRecords(ctx context.Context, ids []string, each func(published.Record) error) error
}

// overlay is a copy of the node's index over which the drafts of one preview are laid at a time. To show another, only the entries
// in which the two differ are written: so conditions, orders, counts and words are those of published content, exactly.
type overlay struct {
	node *Node
	log  published.Log
	base PreviewBase
	dir  string

	turn  chan struct{} // who changes what is laid
	ctx   context.Context
	stop  context.CancelFunc
	under sync.WaitGroup

	mu    sync.RWMutex // held by those who read
	index PreviewIndex // nil before the first preview
	stamp string       // of the preview that is laid
	below State        // of the log, what lies below
	laid  map[string]string
}

func newOverlay(n *Node, log published.Log, base PreviewBase, dir string) *overlay {
	o := &overlay{node: n, log: log, base: base, dir: dir, turn: make(chan struct{}, 1)}
	o.ctx, o.stop = context.WithCancel(context.Background()) // laying goes on when who has asked for it is gone
	return o
}

// isLaid says whether an entry is shown as a draft. Call it between open and done.
func (o *overlay) isLaid(id string) bool { return o.laid[id] != "" }

// open lays a preview, and keeps it there until done is called. What takes longer than the context lasts goes on without it, and is
// there for who asks again. Errors: fault.Unavailable, fault.Conflict where there is too much.
func (o *overlay) open(ctx context.Context, pv published.Preview) (done func(), err error) {
	if o.read(pv.Stamp()) {
		return o.mu.RUnlock, nil
	}
	release, err := turn(ctx, o.turn)
	if err != nil {
		return nil, errPreparing
	}
	if o.read(pv.Stamp()) {
		release()
		return o.mu.RUnlock, nil
	}
	var failed error
	finished := make(chan struct{})
	o.under.Go(func() {
		defer close(finished)
		ctx, cancel := context.WithTimeout(o.ctx, layTime)
		defer cancel()
		failed = fault.Guard(func() error { return o.lay(ctx, pv) })
	})
	select {
	case <-finished:
		defer release()
		if failed != nil {
			return nil, failed
		}
		o.mu.RLock() // nobody writes but who has the turn
		return o.mu.RUnlock, nil
	case <-ctx.Done():
		o.under.Go(func() {
			<-finished
			release()
		})
		return nil, errPreparing
	}
}

// read takes part in reading, if the wanted preview is laid.
func (o *overlay) read(stamp string) bool {
	if !o.mu.TryRLock() {
		return false
	}
	if o.stamp == stamp && o.below.Generation == o.node.Snapshot().Generation {
		return true
	}
	o.mu.RUnlock()
	return false
}

// lay shows a preview in the place of the one before.
func (o *overlay) lay(ctx context.Context, pv published.Preview) error {
	want, size := map[string]published.Record{}, 0
	err := pv.Entries(ctx, func(r published.Record) error {
		want[r.Key] = r
		if size += len(r.Body); len(want) > mostLaid || size > mostLaidBytes {
			return errTooMuch
		}
		return nil
	})
	if err != nil {
		return err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.stamp = ""
	if err := o.copied(ctx); err != nil {
		return err
	}
	changes, head, err := o.changes(ctx, want)
	if err != nil {
		return err
	}
	err = o.index.Write(ctx, false, func(put func(published.Record) error) (State, string, error) {
		for _, r := range changes {
			if err := put(r); err != nil {
				return State{}, "", err
			}
		}
		return head, "", nil // drafts are in no checksum of the log
	})
	if err != nil {
		return err
	}
	o.laid = make(map[string]string, len(want))
	for id, r := range want {
		o.laid[id] = r.Hash()
	}
	o.stamp, o.below = pv.Stamp(), head
	return nil
}

// copied makes the copy, where there is none.
func (o *overlay) copied(ctx context.Context) error {
	if o.index != nil {
		return nil
	}
	if err := o.drop(); err != nil {
		return err
	}
	index, err := o.base.CopyTo(ctx, o.dir)
	if err != nil {
		return err
	}
	o.index = index
	if o.below, err = index.State(ctx); err != nil {
		return errors.Join(err, o.drop())
	}
	return nil
}

func (o *overlay) drop() error {
	if o.index == nil {
		return os.RemoveAll(o.dir)
	}
	err := o.index.Close()
	o.index, o.laid, o.stamp, o.below = nil, nil, "", State{}
	return errors.Join(err, os.RemoveAll(o.dir))
}

// changes gives what is to be written so that the wanted entries lie over the newest generation, and over nothing else.
func (o *overlay) changes(ctx context.Context, want map[string]published.Record) (out []published.Record, head State, err error) {
	fresh := map[string]bool{}
	for place, last := (published.Place{Position: o.below}), false; !last; {
		page, err := o.log.Page(ctx, place)
		if err != nil {
			return nil, head, err
		}
		if page.Whole { // of another database, or of one that was restored from a backup: the node has to follow it first
			return nil, head, errors.Join(errPreparing, o.drop())
		}
		for _, r := range page.Records {
			if _, over := want[r.Key]; r.Kind != published.KindEntry || !over {
				out = append(out, r)
			}
			fresh[r.Key] = true
		}
		head, place, last = page.Head, page.Next, page.Last()
	}
	for id, r := range want {
		if o.laid[id] != r.Hash() {
			r.Generation = head.Generation
			out = append(out, r)
		}
	}
	below := map[string]bool{}
	for id := range o.laid {
		if _, over := want[id]; !over && !fresh[id] {
			below[id] = true
		}
	}
	if !o.node.WaitFor(ctx, head.Generation) { // the node's own index has what was published since
		return nil, head, errPreparing
	}
	more, err := o.published(ctx, below)
	return append(out, more...), head, err
}

// published gives the records of entries as they are published; those that are not are deletions.
func (o *overlay) published(ctx context.Context, ids map[string]bool) (out []published.Record, err error) {
	list := make([]string, 0, len(ids))
	for id := range ids {
		list = append(list, id)
	}
	err = o.base.EntryRecords(ctx, list, func(r published.Record) error {
		delete(ids, r.Key)
		out = append(out, r)
		return nil
	})
	for id := range ids {
		out = append(out, published.Record{Kind: published.KindEntry, Key: id, Deleted: true})
	}
	return out, err
}

func (o *overlay) close() error {
	o.stop()
	o.under.Wait()
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.drop()
}
