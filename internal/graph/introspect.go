package graph

import (
	"maps"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
)

// described is a part of the schema that tells of itself. Its fields are made when they are asked for, because types lead to each
// other in circles.
type described struct {
	typ   string
	field func(name string, args map[string]any) any
}

func (d described) typeName() string { return d.typ }

func (d described) value(r *run, g *group) any {
	return d.field(g.first().Name, arguments(g.first(), r.vars))
}

func (s *Schema) describe() described {
	return described{"__Schema", func(name string, _ map[string]any) any {
		switch name {
		case "types":
			return each(slices.Sorted(maps.Keys(s.ast.Types)), func(n string) any { return s.describeNamed(n) })
		case "queryType":
			return s.describeNamed("Query")
		case "directives":
			return each(slices.Sorted(maps.Keys(s.ast.Directives)), func(n string) any { return s.describeDirective(s.ast.Directives[n]) })
		}
		return nil
	}}
}

func each[T any](list []T, of func(T) any) []any {
	out := make([]any, len(list))
	for i, item := range list {
		out[i] = of(item)
	}
	return out
}

// describeNamed gives a type by its name, nil where there is none.
func (s *Schema) describeNamed(name string) any {
	if def := s.ast.Types[name]; def != nil {
		return s.describeType(def)
	}
	return nil
}

func (s *Schema) describeType(d *ast.Definition) any {
	return described{"__Type", func(name string, args map[string]any) any {
		switch name {
		case "kind":
			return string(d.Kind)
		case "name":
			return d.Name
		case "description":
			return orNil(d.Description)
		case "specifiedByURL":
			return specifiedBy(d)
		case "fields":
			return s.describeFields(d)
		case "interfaces":
			if d.Kind == ast.Object || d.Kind == ast.Interface {
				return each(d.Interfaces, s.describeNamed)
			}
		case "possibleTypes":
			if d.IsAbstractType() {
				return each(s.ast.PossibleTypes[d.Name], func(p *ast.Definition) any { return s.describeType(p) })
			}
		case "enumValues":
			if d.Kind == ast.Enum {
				return each(d.EnumValues, describeValue)
			}
		case "inputFields":
			if d.Kind == ast.InputObject {
				return each(d.Fields, func(f *ast.FieldDefinition) any {
					return s.describeInput(f.Name, f.Description, f.Type, f.DefaultValue)
				})
			}
		case "isOneOf":
			if d.Kind == ast.InputObject {
				return false
			}
		}
		return nil
	}}
}

func specifiedBy(d *ast.Definition) any {
	if dir := d.Directives.ForName("specifiedBy"); dir != nil {
		if url := dir.Arguments.ForName("url"); url != nil {
			return url.Value.Raw
		}
	}
	return nil
}

func (s *Schema) describeFields(d *ast.Definition) any {
	if d.Kind != ast.Object && d.Kind != ast.Interface {
		return nil
	}
	out := []any{}
	for _, f := range d.Fields {
		if len(f.Name) > 1 && f.Name[:2] == "__" {
			continue // __schema and __type: every Query has them
		}
		out = append(out, described{"__Field", func(name string, _ map[string]any) any {
			switch name {
			case "name":
				return f.Name
			case "description":
				return orNil(f.Description)
			case "type":
				return s.describeRef(f.Type)
			case "args":
				return each(f.Arguments, func(a *ast.ArgumentDefinition) any {
					return s.describeInput(a.Name, a.Description, a.Type, a.DefaultValue)
				})
			case "isDeprecated":
				return false
			}
			return nil
		}})
	}
	return out
}

// describeRef gives a type with its lists and what must not be null around it.
func (s *Schema) describeRef(t *ast.Type) any {
	if t.NonNull {
		inner := *t
		inner.NonNull = false
		return wrapper("NON_NULL", func() any { return s.describeRef(&inner) })
	}
	if t.Elem != nil {
		return wrapper("LIST", func() any { return s.describeRef(t.Elem) })
	}
	return s.describeNamed(t.NamedType)
}

func wrapper(kind string, of func() any) described {
	return described{"__Type", func(name string, _ map[string]any) any {
		switch name {
		case "kind":
			return kind
		case "ofType":
			return of()
		}
		return nil
	}}
}

func (s *Schema) describeInput(name, help string, t *ast.Type, def *ast.Value) any {
	return described{"__InputValue", func(field string, _ map[string]any) any {
		switch field {
		case "name":
			return name
		case "description":
			return orNil(help)
		case "type":
			return s.describeRef(t)
		case "defaultValue":
			if def != nil {
				return def.String()
			}
		case "isDeprecated":
			return false
		}
		return nil
	}}
}

func describeValue(v *ast.EnumValueDefinition) any {
	return record{"__EnumValue", map[string]any{"name": v.Name, "description": orNil(v.Description), "isDeprecated": false}}
}

func (s *Schema) describeDirective(d *ast.DirectiveDefinition) any {
	return described{"__Directive", func(name string, _ map[string]any) any {
		switch name {
		case "name":
			return d.Name
		case "description":
			return orNil(d.Description)
		case "isRepeatable":
			return d.IsRepeatable
		case "locations":
			return each(d.Locations, func(l ast.DirectiveLocation) any { return string(l) })
		case "args":
			return each(d.Arguments, func(a *ast.ArgumentDefinition) any {
				return s.describeInput(a.Name, a.Description, a.Type, a.DefaultValue)
			})
		}
		return nil
	}}
}
