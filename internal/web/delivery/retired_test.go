package delivery_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/portico-cms/portico/internal/published"
)

// ended gives the demo group with a second site, whose release is being retired, and a third one, whose version is withdrawn.
func ended(t *testing.T) *fixedLog {
	t.Helper()
	l := demo()
	deprecated, sunset := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), time.Date(2027, 3, 31, 22, 0, 0, 0, time.UTC)
	old := published.DesignSystem{Name: "demo-ds", Version: "1.0.0", Package: "@demo/tokens", DeprecatedAt: &deprecated, SunsetAt: &sunset, Successor: "1.2.3"}
	for _, s := range []struct {
		key, channel, tokens, gone string
		ds                         published.DesignSystem
	}{{"old", "1.0.0", published.TokensKey("demo", old), "", old}, {"gone", "0.9.0", "", "0.9.0", published.DesignSystem{Name: "demo-ds", Version: "1.2.3"}}} {
		var b published.Bundle
		if err := json.Unmarshal(bundle(s.key, "fr").Body, &b); err != nil {
			t.Fatal(err)
		}
		b.DesignSystem = s.ds
		l.publish(
			published.NewRecord(published.KindSite, s.key, published.Site{
				Key: s.key, Name: s.key, DefaultLocale: "fr", Brand: "demo", Channel: s.channel, DesignSystem: s.ds, Tokens: s.tokens, Gone: s.gone,
				Origins: []string{"https://" + s.key + ".example"}, Spaces: []string{s.key, "shared"},
			}),
			published.NewRecord(published.KindBundle, published.BundleKey(s.key, "fr"), b),
		)
	}
	l.publish(published.NewRecord(published.KindTokens, published.TokensKey("demo", old), published.Tokens{Brand: "demo", CSS: ":root{--portico-old:1px}", JSON: "{}"}))
	return l
}

// TestRetiring: answers that are made of a release which ends say so, and what comes after it; twice, because the second one comes from
// what was answered before.
func TestRetiring(t *testing.T) {
	app, _, _ := follow(t, ended(t))
	s := listen(t, app)
	const next = `<https://delivery.example/npm/@demo/tokens/1.2.3>; rel="successor-version"`
	for range 2 {
		for _, path := range []string{
			"/v1/sites/old/bundle", "/v1/sites/old/fragments", "/v1/sites/old/fragments/header", "/i/old/header/fr", "/v1/sites/old/tokens.css",
		} {
			got := s.do(t, "GET", path)
			h := got.header
			if got.status != 200 || h.Get("Deprecation") != "@1793491200" || h.Get("Sunset") != "Wed, 31 Mar 2027 22:00:00 GMT" || !strings.HasSuffix(h.Get("Link"), next) {
				t.Errorf("%s: %d %v", path, got.status, h)
			}
		}
		for _, path := range []string{"/v1/sites/demo/bundle", "/v1/sites/demo/fragments/header", "/v1/sites/demo/tokens.css"} {
			if h := s.do(t, "GET", path).header; h.Get("Deprecation")+h.Get("Sunset") != "" || strings.Contains(h.Get("Link"), "successor") {
				t.Errorf("%s: %v", path, h)
			}
		}
	}
	if got := s.do(t, "GET", "/v1/sites/old/tokens.css"); got.body != ":root{--portico-old:1px}" {
		t.Errorf("the tokens are of another release: %s", got.body)
	}
}

// TestGoneG4: where the pinned version is withdrawn, data is 410 with what there is instead, and HTML is that of the channel stable.
func TestGoneG4(t *testing.T) {
	app, _, _ := follow(t, ended(t))
	s := listen(t, app)
	for range 2 {
		for _, path := range []string{"/v1/sites/gone/bundle", "/v1/sites/gone/bundle?channel=next", "/v1/sites/gone/fragments", "/v1/sites/gone/tokens.css", "/v1/sites/gone/tokens.json"} {
			got := s.do(t, "GET", path)
			if got.status != 410 || got.header.Get("Link") != `<https://delivery.example/v1/sites/gone/bundle?channel=stable>; rel="successor-version"` ||
				got.header.Get("Cache-Control") != "no-store" || !strings.Contains(got.body, `"code":"gone"`) || !strings.Contains(got.body, "0.9.0") {
				t.Errorf("%s: %d %v %s", path, got.status, got.header, got.body)
			}
		}
		for path, part := range map[string]string{
			"/i/gone/header/fr": "<header", "/v1/sites/gone/fragments/footer": "<footer>Demo", "/v1/sites/gone/bundle?channel=stable": `"version":"1.2.3"`,
			"/v1/sites/gone/fragments?channel=stable": `"version":"1.2.3"`, "/v1/sites/gone/tokens.css?channel=stable": "--portico-x",
			"/v1/sites/gone": `"channel":"0.9.0"`, "/v1/sites/gone/menus": `"main"`,
		} {
			if got := s.do(t, "GET", path); got.status != 200 || !strings.Contains(got.body, part) || got.header.Get("Portico-Warning") != "" {
				t.Errorf("%s: %d %v %.200s", path, got.status, got.header, got.body)
			}
		}
	}
	if got := s.do(t, "GET", "/v1/sites/demo/bundle?channel=next").header.Get("Portico-Warning"); got != "channel: only stable is served, which the site follows" {
		t.Errorf("%q", got)
	}
	if got := s.do(t, "GET", "/v1/sites/nowhere/tokens.css"); got.status != 404 {
		t.Errorf("%d", got.status)
	}
}
