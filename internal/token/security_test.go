package token

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
	"testing"
)

// escapes are texts that would end a value, a rule, a comment or a style element, or fetch something.
var escapes = []string{
	"red;}", "A;} body{display:none", "url(https://evil.example/x)", "URL(//evil.example)", "</style><script>alert(1)</script>",
	"*/ } body { } /*", `A", url(x), "B`, `A\`, "A\\22 ;}", "A\nB", "A\u0000", "expression(alert(1))", "@import 'x'", "A/**/", "<!--", "-->",
	"var(--x)", "{}", "image-set(\"x\")", "A\u2028B", "A\u202eB",
}

// TestI8ValuesCannotBreakOutOfCSS puts each of them wherever a file can put a text: it is refused, or it reaches no CSS.
func TestI8ValuesCannotBreakOutOfCSS(t *testing.T) {
	quoted := func(s string) string {
		b, _ := json.Marshal(s)
		return string(b)
	}
	values := map[string][]string{ // %s is the text
		"color":       {`%s`, `{"colorSpace": %s, "components": [0, 0, 0]}`, `{"colorSpace": "srgb", "components": [%s, 0, 0]}`, `{"colorSpace": "srgb", "components": [0, 0, 0], "hex": %s}`, `{"colorSpace": "srgb", "components": [0, 0, 0], "alpha": %s}`},
		"dimension":   {`%s`, `{"value": 1, "unit": %s}`, `{"value": %s, "unit": "px"}`},
		"duration":    {`%s`, `{"value": 1, "unit": %s}`},
		"fontFamily":  {`%s`, `["A", %s]`},
		"fontWeight":  {`%s`},
		"cubicBezier": {`%s`, `[%s, 0, 0, 0]`},
		"number":      {`%s`},
		"strokeStyle": {`%s`, `{"dashArray": [%s], "lineCap": "butt"}`, `{"dashArray": [{"value": 1, "unit": "px"}], "lineCap": %s}`},
		"border":      {`%s`, `{"color": %s, "width": {"value": 1, "unit": "px"}, "style": "solid"}`, `{"color": {"colorSpace": "srgb", "components": [0, 0, 0]}, "width": {"value": 1, "unit": "px"}, "style": %s}`},
		"transition":  {`%s`, `{"duration": {"value": 1, "unit": "ms"}, "delay": {"value": 1, "unit": "ms"}, "timingFunction": %s}`},
		"shadow":      {`%s`, strings.Replace(shadowLayer, `{"value": 0, "unit": "px"}`, "%s", 1)},
		"gradient":    {`%s`, `[{"color": {"colorSpace": "srgb", "components": [0, 0, 0]}, "position": %s}]`},
		"typography":  {`%s`, `{"fontFamily": %s, "fontSize": {"value": 1, "unit": "px"}, "fontWeight": 400, "letterSpacing": {"value": 1, "unit": "px"}, "lineHeight": 1}`},
		"unknown":     {`%s`},
	}
	for typ, templates := range values {
		for _, template := range templates {
			for _, text := range escapes {
				file := `{"t": {"$type": "` + typ + `", "$value": ` + strings.Replace(template, "%s", quoted(text), 1) + `}}`
				if _, err := loadText(file); err == nil {
					t.Errorf("accepted: %s", file)
				}
			}
		}
	}
}

// TestI8NamesAndCommentsCannotBreakOutOfCSS: names and texts that are free become identifiers and harmless comments.
func TestI8NamesAndCommentsCannotBreakOutOfCSS(t *testing.T) {
	for _, text := range escapes {
		q, _ := json.Marshal(strings.NewReplacer("{", "", "}", "", ".", "").Replace(text) + "x")
		why, _ := json.Marshal(text)
		file := `{"g": {` + string(q) + `: {"$type": "number", "$value": 1, "$deprecated": ` + string(why) + `, "$description": ` + string(why) +
			`, "$extensions": {"x": ` + string(why) + `}}}}`
		s, err := loadText(file)
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		set, _ := s.Resolve(nil)
		var css bytes.Buffer
		if err := set.WriteCSS(&css, CSSOptions{HexFallback: true}); err != nil {
			t.Fatal(err)
		}
		line := strings.Split(css.String(), "\n")[1]
		name, rest, _ := strings.Cut(line, ": 1; /* ")
		comment, after, _ := strings.Cut(rest, " */")
		if strings.Count(css.String(), "\n") != 3 || strings.ContainsAny(name, `;{}()<>"'\/*@!`) || strings.ContainsAny(comment, "<>*\x00\u2028") || after != "" {
			t.Errorf("%q gives\n%s", text, css.String())
		}
	}
}

// TestI8OptionsCannotBreakOutOfCSS: selector, prefix and attribute may come from a file too.
func TestI8OptionsCannotBreakOutOfCSS(t *testing.T) {
	s, err := loadText(`{"a": {"$type": "number", "$value": 1}}`)
	if err != nil {
		t.Fatal(err)
	}
	set, _ := s.Resolve(nil)
	for _, text := range append([]string{"a, b", "a b", "a > b", ":root{}", `[x="y"`, `[x="]`, ":not(a)", "::before(", "1a", " "}, escapes...) {
		for name, o := range map[string]CSSOptions{"selector": {Selector: text}, "prefix": {Prefix: text}} {
			var b bytes.Buffer
			if err := set.WriteCSS(&b, o); err == nil || b.Len() > 0 {
				t.Errorf("%s %q is accepted: %s", name, text, b.String())
			}
		}
		for name, o := range map[string]ThemeOptions{"attribute": {Attributes: []string{text}}, "second attribute": {Attributes: []string{"a", text}}, "light": {Light: text}, "dark": {Dark: text}} {
			var b bytes.Buffer
			if err := s.WriteThemedCSS(&b, o); err == nil || b.Len() > 0 {
				t.Errorf("%s %q is accepted: %s", name, text, b.String())
			}
		}
	}
	for _, selector := range []string{":root", ":host", "html", "*", ".a.b", "#a", `[data-portico-brand="klio"]`, `html[lang].x`} {
		if err := set.WriteCSS(&bytes.Buffer{}, CSSOptions{Selector: selector}); err != nil {
			t.Errorf("selector %s: %v", selector, err)
		}
	}
}

// TestI8ThemesCannotBreakOutOfCSS: names of contexts are free texts, and stand in selectors as texts.
func TestI8ThemesCannotBreakOutOfCSS(t *testing.T) {
	s, err := loadText(`{"a": {"$type": "number", "$value": 1}}`)
	if err != nil {
		t.Fatal(err)
	}
	other, err := loadText(`{"a": {"$type": "number", "$value": 2}}`)
	if err != nil {
		t.Fatal(err)
	}
	light, _ := s.Resolve(nil)
	third, _ := other.Resolve(nil)
	for _, text := range escapes {
		var b bytes.Buffer
		if err := WriteThemes(&b, []Theme{{"light", light}, {text, third}}, ThemeOptions{Attributes: []string{"x", "y"}}); err != nil {
			t.Fatal(err)
		}
		selectors := regexp.MustCompile(`"[\p{L}\p{M}\p{N} _\\-]*"`).ReplaceAllString(b.String(), "")
		want := ":root {\n  --a: 1;\n}\n:is([x=], [y=]) {\n  --a: 2;\n}\n:is([x=], [y=]) {\n  --a: 1;\n}\n"
		if selectors != want {
			t.Errorf("%q gives\n%s", text, b.String())
		}
	}
}
