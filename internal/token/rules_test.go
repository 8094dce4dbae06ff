package token

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/fault"
)

// loadText loads one token file.
func loadText(text string) (*System, error) {
	return LoadFiles(fstest.MapFS{"t.json": {Data: []byte(text)}}, "t.json")
}

func problemsOf(t *testing.T, err error) fault.Problems {
	t.Helper()
	var ps fault.Problems
	if !errors.As(err, &ps) {
		t.Fatalf("the error is %T, not fault.Problems: %v", err, err)
	}
	return ps
}

// codes gives the problems of an error as "code column", in order; every test file is one line.
func codes(t *testing.T, err error) []string {
	t.Helper()
	if err == nil {
		return nil
	}
	var got []string
	for _, p := range problemsOf(t, err) {
		if p.File == "" || p.Line == 0 || p.Column == 0 {
			t.Errorf("a problem without its place: %+v", p)
		}
		got = append(got, fmt.Sprintf("%s %d", p.Code, p.Column))
	}
	return got
}

// TestValues holds the rules of the values of the 13 types: want is the codes of the problems, "" for none.
func TestValues(t *testing.T) {
	px := func(v string) string { return `{"value": ` + v + `, "unit": "px"}` }
	ms := `{"value": 1, "unit": "ms"}`
	color := `{"colorSpace": "srgb", "components": [1, 0, 0]}`
	inSpace := func(space, components string) string {
		return `{"colorSpace": "` + space + `", "components": ` + components + `}`
	}
	layer := `{"color": ` + color + `, "offsetX": ` + px("0") + `, "offsetY": ` + px("0") + `, "blur": ` + px("0") + `, "spread": ` + px("0") + `}`
	text := `{"fontFamily": "A", "fontSize": ` + px("16") + `, "fontWeight": 400, "letterSpacing": ` + px("0") + `, "lineHeight": 1.5}`

	for _, c := range []struct{ typ, value, want string }{
		{"color", color, ""},
		{"color", `{"colorSpace": "srgb", "components": ["none", "none", "none"], "alpha": 0, "hex": "#AbCdEf"}`, ""},
		{"color", `"#ff0000"`, "wrong_kind"},
		{"color", `null`, "wrong_kind"},
		{"color", `{"colorSpace": "rgb", "components": [1, 0, 0]}`, "bad_value"},
		{"color", `{"colorSpace": "SRGB", "components": [1, 0, 0]}`, "bad_value"},
		{"color", `{"components": [1, 0, 0]}`, "missing"},
		{"color", `{"colorSpace": "srgb"}`, "missing"},
		{"color", `{"colorSpace": "srgb", "components": [1, 0]}`, "wrong_kind"},
		{"color", `{"colorSpace": "srgb", "components": [1, 0, 0, 1]}`, "wrong_kind"},
		{"color", `{"colorSpace": "srgb", "components": [1, 0, "None"]}`, "wrong_kind"},
		{"color", `{"colorSpace": "srgb", "components": [1, 0, null]}`, "wrong_kind"},
		{"color", `{"colorSpace": "srgb", "components": [1, 0, 1.001]}`, "out_of_range"},
		{"color", `{"colorSpace": "srgb", "components": [1, 0, 0], "alpha": 1.1}`, "out_of_range"},
		{"color", `{"colorSpace": "srgb", "components": [1, 0, 0], "alpha": "none"}`, "wrong_kind"},
		{"color", `{"colorSpace": "srgb", "components": [1, 0, 0], "hex": "#f00"}`, "bad_value"},
		{"color", `{"colorSpace": "srgb", "components": [1, 0, 0], "hex": "#ff000080"}`, "bad_value"},
		{"color", `{"colorSpace": "srgb", "components": [1, 0, 0], "name": "red"}`, "unknown_key"},
		{"color", inSpace("hsl", "[359.9, 100, 0]"), ""},
		{"color", inSpace("hsl", "[360, 100, 0]"), "out_of_range"},
		{"color", inSpace("hsl", "[-1, 100, 0]"), "out_of_range"},
		{"color", inSpace("hwb", "[0, 101, 0]"), "out_of_range"},
		{"color", inSpace("lab", "[100, -200, 200]"), ""},
		{"color", inSpace("lab", "[100.1, 0, 0]"), "out_of_range"},
		{"color", inSpace("lch", "[50, 300, 0]"), ""},
		{"color", inSpace("lch", "[50, -1, 0]"), "out_of_range"},
		{"color", inSpace("lch", "[50, 0, 360]"), "out_of_range"},
		{"color", inSpace("oklab", "[1, -9, 9]"), ""},
		{"color", inSpace("oklab", "[1.5, 0, 0]"), "out_of_range"},
		{"color", inSpace("oklch", "[0.5, 0, 360]"), "out_of_range"},
		{"color", inSpace("xyz-d50", "[0, 0, 1.01]"), "out_of_range"},
		{"color", inSpace("rec2020", "[0, 0, -0.01]"), "out_of_range"},

		{"dimension", px("-1.5"), ""},
		{"dimension", `{"value": 1, "unit": "rem"}`, ""},
		{"dimension", `{"value": 1, "unit": "em"}`, "bad_value"},
		{"dimension", `{"value": 1, "unit": "PX"}`, "bad_value"},
		{"dimension", `{"value": "1", "unit": "px"}`, "wrong_kind"},
		{"dimension", `{"value": 0}`, "missing"},
		{"dimension", `"16px"`, "wrong_kind"},
		{"dimension", `0`, "wrong_kind"},
		{"duration", ms, ""},
		{"duration", `{"value": 1.5, "unit": "s"}`, ""},
		{"duration", `{"value": 1, "unit": "m"}`, "bad_value"},
		{"fontFamily", `"Roboto"`, ""},
		{"fontFamily", `"Segoe UI Web (West European)"`, ""},
		{"fontFamily", `"Segoe(UI)"`, "bad_font"},
		{"fontFamily", `["Roboto", "sans-serif"]`, ""},
		{"fontFamily", `[]`, "wrong_kind"},
		{"fontFamily", `["A", 1]`, "wrong_kind"},
		{"fontFamily", `["A", ["B"]]`, "flattened"},
		{"fontFamily", `"Roboto, Arial"`, "bad_font"},
		{"fontFamily", `""`, "bad_font"},
		{"fontFamily", `7`, "wrong_kind"},
		{"fontWeight", `1`, ""},
		{"fontWeight", `1000`, ""},
		{"fontWeight", `0.5`, "out_of_range"},
		{"fontWeight", `1001`, "out_of_range"},
		{"fontWeight", `"bold"`, ""},
		{"fontWeight", `"Bold"`, "bad_value"},
		{"fontWeight", `"700"`, "bad_value"},
		{"cubicBezier", `[0, -5, 1, 5]`, ""},
		{"cubicBezier", `[-0.1, 0, 1, 1]`, "out_of_range"},
		{"cubicBezier", `[0, 0, 1.1, 1]`, "out_of_range"},
		{"cubicBezier", `[0, 0, 1]`, "wrong_kind"},
		{"cubicBezier", `"ease"`, "wrong_kind"},
		{"number", `-0.5e3`, ""},
		{"number", `"1"`, "wrong_kind"},
		{"number", `true`, "wrong_kind"},
		{"strokeStyle", `"groove"`, ""},
		{"strokeStyle", `"none"`, "bad_value"},
		{"strokeStyle", `{"dashArray": [` + px("1") + `], "lineCap": "butt"}`, ""},
		{"strokeStyle", `{"dashArray": [], "lineCap": "butt"}`, "wrong_kind"},
		{"strokeStyle", `{"dashArray": [` + px("1") + `], "lineCap": "flat"}`, "bad_value"},
		{"strokeStyle", `{"dashArray": [1], "lineCap": "butt"}`, "wrong_kind"},
		{"strokeStyle", `{"lineCap": "butt"}`, "missing"},
		{"border", `{"color": ` + color + `, "width": ` + px("1") + `, "style": "solid"}`, ""},
		{"border", `{"color": ` + color + `, "width": ` + px("1") + `}`, "missing"},
		{"border", `{"color": ` + color + `, "width": ` + px("1") + `, "style": "solid", "radius": 1}`, "unknown_key"},
		{"border", `{"color": "red", "width": ` + px("1") + `, "style": "solid"}`, "wrong_kind"},
		{"border", `"1px solid red"`, "wrong_kind"},
		{"transition", `{"duration": ` + ms + `, "delay": ` + ms + `, "timingFunction": [0, 0, 1, 1]}`, ""},
		{"transition", `{"duration": ` + ms + `, "delay": 0, "timingFunction": [0, 0, 1, 1]}`, "wrong_kind"},
		{"shadow", layer, ""},
		{"shadow", "[" + layer + ", " + layer + "]", ""},
		{"shadow", "[]", "wrong_kind"},
		{"shadow", "[[" + layer + "]]", "flattened"},
		{"shadow", strings.Replace(layer, `"spread"`, `"inset": true, "spread"`, 1), ""},
		{"shadow", strings.Replace(layer, `"spread"`, `"inset": "yes", "spread"`, 1), "wrong_kind"},
		{"shadow", strings.Replace(layer, `"spread"`, `"glow"`, 1), "unknown_key missing"},
		{"gradient", `[{"color": ` + color + `, "position": 42}]`, ""},
		{"gradient", `[{"color": ` + color + `}]`, "missing"},
		{"gradient", `[{"color": ` + color + `, "position": "50%"}]`, "wrong_kind"},
		{"gradient", `[]`, "wrong_kind"},
		{"typography", text, ""},
		{"typography", strings.Replace(text, "1.5", px("24"), 1), "wrong_kind"},
		{"typography", strings.Replace(text, `"letterSpacing"`, `"tracking"`, 1), "unknown_key missing"},
		{"typography", `{}`, "missing missing missing missing missing"},
	} {
		_, err := loadText(`{"t": {"$type": "` + c.typ + `", "$value": ` + c.value + `}}`)
		var got []string
		for _, s := range codes(t, err) {
			got = append(got, strings.Fields(s)[0])
		}
		want := strings.Fields(c.want)
		sortStrings(got, want)
		if !cmp.Equal(got, want) && len(got)+len(want) > 0 {
			t.Errorf("%s %s: got %v, want %v\n%v", c.typ, c.value, got, want, err)
		}
	}
}

func sortStrings(lists ...[]string) {
	for _, l := range lists {
		for i := range l {
			for j := i; j > 0 && l[j] < l[j-1]; j-- {
				l[j], l[j-1] = l[j-1], l[j]
			}
		}
	}
}

// TestRules holds the rules of names, tokens, groups, types and references: a file with an @ before every place that is wrong,
// and what is wrong there, in order.
func TestRules(t *testing.T) {
	for _, c := range []struct {
		name, text, want string
	}{
		{"minimal", `{"a": {"$type": "number", "$value": 1}}`, ""},
		{"an array", `@[]`, "not_an_object"},
		{"empty groups", `{"a": {}, "b": {"$description": "later"}}`, ""},
		{"name with $", `{@"$a": {"$type": "number", "$value": 1}}`, "reserved_name"},
		{"name with {", `{@"a{": {"$type": "number", "$value": 1}}`, "bad_name"},
		{"name with }", `{@"}": {}}`, "bad_name"},
		{"name with .", `{"g": {@"1.5": {"$type": "number", "$value": 1}}}`, "bad_name"},
		{"no name", `{@"": {}}`, "bad_name"},
		{"nothing to make a CSS name of", `{@"!": {}}`, "bad_name"},
		{"names twice", `{"a": {"$type": "number", "$value": 1}, @"a": {"$type": "number", "$value": 2}}`, "duplicate_name"},
		{"one CSS name", `{"$type": "number", "a": {"b": {"$value": 1}}, @"a-b": {"$value": 2}}`, "css_name"},
		{"one CSS name, by sign", `{"$type": "number", "a b": {"$value": 1}, @"a/b": {"$value": 2}}`, "css_name"},
		{"one CSS name, by $root", `{"$type": "number", "g": {"a": {"$root": {"$value": 1}}}, @"g-a": {"$value": 1}}`, "css_name"},
		{"a longhand's CSS name", `{"$type": "number", "b-width": {"$value": 1}, @"b": {"$type": "border", "$value": {"color": {"colorSpace": "srgb", "components": [0, 0, 0]}, "width": {"value": 1, "unit": "px"}, "style": "solid"}}}`, "css_name"},
		{"child that is no object", `{@"a": 1, @"b": null, @"c": []}`, "not_a_token not_a_token not_a_token"},
		{"token with children", `{"a": {"$type": "number", "$value": 1, @"b": {}}}`, "token_with_children"},
		{"token with $root", `{"a": {"$type": "number", "$value": 1, @"$root": {}}}`, "token_with_children"},
		{"token with another key", `{"a": {"$type": "number", "$value": 1, @"alpha": 0}}`, "unknown_key"},
		{"token with $extends", `{"a": {"$type": "number", "$value": 1, @"$extends": "{b}"}, "b": {}}`, "reserved_name"},
		{"token with $value and $ref", `{"a": @{"$type": "number", "$value": 1, "$ref": "#/b"}, "b": {"$type": "number", "$value": 1}}`, "two_values"},
		{"group with $extends and $ref", `{"a": @{"$extends": "{b}", "$ref": "#/b"}, "b": {}}`, "two_references"},
		{"$root", `{"a": {"$root": {"$type": "number", "$value": 1}}}`, ""},
		{"$root that is a group", `{"a": {@"$root": {}}}`, "root_not_a_token"},
		{"$root that points to a token", `{"a": {"$root": {"$ref": "#/b"}}, "b": {"$type": "number", "$value": 1}}`, ""},
		{"$root that points to a group", `{"a": {"$root": {"$ref": @"#/b"}}, "b": {"c": {"$type": "number", "$value": 1}}}`, "root_not_a_token"},
		{"$root of the file", `{@"$root": {"$type": "number", "$value": 1}}`, "bad_name"},
		{"properties of wrong kinds", `{"a": {"$type": @1, "$description": @{}, "$deprecated": @1, "$extensions": @[], "$extends": @{}}}`, "wrong_kind wrong_kind wrong_kind wrong_kind wrong_kind"},
		{"no type", `{@"a": {"$value": 1}}`, "no_type"},
		{"unknown type", `{"a": {"$type": @"string", "$value": "x"}}`, "unknown_type"},
		{"type of another case", `{"a": {"$type": @"Number", "$value": 1}}`, "unknown_type"},
		{"unknown type of a group, said once", `{"a": {"$type": @"string", "b": {"$value": "x"}, "c": {"$value": "{a.b}"}}}`, "unknown_type"},
		{"type of the group", `{"$type": "number", "a": {"b": {"c": {"$value": 1}}}}`, ""},
		{"type of the nearest group", `{"$type": "number", "a": {"$type": "duration", "b": {"$value": @1}}}`, "wrong_kind"},
		{"type of the token referred to, before the group's", `{"a": {"$type": "number", "$value": 1}, "g": {"$type": "color", "b": {"$value": "{a}"}}}`, ""},
		{"own type against the token referred to", `{"a": {"$type": "number", "$value": 1}, "b": {"$type": "color", "$value": @"{a}"}}`, "type_mismatch"},
		{"own type against the value $ref points to", `{"a": {"$type": "number", "$value": 1}, "b": {"$type": "color", "$ref": @"#/a/$value"}}`, "type_mismatch"},
		{"a $ref into nothing of a value", `{"a": {"$type": "number", "$value": 1}, "b": {"$type": "number", "$ref": @"#/a/$value/x"}}`, "unresolvable"},
		{"a $ref to its own value", `{"a": {"$type": "number", "$ref": @"#/a/$value"}}`, "cycle"},
		{"a $ref to a value, and tokens below", `{"a": {"$type": "number", "$value": 1}, "b": {"$ref": @"#/a/$value", "c": {"$type": "number", "$value": 2}}}`, "token_with_children"},
		{"own type against the token $ref points to", `{"a": {"$type": "number", "$value": 1}, "b": {"$type": "color", "$ref": @"#/a"}}`, "type_mismatch"},
		{"unresolvable", `{"$type": "number", "a": {"$value": @"{b}"}, "c": {"$value": @"{a.x}"}}`, "unresolvable unresolvable"},
		{"case of a reference", `{"$type": "number", "a": {"$value": 1}, "b": {"$value": @"{A}"}}`, "unresolvable"},
		{"a group", `{"$type": "number", "g": {"$root": {"$value": 1}}, "a": {"$value": @"{g}"}}`, "not_a_token"},
		{"$root by name", `{"$type": "number", "g": {"$root": {"$value": 1}}, "a": {"$value": "{g.$root}"}}`, ""},
		{"bad brackets", `{"$type": "number", "a": {"$value": @"{b"}, "c": {"$value": @"x {a}"}, "d": {"$value": @"{}"}, "e": {"$value": @"{a..b}"}, "f": {"$value": @"{a.$value}"}}`, "bad_reference bad_reference bad_reference bad_reference bad_reference"},
		{"brackets never index an array", `{"a": {"$type": "cubicBezier", "$value": [0, 0, 1, 1]}, "b": {"$type": "number", "$value": @"{a.0}"}}`, "unresolvable"},
		{"brackets inside a value", `{"$type": "number", "a": {"$value": 1}, "b": {"$type": "cubicBezier", "$value": [@"{a}", 0, 1, 1]}}`, "bad_reference"},
		{"$ref into a value", `{"$type": "number", "a": {"$value": 1}, "b": {"$type": "cubicBezier", "$value": [{"$ref": "#/a/$value"}, 0, 1, 1]}}`, ""},
		{"$ref into a value of another kind", `{"$type": "number", "a": {"$value": 1}, "b": {"$type": "fontWeight", "$value": @{"$ref": "#/c/$value/0"}}, "c": {"$type": "fontFamily", "$value": ["X"]}}`, "bad_value"},
		{"$ref out of an array", `{"$type": "number", "a": {"$value": @{"$ref": "#/b/$value/4"}}, "b": {"$type": "cubicBezier", "$value": [0, 0, 1, 1]}}`, "unresolvable"},
		{"$ref with an index of zeros", `{"$type": "number", "a": {"$value": @{"$ref": "#/b/$value/00"}}, "b": {"$type": "cubicBezier", "$value": [0, 0, 1, 1]}}`, "unresolvable"},
		{"$ref to a token in a value", `{"$type": "number", "a": {"$value": 1}, "b": {"$value": @{"$ref": "#/a"}}}`, "not_a_value"},
		{"$ref to a group", `{"$type": "number", "g": {}, "b": {"$value": @{"$ref": "#/g"}}}`, "not_a_token"},
		{"$ref to a file", `{"$type": "number", "b": {"$value": @{"$ref": "x.json#/a/$value"}}}`, "bad_reference"},
		{"$ref with a bad escape", `{"$type": "number", "b": {"$value": @{"$ref": "#/a~2b"}}}`, "bad_reference"},
		{"$ref that is no string", `{"$type": "number", "b": {"$value": @{"$ref": 1}}}`, "bad_reference"},
		{"keys beside a $ref to no object", `{"$type": "number", "a": {"$value": 1}, "b": {"$value": @{"$ref": "#/a/$value", "x": 1}}}`, "bad_reference"},
		{"a cycle of one", `{"$type": "number", "a": {"$value": @"{a}"}}`, "cycle"},
		{"a cycle of three, and who refers to it", `{"x": {"$value": "{a}"}, "a": {"$value": @"{b}"}, "b": {"$value": "{c}"}, "c": {"$value": "{a}"}}`, "cycle"},
		{"a cycle inside values", `{"$type": "cubicBezier", "a": {"$value": [@{"$ref": "#/b/$value/0"}, 0, 1, 1]}, "b": {"$value": [{"$ref": "#/a/$value/0"}, 0, 1, 1]}}`, "cycle"},
		{"no cycle: different parts of one another", `{"$type": "cubicBezier", "a": {"$value": [{"$ref": "#/b/$value/0"}, 0, 1, 1]}, "b": {"$value": [0, {"$ref": "#/a/$value/1"}, 1, 1]}}`, ""},
		{"a shadow that holds itself", `{"s": {"$type": "shadow", "$value": [@"{s}"]}}`, "cycle"},
		{"a shadow whose list holds a part of itself", `{"s": {"$type": "shadow", "$value": [@"{s}", {"$ref": "#/s/$value/0"}]}}`, "cycle"},
		{"shadows that hold one another, by an alias", `{"a": {"$type": "shadow", "$value": [@"{b}"]}, "b": {"$value": "{a}"}}`, "cycle"},
		{"a value inside itself", `{"a": {"$type": "shadow", "$value": [@{"$ref": "#/a/$value"}]}}`, "cycle"},
		{"a cycle of $ref tokens", `{"a": {"$ref": @"#/b"}, "b": {"$ref": "#/a"}}`, "cycle"},
		{"part of another type", `{"n": {"$type": "number", "$value": 400}, "t": {"$type": "typography", "$value": {"fontFamily": "A", "fontSize": @"{n}", "fontWeight": @"{n}", "letterSpacing": {"value": 0, "unit": "px"}, "lineHeight": "{n}"}}}`, "type_mismatch type_mismatch"},
		{"a list of shadows in a list", `{"$type": "shadow", "a": {"$value": [LAYER, LAYER]}, "b": {"$value": [@"{a}"]}}`, "flattened"},
		{"a gradient of one stop in a gradient", `{"$type": "gradient", "a": {"$value": [{"color": {"colorSpace": "srgb", "components": [0, 0, 0]}, "position": 0}]}, "b": {"$value": ["{a}", "{a}"]}}`, ""},
		{"a font list in a font list", `{"$type": "fontFamily", "a": {"$value": ["A", "B"]}, "b": {"$value": [@"{a}", "C"]}}`, "flattened"},
		{"$extends of nothing", `{"a": {"$extends": @"{b}"}}`, "unresolvable"},
		{"$extends of a token", `{"a": {"$extends": @"{b}"}, "b": {"$type": "number", "$value": 1}}`, "not_a_group"},
		{"$extends with bad syntax", `{"a": {"$extends": @"b"}, "b": {}}`, "bad_reference"},
		{"$extends of itself", `{"a": {"$extends": @"{a}"}}`, "cycle"},
		{"$extends of an ancestor", `{"a": {"b": {"c": {"$extends": @"#/a"}}}}`, "cycle"},
		{"$extends of the file", `{"a": {"$extends": @"#/"}}`, "cycle"},
		{"$extends in a circle", `{"a": {"$extends": @"{b}"}, "b": {"$extends": "{c}"}, "c": {"$extends": "{a}"}}`, "cycle"},
		{"$extends in a circle through children", `{"a": {"x": {"$extends": @"{b}"}}, "b": {"y": {"$extends": "{a}"}}}`, "cycle"},
		{"$extends of a descendant", `{"a": {"$extends": "{a.b}", "b": {"c": {"$type": "number", "$value": 1}}}}`, ""},
		{"type is not inherited from around the group extended", `{"o": {"$type": "number", "g": {@"a": {"$value": 1}}}, "x": {"$extends": "{o.g}"}}`, "no_type"},
		{"$ref of a group with tokens to a token", `{"t": {"$type": "number", "$value": 1}, "g": {"$ref": @"#/t", "a": {"$type": "number", "$value": 1}}}`, "token_with_children"},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := strings.ReplaceAll(c.text, "LAYER", shadowLayer)
			var want []string
			for i, code := range strings.Fields(c.want) {
				marked := strings.Split(text, "@")
				want = append(want, fmt.Sprintf("%s %d", code, len(strings.Join(marked[:i+1], ""))+1))
			}
			_, err := loadText(strings.ReplaceAll(text, "@", ""))
			if diff := cmp.Diff(want, codes(t, err)); diff != "" {
				t.Errorf("want(-) got(+):\n%s\n%v", diff, err)
			}
		})
	}
}

const shadowLayer = `{"color": {"colorSpace": "srgb", "components": [0, 0, 0]}, "offsetX": {"value": 0, "unit": "px"}, "offsetY": {"value": 0, "unit": "px"}, "blur": {"value": 0, "unit": "px"}, "spread": {"value": 0, "unit": "px"}}`

// TestCycleMembers: all members are named, whoever is looked at first.
func TestCycleMembers(t *testing.T) {
	for text, want := range map[string]string{
		`{"$type": "number", "a": {"$value": "{b}"}, "b": {"$value": "{c}"}, "c": {"$value": "{a}"}}`: "a → b → c → a",
		`{"a": {"$extends": "{b}"}, "b": {"$extends": "{c}"}, "c": {"$extends": "{a}"}}`:              "a → b → c → a",
		`{"a": {"x": {"$extends": "{b}"}}, "b": {"y": {"$extends": "{a}"}}}`:                          "a.x → b.y → a.x",
	} {
		if _, err := loadText(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v does not name %s", text, err, want)
		}
	}
}

// TestCaseWarning: names that differ by case only are allowed, and said.
func TestCaseWarning(t *testing.T) {
	s, err := loadText(`{"$type": "number", "size": {"$value": 1}, "SIZE": {"$value": 2}}`)
	if err != nil {
		t.Fatal(err)
	}
	if w := s.Warnings(); len(w) != 1 || w[0].Code != "case" || w[0].Column != 44 {
		t.Errorf("warnings: %v", w)
	}
}

// TestBounds: what would take all memory or time is refused, and fast.
func TestBounds(t *testing.T) {
	var doubling strings.Builder
	doubling.WriteString(`{"g0": {"a": {"$type": "number", "$value": 1}}`)
	for i := 1; i < 40; i++ {
		fmt.Fprintf(&doubling, `, "g%d": {"x": {"$extends": "{g%d}"}, "y": {"$extends": "{g%d}"}}`, i, i-1, i-1)
	}
	var chain strings.Builder
	chain.WriteString(`{"$type": "number", "a0": {"$value": 1}`)
	for i := 1; i < 500; i++ {
		fmt.Fprintf(&chain, `, "a%d": {"$value": "{a%d}"}`, i, i-1)
	}
	for name, c := range map[string]struct{ text, code string }{
		"doubling groups": {doubling.String() + "}", "too_large"},
		"a long chain":    {chain.String() + "}", "too_many_references"},
		"deep nesting":    {strings.Repeat(`{"a":`, 1e6), "syntax"},
		"a huge number":   {`{"a": {"$type": "number", "$value": 1e999}}`, "syntax"},
	} {
		_, err := loadText(c.text)
		if err == nil || !strings.Contains(strings.Join(codes(t, err), " "), c.code) {
			t.Errorf("%s: %.200v", name, err)
		}
	}
}
