package storetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
)

// day is one of the days on which tests of the sweep publish.
func day(n int) time.Time { return noon.AddDate(0, 0, n) }

func publishOn(t *testing.T, s Store, n int, records ...published.Record) {
	t.Helper()
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		generation, err := tx.Lock(ctx)
		if err != nil {
			return err
		}
		return tx.Append(ctx, published.Publication{Generation: generation, At: day(n)}, records)
	})
}

func gone(key string) published.Record {
	return published.Record{Kind: published.KindEntry, Key: key, Deleted: true}
}

// follower is a node as far as the log is concerned: what it holds, and where it is.
type follower struct {
	held map[published.Ref]published.Record
	at   published.Position
}

// readOn reads to the end as a node does, and says whether everything came anew. What is held then must be what the log says.
func (f *follower) readOn(t *testing.T, s Store) (whole bool) {
	t.Helper()
	for place := (published.Place{Position: f.at}); ; {
		page, err := s.Page(t.Context(), place)
		if err != nil {
			t.Fatal(err)
		}
		if page.Whole {
			whole, f.held = true, nil
		}
		if f.held == nil {
			f.held = map[published.Ref]published.Record{}
		}
		for _, r := range page.Records {
			if f.held[r.Ref()] = r; r.Deleted {
				delete(f.held, r.Ref())
			}
		}
		if f.at, place = page.Head, page.Next; page.Last() {
			if got := sumOf(f.held); got != page.Checksum {
				t.Errorf("at %d a follower holds %s, and the log %s", page.Head.Generation, got, page.Checksum)
			}
			return whole
		}
	}
}

// copyOf gives another that is where this one is.
func (f *follower) copyOf() *follower {
	held := make(map[published.Ref]published.Record, len(f.held))
	for ref, r := range f.held {
		held[ref] = r
	}
	return &follower{held, f.at}
}

// drop takes publications and then tombstones out of the log, a number at most, and gives how many it took.
func drop(t *testing.T, s Store, before int64, most int) string {
	t.Helper()
	var publications, tombstones int
	update(t, s, func(ctx context.Context, tx authoring.Tx) (err error) {
		publications, err = tx.DropPublications(ctx, before, most)
		return err
	})
	update(t, s, func(ctx context.Context, tx authoring.Tx) (err error) {
		tombstones, err = tx.DropTombstones(ctx, most)
		return err
	})
	return fmt.Sprint(publications, " ", tombstones)
}

func surplus(t *testing.T, s Store, from, to int) (keep int64, some bool) {
	t.Helper()
	err := s.View(t.Context(), func(tx authoring.Tx) (err error) {
		keep, some, err = tx.LogSurplus(t.Context(), day(from), day(to))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return keep, some
}

// sweptLog: after each piece of a sweep, followers at every generation read on to what the log holds: from where they are if that is still
// in its history, the one at its edge as well, and else by copying everything. What is live is never touched, nor where the log is.
func sweptLog(t *testing.T, s Store) {
	if keep, some := surplus(t, s, 0, 9); keep != 0 || some {
		t.Errorf("an empty log: keep %d, surplus %v", keep, some)
	}
	var stages []*follower // at generation 0, 1, 2…
	stages = append(stages, &follower{})
	publishAndKeep := func(n int, records ...published.Record) {
		publishOn(t, s, n, records...)
		next := stages[len(stages)-1].copyOf()
		next.readOn(t, s)
		stages = append(stages, next)
	}
	publishAndKeep(1, record("a", "1"), record("b", "1"), record("c", "1"), record("d", "1"))
	publishAndKeep(2, gone("b"))
	publishAndKeep(3, record("a", "2"))
	publishAndKeep(4, gone("c"))
	publishAndKeep(5, record("e", "1"))
	check := func(when string, wholeUpTo int) {
		t.Helper()
		for n, stage := range stages[:6] {
			if whole := stage.copyOf().readOn(t, s); whole != (n <= wholeUpTo) {
				t.Errorf("%s: the follower at %d copies everything: %v", when, n, whole)
			}
		}
		head := stages[len(stages)-1].at
		page, err := s.Page(t.Context(), published.Place{Position: head})
		if err != nil || page.Head != head || page.Whole || len(page.Records) > 0 {
			t.Errorf("%s: at the head there is %+v, %v", when, page, err)
		}
	}
	check("before", 0)
	if keep, some := surplus(t, s, 3, 9); keep != 3 || !some {
		t.Errorf("keep %d, surplus %v; want 3", keep, some)
	}
	for _, step := range []struct {
		before int64
		most   int
		want   string
		whole  int
	}{
		{0, 10, "0 0", 0},
		{3, 1, "1 1", 1}, // generation 1 goes, and then b, which nobody who is in the history still has
		{3, 10, "1 0", 2},
		{3, 10, "0 0", 2},
		{99, 1, "1 1", 3}, // generation 3, and c
		{99, 10, "1 0", 4},
		{99, 10, "0 0", 4}, // the newest stays
	} {
		if got := drop(t, s, step.before, step.most); got != step.want {
			t.Errorf("before %d, at most %d: dropped %s, want %s", step.before, step.most, got, step.want)
		}
		check(fmt.Sprintf("before %d, at most %d", step.before, step.most), step.whole)
	}
	if keep, some := surplus(t, s, 8, 9); keep != 5 || some {
		t.Errorf("with one publication, which is old: keep %d, surplus %v", keep, some)
	}
	publishAndKeep(6, record("b", "again"), gone("d"))
	check("after another publication", 4)
	refusedToRead(t, s)
}

// clocksDiffer: moments of publications need not be in order, and a node whose clock ran ahead holds the sweep up for no longer than it
// takes until others publish.
func clocksDiffer(t *testing.T, s Store) {
	for _, n := range []int{1, 400, 2, 3, -300, 4} { // generations 1 to 6
		publishOn(t, s, n, record("a", fmt.Sprint(n)), gone(fmt.Sprint(n)))
	}
	for _, c := range []struct {
		from, to int
		keep     int64
		some     bool
	}{
		{0, 5, 1, true}, // what the first deleted is of no use to anybody
		{2, 5, 3, true}, // the second was made in the future, says its clock: it goes with the first
		{4, 5, 6, true},
		{5, 6, 6, true},
		{-400, 900, 1, true},
	} {
		if keep, some := surplus(t, s, c.from, c.to); keep != c.keep || some != c.some {
			t.Errorf("days %d to %d: keep %d, surplus %v; want %d, %v", c.from, c.to, keep, some, c.keep, c.some)
		}
	}
	if got := drop(t, s, 3, 10); got != "2 3" {
		t.Errorf("dropped %s", got)
	}
	records, _, err := Since(t.Context(), s, 0)
	if err != nil {
		t.Fatal(err)
	}
	var left []string
	for _, r := range records {
		left = append(left, fmt.Sprintf("%s@%d %v", r.Key, r.Generation, r.Deleted))
	}
	if diff := cmp.Diff([]string{"3@4 true", "-300@5 true", "4@6 true", "a@6 false"}, left); diff != "" {
		t.Error(diff)
	}
}

func refusedToRead(t *testing.T, s Store) {
	for name, f := range map[string]func(tx authoring.Tx) (int, error){
		"publications": func(tx authoring.Tx) (int, error) { return tx.DropPublications(t.Context(), 99, 1) },
		"tombstones":   func(tx authoring.Tx) (int, error) { return tx.DropTombstones(t.Context(), 1) },
	} {
		err := s.View(t.Context(), func(tx authoring.Tx) error { return second(f(tx)) })
		if !fault.Is(err, fault.Internal) {
			t.Errorf("%s in a view: %v", name, err)
		}
	}
}
