package readmodel

import (
	"cmp"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"
)

// renewal makes a table of another, in which some documents have changed. What did not change is shared, or copied: that takes
// milliseconds where reading all documents takes a second.
type renewal struct {
	*session

	old, next *table
	dirty     []bool   // of the documents of the old table: those that changed, and those that are gone
	to        []uint32 // the numbers in the next table of those of the old one; nil where they are the same
	fresh     []docRow // the changed documents that are there, by their row
	left      int      // how many places of columns may be laid out again
}

var errCostly = errors.New("too much is to be laid out again")

// lay is asked before something is laid out for all documents. Errors: errCostly.
func (r *renewal) lay() error {
	if r.left -= len(r.old.docs); r.left < 0 {
		return errCostly
	}
	return nil
}

// docRow is a changed document.
type docRow struct {
	o   uint32 // in the next table
	doc int64

	entry, space, key string
	slug              any // nil: it has none
}

// renew gives a table as this session sees the file. changed are the rows of docs that may be others since the old one was made,
// ascending. It gives nil where the type is not for a table. Errors: errCostly where it would lay out more than so many places.
func (s *session) renew(old *table, changed []int64, most int) (*table, error) {
	next := *old
	next.version, next.columns = s.version, maps.Clone(old.columns)
	if len(changed) == 0 {
		return &next, nil
	}
	s.since = time.Now()
	r := &renewal{session: s, old: old, next: &next, dirty: make([]bool, len(old.docs)), left: most}
	if err := r.read(changed); err != nil {
		return nil, err
	}
	if !r.sameDocs() {
		if err := r.lay(); err != nil {
			return nil, err
		}
		if !r.place() {
			return nil, nil //nolint:nilnil // there is none
		}
	}
	if err := r.pairs(); err != nil {
		return nil, err
	}
	if err := r.slugs(); err != nil {
		return nil, err
	}
	for name, c := range old.columns {
		if c == nil {
			continue
		}
		var err error
		if next.columns[name], err = c.renewed(r); err != nil {
			return nil, err
		}
	}
	return &next, nil
}

// read reads the changed documents. The number of one that has gone may be another's by now, of any type.
func (r *renewal) read(changed []int64) error {
	for _, doc := range changed {
		if o, known := r.old.at(doc); known {
			r.dirty[o] = true
		}
		f := docRow{doc: doc}
		q := text("SELECT entry, space, key, slug FROM docs WHERE doc = ? AND chain = ? AND type = ?", doc, r.old.chain, r.old.typ)
		there, err := r.one(q, &f.entry, &f.space, &f.key, &f.slug)
		if err != nil {
			return err
		}
		if there {
			r.fresh = append(r.fresh, f)
		}
	}
	return nil
}

// one reads a row, where there is one.
func (s *session) one(q *sqlText, into ...any) (there bool, err error) {
	rows, err := s.look(q)
	if err != nil {
		return false, err
	}
	defer rows.Close()
	if !rows.Next() {
		return false, s.failed(rows.Err())
	}
	return true, rows.Scan(into...)
}

// sameDocs says whether the documents of both tables are the same, in the same spaces: so are their numbers, then.
func (r *renewal) sameDocs() bool {
	known := 0
	for i := range r.fresh {
		f := &r.fresh[i]
		o, ok := r.old.at(f.doc)
		if !ok || r.old.entry.compare(int(o), f.entry) != 0 || r.old.spaces[r.old.space[o]] != f.space {
			return false
		}
		f.o = o
		known++
	}
	return known == count(r.dirty)
}

func count(is []bool) (n int) {
	for _, yes := range is {
		if yes {
			n++
		}
	}
	return n
}

// place gives every document a number by its row, and the places of their ids; ok is false where there are too many spaces.
func (r *renewal) place() (ok bool) {
	old, t, all := r.old, r.next, len(r.old.docs)+len(r.fresh)
	r.to = make([]uint32, len(old.docs))
	t.docs, t.space, t.entry = make([]int64, 0, all), make([]uint16, 0, all), roomFor(&old.entry, len(r.fresh))
	ok = true
	weave(r, nil, r.fresh,
		func(f *docRow, i int) bool { return f.doc < old.docs[i] },
		func(f *docRow) {
			n, fits := t.number(f.space)
			ok = ok && fits
			f.o = uint32(len(t.docs))
			t.docs, t.space = append(t.docs, f.doc), append(t.space, n)
			t.entry.add(f.entry)
		},
		func(i int, o uint32) {
			r.to[o] = uint32(len(t.docs))
			t.docs, t.space = append(t.docs, old.docs[i]), append(t.space, old.space[i])
			t.entry.addBytes(old.entry.at(i))
		})
	r.ids()
	return ok
}

// weave goes through the changed documents and those that did not change, in one order. order are the documents of the old table in
// it, nil by their numbers; before says whether a changed one comes before what stands at a place of order.
func weave[F any](r *renewal, order []uint32, fresh []F, before func(f *F, i int) bool, changed func(*F), same func(i int, o uint32)) {
	n := len(order)
	if order == nil {
		n = len(r.dirty)
	}
	at := 0
	for i := range n {
		r.giveWay()
		o := uint32(i)
		if order != nil {
			o = order[i]
		}
		if r.dirty[o] {
			continue
		}
		for ; at < len(fresh) && before(&fresh[at], i); at++ {
			changed(&fresh[at])
		}
		same(i, o)
	}
	for ; at < len(fresh); at++ {
		changed(&fresh[at])
	}
}

// number gives the number in the next table of a document that did not change.
func (r *renewal) number(o uint32) uint32 {
	if r.to == nil {
		return o
	}
	return r.to[o]
}

// notNil gives an order of nothing where there is none: weave takes nil for that of the numbers.
func notNil(order []uint32) []uint32 {
	if order == nil {
		return []uint32{}
	}
	return order
}

func (r *renewal) ids() {
	old, t := r.old, r.next
	fresh := slices.SortedFunc(slices.Values(r.fresh), func(a, b docRow) int { return strings.Compare(a.entry, b.entry) })
	t.byID, t.idRank = make([]uint32, 0, len(t.docs)), make([]uint32, len(t.docs))
	add := func(o uint32) {
		t.idRank[o] = uint32(len(t.byID))
		t.byID = append(t.byID, o)
	}
	weave(r, notNil(old.byID), fresh,
		func(f *docRow, i int) bool { return old.entry.compare(int(old.byID[i]), f.entry) > 0 },
		func(f *docRow) { add(f.o) },
		func(_ int, o uint32) { add(r.to[o]) })
}

// pairs brings the documents that have one key together: the changed ones with those that the file has beside them.
func (r *renewal) pairs() error {
	old, t := r.old.twins, map[uint32][]uint32{}
	for o, same := range old {
		left := slices.DeleteFunc(slices.Clone(same), func(twin uint32) bool { return r.dirty[twin] })
		if len(left) < 2 || left[0] != o {
			continue
		}
		for i, twin := range left {
			left[i] = r.number(twin)
		}
		for _, twin := range left {
			t[twin] = left
		}
	}
	for i := range r.fresh {
		rows, err := r.look(text("SELECT doc FROM docs INDEXED BY docs_key WHERE chain = ? AND type = ? AND key = ? ORDER BY doc",
			r.old.chain, r.old.typ, r.fresh[i].key))
		if err != nil {
			return err
		}
		docs, err := integers(rows)
		if err != nil {
			return r.failed(err)
		}
		var same []uint32
		for _, doc := range docs {
			if o, known := r.next.at(doc); known {
				same = append(same, o)
			}
		}
		for _, o := range same {
			if len(same) > 1 {
				t[o] = same
			}
		}
	}
	r.next.twins = t
	return nil
}

// slugRow is a slug of a document.
type slugRow struct {
	slug string
	o    uint32
}

func (a slugRow) compare(b slugRow) int {
	return cmp.Or(strings.Compare(a.slug, b.slug), cmp.Compare(a.o, b.o))
}

// slugs puts the slugs of the changed documents among the others.
func (r *renewal) slugs() error {
	old, t := r.old, r.next
	var fresh []slugRow
	for _, f := range r.fresh {
		if slug, has := f.slug.(string); has {
			fresh = append(fresh, slugRow{slug, f.o})
		}
	}
	slices.SortFunc(fresh, slugRow.compare)
	if r.to == nil {
		var was []slugRow
		for i, o := range old.bySlug {
			if r.dirty[o] {
				was = append(was, slugRow{string(old.slugs.at(i)), o})
			}
		}
		if slices.Equal(was, fresh) {
			return nil
		}
	}
	if err := r.lay(); err != nil {
		return err
	}
	t.slugs, t.bySlug = roomFor(&old.slugs, len(fresh)), make([]uint32, 0, len(old.bySlug)+len(fresh))
	weave(r, notNil(old.bySlug), fresh,
		func(f *slugRow, i int) bool {
			return cmp.Or(-old.slugs.compare(i, f.slug), cmp.Compare(f.o, r.number(old.bySlug[i]))) < 0
		},
		func(f *slugRow) {
			t.slugs.add(f.slug)
			t.bySlug = append(t.bySlug, f.o)
		},
		func(i int, o uint32) {
			t.slugs.addBytes(old.slugs.at(i))
			t.bySlug = append(t.bySlug, r.number(o))
		})
	return nil
}
