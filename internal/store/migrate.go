package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"io/fs"
	"time"

	"github.com/google/uuid"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"github.com/portico-cms/portico/internal/fault"
)

// Migrate brings the database to the newest migration in fsys (postgres/ and sqlite/), and returns how many it applied. On
// PostgreSQL several nodes may start at once: a session lock lets one migrate. Errors: fault.Conflict for a database that is
// newer than this binary; it is left untouched.
func (s *Store) Migrate(ctx context.Context, fsys fs.FS) (applied int, err error) {
	defer fault.Wrap(&err, "migrate the database")
	provider, err := s.provider(fsys)
	if err != nil {
		return 0, err
	}
	sources := provider.ListSources()
	newest := sources[len(sources)-1].Version
	current, err := provider.GetDBVersion(ctx)
	if err != nil {
		return 0, translate(err)
	}
	if current > newest {
		return 0, fault.New(fault.Conflict,
			"the database is at migration %d and this binary knows up to %d: it was written by a newer Portico; "+
				"run that version or restore a backup", current, newest)
	}
	results, err := provider.Up(ctx)
	if err != nil {
		return 0, translate(err)
	}
	return len(results), s.install(ctx)
}

func (s *Store) provider(fsys fs.FS) (*goose.Provider, error) {
	pool, err := s.db.DB()
	if err != nil {
		return nil, err
	}
	dialect, opts := goose.DialectSQLite3, []goose.ProviderOption{goose.WithDisableGlobalRegistry(true)}
	if s.dialect == "postgres" {
		dialect = goose.DialectPostgres
		locker, err := lock.NewPostgresSessionLocker()
		if err != nil {
			return nil, err
		}
		opts = append(opts, goose.WithSessionLocker(locker))
	}
	sub, err := fs.Sub(fsys, s.dialect)
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(dialect, pool, sub, opts...)
}

// install gives a new database its identity and its cursor key; on an old one it does nothing.
func (s *Store) install(ctx context.Context) error {
	key := make([]byte, 32)
	if _, err := rand.Read(key); err != nil {
		return err
	}
	return translate(s.db.WithContext(ctx).Exec(
		`INSERT INTO installation (id, identity, generation, cursor_key, created_at) VALUES (1, @id, 0, @key, @at) ON CONFLICT (id) DO NOTHING`,
		sql.Named("id", uuid.NewString()), sql.Named("key", key), sql.Named("at", time.Now().UTC())).Error)
}
