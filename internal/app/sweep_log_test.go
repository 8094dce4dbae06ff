package app_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/portico-cms/portico/internal/store/storetest"
)

// sweeping is a group whose log is swept while nodes follow it: over the database where several processes share it, and over HTTPS.
type sweeping struct {
	t            *testing.T
	dbURL, dir   string
	listen, talk string // ports of the process that authors
	inner        *process
	admin        *client
	b            *border
	key          string
}

func newSweeping(t *testing.T, dbURL string) *sweeping {
	s := &sweeping{t: t, dbURL: dbURL, dir: t.TempDir(), listen: freePort(t), talk: freePort(t)}
	s.inner = s.author()
	s.inner.findAddresses()
	s.admin = s.inner.setup()
	_, s.key = s.admin.followKey()
	s.b = newBorder(t, s.inner.authoring)
	return s
}

// author starts the process that authors, at the addresses that it keeps. It sweeps when it has started, and each hour.
func (s *sweeping) author() *process {
	return launch(s.t, "serve", "--delivery-addr", "127.0.0.1:"+s.listen, "--authoring-addr", "127.0.0.1:"+s.talk, "--sample",
		"--data-dir", s.dir, "--database-url", s.dbURL)
}

// node starts a node that follows over HTTPS or over the database.
func (s *sweeping) node(https bool, dir string) *process {
	if https {
		return outside(s.t, s.b, s.key, dir)
	}
	return serveDelivery(s.t, "--data-dir", dir, "--database-url", s.dbURL)
}

// ways are those in which a node can follow this group: nobody else opens a SQLite file.
func (s *sweeping) ways() map[string]bool {
	ways := map[string]bool{"https": true}
	if s.dbURL != "" {
		ways["database"] = false
	}
	return ways
}

// unpublish takes the first question of a list out of service, and gives its address and the generation.
func (s *sweeping) unpublish() (path string, generation int) {
	s.t.Helper()
	var id string
	s.inner.waitFor("a list", func() bool {
		list, _ := s.inner.get("/v1/sites/customer/entries/faq?locale=fr&page[size]=1").get("data").([]any)
		if len(list) == 1 {
			id = list[0].(obj)["id"].(string)
		}
		return id != ""
	})
	entry := s.admin.send(http.MethodGet, "/api/v1/entries/"+id, "", "", nil)
	res := s.admin.send(http.MethodPost, "/api/v1/entries/"+id+"/unpublish", "application/json", entry.header.Get("ETag"), obj{})
	generation, err := strconv.Atoi(res.header.Get("Portico-Generation"))
	if res.status != http.StatusOK || err != nil {
		s.t.Fatalf("unpublish: %d %s", res.status, res.body)
	}
	s.inner.waitFor("the publication", func() bool { return s.inner.reached(strconv.Itoa(generation)) })
	return "/v1/sites/customer/entries/faq/" + id + "?locale=fr", generation
}

// rename publishes a label, and waits until the process that authors serves it.
func (s *sweeping) rename(label string) {
	s.t.Helper()
	generation, ok := s.admin.rename("suppliers", label)
	if !ok {
		s.t.Fatalf("no publication\n%s", s.inner.out)
	}
	s.inner.waitFor("the publication", func() bool { return s.inner.reached(generation) })
}

// age makes all publications before a generation two months old.
func (s *sweeping) age(before int) {
	at := "now() - interval '60 days'"
	if s.dbURL == "" {
		at = "datetime('now', '-60 days') || '+00:00'"
	}
	storetest.Exec(s.t, s.dbURL, s.dir, fmt.Sprintf(`UPDATE publications SET at = %s WHERE generation < %d`, at, before))
}

func (s *sweeping) number(query string) int {
	s.t.Helper()
	rows := storetest.Query(s.t, s.dbURL, s.dir, query)
	if len(rows) != 1 {
		s.t.Fatalf("%s: %v", query, rows)
	}
	n, err := strconv.Atoi(strings.Trim(rows[0], "[]"))
	if err != nil {
		s.t.Fatal(err)
	}
	return n
}

const oldest, newest = `SELECT MIN(generation) FROM publications`, `SELECT MAX(generation) FROM publications`

// swept waits until nothing before a generation is in the log.
func (s *sweeping) swept(from int) {
	s.t.Helper()
	s.inner.waitFor("the sweep", func() bool {
		return s.number(oldest) == from && s.number(fmt.Sprint(`SELECT COUNT(*) FROM records WHERE deleted AND generation <= `, from)) == 0
	})
}

// TestSweep: the log is swept while one node follows it, one is stopped before, and one exactly at its edge. Those that were away and are
// behind copy everything; nothing that was deleted meanwhile is left on them; in the end all say the same checksum. Nobody who asks the
// nodes that follow is aware of it.
func TestSweep(t *testing.T) {
	for name, newURL := range databases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSweeping(t, newURL(t))
			dirs, nodes, crowds := map[string]string{}, map[string]*process{}, []*visitors{}
			each := func(state string, f func(name string, https bool)) {
				for way, https := range s.ways() {
					f(state+" over "+way, https)
				}
			}
			for _, state := range []string{"behind", "edge", "live"} {
				each(state, func(name string, https bool) {
					dirs[name] = t.TempDir()
					nodes[name] = s.node(https, dirs[name])
					nodes[name].sameAs(s.inner)
				})
			}
			each("behind", func(name string, _ bool) { nodes[name].kill() })
			first, edge := s.unpublish()
			each("edge", func(name string, _ bool) {
				nodes[name].sameAs(s.inner)
				nodes[name].kill()
			})
			second, _ := s.unpublish()
			s.rename("Fournisseurs balayés")
			each("live", func(name string, _ bool) {
				nodes[name].sameAs(s.inner)
				crowds = append(crowds, visit(t, nodes[name].delivery, false))
			})
			s.sweep(edge, edge)
			for _, state := range []string{"behind", "edge"} {
				each(state, func(name string, https bool) { nodes[name] = s.node(https, dirs[name]) })
			}
			for name, node := range nodes {
				node.sameAs(s.inner)
				if anew := strings.Contains(afterStart(node), "whole=true"); anew != strings.HasPrefix(name, "behind") {
					t.Errorf("%s copies everything: %v\n%s", name, anew, node.out)
				}
				for _, path := range []string{first, second} {
					if res := node.get(path); res.status != http.StatusNotFound {
						t.Errorf("%s: what was deleted answers %d", name, res.status)
					}
				}
			}
			s.rename("Fournisseurs")
			each("live", func(name string, _ bool) { nodes[name].sameAs(s.inner) })
			last := s.number(newest)
			s.sweep(last+1, last) // even where nothing is young, the newest stays
			for name, node := range nodes {
				node.sameAs(s.inner)
				if strings.HasPrefix(name, "live") && strings.Contains(afterStart(node), "whole=true") {
					t.Errorf("%s copies everything\n%s", name, node.out)
				}
			}
			for _, crowd := range crowds {
				crowd.leave()
			}
		})
	}
}

// sweep lets what was published before a generation be old, and the process that authors be started again, which sweeps: then the oldest
// publication is the one of left.
func (s *sweeping) sweep(before, left int) {
	s.t.Helper()
	s.inner.kill()
	s.age(before)
	s.inner = s.author()
	s.inner.findAddresses()
	s.swept(left)
}

// afterStart gives what a node logged but for its first publication where it began with nothing.
func afterStart(p *process) string {
	out := p.out.String()
	if strings.Contains(out, "serving from disk") {
		return out
	}
	_, rest, _ := strings.Cut(out, "whole=true")
	return rest
}

// TestKillDuringSweep: kill -9 at any moment of a sweep leaves a log that can be followed: whatever was deleted after the oldest
// publication that is there is told. The next process goes on.
func TestKillDuringSweep(t *testing.T) {
	const many = 60_000 // publications and tombstones, in pieces of a thousand
	for name, newURL := range databases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSweeping(t, newURL(t))
			edgeDir := t.TempDir()
			node := s.node(true, edgeDir)
			node.sameAs(s.inner)
			_, from := s.unpublish()
			node.sameAs(s.inner)
			node.kill()
			path, _ := s.unpublish()
			s.inner.kill()
			s.age(from)
			s.prehistory(many)
			left := `SELECT COUNT(*) FROM publications WHERE generation <= 0`
			cut := 0
			for range 5 {
				before := s.number(left)
				p := s.author()
				p.waitFor("the sweep to begin", func() bool { return s.number(left) < before || before == 0 })
				time.Sleep(rand.N(30 * time.Millisecond))
				p.kill()
				if n := s.number(left); n > 0 || s.number(`SELECT COUNT(*) FROM records WHERE deleted AND generation <= 0`) > 0 {
					cut++
				}
				first := s.number(oldest)
				told := s.number(fmt.Sprintf(`SELECT COUNT(*) FROM records WHERE deleted AND key LIKE 'gone-%%' AND generation > %d`, first))
				if want := max(0, -first); told != want {
					t.Fatalf("the oldest publication is %d, and %d of the %d deletions after it are told", first, told, want)
				}
			}
			if cut == 0 {
				t.Error("no blow fell while it swept")
			}
			s.inner = s.author()
			s.inner.findAddresses()
			s.swept(from)
			node = s.node(true, edgeDir)
			node.sameAs(s.inner)
			if res := node.get(path); res.status != http.StatusNotFound || strings.Contains(node.out.String(), "whole=true") {
				t.Errorf("the node at the edge: %d\n%s", res.status, node.out)
			}
		})
	}
}

// prehistory puts publications into the log that were long before its first, each of which deleted one record.
func (s *sweeping) prehistory(count int) {
	series, at, none := fmt.Sprintf(`generate_series(%d, 0) AS s(n)`, 1-count), `now() - interval '90 days'`, `'[]'::jsonb, `
	body := `''::bytea`
	if s.dbURL == "" {
		series = fmt.Sprintf(`(WITH RECURSIVE s(n) AS (SELECT %d UNION ALL SELECT n + 1 FROM s WHERE n < 0) SELECT n FROM s)`, 1-count)
		at, none, body = `datetime('now', '-90 days') || '+00:00'`, `'[]', `, `x''`
	}
	storetest.Exec(s.t, s.dbURL, s.dir,
		`INSERT INTO publications (generation, author, at, summary, changes, epoch, checksum) SELECT n, 'test', `+at+`, '', `+none+`'e', '' FROM `+series,
		`INSERT INTO records (kind, key, generation, deleted, hash, body) SELECT 'entry', 'gone-' || n, n, TRUE, '', `+body+` FROM `+series)
	if _, err := os.Stat(filepath.Join(s.dir, "portico.db")); s.dbURL == "" && err != nil {
		s.t.Fatal(err)
	}
}
