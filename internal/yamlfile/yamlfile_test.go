package yamlfile_test

import (
	"bytes"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/yamlfile"
)

type sample struct {
	yamlfile.Pos

	Name   string            `yaml:"name"`
	On     bool              `yaml:"on"`
	Count  int               `yaml:"count"`
	Weight float64           `yaml:"weight"`
	Max    *int              `yaml:"max"`
	Label  map[string]string `yaml:"label"`
	Tags   []string          `yaml:"tags"`
	Parts  []part            `yaml:"parts"`
	Free   any               `yaml:"free"`
}

type part struct {
	yamlfile.Pos

	ID string `yaml:"id"`
}

func TestDecode(t *testing.T) {
	src := `# a comment
name: 2026-10-01
on: true
count: -3
weight: 1.5
max: 0
label: {en: yes, no: Norsk}
tags: [a, 1.0]
parts:
  - id: x
  - {id: y}
free:
  number: 12
  big: 99999999999999999999
  real: 1.25
  text: "12"
  date: 2026-10-01
  none: null
  list: [true, no, {a: b}]
`
	var got sample
	var ps fault.Problems
	if !yamlfile.Decode("a.yaml", []byte(src), &got, &ps) {
		t.Fatal(ps)
	}
	zero := 0
	want := sample{
		Pos:  yamlfile.Pos{File: "a.yaml", Line: 2, Column: 1},
		Name: "2026-10-01", On: true, Count: -3, Weight: 1.5, Max: &zero, Label: map[string]string{"en": "yes", "no": "Norsk"},
		Tags: []string{"a", "1.0"},
		Parts: []part{
			{yamlfile.Pos{File: "a.yaml", Line: 10, Column: 5}, "x"}, {yamlfile.Pos{File: "a.yaml", Line: 11, Column: 5}, "y"},
		},
		Free: map[string]any{
			"number": int64(12), "big": 1e20, "real": 1.25, "text": "12", "date": "2026-10-01", "none": nil,
			"list": []any{true, "no", map[string]any{"a": "b"}},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestProblems(t *testing.T) {
	tests := []struct{ name, src, want string }{
		{"unknown keys, all of them", "nam: x\nname: y\nparts:\n  - id: a\n    colour: red\n",
			"a.yaml:1:1: unknown key \"nam\" in the file; allowed: count, free, label, max, name, on, parts, tags, weight\n" +
				"a.yaml:5:5: unknown key \"colour\" in parts[0]; allowed: id"},
		{"fields without a tag are no keys", "Pos: y\n", "a.yaml:1:1: unknown key \"Pos\" in the file; allowed: count, free, label, max, name, on, parts, tags, weight"},
		{"repeated key", "name: a\nname: b\n", `a.yaml:2:1: "name" stands twice in the file`},
		{"repeated key in free values", "free: {a: 1, a: 2}\n", `a.yaml:1:14: "a" stands twice in free`},
		{"mapping for text", "name: {a: b}\n", "a.yaml:1:7: name must be a single value"},
		{"text for mapping", "label: x\n", "a.yaml:1:8: label must be a mapping (key: value)"},
		{"text for list", "tags: x\n", "a.yaml:1:7: tags must be a list (- a, - b, or [a, b])"},
		{"list for document", "- a\n", "a.yaml:1:1: the file must be a mapping (key: value)"},
		{"number for document", "3\n", "a.yaml:1:1: the file must be a mapping (key: value)"},
		{"bool", "on: yes\n", `a.yaml:1:5: on must be true or false, not "yes"`},
		{"quoted bool", "on: 'true'\n", `a.yaml:1:5: on must be true or false, not "true"`},
		{"fraction for integer", "count: 1.5\n", `a.yaml:1:8: count must be a whole number, not "1.5"`},
		{"hexadecimal", "count: 0x10\n", `a.yaml:1:8: count must be a whole number, not "0x10"`},
		{"infinity", "weight: .inf\n", `a.yaml:1:9: weight must be a number, not ".inf"`},
		{"infinity in Go's words", "weight: Inf\n", `a.yaml:1:9: weight must be a number, not "Inf"`},
		{"deep place", "parts:\n  - id: [1]\n", "a.yaml:2:9: parts[0].id must be a single value"},
		{"alias", "name: &n x\ntags: [*n]\n", "a.yaml:2:8: anchors and aliases (&x, *x) are not supported: write the value out"},
		{"merge key", "parts:\n  - &p {id: a}\n  - {<<: *p}\n", "a.yaml:3:6: unknown key \"<<\" in parts[1]; allowed: id"},
		{"tag", "name: !!binary aGk=\n", "a.yaml:1:7: the tag !!binary is not supported: write the plain value"},
		{"NUL", "name: \"a\\0b\"\n", "a.yaml:1:7: name holds the character NUL"},
		{"own tag", "free: !ruby/object {a: b}\n", "a.yaml:1:7: the tag !ruby/object is not supported: write the plain value"},
		{"complex key", "? [a, b]\n: c\n", "a.yaml:1:3: a key in the file must be plain text"},
		{"second document", "name: a\n---\nname: b\n", "a.yaml:2: one file holds one document; take out what follows ---"},
		{"empty", "", "a.yaml:1: the file is empty"},
		{"only a comment", "# nothing\n", "a.yaml:1: the file is empty"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var ps fault.Problems
			if yamlfile.Decode("a.yaml", []byte(tt.src), &sample{}, &ps) {
				t.Error("it says that there is no problem")
			}
			if diff := cmp.Diff(tt.want, ps.Error()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestSyntaxErrorsNameTheLine(t *testing.T) {
	tests := []struct {
		src  string
		line int
	}{
		{"name: a\n  b: c\n", 2}, {"a: b: c\n", 1}, {"name: \"a\n", 2}, {"\tname: x\n", 1}, {"name: [a\n", 1}, {"a: *missing\n", 0},
		{"name: a\ntags: [\x00]\n", 2}, {"name: a\n\n\nb: \xff\n", 4}, {"a: b\x7f\n", 1}, {"%YAML 9\n---\na: b\n", 1},
	}
	for _, tt := range tests {
		var ps fault.Problems
		if yamlfile.Decode("a.yaml", []byte(tt.src), &sample{}, &ps) || len(ps) == 0 {
			t.Errorf("%q is accepted", tt.src)
			continue
		}
		if ps[0].Code != "yaml_syntax" || ps[0].File != "a.yaml" || ps[0].Line != tt.line {
			t.Errorf("%q: %+v, want line %d", tt.src, ps[0], tt.line)
		}
	}
}

func TestNullIsAbsent(t *testing.T) {
	for _, src := range []string{"---\n", "null\n", "name:\ncount: ~\nmax: null\nlabel:\nparts:\n"} {
		var got sample
		var ps fault.Problems
		places, ok := yamlfile.DecodePlaces("a.yaml", []byte(src), &got, &ps)
		if !ok || got.Name != "" || got.Max != nil || got.Label != nil {
			t.Errorf("%q: %+v, %v", src, got, ps)
		}
		if places.Has("/name") {
			t.Errorf("%q has a name", src)
		}
	}
}

func TestPlaces(t *testing.T) {
	src := "name: x\nfree:\n  a/b: 1\n  c~d: {e: [1, 2]}\n  gone: null\n"
	var ps fault.Problems
	places, ok := yamlfile.DecodePlaces("a.yaml", []byte(src), &sample{}, &ps)
	if !ok {
		t.Fatal(ps)
	}
	tests := []struct {
		pointer      string
		line, column int
		has          bool
	}{
		{"", 1, 1, true}, {"/name", 1, 7, true}, {"/name/x", 1, 7, false}, {"/free/a~1b", 3, 8, true}, {"/free/c~0d/e/1", 4, 16, true},
		{"/free/c~0d/e/2", 4, 12, false}, {"/free/gone", 3, 3, false}, {"/nothing/at/all", 1, 1, false},
	}
	for _, tt := range tests {
		want := yamlfile.Pos{File: "a.yaml", Line: tt.line, Column: tt.column}
		if got := places.At(tt.pointer); got != want || places.Has(tt.pointer) != tt.has {
			t.Errorf("%q: at %v, has %v; want %v, %v", tt.pointer, got, places.Has(tt.pointer), want, tt.has)
		}
	}
	if none := (yamlfile.Places{}); !none.Empty() || none.At("/x") != (yamlfile.Pos{}) || none.Has("") {
		t.Error("no places are some")
	}
	if got := yamlfile.Escape("a/b~c"); got != "a~1b~0c" {
		t.Errorf("Escape gives %q", got)
	}
}

func TestReadNamesTheFile(t *testing.T) {
	fsys := fstest.MapFS{
		"good.yaml": {Data: []byte("name: x\n")},
		"big.yaml":  {Data: bytes.Repeat([]byte("#"), 8<<20+1)},
		"dir/x":     {Data: []byte("x")},
	}
	for name, code := range map[string]string{"good.yaml": "", "big.yaml": "too_large", "dir": "unreadable", "missing.yaml": "unreadable"} {
		var ps fault.Problems
		ok := yamlfile.Read(fsys, name, &sample{}, &ps)
		if ok != (code == "") || !ok && (len(ps) != 1 || ps[0].Code != code || ps[0].File != name || strings.Contains(ps[0].Message, "nil")) {
			t.Errorf("%s: %v, %+v", name, ok, ps)
		}
	}
	var ps fault.Problems
	if yamlfile.Decode("a.yaml", fsys["big.yaml"].Data, &sample{}, &ps) || ps[0].Code != "too_large" {
		t.Errorf("a large file is decoded: %v", ps)
	}
}

func TestHostileInputStaysCheap(t *testing.T) {
	tests := map[string]string{
		"deep lists":    "free: " + strings.Repeat("[", 5000) + strings.Repeat("]", 5000),
		"deep mappings": "free: " + strings.Repeat("{a: ", 5000) + "1" + strings.Repeat("}", 5000),
		"long key":      strings.Repeat("k", 1<<20) + ": 1\n",
		"long value":    "count: " + strings.Repeat("9", 1<<20) + "\n",
		"long deep key": "free: {" + strings.Repeat("k", 1<<20) + ": {a: 1, a: 2}}\n",
		"laughs":        "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\n",
	}
	for name, src := range tests {
		t.Run(name, func(t *testing.T) {
			var ps fault.Problems
			if yamlfile.Decode("a.yaml", []byte(src), &sample{}, &ps) {
				t.Error("it is accepted")
			}
			if n := len(ps.Error()); n > 4000 {
				t.Errorf("the message has %d bytes", n)
			}
			if !utf8.ValidString(ps.Error()) {
				t.Error("the message is no UTF-8")
			}
		})
	}
}

func FuzzDecode(f *testing.F) {
	f.Add("name: x\nparts: [{id: a}]\nfree: {a: [1, 2.5, true, null, ~]}\n")
	f.Add("? a\n: b\n---\n")
	f.Add("free: !!set {a, b}\nname: |\n  x\n")
	f.Fuzz(func(t *testing.T, src string) {
		var ps fault.Problems
		places, ok := yamlfile.DecodePlaces("a.yaml", []byte(src), &sample{}, &ps)
		if ok != (len(ps) == 0) {
			t.Errorf("ok = %v with %d problems", ok, len(ps))
		}
		places.At("/free/a/0")
	})
}
