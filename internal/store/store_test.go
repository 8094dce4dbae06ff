package store_test

import (
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/store"
	"github.com/portico-cms/portico/internal/store/storetest"
	"github.com/portico-cms/portico/migrations"
)

func TestMain(m *testing.M) { os.Exit(storetest.Main(m)) }

// databases are what every test of this package runs on; url is "" for SQLite.
var databases = map[string]func(t testing.TB) string{
	"sqlite":   func(testing.TB) string { return "" },
	"postgres": storetest.Postgres,
}

func open(t testing.TB, url, dir string) *store.Store {
	t.Helper()
	s, err := store.Open(url, dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func TestContract(t *testing.T) {
	for name, newURL := range databases {
		t.Run(name, func(t *testing.T) {
			storetest.Contract(t, func(t *testing.T) storetest.Store {
				s := open(t, newURL(t), t.TempDir())
				if _, err := s.Migrate(t.Context(), migrations.FS); err != nil {
					t.Fatal(err)
				}
				return s
			})
		})
	}
}

func TestMigrateTwiceIsOnce(t *testing.T) {
	for name, newURL := range databases {
		t.Run(name, func(t *testing.T) {
			s := open(t, newURL(t), t.TempDir())
			if n, err := s.Migrate(t.Context(), migrations.FS); err != nil || n == 0 {
				t.Fatalf("%d applied: %v", n, err)
			}
			one, err := s.Page(t.Context(), published.Place{})
			if err != nil {
				t.Fatal(err)
			}
			if n, err := s.Migrate(t.Context(), migrations.FS); err != nil || n != 0 {
				t.Fatalf("the second time %d applied: %v", n, err)
			}
			if two, err := s.Page(t.Context(), published.Place{}); err != nil || one.Head != two.Head {
				t.Errorf("the identity changed from %+v to %+v, %v", one, two, err)
			}
		})
	}
}

// TestNewerDatabase: a database that a newer binary has migrated is refused in words, and left as it is.
func TestNewerDatabase(t *testing.T) {
	for name, newURL := range databases {
		t.Run(name, func(t *testing.T) {
			s := open(t, newURL(t), t.TempDir())
			newer := fstest.MapFS{}
			err := fs.WalkDir(migrations.FS, ".", func(path string, d fs.DirEntry, err error) error {
				if err == nil && !d.IsDir() {
					data, _ := fs.ReadFile(migrations.FS, path)
					newer[path] = &fstest.MapFile{Data: data}
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			newer[name+"/99999_future.sql"] = &fstest.MapFile{Data: []byte("-- +goose Up\nCREATE TABLE future (id INTEGER);\n")}
			if _, err := s.Migrate(t.Context(), newer); err != nil {
				t.Fatal(err)
			}
			_, err = s.Migrate(t.Context(), migrations.FS)
			if !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), "newer Portico") {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestOpenRefusesOtherDatabases(t *testing.T) {
	if _, err := store.Open("mysql://somewhere/db", t.TempDir()); !fault.Is(err, fault.Invalid) {
		t.Errorf("got %v", err)
	}
}

// TestUnreachable: a database that is away is fault.Unavailable, which callers wait for.
func TestUnreachable(t *testing.T) {
	s := open(t, "postgres://portico@127.0.0.1:1/none?sslmode=disable", t.TempDir())
	if _, err := s.Migrate(t.Context(), migrations.FS); !fault.Is(err, fault.Unavailable) {
		t.Errorf("migrate: %v", err)
	}
	if err := s.Ping(t.Context()); !fault.Is(err, fault.Unavailable) {
		t.Errorf("ping: %v", err)
	}
}

func TestHostileDocumentsStayWhole(t *testing.T) {
	text := "'; DROP TABLE sites; -- \u202e \x7f \"quoted\" \\ % _ é 漢 🙂"
	for name, newURL := range databases {
		t.Run(name, func(t *testing.T) {
			s := open(t, newURL(t), t.TempDir())
			if _, err := s.Migrate(t.Context(), migrations.FS); err != nil {
				t.Fatal(err)
			}
			storetest.RoundTrip(t, s, text)
		})
	}
}
