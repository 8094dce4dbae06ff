package fragment

import (
	"fmt"
	"strings"
)

// context is where in HTML the next byte stands. It is a small value, so that both branches of a template can go on from
// the same one. It follows the tokenizer of the HTML standard as far as holes need: where it is in doubt it says "raw",
// where no hole may stand.
type context struct {
	in     place
	tag    string // name of the element whose start tag is being read, lower case; in raw: of the element
	attr   string // name of the attribute being read, lower case
	length int    // in an attribute: bytes of its value so far
	quote  byte   // in inQuoted
	match  int    // progress in a word that is looked for: "--" of a comment, "</script"
	end    bool   // the tag being read is an end tag
}

type place uint8

const (
	inText     place = iota
	inOpen           // after <
	inName           // in the name of a tag
	inTag            // between attributes
	inAttr           // in the name of an attribute
	inAfter          // after the name of an attribute
	inValue          // after =
	inQuoted         // in a quoted value
	inUnquoted       // in an unquoted value
	inSlash          // after / in a tag
	inMarkup         // after <! or <?
	inComment        // after <!--
	inRaw            // inside script, style, title…
)

// isRaw says whether an element holds no markup, or markup that browsers read differently with and without scripts.
func isRaw(tag string) bool {
	switch tag {
	case "script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes", "noscript", "plaintext":
		return true
	}
	return false
}

// String says the place, for a person.
func (c context) String() string {
	switch c.in {
	case inText:
		return "in text"
	case inTag, inAfter, inSlash:
		return fmt.Sprintf("in the tag <%s>", c.tag)
	case inQuoted:
		if c.length == 0 {
			return fmt.Sprintf("at the beginning of the attribute %s of <%s>", c.attr, c.tag)
		}
		return fmt.Sprintf("in the attribute %s of <%s>", c.attr, c.tag)
	case inUnquoted, inValue:
		return fmt.Sprintf("in the unquoted attribute %s of <%s>", c.attr, c.tag)
	case inAttr:
		return "in the name of an attribute"
	case inRaw:
		return fmt.Sprintf("inside <%s>", c.tag)
	case inComment, inMarkup:
		return "in a comment"
	}
	return "in the name of a tag"
}

// feed gives the context after text. Most of a page is texts, values and names: it goes to their ends at once.
func (c context) feed(text string) context {
	for i := 0; i < len(text); i++ {
		rest := text[i:]
		switch c.in {
		case inText:
			n := strings.IndexByte(rest, '<')
			if n < 0 {
				return c
			}
			i, c.in = i+n, inOpen
			continue
		case inQuoted:
			n := strings.IndexByte(rest, c.quote)
			if n < 0 {
				c.length += len(rest)
				return c
			}
			i, c.in, c.attr, c.length = i+n, inTag, "", c.length+n
			continue
		case inOpen:
			if isLetter(rest[0]) {
				n := nameLength(rest, inName)
				c = context{in: inName, tag: grow("", rest[:n]), end: c.end}
				i += n - 1
				continue
			}
		case inTag, inAfter, inSlash:
			if c.beginsAttr(rest[0]) {
				n := 1 + nameLength(rest[1:], inAttr)
				c.in, c.attr = inAttr, grow("", rest[:n])
				if i += n - 1; strings.HasPrefix(rest[n:], `="`) { // nearly always
					i, c.in, c.quote, c.length = i+2, inQuoted, '"', 0
				}
				continue
			}
		}
		c.step(text[i])
	}
	return c
}

// beginsAttr says whether, between attributes, a byte begins the name of one.
func (c *context) beginsAttr(b byte) bool {
	return !isSpace(b) && b != '/' && b != '>' && (b != '=' || c.in != inAfter)
}

// next gives the context after one byte.
func (c context) next(b byte) context {
	c.step(b)
	return c
}

// step goes on by one byte.
func (c *context) step(b byte) {
	switch c.in {
	case inText:
		if b == '<' {
			c.in = inOpen
		}
	case inOpen:
		c.open(b)
	case inMarkup:
		c.markup(b)
	case inComment:
		c.comment(b)
	case inRaw:
		c.raw(b)
	case inQuoted:
		if b == c.quote {
			c.in, c.attr = inTag, ""
		} else {
			c.length++
		}
	default:
		c.inside(b)
	}
}

func (c *context) open(b byte) {
	switch {
	case isLetter(b):
		*c = context{in: inName, tag: grow("", string(rune(b))), end: c.end}
	case b == '/' && !c.end:
		*c = context{in: inOpen, end: true}
	case b == '!' && !c.end:
		*c = context{in: inMarkup}
	case b == '?' || c.end: // a "bogus comment", which ends with >
		*c = context{in: inMarkup, match: -1}
	case b == '<':
		*c = context{in: inOpen}
	default:
		*c = context{}
	}
}

// markup is after <!: a comment, or a declaration that ends with >.
func (c *context) markup(b byte) {
	switch {
	case b == '>':
		*c = context{}
	case b == '-' && c.match >= 0:
		if c.match++; c.match == 2 {
			*c = context{in: inComment, match: 2} // <!--> is a whole comment
		}
	default:
		c.match = -1
	}
}

func (c *context) comment(b byte) {
	switch {
	case b == '>' && c.match >= 2:
		*c = context{}
	case b == '!' && c.match >= 2: // --!> ends a comment too
	case b == '-':
		c.match++
	default:
		c.match = 0
	}
}

// raw looks for </tag followed by a blank, / or >.
func (c *context) raw(b byte) {
	size := len("</") + len(c.tag)
	switch {
	case c.match == 0 && b == '<', c.match == 1 && b == '/', c.match >= 2 && c.match < size && lower(b) == c.tag[c.match-2]:
		c.match++
	case c.match == size && (isSpace(b) || b == '/' || b == '>'):
		*c = context{in: inTag, tag: c.tag, end: true}
		c.inside(b)
	case b == '<':
		c.match = 1
	default:
		c.match = 0
	}
}

// inside is anywhere in a tag but in a quoted value.
func (c *context) inside(b byte) {
	if b == '>' && c.in != inValue {
		c.close()
		return
	}
	switch c.in {
	case inName:
		switch {
		case isSpace(b):
			c.in = inTag
		case b == '/':
			c.in = inSlash
		default:
			c.tag = grow(c.tag, string([]byte{b}))
		}
	case inTag, inAfter, inSlash:
		switch {
		case isSpace(b):
			if c.in == inSlash {
				c.in = inTag
			}
		case b == '/':
			c.in = inSlash
		case b == '=' && c.in == inAfter:
			c.in = inValue
		default:
			c.in, c.attr = inAttr, grow("", string([]byte{b}))
		}
	case inAttr:
		switch {
		case isSpace(b):
			c.in = inAfter
		case b == '/':
			c.in = inSlash
		case b == '=':
			c.in = inValue
		default:
			c.attr = grow(c.attr, string([]byte{b}))
		}
	case inValue:
		c.value(b)
	case inUnquoted:
		if isSpace(b) {
			c.in, c.attr = inTag, ""
		} else {
			c.length++
		}
	}
}

// value is after the = of an attribute.
func (c *context) value(b byte) {
	switch {
	case isSpace(b):
	case b == '"' || b == '\'':
		c.in, c.quote, c.length = inQuoted, b, 0
	case b == '>':
		c.close()
	default:
		c.in, c.length = inUnquoted, 1
	}
}

// close is after the > of a tag.
func (c *context) close() {
	if !c.end && isRaw(c.tag) {
		*c = context{in: inRaw, tag: c.tag}
	} else {
		*c = context{}
	}
}

// nameLength is how many bytes at the beginning of text belong to the name of a tag or attribute.
func nameLength(text string, in place) int {
	for i := range len(text) {
		if b := text[i]; b <= '>' && (isSpace(b) || b == '/' || b == '>' || b == '=' && in == inAttr) {
			return i
		}
	}
	return len(text)
}

// grow adds to a name, in lower case (ASCII only, as HTML does). No name that matters is longer than this, and a hostile one
// must not cost quadratic time.
func grow(name, more string) string {
	if len(name) >= 64 {
		return name
	}
	for i := range len(more) {
		if lower(more[i]) != more[i] {
			b := []byte(more)
			for i := range b {
				b[i] = lower(b[i])
			}
			more = string(b)
			break
		}
	}
	if name == "" {
		return more
	}
	return name + more
}

func isLetter(b byte) bool { return lower(b) >= 'a' && lower(b) <= 'z' }

func isSpace(b byte) bool { return b == ' ' || b == '\t' || b == '\n' || b == '\f' || b == '\r' }

func lower(b byte) byte {
	if b >= 'A' && b <= 'Z' {
		return b + 'a' - 'A'
	}
	return b
}
