package delivery_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/gofiber/fiber/v2"
	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"github.com/portico-cms/portico/internal/web/problem"
)

// server is a delivery application on a loopback port.
type server struct{ address string }

func listen(t testing.TB, app *fiber.App) *server {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = app.Listener(l) }()
	t.Cleanup(func() { _ = app.Shutdown() })
	return &server{l.Addr().String()}
}

// response is one that was read to its end.
type response struct {
	status int
	header http.Header
	body   string
}

var plainClient = &http.Client{Transport: &http.Transport{DisableCompression: true}}

// do asks, with headers as name, value, name, value.
func (s *server) do(t testing.TB, method, path string, headers ...string) response {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, "http://"+s.address+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		req.Header.Add(headers[i], headers[i+1])
	}
	res, err := plainClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response{res.StatusCode, res.Header, string(body)}
}

func (s *server) get(t testing.TB, path string, headers ...string) response {
	t.Helper()
	return s.do(t, http.MethodGet, path, headers...)
}

// raw writes bytes on a connection of their own, and reads the response.
func (s *server) raw(t testing.TB, request string) response {
	t.Helper()
	conn, err := net.Dial("tcp", s.address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	go func() { _, _ = conn.Write([]byte(request)) }() // the server may answer before it has read all
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, _ := io.ReadAll(res.Body)
	return response{res.StatusCode, res.Header, string(body)}
}

// Short words for the values of Cache-Control.
var cacheWords = map[string]string{
	"public, max-age=30, stale-while-revalidate=600, stale-if-error=604800": "public",
	"public, max-age=31536000, immutable":                                   "immutable",
	"public, max-age=1":                                                     "second",
	"no-store":                                                              "no-store",
}

const (
	htmlType  = "text/html; charset=utf-8"
	jsonType  = "application/json; charset=utf-8"
	plainJSON = "application/json"
	cssType   = "text/css; charset=utf-8"
	demoKey   = "site:demo locale:fr bundle:demo/fr menu:empty menu:main gen:1"
	preload   = `<https://delivery.example/a/abc123/portico.css>; rel=preload; as=style; integrity="sha384-x"; crossorigin`
)

// TestContract is CONTRACT.md's table of headers, for every endpoint.
func TestContract(t *testing.T) {
	s := listen(t, newDemo(t))
	type row struct {
		path, contentType, cache, surrogate, robots, link, status string
		code                                                      int
		warns                                                     string
	}
	html := func(path string) row {
		return row{path: path, code: 200, contentType: htmlType, cache: "public", surrogate: demoKey, robots: "noindex", link: preload, status: "fresh"}
	}
	data := func(path, surrogate string) row {
		return row{path: path, code: 200, contentType: jsonType, cache: "public", surrogate: surrogate, status: "fresh"}
	}
	fallback := func(path string) row {
		return row{path: path, code: 200, contentType: htmlType, cache: "no-store", robots: "noindex", status: "fallback"}
	}
	refused := func(path string, code int) row {
		return row{path: path, code: code, contentType: problem.ContentType, cache: "no-store"}
	}
	warned := func(r row, warning string) row { r.warns = warning; return r }
	english := html("/v1/sites/demo/fragments/header?locale=en")
	english.surrogate = "site:demo locale:en bundle:demo/en menu:empty menu:main gen:1"
	for _, want := range []row{
		data("/v1/sites", "sites gen:1"),
		data("/v1/sites/demo", "site:demo gen:1"),
		data("/v1/sites/demo/bundle", demoKey),
		data("/v1/sites/demo/bundle?locale=fr&sdk=java/1.2.0", demoKey),
		data("/v1/sites/demo/fragments?locale=fr&path=/offers", demoKey),
		html("/v1/sites/demo/fragments/header?locale=fr&path=/offers"),
		html("/v1/sites/demo/fragments/footer"),
		html("/v1/sites/demo/fragments/head?layout=full&audience=anonymous&channel=stable&theme=auto"),
		english,
		warned(html("/v1/sites/demo/fragments/header?locale=xx"), "locale: this site has it not; the default is served"),
		warned(html("/v1/sites/demo/fragments/header?theme=dim&layout=wide&x"), "x: there is no such parameter; layout: it is full, simple or none; full is served; theme: it is light, dark or auto"),
		warned(html("/v1/sites/demo/fragments/header?%22%0d%0aX:=1"), "a parameter was ignored: there is no such"),
		warned(data("/v1/sites/demo/bundle?theme=dim&active=nobody", demoKey), "theme: it is light, dark or auto; active: no such menu item"),
		warned(data("/v1/sites/demo/menus/main?layout=wide", demoKey), "layout: it is full, simple or none; full is served"),
		data("/v1/sites/demo/menus", demoKey),
		data("/v1/sites/demo/menus/main?locale=fr", demoKey),
		data("/v1/sites/demo/entries/article", "site:demo type:article gen:1"),
		data("/v1/sites/demo/entries/article/one", "site:demo type:article entry:shared-one gen:1"),
		{path: "/v1/sites/demo/tokens.css", code: 200, contentType: cssType, cache: "public", surrogate: "site:demo tokens:demo ds:demo-ds@1.2.3", status: "fresh"},
		data("/v1/sites/demo/tokens.json", "site:demo tokens:demo ds:demo-ds@1.2.3"),
		html("/i/demo/header/fr"),
		html("/i/demo/header/fr/"),
		html("/i/demo/header/fr/solar"),
		warned(html("/i/demo/header/fr/nobody"), "active: no such menu item"),
		warned(html("/i/demo/header/xx"), "locale: this site has it not; the default is served"),
		fallback("/i/nobody/header/fr"),
		fallback("/i/demo/nothing/fr"),
		fallback("/i/hidden/header/fr"),
		{path: "/a/abc123/portico.css", code: 200, contentType: cssType, cache: "immutable"},
		{path: "/healthz", code: 200, contentType: plainJSON, cache: "no-store"},
		{path: "/readyz", code: 200, contentType: plainJSON, cache: "no-store"},
		{path: "/v1/sites/demo/generation", code: 200, contentType: jsonType, cache: "second", status: "fresh"},

		refused("/v1/sites/nobody", 404), refused("/v1/sites/nobody/bundle", 404), refused("/v1/sites/nobody/fragments", 404),
		refused("/v1/sites/nobody/fragments/header", 404), refused("/v1/sites/nobody/menus", 404), refused("/v1/sites/nobody/tokens.css", 404),
		refused("/v1/sites/nobody/entries/article", 404), refused("/v1/sites/nobody/generation", 404),
		refused("/v1/sites/demo/fragments/nothing", 404), refused("/v1/sites/demo/menus/nothing", 404), refused("/v1/sites/demo/entries/nothing", 404),
		refused("/v1/sites/demo/entries/article/nothing", 404), refused("/a/abc123/other.css", 404), refused("/a/000/portico.css", 404),
		refused("/v1/sites/demo/", 404), refused("/v1/sites/", 404), refused("/V1/sites", 404), refused("/v1/sites/Demo", 404), refused("/v1/sites/dem%6f", 404),
		refused("/", 404), refused("/showcase", 404), refused("/v2/sites", 404), refused("/v1/sites/demo/../demo", 404),
		refused("/v1/sites/demo/entries/article?x=1", 400), refused("/v1/sites/demo/entries/article?view=draft", 403),
	} {
		res := s.get(t, want.path)
		h := res.header
		got := row{want.path, h.Get("Content-Type"), cacheWords[h.Get("Cache-Control")], h.Get("Surrogate-Key"), h.Get("X-Robots-Tag"), h.Get("Link"), h.Get("Portico-Status"), res.status, h.Get("Portico-Warning")}
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(row{})); diff != "" {
			t.Errorf("%s: (-want +got)\n%s%s", want.path, diff, res.body)
		}
		if h.Get("X-Content-Type-Options") != "nosniff" && want.contentType != plainJSON {
			t.Errorf("%s: a browser may sniff", want.path)
		}
		cached := want.cache == "public" || want.cache == "immutable" || want.cache == "second"
		if cached != (h.Get("Vary") == "Accept-Encoding") && want.status != "fallback" || cached == (h.Get("Etag") == "") {
			t.Errorf("%s: vary %q, etag %q", want.path, h.Get("Vary"), h.Get("Etag"))
		}
		if generation := h.Get("Portico-Generation"); (want.status != "") != (generation == "1") {
			t.Errorf("%s: generation %q", want.path, generation)
		}
		for _, never := range []string{"Set-Cookie", "Server", "X-Powered-By"} {
			if v := h.Get(never); v != "" {
				t.Errorf("%s: %s: %s", want.path, never, v)
			}
		}
	}
}

// cachedPaths are answers with a body worth compressing, of every kind.
var cachedPaths = []string{
	"/v1/sites", "/v1/sites/demo", "/v1/sites/demo/bundle", "/v1/sites/demo/fragments", "/v1/sites/demo/fragments/header?locale=fr", "/v1/sites/demo/menus",
	"/v1/sites/demo/entries/article", "/v1/sites/demo/entries/article/one", "/v1/sites/demo/tokens.css", "/v1/sites/demo/tokens.json", "/i/demo/header/fr", "/a/abc123/portico.css",
}

func TestEncodingsAndNotModified(t *testing.T) {
	s := listen(t, newDemo(t))
	open := map[string]func(io.Reader) (io.Reader, error){
		"":     func(r io.Reader) (io.Reader, error) { return r, nil },
		"br":   func(r io.Reader) (io.Reader, error) { return brotli.NewReader(r), nil },
		"gzip": func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) },
		"zstd": func(r io.Reader) (io.Reader, error) { return zstd.NewReader(r) },
	}
	for _, path := range cachedPaths {
		plain := s.get(t, path)
		for encoding := range open {
			res := s.get(t, path, "Accept-Encoding", encoding)
			got := res.header.Get("Content-Encoding")
			if got != encoding && (got != "" || len(plain.body) > 600) {
				t.Errorf("%s: asked for %q, got %q", path, encoding, got)
				continue
			}
			if got != "" && len(res.body) >= len(plain.body) {
				t.Errorf("%s: %q makes it longer", path, got)
			}
			r, err := open[got](strings.NewReader(res.body))
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(r)
			if err != nil || string(body) != plain.body {
				t.Errorf("%s in %q: %d bytes, want %d: %v", path, got, len(body), len(plain.body), err)
			}
			for name, tag := range map[string]string{"its own": res.header.Get("Etag"), "identity's": plain.header.Get("Etag"), "weak": "W/" + res.header.Get("Etag"), "a list": `"x", ` + res.header.Get("Etag"), "any": "*"} {
				for _, method := range []string{http.MethodGet, http.MethodHead} {
					not := s.do(t, method, path, "Accept-Encoding", encoding, "If-None-Match", tag)
					if not.status != http.StatusNotModified || not.body != "" || not.header.Get("Content-Length") != "" || not.header.Get("Content-Type") != "" {
						t.Errorf("%s %s in %q with the tag %s: %d %q %v", method, path, encoding, name, not.status, not.body, not.header)
					}
					for _, same := range []string{"Etag", "Cache-Control", "Vary", "Surrogate-Key", "Portico-Generation"} { // RFC 9110, 15.4.5
						if not.header.Get(same) != res.header.Get(same) {
							t.Errorf("%s: %s is %q with 304, %q with 200", path, same, not.header.Get(same), res.header.Get(same))
						}
					}
				}
			}
			if again := s.get(t, path, "Accept-Encoding", encoding, "If-None-Match", `"other"`); again.status != http.StatusOK || again.body != res.body {
				t.Errorf("%s: another tag gives %d", path, again.status)
			}
		}
	}
}

func TestHead(t *testing.T) {
	s := listen(t, newDemo(t))
	for _, path := range append([]string{"/healthz", "/readyz", "/i/nobody/header/fr", "/v1/sites/nobody"}, cachedPaths...) {
		get, head := s.get(t, path), s.do(t, http.MethodHead, path)
		if head.status != get.status || head.body != "" {
			t.Errorf("%s: %d with %d bytes", path, head.status, len(head.body))
		}
		for _, h := range []http.Header{get.header, head.header} {
			h.Del("Date")
			h.Del("Server-Timing")
		}
		if diff := cmp.Diff(get.header, head.header); diff != "" {
			t.Errorf("%s: (-GET +HEAD)\n%s", path, diff)
		}
	}
}

func TestOtherMethods(t *testing.T) {
	s := listen(t, newDemo(t))
	for _, path := range []string{"/v1/sites", "/v1/sites/demo/fragments/header", "/v1/sites/demo/entries/article", "/healthz", "/a/abc123/portico.css"} {
		for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodTrace, "QUERY", "get", "PROPFIND"} {
			res := s.do(t, method, path)
			if res.status != http.StatusMethodNotAllowed || res.header.Get("Content-Type") != problem.ContentType || !strings.Contains(res.header.Get("Allow"), http.MethodGet) {
				t.Errorf("%s %s: %d %v", method, path, res.status, res.header)
			}
		}
	}
}

// TestNotFoundNamesTheParameter: a developer is told what is wrong with the address, and nothing about private sites.
func TestNotFoundNamesTheParameter(t *testing.T) {
	s := listen(t, newDemo(t))
	for path, want := range map[string]problem.Item{
		"/v1/sites/nobody/bundle":             {Parameter: "site", Code: "unknown_site", Message: "no such site"},
		"/v1/sites/demo/fragments/nothing":    {Parameter: "part", Code: "unknown_part", Message: "no such part"},
		"/v1/sites/demo/menus/nothing":        {Parameter: "menu", Code: "unknown_menu", Message: "this site has no such menu"},
		"/v1/sites/demo/entries/nothing":      {Parameter: "type", Code: "unknown_type", Message: "no such content type"},
		"/v1/sites/demo/entries/article/none": {Parameter: "id", Code: "unknown_id", Message: "no entry of this type has this id or slug here"},
		"/v1/sites/bare/tokens.css":           {Parameter: "brand", Code: "unknown_brand", Message: "this site's brand has no tokens"},
		"/v1/sites/bare/fragments/header":     {Parameter: "site", Code: "unknown_site", Message: "no such site"}, // it has no bundle yet
		"/a/abc123/other.css":                 {Parameter: "file", Code: "unknown_file", Message: "no such file"},
	} {
		var body problem.Body
		if res := s.get(t, path); json.Unmarshal([]byte(res.body), &body) != nil || res.status != 404 {
			t.Errorf("%s: %d %s", path, res.status, res.body)
		}
		if diff := cmp.Diff([]problem.Item{want}, body.Errors); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", path, diff)
		}
	}
}

// TestL3PrivateSitesLookMissing: same status, headers and bytes, wherever one asks.
func TestL3PrivateSitesLookMissing(t *testing.T) {
	s := listen(t, newDemo(t))
	for _, below := range []string{
		"", "/bundle", "/bundle?locale=xx&x=y", "/fragments", "/fragments/header", "/fragments/nothing", "/menus", "/menus/main", "/menus/nothing", "/entries/article", "/entries/article/one",
		"/entries/nothing", "/entries/article?x=1", "/entries/article?view=draft", "/tokens.css", "/tokens.json", "/generation", "/nothing",
	} {
		hidden, missing := s.get(t, "/v1/sites/hidden"+below), s.get(t, "/v1/sites/nobody"+below)
		for _, h := range []http.Header{hidden.header, missing.header} {
			h.Del("Date")
		}
		if diff := cmp.Diff(missing, hidden, cmp.AllowUnexported(response{})); diff != "" || hidden.status != http.StatusNotFound {
			t.Errorf("%s: (-missing +hidden)\n%s", below, diff)
		}
	}
	if a, b := s.get(t, "/i/hidden/header/fr"), s.get(t, "/i/nobody/header/fr"); a.body != b.body {
		t.Errorf("/i: %s, %s", a.body, b.body)
	}
	if list := s.get(t, "/v1/sites"); strings.Contains(list.body, "hidden") || !strings.Contains(list.body, `"demo"`) {
		t.Errorf("%s", list.body)
	}
}

// TestBodies looks into each answer once.
func TestBodies(t *testing.T) {
	s := listen(t, newDemo(t))
	for path, want := range map[string][]string{
		"/v1/sites":                       {`{"data":[{"key":"bare"`, `"key":"demo","name":"Demo","locales":[{"tag":"fr","label":"français","dir":"ltr","chain":["fr","en"]`, `"generation":1}`},
		"/v1/sites/demo":                  {`{"key":"demo",`, `"defaultLocale":"fr"`, `"channel":"stable"`, `"generation":1`},
		"/v1/sites/demo/bundle?locale=en": {`{"generation":1,"site":"demo","locale":"en"`, `{"slot":"current","item":"offers"}`, `"csp":{"style-src":["https://delivery.example"]}`, `https://delivery.example/a/abc123/portico.css`},
		"/v1/sites/demo/fragments":        {`{"generation":1,"site":"demo","locale":"fr"`, `"parts":{"breadcrumbs":"`, `"footer":"<footer>Demo</footer>"`},
		"/v1/sites/demo/fragments/head":   {`<link rel="stylesheet" href="https://delivery.example/a/abc123/portico.css">`},
		"/v1/sites/demo/menus":            {`{"generation":1,"site":"demo","locale":"fr","menus":{"empty":null,"main":[{"id":"offers"`},
		"/v1/sites/demo/menus/main":       {`{"generation":1,"site":"demo","locale":"fr","name":"main","items":[{"id":"offers"`},
		"/v1/sites/demo/menus/empty":      {`"name":"empty","items":[]}`},
		"/v1/sites/demo/tokens.css":       {`:root{--portico-x:1px`},
		"/v1/sites/demo/tokens.json":      {`{"light":{`},
		"/a/abc123/portico.css":           {`a{}`},
		"/healthz":                        {`{"status":"ok"}`},
		"/readyz":                         {`"generation":1`, `"log":"follows"`, `"status":"ready"`},
		"/v1/sites/demo/generation":       {`{"generation":1}`},
		"/v1/sites/demo/fragments/header?locale=fr&path=/offers/solar/roof":   {`data-portico-generation="1"`, `href="/offers" aria-current="true">`, `href="/offers/solar" aria-current="true">`},
		"/v1/sites/demo/fragments/header?locale=fr&path=/offers":              {`href="/offers" aria-current="page">`, `href="/offers/solar">`, `<b>français</b>`, `<a hreflang="en" href="https://demo.example/en/">English</a>`, `sign-in?returnTo=">`},
		"/i/demo/header/fr/solar":                                             {`href="/offers/solar" aria-current="page">`},
		"/v1/sites/demo/fragments/breadcrumbs?path=/offers/solar":             {`<nav><a href="https://demo.example/offers">Offers</a><b>Solar &lt;b&gt;</b></nav>`},
		"/v1/sites/demo/fragments/breadcrumbs?active=solar&bc=A%26B|/x&bc=Me": {`<nav><a href="https://demo.example/x">A&amp;B</a><b>Me</b></nav>`},
	} {
		res := s.get(t, path)
		for _, text := range want {
			if !strings.Contains(res.body, text) {
				t.Errorf("%s lacks %s:\n%.600s", path, text, res.body)
			}
		}
		if strings.HasPrefix(res.header.Get("Content-Type"), "application/json") && !json.Valid([]byte(res.body)) {
			t.Errorf("%s: no JSON", path)
		}
	}
	if list := s.get(t, "/v1/sites").body; bytes.Contains([]byte(list), []byte("hosts")) {
		t.Errorf("the list tells more than public facts: %s", list)
	}
}
