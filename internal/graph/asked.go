package graph

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/query"
)

// asked writes what a root field asks as a query in JSON (query.ParseJSON), so that it is read, checked and limited as any other.
func (s *Schema) asked(r *root, args map[string]any) (map[string]any, error) {
	q := map[string]any{}
	for _, name := range []string{"q", "locale"} {
		if v, ok := args[name]; ok {
			q[name] = v
		}
	}
	if v, ok := args["fallback"]; ok {
		q["fallback"] = listOf(v)
	}
	page := map[string]any{}
	if v, ok := args["first"]; ok {
		page["size"] = v
	}
	if v, ok := args["after"]; ok {
		page["after"] = v
	}
	if len(page) > 0 {
		q["page"] = page
	}
	if r.entry != nil {
		q["type"] = r.entry.typ.Name
	}
	if v, ok := args["sort"]; ok {
		var sort []any
		for _, item := range listOf(v) {
			name, _ := item.(string)
			order, known := s.sorts[r.sorting+"."+name]
			switch {
			case !known:
				return nil, fault.New(fault.Invalid, "there is no such order")
			case order.Descending:
				sort = append(sort, "-"+order.Name)
			default:
				sort = append(sort, order.Name)
			}
		}
		q["sort"] = sort
	}
	if v, ok := args["filter"]; ok {
		m, _ := v.(map[string]any) // a filter is an object: that was checked
		filter, err := s.filter(r.filter, m)
		if err != nil {
			return nil, err
		}
		q["filter"] = filter
	}
	return q, nil
}

func listOf(v any) []any {
	if list, ok := v.([]any); ok {
		return list
	}
	return []any{v}
}

// errNull keeps a condition that was meant from being none.
var errNull = fault.New(fault.Invalid, "a condition has no value that is null: exists says whether there is one")

// filter writes the conditions on entries.
func (s *Schema) filter(in *input, args map[string]any) (map[string]any, error) {
	out := map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(args)) {
		v := args[name]
		if v == nil {
			return nil, errNull
		}
		switch f := in.fields[name]; {
		case f != nil:
			if err := s.conditions(f, f.name, v, out); err != nil {
				return nil, err
			}
		case name == "not":
			inner, err := s.filterOf(in, v)
			if err != nil {
				return nil, err
			}
			out[name] = inner
		default: // and, or
			all := []any{}
			for _, item := range listOf(v) {
				inner, err := s.filterOf(in, item)
				if err != nil {
					return nil, err
				}
				all = append(all, inner)
			}
			out[name] = all
		}
	}
	return out, nil
}

func (s *Schema) filterOf(in *input, v any) (map[string]any, error) {
	m, ok := v.(map[string]any)
	if !ok {
		return nil, errNull
	}
	return s.filter(in, m)
}

// conditions adds what is asked of one path. The entry behind a reference is asked by a longer path: each of its conditions for
// itself, as elsewhere.
func (s *Schema) conditions(f *inputField, path string, v any, out map[string]any) error {
	m, ok := v.(map[string]any)
	if !ok {
		return errNull
	}
	ops := map[string]any{}
	for _, op := range slices.Sorted(maps.Keys(m)) {
		value := m[op]
		if value == nil {
			return errNull
		}
		if op == "entry" && f.behind != nil {
			inner, ok := value.(map[string]any)
			if !ok || len(inner) == 0 {
				return fault.New(fault.Invalid, "there is no condition on the entry")
			}
			for _, name := range slices.Sorted(maps.Keys(inner)) {
				next := f.behind.fields[name]
				if next == nil || inner[name] == nil {
					return errNull
				}
				if err := s.conditions(next, path+"."+next.name, inner[name], out); err != nil {
					return err
				}
			}
			continue
		}
		if op == string(query.In) || op == string(query.Nin) {
			value = listOf(value)
		}
		ops[op] = f.values(value)
	}
	if len(ops) > 0 || len(m) == 0 {
		out[path] = ops
	}
	return nil
}

// values gives the model's words for names of an enumeration.
func (f *inputField) values(v any) any {
	switch v := v.(type) {
	case []any:
		out := make([]any, len(v))
		for i, item := range v {
			out[i] = f.values(item)
		}
		return out
	case string:
		if value, ok := f.enum[v]; ok {
			return value
		}
	}
	return v
}

// written gives a query as text.
func written(q map[string]any) []byte {
	src, err := json.Marshal(q)
	if err != nil {
		return nil // it came from JSON, or from a question: it is read as no query
	}
	return src
}
