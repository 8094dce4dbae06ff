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
	case "reference":
		s = path + " refers to " + orValue(c.To) + ", no longer to " + orValue(c.From)
	case "deprecated":
		s = path + " is deprecated"
	case "undeprecated":
		s = path + " is no longer deprecated"
	case "modifier_removed":
		s = "the modifier " + path + " is gone"
	case "modifier_added":
		s = "the modifier " + path + " is new"
	case "context_removed":
		s = "the context " + code(c.From) + " of " + path + " is gone"
	case "context_added":
		s = "the context " + code(c.To) + " of " + path + " is new"
	case "default":
		s = "the default of " + path + " is " + orValue(c.To) + ", no longer " + orValue(c.From)
	default:
		s = path + " has another " + c.Kind
	}
	if c.Where != "" {
		s += " in " + plain(c.Where)
	}
	if c.Note != "" {
		s += ": " + plain(c.Note)
	}
	return s
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
