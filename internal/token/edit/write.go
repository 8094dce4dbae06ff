package edit

import (
	"bytes"
	"encoding/json"
	"strings"
)

// replace puts a value in the place of another. value is JSON.
func replace(text string, at span, value []byte) string {
	return text[:at.from] + laidOut(text, at, value) + text[at.to:]
}

// laidOut writes JSON in one line, or as the value before it stood: over several lines, indented as there.
func laidOut(text string, at span, value []byte) string {
	old := text[at.from:at.to]
	if first := bytes.TrimSpace(value); !strings.Contains(old, "\n") || len(first) == 0 || first[0] != '{' && first[0] != '[' {
		return oneLine(value)
	}
	outer := indentAt(text, at.from)
	inner := indentAt(text, at.from+strings.IndexByte(old, '\n')+1)
	step := "  "
	if rest, ok := strings.CutPrefix(inner, outer); ok && rest != "" {
		step = rest
	}
	var b bytes.Buffer
	if json.Indent(&b, value, outer, step) != nil {
		return oneLine(value)
	}
	return strings.ReplaceAll(b.String(), "\n", newline(text))
}

// oneLine writes JSON as token files mostly have it: { "value": 4, "unit": "px" }, and [0, 0, 1].
func oneLine(value []byte) string {
	var b bytes.Buffer
	if json.Compact(&b, value) != nil {
		return string(value)
	}
	var out strings.Builder
	text, quoted := b.String(), false
	for i := range len(text) {
		c := text[i]
		switch {
		case c == '"' && !escaped(text, i):
			quoted = !quoted
		case quoted:
		case c == ',' || c == ':':
			out.WriteByte(c)
			c = ' '
		case c == '{' && text[i+1] != '}':
			out.WriteByte(c)
			c = ' '
		case c == '}' && text[i-1] != '{':
			out.WriteByte(' ')
		}
		out.WriteByte(c)
	}
	return out.String()
}

// escaped says whether a quote in JSON has a backslash of its own.
func escaped(text string, i int) bool {
	n := 0
	for i--; i >= 0 && text[i] == '\\'; i-- {
		n++
	}
	return n%2 == 1
}

// indentAt gives the white space that the line of a place begins with.
func indentAt(text string, at int) string {
	start := strings.LastIndexByte(text[:at], '\n') + 1
	end := start
	for end < len(text) && (text[end] == ' ' || text[end] == '\t') {
		end++
	}
	return text[start:end]
}

func newline(text string) string {
	if strings.Contains(text, "\r\n") {
		return "\r\n"
	}
	return "\n"
}

// tokenBody writes a token. typ "" is that of its group, or of what it refers to.
func tokenBody(typ string, value []byte) string {
	if typ == "" {
		return `{ "$value": ` + oneLine(value) + ` }`
	}
	return `{ "$type": ` + quoted(typ) + `, "$value": ` + oneLine(value) + ` }`
}

// insert adds a token or a group to the file at the path of its names, with the groups that are not there yet, behind what is there.
func insert(text string, names []string, body string) (string, bool) {
	s := &scanner{text: text}
	if s.space(); s.peek() != '{' {
		return text, false
	}
	open := s.at
	list, end := s.members()
	for len(names) > 1 {
		m, ok := find(list, names[0])
		if !ok {
			break
		}
		if m.value.from >= len(text) || text[m.value.from] != '{' {
			return text, false
		}
		s.at, open, names = m.value.from, m.value.from, names[1:]
		list, end = s.members()
	}
	if _, there := find(list, names[0]); there || end <= open || text[end] != '}' || len(list) > 0 && list[len(list)-1].value.to > end {
		return text, false
	}
	for i := len(names) - 1; i > 0; i-- {
		body = "{ " + quoted(names[i]) + ": " + body + " }"
	}
	return addMember(text, list, open, end, quoted(names[0])+": "+body), true
}

// addMember writes a member behind the last one of an object, before its brace. A comment keeps its place behind what it is about.
func addMember(text string, list []member, open, end int, written string) string {
	last := open + 1 // where the comma goes
	if len(list) > 0 {
		last = list[len(list)-1].value.to
	}
	tail := strings.TrimRight(text[last:end], " \t\r\n") // a comma, comments
	after := last + len(tail)
	comma := ","
	if s := (&scanner{text: text[:end], at: last}); len(list) == 0 {
		comma = ""
	} else if s.space(); s.peek() == ',' {
		comma = ""
	}
	if !strings.Contains(text[open:end], "\n") {
		return text[:last] + comma + tail + " " + written + " " + text[end:]
	}
	indent := indentAt(text, open) + "  "
	if len(list) > 0 {
		indent = indentAt(text, list[len(list)-1].value.from)
	}
	return text[:last] + comma + tail + newline(text) + indent + written + text[after:]
}

func quoted(s string) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(s) // a text is always JSON
	return strings.TrimSpace(b.String())
}
