// Command nodes measures how long a label takes from the request that publishes it until three delivery nodes serve it, all processes
// over PostgreSQL, beside what no design of this kind can be faster than: one NOTIFY through the same server and one row read by whoever
// it wakes. Both are measured by turns, in one run; what counts is the ratio. It writes artifacts/bench-nodes.md; `make bench-nodes`
// builds and starts it.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/portico-cms/portico/internal/store/storetest"
)

func main() {
	binary := flag.String("portico", "bin/portico", "the program to measure")
	repeats := flag.Int("repeats", 200, "publications, and round trips")
	flag.Parse()
	if err := run(context.Background(), *binary, *repeats); err != nil {
		fmt.Fprintln(os.Stderr, "bench/nodes:", err)
		os.Exit(1)
	}
}

// series are durations of one thing.
type series struct {
	name string
	took []time.Duration
}

// at gives the duration below which a share of them lies.
func (s *series) at(share float64) time.Duration {
	sorted := slices.Sorted(slices.Values(s.took))
	return sorted[min(len(sorted)-1, int(share*float64(len(sorted))))]
}

func run(ctx context.Context, binary string, repeats int) error {
	binary, err := filepath.Abs(binary)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "bench-nodes-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	cluster, err := storetest.StartPostgres()
	if err != nil {
		return err
	}
	defer cluster.Stop()
	url, err := cluster.Database(ctx)
	if err != nil {
		return err
	}
	floor, err := newFloor(ctx, url)
	if err != nil {
		return err
	}
	defer floor.close()
	g, err := startGroup(binary, dir, url)
	defer g.stop()
	if err != nil {
		return err
	}
	bare, saved, published, served := &series{name: "one NOTIFY and one row"}, &series{name: "the draft is saved"},
		&series{name: "publishing is acknowledged"}, &series{name: "served by the last of three nodes, from the request to publish"}
	after := &series{name: "the same, from the acknowledgement"}
	used, err := g.used()
	if err != nil {
		return err
	}
	for n := range repeats + repeats/10 {
		trip, err := floor.roundTrip(ctx)
		if err != nil {
			return err
		}
		t, err := g.publish(ctx, n)
		if err != nil {
			return err
		}
		if n < repeats/10 {
			continue // warm
		}
		bare.took = append(bare.took, trip)
		saved.took = append(saved.took, t.saved)
		published.took = append(published.took, t.acknowledged)
		served.took = append(served.took, t.served)
		after.took = append(after.took, max(0, t.served-t.acknowledged))
	}
	now, err := g.used()
	if err != nil {
		return err
	}
	for i, one := range now {
		used[i] = (one - used[i]) / time.Duration(repeats+repeats/10)
	}
	return report(bare, []*series{saved, published, served, after}, used)
}

// report writes the table; used is each process's processor time for one label, first the one that authors.
func report(bare *series, all []*series, used []time.Duration) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# One label to three nodes\n\n%d publications, each after a bare round trip. ", len(bare.took))
	b.WriteString("Ratios to the round trip's own p50 and p99.\n\n")
	b.WriteString("| | p50 | p99 | p50, ratio | p99, ratio |\n|---|--:|--:|--:|--:|\n")
	for _, s := range append([]*series{bare}, all...) {
		half, most := s.at(0.5), s.at(0.99)
		fmt.Fprintf(&b, "| %s | %.2f ms | %.2f ms | %.1f | %.1f |\n", s.name, ms(half), ms(most),
			ratio(half, bare.at(0.5)), ratio(most, bare.at(0.99)))
	}
	fmt.Fprintf(&b, "\nProcessor time for one label, saved and published: %.0f ms where it is authored", ms(used[0]))
	for _, one := range used[1:] {
		fmt.Fprintf(&b, ", %.0f ms", ms(one))
	}
	b.WriteString(" on each node.\n")
	fmt.Print(b.String())
	if err := os.MkdirAll("artifacts", 0o750); err != nil {
		return err
	}
	return os.WriteFile("artifacts/bench-nodes.md", []byte(b.String()), 0o600)
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func ratio(a, b time.Duration) float64 { return float64(a) / float64(b) }
