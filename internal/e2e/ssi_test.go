package e2e

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// ssiPage is a page with the lines of examples/existing-sites/nginx/README.md; the site and the locale are filled in.
const ssiPage = `<!doctype html><html lang="%[2]s"><head><title>Own</title><!--# include virtual="/portico/i/%[1]s/head/%[2]s" --></head>
<body><!--# include virtual="/portico/i/%[1]s/header/%[2]s?path=$uri" --><!--# include virtual="/portico/i/%[1]s/breadcrumbs/%[2]s?path=$uri" -->
<main>The site's own text</main>
<!--# include virtual="/portico/i/%[1]s/footer/%[2]s" --><!--# include virtual="/portico/i/%[1]s/scripts/%[2]s" --></body></html>`

// TestNginxSSI: a site without any code takes the shared parts through nginx's includes, with the very configuration that the
// example shows; it keeps them while Portico is away, and never shows an error.
func TestNginxSSI(t *testing.T) {
	requireApplications(t)
	server := newPortico(t)
	dir := tempDir(t)
	pages := map[string]string{
		"index.html": fmt.Sprintf(ssiPage, "foundation", "fr"), "ar.html": fmt.Sprintf(ssiPage, "foundation", "ar"),
		"unknown.html": fmt.Sprintf(ssiPage, "nobody", "fr"), "other.html": fmt.Sprintf(ssiPage, "careers", "fr"),
	}
	makeDir(t, filepath.Join(dir, "www"))
	for name, page := range pages {
		write(t, filepath.Join(dir, "www", name), page)
	}
	nginx := startNginx(t, dir, strings.TrimPrefix(server.delivery, "http://"))

	page := fetch(t, nginx+"/index.html") // Portico was never there
	if !strings.Contains(page, "own text") || strings.Contains(page, "Bad Gateway") {
		t.Errorf("without Portico the page is\n%s", page)
	}
	server.serve(t)
	const part = `data-portico-part="`
	eventually(t, func() string { return missing(fetch(t, nginx+"/index.html"), part+"header") })
	page = fetch(t, nginx+"/index.html")
	for _, want := range []string{part + "breadcrumbs", part + "footer", `aria-current="true"`, "own text", `lang="fr"`} {
		if complaint := missing(page, want); complaint != "" {
			t.Error(complaint)
		}
	}
	if complaint := missing(fetch(t, nginx+"/ar.html"), `dir="rtl"`); complaint != "" {
		t.Error(complaint)
	}
	page = fetch(t, nginx+"/unknown.html")
	if !strings.Contains(page, `class="portico-skeleton"`) || strings.Contains(page, "not_found") {
		t.Errorf("an unknown site shows\n%s", page)
	}
	if status, _, err := get(nginx + "/portico/i/foundation/header/fr"); err != nil || status != http.StatusNotFound {
		t.Errorf("visitors can ask for the includes themselves: status %d, %v", status, err)
	}

	if code := server.process.stop(t); code != 0 {
		t.Errorf("portico ended with %d", code)
	}
	if complaint := missing(fetch(t, nginx+"/index.html"), part+"header"); complaint != "" {
		t.Errorf("Portico is away: %s", complaint)
	}
	if page := fetch(t, nginx+"/other.html"); !strings.Contains(page, "own text") || strings.Contains(page, "Bad Gateway") {
		t.Errorf("a site that was never shown, and Portico is away:\n%s", page)
	}
}

// startNginx runs Debian's nginx on a folder of pages, with the example's configuration, and gives its address.
func startNginx(t *testing.T, dir, portico string) string {
	t.Helper()
	example, err := os.ReadFile(repository(t, "examples/existing-sites/nginx/portico.conf"))
	if err != nil {
		t.Fatal(err)
	}
	port := freePort(t)
	write(t, filepath.Join(dir, "portico.conf"), strings.Replace(string(example), "http://PORTICO/", "http://"+portico+"/", 1))
	// Every folder that nginx would write to as root is its own here.
	write(t, filepath.Join(dir, "nginx.conf"), fmt.Sprintf(`
daemon off; pid %[1]s/nginx.pid; error_log %[1]s/error.log; worker_processes 1;
events { worker_connections 128; }
http {
  access_log off; types { text/html html; }
  client_body_temp_path %[1]s/t1; proxy_temp_path %[1]s/t2; fastcgi_temp_path %[1]s/t3; uwsgi_temp_path %[1]s/t4; scgi_temp_path %[1]s/t5;
  proxy_cache_path %[1]s/cache levels=1:2 keys_zone=portico:2m max_size=100m inactive=30d;
  server { listen 127.0.0.1:%[2]s; root %[1]s/www; include %[1]s/portico.conf; }
}`, dir, port))
	handOver(t, dir)
	p := start(t, "nginx", dir, nil, "/usr/sbin/nginx", "-p", dir, "-c", filepath.Join(dir, "nginx.conf"))
	address := "http://127.0.0.1:" + port
	p.waitFor(t, address+"/index.html")
	return address
}
