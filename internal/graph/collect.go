package graph

import (
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
)

// group is the fields that stand under one key of an object: of one name, with the same arguments, selected in several places.
type group struct {
	key    string
	fields []*ast.Field
	set    ast.SelectionSet // of the operation, which is no field

	inside map[string][]*group // by type: what is asked of what it leads to
}

func (g *group) first() *ast.Field { return g.fields[0] }

// collect gives what is asked of an object of a type, in order: fragments opened, and what was not wanted left out.
func (r *run) collect(typ string, g *group) []*group {
	if groups, done := g.inside[typ]; done {
		return groups
	}
	c := collector{run: r, typ: typ, byKey: map[string]*group{}}
	c.add(g.set)
	for _, f := range g.fields {
		c.add(f.SelectionSet)
	}
	if g.inside == nil {
		g.inside = map[string][]*group{}
	}
	g.inside[typ] = c.groups
	return c.groups
}

type collector struct {
	*run

	typ    string
	groups []*group
	byKey  map[string]*group
}

func (c *collector) add(set ast.SelectionSet) {
	for _, sel := range set {
		switch sel := sel.(type) {
		case *ast.Field:
			if c.wanted(sel.Directives) {
				c.field(sel)
			}
		case *ast.InlineFragment:
			if c.wanted(sel.Directives) && c.applies(sel.TypeCondition) {
				c.add(sel.SelectionSet)
			}
		case *ast.FragmentSpread:
			if c.wanted(sel.Directives) && c.applies(sel.Definition.TypeCondition) {
				c.add(sel.Definition.SelectionSet)
			}
		}
	}
}

func (c *collector) field(f *ast.Field) {
	g := c.byKey[f.Alias]
	if g == nil {
		g = &group{key: f.Alias}
		c.byKey[f.Alias] = g
		c.groups = append(c.groups, g)
	}
	g.fields = append(g.fields, f)
}

// wanted reads @skip and @include.
func (c *collector) wanted(directives ast.DirectiveList) bool {
	for _, d := range directives {
		a := d.Arguments.ForName("if")
		if a == nil {
			continue
		}
		v, _ := literal(a.Value, c.vars)
		if on, _ := v.(bool); on == (d.Name == "skip") { // there are no other directives
			return false
		}
	}
	return true
}

func (c *collector) applies(condition string) bool {
	if condition == "" || condition == c.typ {
		return true
	}
	return slices.ContainsFunc(c.schema.ast.PossibleTypes[condition], func(d *ast.Definition) bool { return d != nil && d.Name == c.typ })
}
