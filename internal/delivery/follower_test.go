package delivery_test

import (
	"bytes"
	cmpbase "cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/delivery"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/readmodel"
)

// memoryLog is a publication log that a test writes, breaks and replaces. Its pages are short.
type memoryLog struct {
	mu         sync.Mutex
	identity   string
	generation int64
	epochs     map[int64]string
	records    map[published.Ref]published.Record
	fails      error
	throws     any
	asked      []int64                         // from where; -1 is in the middle
	between    func(l *memoryLog, after int64) // called before a page
	changed    func(p *published.Page)         // called with a page
	wake       chan struct{}
}

func newLog(identity string) *memoryLog {
	return &memoryLog{
		identity: identity, records: map[published.Ref]published.Record{}, epochs: map[int64]string{}, wake: make(chan struct{}, 1),
	}
}

const pageLength = 4

func (l *memoryLog) Page(_ context.Context, after published.Place) (*published.Page, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	from := after.Generation
	if after.After != nil {
		from = -1
	}
	l.asked = append(l.asked, from)
	if l.between != nil {
		l.between(l, from)
	}
	if l.throws != nil {
		panic(l.throws)
	}
	if l.fails != nil {
		return nil, l.fails
	}
	page := &published.Page{Head: published.Position{Identity: l.identity, Generation: l.generation, Epoch: l.epochs[l.generation]}}
	if after.Identity != l.identity || after.Generation > l.generation || after.Epoch != l.epochs[after.Generation] {
		page.Whole, after = true, published.Place{}
	}
	mark := published.Mark{Generation: after.Generation, Kind: "~"}
	if after.After != nil {
		mark = *after.After
	}
	var sum published.Checksum
	for _, r := range l.records {
		if !r.Deleted {
			sum.Add(r.Mark(), r.Hash())
		}
		if compareMarks(r.Mark(), mark) > 0 {
			page.Records = append(page.Records, r)
		}
	}
	page.Checksum, page.Next = sum.String(), published.Place{Position: page.Head}
	slices.SortFunc(page.Records, func(a, b published.Record) int { return compareMarks(a.Mark(), b.Mark()) })
	if len(page.Records) > pageLength {
		page.Records = page.Records[:pageLength]
		last := page.Records[pageLength-1].Mark()
		page.Next.After = &last
	}
	if l.changed != nil {
		l.changed(page)
	}
	return page, nil
}

func compareMarks(a, b published.Mark) int {
	return cmpbase.Or(cmpbase.Compare(a.Generation, b.Generation), cmpbase.Compare(a.Kind, b.Kind), cmpbase.Compare(a.Key, b.Key))
}

func (l *memoryLog) Watch() (<-chan struct{}, func()) { return l.wake, func() {} }

func (l *memoryLog) publish(records ...published.Record) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.generation++
	l.epochs[l.generation] = rand.Text()
	for _, r := range records {
		r.Generation = l.generation
		l.records[r.Ref()] = r
	}
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

// sweep takes what only those need who are behind a generation.
func (l *memoryLog) sweep(generation int64) {
	for g := range generation {
		delete(l.epochs, g)
	}
	maps.DeleteFunc(l.records, func(_ published.Ref, r published.Record) bool { return r.Deleted && r.Generation <= generation })
}

func (l *memoryLog) set(change func(l *memoryLog)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	change(l)
}

// group is a site with a header of the given text.
func group(site, header string) []published.Record {
	facts := published.Site{
		Key: site, Name: header, DefaultLocale: "fr", Brand: "x", Spaces: []string{site, "shared"}, Hosts: []string{"demo.example"}, Origins: []string{"https://demo.example"},
		Locales: []published.SiteLocale{{Tag: "fr", Chain: []string{"fr"}}}, CSP: published.CSP{"style-src": {published.SlotOrigin, header}},
	}
	return []published.Record{
		published.NewRecord(published.KindSite, site, facts),
		published.NewRecord(published.KindBundle, site+"/fr", published.Bundle{
			Site: site, Locale: "fr", Menus: map[string][]published.Item{"main": {{ID: "a", Label: header, Path: "/a"}}},
			Parts: map[string]published.Part{"header": {{Text: "<header>" + header + " "}, {Slot: published.SlotGeneration}, {Text: "</header>"}}},
		}),
		published.NewRecord(published.KindTokens, "x", published.Tokens{Brand: "x", CSS: header, JSON: "{}"}),
		published.NewRecord(published.KindType, "article", published.Type{Name: "article", Title: "title"}),
		published.NewRecord(published.KindEntry, site+"-1", published.Entry{
			ID: site + "-1", Type: "article", Space: site, Key: "1", Locales: map[string]published.EntryDoc{"fr": {Fields: map[string]any{"title": header}}},
		}),
		published.NewRecord(published.KindNode, "secrets", published.NodeSecrets{CursorKey: []byte("key")}),
	}
}

// node is a delivery node on a folder, with its follower and what it logs.
type node struct {
	*delivery.Node
	follower *delivery.Follower
	index    *readmodel.ReadModel
	log      *bytes.Buffer
}

func newNode(t *testing.T, log published.Log, dir string) *node {
	t.Helper()
	index, _, err := readmodel.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = index.Close() })
	var out bytes.Buffer
	n := delivery.NewNode(index, "https://delivery.example", time.Hour)
	if _, err := delivery.Restore(t.Context(), n); err != nil {
		t.Fatal(err)
	}
	f := &delivery.Follower{Log: log, Node: n, Poll: time.Hour, Logger: slog.New(slog.NewTextHandler(&out, nil))}
	return &node{n, f, index, &out}
}

func (n *node) catchUp(t *testing.T, want bool) {
	t.Helper()
	changed, err := n.follower.CatchUp(t.Context())
	if err != nil || changed != want {
		t.Fatalf("changed %v, %v; want %v", changed, err, want)
	}
}

// serves asks for every kind of answer, and gives each with its ETag. A missing site is "gone".
func (n *node) serves(t *testing.T, site string) string {
	t.Helper()
	s := n.Snapshot()
	var out []string
	add := func(b *delivery.Body, err error) {
		if err != nil {
			out = append(out, "gone")
			return
		}
		out = append(out, string(b.In(delivery.Identity).Bytes)+b.In(delivery.Identity).ETag+b.SurrogateKey)
	}
	q := &delivery.PageQuery{Path: "/a"}
	add(n.Sites(s), nil)
	add(n.Site(s, site))
	add(n.Bundle(s, site, q))
	add(n.Fragment(s, site, "header", q))
	add(n.Fragment(s, site, "", q))
	add(n.Menus(s, site, "", q))
	add(n.Menus(s, site, "main", q))
	add(n.Tokens(s, site, tokenForm("css"), ""))
	add(n.Entries(t.Context(), s, site, "article", nil))
	add(n.Entry(t.Context(), s, site, "article", site+"-1", nil))
	return fmt.Sprintf("generation %d %s\n%s", s.Generation, s.Number, strings.Join(out, "\n"))
}

func TestFollow(t *testing.T) {
	log := newLog("one")
	n := newNode(t, log, t.TempDir())
	n.catchUp(t, false)
	if n.Ready() || n.Stale() {
		t.Error("nothing is published yet, and the log answers")
	}
	log.publish(group("a", "first")...)
	n.catchUp(t, true)
	if got := n.serves(t, "a"); !strings.Contains(got, "<header>first 1</header>") || !n.Ready() {
		t.Error(got)
	}
	n.catchUp(t, false)
	log.publish(group("b", "second")...)
	log.publish(group("a", "third")...)
	n.catchUp(t, true)
	if got := n.serves(t, "a"); !strings.Contains(got, "<header>third 3</header>") {
		t.Error(got)
	}
	if got := n.serves(t, "b"); !strings.Contains(got, "<header>second 2</header>") {
		t.Error(got)
	}
	log.publish(published.Record{Kind: published.KindSite, Key: "a", Deleted: true}, published.Record{Kind: published.KindEntry, Key: "a-1", Deleted: true})
	n.catchUp(t, true)
	if got := n.serves(t, "a"); strings.Contains(got, "third") && !strings.Contains(got, "gone") {
		t.Error(got)
	}
	// 0, twice, as there was nothing at first; then six records are two pages, and twelve are two more.
	if diff := cmp.Diff([]int64{0, 0, -1, 1, 1, -1, -1, 3}, log.asked); diff != "" {
		t.Errorf("asked for what it has: %s", diff)
	}
}

// TestRestoreGivesTheSameBytes: after a restart without the log, every answer and every ETag is as before.
func TestRestoreGivesTheSameBytes(t *testing.T) {
	log, dir := newLog("one"), t.TempDir()
	n := newNode(t, log, dir)
	log.publish(group("a", "first")...)
	n.catchUp(t, true)
	log.publish(group("b", "second")...)
	n.catchUp(t, true)
	want := n.serves(t, "a") + n.serves(t, "b")
	if err := n.index.Close(); err != nil {
		t.Fatal(err)
	}
	log.set(func(l *memoryLog) { l.fails = errors.New("away") })
	n = newNode(t, log, dir)
	if diff := cmp.Diff(want, n.serves(t, "a")+n.serves(t, "b")); diff != "" {
		t.Errorf("(-before +after)\n%s", diff)
	}
	if _, err := n.follower.CatchUp(t.Context()); err == nil || !n.Ready() || !n.Stale() {
		t.Errorf("without a log: %v, ready %v, stale %v", err, n.Ready(), n.Stale())
	}
	log.set(func(l *memoryLog) { l.fails, l.asked = nil, nil })
	n.catchUp(t, false)
	if diff := cmp.Diff([]int64{2}, log.asked); diff != "" || n.Stale() {
		t.Errorf("stale %v, %s", n.Stale(), diff)
	}
}

// TestAnotherLog: whatever becomes of the database behind, the node ends up with what that database has, and with nothing else;
// no cached body of the old one survives, though generations come again.
func TestAnotherLog(t *testing.T) {
	for name, c := range map[string]struct {
		becomes func(l *memoryLog)
	}{
		"another identity, the same generation": {func(l *memoryLog) { l.identity = "two" }},
		"another identity, older":               {func(l *memoryLog) { l.identity, l.generation = "two", 1 }},
		"another identity, newer":               {func(l *memoryLog) { l.identity, l.generation = "two", 9 }},
		"restored from a backup":                {func(l *memoryLog) { l.generation = 1 }},
		"restored, and published again":         {func(l *memoryLog) { l.epochs[2] = "other" }},
		"restored, and published beyond":        {func(l *memoryLog) { l.generation, l.epochs[2] = 9, "other" }},
	} {
		for _, restart := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, restarted %v", name, restart), func(t *testing.T) {
				log, dir := newLog("one"), t.TempDir()
				n := newNode(t, log, dir)
				log.publish(group("a", "first")...)
				log.publish(append(group("gone", "gone"), published.NewRecord(published.KindType, "goneType", published.Type{Name: "goneType"}))...)
				n.catchUp(t, true)
				n.serves(t, "a") // everything is cached now
				log.set(func(l *memoryLog) {
					c.becomes(l)
					l.asked, l.records = nil, map[published.Ref]published.Record{}
					for _, r := range group("a", "other") {
						r.Generation = l.generation
						l.records[r.Ref()] = r
					}
				})
				if restart {
					if err := n.index.Close(); err != nil {
						t.Fatal(err)
					}
					n = newNode(t, log, dir)
				}
				n.catchUp(t, true)
				if diff := cmp.Diff([]int64{2, -1}, log.asked); diff != "" {
					t.Error(diff)
				}
				fresh := newNode(t, log, t.TempDir())
				fresh.catchUp(t, true)
				if diff := cmp.Diff(fresh.serves(t, "a"), n.serves(t, "a")); diff != "" {
					t.Errorf("(-a new node +this one)\n%s", diff)
				}
				if got := n.serves(t, "gone"); strings.Count(got, "gone") != 9 || n.Snapshot().Types["goneType"] != nil {
					t.Errorf("of the old log is left: %s", got)
				}
				n.catchUp(t, false)
			})
		}
	}
}

// TestEmptyLogTakesNothingAway: a database that was made anew must not blank fifteen sites.
func TestEmptyLogTakesNothingAway(t *testing.T) {
	log := newLog("one")
	n := newNode(t, log, t.TempDir())
	log.publish(group("a", "first")...)
	n.catchUp(t, true)
	want := n.serves(t, "a")
	log.set(func(l *memoryLog) {
		l.identity, l.generation, l.records = "two", 0, map[published.Ref]published.Record{}
	})
	if _, err := n.follower.CatchUp(t.Context()); err == nil {
		t.Error("no error")
	}
	if diff := cmp.Diff(want, n.serves(t, "a")); diff != "" {
		t.Error(diff)
	}
	log.publish(group("a", "other")...)
	n.catchUp(t, true)
	if got := n.serves(t, "a"); !strings.Contains(got, "<header>other 1</header>") {
		t.Error(got)
	}
}

// TestBadPublications: whatever is wrong with a publication, the one before stays whole, in memory and on disk, the node goes on,
// and follows once it is mended.
func TestBadPublications(t *testing.T) {
	for name, breaks := range map[string]func(l *memoryLog){
		"the log is away": func(l *memoryLog) { l.fails = errors.New("away") },
		"the log panics":  func(l *memoryLog) { l.throws = "boom" },
		"bad bundle": func(l *memoryLog) {
			l.records[published.Ref{Kind: published.KindBundle, Key: "a/fr"}] = published.Record{Kind: published.KindBundle, Key: "a/fr", Generation: 2, Body: []byte("{")}
		},
		"bad entry": func(l *memoryLog) {
			l.records[published.Ref{Kind: published.KindEntry, Key: "z"}] = published.Record{Kind: published.KindEntry, Key: "z", Generation: 2, Body: []byte("{")}
		},
	} {
		t.Run(name, func(t *testing.T) {
			log, dir := newLog("one"), t.TempDir()
			n := newNode(t, log, dir)
			log.publish(group("a", "first")...)
			n.catchUp(t, true)
			want := n.serves(t, "a")
			log.publish(group("a", "second")...)
			log.set(breaks)
			ctx, stop := context.WithCancel(t.Context())
			done := make(chan struct{})
			n.follower.Poll = time.Millisecond
			go func() { defer close(done); n.follower.Run(ctx) }()
			rounds(log, 3)
			if diff := cmp.Diff(want, n.serves(t, "a")); diff != "" {
				t.Errorf("(-before +after)\n%s", diff)
			}
			log.set(func(l *memoryLog) { l.fails, l.throws = nil, nil })
			log.publish(append(group("a", "mended"), published.Record{Kind: published.KindEntry, Key: "z", Deleted: true})...)
			if !n.WaitFor(t.Context(), 3) {
				t.Fatal("it did not follow again")
			}
			stop()
			<-done
			if got := n.serves(t, "a"); !strings.Contains(got, "<header>mended 3</header>") {
				t.Error(got)
			}
			for text, times := range map[string]int{"cannot be followed": 1, "is followed again": 1} {
				if got := strings.Count(n.log.String(), text); got > times {
					t.Errorf("%q stands %d times in the log", text, got)
				}
			}
			if err := n.index.Close(); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(n.serves(t, "a")[:20], newNode(t, log, dir).serves(t, "a")[:20]); diff != "" {
				t.Errorf("on disk: %s", diff)
			}
		})
	}
}

// rounds waits until the log was asked some times more.
func rounds(l *memoryLog, n int) {
	count := func() int {
		l.mu.Lock()
		defer l.mu.Unlock()
		if l.fails != nil {
			return 1 << 30 // Identity fails before; there is nothing to count
		}
		return len(l.asked)
	}
	for begin := count(); count() < begin+n && begin < 1<<30; {
		time.Sleep(time.Millisecond)
	}
}

// TestNotFollowingIsStale: a node that reads a log which it cannot apply gets stale as one does that cannot reach it.
func TestNotFollowingIsStale(t *testing.T) {
	log := newLog("one")
	n := newNode(t, log, t.TempDir())
	log.publish(published.Record{Kind: published.KindSite, Key: "a", Body: []byte("{")})
	if _, err := n.follower.CatchUp(t.Context()); err == nil || !strings.Contains(err.Error(), "record site a of generation 1") {
		t.Errorf("the error does not name the record: %v", err)
	}
	if _, ok := n.Age(); ok || !n.Stale() {
		t.Error("it takes itself for fresh")
	}
	log.publish(group("a", "mended")...)
	n.catchUp(t, true)
	if age, ok := n.Age(); !ok || age < 0 || n.Stale() {
		t.Error("it takes itself for stale")
	}
}

func TestStaleAfter(t *testing.T) {
	log := newLog("one")
	n := delivery.NewNode(newNode(t, log, t.TempDir()).index, "", -time.Second) // a limit that has passed at once
	f := &delivery.Follower{Log: log, Node: n, Poll: time.Hour, Logger: slog.New(slog.DiscardHandler)}
	log.publish(group("a", "first")...)
	if _, err := f.CatchUp(t.Context()); err != nil || !n.Stale() {
		t.Errorf("stale %v, %v", n.Stale(), err)
	}
}

// checkedIndex counts the checks of a read side.
type checkedIndex struct {
	delivery.Index

	checks atomic.Int64
}

func (i *checkedIndex) Check(ctx context.Context) error {
	i.checks.Add(1)
	return i.Index.Check(ctx)
}

// TestChecksWaitForTheReadSide: while it is made for the first time there is nothing to check, and the next check may be hours away.
func TestChecksWaitForTheReadSide(t *testing.T) {
	log := newLog("one")
	index := &checkedIndex{Index: newNode(t, log, t.TempDir()).index}
	f := &delivery.Follower{Log: log, Node: delivery.NewNode(index, "", time.Hour), Poll: time.Hour, Logger: slog.New(slog.DiscardHandler)}
	ctx, stop := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { f.RunChecks(ctx, time.Millisecond) })
	time.Sleep(30 * time.Millisecond)
	if n := index.checks.Load(); n > 0 {
		t.Errorf("%d checks of nothing", n)
	}
	log.publish(group("a", "first")...)
	if _, err := f.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	for index.checks.Load() < 2 && t.Context().Err() == nil {
		time.Sleep(time.Millisecond)
	}
	stop()
	running.Wait()
}

func TestWaitFor(t *testing.T) {
	log := newLog("one")
	n := newNode(t, log, t.TempDir())
	ctx, cancel := context.WithCancel(t.Context())
	if !n.WaitFor(ctx, 0) {
		t.Error("generation 0 is always there")
	}
	var group2 sync.WaitGroup
	for i := range 20 {
		group2.Go(func() {
			if wanted := int64(i%3 + 1); !n.WaitFor(ctx, wanted) || n.Snapshot().Generation < wanted {
				t.Errorf("generation %d did not come", wanted)
			}
		})
	}
	for i := range 3 {
		log.publish(group("a", fmt.Sprint(i))...)
		n.catchUp(t, true)
	}
	group2.Wait()
	cancel()
	if n.WaitFor(ctx, 4) {
		t.Error("a generation that nobody published is there")
	}
	if !n.WaitFor(ctx, 3) {
		t.Error("who asks for what is there needs no time")
	}
}

// TestReadersDuringPublications: a request that has loaded a snapshot gets answers of that one alone.
func TestReadersDuringPublications(t *testing.T) {
	log := newLog("one")
	n := newNode(t, log, t.TempDir())
	log.publish(group("a", "g1")...)
	n.catchUp(t, true)
	stop := make(chan struct{})
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			for {
				s := n.Snapshot()
				b, err := n.Fragment(s, "a", "header", &delivery.PageQuery{})
				want := fmt.Sprintf("<header>g%d %d</header>", s.Generation, s.Generation)
				if err != nil || string(b.In(delivery.Identity).Bytes) != want {
					t.Errorf("%s, %v, want %s", b.In(delivery.Identity).Bytes, err, want)
					return
				}
				select {
				case <-stop:
					return
				default:
				}
			}
		})
	}
	for g := 2; g < 20; g++ {
		log.publish(group("a", fmt.Sprintf("g%d", g))...)
		n.catchUp(t, true)
	}
	close(stop)
	readers.Wait()
}

// TestBundleFollowsItsSite: what a body takes from the site's record changes with it, though the bundle did not.
func TestBundleFollowsItsSite(t *testing.T) {
	log := newLog("one")
	n := newNode(t, log, t.TempDir())
	log.publish(group("a", "first")...)
	n.catchUp(t, true)
	before := n.serves(t, "a")
	log.publish(published.NewRecord(published.KindSite, "a", published.Site{
		Key: "a", DefaultLocale: "fr", Brand: "x", CSP: published.CSP{"script-src": {"https://new.example"}}, DesignSystem: published.DesignSystem{Name: "ds", Version: "2.0.0"},
	}))
	n.catchUp(t, true)
	after := n.serves(t, "a")
	if !strings.Contains(after, "https://new.example") || !strings.Contains(after, "ds:ds@2.0.0") || strings.Contains(before, "https://new.example") {
		t.Error(after)
	}
}
