package authoring_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/published"
)

const month = 30 * 24 * time.Hour

func (p *plane) sweepLog() authoring.LogSwept {
	p.t.Helper()
	done, err := p.SweepLog(p.t.Context(), month)
	if err != nil {
		p.t.Fatal(err)
	}
	return done
}

// liveRecords gives what the log holds but for what was deleted, and the names of that.
func (p *plane) liveRecords() (live map[string]published.Record, deleted []string) {
	p.t.Helper()
	live = p.since(0)
	for name, r := range live {
		if r.Deleted {
			deleted = append(deleted, name)
		}
	}
	for _, name := range deleted {
		delete(live, name)
	}
	slices.Sort(deleted)
	return live, deleted
}

// TestSweepLog: a month after they were published and deleted, publications and records leave the log, however many; what is younger, and
// all that is live, stays. A cache that had not been told of what left is told that everything may have changed.
func TestSweepLog(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		if done := p.sweepLog(); done != (authoring.LogSwept{}) {
			t.Errorf("an empty log: %+v", done)
		}
		p.importTiny(nil)
		c := &cache{}
		p.purges(c, authoring.PurgePlan{})
		const many = 2300 // in pieces of a thousand
		var gone []published.Record
		for n := range many {
			gone = append(gone, published.Record{Kind: published.KindEntry, Key: fmt.Sprint(n), Deleted: true})
		}
		p.publishes(gone...)
		a := p.colleague("a", identity.Editor)
		old := p.draft(a, "Old")
		p.play(old, nil, step{a, "publish", ""}, step{a, "unpublish", ""})
		past := p.generation()
		p.clock.pass(month - time.Hour)
		if done := p.sweepLog(); done != (authoring.LogSwept{}) {
			t.Errorf("before its time: %+v", done)
		}
		young := p.draft(a, "Young")
		p.play(young, nil, step{a, "publish", ""}, step{a, "unpublish", ""})
		live, _ := p.liveRecords()

		p.clock.pass(2 * time.Hour)
		if done := p.sweepLog(); done != (authoring.LogSwept{Publications: int(past), Tombstones: many + 1}) {
			t.Errorf("%+v, want %d publications and %d tombstones", done, past, many+1)
		}
		after, deleted := p.liveRecords()
		if diff := cmp.Diff(live, after); diff != "" {
			t.Errorf("what is live (-before +after)\n%s", diff)
		}
		if diff := cmp.Diff([]string{"entry " + young.Draft.ID}, deleted); diff != "" {
			t.Error(diff)
		}
		if done := p.sweepLog(); done != (authoring.LogSwept{}) {
			t.Errorf("the second time: %+v", done)
		}
		p.purges(c, authoring.PurgePlan{})
		if len(c.told) != 1 || !slices.Contains(c.told[0], "site:one") || !slices.Contains(c.told[0], published.SitesTag) {
			t.Errorf("a cache that is behind is told %v", c.told)
		}
	})
}

// TestSweepLogIsCutOff: a sweep that ends between two of its pieces is gone on with by the next.
func TestSweepLogIsCutOff(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		p.publishes(published.Record{Kind: published.KindEntry, Key: "gone", Deleted: true})
		p.clock.pass(2 * month)
		p.publishes(bundleOf("customer/fr"))
		want := p.generation() - 1
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if done, err := p.SweepLog(ctx, month); err == nil || done != (authoring.LogSwept{}) {
			t.Errorf("%+v, %v", done, err)
		}
		err := p.store.Update(t.Context(), func(tx authoring.Tx) error {
			n, err := tx.DropPublications(t.Context(), want, 1)
			if n != 1 {
				t.Errorf("dropped %d", n)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if done := p.sweepLog(); done != (authoring.LogSwept{Publications: int(want) - 1, Tombstones: 1}) {
			t.Errorf("%+v, want the other %d publications", done, want-1)
		}
		_, deleted := p.liveRecords()
		if names := slices.Collect(maps.Keys(p.since(want))); len(deleted) > 0 || len(names) != 1 {
			t.Errorf("deleted %v, published last %v", deleted, names)
		}
	})
}
