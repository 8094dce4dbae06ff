package app_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/portico-cms/portico/internal/store/storetest"
)

// TestRestoredBackup: a database is backed up, published on, put back as it was in the backup, and published on with something else,
// beyond what a delivery node has seen of it. The node is not told. It ends up with what that database has, and with nothing of the
// history that is no more.
func TestRestoredBackup(t *testing.T) {
	for name, newURL := range databases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir, dbURL := t.TempDir(), newURL(t)
			args := func() []string {
				return []string{"--sample", "--data-dir", dir, "--database-url", dbURL, "--log-level", "warn"}
			}
			p := serve(t, args()...)
			admin := p.setup()
			g, _ := p.ready()
			base, err := strconv.Atoi(g)
			if err != nil {
				t.Fatal(err)
			}
			at := func(more int) bool { g, _ := p.ready(); return g == strconv.Itoa(base+more) }
			p.stop()
			file := filepath.Join(dir, "portico.db")
			backup, backupURL := []byte(nil), ""
			if dbURL == "" {
				backup, _ = os.ReadFile(file)
			} else {
				backupURL = storetest.CopyDatabase(t, dbURL)
			}

			p = serve(t, args()...)
			admin.base = p.authoring
			for _, name := range []string{"Lost one", "Lost two"} { // two generations that will have been something else
				site := admin.send(http.MethodGet, "/api/v1/sites/suppliers", "", "", nil)
				res := admin.send(http.MethodPatch, "/api/v1/sites/suppliers", mergePatch, site.header.Get("ETag"), map[string]any{"name": name})
				if res.status != http.StatusOK {
					t.Fatalf("%s: %d %s", name, res.status, res.body)
				}
			}
			p.waitFor("the publications", func() bool { return at(2) })
			p.stop()

			if dbURL == "" {
				if err := os.WriteFile(file, backup, 0o600); err != nil {
					t.Fatal(err)
				}
				_, _ = os.Remove(file+"-wal"), os.Remove(file+"-shm")
			} else {
				dbURL = backupURL
			}
			author := serve(t, append(args(), "--plane", "authoring")...)
			admin.base = author.authoring
			for _, label := range []string{"Found one", "Found two", "Found three"} {
				if _, ok := admin.rename("suppliers", label); !ok {
					t.Fatalf("%s is not published\n%s", label, author.out)
				}
			}
			author.stop()

			p = serve(t, args()...)
			p.waitFor("the publications", func() bool { return at(3) })
			generation, sum := p.ready()
			want := p.get("/v1/sites/suppliers")
			if strings.Contains(string(want.body), "Lost") {
				t.Errorf("of the history that is no more: %s", want.body)
			}
			origin := p.delivery
			p.stop()
			if err := os.Rename(filepath.Join(dir, "readmodel"), filepath.Join(dir, "before")); err != nil { // a new node
				t.Fatal(err)
			}
			p = serve(t, args()...)
			if g, s := p.ready(); g != generation || s != sum {
				t.Errorf("generation %s with checksum %s, and %s with %s of a new node", generation, sum, g, s)
			}
			got := strings.ReplaceAll(string(p.get("/v1/sites/suppliers").body), p.delivery, origin) // it listens elsewhere now
			if got != string(want.body) {
				t.Errorf("before %s\nafter %s", want.body, got)
			}
			res := p.get("/v1/sites/suppliers/menus/main?locale=fr")
			if res.status != http.StatusOK || !strings.Contains(string(res.body), "Found three") {
				t.Errorf("%d %s", res.status, res.body)
			}
		})
	}
}
