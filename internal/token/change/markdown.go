package change

import (
	"fmt"
	"strings"
	"unicode"
)

var headings = map[Level]string{Major: "Breaking", Minor: "New and changed", Patch: "Small"}

// Markdown writes the list for people.
func (l *List) Markdown() string {
	if len(l.Changes) == 0 {
		return "Nothing changed.\n"
	}
	var b strings.Builder
	level := None
	for _, c := range l.Changes {
		if c.Level != level {
			if level != None {
				b.WriteByte('\n')
			}
			level = c.Level
			fmt.Fprintf(&b, "### %s\n\n", headings[level])
		}
		b.WriteString("- " + c.sentence() + "\n")
	}
	return b.String()
}

// Largest says the largest changes in one line, n at most, and how many more there are.
func (l *List) Largest(n int) string {
	var said []string
	for _, c := range l.Changes[:min(n, len(l.Changes))] {
		said = append(said, c.sentence())
	}
	if more := len(l.Changes) - len(said); more > 0 {
		said = append(said, fmt.Sprintf("%d more", more))
	}
	return strings.Join(said, "; ")
}

func (c Change) sentence() string {
	path := code(c.Path)
	var s string
	switch c.Kind {
	case "removed":
		s = path + " is gone (it was " + code(c.From) + ")"
	case "added":
		s = path + " is new: " + code(c.To)
	case "type":
		s = path + " is a " + c.To + " now, no longer a " + c.From
	case "value":
		s = path + " changed from " + code(c.From) + " to " + code(c.To)
	case "notation":
		s = path + " is written otherwise, as " + code(c.To)
	case "reference":
		s = path + " refers to " + orValue(c.To) + ", no longer to " + orValue(c.From)
	case "deprecated":
		s = path + " is deprecated"
	case "undeprecated":
		s = path + " is no longer deprecated"
	case "context_removed":
		s = "the context " + code(c.From) + " of " + path + " is gone"
	case "context_added":
		s = "the context " + code(c.To) + " of " + path + " is new"
	case "default":
		s = "the default of " + path + " is " + orValue(c.To) + ", no longer " + orValue(c.From)
	case "file":
		s = "the file " + path + " is another"
	case "package":
		s = "the package is " + code(c.To) + ", no longer " + code(c.From)
	default:
		s = c.other(path)
	}
	if c.Where != "" {
		s += " in " + plain(c.Where)
	}
	if c.Note != "" {
		s += ": " + plain(c.Note)
	}
	return s
}

// other says what happened to a part, a brand, a modifier, or a property of a token.
func (c Change) other(path string) string {
	if what, gone := strings.CutSuffix(c.Kind, "_removed"); gone {
		return "the " + what + " " + path + " is gone"
	}
	if what, added := strings.CutSuffix(c.Kind, "_added"); added {
		return "the " + what + " " + path + " is new"
	}
	return path + " has another " + c.Kind
}

func orValue(path string) string {
	if path == "" {
		return "none"
	}
	return code(path)
}

// code writes a text as code, which a backtick would end.
func code(s string) string { return "`" + strings.ReplaceAll(line(s), "`", "'") + "`" }

// plain writes a text that makes no element and no link.
func plain(s string) string {
	return strings.NewReplacer("<", "&lt;", ">", "&gt;", "&", "&amp;", "[", `\[`, "]", `\]`, "*", `\*`, "`", "\\`").Replace(line(s))
}

// line makes a text one line.
func line(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Zl, r) || unicode.Is(unicode.Zp, r) {
			return ' '
		}
		return r
	}, s))
}
