package delivery_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/published"
)

// withLoader is the demo group with a loader.
func withLoader() *fixedLog { return withNotice(time.Hour) }

// withNotice has a notice, too, that ends after a while.
func withNotice(ends time.Duration) *fixedLog {
	l := demo()
	facts := published.Site{
		Key: "demo", Name: "Demo", DefaultLocale: "fr", Origins: []string{"https://demo.example"}, Spaces: []string{"demo", "shared"},
		Locales: []published.SiteLocale{{Tag: "fr", Chain: []string{"fr"}}}, CSP: published.CSP{"style-src": {published.SlotOrigin}},
		Loader: &published.AssetLink{URL: "/a/l0ader/portico-loader.js", Integrity: "sha384-l"},
	}
	until := time.Now().Add(ends)
	l.publish(
		published.NewRecord(published.KindAsset, "l0ader", published.Asset{File: "portico-loader.js", Type: "text/javascript; charset=utf-8", Data: []byte("loader()")}),
		published.NewRecord(published.KindSite, "demo", facts),
		published.NewRecord(published.KindBundle, "demo/de", published.Bundle{
			Site: "demo", Locale: "de", Parts: published.Parts{"notices": {{Slot: published.SlotNotices}}},
			Slots: published.SlotTemplates{
				"notices.frame": {{Slot: published.HoleItems}}, "notices.info": {{Slot: published.HoleLabel}},
			},
			Notices: []published.Notice{{ID: "n", Severity: "info", Title: "Until soon", Until: &until}},
		}),
	)
	return l
}

// TestLoaderRoute: the loader of today may change, the pinned one never; both can be fetched from any page. A generation without one
// is gone, and says what to use instead.
func TestLoaderRoute(t *testing.T) {
	app, _, _ := follow(t, withLoader())
	s := listen(t, app)
	headers := func(r response) map[string]string {
		out := map[string]string{}
		for _, name := range []string{"Access-Control-Allow-Origin", "Cross-Origin-Resource-Policy", "Content-Type", "X-Content-Type-Options"} {
			out[name] = r.header.Get(name)
		}
		return out
	}
	want := map[string]string{
		"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin", "Content-Type": "text/javascript; charset=utf-8", "X-Content-Type-Options": "nosniff",
	}
	for path, cache := range map[string]string{"/e/demo.js": "max-age=30", "/e/demo@2.js": "immutable"} {
		r := s.get(t, path)
		if diff := cmp.Diff(want, headers(r)); r.status != 200 || r.body != "loader()" || diff != "" || !strings.Contains(r.header.Get("Cache-Control"), cache) {
			t.Errorf("%s: %d %q %v\n%s", path, r.status, r.body, r.header, diff)
		}
		if again := s.get(t, path, "If-None-Match", r.header.Get("ETag")); again.status != 304 {
			t.Errorf("%s, known already: %d", path, again.status)
		}
	}
	gone := s.get(t, "/e/demo@1.js")
	if gone.status != 410 || gone.header.Get("Link") != `</e/demo.js>; rel="successor-version"` || gone.header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("gone: %d %v %s", gone.status, gone.header, gone.body)
	}
	for _, path := range []string{"/e/demo@3.js", "/e/nobody.js", "/e/hidden.js", "/e/demo@x.js", "/e/demo", "/e/%2e%2e", "/e/demo@1%0d%0aX:y.js", "/e/" + strings.Repeat("x", 3000)} {
		if r := s.get(t, path); r.status != 404 || r.header.Get("Link") != "" {
			t.Errorf("%s: %d", path, r.status)
		}
	}
}

// TestExportAndPolicyRoutes: what they answer, and to whom.
func TestExportAndPolicyRoutes(t *testing.T) {
	app, _, _ := follow(t, withLoader())
	s := listen(t, app)
	r := s.get(t, "/v1/sites/demo/export.zip", "Accept-Encoding", "br, gzip")
	if r.status != 200 || r.header.Get("Content-Type") != "application/zip" || r.header.Get("Content-Encoding") != "" ||
		r.header.Get("Content-Disposition") != `attachment; filename="portico-demo.zip"` || !strings.HasPrefix(r.body, "PK") {
		t.Errorf("%d %v", r.status, r.header)
	}
	if again := s.get(t, "/v1/sites/demo/export.zip"); again.body != r.body {
		t.Error("the same publication, other bytes")
	}
	if r := s.get(t, "/v1/sites/demo/csp"); r.status != 200 || !strings.Contains(r.body, `"policy":"style-src https://delivery.example"`) {
		t.Errorf("%d %s", r.status, r.body)
	}
	for _, path := range []string{"/v1/sites/hidden/export.zip", "/v1/sites/hidden/csp", "/v1/sites/nobody/export.zip", "/v1/sites/nobody/csp"} {
		if r := s.get(t, path); r.status != 404 {
			t.Errorf("%s: %d", path, r.status)
		}
	}
}

// TestS6Sharing: scripts of any page may read what anybody may, never with credentials, and nothing of a private site.
func TestS6Sharing(t *testing.T) {
	app, _, _ := follow(t, withLoader())
	s := listen(t, app)
	for path, want := range map[string]string{
		"/v1/sites/demo/fragments": "*", "/v1/sites/demo/fragments/notices": "", "/v1/sites/demo/bundle": "", "/v1/sites/hidden/fragments": "",
	} {
		r := s.get(t, path, "Origin", "https://evil.example")
		if got := r.header.Get("Access-Control-Allow-Origin"); got != want || r.header.Get("Access-Control-Allow-Credentials") != "" {
			t.Errorf("%s is shared with %q, want %q", path, got, want)
		}
	}
}

// TestFrontKeepsNothingOfAMoment: what another moment answers otherwise is not given again from memory by its address alone.
func TestFrontKeepsNothingOfAMoment(t *testing.T) {
	front, _ := frontedOver(t, withNotice(time.Second))
	const path = "/v1/sites/demo/fragments/notices?locale=de"
	if r := front.get(t, path); r.body != "Until soon" {
		t.Fatal(r.body)
	}
	for deadline := time.Now().Add(20 * time.Second); front.get(t, path).body != ""; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the notice is shown after its end")
		}
	}
}
