package query

import (
	"slices"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
)

// Check finds the names of a query in a registry and types its values. Errors: fault.NotFound where there is no such type,
// fault.Invalid.
func Check(q *Query, r *Registry, typ string) (*Checked, error) {
	t := r.Types[typ]
	if t == nil {
		return nil, fault.New(fault.NotFound, "no such content type")
	}
	k := &checker{q: q, r: r, typ: t.Name}
	c := &Checked{
		Type: t, Text: q.Text, Format: q.Format, Size: q.Size, Count: q.Count == CountExact, registry: r,
	}
	if c.Format == "" {
		c.Format = FormatHTML
	}
	if c.Size == 0 {
		c.Size = DefaultPage
	}
	if q.Filter != nil {
		c.Filter = k.test(q.Filter)
	}
	if q.Text != "" && !t.Searchable() {
		k.add(q.At("q"), "unknown_field", "this type has no field that may be searched")
	}
	c.Sort, c.Facets = k.sort(), k.facets()
	c.Show = k.selection()
	if err := k.err(); err != nil {
		return nil, err
	}
	return c, nil
}

type checker struct {
	problems

	q   *Query
	r   *Registry
	typ string
}

// Words for what is not there, the same for what is kept from the caller.
const unknownField = "there is no such field here that may be asked for in this way"

func (k *checker) test(f *Filter) *Test {
	switch {
	case f.Condition != nil:
		if m := k.match(f.Condition); m != nil {
			return &Test{Match: m}
		}
	case f.Not != nil:
		if t := k.test(f.Not); t != nil {
			return &Test{Not: t}
		}
	case len(f.And) > 0:
		return &Test{And: k.tests(f.And)}
	default:
		return &Test{Or: k.tests(f.Or)}
	}
	return nil // a problem was told
}

func (k *checker) tests(fs []*Filter) []*Test {
	out := make([]*Test, 0, len(fs))
	for _, f := range fs {
		if t := k.test(f); t != nil {
			out = append(out, t)
		}
	}
	return out
}

func (k *checker) match(c *Condition) *Match {
	path, ok := k.r.filterPath(k.typ, c.Path)
	if !ok {
		k.add(c.at, "unknown_field", unknownField)
		return nil
	}
	if !slices.Contains(operators[classes[path.Field.Kind]], c.Op) {
		k.add(c.at, "bad_operator", "a field of kind %s has no %s", path.Field.Kind, c.Op)
		return nil
	}
	m := &Match{Path: path, Op: c.Op}
	switch c.Op {
	case Exists:
		if c.Values[0] != "true" && c.Values[0] != "false" {
			k.add(c.at, "bad_value", "exists must be true or false")
			return nil
		}
		m.Not = c.Values[0] == "false"
		return m
	case Contains, Starts:
		if c.Values[0] == "" {
			k.add(c.at, "bad_value", "there is no text to look for")
			return nil
		}
		m.Values = []Value{{Key: Fold(c.Values[0])}}
		return m
	case Eq, Ne, In, Nin:
		m.Op, m.Not = In, c.Op == Ne || c.Op == Nin
	}
	for _, s := range c.Values {
		v, why := typed(path.Field, s)
		if why != "" {
			k.add(c.at, "bad_value", "a value of a field of kind %s %s", path.Field.Kind, why)
			return nil
		}
		if !slices.Contains(m.Values, v) {
			m.Values = append(m.Values, v)
		}
	}
	return m
}

func (k *checker) sort() (orders []Order) {
	if len(k.q.Sort) == 0 && k.q.Text == "" {
		return []Order{k.r.byDefault(k.typ)}
	}
	for _, s := range k.q.Sort {
		path, ok := k.r.sortPath(k.typ, s.Name)
		if !ok {
			k.add(k.q.At("sort"), "unknown_field", unknownField)
			return nil
		}
		if slices.ContainsFunc(orders, func(o Order) bool { return o.Path.Name == s.Name }) {
			k.add(k.q.At("sort"), "repeated", "sort names the same twice")
			return nil
		}
		orders = append(orders, Order{path, s.Descending})
	}
	return orders
}

// facetKinds are those whose values are few, or meant to be counted.
var facetKinds = []string{"enumeration", "reference", "tags", "boolean"}

// Facetable says whether the values of a field can be counted.
func Facetable(f published.Field) bool {
	return f.Filterable && slices.Contains(facetKinds, f.Kind) && !slices.Contains(logical, f.Name)
}

func (k *checker) facets() (paths []Path) {
	for _, name := range k.q.Facets {
		path, ok := k.r.filterPath(k.typ, name)
		if !ok || len(path.Hops) > 0 || path.Own || !Facetable(path.Field) {
			k.add(k.q.At("facets"), "unknown_field", unknownField)
			return nil
		}
		paths = append(paths, path)
	}
	return paths
}
