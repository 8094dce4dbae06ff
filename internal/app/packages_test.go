package app_test

import (
	"encoding/base64"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const privateSite = `key: portal
name: Portal
origins: [https://portal.example]
stack: Java
owner: Web
contact: web@portal.example
locales:
  - {tag: en, home: /}
defaultLocale: en
brand: orvane
channel: stable
integration: sdk
status: planned
private: true
`

// project is a project folder with the shipped design system, in a version of its own.
func project(t *testing.T, version string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "design-system"), os.DirFS("../../design-system")); err != nil {
		t.Fatal(err)
	}
	manifest := filepath.Join(dir, "design-system", "design-system.yaml")
	src, err := os.ReadFile(manifest)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(string(src), "version: 1.4.0", "version: "+version, 1)
	if text == string(src) {
		t.Fatal("the shipped design system has another version")
	}
	write(t, dir, "design-system/design-system.yaml", text)
	write(t, dir, "sites/portal.yaml", privateSite)
	return dir
}

// run runs a package manager as a front-end team would, in a folder and with a home of its own.
func run(t *testing.T, dir string, command ...string) (string, error) {
	t.Helper()
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Dir = dir
	cmd.Env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "npm_config_cache=" + t.TempDir(), "COMPOSER_HOME=" + filepath.Join(dir, ".composer"),
		"COMPOSER_ALLOW_SUPERUSER=1", "npm_config_update_notifier=false",
	}
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func mustRun(t *testing.T, dir string, command ...string) string {
	t.Helper()
	out, err := run(t, dir, command...)
	if err != nil {
		t.Fatalf("%s: %v\n%s", strings.Join(command, " "), err, out)
	}
	return out
}

// TestPackages: the real npm, Composer and Maven install the tokens of a private site with its key and not without, npm again from its lock
// file after the next release and on a node that starts from its disk alone.
func TestPackages(t *testing.T) {
	data := t.TempDir()
	p := serve(t, "--data-dir", data)
	admin := p.setup()
	if code := p.stop(); code != 0 {
		t.Fatal(code, p.out)
	}
	importProject := func(version string) {
		cmd := command(t, "import", project(t, version), "--data-dir", data)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	importProject("1.5.0")
	p = serve(t, "--data-dir", data)
	admin.base = p.authoring
	res := admin.send(http.MethodPost, "/api/v1/sites/portal/keys", "application/json", "", map[string]any{"name": "CI"})
	key, _ := res.get("key").(string)
	if res.status != http.StatusCreated || key == "" {
		t.Fatalf("%d %s", res.status, res.body)
	}

	team := t.TempDir()
	npmrc := func(p *process, key string) {
		text := "@orvane:registry=" + p.delivery + "/npm/\n"
		if key != "" {
			text += strings.TrimPrefix(p.delivery, "http:") + "/npm/:_authToken=" + key + "\n"
		}
		write(t, team, ".npmrc", text)
	}
	write(t, team, "package.json", `{"name":"site","version":"1.0.0","private":true,"type":"module"}`)
	npmrc(p, "")
	if out, err := run(t, team, "npm", "install", "@orvane/design-tokens", "--no-audit", "--no-fund"); err == nil || !strings.Contains(out, "E401") {
		t.Errorf("without a key: %v\n%s", err, out)
	}
	npmrc(p, key)
	mustRun(t, team, "npm", "install", "@orvane/design-tokens@1.4.0", "--no-audit", "--no-fund")
	uses := `import { tokens } from "@orvane/design-tokens"; import { createRequire } from "node:module"; import fs from "node:fs";
const css = fs.readFileSync(createRequire(import.meta.url).resolve("@orvane/design-tokens/tokens.css"), "utf8");
const pkg = createRequire(import.meta.url)("@orvane/design-tokens/package.json");
console.log(pkg.version, tokens["color.text.default"].startsWith("#"), css.includes("--portico-color-text-default"));`
	write(t, team, "uses.js", uses)
	if out := mustRun(t, team, "node", "uses.js"); out != "1.4.0 true true\n" {
		t.Errorf("the package is used: %s", out)
	}
	if out := mustRun(t, team, "npm", "view", "@orvane/design-tokens", "dist-tags.latest", "versions", "--json"); !strings.Contains(out, `"1.5.0"`) || !strings.Contains(out, `"1.4.0"`) {
		t.Errorf("npm view: %s", out)
	}
	if out, err := run(t, team, "npm", "install", "@orvane/design-tokens@9.9.9", "--no-audit"); err == nil || !strings.Contains(out, "ETARGET") {
		t.Errorf("an unknown version: %s", out)
	}
	composerInstalls(t, p.delivery, key)
	mavenInstalls(t, p.delivery, key)
	withdrawn(t, admin, team, "1.4.0", "1.5.0")
	composerWarns(t, p.delivery, key)

	if code := p.stop(); code != 0 {
		t.Fatal(code, p.out)
	}
	importProject("1.6.0")
	p = serve(t, "--data-dir", data, "--delivery-addr", strings.TrimPrefix(p.delivery, "http://"))
	if err := os.RemoveAll(filepath.Join(team, "node_modules")); err != nil {
		t.Fatal(err)
	}
	mustRun(t, team, "npm", "ci", "--no-audit", "--no-fund")
	if out := mustRun(t, team, "node", "uses.js"); out != "1.4.0 true true\n" {
		t.Errorf("after npm ci: %s", out)
	}
	basic := "Basic " + base64.StdEncoding.EncodeToString([]byte("ci:"+key))
	for path, want := range map[string]int{
		"/npm/@orvane%2fdesign-tokens": 200, "/maven/orvane/design-tokens/1.4.0/design-tokens-1.4.0.jar.sha1": 200,
		"/nuget/v3/flat/orvane.design-tokens/index.json": 200, "/npm/@other%2fdesign-tokens": 404,
	} {
		if res := p.get(path, "Authorization", basic); res.status != want {
			t.Errorf("%s: %d %.100s", path, res.status, res.body)
		}
		if res := p.get(path); res.status != http.StatusUnauthorized {
			t.Errorf("%s without a key: %d", path, res.status)
		}
	}
}

// composerInstalls needs Debian's composer.
func composerInstalls(t *testing.T, delivery, key string) {
	t.Helper()
	dir := t.TempDir()
	host := strings.TrimPrefix(delivery, "http://")
	write(t, dir, "composer.json", `{"repositories":[{"type":"composer","url":"`+delivery+`/composer"},{"packagist.org":false}],
"config":{"secure-http":false},"require":{"orvane/design-tokens":"^1.4"}}`)
	write(t, dir, "auth.json", `{"http-basic":{"`+host+`":{"username":"ci","password":"`+key+`"}}}`)
	mustRun(t, dir, "composer", "install", "--no-interaction", "--no-progress")
	for _, name := range []string{"tokens.css", "composer.json"} {
		if _, err := os.Stat(filepath.Join(dir, "vendor/orvane/design-tokens", name)); err != nil {
			t.Error(err)
		}
	}
}

// withdrawn ends a version that a team uses: npm says so to who installs it, and what a lock file names stays to be had.
func withdrawn(t *testing.T, admin *client, team, version, successor string) {
	t.Helper()
	path := "/api/v1/design-system/releases/" + version
	tag := admin.send(http.MethodGet, path, "", "", nil).header.Get("Etag")
	res := admin.send(http.MethodPut, path+"/retirement", "application/json", tag, map[string]any{"deprecatedAt": "2026-01-01T00:00:00Z", "sunsetAt": "2026-01-02T00:00:00Z", "successor": successor})
	if res.status != http.StatusOK {
		t.Fatalf("%d %s", res.status, res.body)
	}
	for range 100 { // until the delivery plane has it
		out := mustRun(t, team, "npm", "view", "@orvane/design-tokens@"+version, "deprecated")
		if strings.Contains(out, "withdrawn: go to "+successor) {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	if err := os.RemoveAll(filepath.Join(team, "node_modules")); err != nil {
		t.Fatal(err)
	}
	if out := mustRun(t, team, "npm", "install", "@orvane/design-tokens@"+version, "--no-audit", "--no-fund", "--prefer-online"); !strings.Contains(out, "deprecated") || !strings.Contains(out, "withdrawn: go to "+successor) {
		t.Errorf("npm installs a withdrawn version without a word: %s", out)
	}
}

// composerWarns: Composer says of a withdrawn version where to go, and takes what a channel stands for as a branch.
func composerWarns(t *testing.T, delivery, key string) {
	t.Helper()
	for require, want := range map[string]string{"1.4.0": "Use orvane/design-tokens 1.5.0 instead", "dev-next": "", "dev-preview": ""} {
		dir := t.TempDir()
		write(t, dir, "composer.json", `{"repositories":[{"type":"composer","url":"`+delivery+`/composer"},{"packagist.org":false}],
"config":{"secure-http":false},"require":{"orvane/design-tokens":"`+require+`"}}`)
		write(t, dir, "auth.json", `{"http-basic":{"`+strings.TrimPrefix(delivery, "http://")+`":{"username":"ci","password":"`+key+`"}}}`)
		out := mustRun(t, dir, "composer", "install", "--no-interaction", "--no-progress")
		if !strings.Contains(out, want) {
			t.Errorf("%s: no %q in %s", require, want, out)
		}
		css, err := os.ReadFile(filepath.Join(dir, "vendor/orvane/design-tokens/tokens.css"))
		if err != nil || len(css) == 0 {
			t.Errorf("%s: %v", require, err)
		}
		mustRun(t, dir, "composer", "update", "--no-interaction", "--no-progress") // asks whether anything changed since
	}
}

const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>team</groupId><artifactId>site</artifactId><version>1</version>
<repositories><repository><id>portico</id><url>DELIVERY/maven</url></repository></repositories>
<dependencies><dependency><groupId>orvane</groupId><artifactId>design-tokens</artifactId><version>[1.4,1.5)</version></dependency></dependencies>
</project>`

// mavenInstalls needs Debian's Maven, which fetches its plug-in from the central repository the first time. A range of versions makes it
// read the list of those there are.
func mavenInstalls(t *testing.T, delivery, key string) {
	t.Helper()
	dir := t.TempDir()
	local, err := filepath.Abs("../../.cache/maven")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(local, "orvane")); err != nil { // of the run before
		t.Fatal(err)
	}
	write(t, dir, "pom.xml", strings.Replace(pom, "DELIVERY", delivery, 1))
	install := func(password string) (string, error) {
		write(t, dir, "settings.xml", `<settings><servers><server><id>portico</id><username>ci</username><password>`+password+`</password></server></servers></settings>`)
		return run(t, dir, "mvn", "--batch-mode", "--no-transfer-progress", "-U", "--strict-checksums", "--settings", "settings.xml", "-Dmaven.repo.local="+local,
			"org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies", "-DoutputDirectory=lib")
	}
	if out, err := install("wrong"); err == nil {
		t.Errorf("a wrong key opened it: %s", out)
	}
	if out, err := install(key); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	out := mustRun(t, dir, "jar", "--list", "--file", "lib/design-tokens-1.4.0.jar")
	if !strings.Contains(out, "META-INF/resources/webjars/design-tokens/1.4.0/tokens.css") {
		t.Errorf("the jar holds %s", out)
	}
}
