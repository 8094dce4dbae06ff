package lint

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/token"
)

const system = `{"version": "2025.10", "modifiers": {"theme": {"default": "light", "contexts": {"light": [{"$ref": "light.json"}], "dark": [{"$ref": "dark.json"}]}}},
"resolutionOrder": [{"$ref": "#/modifiers/theme"}, {"name": "use", "type": "set", "sources": [{"$ref": "use.json"}]}]}`

func color(hex string) string {
	var v [3]float64
	var n int
	fmt.Sscanf(hex, "#%x", &n)
	for i := range v {
		v[i] = float64(n>>(16-8*i)&255) / 255
	}
	return fmt.Sprintf(`{"$value": {"colorSpace": "srgb", "components": [%g, %g, %g]}}`, v[0], v[1], v[2])
}

func text(spacing string) string {
	return `{"$type": "typography", "$value": {"fontFamily": "A", "fontSize": {"value": 1, "unit": "rem"}, "fontWeight": 400, "letterSpacing": {"value": ` +
		spacing + `, "unit": "px"}, "lineHeight": 1}}`
}

// TestCheck: each rule once where it finds something and once where it does not; findings come as "rule line severity".
func TestCheck(t *testing.T) {
	page := func(back, text string) string {
		return `{"$type": "color", "page": ` + color(back) + `, "text": ` + color(text) + "\n}"
	}
	for _, c := range []struct {
		name, config, light, dark, use string
		want                           []string
	}{
		{"good", "contrast: [{text: text, on: [page], wcag: 7, apca: 75}]", page("#ffffff", "#111111"), page("#000000", "#eeeeee"), `{}`, nil},
		{"contrast in one theme", "contrast: [{text: text, on: [page], wcag: 4.5, apca: 60}]", page("#ffffff", "#111111"), page("#000000", "#333333"), `{}`,
			[]string{"contrast dark.json:1 error", "contrast dark.json:1 error"}},
		{"contrast by extension, of an alias", "", page("#ffffff", "#111111"), page("#000000", "#333333"),
			`{"a": {"$value": "{text}", "$extensions": {"org.portico-cms.lint": {"contrast": [{"on": "page", "wcag": 3}]}}}}`, []string{"contrast use.json:1 error"}},
		{"an extension that says nothing", "", page("#ffffff", "#111111"), page("#000000", "#eeeeee"),
			`{"a": {"$value": "{text}", "$extensions": {"org.portico-cms.lint": {"contrast": [{"on": "page"}]}}}}`, []string{"contrast use.json:1 error"}},
		{"a pair of nothing", "contrast:\n  - {text: none, on: [page], wcag: 3}", page("#ffffff", "#111111"), page("#000000", "#eeeeee"), `{}`,
			[]string{"contrast tokens.lint.yaml:2 error"}},
		{"missing in dark", "", page("#ffffff", "#111111"), `{"$type": "color", "page": ` + color("#000000") + "}", `{}`, []string{"missing light.json:1 warning"}},
		{"unused", "internal: [page, other]\nseverity: {unused: error}", page("#ffffff", "#111111"), page("#000000", "#eeeeee"), `{}`,
			[]string{"unused dark.json:1 error", "unused light.json:1 error"}},
		{"used", "internal: [page]", page("#ffffff", "#111111"), page("#000000", "#eeeeee"), `{"a": {"$value": "{page}"}}`, nil},
		{"duplicates", "", page("#ffffff", "#111111"), page("#000000", "#eeeeee"), `{"$type": "color", "x": ` + color("#ff0000") + `,` + "\n" + `"y": ` + color("#ff0000") + `, "z": {"$value": "{x}"}}`,
			[]string{"duplicate use.json:2 warning"}},
		{"no duplicates: not the same in dark", "", page("#ffffff", "#111111"), page("#111111", "#ffffff"), `{}`, nil},
		{"no duplicates: another letter spacing", "duplicates: [typography]", page("#ffffff", "#111111"), page("#000000", "#eeeeee"),
			`{"a": ` + text("1") + `, "b": ` + text("2") + "}", nil},
		{"duplicates of text", "duplicates: [typography]", page("#ffffff", "#111111"), page("#000000", "#eeeeee"),
			`{"a": ` + text("1") + ",\n" + `"b": ` + text("1") + "}", []string{"duplicate use.json:2 warning"}},
		{"naming", "naming: kebab", page("#ffffff", "#111111"), page("#000000", "#eeeeee"), `{"g": {"$type": "number", "a-b": {"$value": 1}, "aB": {"$value": 2}}}`,
			[]string{"naming use.json:1 warning"}},
		{"gamut", "", page("#ffffff", "#111111"), page("#000000", "#eeeeee"), `{"$type": "color", "a": {"$value": {"colorSpace": "display-p3", "components": [0, 1, 0]}}}`,
			[]string{"gamut use.json:1 warning"}},
		{"gamut of p3", "gamut: display-p3", page("#ffffff", "#111111"), page("#000000", "#eeeeee"), `{"$type": "color", "a": {"$value": {"colorSpace": "display-p3", "components": [0, 1, 0]}}}`, nil},
		{"hex of another colour", "", page("#ffffff", "#111111"), page("#000000", "#eeeeee"), `{"$type": "color", "a": {"$value": {"colorSpace": "srgb", "components": [0, 1, 0], "hex": "#ff0000"}}}`,
			[]string{"hex use.json:1 warning"}},
		{"deprecated", "", page("#ffffff", "#111111"), page("#000000", "#eeeeee"), `{"g": {"$type": "number", "o": {"$value": 1, "$deprecated": "use n"}, "n": {"$value": "{g.o}"}}}`,
			[]string{"deprecated use.json:1 warning"}},
		{"off", "severity: {deprecated: off}", page("#ffffff", "#111111"), page("#000000", "#eeeeee"), `{"g": {"$type": "number", "o": {"$value": 1, "$deprecated": "use n"}, "n": {"$value": "{g.o}"}}}`, nil},
		{"a background that lets through", "contrast: [{text: text, on: [veil], wcag: 3}]", page("#ffffff", "#111111"), page("#ffffff", "#111111"),
			`{"veil": {"$type": "color", "$value": {"colorSpace": "srgb", "components": [0, 0, 0], "alpha": 0.5}}}`, []string{"contrast dark.json:1 error", "contrast light.json:1 error"}},
	} {
		fsys := fstest.MapFS{"r.json": {Data: []byte(system)}, "light.json": {Data: []byte(c.light)}, "dark.json": {Data: []byte(c.dark)},
			"use.json": {Data: []byte(c.use)}, File: {Data: []byte(orElse(c.config, "gamut: srgb") + "\n")}}
		s, err := token.Load(fsys, "r.json")
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		config, err := Read(fsys, File)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		var variants []Variant
		for _, theme := range []string{"light", "dark"} {
			set, err := s.Resolve(map[string]string{"theme": theme})
			if err != nil {
				t.Fatal(err)
			}
			variants = append(variants, Variant{"theme " + theme, set})
		}
		var got []string
		for _, f := range Check(variants, config) {
			got = append(got, fmt.Sprintf("%s %s:%d %s", f.Code, f.File, f.Line, f.Severity))
			if f.Message == "" || f.Column == 0 {
				t.Errorf("%s: %+v", c.name, f)
			}
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

func TestConfig(t *testing.T) {
	for text, want := range map[string]string{
		"naming: Kebab":                            "naming is",
		"gamut: p3":                                "gamut is",
		"severity: {contrst: error}":               "there is no rule",
		"severity: {contrast: loud}":               "a severity is",
		"contrast: [{text: a, on: [b]}]":           "what is asked is missing",
		"contrast: [{text: a, wcag: 3}]":           "on is missing",
		"contrast: [{on: [b], wcag: 3}]":           "text is missing",
		"contrast: [{text: a, on: [b], wcag: 22}]": "between 1 and 21",
		"contrasts: []":                            "contrasts",
		"contrast: [{text: a, on: [b], apca: -1}]": "between 0 and 108",
	} {
		_, err := Read(fstest.MapFS{File: {Data: []byte(text + "\n")}}, File)
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), File+":1:") {
			t.Errorf("%s: %v", text, err)
		}
	}
	if c, err := Read(fstest.MapFS{}, File); err != nil || c.Contrast != nil {
		t.Errorf("no file: %+v, %v", c, err)
	}
}
