package readmodel

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

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
		if _, err := tx.ExecContext(ctx, "DELETE FROM docs; DELETE FROM chains; DELETE FROM records"); err != nil {
			return err
		}
	}
	a := &applier{ctx: ctx, tx: tx}
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
	return tx.Commit()
}

type applier struct {
	ctx     context.Context
	tx      *sql.Tx
	put     *sql.Stmt
	entries []string // ids whose records came
	sites   bool     // a site's record came: its chains may be others
	types   bool     // a content type's record came: its order may be another
}

func (a *applier) record(r published.Record) error {
	switch r.Kind {
	case published.KindEntry:
		a.entries = append(a.entries, r.Key)
	case published.KindSite:
		a.sites = true
	case published.KindType:
		a.types = true
	}
	if r.Deleted {
		_, err := a.tx.ExecContext(a.ctx, "DELETE FROM records WHERE kind = ? AND key = ?", string(r.Kind), r.Key)
		return err
	}
	_, err := a.put.ExecContext(a.ctx, string(r.Kind), r.Key, r.Generation, r.Body)
	return err
}

func (a *applier) documents() error {
	if len(a.entries) == 0 && !a.sites && !a.types {
		return nil
	}
	chains, changed, err := a.chains()
	if err != nil {
		return err
	}
	types, err := bodies[published.Type](a, published.KindType)
	if err != nil {
		return err
	}
	d := documents{types: map[string]*published.Type{}, chains: chains, orders: newOrders()}
	for _, t := range types {
		d.types[t.Name] = t
	}
	ids := a.entries
	if changed || a.types {
		if ids, err = a.everyEntry(); err != nil {
			return err
		}
	}
	return a.rewrite(&d, ids)
}

// chains brings the table of chains in line with the sites' locales, and says whether that changed it.
func (a *applier) chains() (ids map[string]int64, changed bool, err error) {
	sites, err := bodies[published.Site](a, published.KindSite)
	if err != nil {
		return nil, false, err
	}
	wanted := map[string]bool{}
	for _, s := range sites {
		for _, l := range s.Locales {
			wanted[strings.Join(l.Chain, " ")] = true
			for _, tag := range l.Chain {
				wanted[tag] = true
			}
		}
	}
	ids = map[string]int64{}
	rows, err := a.tx.QueryContext(a.ctx, "SELECT id, tags FROM chains")
	if err != nil {
		return nil, false, err
	}
	defer rows.Close()
	var gone []int64
	for rows.Next() {
		var id int64
		var tags string
		if err := rows.Scan(&id, &tags); err != nil {
			return nil, false, err
		}
		if wanted[tags] {
			ids[tags] = id
		} else {
			gone = append(gone, id)
		}
	}
	if err := rows.Err(); err != nil {
		return nil, false, err
	}
	for _, id := range gone {
		if _, err := a.tx.ExecContext(a.ctx, "DELETE FROM docs WHERE chain = ?; DELETE FROM chains WHERE id = ?", id, id); err != nil {
			return nil, false, err
		}
	}
	for tags := range wanted {
		if _, ok := ids[tags]; ok {
			continue
		}
		changed = true
		done, err := a.tx.ExecContext(a.ctx, "INSERT INTO chains (tags) VALUES (?)", tags)
		if err != nil {
			return nil, false, err
		}
		if ids[tags], err = done.LastInsertId(); err != nil {
			return nil, false, err
		}
	}
	return ids, changed, nil
}

func (a *applier) everyEntry() ([]string, error) {
	rows, err := a.tx.QueryContext(a.ctx, "SELECT key FROM records WHERE kind = ?", string(published.KindEntry))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	ids := slices.Clone(a.entries) // the deleted ones too
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

func (a *applier) rewrite(d *documents, ids []string) error {
	read, err := a.tx.PrepareContext(a.ctx, "SELECT body FROM records WHERE kind = ? AND key = ?")
	if err != nil {
		return err
	}
	drop, err := a.tx.PrepareContext(a.ctx, "DELETE FROM docs WHERE entry = ?")
	if err != nil {
		return err
	}
	add, err := a.tx.PrepareContext(a.ctx, "INSERT INTO docs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
	if err != nil {
		return err
	}
	for _, id := range ids {
		if _, err := drop.ExecContext(a.ctx, id); err != nil {
			return err
		}
		var body []byte
		switch err := read.QueryRowContext(a.ctx, string(published.KindEntry), id).Scan(&body); {
		case err == sql.ErrNoRows:
			continue // deleted
		case err != nil:
			return err
		}
		var e published.Entry
		if err := json.Unmarshal(body, &e); err != nil {
			return fmt.Errorf("entry %s: %w", id, err)
		}
		rows, err := d.rows(&e)
		if err != nil {
			return fmt.Errorf("entry %s: %w", id, err)
		}
		for _, row := range rows {
			if _, err := add.ExecContext(a.ctx, row...); err != nil {
				return err
			}
		}
	}
	return nil
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
