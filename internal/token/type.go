package token

import "strings"

// Type is one of the 13 types a token can have.
type Type string

// The types, in the words of the format.
const (
	TypeColor       Type = "color"
	TypeDimension   Type = "dimension"
	TypeFontFamily  Type = "fontFamily"
	TypeFontWeight  Type = "fontWeight"
	TypeDuration    Type = "duration"
	TypeCubicBezier Type = "cubicBezier"
	TypeNumber      Type = "number"
	TypeStrokeStyle Type = "strokeStyle"
	TypeBorder      Type = "border"
	TypeTransition  Type = "transition"
	TypeShadow      Type = "shadow"
	TypeGradient    Type = "gradient"
	TypeTypography  Type = "typography"
)

// Value is the value of a token, all references resolved: one of Color, Dimension, FontFamily, FontWeight, Duration,
// CubicBezier, Number, StrokeStyle, Border, Transition, Shadow, Gradient and Typography. As JSON it is a DTCG $value.
type Value interface {
	// Type gives the type the value is of.
	Type() Type
	// css gives the CSS value. ref gives var(--…) for the part of the value under a key, "" where the part stands for itself;
	// at is the key of the value itself.
	css(ref func(key string) string, at string) string
}

// parse reads a value of a type at n; key is the path of the value within the token's value, "" for the whole.
type parse func(r *reader, n *node, key string) (Value, bool)

// types holds the parser of each type. A function, as the parsers of composites come back to it.
func types(t Type) parse {
	switch t {
	case TypeColor:
		return readColor
	case TypeDimension:
		return readDimension
	case TypeFontFamily:
		return readFontFamily
	case TypeFontWeight:
		return readFontWeight
	case TypeDuration:
		return readDuration
	case TypeCubicBezier:
		return readCubicBezier
	case TypeNumber:
		return readNumber
	case TypeStrokeStyle:
		return readStrokeStyle
	case TypeBorder:
		return readBorder
	case TypeTransition:
		return readTransition
	case TypeShadow:
		return readShadow
	case TypeGradient:
		return readGradient
	case TypeTypography:
		return readTypography
	}
	return nil
}

func (t Type) known() bool { return types(t) != nil }

// refers says whether parts of a value of the type can refer to tokens as a whole.
func (t Type) refers() bool {
	switch t {
	case TypeColor, TypeDimension, TypeFontWeight, TypeDuration, TypeCubicBezier, TypeNumber:
		return false
	}
	return true
}

func typeNames() string {
	return strings.Join([]string{"color", "dimension", "fontFamily", "fontWeight", "duration", "cubicBezier", "number", "strokeStyle",
		"border", "transition", "shadow", "gradient", "typography"}, ", ")
}

// CSS gives the CSS value of v, with nothing left to refer to.
func CSS(v Value) string { return v.css(func(string) string { return "" }, "") }
