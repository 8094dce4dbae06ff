package main

import (
	"bytes"
	"context"
	"io"
	"math"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/portico-cms/portico/internal/store/storetest"
)

// TestDataIsTheSame: whoever asks for an article gets the same one, and what must be its own is.
func TestDataIsTheSame(t *testing.T) {
	d := newData(3000)
	dates, slugs := map[time.Time]bool{}, map[string]bool{}
	for n := range d.entries {
		a := d.article(n)
		if a != d.article(n) || a.category >= d.categories || a.price < 0 || a.price > 99_999 {
			t.Fatalf("article %d: %+v", n, a)
		}
		dates[a.date] = true
		for _, locale := range locales {
			doc := d.document(n, locale)
			slugs[locale+doc.Slug] = true
			if !strings.Contains(doc.Body, d.rare(n)) || len(doc.Title) > 100 {
				t.Fatalf("article %d: %+v", n, doc)
			}
		}
	}
	if len(dates) != d.entries || len(slugs) != d.entries*len(locales) {
		t.Errorf("%d dates and %d slugs of %d articles", len(dates), len(slugs), d.entries)
	}
}

// TestQuestionsDiffer: a server that keeps answers must have none of the uncached ones.
func TestQuestionsDiffer(t *testing.T) {
	for _, s := range subjects {
		d, seen := newData(100), map[string]bool{}
		n := min(20_000, s.different(d))
		for i := range n {
			seen[s.vary(d, i).portico] = true
		}
		if len(seen) < n*999/1000 {
			t.Errorf("%s: %d different ones of %d", s.name, len(seen), n)
		}
	}
}

func build(t *testing.T, dir, pkg string) string {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	binary := filepath.Join(t.TempDir(), "server")
	cmd := exec.CommandContext(t.Context(), "go", "build", "-o", binary, pkg)
	cmd.Dir = filepath.Join(root, dir)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return binary
}

// TestServersAgree starts everything with a few articles: both servers give the same titles to the same questions, what
// editors do works on all three, and the report can be written.
func TestServersAgree(t *testing.T) {
	cluster, err := storetest.StartPostgres()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(cluster.Stop)
	o := options{
		portico: build(t, ".", "./cmd/portico"), pocketbase: build(t, "tools/peers", "."),
		rounds: 1, duration: time.Second, repeats: 3, postgresMost: math.MaxInt,
	}
	d := newData(120)
	s, err := startAll(t.Context(), o, d, cluster.NewDatabase(t), t.TempDir())
	t.Cleanup(s.end)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []*portico{s.sqlite, s.postgres} {
		agree(t, reading{options: o, d: d, p: p, pb: s.peer})
	}

	result := sizeResult{d: d}
	edit := writing{d: d, repeats: o.repeats, editors: []editor{s.sqlite.editor(d), s.postgres.editor(d), s.peer.editor(d)}}
	if result.writes, err = edit.measureAll(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, w := range result.writes {
		for name, err := range w.absent {
			t.Errorf("%s: %v", name, err)
		}
	}
	published(t, s, d)
	r := reading{options: o, d: d, dir: t.TempDir(), p: s.sqlite, pb: s.peer}
	if err := r.prepare(); err != nil {
		t.Fatal(err)
	}
	for _, cached := range []bool{false, true} {
		one, err := r.measure(t.Context(), subjects[0], cached)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range slices.Concat(one.portico, one.pocketbase) {
			if s.refused > 0 {
				t.Errorf("refused %d of %d", s.refused, s.requests)
			}
		}
		if one.absent == nil && (len(one.portico) != o.rounds || len(one.pocketbase) != o.rounds) {
			t.Errorf("%d and %d measurements", len(one.portico), len(one.pocketbase))
		}
		result.reads = append(result.reads, one)
	}
	if result.state, err = s.state(); err != nil {
		t.Fatal(err)
	}
	if err := report(io.Discard, o, []sizeResult{result, result}); err != nil {
		t.Error(err)
	}
}

// TestAlone: each server is measured while the others do not run, and all are in one report.
func TestAlone(t *testing.T) {
	cluster, err := storetest.StartPostgres()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(cluster.Stop)
	o := options{portico: build(t, ".", "./cmd/portico"), pocketbase: build(t, "tools/peers", "."), repeats: 2, alone: true}
	result, err := measureAlone(t.Context(), o, newData(40), cluster.NewDatabase(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range result.writes {
		for _, name := range writeServers {
			if w.operation != "create in one locale" && len(w.took[name]) == 0 {
				t.Errorf("%s: %s was not measured: %v", name, w.operation, w.absent[name])
			}
		}
	}
	if len(result.state) != len(writeServers) {
		t.Errorf("%+v", result.state)
	}
	if err := report(io.Discard, o, []sizeResult{result, result}); err != nil {
		t.Error(err)
	}
}

// agree asks many different questions of all kinds.
func agree(t *testing.T, r reading) {
	t.Helper()
	found := false
	for _, s := range append(slices.Clone(subjects), cachedOnly) {
		for i := range 40 {
			q := s.vary(r.d, i*131)
			err := r.same(t.Context(), s, i*131)
			if err != nil {
				t.Errorf("%s: %v", s.name, err)
				break
			}
			titles, err := r.p.titles(t.Context(), q.portico)
			if err != nil {
				t.Fatal(err)
			}
			found = found || len(titles) > 5
		}
	}
	if !found {
		t.Error("no question had more than five answers")
	}
}

// published: the articles that editors published are out on all servers, those that they only made are not.
func published(t *testing.T, s servers, d data) {
	t.Helper()
	slug := func(n int) question {
		return question{
			porticoPath("/"+d.document(n, "fr").Slug, "locale", "fr"),
			recordsQuery("locale='fr' && slug='" + d.document(n, "fr").Slug + "'"),
		}
	}
	for n, want := range map[int]bool{d.created(0): true, d.created(2): true, d.imported(): false} {
		for _, p := range []*portico{s.sqlite, s.postgres} {
			if got := eventually(t, func() bool { _, err := p.titles(t.Context(), slug(n).portico); return (err == nil) == want }); !got {
				t.Errorf("%s: article %d is out: %t", p.Name, n, !want)
			}
		}
		titles, err := s.peer.titles(t.Context(), slug(n).pocketbase)
		if err != nil || (len(titles) == 1) != want {
			t.Errorf("PocketBase: article %d: %q, %v", n, titles, err)
		}
	}
}

// eventually asks again until a delivery node has read the publication log.
func eventually(t *testing.T, is func() bool) bool {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	for !is() {
		select {
		case <-ctx.Done():
			return false
		case <-time.After(20 * time.Millisecond):
		}
	}
	return true
}

// TestReadWrk reads what wrk prints, and takes errors for errors.
func TestReadWrk(t *testing.T) {
	good := "  Latency Distribution\n     50%  457.00us\n     99%    1.91ms\n  300 requests in 1.00s, 16.68MB read\nRequests/sec:    299.62\n"
	s, err := readWrk(good)
	if err != nil || s.requests != 300 || s.rate != 299.62 || s.p99 != 1910*time.Microsecond {
		t.Errorf("%+v %v", s, err)
	}
	s, err = readWrk(good + "  Non-2xx or 3xx responses: 150\n")
	if err != nil || s.refused != 150 || s.rate != 299.62/2 {
		t.Errorf("%+v %v", s, err)
	}
	for _, bad := range []string{"", good + "  Socket errors: connect 0, read 0, write 0, timeout 3\n"} {
		if _, err := readWrk(bad); err == nil {
			t.Errorf("taken for good: %q", bad)
		}
	}
}

// TestReport: what is not there yet is said, not left out.
func TestReport(t *testing.T) {
	w := writeResult{
		operation: "save", each: 1, absent: map[string]error{namePostgres: errAbsent},
		took: map[string][]time.Duration{nameSQLite: {2 * time.Millisecond, 4 * time.Millisecond, time.Millisecond}, namePeer: {time.Millisecond}},
	}
	var b bytes.Buffer
	if err := report(&b, options{}, []sizeResult{{d: newData(1000), writes: []writeResult{w}}}); err != nil {
		t.Fatal(err)
	}
	if want := "| save | 2.00 | 4.00 | not there yet | | 1.00 | 1.00 | **0.50** | – |"; !strings.Contains(b.String(), want) {
		t.Errorf("no %q in\n%s", want, b.String())
	}
}
