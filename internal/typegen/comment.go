package typegen

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// commentWidth is where lines of comments break, in characters.
const commentWidth = 100

// clean makes a text of the model fit for a comment of any language: no character that ends a line, a comment or the reading
// order of the source, and none that begins an escape of Java.
func clean(text string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == 0xfeff:
			return -1
		}
		return r
	}, text)), " ")
}

// sentences puts texts behind one another; a label before a help is closed with a point.
func sentences(texts ...string) string {
	var out []string
	for _, text := range texts {
		if text = clean(text); text == "" || slices.Contains(out, text) {
			continue
		}
		if n := len(out); n > 0 {
			if last, _ := utf8.DecodeLastRuneInString(out[n-1]); unicode.IsLetter(last) || unicode.IsDigit(last) {
				out[n-1] += "."
			}
		}
		out = append(out, text)
	}
	return strings.Join(out, "\n")
}

// wrap cuts texts into lines, each text beginning a new one. Empty texts are left out.
func wrap(texts ...string) (lines []string) {
	for p := range strings.SplitSeq(sentences(texts...), "\n") {
		line, width := "", 0
		for word := range strings.FieldsSeq(p) {
			n := len([]rune(word))
			if line != "" && width+1+n > commentWidth {
				lines, line, width = append(lines, line), "", 0
			}
			if line != "" {
				line, width = line+" ", width+1
			}
			line, width = line+word, width+n
		}
		if line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// inBlock escapes what would end a /** */ comment, or be a tag of it; entities are for comments that are HTML.
var (
	inBlock = strings.NewReplacer("*/", "* /", "@", "(at)")
	inHTML  = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "*/", "*&#47;", "@", "&#64;", `\`, "&#92;",
		"{", "&#123;", "}", "&#125;")
	inXML = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
)

// blockComment is a /** */ comment with an indent before each line, or "" for no text.
func blockComment(indent string, escape *strings.Replacer, texts ...string) string {
	lines := wrap(texts...)
	switch len(lines) {
	case 0:
		return ""
	case 1:
		return indent + "/** " + escape.Replace(lines[0]) + " */\n"
	}
	var b strings.Builder
	b.WriteString(indent + "/**\n")
	for _, line := range lines {
		b.WriteString(indent + " * " + escape.Replace(line) + "\n")
	}
	b.WriteString(indent + " */\n")
	return b.String()
}

// xmlComment is a summary of C#.
func xmlComment(indent string, texts ...string) string {
	lines := wrap(texts...)
	if len(lines) == 0 {
		return ""
	}
	if len(lines) == 1 {
		return indent + "/// <summary>" + inXML.Replace(lines[0]) + "</summary>\n"
	}
	var b strings.Builder
	b.WriteString(indent + "/// <summary>\n")
	for _, line := range lines {
		b.WriteString(indent + "/// " + inXML.Replace(line) + "\n")
	}
	b.WriteString(indent + "/// </summary>\n")
	return b.String()
}
