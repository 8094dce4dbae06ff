package delivery

import (
	"net/netip"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// Bounds of making parts that only one page shows. Half of the processors are left to what is there already, which is nearly
// everything; and no network has more than a part of the queue, so that who makes up pages keeps nobody else waiting.
const (
	ownQueue      = 256
	ownPerNetwork = 64
	ownWait       = time.Second
)

// ownParts gives turns for that, by network.
type ownParts struct {
	busy chan struct{}
	wait time.Duration
	shed atomic.Uint64

	mu  sync.Mutex
	of  map[netip.Prefix]int // those that wait or work
	all int
}

func newOwnParts() *ownParts {
	return &ownParts{busy: make(chan struct{}, max(1, runtime.GOMAXPROCS(0)/2)), wait: ownWait, of: map[netip.Prefix]int{}}
}

// enter waits a moment for a turn, which leave ends.
func (o *ownParts) enter(network netip.Prefix) bool {
	if !o.join(network) {
		o.shed.Add(1)
		return false
	}
	timer := time.NewTimer(o.wait)
	defer timer.Stop()
	select {
	case o.busy <- struct{}{}:
		return true
	case <-timer.C:
		o.quit(network)
		o.shed.Add(1)
		return false
	}
}

func (o *ownParts) leave(network netip.Prefix) {
	<-o.busy
	o.quit(network)
}

func (o *ownParts) join(network netip.Prefix) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.all >= ownQueue || o.of[network] >= ownPerNetwork {
		return false
	}
	o.all++
	o.of[network]++
	return true
}

func (o *ownParts) quit(network netip.Prefix) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.all--
	if o.of[network]--; o.of[network] == 0 {
		delete(o.of, network)
	}
}
