package adminui

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/andybalholm/brotli"
	"github.com/gofiber/fiber/v2"
	"github.com/google/go-cmp/cmp"
)

const script = "console.log('a script that is long enough to be worth compressing, to be worth compressing, to be worth compressing')"

func newApp(t *testing.T, files fstest.MapFS) *fiber.App {
	t.Helper()
	u, err := New(Options{
		Files: files, DeliveryURL: "https://www.example.com/", Version: "7.8.9-test",
		Language: func(c *fiber.Ctx) string { return c.Get("X-Language", "en") },
		SignedIn: func(c *fiber.Ctx) bool { return c.Get("X-Session") != "" },
		Without:  func(c *fiber.Ctx) error { return c.SendString("without") },
	})
	if err != nil {
		t.Fatal(err)
	}
	app := fiber.New()
	u.Register(app)
	app.Get("/api/v1/sites", func(c *fiber.Ctx) error { return c.SendString("sites") })
	app.Use(u.Page)
	return app
}

func bundled() fstest.MapFS {
	return fstest.MapFS{
		"manifest.json":       {Data: []byte(`{"entry":"assets/main-A.js","styles":["assets/main-B.css"],"preload":["assets/chunk-C.js"]}`)},
		"assets/main-A.js":    {Data: []byte(script)},
		"assets/main-B.css":   {Data: []byte("a{}")},
		"secret/elsewhere.js": {Data: []byte("not served")},
	}
}

func get(t *testing.T, app *fiber.App, path string, header map[string]string) (int, http.Header, string) {
	t.Helper()
	req := httptest.NewRequest(http.MethodGet, path, nil)
	req.Header.Set("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
	for k, v := range header {
		req.Header.Set(k, v)
	}
	res, err := app.Test(req, 5000)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, res.Header, string(b)
}

var nonceForm = regexp.MustCompile(`script-src 'nonce-([A-Z2-7]{26})' 'strict-dynamic'; style-src 'self' 'nonce-([A-Z2-7]{26})'`)

// TestPage: each page has a nonce of its own, which its scripts carry and nothing else; nothing inline is allowed.
func TestPage(t *testing.T) {
	app := newApp(t, bundled())
	seen := map[string]bool{}
	for range 3 {
		status, header, body := get(t, app, "/content/some-entry", map[string]string{"X-Language": "fr"})
		policy := header.Get("Content-Security-Policy")
		found := nonceForm.FindStringSubmatch(policy)
		if status != http.StatusOK || found == nil || found[1] != found[2] || strings.Contains(policy, "unsafe") {
			t.Fatalf("%d %s", status, policy)
		}
		if seen[found[1]] {
			t.Error("a nonce was used twice")
		}
		seen[found[1]] = true
		for _, want := range []string{
			`<html lang="fr"`, `src="/ui/assets/main-A.js" nonce="` + found[1] + `"`, `href="/ui/assets/main-B.css"`,
			`rel="modulepreload" href="/ui/assets/chunk-C.js"`, `data-signed-in="false"`, `data-version=""`,
		} {
			if !strings.Contains(body, want) {
				t.Errorf("the page lacks %s", want)
			}
		}
		for _, want := range []string{"require-trusted-types-for 'script'", "frame-ancestors 'none'", "frame-src 'self' https://www.example.com;", "default-src 'none'"} {
			if !strings.Contains(policy, want) {
				t.Errorf("the policy lacks %s", want)
			}
		}
	}
	if _, _, body := get(t, app, "/", map[string]string{"X-Session": "yes"}); !strings.Contains(body, `data-version="7.8.9-test"`) {
		t.Error("who is signed in is not told the version")
	}
}

// TestAddresses: what a browser goes to is the page; what scripts ask, and what other routes answer, is not.
func TestAddresses(t *testing.T) {
	app := newApp(t, bundled())
	for path, want := range map[string]int{
		"/": 200, "/menus/shared/main": 200, "/nothing": 200, "/api/v1/sites": 200, "/api/v1/nothing": 404, "/API/v1/nothing": 404, "/api": 404,
		"/pages/nothing": 404, "/ui/nothing": 404, "/favicon.ico": 404, "/x.php": 404,
	} {
		if status, _, _ := get(t, app, path, nil); status != want {
			t.Errorf("%s: %d, want %d", path, status, want)
		}
	}
	if status, _, _ := get(t, app, "/nothing", map[string]string{"Accept": "application/json"}); status != http.StatusNotFound {
		t.Errorf("a script's question got %d", status)
	}
	req := httptest.NewRequest(http.MethodPost, "/menus", nil)
	res, err := app.Test(req)
	if err != nil {
		t.Fatal(err)
	}
	if res.Body.Close(); res.StatusCode != http.StatusNotFound {
		t.Errorf("POST got %d", res.StatusCode)
	}
}

// TestFiles: files stay for a year, come compressed as the browser likes, and nothing outside assets is served.
func TestFiles(t *testing.T) {
	app := newApp(t, bundled())
	for coding, read := range map[string]func(io.Reader) (io.Reader, error){
		"br":   func(r io.Reader) (io.Reader, error) { return brotli.NewReader(r), nil },
		"gzip": func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) },
		"":     func(r io.Reader) (io.Reader, error) { return r, nil },
	} {
		_, header, body := get(t, app, "/ui/assets/main-A.js", map[string]string{"Accept-Encoding": coding})
		r, err := read(strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(r)
		if err != nil || string(got) != script || header.Get("Content-Encoding") != coding {
			t.Errorf("%q: %v %q as %q", coding, err, got, header.Get("Content-Encoding"))
		}
		want := []string{"public, max-age=31536000, immutable", "text/javascript; charset=utf-8", "Accept-Encoding"}
		if diff := cmp.Diff(want, []string{header.Get("Cache-Control"), header.Get("Content-Type"), header.Get("Vary")}); diff != "" {
			t.Errorf("headers (-want +got):\n%s", diff)
		}
	}
	for _, path := range []string{"/ui/assets/..%2fmanifest.json", "/ui/assets/..%2fsecret%2felsewhere.js", "/ui/assets/none.js", "/ui/assets/%00"} {
		if status, _, body := get(t, app, path, nil); status != http.StatusNotFound {
			t.Errorf("%s: %d %s", path, status, body)
		}
	}
}

// TestWithout: a binary without the UI says so wherever a browser comes; a broken manifest is an error at the start.
func TestWithout(t *testing.T) {
	app := newApp(t, fstest.MapFS{})
	if status, _, body := get(t, app, "/menus", nil); status != http.StatusOK || body != "without" {
		t.Errorf("%d %s", status, body)
	}
	if _, err := New(Options{Files: fstest.MapFS{"manifest.json": {Data: []byte("{")}}}); err == nil {
		t.Error("a broken manifest was taken")
	}
}
