package authoring

import (
	"fmt"
	"testing"
	"time"

	"github.com/portico-cms/portico/internal/fault"
)

// TestLimiterS2: no minute, wherever it begins, has more attempts than its limit, and memory has one, too.
func TestLimiterS2(t *testing.T) {
	at := time.Unix(0, 0)
	l := newLimiter()
	l.now = func() time.Time { return at }
	var taken []time.Time
	for range 4000 {
		at = at.Add(100 * time.Millisecond)
		err := l.take("one", 10)
		if err == nil {
			taken = append(taken, at)
		} else if !fault.Is(err, fault.TooMany) {
			t.Fatal(err)
		}
	}
	if len(taken) < 40 {
		t.Errorf("only %d in 400 seconds: it never lets anybody in again", len(taken))
	}
	for i := range taken[10:] {
		if between := taken[i+10].Sub(taken[i]); between < 50*time.Second { // the window before is weighed, not remembered
			t.Errorf("eleven attempts within %s", between)
		}
	}
	if err := l.take("two", 10); err != nil {
		t.Errorf("another bucket: %v", err)
	}
	for i := range 2 * maxBuckets {
		_ = l.take(fmt.Sprint(i), 10)
	}
	if len(l.current) > maxBuckets+1 {
		t.Errorf("%d buckets", len(l.current))
	}
	if err := l.take("new", 10); !fault.Is(err, fault.TooMany) {
		t.Errorf("who comes while somebody floods: %v", err)
	}
	at = at.Add(2 * window)
	if err := l.take("new", 10); err != nil || len(l.current) != 1 {
		t.Errorf("afterwards: %v, %d buckets", err, len(l.current))
	}
}
