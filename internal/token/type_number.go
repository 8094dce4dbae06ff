package token

import (
	"math"
	"strconv"
	"strings"
)

// Number is a number without a unit: a line height, a z-index, an opacity.
type Number float64

// Type is TypeNumber.
func (Number) Type() Type { return TypeNumber }

func (n Number) css(func(string) string, string) string { return cssNumber(float64(n)) }

func readNumber(r *reader, n *node, _ string) (Value, bool) {
	if n.kind != numberKind {
		r.fail(n, "wrong_kind", "a number is a JSON number, not %s", describe(n))
		return nil, false
	}
	return Number(n.number), true
}

// CubicBezier is an easing curve by its two control points: x1, y1, x2, y2, the x within [0,1].
type CubicBezier [4]float64

// Type is TypeCubicBezier.
func (CubicBezier) Type() Type { return TypeCubicBezier }

func (c CubicBezier) css(func(string) string, string) string {
	parts := make([]string, len(c))
	for i, v := range c {
		parts[i] = cssNumber(v)
	}
	return "cubic-bezier(" + strings.Join(parts, ", ") + ")"
}

func readCubicBezier(r *reader, n *node, _ string) (Value, bool) {
	var c CubicBezier
	if n.kind != arrayKind || len(n.items) != len(c) {
		r.fail(n, "wrong_kind", "a cubicBezier is an array of 4 numbers, x1, y1, x2, y2")
		return nil, false
	}
	ok := true
	for i, item := range n.items {
		v, good := r.number(item, "a coordinate of a cubicBezier")
		if good && i%2 == 0 && (v < 0 || v > 1) {
			r.fail(item, "out_of_range", "x1 and x2 of a cubicBezier lie between 0 and 1, and this is %s", cssNumber(v))
			good = false
		}
		c[i], ok = v, ok && good
	}
	return c, ok
}

// cssNumber writes a number as CSS reads it, the shortest that gives the same value back.
func cssNumber(v float64) string {
	if v == 0 {
		return "0" // never "-0"
	}
	if a := math.Abs(v); a < 1e-9 || a >= 1e15 {
		return strconv.FormatFloat(v, 'e', -1, 64)
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

// cssRounded writes a number to so many decimals at most, for what was computed.
func cssRounded(v float64, decimals int) string {
	p := math.Pow10(decimals)
	return cssNumber(math.Round(v*p) / p)
}
