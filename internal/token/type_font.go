package token

import (
	"encoding/json"
	"strings"
	"unicode"
)

// FontFamily is a list of font names, the most wanted first; at least one.
type FontFamily []string

// Type is TypeFontFamily.
func (FontFamily) Type() Type { return TypeFontFamily }

// MarshalJSON writes one name as a string, several as an array.
func (f FontFamily) MarshalJSON() ([]byte, error) {
	if len(f) == 1 {
		return json.Marshal(f[0])
	}
	return json.Marshal([]string(f))
}

func (f FontFamily) css(ref func(string) string, at string) string {
	parts := make([]string, len(f))
	for i, name := range f {
		if parts[i] = ref(joinIndex(at, i)); parts[i] != "" {
			continue
		}
		parts[i] = name
		if !genericFamilies[name] {
			parts[i] = `"` + name + `"` // nothing to escape: see fontName
		}
	}
	return strings.Join(parts, ", ")
}

// genericFamilies are keywords of CSS (Fonts 4, and two names of system fonts); in quotes they would be names of fonts.
var genericFamilies = map[string]bool{
	"serif": true, "sans-serif": true, "monospace": true, "cursive": true, "fantasy": true, "system-ui": true, "ui-serif": true,
	"ui-sans-serif": true, "ui-monospace": true, "ui-rounded": true, "math": true, "emoji": true, "fangsong": true,
	"-apple-system": true, "BlinkMacSystemFont": true,
}

func readFontFamily(r *reader, n *node, key string) (Value, bool) {
	switch n.kind {
	case stringKind:
		if !r.fontName(n, n.text) {
			return nil, false
		}
		return FontFamily{n.text}, true
	case arrayKind:
		if len(n.items) == 0 {
			break
		}
		var f FontFamily
		ok := true
		for i, item := range n.items {
			v, good := r.part(item, TypeFontFamily, joinIndex(key, i))
			if names, _ := v.(FontFamily); good && (len(names) != 1 || item.kind == arrayKind) {
				r.fail(item, "flattened", "a list of fonts cannot stand inside another one: name the fonts one by one")
				good = false
			} else if good {
				f = append(f, names[0])
			}
			ok = ok && good
		}
		return f, ok
	}
	r.fail(n, "wrong_kind", "a fontFamily is a font name or an array of them, not %s", describe(n))
	return nil, false
}

// fontName is the guard of the one free text that reaches CSS (SECURITY.md I8): letters, digits, spaces and a few signs of any
// script. Quotes, semicolons, backslashes, < and > are in no font's name and in many attacks; round brackets only follow a
// space, as in "Segoe UI Web (West European)", so that they call no function.
func (r *reader) fontName(n *node, name string) bool {
	if strings.TrimSpace(name) != name || name == "" {
		r.fail(n, "bad_font", "a font name is not empty and has no space around it")
		return false
	}
	for i, c := range name {
		if c == ',' {
			r.fail(n, "bad_font", "%s is several font names in one; write an array", quote(name))
			return false
		}
		if c == ')' || c == '(' && i > 0 && name[i-1] == ' ' {
			continue
		}
		if c != ' ' && !unicode.In(c, unicode.L, unicode.M, unicode.Nd) && !strings.ContainsRune("-_.+&#'", c) {
			r.fail(n, "bad_font", "the font name %s holds %q, which no font name needs", quote(name), c)
			return false
		}
	}
	return true
}

// FontWeight is a weight from 1 to 1000; 400 is regular, 700 bold.
type FontWeight float64

// Type is TypeFontWeight.
func (FontWeight) Type() Type { return TypeFontWeight }

func (w FontWeight) css(func(string) string, string) string { return cssNumber(float64(w)) }

// fontWeights are the names of weights, in lower case only.
var fontWeights = map[string]FontWeight{
	"thin": 100, "hairline": 100, "extra-light": 200, "ultra-light": 200, "light": 300, "normal": 400, "regular": 400, "book": 400,
	"medium": 500, "semi-bold": 600, "demi-bold": 600, "bold": 700, "extra-bold": 800, "ultra-bold": 800, "black": 900, "heavy": 900,
	"extra-black": 950, "ultra-black": 950,
}

func readFontWeight(r *reader, n *node, _ string) (Value, bool) {
	switch w, named := fontWeights[n.text]; {
	case n.kind == stringKind && named:
		return w, true
	case n.kind == numberKind && n.number >= 1 && n.number <= 1000:
		return FontWeight(n.number), true
	case n.kind == numberKind:
		r.fail(n, "out_of_range", "a fontWeight lies between 1 and 1000, and this is %s", n.text)
	default:
		r.fail(n, "bad_value", "a fontWeight is a number from 1 to 1000 or a name such as bold, in lower case, not %s", describe(n))
	}
	return nil, false
}
