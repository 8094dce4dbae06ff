package readmodel

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/search"
)

// writer makes the rows of entries: for each chain in which an entry has a document one of docs, and those of vals, sorts and
// words that go with it.
type writer struct {
	ctx    context.Context
	tx     *sql.Tx
	types  map[string]*published.Type
	chains map[string]int64 // tags → id; those to make
	paths  map[pathName]int64
	meta   []published.Field
	orders *orders

	read, docsOf, dropDoc, dropVals, dropSorts, dropWords, addDoc, addWords, addPath, findPath *sql.Stmt

	many          map[string]*sql.Stmt // inserts of several rows, by their text
	vals, ordered []any                // rows of vals and sorts of the document that is being written
}

type pathName struct {
	chain     int64
	typ, name string
}

func (w *writer) prepare() (err error) {
	for _, s := range []struct {
		stmt **sql.Stmt
		text string
	}{
		{&w.read, "SELECT body FROM records WHERE kind = ? AND key = ?"},
		{&w.docsOf, "SELECT doc FROM docs WHERE entry = ?"},
		{&w.dropDoc, "DELETE FROM docs WHERE doc = ?"},
		{&w.dropVals, "DELETE FROM vals WHERE doc = ?"},
		{&w.dropSorts, "DELETE FROM sorts WHERE doc = ?"},
		{&w.dropWords, "DELETE FROM words WHERE rowid = ?"},
		{&w.addDoc, "INSERT INTO docs VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"},
		{&w.addWords, "INSERT INTO words (rowid, home, title, body) VALUES (?, ?, ?, ?)"},
		{&w.addPath, "INSERT INTO paths (chain, type, name) VALUES (?, ?, ?)"},
		{&w.findPath, "SELECT id FROM paths WHERE chain = ? AND type = ? AND name = ?"},
	} {
		if *s.stmt, err = w.tx.PrepareContext(w.ctx, s.text); err != nil {
			return err
		}
	}
	return nil
}

// drop takes the rows of an entry out.
func (w *writer) drop(id string) error {
	rows, err := w.docsOf.QueryContext(w.ctx, id)
	if err != nil {
		return err
	}
	docs, err := integers(rows)
	if err != nil {
		return err
	}
	for _, doc := range docs {
		for _, stmt := range []*sql.Stmt{w.dropDoc, w.dropVals, w.dropSorts, w.dropWords} {
			if _, err := stmt.ExecContext(w.ctx, doc); err != nil {
				return err
			}
		}
	}
	return nil
}

// write makes the rows of an entry from its record; of one that is gone, or whose type is, there are none.
func (w *writer) write(id string) error {
	var body []byte
	switch err := w.read.QueryRowContext(w.ctx, string(published.KindEntry), id).Scan(&body); {
	case errors.Is(err, sql.ErrNoRows):
		return nil // deleted
	case err != nil:
		return err
	}
	var e published.Entry
	if err := json.Unmarshal(body, &e); err != nil {
		return fmt.Errorf("entry %s: %w", id, err)
	}
	t := w.types[e.Type]
	if t == nil {
		return nil
	}
	for tags, chain := range w.chains {
		m, ok := merge(&e, strings.Fields(tags))
		if !ok {
			continue
		}
		if err := w.document(&e, t, chain, tags, &m); err != nil {
			return fmt.Errorf("entry %s: %w", id, err)
		}
	}
	return nil
}

func (w *writer) document(e *published.Entry, t *published.Type, chain int64, tags string, m *merged) error {
	row, err := m.row(e, t, chain)
	if err != nil {
		return err
	}
	done, err := w.addDoc.ExecContext(w.ctx, row...)
	if err != nil {
		return err
	}
	doc, err := done.LastInsertId()
	if err != nil {
		return err
	}
	w.vals, w.ordered = w.vals[:0], w.ordered[:0]
	if err := w.values(t, chain, doc, m); err != nil {
		return err
	}
	if err := w.sorts(e, t, chain, doc, tags, m); err != nil {
		return err
	}
	if err := w.insert("INSERT OR IGNORE INTO vals VALUES ", w.vals); err != nil {
		return err
	}
	if err := w.insert("INSERT INTO sorts VALUES ", w.ordered); err != nil {
		return err
	}
	title, rest, ok := m.words(t)
	if !ok {
		return nil
	}
	home, err := w.path(chain, t.Name, homePath)
	if err != nil {
		return err
	}
	tag, _, _ := strings.Cut(tags, " ")
	_, err = w.addWords.ExecContext(w.ctx, doc, homeWord(home), search.Terms(tag, title), search.Terms(tag, rest))
	return err
}

// homePath is the name of a type's own path; metaMark begins those of published.Entry.Meta.
const homePath, metaMark = "@", "@"

func homeWord(path int64) string { return "p" + strconv.FormatInt(path, 10) }

// path gives the number of a path, making it where it is new.
func (w *writer) path(chain int64, typ, name string) (int64, error) {
	key := pathName{chain, typ, name}
	if id, ok := w.paths[key]; ok {
		return id, nil
	}
	var id int64
	err := w.findPath.QueryRowContext(w.ctx, chain, typ, name).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		var done sql.Result
		if done, err = w.addPath.ExecContext(w.ctx, chain, typ, name); err == nil {
			id, err = done.LastInsertId()
		}
	}
	if err != nil {
		return 0, err
	}
	w.paths[key] = id
	return id, nil
}

func integers(rows *sql.Rows) (out []int64, err error) {
	defer rows.Close()
	for rows.Next() {
		var n int64
		if err := rows.Scan(&n); err != nil {
			return nil, err
		}
		out = append(out, n)
	}
	return out, rows.Err()
}
