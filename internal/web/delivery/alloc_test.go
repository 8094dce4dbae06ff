//go:build !race

// The race detector makes sync.Pool drop what it is given, so this budget is checked in a run without it (scripts/test.sh).

package delivery_test

import (
	"io"
	"net"
	"testing"

	"github.com/valyala/fasthttp"
)

// TestWarmFragmentAllocatesNothing holds the benchmark's promise in every run.
func TestWarmFragmentAllocatesNothing(t *testing.T) {
	handler := newDemo(t).Handler()
	for _, url := range []string{
		"/v1/sites/demo/fragments/header?locale=fr&path=/offers/solar",
		"/v1/sites/demo/fragments/footer?locale=fr&path=/nowhere",
		"/v1/sites/demo/fragments?locale=fr&path=/offers",
		"/v1/sites/demo/bundle?locale=fr",
		"/v1/sites/demo/fragments/header?locale=fr&path=/&layout=full&audience=anonymous&channel=stable&theme=auto&sdk=java/1.2.0",
		"/i/demo/header/fr/solar",
	} {
		ctx := request(url, "br, gzip")
		handler(ctx)
		allocs := testing.AllocsPerRun(200, func() {
			ctx.Response.Reset()
			handler(ctx)
		})
		if ctx.Response.StatusCode() != fasthttp.StatusOK || allocs > 0 {
			t.Errorf("%s: status %d, %v allocations", url, ctx.Response.StatusCode(), allocs)
		}
	}
}

// TestFrontAllocatesNothing asks over a connection what the front has: with and without a body.
func TestFrontAllocatesNothing(t *testing.T) {
	front, _ := fronted(t)
	r := front.get(t, frontHeader, "Accept-Encoding", "br")
	for _, more := range []string{"", "If-None-Match: " + r.header.Get("Etag") + "\r\n"} {
		conn, err := net.Dial("tcp", front.address)
		if err != nil {
			t.Fatal(err)
		}
		asked, answer := []byte("GET "+frontHeader+" HTTP/1.1\r\nHost: a\r\nAccept-Encoding: br\r\n"+more+"\r\n"), make([]byte, 1<<16)
		exchange := func() {
			if _, err := conn.Write(asked); err != nil {
				t.Fatal(err)
			}
			if n, err := io.ReadAtLeast(conn, answer, 300); err != nil || n == len(answer) {
				t.Fatal(n, err)
			}
		}
		exchange()
		if allocs := testing.AllocsPerRun(500, exchange); allocs > 0 {
			t.Errorf("%q: %v allocations", more, allocs)
		}
		_ = conn.Close()
	}
}
