package storetest

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
)

// purges: of many nodes one gets the lease of a cache, and only who has it may say what came of it.
func purges(t *testing.T, s Store) {
	touch := func(f func(ctx context.Context, tx authoring.Tx) error) error {
		return s.Touch(t.Context(), func(tx authoring.Tx) error { return f(t.Context(), tx) })
	}
	must := func(f func(ctx context.Context, tx authoring.Tx) error) {
		t.Helper()
		if err := touch(f); err != nil {
			t.Fatal(err)
		}
	}
	claim := func(now time.Time) (state *authoring.PurgeState, err error) {
		err = touch(func(ctx context.Context, tx authoring.Tx) (err error) {
			state, err = tx.ClaimPurge(ctx, "cdn", now, now.Add(time.Minute))
			return err
		})
		return state, err
	}
	if _, err := claim(noon); !fault.Is(err, fault.NotFound) {
		t.Errorf("a cache that nobody knows: %v", err)
	}
	for _, generation := range []int64{7, 9} { // the first counts
		must(func(ctx context.Context, tx authoring.Tx) error { return tx.BeginPurges(ctx, "cdn", generation) })
	}
	var nodes sync.WaitGroup
	var won atomic.Int64
	for range 8 {
		nodes.Go(func() {
			if _, err := claim(noon); err == nil {
				won.Add(1)
			} else if !fault.Is(err, fault.NotFound) {
				t.Error(err)
			}
		})
	}
	nodes.Wait()
	if won.Load() != 1 {
		t.Fatalf("%d nodes have the lease", won.Load())
	}
	state, err := claim(noon.Add(time.Minute)) // the node with the lease has died
	if err != nil || state.Generation != 7 {
		t.Fatalf("%+v %v", state, err)
	}
	late := *state
	before := noon.Add(time.Minute)
	late.LeaseUntil = &before
	if err := touch(func(ctx context.Context, tx authoring.Tx) error { return tx.FinishPurge(ctx, &late) }); !fault.Is(err, fault.NotFound) {
		t.Errorf("a node whose lease is over has its say: %v", err)
	}
	next := noon.Add(time.Hour)
	state.Attempts, state.NextAt, state.FailingSince, state.Message, state.Dead = 1, &next, &before, "it answered 503", 2
	must(func(ctx context.Context, tx authoring.Tx) error { return tx.FinishPurge(ctx, state) })
	if _, err := claim(next.Add(-time.Second)); !fault.Is(err, fault.NotFound) {
		t.Errorf("claimed before its time: %v", err)
	}
	must(func(ctx context.Context, tx authoring.Tx) error {
		got, err := tx.PurgeState(ctx, "cdn")
		if err != nil {
			return err
		}
		want := &authoring.PurgeState{
			Target: "cdn", Generation: 7, Attempts: 1, NextAt: &next, FailingSince: &before, Message: "it answered 503", Dead: 2,
		}
		if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b time.Time) bool { return a.Equal(b) })); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
		return nil
	})
	if _, err := claim(next); err != nil {
		t.Error(err)
	}
	publications(t, s)
}

func publications(t *testing.T, s Store) {
	e := demoEntry(t, s, "one")
	for range 3 {
		if _, err := publish(t.Context(), s, record(e.ID, "1")); err != nil {
			t.Fatal(err)
		}
	}
	err := s.View(t.Context(), func(tx authoring.Tx) error {
		list, err := tx.Publications(t.Context(), 1, 1)
		if err != nil {
			return err
		}
		if len(list) != 1 || list[0].Generation != 2 || !cmp.Equal(list[0].Changes, []published.Ref{{Kind: published.KindEntry, Key: e.ID}}) {
			t.Errorf("%+v", list)
		}
		types, err := tx.TypesOf(t.Context(), []string{e.ID, "nobody"})
		if diff := cmp.Diff(map[string]string{e.ID: "article"}, types); diff != "" {
			t.Error(diff)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
