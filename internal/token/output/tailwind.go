package output

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/token"
)

// A slot is where Tailwind makes utilities of a token: bg-…, p-…, font-….
type slot struct {
	four, three string   // namespace of Tailwind 4, key of Tailwind 3's theme
	drop        []string // names at the start of a path that only say the same again
}

// slotOf finds the slot of a token: by type, and for lengths and numbers by what the path says they are. Durations, borders,
// strokes, gradients and transitions have none that takes whole values.
func slotOf(t token.Token) (slot, bool) {
	says := func(words ...string) bool {
		all := lowerWords(strings.Join(t.Names, " "))
		return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(all, w) })
	}
	switch t.Type {
	case token.TypeColor:
		return slot{"color", "colors", []string{"color", "colors", "colour"}}, true
	case token.TypeFontFamily:
		return slot{"font", "fontFamily", []string{"font", "family", "fontfamily", "font-family", "typeface"}}, true
	case token.TypeFontWeight:
		return slot{"font-weight", "fontWeight", []string{"font", "weight", "fontweight", "font-weight"}}, true
	case token.TypeCubicBezier:
		return slot{"ease", "transitionTimingFunction", []string{"ease", "easing", "motion"}}, true
	case token.TypeShadow:
		return slot{"shadow", "boxShadow", []string{"shadow", "elevation"}}, true
	case token.TypeTypography:
		return slot{"text", "fontSize", []string{"text", "typography", "font"}}, true
	case token.TypeDuration:
		return slot{"", "transitionDuration", []string{"duration", "motion"}}, true
	case token.TypeNumber:
		if says("leading", "line") {
			return slot{"leading", "lineHeight", []string{"leading", "line-height", "lineheight", "font"}}, true
		}
		if says("opacity") {
			return slot{"", "opacity", []string{"opacity"}}, true
		}
	case token.TypeDimension:
		switch {
		case says("radius", "rounded", "corner"):
			return slot{"radius", "borderRadius", []string{"radius", "border-radius", "rounded", "corner"}}, true
		case says("breakpoint", "breakpoints", "screen"):
			return slot{"breakpoint", "screens", []string{"breakpoint", "breakpoints", "screen"}}, true
		case says("tracking", "letter"):
			return slot{"tracking", "letterSpacing", []string{"tracking", "letter-spacing", "font"}}, true
		case says("font", "text") && says("size", "sizes"):
			return slot{"text", "fontSize", []string{"font", "text", "size", "font-size", "fontsize"}}, true
		case says("border", "stroke", "outline") && says("width", "size", "thickness"):
			return slot{"", "borderWidth", []string{"border", "width", "border-width", "stroke"}}, true
		case says("blur"):
			return slot{"blur", "blur", []string{"blur"}}, true
		}
		return slot{"spacing", "spacing", []string{"space", "spacing"}}, true
	}
	return slot{}, false
}

// short gives the path without the names that the slot says already, but never nothing.
func (s slot) short(names []string) []string {
	names = slices.DeleteFunc(slices.Clone(names), func(n string) bool { return n == "$root" })
	for len(names) > 1 && slices.Contains(s.drop, strings.ToLower(names[0])) {
		names = names[1:]
	}
	return names
}

// renderTailwind4 writes the custom properties with all themes, and a theme that refers to them, so that utilities follow the theme.
func renderTailwind4(j *job) ([]File, error) {
	css, err := j.combinedCSS()
	if err != nil {
		return nil, err
	}
	b := bytes.NewBuffer(css)
	b.WriteString("@theme inline reference {\n")
	names, order, err := j.slots(func(s slot) string { return s.four })
	if err != nil {
		return nil, err
	}
	for _, name := range order {
		t := names[name]
		fmt.Fprintf(b, "  --%s: var(%s);\n", name, token.CSSName(j.o.Prefix, t.Names))
		if t.Type == token.TypeTypography {
			own := token.CSSName(j.o.Prefix, t.Names)
			// The size alone is the text's; the rest comes with it.
			b.Truncate(b.Len() - len(fmt.Sprintf("  --%s: var(%s);\n", name, own)))
			fmt.Fprintf(b, "  --%s: var(%s-font-size);\n", name, own)
			for _, p := range []string{"line-height", "letter-spacing", "font-weight"} {
				fmt.Fprintf(b, "  --%s--%s: var(%s-%s);\n", name, p, own, p)
			}
		}
	}
	b.WriteString("}\n")
	return []File{{"tokens.tailwind.css", b.Bytes()}}, nil
}

// slots gives what Tailwind calls tokens, in order. Tokens of which only some themes know are there too.
func (j *job) slots(of func(slot) string) (map[string]token.Token, []string, error) {
	byName, seen := map[string]token.Token{}, map[string]bool{}
	var order []string
	for _, v := range j.Variants {
		for _, t := range v.Set.Tokens() {
			s, ok := slotOf(t)
			if !ok || of(s) == "" || seen[t.Path] {
				continue
			}
			seen[t.Path] = true
			name := strings.ReplaceAll(of(s), ".", "-") + "-" + dashed(s.short(t.Names))
			if _, twice := byName[name]; twice { // palette.red and color.red: the whole path tells them apart
				name = of(s) + "-" + dashed(t.Names)
			}
			if other, twice := byName[name]; twice {
				return nil, nil, taken(t, other, name)
			}
			byName[name] = t
			order = append(order, name)
		}
	}
	return byName, order, nil
}

// renderTailwind3 writes a preset that refers to the custom properties, or holds the values with the option Literal.
func renderTailwind3(j *job) ([]File, error) {
	css, err := j.combinedCSS()
	if err != nil {
		return nil, err
	}
	names, order, err := j.slots(func(s slot) string { return s.three })
	if err != nil {
		return nil, err
	}
	sections := map[string][]string{}
	for _, name := range order {
		t := names[name]
		s, _ := slotOf(t)
		key := strings.TrimPrefix(name, s.three+"-")
		sections[s.three] = append(sections[s.three], fmt.Sprintf("        %s: %s,", memberName(key), j.presetValue(t)))
	}
	var b bytes.Buffer
	b.WriteString("module.exports = {\n  theme: {\n    extend: {\n")
	for _, s := range sortedKeys(sections) {
		fmt.Fprintf(&b, "      %s: {\n%s\n      },\n", s, strings.Join(sections[s], "\n"))
	}
	b.WriteString("    },\n  },\n};\n")
	return []File{{"tokens.tailwind3.cjs", b.Bytes()}, {"tokens.css", css}}, nil
}

func (j *job) presetValue(t token.Token) string {
	property := token.CSSName(j.o.Prefix, t.Names)
	value := func(suffix string, v token.Value) string {
		if j.o.Literal {
			return token.CSS(v)
		}
		return "var(" + property + suffix + ")"
	}
	switch v := t.Value.(type) {
	case token.Color:
		if !j.o.Literal { // <alpha-value> is what bg-brand/50 fills in
			return scriptText("color-mix(in srgb, var(" + property + ") calc(<alpha-value> * 100%), transparent)")
		}
	case token.Typography:
		more, _ := json.Marshal(map[string]string{"lineHeight": value("-line-height", v.LineHeight),
			"letterSpacing": value("-letter-spacing", v.LetterSpacing), "fontWeight": value("-font-weight", v.FontWeight)})
		return "[" + scriptText(value("-font-size", v.FontSize)) + ", " + string(more) + "]"
	case token.FontFamily:
		return "[" + scriptText(value("", v)) + "]"
	case token.Dimension:
		if s, _ := slotOf(t); s.three == "screens" { // media queries know no custom properties
			return scriptText(token.CSS(v))
		}
	}
	return scriptText(value("", t.Value))
}

// scriptText writes a text of our own for JavaScript, < and > as they are.
func scriptText(s string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s)
	return strings.TrimSuffix(b.String(), "\n")
}
