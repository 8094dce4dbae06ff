package delivery

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/maypok86/otter/v2"
	"golang.org/x/sync/singleflight"

	"github.com/portico-cms/portico/internal/graph"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/query"
	"github.com/portico-cms/portico/internal/weburl"
)

// cacheBytes bounds what the cache of finished bodies holds, identity bytes and their encodings together.
const cacheBytes = 192 << 20

// Node serves one delivery node's read side.
type Node struct {
	Origin  string // scheme://host[:port] under which browsers reach this node
	GraphQL *graph.Engine

	current     atomic.Pointer[published.Snapshot]
	arrived     atomic.Pointer[chan struct{}] // closed when the next snapshot is in place
	served      atomic.Pointer[Served]
	born        time.Time // for its monotonic clock: the time of day may jump
	now         func() time.Time
	contact     atomic.Int64 // when this was last all that the log has, in nanoseconds since born; 0 is never
	staleAfter  time.Duration
	changes     changeLog
	index       Index
	bodies      *otter.Cache[bodyKey, *Body]
	rendering   singleflight.Group // forms of tokens that are being made
	mostEntries int                // of a page

	view    string                  // that it shows
	isDraft func(entry string) bool // whether an entry is shown as a draft; nil: none is
}

// bodyKey names a finished body: all that it varies with. The numbers are those that package published gives to what it makes,
// so a body can never be taken for one of another publication or another log.
type bodyKey struct {
	of      uint64 // the bundle, site, tokens or snapshot that it was made of; 0 for an asset, which its hash names
	with    uint64 // the site, where it was made of that too
	part    string // "" is all parts, as JSON; otherwise a part's name, or what it is, with a / before it: "/bundle"
	layout  string // of a page; "" of what has none
	theme   string
	variant int32
	rest    string // canonical form of parameters that only few pages send
}

// NewNode makes a node that serves nothing yet: its follower fills it. staleAfter is the silence of the log from which
// responses say that they are stale.
func NewNode(index Index, origin string, staleAfter time.Duration) *Node {
	return newNode(index, origin, staleAfter, newBodies(cacheBytes))
}

func newBodies(bytes uint64) *otter.Cache[bodyKey, *Body] {
	return otter.Must(&otter.Options[bodyKey, *Body]{
		MaximumWeight: bytes,
		Weigher: func(k bodyKey, b *Body) uint32 {
			return uint32(b.Size()+b.Size()/2+len(k.rest)) + 512 // bodies are far below 4 GiB
		},
	})
}

func newNode(index Index, origin string, staleAfter time.Duration, bodies *otter.Cache[bodyKey, *Body]) *Node {
	n := &Node{
		Origin: origin, GraphQL: graph.NewEngine(graph.Options{}), index: index, staleAfter: staleAfter, mostEntries: 100, born: time.Now(),
		now:    time.Now,
		bodies: bodies, view: query.ViewPublished,
	}
	n.served.Store(&Served{})
	n.current.Store(published.Empty())
	first := make(chan struct{})
	n.arrived.Store(&first)
	return n
}

// Snapshot gives what is served now. Load it once per request.
func (n *Node) Snapshot() *published.Snapshot { return n.current.Load() }

// Served says what a node serves: where in the log that is, and the checksum of all records. Nodes at the same place have the same.
type Served struct {
	State

	Checksum string
}

// Served gives where the node is.
func (n *Node) Served() Served { return *n.served.Load() }

func (n *Node) swap(s *published.Snapshot, at Served) {
	n.served.Store(&at)
	n.current.Store(s)
	next := make(chan struct{})
	close(*n.arrived.Swap(&next))
}

// Ready says whether there is anything to serve.
func (n *Node) Ready() bool { return n.Snapshot().Generation > 0 }

// heard notes that the node has all that the log has.
func (n *Node) heard() { n.contact.Store(max(1, int64(time.Since(n.born)))) }

// Age is how long ago the log was last followed to its end; ok is false where it never was.
func (n *Node) Age() (age time.Duration, ok bool) {
	at := n.contact.Load()
	if at == 0 {
		return 0, false
	}
	return time.Since(n.born) - time.Duration(at), true
}

// Stale says whether the log could not be followed for longer than the limit.
func (n *Node) Stale() bool {
	at := n.contact.Load()
	return at == 0 || time.Since(n.born)-time.Duration(at) > n.staleAfter
}

// WaitFor waits until the node serves at least a generation, and says whether it does. A caller that has just published
// asks so, on any node, for what it has written.
func (n *Node) WaitFor(ctx context.Context, generation int64) bool {
	for {
		arrived := *n.arrived.Load()
		if n.Snapshot().Generation >= generation {
			return true
		}
		select {
		case <-arrived:
		case <-ctx.Done():
			return n.Snapshot().Generation >= generation
		}
	}
}

// cached gives a finished body, making it where it is not there. Two requests may make it at once; both are right. The warm
// path asks the cache before it calls this, because the closure alone is an allocation.
func (n *Node) cached(key bodyKey, build func() *Body) *Body {
	if b, ok := n.bodies.GetIfPresent(key); ok {
		return b
	}
	b := build()
	n.bodies.Set(key, b)
	return b
}

func hostsOf(s *published.Site) weburl.Hosts {
	hosts := weburl.Hosts{}
	for _, h := range s.Hosts {
		hosts[h] = true
	}
	return hosts
}
