package app_test

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// varnish is a real Varnish in front of a delivery node.
type varnish struct{ url string }

// freePort gives a port that nobody listens on.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	return port
}

// startVarnish starts it with the configuration that docs/guides/operations.md shows.
func startVarnish(t *testing.T, port, backend string) varnish {
	t.Helper()
	dir, err := os.MkdirTemp("", "portico-varnish-") //nolint:usetesting // the name of its socket must be short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	guide, err := os.ReadFile("../../docs/guides/operations.md")
	if err != nil {
		t.Fatal(err)
	}
	_, vcl, _ := strings.Cut(string(guide), "```vcl\n")
	vcl, _, ok := strings.Cut(vcl, "```")
	if !ok {
		t.Fatal("the guide has no VCL")
	}
	host, backendPort, _ := net.SplitHostPort(strings.TrimPrefix(backend, "http://"))
	vcl = strings.NewReplacer(`"delivery.internal"`, `"`+host+`"`, `"8080"`, `"`+backendPort+`"`, `"10.0.0.0"/8`, `"127.0.0.1"`,
		"sub vcl_backend_response {", "sub vcl_backend_response { set beresp.ttl = 1h;").Replace(vcl) // nothing is new because it expired
	file := filepath.Join(dir, "portico.vcl")
	if err := os.WriteFile(file, []byte(vcl), 0o644); err != nil { //nolint:gosec // Varnish reads it as another user
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o755); err != nil { //nolint:gosec // as above
		t.Fatal(err)
	}
	log, err := os.Create(filepath.Join(t.TempDir(), "varnish.log"))
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	program, err := exec.LookPath("varnishd")
	if err != nil {
		program = "/usr/sbin/varnishd"
	}
	cmd := exec.Command(program, "-F", "-j", "none", "-n", filepath.Join(dir, "n"), "-a", "127.0.0.1:"+port, "-f", file, "-s", "malloc,16m")
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Start(); err != nil {
		t.Fatalf("varnish (scripts/setup-tests.sh installs it): %v", err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
	})
	v := varnish{"http://127.0.0.1:" + port}
	for range 300 {
		if res, err := http.Get(v.url + "/healthz"); err == nil {
			_ = res.Body.Close()
			return v
		}
		time.Sleep(50 * time.Millisecond)
	}
	out, _ := os.ReadFile(log.Name())
	t.Fatalf("varnish does not answer: %s", out)
	return v
}

// get gives an answer's body, and whether Varnish had it.
func (v varnish) get(t *testing.T, path string) (body string, hit bool) {
	t.Helper()
	res, err := http.Get(v.url + path)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	src, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("%s: %d %v", path, res.StatusCode, err)
	}
	return string(src), len(strings.Fields(res.Header.Get("X-Varnish"))) == 2
}

// TestPurgeVarnish: a real Varnish keeps a page for as long as it may, and has the new one right after the publication that changed it;
// what did not change stays. Both ways of Varnish to purge, on both databases.
func TestPurgeVarnish(t *testing.T) {
	for form, newURL := range map[string]func(testing.TB) string{"varnish": databases["postgres"], "varnish-ban": databases["sqlite"]} {
		t.Run(form, func(t *testing.T) {
			t.Parallel()
			port, dir := freePort(t), t.TempDir()
			file := filepath.Join(dir, "purge.yaml")
			text := fmt.Sprintf("wait: 1s\nallow: [127.0.0.1]\ntargets:\n  - {name: cache, form: %s, url: 'http://127.0.0.1:%s/'}\n", form, port)
			if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			p := serve(t, "--sample", "--data-dir", dir, "--database-url", newURL(t), "--purge-config", file)
			c, v := p.setup(), startVarnish(t, port, p.delivery)
			const changing, other = "/v1/sites/customer/menus/main?locale=fr", "/v1/sites/customer/tokens.css"
			for _, path := range []string{changing, other} {
				// Not at once where the sample has just been published: that purges, too.
				p.waitFor("that Varnish keeps "+path, func() bool { _, hit := v.get(t, path); return hit })
			}
			if _, ok := c.rename("suppliers", "Nos fournisseurs"); !ok {
				t.Fatal("not published")
			}
			p.waitFor("the new label behind Varnish", func() bool {
				body, _ := v.get(t, changing)
				return strings.Contains(body, "Nos fournisseurs")
			})
			if _, hit := v.get(t, other); !hit {
				t.Error("what did not change was purged as well")
			}
			metrics := ""
			p.waitFor("the numbers", func() bool {
				res, err := http.Get(p.authoring + "/metrics")
				if err != nil {
					return false
				}
				defer res.Body.Close()
				src, _ := io.ReadAll(res.Body)
				metrics = string(src)
				return strings.Contains(metrics, `portico_purge_behind{target="cache"} 0`)
			})
			if !strings.Contains(metrics, `portico_purge_dead_total{target="cache"} 0`) {
				t.Error(metrics)
			}
			if res := p.get("/metrics"); !strings.Contains(string(res.body), "portico_delivery_generation ") || strings.Contains(string(res.body), "cache\"") {
				t.Errorf("%.2000s", res.body)
			}
			if code := p.stop(); code != 0 {
				t.Errorf("exit code %d\n%s", code, p.out)
			}
		})
	}
}
