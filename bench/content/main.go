// Command content measures Portico's content, on SQLite and on PostgreSQL, against PocketBase with the same data, in one run on
// one machine: `make bench-content`. It prints a Markdown report and writes it to artifacts/bench-content.md. It measures and
// judges nothing: numbers of a shared machine are not a test. What is compared, and how, says docs/benchmarks.md.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/portico-cms/portico/bench/server"
	"github.com/portico-cms/portico/internal/store/storetest"
)

// options are the flags of the command.
type options struct {
	portico    string        // path of the binary to measure
	pocketbase string        // path of what it is compared with
	sizes      []int         // how many entries there are, one run each
	rounds     int           // how often each server is asked each kind of question
	duration   time.Duration // of one measurement of reading
	repeats    int           // how often each kind of write is made
	output     string        // path of the report
	only       int           // with alone: the server that is measured, 1 to 3; 0: all
	alone      bool          // what editors do, at each server while the others do not run

	postgresMost int // entries; PostgreSQL is left out where there are more
}

func main() {
	var o options
	var sizes string
	flag.StringVar(&o.portico, "portico", "bin/portico", "the binary to measure")
	flag.StringVar(&o.pocketbase, "pocketbase", ".cache/pocketbase", "the PocketBase to compare with, built in tools/peers")
	flag.StringVar(&sizes, "entries", "1000", "numbers of entries, with commas: 1000,10000,100000")
	flag.IntVar(&o.rounds, "rounds", 3, "measurements of each server for each kind of question")
	flag.DurationVar(&o.duration, "duration", time.Second, "length of one measurement")
	flag.IntVar(&o.repeats, "repeats", 100, "writes of each kind")
	flag.IntVar(&o.postgresMost, "postgres-most", math.MaxInt,
		"leave PostgreSQL out where there are more entries: its import takes long on a machine with other work")
	flag.StringVar(&o.output, "output", "artifacts/bench-content.md", "where the report is written")
	flag.BoolVar(&o.alone, "alone", false, "measure only what editors do, at each server while the others do not run")
	flag.IntVar(&o.only, "only", 0, "with -alone: only Portico on SQLite (1), Portico on PostgreSQL (2) or PocketBase (3)")
	flag.Parse()
	if o.only < 0 || o.only > 3 || o.only > 0 && !o.alone {
		fmt.Fprintln(os.Stderr, "bench: -only takes 1, 2 or 3, and -alone beside it")
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := bench(ctx, o, sizes)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// bench measures everything, one size after the other, and writes the report after each: a long run that is ended loses little.
func bench(ctx context.Context, o options, sizes string) error {
	for size := range strings.SplitSeq(sizes, ",") {
		n, err := strconv.Atoi(size)
		if err != nil || n < 10 || n > 1_500_000 {
			return fmt.Errorf("-entries takes numbers from 10 to 1500000, not %q", size)
		}
		o.sizes = append(o.sizes, n)
	}
	if err := os.MkdirAll(filepath.Dir(o.output), 0o755); err != nil {
		return err
	}
	cluster, err := storetest.StartPostgres(companySettings...)
	if err != nil {
		return err
	}
	defer cluster.Stop()
	var results []sizeResult
	for _, n := range o.sizes {
		database, err := cluster.Database(ctx)
		if err != nil {
			return err
		}
		measure := measureSize
		if o.alone {
			measure = measureAlone
		}
		result, err := measure(ctx, o, newData(n), database)
		if err != nil {
			return fmt.Errorf("%d entries: %w", n, err)
		}
		results = append(results, result)
		if err := write(o, results); err != nil {
			return err
		}
	}
	return report(os.Stdout, o, results)
}

// companySettings are what a company's PostgreSQL has: what is acknowledged is on the disk, and memory for what is asked for.
var companySettings = []string{"fsync=on", "full_page_writes=on", "shared_buffers=1GB", "max_wal_size=4GB"}

func write(o options, results []sizeResult) (err error) {
	file, err := os.Create(o.output)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	return report(io.Writer(file), o, results)
}

// sizeResult is what was measured with one number of entries.
type sizeResult struct {
	d      data
	reads  []readResult
	writes []writeResult
	state  []stateResult // Portico on SQLite, on PostgreSQL, PocketBase
}

// stateResult is what a server needs.
type stateResult struct {
	server       string
	loading      loading
	ready, again time.Duration // see portico
	memory       int64         // most while it served, in bytes
}

func measureSize(ctx context.Context, o options, d data, database string) (result sizeResult, err error) {
	dir, err := os.MkdirTemp("", "portico-bench-content-")
	if err != nil {
		return result, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	s, err := startAll(ctx, o, d, database, dir)
	defer s.end()
	if err != nil {
		return result, err
	}
	for _, one := range s.each() {
		if err := one.server().Rest(); err != nil {
			return result, err
		}
	}
	result.d = d
	read := reading{options: o, d: d, dir: dir, p: s.sqlite, pb: s.peer}
	if result.reads, err = read.measureAll(ctx); err != nil {
		return result, err
	}
	edit := writing{d: d, repeats: min(o.repeats, d.entries), editors: s.editors(d)}
	if result.writes, err = edit.measureAll(ctx); err != nil {
		return result, err
	}
	result.state, err = s.state()
	return result, err
}

// servers are those that are compared, with the same data.
type servers struct {
	sqlite, postgres *portico
	peer             *pocketbase
}

func startAll(ctx context.Context, o options, d data, database, dir string) (s servers, err error) {
	step := func(format string, args ...any) { fmt.Fprintf(os.Stderr, format+" …\n", args...) }
	step("%d entries × %d locales: writing files", d.entries, len(locales))
	folder := filepath.Join(dir, "folder")
	if err := writeFolder(folder, d); err != nil {
		return s, err
	}
	step("loading Portico on SQLite")
	if s.sqlite, err = startPortico(ctx, o, nameSQLite, "", folder, dir); err != nil {
		return s, err
	}
	if d.entries <= o.postgresMost {
		step("loading Portico on PostgreSQL")
		if s.postgres, err = startPortico(ctx, o, namePostgres, database, folder, dir); err != nil {
			return s, err
		}
	}
	step("loading PocketBase")
	s.peer, err = startPocketBase(ctx, o, d, dir)
	return s, err
}

// The names of the servers in the report.
const (
	nameSQLite   = "Portico, SQLite"
	namePostgres = "Portico, PostgreSQL"
	namePeer     = "PocketBase"
)

// one is a server among those that are compared.
type one struct {
	name    string
	server  func() *server.Server // another after a restart
	restart func() error
	result  func() stateResult
}

// each gives those that run.
func (s servers) each() (all []one) {
	for _, p := range []*portico{s.sqlite, s.postgres} {
		if p != nil {
			all = append(all, one{p.Name, func() *server.Server { return p.Server }, p.restart, p.state})
		}
	}
	if s.peer != nil {
		all = append(all, one{namePeer, func() *server.Server { return s.peer.Server }, s.peer.restart, s.peer.state})
	}
	return all
}

// editors are the clients of those that run.
func (s servers) editors(d data) (all []editor) {
	for _, p := range []*portico{s.sqlite, s.postgres} {
		if p != nil {
			all = append(all, p.editor(d))
		}
	}
	if s.peer != nil {
		all = append(all, s.peer.editor(d))
	}
	return all
}

// state reads what each server needed, and then times how fast it starts again.
func (s servers) state() (all []stateResult, err error) {
	for _, one := range s.each() {
		memory, err := one.server().PeakMemory()
		if err != nil {
			return nil, err
		}
		if err := one.restart(); err != nil {
			return nil, err
		}
		r := one.result()
		r.server, r.memory = one.name, memory
		all = append(all, r)
	}
	return all, nil
}

func (p *portico) state() stateResult {
	return stateResult{loading: p.loading, ready: p.ready, again: p.again}
}

func (p *pocketbase) state() stateResult { return stateResult{loading: p.loading, again: p.again} }

// end stops what runs.
func (s servers) end() {
	for _, p := range []*portico{s.sqlite, s.postgres} {
		if p != nil && p.Server != nil {
			p.End()
		}
	}
	if s.peer != nil && s.peer.Server != nil {
		s.peer.End()
	}
}
