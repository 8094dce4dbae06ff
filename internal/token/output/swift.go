package output

import (
	"fmt"
	"strings"

	"github.com/portico-cms/portico/internal/token"
)

var swift = language{
	names: naming{style: camel, sign: "_", reserved: strings.Fields("associatedtype class deinit enum extension fileprivate func " +
		"import init inout " +
		"internal let open operator private protocol public rethrows static struct subscript typealias var break case continue " +
		"default defer do " +
		"else fallthrough for guard if in repeat return switch where while as any catch false is nil super self throw throws true try Type")},
	head:     func(_, class string) string { return "import SwiftUI\n\npublic enum " + class + " {\n" },
	tail:     "}\n",
	comment:  slashes("/// ", "    ", func(reason string) string { return "@available(*, deprecated, message: " + swiftString(reason) + ")" }),
	constant: statement("    public static let %s: %s = %s\n"),
	value:    swiftValue,
	refer:    sameName,
}

func swiftFile(j *job, v Variant, class string) ([]byte, error) { return swift.file(j, v, class) }

func swiftString(s string) string { return `"` + quoted(s, `"`) + `"` }

func swiftColor(c token.Color) string {
	v := c.SRGB()
	for i := range v {
		v[i] = min(max(v[i], 0), 1)
	}
	return fmt.Sprintf("Color(.sRGB, red: %s, green: %s, blue: %s, opacity: %s)", four(v[0]), four(v[1]), four(v[2]), four(c.Alpha))
}

// four writes a share to four decimals.
func four(v float64) string { return decimal(float64(int(v*1e4+0.5)) / 1e4) }

func swiftValue(l *line, ref func(string) string) (typ, expr string) {
	switch v := l.value.(type) {
	case token.Color:
		return "Color", swiftColor(v)
	case token.Dimension:
		return "CGFloat", px(v)
	case token.Duration:
		return "TimeInterval", decimal(milliseconds(v) / 1000)
	case token.Number:
		return "Double", decimal(float64(v))
	case token.FontWeight:
		return "Font.Weight", swiftWeight(v)
	case token.FontFamily:
		return "[String]", "[" + quotedList(v, swiftString) + "]"
	case token.CubicBezier:
		return "Animation", fmt.Sprintf(".timingCurve(%s, %s, %s, %s)", decimal(v[0]), decimal(v[1]), decimal(v[2]), decimal(v[3]))
	case token.StrokeStyle:
		return "String", swiftString(strokeText(v))
	case token.Transition:
		c := v.TimingFunction
		return "Animation", fmt.Sprintf(".timingCurve(%s, %s, %s, %s, duration: %s).delay(%s)", decimal(c[0]), decimal(c[1]), decimal(c[2]),
			decimal(c[3]), decimal(milliseconds(v.Duration)/1000), decimal(milliseconds(v.Delay)/1000))
	case token.Gradient:
		var stops []string
		for i, s := range v {
			color := orElse(ref(fmt.Sprintf("%d.color", i)), swiftColor(s.Color))
			stops = append(stops, ".init(color: "+color+", location: "+decimal(float64(s.Position))+")")
		}
		return "Gradient", "Gradient(stops: [" + strings.Join(stops, ", ") + "])"
	case token.Typography:
		return "Font", fmt.Sprintf(".custom(%s, size: %s).weight(%s)", swiftString(v.FontFamily[0]), orElse(ref("fontSize"), px(v.FontSize)),
			orElse(ref("fontWeight"), swiftWeight(v.FontWeight)))
	}
	return "", "" // borders and shadows have their parts
}

// swiftWeight gives the nearest weight that has a name.
func swiftWeight(w token.FontWeight) string {
	return "." + []string{"ultraLight", "thin", "light", "regular", "medium", "semibold", "bold", "heavy", "black"}[hundreds(w)-1]
}

// hundreds gives the nearest of 100 to 900, as 1 to 9.
func hundreds(w token.FontWeight) int { return min(max(int(w/100+0.5), 1), 9) }
