package readmodel

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/query"
)

// condition is a filter over a table.
type condition struct {
	holds func(o uint32) bool
	among []uint32 // documents among which all are that it holds for, perhaps some twice
	few   bool     // whether among says so
}

// compiler makes conditions of filters. ok is false where a table cannot answer one: SQLite is asked then.
type compiler struct {
	*session

	t *table
}

func (c *compiler) test(t *query.Test) (cond condition, ok bool, err error) {
	switch {
	case t.Match != nil:
		return c.match(t.Match)
	case t.Not != nil:
		inner, ok, err := c.test(t.Not)
		return condition{holds: func(o uint32) bool { return !inner.holds(o) }}, ok, err
	case len(t.And) > 0:
		all, ok, err := c.tests(t.And)
		if !ok || err != nil {
			return cond, false, err
		}
		for _, one := range all {
			if one.few && (!cond.few || len(one.among) < len(cond.among)) {
				cond.among, cond.few = one.among, true
			}
		}
		cond.holds = func(o uint32) bool {
			return !slices.ContainsFunc(all, func(one condition) bool { return !one.holds(o) })
		}
		return cond, true, nil
	}
	ways, ok, err := c.tests(t.Or)
	if !ok || err != nil {
		return cond, false, err
	}
	cond.few = true
	for _, one := range ways {
		cond.few = cond.few && one.few
		cond.among = append(cond.among, one.among...)
	}
	cond.holds = func(o uint32) bool {
		return slices.ContainsFunc(ways, func(one condition) bool { return one.holds(o) })
	}
	return cond, true, nil
}

func (c *compiler) tests(tests []*query.Test) (all []condition, ok bool, err error) {
	for _, t := range tests {
		one, ok, err := c.test(t)
		if !ok || err != nil {
			return nil, false, err
		}
		all = append(all, one)
	}
	return all, true, nil
}

// matchName is the column that answers a condition; "" where none does.
func matchName(m *query.Match) string {
	hops := len(m.Path.Hops)
	switch {
	case hops == 0 && (m.Path.Own || m.Path.Field.Kind == "reference" && m.Op != query.In):
		return ""
	case hops > 0:
		return m.Path.Hops[0].Name
	case m.Path.Meta:
		return metaMark + m.Path.Field.Name
	}
	return m.Path.Field.Name
}

func (c *compiler) match(m *query.Match) (cond condition, ok bool, err error) {
	name := matchName(m)
	if name == "" {
		return cond, false, nil
	}
	leads := len(m.Path.Hops) > 0 || m.Path.Field.Kind == "reference"
	v, ok, err := c.valuesOf(c.t, name)
	if !ok || err != nil {
		return cond, false, err
	}
	switch {
	case leads:
		targets, ok, err := c.targetsOf(m)
		if !ok || err != nil {
			return cond, false, err
		}
		cond = v.anyOf(v.named(targets))
	case m.Op == query.Exists:
		cond = condition{holds: func(o uint32) bool { return v.first[o] < v.first[o+1] }}
	default:
		if cond, ok = v.compare(m); !ok {
			return cond, false, nil
		}
	}
	if m.Not {
		holds := cond.holds
		cond = condition{holds: func(o uint32) bool { return !holds(o) }}
	}
	return cond, true, nil
}

// targetsOf gives the entries that the first reference of a condition must lead to. They are remembered for as long as the reader
// is where it is: many questions ask for the same category.
func (s *session) targetsOf(m *query.Match) (ids []string, ok bool, err error) {
	key := fmt.Sprint(s.chain, s.scope.Flat, s.scope.Spaces, s.scope.Hidden, m.Path.Types, m.Key())
	if ids, known := s.targets[key]; known && s.scope.Allowed == nil {
		return ids, ids != nil, nil
	}
	w, err := s.walk(m)
	ids = []string{}
	if err == nil && w != nil {
		ids, err = s.endsOf(w)
	}
	if err != nil {
		return nil, false, err
	}
	if s.scope.Allowed == nil && len(s.targets) < maxKnown {
		s.targets[key] = ids
	}
	return ids, ids != nil, nil
}

// named gives the places of texts that are values.
func (v *values) named(texts []string) (at []int) {
	for _, one := range texts {
		if i, ok := v.lower(one); ok && i < v.different() && v.is(i, one) {
			at = append(at, i)
		}
	}
	return at
}

// compare gives the condition of an operator, of all but Exists.
func (v *values) compare(m *query.Match) (cond condition, ok bool) {
	if v.different() == 0 {
		return condition{holds: func(uint32) bool { return false }, few: true}, true
	}
	switch m.Op {
	case query.In:
		var at []int
		for _, value := range m.Values {
			i, ok := v.lower(value.Key)
			if !ok {
				return cond, false
			}
			for ; i < v.different() && v.is(i, value.Key); i++ {
				if !v.isText || string(v.exact.at(i)) == value.Exact {
					at = append(at, i)
				}
			}
		}
		return v.anyOf(at), true
	case query.Contains:
		if !v.isText {
			return cond, false
		}
		part := []byte(fmt.Sprint(m.Values[0].Key))
		at := make([]bool, v.different())
		for i := range at {
			at[i] = bytes.Contains(v.keys.at(i), part)
		}
		return condition{holds: func(o uint32) bool {
			return slices.ContainsFunc(v.of[v.first[o]:v.first[o+1]], func(i uint32) bool { return at[i] })
		}}, true
	}
	from, to, ok := v.between(m)
	return v.within(from, to), ok
}

// between gives the values of an operator whose values stand side by side: from one to before another.
func (v *values) between(m *query.Match) (from, to int, ok bool) {
	key := m.Values[0].Key
	to = v.different()
	switch m.Op {
	case query.Lt:
		to, ok = v.lower(key)
	case query.Lte:
		to, ok = v.upper(key)
	case query.Gt:
		from, ok = v.upper(key)
	case query.Gte:
		from, ok = v.lower(key)
	case query.Starts:
		prefix := fmt.Sprint(key)
		from, ok = v.lower(prefix)
		for to = from; to < v.different() && strings.HasPrefix(string(v.keys.at(to)), prefix); {
			to++
		}
	}
	return from, max(from, to), ok
}

func (v *values) within(from, to int) condition {
	low, high := uint32(from), uint32(to)
	return condition{few: true, among: v.docsOf(from, to), holds: func(o uint32) bool {
		for _, i := range v.of[v.first[o]:v.first[o+1]] {
			if low <= i && i < high {
				return true
			}
		}
		return false
	}}
}

func (v *values) anyOf(at []int) condition {
	slices.Sort(at)
	if at = slices.Compact(at); len(at) == 1 {
		return v.within(at[0], at[0]+1)
	}
	is := make(map[uint32]bool, len(at))
	cond := condition{few: true}
	for _, i := range at {
		is[uint32(i)] = true
		cond.among = append(cond.among, v.docsOf(i, i+1)...)
	}
	cond.holds = func(o uint32) bool {
		return slices.ContainsFunc(v.of[v.first[o]:v.first[o+1]], func(i uint32) bool { return is[i] })
	}
	return cond
}
