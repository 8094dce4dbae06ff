package readmodel

import (
	"runtime"
	"testing"
	"testing/synctest"
	"time"
)

// TestCourtesy: a write rests after a millisecond of work, where there is one processor and nobody waits for its end.
func TestCourtesy(t *testing.T) {
	never, always := func() bool { return false }, func() bool { return true }
	for name, of := range map[string]struct {
		processors int
		hurry      func() bool
		rests      bool
	}{
		"one processor":       {1, never, true},
		"several":             {2, never, false},
		"awaited":             {1, always, false},
		"making a whole file": {1, nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(of.processors))
			synctest.Test(t, func(t *testing.T) {
				c := &courtesy{hurry: of.hurry}
				took := func() time.Duration {
					begin := time.Now()
					c.rest()
					return time.Since(begin)
				}
				if rested := took(); rested != 0 {
					t.Errorf("before its first step it rested for %s", rested)
				}
				for range 3 {
					time.Sleep(workAtOnce)
					if rested := took(); rested != 0 != of.rests {
						t.Errorf("after its work it rested for %s", rested)
					}
					if rested := took(); rested != 0 {
						t.Errorf("without work it rested for %s", rested)
					}
				}
			})
		})
	}
}
