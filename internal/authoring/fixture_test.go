package authoring_test

import (
	"bytes"
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/assets"
	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/designsystem"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/markdown"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/publishing"
	"github.com/portico-cms/portico/internal/schema"
	"github.com/portico-cms/portico/internal/store"
	"github.com/portico-cms/portico/internal/store/storetest"
	"github.com/portico-cms/portico/migrations"
)

func TestMain(m *testing.M) { os.Exit(storetest.Main(m)) }

// databases are what the tests of use cases run on; the URL "" is SQLite.
var databases = map[string]func(testing.TB) string{
	"sqlite":   func(testing.TB) string { return "" },
	"postgres": storetest.Postgres,
}

// plane is an authoring plane over a new database.
type plane struct {
	*authoring.Authoring
	t     testing.TB
	store *store.Store
	url   string
	dir   string
	log   *lines
	clock *clock
}

// onEach runs a test on an empty plane over each database.
func onEach(t *testing.T, test func(t *testing.T, p *plane)) {
	for name, newURL := range databases {
		t.Run(name, func(t *testing.T) { test(t, newPlane(t, newURL(t))) })
	}
}

func newPlane(t testing.TB, url string) *plane {
	t.Helper()
	p := &plane{t: t, url: url, dir: t.TempDir(), log: &lines{}, clock: &clock{now: time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)}}
	var err error
	if p.store, err = store.Open(url, p.dir); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.store.Close() })
	if _, err := p.store.Migrate(t.Context(), migrations.FS); err != nil {
		t.Fatal(err)
	}
	p.Authoring = authoring.New(p.store, newCompiler(), slog.New(slog.NewTextHandler(p.log, nil)))
	p.SetClock(p.clock.Now)
	return p
}

func newCompiler() *publishing.Compiler {
	return publishing.New(publishing.Tools{Bundle: assets.Bundle, Markdown: markdown.HTML, Text: markdown.TextOfHTML})
}

// clock is a time that only a test moves.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// lines is a log that may be written from several goroutines.
type lines struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// files are the sources of a project folder; "" takes a file out, and a name that ends in / a folder.
type files map[string]string

// tiny is the folder of a group of two sites, with some of its files replaced.
func tiny(t testing.TB, replaced files) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	root := os.DirFS("testdata/tiny")
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		src, err := fs.ReadFile(root, name)
		out[name] = &fstest.MapFile{Data: src}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, src := range replaced {
		switch {
		case name[len(name)-1] == '/':
			maps.DeleteFunc(out, func(file string, _ *fstest.MapFile) bool { return len(file) > len(name) && file[:len(name)] == name })
		case src == "":
			delete(out, name)
		default:
			out[name] = &fstest.MapFile{Data: []byte(src)}
		}
	}
	return out
}

// model and release are those of the tiny group.
func model(t testing.TB, replaced files) *schema.Model {
	t.Helper()
	m, err := schema.LoadDir(tiny(t, replaced), "content-types")
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func release(t testing.TB, replaced files) *designsystem.Release {
	t.Helper()
	sub, err := fs.Sub(tiny(t, replaced), "design-system")
	if err != nil {
		t.Fatal(err)
	}
	r, err := designsystem.Load(sub)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

var root = authoring.System("test")

// importTiny imports the tiny group with some of its files replaced; it must succeed.
func (p *plane) importTiny(replaced files) *authoring.Imported {
	p.t.Helper()
	done, err := p.ImportFS(p.t.Context(), root, tiny(p.t, replaced))
	if err != nil {
		p.t.Fatal(err)
	}
	return done
}

// unchanged runs something that must fail, and compares all tables but some before and after.
func (p *plane) unchanged(f func() error, but ...string) error {
	p.t.Helper()
	dump := func() map[string][]string {
		tables := storetest.Dump(p.t, p.url, p.dir)
		for _, name := range but {
			delete(tables, name)
		}
		return tables
	}
	before := dump()
	err := f()
	if err == nil {
		p.t.Error("it did not fail")
	}
	if diff := cmp.Diff(before, dump()); diff != "" {
		p.t.Errorf("something was written: %s", diff)
	}
	return err
}

// since gives the records of generations after one, by name.
func (p *plane) since(generation int64) map[string]published.Record {
	p.t.Helper()
	out := map[string]published.Record{}
	records, _, err := storetest.Since(p.t.Context(), p.store, generation)
	if err != nil {
		p.t.Fatal(err)
	}
	for _, r := range records {
		out[string(r.Kind)+" "+r.Key] = r
	}
	return out
}

// account makes an account beside use cases: those for people other than the first come later.
func (p *plane) account(email string, role string) *identity.Account {
	p.t.Helper()
	a, err := identity.NewAccount(email, "Somebody", password, []identity.Assignment{identity.Everywhere(role)}, p.clock.Now())
	if err != nil {
		p.t.Fatal(err)
	}
	if err := p.store.Update(p.t.Context(), func(tx authoring.Tx) error { return tx.SaveAccount(p.t.Context(), a) }); err != nil {
		p.t.Fatal(err)
	}
	return a
}

// actorOf is somebody who has a built-in role everywhere.
func actorOf(role string) authoring.Actor { return actorWith("x", identity.Everywhere(role)) }

// actorWith is somebody with built-in roles.
func actorWith(id string, assignments ...identity.Assignment) authoring.Actor {
	roles := map[string]*identity.Role{}
	for _, r := range identity.BuiltIns() {
		roles[r.Name] = r
	}
	return authoring.Actor{ID: id, Name: id, Access: identity.NewAccess(assignments, roles)}
}

const password = "correct horse battery"
