package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os/exec"
	"path/filepath"
	"regexp"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/portico-cms/portico/bench/server"
)

// portico is a running Portico with the data of the benchmark, and somebody signed in.
type portico struct {
	*server.Server

	delivery client
	manage   client
	loading  loading
	ready    time.Duration // from the start of the process to the first answer, with an empty read side
	again    time.Duration // the same once the read side was on disk
	restart  func() error
}

// loading is what bringing the data in took.
type loading struct {
	took   time.Duration
	memory int64 // most that the process had, in bytes; 0 where it is the server itself
}

// startPortico imports the folder into an empty database and serves it. An empty databaseURL is SQLite.
func startPortico(ctx context.Context, o options, name, databaseURL, folder, dir string) (*portico, error) {
	data := filepath.Join(dir, name)
	on := server.Pinned
	if o.alone {
		on = server.Free // loading is not what is measured
	}
	run := func(command string, args ...string) *exec.Cmd {
		args = append([]string{command, "--data-dir", data, "--log-level", "warn", "--database-url", databaseURL}, args...)
		return on(1, o.portico, args...)
	}
	p := &portico{}
	load := run("import", folder)
	begin := time.Now()
	if out, err := load.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("portico import: %w: %.2000s", err, out)
	}
	p.loading = loading{time.Since(begin), peakOf(load.ProcessState)}

	addrs, err := server.FreeAddrs(2)
	if err != nil {
		return nil, err
	}
	p.delivery, p.manage = newClient(addrs[0]), newClient(addrs[1])
	start := func() (took time.Duration, err error) {
		begin := time.Now()
		cmd := run("serve", "--delivery-addr", addrs[0], "--authoring-addr", addrs[1], "--public-url", "http://"+addrs[0],
			"--query-rate", "0", // all visitors come from one address here
			"--content-types", filepath.Join(folder, "content-types"))
		p.Server, err = server.Start(cmd, name, addrs[0], filepath.Join(dir, name+".log"), firstPath)
		return time.Since(begin), err
	}
	if p.ready, err = start(); err != nil {
		return nil, err
	}
	p.restart = func() error {
		on = server.Pinned
		if err := p.Stop(); err != nil {
			return err
		}
		if err := settle(ctx, databaseURL); err != nil {
			return err
		}
		p.again, err = start()
		return err
	}
	err = p.setUp(ctx)
	return p, err
}

// settle does what PostgreSQL's autovacuum does in the hour after so many rows have come, so that it does not while something is measured.
func settle(ctx context.Context, databaseURL string) error {
	if databaseURL == "" {
		return nil
	}
	conn, err := pgx.Connect(ctx, databaseURL)
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, "VACUUM (ANALYZE)")
	return errors.Join(err, conn.Close(ctx))
}

// firstPath is answered once the read side has all that was imported.
var firstPath = fmt.Sprintf("/v1/sites/%s/entries/article/%s?locale=en", siteKey, articleID(0))

var setupLine = regexp.MustCompile(`/setup#([A-Za-z0-9_-]+)`)

// setUp makes the first administrator by the link that Portico printed.
func (p *portico) setUp(ctx context.Context) error {
	var token [][]byte
	for deadline := time.Now().Add(10 * time.Second); token == nil && time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		log, err := p.Log()
		if err != nil {
			return err
		}
		token = setupLine.FindSubmatch(log)
	}
	if token == nil {
		return errors.New("portico printed no link for the first administrator")
	}
	res, err := p.manage.send(ctx, http.MethodPost, "/api/v1/setup", map[string]string{
		"token": string(token[1]), "email": account, "name": "Bench", "password": password,
	}, nil)
	if err != nil {
		return err
	}
	p.manage.header.Set("Cookie", res.cookie)
	return nil
}

// saved is an entry at a server: its id, and the version that the next write builds on.
type saved struct {
	ID   string
	etag string
}

func (p *portico) create(ctx context.Context, d data, n int) (saved, error) {
	e := d.entry(n)
	e.Space, e.Type = "shared", "article"
	var s saved
	res, err := p.manage.send(ctx, http.MethodPost, "/api/v1/entries", e, &s)
	s.etag = res.etag
	return s, err
}

// read gets the version of an entry, which a write needs.
func (p *portico) read(ctx context.Context, id string) (saved, error) {
	var s saved
	res, err := p.manage.send(ctx, http.MethodGet, "/api/v1/entries/"+id, nil, &s)
	s.etag = res.etag
	return s, err
}

func (p *portico) save(ctx context.Context, s saved, locale, summary string) error {
	patch := map[string]any{"locales": map[string]any{locale: map[string]string{"summary": summary}}}
	_, err := p.manage.with("If-Match", s.etag).send(ctx, http.MethodPatch, "/api/v1/entries/"+s.ID, patch, nil)
	return err
}

func (p *portico) publish(ctx context.Context, s saved) error {
	_, err := p.manage.with("If-Match", s.etag).send(ctx, http.MethodPost, "/api/v1/entries/"+s.ID+"/publish", struct{}{}, nil)
	return err
}

// publishAll publishes many entries as one job and waits for its end.
func (p *portico) publishAll(ctx context.Context, all []saved) error {
	entries := make([]map[string]string, len(all))
	for i, s := range all {
		entries[i] = map[string]string{"id": s.ID}
	}
	body := map[string]any{"kind": "publish", "entries": entries}
	res, err := p.manage.send(ctx, http.MethodPost, "/api/v1/jobs", body, nil)
	if err != nil {
		return err
	}
	for {
		var job struct {
			State               string
			Total, Done, Failed int
		}
		if _, err := p.manage.send(ctx, http.MethodGet, res.location, nil, &job); err != nil {
			return err
		}
		switch {
		case job.Failed > 0 || job.State == "failed" || job.State == "cancelled":
			return fmt.Errorf("the job is %s, and %d of its rows failed", job.State, job.Failed)
		case job.Total > 0 && job.Done >= job.Total:
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// importLines brings new entries in by NDJSON, as drafts.
func (p *portico) importLines(ctx context.Context, d data, from, to int) error {
	var lines []byte
	for n := from; n < to; n++ {
		e := d.entry(n)
		e.ID, e.Space, e.Type, e.Key = articleID(n), "shared", "article", fmt.Sprintf("article-%d", n)
		line, err := json.Marshal(e)
		if err != nil {
			return err
		}
		lines = append(append(lines, line...), '\n')
	}
	_, err := p.manage.with("Content-Type", "application/x-ndjson").send(ctx, http.MethodPost, "/api/v1/entries/import", lines, nil)
	return err
}
