package readmodel

import (
	"context"
	"maps"
	"sync"
	"sync/atomic"
	"time"

	"github.com/maypok86/otter/v2"

	"github.com/portico-cms/portico/internal/query"
)

const (
	maxTables = 256 << 20 // bytes of all tables together; what finds no room is asked of SQLite
	// restOfTables is how long making a table again waits, as a multiple of what it took: a type that is written all the time is not
	// read all the time for its table.
	restOfTables = 10
)

// tables are the types that are in memory. They are read in the background when they are first asked for, and a question does not
// wait for that.
type tables struct {
	m       *ReadModel
	current atomic.Pointer[map[tableKey]*table]
	touched atomic.Pointer[touched]
	wait    bool                       // tests: a question waits
	off     bool                       // there are none
	kept    *otter.Cache[int64, *kept] // by their row

	mu      sync.Mutex // of the rest, and of who changes the above
	bytes   int64
	busy    map[any]time.Time // what is being read, and what is not to be read before a time
	one     sync.Mutex        // held by who reads: requests need the readers more
	reading sync.WaitGroup
	context context.Context //nolint:containedctx // of the work in the background: it ends with the file
	stop    context.CancelFunc
}

type tableKey struct {
	chain int64
	typ   string
}

// touched says by which write a type's documents became others last.
type touched struct {
	all   int64
	types map[string]int64
}

func (t *touched) of(typ string) int64 { return max(t.all, t.types[typ]) }

func newTables(m *ReadModel) *tables {
	t := &tables{m: m, kept: newKept(), busy: map[any]time.Time{}}
	t.current.Store(&map[tableKey]*table{})
	t.touched.Store(&touched{types: map[string]int64{}})
	t.context, t.stop = context.WithCancel(context.Background())
	return t
}

func (t *tables) close() {
	t.mu.Lock()
	t.stop() // nothing begins after this
	t.mu.Unlock()
	t.reading.Wait()
}

// touch is told of a write before it can be seen: of the types that it touches, nil for all.
func (t *tables) touch(version int64, types map[string]bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	old := t.touched.Load()
	next := &touched{all: old.all, types: maps.Clone(old.types)}
	for typ := range types {
		next.types[typ] = version
	}
	if types == nil {
		next = &touched{all: version, types: map[string]int64{}}
	}
	t.touched.Store(next)
	left := maps.Clone(*t.current.Load())
	for key, one := range left {
		if next.of(key.typ) > one.version {
			delete(left, key)
			one.mu.Lock()
			t.bytes -= one.bytes
			one.mu.Unlock()
		}
	}
	t.current.Store(&left)
}

// table gives a type's table as this session sees it, or nil.
func (s *session) table(typ string) *table {
	if s.chain == 0 || s.tables.off {
		return nil
	}
	key := tableKey{s.chain, typ}
	if t := (*s.tables.current.Load())[key]; t != nil {
		if t.version <= s.version {
			return t
		}
		return nil
	}
	s.tables.later(key, s.scope, func(s *session) error { return s.tables.make(s, typ) })
	if s.tables.wait {
		if t := (*s.tables.current.Load())[key]; t != nil && t.version <= s.version {
			return t
		}
	}
	return nil
}

// later reads something in the background, once at a time, and not again before it has rested.
func (t *tables) later(what any, scope query.Scope, read func(*session) error) {
	t.mu.Lock()
	if until, known := t.busy[what]; known && (until.IsZero() || time.Now().Before(until)) && !t.wait || t.context.Err() != nil {
		t.mu.Unlock()
		return
	}
	t.busy[what] = time.Time{}
	t.reading.Add(1)
	t.mu.Unlock()
	work := func() {
		defer t.reading.Done()
		if !t.wait {
			t.one.Lock()
			defer t.one.Unlock()
		}
		begin := time.Now()
		if s, err := t.m.begin(t.context, scope); err == nil {
			_ = read(s) // what cannot be read now is asked of SQLite, and tried again
			s.end()
		}
		t.mu.Lock()
		t.busy[what] = time.Now().Add(restOfTables * time.Since(begin))
		t.mu.Unlock()
	}
	if t.wait {
		work()
		return
	}
	go work()
}

// make reads a table, and puts it among the others where there is room and nothing was written in the meantime.
func (t *tables) make(s *session, typ string) error {
	one, err := s.readTable(typ)
	if err != nil || one == nil {
		return err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.touched.Load().of(typ) > one.version || !t.room(one.bytes) {
		return nil
	}
	next := maps.Clone(*t.current.Load())
	next[tableKey{s.chain, typ}] = one
	t.current.Store(&next)
	return nil
}

// room takes so many bytes, where they are left.
func (t *tables) room(bytes int64) bool {
	if t.bytes+bytes > maxTables {
		return false
	}
	t.bytes += bytes
	return true
}

// columnName names a column among what is read in the background.
type columnName struct {
	table  tableKey
	name   string
	sorted bool
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
	read := func(s *session) (*values, error) { return s.readValues(t, path) }
	v, ok = column(s, t, t.values, columnName{tableKey{t.chain, t.typ}, name, false}, read)
	return v, ok, nil
}

// sortedOf gives the order of a path; ok is false where it is not in memory.
func (s *session) sortedOf(t *table, name string, path int64) (c *sorted, ok bool) {
	read := func(s *session) (*sorted, error) { return s.readSorted(t, name, path) }
	return column(s, t, t.sorted, columnName{tableKey{t.chain, t.typ}, name, true}, read)
}

// column gives a column of a table, which is read when it is first asked for.
func column[C interface {
	comparable
	size() int64
}](s *session, t *table, columns map[string]C, name columnName, read func(*session) (C, error)) (c C, ok bool) {
	var none C
	for range 2 {
		t.mu.Lock()
		c, ok = columns[name.name]
		t.mu.Unlock()
		if ok {
			return c, c != none
		}
		s.tables.later(name, s.scope, func(s *session) error {
			c, err := read(s)
			if err != nil {
				return err
			}
			s.tables.mu.Lock()
			defer s.tables.mu.Unlock()
			t.mu.Lock()
			defer t.mu.Unlock()
			if s.tables.touched.Load().of(t.typ) > t.version {
				return nil // the table is gone
			}
			if c != none && !s.tables.room(c.size()) {
				c = none
			}
			if c != none {
				t.bytes += c.size()
			}
			columns[name.name] = c
			return nil
		})
		if !s.tables.wait {
			break
		}
	}
	return none, false
}
