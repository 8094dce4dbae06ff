package app_test

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"
)

var example = regexp.MustCompile("(?m)^curl -g 'http://localhost:8080([^']+)'(?: -d '([^']+)')?$")

// TestQueriesOfTheDocumentation runs every example of docs/queries.md on the sample group: each finds something.
func TestQueriesOfTheDocumentation(t *testing.T) {
	text, err := os.ReadFile("../../docs/queries.md")
	if err != nil {
		t.Fatal(err)
	}
	examples := example.FindAllStringSubmatch(string(text), -1)
	if n := strings.Count(string(text), "\ncurl "); n != len(examples) || n < 8 {
		t.Fatalf("%d of %d examples can be read", len(examples), n)
	}
	p := serve(t, "--sample", "--data-dir", t.TempDir())
	for _, e := range examples {
		method, body := http.MethodGet, io.Reader(nil)
		if e[2] != "" {
			method, body = http.MethodPost, strings.NewReader(e[2])
		}
		req, err := http.NewRequestWithContext(t.Context(), method, p.delivery+e[1], body)
		if err != nil {
			t.Fatal(err)
		}
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		var answer struct {
			Data []json.RawMessage `json:"data"`
		}
		raw, _ := io.ReadAll(res.Body)
		_ = res.Body.Close()
		if err := json.Unmarshal(raw, &answer); err != nil || res.StatusCode != http.StatusOK || len(answer.Data) == 0 {
			t.Errorf("%s %s: %d %.300s", method, e[1], res.StatusCode, raw)
		}
		if strings.Contains(e[1], "include=related") && !strings.Contains(string(raw), `"fields":{"question"`) {
			t.Errorf("%s: nothing is included: %.600s", e[1], raw)
		}
	}
}
