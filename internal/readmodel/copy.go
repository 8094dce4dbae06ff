package readmodel

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"slices"

	"github.com/portico-cms/portico/internal/delivery"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
)

var _ delivery.PreviewBase = (*ReadModel)(nil)

// copyFile is the name of a copy in its folder.
const copyFile = "copy.db"

// CopyTo implements delivery.PreviewBase. It reads one moment of the file, beside those who read and the one who writes.
func (m *ReadModel) CopyTo(ctx context.Context, dir string) (out delivery.PreviewIndex, err error) {
	defer fault.Wrap(&err, "copy the read side")
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, err
	}
	path := filepath.Join(dir, copyFile)
	if err := os.RemoveAll(path); err != nil {
		return nil, err
	}
	if err := m.vacuumInto(ctx, path); err != nil {
		return nil, err
	}
	made, _, err := OpenView(ctx, dir, copyFile, m.meta)
	if err != nil {
		return nil, err
	}
	made.tables.off = true // it is written all the time
	return made, nil
}

func (m *ReadModel) vacuumInto(ctx context.Context, path string) error {
	db, err := sql.Open("sqlite", dsn(m.path))
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	_, err = db.ExecContext(ctx, "VACUUM INTO ?", path)
	return err
}

// EntryRecords implements delivery.PreviewBase.
func (m *ReadModel) EntryRecords(ctx context.Context, ids []string, each func(published.Record) error) error {
	for some := range slices.Chunk(ids, 500) {
		q := text("SELECT key, generation, body FROM records WHERE kind = ? AND key IN ", string(published.KindEntry)).in(anys(some))
		if err := m.entryRecords(ctx, q, each); err != nil {
			return err
		}
	}
	return nil
}

func (m *ReadModel) entryRecords(ctx context.Context, q *sqlText, each func(published.Record) error) error {
	m.gate.RLock()
	defer m.gate.RUnlock()
	rows, err := m.read.QueryContext(ctx, q.String(), q.args...)
	if err != nil {
		return readError(err)
	}
	defer rows.Close()
	for rows.Next() {
		r := published.Record{Kind: published.KindEntry}
		if err := rows.Scan(&r.Key, &r.Generation, &r.Body); err != nil {
			return readError(err)
		}
		if err := each(r); err != nil {
			return err
		}
	}
	return readError(rows.Err())
}
