package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"path/filepath"
	"runtime"
	"strconv"
	"syscall"
	"time"

	"github.com/portico-cms/portico/internal/delivery"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/readmodel"
)

// point is what was measured at one size.
type point struct {
	size   int
	apply  time.Duration // until the node serves everything, from nothing
	start  time.Duration // from opening what is on disk to the first answer
	fresh  time.Duration // of a question that was not asked before
	kept   time.Duration // of one that was
	list   time.Duration // a filtered and sorted page that was not asked for before; entries alone
	memory int64         // bytes of the heap that the node holds
	disk   int64         // bytes of its read side
}

// asking answers question i; the same i is the same question.
type asking func(ctx context.Context, n *delivery.Node, i int) error

// grow follows a log into an empty folder, asks, closes, and starts again from disk.
func grow(ctx context.Context, dir string, log *records, ask asking) (p point, err error) {
	before := heap()
	index, node, err := open(ctx, dir)
	if err != nil {
		return p, err
	}
	begin := time.Now()
	follower := &delivery.Follower{Log: log, Node: node, Poll: time.Hour, Logger: slog.New(slog.DiscardHandler)}
	if _, err := follower.CatchUp(ctx); err != nil {
		return p, errors.Join(err, index.Close())
	}
	p.apply = time.Since(begin)
	p.memory = heap() - before
	if p.fresh, err = timed(ctx, node, ask, 1); err == nil {
		p.kept, err = timed(ctx, node, ask, 0)
	}
	if err = errors.Join(err, index.Close()); err != nil {
		return p, err
	}
	p.disk, err = sizeOf(dir)
	if err != nil {
		return p, err
	}
	begin = time.Now()
	if index, node, err = open(ctx, dir); err != nil {
		return p, err
	}
	if _, err = delivery.Restore(ctx, node); err == nil {
		err = ask(ctx, node, 1)
	}
	p.start = time.Since(begin)
	return p, errors.Join(err, index.Close())
}

func open(ctx context.Context, dir string) (*readmodel.ReadModel, *delivery.Node, error) {
	index, _, err := readmodel.Open(ctx, dir)
	if err != nil {
		return nil, nil, err
	}
	return index, delivery.NewNode(index, "https://delivery.example", time.Hour), nil
}

// timed gives the middle time of questions: step 1 asks another each time, step 0 the same. Some go before, unmeasured.
func timed(ctx context.Context, node *delivery.Node, ask asking, step int) (time.Duration, error) {
	const warm, rounds, each = 50, 21, 20
	next := 0
	batch := func(n int) (time.Duration, error) {
		begin := time.Now()
		for range n {
			next += step
			if err := ask(ctx, node, next); err != nil {
				return 0, err
			}
		}
		return time.Since(begin) / time.Duration(n), nil
	}
	if _, err := batch(warm); err != nil {
		return 0, err
	}
	if err := quiet(); err != nil {
		return 0, err
	}
	var took []time.Duration
	for range rounds {
		one, err := batch(each)
		if err != nil {
			return 0, err
		}
		took = append(took, one)
	}
	return middle(took), nil
}

// quiet waits until this process does next to nothing for half a second: what is read in the background is there then.
func quiet() error {
	const look, idle, patience = 500 * time.Millisecond, 20 * time.Millisecond, 5 * time.Minute
	before, err := used()
	for begin := time.Now(); err == nil && time.Since(begin) < patience; {
		time.Sleep(look)
		var now time.Duration
		if now, err = used(); now-before < idle {
			break
		}
		before = now
	}
	return err
}

// used is the processor time of this process so far.
func used() (time.Duration, error) {
	var u syscall.Rusage
	err := syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()), err
}

func heap() int64 {
	runtime.GC()
	runtime.GC() // what finalisers held
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

func sizeOf(dir string) (n int64, err error) {
	err = filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			n += info.Size()
		}
		return err
	})
	return n, err
}

// measureMenu asks for the header of pages all over a site with a menu of n items.
func measureMenu(ctx context.Context, dir string, n int) (point, error) {
	log := &records{generation: 1, count: 2, record: func(i int) published.Record {
		if i == 0 {
			return siteRecord(0)
		}
		return bundleRecord(0, n)
	}}
	return grow(ctx, dir, log, func(_ context.Context, node *delivery.Node, i int) error {
		_, err := node.Fragment(node.Snapshot(), siteKey(0), "header", &delivery.PageQuery{Locale: "en", Path: itemPath(i * 7 % n)})
		return err
	})
}

// measureSites asks for the headers of n sites in turn, each with a menu of 100 items.
func measureSites(ctx context.Context, dir string, n int) (point, error) {
	log := &records{generation: 1, count: 2 * n, record: func(i int) published.Record {
		if i < n {
			return siteRecord(i)
		}
		return bundleRecord(i-n, 100)
	}}
	return grow(ctx, dir, log, func(_ context.Context, node *delivery.Node, i int) error {
		_, err := node.Fragment(node.Snapshot(), siteKey(i%n), "header", &delivery.PageQuery{Locale: "en", Path: itemPath(i / n % 100)})
		return err
	})
}

// measureEntries asks one site for entries by slug, and then for lists.
func measureEntries(ctx context.Context, dir string, n int) (p point, err error) {
	head := []published.Record{articleType, siteRecord(0)}
	log := &records{generation: 1, count: n + len(head), record: func(i int) published.Record {
		if i < len(head) {
			return head[i]
		}
		return entryRecord(i - len(head))
	}}
	if p, err = grow(ctx, dir, log, func(ctx context.Context, node *delivery.Node, i int) error {
		_, err := node.Entry(ctx, node.Snapshot(), siteKey(0), "article", slugOf(i*7%n), []delivery.Param{{Name: "locale", Value: locales[i%4]}})
		return err
	}); err != nil {
		return p, err
	}
	index, node, err := open(ctx, dir)
	if err != nil {
		return p, err
	}
	if _, err = delivery.Restore(ctx, node); err == nil {
		p.list, err = timed(ctx, node, func(ctx context.Context, node *delivery.Node, i int) error {
			_, err := node.Entries(ctx, node.Snapshot(), siteKey(0), "article", []delivery.Param{
				{Name: "filter[kind]", Value: fmt.Sprintf("kind%d", i%50)}, {Name: "filter[price][gte]", Value: strconv.Itoa(i)},
				{Name: "sort", Value: "-date"},
			})
			return err
		}, 1)
	}
	return p, errors.Join(err, index.Close())
}
