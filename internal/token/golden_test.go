package token

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write what the compiler gives into testdata")

// A golden case is one file: settings, the files given, and the files wanted.
//
//	inputs: theme=dark                                   (space separated)
//	css: prefix=p selector=.x literal hex                (options)
//	-- tokens.json --                                    given; tokens.resolver.json where there is a resolver
//	-- want/problems --                                  wanted: problems warnings css themed.css flat.json dtcg.json
type golden struct {
	settings map[string]string
	names    []string // in order
	files    map[string]string
}

func readGolden(t *testing.T, path string) golden {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	g := golden{settings: map[string]string{}, files: map[string]string{}}
	current := ""
	for _, line := range strings.SplitAfter(string(text), "\n") {
		trimmed := strings.TrimSuffix(line, "\n")
		if name, ok := strings.CutPrefix(trimmed, "-- "); ok && strings.HasSuffix(name, " --") {
			current = strings.TrimSuffix(name, " --")
			g.names = append(g.names, current)
			g.files[current] = ""
			continue
		}
		if current != "" {
			g.files[current] += line
		} else if key, value, ok := strings.Cut(trimmed, ":"); ok {
			g.settings[key] = strings.TrimSpace(value)
		}
	}
	return g
}

func (g golden) write(t *testing.T, path string, results map[string]string) {
	t.Helper()
	old, _ := os.ReadFile(path)
	head, _, _ := strings.Cut(string(old), "-- ")
	out := head
	for _, name := range g.names {
		text := g.files[name]
		if r, ok := results[name]; ok {
			text = r
		}
		out += "-- " + name + " --\n" + text
	}
	if err := os.WriteFile(path, []byte(out), 0o644); err != nil {
		t.Fatal(err)
	}
}

func (g golden) inputs() map[string]string {
	in := map[string]string{}
	for _, pair := range strings.Fields(g.settings["inputs"]) {
		k, v, _ := strings.Cut(pair, "=")
		in[k] = v
	}
	return in
}

func (g golden) css() CSSOptions {
	var o CSSOptions
	for _, word := range strings.Fields(g.settings["css"]) {
		switch k, v, _ := strings.Cut(word, "="); k {
		case "prefix":
			o.Prefix = v
		case "selector":
			o.Selector = v
		case "literal":
			o.Literal = true
		case "hex":
			o.HexFallback = true
		}
	}
	return o
}

// compile gives every wanted file.
func (g golden) compile(t *testing.T) map[string]string {
	t.Helper()
	fsys := fstest.MapFS{}
	var plain []string
	for _, name := range g.names {
		if strings.HasPrefix(name, "want/") {
			continue
		}
		fsys[name] = &fstest.MapFile{Data: []byte(g.files[name])}
		plain = append(plain, name)
	}
	var sys *System
	var err error
	if _, ok := fsys["tokens.resolver.json"]; ok {
		sys, err = Load(fsys, "tokens.resolver.json")
	} else {
		sys, err = LoadFiles(fsys, plain...)
	}
	results := map[string]string{}
	if err != nil {
		results["want/problems"] = err.Error() + "\n"
		return results
	}
	for _, w := range sys.Warnings() {
		results["want/warnings"] += w.String() + "\n"
	}
	write := func(name string, f func(*bytes.Buffer) error) {
		if _, wanted := g.files["want/"+name]; !wanted {
			return
		}
		var b bytes.Buffer
		if err := f(&b); err != nil {
			fmt.Fprintf(&b, "error: %v\n", err)
		}
		results["want/"+name] = b.String()
	}
	write("themed.css", func(b *bytes.Buffer) error {
		return sys.WriteThemedCSS(b, ThemeOptions{CSSOptions: g.css(), Inputs: g.inputs()})
	})
	set, err := sys.Resolve(g.inputs())
	if err != nil {
		results["want/problems"] = err.Error() + "\n"
		return results
	}
	write("css", func(b *bytes.Buffer) error { return set.WriteCSS(b, g.css()) })
	write("flat.json", func(b *bytes.Buffer) error { return set.WriteJSON(b) })
	write("dtcg.json", func(b *bytes.Buffer) error { return set.WriteDTCG(b) })
	return results
}

func TestGolden(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no cases in testdata: %v", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txt"), func(t *testing.T) {
			g := readGolden(t, path)
			got := g.compile(t)
			if again := g.compile(t); !cmp.Equal(got, again) {
				t.Errorf("two runs differ:\n%s", cmp.Diff(got, again))
			}
			if *update {
				g.write(t, path, got)
				return
			}
			want := map[string]string{}
			for name, text := range g.files {
				if strings.HasPrefix(name, "want/") {
					want[name] = text
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("want(-) got(+):\n%s", diff)
			}
		})
	}
}
