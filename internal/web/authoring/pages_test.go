package authoring

import (
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"
	"github.com/google/go-cmp/cmp"
)

func pagesApp() *fiber.App {
	return New(Options{Logger: slog.New(slog.DiscardHandler), URL: "http://localhost:8081", DeliveryURL: "http://localhost:8080", Version: "7.8.9-test"})
}

func getPage(t *testing.T, app *fiber.App, path string, header map[string]string) (status int, got http.Header, body string) {
	t.Helper()
	req := httptest.NewRequest(http.MethodGet, path, nil)
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

func TestPages(t *testing.T) {
	app := pagesApp()
	for name, tt := range map[string]struct {
		path, accept, cookie string
		want                 []string
	}{
		"without the admin UI":         {"/", "", "", []string{`<html lang="en">`, "built without the admin UI"}},
		"the same in French":           {"/", "fr-CH, fr;q=0.9, en;q=0.8", "", []string{`<html lang="fr">`, "sans l’interface"}},
		"a language that is not there": {"/setup", "de", "", []string{`<html lang="en">`}},
		"the choice of the reader":     {"/setup", "fr", "portico_language=en", []string{`<html lang="en">`}},
		"a hostile choice":             {"/setup", "fr", `portico_language="><script>`, []string{`<html lang="fr">`}},
		"a hostile preference":         {"/setup", `"><script>alert(1)</script>`, "", []string{`<html lang="en">`}},
		"set-up":                       {"/setup", "fr", "", []string{`<html lang="fr">`, "Créer le premier compte", `autocomplete="new-password"`, "De 8 à 200"}},
	} {
		t.Run(name, func(t *testing.T) {
			status, header, body := getPage(t, app, tt.path, map[string]string{"Accept-Language": tt.accept, "Cookie": tt.cookie})
			got := map[string]string{}
			want := map[string]string{
				"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": pagePolicy, "Cross-Origin-Opener-Policy": "same-origin",
				"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store",
			}
			for k := range want {
				got[k] = header.Get(k)
			}
			if diff := cmp.Diff(want, got); diff != "" || status != http.StatusOK {
				t.Errorf("status %d, headers (-want +got):\n%s", status, diff)
			}
			for _, w := range tt.want {
				if !strings.Contains(body, w) {
					t.Errorf("the page lacks %q", w)
				}
			}
			if inline := inlinePattern.FindString(body); inline != "" {
				t.Errorf("the policy forbids what is inline: %q", inline)
			}
			if strings.Contains(body, "7.8.9-test") {
				t.Error("who is not signed in is told the version") // SECURITY L4
			}
		})
	}
}

// inlinePattern finds scripts and styles that stand in the page itself.
var inlinePattern = regexp.MustCompile(`<script(?:>|[^>]*[^"]>)[^<]|<style|\sstyle=|\son[a-z]+=|javascript:|<script>`)

func TestPageFiles(t *testing.T) {
	app := pagesApp()
	for path, want := range map[string]struct {
		status int
		media  string
	}{
		"/pages/pages.css":     {http.StatusOK, "text/css; charset=utf-8"},
		"/pages/pages.js":      {http.StatusOK, "text/javascript; charset=utf-8"},
		"/pages/texts.js":      {http.StatusOK, "text/javascript; charset=utf-8"},
		"/pages/favicon.svg":   {http.StatusOK, "image/svg+xml"},
		"/pages/texts.json":    {http.StatusNotFound, "application/problem+json"},
		"/pages/none.html":     {http.StatusNotFound, "application/problem+json"},
		"/pages/..%2fpages.js": {http.StatusNotFound, "application/problem+json"},
		"/pages/nothing.css":   {http.StatusNotFound, "application/problem+json"},
		"/pages/%00.css":       {http.StatusNotFound, "application/problem+json"},
	} {
		status, header, _ := getPage(t, app, path, nil)
		if got := header.Get("Content-Type"); status != want.status || got != want.media {
			t.Errorf("%s: %d %s, want %d %s", path, status, got, want.status, want.media)
		}
	}
}

// usedKey finds the keys of texts that templates and the script name.
var usedKey = regexp.MustCompile(`data-(?:t|t-label|missing|bad|title)="(\w+)"|\.T\.(\w+)|(?:\bt: |say\([^,]+, |alertIn\([^,]+, |\d+: )"(\w+)"`)

func TestPageTexts(t *testing.T) {
	keys := slices.Sorted(maps.Keys(pageTexts["en"]))
	if len(pageTexts) != 2 || len(keys) == 0 {
		t.Fatalf("%d languages, %d keys", len(pageTexts), len(keys))
	}
	if diff := cmp.Diff(keys, slices.Sorted(maps.Keys(pageTexts["fr"]))); diff != "" {
		t.Errorf("the languages differ in their keys (-en +fr):\n%s", diff)
	}
	for tag, texts := range pageTexts {
		for key, text := range texts {
			if strings.TrimSpace(text) == "" {
				t.Errorf("%s: %s is empty", tag, key)
			}
		}
	}
	for _, name := range []string{"layout.html", "none.html", "setup.html", "password.html", "pages.js"} {
		src, err := pageFiles.ReadFile("pages/" + name)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range usedKey.FindAllStringSubmatch(string(src), -1) {
			key := found[1] + found[2] + found[3]
			known := func(k string) bool { return k == key || strings.HasSuffix(key, "_") && strings.HasPrefix(k, key) }
			if !slices.ContainsFunc(keys, known) {
				t.Errorf("%s: there is no text %q", name, key)
			}
		}
	}
}
