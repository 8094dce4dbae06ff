package readmodel

import (
	"database/sql"
	"reflect"
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/query"
)

// cell is a value of an entry that has rows of its own in vals or sorts.
type cell struct {
	path  string
	field published.Field
	value any
	old   any // what its rows show, where there are some
}

// cells gives the values that wanted chooses of the type's fields and of the metadata: those that differ, where was says what the
// rows show.
func (w *writer) cells(t *published.Type, m, was *merged, wanted func(f published.Field, meta bool) bool) (out []cell) {
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
	for _, f := range w.meta {
		if wanted(f, true) {
			add(metaMark+f.Name, f, func(m *merged) map[string]any { return m.meta })
		}
	}
	return out
}

func (w *writer) values(t *published.Type, at target, m, was *merged) error {
	for _, c := range w.cells(t, m, was, func(f published.Field, meta bool) bool { return f.Filterable || meta }) {
		values := query.Index(c.field, c.value)
		if len(values) == 0 && c.old == nil {
			continue
		}
		path, err := w.path(at.chain, t.Name, c.path)
		if err != nil {
			return err
		}
		if c.old != nil {
			if _, err := w.dropVal.ExecContext(w.ctx, at.doc, path); err != nil {
				return err
			}
		}
		for _, v := range values {
			w.vals = append(w.vals, path, v.Key, at.doc, v.Exact)
		}
	}
	return nil
}

func (w *writer) sorts(e *published.Entry, t *published.Type, at target, m, was *merged) error {
	first, _ := t.Order()
	cells := w.cells(t, m, was, func(f published.Field, meta bool) bool { return f.Sortable || !meta && f.Name == first })
	if _, known := t.Field(first); !known && first != "" {
		f := published.Field{Name: first}
		if was == nil || !reflect.DeepEqual(was.fields[first], m.fields[first]) {
			cells = append(cells, cell{path: first, field: f, value: m.fields[first]})
		}
	}
	for _, c := range cells {
		path, err := w.path(at.chain, t.Name, c.path)
		if err != nil {
			return err
		}
		if was != nil {
			if _, err := w.dropSort.ExecContext(w.ctx, at.doc, path); err != nil {
				return err
			}
		}
		for _, key := range w.orders.keys(c.field, c.value, at.tags) {
			w.ordered = append(w.ordered, path, key, e.ID, at.doc)
		}
	}
	return nil
}

// insert writes rows of four columns, many with one statement: that takes half the time of one for each. into says OR IGNORE or OR
// FAIL: a statement that could be taken back by itself would begin with a savepoint, at which the full-text index writes out all
// that it has gathered, and merges it. A failure takes the whole transaction back anyway.
func (w *writer) insert(into string, values []any) error {
	const columns, most = 4, 64
	for some := range slices.Chunk(values, columns*most) {
		text := into + strings.TrimSuffix(strings.Repeat("(?,?,?,?),", len(some)/columns), ",")
		stmt, err := w.prepared(text)
		if err != nil {
			return err
		}
		if _, err := stmt.ExecContext(w.ctx, some...); err != nil {
			return err
		}
	}
	return nil
}

// prepared prepares a text, once.
func (w *writer) prepared(text string) (*sql.Stmt, error) {
	if stmt := w.many[text]; stmt != nil {
		return stmt, nil
	}
	stmt, err := w.tx.PrepareContext(w.ctx, text)
	if err == nil {
		w.many[text] = stmt
	}
	return stmt, err
}
