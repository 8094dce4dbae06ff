package store_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/store"
	"github.com/portico-cms/portico/internal/store/storetest"
	"github.com/portico-cms/portico/migrations"
)

// TestListen: a publication of one process wakes the followers of another, also after PostgreSQL was gone.
func TestListen(t *testing.T) {
	cluster, err := storetest.StartPostgres()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(cluster.Stop)
	url := cluster.NewDatabase(t)
	author, node := open(t, url, t.TempDir()), open(t, url, t.TempDir())
	if _, err := author.Migrate(t.Context(), migrations.FS); err != nil {
		t.Fatal(err)
	}
	wake, stop := node.Watch()
	defer stop()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); node.Listen(ctx, slog.New(slog.DiscardHandler)) }()
	t.Cleanup(func() { cancel(); <-done })

	woken(t, wake) // it listens now
	publishOnce(t, author)
	woken(t, wake)

	cluster.Halt()
	if err := cluster.Start(); err != nil {
		t.Fatal(err)
	}
	woken(t, wake) // it listens again
	publishOnce(t, author)
	woken(t, wake)
}

func woken(t *testing.T, wake <-chan struct{}) {
	t.Helper()
	select {
	case <-wake:
	case <-time.After(time.Minute):
		t.Fatal("nobody was woken")
	}
}

func publishOnce(t *testing.T, s *store.Store) {
	t.Helper()
	var err error
	for range 50 { // a pool finds out one by one that its connections are gone
		err = s.Update(t.Context(), func(tx authoring.Tx) error {
			generation, err := tx.Lock(t.Context())
			if err != nil {
				return err
			}
			return tx.Append(t.Context(), published.Publication{Generation: generation, At: time.Now()}, nil)
		})
		if err == nil {
			return
		}
	}
	t.Fatal(err)
}
