// Package store keeps the authoring plane's data: gorm over PostgreSQL or SQLite. Row types are private; what goes in and
// out are the domain's types, through the ports that the domain packages declare. A Tx serves all of them inside one
// transaction, so that a change, its revision, its audit line and its publication are written together or not at all.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/driver/postgres"
	gormsqlite "gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
	"modernc.org/sqlite"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/sqlitefile"
)

// Store is an open authoring database, with its migrations applied.
type Store struct {
	db      *gorm.DB
	dialect string        // "postgres" or "sqlite"
	url     string        // of PostgreSQL, for the connection that listens
	saved   chan struct{} // signalled after any write

	watchers watchers      // of publications
	patience time.Duration // how long a page of the log may take: a connection that was cut without a word is given up then

	// SQLite has one writer: queueing here is fair and costs nothing, where its own busy timeout polls.
	writer chan struct{}
}

// Open opens the database at databaseURL (postgres://…), or, where that is empty, the SQLite file portico.db in dir. It applies no
// migration (see Migrate), and does not wait for PostgreSQL: that may come and go. Errors: fault.Invalid for a bad url or
// folder.
func Open(databaseURL, dir string) (*Store, error) {
	var dialector gorm.Dialector
	s := &Store{
		dialect: "sqlite", url: databaseURL,
		saved: make(chan struct{}, 1), writer: make(chan struct{}, 1), patience: 10 * time.Second,
	}
	switch {
	case databaseURL == "":
		if err := os.MkdirAll(dir, 0o750); err != nil {
			return nil, fault.New(fault.Invalid, "the data folder cannot be made: %v", err)
		}
		file, err := sqlitefile.Open(SQLiteDSN(filepath.Join(dir, "portico.db"), "FULL"))
		if err != nil {
			return nil, fault.New(fault.Invalid, "the database file cannot be named: %v", err)
		}
		dialector = gormsqlite.New(gormsqlite.Config{Conn: file})
	case strings.HasPrefix(databaseURL, "postgres://") || strings.HasPrefix(databaseURL, "postgresql://"):
		s.dialect = "postgres"
		config, err := pgx.ParseConfig(databaseURL)
		if err != nil {
			return nil, fault.New(fault.Invalid, "the database URL cannot be understood: %v", err) // pgx leaves the password out
		}
		// A process that dies inside a write must not keep the others from writing.
		config.RuntimeParams["idle_in_transaction_session_timeout"] = "60000"
		dialector = postgres.New(postgres.Config{Conn: stdlib.OpenDB(*config)})
	default:
		return nil, fault.New(fault.Invalid, "the database URL must begin with postgres:// (or be empty, for SQLite in the data folder)")
	}
	db, err := gorm.Open(dialector, &gorm.Config{
		Logger:                 logger.Discard, // errors are returned, and logged once by whoever handles them
		TranslateError:         true,
		SkipDefaultTransaction: true, // Update and View open them
		NowFunc:                func() time.Time { return time.Now().UTC() },
		DisableAutomaticPing:   true,
	})
	if err != nil {
		return nil, unavailable(err)
	}
	s.db = db
	pool, err := db.DB()
	if err != nil {
		return nil, unavailable(err)
	}
	pool.SetMaxOpenConns(16)
	pool.SetMaxIdleConns(16)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	return s, nil
}

// SQLiteDSN gives the data source name of a SQLite file as Portico opens it: write-ahead log, foreign keys, immediate write
// transactions, times in UTC. synchronous is FULL (no acknowledged write is lost with the power) or NORMAL. The log is brought into
// the file every 16 MB (in pages): what many saves write, such as the installation's row, goes there once.
func SQLiteDSN(path, synchronous string) string {
	name := (&url.URL{Path: path}).EscapedPath() // a folder may be named "50% off?"
	return "file:" + name + "?_pragma=journal_mode(WAL)&_pragma=busy_timeout(10000)&_pragma=foreign_keys(1)" +
		"&_pragma=wal_autocheckpoint(4000)&_pragma=synchronous(" + synchronous + ")&_txlock=immediate&_time_format=sqlite&_timezone=UTC"
}

// Close closes the database.
func (s *Store) Close() error {
	pool, err := s.db.DB()
	if err != nil {
		return err
	}
	return pool.Close()
}

// Ping says whether the database answers.
func (s *Store) Ping(ctx context.Context) error {
	pool, err := s.db.DB()
	if err == nil {
		err = pool.PingContext(ctx)
	}
	return unavailable(err)
}

// Update runs f in a transaction that is committed where f gives nil, and rolled back otherwise. Of all processes one is in an
// Update at a time (ADR 0006). The log's followers in this process are woken after a commit that published.
func (s *Store) Update(ctx context.Context, f func(authoring.Tx) error) error {
	t := &tx{}
	err := s.write(ctx, func(db *gorm.DB) error {
		t.db, t.dialect = db, s.dialect
		if err := t.lock(); err != nil {
			return err
		}
		if err := f(t); err != nil {
			return err
		}
		return t.sealAudit()
	})
	if err == nil {
		signal(s.saved)
	}
	if err == nil && t.published {
		s.signal()
	}
	return translate(err)
}

// Touch runs a small write that nothing else depends on, such as when a session was last used, beside other writes.
func (s *Store) Touch(ctx context.Context, f func(authoring.Tx) error) error {
	return translate(s.write(ctx, func(db *gorm.DB) error { return f(&tx{db: db, dialect: s.dialect}) }))
}

func (s *Store) write(ctx context.Context, f func(*gorm.DB) error) error {
	if s.dialect == "sqlite" {
		select {
		case s.writer <- struct{}{}:
			defer func() { <-s.writer }()
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return s.db.WithContext(ctx).Transaction(f)
}

// View runs f in a read-only transaction that sees one moment of the database.
func (s *Store) View(ctx context.Context, f func(authoring.Tx) error) error {
	return translate(s.view(ctx, func(db *gorm.DB) error { return f(&tx{db: db, dialect: s.dialect, readOnly: true}) }))
}

func (s *Store) view(ctx context.Context, f func(*gorm.DB) error) error {
	opts := &sql.TxOptions{ReadOnly: true}
	if s.dialect == "postgres" {
		opts.Isolation = sql.LevelRepeatableRead
	}
	return s.db.WithContext(ctx).Transaction(f, opts)
}

// tx is one transaction; it serves the ports of the domain.
type tx struct {
	db        *gorm.DB
	dialect   string
	readOnly  bool
	sequence  int64 // of this write; see lock
	before    int64 // the newest generation when this write began: nobody else publishes before it ends
	audited   auditHead
	fresh     fresh
	rows      int                 // that it added; see wrote
	learned   int                 // of them, when the planner looked last
	locked    int64               // the generation that Lock gave
	changes   []published.Ref     // put into its publication
	sum       *published.Checksum // of the log with these; nil before the first
	published bool
}

// lock takes the one write lock: the row of the installation. What is counted there has no gaps and follows the commits.
func (t *tx) lock() error {
	// All that is returned is of this row: on PostgreSQL what a statement sees of others is as old as its wait for the lock.
	return t.db.Raw(`UPDATE installation SET sequence = sequence + 1 WHERE id = 1 RETURNING sequence, generation, audit_number, audit_head`).
		Row().Scan(&t.sequence, &t.before, &t.audited.number, &t.audited.hash)
}

// Sequence implements authoring.Tx.
func (t *tx) Sequence() int64 { return t.sequence }

// LastSequence implements authoring.Tx.
func (t *tx) LastSequence(ctx context.Context) (n int64, err error) {
	err = t.db.WithContext(ctx).Raw(`SELECT sequence FROM installation WHERE id = 1`).Row().Scan(&n)
	return n, err
}

// Installation implements authoring.Tx.
func (t *tx) Installation(ctx context.Context) (id string, err error) {
	err = t.db.WithContext(ctx).Raw(`SELECT identity FROM installation WHERE id = 1`).Row().Scan(&id)
	return id, err
}

var errTaken = fault.New(fault.Conflict, "it exists already")

var errReadOnly = errors.New("store: write in a read-only transaction")

// translate turns what the drivers say into coded faults, where the code is not given already.
func translate(err error) error {
	if err == nil || fault.CodeOf(err) != fault.Internal {
		return err
	}
	var sq *sqlite.Error
	var pg *pgconn.PgError
	switch {
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, sql.ErrTxDone):
		// A transaction that its context ended says that it is done: no code of ours goes on after a commit.
		return unavailable(err)
	case errors.As(err, &sq):
		return translateSQLite(err, sq.Code())
	case errors.Is(err, gorm.ErrDuplicatedKey):
		return fault.New(fault.Conflict, "it exists already").With(err)
	case errors.Is(err, gorm.ErrForeignKeyViolated):
		return fault.New(fault.Conflict, "it is still used, or what it names does not exist").With(err)
	case errors.As(err, &pg) && (pg.Code == "22021" || pg.Code == "22P05"): // character_not_in_repertoire, untranslatable_character
		return fault.New(fault.Unprocessable, "a text holds the character NUL, or is no UTF-8").With(err)
	case lostConnection(err):
		return unavailable(err)
	}
	return err
}

// The result codes of SQLite that say that the file is busy, full, not to be written or gone; see sqlite.org/rescode.html.
var sqliteAway = map[int]bool{5: true, 6: true, 8: true, 9: true, 10: true, 13: true, 14: true}

func translateSQLite(err error, code int) error {
	switch {
	case code == 1555 || code == 2067: // SQLITE_CONSTRAINT_PRIMARYKEY, _UNIQUE
		return fault.New(fault.Conflict, "it exists already").With(err)
	case code == 787: // SQLITE_CONSTRAINT_FOREIGNKEY
		return fault.New(fault.Conflict, "it is still used, or what it names does not exist").With(err)
	case sqliteAway[code&0xff]: // BUSY, LOCKED, READONLY, INTERRUPT, IOERR, FULL, CANTOPEN; the low byte is the primary code
		return unavailable(err)
	}
	return err
}

func unavailable(err error) error {
	if err == nil {
		return nil
	}
	return fault.New(fault.Unavailable, "the database cannot be reached or written").With(err)
}

// notFound gives a fault.NotFound for gorm's, and passes any other error on.
func notFound(err error, format string, args ...any) error {
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return fault.New(fault.NotFound, format, args...)
	}
	return err
}

// stale is what a write answers whose version is not the newest.
func stale(what string) error {
	return fault.New(fault.Stale, "%s was saved by somebody else in between; load it again", what)
}

func fmtRef(kind, key string) string { return fmt.Sprintf("%s/%s", kind, key) }
