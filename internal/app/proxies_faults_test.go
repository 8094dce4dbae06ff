package app_test

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// proxyOf starts a real proxy and waits until it answers.
func proxyOf(t *testing.T, url, program string, args ...string) {
	t.Helper()
	log, err := os.Create(filepath.Join(t.TempDir(), filepath.Base(program)+".log"))
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	cmd := exec.Command(program, args...)
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Start(); err != nil {
		t.Fatalf("%s (scripts/setup-tests.sh installs it): %v", program, err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
	})
	for range 600 {
		if res, err := http.Get(url + "/readyz"); err == nil {
			_ = res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
	out, _ := os.ReadFile(log.Name())
	t.Fatalf("%s does not answer: %s", program, out)
}

// configured writes a configuration of examples/three-nodes with its capitals filled in, and gives the folder and the file.
func configured(t *testing.T, name string, values ...string) (dir, file string) {
	t.Helper()
	src, err := os.ReadFile(filepath.Join("../../examples/three-nodes", name))
	if err != nil {
		t.Fatal(err)
	}
	dir, err = os.MkdirTemp("", "portico-proxy-") //nolint:usetesting // the name of Varnish's socket must be short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil { //nolint:gosec // Varnish reads it as another user
		t.Fatal(err)
	}
	file = filepath.Join(dir, name)
	if err := os.WriteFile(file, []byte(strings.NewReplacer(values...).Replace(string(src))), 0o644); err != nil { //nolint:gosec // as above
		t.Fatal(err)
	}
	return dir, file
}

// nginx starts nginx in front of the nodes, as docs/guides/three-nodes.md says.
func (f *fleet) nginx() (url string) {
	f.t.Helper()
	addr := "127.0.0.1:" + freePort(f.t)
	dir, file := configured(f.t, "nginx.conf", "LISTEN", addr, "NODE1", f.nodes[0].addr, "NODE2", f.nodes[1].addr, "NODE3", f.nodes[2].addr)
	user := ""
	if os.Getuid() == 0 {
		user = "user root;" // its folders belong to the test
	}
	main := fmt.Sprintf(`%[1]s daemon off; pid %[2]s/pid; error_log %[2]s/error.log; worker_processes 1; events { worker_connections 512; }
http { access_log off; client_body_temp_path %[2]s/t1; proxy_temp_path %[2]s/t2; fastcgi_temp_path %[2]s/t3; uwsgi_temp_path %[2]s/t4;
scgi_temp_path %[2]s/t5; include %[3]s; }`, user, dir, file)
	if err := os.WriteFile(filepath.Join(dir, "main.conf"), []byte(main), 0o600); err != nil {
		f.t.Fatal(err)
	}
	proxyOf(f.t, "http://"+addr, "/usr/sbin/nginx", "-p", dir, "-c", filepath.Join(dir, "main.conf"))
	return "http://" + addr
}

// varnish starts Varnish in front of the nodes, as docs/guides/three-nodes.md says.
func (f *fleet) varnish(port string) varnish {
	f.t.Helper()
	var values []string
	for i, m := range f.nodes {
		host, port, _ := net.SplitHostPort(m.addr)
		values = append(values, fmt.Sprint("HOST", i+1), host, fmt.Sprint("PORT", i+1), port)
	}
	dir, file := configured(f.t, "varnish.vcl", append(values, "AUTHORING", "127.0.0.1")...)
	proxyOf(f.t, "http://127.0.0.1:"+port, "/usr/sbin/varnishd", "-F", "-j", "none", "-n", filepath.Join(dir, "n"), "-a", "127.0.0.1:"+port, "-f", file, "-s", "malloc,64m")
	return varnish{"http://127.0.0.1:" + port}
}

// TestBehindProxies: three nodes behind nginx, and behind Varnish, with the configuration of the guide. Under load, while editors
// publish: a node is killed again and again, all are restarted one after another, and the database is stopped. No site notices: not one
// question fails. And what is published arrives behind Varnish, although it keeps answers.
func TestBehindProxies(t *testing.T) {
	t.Parallel()
	port := freePort(t)
	_, purging := configured(t, "purge.yaml", "NETWORK", "127.0.0.1", "VARNISH", "127.0.0.1:"+port)
	f := newFleetOf(t, 3, "--purge-config", purging)
	cache := f.varnish(port)
	crowd := []*visitors{visit(t, f.nginx(), false), visit(t, cache.url, false)}
	stop := f.editors()
	f.more(2)

	t.Log("killed")
	for range 6 {
		f.more(1)
		for _, v := range crowd {
			v.mayCut.Add(2) // it asks for two things at a time
		}
		f.nodes[0].kill()
		f.start(f.nodes[0])
	}
	t.Log("restarted one after another")
	for _, m := range f.nodes {
		if code := m.stop(); code != 0 {
			t.Errorf("exit code %d\n%s", code, m.out)
		}
		f.start(m)
	}
	t.Log("the database stopped")
	f.cluster.Halt()
	f.everywhere("that it is stale", isStale)
	seen := crowd[0].parts.Load() + 50
	f.author.waitFor("visitors meanwhile", func() bool { return crowd[0].parts.Load() > seen })
	if err := f.cluster.Start(); err != nil {
		t.Fatal(err)
	}
	f.everywhere("that it follows again", isReady)
	f.more(1)
	stop()
	f.converge()
	f.author.waitFor("the last label behind Varnish", func() bool {
		body, _ := cache.get(t, "/v1/sites/suppliers/menus/main?locale=fr")
		return labelIn([]byte(body)) == fmt.Sprint(f.label.Load())
	})
	if _, hit := cache.get(t, "/v1/sites/suppliers/menus/main?locale=fr"); !hit {
		t.Error("Varnish keeps nothing")
	}
	for _, v := range crowd {
		v.leave()
	}
}
