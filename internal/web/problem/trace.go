package problem

import (
	"bytes"
	"log/slog"
	"time"

	"github.com/gofiber/fiber/v2"
)

// Places in a traceparent header, version-trace-parent-flags, as W3C Trace Context has it.
const (
	traceBegin, traceEnd   = 3, 35
	parentBegin, parentEnd = 36, 52
	traceLength            = 55
)

// trace gives the id of the trace that a request belongs to; "" where it names none, or not as the specification has it. So nothing but
// hexadecimal digits of the header comes into the log. It is a copy.
func trace(c *fiber.Ctx) string {
	h := c.Request().Header.Peek("traceparent")
	switch {
	case len(h) < traceLength || h[2] != '-' || h[traceEnd] != '-' || h[parentEnd] != '-' || !hexadecimal(h[:2]) || string(h[:2]) == "ff":
		return ""
	case len(h) > traceLength && (string(h[:2]) == "00" || h[traceLength] != '-'): // later versions may say more
		return ""
	}
	id, parent := h[traceBegin:traceEnd], h[parentBegin:parentEnd]
	if !hexadecimal(id) || !hexadecimal(parent) || !hexadecimal(h[parentEnd+1:traceLength]) || zero(id) || zero(parent) {
		return ""
	}
	return string(id)
}

func hexadecimal(b []byte) bool {
	for _, c := range b {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

func zero(b []byte) bool { return len(bytes.Trim(b, "0")) == 0 }

// LogSlow notes a request that was answered and took long. untold is how many others were not noted since the last one that was.
func LogSlow(c *fiber.Ctx, logger *slog.Logger, took time.Duration, untold int64) {
	logger.LogAttrs(c.UserContext(), slog.LevelInfo, "slow request", append(place(c, ""),
		slog.Duration("took", took), slog.Int64("untold", untold))...)
}
