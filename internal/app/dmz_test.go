package app_test

import (
	"bytes"
	"encoding/pem"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	logform "github.com/portico-cms/portico/internal/published"
)

// border is what stands between an authoring node and a delivery node outside: TLS with a certificate of its own, and trouble.
type border struct {
	*httptest.Server
	ca    string       // file of its certificate
	cut   atomic.Int64 // bytes of an answer after which the connection is broken; 0 is never
	cuts  atomic.Int64 // how often that happened
	lies  atomic.Pointer[func(w http.ResponseWriter, r *http.Request)]
	asked atomic.Int64
}

func newBorder(t *testing.T, authoring string) *border {
	t.Helper()
	to, err := url.Parse(authoring)
	if err != nil {
		t.Fatal(err)
	}
	b := &border{}
	proxy := httputil.NewSingleHostReverseProxy(to)
	proxy.FlushInterval = -1
	proxy.ErrorHandler = func(w http.ResponseWriter, _ *http.Request, _ error) { w.WriteHeader(http.StatusBadGateway) }
	b.Server = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b.asked.Add(1)
		if lie := b.lies.Load(); lie != nil {
			(*lie)(w, r)
			return
		}
		if most := b.cut.Load(); most > 0 {
			w = &cutter{w, most, b}
		}
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(b.Close)
	b.ca = filepath.Join(t.TempDir(), "ca.pem")
	block := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: b.Certificate().Raw})
	if err := os.WriteFile(b.ca, block, 0o600); err != nil {
		t.Fatal(err)
	}
	return b
}

// cutter breaks the connection in the middle of an answer.
type cutter struct {
	http.ResponseWriter
	left int64
	b    *border
}

func (c *cutter) Write(p []byte) (int, error) {
	if c.left -= int64(len(p)); c.left < 0 {
		c.b.cuts.Add(1)
		panic(http.ErrAbortHandler)
	}
	return c.ResponseWriter.Write(p)
}

func (c *cutter) Unwrap() http.ResponseWriter { return c.ResponseWriter }

// followKey makes a key that may follow the log for a day, and gives its id and secret.
func (c *client) followKey() (id, secret string) {
	c.t.Helper()
	return c.followKeyFor(24 * time.Hour)
}

func (c *client) followKeyFor(d time.Duration) (id, secret string) {
	c.t.Helper()
	res := c.send(http.MethodPost, "/api/v1/keys", "application/json", "", map[string]any{
		"name": "outside", "expiresAt": time.Now().Add(d).UTC(), "grants": []map[string]any{{
			"actions": []string{"read"}, "types": []string{"@log"}, "sites": []string{"*"}, "locales": []string{"*"}, "fields": []string{"*"},
		}},
	})
	if res.status != http.StatusCreated {
		c.t.Fatalf("a key: %d %s", res.status, res.body)
	}
	return fmt.Sprint(res.get("key.id")), fmt.Sprint(res.get("secret"))
}

// outside starts a delivery node that follows over a border. The key is in a file, and not in the list of processes.
func outside(t *testing.T, b *border, key, dir string) *process {
	t.Helper()
	file := filepath.Join(t.TempDir(), "portico.yaml")
	if err := os.WriteFile(file, []byte("follow-key: "+key+"\nstale-after: 3s\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return serveDelivery(t, "--config", file, "--follow", b.URL, "--follow-ca", b.ca, "--data-dir", dir)
}

// ready gives what a delivery node says of itself.
func (p *process) ready() (generation, checksum string) {
	res := p.get("/readyz")
	return fmt.Sprint(res.get("generation")), fmt.Sprint(res.get("checksum"))
}

// reached tells whether a publication is served, this one or a later one: plans and jobs publish beside what a test does.
func (p *process) reached(generation string) bool {
	p.t.Helper()
	want, err := strconv.ParseUint(generation, 10, 64)
	if err != nil {
		p.t.Fatal(err)
	}
	served, _ := p.ready()
	got, err := strconv.ParseUint(served, 10, 64)
	return err == nil && got >= want
}

// sameAs waits until a node is at the generation of another, and says the same checksum.
func (p *process) sameAs(other *process) {
	p.t.Helper()
	p.waitFor("the same generation and checksum", func() bool {
		g1, c1 := p.ready()
		g2, c2 := other.ready()
		return g1 == g2 && c1 == c2 && len(c1) == 64
	})
}

// TestOutside: a delivery node without a database follows an authoring node over TLS: through broken connections, a peer that lies,
// an authoring node that goes away and comes back, its own restart, and until its key is revoked.
func TestOutside(t *testing.T) {
	for name, newURL := range databases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inner := serve(t, "--sample", "--data-dir", t.TempDir(), "--database-url", newURL(t), "--log-level", "warn")
			admin := inner.setup()
			id, key := admin.followKey()
			b := newBorder(t, inner.authoring)

			b.cut.Store(700_000) // an answer of the first copy has about a megabyte, compressed less
			dir := t.TempDir()
			node := outside(t, b, key, dir)
			node.waitFor("a connection that breaks, or the copy", func() bool { g, _ := node.ready(); return b.cuts.Load() > 0 || g != "0" })
			b.cut.Store(0)
			node.sameAs(inner)
			if res := node.get("/v1/sites/corporate/fragments/header?locale=fr"); res.status != http.StatusOK {
				t.Errorf("header: %d", res.status)
			}

			begin := time.Now()
			generation, ok := admin.rename("suppliers", "Fournisseurs d’ailleurs")
			if !ok {
				t.Fatal("no publication")
			}
			res := node.get("/v1/sites/suppliers/menus/main?locale=fr", "Portico-Min-Generation", generation)
			if res.status != http.StatusOK || !bytes.Contains(res.body, []byte("d’ailleurs")) {
				t.Errorf("after %s: %d", time.Since(begin), res.status)
			}
			node.sameAs(inner)

			before, sum := node.ready()
			for what, lie := range lies(before) {
				if name != "sqlite" {
					break // it is the node that is lied to: the database makes no difference
				}
				asked := b.asked.Load()
				b.lies.Store(&lie)
				node.waitFor(what+" to be asked for", func() bool { return b.asked.Load() > asked })
				b.CloseClientConnections()
				if g, s := node.ready(); g != before || s != sum {
					t.Errorf("%s: generation %s, checksum %s; before %s, %s", what, g, s, before, sum)
				}
				if res := node.get("/v1/sites/corporate/fragments/header?locale=fr"); res.status != http.StatusOK {
					t.Errorf("%s: the header answers %d", what, res.status)
				}
			}
			gone := func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) }
			b.lies.Store(&gone)
			b.CloseClientConnections()
			node.waitFor("the node to say that it is stale", func() bool { return node.get("/readyz").get("status") == "stale" })
			b.lies.Store(nil)
			if _, ok := admin.rename("suppliers", "Fournisseurs revenus"); !ok {
				t.Fatal("no publication")
			}
			node.sameAs(inner)

			node.kill()
			if _, ok := admin.rename("suppliers", "Fournisseurs pendant"); !ok {
				t.Fatal("no publication")
			}
			node = outside(t, b, key, dir)
			node.sameAs(inner)

			if res := admin.send(http.MethodDelete, "/api/v1/keys/"+id, "", "", nil); res.status != http.StatusNoContent {
				t.Fatalf("revoke: %d %s", res.status, res.body)
			}
			if _, ok := admin.rename("suppliers", "Fournisseurs cachés"); !ok {
				t.Fatal("no publication")
			}
			node.waitFor("the refusal", func() bool { return strings.Contains(node.out.String(), "refuses the key") })
			if res := node.get("/v1/sites/suppliers/menus/main?locale=fr"); res.status != http.StatusOK || bytes.Contains(res.body, []byte("cachés")) {
				t.Errorf("with a revoked key: %d", res.status)
			}
			if strings.Contains(string(node.get("/readyz").body)+node.out.String(), key) {
				t.Error("the key is in what the node says")
			}
			if code := node.stop(); code != 0 {
				t.Errorf("exit code %d\n%s", code, node.out)
			}
		})
	}
}

// lies are answers that no authoring node gives.
func lies(generation string) map[string]func(w http.ResponseWriter, r *http.Request) {
	log := func(text string) func(http.ResponseWriter, *http.Request) {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", logform.MediaLog)
			_, _ = w.Write([]byte(text))
		}
	}
	return map[string]func(w http.ResponseWriter, r *http.Request){
		"garbage": log("\x00\xff garbage\n"),
		"a false checksum": log(`{"kind":"site","key":"corporate","generation":1,"size":2}` + "\n{}\n" +
			`{"end":{"records":1,"whole":true,"head":{"identity":"other","generation":1,"epoch":"x"},"checksum":"` + strings.Repeat("0", 64) + `"}}` + "\n"),
		"nothing published": log(`{"end":{"records":0,"whole":true,"head":{"identity":"other","generation":0,"epoch":""}}}` + "\n"),
		"a slow drip": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", logform.MediaLog)
			for _, c := range `{"kind":"site","key":"corporate","generation":` + generation {
				if _, err := w.Write([]byte(string(c))); err != nil || http.NewResponseController(w).Flush() != nil {
					return
				}
				select {
				case <-r.Context().Done():
					return
				case <-time.After(50 * time.Millisecond):
				}
			}
		},
	}
}
