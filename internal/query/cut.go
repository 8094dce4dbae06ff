package query

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
)

// part is a member of an object: its value as it is written.
type part struct {
	name string
	raw  json.RawMessage
}

// Cut takes the fields apart, once for all who get the document. Whoever keeps documents does so before giving one away.
func (d *Doc) Cut() { d.parts, _ = cut(d.Fields) }

var errNotCut = errors.New("not an object")

// cut gives the members of an object in the order of their names. What it is given was written by encoding/json: it looks for where
// values end, and not whether they are right.
func cut(src []byte) (parts []part, err error) {
	at := blank(src, 0)
	if at == len(src) || src[at] != '{' {
		return nil, errNotCut
	}
	for at = blank(src, at+1); at < len(src) && src[at] != '}'; {
		end := endOf(src, at)
		if src[at] != '"' || end > len(src) {
			return nil, errNotCut
		}
		p := part{name: string(src[at+1 : end-1])}
		if strings.IndexByte(p.name, '\\') >= 0 {
			if err := json.Unmarshal(src[at:end], &p.name); err != nil {
				return nil, err
			}
		}
		if at = blank(src, end); at == len(src) || src[at] != ':' {
			return nil, errNotCut
		}
		at = blank(src, at+1)
		if end = endOf(src, at); end > len(src) || end == at {
			return nil, errNotCut
		}
		p.raw = src[at:end:end]
		parts = append(parts, p)
		if at = blank(src, end); at < len(src) && src[at] == ',' {
			at = blank(src, at+1)
		} else if at == len(src) || src[at] != '}' {
			return nil, errNotCut
		}
	}
	if at == len(src) {
		return nil, errNotCut
	}
	byName := func(a, b part) int { return strings.Compare(a.name, b.name) }
	if !slices.IsSortedFunc(parts, byName) {
		slices.SortStableFunc(parts, byName)
	}
	return parts, nil
}

func blank(src []byte, at int) int {
	for at < len(src) && (src[at] == ' ' || src[at] == '\n' || src[at] == '\t' || src[at] == '\r') {
		at++
	}
	return at
}

// endOf gives where a value ends that begins at a place; more than there is where it does not.
func endOf(src []byte, at int) int {
	if at == len(src) {
		return at
	}
	switch src[at] {
	case '"':
		return endOfText(src, at)
	case '{', '[':
		for depth := 0; at < len(src); at++ {
			switch src[at] {
			case '{', '[':
				depth++
			case '}', ']':
				if depth--; depth == 0 {
					return at + 1
				}
			case '"':
				if at = endOfText(src, at) - 1; at >= len(src) {
					return len(src) + 1
				}
			}
		}
		return len(src) + 1
	}
	for at < len(src) && bytes.IndexByte([]byte(",}] \n\t\r"), src[at]) < 0 {
		at++
	}
	return at
}

func endOfText(src []byte, at int) int {
	for at++; ; at++ {
		i := bytes.IndexByte(src[min(at, len(src)):], '"')
		if i < 0 {
			return len(src) + 1
		}
		at += i
		escapes := 0
		for src[at-1-escapes] == '\\' { // it stops at the quote before, at the latest
			escapes++
		}
		if escapes%2 == 0 {
			return at + 1
		}
	}
}

// appendObject writes what stands in an answer: objects that a document was taken apart into, and what JSON makes of values.
func appendObject(dst []byte, v any) []byte {
	switch v := v.(type) {
	case json.RawMessage:
		return append(dst, v...)
	case []fieldValue:
		dst = append(dst, '{')
		for i, f := range v {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = AppendText(dst, f.name)
			dst = append(dst, ':')
			if f.value != nil {
				dst = appendObject(dst, f.value)
			} else {
				dst = append(dst, f.raw...)
			}
		}
		return append(dst, '}')
	case map[string]any:
		dst = append(dst, '{')
		for i, name := range sortedNames(v) {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = AppendText(dst, name)
			dst = append(dst, ':')
			dst = appendObject(dst, v[name])
		}
		return append(dst, '}')
	case []any:
		dst = append(dst, '[')
		for i, item := range v {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = appendObject(dst, item)
		}
		return append(dst, ']')
	case *node:
		return appendObject(dst, v.fields)
	case string:
		return AppendText(dst, v)
	}
	return append(dst, encode(v)...)
}

func sortedNames(m map[string]any) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// AppendText writes a text as encoding/json does where HTML is left alone.
func AppendText(dst []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c >= 0x7f || c == '"' || c == '\\' {
			return append(dst, encode(s)...)
		}
	}
	dst = append(dst, '"')
	dst = append(dst, s...)
	return append(dst, '"')
}
