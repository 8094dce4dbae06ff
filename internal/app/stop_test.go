package app_test

import (
	"io"
	"log/slog"
	"testing"
	"time"

	"github.com/portico-cms/portico/internal/app"
	"github.com/portico-cms/portico/internal/config"
)

// TestStopAtOnce: a process that is told to stop while it still starts ends all the same. The HTTP server forgets a shutdown that
// comes before it has its listener.
func TestStopAtOnce(t *testing.T) {
	for range 20 {
		cfg := config.Default()
		cfg.DataDir, cfg.DeliveryAddr, cfg.AuthoringAddr = t.TempDir(), "127.0.0.1:0", "127.0.0.1:0"
		s, err := app.Start(t.Context(), cfg, slog.New(slog.DiscardHandler), io.Discard)
		if err != nil {
			t.Fatal(err)
		}
		closed := make(chan error, 1)
		go func() { closed <- s.Close() }()
		select {
		case err := <-closed:
			if err != nil {
				t.Fatal(err)
			}
		case <-time.After(time.Minute):
			t.Fatal("it does not stop")
		}
	}
}
