package readmodel

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/portico-cms/portico/internal/delivery"
	"github.com/portico-cms/portico/internal/published"
)

// Apply is Write for a log without epochs and checksums: that of drafts. Where hurry says so, it does not rest.
func (m *ReadModel) Apply(
	ctx context.Context, identity string, reset bool, hurry func() bool, fill func(put func(published.Record) error) (int64, error),
) error {
	return m.writeUnless(ctx, reset, hurry, func(put func(published.Record) error) (delivery.State, string, error) {
		number, err := fill(put)
		return delivery.State{Identity: identity, Generation: number}, "", err
	})
}

// applyTo writes one publication into a file. Records are stored as they come; then the documents of the entries among them are made,
// or of all entries where a chain or a content type changed. What was learned of the file before is used, and comes back with what was
// learned now.
func applyTo(
	ctx context.Context, db *sql.DB, meta []published.Field, learned *learned, way *courtesy, fill delivery.Fill,
	commit func(*sql.Tx, *applier) error,
) (*applier, error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer func() { _ = tx.Rollback() }() // after Commit it does nothing
	a := &applier{ctx: ctx, tx: tx, meta: meta, learned: learned, way: way, types: map[string]bool{}, before: map[string][]byte{}}
	if err := a.begin(); err != nil {
		return nil, err
	}
	at, checksum, err := fill(a.record)
	if err != nil {
		return nil, err
	}
	if sum := a.sum.String(); checksum != "" && checksum != sum {
		return nil, fmt.Errorf("%w: generation %d has the checksum %s there, and %s here", delivery.ErrDiffers, at.Generation, checksum, sum)
	}
	if err := a.documents(); err != nil {
		return nil, err
	}
	if _, err := tx.ExecContext(ctx, "UPDATE state SET identity = ?, generation = ?, epoch = ?, checksum = ?, lean = ?",
		at.Identity, at.Generation, at.Epoch, a.sum.String(), a.lean.String()); err != nil {
		return nil, err
	}
	return a, commit(tx, a)
}

// clearRows takes out what was made of the entries.
const clearRows = "DELETE FROM docs; DELETE FROM vals; DELETE FROM sorts; DELETE FROM paths; INSERT INTO words(words) VALUES ('delete-all')"

type applier struct {
	ctx     context.Context
	tx      *sql.Tx
	get     *sql.Stmt
	was     *sql.Stmt
	put     *sql.Stmt
	meta    []published.Field
	wrote   *writer         // nil where no rows are made
	entries []string        // ids whose records came
	sites   bool            // a site's record came: its chains may be others
	types   map[string]bool // content types whose records came: their fields may be others

	sum, lean published.Checksum // of all records, and of those that are not published.OnDisk

	learned *learned // nil: to be read first
	way     *courtesy

	before map[string][]byte // the entries' records before; nil where there was none, or where there are too many
	size   int               // of these, in bytes
}

// maxBefore is how many bytes of former records are kept in memory, to compare them with what comes.
const maxBefore = 16 << 20

// begin reads where the checksums are.
func (a *applier) begin() (err error) {
	var sum, lean string
	if err := a.tx.QueryRowContext(a.ctx, "SELECT checksum, lean FROM state").Scan(&sum, &lean); err != nil {
		return err
	}
	if a.sum, err = published.ParseChecksum(sum); err != nil {
		return err
	}
	if a.lean, err = published.ParseChecksum(lean); err != nil {
		return err
	}
	if a.get, err = a.tx.PrepareContext(a.ctx, "SELECT body FROM records WHERE kind = ? AND key = ?"); err != nil {
		return err
	}
	if a.was, err = a.tx.PrepareContext(a.ctx, "SELECT generation, hash FROM records WHERE kind = ? AND key = ?"); err != nil {
		return err
	}
	a.put, err = a.tx.PrepareContext(a.ctx, "INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?, ?)")
	return err
}

// count brings the checksums in line with a record that comes, and gives the hash of its body.
func (a *applier) count(r *published.Record) (hash string, err error) {
	was := r.Mark()
	err = a.was.QueryRowContext(a.ctx, string(r.Kind), r.Key).Scan(&was.Generation, &hash)
	switch {
	case err == nil:
		a.sum.Remove(was, hash)
		if !published.OnDisk(r.Kind) {
			a.lean.Remove(was, hash)
		}
	case !errors.Is(err, sql.ErrNoRows):
		return "", err
	}
	if r.Deleted {
		return "", nil
	}
	hash = r.Hash()
	a.sum.Add(r.Mark(), hash)
	if !published.OnDisk(r.Kind) {
		a.lean.Add(r.Mark(), hash)
	}
	return hash, nil
}

func (a *applier) record(r published.Record) error {
	a.way.rest()
	hash, err := a.count(&r)
	if err != nil {
		return err
	}
	switch r.Kind {
	case published.KindEntry:
		a.entries = append(a.entries, r.Key)
		if err := a.remember(r.Key); err != nil {
			return err
		}
	case published.KindSite:
		a.sites = true
	case published.KindType, published.KindLimited:
		a.types[r.Key] = true
	}
	if r.Deleted {
		_, err := a.tx.ExecContext(a.ctx, "DELETE FROM records WHERE kind = ? AND key = ?", string(r.Kind), r.Key)
		return err
	}
	_, err = a.put.ExecContext(a.ctx, string(r.Kind), r.Key, r.Generation, r.Body, hash)
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
	changed := false
	if a.learned == nil || a.sites || len(a.types) > 0 {
		chains, different, err := a.chains()
		if err != nil {
			return err
		}
		if a.learned, err = a.learn(chains); err != nil {
			return err
		}
		changed = different
	}
	w, err := a.writer(a.learned)
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

// touched gives the documents that are others now.
func (a *applier) touched() change {
	if a.wrote == nil {
		return change{}
	}
	a.wrote.touched.all = a.wrote.touched.all || len(a.types) > 0 // fields may be of another kind
	return a.wrote.touched
}

// everything makes all rows again.
func (a *applier) everything(w *writer) error {
	w.touched.all = true
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
	return a.ahead(w, ids)
}

// learned is what making rows must know of the file besides the entries. It is kept from one publication to the next, as long as
// these are of entries alone.
type learned struct {
	types  map[string]*published.Type
	chains map[string]int64 // tags → id; those to make
	paths  map[pathName]int64
	orders *orders
}

// learn reads it, to make rows in some chains.
func (a *applier) learn(chains map[string]int64) (*learned, error) {
	l := &learned{types: map[string]*published.Type{}, chains: chains, paths: map[pathName]int64{}, orders: newOrders()}
	for _, kind := range []published.Kind{published.KindType, published.KindLimited} {
		types, err := bodies[published.Type](a, kind)
		if err != nil {
			return nil, err
		}
		for _, t := range types {
			l.types[t.Name] = t
		}
	}
	return l, nil
}

// layer lays entries out, with orders of its own.
func (a *applier) layer(l *learned, o *orders) *layer { return &layer{l.types, l.chains, a.meta, o} }

// writer makes rows.
func (a *applier) writer(l *learned) (*writer, error) {
	w := &writer{
		ctx: a.ctx, tx: a.tx, learned: l, way: a.way, fresh: a.types, layer: a.layer(l, l.orders), many: map[string]*sql.Stmt{},
		touched: change{docs: map[tableKey][]int64{}},
	}
	err := w.prepare()
	return w, err
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
