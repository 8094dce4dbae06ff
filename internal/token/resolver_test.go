package token

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// TestResolverRules holds the rules of the resolver document: its text without the version, with @ before every place that is
// wrong, and what is wrong there. a.json, b.json and c.json beside it hold the number token "t" with the values 1, 2 and 3.
func TestResolverRules(t *testing.T) {
	theme := `{"contexts": {"light": [{"$ref": "a.json"}], "dark": [{"$ref": "b.json"}]}, "default": "light"}`
	for _, c := range []struct{ name, text, want, value string }{
		{"a set", `"sets": {"s": {"sources": [{"$ref": "a.json"}, {"$ref": "./b.json"}]}}, "resolutionOrder": [{"$ref": "#/sets/s"}]`, "", "2"},
		{"the last wins", `"sets": {"s": {"sources": [{"$ref": "b.json"}]}, "r": {"sources": [{"$ref": "a.json"}]}}, "resolutionOrder": [{"$ref": "#/sets/s"}, {"$ref": "#/sets/r"}]`, "", "1"},
		{"inline tokens", `"resolutionOrder": [{"type": "set", "name": "s", "sources": [{"t": {"$type": "number", "$value": 9}}]}]`, "", "9"},
		{"a modifier", `"modifiers": {"theme": ` + theme + `}, "resolutionOrder": [{"$ref": "#/modifiers/theme"}]`, "", "1"},
		{"a modifier that refers to a set", `"sets": {"s": {"sources": [{"$ref": "c.json"}]}}, "modifiers": {"m": {"contexts": {"x": [{"$ref": "a.json"}, {"$ref": "#/sets/s"}], "y": []}, "default": "x"}}, "resolutionOrder": [{"$ref": "#/modifiers/m"}]`, "", "3"},
		{"an override beside $ref", `"modifiers": {"theme": ` + theme + `}, "resolutionOrder": [{"$ref": "#/modifiers/theme", "default": "dark"}]`, "", "2"},
		{"a shallow override beside $ref", `"resolutionOrder": [{"type": "set", "name": "s", "sources": [{"$ref": "a.json", "t": {"$type": "number", "$value": 5}}]}]`, "", "5"},
		{"$defs", `"$defs": {"dir/a.json": {"t": {"$type": "number", "$value": 7}}}, "resolutionOrder": [{"type": "set", "name": "s", "sources": [{"$ref": "#/$defs/dir~1a.json"}]}]`, "", "7"},
		{"a set that is another one", `"sets": {"s": {"$ref": "#/sets/r"}, "r": {"sources": [{"$ref": "b.json"}]}}, "resolutionOrder": [{"$ref": "#/sets/s"}]`, "", "2"},
		{"part of a file", `"resolutionOrder": [{"type": "set", "name": "s", "sources": [{"$ref": "nested.json#/inner"}]}]`, "", "4"},
		{"a set of another resolver", `"resolutionOrder": [{"type": "set", "name": "s", "sources": [{"$ref": "sub/other.resolver.json#sets/x"}]}]`, "", "8"},
		{"a set and a modifier of one name", `"sets": {"x": {"sources": [{"$ref": "b.json"}]}}, "modifiers": {"x": ` + theme + `}, "resolutionOrder": [{"$ref": "#/sets/x"}, {"$ref": "#/modifiers/x"}]`, "", "1"},

		{"no order", `"sets": {}`, "missing", ""},
		{"an order that is no array", `"resolutionOrder": @{}`, "wrong_kind", ""},
		{"an item that is no object", `"resolutionOrder": [@"s"]`, "wrong_kind", ""},
		{"no name", `"resolutionOrder": [@{"type": "set", "sources": []}]`, "missing", ""},
		{"no type", `"resolutionOrder": [@{"name": "s", "sources": []}]`, "missing", ""},
		{"a wrong type", `"resolutionOrder": [@{"name": "s", "type": "group", "sources": []}]`, "missing", ""},
		{"names twice", `"resolutionOrder": [{"name": "s", "type": "set", "sources": []}, @{"name": "s", "type": "set", "sources": []}]`, "duplicate_name", ""},
		{"an inline name like a set's", `"sets": {"s": {"sources": []}}, "resolutionOrder": [{"$ref": "#/sets/s"}, @{"name": "s", "type": "set", "sources": []}]`, "duplicate_name", ""},
		{"modifiers that differ by case", `"modifiers": {"m": ` + theme + `, "M": ` + theme + `}, "resolutionOrder": [{"$ref": "#/modifiers/m"}, @{"$ref": "#/modifiers/M"}]`, "duplicate_name", ""},
		{"a set without sources", `"sets": {"s": @{}}, "resolutionOrder": [{"$ref": "#/sets/s"}]`, "missing", ""},
		{"sources that are no array", `"sets": {"s": {"sources": @{}}}, "resolutionOrder": [{"$ref": "#/sets/s"}]`, "wrong_kind", ""},
		{"a source that is no object", `"sets": {"s": {"sources": [@"a.json"]}}, "resolutionOrder": [{"$ref": "#/sets/s"}]`, "not_an_object", ""},
		{"no contexts", `"modifiers": {"m": @{}}, "resolutionOrder": [{"$ref": "#/modifiers/m"}]`, "no_contexts", ""},
		{"0 contexts", `"modifiers": {"m": @{"contexts": {}}}, "resolutionOrder": [{"$ref": "#/modifiers/m"}]`, "no_contexts", ""},
		{"contexts that differ by case", `"modifiers": {"m": {"contexts": {"a": [], @"A": []}, "default": "a"}}, "resolutionOrder": [{"$ref": "#/modifiers/m"}]`, "duplicate_name", ""},
		{"a default that is no context", `"modifiers": {"m": {"contexts": {"a": [], "b": []}, "default": @"c"}}, "resolutionOrder": [{"$ref": "#/modifiers/m"}]`, "bad_default", ""},
		{"a default of another case", `"modifiers": {"m": {"contexts": {"a": [], "b": []}, "default": @"A"}}, "resolutionOrder": [{"$ref": "#/modifiers/m"}]`, "bad_default", ""},
		{"unused, and wrong all the same", `"sets": {"s": @{}}, "resolutionOrder": []`, "missing", ""},

		{"a file that is not there", `"resolutionOrder": [{"type": "set", "name": "s", "sources": [@{"$ref": "none.json"}]}]`, "unreadable", ""},
		{"a folder", `"resolutionOrder": [{"type": "set", "name": "s", "sources": [@{"$ref": "sub"}]}]`, "unreadable", ""},
		{"a file outside", `"resolutionOrder": [{"type": "set", "name": "s", "sources": [@{"$ref": "../a.json"}, @{"$ref": "/etc/passwd"}]}]`, "outside outside", ""},
		{"a file elsewhere", `"resolutionOrder": [{"type": "set", "name": "s", "sources": [@{"$ref": "https://example.org/a.json"}, @{"$ref": "//example.org/a.json"}]}]`, "remote remote", ""},
		{"a resolver as tokens", `"resolutionOrder": [{"type": "set", "name": "s", "sources": [@{"$ref": "sub/other.resolver.json"}]}]`, "not_tokens", ""},
		{"nothing there", `"resolutionOrder": [@{"$ref": "#/sets/x"}]`, "unresolvable", ""},
		{"$ref that is no string", `"resolutionOrder": [@{"$ref": 1}]`, "bad_reference", ""},
		{"a pointer into the order", `"sets": {"s": {"sources": [@{"$ref": "#/resolutionOrder/0"}]}}, "resolutionOrder": [{"$ref": "#/sets/s"}]`, "bad_reference", ""},
		{"a set that refers to a modifier", `"sets": {"s": {"sources": [@{"$ref": "#/modifiers/m/contexts/light"}]}}, "modifiers": {"m": ` + theme + `}, "resolutionOrder": [{"$ref": "#/sets/s"}]`, "bad_reference", ""},
		{"a modifier that refers to a modifier", `"modifiers": {"m": ` + theme + `, "n": {"contexts": {"a": [@{"$ref": "#/modifiers/m"}], "b": []}, "default": "a"}}, "resolutionOrder": [{"$ref": "#/modifiers/n"}]`, "bad_reference", ""},
		{"a reference to what holds it", `"sets": {"s": {"sources": [@{"$ref": "#/sets/s"}]}}, "resolutionOrder": [{"$ref": "#/sets/s"}]`, "cycle", ""},
		{"a circle of sets", `"sets": {"a": {"sources": [@{"$ref": "#/sets/b"}]}, "b": {"sources": [{"$ref": "#/sets/a"}]}}, "resolutionOrder": [{"$ref": "#/sets/a"}]`, "cycle", ""},
		{"a circle of references", `"sets": {"a": @{"$ref": "#/sets/b"}, "b": {"$ref": "#/sets/a"}}, "resolutionOrder": [{"$ref": "#/sets/a"}]`, "cycle", ""},
		{"the document itself", `"resolutionOrder": [{"type": "set", "name": "s", "sources": [@{"$ref": "#"}]}]`, "cycle", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			marked := strings.Split(`{"version": "2025.10", `+c.text+"}", "@")
			text := strings.Join(marked, "")
			var want []string
			for i, code := range strings.Fields(c.want) {
				column := 1
				if len(marked) > 1 {
					column = len(strings.Join(marked[:i+1], "")) + 1
				}
				want = append(want, fmt.Sprintf("%s %d", code, column))
			}
			number := func(n int) *fstest.MapFile {
				return &fstest.MapFile{Data: fmt.Appendf(nil, `{"t": {"$type": "number", "$value": %d}}`, n)}
			}
			fsys := fstest.MapFS{
				"tokens.resolver.json": {Data: []byte(text)},
				"a.json":               number(1), "b.json": number(2), "c.json": number(3), "sub/d.json": number(8),
				"nested.json": {Data: []byte(`{"inner": {"t": {"$type": "number", "$value": 4}}}`)},
				"sub/other.resolver.json": {Data: []byte(
					`{"version": "2025.10", "sets": {"x": {"sources": [{"$ref": "d.json"}]}}, "resolutionOrder": [{"$ref": "#/sets/x"}]}`)},
			}
			s, err := Load(fsys, "tokens.resolver.json")
			if diff := cmp.Diff(want, codes(t, err)); diff != "" {
				t.Fatalf("want(-) got(+):\n%s\n%v", diff, err)
			}
			if c.value == "" {
				return
			}
			set, err := s.Resolve(nil)
			if err != nil {
				t.Fatal(err)
			}
			if tok, _ := set.Token("t"); tok.Value == nil || tok.CSS() != c.value {
				t.Errorf("t is %v, want %s", tok.Value, c.value)
			}
		})
	}
}

func TestVersion(t *testing.T) {
	for text, want := range map[string]string{
		`{"resolutionOrder": []}`:                       "missing 1",
		`{"version": "2025.11", "resolutionOrder": []}`: "bad_version 13",
		`{"version": 2025.10, "resolutionOrder": []}`:   "bad_version 13",
		`{"version": "2025.10", "resolutionOrder": []}`: "",
		`[]`: "not_an_object 1",
		`{"version": "2025.10", "resolutionOrder": [] } x`: "syntax 48",
	} {
		_, err := Load(fstest.MapFS{"r.json": {Data: []byte(text)}}, "r.json")
		if got := strings.Join(codes(t, err), ","); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

// twoModifiers is a resolver with a default and one without.
const twoModifiers = `{"version": "2025.10", "resolutionOrder": [
  {"type": "modifier", "name": "Theme", "description": "light or dark", "contexts": {
    "light": [{"t": {"$type": "number", "$value": 1}}], "Dark": [{"t": {"$type": "number", "$value": 2}}]}, "default": "light"},
  {"type": "modifier", "name": "size", "contexts": {"small": [], "large": [{"t": {"$type": "number", "$value": 3}}]}}]}`

func TestInputs(t *testing.T) {
	s, err := Load(fstest.MapFS{"r.json": {Data: []byte(twoModifiers)}}, "r.json")
	if err != nil {
		t.Fatal(err)
	}
	want := []Modifier{{Name: "Theme", Description: "light or dark", Contexts: []string{"light", "Dark"}, Default: "light"},
		{Name: "size", Contexts: []string{"small", "large"}}}
	if diff := cmp.Diff(want, s.Modifiers()); diff != "" {
		t.Error(diff)
	}
	for _, c := range []struct {
		inputs map[string]string
		value  string
		errs   string
	}{
		{map[string]string{"size": "small"}, "1", ""},
		{map[string]string{"size": "small", "theme": "DARK"}, "2", ""},
		{map[string]string{"SIZE": "Large", "Theme": "dark"}, "3", ""},
		{nil, "", "missing_modifier /size"},
		{map[string]string{"size": "medium", "brand": "x", "theme": ""}, "", "unknown_modifier /brand,unknown_context /size,unknown_context /theme"},
		{map[string]string{"size": "small", "Size": "small"}, "", "duplicate_name /size"},
	} {
		set, err := s.Resolve(c.inputs)
		var errs []string
		if err != nil {
			for _, p := range problemsOf(t, err) {
				errs = append(errs, p.Code+" "+p.Pointer)
			}
		}
		if got := strings.Join(errs, ","); got != c.errs {
			t.Errorf("%v: %s, want %s", c.inputs, got, c.errs)
		}
		if err == nil {
			if tok, _ := set.Token("t"); tok.CSS() != c.value {
				t.Errorf("%v: %s, want %s", c.inputs, tok.CSS(), c.value)
			}
		}
	}
}

// TestProblemsOfOneContext: a problem that only some inputs have names them, and is reported by Load.
func TestProblemsOfOneContext(t *testing.T) {
	_, err := Load(fstest.MapFS{"r.json": {Data: []byte(`{"version": "2025.10", "resolutionOrder": [
  {"type": "modifier", "name": "theme", "contexts": {"light": [{"a": {"$type": "number", "$value": 1}}], "dark": []}, "default": "light"},
  {"type": "set", "name": "use", "sources": [{"b": {"$value": "{a}"}}]}]}`)}}, "r.json")
	if err == nil || err.Error() != `r.json:3:63: there is no token {a}: no "a" in the tokens (with theme=dark)` {
		t.Errorf("%v", err)
	}
}

// TestWarnings: what is allowed and most likely not meant does not stop a load.
func TestWarnings(t *testing.T) {
	s, err := Load(fstest.MapFS{"r.json": {Data: []byte(`{"version": "2025.10", "colour": 1, "sets": {"s": {"sources": []}},
"resolutionOrder": [{"type": "modifier", "name": "m", "context": {}, "contexts": {"a": []}, "default": "a"}]}`)}}, "r.json")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, w := range s.Warnings() {
		got = append(got, w.Code)
	}
	if want := []string{"unknown_key", "unused", "unknown_key", "one_context"}; !cmp.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// TestFiles: every file is read once and named; problems of several files come in one pass.
func TestFiles(t *testing.T) {
	fsys := fstest.MapFS{"d/r.json": {Data: []byte(`{"version": "2025.10", "resolutionOrder": [{"type": "set", "name": "s", "sources": [
{"$ref": "a.json"}, {"$ref": "b.json"}, {"$ref": "./a.json"}]}]}`)}, "d/a.json": {Data: []byte(`{`)}, "d/b.json": {Data: []byte(`{"a": 1}`)}}
	_, err := Load(fsys, "d/r.json")
	want := "d/a.json:1:1: this object has no end: } is missing\n" + `d/b.json:1:2: "a" is a number; a token or a group is an object`
	if err == nil || err.Error() != want {
		t.Errorf("%v", err)
	}
	fsys["d/a.json"].Data, fsys["d/b.json"].Data = []byte("{}"), []byte("{}")
	s, err := Load(fsys, "d/r.json")
	if err != nil {
		t.Fatal(err)
	}
	if got := s.Files(); !cmp.Equal(got, []string{"d/r.json", "d/a.json", "d/b.json"}) {
		t.Errorf("files: %v", got)
	}
}
