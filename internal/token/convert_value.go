package token

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/mazznoer/csscolorparser"
)

// studioTypes are names of types that only Tokens Studio has.
var studioTypes = setOf("sizing spacing borderRadius borderWidth boxShadow fontFamilies fontWeights fontSizes lineHeights " +
	"paragraphSpacing textCase " +
	"textDecoration composition")

func setOf(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// newTypes gives today's type of the names that dialects have had for it.
var newTypes = map[string]Type{
	"sizing": TypeDimension, "spacing": TypeDimension, "size": TypeDimension, "space": TypeDimension, "borderRadius": TypeDimension,
	"borderWidth": TypeDimension, "fontSizes": TypeDimension, "fontSize": TypeDimension, "letterSpacing": TypeDimension,
	"paragraphSpacing": TypeDimension, "radius": TypeDimension, "boxShadow": TypeShadow, "fontFamilies": TypeFontFamily,
	"fontFamily":  TypeFontFamily,
	"fontWeights": TypeFontWeight, "lineHeights": TypeNumber, "lineHeight": TypeNumber, "opacity": TypeNumber, "time": TypeDuration,
	"easing": TypeCubicBezier, "colour": TypeColor, "colors": TypeColor,
}

var (
	quantity = regexp.MustCompile(`^\s*([+-]?(?:\d+\.?\d*|\.\d+))\s*(px|rem|ms|s|%|em|pt|dp)?\s*$`)
	colorish = regexp.MustCompile(`(?i)^\s*(#[0-9a-f]{3,8}|(rgb|hsl|hwb|lab|lch|oklab|oklch)a?\(.*\))\s*$`)
	curve    = regexp.MustCompile(`(?i)^\s*cubic-bezier\(([^)]*)\)\s*$`)
)

func looksLikeColor(s string) bool { return colorish.MatchString(s) }

// value converts a value; typ is what the old file calls its type, "" where it says nothing. nil where it has no place.
func (c *converter) value(n *node, typ string, path []string) (Type, *node) {
	t := Type(typ)
	if newer, ok := newTypes[typ]; ok {
		t = newer
	}
	if n.kind == stringKind {
		if ref := c.reference(n.text); ref != "" {
			return "", textNode(ref)
		}
		if strings.ContainsAny(n.text, "{}") {
			c.note(n, path, "left_out", "%s is computed, %s: the format has no arithmetic, left out", pathText(path), quote(n.text))
			return "", nil
		}
	}
	if !t.known() {
		if t = c.guess(n, path); t == "" {
			c.note(n, path, "left_out", "%s has no type of the format (%s): left out", pathText(path), orElse(typ, "none is given"))
			return "", nil
		}
		if typ == "" {
			c.note(n, path, "guessed", "%s says no type: taken for a %s", pathText(path), t)
		}
	}
	if t == TypeNumber && n.kind == stringKind { // a line height of 24px
		if m := quantity.FindStringSubmatch(n.text); len(m) == 3 && (m[2] == "px" || m[2] == "rem") {
			t = TypeDimension
		}
	}
	v := c.typed(n, t)
	if v == nil {
		c.note(n, path, "left_out", "%s is no %s that the format has, %s: left out", pathText(path), t, describe(n))
		return "", nil
	}
	return t, v
}

// guess gives the type that a value alone, or the first name of its path, tells.
func (c *converter) guess(n *node, path []string) Type {
	if n.kind == stringKind {
		m := quantity.FindStringSubmatch(n.text)
		switch {
		case looksLikeColor(n.text):
			return TypeColor
		case len(m) == 3 && (m[2] == "px" || m[2] == "rem"):
			return TypeDimension
		case len(m) == 3 && (m[2] == "ms" || m[2] == "s"):
			return TypeDuration
		case curve.MatchString(n.text):
			return TypeCubicBezier
		case len(path) > 0 && strings.HasPrefix(strings.ToLower(path[0]), "colo") && c.typed(n, TypeColor) != nil:
			return TypeColor
		case len(m) == 3 && m[2] == "":
			return TypeNumber
		}
		return ""
	}
	if n.kind == numberKind {
		return TypeNumber
	}
	return ""
}

// typed converts a value, or a part of one, to what a type wants; nil where it cannot be.
func (c *converter) typed(n *node, t Type) *node {
	if n.kind == stringKind {
		if ref := c.reference(n.text); ref != "" {
			return textNode(ref)
		}
	}
	if n.kind == objectKind && n.get("$ref") != nil {
		return n
	}
	switch t {
	case TypeColor:
		return convertColor(n)
	case TypeDimension:
		return convertQuantity(n, "px", "px", "rem")
	case TypeDuration:
		return convertQuantity(n, "ms", "ms", "s")
	case TypeNumber:
		return convertNumber(n)
	case TypeFontFamily:
		return c.fonts(n)
	case TypeFontWeight:
		return convertWeight(n)
	case TypeCubicBezier:
		return convertCurve(n)
	case TypeShadow:
		return c.shadow(n)
	case TypeBorder:
		return c.parts(n, partOf{"color", TypeColor, nil, nil}, partOf{"width", TypeDimension, nil, px0}, partOf{"style",
			TypeStrokeStyle, nil, textNode("solid")})
	case TypeTransition:
		return c.parts(n, partOf{"duration", TypeDuration, nil, nil}, partOf{"delay", TypeDuration, nil, quantityNode(0, "ms")},
			partOf{"timingFunction", TypeCubicBezier, nil, nil})
	case TypeTypography:
		return c.typography(n)
	case TypeGradient:
		return c.gradient(n)
	}
	return n // a strokeStyle is as it was
}

var px0 = quantityNode(0, "px")

func convertColor(n *node) *node {
	if n.kind == objectKind {
		return n
	}
	if n.kind != stringKind {
		return nil
	}
	parsed, err := csscolorparser.Parse(strings.TrimSpace(n.text))
	if err != nil {
		return nil
	}
	var list []*node
	for _, v := range []float64{parsed.R, parsed.G, parsed.B} {
		v, _ = strconv.ParseFloat(cssRounded(min(max(v, 0), 1), 5), 64)
		list = append(list, numNode(v))
	}
	out := newObject().with("colorSpace", textNode("srgb")).with("components", listNode(list))
	if parsed.A < 1 {
		alpha, _ := strconv.ParseFloat(cssRounded(parsed.A, 4), 64)
		out.with("alpha", numNode(alpha))
	}
	r, g, b, _ := parsed.RGBA255()
	return out.with("hex", textNode(hexOf(int(r), int(g), int(b))))
}

// convertQuantity reads "8px", 8 and "0"; usual is the unit of a bare number.
func convertQuantity(n *node, usual string, units ...string) *node {
	switch n.kind {
	case objectKind:
		return n
	case numberKind:
		return quantityNode(n.number, usual)
	case stringKind:
		m := quantity.FindStringSubmatch(n.text)
		if m == nil {
			return nil
		}
		v, err := strconv.ParseFloat(m[1], 64)
		unit := orElse(m[2], usual)
		if err == nil && contains(units, unit) {
			return quantityNode(v, unit)
		}
	}
	return nil
}

// convertNumber reads 0.5, "0.5" and "50%".
func convertNumber(n *node) *node {
	if n.kind == numberKind {
		return n
	}
	m := quantity.FindStringSubmatch(n.text)
	if n.kind != stringKind || m == nil || m[2] != "" && m[2] != "%" {
		return nil
	}
	v, err := strconv.ParseFloat(m[1], 64)
	if err != nil {
		return nil
	}
	if m[2] == "%" {
		v /= 100
	}
	return numNode(v)
}
