package yamlfile

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// text writes a text on one line: plain where it reads the same everywhere, else in double quotes.
func (w *writer) text(s string) string {
	switch {
	case !utf8.ValidString(s):
		w.fail("a text is no UTF-8")
	case strings.ContainsRune(s, 0): // no database keeps it, and Read refuses it
		w.fail("a text holds the character NUL")
	case plain(s):
		return s
	}
	return quoted(s)
}

// old are the words that YAML 1.1 takes for something else than text, beside those that YAML 1.2 does.
var old = map[string]bool{"y": true, "n": true, "yes": true, "no": true, "on": true, "off": true}

// plain says whether a text may stand without quotes. It is stricter than YAML, so that every reader agrees.
func plain(s string) bool {
	if s == "" || len(s) > 500 || strings.Contains(s, ": ") || strings.Contains(s, " #") || old[strings.ToLower(s)] {
		return false
	}
	first, _ := utf8.DecodeRuneInString(s)
	if !unicode.IsLetter(first) && !unicode.IsDigit(first) && first != '/' && first != '(' && first != '$' {
		return false
	}
	if strings.HasSuffix(s, ":") || strings.TrimSpace(s) != s {
		return false
	}
	for _, r := range s {
		if !printable(r) {
			return false
		}
	}
	node := yaml.Node{Kind: yaml.ScalarNode, Value: s}
	return node.ShortTag() == "!!str" && !sexagesimal(s)
}

// sexagesimal says whether YAML 1.1 may read a number to the base of 60: 12:30:00.
func sexagesimal(s string) bool {
	return strings.Contains(s, ":") && strings.Trim(s, "0123456789:._") == ""
}

// printable says whether a character may stand as itself: it shows in editors, or is a space or joiner that languages need. Signs
// that turn the direction of text around are none of these.
func printable(r rune) bool {
	const joiners = "\u00ad\u200c\u200d\u200e\u200f"
	return r != unicode.ReplacementChar && (unicode.IsPrint(r) || unicode.Is(unicode.Zs, r) || strings.ContainsRune(joiners, r))
}

func quoted(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case printable(r):
			b.WriteRune(r)
		case r > 0xffff:
			fmt.Fprintf(&b, `\U%08X`, r)
		default:
			fmt.Fprintf(&b, `\u%04X`, r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// literal says whether a text may be written as a block of lines: it has several, ends with one line end at most, and no line has
// spaces at an end where they could be taken for indentation, or be lost.
func literal(s string) bool {
	body := strings.TrimSuffix(s, "\n")
	if !strings.Contains(body, "\n") && body == s || strings.HasSuffix(body, "\n") || body == "" || strings.HasPrefix(body, "\n") {
		return false
	}
	for i, line := range strings.Split(body, "\n") {
		if strings.TrimSpace(line) == "" && line != "" || strings.HasPrefix(line, "\t") || i == 0 && strings.HasPrefix(line, " ") {
			return false
		}
		for _, r := range line {
			if !printable(r) && r != '\t' {
				return false
			}
		}
	}
	return true
}

// block writes a text of several lines.
func (w *writer) block(s string, level int) {
	body, ended := strings.CutSuffix(s, "\n")
	w.WriteString(map[bool]string{true: " |\n", false: " |-\n"}[ended])
	for line := range strings.SplitSeq(body, "\n") {
		if line != "" {
			w.indent(max(level, 1))
			w.WriteString(line)
		}
		w.WriteByte('\n')
	}
}
