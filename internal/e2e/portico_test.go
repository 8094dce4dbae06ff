package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"
)

// portico is the real server as a process, and an administrator's session on its management API.
type portico struct {
	process   *process
	delivery  string // scheme://host:port of the two listeners
	authoring string
	dir       string       // holds the program and its data
	client    *http.Client // holds the session cookie
}

// newPortico builds the server and chooses its ports; serve starts it.
func newPortico(t *testing.T) *portico {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	p := &portico{
		delivery:  "http://127.0.0.1:" + freePort(t),
		authoring: "http://127.0.0.1:" + freePort(t),
		dir:       tempDir(t),
		client:    &http.Client{Jar: jar, Timeout: 20 * time.Second},
	}
	// The same flags as the check before the tests, so that nothing is compiled twice.
	run(t, repository(t, "."), []string{"CGO_ENABLED=0"}, "go", "build", "-tags", "no_ui", "-o", filepath.Join(p.dir, "portico"), "./cmd/portico")
	handOver(t, p.dir)
	_ = os.Remove(filepath.Join(artifacts(t), "portico.log")) // another test's has another set-up link
	return p
}

// serve starts the server with the sample group, and signs in as its first administrator.
func (p *portico) serve(t *testing.T) {
	t.Helper()
	p.process = start(t, "portico", p.dir, nil, filepath.Join(p.dir, "portico"), "serve", "--sample", "--data-dir", "data",
		"--delivery-addr", p.delivery[len("http://"):], "--authoring-addr", p.authoring[len("http://"):],
		"--public-url", p.delivery)
	p.process.waitFor(t, p.delivery+"/readyz")
	p.call(t, "POST", "/api/v1/setup", "", map[string]string{
		"token": p.setupToken(t), "email": "admin@orvane.example", "name": "E2E", "password": "a long enough passphrase 7",
	})
}

var setupLine = regexp.MustCompile(`/setup#([A-Za-z0-9_-]+)`)

// setupToken reads the one-time token from the line that the server prints for its administrator.
func (p *portico) setupToken(t *testing.T) string {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		output, err := os.ReadFile(p.process.log)
		if err != nil {
			t.Fatal(err)
		}
		if found := setupLine.FindSubmatch(output); found != nil {
			return string(found[1])
		}
	}
	t.Fatal("portico printed no address with /setup#TOKEN")
	return ""
}

// setOrigin tells the registry where a site really is.
func (p *portico) setOrigin(t *testing.T, site, origin string) {
	t.Helper()
	resource := "/api/v1/sites/" + site
	_, version := p.call(t, "GET", resource, "", nil)
	p.call(t, "PATCH", resource, version, map[string]any{"origins": []string{origin}})
}

// rename gives an item of the shared main menu a new label in one locale, and publishes the menu.
func (p *portico) rename(t *testing.T, item, locale, label string) {
	t.Helper()
	resource := "/api/v1/menus/shared/main"
	_, version := p.call(t, "GET", resource, "", nil)
	_, version = p.call(t, "PATCH", resource+"/items/"+item, version, map[string]any{"label": map[string]string{locale: label}})
	p.call(t, "POST", resource+"/publish", version, nil)
}

// menuLabels gives the labels of the main menu of a site as the delivery API tells them, by item id.
func (p *portico) menuLabels(t *testing.T, site, locale string) map[string]string {
	t.Helper()
	status, body, err := get(p.delivery + "/v1/sites/" + site + "/menus/main?locale=" + locale)
	if err != nil || status != http.StatusOK {
		t.Fatalf("menu of %s in %s: status %d, %v, %s", site, locale, status, err, body)
	}
	var document any
	if err := json.Unmarshal(body, &document); err != nil {
		t.Fatal(err)
	}
	labels := map[string]string{}
	collectLabels(document, labels)
	return labels
}

// collectLabels finds every object with an id and a label, however deep.
func collectLabels(v any, into map[string]string) {
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			collectLabels(e, into)
		}
	case map[string]any:
		id, hasID := v["id"].(string)
		label, hasLabel := v["label"].(string)
		if hasID && hasLabel {
			into[id] = label
		}
		for _, e := range v {
			collectLabels(e, into)
		}
	}
}

// call uses the management API as the admin UI does, and gives the answer and its version. Anything but success ends the test.
func (p *portico) call(t *testing.T, method, path, ifMatch string, body any) (answer []byte, version string) {
	t.Helper()
	var content io.Reader
	if body != nil {
		encoded, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		content = bytes.NewReader(encoded)
	}
	req, err := http.NewRequestWithContext(t.Context(), method, p.authoring+path, content)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Origin", p.authoring)
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	if body != nil {
		req.Header.Set("Content-Type", map[bool]string{true: "application/merge-patch+json", false: "application/json"}[method == "PATCH"])
	}
	if ifMatch != "" {
		req.Header.Set("If-Match", ifMatch)
	}
	resp, err := p.client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close() //nolint:errcheck // it was read to its end
	answer, err = io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	if resp.StatusCode >= 300 {
		t.Fatalf("%s %s: status %d\n%s", method, path, resp.StatusCode, answer)
	}
	return answer, resp.Header.Get("ETag")
}

// get asks a URL as a browser does that opens a page, with no cookies.
func get(url string) (status int, body []byte, err error) {
	req, err := http.NewRequest(http.MethodGet, url, http.NoBody)
	if err != nil {
		return 0, nil, err
	}
	req.Header.Set("Accept", "text/html,*/*;q=0.8")
	client := http.Client{Timeout: 45 * time.Second}
	resp, err := client.Do(req)
	if err != nil {
		return 0, nil, err
	}
	defer resp.Body.Close() //nolint:errcheck // it was read to its end
	body, err = io.ReadAll(resp.Body)
	if err != nil {
		return 0, nil, fmt.Errorf("%s: %w", url, err)
	}
	return resp.StatusCode, body, nil
}
