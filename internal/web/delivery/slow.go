package delivery

import (
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/gofiber/fiber/v2"

	"github.com/portico-cms/portico/internal/web/problem"
)

// slowLog notes requests that take long, one a second: where all are slow, the log says so and is not what makes them slower.
type slowLog struct {
	begin  time.Time    // for its monotonic clock
	told   atomic.Int64 // when the last one was noted, in nanoseconds since begin; 0 is never
	untold atomic.Int64 // since then
}

func (l *slowLog) tell(c *fiber.Ctx, logger *slog.Logger, took time.Duration) {
	last, now := l.told.Load(), int64(time.Since(l.begin))
	if last > 0 && now-last < int64(time.Second) || !l.told.CompareAndSwap(last, max(now, 1)) {
		l.untold.Add(1)
		return
	}
	problem.LogSlow(c, logger, took, l.untold.Swap(0))
}
