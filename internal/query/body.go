package query

import (
	"encoding/json"
	"errors"
	"slices"
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
	case "count", "format", "view", "locale":
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

func (b *bodyReader) filter(at string, v any) {
	if o, ok := v.(object); ok && len(o) == 0 {
		return
	}
	b.q.Filter = b.node(at, v, 0)
	if b.count > MaxConditions {
		b.add(at, "too_many", "a query has %d conditions at most", MaxConditions)
	}
}

// node reads an object whose members hold together.
func (b *bodyReader) node(at string, v any, depth int) *Filter {
	o, ok := v.(object)
	switch {
	case !ok:
		b.add(at, "wrong_type", `this must be an object: {"path": {"op": value}}, or of and, or, not`)
		return nil
	case len(o) == 0:
		b.add(at, "required", "there is no condition in it")
		return nil
	}
	var all []*Filter
	for _, m := range o {
		at := pointer(at, m.name)
		switch m.name {
		case "and", "or":
			if f := b.several(at, m.name, m.value, depth+1); f != nil {
				all = append(all, f)
			}
		case "not":
			if depth+1 > MaxDepth {
				b.deep(at)
			} else if f := b.node(at, m.value, depth+1); f != nil {
				all = append(all, &Filter{Not: f})
			}
		default:
			all = append(all, b.conditions(at, m.name, m.value)...)
		}
	}
	return together(all)
}

func together(all []*Filter) *Filter {
	switch len(all) {
	case 0:
		return nil // a problem was told
	case 1:
		return all[0]
	}
	return &Filter{And: all}
}

func (b *bodyReader) deep(at string) {
	b.add(at, "too_deep", "and, or, not stand inside one another %d times at most", MaxDepth)
}

func (b *bodyReader) several(at, name string, v any, depth int) *Filter {
	list, ok := v.([]any)
	switch {
	case depth > MaxDepth:
		b.deep(at)
		return nil
	case !ok || len(list) == 0:
		b.add(at, "wrong_type", "this must be a list of conditions, one at least")
		return nil
	}
	var all []*Filter
	for i, item := range list {
		if f := b.node(index(at, i), item, depth); f != nil {
			all = append(all, f)
		}
	}
	if len(all) == 1 || name == "and" {
		return together(all)
	}
	return &Filter{Or: all}
}

// conditions reads what is asked of one path: {"gte": 1, "lt": 5}, or a value alone, which is eq.
func (b *bodyReader) conditions(at, path string, v any) (all []*Filter) {
	if !filterPath.MatchString(path) {
		b.add(at, "bad_path", "a path is one to three names with a dot between them")
		return nil
	}
	o, ok := v.(object)
	if !ok {
		o = object{{string(Eq), v}}
	} else if len(o) == 0 {
		b.add(at, "required", "there is no operator in it")
	}
	for _, m := range o {
		place := at
		if ok {
			place = pointer(at, m.name)
		}
		c := &Condition{Path: path, Op: Op(m.name), at: place}
		if !slices.Contains(Ops(), c.Op) {
			b.add(place, "unknown_operator", "there is no such operator; there are eq, ne, in, nin, lt, lte, gt, gte, contains, starts and exists")
			continue
		}
		b.count++
		if b.values(c, m.value) && b.checkCondition(c) {
			all = append(all, &Filter{Condition: c})
		}
	}
	return all
}

func (b *bodyReader) values(c *Condition, v any) bool {
	list := []any{v}
	if c.Op.list() {
		var ok bool
		if list, ok = v.([]any); !ok {
			b.add(c.at, "wrong_type", "%s takes a list", c.Op)
			return false
		}
	}
	c.Values = make([]string, 0, len(list))
	for _, item := range list {
		switch item := item.(type) {
		case string:
			c.Values = append(c.Values, item)
		case json.Number:
			c.Values = append(c.Values, item.String())
		case bool:
			c.Values = append(c.Values, strconv.FormatBool(item))
		default:
			b.add(c.at, "wrong_type", "a value is a text, a number, true or false")
			return false
		}
	}
	return true
}
