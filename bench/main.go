// Command bench measures Portico against nginx serving the same bytes as static files, and against a
// plain fiber handler, in one run on one machine: `make bench-delivery`. It prints a Markdown report and writes
// it to artifacts/bench.md. It measures and judges nothing: numbers of a shared machine are not a test.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/portico-cms/portico/bench/server"
)

// options are the flags of the command.
type options struct {
	portico  string        // path of the binary to measure
	site     string        // key of the sample site
	rounds   int           // how often each peer is measured in each case
	duration time.Duration // of one measurement
	workers  int           // nginx workers, and GOMAXPROCS of the others
	cached   bool          // nginx keeps files open
	output   string        // path of the report
}

func main() {
	var o options
	var peerAddr, peerDir string
	flag.StringVar(&o.portico, "portico", "bin/portico", "the binary to measure")
	flag.StringVar(&o.site, "site", "corporate", "the sample site to ask for")
	flag.IntVar(&o.rounds, "rounds", 5, "measurements of each peer in each case")
	flag.DurationVar(&o.duration, "duration", 3*time.Second, "length of one measurement")
	flag.IntVar(&o.workers, "workers", 1, "worker processes of nginx, GOMAXPROCS of the Go servers")
	flag.BoolVar(&o.cached, "open-file-cache", false, "let nginx keep the files open")
	flag.StringVar(&o.output, "output", "artifacts/bench.md", "where the report is written")
	flag.StringVar(&peerAddr, "fiber-peer", "", "internal: serve -fiber-dir at this address with plain fiber")
	flag.StringVar(&peerDir, "fiber-dir", "", "internal: see -fiber-peer")
	flag.Parse()

	run := func() error { return bench(o) }
	if peerAddr != "" {
		run = func() error { return serveFiber(peerAddr, peerDir) }
	}
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// bench measures everything and writes the report.
func bench(o options) (err error) {
	// Not the system's temporary folder: nginx's workers, who are not root, must reach the files.
	dir, err := os.MkdirTemp("", "portico-bench-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if err := os.Chmod(dir, 0o755); err != nil { //nolint:gosec // public sample files, read by another user
		return err
	}

	fmt.Fprintln(os.Stderr, "handler alone …")
	handlers, err := handlerBenchmarks()
	if err != nil {
		return err
	}
	starts, err := timeStarts(o, dir)
	if err != nil {
		return err
	}
	portico, err := startPortico(o, dir, server.Pinned)
	if err != nil {
		return err
	}
	defer portico.End()

	www := filepath.Join(dir, "www")
	cases, err := collect(portico.Addr, o.site, www)
	if err != nil {
		return err
	}
	nginx, err := startNginx(o, dir)
	if err != nil {
		return err
	}
	defer nginx.End()
	fiber, err := startFiber(o, dir)
	if err != nil {
		return err
	}
	defer fiber.End()

	peers := []*peer{portico, nginx, fiber}
	var results []result
	for _, c := range cases {
		fmt.Fprintf(os.Stderr, "%s: %d rounds …\n", c.name, o.rounds)
		r, err := measure(o, c, peers, www)
		if err != nil {
			return err
		}
		results = append(results, r)
	}

	if err := os.MkdirAll(filepath.Dir(o.output), 0o755); err != nil {
		return err
	}
	file, err := os.Create(o.output)
	if err != nil {
		return err
	}
	writeReport(io.MultiWriter(os.Stdout, file), o, peers, starts, results, handlers)
	return file.Close()
}

// handlerBenchmarks gives the output of the Go benchmarks of the delivery handlers: no network, no peer.
func handlerBenchmarks() (string, error) {
	cmd := exec.Command("go", "test", "-run", "^$", "-bench", ".", "-benchmem", "./internal/delivery/...", "./internal/web/delivery/...")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	return string(out), err
}
