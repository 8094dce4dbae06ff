package token

import (
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// name reads an unquoted name; "" where there is none.
func (p *parser) name() string {
	start := p.at
	for p.at < len(p.text) {
		r, size := utf8.DecodeRuneInString(p.text[p.at:])
		if r != '$' && r != '_' && !unicode.IsLetter(r) && (p.at == start || !unicode.IsDigit(r) && !unicode.IsMark(r)) {
			break
		}
		p.at += size
	}
	return p.text[start:p.at]
}

func (p *parser) num(n *node) {
	start := p.at
	for p.at < len(p.text) && strings.IndexByte("+-.0123456789abcdefABCDEFxXIintyN", p.text[p.at]) >= 0 {
		p.at++
	}
	n.kind, n.text = numberKind, p.text[start:p.at]
	digits := strings.TrimPrefix(n.text, "+")
	var err error
	if unsigned := strings.TrimPrefix(digits, "-"); strings.HasPrefix(unsigned, "0x") || strings.HasPrefix(unsigned, "0X") {
		var whole uint64
		whole, err = strconv.ParseUint(unsigned[2:], 16, 52)
		n.number = float64(whole)
		if unsigned != digits {
			n.number = -n.number
		}
	} else {
		n.number, err = strconv.ParseFloat(digits, 64)
	}
	if err != nil || math.IsInf(n.number, 0) || math.IsNaN(n.number) || strings.ContainsAny(n.text, "_pP") {
		p.fail(start, "%s is no number, or too large for one", quote(n.text))
	}
}

// str reads a string in double or single quotes.
func (p *parser) str() string {
	start, q := p.at, p.text[p.at]
	p.at++
	from := p.at
	for p.at < len(p.text) && p.text[p.at] != q && p.text[p.at] != '\\' && p.text[p.at] >= ' ' {
		p.at++
	}
	if p.peek() == q { // the usual case: nothing to replace
		s := p.text[from:p.at]
		p.at++
		return s
	}
	var b strings.Builder
	b.WriteString(p.text[from:p.at])
	for p.at < len(p.text) {
		switch c := p.text[p.at]; {
		case c == q:
			p.at++
			return b.String()
		case c == '\\':
			p.escape(&b)
			if p.failed {
				return ""
			}
		case c < ' ' && c != '\t':
			p.fail(start, "this string has no end in its line, or holds a control character")
			return ""
		default:
			b.WriteByte(c)
			p.at++
		}
	}
	p.fail(start, "this string has no end")
	return ""
}

func (p *parser) escape(b *strings.Builder) {
	start := p.at
	p.at++
	c := p.peek()
	p.at++
	switch c {
	case '"', '\'', '\\', '/':
		b.WriteByte(c)
	case 'b':
		b.WriteByte('\b')
	case 'f':
		b.WriteByte('\f')
	case 'n':
		b.WriteByte('\n')
	case 'r':
		b.WriteByte('\r')
	case 't':
		b.WriteByte('\t')
	case 'v':
		b.WriteByte('\v')
	case 'x':
		b.WriteRune(p.hex(start, 2))
	case 'u':
		b.WriteRune(p.unicode(start))
	case '\r': // a line that goes on
		if p.peek() == '\n' {
			p.at++
		}
	case '\n':
	default:
		p.fail(start, "this is no escape that JSON knows")
	}
}

// unicode reads what follows \u, both halves of a surrogate pair. A half alone is no character.
func (p *parser) unicode(start int) rune {
	r := p.hex(start, 4)
	if r < 0xD800 || r > 0xDFFF || p.failed {
		return r
	}
	if strings.HasPrefix(p.text[min(p.at, len(p.text)):], `\u`) {
		p.at += 2
		if low := p.hex(start, 4); r < 0xDC00 && low >= 0xDC00 && low <= 0xDFFF {
			return (r-0xD800)<<10 + (low - 0xDC00) + 0x10000
		}
	}
	p.fail(start, "this escape is half a character")
	return 0
}

func (p *parser) hex(start, digits int) rune {
	if p.at+digits <= len(p.text) {
		if v, err := strconv.ParseUint(p.text[p.at:p.at+digits], 16, 32); err == nil {
			p.at += digits
			return rune(v)
		}
	}
	p.fail(start, "%d hexadecimal digits are missing in this escape", digits)
	return 0
}
