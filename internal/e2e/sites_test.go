package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// Where Debian keeps the applications.
const (
	dokuwikiApp = "/usr/share/dokuwiki"
	tomcatHome  = "/usr/share/tomcat10"
	tomcatApp   = "/usr/share/tomcat10-examples/examples"
	aspnetApp   = "/usr/share/asp.net-demos"
)

// An existingSite is one of the three applications, with the changes that examples/existing-sites/ describes.
type existingSite struct {
	key     string // the site's key in Portico, and the id of its menu item
	url     string // scheme://host:port
	page    string // path of the page that is looked at
	other   string // path of a page that is not looked at before Portico is away
	content string // a text of the application's own on that page
	process *process
	restart func() // ends the process and starts it again on the same port and files
}

// startExisting copies the three applications, changes them and starts them.
func startExisting(t *testing.T, porticoURL string) []*existingSite {
	t.Helper()
	ttl := strconv.Itoa(int(clientTTL.Seconds()))
	env := []string{"PORTICO_URL=" + porticoURL, "PORTICO_TTL=" + ttl}
	sites := []*existingSite{dokuwiki(t, env), tomcat(t, porticoURL, ttl), aspnet(t, env)}
	for _, s := range sites {
		s.process.waitFor(t, s.url+s.page)
	}
	return sites
}

// example gives the path of a file below examples/existing-sites.
func example(t *testing.T, name string) string {
	t.Helper()
	return repository(t, filepath.Join("examples/existing-sites", name))
}

// newSite starts a site with a function that does so on a port, and can be called again.
func newSite(t *testing.T, s existingSite, serve func(port string) *process) *existingSite {
	t.Helper()
	port := freePort(t)
	s.url, s.process = "http://127.0.0.1:"+port, serve(port)
	s.restart = func() {
		s.process.kill()
		s.process = serve(port)
		s.process.waitFor(t, s.url+s.page)
	}
	return &s
}

func dokuwiki(t *testing.T, env []string) *existingSite {
	t.Helper()
	dir := tempDir(t)
	app, conf, data := filepath.Join(dir, "app"), filepath.Join(dir, "conf"), filepath.Join(dir, "data")
	copyTree(t, dokuwikiApp, app)
	copyTree(t, "/etc/dokuwiki", conf)
	for _, d := range []string{"attic", "cache", "index", "locks", "log", "media", "media_attic", "media_meta", "meta", "pages", "tmp"} {
		makeDir(t, filepath.Join(data, d))
	}
	write(t, filepath.Join(app, "inc/preload.php"), fmt.Sprintf("<?php define('DOKU_CONF', '%s/');\n", conf))
	write(t, filepath.Join(conf, "local.php"), fmt.Sprintf(
		"<?php\n$conf['title'] = 'Wiki fournisseurs';\n$conf['savedir'] = '%s';\n$conf['useacl'] = 0;\n$conf['userewrite'] = 2;\n", data))
	write(t, filepath.Join(data, "pages/start.txt"), "====== Espace fournisseurs ======\n\n"+
		"Conditions de livraison, appels d’offres en cours et dépôt des factures.\n\n"+
		"===== Livrer sur un chantier =====\n\n  * Prendre rendez-vous la veille avant midi.\n  * Présenter le bon de livraison à l’accueil.\n")

	// What the site's developers change.
	for _, f := range []string{"portico.php", "local.protected.php", "meta.html"} {
		copyFile(t, example(t, "dokuwiki/"+f), filepath.Join(conf, f))
	}
	apply(t, filepath.Join(app, "lib/tpl/dokuwiki"), example(t, "dokuwiki/template.patch"))

	handOver(t, dir)
	return newSite(t, existingSite{
		key: "suppliers", page: "/doku.php/start", other: "/doku.php/wiki:syntax", content: "Conditions de livraison",
	}, func(port string) *process {
		env := append([]string{"PHP_CLI_SERVER_WORKERS=3"}, env...)
		return start(t, "dokuwiki", app, env, "php", "-S", "127.0.0.1:"+port, "-t", app)
	})
}

func tomcat(t *testing.T, porticoURL, ttl string) *existingSite {
	t.Helper()
	dir := tempDir(t)
	app, classes := filepath.Join(dir, "webapps/ROOT"), filepath.Join(dir, "classes")
	makeDir(t, filepath.Join(dir, "conf"), filepath.Join(dir, "logs"), filepath.Join(dir, "temp"), filepath.Join(dir, "work"), classes)
	copyTree(t, tomcatApp, app)
	copyFile(t, tomcatHome+"/etc/web.xml", filepath.Join(dir, "conf/web.xml"))

	write(t, filepath.Join(app, "trap.html"), unmarked.Replace(trap))
	write(t, filepath.Join(app, "piece.html"), piece)

	// What the site's developers change.
	sources := glob(t, example(t, "tomcat/src"), ".java")
	run(t, dir, nil, append([]string{"javac", "-d", classes, "-cp", tomcatHome + "/lib/servlet-api.jar"}, sources...)...)
	run(t, dir, nil, "jar", "cf", filepath.Join(app, "WEB-INF/lib/portico.jar"), "-C", classes, ".")
	apply(t, app, example(t, "tomcat/application.patch"))

	handOver(t, dir)
	return newSite(t, existingSite{
		key: "partners", page: "/servlets/", other: "/jsp/index.html", content: "Examples with Code",
	}, func(port string) *process {
		write(t, filepath.Join(dir, "conf/server.xml"), fmt.Sprintf(`<Server port="-1"><Service name="Catalina">
  <Connector port="%s" address="127.0.0.1" URIEncoding="UTF-8"/>
  <Engine name="Catalina" defaultHost="localhost"><Host name="localhost" appBase="webapps" autoDeploy="false"/></Engine>
</Service></Server>`, port))
		return start(t, "tomcat", dir, nil, "java", "-Xmx256m", "-XX:TieredStopAtLevel=1",
			"-cp", tomcatHome+"/bin/bootstrap.jar:"+tomcatHome+"/bin/tomcat-juli.jar",
			"-Dcatalina.home="+tomcatHome, "-Dcatalina.base="+dir, "-Djava.io.tmpdir="+filepath.Join(dir, "temp"),
			"-Dportico.url="+porticoURL, "-Dportico.ttl="+ttl, "org.apache.catalina.startup.Bootstrap", "start")
	})
}

func aspnet(t *testing.T, env []string) *existingSite {
	t.Helper()
	dir := tempDir(t)
	app := filepath.Join(dir, "app")
	copyTree(t, aspnetApp, app)
	write(t, filepath.Join(app, "trap.ashx"), handler("Trap", unmarked.Replace(trap)))
	write(t, filepath.Join(app, "piece.ashx"), handler("Piece", piece))

	// What the site's developers change.
	sources := glob(t, example(t, "aspnet/src"), ".cs")
	run(t, dir, nil, append([]string{"mcs", "-langversion:6", "-sdk:4.5", "-target:library", "-out:" + filepath.Join(app, "bin/Portico.dll"),
		"-r:System.Web", "-r:System.Web.Extensions", "-r:System.Net.Http", "-r:System.Configuration"}, sources...)...)
	apply(t, app, example(t, "aspnet/web.config.patch"))

	host := filepath.Join(app, "bin/Host.exe") // in the application's bin: ASP.NET loads it from there
	run(t, dir, nil, "mcs", "-langversion:6", "-sdk:4.5", "-out:"+host, "-r:System.Web", example(t, "aspnet/host/Host.cs"))
	temporary := filepath.Join(dir, "tmp")
	makeDir(t, temporary)
	handOver(t, dir)
	return newSite(t, existingSite{
		key: "fieldwork", page: "/1.1/webcontrols/calendar.aspx", other: "/1.1/html/htmlanchor.aspx", content: "Calendar and properties",
	}, func(port string) *process {
		env := append([]string{"TMPDIR=" + temporary}, env...)
		return start(t, "aspnet", app, env, "mono", host, app, "http://127.0.0.1:"+port+"/")
	})
}

// handler is an ASP.NET handler that writes a page as it is. (Mono's compiler of .aspx pages stumbles over tags in comments.)
func handler(name, page string) string {
	return fmt.Sprintf(`<%%@ WebHandler Language="C#" Class="%[1]s" %%>
public class %[1]s : System.Web.IHttpHandler {
	public bool IsReusable { get { return true; } }
	public void ProcessRequest(System.Web.HttpContext context) { context.Response.Write(@"%[2]s"); }
}`, name, strings.ReplaceAll(page, `"`, `""`))
}

// apply makes the changes of a patch to a copy of an application.
func apply(t *testing.T, dir, patch string) {
	t.Helper()
	run(t, dir, []string{"GIT_CEILING_DIRECTORIES=" + filepath.Dir(os.TempDir())}, "git", "apply", patch)
}
