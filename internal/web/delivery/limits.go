package delivery

import (
	"cmp"
	"context"
	"crypto/sha256"
	"net/netip"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gofiber/fiber/v2"

	core "github.com/portico-cms/portico/internal/delivery"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
)

// Limits bound what a listener takes on. What is 0 has its default.
type Limits struct {
	Queries             int           // content queries that are answered from the index at the same time; default 4 for each core
	QueriesPerSecond    int           // of one network, or one delivery key, that are not answered from memory; default 200, -1 is no limit
	Listeners           int           // open streams of change signals; default 10,000
	ListenersPerNetwork int           // default 256
	Waiting             int           // requests that wait for a generation; default 1,000
	ReadTimeout         time.Duration // of a whole request, its body too; default 10 s
	WriteTimeout        time.Duration // of a whole response; default 30 s
	IdleTimeout         time.Duration // between requests of a connection; default 75 s
	Slow                time.Duration // requests that take longer to answer are logged; default 1 s
}

func (l Limits) withDefaults() Limits {
	l.Queries = cmp.Or(l.Queries, 4*runtime.GOMAXPROCS(0))
	l.QueriesPerSecond = cmp.Or(l.QueriesPerSecond, 200)
	l.Listeners = cmp.Or(l.Listeners, 10_000)
	l.ListenersPerNetwork = cmp.Or(l.ListenersPerNetwork, 256)
	l.Waiting = cmp.Or(l.Waiting, 1_000)
	l.ReadTimeout = cmp.Or(l.ReadTimeout, readTimeout)
	l.WriteTimeout = cmp.Or(l.WriteTimeout, writeTimeout)
	l.IdleTimeout = cmp.Or(l.IdleTimeout, idleTimeout)
	l.Slow = cmp.Or(l.Slow, time.Second)
	return l
}

const (
	queueFactor = 4                      // queries that wait for their turn, for each that is being answered
	queueWait   = 250 * time.Millisecond // the longest that one waits: then its caller is better served by what it has
	burst       = 5 * time.Second        // of a network's rate, that may come at once
	maxBuckets  = 50_000                 // 64 bytes each
	retryShed   = time.Second
)

// slots bound the queries that are being answered, and those that wait for it.
type slots struct {
	busy    chan struct{}
	waiting atomic.Int64
	queue   int64
	shed    atomic.Uint64
}

func newSlots(n int) *slots {
	return &slots{busy: make(chan struct{}, n), queue: int64(n) * queueFactor}
}

var errBusy = fault.New(fault.Unavailable, "this node answers as many content queries as it can").With(fault.RetryIn(retryShed))

// enter takes a slot, or waits a moment for one. Errors: fault.Unavailable.
func (s *slots) enter(ctx context.Context) (leave func(), err error) {
	select {
	case s.busy <- struct{}{}:
		return s.leave, nil
	default:
	}
	defer s.waiting.Add(-1)
	if s.waiting.Add(1) > s.queue {
		s.shed.Add(1)
		return nil, errBusy
	}
	timer := time.NewTimer(queueWait)
	defer timer.Stop()
	select {
	case s.busy <- struct{}{}:
		return s.leave, nil
	case <-timer.C:
	case <-ctx.Done():
	}
	s.shed.Add(1)
	return nil, errBusy
}

func (s *slots) leave() { <-s.busy }

// bucketKey is who is counted: a network, or a delivery key that opens the site that is asked.
type bucketKey struct {
	network netip.Prefix
	key     [sha256.Size]byte
}

// rates count queries by caller: each bucket is the time at which its caller will have used up what it has asked so far.
type rates struct {
	step    time.Duration // that one query takes of its caller's rate; 0 is no limit
	limited atomic.Uint64

	mu      sync.Mutex
	buckets map[bucketKey]time.Time
	swept   time.Time
}

func newRates(perSecond int) *rates {
	r := &rates{buckets: map[bucketKey]time.Time{}}
	if perSecond > 0 {
		r.step = time.Second / time.Duration(perSecond)
	}
	return r
}

// take counts a query. Errors: fault.TooMany, which says when to come again; such a query does not count.
func (r *rates) take(k bucketKey, now time.Time) error {
	if r.step == 0 {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	used, known := r.buckets[k]
	if !known && len(r.buckets) >= maxBuckets && !r.sweep(now) {
		k = bucketKey{} // those who come while somebody floods us from everywhere share one
		used = r.buckets[k]
	}
	if used.Before(now) {
		used = now
	}
	if used = used.Add(r.step); used.Sub(now) > burst {
		r.limited.Add(1)
		return fault.New(fault.TooMany, "too many content queries from here: slow down").With(fault.RetryIn(used.Sub(now) - burst))
	}
	r.buckets[k] = used
	return nil
}

// sweep forgets those who have their whole rate again, and says whether that made room. It looks once a second at most.
func (r *rates) sweep(now time.Time) bool {
	if now.Sub(r.swept) < time.Second {
		return false
	}
	r.swept = now
	for k, used := range r.buckets {
		if !used.After(now) {
			delete(r.buckets, k)
		}
	}
	return len(r.buckets) < maxBuckets
}

// gate is the way of one request to the index.
type gate struct {
	*server
	key bucketKey
}

var _ core.Gate = gate{}

// gateOf counts a caller by the site's delivery key where one was sent, and by the network otherwise. A key that opens nothing makes
// no bucket of its own.
func (s *server) gateOf(c *fiber.Ctx, snapshot *published.Snapshot) gate {
	if snapshot.Asked() && snapshot.Opens(c.Params("site")) {
		header := c.Context().Request.Header.Peek(fiber.HeaderAuthorization)
		return gate{s, bucketKey{key: sha256.Sum256(header[len(bearer):])}}
	}
	return gate{s, bucketKey{network: s.networkOf(c)}}
}

// Allow implements core.Gate.
func (g gate) Allow() error { return g.rates.take(g.key, time.Now()) }

// Enter implements core.Gate.
func (g gate) Enter(ctx context.Context) (leave func(), err error) { return g.slots.enter(ctx) }
