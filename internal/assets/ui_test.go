package assets

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// library is a kit as npm installs it: a barrel that takes in everything, one large part among it.
var library = map[string]string{
	"node_modules/@mantine/core/package.json": `{"name":"@mantine/core","version":"1.0.0","module":"esm/index.mjs","sideEffects":false}`,
	"node_modules/@mantine/core/esm/index.mjs": `import { Button } from "./Button.mjs"; import { Chart as Graph } from "./Chart.mjs";
import { extra } from "other"; export { Button, Graph, extra };`,
	"node_modules/@mantine/core/esm/Button.mjs": `export const Button = "the button";`,
	"node_modules/@mantine/core/esm/Chart.mjs":  `export const Chart = "the chart that is large";`,
	"node_modules/other/package.json":           `{"name":"other","version":"1.0.0","main":"index.mjs"}`,
	"node_modules/other/index.mjs":              `export const extra = "the rest";`,
	"src/main.tsx": `import "./app.css";
import { Button, type Props } from "@mantine/core";
document.title = Button; void import("./later").then((m) => m.default());`,
	"src/later.tsx": `import { Graph as Picture, extra } from "@mantine/core"; export default () => console.log(Picture, extra);`,
	"src/app.css":   `a { color: red }`,
}

func project(t *testing.T, changes map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for _, files := range []map[string]string{library, changes} {
		for name, text := range files {
			to := filepath.Join(dir, filepath.FromSlash(name))
			if err := os.MkdirAll(filepath.Dir(to), 0o750); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(to, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	return dir
}

// TestBundleUI: what loads later is not in what loads first, even where both take it from the same library; the manifest says what
// the page needs, and the same input gives the same names.
func TestBundleUI(t *testing.T) {
	ui, err := BundleUI(project(t, nil), false)
	if err != nil {
		t.Fatal(err)
	}
	m := ui.Manifest
	first := string(ui.Files[m.Entry])
	for _, p := range m.Preload {
		first += string(ui.Files[p])
	}
	if !strings.Contains(first, "the button") || strings.Contains(first, "the chart") {
		t.Errorf("what loads first:\n%s", first)
	}
	if len(m.Styles) != 1 || !strings.Contains(string(ui.Files[m.Styles[0]]), "color:red") {
		t.Errorf("styles %v", m.Styles)
	}
	var later string
	for _, c := range m.Chunks {
		if c.Source == "src/later.tsx" {
			later = c.Path
		}
	}
	if text := string(ui.Files[later]); !strings.Contains(text, "the chart that is large") || !strings.Contains(text, "the rest") {
		t.Errorf("what loads later:\n%s", text)
	}
	again, err := BundleUI(project(t, nil), false)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(m, again.Manifest); diff != "" {
		t.Errorf("the same input gives another bundle:\n%s", diff)
	}
}

// TestBundleUIErrors: what cannot be bundled is named with its place; styles that nothing would load are refused.
func TestBundleUIErrors(t *testing.T) {
	for name, tt := range map[string]struct{ file, text, want string }{
		"syntax":       {"src/later.tsx", "export default (", "later.tsx:1"},
		"missing file": {"src/main.tsx", `import "./nothing";`, "main.tsx:1"},
		"late styles":  {"src/later.tsx", `import "./app.css"; export default () => 1;`, "src/app/styles.css"},
		"missing name": {"src/main.tsx", `import { Nothing } from "@mantine/core"; console.log(Nothing);`, "main.tsx:1"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := BundleUI(project(t, map[string]string{tt.file: tt.text}), false); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%v, want %s", err, tt.want)
			}
		})
	}
}

func TestStraighten(t *testing.T) {
	defined := map[string]map[string]definition{"kit": {"A": {"/k/a.mjs", "A"}, "B": {"/k/b.mjs", "default"}}}
	for in, want := range map[string]string{
		`import { A } from "kit"`:                         `import { A as A } from "/k/a.mjs"`,
		`import { A, B as C, type D } from 'kit'`:         `import { A as A } from "/k/a.mjs"; import { default as C } from "/k/b.mjs"`,
		"import {\n  A,\n  unknown as x,\n} from \"kit\"": `import { A as A } from "/k/a.mjs"; import {` + "\n  unknown as x} from \"kit\"",
		`import { A } from "another"`:                     `import { A } from "another"`,
	} {
		if got := namedImport.ReplaceAllStringFunc(in, func(s string) string { return straighten(defined, s) }); got != want {
			t.Errorf("%s\n got %s\nwant %s", in, got, want)
		}
	}
}
