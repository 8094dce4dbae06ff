//go:build !race

// The race detector makes sync.Pool drop what it is given, so this budget is checked in a run without it (scripts/test.sh).

package delivery_test

import (
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
