package authoring_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
)

// cache notes what it is told, or fails.
type cache struct {
	mu   sync.Mutex
	fail error
	told [][]string
}

func (c *cache) Name() string { return "cdn" }

func (c *cache) Purge(_ context.Context, keys []string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.fail == nil {
		c.told = append(c.told, slices.Clone(keys))
	}
	return c.fail
}

// publishes appends a publication of its own.
func (p *plane) publishes(records ...published.Record) {
	p.t.Helper()
	err := p.store.Update(p.t.Context(), func(tx authoring.Tx) error {
		generation, err := tx.Lock(p.t.Context())
		if err != nil {
			return err
		}
		return tx.Append(p.t.Context(), published.Publication{Generation: generation, Author: "test", At: p.clock.Now()}, records)
	})
	if err != nil {
		p.t.Fatal(err)
	}
}

func bundleOf(key string) published.Record {
	return published.Record{Kind: published.KindBundle, Key: key, Body: []byte("{}")}
}

func (p *plane) purges(c *cache, plan authoring.PurgePlan) authoring.PurgeStatus {
	p.t.Helper()
	for range 3 { // whatever is due, and then nothing
		if _, _, err := p.PurgeDue(p.t.Context(), c, plan); err != nil {
			p.t.Fatal(err)
		}
	}
	status, _, err := p.PurgeDue(p.t.Context(), c, plan)
	if err != nil {
		p.t.Fatal(err)
	}
	return status
}

// TestPurge: a cache is told of what changed since it was configured, not before the nodes serve it, and once.
func TestPurge(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		c, plan := &cache{}, authoring.PurgePlan{Wait: 3 * time.Second}
		p.publishes(bundleOf("customer/fr"))
		p.purges(c, plan) // new: what it has is not known
		p.publishes(bundleOf("customer/fr"), published.Record{Kind: published.KindKeys, Key: "customer", Body: []byte("{}")})
		p.publishes(bundleOf("customer/en"), published.Record{Kind: published.KindEntry, Key: "gone", Deleted: true})
		if status := p.purges(c, plan); len(c.told) != 0 || status.Behind != 2 {
			t.Errorf("told too early: %v %+v", c.told, status)
		}
		p.clock.pass(3 * time.Second)
		if status := p.purges(c, plan); status.Behind != 0 {
			t.Errorf("%+v", status)
		}
		if diff := cmp.Diff([][]string{{"sites"}}, c.told); diff != "" { // an entry that nobody knows any more: every site, of which there is none here
			t.Errorf("(-want +got)\n%s", diff)
		}
		p.publishes(bundleOf("customer/fr"))
		p.publishes(bundleOf("customer/fr"), published.Record{Kind: published.KindTokens, Key: "blue", Body: []byte("{}")})
		p.clock.pass(time.Minute)
		var nodes sync.WaitGroup
		for range 4 {
			nodes.Go(func() {
				if _, _, err := p.node().PurgeDue(t.Context(), c, plan); err != nil {
					t.Error(err)
				}
			})
		}
		nodes.Wait()
		p.purges(c, plan)
		if diff := cmp.Diff([][]string{{"sites"}, {"bundle:customer/fr", "tokens:blue"}}, c.told); diff != "" {
			t.Errorf("of several nodes (-want +got)\n%s", diff)
		}
	})
}

// TestPurgeOfAnotherDatabase: a history that does not follow on what the cache was told purges everything; one that is far behind what it missed.
func TestPurgeOfAnotherDatabase(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		c := &cache{}
		for range 5 {
			p.publishes(bundleOf("customer/fr"))
		}
		p.purges(c, authoring.PurgePlan{})
		for name, at := range map[string]int64{"restored": 9, "far behind": 0} {
			err := p.store.Touch(t.Context(), func(tx authoring.Tx) error {
				s, err := tx.ClaimPurge(t.Context(), "cdn", p.clock.Now(), p.clock.Now().Add(time.Minute))
				if err != nil {
					return err
				}
				s.Generation = at
				return tx.FinishPurge(t.Context(), s)
			})
			if err != nil {
				t.Fatal(err)
			}
			c.told = nil
			if status := p.purges(c, authoring.PurgePlan{}); len(c.told) != 1 || status.Behind != 0 {
				t.Errorf("%s: %v %+v", name, c.told, status)
			}
		}
	})
}

// TestPurgeAndClocks: clocks of nodes differ, and are set. What one publishes whose clock is ahead waits, and what others publish after it
// waits for it: nothing is passed over. What was noted days ahead of a clock that is right again holds nothing up.
func TestPurgeAndClocks(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		c, plan := &cache{}, authoring.PurgePlan{Wait: 3 * time.Second}
		p.purges(c, plan)
		p.clock.pass(2 * time.Second)
		p.publishes(bundleOf("one/fr"))
		p.clock.pass(-2 * time.Second)
		p.publishes(bundleOf("two/fr"))
		p.clock.pass(3 * time.Second)
		if p.purges(c, plan); len(c.told) > 0 {
			t.Errorf("before nodes have the first: %v", c.told)
		}
		p.clock.pass(2 * time.Second)
		p.purges(c, plan)

		const days = 72 * time.Hour
		p.clock.pass(days)
		p.publishes(bundleOf("one/en"))
		c.fail = fault.New(fault.Unavailable, "it answered 503")
		p.purges(c, authoring.PurgePlan{})
		c.fail = nil
		p.clock.pass(purgePause)
		err := p.store.Touch(t.Context(), func(tx authoring.Tx) error { // and dies
			_, err := tx.ClaimPurge(t.Context(), "cdn", p.clock.Now(), p.clock.Now().Add(time.Minute))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		p.clock.pass(-days)
		status := p.purges(c, plan)
		if diff := cmp.Diff([][]string{{"bundle:one/fr", "bundle:two/fr"}, {"bundle:one/en"}}, c.told); diff != "" || status.Behind != 0 {
			t.Errorf("%+v\n%s", status, diff)
		}
	})
}

// purgePause is the longest after a failure.
const purgePause = 5 * time.Minute

// TestPurgeFails: a cache that is away is told later of all it has missed; one that refuses for good is given up, and the log says so.
func TestPurgeFails(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		c, plan := &cache{}, authoring.PurgePlan{}
		p.purges(c, plan)
		p.publishes(bundleOf("customer/fr"))
		c.fail = fault.New(fault.Unavailable, "it answered 503")
		for attempts := int64(1); attempts < 12; attempts++ {
			if status := p.purges(c, plan); status.Attempts != attempts || status.Behind == 0 {
				t.Fatalf("after %d attempts: %+v", attempts, status)
			}
			p.publishes(bundleOf("customer/en"))
			p.clock.pass(5 * time.Minute) // the longest pause
		}
		c.fail = nil
		if status := p.purges(c, plan); status != (authoring.PurgeStatus{}) {
			t.Errorf("%+v", status)
		}
		if diff := cmp.Diff([][]string{{"bundle:customer/en", "bundle:customer/fr"}}, c.told); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
		p.publishes(bundleOf("customer/fr"))
		c.fail = fault.New(fault.Invalid, "it answered 400")
		for range 5 {
			p.purges(c, plan)
			p.clock.pass(5 * time.Minute)
		}
		if status := p.purges(c, plan); status != (authoring.PurgeStatus{Dead: 1}) || !strings.Contains(p.log.String(), "given up") {
			t.Errorf("%+v\n%s", status, p.log)
		}
	})
}
