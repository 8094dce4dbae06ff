package app_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
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

// TestStopEndsStreams: clients that listen to change signals keep no process from stopping, and are let go at once.
func TestStopEndsStreams(t *testing.T) {
	p := serve(t, "--data-dir", t.TempDir(), "--shutdown-timeout", "5m")
	res, err := http.Get(p.delivery + "/v1/events")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if line, err := bufio.NewReader(res.Body).ReadString('\n'); err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("%d %q %v", res.StatusCode, line, err)
	}
	if code := p.stop(); code != 0 {
		t.Errorf("exit code %d\n%s", code, p.out)
	}
	if _, err := io.Copy(io.Discard, res.Body); err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Error(err)
	}
}

// TestStopWhileStarting: a process that is told to stop before it serves ends without an error, at whatever moment that is.
func TestStopWhileStarting(t *testing.T) {
	for wait := range 12 {
		ctx, cancel := context.WithCancel(t.Context())
		timer := time.AfterFunc(time.Duration(wait)*10*time.Millisecond, cancel)
		args := []string{"serve", "--data-dir", t.TempDir(), "--delivery-addr", "127.0.0.1:0", "--authoring-addr", "127.0.0.1:0", "--log-level", "error"}
		cmd, err := config.Parse(args, nil, io.Discard)
		if err != nil {
			t.Fatal(err)
		}
		if code := app.Run(ctx, cmd, io.Discard, io.Discard); code != 0 {
			t.Errorf("stopped after %d ms, it ends with %d", wait*10, code)
		}
		timer.Stop()
		cancel()
	}
}
