package token

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"testing/fstest"
)

// FuzzLoad: whatever the file, Load gives tokens or problems with a place, never a panic; and what it gives is CSS that no text
// of the file can have left, and DTCG that it reads back to the same CSS.
func FuzzLoad(f *testing.F) {
	for _, seed := range []string{
		`{"a": {"$type": "number", "$value": 1}, "b": {"$value": "{a}"}}`,
		`{"g": {"$extends": "{h}", "$root": {"$type": "color", "$value": {"colorSpace": "oklch", "components": ["none", 0, 0], "alpha": 0.5}}}, "h": {}}`,
		`{"t": {"$type": "typography", "$value": {"$ref": "#/u/$value", "lineHeight": 2}}, "u": {"$ref": "#/t"}}`,
		`{"s": {"$type": "shadow", "$value": ["{s}", {"$ref": "#/s/$value/0"}]}}`,
		"// JSON5\n{a: {$type: 'fontFamily', $value: ['x', \"y\",], $deprecated: '*/'}}",
		`{"f": {"$type": "gradient", "$value": [{"color": {"$ref": "#/g/$value"}, "position": 1e300}]}, "g": {"$ref": "#/f/$value"}}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := loadText(text)
		if err != nil {
			for _, p := range problemsOf(t, err) {
				if p.File != "t.json" || p.Line < 1 || p.Column < 1 || p.Code == "" || p.Message == "" {
					t.Fatalf("a problem without place or text: %+v", p)
				}
			}
			return
		}
		set, err := s.Resolve(nil)
		if err != nil {
			t.Fatalf("Load accepts and Resolve does not: %v", err)
		}
		var css, flat, dtcg bytes.Buffer
		if err := set.WriteCSS(&css, CSSOptions{Literal: true}); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(css.String(), "</") || strings.Contains(withoutComments(css.String()), "url(") {
			t.Fatalf("CSS broken out of: %s", css.String())
		}
		if c := withoutComments(css.String()); len(set.Tokens()) > 0 && (strings.Count(c, "{") != 1 || strings.Count(c, "}") != 1) {
			t.Fatalf("more than one rule: %s", css.String())
		}
		if err := set.WriteJSON(&flat); err != nil || !json.Valid(flat.Bytes()) {
			t.Fatalf("flat JSON: %v %s", err, flat.String())
		}
		if err := set.WriteDTCG(&dtcg); err != nil || !json.Valid(dtcg.Bytes()) {
			t.Fatalf("DTCG: %v %s", err, dtcg.String())
		}
		again, err := loadText(dtcg.String())
		if err != nil {
			t.Fatalf("the DTCG written is not read: %v\n%s", err, dtcg.String())
		}
		set, _ = again.Resolve(nil)
		var second bytes.Buffer
		if _ = set.WriteCSS(&second, CSSOptions{Literal: true}); second.String() != css.String() {
			t.Fatalf("the DTCG written means something else:\n%s\n%s", css.String(), second.String())
		}
	})
}

func withoutComments(css string) string {
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(css, "/*")
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		_, css, _ = strings.Cut(rest, "*/")
	}
}

// FuzzResolver: whatever the resolver document, Load gives a system whose every advertised choice resolves, or problems.
func FuzzResolver(f *testing.F) {
	for _, seed := range []string{
		twoModifiers,
		`{"version": "2025.10", "sets": {"s": {"$ref": "#/sets/r", "sources": []}, "r": {"sources": [{"$ref": "a.json"}, {"$ref": "#/sets/s"}]}}, "resolutionOrder": [{"$ref": "#/sets/s"}]}`,
		`{"version": "2025.10", "$defs": {"x": {"$ref": "a.json#/t"}}, "resolutionOrder": [{"name": "s", "type": "set", "sources": [{"$ref": "#/$defs/x"}]}]}`,
		`{"version": "2025.10", "modifiers": {"m": {"contexts": {"a": [], "b": [{"$ref": "a.json"}]}, "default": "b"}}, "resolutionOrder": [{"$ref": "#/modifiers/m", "default": "a"}]}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := Load(fstest.MapFS{"r.json": {Data: []byte(text)}, "a.json": {Data: []byte(`{"t": {"$type": "number", "$value": 1}}`)}}, "r.json")
		if err != nil {
			problemsOf(t, err)
			return
		}
		for _, inputs := range s.combinations() {
			if _, err := s.Resolve(inputs); err != nil {
				t.Fatalf("%v: %v", inputs, err)
			}
		}
	})
}
