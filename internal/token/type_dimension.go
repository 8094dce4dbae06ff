package token

// Dimension is a length: a distance, a width, a radius, a font size.
type Dimension struct {
	Value float64 `json:"value"`
	Unit  string  `json:"unit"` // "px" or "rem"
}

// Type is TypeDimension.
func (Dimension) Type() Type { return TypeDimension }

func (d Dimension) css(func(string) string, string) string { return cssNumber(d.Value) + d.Unit }

func readDimension(r *reader, n *node, _ string) (Value, bool) {
	value, unit, ok := readQuantity(r, n, TypeDimension, "px", "rem")
	return Dimension{value, unit}, ok
}

// Duration is a length of time.
type Duration struct {
	Value float64 `json:"value"`
	Unit  string  `json:"unit"` // "ms" or "s"
}

// Type is TypeDuration.
func (Duration) Type() Type { return TypeDuration }

func (d Duration) css(func(string) string, string) string { return cssNumber(d.Value) + d.Unit }

func readDuration(r *reader, n *node, _ string) (Value, bool) {
	value, unit, ok := readQuantity(r, n, TypeDuration, "ms", "s")
	return Duration{value, unit}, ok
}

// readQuantity reads {value, unit}; the unit is needed even for 0.
func readQuantity(r *reader, n *node, t Type, units ...string) (value float64, unit string, ok bool) {
	if n.kind == stringKind {
		r.fail(n, "wrong_kind", `a %s is an object such as {"value": 8, "unit": %q}, not %s; portico tokens convert rewrites older `+
			`files`, t, units[0], describe(n))
		return 0, "", false
	}
	parts, ok := r.object(n, t, []string{"value", "unit"}, nil)
	if p := parts["value"]; p != nil {
		v, good := r.number(p, "the value of a "+string(t))
		value, ok = v, ok && good
	}
	if p := parts["unit"]; p != nil {
		u, good := r.word(p, "the unit of a "+string(t), units...)
		unit, ok = u, ok && good
	}
	return value, unit, ok
}
