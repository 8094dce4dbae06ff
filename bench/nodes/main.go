// Command nodes measures how long a text takes from the request that publishes it until three delivery nodes serve it, all processes
// over PostgreSQL, beside what no design of this kind can be faster than: one NOTIFY through the same server and one row read by whoever
// it wakes. The text is a label in the header of every site, or stands in one entry. All are measured by turns, in one run; what counts
// is the ratio. It writes artifacts/bench-nodes.md; `make bench-nodes` builds and starts it.
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
	question, err := g.question(ctx)
	if err != nil {
		return err
	}
	bare := &series{name: "one NOTIFY and one row"}
	cases := []*measured{newMeasured("A label in every header", label()), newMeasured("A text of one entry", question)}
	for n := range repeats + repeats/10 {
		trip, err := floor.roundTrip(ctx)
		if err != nil {
			return err
		}
		counts := n >= repeats/10 // what comes before warms it up
		if counts {
			bare.took = append(bare.took, trip)
		}
		for _, c := range cases {
			if err := c.measure(ctx, g, n, counts); err != nil {
				return err
			}
		}
	}
	return report(bare, cases)
}

// measured is what was measured of publishing one subject.
type measured struct {
	name                               string
	subject                            subject
	saved, acknowledged, served, after *series

	used []time.Duration // processor time of each process, first of the one that authors
}

func newMeasured(name string, what subject) *measured {
	return &measured{name, what, &series{name: "the draft is saved"}, &series{name: "publishing is acknowledged"},
		&series{name: "served by the last of three nodes, from the request to publish"}, &series{name: "the same, from the acknowledgement"},
		make([]time.Duration, 4)}
}

// settle is how long processes go on with what they do behind an answer.
const settle = 100 * time.Millisecond

func (m *measured) measure(ctx context.Context, g *group, n int, counts bool) error {
	before, err := g.used()
	if err != nil {
		return err
	}
	t, err := g.publish(ctx, m.subject, n)
	if err != nil {
		return err
	}
	time.Sleep(settle)
	now, err := g.used()
	if err != nil || !counts {
		return err
	}
	m.saved.took, m.acknowledged.took = append(m.saved.took, t.saved), append(m.acknowledged.took, t.acknowledged)
	m.served.took, m.after.took = append(m.served.took, t.served), append(m.after.took, max(0, t.served-t.acknowledged))
	for i := range m.used {
		m.used[i] += now[i] - before[i]
	}
	return nil
}

// report writes the tables.
func report(bare *series, cases []*measured) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# One text to three nodes\n\n%d publications of each, after a bare round trip. ", len(bare.took))
	fmt.Fprintf(&b, "Ratios to the round trip's own p50 and p99: %.2f and %.2f ms.\n", ms(bare.at(0.5)), ms(bare.at(0.99)))
	for _, c := range cases {
		fmt.Fprintf(&b, "\n## %s\n\n| | p50 | p99 | p50, ratio | p99, ratio |\n|---|--:|--:|--:|--:|\n", c.name)
		for _, s := range []*series{c.saved, c.acknowledged, c.served, c.after} {
			half, most := s.at(0.5), s.at(0.99)
			fmt.Fprintf(&b, "| %s | %.2f ms | %.2f ms | %.1f | %.1f |\n", s.name, ms(half), ms(most),
				ratio(half, bare.at(0.5)), ratio(most, bare.at(0.99)))
		}
		each := func(i int) float64 { return ms(c.used[i]) / float64(len(bare.took)) }
		fmt.Fprintf(&b, "\nProcessor time, saved and published: %.0f ms where it is authored; %.0f, %.0f and %.0f ms on the nodes.\n",
			each(0), each(1), each(2), each(3))
	}
	fmt.Print(b.String())
	if err := os.MkdirAll("artifacts", 0o750); err != nil {
		return err
	}
	return os.WriteFile("artifacts/bench-nodes.md", []byte(b.String()), 0o600)
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func ratio(a, b time.Duration) float64 { return float64(a) / float64(b) }
