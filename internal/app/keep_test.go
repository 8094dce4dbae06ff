package app

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"
)

// TestX2WorkerThatPanics: it is started again, and the process lives.
func TestX2WorkerThatPanics(t *testing.T) {
	var log bytes.Buffer
	s := &Server{logger: slog.New(slog.NewTextHandler(&log, nil)), failed: make(chan error, 1)}
	runs := 0
	s.keep(t.Context(), "drafts", func(context.Context) {
		if runs++; runs == 1 {
			panic("poisoned")
		}
	})
	s.work.Wait()
	if runs != 2 || len(s.failed) > 0 || !strings.Contains(log.String(), "poisoned") {
		t.Errorf("%d runs, %d failures: %s", runs, len(s.failed), log.String())
	}
}
