package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// TestReceiver: what the part posts is kept as a line; what is no answer, too long or of another origin is not.
func TestReceiver(t *testing.T) {
	const good = "site=customer&locale=fr&page=https%3A%2F%2Fa.example%2Fx&helpful=no&comment=O%C3%B9+%3F"
	for name, tt := range map[string]struct {
		method, origin, body, mode string
		status                     int
		line                       string
	}{
		"an answer":       {"POST", "https://a.example", good, "cors", 204, `{"at":"2026-11-22T12:00:00Z","site":"customer","locale":"fr","page":"https://a.example/x","helpful":false,"comment":"Où ?"}`},
		"without script":  {"POST", "https://a.example", "site=customer&locale=fr&page=&helpful=yes&comment=", "navigate", 303, `{"at":"2026-11-22T12:00:00Z","site":"customer","locale":"fr","page":"","helpful":true}`},
		"another origin":  {"POST", "https://evil.example", good, "cors", 403, ""},
		"another page":    {"POST", "https://a.example", strings.Replace(good, "a.example", "a.example.evil.example", 1), "cors", 400, ""},
		"nothing said":    {"POST", "https://a.example", "site=customer&locale=fr", "cors", 400, ""},
		"a long comment":  {"POST", "https://a.example", good + strings.Repeat("x", 1001), "cors", 400, ""},
		"without an end":  {"POST", "https://a.example", good + strings.Repeat("x", maxBody), "cors", 400, ""},
		"no text":         {"POST", "https://a.example", good + "%ff", "cors", 400, ""},
		"not by a form":   {"GET", "https://a.example", "", "cors", 405, ""},
		"a broken escape": {"POST", "https://a.example", "helpful=%zz", "cors", 400, ""},
	} {
		var out strings.Builder
		r := httptest.NewRequest(tt.method, "/feedback", strings.NewReader(tt.body))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", tt.origin)
		r.Header.Set("Sec-Fetch-Mode", tt.mode)
		r.Header.Set("Referer", "https://a.example/x?y=z")
		w := httptest.NewRecorder()
		receiver("https://a.example", &out, func() time.Time { return time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC) }).ServeHTTP(w, r)
		if got := strings.TrimSpace(out.String()); w.Code != tt.status || got != tt.line {
			t.Errorf("%s: %d %s, want %d %s", name, w.Code, got, tt.status, tt.line)
		}
		if back := w.Header().Get("Location"); (w.Code == http.StatusSeeOther) != (back == "https://a.example/x?y=z") {
			t.Errorf("%s: it leads to %q", name, back)
		}
	}
}
