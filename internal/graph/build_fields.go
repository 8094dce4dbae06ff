package graph

import (
	"slices"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/portico-cms/portico/internal/published"
)

// scalars are those of the kinds whose values have nothing inside. A kind that is not known here, of a newer version, is JSON.
var scalars = map[string]string{
	"text": "String", "long-text": "String", "slug": "String", "email": "String", "url": "String", "telephone": "String",
	"computed": "String", "color": "String", "duration": "String", "tags": "String", "key": "String", "markdown": "String",
	"enumeration": "String", "id": "ID", "rich-text": "RichText", "integer": "Integer", "number": "Float", "decimal": "Decimal",
	"boolean": "Boolean", "date": "Date", "date-time": "DateTime", "media": "Media", "geo-point": "GeoPoint", "json": "JSON",
}

// fieldsInto defines the fields of an entry or component. All may be null: which of them a draft, or a locale, lacks is not known.
func (b *builder) fieldsInto(d *ast.Definition, o *object, fields []published.Field) {
	used := taken(d)
	for _, pf := range fields {
		name := used.take(plain(pf.Name), plain(pf.Name)+"_")
		f, t := b.field(o, name, pf)
		o.fields[name] = f
		var args []*ast.ArgumentDefinition
		if f.formats {
			format := b.arg("format", "", b.needed("TextFormat"))
			format.DefaultValue = &ast.Value{Kind: ast.EnumValue, Raw: "HTML", Position: b.at}
			args = append(args, format)
		}
		if f.Many {
			t.NonNull = true
			t = b.list(t)
		}
		b.add(d, name, pf.Help, t, args...)
	}
}

// field says what a field is, with the type of one value.
func (b *builder) field(o *object, name string, pf published.Field) (*field, *ast.Type) {
	f := &field{Field: pf}
	under := o.name + pascal(name)
	switch {
	case pf.Kind == "reference":
		return f, b.named(b.reference(f, under))
	case pf.Kind == "enumeration" && len(pf.Values) > 0:
		f.scalar, f.enum = b.enumeration(under, pf)
	case (pf.Kind == "component" || pf.Kind == "blocks") && len(pf.Components) > 0:
		return f, b.named(b.inside(f, o, under))
	default:
		if f.scalar = scalars[pf.Kind]; f.scalar == "" {
			f.scalar = "JSON"
		}
		f.formats = pf.Kind == "markdown" || pf.Kind == "rich-text"
	}
	return f, b.named(f.scalar)
}

// reference gives the type of what a reference leads to: an entry of its type, one of several, or, where none of the types is
// for everybody, an Entry that is never there.
func (b *builder) reference(f *field, under string) string {
	f.to = map[string]*object{}
	var members []string
	for _, typ := range f.To {
		if o := b.entries[typ]; o != nil && f.to[typ] == nil {
			f.to[typ] = o
			members = append(members, o.name)
		}
	}
	return b.oneOf(members, under, "Entry")
}

func (b *builder) inside(f *field, o *object, under string) string {
	f.inside = map[string]*object{}
	var members []string
	for _, key := range f.Components {
		c := b.component(o.typ, under, key)
		if f.inside[key] = c; !slices.Contains(members, c.name) {
			members = append(members, c.name)
		}
	}
	if f.Kind == "component" && len(members) == 1 {
		return members[0]
	}
	return b.union(members, under)
}

func (b *builder) oneOf(members []string, under, none string) string {
	switch len(members) {
	case 0:
		return none
	case 1:
		return members[0]
	}
	return b.union(members, under)
}

func (b *builder) union(members []string, name string) string {
	d := b.define(ast.Union, b.types.take(name, name+"Union"), "")
	d.Types = members
	d.TypePositions = slices.Repeat([]*ast.Position{b.at}, len(members))
	return d.Name
}

// enumeration defines the values of a field. In name, they keep their letters.
func (b *builder) enumeration(under string, f published.Field) (name string, values map[string]string) {
	d := b.define(ast.Enum, b.types.take(under, under+"Value"), "")
	values = map[string]string{}
	used := names{}
	for _, v := range f.Values {
		if values[v] != "" {
			continue
		}
		values[v] = used.take(valueName(v))
		help := ""
		if values[v] != v {
			help = v
		}
		d.EnumValues = append(d.EnumValues, &ast.EnumValueDefinition{Name: values[v], Description: help, Position: b.at})
	}
	return d.Name, values
}
