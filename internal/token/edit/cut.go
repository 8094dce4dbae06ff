package edit

import "strings"

// cut takes away what names lead to, with its comma and what is said of it at the end of its line. What stands above it stays: who
// wrote it has to say whether it was about this.
func cut(text string, names []string) (string, bool) {
	at, ok := lookup(text, names)
	if !ok || at.value.to > len(text) || at.value.to <= at.key.from {
		return text, false
	}
	return cutMember(text, &at), true
}

func cutMember(text string, at *spot) string {
	from, to := at.key.from, at.value.to
	if comma := commaAfter(text, to, at.end); comma >= 0 {
		to = comma + 1
	} else if at.at > 0 {
		if comma = commaAfter(text, at.list[at.at-1].value.to, from); comma >= 0 { // or the last one would end with a comma
			text = text[:comma] + text[comma+1:]
			from, to = from-1, to-1
		}
	}
	line := strings.LastIndexByte(text[:from], '\n') + 1
	rest := restOfLine(text, to)
	whole := strings.TrimLeft(text[line:from], " \t") == "" && (rest == len(text) || text[rest] == '\n')
	if whole && line > 0 && rest < len(text) {
		return text[:line] + text[rest+1:]
	}
	for to < len(text) && (text[to] == ' ' || text[to] == '\t') {
		to++
	}
	if to < len(text) && (text[to] == '}' || text[to] == '\n' || text[to] == '\r') && from > 0 && text[from-1] == ' ' {
		from-- // one space before the brace is enough
		if text[to] == '}' && from < to {
			return text[:from] + " " + text[to:]
		}
	}
	return text[:from] + text[to:]
}

// commaAfter gives the comma that is the next thing behind a place, before an end; -1 where something else is.
func commaAfter(text string, at, end int) int {
	s := &scanner{text: text[:min(end, len(text))], at: at}
	if s.space(); s.peek() != ',' {
		return -1
	}
	return s.at
}

// restOfLine gives the end of a line on which nothing but white space and comments follow; else the place itself.
func restOfLine(text string, at int) int {
	for i := at; i < len(text); {
		switch rest := text[i:]; {
		case text[i] == '\n':
			return i
		case text[i] == ' ' || text[i] == '\t' || text[i] == '\r':
			i++
		case strings.HasPrefix(rest, "//"):
			if n := strings.IndexByte(rest, '\n'); n >= 0 {
				return i + n
			}
			return len(text)
		case strings.HasPrefix(rest, "/*"):
			n := strings.Index(rest, "*/")
			if n < 0 || strings.Contains(rest[:n], "\n") {
				return at
			}
			i += n + 2
		default:
			return at
		}
	}
	return len(text)
}
