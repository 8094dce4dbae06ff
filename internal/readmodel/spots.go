package readmodel

import (
	"bytes"
	"cmp"
	"slices"
	"sort"

	"github.com/portico-cms/portico/internal/query"
)

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
