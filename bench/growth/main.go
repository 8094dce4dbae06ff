// Command growth measures how time and memory of a delivery node grow with menus, sites and entries: `make bench-growth`. It makes
// records as the publication log has them, lets a node follow them, and asks; nothing else runs. It prints a Markdown report and
// writes it, with a plot, to artifacts/. It measures and judges nothing: numbers of a shared machine are not a test.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

func main() {
	sizes := flag.String("entries", "1000,10000,100000", "numbers of entries, in four locales each")
	output := flag.String("output", "artifacts/bench-growth.md", "where the report is written, with a plot beside it")
	flag.Parse()
	if err := run(context.Background(), *sizes, *output); err != nil {
		fmt.Fprintln(os.Stderr, "growth:", err)
		os.Exit(1)
	}
}

// series is one thing that grows.
type series struct {
	name  string
	sizes []int
	make  func(ctx context.Context, dir string, n int) (point, error)
}

func run(ctx context.Context, sizes, output string) (err error) {
	entries := series{name: "entries", make: measureEntries}
	for text := range strings.SplitSeq(sizes, ",") {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			return fmt.Errorf("-entries: %q is no number of entries", text)
		}
		entries.sizes = append(entries.sizes, n)
	}
	all := []series{
		{"menu items", []int{10, 100, 1000, 10_000}, measureMenu}, {"sites", []int{1, 10, 100, 1000}, measureSites}, entries,
	}
	dir, err := os.MkdirTemp("", "portico-growth-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	var results []result
	for _, s := range all {
		r := result{name: s.name}
		for _, n := range s.sizes {
			fmt.Fprintf(os.Stderr, "%d %s …\n", n, s.name)
			p, err := s.make(ctx, filepath.Join(dir, fmt.Sprint(s.name, n)), n)
			if err != nil {
				return fmt.Errorf("%d %s: %w", n, s.name, err)
			}
			p.size = n
			fmt.Fprintln(os.Stderr, p.row()) // the report is written at the end, which may be hours away
			r.points = append(r.points, p)
		}
		results = append(results, r)
	}
	return write(output, results)
}

func write(output string, results []result) error {
	if err := os.MkdirAll(filepath.Dir(output), 0o755); err != nil {
		return err
	}
	file, err := os.Create(output)
	if err != nil {
		return err
	}
	report(io.MultiWriter(os.Stdout, file), results)
	plotted := strings.TrimSuffix(output, filepath.Ext(output)) + ".svg"
	return errors.Join(file.Close(), os.WriteFile(plotted, plot(results), 0o600))
}
