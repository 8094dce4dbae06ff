package delivery_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
	"pgregory.net/rapid"
)

// tree writes down the elements of a piece of HTML, with their attributes' names: what a value must never change.
func tree(t *testing.T, src string) (shape []string, values []string) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(src))
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		switch n.Type {
		case html.ElementNode, html.CommentNode:
			line := n.Data
			for _, a := range n.Attr {
				line += " " + a.Key
				values = append(values, a.Key+"="+a.Val)
			}
			shape = append(shape, line)
		case html.TextNode:
			values = append(values, n.Data)
		}
	}
	return shape, values
}

var hostileTexts = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `' onmouseover='alert(1)`, `</a></nav></header>`, `<!--`, `-->`, `]]>`, `</template>`, `&lt;b&gt;`, `&quot;`, `&#x22;`,
	`{{.}}`, `{% x %}`, `${7*7}`, "`", `\`, `a=b&c`, `<svg onload=alert(1)>`, `<plaintext>`, `é ع 💡`, `javascript:alert(1)`, `<!--#include virtual="/etc/passwd" -->`, `<esi:include src="/x"/>`,
}

// TestG2SlotValuesStayInTheirContext puts hostile texts into every slot that a page fills, and parses what comes out.
func TestG2SlotValuesStayInTheirContext(t *testing.T) {
	s := listen(t, newDemo(t))
	ask := func(part, label, link string) string {
		q := url.Values{
			"locale": {"fr"}, "bc": {label + "|/start?x=" + link, label}, "alt": {"fr|/fr/" + link, "en|https://demo.example/" + link}, "returnTo": {"/back?to=" + link}, "path": {"/offers/" + link},
		}
		res := s.get(t, "/v1/sites/demo/fragments/"+part+"?"+q.Encode())
		if res.status != http.StatusOK {
			t.Fatalf("%s: %d %s", label, res.status, res.body)
		}
		return res.body
	}
	for _, part := range []string{"header", "breadcrumbs", "footer", "head"} {
		want, _ := tree(t, ask(part, "label", "link"))
		for _, text := range hostileTexts {
			got, values := tree(t, ask(part, text, url.QueryEscape(text)))
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s with %s: (-harmless +hostile)\n%s", part, text, diff)
			}
			if part == "breadcrumbs" && !slices.Contains(values, text) {
				t.Errorf("%s: the label is %q", text, values)
			}
			for _, v := range values {
				if name, value, _ := strings.Cut(v, "="); name == "href" && strings.HasPrefix(value, "javascript:") {
					t.Errorf("%s with %s: %s", part, text, v)
				}
			}
		}
	}
}

// TestG2AsJSON: the same values in the JSON of all parts; and no value gets into a header.
func TestG2AsJSON(t *testing.T) {
	s := listen(t, newDemo(t))
	for _, text := range append(hostileTexts, "a\r\nX-Evil: 1", "\u2028", `"}`, "\x00") {
		q := url.Values{"bc": {text + "|/x", text}, "active": {text}, "locale": {text}, "theme": {text}, text: {"x"}, "returnTo": {text}, "alt": {text}}
		for _, path := range []string{"/v1/sites/demo/fragments", "/v1/sites/demo/fragments/header", "/v1/sites/demo/bundle", "/i/demo/header/fr"} {
			res := s.get(t, path+"?"+q.Encode())
			if res.status != http.StatusOK {
				t.Fatalf("%q: %d", text, res.status)
			}
			for name, values := range res.header {
				if all := strings.Join(values, ""); strings.Contains(all, "script") || strings.Contains(all, "vil") || strings.ContainsAny(all, "\r\n\x00") {
					t.Errorf("%q gets into the header %s: %q", text, name, all)
				}
			}
			if strings.HasPrefix(path, "/v1/sites/demo/fragments") && strings.HasSuffix(path, "s") && !json.Valid([]byte(res.body)) {
				t.Errorf("%q: %s", text, res.body)
			}
		}
	}
}

// TestG2AnyValue lets rapid look for a text that nobody thought of.
func TestG2AnyValue(t *testing.T) {
	s := listen(t, newDemo(t))
	harmless := s.get(t, "/v1/sites/demo/fragments/breadcrumbs?bc=x|/x&bc=y").body
	want, _ := tree(t, harmless)
	rapid.Check(t, func(r *rapid.T) {
		label := rapid.StringOf(rapid.SampledFrom([]rune("<>\"'&;=/!-`ab \u200f\u202e\n|%"))).Draw(r, "label")
		label = strings.ReplaceAll(label, "|", "") + "x"
		res := s.get(t, "/v1/sites/demo/fragments/breadcrumbs?bc=x|/x&bc="+url.QueryEscape(label))
		if got, _ := tree(t, res.body); !cmp.Equal(want, got) {
			r.Fatalf("%s", res.body)
		}
	})
}

// TestG3NothingPoisons: what does not belong to a page's question changes neither the body nor the headers of anybody's answer.
func TestG3NothingPoisons(t *testing.T) {
	paths := []string{
		"/v1/sites", "/v1/sites/demo", "/v1/sites/demo/fragments/header?locale=fr&path=/offers", "/v1/sites/demo/fragments?locale=fr", "/v1/sites/demo/bundle?locale=fr", "/v1/sites/demo/menus?locale=fr",
		"/v1/sites/demo/tokens.css", "/i/demo/header/fr", "/a/abc123/portico.css", "/v1/sites/demo/entries/article",
	}
	headers := [][]string{
		{"X-Forwarded-Host", "evil.example"}, {"X-Forwarded-Proto", "http"}, {"X-Forwarded-For", "1.2.3.4"}, {"Forwarded", "host=evil.example"}, {"X-Original-URL", "/evil"}, {"X-Rewrite-URL", "/evil"},
		{"X-HTTP-Method-Override", "POST"}, {"Accept-Language", "ar"}, {"Accept", "text/plain"}, {"Cookie", "session=s3cret; locale=ar"}, {"Authorization", "Bearer s3cret"}, {"Origin", "https://evil.example"},
		{"User-Agent", "<script>"}, {"Portico-SDK", "evil/1\t"}, {"Range", "bytes=0-3"}, {"If-Modified-Since", "Mon, 01 Jan 2035 00:00:00 GMT"}, {"If-None-Match", `"evil"`}, {"Portico-Min-Generation", "1"},
		{"traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}, {"X-Nonce", "abc"}, {"Portico-Site", "hidden"},
	}
	for _, path := range paths {
		s := listen(t, newDemo(t)) // whose caches are empty: the hostile request is the first
		reference := listen(t, newDemo(t))
		want := clean(reference.get(t, path))
		for _, h := range headers {
			if diff := cmp.Diff(want, clean(s.get(t, path, h...)), cmp.AllowUnexported(response{})); diff != "" {
				t.Errorf("%s with %s: (-without +with)\n%s", path, h, diff)
			}
		}
		if strings.Contains(path, "entries") {
			continue // strict: an unknown parameter is an error there
		}
		separator := "?"
		if strings.Contains(path, "?") {
			separator = "&"
		}
		for _, extra := range []string{"utm_source=x", "callback=evil", "x=<script>", "path[]=/offers/solar", "Locale=en", "locale[]=en", "%6cocale%00=en", "__proto__=x", "_method=DELETE", "nonce=abc", "generation=9", "origin=https://evil.example"} {
			got := clean(s.get(t, path+separator+extra))
			got.header.Del("Portico-Warning")
			if diff := cmp.Diff(want, got, cmp.AllowUnexported(response{})); diff != "" {
				t.Errorf("%s with %s: (-without +with)\n%s", path, extra, diff)
			}
		}
		if diff := cmp.Diff(want, clean(s.get(t, path)), cmp.AllowUnexported(response{})); diff != "" {
			t.Errorf("%s: afterwards (-before +after)\n%s", path, diff)
		}
	}
	s := listen(t, newDemo(t))
	if res := s.raw(t, "GET http://evil.example/v1/sites/demo/bundle HTTP/1.1\r\nHost: evil.example\r\n\r\n"); strings.Contains(res.body, "evil") || res.status != http.StatusOK {
		t.Errorf("the host of a request gets into a body: %d", res.status)
	}
}

// clean takes out what belongs to the moment.
func clean(r response) response {
	for _, name := range []string{"Date", "Server-Timing"} {
		r.header.Del(name)
	}
	return r
}

// TestG3SpellingsOfAPath: other spellings are other addresses: they find nothing, and change nothing.
func TestG3SpellingsOfAPath(t *testing.T) {
	s := listen(t, newDemo(t))
	for _, path := range []string{
		"/v1/sites/DEMO/bundle", "/V1/sites/demo/bundle", "/v1/Sites/demo/bundle", "/v1/sites/demo/BUNDLE", "/v1/sites/demo/bundle/", "//v1/sites/demo/bundle", "/v1//sites/demo/bundle",
		"/v1/sites/%64emo/bundle", "/v1/sites/demo/%62undle", "/v1/sites/demo%2Fbundle", "/v1/sites/demo/./bundle", "/v1/sites/x/../demo/bundle", "/v1/sites/demo/bundle;x", "/v1/sites/demo%00/bundle",
	} {
		if res := s.raw(t, "GET "+path+" HTTP/1.1\r\nHost: x\r\n\r\n"); res.status != http.StatusNotFound || res.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d", path, res.status)
		}
	}
	if res := s.get(t, "/v1/sites/demo/bundle"); res.status != http.StatusOK {
		t.Errorf("%d", res.status)
	}
}

// TestG3MemoryIsNotShared: fiber uses a request's memory again. What one request sent must not turn up in what another gets, even
// where it was kept as a key of a cache.
func TestG3MemoryIsNotShared(t *testing.T) {
	s := listen(t, newDemo(t))
	want := map[string]string{}
	paths := []string{
		"/v1/sites/demo/fragments/breadcrumbs?bc=first|/x&bc=one", "/v1/sites/demo/fragments/breadcrumbs?bc=secnd|/x&bc=two", "/v1/sites/demo/fragments/header?returnTo=/aaaaaaaaaa",
		"/v1/sites/demo/fragments/header?returnTo=/bbbbbbbbbb", "/v1/sites/demo/fragments/header?alt=en|/1&alt=fr|/2", "/v1/sites/demo/fragments/header?alt=en|/3&alt=fr|/4", "/v1/sites/demo/menus/main", "/v1/sites/demo/menus/empty",
		"/v1/sites/demo/entries/article/one", "/v1/sites/demo/entries/article/two", "/i/demo/header/fr/solar", "/i/demo/header/en/offers", "/i/demo/missing/fr", "/v1/sites/demo/tokens.css",
	}
	for round := range 4 {
		for i := range paths {
			path := paths[(i*5+round*3)%len(paths)]
			body := s.get(t, path).body
			if before, ok := want[path]; ok && before != body {
				t.Errorf("%s: %s, before %s", path, body, before)
			}
			want[path] = body
		}
	}
	if !strings.Contains(want[paths[0]], "first") || !strings.Contains(want[paths[1]], "secnd") {
		t.Error(want[paths[0]], want[paths[1]])
	}
}

// TestG5NothingOfAVisitor: a response that caches share has no nonce and nobody's name, whoever asks.
func TestG5NothingOfAVisitor(t *testing.T) {
	s := listen(t, newDemo(t))
	visitor := []string{"Cookie", "session=s3cret", "Authorization", "Bearer s3cret", "X-User", "s3cret", "X-Nonce", "s3cret", "X-Forwarded-User", "s3cret"}
	for _, path := range append([]string{"/v1/sites/demo/fragments/scripts", "/i/demo/scripts/fr", "/v1/sites/demo/fragments?nonce=s3cret"}, cachedPaths...) {
		res := s.get(t, path, visitor...)
		all := res.body
		for _, values := range res.header {
			all += strings.Join(values, " ")
		}
		if res.status != http.StatusOK || strings.Contains(all, "s3cret") || res.header.Get("Set-Cookie") != "" {
			t.Errorf("%s: %d %s", path, res.status, all)
		}
	}
	if res := s.get(t, "/v1/sites/demo/fragments/scripts"); res.body != `<script src="https://delivery.example/a/abc123/portico.js" nonce=""></script>` {
		t.Errorf("a finished fragment is shared, so its nonce is empty: %s", res.body)
	}
	if res := s.get(t, "/v1/sites/demo/bundle"); !strings.Contains(res.body, `{"slot":"nonce"}`) {
		t.Error("the bundle leaves the nonce to the page")
	}
}
