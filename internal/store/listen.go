package store

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
)

// channel is where PostgreSQL tells of publications. Only the fact is told: a follower reads the log itself, so that a
// notification that was lost, or came twice, changes nothing.
const channel = "portico_publication"

// relisten is how long a lost connection is left alone before the next attempt; meanwhile followers poll.
const relisten = 2 * time.Second

// Listen wakes this process's followers when another process publishes, until the context ends. It holds a connection of its
// own beside the pool, because notifications come on the very connection that listens. On SQLite it returns at once: who
// publishes is in this process, or is found by the poll.
func (s *Store) Listen(ctx context.Context, logger *slog.Logger) {
	for s.dialect == "postgres" && ctx.Err() == nil {
		if err := s.listen(ctx); ctx.Err() == nil {
			logger.Debug("notifications of publications are interrupted; polling until they are back", "err", err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(relisten):
		}
	}
}

func (s *Store) listen(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, s.url)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	if _, err := conn.Exec(ctx, "LISTEN "+channel); err != nil {
		return err
	}
	s.signal() // something may have been published while nobody listened
	for {
		if _, err := conn.WaitForNotification(ctx); err != nil {
			return err
		}
		s.signal()
	}
}

// watchers are those who want to know of publications.
type watchers struct {
	mu    sync.Mutex
	wakes map[chan struct{}]bool
}

// Watch implements published.Log.
func (s *Store) Watch() (wake <-chan struct{}, stop func()) {
	w, c := &s.watchers, make(chan struct{}, 1)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.wakes == nil {
		w.wakes = map[chan struct{}]bool{}
	}
	w.wakes[c] = true
	return c, func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		delete(w.wakes, c)
	}
}

// signal wakes whoever watches. One signal that waits is enough.
func (s *Store) signal() {
	s.watchers.mu.Lock()
	defer s.watchers.mu.Unlock()
	for c := range s.watchers.wakes {
		signal(c)
	}
}

func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}
