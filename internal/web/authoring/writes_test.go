package authoring_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/store/storetest"
)

const (
	item    = "/api/v1/menus/shared/main/items/about"
	publish = "/api/v1/menus/shared/main/publish"
	siteOne = "/api/v1/sites/one"
)

// TestIfMatch: a write says what it is based on; without it is 428, with another version 412, and nothing changes.
func TestIfMatch(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		admin := s.as(identity.Administrator)
		before := storetest.Dump(t, s.dbURL, s.dir)
		writes := []request{
			{http.MethodPatch, item, `{"label": {"en": "New"}}`, nil}, {http.MethodPatch, siteOne, `{"name": "New"}`, nil}, {http.MethodPost, publish, "", nil},
			{http.MethodPut, "/api/v1/menus/shared/main", `{"items":[]}`, nil}, {http.MethodDelete, "/api/v1/menus/shared/main", "", nil},
			{http.MethodPost, "/api/v1/menus/shared/main/items", `{"item":{"id":"x","label":{"en":"X"},"url":"https://x.example/"}}`, nil},
			{http.MethodDelete, item, "", nil}, {http.MethodPost, item + "/move", `{}`, nil}, {http.MethodPost, "/api/v1/menus/shared/main/revert", "", nil},
			{http.MethodPost, "/api/v1/menus/shared/main/revisions/1/restore", "", nil}, {http.MethodDelete, siteOne, "", nil},
		}
		for _, r := range writes {
			for match, want := range map[string]struct {
				status int
				code   string
			}{
				"": {428, "if_match_needed"}, `"2"`: {412, "stale"}, `"0"`: {412, "stale"}, `"-1"`: {412, "stale"}, `*`: {412, "stale"}, `"x"`: {412, "stale"},
				`"1", "2"`: {412, "stale"}, `"99999999999999999999"`: {412, "stale"}, `W/"2"`: {412, "stale"},
			} {
				r.header = with("Cookie", admin, "If-Match", match)
				if got := s.do(r); got.status != want.status || got.problem(t).Code != want.code {
					t.Errorf("%s %s with If-Match %s: %d %s", r.method, r.path, match, got.status, got.body)
				}
			}
		}
		if diff := cmp.Diff(before, storetest.Dump(t, s.dbURL, s.dir)); diff != "" {
			t.Errorf("something was written: %s", diff)
		}

		read := s.do(request{http.MethodGet, "/api/v1/menus/shared/main", "", with("Cookie", admin)})
		if read.header.Get("ETag") != `"1"` {
			t.Errorf("ETag %q", read.header.Get("ETag"))
		}
		saved := s.do(request{http.MethodPatch, item, `{"label": {"en": "New"}}`, with("Cookie", admin, "If-Match", `W/"1"`)}) // a proxy has weakened it
		if saved.status != http.StatusOK || saved.header.Get("ETag") != `"2"` {
			t.Errorf("%d, ETag %q: %s", saved.status, saved.header.Get("ETag"), saved.body)
		}
		published := s.do(request{http.MethodPost, publish, "", with("Cookie", admin, "If-Match", `"2"`)})
		if published.status != http.StatusOK || published.header.Get("Portico-Generation") != "2" || !strings.Contains(published.body, `"generation":2`) {
			t.Errorf("%d %v %s", published.status, published.header, published.body)
		}
	})
}

// TestGenerationOfAWrite: a write says which publication it made, for who then reads from a delivery node; a read made none.
func TestGenerationOfAWrite(t *testing.T) {
	s := start(t, "", "")
	s.load()
	admin := s.as(identity.Administrator)
	read := s.do(request{http.MethodGet, siteOne, "", with("Cookie", admin)})
	if got, there := read.header["Portico-Generation"]; there {
		t.Errorf("a read answers generation %s", got)
	}
	written := s.do(request{http.MethodPatch, siteOne, `{"name": "New"}`, with("Cookie", admin, "If-Match", read.header.Get("ETag"))})
	if got := written.header.Get("Portico-Generation"); got != "2" {
		t.Errorf("a write answers generation %q", got)
	}
}

// TestMergePatch: what a patch says and does not say, and what it must not.
func TestMergePatch(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		admin := s.as(identity.Administrator)
		before := storetest.Dump(t, s.dbURL, s.dir)
		for name, tt := range map[string]struct {
			path, body, contentType string
			status                  int
			pointer                 string
		}{
			"unknown field":       {siteOne, `{"nome": "x"}`, "", 422, "/nome"},
			"field in capitals":   {siteOne, `{"Name": "x"}`, "", 422, "/Name"},
			"wrong type":          {siteOne, `{"name": 3}`, "", 422, "/name"},
			"wrong type below":    {siteOne, `{"locales": [{"tag": true}]}`, "", 422, "/locales/0/tag"},
			"NUL":                 {siteOne, "{\"owner\": \"\\u0000\"}", "", 422, "/owner"},
			"required":            {siteOne, `{"owner": null}`, "", 422, "/owner"},
			"other key":           {siteOne, `{"key": "x"}`, "", 409, ""},
			"version":             {siteOne, `{"version": 9}`, "", 422, "/version"},
			"no object":           {siteOne, `["name"]`, "", 400, ""},
			"no JSON":             {siteOne, `{"name"`, "", 400, ""},
			"deep":                {siteOne, strings.Repeat(`{"name":`, 20000) + "1" + strings.Repeat("}", 20000), "", 400, ""},
			"invalid UTF-8":       {siteOne, "{\"n\xff\xfe\": 1}", "", 400, ""},
			"nothing":             {siteOne, ``, "application/merge-patch+json", 400, ""},
			"form":                {siteOne, `{"name": "x"}`, "application/x-www-form-urlencoded", 415, ""},
			"text":                {siteOne, `{"name": "x"}`, "text/plain", 415, ""},
			"odd media type":      {siteOne, `{"name": "x"}`, "//", 415, ""},
			"JSON patch":          {siteOne, `[]`, "application/json-patch+json", 415, ""},
			"item: unknown field": {item, `{"colour": "red"}`, "", 422, "/colour"},
			"item: other id":      {item, `{"id": "x"}`, "", 409, ""},
			"item: wrong type":    {item, `{"newWindow": "yes"}`, "", 422, "/newWindow"},
			"item: bad target":    {item, `{"url": "javascript:alert(1)"}`, "", 422, "/items/about"},
		} {
			r := request{http.MethodPatch, tt.path, tt.body, with("Cookie", admin, "If-Match", `"1"`)}
			if tt.contentType != "" {
				r.header["Content-Type"] = tt.contentType
			}
			got := s.do(r)
			p := got.problem(t)
			if got.status != tt.status || tt.pointer != "" && (len(p.Errors) == 0 || p.Errors[0].Pointer != tt.pointer) {
				t.Errorf("%s: %d %s, want %d at %s", name, got.status, got.body, tt.status, tt.pointer)
			}
		}
		if diff := cmp.Diff(before, storetest.Dump(t, s.dbURL, s.dir)); diff != "" {
			t.Errorf("something was written: %s", diff)
		}
		for _, media := range []string{"application/merge-patch+json", "application/merge-patch+json; charset=utf-8", "application/json"} {
			etag := s.do(request{http.MethodGet, siteOne, "", with("Cookie", admin)}).header.Get("ETag")
			got := s.do(request{http.MethodPatch, siteOne, `{"signIn": null, "description": "` + media + `"}`, with("Cookie", admin, "If-Match", etag, "Content-Type", media)})
			if got.status != http.StatusOK || strings.Contains(got.body, "signIn") || !strings.Contains(got.body, media) {
				t.Errorf("%s: %d %s", media, got.status, got.body)
			}
		}
	})
}

// TestTwoEditors: both have read the same; one saves, the other is told, and nobody's text is lost.
func TestTwoEditors(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		admin := s.as(identity.Administrator)
		statuses := make(chan int, 2)
		var wg sync.WaitGroup
		for _, name := range []string{"Mine", "Yours"} {
			wg.Add(1)
			go func() {
				defer wg.Done()
				statuses <- s.do(request{http.MethodPatch, siteOne, `{"name": "` + name + `"}`, with("Cookie", admin, "If-Match", `"1"`)}).status
			}()
		}
		wg.Wait()
		if a, b := <-statuses, <-statuses; min(a, b) != 200 || max(a, b) != 412 {
			t.Errorf("they got %d and %d", a, b)
		}
	})
}

// TestHostileAddresses: whatever stands in an address is a name that is not there, never an error of ours.
func TestHostileAddresses(t *testing.T) {
	onEach(t, func(t *testing.T, s *server) {
		admin := s.as(identity.Administrator)
		for _, name := range []string{
			"none", "..", "%2e%2e", "%00", "\xff\xfe", "%ff", "'", "one'--", "one%27%20OR%201=1", "ONE", "one%2f", "one;a=b", "%0d%0aX:%20y", "{key}", ":key", "__proto__",
			strings.Repeat("x", 3000), "é", "%F0%9F%99%82", "%", "*",
		} {
			for _, path := range []string{"/api/v1/sites/" + name, "/api/v1/menus/" + name + "/main", "/api/v1/menus/shared/" + name, "/pages/" + name} {
				got := s.do(request{http.MethodGet, path, "", with("Cookie", admin)})
				if got.status < 400 || got.status >= 500 || got.header.Get("X") != "" {
					t.Errorf("GET %.80q: %d %.200s", path, got.status, got.body)
				}
				got.problem(t)
			}
			for _, r := range []request{
				{http.MethodPatch, "/api/v1/sites/" + name, `{}`, nil}, {http.MethodPatch, "/api/v1/menus/shared/main/items/" + name, `{}`, nil},
				{http.MethodPost, "/api/v1/menus/" + name + "/main/publish", "", nil},
			} {
				r.header = with("Cookie", admin, "If-Match", `"1"`)
				if got := s.do(r); got.status < 400 || got.status >= 500 {
					t.Errorf("%s %.80q: %d %.200s", r.method, r.path, got.status, got.body)
				}
			}
		}
		one, two := s.do(request{http.MethodGet, "/api/v1/sites/none", "", with("Cookie", admin)}), s.do(request{http.MethodGet, "/api/v1/menus/none/main", "", with("Cookie", admin)})
		if one.body != two.body || one.status != 404 {
			t.Errorf("404 is not the same everywhere: %s and %s", one.body, two.body)
		}
	})
}

// announced sends what of a body of some size the server reads before it asks anybody, 8 KB: while more was being sent, it would close the
// connection, and the answer might be lost.
func (s *server) announced(request string, size int, header string) answer {
	s.t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
	if err != nil {
		s.t.Fatal(err)
	}
	defer conn.Close() //nolint:errcheck // it was read to its end
	fmt.Fprintf(conn, "%s HTTP/1.1\r\nHost: x\r\n%s\r\nContent-Length: %d\r\n\r\n", request, header, size)
	_, _ = conn.Write(bytes.Repeat([]byte(" "), 8<<10))
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		s.t.Fatalf("%s: %v", request, err)
	}
	body, _ := io.ReadAll(res.Body)
	_ = res.Body.Close()
	return answer{res.StatusCode, res.Header, string(body)}
}

// TestBodyLimit: a megabyte is too much, also where it is packed.
func TestBodyLimit(t *testing.T) {
	s := start(t, "", "")
	s.load()
	admin := s.as(identity.Administrator)
	for name, size := range map[string]int{"a little too much": 1<<20 + 1, "much too much": 8 << 20} {
		got := s.announced("PATCH "+siteOne, size, "Content-Type: application/merge-patch+json\r\nIf-Match: \"1\"\r\nCookie: "+admin)
		if got.status != http.StatusRequestEntityTooLarge || got.problem(t).Code != "too_large" {
			t.Errorf("%s: %d %.200s", name, got.status, got.body)
		}
	}

	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, _ = w.Write([]byte(`{"description": "` + strings.Repeat("x", 64<<20)))
	_ = w.Close()
	for _, encoding := range []string{"gzip", "br", "deflate", "gzip, gzip", "identity", "x"} {
		got := s.do(request{http.MethodPatch, siteOne, packed.String(), with("Cookie", admin, "If-Match", `"1"`, "Content-Encoding", encoding)})
		if got.status != http.StatusUnsupportedMediaType {
			t.Errorf("%s: %d %.200s", encoding, got.status, got.body)
		}
	}
}
