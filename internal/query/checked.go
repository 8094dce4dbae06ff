package query

import (
	"maps"
	"slices"

	"github.com/portico-cms/portico/internal/published"
)

// Test is a node of a checked filter: one of its members is set.
type Test struct {
	And, Or []*Test
	Not     *Test
	Match   *Match
}

// Match is a checked condition. Ne, Nin and "exists is false" are the negation of Eq, In and Exists: Op is never one of those.
type Match struct {
	Path   Path
	Op     Op // Eq and In are both In; Exists has no values
	Not    bool
	Values []Value
}

// Order is a checked order.
type Order struct {
	Path       Path
	Descending bool
}

// Checked is a query that may be asked, typed. It is made by Check alone, and does not change.
type Checked struct {
	Type   *published.Type
	Filter *Test
	Text   string
	Sort   []Order // none, with Text: by rank
	Facets []Path
	Show   *Selection
	Format string
	Size   int
	Count  bool

	registry *Registry
}

// Related gives the types that an answer depends on besides its own: those that conditions and inclusions lead to.
func (c *Checked) Related() []string {
	found := map[string]bool{}
	c.Filter.each(func(m *Match) {
		if len(m.Path.Hops) == 0 {
			return
		}
		to := m.Path.Types
		for _, hop := range m.Path.Hops[1:] {
			to = append(to[:len(to):len(to)], hop.Types...)
		}
		for _, t := range to {
			found[t] = true
		}
	})
	delete(found, c.Type.Name)
	return slices.Sorted(maps.Keys(found))
}

// each calls f for every condition of a tree.
func (t *Test) each(f func(*Match)) {
	if t == nil {
		return
	}
	if t.Match != nil {
		f(t.Match)
	}
	t.Not.each(f)
	for _, list := range [][]*Test{t.And, t.Or} {
		for _, one := range list {
			one.each(f)
		}
	}
}

// Keys is how many keys a cursor of the query has.
func (c *Checked) Keys() int {
	if len(c.Sort) == 0 {
		return 1 // the rank
	}
	for i, o := range c.Sort {
		if o.Path.Own && o.Path.Field.Name == "id" {
			return i
		}
	}
	return len(c.Sort)
}
