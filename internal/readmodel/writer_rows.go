package readmodel

import (
	"database/sql"
	"slices"
	"strings"
)

// rest writes the rows that go with one of docs.
func (w *writer) rest(typ string, chain, doc int64, laid *laidRows) error {
	path := func(name string) (int64, error) { return w.path(chain, typ, name) }
	if err := w.dropRows(w.dropVal, doc, laid.oldVals, path); err != nil {
		return err
	}
	if err := w.dropRows(w.dropSort, doc, laid.oldSort, path); err != nil {
		return err
	}
	var vals, sorts []any
	for _, v := range laid.vals {
		id, err := path(v.path)
		if err != nil {
			return err
		}
		vals = append(vals, id, v.Key, doc, v.Exact)
	}
	for _, v := range laid.sorts {
		id, err := path(v.path)
		if err != nil {
			return err
		}
		sorts = append(sorts, id, v.key, v.entry, doc)
	}
	if err := w.insert("INSERT OR IGNORE INTO vals VALUES ", vals); err != nil {
		return err
	}
	if err := w.insert("INSERT OR FAIL INTO sorts VALUES ", sorts); err != nil {
		return err
	}
	return w.words(doc, laid.words, path)
}

func (w *writer) dropRows(stmt *sql.Stmt, doc int64, names []string, path func(name string) (int64, error)) error {
	for _, name := range names {
		id, err := path(name)
		if err != nil {
			return err
		}
		if _, err := stmt.ExecContext(w.ctx, doc, id); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) words(doc int64, laid *laidWords, path func(name string) (int64, error)) error {
	if laid == nil {
		return nil
	}
	if laid.instead {
		if _, err := w.dropWords.ExecContext(w.ctx, doc); err != nil {
			return err
		}
	}
	home, err := path(homePath)
	if err != nil {
		return err
	}
	_, err = w.addWords.ExecContext(w.ctx, doc, homeWord(home), laid.title, laid.body)
	return err
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
