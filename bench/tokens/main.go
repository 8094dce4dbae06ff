// Command tokens measures `portico tokens build` against Style Dictionary and Terrazzo, each as its users start it: one process from
// files to a style sheet with references kept. It counts the CPU time, wall time and largest memory of the process, the best of
// three, on GitHub's Primer (as dtcg-examples has it, resolved to one file that all three read) and on generated tokens, half of them
// aliases. It writes artifacts/bench-tokens.md. `make bench-tokens` builds and starts it.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	binary := flag.String("portico", "bin/portico", "the program to measure")
	rounds := flag.Int("rounds", 3, "runs of each, of which the best counts")
	flag.Parse()
	if err := run(*binary, *rounds); err != nil {
		fmt.Fprintln(os.Stderr, "bench/tokens:", err)
		os.Exit(1)
	}
}

func run(binary string, rounds int) error {
	binary, err := filepath.Abs(binary)
	if err != nil {
		return err
	}
	tools, err := filepath.Abs("tools/tokens/node_modules")
	if err != nil {
		return err
	}
	if _, err := os.Stat(tools); err != nil {
		return errors.New("tools/tokens is not installed: run scripts/setup-tests.sh")
	}
	dir, err := os.MkdirTemp("", "bench-tokens-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	b := bench{binary: binary, tools: tools, dir: dir, rounds: rounds}
	if err := b.prepare(); err != nil {
		return err
	}
	var rows []row
	for _, c := range cases {
		for _, contestant := range contestants {
			if c.oursOnly && contestant.name != "Portico" {
				continue
			}
			r, err := b.measure(c, contestant)
			if err != nil {
				return fmt.Errorf("%s on %s: %w", contestant.name, c.name, err)
			}
			rows = append(rows, r)
			fmt.Println(r)
		}
	}
	text := report(rows)
	if err := os.MkdirAll("artifacts", 0o755); err != nil {
		return err
	}
	fmt.Print("\n" + text)
	return os.WriteFile("artifacts/bench-tokens.md", []byte(text), 0o644)
}

// report writes the rows as a table, with how many times the CPU of Portico each takes.
func report(rows []row) string {
	var b strings.Builder
	b.WriteString("| tokens | | CPU | of ours | wall | memory |\n|---|---|---:|---:|---:|---:|\n")
	ours := map[string]row{}
	for _, r := range rows {
		if r.who == "Portico" {
			ours[r.what] = r
		}
	}
	for _, r := range rows {
		fmt.Fprintf(&b, "| %s | %s | %d ms | %.1f× | %d ms | %d MB |\n", r.what, r.who, r.cpu.Milliseconds(),
			float64(r.cpu)/float64(ours[r.what].cpu), r.wall.Milliseconds(), r.memory>>20)
	}
	fmt.Fprintf(&b, "\n%s\n", growth(rows))
	return b.String()
}

// growth says what ten times as many tokens cost, and the largest memory of ours: the CPU of 100,000 tokens is ten times that of 10,000
// where the work grows with the tokens alone.
func growth(rows []row) string {
	var small, large, most row
	for _, r := range rows {
		if r.who != "Portico" {
			continue
		}
		switch {
		case strings.HasPrefix(r.what, "10,000 "):
			small = r
		case strings.HasPrefix(r.what, "100,000 "):
			large = r
		}
		if r.memory > most.memory {
			most = r
		}
	}
	if small.cpu == 0 || large.cpu == 0 {
		return ""
	}
	return fmt.Sprintf("Portico: CPU(100,000) / CPU(10,000) = %.1f; largest memory %d MB (%s).", float64(large.cpu)/float64(small.cpu),
		most.memory>>20, most.what)
}
