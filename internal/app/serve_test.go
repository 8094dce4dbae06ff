package app_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/portico-cms/portico/internal/store/storetest"
)

// TestFirstHour is the way through: start, set up, change a label, see it on every site, restart without the database.
func TestFirstHour(t *testing.T) {
	for name, newURL := range databases {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			args := []string{"--sample", "--data-dir", dir, "--database-url", newURL(t)}
			p := serve(t, args...)
			if got := p.get("/v1/sites").get("data"); len(got.([]any)) != 16 {
				t.Errorf("%d sites", len(got.([]any)))
			}
			c := p.setup()
			generation, ok := c.rename("suppliers", "Nos fournisseurs")
			if !ok {
				t.Fatal("not published")
			}
			res := p.get("/v1/sites/klio/menus/main?locale=fr", "Portico-Min-Generation", generation)
			if res.status != http.StatusOK || res.header.Get("Portico-Generation") != generation {
				t.Errorf("%d at generation %s, want %s", res.status, res.header.Get("Portico-Generation"), generation)
			}
			for _, part := range []string{"fragments/header", "menus/main", "bundle", "fragments"} {
				if res := p.get("/v1/sites/customer/" + part + "?locale=fr"); !strings.Contains(string(res.body), "Nos fournisseurs") {
					t.Errorf("%s has not the new label", part)
				}
			}
			if code := p.stop(); code != 0 {
				t.Errorf("exit code %d\n%s", code, p.out)
			}
			deliveryAlone(t, dir, generation)
		})
	}
}

// deliveryAlone: a node starts and serves from its own disk, its database away.
func deliveryAlone(t *testing.T, dir, generation string) {
	t.Helper()
	p := serveDelivery(t, "--data-dir", dir, "--database-url", "postgres://portico@127.0.0.1:1/gone?sslmode=disable", "--stale-after", "1s")
	p.waitFor("a stale node", func() bool { return p.get("/readyz").get("status") == "stale" })
	res := p.get("/v1/sites/customer/fragments/header?locale=fr")
	if !strings.Contains(string(res.body), "Nos fournisseurs") {
		t.Errorf("%d: %.200s", res.status, res.body)
	}
	if res.header.Get("Portico-Status") != "stale" || res.header.Get("Portico-Generation") != generation {
		t.Errorf("status %s, generation %s", res.header.Get("Portico-Status"), res.header.Get("Portico-Generation"))
	}
	if res := p.get("/readyz"); res.status != http.StatusOK {
		t.Errorf("a stale node must go on taking traffic: %d %s", res.status, res.body)
	}
}

// TestRefusals: what is wrong at start is said in words, with the place, and exit code 1.
func TestRefusals(t *testing.T) {
	p := serve(t, "--data-dir", t.TempDir())
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		args []string
		want string
	}{
		"port in use":           {[]string{"serve", "--data-dir", t.TempDir(), "--delivery-addr", strings.TrimPrefix(p.delivery, "http://")}, "address already in use"},
		"data folder":           {[]string{"serve", "--data-dir", file}, "data folder"},
		"check: no folder":      {[]string{"check", file}, "is not a folder"},
		"check: no project":     {[]string{"check", t.TempDir()}, "no project folder"},
		"import: no project":    {[]string{"import", t.TempDir(), "--data-dir", t.TempDir()}, "no project folder"},
		"healthcheck: nobody":   {[]string{"healthcheck", "--delivery-addr", "127.0.0.1:1"}, "refused"},
		"another database kind": {[]string{"migrate", "--database-url", "postgres://portico@127.0.0.1:1/x"}, "cannot be reached"},
	} {
		t.Run(name, func(t *testing.T) {
			cmd := command(t, test.args...)
			out, _ := cmd.CombinedOutput()
			if cmd.ProcessState.ExitCode() != 1 || !strings.Contains(string(out), test.want) {
				t.Errorf("exit code %d, output %q; want 1 and %q", cmd.ProcessState.ExitCode(), out, test.want)
			}
		})
	}
}

// TestCheckNamesThePlace: every problem of a project folder, with file and line, in one pass.
func TestCheckNamesThePlace(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "content-types/a.yaml", "name: a\nlabel: {en: A}\ntitle: title\nfields:\n  - name: title\n    kind: txt\n    label: {en: T}\n  - name: other\n    kind: reference\n    label: {en: O}\n    to: [nowhere]\n")
	write(t, dir, "content-types/b.yaml", "name: b\nlabel: [unclosed\n")
	cmd := command(t, "check", dir)
	out, _ := cmd.CombinedOutput()
	for _, want := range []string{"content-types/a.yaml:6", "content-types/a.yaml:11", "content-types/b.yaml:"} {
		if !strings.Contains(string(out), want) {
			t.Errorf("no problem at %s in\n%s", want, out)
		}
	}
	if cmd.ProcessState.ExitCode() != 1 {
		t.Errorf("exit code %d", cmd.ProcessState.ExitCode())
	}
}

// TestAuditVerify: the command says where the audit ends, and where it was changed.
func TestAuditVerify(t *testing.T) {
	for name, newURL := range databases {
		t.Run(name, func(t *testing.T) {
			dir, url := t.TempDir(), newURL(t)
			p := serve(t, "--data-dir", dir, "--database-url", url)
			p.setup()
			if code := p.stop(); code != 0 {
				t.Fatalf("exit code %d\n%s", code, p.out)
			}
			verify := func() (int, string) {
				cmd := command(t, "audit", "verify", "--data-dir", dir, "--database-url", url)
				out, _ := cmd.CombinedOutput()
				return cmd.ProcessState.ExitCode(), string(out)
			}
			if code, out := verify(); code != 0 || !strings.Contains(out, "the audit is whole") {
				t.Errorf("exit code %d: %s", code, out)
			}
			storetest.UnlockAudit(t, url, dir)
			storetest.Exec(t, url, dir, `UPDATE audit SET actor = 'eve' WHERE number = 1`)
			if code, out := verify(); code != 1 || !strings.Contains(out, "at line 1: it does not say what was written") {
				t.Errorf("exit code %d: %s", code, out)
			}
			storetest.Exec(t, url, dir, `DELETE FROM audit`)
			if code, out := verify(); code != 1 || !strings.Contains(out, "at line 1") {
				t.Errorf("exit code %d: %s", code, out)
			}
		})
	}
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
