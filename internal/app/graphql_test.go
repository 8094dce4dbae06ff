package app_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

var (
	graphExample = regexp.MustCompile("(?s)```graphql\n(.*?)```")
	graphCurl    = regexp.MustCompile(`(?m)^curl (?:-g )?'http://localhost:8080([^']+)'(?: -H 'Content-Type: application/json' -d '([^']+)')?$`)
)

// TestGraphQLOfTheDocumentation runs every example of docs/graphql.md on the sample group: each finds something. The schema of the
// sample's content types, and these examples, are what the reference implementation of GraphQL takes.
func TestGraphQLOfTheDocumentation(t *testing.T) {
	text, err := os.ReadFile("../../docs/graphql.md")
	if err != nil {
		t.Fatal(err)
	}
	p := serve(t, "--sample", "--data-dir", t.TempDir(), "--graphql-introspection")
	const path = "/v1/sites/customer/graphql"
	get := func(method, path, body string) string {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), method, p.delivery+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/json")
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		raw, _ := io.ReadAll(res.Body)
		if res.StatusCode != http.StatusOK || bytes.Contains(raw, []byte(`"errors"`)) {
			t.Errorf("%s %s: %d %.500s", path, body, res.StatusCode, raw)
		}
		return string(raw)
	}
	for range 600 { // a busy machine takes its time until the sample group is published
		res, err := http.Get(p.delivery + "/readyz")
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		if res.StatusCode == http.StatusOK {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	var questions []string
	for _, m := range graphExample.FindAllStringSubmatch(string(text), -1) {
		questions = append(questions, m[1])
	}
	if len(questions) < 3 || strings.Count(string(text), "```") != 2*len(questions)+2 {
		t.Fatalf("%d examples can be read", len(questions))
	}
	for _, q := range questions {
		src, _ := json.Marshal(map[string]any{"query": q, "variables": map[string]any{"day": "2025-01-01"}})
		raw := get(http.MethodPost, path, string(src))
		for _, empty := range []string{`"nodes":[]`, `"edges":[]`, `"totalCount":0`, `"article":null`, `"menu":null`} {
			if strings.Contains(raw, empty) {
				t.Errorf("%s\nhas %s: %.1000s", q, empty, raw)
			}
		}
	}
	curls := graphCurl.FindAllStringSubmatch(string(text), -1)
	if len(curls) != strings.Count(string(text), "\ncurl ") || len(curls) < 2 {
		t.Fatalf("%d calls can be read", len(curls))
	}
	for _, m := range curls {
		method := http.MethodGet
		if m[2] != "" {
			method = http.MethodPost
		}
		if raw := get(method, m[1], m[2]); strings.Contains(raw, `"nodes":[]`) {
			t.Errorf("%s: %s", m[0], raw)
		}
	}

	var told struct{ Data json.RawMessage }
	introspection, _ := json.Marshal(map[string]string{"query": asReference(t, map[string]any{"print": "introspection"})})
	if err := json.Unmarshal([]byte(get(http.MethodPost, path, string(introspection))), &told); err != nil {
		t.Fatal(err)
	}
	sdl := get(http.MethodGet, path+"/schema", "")
	if problems := asReference(t, map[string]any{"sdl": sdl, "introspection": told.Data, "questions": questions, "wrong": []string{"{article{nosuch}}"}}); problems != "" {
		t.Error(problems)
	}
	if !strings.Contains(sdl, "The date that readers see and that lists are ordered by") {
		t.Error("the model's help is not in the schema")
	}
}

// asReference asks the reference implementation of GraphQL.
func asReference(t *testing.T, input map[string]any) string {
	t.Helper()
	script, err := filepath.Abs("../../tools/graphql/check.mjs")
	if err != nil {
		t.Fatal(err)
	}
	src, err := json.Marshal(input)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "node", script)
	cmd.Stdin = bytes.NewReader(src)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s(scripts/setup-tests.sh installs it)", err, out)
	}
	return string(out)
}
