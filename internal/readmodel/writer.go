package readmodel

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"github.com/portico-cms/portico/internal/published"
)

// writer makes the rows of entries: for each chain in which an entry has a document one of docs, and those of vals, sorts and
// words that go with it.
type writer struct {
	*learned

	ctx   context.Context
	tx    *sql.Tx
	way   *courtesy
	fresh map[string]bool // types that came with the records: nothing made before is like what is made now
	layer *layer

	touched change // the documents that are others now

	read, docsOf, dropDoc, dropVals, dropSorts, dropVal, dropSort, dropWords, addDoc, addWords, addPath, findPath *sql.Stmt

	many map[string]*sql.Stmt // inserts of several rows and changes of some columns, by their text
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

// body reads the record of an entry; nil where it is gone.
func (w *writer) body(id string) (body []byte, err error) {
	err = w.read.QueryRowContext(w.ctx, string(published.KindEntry), id).Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil // deleted
	}
	return body, err
}

// entry reads an entry and its type; nil where the record is gone, or the type.
func (w *writer) entry(id string) (*published.Entry, *published.Type, error) {
	body, err := w.body(id)
	if body == nil {
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
	body, err := w.body(id)
	if body == nil {
		return err
	}
	docs, err := w.layer.documents(id, body)
	if err != nil {
		return err
	}
	return w.addAll(docs)
}

func (w *writer) addAll(docs []laidDoc) error {
	for i := range docs {
		w.way.rest()
		if err := w.add(&docs[i]); err != nil {
			return fmt.Errorf("entry %s: %w", docs[i].id, err)
		}
	}
	return nil
}

// add writes a document that has no rows.
func (w *writer) add(d *laidDoc) error {
	done, err := w.addDoc.ExecContext(w.ctx, append([]any{d.id, d.chain}, d.columns...)...)
	if err != nil {
		return err
	}
	doc, err := done.LastInsertId()
	if err != nil {
		return err
	}
	w.touched.touch(d.chain, d.typ, doc)
	return w.rest(d.typ, d.chain, doc, &d.rows)
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
