// Package readmodel is a delivery node's read side on disk: one SQLite file with every record of the publication log, from
// which a node starts while the database is away, and with the published entries laid out for reading: a row per entry and
// fallback chain, texts merged and sort keys made, so that a query is one index walk.
package readmodel

import (
	"context"
	"database/sql"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"modernc.org/sqlite"

	"github.com/portico-cms/portico/internal/delivery"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
)

//go:embed schema.sql
var schemaSQL string

// layout counts up with every change of schema.sql or of how rows are made: an older file is built again from its log.
const layout = 3

// ReadModel is an open read side. It implements delivery.Index.
type ReadModel struct {
	path    string
	write   *sql.DB // one connection: there is one follower
	read    *sql.DB // tells positions and chains
	readers *readers
	tables  *tables
	meta    []published.Field
	asked   asked
	few     int // fewDocs; tests of how lists are read set another
}

var _ delivery.Index = (*ReadModel)(nil)

// Open opens or makes published.db in dir: the published view, which has no metadata. See OpenView.
func Open(ctx context.Context, dir string) (m *ReadModel, rebuilt bool, err error) {
	return OpenView(ctx, dir, "published.db", nil)
}

// OpenView opens or makes the read side of a view, a file of that name in dir. meta says which values of published.Entry.Meta can
// be asked for, each with its kind. A file that is damaged, of another layout or with other metadata is moved aside and made
// anew: the log has everything. rebuilt says so.
func OpenView(ctx context.Context, dir, file string, meta []published.Field) (m *ReadModel, rebuilt bool, err error) {
	defer fault.Wrap(&err, "open the read side in %s", dir)
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, false, fault.New(fault.Invalid, "the folder cannot be made: %v", err)
	}
	path := filepath.Join(dir, file)
	m, err = open(ctx, path, meta)
	if !damaged(err) {
		return m, false, err
	}
	aside := fmt.Sprintf("%s.damaged-%s", path, time.Now().UTC().Format("20060102T150405"))
	if err := os.Rename(path, aside); err != nil {
		return nil, false, err
	}
	for _, suffix := range []string{"-wal", "-shm"} {
		if err := os.Remove(path + suffix); err != nil && !errors.Is(err, os.ErrNotExist) {
			return nil, false, err
		}
	}
	m, err = open(ctx, path, meta)
	return m, true, err
}

var errLayout = errors.New("the file has another layout")

func damaged(err error) bool {
	if errors.Is(err, errLayout) {
		return true
	}
	var sq *sqlite.Error
	return errors.As(err, &sq) && (sq.Code()&0xff == 11 || sq.Code()&0xff == 26) // SQLITE_CORRUPT, SQLITE_NOTADB
}

func open(ctx context.Context, path string, meta []published.Field) (m *ReadModel, err error) {
	// NORMAL: after a power failure the last generations may be missing, and are applied again.
	dsn := "file:" + path + "?_pragma=journal_mode(WAL)&_pragma=busy_timeout(10000)&_pragma=synchronous(NORMAL)"
	m = &ReadModel{path: path, meta: meta, few: fewDocs, asked: asked{used: map[string]time.Time{}, making: map[string]chan struct{}{}}}
	m.tables = newTables(m)
	m.tables.off = len(meta) > 0 // drafts are written all the time
	defer func() {
		if err != nil {
			_ = m.Close()
			m = nil
		}
	}()
	// The writer's cache, in KB, holds the indexes that a large publication writes all over.
	if m.write, err = sql.Open("sqlite", dsn+"&_txlock=immediate&_pragma=cache_size(-128000)"); err != nil {
		return m, err
	}
	m.write.SetMaxOpenConns(1)
	if err = m.prepareFile(ctx); err != nil {
		return m, err
	}
	dsn += "&_pragma=query_only(1)&_pragma=cache_size(-16000)"
	if m.read, err = sql.Open("sqlite", dsn); err != nil {
		return m, err
	}
	m.read.SetMaxOpenConns(2)
	m.read.SetMaxIdleConns(1)
	m.readers = newReaders(dsn)
	return m, nil
}

// prepareFile makes the tables of a new file, and checks those of an old one.
func (m *ReadModel) prepareFile(ctx context.Context) error {
	var version int
	if err := m.write.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return err
	}
	if version != 0 && version != layout {
		return errLayout
	}
	var verdict string
	if err := m.write.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&verdict); err != nil {
		return err
	}
	if verdict != "ok" {
		return errLayout
	}
	meta, err := json.Marshal(m.meta)
	if err != nil {
		return err
	}
	if version == layout {
		var stored string
		err := m.write.QueryRowContext(ctx, "SELECT meta FROM state").Scan(&stored)
		if errors.Is(err, sql.ErrNoRows) || err == nil && stored != string(meta) {
			return errLayout
		}
		return err
	}
	var tables int
	if err := m.write.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema").Scan(&tables); err != nil {
		return err
	}
	if tables > 0 { // not ours, or its header was overwritten
		return errLayout
	}
	return m.makeFile(ctx, string(meta))
}

func (m *ReadModel) makeFile(ctx context.Context, meta string) error {
	tx, err := m.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	if _, err := tx.ExecContext(ctx, schemaSQL); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "INSERT INTO state VALUES ('', 0, ?)", meta); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", layout)); err != nil {
		return err
	}
	return tx.Commit()
}

// Close closes the file.
func (m *ReadModel) Close() error {
	var errs []error
	m.tables.close()
	if m.readers != nil {
		errs = append(errs, m.readers.close())
	}
	for _, db := range []*sql.DB{m.read, m.write} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return errors.Join(errs...)
}

// State implements delivery.Index.
func (m *ReadModel) State(ctx context.Context) (s delivery.State, err error) {
	err = m.write.QueryRowContext(ctx, "SELECT identity, generation FROM state").Scan(&s.Identity, &s.Generation)
	return s, err
}

// Position says which log was applied, and how far. It does not wait for a write that is under way.
func (m *ReadModel) Position(ctx context.Context) (identity string, number int64, err error) {
	err = m.read.QueryRowContext(ctx, "SELECT identity, generation FROM state").Scan(&identity, &number)
	return identity, number, readError(err)
}

// Load implements delivery.Index.
func (m *ReadModel) Load(ctx context.Context, each func(published.Record) error) error {
	rows, err := m.write.QueryContext(ctx, "SELECT kind, key, generation, body FROM records WHERE kind <> ?", string(published.KindEntry))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var r published.Record
		if err := rows.Scan(&r.Kind, &r.Key, &r.Generation, &r.Body); err != nil {
			return err
		}
		if err := each(r); err != nil {
			return err
		}
	}
	return rows.Err()
}
