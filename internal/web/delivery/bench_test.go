package delivery_test

import (
	"testing"

	"github.com/valyala/fasthttp"
)

// BenchmarkWarmFragment is the budget to protect: a fragment that was asked for before costs no allocation.
func BenchmarkWarmFragment(b *testing.B) {
	benchmark(b, "/v1/sites/demo/fragments/header?locale=fr&path=/offers/solar", "br")
}

func BenchmarkWarmBundle(b *testing.B) { benchmark(b, "/v1/sites/demo/bundle?locale=fr", "br") }

func BenchmarkNotModified(b *testing.B) {
	handler := newDemo(b).Handler()
	ctx := request("/v1/sites/demo/fragments/header?locale=fr&path=/offers/solar", "br")
	handler(ctx)
	ctx.Request.Header.Set("If-None-Match", string(ctx.Response.Header.Peek("ETag")))
	run(b, handler, ctx, fasthttp.StatusNotModified)
}

func BenchmarkAssembled(b *testing.B) { benchmark(b, "/i/demo/header/fr/solar", "br") }

func benchmark(b *testing.B, url, encoding string) {
	run(b, newDemo(b).Handler(), request(url, encoding), fasthttp.StatusOK)
}

func request(url, encoding string) *fasthttp.RequestCtx {
	ctx := &fasthttp.RequestCtx{}
	ctx.Request.Header.SetMethod(fasthttp.MethodGet)
	ctx.Request.SetRequestURI(url)
	ctx.Request.Header.Set("Accept-Encoding", encoding)
	return ctx
}

func run(b *testing.B, handler fasthttp.RequestHandler, ctx *fasthttp.RequestCtx, status int) {
	b.Helper()
	handler(ctx)
	if got := ctx.Response.StatusCode(); got != status {
		b.Fatalf("status %d, want %d", got, status)
	}
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		ctx.Response.Reset()
		ctx.Request.URI().QueryArgs() // parsed anew for each request of a connection
		handler(ctx)
	}
}
