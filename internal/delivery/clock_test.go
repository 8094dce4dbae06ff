package delivery

import (
	"strings"
	"testing"
	"time"
)

// TestAgeIsMonotonic: how old a node's answers are is counted on the monotonic clock: with the reading that time.Now takes of it, Go leaves the
// time of day out of the difference. Package app lets the clocks of whole processes jump.
func TestAgeIsMonotonic(t *testing.T) {
	n := NewNode(nil, "", time.Hour)
	if !strings.Contains(n.born.String(), " m=") {
		t.Fatal("the moment that a node counts from has no reading of the monotonic clock")
	}
	n.heard()
	if age, ok := n.Age(); !ok || age < 0 || n.Stale() {
		t.Errorf("age %s, %v", age, ok)
	}
	n.born = n.born.Add(-2 * time.Hour) // as if two hours went by
	if !n.Stale() {
		t.Error("after two hours of silence it is not stale")
	}
}
