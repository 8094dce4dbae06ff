package token

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxNesting bounds how deep arrays and objects may nest. A parser that calls itself needs a bound, or a file of brackets
// ends the process; design tokens are nowhere near it.
const maxNesting = 100

// fewMembers is how many members an object has whose names are compared one by one.
const fewMembers = 16

// parser reads JSON and what people write instead of it: comments, trailing commas, and the unquoted names, single quotes and
// loose numbers of JSON5. One grammar for all files keeps one set of messages, and every node knows its place.
// (tailscale/hujson reads comments and commas, not JSON5, and has no bound on nesting.)
type parser struct {
	src    *source
	text   string
	at     int
	depth  int
	failed bool
	rep    *report
}

// parseSource gives the value a file holds, nil where it cannot be read. A syntax error ends the reading of this file: what
// follows it would only be guesses.
func parseSource(src *source, rep *report) *node {
	p := &parser{src: src, text: src.text, rep: rep}
	if i := invalidUTF8(p.text); i >= 0 {
		p.at = i
		p.fail(i, "the file is not UTF-8: this byte is no character")
		return nil
	}
	if strings.HasPrefix(p.text, "\uFEFF") {
		p.at = len("\uFEFF")
	}
	p.space()
	n := p.value()
	if p.failed {
		return nil
	}
	p.space()
	if !p.failed && p.at < len(p.text) {
		p.fail(p.at, "the value ends before here; one file holds one value")
	}
	if p.failed {
		return nil
	}
	return n
}

func invalidUTF8(s string) int {
	for i, r := range s {
		if r == utf8.RuneError {
			if _, size := utf8.DecodeRuneInString(s[i:]); size == 1 {
				return i
			}
		}
	}
	return -1
}

func (p *parser) fail(offset int, format string, args ...any) {
	if !p.failed {
		p.failed = true
		p.rep.add(place{p.src, offset}, "", "syntax", format, args...)
	}
}

func (p *parser) peek() byte {
	if p.at < len(p.text) {
		return p.text[p.at]
	}
	return 0
}

// space skips white space and comments.
func (p *parser) space() {
	for p.at < len(p.text) {
		switch c := p.text[p.at]; {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f':
			p.at++
		case c >= utf8.RuneSelf:
			r, size := utf8.DecodeRuneInString(p.text[p.at:])
			if !unicode.IsSpace(r) && r != '\uFEFF' {
				return
			}
			p.at += size
		case strings.HasPrefix(p.text[p.at:], "//"):
			end := strings.IndexByte(p.text[p.at:], '\n')
			if end < 0 {
				p.at = len(p.text)
				return
			}
			p.at += end
		case strings.HasPrefix(p.text[p.at:], "/*"):
			end := strings.Index(p.text[p.at+2:], "*/")
			if end < 0 {
				p.fail(p.at, "this comment has no end: */ is missing")
				return
			}
			p.at += end + 4
		default:
			return
		}
	}
}

func (p *parser) value() *node {
	n := &node{at: place{p.src, p.at}}
	switch c := p.peek(); {
	case p.at >= len(p.text):
		p.fail(p.at, "the file ends where a value is expected")
	case c == '{' || c == '[':
		p.depth++
		if p.depth > maxNesting {
			p.fail(p.at, "arrays and objects are nested more than %d deep", maxNesting)
			return n
		}
		if c == '{' {
			p.object(n)
		} else {
			p.array(n)
		}
		p.depth--
	case c == '"' || c == '\'':
		n.kind, n.text = stringKind, p.str()
	case c == '-' || c == '+' || c == '.' || c >= '0' && c <= '9':
		p.num(n)
	default:
		p.word(n)
	}
	return n
}

func (p *parser) word(n *node) {
	start := p.at
	switch w := p.name(); w {
	case "true", "false":
		n.kind, n.yes = boolKind, w == "true"
	case "null":
		n.kind = nullKind
	case "":
		if !p.failed {
			r, _ := utf8.DecodeRuneInString(p.text[start:])
			p.fail(start, "%q cannot stand here; a value is expected", r)
		}
	case "Infinity", "NaN":
		p.fail(start, "%s is no number that a token can have", w)
	default:
		p.fail(start, "%s is no value; a text stands in quotes", quote(w))
	}
}

func (p *parser) object(n *node) {
	n.kind = objectKind
	var names map[string]bool // of large objects; in small ones, which most are, looking through costs less
	p.at++
	for {
		p.space()
		if p.failed || p.peek() == '}' {
			p.at++
			return
		}
		m := member{at: place{p.src, p.at}}
		switch c := p.peek(); {
		case p.at >= len(p.text):
			p.fail(n.at.offset, "this object has no end: } is missing")
			return
		case c == '"' || c == '\'':
			m.name = p.str()
		default:
			if m.name = p.name(); m.name == "" {
				p.fail(p.at, "a name in quotes is expected, or }")
				return
			}
		}
		p.space()
		if p.failed {
			return
		}
		if p.peek() != ':' {
			p.fail(p.at, "a colon is missing after the name %s", quote(m.name))
			return
		}
		p.at++
		p.space()
		m.value = p.value()
		if p.failed {
			return
		}
		if names == nil && len(n.members) == fewMembers {
			names = make(map[string]bool, 2*fewMembers)
			for _, other := range n.members {
				names[other.name] = true
			}
		}
		if names[m.name] || names == nil && n.get(m.name) != nil {
			p.rep.add(m.at, "", "duplicate_name", "the name %s stands twice in this object", quote(m.name))
		} else {
			if names != nil {
				names[m.name] = true
			}
			n.members = append(n.members, m)
		}
		if !p.comma('}', n.at.offset) {
			return
		}
	}
}

func (p *parser) array(n *node) {
	n.kind = arrayKind
	p.at++
	for {
		p.space()
		if p.failed || p.peek() == ']' {
			p.at++
			return
		}
		if p.at >= len(p.text) {
			p.fail(n.at.offset, "this array has no end: ] is missing")
			return
		}
		n.items = append(n.items, p.value())
		if p.failed || !p.comma(']', n.at.offset) {
			return
		}
	}
}

// comma passes the comma between two values, and says whether more may follow; the closing bracket is left or passed.
func (p *parser) comma(closing byte, opened int) bool {
	p.space()
	switch {
	case p.failed:
		return false
	case p.at >= len(p.text):
		p.fail(opened, "what opens here has no end: %c is missing", closing)
		return false
	case p.peek() == ',':
		p.at++
		return true
	case p.peek() == closing:
		return true
	default:
		p.fail(p.at, "a comma or %c is missing here", closing)
		return false
	}
}
