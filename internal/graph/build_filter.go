package graph

import (
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/query"
)

// input is the conditions on entries, of a type or behind a reference.
type input struct {
	name   string
	fields map[string]*inputField // by their names in GraphQL
}

// inputField is what one field can be asked.
type inputField struct {
	name   string            // in the model
	enum   map[string]string // name → value
	behind *input            // the entries that a reference leads to
}

// kinds of values with the input that has their operators: those of query.Ops, which a test holds together.
var conditions = map[string]string{
	"text": "TextConditions", "slug": "TextConditions", "email": "TextConditions", "url": "TextConditions", "telephone": "TextConditions",
	"computed": "TextConditions", "tags": "TextConditions", "key": "TextConditions", "id": "IDConditions", "boolean": "BooleanConditions",
	"integer": "IntegerConditions", "number": "NumberConditions", "decimal": "DecimalConditions", "date": "DateConditions",
	"date-time": "DateTimeConditions", "enumeration": "ChoiceConditions",
}

// maxHops is how many references a path of three names follows.
const maxHops = 2

// filterOf defines the conditions on a type's entries, with and, or, not.
func (b *builder) filterOf(o *object) *input {
	d := b.define(ast.InputObject, b.types.take(o.name+"Filter"), "Conditions that hold together")
	b.add(d, "and", "", b.several(d.Name))
	b.add(d, "or", "one of them holds", b.several(d.Name))
	b.add(d, "not", "", b.named(d.Name))
	return b.conditionsInto(d, o.name, []string{o.typ.Name}, maxHops)
}

// conditionsInto adds what may be asked of entries of some types.
func (b *builder) conditionsInto(d *ast.Definition, under string, types []string, hops int) *input {
	in := &input{name: d.Name, fields: map[string]*inputField{}}
	b.inputs[d.Name] = in
	used := taken(d)
	for _, f := range append(query.Own(), b.registry.Conditions(types)...) {
		name := plain(f.Name)
		if used[name] { // and, or, not, id…: those of the query's own go before
			continue
		}
		used[name] = true
		one := &inputField{name: f.Name}
		kind := b.conditions(one, under+pascal(name), f, types, hops)
		if kind == "" {
			continue
		}
		in.fields[name] = one
		b.add(d, name, "", b.named(kind))
	}
	return in
}

// conditions gives the name of the input for a field.
func (b *builder) conditions(one *inputField, under string, f published.Field, types []string, hops int) string {
	switch {
	case f.Kind == "reference":
		return b.referenceConditions(one, f, hops)
	case f.Kind == "enumeration" && len(f.Values) > 0:
		enum, values := b.enumerationOf(under, f, types)
		one.enum = map[string]string{}
		for value, name := range values {
			one.enum[name] = value
		}
		key := "enum " + enum
		if b.fields[key] == "" {
			d := b.define(ast.InputObject, b.types.take(enum+"Conditions"), "")
			b.fields[key] = d.Name
			b.add(d, "eq", "", b.named(enum))
			b.add(d, "ne", "", b.named(enum))
			b.add(d, "in", "", b.several(enum))
			b.add(d, "nin", "", b.several(enum))
			b.add(d, "exists", "", b.named("Boolean"))
		}
		return b.fields[key]
	}
	return conditions[f.Kind]
}

// enumerationOf finds the enumeration of a field, or defines one for fields of several types that have different values.
func (b *builder) enumerationOf(under string, f published.Field, types []string) (string, map[string]string) {
	for _, typ := range types {
		for _, have := range b.fieldsOf(typ) {
			if have.Name == f.Name && have.enum != nil && slices.Equal(have.Values, f.Values) {
				return have.scalar, have.enum
			}
		}
	}
	return b.enumeration(under, f)
}

func (b *builder) fieldsOf(typ string) map[string]*field {
	if o := b.entries[typ]; o != nil {
		return o.fields
	}
	return nil
}

// referenceConditions defines what may be asked of a reference: which entry it leads to, and what that entry has. Behind the last
// reference that a path may follow there are no more entries to ask.
func (b *builder) referenceConditions(one *inputField, f published.Field, hops int) string {
	targets := slices.Clone(f.To)
	slices.Sort(targets)
	targets = slices.DeleteFunc(slices.Compact(targets), func(t string) bool { return b.Schema.types[t] == nil })
	if hops == 0 || len(targets) == 0 {
		return "IDConditions"
	}
	key := strings.Repeat("+", hops) + strings.Join(targets, "|")
	under := b.entries[targets[0]].name
	if len(targets) > 1 {
		under += "Or" + b.entries[targets[1]].name
	}
	if len(targets) > 2 {
		under += "OrOther"
	}
	if hops < maxHops {
		under += "Behind"
	}
	if b.fields[key] == "" {
		entry := b.define(ast.InputObject, b.types.take(under+"Conditions"), "Conditions on an entry that a reference leads to: each for itself")
		d := b.define(ast.InputObject, b.types.take(under+"Reference"), "")
		b.fields[key] = d.Name
		for _, op := range []string{"eq", "ne"} {
			b.add(d, op, "an id, or `type/id`", b.named("ID"))
		}
		for _, op := range []string{"in", "nin"} {
			b.add(d, op, "", b.several("ID"))
		}
		b.add(d, "exists", "", b.named("Boolean"))
		b.add(d, "entry", "the entry that it leads to", b.named(entry.Name))
		b.behind[d.Name] = b.conditionsInto(entry, under, targets, hops-1)
	}
	one.behind = b.behind[b.fields[key]]
	return b.fields[key]
}
