package delivery_test

import (
	"bytes"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/portico-cms/portico/internal/web/delivery"
)

// safeLog is a log that may be written and read at the same time.
type safeLog struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *safeLog) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *safeLog) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// TestSlowRequestsAreTold: the log has the first request that takes longer than it may, with its trace and its route and nothing that was
// asked; of those that come at the same time it has the number. Requests that are fast are not told.
func TestSlowRequestsAreTold(t *testing.T) {
	const asked = "/v1/sites/demo/fragments/header?locale=fr&path=/s3cret"
	for name, slow := range map[string]time.Duration{"slow": time.Nanosecond, "fast": time.Hour} {
		t.Run(name, func(t *testing.T) {
			log := &safeLog{}
			g := newGroup(t, demo(), delivery.Options{Logger: slog.New(slog.NewTextHandler(log, nil)), Limits: delivery.Limits{Slow: slow}})
			for range 20 {
				g.get(t, asked, "Traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
			}
			told := strings.Count(log.String(), "slow request")
			first, _, _ := strings.Cut(log.String()[max(0, strings.Index(log.String(), `msg="slow request"`)):], "\n")
			if name == "fast" {
				if told > 0 {
					t.Error(log)
				}
				return
			}
			for _, want := range []string{"trace=0af7651916cd43dd8448eb211c80319c", "route=/v1/sites/:site/fragments/:part", "took=", "untold=0"} {
				if !strings.Contains(first, want) {
					t.Errorf("%s lacks %s", first, want)
				}
			}
			if told < 1 || told >= 20 || strings.Contains(log.String(), "s3cret") {
				t.Errorf("%d lines: %s", told, log)
			}
		})
	}
}
