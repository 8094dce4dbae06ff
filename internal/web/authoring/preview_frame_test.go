package authoring_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/portico-cms/portico/internal/identity"
)

// TestPreviewFrame: the page frames its one site and nothing else, is framed by the admin UI alone, and is there for who sees the site.
func TestPreviewFrame(t *testing.T) {
	s := start(t, "", "")
	s.load()
	editor := s.as(identity.Editor)
	got := s.do(request{http.MethodGet, "/api/v1/sites/one/preview-frame", "", with("Cookie", editor)})
	policy := got.header.Get("Content-Security-Policy")
	if got.status != http.StatusOK || got.header.Get("X-Frame-Options") != "SAMEORIGIN" || !strings.HasPrefix(got.header.Get("Content-Type"), "text/html") {
		t.Fatalf("%d %v", got.status, got.header)
	}
	want := "default-src 'none'; frame-src https://one.example https://www.one.example; form-action https://one.example https://www.one.example; base-uri 'none'; frame-ancestors 'self'"
	if policy != want {
		t.Errorf("policy %s\nwant %s", policy, want)
	}
	if strings.Contains(got.body, "<script") || strings.Contains(got.body, "two.example") {
		t.Errorf("the page holds more than it should: %s", got.body)
	}
	if got := s.do(request{http.MethodGet, "/api/v1/sites/none/preview-frame", "", with("Cookie", editor)}); got.status != http.StatusNotFound {
		t.Errorf("a site that there is not: %d", got.status)
	}
}
