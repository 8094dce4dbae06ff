package delivery

import (
	"net/netip"
	"runtime"
	"testing"
	"time"
)

// TestX1OwnParts: no network has more than its part of the queue, and who leaves makes room.
func TestX1OwnParts(t *testing.T) {
	o := newOwnParts()
	o.wait = time.Hour
	one, other := netip.MustParsePrefix("192.0.2.1/32"), netip.MustParsePrefix("2001:db8::/64")
	slots := max(1, runtime.GOMAXPROCS(0)/2)
	for range slots {
		if !o.enter(one) {
			t.Fatal("a free turn was refused")
		}
	}
	waiting := make(chan bool)
	for range ownPerNetwork - slots {
		go func() { waiting <- o.enter(one) }()
	}
	for full := false; !full; {
		o.mu.Lock()
		full = o.of[one] == ownPerNetwork
		o.mu.Unlock()
		runtime.Gosched()
	}
	if o.enter(one) || o.shed.Load() != 1 {
		t.Error("a network has more than its part of the queue")
	}
	if !o.join(other) {
		t.Error("another network is kept out")
	}
	o.quit(other)
	o.leave(one)
	if !<-waiting {
		t.Error("who left made no room")
	}
	for range slots { // the one that came in, and the others that were in
		o.leave(one)
	}
	for left := ownPerNetwork - slots - 1; left > 0; left-- {
		if <-waiting {
			o.leave(one)
		}
	}
	if o.all != 0 || len(o.of) != 0 || len(o.busy) != 0 {
		t.Errorf("%d are left, %d networks, %d turns", o.all, len(o.of), len(o.busy))
	}
}
