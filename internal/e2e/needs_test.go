package e2e

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// needs lists what the test starts, with the Debian package that brings it.
var needs = []struct{ path, debian string }{
	{"git", "git"},
	{"chromium", "chromium"},
	{"php", "php-cli"},
	{"/usr/sbin/nginx", "nginx"},
	{"/usr/share/dokuwiki/doku.php", "dokuwiki"},
	{"java", "default-jdk-headless"},
	{"javac", "default-jdk-headless"},
	{"jar", "default-jdk-headless"},
	{tomcatHome + "/bin/bootstrap.jar", "tomcat10"},
	{tomcatApp + "/WEB-INF/web.xml", "tomcat10-examples"},
	{"mono", "mono-devel"},
	{"mcs", "mono-mcs"},
	{"/usr/lib/mono/4.5/System.Web.dll", "mono-devel"},
	{"/usr/lib/mono/4.5/System.Net.Http.dll", "libmono-system-net-http4.0-cil"},
	{aspnetApp + "/index.aspx", "asp.net-examples"},
}

// requireApplications fails where something is missing. It never skips: a proof that did not run is no proof.
func requireApplications(t *testing.T) {
	t.Helper()
	if testing.Short() && os.Getenv("CI") != "true" {
		t.Skip("-short: starts five servers and a browser")
	}
	var missing []string
	for _, need := range needs {
		_, err := exec.LookPath(need.path)
		if strings.HasPrefix(need.path, "/") {
			_, err = os.Stat(need.path)
		}
		if err != nil {
			missing = append(missing, need.debian)
		}
	}
	if exec.Command("php", "-r", `exit(extension_loaded("curl") ? 0 : 1);`).Run() != nil {
		missing = append(missing, "php-curl")
	}
	if slices.Sort(missing); len(missing) > 0 {
		t.Fatalf("not on this machine: the Debian packages %s; scripts/setup-tests.sh installs them",
			strings.Join(slices.Compact(missing), " "))
	}
}
