package edit

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/token"
)

const resolver = `{
  "version": "2025.10",
  "sets": { "core": { "sources": [{ "$ref": "core.json" }] }, "end": { "sources": [{ "$ref": "end.json" }] } },
  "modifiers": {
    "brand": { "contexts": { "one": [{ "$ref": "one.json" }], "two": [] }, "default": "one" },
    "theme": { "contexts": { "light": [], "dark": [{ "$ref": "dark.json" }], "inline": [{ "a": { "$type": "number", "$value": 9 } }] }, "default": "light" }
  },
  "resolutionOrder": [
    { "$ref": "#/sets/core" }, { "$ref": "#/modifiers/brand" }, { "$ref": "#/modifiers/theme" }, { "$ref": "#/sets/end" }
  ]
}`

const core = "\uFEFF// The raw material.\r\n{\r\n\t\"a\" : { $type: 'number', /* was 3 */ $value : 1.50, }, // as written\r\n" +
	"\t'b c': { \"$type\": \"dimension\",\r\n\t\t\"$value\": {\r\n\t\t\t\"value\": 4, // px\r\n\t\t\t\"unit\": \"px\"\r\n\t\t}\r\n\t},\r\n" +
	"\t\"g\": { \"$type\": \"number\", \"x\": { \"$value\": \"{a}\" }, \"$root\": { \"$value\": 7 } },\r\n" +
	"\t\"h\": { \"$extends\": \"{g}\" },\r\n\t\"r\": { \"$type\": \"number\", \"$ref\": \"#/a\" }\r\n}\r\n"

func sample() map[string][]byte {
	return map[string][]byte{
		"r.json": []byte(resolver), "core.json": []byte(core),
		"one.json":  []byte(`{"only": {"$type": "number", "$value": 1}}`),
		"dark.json": []byte("{\n  \"a\": { \"$type\": \"number\", \"$value\": 2 } // dark\n  // the end\n}\n"),
		"end.json":  []byte(`{"last": {"$type": "number", "$value": 0}}`),
	}
}

// applied gives the files that changes make others.
func applied(files map[string][]byte, resolver string, changes []Change) (map[string][]byte, error) {
	made, err := Apply(files, resolver, changes)
	if err != nil {
		return nil, err
	}
	return made.Files, nil
}

func change(path, value string, inputs ...string) Change {
	c := Change{Path: path, Value: json.RawMessage(value), Inputs: map[string]string{}}
	for i := 0; i < len(inputs); i += 2 {
		c.Inputs[inputs[i]] = inputs[i+1]
	}
	return c
}

// TestApply: only the bytes of the value are others.
func TestApply(t *testing.T) {
	for _, c := range []struct {
		name           string
		change         Change
		file, old, new string
	}{
		{"a number", change("a", "3", "theme", "light"), "core.json", "$value : 1.50", "$value : 3"},
		{"in another theme, upper case", change("a", "2.25", "Theme", "DARK"), "dark.json", `"$value": 2 `, `"$value": 2.25 `},
		{"inline in the resolver", change("a", "8", "theme", "inline"), "r.json", `"$value": 9`, `"$value": 8`},
		{"over several lines, indented as before", change("b c", `{"value":5,"unit":"px"}`), "core.json",
			"{\r\n\t\t\t\"value\": 4, // px\r\n\t\t\t\"unit\": \"px\"\r\n\t\t}", "{\r\n\t\t\t\"value\": 5,\r\n\t\t\t\"unit\": \"px\"\r\n\t\t}"},
		{"a reference in one line", change("b c", `"{d}"`), "", "", ""},
		{"a reference", change("g.x", `"{last}"`), "core.json", `"$value": "{a}"`, `"$value": "{last}"`},
		{"a root token", change("g.$root", "6"), "core.json", `"$value": 7`, `"$value": 6`},
		{"added for a theme", change("last", "1", "theme", "dark"), "", "", ""},
		{"added for a theme, in a group", change("g.x", "5", "theme", "dark"), "dark.json",
			" } // dark\n  // the end\n}", " }, // dark\n  // the end\n  \"g\": { \"x\": { \"$type\": \"number\", \"$value\": 5 } }\n}"},
		{"added for a brand, in one line", change("b c", `{"unit":"px","value":9}`, "brand", "one"), "one.json",
			`"$value": 1}}`, `"$value": 1}, "b c": { "$type": "dimension", "$value": { "unit": "px", "value": 9 } } }`},
	} {
		got, err := applied(sample(), "r.json", []Change{c.change})
		if c.file == "" {
			if err == nil {
				t.Errorf("%s: it was taken: %s", c.name, got)
			}
			continue
		}
		want := map[string]string{c.file: strings.Replace(string(sample()[c.file]), c.old, c.new, 1)}
		text := map[string]string{}
		for name, b := range got {
			text[name] = string(b)
		}
		if diff := cmp.Diff(want, text); err != nil || diff != "" {
			t.Errorf("%s: %v\n%s", c.name, err, diff)
		}
	}
}

// TestApplyKeepsOtherContexts: what CSS does not say counts too. An override in one theme that another file reads would change both.
func TestApplyKeepsOtherContexts(t *testing.T) {
	text := func(spacing string) string {
		return `{"$type":"typography","$value":{"fontFamily":"A","fontSize":{"value":1,"unit":"rem"},"fontWeight":400,` +
			`"letterSpacing":{"value":` + spacing + `,"unit":"px"},"lineHeight":1}}`
	}
	files := map[string][]byte{
		"r.json": []byte(`{"version":"2025.10","sets":{"all":{"sources":[{"$ref":"a.json"}]}},"modifiers":{"theme":{"default":"light",
			"contexts":{"light":[{"$ref":"both.json"}],"dark":[{"$ref":"both.json"}]}}},"resolutionOrder":[{"$ref":"#/sets/all"},{"$ref":"#/modifiers/theme"}]}`),
		"a.json": []byte(`{"t":` + text("1") + `}`), "both.json": []byte(`{}`),
	}
	_, err := applied(files, "r.json", []Change{change("t", strings.TrimSuffix(strings.TrimPrefix(text("2"), `{"$type":"typography","$value":`), "}"), "theme", "dark")})
	var ps fault.Problems
	if !errors.As(err, &ps) || ps[0].Code != "not_separate" {
		t.Errorf("another letter spacing in both themes, asked for in one: %v", err)
	}
}

// TestApplyRefuses: what cannot be done says why, and where.
func TestApplyRefuses(t *testing.T) {
	deep := strings.Repeat("[", 5000) + strings.Repeat("]", 5000)
	for name, c := range map[string]struct {
		change        Change
		pointer, code string
	}{
		"unknown token":    {change("nope", "1"), "/changes/0/path", "unknown_token"},
		"in one theme not": {change("only", "1"), "/changes/0/path", "unknown_token"},
		"unknown context":  {change("a", "1", "theme", "red"), "/changes/0/inputs", "unknown_context"},
		"two values":       {change("a", "1"), "/changes/0/inputs", "ambiguous"},
		"overridden later": {change("last", "1", "theme", "dark"), "/changes/0/inputs", "overridden"},
		"no own file":      {change("last", "1", "brand", "two"), "/changes/0/inputs", "not_separate"},
		"inherited":        {change("h.x", "1"), "/changes/0/path", "inherited"},
		"by $ref":          {change("r", "1"), "/changes/0/path", "not_editable"},
		"another type":     {change("g.x", `"{b c}"`), "/changes/0/value", "other_type"},
		"no JSON":          {change("a", "{", "theme", "light"), "/changes/0/value", "bad_value"},
		"too long":         {change("a", `"`+strings.Repeat("x", MaxValue)+`"`, "theme", "light"), "/changes/0/value", "bad_value"},
		"too deep":         {change("a", deep, "theme", "light"), "", "syntax"},
		"a name twice":     {change("b c", `{"value":1,"value":2,"unit":"px"}`), "", "duplicate_name"},
		"a cycle":          {change("a", `"{g.x}"`, "theme", "light"), "", "cycle"},
	} {
		_, err := applied(sample(), "r.json", []Change{c.change})
		var ps fault.Problems
		if !errors.As(err, &ps) || len(ps) == 0 {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if c.pointer == "" && ps[0].Line == 0 || c.pointer != "" && (ps[0].Pointer != c.pointer || ps[0].Code != c.code) {
			t.Errorf("%s: %+v", name, ps[0])
		}
	}
}

// TestI8ValuesStayValues: what would leave its place in a file or a style sheet is refused, or is a text like any other.
func TestI8ValuesStayValues(t *testing.T) {
	for _, value := range []string{
		`"red;}body{"`, `"url(//evil.example)"`, `"</style><script>"`, `{"$ref":"/etc/passwd"}`, `{"$ref":"../../x.json"}`, `"{__proto__}"`,
		`{"colorSpace":"srgb","components":["0);}",0,0]}`, `null`, `[]`, `{}`, `true`, `1e999`, `"\u0000"`,
	} {
		got, err := applied(sample(), "r.json", []Change{change("a", value, "theme", "light")})
		if err == nil {
			t.Errorf("%s: %s", value, got)
		}
	}
}

// TestSeveral: changes follow one another, and all of them or none are made.
func TestSeveral(t *testing.T) {
	files := sample()
	got, err := applied(files, "r.json", []Change{change("g.$root", "6"), change("g.$root", "5"), change("a", "2.5", "theme", "dark")})
	if err != nil || len(got) != 2 || !strings.Contains(string(got["core.json"]), `"$value": 5 `) {
		t.Errorf("%v %s", err, got)
	}
	if diff := cmp.Diff(sample(), files); diff != "" {
		t.Errorf("what was given changed: %s", diff)
	}
	if got, err := applied(files, "r.json", []Change{change("g.$root", "6"), change("nope", "5")}); err == nil || got != nil {
		t.Errorf("half of it was made: %s", got)
	}
	if _, err := applied(files, "r.json", make([]Change, MaxChanges+1)); err == nil {
		t.Error("so many were taken")
	}
}

// TestRoundTrip: a value that is changed and changed back leaves the file as it was, whatever stands around it.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		filler := rapid.SampledFrom([]string{"", " ", "\n", "\r\n", "\t", "/* } \" */", "// { '\n", "/**/ "})
		name := rapid.SampledFrom([]string{`"n"`, `'n'`, `n`, `"\u006e"`})
		var b strings.Builder
		put := func(parts ...string) {
			for _, p := range parts {
				b.WriteString(filler.Draw(t, "filler") + p)
			}
		}
		put("{")
		for i := range rapid.IntRange(0, 3).Draw(t, "before") {
			put(fmt.Sprintf(`"before%d"`, i), ":", "{", `"$type"`, ":", `"number"`, ",", `"$value"`, ":", "-1.5e+3", "}", ",")
		}
		put(name.Draw(t, "name"), ":", "{", `"$type"`, ":", `"number"`, ",", `$value`, ":", "1", "}")
		put("}", "\n")
		file := b.String()
		files := map[string][]byte{"t.json": []byte(file), "r.json": []byte(
			`{"version": "2025.10", "resolutionOrder": [{"name": "all", "type": "set", "sources": [{"$ref": "t.json"}]}]}`)}
		if _, err := token.Load(filesystem(files), "r.json"); err != nil {
			t.Fatalf("%q: %v", file, err)
		}
		there, err := applied(files, "r.json", []Change{change("n", "2")})
		if err != nil || len(there["t.json"]) != len(file) {
			t.Fatalf("%q: %v: %q", file, err, there)
		}
		next := maps.Clone(files)
		maps.Copy(next, there)
		back, err := applied(next, "r.json", []Change{change("n", "1")})
		if err != nil || string(back["t.json"]) != file {
			t.Fatalf("%q: %v: %q", file, err, back)
		}
	})
}

// FuzzScan: whatever the text, the scanner ends, and within the text.
func FuzzScan(f *testing.F) {
	for _, s := range []string{core, resolver, `{"a":`, `{"a"`, `{'\`, "{/*", "//", `{"a":{}}}]`, "\xff{\xfe:\xfd}"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s := &scanner{text: text}
		s.space()
		list, end := s.members()
		if end > len(text) || s.at > len(text)+1 {
			t.Errorf("%d of %d", end, len(text))
		}
		for _, m := range list {
			if m.value.from > m.value.to || m.value.to > len(text)+1 {
				t.Errorf("%+v of %d", m, len(text))
			}
		}
		insert(text, []string{"a", "b"}, tokenBody("number", []byte("1")))
		if next, ok := cut(text, []string{"a"}); ok && len(next) >= len(text) {
			t.Errorf("nothing was cut: %q", next)
		}
		rekey(text, []string{"a"}, "other")
		setMember(text, []string{"a"}, "$description", []byte(`"x"`))
		follow(text, map[string]string{"a": "b", "a.b": "a.c"}, true)
	})
}

// TestShipped: every token of the design system that comes with Portico can be changed in a brand and a theme to what it is, and the
// files stay as they are but for how that value is written.
func TestShipped(t *testing.T) {
	root, files := os.DirFS("../../../design-system"), map[string][]byte{}
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(name, ".json") {
			files[name], err = fs.ReadFile(root, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	e := &editor{files: files, resolver: "tokens.resolver.json"}
	if err := e.load(); err != nil {
		t.Fatal(err)
	}
	for i, tok := range e.views[0].set.Tokens() {
		if i%23 != 0 { // some of all kinds: each loads the system anew
			continue
		}
		value, err := json.Marshal(tok.Value)
		if err != nil {
			t.Fatal(err)
		}
		got, err := applied(files, e.resolver, []Change{{Path: tok.Path, Inputs: e.views[0].inputs, Value: value}})
		for name, text := range got {
			before, after := strings.Fields(string(files[name])), strings.Fields(string(text))
			same := 0
			for same < min(len(before), len(after)) && before[same] == after[same] {
				same++
			}
			if strings.Count(string(text), `"$value"`) < strings.Count(string(files[name]), `"$value"`) || same == 0 {
				t.Errorf("%s: %s", tok.Path, name)
			}
		}
		var ps fault.Problems
		if errors.As(err, &ps) && ps[0].Code == "not_separate" || ps != nil && ps[0].Code == "overridden" {
			continue // of one value for all themes that a set brings in behind them
		}
		if err != nil {
			t.Errorf("%s: %v", tok.Path, err)
		}
	}
}
