package edit

import (
	"net/url"
	"strings"

	"github.com/portico-cms/portico/internal/yamlfile"
)

// words are members that hold what people or other tools wrote: no reference is in them.
var words = map[string]bool{"$description": true, "$deprecated": true, "$extensions": true}

// follow lets references lead where paths have moved to: {a.b} as a whole text, and where pointers are set, #/a/b of $ref and $extends
// too, also into a value and of another file.
func follow(text string, moved map[string]string, pointers bool) string {
	var b strings.Builder
	kept := 0
	s := &scanner{text: text}
	s.texts(func(key string, at span) {
		written := nameOf(text[at.from:at.to])
		next := written
		if inner, ok := strings.CutPrefix(written, "{"); ok && strings.HasSuffix(inner, "}") {
			next = "{" + newPath(moved, strings.TrimSuffix(inner, "}")) + "}"
		} else if pointers && (key == "$ref" || key == "$extends") {
			next = movedPointer(written, moved)
		}
		if next != written {
			b.WriteString(text[kept:at.from] + quoted(next))
			kept = at.to
		}
	})
	b.WriteString(text[kept:])
	return b.String()
}

// movedPointer gives the pointer to where what it leads to, or what that stands in, has moved.
func movedPointer(pointer string, moved map[string]string) string {
	file, fragment, ok := strings.Cut(pointer, "#/")
	if !ok {
		return pointer
	}
	written := strings.Split(fragment, "/")
	names := make([]string, len(written))
	for i, segment := range written {
		if text, err := url.PathUnescape(segment); err == nil {
			segment = text
		}
		names[i] = yamlfile.Unescape(segment)
	}
	for n := len(names); n > 0; n-- {
		to, ok := moved[strings.Join(names[:n], ".")]
		if !ok {
			continue
		}
		for i, name := range strings.Split(to, ".") {
			if i < n && name != names[i] {
				written[i] = yamlfile.Escape(name)
			}
		}
		break
	}
	return file + "#/" + strings.Join(written, "/")
}

// texts calls each for every text in quotes that is a value, with the name of the last member before it. Texts of people are passed over.
func (s *scanner) texts(each func(key string, at span)) {
	key := ""
	for s.space(); s.at < len(s.text); s.space() {
		from := s.at
		inQuotes := false
		switch c := s.peek(); {
		case c == '"' || c == '\'':
			s.str()
			inQuotes = true
		case strings.IndexByte("{}[],:", c) >= 0:
			s.at++
			continue
		default:
			if s.word(); s.at == from {
				s.at++ // a slash that begins no comment
				continue
			}
		}
		at := span{from, min(s.at, len(s.text))}
		if s.space(); s.peek() != ':' {
			if inQuotes {
				each(key, at)
			}
			continue
		}
		key = nameOf(s.text[at.from:at.to])
		s.at++
		if words[key] {
			s.space()
			s.value()
		}
	}
}
