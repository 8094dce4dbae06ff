package readmodel

import (
	"slices"

	"github.com/portico-cms/portico/internal/query"
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
	names, ok := l.names()
	if !ok {
		return nil, nil //nolint:nilnil // there is none
	}
	t := l.table(l.q.Type.Name, names...)
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
	if l.q.Filter != nil {
		c := &compiler{l.session, t}
		var ok bool
		var err error
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
	ok, err := a.orders()
	if !ok || err != nil {
		return nil, err
	}
	return a, nil
}

// names are the columns that the query needs, so that all are read at once; ok is false where a table never answers it.
func (l *lister) names() (all []columnName, ok bool) {
	for _, o := range l.q.Sort {
		name, ok := orderName(o.Path)
		if !ok {
			return nil, false
		}
		all = append(all, columnName{name, true})
	}
	var walk func(t *query.Test)
	walk = func(t *query.Test) {
		switch {
		case t == nil:
		case t.Match != nil:
			if name := matchName(t.Match); name != "" {
				all = append(all, columnName{name, false})
			}
		default:
			walk(t.Not)
			for _, one := range slices.Concat(t.And, t.Or) {
				walk(one)
			}
		}
	}
	walk(l.q.Filter)
	return all, true
}

// orderName is the column of an order; ok is false where there is none.
func orderName(p query.Path) (name string, ok bool) {
	switch name = p.Field.Name; {
	case p.Own:
		name = ownMark + name
		return name, momentIndexes[name] != ""
	case p.Meta:
		name = metaMark + name
	}
	return name, true
}

func (a *tabled) orders() (ok bool, err error) {
	for _, o := range a.q.Sort {
		name, ok := orderName(o.Path)
		if !ok {
			return false, nil
		}
		if !o.Path.Own {
			if path, err := a.path(a.t.typ, name); err != nil || path == 0 {
				return false, err
			}
		}
		c, ok := a.sortedOf(a.t, name)
		if !ok {
			return false, nil
		}
		a.order = append(a.order, direction{c, o.Descending})
	}
	return true, nil
}

// fits says whether a document is in the result.
func (a *tabled) fits(o uint32) bool { return a.cond.holds(o) && a.see.sees(o) }

// page finds the documents of a page and one more, in the order in which the list is read, without those that are skipped.
func (a *tabled) page(from *query.Cursor, skip, size int) (rows []place, ok bool) {
	best := &closest{limit: skip + size + 1}
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
	if candidates := a.candidates(skip + size); candidates != nil {
		for _, o := range candidates {
			if a.fits(o) {
				take(o)
			}
		}
	} else {
		a.walk(sign < 0, after, best, take)
	}
	found := best.sorted()
	for _, r := range found[min(skip, len(found)):] {
		p := place{doc: a.t.docs[r.o]}
		for _, d := range a.order {
			p.keys = append(p.keys, d.key(r.o))
		}
		rows = append(rows, p)
	}
	return rows, true
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
		if a.fits(uint32(o)) {
			n++
		}
	}
	return n
}
