package designsystem

import (
	"errors"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/fault"
)

const manifest = `name: tiny
version: 1.2.3-rc.1
title: Tiny
package: "@tiny/tokens"
brands:
  - {key: one, name: One}
  - {key: two, name: Two, logo: brands/other.svg}
resolver: tokens.resolver.json
parts: [header]
styles: styles/a.css
scripts: scripts/a.ts
`

const dot = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><circle r="1"/></svg>`

// good is a whole release, with some files replaced; "" takes a file out.
func good(replaced map[string]string) map[string][]byte {
	files := map[string]string{
		"design-system.yaml":    manifest,
		"tokens.resolver.json":  "{}",
		"styles/a.css":          ".a{}",
		"scripts/a.ts":          "let a",
		"fragments/header.html": "<p>",
		"fragments/_p.html":     "<b>",
		"messages/en.yaml":      "b.c: Hello\na: A\n",
		"messages/fr.yaml":      "a: A\nb.c: Bonjour\n",
		"icons/dot.svg":         dot,
		"brands/one.svg":        dot,
		"brands/other.svg":      dot,
	}
	maps.Copy(files, replaced)
	out := map[string][]byte{}
	for name, src := range files {
		if src != "" {
			out[name] = []byte(src)
		}
	}
	return out
}

func TestFromFiles(t *testing.T) {
	r, err := FromFiles(good(nil))
	if err != nil {
		t.Fatal(err)
	}
	clean := `<svg viewBox="0 0 4 4" class="portico-icon" width="4" height="4" aria-hidden="true" focusable="false"><circle r="1"></circle></svg>`
	for _, c := range []struct {
		name      string
		got, want any
	}{
		{"version", r.Version, "1.2.3-rc.1"},
		{"messages", r.Messages, map[string]map[string]string{"en": {"a": "A", "b.c": "Hello"}, "fr": {"a": "A", "b.c": "Bonjour"}}},
		{"locales", r.Locales(), []string{"en", "fr"}},
		{"icons", r.Icons, map[string]string{"dot": clean}},
		{"logos", slices.Sorted(maps.Keys(r.Logos)), []string{"one", "two"}},
		{"fragments", r.Fragments(), map[string]string{"header": "<p>", "_p": "<b>"}},
		{"brand", r.Brand("two").Name, "Two"},
		{"no brand", r.Brand("three"), (*Brand)(nil)},
		{"file", string(r.File("styles/a.css")), ".a{}"},
	} {
		if d := cmp.Diff(c.want, c.got); d != "" {
			t.Errorf("%s: %s", c.name, d)
		}
	}
	again, err := FromFiles(r.Files())
	if err != nil || again.Hash != r.Hash || len(r.Hash) != 64 {
		t.Errorf("a stored release is not the same: %v, %s, %s", err, again.Hash, r.Hash)
	}
	other, err := FromFiles(good(map[string]string{"styles/a.css": ".a{} "}))
	if err != nil || other.Hash == r.Hash {
		t.Errorf("another release has the same hash: %v", err)
	}
	files, entry := r.Stylesheet("one", []byte(":root{}"))
	if got := string(files[entry]); got != "@import \"./one.tokens.generated.css\";\n@import \"./a.css\";\n" {
		t.Errorf("%s: %s", entry, got)
	}
}

func TestFromFilesProblems(t *testing.T) {
	line := func(old, replacement string) map[string]string {
		return map[string]string{"design-system.yaml": strings.Replace(manifest, old, replacement, 1)}
	}
	svg := func(body string) map[string]string {
		return map[string]string{"icons/dot.svg": `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4">` + "\n" + body + "</svg>"}
	}
	for name, c := range map[string]struct {
		files map[string]string
		want  string
	}{
		"no manifest":         {map[string]string{"design-system.yaml": ""}, "design-system.yaml: there is no design-system.yaml"},
		"not YAML":            {map[string]string{"design-system.yaml": "a: b: c"}, "design-system.yaml:1: this is not YAML"},
		"unknown key":         {line("title:", "titel:"), `design-system.yaml:3:1: unknown key "titel"`},
		"bad name":            {line("name: tiny", "name: Tiny!"), `design-system.yaml:1: name "Tiny!"`},
		"bad version":         {line("1.2.3-rc.1", "v1.2"), `design-system.yaml:2: version "v1.2" is not a semantic version`},
		"no title":            {line("title: Tiny", "title: ''"), "design-system.yaml:3: the design system has no title"},
		"bad package":         {line(`"@tiny/tokens"`, `"Tiny Tokens"`), `design-system.yaml:4: package "Tiny Tokens"`},
		"no brands":           {line("brands:\n  - {key: one, name: One}\n  - {key: two, name: Two, logo: brands/other.svg}", "brands: []"), ":5: the design system has no brand"},
		"brand twice":         {line("key: two", "key: one"), `design-system.yaml:7:5: brand "one" stands twice`},
		"bad brand":           {line("key: one", "key: 'O ne'"), `design-system.yaml:6:5: brand key "O ne"`},
		"no logo":             {map[string]string{"brands/other.svg": ""}, `design-system.yaml:7:5: brand "two": its logo brands/other.svg is not there`},
		"no part":             {line("[header]", "[]"), ":9: the design system has no parts"},
		"part twice":          {line("[header]", "[header, header]"), `:9: part "header" stands twice`},
		"part missing":        {line("[header]", "[header, footer]"), `:9: part "footer": its template fragments/footer.html is not there`},
		"part outside":        {line("[header]", "[../header]"), `:9: part "../header": use 1 to 40`},
		"no resolver":         {line("resolver: tokens.resolver.json\n", ""), "design-system.yaml:1: the design system names no resolver"},
		"resolver missing":    {line("tokens.resolver.json", "x.json"), ":8: resolver: the file x.json is not there"},
		"styles are a script": {line("styles/a.css", "scripts/a.ts"), ":10: styles: scripts/a.ts must end in .css"},
		"no messages":         {map[string]string{"messages/en.yaml": "", "messages/fr.yaml": ""}, "messages: there are no messages"},
		"missing message":     {map[string]string{"messages/fr.yaml": "a: A\n"}, `messages/fr.yaml: no text for "b.c", which messages/en.yaml:1 has`},
		"empty message":       {map[string]string{"messages/fr.yaml": "a: A\nb.c: ' '\n"}, `messages/fr.yaml:2: message "b.c" is empty`},
		"bad key":             {map[string]string{"messages/fr.yaml": "a: A\nb.c: B\nB c: x\n"}, `messages/fr.yaml:3: message key "B c"`},
		"message is a list":   {map[string]string{"messages/fr.yaml": "a: [A]\nb.c: B\n"}, "messages/fr.yaml:1:4: a must be a single value"},
		"long message":        {map[string]string{"messages/fr.yaml": "a: " + strings.Repeat("x", 501) + "\nb.c: B\n"}, "has 501 bytes; 500 are allowed"},
		"bad locale":          {map[string]string{"messages/FR.yaml": "a: A\nb.c: B\n"}, `messages/FR.yaml: "FR" is not the canonical form`},
		"icon name":           {map[string]string{"icons/A b.svg": dot}, `icons/A b.svg: icon name "A b"`},
		"not XML":             {svg("<path>"), "icons/dot.svg:2: this is not well-formed XML"},
		"two roots":           {map[string]string{"icons/dot.svg": dot + dot}, "this has 2 elements at the top"},
		"no viewBox":          {map[string]string{"icons/dot.svg": strings.Replace(dot, "viewBox", "class", 1)}, "a drawing needs viewBox"},
		"F1 script":           {svg("<script>alert(1)</script>"), "icons/dot.svg:2:9: the element <script> is not allowed"},
		"F1 foreign":          {svg(`<foreignObject/>`), "the element <foreignObject> is not allowed"},
		"F1 image":            {svg(`<image href="https://example.com/x.png"/>`), "the element <image> is not allowed"},
		"F1 use":              {svg(`<use href="#a"/>`), "the element <use> is not allowed"},
		"F1 animation":        {svg(`<set attributeName="href" to="javascript:alert(1)"/>`), "the element <set> is not allowed"},
		"F1 link":             {svg(`<a href="javascript:alert(1)"><path/></a>`), "the element <a> is not allowed"},
		"F1 handler":          {svg(`<path onload="alert(1)"/>`), "the attribute onload of <path> is not allowed"},
		"F1 style":            {svg(`<path style="fill:url(//x)"/>`), "the attribute style of <path> is not allowed"},
		"F1 id":               {svg(`<path id="portico-nav"/>`), "the attribute id of <path> is not allowed"},
		"F1 outside":          {svg(`<path fill="url(https://example.com/x)"/>`), "the value of fill of <path> is not allowed"},
		"F1 host class":       {svg(`<path class="btn"/>`), `class "btn": only classes that begin with portico-`},
		"F1 namespace":        {svg(`<x:path xmlns:x="http://www.w3.org/1999/xhtml"/>`), "is not allowed"},
		"F1 entity":           {map[string]string{"icons/dot.svg": "<!DOCTYPE svg [<!ENTITY a 'b'>]>" + dot}, "a document type or entity is not allowed"},
		"F1 processing":       {map[string]string{"icons/dot.svg": "<?xml-stylesheet href='x'?>" + dot}, `the processing instruction "xml-stylesheet" is not allowed`},
		"F1 entity used":      {svg("&x;"), "this is not well-formed XML"},
		"F1 nested":           {svg("<svg viewBox='0 0 4 4'/>"), "the element <svg> is not allowed in a drawing here"},
		"F1 html":             {map[string]string{"icons/dot.svg": "<html/>"}, "the element <html> is not allowed"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := FromFiles(good(c.files))
			var ps fault.Problems
			if !errors.As(err, &ps) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got  %v\nwant %s", err, c.want)
			}
		})
	}
}

func TestSVGTextIsEscaped(t *testing.T) {
	r, err := FromFiles(good(map[string]string{"icons/dot.svg": strings.Replace(dot, "<circle", "<!-- c --><title>a &lt;b> &amp;</title><circle", 1)}))
	if err != nil || !strings.Contains(r.Icons["dot"], "<title>a &lt;b&gt; &amp;</title><circle") {
		t.Error(err, r)
	}
}

func TestLoad(t *testing.T) {
	fsys := fstest.MapFS{".git/config": {Data: []byte("x")}, "embed.go": {Data: []byte("package x")}, "README.md": {Data: []byte("x")}, ".hidden": {Data: []byte("x")}}
	for name, src := range good(nil) {
		fsys[name] = &fstest.MapFile{Data: src}
	}
	r, err := Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(good(nil), r.Files()); d != "" {
		t.Error(d)
	}

	fsys["styles/link.css"] = &fstest.MapFile{Data: []byte("../../etc/passwd"), Mode: fs.ModeSymlink}
	fsys["messages/fr.yaml"] = &fstest.MapFile{Data: []byte("a: A\n")}
	_, err = Load(fsys)
	for _, want := range []string{"styles/link.css: is no plain file", "messages/fr.yaml: no text"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s is not in: %v", want, err)
		}
	}
	fsys["big.bin"] = &fstest.MapFile{Data: make([]byte, MaxFileBytes+1)}
	if _, err := Load(fsys); err == nil || !strings.Contains(err.Error(), "big.bin has 2097153 bytes") {
		t.Error(err)
	}
	if _, err := Load(fstest.MapFS{}); err == nil || !strings.Contains(err.Error(), "there is no design-system.yaml") {
		t.Error(err)
	}
}
