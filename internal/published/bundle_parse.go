package published

import (
	"bytes"
	"encoding/json"
	"errors"
	"unicode/utf8"
)

// A node reads every bundle that a publication changes. encoding/json goes over each segment of it four times, which took more than half of
// what a publication costs a node; so the parts, nearly all of a bundle, are read here in one pass, and the rest by encoding/json.

// errNoBundle is for what appendJSON cannot have written.
var errNoBundle = errors.New("not the record of a bundle")

// parseBundle reads what appendJSON wrote. Errors: those of encoding/json, which other bytes are left to.
func parseBundle(body []byte) (*Bundle, error) {
	b := &Bundle{}
	rest := []byte{'{'}
	err := eachMember(body, func(key, value []byte) (err error) {
		switch string(key) {
		case `"parts"`:
			b.Parts, err = parseParts[Parts](value)
		case `"slots"`:
			b.Slots, err = parseParts[SlotTemplates](value)
		case `"layouts"`:
			b.Layouts, err = parseMap[map[string]Parts](value, parseParts[Parts])
		default:
			if len(rest) > 1 {
				rest = append(rest, ',')
			}
			rest = append(append(append(rest, key...), ':'), value...)
		}
		return err
	})
	if err == nil {
		err = json.Unmarshal(append(rest, '}'), b)
	}
	if err != nil { // whose errors tell more
		*b = Bundle{}
		err = json.Unmarshal(body, b)
	}
	return b, err
}

func parseParts[M ~map[string]Part](b []byte) (M, error) { return parseMap[M](b, parsePart) }

func parseMap[M ~map[string]V, V any](b []byte, read func([]byte) (V, error)) (M, error) {
	if string(b) == "null" {
		return nil, nil
	}
	m := M{}
	err := eachMember(b, func(key, value []byte) error {
		name, err := appendUnquoted(nil, key)
		if err == nil {
			m[string(name)], err = read(value)
		}
		return err
	})
	return m, err
}

// parsePart reads a list of segments. Their texts share one string.
func parsePart(b []byte) (Part, error) {
	if string(b) == "null" {
		return nil, nil
	}
	part, texts, ends := Part{}, make([]byte, 0, len(b)), make([]int, 0, 64)
	err := eachValue(b, '[', ']', func(value []byte) (err error) {
		var s Segment
		if value[0] == '"' {
			texts, err = appendUnquoted(texts, value)
		} else if err = s.parse(value); err != nil {
			err = s.UnmarshalJSON(value)
		}
		part, ends = append(part, s), append(ends, len(texts))
		return err
	})
	if err != nil {
		return nil, err
	}
	all, from := string(texts), 0
	for i, end := range ends {
		if part[i].Slot == "" {
			part[i].Text = all[from:end]
		}
		from = end
	}
	return part, nil
}

// parse reads a slot.
func (s *Segment) parse(b []byte) error {
	return eachMember(b, func(key, value []byte) error {
		to := &s.Slot
		switch string(key) {
		case `"slot"`:
		case `"item"`:
			to = &s.Item
		default:
			return errNoBundle
		}
		text, err := appendUnquoted(nil, value)
		*to = string(text)
		return err
	})
}

const space = " \t\r\n"

// eachMember gives the members of an object, the keys with their quotes.
func eachMember(b []byte, f func(key, value []byte) error) error {
	var key []byte
	return eachValue(b, '{', '}', func(value []byte) error {
		if key == nil {
			key = value
			return nil
		}
		of := key
		key = nil
		return f(of, value)
	})
}

// eachValue gives the values of a list or, of an object, its keys and values in turn. What stands between them is taken for granted.
func eachValue(b []byte, open, end byte, f func(value []byte) error) error {
	b = bytes.TrimLeft(b, space)
	if len(b) == 0 || b[0] != open {
		return errNoBundle
	}
	for b = b[1:]; ; {
		b = bytes.TrimLeft(b, space+",:")
		if len(b) == 0 {
			return errNoBundle
		}
		if b[0] == end {
			return nil
		}
		n := lengthOf(b)
		if n == 0 {
			return errNoBundle
		}
		if err := f(b[:n]); err != nil {
			return err
		}
		b = b[n:]
	}
}

// lengthOf gives the length of the value that b begins with.
func lengthOf(b []byte) int {
	depth := 0
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case '"':
			if i += lengthOfText(b[i:]) - 1; depth == 0 {
				return i + 1
			}
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth <= 0 {
				return i + 1 + depth // of a number before the end of what it stands in, without that
			}
		case ',', ':', ' ', '\t', '\r', '\n':
			if depth == 0 {
				return i
			}
		}
	}
	return len(b)
}

// lengthOfText gives the length of the string that b begins with, its quotes included.
func lengthOfText(b []byte) int {
	for i := 1; i < len(b); i++ {
		at := bytes.IndexByte(b[i:], '"')
		if at < 0 {
			break
		}
		i += at
		before := i
		for b[before-1] == '\\' && before > 1 {
			before--
		}
		if (i-before)%2 == 0 {
			return i + 1
		}
	}
	return len(b)
}

// appendUnquoted appends what a JSON string says. It leaves to encoding/json what is rare: pairs of surrogates, and what is no UTF-8.
func appendUnquoted(dst, quoted []byte) ([]byte, error) {
	start := len(dst)
	if len(quoted) < 2 || quoted[0] != '"' {
		return dst, errNoBundle
	}
	s := quoted[1 : len(quoted)-1]
	plain := utf8.Valid(s)
	for plain {
		at := bytes.IndexByte(s, '\\')
		if at < 0 {
			return append(dst, s...), nil
		}
		var r rune
		var size int
		if r, size = unescape(s[at:]); size == 0 {
			break
		}
		dst = utf8.AppendRune(append(dst, s[:at]...), r)
		s = s[at+size:]
	}
	var text string
	err := json.Unmarshal(quoted, &text)
	return append(dst[:start], text...), err
}

// unescape reads the escape that s begins with. It gives the size 0 for half of a pair of surrogates, and for what is none.
func unescape(s []byte) (r rune, size int) {
	if len(s) < 2 {
		return 0, 0
	}
	if at := bytes.IndexByte([]byte(`"\/bfnrt`), s[1]); at >= 0 {
		return rune("\"\\/\b\f\n\r\t"[at]), 2
	}
	if s[1] != 'u' || len(s) < 6 {
		return 0, 0
	}
	for _, c := range s[2:6] {
		switch {
		case c >= '0' && c <= '9':
			r = r<<4 | rune(c-'0')
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			r = r<<4 | rune(c|0x20-'a'+10)
		default:
			return 0, 0
		}
	}
	if r >= 0xd800 && r < 0xe000 {
		return 0, 0
	}
	return r, 6
}
