package graph

import (
	"encoding/json"
	"math"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
)

// variables checks what was sent against what the operation declares. The values stay as JSON has them: what they must be like
// within a scalar of ours, such as a date, is for package query to say. Errors: Refusal.
func (s *Schema) variables(op *ast.OperationDefinition, sent map[string]any) (map[string]any, error) {
	vars := map[string]any{}
	for _, d := range op.VariableDefinitions {
		v, has := sent[d.Variable]
		switch {
		case has && (v != nil || !d.Type.NonNull):
		case !has && d.DefaultValue != nil:
			vars[d.Variable], _ = literal(d.DefaultValue, nil)
			continue
		case !d.Type.NonNull:
			continue
		default:
			return nil, refuse(CodeVariables, d.Position, "the variable $%s needs a value", d.Variable)
		}
		if !s.fits(d.Type, v, 0) {
			return nil, refuse(CodeVariables, d.Position, "the value of $%s is no %s", d.Variable, d.Type)
		}
		vars[d.Variable] = v
	}
	return vars, nil
}

const maxValueDepth = 20 // lists and objects inside one another

// fits says whether a value of JSON may stand where a type is expected.
func (s *Schema) fits(t *ast.Type, v any, depth int) bool {
	if v == nil {
		return !t.NonNull
	}
	if depth > maxValueDepth {
		return false
	}
	if t.Elem != nil {
		list, ok := v.([]any)
		if !ok {
			return s.fits(t.Elem, v, depth+1) // one value stands for a list of it
		}
		return !slices.ContainsFunc(list, func(item any) bool { return !s.fits(t.Elem, item, depth+1) })
	}
	def := s.ast.Types[t.NamedType]
	switch def.Kind {
	case ast.Enum:
		name, ok := v.(string)
		return ok && def.EnumValues.ForName(name) != nil
	case ast.InputObject:
		return s.fitsObject(def, v, depth)
	}
	return fitsScalar(def.Name, v)
}

func (s *Schema) fitsObject(def *ast.Definition, v any, depth int) bool {
	m, ok := v.(map[string]any)
	if !ok {
		return false
	}
	for name, value := range m {
		f := def.Fields.ForName(name)
		if f == nil || !s.fits(f.Type, value, depth+1) {
			return false
		}
	}
	return true // no member of ours is required
}

func fitsScalar(name string, v any) bool {
	text, isText := v.(string)
	n, isNumber := v.(json.Number)
	_, isBool := v.(bool)
	switch name {
	case "Boolean":
		return isBool
	case "Int":
		i, err := n.Int64()
		return isNumber && err == nil && i >= math.MinInt32 && i <= math.MaxInt32
	case "Float", "Integer":
		return isNumber
	case "ID", "Decimal":
		return isText && text != "" || isNumber
	}
	return isText
}

// literal gives a value of the question as JSON would have it; ok is false for a variable that was not sent.
func literal(v *ast.Value, vars map[string]any) (value any, ok bool) {
	switch v.Kind {
	case ast.Variable:
		value, ok = vars[v.Raw]
		return value, ok
	case ast.IntValue, ast.FloatValue:
		return json.Number(v.Raw), true
	case ast.BooleanValue:
		return v.Raw == "true", true
	case ast.NullValue:
		return nil, true
	case ast.ListValue:
		list := make([]any, 0, len(v.Children))
		for _, c := range v.Children {
			item, _ := literal(c.Value, vars)
			list = append(list, item)
		}
		return list, true
	case ast.ObjectValue:
		m := make(map[string]any, len(v.Children))
		for _, c := range v.Children {
			if item, ok := literal(c.Value, vars); ok {
				m[c.Name] = item
			}
		}
		return m, true
	}
	return v.Raw, true
}

// arguments gives those of a field that were sent and are not null, with defaults.
func arguments(f *ast.Field, vars map[string]any) map[string]any {
	args := map[string]any{}
	for _, d := range f.Definition.Arguments {
		var v any
		a := f.Arguments.ForName(d.Name)
		if a != nil {
			v, _ = literal(a.Value, vars)
		}
		if v == nil && d.DefaultValue != nil {
			v, _ = literal(d.DefaultValue, nil)
		}
		if v != nil {
			args[d.Name] = v
		}
	}
	return args
}
