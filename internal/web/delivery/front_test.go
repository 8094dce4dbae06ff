package delivery_test

import (
	"bufio"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	core "github.com/portico-cms/portico/internal/delivery"
	"github.com/portico-cms/portico/internal/web/delivery"
)

// fronted is the demo behind a front, and the same without one.
func fronted(t testing.TB) (front, plain *server) { return frontedOver(t, demo()) }

func frontedOver(t testing.TB, log *fixedLog) (front, plain *server) {
	t.Helper()
	front, node, _ := frontOf(t, log)
	return front, listen(t, delivery.New(delivery.Options{Node: node, Logger: slog.New(slog.DiscardHandler)}))
}

// frontOf is a node behind a front, with what lets it follow the log.
func frontOf(t testing.TB, log *fixedLog) (*server, *core.Node, *core.Follower) {
	t.Helper()
	_, node, follower := follow(t, log)
	o := delivery.Options{Node: node, Logger: slog.New(slog.DiscardHandler), Front: delivery.NewFront(node, slog.New(slog.DiscardHandler))}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	app := delivery.New(o)
	go func() { _ = app.Listener(o.Front.Over(l)) }()
	t.Cleanup(func() { _ = app.ShutdownWithTimeout(5 * time.Second) })
	return &server{l.Addr().String()}, node, follower
}

const frontHeader = "/v1/sites/demo/fragments/header?locale=fr&path=/offers/solar"

// TestFrontAnswersAsTheApplication asks everything three times: what is kept says the same as what was made.
func TestFrontAnswersAsTheApplication(t *testing.T) {
	front, plain := fronted(t)
	tag := plain.get(t, frontHeader).header.Get("Etag")
	for _, path := range []string{
		frontHeader, "/v1/sites/demo/bundle?locale=fr", "/v1/sites/demo/fragments?locale=fr", "/v1/sites", "/v1/sites/demo",
		"/v1/sites/demo/tokens.css", "/i/demo/header/fr/solar", "/v1/sites/demo/menus", "/i/nobody/header/fr", "/v1/sites/nobody",
		"/v1/sites/demo/fragments/header?theme=dark", "/v1/sites/demo/generation", "/healthz", "/v1/nothing?x",
		"/v1/sites/demo/csp", "/v1/sites/demo/export.zip", "/e/demo.js", "/e/demo@1.js",
		"/v1/sites/demo/graphql?query={__typename}", "/v1/sites/demo/fragments/header?view=draft", "/v1/sites/demo/tokens.scss", "/npm/@demo%2Fdesign-tokens",
	} {
		for _, headers := range [][]string{
			{}, {"Accept-Encoding", "br"}, {"Accept-Encoding", "gzip, zstd;q=0"}, {"If-None-Match", tag}, {"If-None-Match", `"other", W/` + tag},
			{"If-None-Match", "*"}, {"Portico-Min-Generation", "1"}, {"Portico-Min-Generation", "x"}, {"Authorization", "Bearer x"},
			{"Accept", "application/json"}, {"Accept", "text/html"}, {"Accept", "application/vnd.npm.install-v1+json"}, {"Cookie", "Portico-Preview=ppv_x"},
		} {
			want := plain.get(t, path, headers...)
			for range 3 {
				got := front.get(t, path, headers...)
				for _, r := range []response{got, want} {
					r.header.Del("Date")
					r.header.Del("Server-Timing")
				}
				if diff := cmp.Diff([]any{want.status, want.header, withoutID(want.body)}, []any{got.status, got.header, withoutID(got.body)}); diff != "" {
					t.Fatalf("%s %q: -want +got\n%s", path, headers, diff)
				}
			}
		}
	}
	for range 3 {
		if r := front.do(t, http.MethodHead, frontHeader); r.status != 200 || r.body != "" || r.header.Get("Etag") != tag {
			t.Errorf("HEAD: %+v", r)
		}
	}
}

// withoutID takes the number out of a problem, which each has its own of.
func withoutID(body string) string {
	before, rest, _ := strings.Cut(body, `"id":"`)
	_, after, _ := strings.Cut(rest, `"`)
	return before + after
}

// TestFrontKeepsRequestsApart sends requests of all kinds over one connection, in one piece and byte by byte: each gets its own
// answer, in order, and none is read out of another's body.
func TestFrontKeepsRequestsApart(t *testing.T) {
	front, plain := fronted(t)
	_ = front.get(t, frontHeader, "Accept-Encoding", "identity") // from now on the front has it
	hot := "GET " + frontHeader + " HTTP/1.1\r\nHost: a\r\nAccept-Encoding: identity\r\n\r\n"
	other := "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"
	inside := "POST /v1/sites/demo/query HTTP/1.1\r\nHost: a\r\nContent-Length: " // its body looks like a request
	post := inside + "104\r\n\r\n" + hot[:104]
	header, health := plain.get(t, frontHeader).body, plain.get(t, "/healthz").body
	for _, c := range []struct {
		name  string
		send  []string
		wants []string
	}{
		{"one by one", []string{hot, hot, other, hot, other, other, hot}, []string{header, header, health, header, health, health, header}},
		{"pipelined", []string{hot + hot + other + hot}, []string{header, header, health, header}},
		{"a body like a request", []string{hot, post, hot}, []string{header, "bad", header}},
		{"a head and its body", []string{hot, post[:len(post)-104], post[len(post)-104:], hot}, []string{header, "bad", header}},
		{"in pieces", []string{hot[:9], hot[9:], hot, other[:30], other[30:], hot}, []string{header, header, health, header}},
	} {
		conn, err := net.Dial("tcp", front.address)
		if err != nil {
			t.Fatal(err)
		}
		go func() {
			for _, s := range c.send {
				_, _ = io.WriteString(conn, s)
				time.Sleep(5 * time.Millisecond) // so that most arrive by themselves; however they do, the answers are these
			}
		}()
		r := bufio.NewReader(conn)
		for i, want := range c.wants {
			res, err := http.ReadResponse(r, nil)
			if err != nil {
				t.Fatalf("%s: answer %d: %v", c.name, i, err)
			}
			body, err := io.ReadAll(res.Body)
			if err != nil || want != "bad" && string(body) != want || want == "bad" && res.StatusCode != http.StatusBadRequest {
				t.Fatalf("%s: answer %d: %d %.80q, %v; want %.80q", c.name, i, res.StatusCode, body, err, want)
			}
			_ = res.Body.Close()
		}
		_ = conn.Close()
	}
}

// TestFrontFollowsPublications asks again after a publication: nothing that was kept is given any more.
func TestFrontFollowsPublications(t *testing.T) {
	log := demo()
	s, _, follower := frontOf(t, log)
	for range 3 {
		if r := s.get(t, frontHeader); r.header.Get("Portico-Generation") != "1" {
			t.Fatalf("generation %s", r.header.Get("Portico-Generation"))
		}
	}
	log.publish()
	if _, err := follower.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if r := s.get(t, frontHeader); r.header.Get("Portico-Generation") != "2" {
			t.Fatalf("generation %s after another", r.header.Get("Portico-Generation"))
		}
	}
}

// TestFrontStopsAtOnce closes the application while connections wait in the front.
func TestFrontStopsAtOnce(t *testing.T) {
	_, node, _ := follow(t, demo())
	o := delivery.Options{Node: node, Logger: slog.New(slog.DiscardHandler), Front: delivery.NewFront(node, slog.New(slog.DiscardHandler))}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	app := delivery.New(o)
	ended := make(chan error, 1)
	go func() { ended <- app.Listener(o.Front.Over(l)) }()
	s := &server{l.Addr().String()}
	_ = s.get(t, frontHeader)
	conn, err := net.Dial("tcp", s.address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	r := bufio.NewReader(conn)
	for range 3 { // the first too: it is one that the front has
		if _, err := io.WriteString(conn, "GET "+frontHeader+" HTTP/1.1\r\nHost: a\r\n\r\n"); err != nil {
			t.Fatal(err)
		}
		res, err := http.ReadResponse(r, nil)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, res.Body)
		_ = res.Body.Close()
	}
	if err := app.ShutdownWithTimeout(readLimit); err != nil {
		t.Fatalf("stop: %v", err)
	}
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	if n, err := r.Read(make([]byte, 1)); err != io.EOF {
		t.Errorf("the waiting connection got %d bytes, %v", n, err)
	}
}

// readLimit is less than a connection would wait by itself.
const readLimit = 8 * time.Second
