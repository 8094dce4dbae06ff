package token

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
)

// Color is a colour in one of the 14 colour spaces.
type Color struct {
	Space      string       `json:"colorSpace"` // "srgb", "oklch", …
	Components [3]Component `json:"components"`
	Alpha      float64      `json:"alpha"`         // from 0, transparent, to 1
	Hex        string       `json:"hex,omitempty"` // fallback "#rrggbb" as the file gives it, in lower case; without alpha
}

// MarshalJSON writes the colour as a DTCG value; an alpha of 1 is left out.
func (c Color) MarshalJSON() ([]byte, error) {
	type plain Color
	var alpha *float64
	if c.Alpha != 1 {
		alpha = &c.Alpha
	}
	return json.Marshal(struct {
		plain
		Alpha *float64 `json:"alpha,omitempty"`
		Hex   string   `json:"hex,omitempty"` // again, to stand behind alpha
	}{plain(c), alpha, c.Hex})
}

// Component is a number, or none: not applicable, such as the hue of a grey.
type Component struct {
	Value float64 // 0 for none
	None  bool
}

// MarshalJSON writes the number, or "none".
func (c Component) MarshalJSON() ([]byte, error) {
	if c.None {
		return []byte(`"none"`), nil
	}
	return json.Marshal(c.Value)
}

func (c Component) css(unit string) string {
	if c.None {
		return "none"
	}
	return cssNumber(c.Value) + unit
}

// Type is TypeColor.
func (Color) Type() Type { return TypeColor }

// bounds are the least and the most a component may be; the hue's most is excluded.
type bounds struct {
	least, most float64
	hue         bool
}

var (
	unit    = bounds{0, 1, false}
	percent = bounds{0, 100, false}
	hue     = bounds{0, 360, true}
	signed  = bounds{math.Inf(-1), math.Inf(1), false}
	chroma  = bounds{0, math.Inf(1), false}

	rgb    = [3]bounds{unit, unit, unit}
	spaces = map[string][3]bounds{
		"srgb": rgb, "srgb-linear": rgb, "display-p3": rgb, "a98-rgb": rgb, "prophoto-rgb": rgb, "rec2020": rgb, "xyz-d65": rgb, "xyz-d50": rgb,
		"hsl": {hue, percent, percent}, "hwb": {hue, percent, percent},
		"lab": {percent, signed, signed}, "lch": {percent, chroma, hue},
		"oklab": {unit, signed, signed}, "oklch": {unit, chroma, hue},
	}
)

func readColor(r *reader, n *node, _ string) (Value, bool) {
	if n.kind == stringKind {
		r.fail(n, "wrong_kind", "a color is an object with colorSpace and components, not %s; %s", describe(n), colorHint(n.text))
		return nil, false
	}
	parts, ok := r.object(n, TypeColor, []string{"colorSpace", "components"}, []string{"alpha", "hex"})
	c := Color{Alpha: 1}
	if p := parts["colorSpace"]; p != nil {
		space, good := r.word(p, "colorSpace", sortedKeys(spaces)...)
		c.Space, ok = space, ok && good
	}
	if p := parts["components"]; p != nil {
		ok = r.components(p, &c) && ok
	}
	if p := parts["alpha"]; p != nil {
		alpha, good := r.number(p, "alpha")
		if good && (alpha < 0 || alpha > 1) {
			r.fail(p, "out_of_range", "alpha lies between 0 and 1, and this is %s", cssNumber(alpha))
			good = false
		}
		c.Alpha, ok = alpha, ok && good
	}
	if p := parts["hex"]; p != nil {
		hex, good := r.hex(p)
		c.Hex, ok = hex, ok && good
	}
	return c, ok
}

// colorHint says how a colour of older files, "#0a5", is written now.
func colorHint(s string) string {
	if v, ok := parseHex(s); ok {
		part := func(shift uint) string { return cssRounded(float64(v>>shift&255)/255, 4) }
		return `write {"colorSpace": "srgb", "components": [` + part(16) + ", " + part(8) + ", " + part(0) +
			`], "hex": "` + strings.ToLower(s) + `"}`
	}
	return "the older string colours are not part of the 2025.10 format"
}

func (r *reader) components(n *node, c *Color) bool {
	list, ok := r.plain(n)
	if !ok {
		return false
	}
	if list.kind != arrayKind || len(list.items) != 3 {
		r.fail(n, "wrong_kind", `components is an array of three, each a number or "none"`)
		return false
	}
	limits := spaces[c.Space]
	for i, item := range list.items {
		p, good := r.plain(item)
		switch {
		case !good:
			ok = false
		case p.kind == stringKind && p.text == "none":
			c.Components[i].None = true
		case p.kind != numberKind:
			r.fail(item, "wrong_kind", `a component is a number or "none", not %s`, describe(p))
			ok = false
		case c.Space != "" && !limits[i].hold(p.number):
			r.fail(item, "out_of_range", "component %d of %s lies %s, and this is %s", i+1, c.Space, limits[i], cssNumber(p.number))
			ok = false
		default:
			c.Components[i].Value = p.number
		}
	}
	return ok
}

func (b bounds) hold(v float64) bool { return v >= b.least && (v < b.most || v == b.most && !b.hue) }

// String says the bounds in words.
func (b bounds) String() string {
	switch {
	case b.hue:
		return "from 0 up to, and not at, 360"
	case math.IsInf(b.most, 1):
		return "at 0 or above"
	}
	return "between " + cssNumber(b.least) + " and " + cssNumber(b.most)
}

func (r *reader) hex(n *node) (string, bool) {
	p, ok := r.plain(n)
	if !ok {
		return "", false
	}
	if _, good := parseHex(p.text); p.kind != stringKind || !good || len(p.text) != 7 {
		r.fail(n, "bad_value", "hex is # and 6 hexadecimal digits, not %s", describe(p))
		return "", false
	}
	return strings.ToLower(p.text), true
}

// parseHex reads #rrggbb.
func parseHex(s string) (uint64, bool) {
	if len(s) != 7 || s[0] != '#' {
		return 0, false
	}
	v, err := strconv.ParseUint(s[1:], 16, 32)
	return v, err == nil
}

func (c Color) css(func(string) string, string) string {
	if s, ok := c.legacy(); ok {
		return s
	}
	a, b, d := c.Components[0], c.Components[1], c.Components[2]
	var s string
	switch c.Space {
	case "hsl", "hwb":
		s = c.Space + "(" + a.css("") + " " + b.css("%") + " " + d.css("%")
	case "lab", "lch", "oklab", "oklch":
		s = c.Space + "(" + a.css("") + " " + b.css("") + " " + d.css("")
	default:
		s = "color(" + c.Space + " " + a.css("") + " " + b.css("") + " " + d.css("")
	}
	if c.Alpha != 1 {
		s += " / " + cssNumber(c.Alpha)
	}
	return s + ")"
}

// bytes gives an srgb colour in 255ths, where that loses nothing: where every component is a whole number of them, or was rounded
// from the hex that the file gives beside it.
func (c Color) bytes() (b [3]int, ok bool) {
	exact := c.Space == "srgb"
	for i, p := range c.Components {
		v := p.Value * 255
		b[i] = int(math.Round(v))
		exact = exact && math.Abs(v-math.Round(v)) < byteSlack
		if p.None {
			return b, false
		}
	}
	return b, exact || c.Space == "srgb" && hexOf(b[:]...) == c.Hex
}

// byteSlack is how far from a whole 255th a component may be to mean it: files give 4 decimals or more.
const byteSlack = 0.02

// legacy gives an srgb colour of whole bytes in the notation that every browser reads: #rrggbb, #rrggbbaa, or rgb() where alpha
// is not a whole byte.
func (c Color) legacy() (string, bool) {
	b, ok := c.bytes()
	if !ok || c.Alpha == 1 {
		return hexOf(b[:]...), ok
	}
	if a := c.Alpha * 255; math.Abs(a-math.Round(a)) < byteSlack {
		return hexOf(b[0], b[1], b[2], int(math.Round(a))), true
	}
	return "rgb(" + strconv.Itoa(b[0]) + " " + strconv.Itoa(b[1]) + " " + strconv.Itoa(b[2]) + " / " + cssNumber(c.Alpha) + ")", true
}

func hexOf(bytes ...int) string {
	const digits = "0123456789abcdef"
	s := []byte{'#'}
	for _, v := range bytes {
		s = append(s, digits[v>>4&15], digits[v&15])
	}
	return string(s)
}
