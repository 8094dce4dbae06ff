package readmodel

import (
	"bytes"
	"slices"
	"sort"
	"strings"
)

// columnName names a column of a table: the values of a path, or the order by it.
type columnName struct {
	path   string
	sorted bool
}

// column is *values or *sorted. It never changes.
type column interface {
	size() int64
	// renewed gives it for the documents of another table; nil where that is not for one.
	renewed(r *renewal) (column, error)
}

// readColumn reads a column; nil where it is not for a table. there says whether any document has had such a value.
func (s *session) readColumn(t *table, name columnName) (c column, there bool, err error) {
	path := int64(0)
	if momentIndexes[name.path] == "" {
		if path, err = s.path(t.typ, name.path); err != nil || path == 0 {
			return nil, false, err
		}
	}
	if name.sorted {
		c, err = asColumn(s.readSorted(t, name.path, path))
	} else {
		c, err = asColumn(s.readValues(t, path))
	}
	return c, true, err
}

// asColumn keeps a nil pointer from becoming a column that is not nil.
func asColumn[C interface {
	comparable
	column
}](c C, err error) (column, error) {
	var none C
	if err != nil || c == none {
		return nil, err
	}
	return c, nil
}

// values is a field that is filtered by: its different values in order, the documents of each, and the values of each document.
type values struct {
	path    int64
	numbers []float64 // the values, where they are numbers
	keys    packed    // where they are texts, as they are compared
	exact   packed
	isText  bool

	ends  []uint32 // of each value, in docs
	docs  []uint32
	first []uint32 // of each document, in of; one more than there are documents
	of    []uint32
}

// different is how many values there are.
func (v *values) different() int { return len(v.ends) }

// docsOf gives the documents of the values from one to before another.
func (v *values) docsOf(from, to int) []uint32 {
	if from >= to {
		return nil
	}
	begin := uint32(0)
	if from > 0 {
		begin = v.ends[from-1]
	}
	return v.docs[begin:v.ends[to-1]]
}

// lower gives the place of the first value that is not before key.
func (v *values) lower(key any) (at int, ok bool) {
	switch k := key.(type) {
	case string:
		return sort.Search(v.keys.len(), func(i int) bool { return v.keys.compare(i, k) >= 0 }), v.isText || v.different() == 0
	case int64:
		return sort.SearchFloat64s(v.numbers, float64(k)), !v.isText
	case float64:
		return sort.SearchFloat64s(v.numbers, k), !v.isText
	}
	return 0, false
}

// upper gives the place of the first value after key.
func (v *values) upper(key any) (at int, ok bool) {
	at, ok = v.lower(key)
	for ok && at < v.different() && v.is(at, key) {
		at++
	}
	return at, ok
}

// is says whether a value is equal to key, whatever its capitals.
func (v *values) is(at int, key any) bool {
	switch k := key.(type) {
	case string:
		return v.keys.compare(at, k) == 0
	case int64:
		return v.numbers[at] == float64(k)
	}
	return v.numbers[at] == key
}

// cellRow is a row of vals.
type cellRow struct {
	exact string
	doc   uint32
}

// readValues reads a column; nil where its values are not of one kind.
func (s *session) readValues(t *table, path int64) (*values, error) {
	rows, err := s.query(text("SELECT value, exact, doc FROM vals WHERE path = ? ORDER BY value, doc", path))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	v := &values{path: path}
	var same []cellRow // of one value, whatever its capitals
	var last any
	for rows.Next() {
		s.giveWay()
		var value any
		var doc int64
		var r cellRow
		if err := rows.Scan(&value, &r.exact, &doc); err != nil {
			return nil, err
		}
		var known bool
		if r.doc, known = t.at(doc); !known {
			return nil, nil //nolint:nilnil // there is none
		}
		if value != last && !v.put(last, same) {
			return nil, nil //nolint:nilnil // there is none
		}
		if value != last {
			same, last = same[:0], value
		}
		same = append(same, r)
	}
	if !v.put(last, same) {
		return nil, nil //nolint:nilnil // there is none
	}
	v.turn(len(t.docs))
	return v, s.failed(rows.Err())
}

// put adds a value, once for each way in which its capitals are; ok is false where it is of another kind than those before.
func (v *values) put(value any, same []cellRow) (ok bool) {
	slices.SortStableFunc(same, func(a, b cellRow) int { return strings.Compare(a.exact, b.exact) })
	for i, r := range same {
		if i == 0 || r.exact != same[i-1].exact {
			if !v.begin(value, r.exact) {
				return false
			}
		}
		v.docs = append(v.docs, r.doc)
		v.ends[len(v.ends)-1] = uint32(len(v.docs))
	}
	return true
}

func (v *values) begin(value any, exact string) (ok bool) {
	switch k := value.(type) {
	case string:
		v.isText = v.isText || v.different() == 0
		v.keys.add(k)
		v.exact.add(exact)
		ok = v.isText
	case float64:
		v.numbers = append(v.numbers, k)
		ok = !v.isText
	case int64:
		v.numbers = append(v.numbers, float64(k))
		ok = !v.isText
	}
	v.ends = append(v.ends, 0)
	return ok
}

// turn finds the values of each document.
func (v *values) turn(documents int) {
	v.first, v.of = make([]uint32, documents+1), make([]uint32, len(v.docs))
	for _, o := range v.docs {
		v.first[o+1]++
	}
	for i := range documents {
		v.first[i+1] += v.first[i]
	}
	next := slices.Clone(v.first)
	at := 0
	for i, o := range v.docs {
		for uint32(i) >= v.ends[at] {
			at++
		}
		v.of[next[o]] = uint32(at)
		next[o]++
	}
}

func (v *values) size() int64 {
	return 8*int64(cap(v.numbers)) + v.keys.size() + v.exact.size() + 4*int64(cap(v.ends)+cap(v.docs)+cap(v.first)+cap(v.of))
}

// sorted is a field that is ordered by.
type sorted struct {
	name   string // of the path
	path   int64
	keys   packed // different ones, in order
	rank   []uint32
	order  []uint32 // documents by key and id, without those that have none
	none   []uint32 // those
	isText bool     // keys are texts in a cursor, not bytes
}

// missing is the rank of a document that has no value: it comes last in either direction.
const missing = ^uint32(0)

// readSorted reads the column of a path, or that of one of an entry's own moments.
func (s *session) readSorted(t *table, name string, path int64) (*sorted, error) {
	q := text("SELECT key, doc FROM sorts WHERE path = ? ORDER BY key, entry", path)
	c := &sorted{name: name, path: path, rank: slices.Repeat([]uint32{missing}, len(t.docs))}
	if index := momentIndexes[name]; index != "" {
		c.isText = true
		column := "d." + ownColumns[strings.TrimPrefix(name, ownMark)]
		q = text("SELECT "+column+", d.doc FROM docs d INDEXED BY "+index+" WHERE d.chain = ? AND d.type = ?"+
			" ORDER BY "+column+", d.entry", s.chain, t.typ)
	}
	rows, err := s.query(q)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		s.giveWay()
		var key any
		var doc int64
		if err := rows.Scan(&key, &doc); err != nil {
			return nil, err
		}
		if o, known := t.at(doc); !known || !c.put(key, o) {
			return nil, nil //nolint:nilnil // there is none
		}
	}
	c.rest()
	return c, s.failed(rows.Err())
}

func (c *sorted) put(key any, o uint32) (ok bool) {
	k, ok := c.key(key)
	if !ok || k == nil {
		return ok
	}
	if n := c.keys.len(); n == 0 || !bytes.Equal(c.keys.at(n-1), k) {
		c.keys.addBytes(k)
	}
	c.next(o)
	return true
}

// key gives a key as it stands in a table: nil for that of a document that has none. ok is false where it is of another kind.
func (c *sorted) key(key any) (k []byte, ok bool) {
	switch key := key.(type) {
	case []byte:
		if bytes.Equal(key, missingLow) || bytes.Equal(key, missingHigh) {
			return nil, true
		}
		return key, true
	case string:
		return []byte(key), c.isText
	}
	return nil, false
}

// next adds a document that has the last of the keys.
func (c *sorted) next(o uint32) {
	c.rank[o] = uint32(c.keys.len() - 1)
	c.order = append(c.order, o)
}

// rest finds the documents that have no value.
func (c *sorted) rest() {
	for o, rank := range c.rank {
		if rank == missing {
			c.none = append(c.none, uint32(o))
		}
	}
}

func (c *sorted) size() int64 {
	return c.keys.size() + 4*int64(cap(c.rank)+cap(c.order)+cap(c.none))
}

// ownMark begins the names of an entry's own moments among the sorted columns; no field has it.
const ownMark = "."

var momentIndexes = map[string]string{ownMark + "publishedAt": "docs_published", ownMark + "updatedAt": "docs_updated"}
