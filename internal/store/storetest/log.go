package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
)

// publish appends records under the next generation.
func publish(ctx context.Context, s Store, records ...published.Record) (generation int64, err error) {
	err = s.Update(ctx, func(tx authoring.Tx) error {
		if generation, err = tx.Lock(ctx); err != nil {
			return err
		}
		return tx.Append(ctx, published.Publication{Generation: generation, Author: "test", At: time.Now().UTC(), Summary: "test"}, records)
	})
	return generation, err
}

func record(key, body string) published.Record {
	return published.Record{Kind: published.KindEntry, Key: key, Body: []byte(body)}
}

// since gives what a node at a generation is told, as key=body@generation.
func since(t *testing.T, s Store, from int64) (lines []string, head int64) {
	t.Helper()
	records, at, err := Since(t.Context(), s, from)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range records {
		body := string(r.Body)
		if r.Deleted {
			body = "deleted"
		}
		lines = append(lines, fmt.Sprintf("%s=%s@%d", r.Key, body, r.Generation))
	}
	return lines, at.Generation
}

// Since reads the whole log, and gives the records that were written after a generation.
func Since(ctx context.Context, log published.Log, generation int64) (records []published.Record, head published.Position, err error) {
	for place := (published.Place{}); ; {
		page, err := log.Page(ctx, place)
		if err != nil {
			return nil, head, err
		}
		for _, r := range page.Records {
			if r.Generation > generation {
				records = append(records, r)
			}
		}
		if page.Last() {
			return records, page.Head, nil
		}
		place = page.Next
	}
}

func theLog(t *testing.T, s Store) {
	if lines, head := since(t, s, 0); head != 0 || len(lines) != 0 {
		t.Fatalf("an empty log is at %d with %v", head, lines)
	}
	must := func(records ...published.Record) {
		if _, err := publish(t.Context(), s, records...); err != nil {
			t.Fatal(err)
		}
	}
	must(record("a", "1"), record("b", "1"))
	must(record("a", "2"))
	must(published.Record{Kind: published.KindEntry, Key: "b", Deleted: true})
	for from, want := range map[int64][]string{
		0: {"a=2@2", "b=deleted@3"}, // each once, as it is now
		2: {"b=deleted@3"},
		3: nil,
	} {
		got, head := since(t, s, from)
		if diff := cmp.Diff(want, got); diff != "" || head != 3 {
			t.Errorf("since %d: head %d, %s", from, head, diff)
		}
	}
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		hashes, err := tx.Hashes(ctx, published.KindEntry)
		a := record("a", "2")
		if want := map[published.Ref]string{a.Ref(): a.Hash()}; !cmp.Equal(want, hashes) {
			t.Errorf("hashes %v, want %v", hashes, want)
		}
		return err
	})
	refused(t, s, fault.Internal, func(ctx context.Context, tx authoring.Tx) error {
		return tx.Append(ctx, published.Publication{Generation: 4}, nil) // without Lock
	})
}

// largePublication: records that are put before a publication is appended are of its generation; the last of a record counts, and an
// attempt that fails takes none of the others with it. The generation is what Generation gives from then on.
func largePublication(t *testing.T, s Store) {
	refused(t, s, fault.Internal, func(ctx context.Context, tx authoring.Tx) error {
		return tx.Put(ctx, 1, []published.Record{record("a", "1")}) // without Lock
	})
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		generation, err := tx.Lock(ctx)
		if err != nil {
			return err
		}
		if err := tx.Put(ctx, generation, []published.Record{record("a", "1"), record("b", "1")}); err != nil {
			return err
		}
		tried := tx.Try(ctx, func() error {
			return errors.Join(tx.Put(ctx, generation, []published.Record{record("d", "1")}), errOnPurpose)
		})
		if !errors.Is(tried, errOnPurpose) {
			return tried
		}
		if now, err := tx.Generation(ctx); err != nil || now != generation {
			t.Errorf("generation %d, want %d, %v", now, generation, err)
		}
		rest := []published.Record{record("a", "2"), record("c", "1")}
		return tx.Append(ctx, published.Publication{Generation: generation, At: time.Now().UTC()}, rest)
	})
	got, head := since(t, s, 0)
	if diff := cmp.Diff([]string{"a=2@1", "b=1@1", "c=1@1"}, got); diff != "" || head != 1 {
		t.Errorf("head %d, %s", head, diff)
	}
}

var errOnPurpose = errors.New("on purpose")

func rollback(t *testing.T, s Store) {
	err := s.Update(t.Context(), func(tx authoring.Tx) error {
		generation, err := tx.Lock(t.Context())
		if err != nil {
			return err
		}
		return errors.Join(
			second(tx.SaveSite(t.Context(), demoSite("one"), 0)),
			tx.Append(t.Context(), published.Publication{Generation: generation, At: time.Now()}, []published.Record{record("a", "1")}),
			errOnPurpose)
	})
	if !errors.Is(err, errOnPurpose) {
		t.Fatal(err)
	}
	refused(t, s, fault.NotFound, func(ctx context.Context, tx authoring.Tx) error { return second(tx.Site(ctx, "one")) })
	if lines, head := since(t, s, 0); head != 0 || len(lines) != 0 {
		t.Errorf("half a publication stayed: %d %v", head, lines)
	}
	if generation, err := publish(t.Context(), s); err != nil || generation != 1 {
		t.Errorf("the next generation is %d, %v: a number was lost", generation, err)
	}
}

// concurrentPublishers: generations have no gaps, none is given twice, and a reader never sees a later one without the
// earlier ones.
func concurrentPublishers(t *testing.T, s Store) {
	const publishers, each = 6, 15
	ctx := t.Context()
	var wg sync.WaitGroup
	var mu sync.Mutex
	given := map[int64]bool{}
	for p := range publishers {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for n := range each {
				g, err := publish(ctx, s, record(fmt.Sprintf("%d-%d", p, n), "x"))
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				if given[g] {
					t.Errorf("generation %d was given twice", g)
				}
				given[g] = true
				mu.Unlock()
			}
		}()
	}
	done := make(chan struct{})
	go func() { wg.Wait(); close(done) }()
	seen, total, last := map[string]bool{}, int64(0), false
	for !last {
		select {
		case <-done:
			last = true
		default:
		}
		records, head, err := Since(ctx, s, total)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range records {
			seen[r.Key] = true
		}
		if int64(len(seen)) != head.Generation {
			t.Fatalf("at generation %d there are %d records: one was skipped", head.Generation, len(seen))
		}
		total = head.Generation
	}
	if total != publishers*each {
		t.Errorf("generation %d, want %d", total, publishers*each)
	}
}

func oneMoment(t *testing.T, s Store) {
	if _, err := publish(t.Context(), s, record("a", "1")); err != nil {
		t.Fatal(err)
	}
	err := s.View(t.Context(), func(tx authoring.Tx) error {
		before, err := tx.Generation(t.Context())
		if err != nil {
			return err
		}
		if _, err := publish(t.Context(), s, record("a", "2")); err != nil {
			return err
		}
		after, err := tx.Generation(t.Context())
		if before != 1 || after != 1 {
			t.Errorf("a view saw generation %d and then %d", before, after)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func wake(t *testing.T, s Store) {
	one, stop := s.Watch()
	two, stopTwo := s.Watch()
	stopTwo()
	defer stop()
	if _, err := publish(t.Context(), s, record("a", "1")); err != nil {
		t.Fatal(err)
	}
	select {
	case <-two:
		t.Error("somebody was woken who had stopped")
	default:
	}
	select {
	case <-one:
	case <-time.After(10 * time.Second):
		t.Error("a publication woke nobody")
	}
}

// lostUpdates: of many who save the same version, one wins, and the others are told.
func lostUpdates(t *testing.T, s Store) {
	update(t, s, func(ctx context.Context, tx authoring.Tx) error { return second(tx.SaveSite(ctx, demoSite("one"), 0)) })
	var wg sync.WaitGroup
	won := make(chan struct{}, 8)
	for range 8 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			err := s.Update(context.Background(), func(tx authoring.Tx) error {
				return second(tx.SaveSite(context.Background(), demoSite("one"), 1))
			})
			switch {
			case err == nil:
				won <- struct{}{}
			case !fault.Is(err, fault.Stale):
				t.Error(err)
			}
		}()
	}
	wg.Wait()
	if len(won) != 1 {
		t.Errorf("%d of 8 saved the same version", len(won))
	}
}
