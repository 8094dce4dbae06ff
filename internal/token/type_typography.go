package token

// Typography is a style of text.
type Typography struct {
	FontFamily    FontFamily `json:"fontFamily"`
	FontSize      Dimension  `json:"fontSize"`
	FontWeight    FontWeight `json:"fontWeight"`
	LetterSpacing Dimension  `json:"letterSpacing"`
	LineHeight    Number     `json:"lineHeight"` // times the font size
}

// Type is TypeTypography.
func (Typography) Type() Type { return TypeTypography }

// css gives the font shorthand; it has no letter-spacing, which is a longhand only.
func (t Typography) css(ref func(string) string, at string) string {
	return cssPart(t.FontWeight, ref, join(at, "fontWeight")) + " " + cssPart(t.FontSize, ref, join(at, "fontSize")) + "/" +
		cssPart(t.LineHeight, ref, join(at, "lineHeight")) + " " + cssPart(t.FontFamily, ref, join(at, "fontFamily"))
}

func (t Typography) expand() []longhand {
	return []longhand{{"font-family", "fontFamily", t.FontFamily}, {"font-size", "fontSize", t.FontSize},
		{"font-weight", "fontWeight", t.FontWeight}, {"letter-spacing", "letterSpacing", t.LetterSpacing},
		{"line-height", "lineHeight", t.LineHeight}}
}

func readTypography(r *reader, n *node, key string) (Value, bool) {
	var t Typography
	ok := r.composite(n, TypeTypography, key, nil, field{"fontFamily", TypeFontFamily, set(&t.FontFamily)},
		field{"fontSize", TypeDimension, set(&t.FontSize)}, field{"fontWeight", TypeFontWeight, set(&t.FontWeight)},
		field{"letterSpacing", TypeDimension, set(&t.LetterSpacing)}, field{"lineHeight", TypeNumber, set(&t.LineHeight)})
	return t, ok
}
