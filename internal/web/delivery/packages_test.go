package delivery_test

import (
	"encoding/base64"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/portico-cms/portico/internal/packages"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/web/delivery"
)

const resolverFile = `{"version":"2025.10","sets":{"core":{"sources":[{"$ref":"core.tokens.json"}]}},
"modifiers":{"theme":{"contexts":{"light":[{"$ref":"light.tokens.json"}],"dark":[{"$ref":"dark.tokens.json"}]},"default":"light"}},
"resolutionOrder":[{"$ref":"#/sets/core"},{"$ref":"#/modifiers/theme"}]}`

func dimension(n string) string {
	return `{"gap":{"$type":"dimension","$value":{"value":` + n + `,"unit":"px"}}}`
}

// withPackage adds a package and token files to the demo group.
func withPackage(l *fixedLog) *fixedLog {
	p := published.Package{Name: "@demo/tokens", Version: "1.2.3", System: "demo-ds", Title: "Demo", ReleasedAt: time.Unix(1e9, 0).UTC()}
	files := map[string][]byte{"tokens.css": []byte(":root{}"), "README.md": []byte("# Demo")}
	files["package.json"] = packages.Manifest(&p, files)
	p.Tarball = packages.Pack(files)
	l.publish(
		published.NewRecord(published.KindTokens, "demo", published.Tokens{Brand: "demo", CSS: ":root{--portico-gap:2px}", JSON: `{"light":{"gap":"2px"},"dark":{"gap":"3px"}}`}),
		published.NewRecord(published.KindPackage, published.PackageKey("demo-ds", "1.2.3"), p),
		published.NewRecord(published.KindTokenFiles, "demo-ds@1.2.3", published.TokenFiles{Resolver: "r.resolver.json", Files: map[string]string{
			"r.resolver.json": resolverFile, "core.tokens.json": dimension("1"), "light.tokens.json": dimension("2"), "dark.tokens.json": dimension("3"),
		}}))
	return l
}

// TestTokenForms: every form, by theme, with the headers of the contract; a theme that there is not is refused.
func TestTokenForms(t *testing.T) {
	app, _, _ := follow(t, withPackage(demo()))
	s := listen(t, app)
	for path, want := range map[string]string{
		"tokens.scss": "$portico-gap: 2px", "tokens.scss?theme=dark": "$portico-gap: 3px", "tokens.css?theme=DARK": "--portico-gap: 3px", "tokens.json?theme=dark": `"3px"`,
		"tokens.less": "@portico-gap: 2px", "tokens.js": `gap = "2px"`, "tokens.d.ts": "gap: string", "tokens.xml": "2dp", "tokens.tokens.json": `"value": 2`, "tokens.nested.json": `"2px"`,
		"tokens.tailwind.css": "@theme", "tokens.kt": "2.dp", "tokens.swift": "2", "tokens.dart": "2", "tokens.xaml": "2", "tokens.cs": "2px", "tokens.java": "2px", "tokens.php": "2px", "tokens.md": "2px",
	} {
		res := s.get(t, "/v1/sites/demo/"+path)
		if res.status != http.StatusOK || !strings.Contains(res.body, want) || res.header.Get("Etag") == "" || !strings.Contains(res.header.Get("Cache-Control"), "public") ||
			res.header.Get("Surrogate-Key") != "site:demo tokens:demo ds:demo-ds@1.2.3" {
			t.Errorf("%s: %d %v %s", path, res.status, res.header, res.body)
		}
	}
	if res := s.get(t, "/v1/sites/demo/tokens.tokens.json"); res.header.Get("Content-Type") != "application/design-tokens+json" {
		t.Errorf("DTCG is %s", res.header.Get("Content-Type"))
	}
	for path, want := range map[string]int{"tokens.scss?theme=blue": 400, "tokens.css?theme=" + strings.Repeat("x", 200): 400, "tokens.exe": 404, "tokens.": 404} {
		if res := s.get(t, "/v1/sites/demo/"+path); res.status != want {
			t.Errorf("%s: %d %s", path, res.status, res.body)
		}
	}
}

// TestPackageRequests: what package managers ask, and what somebody asks who looks for a way out of a package.
func TestPackageRequests(t *testing.T) {
	app, _, _ := follow(t, withPackage(demo()))
	s := listen(t, app)
	const tarball = "/npm/@demo/tokens/-/tokens-1.2.3.tgz"
	res := s.get(t, tarball, "Accept-Encoding", "br, gzip", "Range", "bytes=0-3")
	if res.status != http.StatusOK || res.header.Get("Content-Encoding") != "" || !strings.Contains(res.header.Get("Cache-Control"), "immutable") || res.header.Get("Accept-Ranges") != "none" {
		t.Errorf("%d %v", res.status, res.header)
	}
	if again := s.get(t, tarball, "If-None-Match", res.header.Get("Etag")); again.status != http.StatusNotModified || again.body != "" {
		t.Errorf("%d %q", again.status, again.body)
	}
	for _, path := range []string{"/npm/@demo/tokens", "/npm/@demo%2ftokens", "/npm/@demo%2Ftokens"} {
		long, short := s.get(t, path), s.get(t, path, "Accept", packages.TypeNPM+"; q=1.0, application/json; q=0.8, */*")
		if long.status != 200 || !strings.Contains(long.body, `"readme"`) || short.header.Get("Content-Type") != packages.TypeNPM || strings.Contains(short.body, `"readme"`) {
			t.Errorf("%s: %d %d %v", path, long.status, short.status, short.header)
		}
		if !strings.Contains(long.header.Get("Vary"), "Accept") || !strings.Contains(long.body, "https://delivery.example"+tarball) {
			t.Errorf("%s: %v %s", path, long.header, long.body)
		}
	}
	for _, path := range []string{
		"/npm/@demo/tokens/9.9.9", "/npm/@other%2ftokens", "/npm/@demo/tokens/-/tokens-9.tgz", "/npm/@demo/tokens/-/../../../etc/passwd", "/npm/@demo/tokens/-/%2e%2e%2fpackage.json",
		"/npm/a%00b", `/npm/a%5cb`, "/npm/" + strings.Repeat("a", 5000), "/npm/@demo%2ftokens%23short/x",
	} {
		if res := s.get(t, path); res.status != http.StatusNotFound || !strings.HasPrefix(res.body, `{"error":`) {
			t.Errorf("%s: %d %s", path, res.status, res.body)
		}
	}
	for _, path := range []string{"/composer/p2/x/y.json", "/maven/../npm/@demo/tokens", "/nuget/v3/flat/x/index.json"} {
		if res := s.get(t, path); res.status != http.StatusNotFound {
			t.Errorf("%s: %d", path, res.status)
		}
	}
}

// TestClosedPackages: where every site is private, all addresses look the same without a key; with one, nothing is kept by caches.
func TestClosedPackages(t *testing.T) {
	log := withPackage(demo())
	for _, key := range []string{"demo", "bare"} {
		log.publish(published.Record{Kind: published.KindSite, Key: key, Deleted: true})
	}
	key := "pds_" + strings.Repeat("k", 43)
	log.publish(keyed(map[string]*time.Time{key: nil}, "hidden"))
	app, _, _ := follow(t, log)
	s := listen(t, app)
	basic := "Basic " + base64.StdEncoding.EncodeToString([]byte("any:"+key))
	for _, path := range []string{"/npm/@demo%2ftokens", "/npm/nothing", "/composer/packages.json", "/maven/x", "/nuget/v3/index.json"} {
		for _, header := range []string{"", "Bearer pds_" + strings.Repeat("x", 43), "Basic !!", "Basic " + base64.StdEncoding.EncodeToString([]byte("no colon"))} {
			if res := s.get(t, path, "Authorization", header); res.status != http.StatusUnauthorized || res.header.Get("Www-Authenticate") == "" {
				t.Errorf("%s with %q: %d %v", path, header, res.status, res.header)
			}
		}
	}
	for _, header := range []string{"Bearer " + key, basic} {
		res := s.get(t, "/npm/@demo/tokens/-/tokens-1.2.3.tgz", "Authorization", header)
		if res.status != http.StatusOK || res.header.Get("Cache-Control") != "private, no-store" || res.header.Get("Surrogate-Key") != "" {
			t.Errorf("%d %v", res.status, res.header)
		}
	}
}

// TestThemesAreKnownBeforeTokensAreCompiled: what the record does not name is refused by it; token files that would not compile show it.
func TestThemesAreKnownBeforeTokensAreCompiled(t *testing.T) {
	l := withPackage(demo())
	l.publish(published.NewRecord(published.KindTokenFiles, "demo-ds@1.2.3", published.TokenFiles{Resolver: "r.resolver.json", Files: map[string]string{"r.resolver.json": "{"}}))
	app, _, _ := follow(t, l)
	s := listen(t, app)
	for path, want := range map[string]int{"tokens.scss?theme=blue": http.StatusBadRequest, "tokens.css?theme=" + strings.Repeat("x", 99): http.StatusBadRequest, "tokens.css?theme=dark": http.StatusUnprocessableEntity} {
		res := s.get(t, "/v1/sites/demo/"+path)
		if res.status != want || want == http.StatusBadRequest && !strings.Contains(res.body, "there are dark, light") {
			t.Errorf("%s: %d %s", path, res.status, res.body)
		}
	}
}

// TestLastModified: lists say when they were last another, and answer 304 to who has them since, as Composer asks; an ETag counts more.
func TestLastModified(t *testing.T) {
	l := withPackage(demo())
	app, _, follower := follow(t, l)
	s := listen(t, app)
	const list, zip = "/composer/p2/demo/tokens.json", "/composer/dist/demo/tokens/1.2.3.zip"
	first := s.get(t, list)
	since := first.header.Get("Last-Modified")
	if res := s.get(t, list, "If-Modified-Since", since); since == "" || res.status != http.StatusNotModified || res.body != "" {
		t.Errorf("%q: %d", since, res.status)
	}
	if res := s.get(t, zip); res.header.Get("Last-Modified") != "Sun, 09 Sep 2001 01:46:40 GMT" {
		t.Errorf("an archive: %v", res.header)
	}
	for _, headers := range [][]string{{"If-Modified-Since", "Sun, 09 Sep 2001 01:46:40 GMT"}, {"If-Modified-Since", "yesterday"}, {"If-Modified-Since", since, "If-None-Match", `"x"`}} {
		if res := s.get(t, list, headers...); res.status != http.StatusOK {
			t.Errorf("%v: %d", headers, res.status)
		}
	}
	changed := time.Date(2027, 1, 2, 3, 4, 5, 0, time.UTC)
	l.publish(published.NewRecord(published.KindPackageTags, "demo-ds", published.PackageTags{
		Tags: map[string]string{"latest": "1.2.3"}, Ends: map[string]published.PackageEnd{"1.2.3": {DeprecatedAt: changed}}, ChangedAt: &changed,
	}))
	if _, err := follower.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	if res := s.get(t, list, "If-Modified-Since", since); res.status != http.StatusOK || res.header.Get("Last-Modified") != "Sat, 02 Jan 2027 03:04:05 GMT" || !strings.Contains(res.body, `"abandoned":true`) {
		t.Errorf("after a change: %d %v %s", res.status, res.header, res.body)
	}
}

// TestUsageIsCounted: each answer counts once, whoever gives it, by version and by who asked; nothing a caller writes becomes a label.
func TestUsageIsCounted(t *testing.T) {
	_, node, _ := follow(t, withPackage(demo()))
	o := delivery.Options{Node: node, Logger: slog.New(slog.DiscardHandler), Metrics: prometheus.NewRegistry(), Front: delivery.NewFront(node, slog.New(slog.DiscardHandler))}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	app := delivery.New(o)
	go func() { _ = app.Listener(o.Front.Over(l)) }()
	t.Cleanup(func() { _ = app.Shutdown() })
	s := &server{l.Addr().String()}
	for path, times := range map[string]int{
		"/v1/sites/demo/bundle?locale=fr&sdk=java/1.4.0": 5, "/v1/sites/demo/fragments/header?locale=fr&sdk=php": 4, "/v1/sites/demo/fragments?locale=fr": 3, "/i/demo/header/fr": 2,
		"/v1/sites/demo/tokens.css?sdk=evil%22%7D%0A": 2, "/v1/sites/nobody/bundle?sdk=java/1.4.0": 2, "/npm/@demo/tokens/-/tokens-1.2.3.tgz": 3, "/npm/@demo/tokens": 2,
		"/composer/dist/demo/tokens/1.2.3.zip": 1,
	} {
		for range times {
			s.get(t, path)
		}
	}
	var got []string
	for line := range strings.Lines(s.get(t, "/metrics").body) {
		if rest, ok := strings.CutPrefix(line, "portico_delivery_design_system_answers_total"); ok {
			got = append(got, strings.TrimSpace(rest))
		}
	}
	want := []string{
		`{client="assembler",version="1.2.3"} 2`, `{client="composer",version="1.2.3"} 1`, `{client="direct",version="1.2.3"} 3`, `{client="java",version="1.2.3"} 5`, `{client="npm",version="1.2.3"} 3`,
		`{client="other",version="1.2.3"} 2`, `{client="php",version="1.2.3"} 4`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
