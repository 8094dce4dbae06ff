package readmodel

import (
	"bytes"
	"cmp"
	"slices"
	"sort"

	"github.com/portico-cms/portico/internal/query"
	"github.com/portico-cms/portico/internal/search"
)

// tabled answers a list from a table: the same page and total as SQLite would.
type tabled struct {
	*lister

	t     *table
	see   sight
	cond  condition // of the filter and the words
	order []direction
}

// direction is one order of a list.
type direction struct {
	*sorted

	descending bool
}

// tabled gives nil where a table does not have what the query needs.
func (l *lister) tabled() (*tabled, error) {
	if len(l.q.Facets) > 0 || len(l.q.Sort) == 0 || l.known {
		return nil, nil //nolint:nilnil // there is none
	}
	t := l.table(l.q.Type.Name)
	if t == nil {
		return nil, nil //nolint:nilnil // there is none
	}
	var found []int64
	if l.match != "" {
		var err error
		if found, err = l.found(); err != nil || found == nil {
			return nil, err
		}
	}
	a := &tabled{lister: l, t: t, cond: condition{holds: func(uint32) bool { return true }}}
	ok := true
	var err error
	if l.q.Filter != nil {
		c := &compiler{l.session, t}
		if a.cond, ok, err = c.test(l.q.Filter); !ok || err != nil {
			return nil, err
		}
	}
	if l.match != "" {
		a.cond.among, a.cond.few = nil, true
		for _, doc := range found {
			if o, here := t.at(doc); here {
				a.cond.among = append(a.cond.among, o)
			}
		}
	}
	a.see = t.seenIn(l.scope)
	ok, err = a.orders()
	if !ok || err != nil {
		return nil, err
	}
	return a, nil
}

// found gives the documents that have the words, perhaps with some of other types and chains, which a table does not have; nil
// where they are many. Without the type's own word, which all its documents have, SQLite has less to go through.
func (l *lister) found() ([]int64, error) {
	parsed, err := search.Parse(l.scope.Chain[0], l.q.Text)
	if err != nil {
		return nil, err
	}
	for _, match := range []string{inTexts(parsed.Match()), l.match} {
		docs, known, err := l.session.few(text("SELECT rowid FROM words WHERE words MATCH ?", match))
		if err != nil {
			return nil, err
		}
		if known {
			return append([]int64{}, docs...), nil
		}
	}
	return nil, nil
}

func (a *tabled) orders() (ok bool, err error) {
	for _, o := range a.q.Sort {
		name := o.Path.Field.Name
		path := int64(0)
		switch {
		case o.Path.Own:
			if name = ownMark + name; momentIndexes[name] == "" {
				return false, nil
			}
		case o.Path.Meta:
			name = metaMark + name
		}
		if !o.Path.Own {
			if path, err = a.path(a.t.typ, name); err != nil || path == 0 {
				return false, err
			}
		}
		c, ok, err := a.sortedOf(a.t, name, path)
		if !ok || err != nil {
			return false, err
		}
		a.order = append(a.order, direction{c, o.Descending})
	}
	return true, nil
}

// fits says whether a document is in the result.
func (a *tabled) fits(o uint32) bool { return a.cond.holds(o) && a.see.sees(o) }

// spot is a place in the list: of each order twice the rank, or between two ranks; then the same of the id.
type spot [8]int64

// at gives the spot of a document, as a list that goes up.
func (a *tabled) at(o uint32) (s spot) {
	for i, d := range a.order {
		s[i] = d.turned(2*int64(d.rank[o]), d.rank[o] == missing)
	}
	s[len(a.order)] = a.order[0].turned(2*int64(a.t.idRank[o]), false)
	return s
}

// turned makes what comes first the smallest. What has no value comes last in either direction.
func (d *direction) turned(rank int64, none bool) int64 {
	switch {
	case none:
		return 1 << 40
	case d.descending:
		return -rank
	}
	return rank
}

// from gives the spot of a cursor; ok is false where it is none of this list.
func (a *tabled) from(c *query.Cursor) (s spot, ok bool) {
	if len(c.Keys) != len(a.order) {
		return s, false
	}
	for i, d := range a.order {
		var key string
		switch k := c.Keys[i].(type) {
		case []byte:
			if ok = !d.isText; bytes.Equal(k, missingLow) || bytes.Equal(k, missingHigh) {
				s[i] = d.turned(0, true)
				continue
			}
			key = string(k)
		case string:
			key, ok = k, d.isText
		}
		if !ok {
			return s, false
		}
		n, found := sort.Find(d.keys.len(), func(i int) int { return -d.keys.compare(i, key) })
		s[i] = d.turned(between(n, found), false)
	}
	n, found := sort.Find(len(a.t.byID), func(i int) int { return -a.t.entry.compare(int(a.t.byID[i]), c.ID) })
	s[len(a.order)] = a.order[0].turned(between(n, found), false)
	return s, true
}

// between is twice the rank of what was found, or what lies before the rank where it would be.
func between(n int, found bool) int64 {
	if found {
		return 2 * int64(n)
	}
	return 2*int64(n) - 1
}

// ranked is a document with its spot; backward ones are turned round.
type ranked struct {
	o uint32
	spot
}

func (r ranked) compare(o ranked) int { return slices.Compare(r.spot[:], o.spot[:]) }

// page finds the documents of a page and one more, in the order in which the list is read.
func (a *tabled) page(from *query.Cursor, size int) (rows []place, ok bool) {
	best := &closest{limit: size + 1}
	var after *spot
	sign := int64(1)
	if from != nil {
		s, ok := a.from(from)
		if !ok {
			return nil, false
		}
		if from.Backward {
			sign = -1
		}
		s.times(sign)
		after = &s
	}
	take := func(o uint32) {
		r := ranked{o, a.at(o)}
		r.times(sign)
		if after == nil || slices.Compare(r.spot[:], after[:]) > 0 {
			best.add(r)
		}
	}
	if candidates := a.candidates(size); candidates != nil {
		for _, o := range candidates {
			if a.fits(o) {
				take(o)
			}
		}
	} else {
		a.walk(sign < 0, after, best, take)
	}
	for _, r := range best.sorted() {
		p := place{doc: a.t.docs[r.o]}
		for _, d := range a.order {
			p.keys = append(p.keys, d.key(r.o))
		}
		rows = append(rows, p)
	}
	return rows, true
}

func (s *spot) times(sign int64) {
	for i := range s {
		s[i] *= sign
	}
}

// key gives the key of a document as a cursor has it.
func (d *direction) key(o uint32) any {
	switch {
	case d.rank[o] == missing && d.descending:
		return missingLow
	case d.rank[o] == missing:
		return missingHigh
	case d.isText:
		return string(d.keys.at(int(d.rank[o])))
	}
	return d.keys.at(int(d.rank[o]))
}

// candidates gives documents among which the result is, each once, where going through them is less work than walking along the
// order: the fewer there are, the further apart they stand in it.
func (a *tabled) candidates(size int) []uint32 {
	n := len(a.cond.among)
	if !a.cond.few || n > 64 && n*n > 4*(size+1)*len(a.t.docs) {
		return nil
	}
	some := slices.Clone(a.cond.among)
	slices.Sort(some)
	return append([]uint32{}, slices.Compact(some)...)
}

// walk goes along the first order until the page is full and no other document can stand among its own.
func (a *tabled) walk(backward bool, after *spot, best *closest, take func(uint32)) {
	d := a.order[0]
	parts := [][]uint32{d.sorted.order, d.none}
	if backward {
		slices.Reverse(parts)
	}
	for _, part := range parts {
		reverse := d.descending != backward
		for j := range part {
			o := part[j]
			if reverse {
				o = part[len(part)-1-j]
			}
			if best.full() || after != nil {
				s := a.at(o)
				if backward {
					s.times(-1)
				}
				if best.full() && s[0] > best.worst() {
					return
				}
				if after != nil && s[0] < after[0] {
					continue
				}
			}
			if a.fits(o) {
				take(o)
			}
		}
	}
}

// total counts the whole result.
func (a *tabled) total() (n int64) {
	if a.cond.few {
		some := slices.Clone(a.cond.among)
		slices.Sort(some)
		for _, o := range slices.Compact(some) {
			if a.fits(o) {
				n++
			}
		}
		return n
	}
	for o := range a.t.docs {
		if a.fits(uint32(o)) { //nolint:gosec // far fewer
			n++
		}
	}
	return n
}

// closest keeps the first of what is added to it: a heap whose root is the last of them.
type closest struct {
	limit int
	heap  []ranked
}

func (c *closest) full() bool { return len(c.heap) == c.limit }

// worst is the first number of the last spot.
func (c *closest) worst() int64 { return c.heap[0].spot[0] }

func (c *closest) add(r ranked) {
	if !c.full() {
		c.heap = append(c.heap, r)
		for i := len(c.heap) - 1; i > 0 && c.heap[(i-1)/2].compare(c.heap[i]) < 0; i = (i - 1) / 2 {
			c.heap[i], c.heap[(i-1)/2] = c.heap[(i-1)/2], c.heap[i]
		}
		return
	}
	if r.compare(c.heap[0]) >= 0 {
		return
	}
	c.heap[0] = r
	for i := 0; ; {
		next := 2*i + 1
		if next >= len(c.heap) {
			return
		}
		if next+1 < len(c.heap) && c.heap[next+1].compare(c.heap[next]) > 0 {
			next++
		}
		if c.heap[i].compare(c.heap[next]) >= 0 {
			return
		}
		c.heap[i], c.heap[next] = c.heap[next], c.heap[i]
		i = next
	}
}

func (c *closest) sorted() []ranked {
	slices.SortFunc(c.heap, func(a, b ranked) int { return cmp.Or(a.compare(b), cmp.Compare(a.o, b.o)) })
	return c.heap
}
