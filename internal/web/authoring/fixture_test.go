package authoring_test

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/portico-cms/portico/internal/assets"
	core "github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/delivery"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/markdown"
	"github.com/portico-cms/portico/internal/publishing"
	"github.com/portico-cms/portico/internal/readmodel"
	"github.com/portico-cms/portico/internal/store"
	"github.com/portico-cms/portico/internal/store/storetest"
	"github.com/portico-cms/portico/internal/web/authoring"
	"github.com/portico-cms/portico/migrations"
)

func TestMain(m *testing.M) { os.Exit(storetest.Main(m)) }

// databases are what tests run on where data is involved; the URL "" is SQLite.
var databases = map[string]func(testing.TB) string{
	"sqlite":   func(testing.TB) string { return "" },
	"postgres": storetest.Postgres,
}

// server is an authoring listener on a port of its own, with the tiny group in its database.
type server struct {
	t     testing.TB
	app   *fiber.App
	core  *core.Authoring
	store *store.Store
	dbURL string
	dir   string
	url   string
	log   *lines

	siteKey      string // id of a delivery key of site one; see siteKeyID
	comment, job string // ids of what somebody else has made in the tiny group: a thread with a reply, a job that waits
	about        *subject
	waits        waiting
}

func onEach(t *testing.T, test func(t *testing.T, s *server)) {
	for name, newURL := range databases {
		t.Run(name, func(t *testing.T) {
			s := start(t, newURL(t), "")
			s.load()
			test(t, s)
		})
	}
}

// start serves; adminURL is what browsers know it as, "" its own address.
func start(t testing.TB, dbURL, adminURL string, with ...func(*authoring.Options)) *server {
	t.Helper()
	return startIn(t, t.TempDir(), dbURL, adminURL, with...)
}

// startIn serves what is in a folder.
func startIn(t testing.TB, dir, dbURL, adminURL string, with ...func(*authoring.Options)) *server {
	t.Helper()
	s := &server{t: t, dbURL: dbURL, dir: dir, log: &lines{}}
	var err error
	if s.store, err = store.Open(dbURL, s.dir); err != nil {
		t.Fatal(err)
	}
	logger := slog.New(slog.NewTextHandler(s.log, nil))
	s.core = core.New(s.store, publishing.New(publishing.Tools{Bundle: assets.Bundle, Markdown: markdown.HTML, Text: markdown.TextOfHTML}), logger)
	view, _, err := readmodel.OpenView(t.Context(), s.dir, "draft.db", publishing.DraftMeta())
	if err != nil {
		t.Fatal(err)
	}
	drafts := &core.Drafts{Index: view, Saved: s.store.Saved(), Poll: time.Second, Logger: logger}
	s.core.FollowDrafts(drafts)
	following, stop := context.WithCancel(context.Background())
	followed := make(chan struct{})
	go func() {
		defer close(followed)
		drafts.Run(following)
	}()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.url = "http://" + l.Addr().String()
	if adminURL == "" {
		adminURL = s.url
	}
	s.core.ConnectMail(nil, adminURL)
	s.core.ConnectSites(visitor{})
	options := authoring.Options{
		Authoring: s.core, Logger: logger, URL: adminURL, Version: "7.8.9-test", Ping: s.store.Ping, TempDir: s.dir,
		StreamLife: 300 * time.Millisecond, Log: s.store, Metrics: promhttp.Handler(), Finish: delivery.Finished, Markdown: markdown.HTML,
	}
	for _, change := range with {
		change(&options)
	}
	s.app = authoring.New(options)
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = s.app.Listener(l)
	}()
	t.Cleanup(func() {
		client.CloseIdleConnections() // or the server looks again and again whether they are gone
		_ = s.app.ShutdownWithTimeout(10 * time.Second)
		<-done
		stop()
		<-followed
		_ = view.Close()
		_ = s.store.Close()
	})
	return s
}

// load migrates the database and imports the tiny group.
func (s *server) load() {
	s.t.Helper()
	if _, err := s.store.Migrate(s.t.Context(), migrations.FS); err != nil {
		s.t.Fatal(err)
	}
	if _, err := s.core.ImportFS(s.t.Context(), core.System("test"), tiny(s.t)); err != nil {
		s.t.Fatal(err)
	}
	s.discuss()
}

// discuss begins a thread and a job in the name of the process: the routes of these have something to be about.
func (s *server) discuss() {
	s.t.Helper()
	somebody, entry := core.System("somebody"), s.entryID("first")
	root, _, err := s.core.AddComment(s.t.Context(), somebody, entry, core.NewComment{Body: "Is this so?"})
	if err != nil {
		s.t.Fatal(err)
	}
	if _, _, err := s.core.AddComment(s.t.Context(), somebody, entry, core.NewComment{Thread: root.ID, Body: "It is."}); err != nil {
		s.t.Fatal(err)
	}
	j, _, err := s.core.CreateJob(s.t.Context(), somebody, core.NewJob{Kind: core.JobPublish, Entries: []core.NewJobRow{{ID: entry}}})
	if err != nil {
		s.t.Fatal(err)
	}
	s.comment, s.job = root.ID, j.ID
}

// tiny is the folder of the tiny group, and a content type that is a tree.
func tiny(t testing.TB) fs.FS {
	t.Helper()
	out := fstest.MapFS{"content-types/section.yaml": &fstest.MapFile{Data: []byte(`
name: section
label: {en: Section}
title: name
tree: true
fields:
  - {name: name, kind: text, label: {en: Name}, localized: true}
`)}}
	root := os.DirFS("../../authoring/testdata/tiny")
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
	return out
}

// lines is a log that several requests write.
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

const password = "correct horse battery"

// as gives the cookie of a new account that has signed in.
func (s *server) as(role string) string {
	s.t.Helper()
	email := cmp.Or(role, "nobody") + "@portico.example"
	var token string
	account, err := identity.NewAccount(email, "Somebody", password, []identity.Assignment{identity.Everywhere(role)}, time.Now().UTC())
	if err == nil {
		err = s.store.Update(context.Background(), func(tx core.Tx) error { return tx.SaveAccount(context.Background(), account) })
	}
	if err == nil {
		token, _, err = s.core.SignIn(context.Background(), email, password)
	}
	if err != nil {
		s.t.Fatal(err)
	}
	return "portico_session=" + token
}

// request is one request; path may be written by hand, Body is sent as it is.
type request struct {
	method, path, body string
	header             map[string]string
}

type answer struct {
	status int
	header http.Header
	body   string
}

// problem is the body of an error.
type problem struct {
	Type, Title, Detail, Instance, Code, ID string
	Status                                  int
	Errors                                  []struct{ Pointer, Parameter, Code, Message string }
}

func (a answer) problem(t testing.TB) (p problem) {
	t.Helper()
	if ct := a.header.Get("Content-Type"); ct != "application/problem+json" {
		t.Errorf("%d is %s: %.200s", a.status, ct, a.body)
	}
	if err := json.Unmarshal([]byte(a.body), &p); err != nil {
		t.Errorf("%d: %.200s: %v", a.status, a.body, err)
	}
	if p.Type == "" || p.Title == "" || p.Status != a.status || p.Code == "" {
		t.Errorf("%d is not a whole problem document: %s", a.status, a.body)
	}
	return p
}

var client = &http.Client{Timeout: time.Minute, Transport: &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 16}}

func (s *server) do(r request) answer {
	s.t.Helper()
	req, err := http.NewRequest(r.method, s.url, strings.NewReader(r.body))
	if err != nil {
		s.t.Fatal(err)
	}
	req.URL.Opaque = "//" + req.URL.Host + r.path // as it was typed: not cleaned, not escaped
	if r.body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	for name, value := range r.header {
		req.Header.Set(name, value)
	}
	res, err := client.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return answer{res.StatusCode, res.Header, string(b)}
}

// with makes the headers of a request: name, value, name, value.
func with(pairs ...string) map[string]string {
	h := map[string]string{}
	for i := 0; i+1 < len(pairs); i += 2 {
		h[pairs[i]] = pairs[i+1]
	}
	return h
}

// assigned gives the cookie of a new account with other assignments than a role everywhere.
func (s *server) assigned(name string, assignments ...identity.Assignment) string {
	s.t.Helper()
	ctx, email := context.Background(), name+"@assigned.example"
	account, err := identity.NewAccount(email, "Somebody", password, assignments, time.Now().UTC())
	if err == nil {
		err = s.store.Update(ctx, func(tx core.Tx) error { return tx.SaveAccount(ctx, account) })
	}
	var token string
	if err == nil {
		token, _, err = s.core.SignIn(ctx, email, password)
	}
	if err != nil {
		s.t.Fatal(err)
	}
	return "portico_session=" + token
}

// auditLines adds lines to the audit.
func (s *server) auditLines(n int) {
	s.t.Helper()
	err := s.store.Update(s.t.Context(), func(tx core.Tx) error {
		for range n {
			if err := tx.Audit(s.t.Context(), core.AuditEvent{Actor: core.System("test"), Action: "test", Subject: "test/x"}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

// visitor finds the shared parts on every page: the real one would need a network.
type visitor struct{}

func (visitor) Visit(_ context.Context, address, _ string, _ []string) *core.SitePage {
	return &core.SitePage{
		Outcome: core.VisitArrived, Address: address, Status: http.StatusOK, Parts: []string{"head", "header", "footer"}, Generation: 1,
	}
}
