package readmodel

import (
	"runtime"
	"time"
)

// courtesy lets those who wait for an answer have the processor while a write goes on. The scheduler would give it to them after ten
// milliseconds, and with one processor it looks for what has arrived no sooner; with several, another one does.
type courtesy struct {
	hurry func() bool // somebody waits for the end of the write; nil: it never rests
	since time.Time
}

// rest is called between the steps of a write.
func (c *courtesy) rest() {
	if c.hurry == nil || time.Since(c.since) < workAtOnce {
		return
	}
	if !c.since.IsZero() && runtime.GOMAXPROCS(0) == 1 && !c.hurry() {
		time.Sleep(workAtOnce / 10)
	}
	c.since = time.Now()
}
