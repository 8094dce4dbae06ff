package readmodel

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
)

// cellValue is a value of a changed document.
type cellValue struct {
	number float64
	key    string // where it is a text
	exact  string
	o      uint32
}

func (a cellValue) compare(b cellValue) int {
	return cmp.Or(cmp.Compare(a.number, b.number), strings.Compare(a.key, b.key), strings.Compare(a.exact, b.exact), cmp.Compare(a.o, b.o))
}

// renewed implements column.
func (v *values) renewed(r *renewal) (column, error) {
	fresh, isText, ok, err := v.fresh(r)
	if err != nil || !ok {
		return nil, err
	}
	if r.to == nil {
		var was []cellValue
		for _, f := range r.fresh {
			for _, at := range v.of[v.first[f.o]:v.first[f.o+1]] {
				was = append(was, v.cell(int(at), f.o))
			}
		}
		if slices.Equal(was, fresh) {
			return v, nil
		}
		if next := v.moved(r, fresh); next != nil {
			return next, nil
		}
	}
	if err := r.lay(); err != nil {
		return nil, err
	}
	slices.SortFunc(fresh, cellValue.compare)
	more := len(fresh)
	next := &values{
		path: v.path, isText: isText, keys: roomFor(&v.keys, more), exact: roomFor(&v.exact, more),
		numbers: make([]float64, 0, len(v.numbers)+more), ends: make([]uint32, 0, len(v.ends)+more), docs: make([]uint32, 0, len(v.docs)+more),
	}
	at := 0 // the value of the place that is looked at
	find := func(i int) int {
		for uint32(i) >= v.ends[at] {
			at++
		}
		return at
	}
	weave(r, notNil(v.docs), fresh,
		func(f *cellValue, i int) bool {
			return cmp.Or(v.compareTo(find(i), f), cmp.Compare(r.number(v.docs[i]), f.o)) > 0
		},
		func(f *cellValue) { next.add(f.number, []byte(f.key), []byte(f.exact), f.o) },
		func(i int, o uint32) {
			at := find(i)
			if v.isText {
				next.add(0, v.keys.at(at), v.exact.at(at), r.number(o))
			} else {
				next.add(v.numbers[at], nil, nil, r.number(o))
			}
		})
	next.isText = next.isText && next.different() > 0
	next.turn(len(r.next.docs))
	return next, nil
}

// fresh reads the values of the changed documents, in the order of these; ok is false where they are not of one kind.
func (v *values) fresh(r *renewal) (fresh []cellValue, isText, ok bool, err error) {
	isText = v.isText
	for _, f := range r.fresh {
		rows, err := r.look(text("SELECT value, exact FROM vals WHERE doc = ? AND path = ? ORDER BY value, exact", f.doc, v.path))
		if err != nil {
			return nil, false, false, err
		}
		for rows.Next() {
			c := cellValue{o: f.o}
			var value any
			if err := rows.Scan(&value, &c.exact); err != nil {
				return nil, false, false, err
			}
			ofText := false
			switch k := value.(type) {
			case string:
				c.key, ofText = k, true
			case float64:
				c.number, c.exact = k, ""
			case int64:
				c.number, c.exact = float64(k), ""
			default:
				return nil, false, false, rows.Close()
			}
			if v.different() == 0 && len(fresh) == 0 {
				isText = ofText
			}
			if ofText != isText {
				return nil, false, false, rows.Close()
			}
			fresh = append(fresh, c)
		}
		if err := rows.Err(); err != nil {
			return nil, false, false, r.failed(err)
		}
	}
	return fresh, isText, true, nil
}

// compareTo compares a value with that of a changed document.
func (v *values) compareTo(at int, f *cellValue) int {
	if v.isText {
		return cmp.Or(v.keys.compare(at, f.key), v.exact.compare(at, f.exact))
	}
	return cmp.Compare(v.numbers[at], f.number)
}

// cell is a value as a document has it.
func (v *values) cell(at int, o uint32) cellValue {
	if v.isText {
		return cellValue{key: string(v.keys.at(at)), exact: string(v.exact.at(at)), o: o}
	}
	return cellValue{number: v.numbers[at], o: o}
}

// add puts a document at the end, which has the last value or one after it.
func (v *values) add(number float64, key, exact []byte, o uint32) {
	last := v.different() - 1
	switch {
	case v.isText && (last < 0 || !bytes.Equal(v.keys.at(last), key) || !bytes.Equal(v.exact.at(last), exact)):
		v.keys.addBytes(key)
		v.exact.addBytes(exact)
		v.ends = append(v.ends, 0)
	case !v.isText && (last < 0 || v.numbers[last] != number):
		v.numbers = append(v.numbers, number)
		v.ends = append(v.ends, 0)
	}
	v.docs = append(v.docs, o)
	v.ends[len(v.ends)-1] = uint32(len(v.docs))
}

// keyRow is the key of a changed document.
type keyRow struct {
	key  []byte
	o    uint32
	rank uint32 // of its id
}

// renewed implements column.
func (c *sorted) renewed(r *renewal) (column, error) {
	fresh, same, ok, err := c.fresh(r)
	if err != nil || !ok {
		return nil, err
	}
	if same {
		return c, nil
	}
	if err := r.lay(); err != nil {
		return nil, err
	}
	slices.SortFunc(fresh, func(a, b keyRow) int { return cmp.Or(bytes.Compare(a.key, b.key), cmp.Compare(a.rank, b.rank)) })
	t := r.next
	next := &sorted{
		name: c.name, path: c.path, isText: c.isText, keys: roomFor(&c.keys, len(fresh)),
		rank: slices.Repeat([]uint32{missing}, len(t.docs)), order: make([]uint32, 0, len(c.order)+len(fresh)),
	}
	last := missing // the rank whose key was added last
	weave(r, notNil(c.order), fresh,
		func(f *keyRow, i int) bool {
			o := c.order[i]
			return cmp.Or(bytes.Compare(f.key, c.keys.at(int(c.rank[o]))), cmp.Compare(f.rank, t.idRank[r.number(o)])) < 0
		},
		func(f *keyRow) {
			next.add(f.key)
			last = missing
			next.next(f.o)
		},
		func(i int, o uint32) {
			if rank := c.rank[o]; rank != last {
				next.add(c.keys.at(int(rank)))
				last = rank
			}
			next.next(r.number(o))
		})
	next.rest()
	return next, nil
}

// fresh reads the keys of the changed documents that have one; same says that they are what they were. ok is false where one is of
// another kind.
func (c *sorted) fresh(r *renewal) (fresh []keyRow, same, ok bool, err error) {
	same = r.to == nil
	for _, f := range r.fresh {
		q := text("SELECT key FROM sorts WHERE doc = ? AND path = ? LIMIT 1", f.doc, c.path)
		if c.isText {
			q = text("SELECT "+ownColumns[strings.TrimPrefix(c.name, ownMark)]+" FROM docs WHERE doc = ?", f.doc)
		}
		var value any
		there, err := r.one(q, &value)
		if err != nil {
			return nil, false, false, err
		}
		var key []byte
		if there {
			if key, ok = c.key(value); !ok {
				return nil, false, false, nil
			}
		}
		if key != nil {
			fresh = append(fresh, keyRow{key, f.o, r.next.idRank[f.o]})
		}
		same = same && bytes.Equal(key, c.keyOf(f.o))
	}
	return fresh, same, true, nil
}

// keyOf gives the key of a document, nil where it has none.
func (c *sorted) keyOf(o uint32) []byte {
	if c.rank[o] == missing {
		return nil
	}
	return c.keys.at(int(c.rank[o]))
}

// add begins a key, where it is not the last.
func (c *sorted) add(key []byte) {
	if n := c.keys.len(); n == 0 || !bytes.Equal(c.keys.at(n-1), key) {
		c.keys.addBytes(key)
	}
}
