package query

import (
	"encoding/json"
	"errors"
	"strconv"
	"unicode/utf8"

	"github.com/portico-cms/portico/internal/fault"
)

// ParseJSON reads a query that was sent as JSON:
//
//	{"type":"article","filter":{"or":[{"category":{"in":["news"]}},{"not":{"tags":{"eq":"x"}}}]},"sort":["-publishedOn"],"page":{"size":10}}
//
// The conditions of an object hold together. A value is a text, a number or a boolean; it is typed by its field. Errors:
// fault.Invalid, with every problem by its JSON pointer.
func ParseJSON(src []byte) (*Query, error) {
	if len(src) > MaxBytes {
		return nil, fault.New(fault.Invalid, "a query has %d bytes at most", MaxBytes)
	}
	if !utf8.Valid(src) {
		return nil, fault.New(fault.Invalid, "the query is not UTF-8")
	}
	v, err := readJSON(src)
	switch {
	case errors.Is(err, errTwice):
		return nil, fault.New(fault.Invalid, "the query has an object with two members of the same name")
	case err != nil:
		return nil, fault.New(fault.Invalid, "the query is not a JSON document of reasonable depth")
	}
	top, ok := v.(object)
	if !ok {
		return nil, fault.New(fault.Invalid, `a query is an object: {"type": "article", "filter": {…}}`)
	}
	b := bodyReader{q: &Query{places: map[string]string{}}}
	for _, m := range top {
		b.member(m.name, pointer("", m.name), m.value)
	}
	if b.q.Type == "" && len(b.list) == 0 {
		b.add("/type", "required", "a query names its content type")
	}
	return b.q, b.err()
}

type bodyReader struct {
	problems

	q     *Query
	count int // conditions so far
}

func (b *bodyReader) member(name, at string, v any) {
	if !goodText(name) {
		b.add(at, "bad_text", "the name has NUL in it")
		return
	}
	switch name {
	case "type":
		if s, ok := b.text(at, v); ok {
			b.q.Type = s
			b.q.places[name] = at
		}
	case "filter":
		b.filter(at, v)
	case "page":
		b.page(at, v)
	case "q":
		if s, ok := b.text(at, v); ok {
			b.setText(b.q, at, s)
		}
	case "fallback":
		if s, ok := v.(string); ok {
			v = []any{s}
		}
		b.names(name, at, v)
	case "sort", "fields", "include", "facets":
		b.names(name, at, v)
	case "count", "format", "view", "locale", "audience":
		if s, ok := b.text(at, v); ok {
			b.setWord(b.q, name, at, s)
		}
	default:
		b.add(at, "unknown_member", "there is no such member")
	}
}

func (b *bodyReader) text(at string, v any) (string, bool) {
	s, ok := v.(string)
	if !ok || !goodText(s) {
		b.add(at, "wrong_type", "this must be a text, without NUL")
		return "", false
	}
	return s, true
}

func (b *bodyReader) names(name, at string, v any) {
	list, ok := v.([]any)
	if !ok {
		b.add(at, "wrong_type", "this must be a list of names")
		return
	}
	values := make([]string, 0, len(list))
	for i, item := range list {
		s, ok := b.text(index(at, i), item)
		if !ok {
			return
		}
		values = append(values, s)
	}
	b.setList(b.q, name, at, values)
}

func (b *bodyReader) page(at string, v any) {
	o, ok := v.(object)
	if !ok {
		b.add(at, "wrong_type", `this must be an object: {"size": 20, "after": "…"}`)
		return
	}
	for _, m := range o {
		switch at := pointer(at, m.name); m.name {
		case "size":
			n, _ := m.value.(json.Number)
			size, err := strconv.Atoi(n.String())
			if err != nil {
				size = -1
			}
			b.setSize(b.q, at, size)
		case "after":
			if s, ok := b.text(at, m.value); ok {
				b.q.After, b.q.places["page[after]"] = s, at
			}
		default:
			b.add(at, "unknown_member", "there is no such member")
		}
	}
}
