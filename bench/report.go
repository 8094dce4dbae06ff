package main

import (
	"fmt"
	"io"
	"runtime"
	"time"

	"github.com/portico-cms/portico/bench/server"
)

// writeReport prints the report as Markdown. The peers are Portico, nginx and plain fiber, in this order.
func writeReport(w io.Writer, o options, peers []*peer, s starts, results []result, handlers string) {
	fmt.Fprintf(w, "# Portico and %s, on the same bytes\n\n", peers[1].Name)
	fmt.Fprintf(w, "%s, %d cores, %s. wrk with %d keep-alive connections over loopback; %d rounds of %s each, the peers in turn.\n",
		time.Now().UTC().Format(time.DateOnly), runtime.NumCPU(), runtime.Version(), connections, o.rounds, o.duration)
	fmt.Fprintf(w, "%d nginx worker(s) and GOMAXPROCS=%[1]d; open_file_cache %t. Medians; ", o.workers, o.cached)
	fmt.Fprint(w, "ratio = Portico / nginx of the same round (lowest–highest).\n\n")

	fmt.Fprintln(w, "| case | bytes | portico req/s | nginx req/s | **ratio** | plain fiber req/s | portico / plain fiber |")
	fmt.Fprintln(w, "|---|--:|--:|--:|--:|--:|--:|")
	for _, r := range results {
		low, mid, high := ratios(r.samples[0], r.samples[1])
		_, ofFiber, _ := ratios(r.samples[0], r.samples[2])
		fmt.Fprintf(w, "| %s | %d | %.0f | %.0f | **%.2f** (%.2f–%.2f) | %.0f | %.2f |\n", r.name, r.size,
			medianOf(r.samples[0], rate), medianOf(r.samples[1], rate), mid, low, high, medianOf(r.samples[2], rate), ofFiber)
	}

	fmt.Fprintf(w, "\nTime from a request to the end of its answer, in ms, with all %d connections busy: p50 and p99.\n", connections)
	fmt.Fprintln(w, "\n| case | portico p50 | nginx p50 | portico p99 | nginx p99 | **p99, ratio** |")
	fmt.Fprintln(w, "|---|--:|--:|--:|--:|--:|")
	for _, r := range results {
		a, b := r.samples[0], r.samples[1]
		fmt.Fprintf(w, "| %s | %.2f | %.2f | %.2f | %.2f | **%.2f** |\n", r.name, medianOf(a, p50), medianOf(b, p50), medianOf(a, p99),
			medianOf(b, p99), medianOf(a, p99)/medianOf(b, p99))
	}

	fmt.Fprintln(w, "\nProcessor time of the server for one request, in µs: its own code + the kernel (sockets, files).")
	fmt.Fprintln(w, "\n| case | portico | nginx | plain fiber |")
	fmt.Fprintln(w, "|---|--:|--:|--:|")
	for _, r := range results {
		fmt.Fprintf(w, "| %s |", r.name)
		for i := range peers {
			fmt.Fprintf(w, " %.1f + %.1f |", medianOf(r.samples[i], user), medianOf(r.samples[i], system))
		}
		fmt.Fprintln(w)
	}

	fmt.Fprintln(w, "\n| from the start of the process to the first fragment served | ms |")
	fmt.Fprintln(w, "|---|--:|")
	fmt.Fprintf(w, "| first start: empty folder, loads the sample | %d |\n", s.first.Milliseconds())
	fmt.Fprintf(w, "| second start | %d |\n", s.second.Milliseconds())
	fmt.Fprintf(w, "\nHandlers alone, `go test -bench`:\n\n```\n%s```\n", handlers)
}

func rate(s sample) float64   { return s.rate }
func user(s sample) float64   { return float64(s.used.User) / float64(time.Microsecond) }
func system(s sample) float64 { return float64(s.used.System) / float64(time.Microsecond) }

func p50(s sample) float64 { return float64(s.p50) / float64(time.Millisecond) }
func p99(s sample) float64 { return float64(s.p99) / float64(time.Millisecond) }

func medianOf(samples []sample, value func(sample) float64) float64 {
	var values []float64
	for _, s := range samples {
		values = append(values, value(s))
	}
	return server.Median(values)
}

// ratios compares two peers round by round.
func ratios(a, b []sample) (low, mid, high float64) {
	var values []float64
	for i := range a {
		values = append(values, a[i].rate/b[i].rate)
	}
	low, high = values[0], values[0]
	for _, v := range values {
		low, high = min(low, v), max(high, v)
	}
	return low, server.Median(values), high
}
