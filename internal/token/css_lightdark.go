package token

import (
	"bytes"
	"io"
	"slices"

	"github.com/portico-cms/portico/internal/fault"
)

// writeLightDark writes colours of the themes light and dark as light-dark(), which the browser decides by the color-scheme of the
// element that uses them; parts of a page then need no declaration of their own. What differs otherwise than in colours is
// written as for SchemeBoth.
func (t themed) writeLightDark(w io.Writer, themes []Theme) error {
	light, dark := slices.Index(t.names, t.o.Light), slices.Index(t.names, t.o.Dark)
	if light != 0 || dark < 1 {
		return fault.New(fault.Invalid, "light-dark() needs the themes %s, as the first one, and %s", quote(t.o.Light), quote(t.o.Dark))
	}
	merged, both := lightDark(themes[0].Set, themes[dark].Set, t.o.CSSOptions)
	base := slices.Clone(t.base)
	for i, d := range base {
		if m, ok := merged[d.name]; ok {
			base[i] = m
		}
	}
	rest := themed{o: t.o, names: t.names, differing: make([][]declaration, len(t.names))}
	for i, name := range t.names {
		for _, d := range t.differing[i] {
			// Light and dark have it in the base; the others must say theirs, and where there are others, all must.
			if m, ok := merged[d.name]; ok && len(t.names) == 2 {
				continue
			} else if ok && (name == t.o.Light || name == t.o.Dark) {
				d = m
			}
			rest.differing[i] = append(rest.differing[i], d)
		}
	}
	scheme := func(value string) declaration { return declaration{name: "color-scheme", value: value, literal: value} }
	blocks := []block{{selector: t.o.Selector, decls: append([]declaration{scheme("light dark")}, base...)},
		{selector: around(t.o.Selector, t.o.says(t.o.Dark)), decls: []declaration{scheme("dark")}},
		{selector: around(t.o.Selector, t.o.says(t.o.Light)), decls: []declaration{scheme("light")}}}
	if err := writeBlocks(w, append(blocks, rest.blocks(SchemeBoth)...), t.o.HexFallback); err != nil {
		return err
	}
	if !t.o.HexFallback || len(both) == 0 {
		return nil
	}
	var b bytes.Buffer
	b.WriteString("@supports not (color: light-dark(red, red)) {\n")
	old := append([]block{{selector: t.o.Selector, decls: t.differing[0]}}, t.blocks(SchemeBoth)...)
	b.Write(rules(old, "  ", true))
	b.WriteString("}\n")
	_, err := w.Write(b.Bytes())
	return err
}

// lightDark gives by name the declarations that can say both themes in one value; both are the names of those that do.
func lightDark(light, dark *Set, o CSSOptions) (merged map[string]declaration, both []string) {
	merged = map[string]declaration{}
	for i := range light.tokens {
		a := &light.tokens[i]
		b, ok := dark.Token(a.Path)
		if !ok || b.Type != a.Type {
			continue
		}
		inDark := map[string]declaration{}
		for _, d := range b.appendDeclarations(nil, o) {
			inDark[d.name] = d
		}
		for _, d := range a.appendDeclarations(nil, o) {
			other, ok := inDark[d.name]
			if !ok || d.literal == other.literal && d.value == other.value {
				continue
			}
			if m, ok := a.inBoth(&b, d, other, o); ok {
				merged[d.name] = m
				both = append(both, d.name)
			}
		}
	}
	return merged, both
}

// inBoth gives one declaration for two that differ in nothing but colours.
func (t *Token) inBoth(dark *Token, d, other declaration, o CSSOptions) (declaration, bool) {
	switch {
	case d.value == other.value: // the same reference: that of a colour leads to one that says both
		return d, d.color
	case d.color && other.color:
		out := declaration{name: d.name, value: "light-dark(" + d.value + ", " + other.value + ")", literal: d.literal + " " +
			other.literal, note: d.note}
		if d.hex != "" || other.hex != "" {
			out.hex = "light-dark(" + d.older() + ", " + other.older() + ")"
		}
		return out, true
	case d.whole && other.whole && t.Alias == "" && dark.Alias == "":
		return t.mix(dark, d, o)
	}
	return d, false
}

// mix writes a composite whose colours differ with light-dark() in their places; false where something else differs too.
func (t *Token) mix(dark *Token, d declaration, o CSSOptions) (declaration, bool) {
	write := func(own *Token, older bool) string {
		v := own.Value
		if older {
			v = withHex(v)
		}
		return v.css(func(key string) string {
			a, isColor := partColor(t.Value, key)
			b, also := partColor(dark.Value, key)
			l, m := t.cssRef(key, o), dark.cssRef(key, o)
			if isColor && also && (CSS(a) != CSS(b) || l != m) {
				if older {
					a, b = a.older(), b.older()
				}
				return "light-dark(" + orElse(l, CSS(a)) + ", " + orElse(m, CSS(b)) + ")"
			}
			return own.cssRef(key, o)
		}, "")
	}
	out := declaration{name: d.name, value: write(t, false), literal: d.literal, note: d.note}
	if older := write(t, true); older != out.value {
		out.hex = older
	}
	return out, out.value == write(dark, false)
}

// older gives the value as older browsers read it.
func (d declaration) older() string { return orElse(d.hex, d.value) }

func orElse(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// partColor gives the colour that stands under a key of a composite.
func partColor(v Value, key string) (Color, bool) {
	switch v := v.(type) {
	case Border:
		return v.Color, key == "color"
	case Shadow:
		for i := range v {
			if key == joinIndex("", i)+".color" {
				return v[i].Color, true
			}
		}
	}
	return Color{}, false
}
