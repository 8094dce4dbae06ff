package problem

import (
	"crypto/rand"
	"fmt"
	"log/slog"
	"runtime/debug"

	"github.com/gofiber/fiber/v2"
)

// Recover is middleware that turns a panic behind it into an error, so that the process lives and the caller gets a 500 with
// an id (SECURITY X2). It logs the panic with its stack at once, so that it is known also where the error is answered by
// something else than a problem. Put it before everything else. It does not reach goroutines that a handler starts, nor
// stream writers (SetBodyStreamWriter), which run after the handler: those need a recover of their own.
func Recover(logger *slog.Logger) fiber.Handler {
	return func(c *fiber.Ctx) (err error) {
		defer func() {
			if v := recover(); v != nil {
				p := &panicked{id: rand.Text(), value: v}
				logger.LogAttrs(c.UserContext(), slog.LevelError, "panic in a request", append(place(c, p.id),
					slog.String("panic", fmt.Sprint(v)), slog.String("stack", string(debug.Stack())))...)
				err = p
			}
		}()
		return c.Next()
	}
}

// panicked is a panic as an error. It does not unwrap: whatever was thrown, it is our fault.
type panicked struct {
	id    string // under which it was logged
	value any
}

// Error is for the log.
func (p *panicked) Error() string { return fmt.Sprintf("panic: %v", p.value) }
