package graph

import (
	"encoding/json"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/portico-cms/portico/internal/query"
)

// The cost of a question is about how many values its answer may have: a field is 1, a page has as many entries as it asks for,
// and any other list is taken for several.
const (
	maxCost  = 20_000
	listCost = 5
)

// checkCost adds a question up before it is run, and looks at the values of arguments on the way. Errors: Refusal.
func (s *Schema) checkCost(op *ast.OperationDefinition, vars map[string]any) error {
	c := costs{schema: s, vars: vars}
	cost := c.selection(op.SelectionSet, 0)
	switch {
	case c.refusal != nil:
		return c.refusal
	case cost > maxCost:
		return refuse(CodeCost, op.Position, "the question costs %d, and %d is allowed: ask for smaller pages, or fewer fields", cost, maxCost)
	}
	return nil
}

type costs struct {
	schema  *Schema
	vars    map[string]any
	refusal Refusal // the last one
}

// selection adds up what is selected, below so many references.
func (c *costs) selection(set ast.SelectionSet, references int) (sum int) {
	for _, sel := range set {
		switch sel := sel.(type) {
		case *ast.Field:
			sum += c.field(sel, references)
		case *ast.InlineFragment:
			sum += c.selection(sel.SelectionSet, references)
		case *ast.FragmentSpread:
			sum += c.selection(sel.Definition.SelectionSet, references)
		}
		sum = min(sum, 1<<30)
	}
	return sum
}

func (c *costs) field(f *ast.Field, references int) int {
	in := f.ObjectDefinition.Name
	if o := c.schema.objects[in]; o != nil {
		if one := o.fields[f.Name]; one != nil && one.to != nil {
			if references++; references > query.MaxInclude {
				c.refusal = refuse(CodeTooDeep, f.Position, "a question follows %d references one after the other at most", query.MaxInclude)
			}
		}
	}
	if f.Definition == nil {
		return 1
	}
	c.arguments(f)
	if len(f.SelectionSet) == 0 {
		return 1
	}
	inner := c.selection(f.SelectionSet, references)
	switch {
	case in == "Query" && c.paged(f.Name):
		return 1 + c.first(f)*inner
	case f.Definition.Type.Elem != nil && f.Name != "nodes" && f.Name != "edges" && in[0] != '_':
		return 1 + listCost*inner
	}
	return 1 + inner
}

// arguments holds what is written in the question to the same rules as variables: the library lets some of it pass.
func (c *costs) arguments(f *ast.Field) {
	for _, a := range f.Arguments {
		d := f.Definition.Arguments.ForName(a.Name)
		if v, sent := literal(a.Value, c.vars); d != nil && sent && !c.schema.fits(d.Type, v, 0) {
			c.refusal = refuse(CodeQuery, a.Position, "the value of the argument %s is no %s", a.Name, d.Type)
		}
	}
}

func (c *costs) paged(name string) bool {
	r := c.schema.roots[name]
	return r != nil && (r.kind == manyEntries || r.kind == searching)
}

// first gives how many entries a page may have. What is out of bounds is refused later.
func (c *costs) first(f *ast.Field) int {
	n, ok := arguments(f, c.vars)["first"].(json.Number)
	if !ok {
		return query.DefaultPage
	}
	i, err := n.Int64()
	if err != nil {
		return query.MaxPage
	}
	return int(min(max(i, 1), query.MaxPage))
}
