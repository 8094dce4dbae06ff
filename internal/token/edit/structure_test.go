package edit

import (
	"encoding/json"
	"errors"
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/token"
)

// house is a system whose tokens refer to one another in every way that there is.
func house() map[string][]byte {
	return map[string][]byte{
		"r.json": []byte(`{"version": "2025.10", "sets": {"core": {"sources": [{"$ref": "core.json"}]}, "last": {"sources": [{"$ref": "last.json"}]}},
			"modifiers": {"theme": {"contexts": {"light": [], "dark": [{"$ref": "dark.json"}]}, "default": "light"}},
			"resolutionOrder": [{"$ref": "#/sets/core"}, {"$ref": "#/modifiers/theme"}, {"$ref": "#/sets/last"}]}`),
		"core.json": []byte(`{
  // What everything is made of.
  "size": {
    "$type": "dimension",
    "small": { "$value": { "value": 4, "unit": "px" }, "$description": "about {size.small}" }, // the least
    'large': { "$value": { "value": 8, "unit": "px" } }
  },
  "plain": { "$type": "number", "$value": 1 },
  "other": { "$extends": "{size}" },
  "pointer": { "$type": "dimension", "$ref": "#/size/small" },
  "half": { "$type": "dimension", "$value": { "value": { "$ref": "#/size/large/$value/value" }, "unit": "px" } }
}
`),
		"dark.json": []byte(`{ "size": { "small": { "$type": "dimension", "$value": { "value": 5, "unit": "px" } } } }`),
		"last.json": []byte(`{ "gap": { "$type": "dimension", "$value": "{size.small}" }, "near": { "$type": "dimension", "$value": "{other.small}" },
  "shade": { "$type": "shadow", "$value": [{ "color": { "colorSpace": "srgb", "components": [0, 0, 0] }, "offsetX": "{size.small}",
    "offsetY": "{size.large}", "blur": "{gap}", "spread": { "value": 0, "unit": "px" } }] } }`),
	}
}

func texts(files map[string][]byte) map[string]string {
	out := map[string]string{}
	for name, b := range files {
		out[name] = string(b)
	}
	return out
}

// TestStructure: tokens and groups come, go and are renamed where they stand, and nothing around them is another.
func TestStructure(t *testing.T) {
	for name, c := range map[string]struct {
		change Change
		want   map[string][2]string // by file: what stood there, and what stands there
	}{
		"a token": {Change{Kind: Add, Path: "size.huge", Value: json.RawMessage(`{"value":16,"unit":"px"}`)}, map[string][2]string{
			"core.json": {`"large": { "$value": { "value": 8, "unit": "px" } }`, ""}}},
		"a token in one theme": {Change{Kind: Add, Path: "size.night", Type: "dimension", Value: json.RawMessage(`"{size.small}"`), Inputs: map[string]string{"theme": "dark"}},
			map[string][2]string{"dark.json": {`"unit": "px" } } } }`, `"unit": "px" } }, "night": { "$type": "dimension", "$value": "{size.small}" } } }`}}},
		"a group": {Change{Kind: Add, Path: "radius.corner", Type: "dimension"}, map[string][2]string{
			"core.json": {`"unit": "px" } }` + "\n}\n", `"unit": "px" } },` + "\n  \"radius\": { \"corner\": { \"$type\": \"dimension\" } }\n}\n"}}},
		"a new name": {Change{Kind: Rename, Path: "size.small", Name: "tiny \"x\"/~"}, map[string][2]string{}},
		"nothing refers to it": {Change{Kind: Remove, Path: "plain"}, map[string][2]string{
			"core.json": {`  "plain": { "$type": "number", "$value": 1 },` + "\n", ""}}},
		"the last one": {Change{Kind: Remove, Path: "half"}, map[string][2]string{
			"core.json": {`,` + "\n" + `  "half": { "$type": "dimension", "$value": { "value": { "$ref": "#/size/large/$value/value" }, "unit": "px" } }`, ""}}},
		"in one line": {Change{Kind: Remove, Path: "near"}, map[string][2]string{
			"last.json": {`"near": { "$type": "dimension", "$value": "{other.small}" },`, ""}}},
		"a description": {Change{Kind: Describe, Path: "plain", Value: json.RawMessage(`"Just \"one\""`)}, map[string][2]string{
			"core.json": {`"$value": 1 }`, `"$value": 1, "$description": "Just \"one\"" }`}}},
		"no description": {Change{Kind: Describe, Path: "size.small", Value: json.RawMessage(`null`)}, map[string][2]string{
			"core.json": {`, "$description": "about {size.small}" }`, ` }`}}},
		"a reason": {Change{Kind: Deprecate, Path: "plain", Value: json.RawMessage(`"use gap"`)}, map[string][2]string{
			"core.json": {`"$value": 1 }`, `"$value": 1, "$deprecated": "use gap" }`}}},
		"of a group": {Change{Kind: Deprecate, Path: "size", Value: json.RawMessage(`true`)}, map[string][2]string{
			"core.json": {`"value": 8, "unit": "px" } }` + "\n  },", `"value": 8, "unit": "px" } },` + "\n    \"$deprecated\": true\n  },"}}},
	} {
		made, err := Apply(house(), "r.json", []Change{c.change})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if name == "a token" || name == "a new name" {
			continue // see below
		}
		want := map[string]string{}
		for file, texts := range c.want {
			old := string(house()[file])
			if !strings.Contains(old, texts[0]) {
				t.Fatalf("%s: %q is not in %s", name, texts[0], file)
			}
			want[file] = strings.Replace(old, texts[0], texts[1], 1)
			if name == "in one line" {
				want[file] = strings.Replace(old, " "+texts[0], "", 1)
			}
		}
		if diff := cmp.Diff(want, texts(made.Files)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// TestRenameIsFollowed: whatever refers to a token or a group refers to it under its new name, also what has it through $extends, and
// texts for people stay.
func TestRenameIsFollowed(t *testing.T) {
	made, err := Apply(house(), "r.json", []Change{{Kind: Rename, Path: "size.small", Name: "a/b~c"}, {Kind: Rename, Path: "size", Name: "extent"}})
	if err != nil {
		t.Fatal(err)
	}
	core := string(house()["core.json"])
	for _, pair := range [][2]string{
		{`"size":`, `"extent":`}, {`"small": {`, `"a/b~c": {`}, {`"{size}"`, `"{extent}"`}, {`"#/size/small"`, `"#/extent/a~1b~0c"`},
		{`"#/size/large/$value/value"`, `"#/extent/large/$value/value"`},
	} {
		core = strings.Replace(core, pair[0], pair[1], 1)
	}
	want := map[string]string{
		"core.json": core,
		"dark.json": strings.Replace(strings.Replace(string(house()["dark.json"]), `"size"`, `"extent"`, 1), `"small"`, `"a/b~c"`, 1),
		"last.json": strings.NewReplacer("{size.small}", "{extent.a/b~c}", "{size.large}", "{extent.large}", "{other.small}", "{other.a/b~c}").Replace(string(house()["last.json"])),
	}
	if diff := cmp.Diff(want, texts(made.Files)); diff != "" {
		t.Error(diff)
	}
	paths := map[string]string{}
	for _, r := range made.Renamed {
		paths[strings.Join(r.From, ".")] = strings.Join(r.To, ".")
	}
	if diff := cmp.Diff(map[string]string{"size.small": "extent.a/b~c", "size.large": "extent.large", "other.small": "other.a/b~c"}, paths); diff != "" || len(made.Removed) > 0 {
		t.Errorf("%v %s", made.Removed, diff)
	}
}

// TestStructureRefused: what is referred to stays, and says by whom; what cannot be written says why.
func TestStructureRefused(t *testing.T) {
	one := json.RawMessage("1")
	for name, c := range map[string]struct {
		change              Change
		pointer, code, says string
	}{
		"referred to":            {Change{Kind: Remove, Path: "size.small"}, "/path", "referenced", `"shade" (last.json:2)`},
		"by a pointer":           {Change{Kind: Remove, Path: "size.large"}, "/path", "referenced", `"half" (core.json:`},
		"a group":                {Change{Kind: Remove, Path: "size"}, "/path", "referenced", `"other" (core.json:`},
		"through $extends":       {Change{Kind: Remove, Path: "other.small"}, "/path", "not_editable", "$extends"},
		"no such token":          {Change{Kind: Remove, Path: "size.none"}, "/path", "unknown_token", "size.none"},
		"a property":             {Change{Kind: Remove, Path: "size.$type"}, "/path", "unknown_token", "size.$type"},
		"the name is taken":      {Change{Kind: Rename, Path: "plain", Name: "gap"}, "/name", "duplicate_name", "gap"},
		"a path as a name":       {Change{Kind: Rename, Path: "plain", Name: "a.b"}, "/name", "bad_name", "last name"},
		"a brace in a name":      {Change{Kind: Rename, Path: "plain", Name: "a}"}, "/name", "bad_name", "name"},
		"a property as a name":   {Change{Kind: Rename, Path: "plain", Name: "$value"}, "/name", "bad_name", "name"},
		"I8 control characters":  {Change{Kind: Rename, Path: "plain", Name: "a\n"}, "/name", "bad_name", "name"},
		"there already":          {Change{Kind: Add, Path: "size.small", Value: one}, "/path", "duplicate_name", "size.small"},
		"below a token":          {Change{Kind: Add, Path: "plain.more", Type: "number", Value: one}, "", "token_with_children", "more"},
		"without a type":         {Change{Kind: Add, Path: "untyped", Value: one}, "", "", ""},
		"a type that is none":    {Change{Kind: Add, Path: "odd", Type: "colour", Value: one}, "", "", "colour"},
		"I8 a value":             {Change{Kind: Add, Path: "red", Type: "color", Value: json.RawMessage(`"red;}</style>"`)}, "", "", ""},
		"no JSON":                {Change{Kind: Add, Path: "odd", Type: "number", Value: json.RawMessage(`{`)}, "/value", "bad_value", "JSON"},
		"a hostile path":         {Change{Kind: Add, Path: "a..b", Value: one}, "/path", "bad_name", "path"},
		"a path without an end":  {Change{Kind: Add, Path: strings.Repeat("a.", 40) + "a", Value: one}, "/path", "bad_name", "path"},
		"contexts of a group":    {Change{Kind: Add, Path: "new", Inputs: map[string]string{"theme": "dark"}}, "/inputs", "bad_value", "group"},
		"a context that is none": {Change{Kind: Add, Path: "new", Type: "number", Value: one, Inputs: map[string]string{"theme": "red"}}, "/inputs", "unknown_context", "red"},
		"a theme without a file": {Change{Kind: Add, Path: "new", Type: "number", Value: one, Inputs: map[string]string{"theme": "light"}}, "/path", "not_editable", "file"},
		"a number as a text":     {Change{Kind: Describe, Path: "plain", Value: one}, "/value", "bad_value", "text"},
		"a number as a reason":   {Change{Kind: Deprecate, Path: "plain", Value: one}, "/value", "bad_value", "reason"},
		"a long text":            {Change{Kind: Describe, Path: "plain", Value: json.RawMessage(`"` + strings.Repeat("x", maxWords+1) + `"`)}, "/value", "bad_value", "bytes"},
		"of nothing":             {Change{Kind: Describe, Path: "none", Value: json.RawMessage(`"x"`)}, "/path", "unknown_token", "none"},
		"no such kind":           {Change{Kind: "explode", Path: "plain"}, "/kind", "bad_value", "explode"},
	} {
		made, err := Apply(house(), "r.json", []Change{c.change})
		var ps fault.Problems
		if !errors.As(err, &ps) || len(ps) == 0 {
			t.Errorf("%s: %v, %v", name, made, err)
			continue
		}
		p := ps[0]
		if c.pointer != "" && p.Pointer != "/changes/0"+c.pointer || c.pointer == "" && p.Line == 0 || c.code != "" && p.Code != c.code || !strings.Contains(p.Message, c.says) {
			t.Errorf("%s: %+v", name, p)
		}
	}
}

// TestRenameAndBack: any token of any nesting that is renamed and renamed back leaves every file as it was.
func TestRenameAndBack(t *testing.T) {
	names := rapid.SampledFrom([]string{"a", "b", "a b", "0", "é", "a/b", "~", "%41", "__proto__"})
	rapid.Check(t, func(t *rapid.T) {
		path := rapid.SliceOfNDistinct(names, 1, 4, rapid.ID).Draw(t, "path")
		filler := rapid.SampledFrom([]string{"", " ", "\n", "\r\n\t", "/* {a} */", "// \"a\": {\n"})
		var b strings.Builder
		for _, name := range path {
			b.WriteString(filler.Draw(t, "filler") + "{" + filler.Draw(t, "filler") + quoted(name) + filler.Draw(t, "filler") + ":")
		}
		b.WriteString(`{ "$type": "number", "$value": 1 }` + strings.Repeat("}", len(path)-1))
		full := strings.Join(path, ".")
		b.WriteString(`, "zz": { "$type": "number", "$value": ` + quoted("{"+full+"}") + ` } }`)
		files := map[string][]byte{"t.json": []byte(b.String()), "r.json": []byte(
			`{"version": "2025.10", "resolutionOrder": [{"name": "all", "type": "set", "sources": [{"$ref": "t.json"}]}]}`)}
		if _, err := token.Load(filesystem(files), "r.json"); err != nil {
			return // a name that is none in CSS
		}
		depth := rapid.IntRange(1, len(path)).Draw(t, "depth")
		there, err := Apply(files, "r.json", []Change{{Kind: Rename, Path: strings.Join(path[:depth], "."), Name: "other"}})
		if err != nil {
			t.Fatalf("%s: %v", b.String(), err)
		}
		next := maps.Clone(files)
		maps.Copy(next, there.Files)
		renamed := append(append([]string{}, path[:depth-1]...), "other")
		back, err := Apply(next, "r.json", []Change{{Kind: Rename, Path: strings.Join(renamed, "."), Name: path[depth-1]}})
		if err != nil || string(back.Files["t.json"]) != b.String() {
			t.Fatalf("%v\n%s\n%s", err, b.String(), back.Files["t.json"])
		}
	})
}
