package readmodel

import (
	"reflect"
	"strings"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/query"
	"github.com/portico-cms/portico/internal/search"
)

// layer lays documents out: it makes their rows, with paths by their names. It needs nothing of the file, so that several can do so while
// others' rows are written. Each is for one goroutine.
type layer struct {
	types  map[string]*published.Type
	chains map[string]int64 // tags → id
	meta   []published.Field
	orders *orders
}

// laidDoc is a document that has no rows yet.
type laidDoc struct {
	id, typ string
	chain   int64
	columns []any // of docs, behind entry and chain
	rows    laidRows
}

// laidRows are what goes with a row of docs.
type laidRows struct {
	vals             []valRow
	sorts            []sortRow
	oldVals, oldSort []string // the names of paths whose rows must go before
	words            *laidWords
}

type valRow struct {
	path string
	query.Value
}

type sortRow struct {
	path, entry string
	key         []byte
}

// laidWords are a row of words, as package search writes them.
type laidWords struct {
	title, body string
	instead     bool // of one that is there
}

// documents lays out the record of an entry, in each chain in which it shows. Where its type is gone there are none.
func (y *layer) documents(id string, body []byte) (docs []laidDoc, err error) {
	defer fault.Wrap(&err, "entry %s", id)
	e, err := decode(body)
	if err != nil {
		return nil, err
	}
	t := y.types[e.Type]
	if t == nil {
		return nil, nil
	}
	for tags, chain := range y.chains {
		m, ok := shown(e, t, strings.Fields(tags))
		if !ok {
			continue
		}
		doc, err := y.document(e, t, tags, &m)
		if err != nil {
			return nil, err
		}
		doc.chain = chain
		docs = append(docs, doc)
	}
	return docs, nil
}

func (y *layer) document(e *published.Entry, t *published.Type, tags string, m *merged) (laidDoc, error) {
	forms, err := m.forms(t)
	return laidDoc{id: e.ID, typ: e.Type, columns: append(m.own(e, t), forms...), rows: y.rows(e, t, tags, m, nil)}, err
}

// rows gives those that go with a document: all of them, or where was says what they show, those that differ.
func (y *layer) rows(e *published.Entry, t *published.Type, tags string, m, was *merged) (out laidRows) {
	for _, c := range y.cells(t, m, was, func(f published.Field, meta bool) bool { return f.Filterable || meta }) {
		if c.old != nil {
			out.oldVals = append(out.oldVals, c.path)
		}
		for _, v := range query.Index(c.field, c.value) {
			out.vals = append(out.vals, valRow{c.path, v})
		}
	}
	for _, c := range y.ordered(t, m, was) {
		if was != nil {
			out.oldSort = append(out.oldSort, c.path)
		}
		for _, key := range y.orders.keys(c.field, c.value, tags) {
			out.sorts = append(out.sorts, sortRow{c.path, e.ID, key})
		}
	}
	out.words = wordsOf(t, tags, m, was)
	return out
}

// cell is a value of an entry that has rows of its own in vals or sorts.
type cell struct {
	path  string
	field published.Field
	value any
	old   any // what its rows show, where there are some
}

// cells gives the values that wanted chooses of the type's fields and of the metadata: those that differ, where was says what the
// rows show.
func (y *layer) cells(t *published.Type, m, was *merged, wanted func(f published.Field, meta bool) bool) (out []cell) {
	add := func(path string, f published.Field, of func(*merged) map[string]any) {
		c := cell{path: path, field: f, value: of(m)[f.Name]}
		if was != nil {
			if c.old = of(was)[f.Name]; reflect.DeepEqual(c.old, c.value) {
				return
			}
		}
		out = append(out, c)
	}
	for _, f := range t.Fields {
		if wanted(f, false) {
			add(f.Name, f, func(m *merged) map[string]any { return m.fields })
		}
	}
	for _, f := range y.meta {
		if wanted(f, true) {
			add(metaMark+f.Name, f, func(m *merged) map[string]any { return m.meta })
		}
	}
	return out
}

// ordered gives the cells by which lists are ordered.
func (y *layer) ordered(t *published.Type, m, was *merged) []cell {
	first, _ := t.Order()
	cells := y.cells(t, m, was, func(f published.Field, meta bool) bool { return f.Sortable || !meta && f.Name == first })
	if _, known := t.Field(first); !known && first != "" {
		f := published.Field{Name: first}
		if was == nil || !reflect.DeepEqual(was.fields[first], m.fields[first]) {
			cells = append(cells, cell{path: first, field: f, value: m.fields[first]})
		}
	}
	return cells
}

// wordsOf gives the row of words, or nil where there is none or it stays.
func wordsOf(t *published.Type, tags string, m, was *merged) *laidWords {
	title, rest, ok := m.words(t)
	if !ok {
		return nil
	}
	if was != nil {
		if oldTitle, oldRest, _ := was.words(t); oldTitle == title && oldRest == rest {
			return nil
		}
	}
	tag, _, _ := strings.Cut(tags, " ")
	return &laidWords{search.Terms(tag, title), search.Terms(tag, rest), was != nil}
}
