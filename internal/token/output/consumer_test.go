package output_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/token"
	"github.com/portico-cms/portico/internal/token/output"
)

// These tests use each output with the program that it is for.

// declared gives the declarations of the only rule of a style sheet.
func declared(css string) map[string]string {
	out := map[string]string{}
	_, body, _ := strings.Cut(css, "{")
	body, _, _ = strings.Cut(body, "}")
	for _, line := range strings.Split(body, ";\n") {
		if name, value, ok := strings.Cut(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(line), ";")), ": "); ok {
			out[name] = value
		}
	}
	return out
}

// useAll writes a rule that uses every token by the name that the preprocessor has for it.
func useAll(set *token.Set, name func(cssName string) string) string {
	var b strings.Builder
	b.WriteString(".x {\n")
	for i, t := range set.Tokens() {
		fmt.Fprintf(&b, "  t%d: %s;\n", i, name(strings.TrimPrefix(token.CSSName("", t.Names), "--")))
	}
	return b.String() + "}\n"
}

// compare runs in a page: what a preprocessor wrote means the same as the token, which a browser can tell.
const compare = `(() => { const wrong = [], a = document.body.appendChild(document.createElement('i')), b = document.body.appendChild(document.createElement('i'));
  for (const e of %s) {
    if (!CSS.supports(e.Property, e.Value.replace('%%s', e.Name))) { wrong.push(e.Property + ' does not take ' + e.Name); continue; }
    a.style.cssText = e.Property + ': ' + e.Value.replace('%%s', e.Name); b.style.cssText = e.Property + ': ' + e.Value.replace('%%s', e.Want);
    const paint = s => { const c = document.createElement('canvas').getContext('2d', {colorSpace: 'display-p3'}); c.fillStyle = s; c.fillRect(0, 0, 1, 1);
      return e.Property === 'color' ? c.getImageData(0, 0, 1, 1).data.join() : s; };
    const x = paint(getComputedStyle(a)[e.Property]), y = paint(getComputedStyle(b)[e.Property]);
    if (x !== y) wrong.push(e.Name + ' is ' + x + ', and ' + e.Want + ' is ' + y);
  } return wrong; })()`

func TestSass(t *testing.T) {
	dir := t.TempDir()
	r := resolved(t, one)
	save(t, dir, "scss", r, output.Options{Prefix: "p"})
	put(t, filepath.Join(dir, "use.scss"), "@use \"tokens\";\n"+useAll(r.Variants[0].Set, func(n string) string { return "tokens.$p-" + n }))
	out := run(t, dir, "node", tool(t, "sass/sass.js"), "--fatal-deprecation=slash-div", "use.scss")
	checkDeclared(t, r.Variants[0].Set, out)
}

func TestLess(t *testing.T) {
	dir := t.TempDir()
	r := resolved(t, one)
	save(t, dir, "less", r, output.Options{})
	special := map[string]string{"50": "n50", "größe": "gruf6udfe", "media": "media-"}
	put(t, filepath.Join(dir, "use.less"), "@import \"tokens\";\n"+useAll(r.Variants[0].Set, func(n string) string {
		if s, ok := special[n]; ok {
			n = s
		}
		return "@" + n
	}))
	checkDeclared(t, r.Variants[0].Set, run(t, dir, "node", tool(t, "less/bin/lessc"), "use.less"))
}

func checkDeclared(t *testing.T, set *token.Set, css string) {
	t.Helper()
	got := declared(css)
	var list []expectation
	for i, tok := range set.Tokens() {
		p, v := useOf(tok.Value)
		list = append(list, expectation{Name: got[fmt.Sprintf("t%d", i)], Want: tok.CSS(), Property: p, Value: v})
	}
	tab := newTab(t)
	openPage(tab, t, "<!doctype html><body>", "")
	for _, w := range evaluate[[]string](tab, t, fmt.Sprintf(compare, asJSON(list))) {
		t.Error(w)
	}
}

func TestJavaScriptAndTypes(t *testing.T) {
	dir := t.TempDir()
	r := resolved(t, one)
	save(t, dir, "js", r, output.Options{})
	put(t, filepath.Join(dir, "package.json"), `{"type": "module"}`)
	put(t, filepath.Join(dir, "all.js"), `import * as all from "./tokens.js"; console.log(JSON.stringify(all.tokens));`)
	var got map[string]any
	if err := json.Unmarshal([]byte(run(t, dir, "node", "all.js")), &got); err != nil {
		t.Fatal(err)
	}
	for _, tok := range r.Variants[0].Set.Tokens() {
		text, isText := got[tok.Path].(string)
		if !isText {
			text = string(bytes.TrimSpace([]byte(asJSON(got[tok.Path]))))
		}
		if text != tok.CSS() {
			t.Errorf("%s is %s, want %s", tok.Path, text, tok.CSS())
		}
	}
	put(t, filepath.Join(dir, "check.ts"), `import { colorBrand, weight, default_, textBodyFontSize, tokens } from "./tokens.js";
export const a: string = colorBrand + textBodyFontSize + tokens["color.accent.$root"], b: number = weight + default_;
// @ts-expect-error there is no such token
export const c = tokens["color.none"];
// @ts-expect-error not to be changed
tokens["color.brand"] = "";
`)
	put(t, filepath.Join(dir, "tsconfig.json"), `{"compilerOptions": {"strict": true, "noEmit": true, "target": "es2022", "module": "esnext",
		"moduleResolution": "bundler", "types": []}, "files": ["check.ts", "tokens.d.ts"]}`)
	run(t, dir, "node", tool(t, "typescript/bin/tsc"), "-p", dir)
}

func TestTailwind4(t *testing.T) {
	dir := t.TempDir()
	save(t, dir, "tailwind", resolved(t, nil), output.Options{Prefix: "p", HexFallback: true})
	put(t, filepath.Join(dir, "in.css"), `@import "tailwindcss" source(none);`+"\n"+`@import "./tokens.tailwind.css"; @source "./page.html";`)
	put(t, filepath.Join(dir, "page.html"), `<p class="bg-page text-brand/50 p-gap rounded-m font-list ease-out shadow-two text-body font-weight">`)
	if err := os.Symlink(filepath.Dir(tool(t, "tailwindcss")), filepath.Join(dir, "node_modules")); err != nil {
		t.Fatal(err)
	}
	run(t, dir, "node", tool(t, "@tailwindcss/cli/dist/index.mjs"), "-i", "in.css", "-o", "out.css")
	out := read(t, filepath.Join(dir, "out.css"))
	for _, want := range []string{"background-color: var(--p-color-page)", "var(--p-color-brand) 50%", "padding: var(--p-space-gap)", "border-radius: var(--p-radius-m)",
		"font-family: var(--p-font-list)", "var(--p-ease-out)", "var(--p-shadow-two)", "font-size: var(--p-text-body-font-size)",
		"var(--p-text-body-line-height)", "--p-color-page: var(--p-color-white)"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %s in\n%s", want, out)
		}
	}
	parses(t, "out.css", []byte(out))
}

func TestTailwind3(t *testing.T) {
	dir := t.TempDir()
	save(t, dir, "tailwind3", resolved(t, nil), output.Options{Prefix: "p"})
	put(t, filepath.Join(dir, "tailwind.config.cjs"), `module.exports = {content: ["./page.html"], presets: [require("./tokens.tailwind3.cjs")]}`)
	put(t, filepath.Join(dir, "in.css"), `@tailwind utilities;`)
	put(t, filepath.Join(dir, "page.html"), `<p class="bg-page text-brand/50 p-gap rounded-m font-list ease-out shadow-two text-body font-weight duration-time-fast">`)
	run(t, dir, "node", tool(t, "tailwindcss-3/lib/cli.js"), "-i", "in.css", "-o", "out.css", "-c", "tailwind.config.cjs")
	out := read(t, filepath.Join(dir, "out.css"))
	for _, want := range []string{"var(--p-color-page) calc(var(--tw-bg-opacity", "var(--p-color-brand) calc(0.5 * 100%)", "padding: var(--p-space-gap)",
		"border-radius: var(--p-radius-m)", "font-family: var(--p-font-list)", "var(--p-ease-out)", "var(--p-shadow-two)",
		"font-size: var(--p-text-body-font-size)", "font-weight: var(--p-weight)", "transition-duration: var(--p-time-fast)"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %s in\n%s", want, out)
		}
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// constantsOf is what a program of each language prints: a constant, a reference, a deprecated one, and fonts with quotes.
const constantsOf = "oklch(0.7 0.2 140)|oklch(0.7 0.2 140)|\"Noto Sans\", \"L'Express & Co\", system-ui, sans-serif|600|1rem"

func TestJava(t *testing.T) {
	dir := t.TempDir()
	paths := save(t, dir, "java", resolved(t, one), output.Options{Namespace: "acme.look", Rem: 16})
	paths = append(paths, save(t, filepath.Join(dir, "all"), "java", resolved(t, nil), output.Options{})...)
	put(t, filepath.Join(dir, "Main.java"), `import acme.look.Tokens;
public class Main { @SuppressWarnings("deprecation") public static void main(String[] a) {
  System.out.print(Tokens.COLOR_BRAND + "|" + Tokens.COLOR_CLASS + "|" + Tokens.FONT_LIST + "|" + (int) Tokens.WEIGHT + "|" + Tokens.TEXT_BODY_FONT_SIZE); } }`)
	args := []string{"--release", "17", "-Xlint:all", "-Werror", "-encoding", "UTF-8", "-d", filepath.Join(dir, "out"), filepath.Join(dir, "Main.java")}
	run(t, dir, "javac", append(args, paths...)...)
	if out := run(t, dir, "java", "-Dstdout.encoding=UTF-8", "-cp", filepath.Join(dir, "out"), "Main"); out != constantsOf {
		t.Errorf("%s\nwant %s", out, constantsOf)
	}
}

func TestPHP(t *testing.T) {
	dir := t.TempDir()
	paths := save(t, dir, "php", resolved(t, one), output.Options{Namespace: "Acme.Look", Rem: 16})
	put(t, filepath.Join(dir, "main.php"), `<?php require __DIR__ . '/Tokens.php'; use Acme\Look\Tokens as T;
echo T::COLOR_BRAND, '|', T::COLOR_CLASS, '|', T::FONT_LIST, '|', T::WEIGHT, '|', T::TEXT_BODY_FONT_SIZE;
foreach ((new ReflectionClass(T::class))->getConstants() as $name => $value) { if ($value === null) echo $name; }`)
	for _, p := range append(paths, save(t, filepath.Join(dir, "all"), "php", resolved(t, nil), output.Options{})...) {
		run(t, dir, "php", "-n", "-l", p)
	}
	if out := run(t, dir, "php", "-n", "-d", "display_errors=1", "-d", "error_reporting=-1", "main.php"); out != constantsOf {
		t.Errorf("%s\nwant %s", out, constantsOf)
	}
}

func TestCSharp(t *testing.T) {
	dir := t.TempDir()
	paths := save(t, dir, "csharp", resolved(t, one), output.Options{Namespace: "Acme.Look", Rem: 16})
	paths = append(paths, save(t, filepath.Join(dir, "all"), "csharp", resolved(t, nil), output.Options{})...)
	put(t, filepath.Join(dir, "Main.cs"), `using Acme.Look;
public static class Program { public static void Main() {
#pragma warning disable 0618
System.Console.Write(Tokens.ColorBrand + "|" + Tokens.ColorClass + "|" + Tokens.FontList + "|" + Tokens.Weight + "|" + Tokens.TextBodyFontSize); } }`)
	run(t, dir, "mcs", append([]string{"-warnaserror", "-codepage:utf8", "-out:main.exe", "Main.cs"}, paths...)...)
	if out := run(t, dir, "mono", "main.exe"); out != constantsOf {
		t.Errorf("%s\nwant %s", out, constantsOf)
	}
}

// wellFormed reads an XML file to its end, and gives the names of its resources, which must differ.
func wellFormed(t *testing.T, path, attribute string) map[string]string {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(read(t, path)))
	d.Strict = true
	names := map[string]string{}
	depth := 0
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return names
		}
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		switch e := tok.(type) {
		case xml.StartElement:
			depth++
			for _, a := range e.Attr {
				if a.Name.Local != attribute || depth != 2 {
					continue
				}
				if names[a.Value] != "" {
					t.Errorf("%s: %s stands twice", path, a.Value)
				}
				var inner struct {
					Text string `xml:",chardata"`
				}
				names[a.Value] = e.Name.Local
				if e.Name.Local != "style" && e.Name.Local != "array" {
					if err := d.DecodeElement(&inner, &e); err != nil {
						t.Fatal(err)
					}
					depth--
					names[a.Value] += " " + inner.Text
				}
			}
		case xml.EndElement:
			depth--
		}
	}
}

// TestAndroid holds the resources against their rules: aapt is not to be had, so names, kinds and references are looked at here.
func TestAndroid(t *testing.T) {
	dir := t.TempDir()
	paths := save(t, dir, "android", resolved(t, map[string]string{"brand": "orvane"}), output.Options{})
	if len(paths) != 2 || !strings.HasSuffix(paths[0], "/values/tokens.xml") || !strings.HasSuffix(paths[1], "/values-night/tokens.xml") {
		t.Fatalf("%v", paths)
	}
	for _, path := range paths {
		names := wellFormed(t, path, "name")
		for name, text := range names {
			if !validName(name) {
				t.Errorf("%s is no name of a resource", name)
			}
			kind, value, _ := strings.Cut(text, " ")
			if target, is := strings.CutPrefix(value, "@"+kind+"/"); is && !strings.HasPrefix(names[target], kind+" ") {
				t.Errorf("%s refers to %s, which is %q", name, target, names[target])
			} else if !is && strings.HasPrefix(value, "@") && !strings.HasPrefix(value, "@dimen/") {
				t.Errorf("%s: %s refers to another kind: %s", name, kind, value)
			}
		}
		for name, want := range map[string]string{"color_brand": "color #FF4DBA30", "color_class": "color @color/color_brand", "space_small": "dimen 8dp",
			"text_body_font_size": map[bool]string{true: "dimen 3sp", false: "dimen 16sp"}[strings.Contains(path, "night")], "time_slow": "integer 1500",
			"n50": "item 0.5", "font_list": `string Noto Sans, L\'Express & Co, system-ui, sans-serif`, "space_minus_1": "dimen -4dp", "default_": "item -0.25"} {
			if names[name] != want {
				t.Errorf("%s is %q, want %q", name, names[name], want)
			}
		}
	}
}

func validName(name string) bool {
	for i, r := range name {
		if (r < 'a' || r > 'z') && (i == 0 || r != '_' && (r < '0' || r > '9')) {
			return false
		}
	}
	return name != ""
}

// TestXAML: WPF is not to be had here, so the dictionary is held against XML, and its references against its keys.
func TestXAML(t *testing.T) {
	path := save(t, t.TempDir(), "xaml", resolved(t, one), output.Options{})[0]
	names := wellFormed(t, path, "Key")
	for name, want := range map[string]string{"ColorVeil": "Color #4D000000", "SpaceGap": "Double 16", "TimeSlow": "Duration 0:0:1.5",
		"FontList": "FontFamily Noto Sans, L'Express & Co, system-ui, sans-serif", "EaseOut": "KeySpline 0.2,0,0,1", "EaseOver": "String 0.2,0,0,1.5"} {
		if names[name] != want {
			t.Errorf("%s is %q, want %q", name, names[name], want)
		}
	}
	for _, line := range strings.Split(read(t, path), "\n") {
		if _, after, ok := strings.Cut(line, "{StaticResource "); ok {
			target, _, _ := strings.Cut(after, "}")
			if !strings.HasPrefix(names[target], "Color ") {
				t.Errorf("%s is no colour: %s", target, line)
			}
		}
	}
}

// TestCodeWithoutCompilers: no compiler of Kotlin, Swift or Dart is to be had. Brackets and quotes must close, names must be declared
// once and, where one is used by another, before it.
func TestCodeWithoutCompilers(t *testing.T) {
	for format, keyword := range map[string]string{"compose": "val ", "swift": "static let ", "flutter": "static const "} {
		for _, path := range save(t, t.TempDir(), format, resolved(t, nil), output.Options{}) {
			seen := map[string]bool{}
			for number, line := range strings.Split(read(t, path), "\n") {
				if !balanced(line) {
					t.Errorf("%s:%d: %s", filepath.Base(path), number+1, line)
				}
				_, rest, ok := strings.Cut(line, keyword)
				left, expr, isConstant := strings.Cut(rest, " = ")
				if !ok || !isConstant {
					continue
				}
				name := strings.TrimSuffix(strings.Fields(left)[0], ":")
				if format == "flutter" {
					name = strings.Fields(left)[len(strings.Fields(left))-1]
				}
				if seen[name] {
					t.Errorf("%s: %s stands twice", path, name)
				}
				seen[name] = true
				for _, known := range []string{"colorBrand", "colorInk", "spaceGap", "fontList", "zoneLate"} {
					if strings.Contains(expr, known) && !seen[known] {
						t.Errorf("%s uses %s before it is declared", name, known)
					}
				}
			}
			if len(seen) < 60 || !seen["colorBrand"] || !seen["textBodyFontSize"] || !seen["spaceMinus1"] {
				t.Errorf("%s: %d constants", path, len(seen))
			}
		}
	}
}

// balanced says whether quotes and brackets of a line close, but for the bracket of a class.
func balanced(line string) bool {
	if trimmed := strings.TrimSpace(line); strings.HasPrefix(trimmed, "//") || strings.HasPrefix(trimmed, "/*") || strings.HasSuffix(trimmed, " {") || trimmed == "}" {
		return true
	}
	depth, quote := 0, byte(0)
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c == '\\':
			i++
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '(' || c == '[':
			depth++
		case c == ')' || c == ']':
			depth--
		}
	}
	return depth == 0 && quote == 0
}

// TestJSON: all three are JSON; what is resolved is read back to the same values.
func TestJSON(t *testing.T) {
	dir := t.TempDir()
	r := resolved(t, one)
	var nested map[string]any
	if err := json.Unmarshal([]byte(read(t, save(t, dir, "json-nested", r, output.Options{})[0])), &nested); err != nil {
		t.Fatal(err)
	}
	if accent, _ := nested["color"].(map[string]any)["accent"].(map[string]any); accent["$root"] != "oklch(0.7 0.2 140)" {
		t.Errorf("nested: %v", nested)
	}
	said := map[string]string{}
	flatten(nested, "", said)
	flat := map[string]string{}
	if err := json.Unmarshal([]byte(read(t, save(t, dir, "json", r, output.Options{})[0])), &flat); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(flat, said); diff != "" {
		t.Errorf("flat and nested JSON say different things: %s", diff)
	}
	for _, tok := range r.Variants[0].Set.Tokens() { // what CSS has no place for is there too
		for _, u := range token.Beside(tok.Value) {
			if flat[tok.Path+"."+u.Key] != u.Text || u.Text == "" {
				t.Errorf("%s.%s is %q, want %q", tok.Path, u.Key, flat[tok.Path+"."+u.Key], u.Text)
			}
		}
	}
	data := read(t, save(t, dir, "dtcg", r, output.Options{Exclude: []string{"color.accent"}})[0])
	s, err := token.LoadFiles(fstest.MapFS{"t.json": {Data: []byte(data)}}, "t.json")
	if err != nil {
		t.Fatal(err)
	}
	set, _ := s.Resolve(nil)
	want := r.Variants[0].Set
	if len(set.Tokens()) != len(want.Tokens())-2 {
		t.Errorf("%d tokens of %d", len(set.Tokens()), len(want.Tokens()))
	}
	for _, tok := range set.Tokens() {
		if w, _ := want.Token(tok.Path); w.CSS() != tok.CSS() || w.Deprecated != tok.Deprecated {
			t.Errorf("%s is %s, want %s", tok.Path, tok.CSS(), w.CSS())
		}
	}
}

// flatten gives the members of nested JSON by path, numbers as texts.
func flatten(v any, path string, into map[string]string) {
	object, ok := v.(map[string]any)
	if !ok {
		into[path] = fmt.Sprint(v)
		return
	}
	for name, below := range object {
		if path != "" {
			name = path + "." + name
		}
		flatten(below, name, into)
	}
}
