package delivery

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"maps"
	"math/rand/v2"
	"net"
	"net/netip"
	"runtime/debug"
	"slices"
	"strconv"
	"sync"
	"time"

	core "github.com/portico-cms/portico/internal/delivery"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
)

const (
	heartbeatEvery  = 15 * time.Second // below the minute after which proxies end a silent connection
	heartbeatPhases = 15               // not all listeners at once
	sendBuffer      = 16 << 10         // of the kernel, for one listener: all that a slow reader can hold
	retryBusy       = 30 * time.Second
)

// listener is one open stream. Its connection's buffer in the kernel is all the memory that waits for its reader.
type listener struct {
	conn    net.Conn
	site    string // "" is all public sites
	token   string // delivery key that was sent; "" where there was none
	network netip.Prefix
	phase   int
}

// listeners are all open streams. One goroutine writes to them; it is there as long as there is a stream.
type listeners struct {
	node        *core.Node
	logger      *slog.Logger
	most        int
	mostNetwork int
	stopping    <-chan struct{}

	mu         sync.Mutex
	open       map[*listener]struct{}
	perNetwork map[netip.Prefix]int
	reserved   int   // streams that are being opened, open, or being closed
	generation int64 // up to which the open streams have been told
	resets     int64 // see core.Node.Changes
	running    bool
	closed     bool
	dropped    uint64 // readers that were too slow
}

func newListeners(node *core.Node, logger *slog.Logger, l Limits, stopping <-chan struct{}) *listeners {
	return &listeners{
		node: node, logger: logger, most: l.Listeners, mostNetwork: l.ListenersPerNetwork, stopping: stopping,
		open: map[*listener]struct{}{}, perNetwork: map[netip.Prefix]int{},
	}
}

// room says whether another stream may be opened. Errors: fault.Unavailable where the node has enough, fault.TooMany where the
// caller's network has.
func (h *listeners) room(network netip.Prefix) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.full(network)
}

func (h *listeners) full(network netip.Prefix) error {
	again := fault.RetryIn(retryBusy/2 + rand.N(retryBusy)) //nolint:gosec // chance, no secret
	switch {
	case h.closed:
		return fault.New(fault.Unavailable, "this node is stopping").With(again)
	case h.reserved >= h.most:
		return fault.New(fault.Unavailable, "this node has as many listeners as it takes").With(again)
	case h.perNetwork[network] >= h.mostNetwork:
		return fault.New(fault.TooMany, "too many listen from this address already").With(again)
	}
	return nil
}

// reserve counts a stream. Errors: as room.
func (h *listeners) reserve(network netip.Prefix) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if err := h.full(network); err != nil {
		return err
	}
	h.reserved++
	h.perNetwork[network]++
	return nil
}

// release undoes reserve.
func (h *listeners) release(network netip.Prefix) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.reserved--
	if h.perNetwork[network]--; h.perNetwork[network] <= 0 {
		delete(h.perNetwork, network)
	}
}

// count gives the open streams, and those that were ended because their reader was too slow.
func (h *listeners) count() (open int, dropped uint64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.open), h.dropped
}

// add opens a stream: its head, where it begins, and what was missed since the generation that the client knows; -1 is none. It gives
// false where the stream has ended already.
func (h *listeners) add(l *listener, head []byte, since int64) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return false
	}
	if !h.running {
		h.running = true
		h.generation = h.node.Snapshot().Generation
		_, _, h.resets = h.node.Changes(h.generation, h.generation)
		go h.run()
	}
	var b bytes.Buffer
	b.Write(head)
	b.WriteString("retry: " + strconv.Itoa(1000+rand.N(4000)) + "\n") //nolint:gosec // chance, no secret

	// Who is cut off before what was missed is told of it again.
	place := since
	if since < 0 {
		place = h.generation
	}
	writeEvent(&b, place, "ready", map[string]any{"generation": h.generation})
	if since >= 0 && since != h.generation {
		list, known, _ := h.node.Changes(since, h.generation)
		newFrames(h.node.Snapshot(), h.generation, list, known).write(&b, l.site)
	}
	if !writeNow(l.conn, b.Bytes()) {
		return false
	}
	l.phase = rand.N(heartbeatPhases) //nolint:gosec // chance, no secret
	h.open[l] = struct{}{}
	return true
}

// remove ends a stream, whoever does it first.
func (h *listeners) remove(l *listener) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.drop(l)
}

func (h *listeners) drop(l *listener) {
	if _, there := h.open[l]; there {
		delete(h.open, l)
		_ = l.conn.Close() // its reader ends, and releases it
	}
}

// run tells the streams until there is none, or the node stops.
func (h *listeners) run() {
	defer func() {
		if v := recover(); v != nil { // no middleware is above
			h.logger.Error("panic in change signals", "panic", v, "stack", string(debug.Stack()))
			h.end(false)
		}
	}()
	tick := time.NewTicker(heartbeatEvery / heartbeatPhases)
	defer tick.Stop()
	for phase := 0; ; {
		arrived := h.node.Arrived()
		if !h.publish() {
			return
		}
		select {
		case <-arrived:
		case <-tick.C:
			phase = (phase + 1) % heartbeatPhases
			h.heartbeat(phase)
		case <-h.stopping:
			h.end(true)
			return
		}
	}
}

// end ends all streams: for good where the node stops.
func (h *listeners) end(forGood bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed, h.running = h.closed || forGood, false
	for l := range h.open {
		h.drop(l)
	}
}

// publish tells every stream what the present snapshot has changed for it. It gives false, and ends run, where nobody listens.
func (h *listeners) publish() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.open) == 0 {
		h.running = false
		return false
	}
	snapshot := h.node.Snapshot()
	list, known, resets := h.node.Changes(h.generation, snapshot.Generation)
	if h.generation == snapshot.Generation && resets == h.resets {
		return true
	}
	f := newFrames(snapshot, snapshot.Generation, list, known && resets == h.resets)
	h.generation, h.resets = snapshot.Generation, resets
	for l := range h.open {
		if !h.allowed(snapshot, l) || !h.write(l, f.of(l.site)) {
			h.drop(l)
		}
	}
	return true
}

// allowed asks again what was asked when the stream was opened: a key that was revoked, or a site that became private, ends it.
func (h *listeners) allowed(s *published.Snapshot, l *listener) bool {
	if l.site == "" {
		return true
	}
	if l.token != "" {
		s = s.For(l.token, time.Now())
	}
	return !fault.Is(h.node.Sees(s, l.site), fault.NotFound)
}

func (h *listeners) write(l *listener, frame []byte) bool {
	if len(frame) == 0 || writeNow(l.conn, frame) {
		return true
	}
	h.dropped++
	return false
}

// heartbeat shows proxies that a stream lives, and moves the place from which its client would resume.
func (h *listeners) heartbeat(phase int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	beat := []byte(":\nid: " + strconv.FormatInt(h.generation, 10) + "\n\n")
	snapshot := h.node.Snapshot()
	for l := range h.open {
		if l.phase == phase && (!h.allowed(snapshot, l) || !h.write(l, beat)) {
			h.drop(l)
		}
	}
}

// frames are the events of one publication, made once for each site.
type frames struct {
	snapshot   *published.Snapshot
	generation int64
	keys       map[string]map[string]bool // site → what changed
	made       map[string][]byte
}

// newFrames gathers what changed; where that is not known, everything has.
func newFrames(s *published.Snapshot, generation int64, list []*core.Change, known bool) *frames {
	f := &frames{s, generation, map[string]map[string]bool{}, map[string][]byte{}}
	if !known {
		for _, site := range s.Keys {
			f.keys[site] = map[string]bool{published.SiteTag(site): true}
		}
	}
	for _, change := range list {
		for site, keys := range change.Sites {
			if f.keys[site] == nil {
				f.keys[site] = map[string]bool{}
			}
			for _, k := range keys {
				f.keys[site][k] = true
			}
		}
	}
	return f
}

// of gives the events for a listener to a site, or, for "", to all public sites; nil where nothing changed.
func (f *frames) of(site string) []byte {
	if frame, ok := f.made[site]; ok {
		return frame
	}
	var b bytes.Buffer
	f.write(&b, site)
	f.made[site] = b.Bytes()
	return f.made[site]
}

func (f *frames) write(b *bytes.Buffer, site string) {
	if site != "" {
		if f.keys[site] != nil {
			f.event(b, f.generation, site)
		}
		return
	}
	var public []string
	for _, key := range slices.Sorted(maps.Keys(f.keys)) {
		if view := f.snapshot.Sites[key]; view != nil && !view.Site.Private {
			public = append(public, key)
		}
	}
	begin := b.Len()
	for i, key := range public {
		id := int64(-1) // who is cut off between two of them is told all of them again
		if i == len(public)-1 {
			id = f.generation
		}
		f.event(b, id, key)
	}
	if b.Len()-begin > maxFrame {
		b.Truncate(begin)
		writeEvent(b, f.generation, "publication", map[string]any{"generation": f.generation, "site": "", "keys": []string{published.SitesTag}})
	}
}

func (f *frames) event(b *bytes.Buffer, id int64, site string) {
	keys := slices.Sorted(maps.Keys(f.keys[site]))
	if len(keys) > maxEventKeys || f.keys[site][published.SiteTag(site)] {
		keys = []string{published.SiteTag(site)}
	}
	writeEvent(b, id, "publication", map[string]any{"generation": f.generation, "site": site, "keys": keys})
}

const (
	maxEventKeys = 64
	maxFrame     = 12 << 10 // of the events of many sites: it fits into sendBuffer. A larger one is one event for all sites
)

// writeEvent writes a server-sent event; id -1 is none.
func writeEvent(b *bytes.Buffer, id int64, name string, data map[string]any) {
	if id >= 0 {
		b.WriteString("id: " + strconv.FormatInt(id, 10) + "\n")
	}
	b.WriteString("event: " + name + "\ndata: ")
	_ = json.NewEncoder(b).Encode(data) // texts, numbers; ends with a line break
	b.WriteByte('\n')
}
