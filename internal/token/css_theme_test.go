package token

import (
	"bytes"
	"strings"
	"testing"
	"testing/fstest"
)

// TestThemedCSSHasEveryContext: also those beside light and dark, whatever they are called; light is the ground, whichever is the default.
func TestThemedCSSHasEveryContext(t *testing.T) {
	for name, c := range map[string]struct {
		contexts, fallback string
		options            ThemeOptions
		want, not          []string
	}{
		"a third one": {
			`"dark": [{"n": {"$type": "number", "$value": 2}}], "light": [{"n": {"$type": "number", "$value": 1}}], "high-contrast": [{"n": {"$type": "number", "$value": 3}}]`, "dark", ThemeOptions{},
			[]string{
				":root {\n  --n: 1;\n}", "  :root:where(:not([data-portico-theme=\"light\"], [data-portico-theme=\"high-contrast\"])) {\n    --n: 2;",
				"[data-portico-theme=\"high-contrast\"] {\n  --n: 3;\n}", "[data-portico-theme=\"light\"] {\n  --n: 1;\n}",
			}, nil,
		},
		"other letters, two attributes": {
			`"Light": [{"n": {"$type": "number", "$value": 1}}], "DARK": [{"n": {"$type": "number", "$value": 2}}], "sehr \"hell\" ü": [{"n": {"$type": "number", "$value": 3}}]`, "Light",
			ThemeOptions{Attributes: []string{"data-a", "data-b"}},
			[]string{
				"@media (prefers-color-scheme: dark) {\n  :root:where(:not(:is([data-a=\"light\"], [data-b=\"light\"]), ", ":is([data-a=\"sehr \\22 hell\\22  ü\"], [data-b=\"sehr \\22 hell\\22  ü\"]) {\n  --n: 3;",
			}, nil,
		},
		"neither light nor dark": {
			`"day": [{"n": {"$type": "number", "$value": 1}}], "night": [{"n": {"$type": "number", "$value": 2}}]`, "night", ThemeOptions{},
			[]string{":root {\n  --n: 2;\n}", "[data-portico-theme=\"day\"] {\n  --n: 1;\n}", "[data-portico-theme=\"night\"] {\n  --n: 2;\n}"}, []string{"@media"},
		},
	} {
		s, err := Load(fstest.MapFS{"r.json": {Data: []byte(`{"version": "2025.10", "modifiers": {"theme": {"default": "` + c.fallback + `", "contexts": {` + c.contexts + `}}},
			"resolutionOrder": [{"$ref": "#/modifiers/theme"}]}`)}}, "r.json")
		if err != nil {
			t.Fatal(err)
		}
		var css bytes.Buffer
		if err := s.WriteThemedCSS(&css, c.options); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, want := range c.want {
			if !strings.Contains(css.String(), want) {
				t.Errorf("%s: no %s in\n%s", name, want, css.String())
			}
		}
		for _, not := range c.not {
			if strings.Contains(css.String(), not) {
				t.Errorf("%s: %s in\n%s", name, not, css.String())
			}
		}
	}
}
