package query

import (
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/published"
)

// Registry says what may be asked in a view, and by a caller.
type Registry struct {
	Types map[string]*published.Type
	// Meta are the names beside the fields that a view has (published.Entry.Meta), each with its kind: status, updatedBy… The
	// published view has none. They go before fields of the same name.
	Meta []published.Field
	// Hidden are the fields, by type, that the caller may not know: nothing can be asked by them, and they are not given.
	Hidden map[string]map[string]bool
	// Given are the locales, by type and hidden field, in which its value may be known: it is given where it comes from one of them.
	Given map[string]map[string][]string
}

// Path is a field that a query names, found in the registry.
type Path struct {
	Name  string          // as it was asked for
	Hops  []Hop           // the references that lead to it, in order
	Types []string        // the types that have the field at its end
	Field published.Field // for a field with Own or Meta: its kind
	Own   bool            // one of id, key, publishedAt, updatedAt
	Meta  bool            // one of Registry.Meta
}

// Hop follows one reference.
type Hop struct {
	Name  string   // of the reference
	Types []string // the types in which it stands
}

// own are the fields that every entry has by itself.
var own = []published.Field{
	{Name: "id", Kind: "id", Filterable: true, Sortable: true}, {Name: "key", Kind: "key", Filterable: true, Sortable: true},
	{Name: "publishedAt", Kind: "date-time", Filterable: true, Sortable: true},
	{Name: "updatedAt", Kind: "date-time", Filterable: true, Sortable: true},
}

// Own gives the fields that every entry has by itself, for filters and orders.
func Own() []published.Field { return slices.Clone(own) }

// IsOwn says whether a name is that of one of them.
func IsOwn(name string) bool {
	_, ok := named(own, name)
	return ok
}

// Conditions gives the fields that the next name of a path may be, where it stands in entries of some types: a field of several
// types with all its values and targets. They are in the order of the types' fields; those of Own are not among them.
func (r *Registry) Conditions(types []string) (fields []published.Field) {
	for _, typ := range types {
		t := r.Types[typ]
		if t == nil {
			continue
		}
		for _, f := range t.Fields {
			if _, known := named(fields, f.Name); known {
				continue
			}
			if one, in := r.among(types, f.Name); len(in) > 0 {
				one.Name = f.Name
				fields = append(fields, one)
			}
		}
	}
	return fields
}

// logical are the words that a filter in JSON has for itself: a field of that name cannot be asked for by it alone.
var logical = []string{"and", "or", "not"}

// shown says whether some value of a field may be given.
func (r *Registry) shown(typ, name string) bool {
	t := r.Types[typ]
	if t == nil || r.Hidden[typ][name] && len(r.Given[typ][name]) == 0 {
		return false
	}
	_, ok := t.Field(name)
	return ok
}

// field finds a field of a type that the caller may know.
func (r *Registry) field(typ, name string) (published.Field, bool) {
	t := r.Types[typ]
	if t == nil || r.Hidden[typ][name] {
		return published.Field{}, false
	}
	return t.Field(name)
}

// filterPath finds what a condition or a facet names. Every segment must be filterable; of several types that a reference leads
// to, those count that have the field.
func (r *Registry) filterPath(typ, path string) (p Path, ok bool) {
	p = Path{Name: path, Types: []string{typ}}
	segments := strings.Split(path, ".")
	if len(segments) == 1 && slices.Contains(logical, path) {
		return p, false
	}
	for i, name := range segments {
		last := i == len(segments)-1
		if f, ok := named(own, name); ok && last {
			p.Field, p.Own = f, true
			return p, true
		}
		if f, ok := named(r.Meta, name); ok && len(segments) == 1 && f.Filterable {
			p.Field, p.Meta = f, true
			return p, true
		}
		f, in := r.among(p.Types, name)
		if len(in) == 0 || !last && f.Kind != "reference" {
			return p, false
		}
		p.Types = in
		if last {
			p.Field = f
			return p, true
		}
		p.Hops = append(p.Hops, Hop{name, in})
		if p.Types = r.targets(in, name); len(p.Types) == 0 {
			return p, false
		}
	}
	return p, false
}

// among gives the types that have the field, filterable, all of one kind: that of the first.
func (r *Registry) among(types []string, name string) (first published.Field, in []string) {
	for _, typ := range types {
		f, ok := r.field(typ, name)
		if !ok || !f.Filterable || classes[f.Kind] == notComparable || len(in) > 0 && f.Kind != first.Kind {
			continue
		}
		if len(in) == 0 {
			first = f
		} else if !slices.Equal(first.Values, f.Values) || !slices.Equal(first.To, f.To) {
			first.Values = union(first.Values, f.Values)
			first.To = union(first.To, f.To)
		}
		in = append(in, typ)
	}
	return first, in
}

func union(a, b []string) []string {
	out := slices.Concat(a, b)
	slices.Sort(out)
	return slices.Compact(out)
}

// targets gives the types that a reference leads to from any of some types, those left out that the caller may not know.
func (r *Registry) targets(types []string, name string) []string {
	var to []string
	for _, typ := range types {
		if f, ok := r.field(typ, name); ok {
			to = append(to, f.To...)
		}
	}
	to = slices.DeleteFunc(to, func(t string) bool { return r.Types[t] == nil })
	slices.Sort(to)
	return slices.Compact(to)
}

// sortPath finds what an order names.
func (r *Registry) sortPath(typ, name string) (p Path, ok bool) {
	p = Path{Name: name, Types: []string{typ}}
	if p.Field, p.Own = named(own, name); p.Own {
		return p, true
	}
	if p.Field, p.Meta = named(r.Meta, name); p.Meta {
		return p, p.Field.Sortable
	}
	p.Field, ok = r.field(typ, name)
	return p, ok && p.Field.Sortable
}

// byDefault gives the order that a type has by itself: by its sort field or its title, by id where the caller may not know that.
func (r *Registry) byDefault(typ string) Order {
	t := r.Types[typ]
	name, descending := t.Order()
	if name == "" || r.Hidden[typ][name] {
		return Order{Path: Path{Name: "id", Types: []string{typ}, Field: own[0], Own: true}}
	}
	f, ok := t.Field(name)
	if !ok {
		f.Name = name // published by a version that did not say more
	}
	return Order{Path{Name: name, Types: []string{typ}, Field: f}, descending}
}

func named(fields []published.Field, name string) (published.Field, bool) {
	for _, f := range fields {
		if f.Name == name {
			return f, true
		}
	}
	return published.Field{}, false
}
