package output

import (
	"fmt"
	"math"
	"strings"

	"github.com/portico-cms/portico/internal/token"
)

var kotlin = language{
	names: naming{style: camel, sign: "_", reserved: strings.Fields("as break class continue do else false for fun if in " +
		"interface is null object " +
		"package return super this throw true try typealias typeof val var when while")},
	head: func(namespace, class string) string {
		s := "@file:Suppress(\"unused\", \"DEPRECATION\", \"MemberVisibilityCanBePrivate\")\n\n"
		if namespace != "" {
			s += "package " + strings.ReplaceAll(namespace, `\`, ".") + "\n\n"
		}
		for _, name := range []string{"androidx.compose.animation.core.CubicBezierEasing", "androidx.compose.foundation.BorderStroke",
			"androidx.compose.ui.graphics.Color", "androidx.compose.ui.text.TextStyle", "androidx.compose.ui.text.font.FontWeight",
			"androidx.compose.ui.unit.dp", "androidx.compose.ui.unit.sp"} {
			s += "import " + name + "\n"
		}
		return s + "\nobject " + class + " {\n"
	},
	tail:     "}\n",
	comment:  slashes("/** ", "    ", func(reason string) string { return "@Deprecated(" + kotlinString(reason) + ")" }),
	constant: func(name, _, expr string) string { return "    val " + name + " = " + expr + "\n" },
	value:    kotlinValue,
	refer: func(l *line, name string) string {
		if isText(l) {
			return name + ".value.sp"
		}
		return name
	},
}

func kotlinFile(j *job, v Variant, class string) ([]byte, error) {
	g := kotlin
	plain := g.comment
	g.comment = func(l *line) string { // the comment of a line ends in it
		s := plain(l)
		if i := strings.Index(s, "/** "); i >= 0 {
			first, rest, _ := strings.Cut(s, "\n")
			return first + " */\n" + rest
		}
		return s
	}
	return g.file(j, v, class)
}

// isText says whether a length is one of text, which grows with the visitor's setting.
func isText(l *line) bool {
	_, typo := l.tok.Value.(token.Typography)
	return typo && (l.part == "fontSize" || l.part == "letterSpacing")
}

func kotlinString(s string) string { return `"` + quoted(s, `"$`) + `"` }

func kotlinValue(l *line, ref func(string) string) (typ, expr string) {
	part := func(k string, v string) string { return orElse(ref(k), v) }
	switch v := l.value.(type) {
	case token.Color:
		return "", "Color(0x" + argb(v) + ")"
	case token.Dimension:
		if isText(l) {
			return "", number(px(v)) + ".sp"
		}
		return "", number(px(v)) + ".dp"
	case token.Duration:
		return "", decimal(math.Round(milliseconds(v)))
	case token.Number:
		return "", decimal(float64(v)) + "f"
	case token.FontWeight:
		return "", "FontWeight(" + decimal(math.Round(float64(v))) + ")"
	case token.FontFamily:
		return "", "listOf(" + quotedList(v, kotlinString) + ")"
	case token.CubicBezier:
		return "", fmt.Sprintf("CubicBezierEasing(%sf, %sf, %sf, %sf)", decimal(v[0]), decimal(v[1]), decimal(v[2]), decimal(v[3]))
	case token.StrokeStyle:
		return "", kotlinString(strokeText(v))
	case token.Border:
		return "", "BorderStroke(" + part("width", number(px(v.Width))+".dp") + ", " + part("color", "Color(0x"+argb(v.Color)+")") + ")"
	case token.Gradient:
		var stops []string
		for i, s := range v {
			stops = append(stops, decimal(float64(s.Position))+"f to "+part(fmt.Sprintf("%d.color", i), "Color(0x"+argb(s.Color)+")"))
		}
		return "", "arrayOf(" + strings.Join(stops, ", ") + ")"
	case token.Typography:
		size := sizeOf(v)
		return "", fmt.Sprintf("TextStyle(fontSize = %s.sp, fontWeight = FontWeight(%s), letterSpacing = %s.sp, lineHeight = %s.sp)",
			number(px(v.FontSize)), decimal(math.Round(float64(v.FontWeight))), number(px(v.LetterSpacing)),
			number(decimal(size*float64(v.LineHeight))))
	}
	return "", "" // shadows and transitions have their parts
}

// number puts a negative number into brackets: -1.dp would be -(1.dp), which not every unit knows.
func number(s string) string {
	if strings.HasPrefix(s, "-") {
		return "(" + s + ")"
	}
	return s
}

// sizeOf gives the font size in px.
func sizeOf(t token.Typography) float64 {
	if t.FontSize.Unit == "rem" {
		return t.FontSize.Value * rootSize
	}
	return t.FontSize.Value
}
