package query

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Canonical gives the whole query in one form, whatever its members' order was and whether it came as GET or POST: a cache key.
// Its cursor is not in it, nor where it asks (the scope).
func (c *Checked) Canonical() string {
	facets := make([]string, len(c.Facets))
	for i, f := range c.Facets {
		facets[i] = f.Name
	}
	return c.Place() + "|" + c.Format + "|" + strconv.Itoa(c.Size) + "|" + strconv.FormatBool(c.Count) + "|" +
		strings.Join(facets, ",") + "|" + c.Show.canonical()
}

// Place gives what a cursor belongs to: what decides which entries there are and in which order. The page's size and what is
// shown of the entries may change from page to page.
func (c *Checked) Place() string {
	orders := make([]string, len(c.Sort))
	for i, o := range c.Sort {
		orders[i] = fmt.Sprintf("%s:%t", o.Path.Name, o.Descending)
	}
	return c.Type.Name + "|" + strings.Join(orders, ",") + "|" + strconv.Quote(c.Text) + "|" + c.Filter.canonical()
}

// canonical writes a tree so that trees which say the same in another order are the same text.
func (t *Test) canonical() string {
	switch {
	case t == nil:
		return ""
	case t.Match != nil:
		return t.Match.canonical()
	case t.Not != nil:
		return "not(" + t.Not.canonical() + ")"
	case len(t.And) > 0:
		return "and(" + canonicals(t.And) + ")"
	}
	return "or(" + canonicals(t.Or) + ")"
}

func canonicals(tests []*Test) string {
	parts := make([]string, len(tests))
	for i, t := range tests {
		parts[i] = t.canonical()
	}
	slices.Sort(parts)
	return strings.Join(slices.Compact(parts), ";")
}

// Key gives a condition in one form: conditions that say the same of entries of one type have the same key.
func (m *Match) Key() string { return m.canonical() }

func (m *Match) canonical() string {
	values := make([]string, len(m.Values))
	for i, v := range m.Values {
		values[i] = fmt.Sprintf("%q/%q", fmt.Sprint(v.Key), v.Exact)
	}
	slices.Sort(values)
	return fmt.Sprintf("%s %s %t %s", m.Path.Name, m.Op, m.Not, strings.Join(values, ","))
}

func (s *Selection) canonical() string {
	var parts []string
	if s.Fields != nil {
		parts = append(parts, "fields:"+strings.Join(slices.Sorted(maps.Keys(s.Fields)), ","))
	}
	for _, place := range slices.Sorted(maps.Keys(s.Include)) {
		parts = append(parts, place+"("+s.Include[place].canonical()+")")
	}
	return strings.Join(parts, ";")
}
