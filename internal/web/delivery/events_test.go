package delivery_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	core "github.com/portico-cms/portico/internal/delivery"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/readmodel"
	"github.com/portico-cms/portico/internal/web/delivery"
)

// event is one server-sent event as a browser understands it.
type event struct {
	ID, Name string
	Data     struct {
		Generation int64
		Site       string
		Keys       []string
	}
}

// stream is a client of change signals.
type stream struct {
	conn   net.Conn
	r      *bufio.Reader
	status int
	header http.Header
	last   string // id that a browser would resume from
}

// listenTo opens a stream; headers as for do.
func (s *server) listenTo(t testing.TB, query string, headers ...string) *stream {
	t.Helper()
	conn, err := net.Dial("tcp", s.address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	request := "GET /v1/events" + query + " HTTP/1.1\r\nHost: x\r\n"
	for i := 0; i < len(headers); i += 2 {
		request += headers[i] + ": " + headers[i+1] + "\r\n"
	}
	if _, err := conn.Write([]byte(request + "\r\n")); err != nil {
		t.Fatal(err)
	}
	_ = conn.SetReadDeadline(time.Now().Add(20 * time.Second))
	r := bufio.NewReader(conn)
	res, err := http.ReadResponse(r, nil) //nolint:bodyclose // it ends with its connection
	if err != nil {
		t.Fatal(err)
	}
	return &stream{conn: conn, r: bufio.NewReader(res.Body), status: res.StatusCode, header: res.Header}
}

// next gives the next event; ok is false where the stream has ended.
func (s *stream) next(t testing.TB) (e event, ok bool) {
	t.Helper()
	for {
		line, err := s.r.ReadString('\n')
		if err != nil {
			return e, false
		}
		name, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
		switch name {
		case "id":
			s.last = value
		case "event":
			e.Name = value
		case "data":
			if err := json.Unmarshal([]byte(value), &e.Data); err != nil {
				t.Errorf("%q: %v", value, err)
			}
		case "":
			if e.Name != "" {
				e.ID = s.last
				return e, true
			}
		}
	}
}

// wants reads one event and compares it, as "id name generation site keys".
func (s *stream) wants(t testing.TB, want string) {
	t.Helper()
	e, ok := s.next(t)
	got := fmt.Sprintf("%s %s %d %s %s", e.ID, e.Name, e.Data.Generation, e.Data.Site, strings.Join(e.Data.Keys, ","))
	if got = strings.TrimSpace(got); !ok || got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func (s *stream) ended(t testing.TB) {
	t.Helper()
	if e, ok := s.next(t); ok {
		t.Errorf("the stream goes on: %+v", e)
	}
}

// group is a running delivery node with its log.
type group struct {
	*server
	log  *fixedLog
	node *core.Node
	f    *core.Follower
}

func newGroup(t testing.TB, log *fixedLog, o delivery.Options) *group {
	t.Helper()
	index, _, err := readmodel.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = index.Close() })
	o.Node = core.NewNode(index, "https://delivery.example", time.Minute)
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	g := &group{log: log, node: o.Node, f: &core.Follower{Log: log, Node: o.Node, Poll: time.Hour, Logger: o.Logger}}
	g.catchUp(t)
	g.server = listen(t, delivery.New(o))
	return g
}

func (g *group) catchUp(t testing.TB) {
	t.Helper()
	if _, err := g.f.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func (g *group) publish(t testing.TB, records ...published.Record) {
	t.Helper()
	g.log.publish(records...)
	g.catchUp(t)
}

// TestEvents: a listener is told what changes of its site, and of nothing else.
func TestEvents(t *testing.T) {
	g := newGroup(t, demo(), delivery.Options{})
	demo, bare, all := g.listenTo(t, "?site=demo"), g.listenTo(t, "?site=bare"), g.listenTo(t, "")
	if demo.status != http.StatusOK || demo.header.Get("Content-Type") != "text/event-stream" || demo.header.Get("Cache-Control") != "no-store" {
		t.Fatalf("%d %v", demo.status, demo.header)
	}
	for _, s := range []*stream{demo, bare, all} {
		s.wants(t, "1 ready 1")
	}
	g.publish(t, bundle("demo", "fr"))
	demo.wants(t, "2 publication 2 demo bundle:demo/fr")
	all.wants(t, "2 publication 2 demo bundle:demo/fr")
	g.publish(t, entry("shared", "one", "New", nil), bundle("hidden", "fr"))
	demo.wants(t, "3 publication 3 demo entry:shared-one,type:article")
	all.wants(t, "3 publication 3 demo entry:shared-one,type:article")
	g.publish(t, published.Record{Kind: published.KindEntry, Key: "shared-one", Deleted: true})
	demo.wants(t, "4 publication 4 demo entry:shared-one,type:article")
	all.wants(t, "4 publication 4 demo entry:shared-one,type:article")
	g.publish(t, bundle("hidden", "fr")) // nobody's business
	site := published.NewRecord(published.KindSite, "bare", published.Site{Key: "bare", Name: "New", DefaultLocale: "fr", Brand: "none"})
	g.publish(t, site, bundle("demo", "en"))
	bare.wants(t, "6 publication 6 bare site:bare")
	demo.wants(t, "6 publication 6 demo bundle:demo/en")
	all.wants(t, "4 publication 6 bare site:bare") // its id comes with the last of the publication
	all.wants(t, "6 publication 6 demo bundle:demo/en")
	g.publish(t, published.NewRecord(published.KindTokens, "demo", published.Tokens{Brand: "demo"}))
	demo.wants(t, "7 publication 7 demo tokens:demo")
	g.publish(t, published.Record{Kind: published.KindSite, Key: "bare", Deleted: true})
	bare.ended(t)
}

// TestEventsResume: who comes back with the last id is told what was missed, and no more.
func TestEventsResume(t *testing.T) {
	g := newGroup(t, demo(), delivery.Options{})
	g.publish(t, bundle("demo", "fr"))
	g.publish(t, entry("shared", "one", "New", nil))
	g.publish(t, bundle("hidden", "fr"))
	var open []*stream
	for _, c := range []struct{ query, last, want string }{
		{"?site=demo", "1", "4 publication 4 demo bundle:demo/fr,entry:shared-one,type:article"},
		{"?site=demo", "2", "4 publication 4 demo entry:shared-one,type:article"},
		{"?site=demo", "3", ""},
		{"?site=demo", "4", ""},
		{"?site=demo", "0", "4 publication 4 demo site:demo"},  // longer ago than this node knows
		{"?site=demo", "99", "4 publication 4 demo site:demo"}, // of another log, or of a node that is ahead
		{"?site=bare", "1", ""},
		{"", "2", "4 publication 4 demo entry:shared-one,type:article"},
		{"", "3", ""},
	} {
		s := g.listenTo(t, c.query, "Last-Event-ID", c.last)
		s.wants(t, c.last+" ready 4") // who is cut off here comes back with what it had
		if c.want != "" {
			s.wants(t, c.want)
		}
		if c.query != "?site=bare" {
			open = append(open, s)
		}
	}
	g.publish(t, bundle("demo", "en"))
	for _, s := range open { // and then what comes
		s.wants(t, "5 publication 5 demo bundle:demo/en")
	}
}

// TestEventsOfAnotherLog: after the database was replaced everything may have changed.
func TestEventsOfAnotherLog(t *testing.T) {
	g := newGroup(t, demo(), delivery.Options{})
	g.publish(t, bundle("demo", "fr"))
	s := g.listenTo(t, "?site=demo")
	s.wants(t, "2 ready 2")
	g.log.generation, g.log.records = 0, nil // restored from a backup
	g.log.records = append(g.log.records, demo().records...)
	g.log.generation = 1
	g.catchUp(t)
	s.wants(t, "1 publication 1 demo site:demo")
}

// TestD4EventsOfPrivateSites: a stream of a private site needs its key; whatever else is sent is nobody's, never the system's; a key
// that is revoked ends the stream.
func TestD4EventsOfPrivateSites(t *testing.T) {
	log := demo()
	past := time.Now().Add(-time.Minute)
	log.publish(keyed(map[string]*time.Time{hiddenKey: nil, expiredKey: &past}, "hidden"), keyed(map[string]*time.Time{demosKey: nil}, "demo"))
	g := newGroup(t, log, delivery.Options{})
	missing, public := g.get(t, "/v1/events?site=nobody"), []*stream{}
	for name, headers := range map[string][]string{
		"nothing": nil, "another site's": {"Authorization", "Bearer " + demosKey}, "an expired key": {"Authorization", "Bearer " + expiredKey},
		"no key": {"Authorization", "Bearer"}, "basic": {"Authorization", "Basic " + hiddenKey}, "garbage": {"Authorization", "Bearer pds_" + strings.Repeat("\xff", 43)},
	} {
		hidden := g.get(t, "/v1/events?site=hidden", headers...)
		if diff := cmp.Diff(missing.body, hidden.body); hidden.status != http.StatusNotFound || diff != "" {
			t.Errorf("%s: %d %s", name, hidden.status, diff)
		}
		s := g.listenTo(t, "", headers...)
		s.wants(t, "2 ready 2")
		public = append(public, s)
	}
	s := g.listenTo(t, "?site=hidden", "Authorization", "Bearer "+hiddenKey)
	s.wants(t, "2 ready 2")
	g.publish(t, bundle("hidden", "fr"))
	s.wants(t, "3 publication 3 hidden bundle:hidden/fr")
	g.publish(t, published.Record{Kind: published.KindKeys, Key: "hidden", Deleted: true}, bundle("hidden", "fr"), bundle("demo", "fr"))
	s.ended(t)
	for _, s := range public {
		s.wants(t, "4 publication 4 demo bundle:demo/fr")
	}
}

func TestEventsRefused(t *testing.T) {
	g := newGroup(t, demo(), delivery.Options{})
	for path, want := range map[string]int{
		"?site=": 400, "?x=1": 400, "?site=demo&site=bare": 400, "?site=demo&x": 400, "?site=Demo": 404, "?site=%00": 404, "?site=" + strings.Repeat("x", 7000): 404, "?site=demo%0d%0a": 404,
	} {
		if res := g.get(t, "/v1/events"+path); res.status != want {
			t.Errorf("%.30s: %d", path, res.status)
		}
	}
	for _, last := range []string{"x", "-1", "1.5", "99999999999999999999", "1 2"} {
		if res := g.get(t, "/v1/events?site=demo", "Last-Event-ID", last); res.status != http.StatusBadRequest {
			t.Errorf("%s: %d", last, res.status)
		}
	}
	if res := g.do(t, http.MethodHead, "/v1/events?site=demo"); res.status != http.StatusOK || res.header.Get("Content-Type") != "text/event-stream" {
		t.Errorf("HEAD: %d %v", res.status, res.header)
	}
	if res := g.do(t, http.MethodPost, "/v1/events?site=demo"); res.status != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", res.status)
	}
}

// TestX1ListenersAreCounted: a network has its share, the node its limit, and a place is free again as soon as its client has gone.
func TestX1ListenersAreCounted(t *testing.T) {
	g := newGroup(t, demo(), delivery.Options{Limits: delivery.Limits{Listeners: 6, ListenersPerNetwork: 4}, TrustedProxies: loopback})
	refused := func(want int, headers ...string) {
		t.Helper()
		res := g.get(t, "/v1/events", headers...)
		seconds, _ := strconv.Atoi(res.header.Get("Retry-After"))
		if res.status != want || seconds < 10 || res.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%d %v", res.status, res.header)
		}
	}
	var open []*stream
	for range 4 {
		open = append(open, g.listenTo(t, "", "X-Forwarded-For", "192.0.2.1"))
		open[len(open)-1].wants(t, "1 ready 1")
	}
	refused(http.StatusTooManyRequests, "X-Forwarded-For", "192.0.2.1")
	refused(http.StatusTooManyRequests, "X-Forwarded-For", "198.51.100.9, 192.0.2.1") // what a client wrote before its proxy
	for range 2 {
		g.listenTo(t, "", "X-Forwarded-For", "192.0.2.2").wants(t, "1 ready 1")
	}
	refused(http.StatusServiceUnavailable, "X-Forwarded-For", "192.0.2.3")
	_ = open[0].conn.Close()
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(time.Millisecond) {
		if s := g.listenTo(t, "", "X-Forwarded-For", "192.0.2.3"); s.status == http.StatusOK {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("the place of a client that has gone is not free again")
		}
	}
}

// TestX1ManyListeners: thousands listen, many of them without reading; publications reach all others, the slow are dropped, and
// fragments are answered all along.
func TestX1ManyListeners(t *testing.T) {
	const readers, sleepers = 1500, 300
	g := newGroup(t, demo(), delivery.Options{Limits: delivery.Limits{ListenersPerNetwork: readers + sleepers}})
	var all []*stream
	for range readers {
		s := g.listenTo(t, "?site=demo")
		s.wants(t, "1 ready 1")
		all = append(all, s)
	}
	for range sleepers {
		s := g.listenTo(t, "")
		_ = s.conn.(*net.TCPConn).SetReadBuffer(1 << 10)
		all = append(all, s)
	}
	stop, done := make(chan struct{}), make(chan int)
	go func() {
		n := 0
		defer func() { done <- n }()
		for ; ; n++ {
			if res := g.get(t, "/v1/sites/demo/fragments/header?locale=fr"); res.status != http.StatusOK {
				t.Errorf("a fragment: %d", res.status)
			}
			select {
			case <-stop:
				return
			default:
			}
		}
	}()
	const publications = 10
	var reading sync.WaitGroup
	for _, s := range all[:readers] {
		reading.Go(func() {
			for g := int64(2); g < 2+publications; {
				e, ok := s.next(t)
				if !ok || e.Data.Generation < g {
					t.Errorf("%v %+v, want %d", ok, e, g)
					return
				}
				g = e.Data.Generation + 1
			}
		})
	}
	for range publications {
		g.publish(t, bundle("demo", "fr"))
	}
	reading.Wait()
	close(stop)
	if n := <-done; n == 0 {
		t.Error("no fragment was answered meanwhile")
	}
}

// TestEventsEndWithTheNode: open streams do not keep a node from stopping, and end at once.
func TestEventsEndWithTheNode(t *testing.T) {
	stopping := make(chan struct{})
	g := newGroup(t, demo(), delivery.Options{Stopping: stopping})
	streams := []*stream{g.listenTo(t, "?site=demo"), g.listenTo(t, "")}
	for _, s := range streams {
		s.wants(t, "1 ready 1")
	}
	close(stopping)
	for _, s := range streams {
		s.ended(t)
	}
	if res := g.get(t, "/v1/events"); res.status != http.StatusServiceUnavailable {
		t.Errorf("a stream is opened while the node stops: %d", res.status)
	}
}
