package app_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/portico-cms/portico/internal/store/storetest"
)

// fleet is what a group runs: PostgreSQL, one node that authors, and three that deliver.
type fleet struct {
	t       *testing.T
	cluster *storetest.Cluster
	url     string // of the database
	author  *process
	admin   *client
	nodes   []*member
	label   atomic.Int64 // number that was published last
	at      atomic.Value // generation of that, a string
}

// member is a delivery node at an address that it keeps, with its own way to the database.
type member struct {
	*process

	addr   string // host:port
	dir    string // its data folder
	url    string // of the database, as it sees it
	wire   *wire
	prefix []string // command that starts it, such as one that puts it into a network of its own
}

// newFleet starts everything but the nodes. Arguments go to the node that authors.
func newFleet(t *testing.T, args ...string) *fleet {
	t.Helper()
	cluster, err := storetest.StartPostgres()
	if err != nil {
		t.Fatalf("PostgreSQL cannot be started: %v (scripts/setup-tests.sh installs it)", err)
	}
	t.Cleanup(cluster.Stop)
	f := &fleet{t: t, cluster: cluster, url: cluster.NewDatabase(t)}
	f.author = serve(t, append([]string{
		"--sample", "--data-dir", t.TempDir(), "--database-url", f.url, "--poll-interval", "100ms", "--query-rate", "0", "--log-level", "warn",
	}, args...)...)
	f.admin = f.author.setup()
	return f
}

// newFleetOf starts everything, with n nodes.
func newFleetOf(t *testing.T, n int, args ...string) *fleet {
	t.Helper()
	f := newFleet(t, args...)
	for range n {
		f.start(f.member())
	}
	f.converge()
	return f
}

// member makes a node that is not started yet.
func (f *fleet) member() *member {
	m := &member{addr: "127.0.0.1:" + freePort(f.t), dir: f.t.TempDir()}
	m.wire = newWire(f.t, "127.0.0.1:0", f.databaseAddr())
	m.url = f.urlVia(m.wire.addr())
	f.nodes = append(f.nodes, m)
	return m
}

func (f *fleet) databaseAddr() string {
	u, err := url.Parse(f.url)
	if err != nil {
		f.t.Fatal(err)
	}
	return u.Host
}

// urlVia is the database's URL through another address.
func (f *fleet) urlVia(addr string) string {
	return strings.Replace(f.url, f.databaseAddr(), addr, 1)
}

// start starts a node, or starts it again, and waits until it has something to serve.
func (f *fleet) start(m *member) {
	f.t.Helper()
	p := &process{t: f.t, out: output{filepath.Join(f.t.TempDir(), "out.log")}, exited: make(chan error, 1), delivery: "http://" + m.addr}
	p.cmd = command(f.t, "serve", "--plane", "delivery", "--delivery-addr", m.addr, "--data-dir", m.dir, "--database-url", m.url,
		"--poll-interval", "100ms", "--stale-after", "2s", "--query-rate", "0", "--trusted-proxies", "127.0.0.1,10.0.0.0/8", "--log-level", "info",
		"--public-url", "https://shared.example")
	if len(m.prefix) > 0 {
		p.cmd.Args = append(append([]string{}, m.prefix...), p.cmd.Args...)
		path, err := exec.LookPath(m.prefix[0])
		if err != nil {
			f.t.Fatal(err)
		}
		p.cmd.Path = path
	}
	p.run()
	m.process = p
	p.waitFor("something to serve", func() bool { return p.get("/readyz").status == http.StatusOK })
}

// publish publishes the next label, and says whether that was acknowledged. Anything but success or 503 is an error of the test.
func (f *fleet) publish() bool {
	menu := f.admin.send(http.MethodGet, "/api/v1/menus/shared/main", "", "", nil)
	if menu.status != http.StatusOK {
		return f.refused(menu)
	}
	n := f.label.Load() + 1
	draft := f.admin.send(http.MethodPatch, "/api/v1/menus/shared/main/items/suppliers", mergePatch, menu.header.Get("ETag"), obj{"label": obj{"fr": label(int(n))}})
	if draft.status != http.StatusOK {
		return f.refused(draft)
	}
	res := f.admin.send(http.MethodPost, "/api/v1/menus/shared/main/publish", "application/json", draft.header.Get("ETag"), nil)
	if res.status != http.StatusOK {
		return f.refused(res)
	}
	f.at.Store(res.header.Get("Portico-Generation"))
	f.label.Store(n)
	return true
}

func (f *fleet) refused(r response) bool {
	if r.status != 0 && r.status != http.StatusServiceUnavailable {
		f.t.Errorf("publishing: %d %s", r.status, r.body)
	}
	return false
}

// converge publishes once more, and waits until all nodes serve that: the same generation, checksum and label.
func (f *fleet) converge() {
	f.t.Helper()
	f.author.waitFor("a publication", f.publish)
	want := fmt.Sprint(f.label.Load())
	f.author.waitFor("what was published", func() bool { generation, _ := f.author.ready(); return generation == f.at.Load() })
	for _, m := range f.nodes {
		m.sameAs(f.author)
		res := m.get("/v1/sites/suppliers/menus/main?locale=fr")
		if got := labelIn(res.body); res.status != http.StatusOK || got != want {
			f.t.Errorf("%s shows label %q, not %q: %d", m.addr, got, want, res.status)
		}
	}
	for _, path := range []string{"/v1/sites/customer/entries/faq?locale=fr", "/v1/sites/customer/fragments/header?locale=fr", "/v1/sites/customer/bundle?locale=fr"} {
		want := f.nodes[0].get(path)
		for _, m := range f.nodes[1:] {
			got := m.get(path)
			if got.status != http.StatusOK || !bytes.Equal(got.body, want.body) {
				f.t.Errorf("%s: the nodes differ (%d, %d)", path, got.status, want.status)
			}
		}
	}
}
