package e2e

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// A doorway stands before Portico and lets requests through, or not. What it lets through may be kept for a second alone, so that
// the test sees what happens after that.
type doorway struct {
	address string
	target  *httputil.ReverseProxy
	server  *httptest.Server // nil while it is down
	mood    atomic.Value     // up, slow, failing
}

func newDoorway(t *testing.T, portico string) *doorway {
	t.Helper()
	target, err := url.Parse(portico)
	if err != nil {
		t.Fatal(err)
	}
	d := &doorway{address: "127.0.0.1:" + freePort(t), target: httputil.NewSingleHostReverseProxy(target)}
	d.target.ModifyResponse = func(r *http.Response) error {
		r.Header.Set("Cache-Control", "public, max-age=1, stale-while-revalidate=600, stale-if-error=604800")
		return nil
	}
	t.Cleanup(d.down)
	return d
}

func (d *doorway) down() {
	if d.server != nil {
		d.server.CloseClientConnections()
		d.server.Close()
		d.server = nil
	}
}

// be opens the door in a mood, or closes it.
func (d *doorway) be(t *testing.T, mood string) {
	t.Helper()
	d.mood.Store(mood)
	switch {
	case mood == "down":
		d.down()
	case d.server == nil:
		listener, err := net.Listen("tcp", d.address)
		if err != nil {
			t.Fatal(err)
		}
		d.server = httptest.NewUnstartedServer(d)
		d.server.Listener = listener
		d.server.Start()
	}
}

func (d *doorway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch d.mood.Load() {
	case "slow":
		<-r.Context().Done()
	case "failing":
		http.Error(w, "<h1>Internal Error of Portico</h1>", http.StatusInternalServerError)
	default:
		d.target.ServeHTTP(w, r)
	}
}

// An assembler is a server that pastes the parts into pages.
type assembler struct {
	include string // the line of a layout, with the part and the query to fill in
	start   func(t *testing.T, dir string, d *doorway) (address string)
}

var assemblers = map[string]assembler{
	"nginx": {`<!--# include virtual="/portico/i/foundation/%s/fr%s" -->`, func(t *testing.T, dir string, d *doorway) string {
		return startNginx(t, dir, d.address)
	}},
	"apache":  {`<!--#include virtual="/portico/i/foundation/%s/fr%s" -->`, startApache},
	"varnish": {`<esi:include src="/portico/i/foundation/%s/fr%s"/>`, startVarnish},
}

// assembled: pages of nginx, Apache and Varnish, with the configurations that the examples show. Whatever state Portico is in, the page
// comes, without a word of an error; and it has the last header once there was one.
func (g *group) assembled(t *testing.T) {
	for name, a := range assemblers {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := tempDir(t)
			line := func(part, query string) string { return fmt.Sprintf(a.include, part, query) }
			makeDir(t, filepath.Join(dir, "www"))
			// Two parts: who is slow is waited for at each.
			write(t, filepath.Join(dir, "www", "index.html"), "<!doctype html><html lang=fr><head><title>Own</title></head><body>"+
				line("header", "?path=/")+"<main>The site's own text</main>"+line("footer", "")+"</body></html>")
			d := newDoorway(t, g.portico.delivery)
			page := a.start(t, dir, d) + "/index.html"
			for _, mood := range []string{"down", "slow", "failing"} {
				d.be(t, mood)
				g.readable(t, "never seen, and it is "+mood, fetch(t, page), false)
			}
			d.be(t, "up")
			for range 2 { // once to find it up, once to keep it
				eventually(t, func() string {
					got := fetch(t, page)
					return missing(got, `data-portico-part="header"`) + missing(got, `data-portico-part="footer"`)
				})
			}
			g.readable(t, "up", fetch(t, page), true)
			for _, mood := range []string{"slow", "failing", "down"} {
				d.be(t, mood)
				time.Sleep(1500 * time.Millisecond) // what is kept is old now
				for range 2 {
					g.readable(t, "seen, and it is "+mood, fetch(t, page), true)
				}
			}
			if status, body, err := get(strings.TrimSuffix(page, "/index.html") + "/portico/i/foundation/header/fr"); err != nil || status != http.StatusNotFound {
				t.Errorf("visitors can ask for the includes themselves: status %d, %v, %.80s", status, err, body)
			}
		})
	}
}

func (g *group) readable(t *testing.T, what, page string, seen bool) {
	t.Helper()
	if complaint := missing(page, "own text"); complaint != "" {
		t.Errorf("%s: %s", what, complaint)
	}
	for _, wrong := range []string{"Error", "error", "Bad Gateway", "Unavailable", "Guru", "esi:include", "#include"} {
		if strings.Contains(page, wrong) {
			t.Errorf("%s: the page says %q:\n%.600s", what, wrong, page)
		}
	}
	for _, part := range []string{"header", "footer"} {
		if got := strings.Contains(page, `data-portico-part="`+part+`"`); got != seen {
			t.Errorf("%s: the %s is there: %t, want %t", what, part, got, seen)
		}
	}
}

// filledExample reads a file of examples/existing-sites with its capitals filled in.
func filledExample(t *testing.T, name string, values ...string) string {
	t.Helper()
	src, err := os.ReadFile(repository(t, "examples/existing-sites/"+name))
	if err != nil {
		t.Fatal(err)
	}
	return strings.NewReplacer(values...).Replace(string(src))
}

// startApache runs Debian's Apache on a folder of pages, with the example's configuration.
func startApache(t *testing.T, dir string, d *doorway) string {
	t.Helper()
	port, keeper, cache := freePort(t), freePort(t), filepath.Join(dir, "cache")
	makeDir(t, filepath.Join(cache, "lock"))
	values := []string{"PORTICO", d.address, "KEEPER", keeper, "CACHE", cache}
	var modules strings.Builder
	for _, m := range strings.Fields("mpm_event authz_core mime dir filter include rewrite headers proxy proxy_http cache cache_disk") {
		fmt.Fprintf(&modules, "LoadModule %s_module /usr/lib/apache2/modules/mod_%[1]s.so\n", m)
	}
	write(t, filepath.Join(dir, "apache.conf"), modules.String()+fmt.Sprintf(`
ServerName localhost
ServerRoot %[1]s
PidFile %[1]s/pid
DefaultRuntimeDir %[1]s
ErrorLog %[1]s/error.log
Listen 127.0.0.1:%[2]s
Listen 127.0.0.1:%[3]s
TypesConfig /dev/null
AddType text/html .html
<VirtualHost 127.0.0.1:%[2]s>
DocumentRoot %[1]s/www
%[4]s
</VirtualHost>
%[5]s`, dir, port, keeper, filledExample(t, "apache/portico.conf", values...), filledExample(t, "apache/keeper.conf", values...)))
	handOver(t, dir)
	p := start(t, "apache", dir, nil, "/usr/sbin/apache2", "-DFOREGROUND", "-f", filepath.Join(dir, "apache.conf"))
	p.waitFor(t, "http://127.0.0.1:"+port+"/index.html")
	return "http://127.0.0.1:" + port
}

// startVarnish runs Debian's Varnish before a folder of pages, with the example's configuration.
func startVarnish(t *testing.T, dir string, d *doorway) string {
	t.Helper()
	site := httptest.NewServer(http.FileServer(http.Dir(filepath.Join(dir, "www"))))
	t.Cleanup(site.Close)
	siteHost, sitePort, _ := strings.Cut(strings.TrimPrefix(site.URL, "http://"), ":")
	host, port, _ := strings.Cut(d.address, ":")
	config := filledExample(t, "varnish/portico.vcl", "SITEHOST", siteHost, "SITEPORT", sitePort, "PORTICOHOST", host, "PORTICOPORT", port)
	write(t, filepath.Join(dir, "portico.vcl"), config)
	short, err := os.MkdirTemp("", "v") //nolint:usetesting // the name of Varnish's socket must be short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(short) })
	handOver(t, dir)
	handOver(t, short)
	listen := freePort(t)
	p := start(t, "varnish", short, nil, "/usr/sbin/varnishd", "-F", "-j", "none", "-n", short, "-a", "127.0.0.1:"+listen,
		"-f", filepath.Join(dir, "portico.vcl"), "-s", "malloc,32m")
	p.waitFor(t, "http://127.0.0.1:"+listen+"/index.html")
	return "http://127.0.0.1:" + listen
}
