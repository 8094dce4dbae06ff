package token

import (
	"slices"
	"strings"
)

// withHex gives a value with the colours that older browsers do not read as srgb ones that are written as hex.
func withHex(v Value) Value {
	switch v := v.(type) {
	case Color:
		return v.older()
	case Border:
		v.Color = v.Color.older()
		return v
	case Shadow:
		v = slices.Clone(v)
		for i := range v {
			v[i].Color = v[i].Color.older()
		}
		return v
	case Gradient:
		v = slices.Clone(v)
		for i := range v {
			v[i].Color = v[i].Color.older()
		}
		return v
	}
	return v
}

// older gives c where every browser of this decade reads its notation (hex, hsl), else its hex fallback as a colour.
func (c Color) older() Color {
	css := CSS(c)
	if _, ok := c.legacy(); ok || strings.HasPrefix(css, "hsl(") && !strings.Contains(css, "none") {
		return c
	}
	hex := c.HexFallback()
	n, _ := parseHex(hex[:7])
	old := Color{Space: "srgb", Alpha: 1}
	for i := range old.Components {
		old.Components[i].Value = float64(n>>(16-8*i)&255) / 255
	}
	if c.Alpha != 1 {
		a, _ := parseHex("#0000" + hex[7:])
		old.Alpha = float64(a) / 255
	}
	return old
}
