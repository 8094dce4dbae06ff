package edit

import (
	"encoding/json"
	"strings"
	"unicode"
	"unicode/utf8"
)

// scanner walks over JSON, with comments and whatever else JSON5 allows, that the compiler has accepted. It looks for places and judges
// nothing; of what is no such text it gives some place, or none, and always ends.
type scanner struct {
	text string
	at   int
}

// span is a part of a text.
type span struct{ from, to int }

// member is a member of an object.
type member struct {
	name  string
	key   span // as the name is written, quotes and all
	value span
}

func (s *scanner) peek() byte {
	if s.at < len(s.text) {
		return s.text[s.at]
	}
	return 0
}

// space passes white space and comments.
func (s *scanner) space() {
	for s.at < len(s.text) {
		rest := s.text[s.at:]
		r, size := utf8.DecodeRuneInString(rest)
		switch {
		case unicode.IsSpace(r) || r == '\uFEFF':
			s.at += size
		case strings.HasPrefix(rest, "//"):
			s.passTo("\n", 2)
		case strings.HasPrefix(rest, "/*"):
			s.passTo("*/", 2)
		default:
			return
		}
	}
}

// passTo goes behind an end that comes after some bytes; to the end of the text where it does not come.
func (s *scanner) passTo(end string, after int) {
	i := strings.Index(s.text[s.at+after:], end)
	if i < 0 {
		s.at = len(s.text)
		return
	}
	s.at += after + i + len(end)
}

// str passes a string in quotes.
func (s *scanner) str() {
	quote := s.peek()
	for s.at++; s.at < len(s.text); s.at++ {
		switch s.text[s.at] {
		case '\\':
			s.at++
		case quote:
			s.at++
			return
		}
	}
	s.at = len(s.text) // also where it ends with a backslash
}

// word passes what has no quotes: a number, true, a name.
func (s *scanner) word() {
	for s.at < len(s.text) && !strings.ContainsRune("{}[],:\"'/ \t\r\n", rune(s.text[s.at])) {
		s.at++
	}
}

// value passes a value, and gives its place. It does not call itself, however deep the value is.
func (s *scanner) value() span {
	start, depth := s.at, 0
	for s.at < len(s.text) {
		c := s.peek()
		if depth == 0 && (c == '}' || c == ']' || c == ',') {
			break // there is no value
		}
		switch c {
		case '{', '[':
			depth++
			s.at++
		case '}', ']':
			depth--
			s.at++
		case '"', '\'':
			s.str()
		case ',', ':':
			s.at++
		default:
			before := s.at
			if s.word(); s.at == before {
				s.at++ // a slash that begins no comment
			}
		}
		if depth <= 0 {
			break
		}
		s.space()
	}
	return span{start, s.at}
}

// members gives the members of the object that begins here, and the place of the brace that ends it.
func (s *scanner) members() (list []member, end int) {
	s.at++
	for {
		s.space()
		if s.peek() == ',' {
			s.at++
			continue
		}
		if s.at >= len(s.text) || s.peek() == '}' {
			return list, min(s.at, len(s.text)-1)
		}
		from := s.at
		if c := s.peek(); c == '"' || c == '\'' {
			s.str()
		} else {
			s.word()
		}
		key := span{from, s.at}
		s.space()
		if s.peek() != ':' {
			return list, min(s.at, len(s.text)-1)
		}
		s.at++
		s.space()
		list = append(list, member{nameOf(s.text[key.from:key.to]), key, s.value()})
	}
}

// nameOf gives the name of a member as it is meant.
func nameOf(written string) string {
	if len(written) < 2 || written[0] != '"' && written[0] != '\'' {
		return written
	}
	inner := written[1 : len(written)-1]
	if !strings.Contains(inner, `\`) {
		return inner
	}
	if written[0] == '\'' {
		inner = strings.ReplaceAll(strings.ReplaceAll(inner, `\'`, `'`), `"`, `\"`)
	}
	var out string
	if json.Unmarshal([]byte(`"`+inner+`"`), &out) != nil {
		return inner
	}
	return out
}

// find gives the member of a name.
func find(list []member, name string) (member, bool) {
	for _, m := range list {
		if m.name == name {
			return m, true
		}
	}
	return member{}, false
}
