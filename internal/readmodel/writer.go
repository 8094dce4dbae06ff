package readmodel

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/search"
)

// writer makes the rows of entries: for each chain in which an entry has a document one of docs, and those of vals, sorts and
// words that go with it.
type writer struct {
	*learned

	ctx   context.Context
	tx    *sql.Tx
	way   *courtesy
	fresh map[string]bool // types that came with the records: nothing made before is like what is made now
	meta  []published.Field

	touched change // the documents that are others now

	read, docsOf, dropDoc, dropVals, dropSorts, dropVal, dropSort, dropWords, addDoc, addWords, addPath, findPath *sql.Stmt

	many          map[string]*sql.Stmt // inserts of several rows and changes of some columns, by their text
	vals, ordered []any                // rows of vals and sorts of the document that is being written
}

// target is a row of docs, in the chain that has these tags.
type target struct {
	doc, chain int64
	tags       string
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
		{&w.docsOf, "SELECT chain, doc FROM docs WHERE entry = ?"},
		{&w.dropDoc, "DELETE FROM docs WHERE doc = ?"},
		{&w.dropVals, "DELETE FROM vals WHERE doc = ?"},
		{&w.dropSorts, "DELETE FROM sorts WHERE doc = ?"},
		{&w.dropVal, "DELETE FROM vals WHERE doc = ? AND path = ?"},
		{&w.dropSort, "DELETE FROM sorts WHERE doc = ? AND path = ?"},
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

// entry reads an entry and its type; nil where the record is gone, or the type.
func (w *writer) entry(id string) (*published.Entry, *published.Type, error) {
	var body []byte
	switch err := w.read.QueryRowContext(w.ctx, string(published.KindEntry), id).Scan(&body); {
	case errors.Is(err, sql.ErrNoRows):
		return nil, nil, nil // deleted
	case err != nil:
		return nil, nil, err
	}
	e, err := decode(body)
	if err != nil {
		return nil, nil, fmt.Errorf("entry %s: %w", id, err)
	}
	t := w.types[e.Type]
	if t == nil {
		return nil, nil, nil
	}
	return e, t, nil
}

func decode(body []byte) (*published.Entry, error) {
	var e published.Entry
	return &e, json.Unmarshal(body, &e)
}

// write makes the rows of an entry that has none.
func (w *writer) write(id string) error {
	e, t, err := w.entry(id)
	if e == nil {
		return err
	}
	for tags, chain := range w.chains {
		w.way.rest()
		m, ok := shown(e, t, strings.Fields(tags))
		if !ok {
			continue
		}
		if err := w.document(e, t, chain, tags, &m); err != nil {
			return fmt.Errorf("entry %s: %w", id, err)
		}
	}
	return nil
}

func (w *writer) document(e *published.Entry, t *published.Type, chain int64, tags string, m *merged) error {
	forms, err := m.forms(t)
	if err != nil {
		return err
	}
	done, err := w.addDoc.ExecContext(w.ctx, slices.Concat([]any{e.ID, chain}, m.own(e, t), forms)...)
	if err != nil {
		return err
	}
	doc, err := done.LastInsertId()
	if err != nil {
		return err
	}
	w.touched.touch(chain, e.Type, doc)
	return w.rest(e, t, target{doc, chain, tags}, m, nil)
}

// rest makes the rows that go with one of docs: all of them, or where was says what they show, those that differ.
func (w *writer) rest(e *published.Entry, t *published.Type, at target, m, was *merged) error {
	w.vals, w.ordered = w.vals[:0], w.ordered[:0]
	if err := w.values(t, at, m, was); err != nil {
		return err
	}
	if err := w.sorts(e, t, at, m, was); err != nil {
		return err
	}
	if err := w.insert("INSERT OR IGNORE INTO vals VALUES ", w.vals); err != nil {
		return err
	}
	if err := w.insert("INSERT OR FAIL INTO sorts VALUES ", w.ordered); err != nil {
		return err
	}
	return w.words(t, at, m, was)
}

func (w *writer) words(t *published.Type, at target, m, was *merged) error {
	title, rest, ok := m.words(t)
	if !ok {
		return nil
	}
	if was != nil {
		if oldTitle, oldRest, _ := was.words(t); oldTitle == title && oldRest == rest {
			return nil
		}
		if _, err := w.dropWords.ExecContext(w.ctx, at.doc); err != nil {
			return err
		}
	}
	home, err := w.path(at.chain, t.Name, homePath)
	if err != nil {
		return err
	}
	tag, _, _ := strings.Cut(at.tags, " ")
	_, err = w.addWords.ExecContext(w.ctx, at.doc, homeWord(home), search.Terms(tag, title), search.Terms(tag, rest))
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

func integers(rows results) (out []int64, err error) {
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
