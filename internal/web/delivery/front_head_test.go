package delivery

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"log/slog"
	"net"
	"strings"
	"testing"

	"github.com/valyala/fasthttp"
)

var wholeRequests = []string{
	"GET / HTTP/1.1\r\nHost: a\r\n\r\n",
	"GET /v1/sites/a?x=1 HTTP/1.1\r\nhost: a\r\nAccept-Encoding: br, gzip\r\nIf-None-Match: \"x\"\r\n\r\n",
	"GET / HTTP/1.1\r\nHost: a\r\nConnection: Keep-Alive\r\n\r\n",
	"GET / HTTP/1.1\r\nHost:\ta \r\nX-Any: \xff\r\n\r\n",
}

// hidden are requests of which the application alone may say where they end.
var hidden = []string{
	"", "GET", "GET / HTTP/1.1\r\nHost: a\r\n", "GET / HTTP/1.1\r\n\r\n",
	"POST / HTTP/1.1\r\nHost: a\r\n\r\n", "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n", "GET / HTTP/1.0\r\nHost: a\r\n\r\n",
	"GET / HTTP/1.1\nHost: a\n\n", "GET / HTTP/1.1\r\nHost: a\n\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nX: b\rc\r\n\r\n",
	"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n",
	"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\ncontent-length: 0\r\n\r\n",
	"GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n",
	"GET / HTTP/1.1\r\nHost: a\r\n Content-Length: 5\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n\r\n",
	"GET / HTTP/1.1\r\nHost: a\r\nUpgrade: h2c\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nTrailer: x\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\n: x\r\n\r\n",
	"GET / HTTP/1.1\r\nHost: a\r\nnothing\r\n\r\n",
	"GET / HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n", "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n",
}

func TestHead(t *testing.T) {
	for _, src := range wholeRequests {
		if h := (head{}); !h.read([]byte(src)) || !h.plain {
			t.Errorf("%q is plain: %+v", src, h)
		}
	}
	for _, src := range hidden {
		if h := (head{}); h.read([]byte(src)) {
			t.Errorf("%q is taken for a whole request", src)
		}
	}
	for _, line := range []string{
		"Authorization: Bearer x", "Portico-Min-Generation: 3", "Connection: close", "Connection: keep-alive, upgrade",
		"If-None-Match: a\r\nIf-None-Match: b", "accept-encoding: br\r\nAccept-Encoding: gzip", "Accept-Encoding:",
	} {
		if h := (head{}); !h.read([]byte("GET / HTTP/1.1\r\nHost: a\r\n"+line+"\r\n\r\n")) || h.plain {
			t.Errorf("%s: %+v is not plain, but whole", line, h)
		}
	}
}

// FuzzHead holds the front to the application's server: what it takes for a whole request is exactly one for that too, without a
// body, with the same target and headers.
func FuzzHead(f *testing.F) {
	for _, src := range append(wholeRequests, hidden...) {
		f.Add([]byte(src))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var h head
		if !h.read(data) {
			return
		}
		r := bufio.NewReaderSize(bytes.NewReader(data), readBuffer)
		var req fasthttp.Request
		if len(data) > readBuffer {
			return
		}
		if err := req.ReadLimitBody(r, bodyLimit); err != nil {
			return // it answers with an error, and closes
		}
		if rest, _ := r.Peek(1); len(rest) > 0 || len(req.Body()) > 0 {
			t.Fatalf("%q: the server leaves %q, and reads the body %q", data, rest, req.Body())
		}
		if string(req.Header.RequestURI()) != string(h.target) || !req.Header.IsGet() {
			t.Errorf("%q: the server reads %s %q, the front %q", data, req.Header.Method(), req.Header.RequestURI(), h.target)
		}
		if !h.plain {
			return
		}
		for name, value := range map[string][]byte{"Accept-Encoding": h.accept, "If-None-Match": h.match} {
			if got := req.Header.Peek(name); string(got) != string(value) {
				t.Errorf("%q: the server reads %s %q, the front %q", data, name, got, value)
			}
		}
		for _, name := range []string{"Authorization", headerMinGeneration, "Expect", "Upgrade"} {
			if len(req.Header.Peek(name)) > 0 {
				t.Errorf("%q: the front passes over %s", data, name)
			}
		}
		if req.Header.ConnectionClose() || !strings.HasSuffix(string(req.Header.Protocol()), "1.1") {
			t.Errorf("%q: the server closes the connection", data)
		}
	})
}

// TestX2PanicInTheFront: it ends the connection, and is logged.
func TestX2PanicInTheFront(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	broken := &Front{logger: slog.New(slog.NewTextHandler(&log, nil)), open: map[*conn]struct{}{}} // it has no answers to look into
	over := broken.Over(l)
	defer over.Close() //nolint:errcheck // of a test
	caller, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer caller.Close() //nolint:errcheck // of a test
	_, _ = caller.Write([]byte(wholeRequests[0]))
	c, err := over.Accept()
	if err != nil {
		t.Fatal(err)
	}
	n, err := c.Read(make([]byte, 4096))
	if n != 0 || !errors.Is(err, io.ErrUnexpectedEOF) || !strings.Contains(log.String(), "panic in the front") {
		t.Errorf("%d, %v; the log says %s", n, err, log.String())
	}
}
