package output

import (
	"bytes"
	"fmt"
	"math"
	"strings"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/token"
)

var xamlNames = naming{style: func(names []string) string { return letterFirst(pascal(names)) }}

// xamlFile writes a resource dictionary of WPF. A resource cannot be another one's name there: values are written out, but for
// brushes, which name their colours.
func xamlFile(j *job, v Variant, _ string) ([]byte, error) {
	lines := j.lines(v, token.Parts)
	names, err := xamlNames.assign(j, lines)
	if err != nil {
		return nil, err
	}
	if err := brushesFree(lines, names); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	b.WriteString("<ResourceDictionary xmlns=\"http://schemas.microsoft.com/winfx/2006/xaml/presentation\"\n" +
		"                    xmlns:x=\"http://schemas.microsoft.com/winfx/2006/xaml\"\n" +
		"                    xmlns:sys=\"clr-namespace:System;assembly=mscorlib\">\n")
	for i := range lines {
		l := &lines[i]
		if description, deprecated := l.about(); deprecated != "" {
			fmt.Fprintf(&b, "  <!-- Deprecated: %s -->\n", xmlComment(deprecated))
		} else if description != "" {
			fmt.Fprintf(&b, "  <!-- %s -->\n", xmlComment(description))
		}
		b.WriteString(xamlResource(names[l.key()], l.value))
	}
	b.WriteString("</ResourceDictionary>\n")
	return b.Bytes(), nil
}

func brushesFree(lines []line, names map[key]string) error {
	by := map[string]*line{}
	for i := range lines {
		by[names[lines[i].key()]] = &lines[i]
	}
	var ps fault.Problems
	for i := range lines {
		l := &lines[i]
		if _, isColor := l.value.(token.Color); !isColor {
			continue
		}
		brush := names[l.key()] + "Brush"
		if other := by[brush]; other != nil {
			ps.Add(clash(l.tok, other.tok, brush))
		}
	}
	return ps.Err()
}

func xamlResource(name string, v token.Value) string {
	simple := func(tag, text string) string {
		return "  <" + tag + ` x:Key="` + name + `">` + xmlText(text) + "</" + tag + ">\n"
	}
	switch v := v.(type) {
	case token.Color:
		return simple("Color", "#"+argb(v)) + fmt.Sprintf("  <SolidColorBrush x:Key=\"%sBrush\" Color=\"{StaticResource %s}\" />\n", name, name)
	case token.Dimension:
		return simple("sys:Double", px(v))
	case token.Number:
		return simple("sys:Double", decimal(float64(v)))
	case token.Duration:
		return simple("Duration", timeSpan(milliseconds(v)))
	case token.FontWeight:
		return simple("FontWeight", decimal(min(math.Round(float64(v)), 999)))
	case token.FontFamily:
		return simple("FontFamily", strings.Join(v, ", "))
	case token.StrokeStyle:
		return simple("sys:String", strokeText(v))
	case token.CubicBezier:
		text := decimal(v[0]) + "," + decimal(v[1]) + "," + decimal(v[2]) + "," + decimal(v[3])
		if v[1] < 0 || v[1] > 1 || v[3] < 0 || v[3] > 1 {
			return simple("sys:String", text) // beyond what a KeySpline takes
		}
		return simple("KeySpline", text)
	case token.Gradient:
		s := "  <GradientStopCollection x:Key=\"" + name + "\">\n"
		for _, stop := range v {
			s += "    <GradientStop Color=\"#" + argb(stop.Color) + "\" Offset=\"" + decimal(float64(stop.Position)) + "\" />\n"
		}
		return s + "  </GradientStopCollection>\n"
	}
	return "" // borders, shadows, transitions and typography have their parts
}

// timeSpan writes hours:minutes:seconds; less than nothing is nothing.
func timeSpan(ms float64) string {
	s := max(ms, 0) / 1000
	return fmt.Sprintf("%d:%d:%s", int(s)/3600, int(s)/60%60, decimal(math.Mod(s, 60)))
}
