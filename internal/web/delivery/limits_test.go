package delivery_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	core "github.com/portico-cms/portico/internal/delivery"
	"github.com/portico-cms/portico/internal/query"
	"github.com/portico-cms/portico/internal/readmodel"
	"github.com/portico-cms/portico/internal/web/delivery"
)

var loopback = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}

// uncached gives a query that nobody has asked before.
func uncached(n int) string {
	return "/v1/sites/demo/entries/article?page[size]=" + strconv.Itoa(1+n%100) + "&fallback=none&locale=" + []string{"fr", "en"}[n/100%2]
}

// asked takes so many uncached queries, and gives how many were answered before the first 429.
func (g *group) asked(t testing.TB, first, most int, headers ...string) int {
	t.Helper()
	for n := range most {
		res := g.get(t, uncached(first+n), headers...)
		switch res.status {
		case http.StatusOK:
		case http.StatusTooManyRequests:
			if seconds, _ := strconv.Atoi(res.header.Get("Retry-After")); seconds < 1 || res.header.Get("Cache-Control") != "no-store" {
				t.Errorf("%v", res.header)
			}
			return n
		default:
			t.Fatalf("%d %s", res.status, res.body)
		}
	}
	return most
}

// TestS2QueriesAreCountedByNetwork: who asks too much is told so, whatever they write into headers and however they spell addresses;
// others, and what is in memory, are answered as before.
func TestS2QueriesAreCountedByNetwork(t *testing.T) {
	// 5 seconds' worth may come at once: 5 queries
	limits := delivery.Limits{QueriesPerSecond: 1}
	for name, headers := range map[string][]string{
		"nothing":            nil,
		"a forwarded header": {"X-Forwarded-For", "192.0.2.%d"},
		"forwarded":          {"Forwarded", "for=192.0.2.%d", "X-Real-Ip", "192.0.2.%d", "True-Client-Ip", "192.0.2.%d"},
		"keys of nobody":     {"Authorization", "Bearer pds_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA%03d"},
	} {
		g, refused := newGroup(t, demo(), delivery.Options{Limits: limits}), 0
		for n := range 12 {
			var filled []string
			for _, h := range headers {
				filled = append(filled, strings.Replace(strings.Replace(h, "%03d", fmt.Sprintf("%03d", n), 1), "%d", strconv.Itoa(n), 1))
			}
			path := uncached(n)
			if n%2 == 1 {
				path = strings.Replace(path, "?page[size]", "?&&page%5Bsize%5D", 1) // another spelling
			}
			if res := g.get(t, path, filled...); res.status == http.StatusTooManyRequests {
				refused++
			}
		}
		if refused < 6 {
			t.Errorf("%s: only %d of 12 refused", name, refused)
		}
		if res := g.get(t, uncached(0)); res.status != http.StatusOK {
			t.Errorf("%s: what is in memory: %d", name, res.status)
		}
		if res := g.get(t, "/v1/sites/demo/fragments/header"); res.status != http.StatusOK {
			t.Errorf("%s: a fragment: %d", name, res.status)
		}
		if res := g.get(t, "/v1/sites/demo/search?q=one"); res.status != http.StatusTooManyRequests {
			t.Errorf("%s: another way to ask has a bucket of its own: %d", name, res.status)
		}
	}
}

// TestS2TrustedProxies: behind a proxy that is trusted its clients are counted one by one; what a client wrote before it does not count.
func TestS2TrustedProxies(t *testing.T) {
	g := newGroup(t, demo(), delivery.Options{Limits: delivery.Limits{QueriesPerSecond: 1}, TrustedProxies: append(loopback, netip.MustParsePrefix("10.0.0.0/8"))})
	first := 0
	ask := func(most int, headers ...string) int {
		t.Helper()
		first += 10
		return g.asked(t, first, most, headers...)
	}
	if n := ask(10, "X-Forwarded-For", "192.0.2.1"); n != 5 {
		t.Errorf("a client has %d", n)
	}
	for _, same := range []string{"198.51.100.7, 192.0.2.1", "192.0.2.1, 10.1.2.3", "garbage, 192.0.2.1:4711", " 192.0.2.1 ", "::ffff:192.0.2.1"} {
		if n := ask(1, "X-Forwarded-For", same); n != 0 {
			t.Errorf("%s is counted as somebody else", same)
		}
	}
	if n := ask(10, "X-Forwarded-For", "192.0.2.2"); n != 5 {
		t.Errorf("another client has %d", n)
	}
	if n := ask(10, "X-Forwarded-For", "2001:db8:1:2:3::4"); n != 5 {
		t.Errorf("a client with IPv6 has %d", n)
	}
	if n := ask(1, "X-Forwarded-For", "[2001:db8:1:2:ffff::1]:443"); n != 0 {
		t.Error("another address of the same /64 is counted as somebody else")
	}
	if n := ask(10, "X-Forwarded-For", "unknown"); n != 5 {
		t.Errorf("who cannot be told is counted as the proxy: %d", n)
	}
}

// TestQueriesAreCountedByKey: a site's server is counted by its key, so that its neighbours behind one address do not use up its share.
func TestQueriesAreCountedByKey(t *testing.T) {
	log := demo()
	log.publish(keyed(map[string]*time.Time{demosKey: nil}, "demo"))
	g := newGroup(t, log, delivery.Options{Limits: delivery.Limits{QueriesPerSecond: 1}})
	if n := g.asked(t, 0, 10); n != 5 {
		t.Errorf("without a key: %d", n)
	}
	if n := g.asked(t, 20, 10, "Authorization", "Bearer "+demosKey); n != 5 {
		t.Errorf("with a key: %d", n)
	}
	if n := g.asked(t, 40, 10, "Authorization", "Bearer "+hiddenKey); n != 0 {
		t.Errorf("with a key of nothing: %d", n)
	}
}

// slowIndex answers lists when it is told to, and counts how many it was asked for at the same time.
type slowIndex struct {
	core.Index
	gate    chan struct{}
	running atomic.Int64
	most    atomic.Int64
}

func (s *slowIndex) List(ctx context.Context, l query.List) (*query.Page, error) {
	n := s.running.Add(1)
	defer s.running.Add(-1)
	for m := s.most.Load(); n > m && !s.most.CompareAndSwap(m, n); m = s.most.Load() {
	}
	select {
	case <-s.gate:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return s.Index.List(ctx, l)
}

// logLines counts what is logged.
type logLines struct{ atomic.Int64 }

func (l *logLines) Write(b []byte) (int, error) { l.Add(1); return len(b), nil }

// TestX1FloodOfQueries: a flood of queries that nobody has asked before is shed with 503 and Retry-After, few work at a time, and
// every fragment, bundle and include is answered meanwhile.
func TestX1FloodOfQueries(t *testing.T) {
	const clients, slots = 64, 3
	index, _, err := readmodel.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = index.Close() })
	slow := &slowIndex{Index: index, gate: make(chan struct{})}
	node := core.NewNode(slow, "https://delivery.example", time.Minute)
	f := &core.Follower{Log: demo(), Node: node, Poll: time.Hour, Logger: slog.New(slog.DiscardHandler)}
	if _, err := f.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	var logged logLines
	s := listen(t, delivery.New(delivery.Options{Node: node, Logger: slog.New(slog.NewTextHandler(&logged, nil)), Limits: delivery.Limits{Queries: slots, QueriesPerSecond: -1}}))
	var flood, pages sync.WaitGroup
	var shed, answered, served atomic.Int64
	stop := make(chan struct{})
	for i := range clients {
		flood.Go(func() {
			for n := range 3 {
				res := s.get(t, uncached(i*3+n))
				switch res.status {
				case http.StatusOK:
					answered.Add(1)
				case http.StatusServiceUnavailable:
					if shed.Add(1); res.header.Get("Retry-After") == "" || res.header.Get("Cache-Control") != "no-store" {
						t.Errorf("%v", res.header)
					}
				default:
					t.Errorf("%d %s", res.status, res.body)
				}
			}
		})
	}
	for _, path := range []string{"/v1/sites/demo/fragments/header?locale=fr&path=/", "/v1/sites/demo/bundle?locale=fr", "/i/demo/header/fr", "/v1/sites/demo/generation"} {
		pages.Go(func() {
			for {
				if res := s.get(t, path); res.status != http.StatusOK || strings.Contains(res.body, "portico-skeleton") {
					t.Errorf("%s under a flood: %d %s", path, res.status, res.body)
				}
				served.Add(1)
				select {
				case <-stop:
					return
				default:
				}
			}
		})
	}
	for shed.Load() == 0 { // the queue is full
		time.Sleep(time.Millisecond)
	}
	close(slow.gate) // the index has time again
	flood.Wait()
	close(stop)
	pages.Wait()
	if slow.most.Load() > slots || answered.Load() == 0 || served.Load() < 8 {
		t.Errorf("%d at a time, %d answered, %d shed, %d pages", slow.most.Load(), answered.Load(), shed.Load(), served.Load())
	}
	if res := s.get(t, uncached(1000)); res.status != http.StatusOK {
		t.Errorf("after the flood: %d", res.status)
	}
	if n := logged.Load(); n > 0 {
		t.Errorf("the flood wrote %d lines to the log", n)
	}
}

// TestX1WaitersForAGeneration: few may wait for a generation that does not come; an assembler never does for long.
func TestX1WaitersForAGeneration(t *testing.T) {
	g := newGroup(t, demo(), delivery.Options{Limits: delivery.Limits{Waiting: 2}})
	var asking sync.WaitGroup
	var refused, waited atomic.Int64
	begin := make(chan struct{})
	for range 8 {
		asking.Go(func() {
			<-begin
			res := g.get(t, "/v1/sites/demo", "Portico-Min-Generation", "9")
			if res.status != http.StatusServiceUnavailable || res.header.Get("Retry-After") == "" {
				t.Errorf("%d %v", res.status, res.header)
			}
			if strings.Contains(res.body, "too many") {
				refused.Add(1)
			} else {
				waited.Add(1)
			}
		})
	}
	close(begin)
	asking.Wait()
	if waited.Load() != 2 || refused.Load() != 6 {
		t.Errorf("%d waited, %d were refused", waited.Load(), refused.Load())
	}
}

// TestX1SlowBodiesAndReaders: a body or a header that drips, and answers that nobody reads, end with their time.
func TestX1SlowBodiesAndReaders(t *testing.T) {
	g := newGroup(t, demo(), delivery.Options{Limits: delivery.Limits{ReadTimeout: 300 * time.Millisecond, WriteTimeout: 300 * time.Millisecond, IdleTimeout: 300 * time.Millisecond}})
	post := "POST /v1/sites/demo/query HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n"
	get := "GET /v1/sites/demo/bundle HTTP/1.1\r\nHost: x\r\n\r\n"
	for name, c := range map[string]struct{ begin, drip string }{
		"a body":    {post, "{"},
		"a header":  {"GET / HTTP/1.1\r\nX: ", "x"},
		"a line":    {"GET /", "x"},
		"nothing":   {"", ""},
		"no reader": {strings.Repeat(get, 4000), get},
		"idle":      {get, ""},
	} {
		conn, err := net.Dial("tcp", g.address)
		if err != nil {
			t.Fatal(err)
		}
		_ = conn.(*net.TCPConn).SetReadBuffer(4 << 10)
		_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
		ended := make(chan error, 1)
		go func() {
			if _, err := conn.Write([]byte(c.begin)); err != nil {
				ended <- nil // closed while it was written to
				return
			}
			for { // a drip now and then keeps nothing alive
				if _, err := conn.Write([]byte(c.drip)); err != nil {
					ended <- nil
					return
				}
				if name == "nothing" || name == "idle" {
					_, err := io.Copy(io.Discard, conn)
					ended <- err
					return
				}
				time.Sleep(20 * time.Millisecond)
			}
		}()
		if err := <-ended; err != nil && !strings.Contains(err.Error(), "reset") {
			t.Errorf("%s: %v", name, err)
		}
		_ = conn.Close()
	}
	if res := g.get(t, "/v1/sites/demo"); res.status != http.StatusOK {
		t.Errorf("%d", res.status)
	}
	if res := g.raw(t, strings.Replace(post, "60000", "600000", 1)); res.status != http.StatusRequestEntityTooLarge {
		t.Errorf("a body that is too large: %d", res.status)
	}
}

// TestX1ConnectionsAreCounted: one network has its share of connections, and those beyond all wait until another ends. Proxies that
// are trusted have no share.
func TestX1ConnectionsAreCounted(t *testing.T) {
	for _, trusted := range [][]netip.Prefix{nil, loopback} {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		app := newDemo(t)
		go func() { _ = app.Listener(delivery.LimitConnections(l, 5, 3, trusted)) }()
		s := &server{l.Addr().String()}
		open := func() net.Conn {
			conn, err := net.Dial("tcp", s.address)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = conn.Close() })
			return conn
		}
		first := []net.Conn{open(), open(), open()}
		if trusted == nil {
			if res := s.raw(t, "GET /v1/sites HTTP/1.1\r\nHost: x\r\n\r\n"); res.status != http.StatusTooManyRequests || res.header.Get("Retry-After") == "" || res.body != "" {
				t.Errorf("a fourth connection: %d", res.status)
			}
		} else {
			first = append(first, open(), open())
			time.AfterFunc(50*time.Millisecond, func() { _ = first[1].Close() }) // the sixth waits for this
		}
		_ = first[0].Close()
		for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(time.Millisecond) {
			if res := s.raw(t, "GET /v1/sites HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"); res.status == http.StatusOK {
				break
			}
			if time.Now().After(deadline) {
				t.Fatal("the place of a closed connection is not free again")
			}
		}
		if err := app.ShutdownWithTimeout(time.Second); err != nil && !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
	}
}

// TestGenerationIsCheapToAsk: a proxy may keep it for a second, and who has it gets 304.
func TestGenerationIsCheapToAsk(t *testing.T) {
	g := newGroup(t, demo(), delivery.Options{})
	res := g.get(t, "/v1/sites/demo/generation")
	if res.body != `{"generation":1}` || res.header.Get("Cache-Control") != "public, max-age=1" {
		t.Errorf("%s %v", res.body, res.header)
	}
	etag := res.header.Get("Etag")
	if res := g.get(t, "/v1/sites/demo/generation", "If-None-Match", etag); res.status != http.StatusNotModified {
		t.Errorf("%d", res.status)
	}
	g.publish(t, bundle("hidden", "fr"))
	if res := g.get(t, "/v1/sites/demo/generation", "If-None-Match", etag); res.status != http.StatusOK || res.body != `{"generation":2}` {
		t.Errorf("%d %s", res.status, res.body)
	}
}
