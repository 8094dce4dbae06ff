package token

// Part is a part of a composite that has a name of its own in outputs: the font size of a typography.
type Part struct {
	Suffix string // of the name, in words with hyphens: "font-size"
	Key    string // within the value, for Ref: "fontSize", "0.color"
	Value  Value
}

// Parts takes a composite apart; nil for what is not one. Shadows and gradients of several are counted from 1.
func Parts(v Value) []Part {
	switch v := v.(type) {
	case Shadow:
		return shadowParts(v)
	case Gradient:
		var out []Part
		for i, s := range v {
			at, key := joinIndex("", i+1)+"-", joinIndex("", i)
			out = append(out, Part{at + "color", key + ".color", s.Color}, Part{at + "position", key + ".position", s.Position})
		}
		return out
	}
	var out []Part
	for _, l := range longhands(v) {
		out = append(out, Part{l.suffix, l.key, l.value})
	}
	return out
}

// Longhands gives what the names of the custom properties for the parts of a type's values end in: "-font-size". None for a type whose
// values have one property.
func Longhands(t Type) (suffixes []string) {
	whole := map[Type]Value{TypeBorder: Border{}, TypeTransition: Transition{}, TypeTypography: Typography{}}[t]
	for _, l := range longhands(whole) {
		suffixes = append(suffixes, "-"+l.suffix)
	}
	return suffixes
}

func shadowParts(s Shadow) []Part {
	var out []Part
	for i, l := range s {
		at, key := "", joinIndex("", i)+"."
		if len(s) > 1 {
			at = joinIndex("", i+1) + "-"
		}
		out = append(out, Part{at + "color", key + "color", l.Color}, Part{at + "offset-x", key + "offsetX", l.OffsetX},
			Part{at + "offset-y", key + "offsetY", l.OffsetY}, Part{at + "blur", key + "blur", l.Blur}, Part{at + "spread", key +
				"spread", l.Spread})
	}
	return out
}

// CSSWith gives the CSS value with the parts that refer to a token written by ref, which is given the token's path; "" writes the
// part itself. An alias as a whole is the caller's to write.
func (t Token) CSSWith(ref func(path string) string) string {
	return t.Value.css(func(key string) string {
		if path := t.refs[key]; path != "" {
			return ref(path)
		}
		return ""
	}, "")
}
