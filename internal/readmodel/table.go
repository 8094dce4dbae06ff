package readmodel

import (
	"bytes"
	"maps"
	"slices"
	"sort"
	"sync/atomic"
	"time"

	"github.com/portico-cms/portico/internal/query"
)

// table has the documents of a type in a chain in memory: what decides whether one can be seen, and the columns that were asked for.
// A document is a number here, its place among all by their row in docs. Documents' texts are not in it. A table never changes: a
// write makes another of it, which shares what is the same.
type table struct {
	tableKey

	version int64         // of the readers, when it was made
	used    *atomic.Int64 // when it was asked for last, in seconds; shared with those that are made of it

	docs   []int64 // rows of docs, ascending
	entry  packed  // ids, in the order of docs
	byID   []uint32
	idRank []uint32 // the place in byID
	space  []uint16 // of spaces
	spaces []string
	twins  map[uint32][]uint32 // those of other spaces that have the same key

	slugs  packed   // in order
	bySlug []uint32 // whose they are

	columns map[columnName]column // nil: it is not for a table, or finds no room
}

// bytes is what it takes.
func (t *table) bytes() int64 {
	n := int64(len(t.docs))*(8+4+4+2) + t.entry.size() + t.slugs.size() + 4*int64(cap(t.bySlug))
	for _, c := range t.columns {
		if c != nil {
			n += c.size()
		}
	}
	return n
}

// with gives the table with one more column.
func (t *table) with(name columnName, c column) *table {
	next := *t
	next.columns = maps.Clone(t.columns)
	next.columns[name] = c
	return &next
}

// maxSpaces is how many spaces the documents of a table may be in.
const maxSpaces = 1 << 16

// readTable reads the documents from indexes alone: their rows are large. It gives nil where they are not for a table.
func (s *session) readTable(typ string) (*table, error) {
	t := &table{
		tableKey: tableKey{s.chain, typ}, version: s.version, used: &atomic.Int64{}, twins: map[uint32][]uint32{},
		columns: map[columnName]column{},
	}
	t.used.Store(time.Now().Unix())
	rows, err := s.query(text("SELECT doc, entry, space, key FROM docs d INDEXED BY docs_key WHERE chain = ? AND type = ?"+
		" ORDER BY key, entry, space", s.chain, typ))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	type row struct {
		doc        int64
		entry, key string
		space      uint16
	}
	var all []row
	numbers := map[string]uint16{}
	for rows.Next() {
		s.giveWay()
		var r row
		var space string
		if err := rows.Scan(&r.doc, &r.entry, &space, &r.key); err != nil {
			return nil, err
		}
		n, known := numbers[space]
		if !known {
			var ok bool
			if n, ok = t.number(space); !ok {
				return nil, nil //nolint:nilnil // there is none
			}
			numbers[space] = n
		}
		r.space = n
		all = append(all, r)
	}
	if err := rows.Err(); err != nil {
		return nil, s.failed(err)
	}
	slices.SortFunc(all, func(a, b row) int {
		s.giveWay()
		return int(a.doc - b.doc)
	})
	keys := make(map[string]uint32, len(all))
	for i, r := range all {
		o := uint32(i)
		t.docs, t.space = append(t.docs, r.doc), append(t.space, r.space)
		t.entry.add(r.entry)
		if first, twin := keys[r.key]; twin {
			t.twins[first] = append(t.twins[first], o)
		} else {
			keys[r.key] = o
		}
	}
	t.pair()
	t.rankIDs(s.giveWay)
	return t, s.readSlugs(t)
}

// number gives the number of a space; ok is false where there are too many.
func (t *table) number(space string) (n uint16, ok bool) {
	at := slices.Index(t.spaces, space)
	if at < 0 {
		at = len(t.spaces)
		if at == maxSpaces {
			return 0, false
		}
		t.spaces = append(t.spaces[:at:at], space)
	}
	return uint16(at), true
}

// pair tells each of several with one key of all others.
func (t *table) pair() {
	for _, first := range slices.Collect(maps.Keys(t.twins)) {
		same := append([]uint32{first}, t.twins[first]...)
		for _, o := range same {
			t.twins[o] = same
		}
	}
}

func (t *table) rankIDs(giveWay func()) {
	t.byID, t.idRank = make([]uint32, len(t.docs)), make([]uint32, len(t.docs))
	for i := range t.byID {
		t.byID[i] = uint32(i)
	}
	slices.SortFunc(t.byID, func(a, b uint32) int {
		giveWay()
		return bytes.Compare(t.entry.at(int(a)), t.entry.at(int(b)))
	})
	for rank, o := range t.byID {
		t.idRank[o] = uint32(rank)
	}
}

func (s *session) readSlugs(t *table) error {
	rows, err := s.query(text("SELECT doc, slug FROM docs d INDEXED BY docs_slug WHERE chain = ? AND type = ? AND slug IS NOT NULL"+
		" ORDER BY slug", s.chain, t.typ))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		s.giveWay()
		var doc int64
		var slug string
		if err := rows.Scan(&doc, &slug); err != nil {
			return err
		}
		if o, ok := t.at(doc); ok {
			t.slugs.add(slug)
			t.bySlug = append(t.bySlug, o)
		}
	}
	return s.failed(rows.Err())
}

// at finds a row of docs.
func (t *table) at(doc int64) (uint32, bool) {
	i, ok := slices.BinarySearch(t.docs, doc)
	return uint32(i), ok
}

// id finds an entry.
func (t *table) id(entry string) (o uint32, ok bool) {
	i, ok := sort.Find(len(t.byID), func(i int) int { return -t.entry.compare(int(t.byID[i]), entry) })
	if !ok {
		return 0, false
	}
	return t.byID[i], true
}

// slug finds the entries that have it.
func (t *table) slug(slug string) (found []uint32) {
	i, _ := sort.Find(t.slugs.len(), func(i int) int { return -t.slugs.compare(i, slug) })
	for ; i < t.slugs.len() && t.slugs.compare(i, slug) == 0; i++ {
		found = append(found, t.bySlug[i])
	}
	return found
}

// sight is what a caller sees of a table; it says the same as session.visible.
type sight struct {
	t    *table
	rank []int // of each of the table's spaces: how near it is, or -1
	flat bool
	show []bool // of each: whether the caller may see what is in it
}

func (t *table) seenIn(scope query.Scope) sight {
	v := sight{t: t, rank: make([]int, len(t.spaces)), show: make([]bool, len(t.spaces)), flat: scope.Flat}
	hidden := slices.Contains(scope.Hidden, t.typ)
	for i, space := range t.spaces {
		v.rank[i] = slices.Index(scope.Spaces, space)
		v.show[i] = v.rank[i] >= 0 && !hidden && (scope.Allowed == nil || slices.Contains(scope.Allowed[t.typ], space))
	}
	return v
}

// sees says whether a document can be seen: where no nearer space has one with the same key.
func (v *sight) sees(o uint32) bool {
	space := v.t.space[o]
	if !v.show[space] || v.flat || len(v.t.twins) == 0 {
		return v.show[space]
	}
	for _, twin := range v.t.twins[o] {
		if r := v.rank[v.t.space[twin]]; r >= 0 && r < v.rank[space] {
			return false
		}
	}
	return true
}
