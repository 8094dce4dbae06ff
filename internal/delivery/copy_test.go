package delivery_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/delivery"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
)

// many publishes sites and entries that take several pages.
func many(log *memoryLog, label string) {
	for i := range 5 {
		log.publish(group(fmt.Sprint("site", i), label)...)
	}
}

// likeNew compares a node with one that copies the log from nothing: what they serve, and their checksums.
func (n *node) likeNew(t *testing.T, log *memoryLog) {
	t.Helper()
	fresh := newNode(t, log, t.TempDir())
	fresh.catchUp(t, true)
	for i := range 5 {
		site := fmt.Sprint("site", i)
		if diff := cmp.Diff(fresh.serves(t, site), n.serves(t, site)); diff != "" {
			t.Errorf("(-a new node +this one)\n%s", diff)
		}
	}
	if a, b := fresh.Served(), n.Served(); a != b || len(a.Checksum) != 64 {
		t.Errorf("a new node is at %+v, this one at %+v", a, b)
	}
}

// TestCopyWhileOthersPublish: between the pages of a copy records change, go and come; the node ends up like any other, and what it
// served before is served until then.
func TestCopyWhileOthersPublish(t *testing.T) {
	log := newLog("one")
	n := newNode(t, log, t.TempDir())
	log.publish(group("site0", "before")...)
	n.catchUp(t, true)
	before := n.serves(t, "site0")
	many(log, "other history")
	log.identity = "two"
	round := 0
	log.set(func(l *memoryLog) {
		l.between = func(l *memoryLog, from int64) {
			if diff := cmp.Diff(before, n.serves(t, "site0")); diff != "" {
				t.Errorf("while it copies: %s", diff)
			}
			round++
			if from != -1 || round > 6 {
				return
			}
			l.generation++
			l.epochs[l.generation] = fmt.Sprint("e", l.generation)
			for _, r := range append(group(fmt.Sprint("site", round%5), fmt.Sprint("round ", round)),
				published.Record{Kind: published.KindEntry, Key: fmt.Sprintf("site%d-1", (round+1)%5), Deleted: true}) {
				r.Generation = l.generation
				l.records[r.Ref()] = r
			}
		}
	})
	n.catchUp(t, true)
	log.set(func(l *memoryLog) { l.between = nil })
	if round < 7 {
		t.Errorf("%d pages only", round)
	}
	n.likeNew(t, log)
	n.catchUp(t, false)
}

// TestCopyThroughOutages: a log that goes away in the middle is waited for, and what came is not asked for again.
func TestCopyThroughOutages(t *testing.T) {
	log := newLog("one")
	many(log, "x")
	n := newNode(t, log, t.TempDir())
	pages, away := 0, 0
	log.set(func(l *memoryLog) {
		l.between = func(l *memoryLog, from int64) {
			l.fails = nil
			if pages++; from == -1 && pages%3 == 0 {
				l.fails = fault.New(fault.Unavailable, "away")
				away++
			}
		}
	})
	n.catchUp(t, true)
	log.set(func(l *memoryLog) { l.between, l.fails = nil, nil })
	if away < 2 || strings.Count(fmt.Sprint(log.asked), " 0") > 0 {
		t.Errorf("away %d times, asked from %v", away, log.asked)
	}
	n.likeNew(t, log)
}

// TestReplacedInTheMiddle: a log that becomes another one between two pages is not mixed with it.
func TestReplacedInTheMiddle(t *testing.T) {
	log := newLog("one")
	many(log, "x")
	n := newNode(t, log, t.TempDir())
	log.set(func(l *memoryLog) {
		l.between = func(l *memoryLog, from int64) {
			if from == -1 {
				l.identity = "two"
			}
		}
	})
	if _, err := n.follower.CatchUp(t.Context()); err == nil || n.Ready() {
		t.Errorf("%v, ready %v", err, n.Ready())
	}
	n.catchUp(t, true)
	n.likeNew(t, log)
}

// TestMissedRecord: a node that lost a record on the way, or on its disk, is not what the log is, and copies everything.
func TestMissedRecord(t *testing.T) {
	log := newLog("one")
	many(log, "x")
	n := newNode(t, log, t.TempDir())
	n.catchUp(t, true)
	before := n.serves(t, "site1")
	log.publish(group("site0", "lossy")...)
	log.set(func(l *memoryLog) {
		l.changed = func(p *published.Page) {
			if len(p.Records) > 2 && !p.Whole {
				p.Records = p.Records[2:]
			}
		}
	})
	if _, err := n.follower.CatchUp(t.Context()); !errors.Is(err, delivery.ErrDiffers) {
		t.Errorf("a record was lost: %v", err)
	}
	if diff := cmp.Diff(before, n.serves(t, "site1")); diff != "" {
		t.Error(diff)
	}
	log.set(func(l *memoryLog) { l.changed, l.asked = nil, nil })
	n.catchUp(t, true)
	if log.asked[0] != 0 {
		t.Errorf("asked from %v", log.asked)
	}
	n.likeNew(t, log)
}

// TestDamagedDisk: a node whose disk is damaged under it serves on, is told so, and makes it again from the log; its memory, with all
// that was made of it, stays.
func TestDamagedDisk(t *testing.T) {
	log, dir := newLog("one"), t.TempDir()
	many(log, "x")
	n := newNode(t, log, dir)
	n.catchUp(t, true)
	if err := n.index.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "published.db")
	b, err := os.ReadFile(path)
	at := strings.LastIndex(string(b), `"key":"1"`) // in the record of an entry
	if err != nil || at < 0 {
		t.Fatal(at, err)
	}
	b[at+7] ^= 1
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	n = newNode(t, log, dir)
	if !n.Ready() {
		t.Fatal("what a snapshot is made of is whole, and not used")
	}
	snapshot := n.Snapshot()
	n.catchUp(t, false)
	if err := n.index.Check(t.Context()); err == nil || !n.index.Damaged() {
		t.Fatalf("the damage was not found: %v", err)
	}
	log.set(func(l *memoryLog) { l.fails = errors.New("away") })
	if _, err := n.follower.CatchUp(t.Context()); err == nil || !n.Ready() {
		t.Errorf("without a log: %v, ready %v", err, n.Ready())
	}
	log.set(func(l *memoryLog) { l.fails = nil })
	n.catchUp(t, true)
	if n.Snapshot() != snapshot {
		t.Error("memory was made again, though nothing was published")
	}
	if err := n.index.Check(t.Context()); err != nil || n.index.Damaged() {
		t.Errorf("afterwards: %v", err)
	}
	n.likeNew(t, log)
}

// TestUnchangedIsShared: a publication for one site makes nothing again for the others: not what is in memory, not finished bodies, not
// their encodings.
func TestUnchangedIsShared(t *testing.T) {
	log := newLog("one")
	n := newNode(t, log, t.TempDir())
	many(log, "x")
	n.catchUp(t, true)
	s, q := n.Snapshot(), &delivery.PageQuery{Path: "/a"}
	body := func(s *published.Snapshot, site string) []any {
		header, err1 := n.Fragment(s, site, "header", q)
		bundle, err2 := n.Bundle(s, site, q)
		tokens, err3 := n.Tokens(s, site, tokenForm("css"), "")
		if err := errors.Join(err1, err2, err3); err != nil {
			t.Fatal(err)
		}
		return []any{header, bundle, tokens, bundle.In(delivery.Brotli), bundle.In(delivery.Gzip)}
	}
	before := map[string][]any{}
	for _, site := range s.Keys {
		before[site] = body(s, site)
	}
	log.publish(group("site2", "changed")[:2]...) // its site and its bundle
	n.catchUp(t, true)
	next := n.Snapshot()
	for _, site := range next.Keys {
		shared := next.Sites[site] == s.Sites[site]
		same := true
		for i, b := range body(next, site) {
			same = same && (b == before[site][i] || i == 2 && site == "site2") // the tokens are another record
		}
		if changed := site == "site2"; shared == changed || same == changed {
			t.Errorf("%s: shared %v, the same bodies %v", site, shared, same)
		}
	}
	if next.Tokens["x"] != s.Tokens["x"] || next.Types["article"] != s.Types["article"] {
		t.Error("tokens and types were made again")
	}
}

func tokenForm(ext string) delivery.TokenForm {
	for _, f := range delivery.TokenForms() {
		if f.Ext == ext {
			return f
		}
	}
	panic("no form " + ext)
}

// TestSweptLog: a node that is behind the sweep of the log copies everything, and has nothing of what was deleted meanwhile; one that is
// at its edge reads on, and one that follows is not aware of it.
func TestSweptLog(t *testing.T) {
	log := newLog("one")
	many(log, "x")
	behind, edge, live := newNode(t, log, t.TempDir()), newNode(t, log, t.TempDir()), newNode(t, log, t.TempDir())
	gone := func(key string) { log.publish(published.Record{Kind: published.KindEntry, Key: key, Deleted: true}) }
	for _, n := range []*node{behind, edge, live} {
		n.catchUp(t, true)
	}
	gone("site0-1")
	edge.catchUp(t, true)
	live.catchUp(t, true)
	swept := log.generation
	gone("site1-1")
	log.publish(group("site2", "y")...)
	live.catchUp(t, true)
	log.set(func(l *memoryLog) { l.sweep(swept) })
	for name, c := range map[string]struct {
		n            *node
		changed, new bool
	}{"behind": {behind, true, true}, "edge": {edge, true, false}, "live": {live, false, false}} {
		c.n.log.Reset()
		c.n.catchUp(t, c.changed)
		if got := strings.Contains(c.n.log.String(), "whole=true"); got != c.new {
			t.Errorf("%s: %s", name, c.n.log)
		}
		c.n.likeNew(t, log)
		if strings.Contains(c.n.serves(t, "site0"), `"id":"site0-1"`) {
			t.Errorf("%s serves what was deleted", name)
		}
	}
	log.publish(group("site3", "z")...)
	live.log.Reset()
	live.catchUp(t, true)
	if strings.Contains(live.log.String(), "whole=true") {
		t.Error("a node that follows copies everything")
	}
	live.likeNew(t, log)
}

// TestSweepOvertakes: a copy that takes longer than the log keeps what was deleted since it began is not what the log is, is not shown,
// and is made again.
func TestSweepOvertakes(t *testing.T) {
	log := newLog("one")
	many(log, "x")
	n := newNode(t, log, t.TempDir())
	pages := 0
	log.set(func(l *memoryLog) {
		l.between = func(l *memoryLog, _ int64) {
			switch pages++; pages {
			case 2: // it has read this one
				l.generation++
				l.epochs[l.generation] = "e"
				r := published.Record{Kind: published.KindEntry, Key: "site0-1", Generation: l.generation, Deleted: true}
				l.records[r.Ref()] = r
			case 3:
				l.sweep(l.generation)
			}
		}
	})
	if _, err := n.follower.CatchUp(t.Context()); !errors.Is(err, delivery.ErrDiffers) || n.Ready() || pages < 4 {
		t.Errorf("%v, ready %v after %d pages", err, n.Ready(), pages)
	}
	n.catchUp(t, true)
	n.likeNew(t, log)
}
