package readmodel

import (
	"context"
	"maps"
	"math"
	"sync"
	"sync/atomic"
	"time"

	"github.com/maypok86/otter/v2"

	"github.com/portico-cms/portico/internal/query"
)

const (
	maxTables = 256 << 20 // bytes of all tables together; what finds no room is asked of SQLite
	// restOfTables is how long bringing a table up to date waits, as a multiple of what it took: a type that is written all the time is
	// not read all the time for its table.
	restOfTables = 10
	// quickDocs and quickRows are how many documents may have changed, and how many places of columns may have to be laid out again,
	// where a question brings a table up to date itself: it takes a few milliseconds.
	quickDocs, quickRows = 50, 150_000
	// keepTables is how long a table stays that nobody asks for, where another wants its room.
	keepTables = 10 * time.Minute
)

// tables are the types that are in memory. They are read in the background when they are first asked for, and brought up to date
// there when they are asked for after a write. A question does not wait for that.
type tables struct {
	m       *ReadModel
	changes *changes
	current atomic.Pointer[map[tableKey]*table]
	wait    bool                       // tests: a question waits
	off     bool                       // there are none
	quick   int                        // quickRows; tests set another
	kept    *otter.Cache[int64, *kept] // by their row

	mu      sync.Mutex // of the rest, and of who changes the above
	work    map[tableKey]*work
	noted   string     // what the file says which tables there are
	one     sync.Mutex // held by who reads: requests need the readers more
	reading sync.WaitGroup
	context context.Context //nolint:containedctx // of the work in the background: it ends with the file
	stop    context.CancelFunc
}

// work is what is done for a table in the background.
type work struct {
	chain   string              // its tags
	columns map[columnName]bool // that were asked for
	busy    bool
	more    bool      // columns were asked for that the table has not been read with
	rest    time.Time // nothing is done again before this
}

func newTables(m *ReadModel) *tables {
	t := &tables{m: m, quick: quickRows, changes: newChanges(), kept: newKept(), work: map[tableKey]*work{}}
	t.current.Store(&map[tableKey]*table{})
	t.context, t.stop = context.WithCancel(context.Background())
	return t
}

func (t *tables) close() {
	t.mu.Lock()
	t.stop() // nothing begins after this
	t.mu.Unlock()
	t.reading.Wait()
}

// touch is told of a write before it can be seen.
func (t *tables) touch(version int64, w change) {
	t.changes.note(version, w)
	if !w.all {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.current.Store(&map[tableKey]*table{})
}

// current gives a table that shows what this session sees, or nil.
func (s *session) current(key tableKey) *table {
	t := (*s.tables.current.Load())[key]
	if t == nil || t.version > s.version || s.tables.changes.last(key) > t.version || s.tables.off {
		return nil
	}
	return t
}

// table gives a type's table, or nil, and has it made for those who ask later, with some columns.
func (s *session) table(typ string, columns ...columnName) *table {
	if s.chain == 0 || s.tables.off {
		return nil
	}
	key := tableKey{s.chain, typ}
	t := s.current(key)
	if t == nil {
		t = s.quickly(key)
	}
	if t == nil {
		s.tables.ask(key, s.scope, columns...)
		if !s.tables.wait {
			return nil
		}
		if t = s.current(key); t == nil {
			return nil
		}
	}
	t.used.Store(time.Now().Unix())
	return t
}

// quickly brings a table up to date within the question, where few documents have changed and little is to be laid out again: a list
// right after a save would take longer without it.
func (s *session) quickly(key tableKey) *table {
	old := (*s.tables.current.Load())[key]
	if old == nil || old.version > s.version {
		return nil
	}
	docs, ok := s.tables.changes.since(key, old.version)
	if !ok || len(docs) > quickDocs {
		return nil
	}
	w := s.tables.claim(key)
	if w == nil {
		return nil
	}
	next, err := s.renew(old, docs, s.tables.quick)
	if err == nil && next != nil && !s.tables.put(next) {
		next = nil
	}
	s.tables.mu.Lock()
	defer s.tables.mu.Unlock()
	w.busy = false
	return next // what could not be read now is read in the background
}

// claim says that the caller works on a table now, until it is no longer busy; nil where somebody else does. It may be given up for another
// meanwhile.
func (t *tables) claim(key tableKey) *work {
	t.mu.Lock()
	defer t.mu.Unlock()
	w := t.work[key]
	if w == nil || w.busy {
		return nil
	}
	w.busy = true
	return w
}

// column gives a column of a table, or nil, and has it read for those who ask later.
func (s *session) column(t *table, name columnName) column {
	c, known := t.columns[name]
	if !known {
		s.tables.ask(t.tableKey, s.scope, name)
		if now := s.current(t.tableKey); now != nil && s.tables.wait {
			c = now.columns[name] // nothing was written: it has the same documents
		}
	}
	return c
}

// valuesOf gives the values of a path; ok is false where they are not in memory.
func (s *session) valuesOf(t *table, name string) (v *values, ok bool, err error) {
	path, err := s.path(t.typ, name)
	if err != nil {
		return nil, false, err
	}
	if path == 0 {
		return &values{first: make([]uint32, len(t.docs)+1)}, true, nil
	}
	v, ok = s.column(t, columnName{name, false}).(*values)
	return v, ok, nil
}

// sortedOf gives the order by a path; ok is false where it is not in memory.
func (s *session) sortedOf(t *table, name string) (c *sorted, ok bool) {
	c, ok = s.column(t, columnName{name, true}).(*sorted)
	return c, ok
}

// ask has a table made or brought up to date in the background, with a column perhaps.
func (t *tables) ask(key tableKey, scope query.Scope, columns ...columnName) {
	t.mu.Lock()
	w := t.work[key]
	if w == nil {
		w = &work{chain: chainKey(scope.Chain), columns: map[columnName]bool{}}
		t.work[key] = w
	}
	for _, name := range columns {
		w.more = w.more || !w.columns[name]
		w.columns[name] = true
	}
	if w.busy || !w.more && time.Now().Before(w.rest) && !t.wait || t.context.Err() != nil {
		t.mu.Unlock()
		return
	}
	w.busy = true
	t.reading.Add(1)
	t.mu.Unlock()
	if t.wait {
		t.run(key, w, scope)
		return
	}
	go func() {
		t.one.Lock()
		defer t.one.Unlock()
		t.run(key, w, scope)
	}()
}

// run does the work for a table until nobody has asked for more of it meanwhile.
func (t *tables) run(key tableKey, w *work, scope query.Scope) {
	defer t.reading.Done()
	begin := time.Now()
	for more := true; more; {
		t.mu.Lock()
		w.more = false
		columns := maps.Clone(w.columns)
		t.mu.Unlock()
		err := t.bring(key, columns, scope) // what cannot be read now is asked of SQLite, and tried again
		t.mu.Lock()
		if more = w.more && err == nil; !more {
			w.busy, w.rest = false, time.Now().Add(restOfTables*time.Since(begin))
			t.keep()
		}
		t.mu.Unlock()
	}
}

// bring makes a table as the file is now, with some columns: from the one before, where it is known what has changed since.
func (t *tables) bring(key tableKey, columns map[columnName]bool, scope query.Scope) error {
	s, err := t.m.begin(t.context, scope)
	if err != nil {
		return err
	}
	defer s.end()
	next, err := s.next(key)
	if err != nil || next == nil || !t.put(next) {
		return err
	}
	for name := range columns {
		if _, there := next.columns[name]; there {
			continue
		}
		c, there, err := s.readColumn(next, name)
		if err != nil {
			return err
		}
		if !there {
			continue
		}
		if next = next.with(name, c); !t.put(next) {
			next = next.with(name, nil)
			t.put(next)
		}
	}
	return nil
}

// next is a table as this session sees it; nil where the type is not for one.
func (s *session) next(key tableKey) (*table, error) {
	if old := (*s.tables.current.Load())[key]; old != nil && old.version <= s.version {
		if docs, ok := s.tables.changes.since(key, old.version); ok {
			return s.renew(old, docs, math.MaxInt)
		}
	}
	return s.readTable(key.typ)
}

// put puts a table in the place of the one before, where there is room.
func (t *tables) put(next *table) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	others := maps.Clone(*t.current.Load())
	delete(others, next.tableKey)
	if !t.room(others, next.bytes()) {
		return false
	}
	others[next.tableKey] = next
	t.current.Store(&others)
	return true
}

// room says whether so many bytes are left beside some tables, and takes out of these those that nobody has asked for in a while.
func (t *tables) room(others map[tableKey]*table, bytes int64) bool {
	for {
		all := bytes
		var oldest *table
		for _, one := range others {
			all += one.bytes()
			if oldest == nil || one.used.Load() < oldest.used.Load() {
				oldest = one
			}
		}
		if all <= maxTables {
			return true
		}
		if oldest == nil || time.Since(time.Unix(oldest.used.Load(), 0)) < keepTables {
			return false
		}
		delete(others, oldest.tableKey)
		delete(t.work, oldest.tableKey)
	}
}
