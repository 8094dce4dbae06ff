package purge

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/fault"
)

const secret = "s3cr3t-token"

// load reads a configuration out of a folder of its own; MY_TOKEN is in the environment, and token is a file.
func load(t *testing.T, text string) (*Config, error) {
	t.Helper()
	dir := t.TempDir()
	for name, content := range map[string]string{"purge.yaml": text, "token": secret + "\n", "empty": " \n", "bad": "a\nb"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	env := map[string]string{"MY_TOKEN": secret, "BAD": "a\r\nX: y"}
	return Load(filepath.Join(dir, "purge.yaml"), func(name string) string { return env[name] })
}

func mustLoad(t *testing.T, text string) *Config {
	t.Helper()
	c, err := load(t, text)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// recorder is a cache that writes down what it is asked, and answers with a status.
type recorder struct {
	*httptest.Server
	mu       sync.Mutex
	requests []string
	status   int
}

func newRecorder(t *testing.T) *recorder {
	r := &recorder{status: http.StatusOK}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		body, _ := io.ReadAll(req.Body)
		line := req.Method + " " + req.URL.Path
		for _, name := range []string{"Fastly-Key", "Fastly-Soft-Purge", "Surrogate-Key", "Surrogate-Key-Purge", "Surrogate-Key-Ban", "Authorization", "X-Keys"} {
			if v := req.Header.Get(name); v != "" {
				line += "\n" + name + ": " + v
			}
		}
		if len(body) > 0 {
			line += "\n" + string(body)
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		r.requests = append(r.requests, line)
		if r.status == http.StatusFound {
			w.Header().Set("Location", "/elsewhere")
		}
		w.WriteHeader(r.status)
	}))
	t.Cleanup(r.Close)
	return r
}

// TestForms: each form sends what its cache understands.
func TestForms(t *testing.T) {
	r := newRecorder(t)
	keys := []string{"bundle:a/fr", "site:b.c", "type:x"}
	for name, c := range map[string]struct{ target, want string }{
		"fastly": {
			"form: fastly\n    url: " + r.URL + "\n    insecure: true\n    service: SU1Z0\n    secret-env: MY_TOKEN\n    soft: true",
			"POST /service/SU1Z0/purge\nFastly-Key: " + secret + "\nFastly-Soft-Purge: 1\nSurrogate-Key: bundle:a/fr site:b.c type:x",
		},
		"varnish with xkey": {"form: varnish\n    url: " + r.URL + "/", "PURGE /\nSurrogate-Key-Purge: bundle:a/fr site:b.c type:x"},
		"varnish with bans": {"form: varnish-ban\n    url: " + r.URL + "/", "BAN /\nSurrogate-Key-Ban: (^|\\s)(bundle:a/fr|site:b\\.c|type:x)(\\s|$)"},
		"http, header": {
			"form: http\n    url: " + r.URL + "/purge\n    insecure: true\n    method: DELETE\n    separator: ', '\n    secret-file: token\n    headers:\n      Authorization: Bearer {secret}\n      X-Keys: '{keys}'",
			"DELETE /purge\nAuthorization: Bearer " + secret + "\nX-Keys: bundle:a/fr, site:b.c, type:x",
		},
		"http, body": {
			"form: http\n    url: " + r.URL + "/purge\n    body: '{\"tags\":{keys-json}}'",
			"POST /purge\n{\"tags\":[\"bundle:a/fr\",\"site:b.c\",\"type:x\"]}",
		},
	} {
		r.requests = nil
		config := mustLoad(t, "allow: [127.0.0.1]\ntargets:\n  - name: one\n    "+c.target+"\n")
		if err := config.Targets[0].Purge(t.Context(), keys); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if diff := cmp.Diff([]string{c.want}, r.requests); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", name, diff)
		}
	}
}

// TestBatches: many keys go in several requests, none with more than its cache takes, and no key is lost.
func TestBatches(t *testing.T) {
	r := newRecorder(t)
	var keys []string
	for i := range 1000 {
		keys = append(keys, fmt.Sprintf("entry:0190a1b2-c3d4-7e5f-8a9b-%012d", i))
	}
	for form, limits := range map[string]struct{ keys, bytes int }{
		"fastly\n    service: S\n    insecure: true\n    secret-env: MY_TOKEN": {256, 16 << 10}, "varnish": {100, 7 << 10}, "varnish-ban": {50, 7 << 10},
	} {
		r.requests = nil
		c := mustLoad(t, "allow: [127.0.0.0/8]\ntargets:\n  - name: one\n    url: "+r.URL+"\n    form: "+form+"\n")
		if err := c.Targets[0].Purge(t.Context(), keys); err != nil {
			t.Fatal(err)
		}
		all := strings.Join(r.requests, "\n")
		for _, k := range keys {
			if strings.Count(all, k) != 1 {
				t.Fatalf("%s: %s is sent %d times", form, k, strings.Count(all, k))
			}
		}
		for _, request := range r.requests {
			if n := strings.Count(request, "entry:"); n > limits.keys || len(request) > limits.bytes {
				t.Errorf("%s: %d keys in %d bytes", form, n, len(request))
			}
		}
	}
}

// TestVerdicts: what may go well later is tried again; what never will is not. A redirect is not followed.
func TestVerdicts(t *testing.T) {
	r := newRecorder(t)
	c := mustLoad(t, "allow: [127.0.0.1]\ntargets:\n  - {name: one, form: varnish, url: '"+r.URL+"'}\n")
	for status, want := range map[int]fault.Code{
		200: "", 202: "", 204: "", 302: fault.Unavailable, 400: fault.Invalid, 401: fault.Unavailable, 403: fault.Unavailable, 404: fault.Invalid,
		405: fault.Invalid, 429: fault.Unavailable, 500: fault.Unavailable, 503: fault.Unavailable,
	} {
		r.status, r.requests = status, nil
		err := c.Targets[0].Purge(t.Context(), []string{"site:a"})
		if (err == nil) != (want == "") || (err != nil && !fault.Is(err, want)) || len(r.requests) != 1 {
			t.Errorf("%d: %v, %d requests", status, err, len(r.requests))
		}
	}
	r.Close()
	if err := c.Targets[0].Purge(t.Context(), []string{"site:a"}); !fault.Is(err, fault.Unavailable) {
		t.Errorf("away: %v", err)
	}
}

// TestN1OnlyAllowedNetworks: internal addresses, however they are written, are refused when they are dialled, but for those that the
// administrator allows.
func TestN1OnlyAllowedNetworks(t *testing.T) {
	r := newRecorder(t)
	_, port, _ := net.SplitHostPort(r.Listener.Addr().String())
	for _, host := range []string{
		"127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "017700000001", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::]",
		"10.0.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "[fe80::1]", "[fd00::1]", "[64:ff9b::7f00:1]", "8.8.8.8", // a public one, at an odd port
	} {
		c := mustLoad(t, "allow: [192.0.2.0/24]\nnodes: ['http://"+host+":"+port+"']\ntargets:\n  - {name: one, form: varnish, url: 'http://"+host+":"+port+"/'}\n")
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		err := c.Targets[0].Purge(ctx, []string{"site:a"})
		cancel()
		if !fault.Is(err, fault.Unavailable) || len(r.requests) != 0 {
			t.Errorf("%s: %v", host, err)
		}
		if _, err := c.generationOf(t.Context(), c.Nodes[0]); err == nil {
			t.Errorf("%s as a node is asked", host)
		}
	}
	for _, allow := range []string{"127.0.0.1", "127.0.0.0/8"} {
		r.requests = nil
		c := mustLoad(t, "allow: ['"+allow+"']\ntargets:\n  - {name: one, form: varnish, url: 'http://[::ffff:127.0.0.1]:"+port+"/'}\n")
		if err := c.Targets[0].Purge(t.Context(), []string{"site:a"}); err != nil || len(r.requests) != 1 {
			t.Errorf("%s: %v", allow, err)
		}
	}
}

// TestL1SecretsAreNotShown: no error and no way to print a target shows its secret.
func TestL1SecretsAreNotShown(t *testing.T) {
	c := mustLoad(t, "targets:\n  - {name: one, form: fastly, service: S, url: 'https://127.0.0.1:1', secret-env: MY_TOKEN}\n")
	err := c.Targets[0].Purge(t.Context(), []string{"site:a"})
	for _, text := range []string{fmt.Sprint(err), fmt.Sprintf("%+v", err), fmt.Sprint(c.Targets[0]), fmt.Sprintf("%+v %#v", c.Targets[0], c.Targets[0])} {
		if strings.Contains(text, secret) {
			t.Error(text)
		}
	}
	_, err = load(t, "targets:\n  - {name: one, form: fastly, service: S, url: 'http://cdn.example', secret-env: MY_TOKEN}\n  - {name: two, form: varnish, url: x, secret-file: bad}\n")
	if err == nil || strings.Contains(err.Error(), secret) || strings.Contains(err.Error(), "a\nb") {
		t.Errorf("%v", err)
	}
}

// TestLoadRefuses: every mistake is named with its line.
func TestLoadRefuses(t *testing.T) {
	target := func(rest string) string { return "targets:\n  - {name: one, " + rest + "}\n" }
	for name, text := range map[string]string{
		"nothing":             "wait: 1s\n",
		"an unknown key":      "targetz: []\n",
		"no form":             target("url: 'https://x.example'"),
		"another form":        target("form: akamai, url: 'https://x.example'"),
		"no url":              target("form: varnish"),
		"another scheme":      target("form: varnish, url: 'ftp://x.example/'"),
		"a user":              target("form: varnish, url: 'https://me:pw@x.example/'"),
		"no secret":           target("form: fastly, service: S"),
		"a missing variable":  target("form: fastly, service: S, secret-env: NOBODY"),
		"a bad variable":      target("form: fastly, service: S, secret-env: BAD"),
		"an empty file":       target("form: fastly, service: S, secret-file: empty"),
		"a file of two lines": target("form: fastly, service: S, secret-file: bad"),
		"no file":             target("form: fastly, service: S, secret-file: nowhere"),
		"two secrets":         target("form: fastly, service: S, secret-file: token, secret-env: MY_TOKEN"),
		"a hostile service":   target("form: fastly, service: 'a/../b', secret-env: MY_TOKEN"),
		"over http":           target("form: fastly, service: S, secret-env: MY_TOKEN, url: 'http://x.example'"),
		"a member of another": target("form: varnish, url: 'https://x.example', service: S"),
		"a hostile header":    target(`form: http, url: 'https://x.example', headers: {"X\r\nY": "{keys}"}`),
		"a hostile value":     target(`form: http, url: 'https://x.example', headers: {X: "{keys}\r\nY: z"}`),
		"a hostile method":    target("form: varnish, url: 'https://x.example', method: 'GET / HTTP/1.1'"),
		"nowhere for keys":    target("form: http, url: 'https://x.example', body: all"),
		"a large batch":       target("form: varnish, url: 'https://x.example', batch: 10000"),
		"a bad name":          "targets:\n  - {name: 'A b', form: varnish, url: 'https://x.example'}\n",
		"a name twice":        "targets:\n  - {name: a, form: varnish, url: 'https://x.example'}\n  - {name: a, form: varnish, url: 'https://x.example'}\n",
		"a bad network":       "allow: [10.0.0.1/8]\n" + target("form: varnish, url: 'https://x.example'"),
		"a bad node":          "nodes: [x]\n" + target("form: varnish, url: 'https://x.example'"),
		"a bad wait":          "wait: soon\n" + target("form: varnish, url: 'https://x.example'"),
	} {
		if c, err := load(t, text); !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.Unprocessable) || !strings.Contains(fmt.Sprint(err), "purge.yaml") {
			t.Errorf("%s: %v %v", name, c, err)
		}
	}
}

// TestServed: caches are told once every node serves a publication.
func TestServed(t *testing.T) {
	var mu sync.Mutex
	at := []int{5, 4}
	var nodes []string
	for i := range at {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			mu.Lock()
			defer mu.Unlock()
			w.WriteHeader([]int{200, 503}[i]) // a node that is not ready says its generation too
			fmt.Fprintf(w, `{"generation":%d}`, at[i])
			at[i]++
		}))
		t.Cleanup(s.Close)
		nodes = append(nodes, "'"+s.URL+"/'")
	}
	c := mustLoad(t, "allow: [127.0.0.1]\nnodes: ["+strings.Join(nodes, ", ")+"]\ntargets:\n  - {name: one, form: varnish, url: 'https://x.example'}\n")
	plan := c.Plan()
	if err := plan.Served(t.Context(), 6); err != nil || plan.Wait != 0 || slices.Min(at) < 7 {
		t.Errorf("%v at %v, wait %s", err, at, plan.Wait)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
	defer cancel()
	if err := plan.Served(ctx, 1000); !fault.Is(err, fault.Unavailable) {
		t.Errorf("%v", err)
	}
}
