package delivery_test

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/portico-cms/portico/internal/published"
)

const largeFile = "/v1/sites/demo/tokens.css"

// withLarge is the demo with a style sheet of 3 MB, more than a socket takes at once.
func withLarge() (log *fixedLog, large string) {
	large = strings.Repeat("a{color:red} b{color:blue}\n", 3<<20/27)
	log = demo()
	log.publish(tokens(large))
	return log, large
}

func tokens(css string) published.Record {
	return published.NewRecord(published.KindTokens, "demo", published.Tokens{Brand: "demo", CSS: css, JSON: "{}"})
}

// TestFrontSendsLargeBodies: what the kernel sends from its own memory is what the application sends, to a slow reader, too, and to one that has
// asked for the next thing already.
func TestFrontSendsLargeBodies(t *testing.T) {
	log, large := withLarge()
	front, plain := frontedOver(t, log)
	want := plain.get(t, largeFile)
	for range 3 {
		if got := front.get(t, largeFile); got.status != 200 || got.body != large || got.header.Get("Etag") != want.header.Get("Etag") {
			t.Fatalf("%d, %d bytes of %d, %v", got.status, len(got.body), len(large), got.header)
		}
	}
	conn, err := net.Dial("tcp", front.address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_ = conn.(*net.TCPConn).SetReadBuffer(64 << 10)
	ask := "GET " + largeFile + " HTTP/1.1\r\nHost: a\r\nAccept-Encoding: identity\r\n\r\n"
	if _, err := io.WriteString(conn, ask+ask+"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	time.Sleep(20 * time.Millisecond) // the socket is full by now; what follows holds without it, too
	r := bufio.NewReader(conn)
	for i, want := range []string{large, large, plain.get(t, "/healthz").body} {
		res, err := http.ReadResponse(r, nil)
		if err != nil {
			t.Fatalf("answer %d: %v", i, err)
		}
		body, err := io.ReadAll(res.Body)
		_ = res.Body.Close()
		if err != nil || string(body) != want {
			t.Fatalf("answer %d: %d bytes of %d, %v", i, len(body), len(want), err)
		}
	}
}

// TestFrontGivesFilesBack: a reader that goes away in the middle harms nobody, and what is no longer served takes no descriptor.
func TestFrontGivesFilesBack(t *testing.T) {
	if runtime.GOOS != "linux" {
		return // there are no such files elsewhere
	}
	before := bodyFiles(t) // of other tests' fronts
	log, large := withLarge()
	front, _, follower := frontOf(t, log)
	_ = front.get(t, largeFile) // made by the application
	if bodyFiles(t) > before {
		t.Error("a body that nobody has asked for again has a file")
	}
	for range 2 {
		_ = front.get(t, largeFile)
	}
	if bodyFiles(t) <= before {
		t.Fatal("a large body is not in a file of the kernel")
	}
	for range 20 {
		conn, err := net.Dial("tcp", front.address)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(conn, "GET "+largeFile+" HTTP/1.1\r\nHost: a\r\nAccept-Encoding: identity\r\n\r\n")
		_, _ = io.ReadFull(conn, make([]byte, 1000))
		_ = conn.Close()
	}
	if got := front.get(t, largeFile); got.body != large {
		t.Fatalf("%d bytes of %d", len(got.body), len(large))
	}
	for n := range 10 {
		log.publish(tokens(large[n:]))
		if _, err := follower.CatchUp(t.Context()); err != nil {
			t.Fatal(err)
		}
		for range 3 {
			if got := front.get(t, largeFile); got.body != large[n:] {
				t.Fatalf("%d bytes after another was published", len(got.body))
			}
		}
	}
	for n := bodyFiles(t); n > before+1; n = bodyFiles(t) { // the collector's work; a file that stays ends the test by its time limit
		runtime.GC()
		time.Sleep(10 * time.Millisecond)
	}
}

// bodyFiles counts the bodies that the process has in files of the kernel's memory.
func bodyFiles(t *testing.T) (n int) {
	t.Helper()
	dir, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range dir {
		if to, err := os.Readlink("/proc/self/fd/" + f.Name()); err == nil && strings.Contains(to, "memfd:portico-body") {
			n++
		}
	}
	return n
}
