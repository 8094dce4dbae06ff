package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// A testCase is tokens to build.
type testCase struct {
	name     string
	tokens   int // generated ones; 0 for Primer
	oursOnly bool
}

var cases = []testCase{
	{name: "Primer"},
	{name: "1,000 generated", tokens: 1_000},
	{name: "10,000 generated", tokens: 10_000},
	{name: "100,000 generated", tokens: 100_000, oursOnly: true},
}

// A contestant is a program, and how to start it in a folder with tokens/*.tokens.json.
type contestant struct {
	name    string
	command func(b bench, dir string) *exec.Cmd
}

var contestants = []contestant{
	{"Portico", func(b bench, _ string) *exec.Cmd {
		return exec.Command(b.binary, "tokens", "build", "tokens", "--out", "out-portico")
	}},
	{"Style Dictionary", func(b bench, _ string) *exec.Cmd {
		return exec.Command("node", filepath.Join(b.tools, "style-dictionary/bin/style-dictionary.js"), "build", "--config", "sd.config.json")
	}},
	{"Terrazzo", func(b bench, _ string) *exec.Cmd {
		return exec.Command("node", filepath.Join(b.tools, "@terrazzo/cli/bin/cli.js"), "build", "--config", "terrazzo.config.mjs")
	}},
}

const styleDictionary = `{"source": ["tokens/*.tokens.json"], "log": {"verbosity": "silent", "warnings": "disabled"}, "platforms": {"css":
  {"transformGroup": "css", "buildPath": "out-sd/", "files": [{"destination": "tokens.css", "format": "css/variables",
	"options": {"outputReferences": true}}]}}}`

const terrazzo = `import css from "@terrazzo/plugin-css";
import fs from "node:fs";
export default { tokens: fs.readdirSync("tokens").map((f) => "./tokens/" + f), outDir: "./out-tz/",
  plugins: [css({ filename: "tokens.css" })], lint: { rules: {} } };
`

type bench struct {
	binary, tools, dir string
	rounds             int
}

func (b bench) folder(c testCase) string {
	return filepath.Join(b.dir, strings.NewReplacer(" ", "-", ",", "").Replace(c.name))
}

// prepare writes the tokens and the configurations.
func (b bench) prepare() error {
	for _, c := range cases {
		dir := b.folder(c)
		if err := os.MkdirAll(filepath.Join(dir, "tokens"), 0o755); err != nil {
			return err
		}
		for name, text := range map[string]string{"sd.config.json": styleDictionary, "terrazzo.config.mjs": terrazzo,
			"package.json": `{"type": "module"}`} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
				return err
			}
		}
		if err := os.Symlink(b.tools, filepath.Join(dir, "node_modules")); err != nil {
			return err
		}
		if err := b.tokens(c, dir); err != nil {
			return err
		}
	}
	return nil
}

func (b bench) tokens(c testCase, dir string) error {
	if c.tokens == 0 {
		cmd := exec.Command(b.binary, "tokens", "build", filepath.Join(b.tools, "dtcg-examples/github-primer.resolver.json"), "--lenient",
			"--input", "theme=light,size=default", "--format", "dtcg", "--out", filepath.Join(dir, "tokens"))
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("%w: %s", err, out)
		}
		return nil
	}
	const inOneFile = 10_000
	for from := 0; from < c.tokens; from += inOneFile {
		name := filepath.Join(dir, "tokens", fmt.Sprintf("g%d.tokens.json", from/inOneFile))
		if err := os.WriteFile(name, generated(from, min(from+inOneFile, c.tokens)), 0o600); err != nil {
			return err
		}
	}
	return nil
}

// generated gives colours and lengths in groups of twenty, and an alias of each.
func generated(from, to int) []byte {
	var b bytes.Buffer
	b.WriteString("{")
	for i := from / 2; i < to/2; i += 20 {
		if i > from/2 {
			b.WriteString(",")
		}
		fmt.Fprintf(&b, "\n\"group%d\": {", i/20)
		for k := i; k < i+20; k++ {
			if k > i {
				b.WriteString(",")
			}
			if k%2 == 0 {
				fmt.Fprintf(&b, "\n  \"base%d\": {\"$type\": \"color\", \"$value\": {\"colorSpace\": \"srgb\", \"components\": [%.3f, "+
					"%.3f, %.3f]}},", k,
					float64(k%256)/255, float64(k/7%256)/255, float64(k/49%256)/255)
			} else {
				fmt.Fprintf(&b, "\n  \"base%d\": {\"$type\": \"dimension\", \"$value\": {\"value\": %d, \"unit\": \"px\"}},", k, k%97)
			}
			fmt.Fprintf(&b, "\n  \"use%d\": {\"$value\": \"{group%d.base%d}\"}", k, k/20, k)
		}
		b.WriteString("}")
	}
	b.WriteString("\n}\n")
	return b.Bytes()
}

// A row is what one contestant took for one case.
type row struct {
	what, who string
	cpu, wall time.Duration
	memory    int64 // bytes
}

// String shows the row while the benchmark runs.
func (r row) String() string {
	return fmt.Sprintf("%-18s %-17s CPU %6d ms   wall %6d ms   %4d MB", r.what, r.who, r.cpu.Milliseconds(),
		r.wall.Milliseconds(), r.memory>>20)
}

func (b bench) measure(c testCase, who contestant) (best row, err error) {
	for range b.rounds {
		cmd := who.command(b, b.folder(c))
		cmd.Dir = b.folder(c)
		start := time.Now()
		if out, err := cmd.CombinedOutput(); err != nil {
			return best, fmt.Errorf("%w\n%.2000s", err, out)
		}
		r := row{what: c.name, who: who.name, wall: time.Since(start), cpu: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()}
		if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
			r.memory = usage.Maxrss << 10
		}
		if best.cpu == 0 || r.cpu < best.cpu {
			best = r
		}
	}
	return best, nil
}
