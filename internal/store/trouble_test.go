package store_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/site"
	"github.com/portico-cms/portico/internal/store"
	"github.com/portico-cms/portico/migrations"
)

func migrated(t *testing.T, url, dir string) *store.Store {
	t.Helper()
	s := open(t, url, dir)
	if _, err := s.Migrate(t.Context(), migrations.FS); err != nil {
		t.Fatal(err)
	}
	return s
}

func save(ctx context.Context, s *store.Store, key, name string) error {
	return s.Update(ctx, func(tx authoring.Tx) error {
		one := &site.Site{Key: key, Name: name, Origins: []string{"https://" + key + ".example"}}
		_, err := tx.SaveSite(ctx, one, 0)
		return err
	})
}

// TestFolderNames: a data folder may have any name that the system allows.
func TestFolderNames(t *testing.T) {
	for _, name := range []string{"plain", "with space", "50% off?", "a#b", "c&d=e", "été", "%41", "semi;colon"} {
		dir := filepath.Join(t.TempDir(), name)
		s := migrated(t, "", dir)
		if err := save(t.Context(), s, "one", "One"); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := os.Stat(filepath.Join(dir, "portico.db")); err != nil {
			t.Errorf("%s: the database is elsewhere: %v", name, err)
		}
	}
}

// TestBadURL: an address that cannot be one is told at once, without its password.
func TestBadURL(t *testing.T) {
	for _, url := range []string{"postgres://portico:s3cret@host:port/db", "postgres://portico:s3cret@host:99999999/db", "postgres://portico:s3cret@h/db?sslmode=perhaps", "postgres://portico:s3cret%zz@h/db"} {
		_, err := store.Open(url, t.TempDir())
		if !fault.Is(err, fault.Invalid) || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%s: %v", url, err)
		}
	}
}

// TestDiskTrouble: a file that cannot be opened, is full, or may not be written is fault.Unavailable; what is there can be read
// on, and writing goes on when the trouble is over.
func TestDiskTrouble(t *testing.T) {
	for name, plant := range map[string]func(file string) error{
		"a folder in its place": func(file string) error { return os.Mkdir(file, 0o700) },
		"no database": func(file string) error {
			return os.WriteFile(file, []byte(strings.Repeat("no database\n", 500)), 0o600)
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if err := plant(filepath.Join(dir, "portico.db")); err != nil {
				t.Fatal(err)
			}
			s, err := store.Open("", dir)
			if err == nil {
				defer s.Close()
				_, err = s.Migrate(t.Context(), migrations.FS)
			}
			if !fault.Is(err, fault.Unavailable) {
				t.Errorf("got %v", err)
			}
		})
	}
	// A full disk and a file without the right to write are made by SQLite itself: root, who runs tests in containers, may write
	// everywhere. The error codes are those of the real thing.
	for name, pragmas := range map[string][2]string{
		"full":      {"PRAGMA max_page_count = 1", "PRAGMA max_page_count = 1000000"},
		"read-only": {"PRAGMA query_only = 1", "PRAGMA query_only = 0"},
	} {
		t.Run(name, func(t *testing.T) {
			s := migrated(t, "", t.TempDir())
			store.OneConnection(t, s)
			if err := save(t.Context(), s, "one", "One"); err != nil {
				t.Fatal(err)
			}
			store.Exec(t, s, pragmas[0])
			if err := save(t.Context(), s, "two", strings.Repeat("x", 1<<20)); !fault.Is(err, fault.Unavailable) {
				t.Errorf("save: %v", err)
			}
			err := s.View(t.Context(), func(tx authoring.Tx) error {
				sites, err := tx.Sites(t.Context())
				if len(sites) != 1 {
					t.Errorf("%d sites", len(sites))
				}
				return err
			})
			if err != nil {
				t.Errorf("view: %v", err)
			}
			store.Exec(t, s, pragmas[1])
			if err := save(t.Context(), s, "two", "Two"); err != nil {
				t.Errorf("save, the trouble over: %v", err)
			}
		})
	}
}

// TestBusy: a write waits while another process writes (portico import beside portico serve), and a read does not.
func TestBusy(t *testing.T) {
	dir := t.TempDir()
	s := migrated(t, "", dir)
	other, err := sql.Open("sqlite", store.SQLiteDSN(filepath.Join(dir, "portico.db"), "FULL"))
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	tx, err := other.Begin() // immediate: it holds the write lock
	if err != nil {
		t.Fatal(err)
	}
	saved := make(chan error, 1)
	go func() { saved <- save(context.Background(), s, "one", "One") }()
	err = s.View(t.Context(), func(tx authoring.Tx) error { _, err := tx.Sites(t.Context()); return err })
	if err != nil {
		t.Errorf("a read: %v", err)
	}
	select {
	case err := <-saved:
		t.Errorf("a write did not wait: %v", err)
	default:
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	if err := <-saved; err != nil {
		t.Errorf("the write that waited: %v", err)
	}
}

// TestDeadline: who waits for a lock until the time is up is told to try again, and gets the lock the next time.
func TestDeadline(t *testing.T) {
	for name, newURL := range databases {
		t.Run(name, func(t *testing.T) {
			s := migrated(t, newURL(t), t.TempDir())
			locked, release, done := make(chan struct{}), make(chan struct{}), make(chan error, 1)
			go func() {
				done <- s.Update(context.Background(), func(tx authoring.Tx) error {
					_, err := tx.Lock(context.Background())
					close(locked)
					<-release
					return errors.Join(err, errors.New("not after all"))
				})
			}()
			<-locked
			ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
			defer cancel()
			err := s.Update(ctx, func(tx authoring.Tx) error { _, err := tx.Lock(ctx); return err })
			if !fault.Is(err, fault.Unavailable) {
				t.Errorf("got %v", err)
			}
			close(release)
			<-done
			if err := save(t.Context(), s, "one", "One"); err != nil {
				t.Errorf("afterwards: %v", err)
			}
		})
	}
}

// TestNUL: a text that no database can keep in all of its documents is refused, and no error of ours.
func TestNUL(t *testing.T) {
	for name, newURL := range databases {
		t.Run(name, func(t *testing.T) {
			s := migrated(t, newURL(t), t.TempDir())
			for key, text := range map[string]string{"one": "a\x00b", "two": "a\xffb"} {
				if err := save(t.Context(), s, key, text); err != nil && !fault.Is(err, fault.Unprocessable) {
					t.Errorf("%q: %s %v", text, fault.CodeOf(err), err)
				}
				err := s.View(t.Context(), func(tx authoring.Tx) error { _, err := tx.Site(t.Context(), text); return err })
				if !fault.Is(err, fault.NotFound) && !fault.Is(err, fault.Unprocessable) {
					t.Errorf("looking for %q: %s %v", text, fault.CodeOf(err), err)
				}
			}
		})
	}
}
