package output

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"math"
	"strings"

	"github.com/portico-cms/portico/internal/token"
)

// A name of a resource becomes a field of a Java class.
var androidNames = naming{style: snake, sign: "_", fold: true, reserved: strings.Fields("abstract assert boolean break byte " +
	"case catch char class " +
	"const continue default do double else enum extends final finally float for goto if implements import instanceof int " +
	"interface long native " +
	"new package private protected public return short static strictfp super switch synchronized this throw throws transient try " +
	"void volatile " +
	"while true false null")}

// renderAndroid writes a folder of resources for what varies besides light and dark, which Android tells by the folder's name.
func renderAndroid(j *job) ([]File, error) {
	theme, light, dark, _ := j.theme()
	var out []File
	for _, v := range j.Variants {
		data, err := j.resources(v)
		if err != nil {
			return nil, err
		}
		folder := "values"
		var parts []string
		for _, m := range j.Varying {
			switch c := v.Inputs[m.Name]; {
			case m.Name == theme.Name && c == light:
			case m.Name == theme.Name && c == dark:
				folder = "values-night"
			default:
				parts = append(parts, Variant{}.slug(c))
			}
		}
		if len(parts) > 0 {
			folder = strings.Join(parts, "-") + "/" + folder
		}
		out = append(out, File{folder + "/tokens.xml", data})
	}
	return out, nil
}

func (Variant) slug(context string) string {
	return orElse(strings.Trim(notInFileName.ReplaceAllString(strings.ToLower(context), "-"), "-"), "x"+hexRunes(context))
}

func (j *job) resources(v Variant) ([]byte, error) {
	lines := j.lines(v, token.Parts)
	names, err := androidNames.assign(j, lines)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	b.WriteString("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<resources>\n")
	for i := range lines {
		l := &lines[i]
		text := androidResource(l, names[l.key()], func(k key) string { return names[k] })
		if text == "" {
			continue
		}
		if description, deprecated := l.about(); deprecated != "" {
			fmt.Fprintf(&b, "  <!-- Deprecated: %s -->\n", xmlComment(deprecated))
		} else if description != "" {
			fmt.Fprintf(&b, "  <!-- %s -->\n", xmlComment(description))
		}
		b.WriteString(text)
	}
	b.WriteString("</resources>\n")
	return b.Bytes(), nil
}

// xmlComment takes the hyphen from a comment's end, where it would make three.
func xmlComment(s string) string { return strings.TrimRight(s, "-") }

// androidResource gives the resource of a line, "" where its parts have the value.
func androidResource(l *line, name string, names func(key) string) string {
	element := func(tag, attributes, text string) string {
		if l.to != nil {
			text = "@" + strings.TrimPrefix(strings.Fields(tag + attributes + " ")[0], "") + "/" + names(*l.to)
			if strings.Contains(attributes, `type="dimen"`) {
				text = "@dimen/" + names(*l.to)
			}
		}
		return "  <" + tag + ` name="` + name + `"` + attributes + ">" + text + "</" + tag + ">\n"
	}
	switch v := l.value.(type) {
	case token.Color:
		return element("color", "", "#"+argb(v))
	case token.Dimension:
		if isText(l) {
			if l.to != nil { // a length of the layout does not grow with the text
				l.to = nil
			}
			return element("dimen", "", px(v)+"sp")
		}
		return element("dimen", "", px(v)+"dp")
	case token.Duration:
		return element("integer", "", decimal(math.Round(milliseconds(v))))
	case token.FontWeight:
		return element("integer", "", decimal(math.Round(float64(v))))
	case token.Number:
		return element("item", ` type="dimen" format="float"`, decimal(float64(v)))
	case token.FontFamily:
		return element("string", ` translatable="false"`, androidText(strings.Join(v, ", ")))
	case token.StrokeStyle:
		return element("string", ` translatable="false"`, androidText(strokeText(v)))
	case token.CubicBezier:
		return fmt.Sprintf("  <array name=%q><item>%s</item><item>%s</item><item>%s</item><item>%s</item></array>\n", name,
			float(v[0]), float(v[1]), float(v[2]), float(v[3]))
	case token.Typography:
		return androidStyle(name, v)
	}
	return ""
}

// androidStyle writes a style of text; its letter spacing is a share of the size.
func androidStyle(name string, v token.Typography) string {
	spacing := 0.0
	if size := sizeOf(v); size != 0 {
		spacing = v.LetterSpacing.Value / size
		if v.LetterSpacing.Unit == "rem" {
			spacing *= rootSize
		}
	}
	s := "  <style name=\"" + name + "\" parent=\"\">\n"
	for _, item := range [][2]string{{"fontFamily", androidText(v.FontFamily[0])}, {"textSize", px(v.FontSize) + "sp"},
		{"textFontWeight", decimal(math.Round(float64(v.FontWeight)))}, {"letterSpacing", decimal(spacing)},
		{"lineSpacingMultiplier", decimal(float64(v.LineHeight))}} {
		s += "    <item name=\"android:" + item[0] + "\">" + item[1] + "</item>\n"
	}
	return s + "  </style>\n"
}

// androidText escapes what resources and XML have a meaning for.
func androidText(s string) string { return xmlText(quoted(s, `'"@?`)) }

func xmlText(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s))
	return b.String()
}
