package readmodel

import (
	"cmp"
	"slices"
	"sort"
)

// move takes a document out of those of a value, or puts it among them.
type move struct {
	place uint32 // in docs, before anything moves
	value uint32
	o     uint32
	out   bool
}

func (a move) compare(b move) int {
	return cmp.Or(cmp.Compare(a.place, b.place), cmp.Compare(a.value, b.value), cmp.Compare(a.o, b.o))
}

// moved gives a column whose changed documents have other values of those that there are, each as many as before: a status, say, which
// the first save after a publication changes. What lies between is copied in blocks: microseconds where laying out again takes
// milliseconds. nil where more has changed than that. fresh are the values of the changed documents, in the order of these.
func (v *values) moved(r *renewal, fresh []cellValue) *values {
	of, moves, ok := v.moves(r, fresh)
	if !ok {
		return nil
	}
	next := *v
	next.of, next.ends, next.docs = of, slices.Clone(v.ends), make([]uint32, 0, len(v.docs))
	last, shift := uint32(0), make([]int, len(v.ends)) // how many more documents each value has
	for _, m := range moves {
		next.docs = append(next.docs, v.docs[last:m.place]...)
		last = m.place
		if m.out {
			last++
			shift[m.value]--
		} else {
			next.docs = append(next.docs, m.o)
			shift[m.value]++
		}
	}
	next.docs = append(next.docs, v.docs[last:]...)
	all, begin := 0, uint32(0)
	for at := range next.ends {
		all += shift[at]
		next.ends[at] = uint32(int(v.ends[at]) + all)
		if next.ends[at] == begin {
			return nil // no document has this value any more
		}
		begin = next.ends[at]
	}
	return &next
}

// moves gives the values of each document as they are now, and in order what takes docs there; ok is false where there is a value that no
// document had, or a document has more or fewer of them.
func (v *values) moves(r *renewal, fresh []cellValue) (of []uint32, moves []move, ok bool) {
	of = slices.Clone(v.of)
	for _, f := range r.fresh {
		was, now := v.of[v.first[f.o]:v.first[f.o+1]], of[v.first[f.o]:v.first[f.o+1]]
		n := 0
		for ; n < len(fresh) && fresh[n].o == f.o; n++ {
			at, there := v.find(&fresh[n])
			if !there || n == len(now) {
				return nil, nil, false
			}
			now[n] = at
		}
		if n < len(now) {
			return nil, nil, false
		}
		fresh = fresh[n:]
		for _, at := range was {
			if !slices.Contains(now, at) {
				moves = append(moves, move{v.place(at, f.o), at, f.o, true})
			}
		}
		for _, at := range now {
			if !slices.Contains(was, at) {
				moves = append(moves, move{v.place(at, f.o), at, f.o, false})
			}
		}
	}
	slices.SortFunc(moves, move.compare)
	return of, moves, true
}

// find gives the place of a value among the different ones.
func (v *values) find(f *cellValue) (at uint32, there bool) {
	n, there := sort.Find(v.different(), func(i int) int { return -v.compareTo(i, f) })
	return uint32(n), there
}

// place gives where a document of a value stands in docs, or would stand.
func (v *values) place(at, o uint32) uint32 {
	docs := v.docsOf(int(at), int(at)+1)
	n, _ := slices.BinarySearch(docs, o)
	return v.ends[at] - uint32(len(docs)) + uint32(n)
}
