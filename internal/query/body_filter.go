package query

import (
	"encoding/json"
	"slices"
	"strconv"
)

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
	if !isPath(path, maxFilterPath) {
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
