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
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"modernc.org/sqlite"

	"github.com/portico-cms/portico/internal/delivery"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/sqlitefile"
)

//go:embed schema.sql
var schemaSQL string

//go:embed indexes.sql
var indexesSQL string

// layout counts up with every change of schema.sql or of how rows are made: an older file is built again from its log.
const layout = 6

// ReadModel is an open read side. It implements delivery.Index.
type ReadModel struct {
	path    string
	gate    sync.RWMutex // held by readers; for writing while the file is exchanged, with the four below
	write   *sql.DB      // one connection: there is one follower
	read    *sql.DB      // tells positions and chains, and checks the file
	readers *readers
	tables  *tables

	writing sync.Mutex // held by whoever writes into the file, or exchanges it
	learned *learned   // of the writer, while it is writing; nil: to be read
	meta    []published.Field
	asked   asked
	few     int // fewDocs; tests of how lists are read set another

	bad   atomic.Bool   // the file is damaged
	found chan struct{} // signalled when that was found out
	check check
}

var _ delivery.Index = (*ReadModel)(nil)

// Open opens or makes published.db in dir: the published view, which has no metadata. See OpenView.
func Open(ctx context.Context, dir string) (m *ReadModel, rebuilt bool, err error) {
	return OpenView(ctx, dir, "published.db", nil)
}

// OpenView opens or makes the read side of a view, a file of that name in dir. meta says which values of published.Entry.Meta can
// be asked for, each with its kind. A file of another layout, with other metadata, or so damaged that not even a snapshot can be
// made of it, is moved aside and made anew: the log has everything. rebuilt says so. One that is damaged elsewhere is served from
// for as long as it goes, and Damaged says at once that it must be made anew.
func OpenView(ctx context.Context, dir, file string, meta []published.Field) (m *ReadModel, rebuilt bool, err error) {
	defer fault.Wrap(&err, "open the read side in %s", dir)
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, false, fault.New(fault.Invalid, "the folder cannot be made: %v", err)
	}
	path := filepath.Join(dir, file)
	if err := removeFile(path + nextSuffix); err != nil { // of a process that was killed while it made one
		return nil, false, err
	}
	m, err = open(ctx, path, meta)
	if !damaged(err) {
		return m, false, err
	}
	if err := moveAside(path); err != nil {
		return nil, false, err
	}
	m, err = open(ctx, path, meta)
	return m, true, err
}

// moveAside keeps a damaged file for whoever wants to know; the one that was kept before goes.
func moveAside(path string) error {
	before, err := filepath.Glob(path + asideSuffix + "*")
	if err != nil {
		return err
	}
	for _, old := range before {
		if err := os.Remove(old); err != nil {
			return err
		}
	}
	if err := os.Rename(path, path+asideSuffix+time.Now().UTC().Format("20060102T150405")); err != nil {
		return err
	}
	return removeBeside(path)
}

const (
	asideSuffix = ".damaged-"
	nextSuffix  = ".next"
)

// removeFile removes a file of SQLite with what stands beside it.
func removeFile(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return removeBeside(path)
}

// removeBeside removes what SQLite keeps beside a file, so that it is not taken for another's.
func removeBeside(path string) error {
	for _, suffix := range []string{"-wal", "-shm", "-journal"} {
		if err := os.Remove(path + suffix); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return nil
}

var errLayout = errors.New("the file has another layout")

// damaged says whether an error means that the file is not what was written.
func damaged(err error) bool {
	if errors.Is(err, errLayout) || errors.Is(err, errDamaged) {
		return true
	}
	var sq *sqlite.Error
	return errors.As(err, &sq) && damagedCode(sq.Code())
}

// damagedCode says whether SQLite gives a code for what only a damaged file has: CORRUPT, NOTADB, IOERR_SHORT_READ.
func damagedCode(code int) bool { return code&0xff == 11 || code&0xff == 26 || code == 522 }

func open(ctx context.Context, path string, meta []published.Field) (m *ReadModel, err error) {
	m = &ReadModel{
		path: path, meta: meta, few: fewDocs, found: make(chan struct{}, 1),
		asked: asked{used: map[string]time.Time{}, making: map[string]chan struct{}{}},
	}
	defer func() {
		if err != nil {
			_ = m.Close()
			m = nil
		}
	}()
	if err := m.connect(ctx); err != nil {
		return m, err
	}
	err = m.checkAtStart(ctx)
	return m, err
}

// connect opens the file that stands at the path.
func (m *ReadModel) connect(ctx context.Context) (err error) {
	// NORMAL: after a power failure the last generations may be missing, and are applied again.
	dsn := dsn(m.path) + "&_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)"
	// The writer's cache, in KB, holds the indexes that a large publication writes all over.
	if m.write, err = sqlitefile.Open(dsn + "&_txlock=immediate&_pragma=cache_size(-128000)"); err != nil {
		return err
	}
	m.write.SetMaxOpenConns(1)
	if err = prepareFile(ctx, m.write, m.meta); err != nil {
		return err
	}
	dsn += "&_pragma=query_only(1)&_pragma=cache_size(-16000)"
	if m.read, err = sqlitefile.Open(dsn); err != nil {
		return err
	}
	m.read.SetMaxOpenConns(4)
	m.read.SetMaxIdleConns(1)
	m.readers, m.tables = newReaders(dsn), newTables(m)
	m.tables.warm()
	return nil
}

// dsn names a file whose folder may be called anything.
func dsn(path string) string {
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?_pragma=busy_timeout(10000)"
}

// prepareFile makes the tables of a new file, and looks whether an old one is ours.
func prepareFile(ctx context.Context, db *sql.DB, meta []published.Field) error {
	var version int
	if err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return err
	}
	if version != 0 && version != layout {
		return errLayout
	}
	wanted, err := json.Marshal(meta)
	if err != nil {
		return err
	}
	if version == layout {
		var stored string
		err := db.QueryRowContext(ctx, "SELECT meta FROM state").Scan(&stored)
		if errors.Is(err, sql.ErrNoRows) || err == nil && stored != string(wanted) {
			return errLayout
		}
		return err
	}
	var tables int
	if err := db.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema").Scan(&tables); err != nil {
		return err
	}
	if tables > 0 { // not ours, or its header was overwritten
		return errLayout
	}
	return makeFile(ctx, db, string(wanted), schemaSQL+indexesSQL)
}

func makeFile(ctx context.Context, db *sql.DB, meta, tables string) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	if _, err := tx.ExecContext(ctx, tables); err != nil {
		return err
	}
	var nothing published.Checksum
	sum := nothing.String()
	if _, err := tx.ExecContext(ctx, "INSERT INTO state VALUES ('', 0, '', ?, ?, ?)", sum, sum, meta); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", layout)); err != nil {
		return err
	}
	return tx.Commit()
}

// Close closes the file. A check that is under way is given up.
func (m *ReadModel) Close() error {
	m.check.pause()
	return m.disconnect()
}

func (m *ReadModel) disconnect() error {
	var errs []error
	if m.tables != nil {
		m.tables.close()
	}
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
	s, _, err = m.state(ctx)
	return s, err
}

// Checksum implements delivery.Index.
func (m *ReadModel) Checksum(ctx context.Context) (sum string, err error) {
	_, sum, err = m.state(ctx)
	return sum, err
}

func (m *ReadModel) state(ctx context.Context) (s delivery.State, sum string, err error) {
	m.gate.RLock()
	defer m.gate.RUnlock()
	m.readers.writing.RLock() // a generation that is told here is read by whoever asks next
	defer m.readers.writing.RUnlock()
	err = m.read.QueryRowContext(ctx, "SELECT identity, generation, epoch, checksum FROM state").
		Scan(&s.Identity, &s.Generation, &s.Epoch, &sum)
	return s, sum, m.noted(err)
}

// Position says which log was applied, and how far. It does not wait for a write that is under way.
func (m *ReadModel) Position(ctx context.Context) (identity string, number int64, err error) {
	s, _, err := m.state(ctx)
	return s.Identity, s.Generation, readError(err)
}

// Load implements delivery.Index. What it gives is checked against the checksum before it returns.
func (m *ReadModel) Load(ctx context.Context, each func(published.Record) error) error {
	m.gate.RLock()
	defer m.gate.RUnlock()
	return m.noted(m.load(ctx, each))
}

// leanRecords are those that are not published.OnDisk: what stands before, between and behind the kinds of those, which are nearly all
// of the file and are not gone through.
const leanRecords = "SELECT kind, key, generation, body FROM records WHERE kind < ?" +
	" UNION ALL SELECT kind, key, generation, body FROM records WHERE kind > ? AND kind < ?" +
	" UNION ALL SELECT kind, key, generation, body FROM records WHERE kind > ?"

func (m *ReadModel) load(ctx context.Context, each func(published.Record) error) error {
	tx, err := m.read.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	var stored string
	if err := tx.QueryRowContext(ctx, "SELECT lean FROM state").Scan(&stored); err != nil {
		return err
	}
	entries, pieces := string(published.KindEntry), string(published.KindMediaPiece)
	sum, err := sumOf(ctx, tx, leanRecords, each, entries, entries, pieces, pieces)
	if err == nil && sum != stored {
		err = errDamaged
	}
	return err
}
