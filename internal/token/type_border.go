package token

// Border is the line around a box.
type Border struct {
	Color Color       `json:"color"`
	Width Dimension   `json:"width"`
	Style StrokeStyle `json:"style"`
}

// Type is TypeBorder.
func (Border) Type() Type { return TypeBorder }

// css gives the border shorthand.
func (b Border) css(ref func(string) string, at string) string {
	return cssPart(b.Width, ref, join(at, "width")) + " " + cssPart(b.Style, ref, join(at, "style")) + " " +
		cssPart(b.Color, ref, join(at, "color"))
}

func (b Border) expand() []longhand {
	return []longhand{{"color", "color", b.Color}, {"width", "width", b.Width}, {"style", "style", b.Style}}
}

func readBorder(r *reader, n *node, key string) (Value, bool) {
	var b Border
	ok := r.composite(n, TypeBorder, key, nil, field{"color", TypeColor, set(&b.Color)}, field{"width", TypeDimension, set(&b.Width)},
		field{"style", TypeStrokeStyle, set(&b.Style)})
	return b, ok
}
