package readmodel

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
)

// Apply implements delivery.Index. Records are stored as they come; then the documents of the entries among them are made,
// or of all entries where a chain or a content type changed.
func (m *ReadModel) Apply(
	ctx context.Context, identity string, reset bool, fill func(put func(published.Record) error) (int64, error),
) (err error) {
	defer fault.Wrap(&err, "write the read side")
	tx, err := m.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after Commit it does nothing
	if reset {
		if _, err := tx.ExecContext(ctx, clearRows+"; DELETE FROM chains; DELETE FROM records"); err != nil {
			return err
		}
	}
	a := &applier{ctx: ctx, tx: tx, meta: m.meta, types: map[string]bool{}, before: map[string][]byte{}, reset: reset}
	if a.get, err = tx.PrepareContext(ctx, "SELECT body FROM records WHERE kind = ? AND key = ?"); err != nil {
		return err
	}
	if a.put, err = tx.PrepareContext(ctx, "INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?)"); err != nil {
		return err
	}
	generation, err := fill(a.record)
	if err != nil {
		return err
	}
	if err := a.documents(); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "UPDATE state SET identity = ?, generation = ?", identity, generation); err != nil {
		return err
	}
	return m.commit(ctx, tx, a.touched())
}

// clearRows takes out what was made of the entries.
const clearRows = "DELETE FROM docs; DELETE FROM vals; DELETE FROM sorts; DELETE FROM paths; INSERT INTO words(words) VALUES ('delete-all')"

type applier struct {
	ctx     context.Context
	tx      *sql.Tx
	get     *sql.Stmt
	put     *sql.Stmt
	meta    []published.Field
	reset   bool
	wrote   *writer         // nil where no rows are made
	entries []string        // ids whose records came
	sites   bool            // a site's record came: its chains may be others
	types   map[string]bool // content types whose records came: their fields may be others

	before map[string][]byte // the entries' records before; nil where there was none, or where there are too many
	size   int               // of these, in bytes
}

// maxBefore is how many bytes of former records are kept in memory, to compare them with what comes.
const maxBefore = 16 << 20

func (a *applier) record(r published.Record) error {
	switch r.Kind {
	case published.KindEntry:
		a.entries = append(a.entries, r.Key)
		if err := a.remember(r.Key); err != nil {
			return err
		}
	case published.KindSite:
		a.sites = true
	case published.KindType:
		a.types[r.Key] = true
	}
	if r.Deleted {
		_, err := a.tx.ExecContext(a.ctx, "DELETE FROM records WHERE kind = ? AND key = ?", string(r.Kind), r.Key)
		return err
	}
	_, err := a.put.ExecContext(a.ctx, string(r.Kind), r.Key, r.Generation, r.Body)
	return err
}

// remember keeps the record that an entry's rows were made from.
func (a *applier) remember(id string) error {
	if _, known := a.before[id]; known || a.size > maxBefore {
		return nil
	}
	var body []byte
	err := a.get.QueryRowContext(a.ctx, string(published.KindEntry), id).Scan(&body)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	a.before[id] = body
	a.size += len(body)
	return nil
}

// documents makes the rows of what changed.
func (a *applier) documents() error {
	if len(a.entries) == 0 && !a.sites && len(a.types) == 0 {
		return nil
	}
	chains, changed, err := a.chains()
	if err != nil {
		return err
	}
	w, err := a.writer(chains)
	if err != nil {
		return err
	}
	a.wrote = w
	if changed {
		return a.everything(w)
	}
	ids, err := a.ofTypes()
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := w.change(id, a.before[id]); err != nil {
			return err
		}
	}
	return nil
}

// touched gives the types whose documents are others now; nil is all.
func (a *applier) touched() map[string]bool {
	switch {
	case a.reset || a.wrote != nil && a.wrote.touchedAll:
		return nil
	case a.wrote == nil:
		return map[string]bool{}
	}
	return a.wrote.touched
}

// everything makes all rows again.
func (a *applier) everything(w *writer) error {
	w.touchedAll = true
	if _, err := a.tx.ExecContext(a.ctx, clearRows); err != nil {
		return err
	}
	return a.write(w, "SELECT key FROM records WHERE kind = ?", string(published.KindEntry))
}

// write makes the rows of entries that have none.
func (a *applier) write(w *writer, text string, args ...any) error {
	ids, err := a.ids(text, args...)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := w.write(id); err != nil {
			return err
		}
	}
	return nil
}

// writer makes rows in some chains.
func (a *applier) writer(chains map[string]int64) (*writer, error) {
	types, err := bodies[published.Type](a, published.KindType)
	if err != nil {
		return nil, err
	}
	w := &writer{
		ctx: a.ctx, tx: a.tx, types: map[string]*published.Type{}, fresh: a.types, chains: chains,
		paths: map[pathName]int64{}, meta: a.meta, orders: newOrders(),
		many: map[string]*sql.Stmt{}, touched: map[string]bool{},
	}
	for _, t := range types {
		w.types[t.Name] = t
	}
	if err := w.prepare(); err != nil {
		return nil, err
	}
	return w, nil
}

// ofTypes gives the entries whose records came, and those of the types whose records did.
func (a *applier) ofTypes() ([]string, error) {
	ids := a.entries
	for name := range a.types {
		more, err := a.ids("SELECT key FROM records WHERE kind = ? AND body ->> '$.type' = ?"+
			" UNION SELECT DISTINCT entry FROM docs WHERE type = ?", string(published.KindEntry), name, name)
		if err != nil {
			return nil, err
		}
		ids = append(ids, more...)
	}
	slices.Sort(ids)
	return slices.Compact(ids), nil
}

func (a *applier) ids(text string, args ...any) ([]string, error) {
	rows, err := a.tx.QueryContext(a.ctx, text, args...) //nolint:rowserrcheck // entryIDs does
	if err != nil {
		return nil, err
	}
	return entryIDs(rows)
}

// bodies decodes every record of a kind.
func bodies[T any](a *applier, kind published.Kind) ([]*T, error) {
	rows, err := a.tx.QueryContext(a.ctx, "SELECT key, body FROM records WHERE kind = ?", string(kind))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []*T
	for rows.Next() {
		var key string
		var body []byte
		v := new(T)
		if err := rows.Scan(&key, &body); err != nil {
			return nil, err
		}
		if err := json.Unmarshal(body, v); err != nil {
			return nil, fmt.Errorf("%s %s: %w", kind, key, err)
		}
		out = append(out, v)
	}
	return out, rows.Err()
}
