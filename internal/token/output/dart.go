package output

import (
	"fmt"
	"strings"

	"github.com/portico-cms/portico/internal/token"
)

var dart = language{
	names: naming{style: camel, sign: "$", reserved: strings.Fields("assert await break case catch class const continue default " +
		"do else enum extends " +
		"false final finally for if in is new null rethrow return super switch this throw true try var void while with yield " +
		"hashCode runtimeType " +
		"noSuchMethod toString")},
	tail:    "}\n",
	comment: slashes("/// ", "  ", func(reason string) string { return "@Deprecated(" + dartString(reason) + ")" }),
	constant: func(name, typ, expr string) string {
		return "  static const " + typ + " " + name + " = " + expr + ";\n"
	},
	value: dartValue,
	refer: sameName,
}

func dartFile(j *job, v Variant) ([]byte, error) {
	g := dart
	class := j.o.Class + pascal([]string{v.Name})
	g.head = func(string, string) string {
		return "// ignore_for_file: deprecated_member_use_from_same_package\n\nimport 'package:flutter/animation.dart';\n" +
			"import 'package:flutter/painting.dart';\n\nabstract final class " + class + " {\n"
	}
	return g.file(j, v, class)
}

func dartString(s string) string { return "'" + quoted(s, `'$`) + "'" }

func dartColor(c token.Color) string { return "Color(0x" + argb(c) + ")" }

func dartValue(l *line, ref func(string) string) (typ, expr string) {
	part := func(k string, v string) string { return orElse(ref(k), v) }
	switch v := l.value.(type) {
	case token.Color:
		return "Color", dartColor(v)
	case token.Dimension:
		return "double", px(v)
	case token.Duration:
		return "Duration", "Duration(microseconds: " + fmt.Sprintf("%d", int64(milliseconds(v)*1000)) + ")"
	case token.Number:
		return "double", decimal(float64(v))
	case token.FontWeight:
		return "FontWeight", fmt.Sprintf("FontWeight.w%d00", hundreds(v))
	case token.FontFamily:
		return "List<String>", "[" + quotedList(v, dartString) + "]"
	case token.CubicBezier:
		return "Cubic", fmt.Sprintf("Cubic(%s, %s, %s, %s)", decimal(v[0]), decimal(v[1]), decimal(v[2]), decimal(v[3]))
	case token.StrokeStyle:
		return "String", dartString(strokeText(v))
	case token.Border:
		return "BorderSide", "BorderSide(color: " + part("color", dartColor(v.Color)) + ", width: " + part("width", px(v.Width)) + ")"
	case token.Gradient:
		var colors, stops []string
		for i, s := range v {
			colors = append(colors, part(fmt.Sprintf("%d.color", i), dartColor(s.Color)))
			stops = append(stops, decimal(float64(s.Position)))
		}
		if len(v) < 2 { // Flutter needs two
			colors, stops = append(colors, colors[0]), append(stops, stops[0])
		}
		return "LinearGradient", "LinearGradient(colors: [" + strings.Join(colors, ", ") + "], stops: [" + strings.Join(stops, ", ") + "])"
	case token.Shadow:
		return "List<BoxShadow>", dartShadow(v, part)
	case token.Typography:
		s := fmt.Sprintf("TextStyle(fontFamily: %s, fontSize: %s, fontWeight: %s, letterSpacing: %s, height: %s", dartString(v.FontFamily[0]),
			part("fontSize", px(v.FontSize)), part("fontWeight", fmt.Sprintf("FontWeight.w%d00", hundreds(v.FontWeight))),
			part("letterSpacing", px(v.LetterSpacing)), part("lineHeight", decimal(float64(v.LineHeight))))
		if len(v.FontFamily) > 1 {
			s += ", fontFamilyFallback: [" + quotedList(v.FontFamily[1:], dartString) + "]"
		}
		return "TextStyle", s + ")"
	}
	return "", "" // transitions have their parts
}

// dartShadow writes the outer shadows; Flutter has no inner ones, whose parts are there all the same.
func dartShadow(s token.Shadow, part func(key, v string) string) string {
	var out []string
	for i, l := range s {
		if l.Inset {
			continue
		}
		at := fmt.Sprintf("%d.", i)
		out = append(out, "BoxShadow(color: "+part(at+"color", dartColor(l.Color))+", offset: Offset("+part(at+"offsetX", px(l.OffsetX))+", "+
			part(at+"offsetY", px(l.OffsetY))+"), blurRadius: "+part(at+"blur", px(l.Blur))+", spreadRadius: "+part(at+"spread", px(l.Spread))+")")
	}
	return "[" + strings.Join(out, ", ") + "]"
}
