package authoring

import (
	"testing"
	"testing/synctest"
	"time"
)

// TestGather: the view waits for saves that come close together, until there is a pause, it has waited for long, or a list asks for it.
func TestGather(t *testing.T) {
	for name, of := range map[string]struct {
		after []time.Duration // when something is saved again
		list  time.Duration   // when a list begins to wait; 0: none does
		took  time.Duration
	}{
		"one save":     {nil, 0, gatherTime},
		"a few":        {[]time.Duration{30 * time.Millisecond, 70 * time.Millisecond}, 0, 70*time.Millisecond + gatherTime},
		"without end":  {every(20*time.Millisecond, 100), 0, gatherMost},
		"a list waits": {every(20*time.Millisecond, 100), 150 * time.Millisecond, 150 * time.Millisecond},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				saved := make(chan struct{}, 1)
				d := &Drafts{Saved: saved, waited: make(chan struct{}, 1)}
				for _, after := range of.after {
					time.AfterFunc(after, func() {
						select {
						case saved <- struct{}{}:
						default:
						}
					})
				}
				if of.list > 0 {
					time.AfterFunc(of.list, func() { d.waited <- struct{}{} })
				}
				begin := time.Now()
				d.gather(t.Context())
				if took := time.Since(begin); took != of.took {
					t.Errorf("it waited for %s, not %s", took, of.took)
				}
			})
		})
	}
}

func every(step time.Duration, times int) (all []time.Duration) {
	for i := range times {
		all = append(all, time.Duration(i+1)*step)
	}
	return all
}
