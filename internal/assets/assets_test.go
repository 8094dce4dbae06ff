package assets

import (
	"errors"
	"strings"
	"testing"

	"github.com/portico-cms/portico/internal/fault"
)

func TestBundle(t *testing.T) {
	files := map[string][]byte{
		"styles/all.css":    []byte(`@import "./a.css"; .b { color: red; & .c { inset: 0 } }`),
		"styles/a.css":      []byte(`.a { margin-inline: 1px }`),
		"scripts/all.ts":    []byte(`import { one } from "./one"; import("./one"); document.title = String(one as number);`),
		"scripts/one.ts":    []byte("export const one: number = 1;\n"),
		"scripts/plain.js":  []byte(`console.log("é")`),
		"scripts/nested.ts": []byte(`import { one } from "../scripts/one"; console.log(one ?? 2)`),
	}
	for _, c := range []struct{ entry, want string }{
		{"styles/all.css", ".a{margin-inline:1px}.b{color:red}.b .c{inset:0}\n"},
		{"scripts/plain.js", "(()=>{console.log(\"é\");})();\n"},
	} {
		got, err := Bundle(files, c.entry)
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.entry, got, c.want)
		}
	}
	for _, entry := range []string{"scripts/all.ts", "scripts/nested.ts"} {
		if got, err := Bundle(files, entry); err != nil || !strings.HasPrefix(string(got), "(()=>{") {
			t.Errorf("%s: %s, %v", entry, got, err)
		}
	}
}

func TestBundleProblems(t *testing.T) {
	for name, c := range map[string]struct{ src, want string }{
		"x/syntax.ts":   {"let a = 1;\nlet b = ;\n", "x/syntax.ts:2:9: "},
		"x/missing.ts":  {"import './nope'", `there is no file x/nope in the design system`},
		"x/package.ts":  {"import 'react'", `"react": only files of the design system`},
		"x/outside.ts":  {"import '../../../../etc/passwd'", "there is no file ../../../etc/passwd"},
		"x/absolute.ts": {"import '/etc/hostname'", "only files of the design system"},
		"x/remote.css":  {"@import 'https://example.com/x.css';", "only files of the design system"},
		"x/image.css":   {".a{background:url(https://example.com/x.png)}", "only files of the design system"},
		"x/data.css":    {".a{background:url(data:image/png;base64,AA)}", "only files of the design system"},
		"x/entry.css":   {"", "the file absent.css is not there"},
		"x/brace.css":   {".a{color:red}\n}\n", "x/brace.css:2:1: "},
	} {
		entry := name
		if name == "x/entry.css" {
			entry = "absent.css"
		}
		_, err := Bundle(map[string][]byte{name: []byte(c.src)}, entry)
		var ps fault.Problems
		if !errors.As(err, &ps) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %s", name, err, c.want)
		}
	}
}
