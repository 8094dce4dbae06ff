package readmodel

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"os"

	"github.com/portico-cms/portico/internal/delivery"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/sqlitefile"
)

// Write implements delivery.Index. What begins anew is written into a file beside, which takes the place of the other once it is
// whole: until then that one answers.
func (m *ReadModel) Write(ctx context.Context, whole bool, fill delivery.Fill) (err error) {
	return m.writeUnless(ctx, whole, func() bool { return false }, fill)
}

// writeUnless lets others have the processor unless hurry says that somebody waits for its end.
func (m *ReadModel) writeUnless(ctx context.Context, whole bool, hurry func() bool, fill delivery.Fill) (err error) {
	defer fault.Wrap(&err, "write the read side")
	m.writing.Lock()
	defer m.writing.Unlock()
	if !whole {
		return m.noted(m.apply(ctx, &courtesy{hurry: hurry}, fill))
	}
	next := m.path + nextSuffix
	if err := removeFile(next); err != nil {
		return err
	}
	defer func() { _ = removeFile(next) }() // where it has taken its place, there is nothing
	if err := m.build(ctx, next, fill); err != nil {
		return err
	}
	return m.exchange(context.WithoutCancel(ctx), next)
}

// apply writes into the file that is open.
func (m *ReadModel) apply(ctx context.Context, way *courtesy, fill delivery.Fill) error {
	learned := m.learned
	m.learned = nil // until this has ended well
	a, err := applyTo(ctx, m.write, m.meta, learned, way, fill, func(tx *sql.Tx, a *applier) error {
		return m.commit(ctx, tx, a.touched())
	})
	if err == nil {
		m.learned = a.learned
	}
	return err
}

// build writes a file of its own. It has no journal, because nobody reads it before it is whole: so its size is what it takes, and
// memory holds no more than a cache.
func (m *ReadModel) build(ctx context.Context, path string, fill delivery.Fill) error {
	db, err := sqlitefile.Open(dsn(path) + "&_pragma=journal_mode(OFF)&_pragma=synchronous(OFF)&_pragma=cache_size(-64000)&_txlock=immediate")
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(1)
	meta, err := json.Marshal(m.meta)
	if err == nil {
		err = makeFile(ctx, db, string(meta), schemaSQL)
	}
	if err == nil {
		_, err = applyTo(ctx, db, m.meta, nil, &courtesy{}, fill, func(tx *sql.Tx, _ *applier) error {
			if _, err := tx.ExecContext(ctx, indexesSQL); err != nil {
				return err
			}
			return tx.Commit()
		})
	}
	if err = errors.Join(err, db.Close()); err != nil {
		return err
	}
	return syncFile(path)
}

// syncFile brings a file to the disk.
func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// exchange puts a file in the place of the one that is open. Readers finish first, which takes no longer than a query may; who comes
// meanwhile waits.
func (m *ReadModel) exchange(ctx context.Context, next string) error {
	resume := m.check.pause()
	defer resume()
	m.tables.close() // those of the file that goes
	m.gate.Lock()
	defer m.gate.Unlock()
	_ = m.disconnect() // a damaged file need not close well
	m.learned = nil
	err := removeBeside(m.path)
	if err == nil {
		err = os.Rename(next, m.path)
	}
	m.bad.Store(false)
	if err = errors.Join(err, m.connect(ctx)); err != nil {
		m.markDamaged()
	}
	return err
}
