package readmodel

import (
	"database/sql"
	"fmt"
	"strings"

	"github.com/portico-cms/portico/internal/published"
)

// change brings the rows of an entry in line with its record. before is the record from which its rows were made, with the types as
// they are; what it has in common with the new one is left alone. Where it is nil, the rows are made again.
func (w *writer) change(id string, before []byte) error {
	docs, err := w.docs(id)
	if err != nil {
		return err
	}
	e, t, err := w.entry(id)
	if err != nil {
		return err
	}
	var old *published.Entry
	if before != nil {
		if old, err = decode(before); err != nil {
			old = nil
		}
	}
	if e == nil || old == nil || old.Type != e.Type || w.fresh[e.Type] {
		for chain, doc := range docs {
			if old == nil {
				w.touched.all = true // of which type it was is not known
			} else {
				w.touched.touch(chain, old.Type, doc)
			}
			if err := w.drop(doc); err != nil {
				return err
			}
		}
		return w.write(id)
	}
	for tags, chain := range w.chains {
		w.way.rest()
		if err := w.inChain(old, e, t, target{docs[chain], chain, tags}); err != nil {
			return fmt.Errorf("entry %s: %w", id, err)
		}
	}
	return nil
}

// docs gives the rows of docs of an entry, by their chain.
func (w *writer) docs(id string) (map[int64]int64, error) {
	rows, err := w.docsOf.QueryContext(w.ctx, id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	docs := map[int64]int64{}
	for rows.Next() {
		var chain, doc int64
		if err := rows.Scan(&chain, &doc); err != nil {
			return nil, err
		}
		docs[chain] = doc
	}
	return docs, rows.Err()
}

// drop takes a row of docs out, with those that go with it.
func (w *writer) drop(doc int64) error {
	for _, stmt := range []*sql.Stmt{w.dropDoc, w.dropVals, w.dropSorts, w.dropWords} {
		if _, err := stmt.ExecContext(w.ctx, doc); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) inChain(old, e *published.Entry, t *published.Type, at target) error {
	chain := strings.Fields(at.tags)
	m, is := shown(e, t, chain)
	was, had := shown(old, t, chain)
	switch there := at.doc != 0; {
	case there && had && is:
		return w.update(old, e, t, at, &m, &was)
	case there:
		w.touched.touch(at.chain, t.Name, at.doc)
		if err := w.drop(at.doc); err != nil {
			return err
		}
	}
	if !is {
		return nil
	}
	doc, err := w.layer.document(e, t, at.tags, &m)
	if err != nil {
		return err
	}
	doc.chain = at.chain
	return w.add(&doc)
}

// update writes the columns that differ, and the rows that go with them: an index is touched only where its order changes.
func (w *writer) update(old, e *published.Entry, t *published.Type, at target, m, was *merged) error {
	var set []string
	var args []any
	before := was.own(old, t)
	for i, value := range m.own(e, t) {
		if value != before[i] {
			set, args = append(set, ownNames[i]+" = ?"), append(args, value)
		}
	}
	same := m.sameForms(was)
	if !same {
		forms, err := m.forms(t)
		if err != nil {
			return err
		}
		for i, value := range forms {
			set, args = append(set, formNames[i]+" = ?"), append(args, value)
		}
	}
	if len(set) > 0 {
		w.touched.touch(at.chain, t.Name, at.doc)
		stmt, err := w.prepared("UPDATE docs SET " + strings.Join(set, ", ") + " WHERE doc = ?")
		if err != nil {
			return err
		}
		if _, err := stmt.ExecContext(w.ctx, append(args, at.doc)...); err != nil {
			return err
		}
	}
	if same {
		return nil
	}
	laid := w.layer.rows(e, t, at.tags, m, was)
	return w.rest(t.Name, at.chain, at.doc, &laid)
}
