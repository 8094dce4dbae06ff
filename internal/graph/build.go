package graph

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/query"
)

// builder adds what the content types have to the part of the schema that is the same for all.
type builder struct {
	*Schema

	doc        *ast.SchemaDocument
	types      names // of GraphQL types
	roots      names // of root fields
	registry   query.Registry
	components map[string]*object // by what they are, see component
	fields     map[string]string  // names of inputs by what they are about
	behind     map[string]*input  // the conditions on entries, by the name of a reference's input
	at         *ast.Position
}

func newBuilder(s *Schema, doc *ast.SchemaDocument) *builder {
	b := &builder{
		Schema: s, doc: doc, types: names{}, roots: names{"site": true, "menu": true, "search": true},
		registry: query.Registry{Types: s.types}, components: map[string]*object{}, fields: map[string]string{}, behind: map[string]*input{},
		at: &ast.Position{Src: &ast.Source{Name: "model"}},
	}
	for _, d := range doc.Definitions {
		b.types[d.Name] = true
	}
	return b
}

// build goes by the types' names in the model, so that the same model always has the same names: content types first, then what
// they are made of.
func (b *builder) build() {
	order := slices.Sorted(maps.Keys(b.Schema.types))
	for _, name := range order {
		o := &object{name: b.types.take(pascal(name), pascal(name)+"Entry"), typ: b.Schema.types[name], fields: map[string]*field{}}
		b.entries[name], b.objects[o.name] = o, o
	}
	root := b.doc.Definitions.ForName("Query")
	for _, name := range order {
		b.entry(b.entries[name])
	}
	for _, name := range order {
		b.rootsOf(root, b.entries[name])
	}
	b.searching(root, order)
}

func (b *builder) define(kind ast.DefinitionKind, name, help string) *ast.Definition {
	d := &ast.Definition{Kind: kind, Name: name, Description: help, Position: b.at}
	b.doc.Definitions = append(b.doc.Definitions, d)
	return d
}

func (b *builder) add(d *ast.Definition, name, help string, t *ast.Type, args ...*ast.ArgumentDefinition) {
	d.Fields = append(d.Fields, &ast.FieldDefinition{Name: name, Description: help, Type: t, Arguments: args, Position: b.at})
}

func (b *builder) arg(name, help string, t *ast.Type) *ast.ArgumentDefinition {
	return &ast.ArgumentDefinition{Name: name, Description: help, Type: t, Position: b.at}
}

func (b *builder) named(name string) *ast.Type   { return ast.NamedType(name, b.at) }
func (b *builder) needed(name string) *ast.Type  { return ast.NonNullNamedType(name, b.at) }
func (b *builder) list(of *ast.Type) *ast.Type   { return ast.ListType(of, b.at) }
func (b *builder) several(name string) *ast.Type { return b.list(b.needed(name)) }
func (b *builder) neededs(name string) *ast.Type { return ast.NonNullListType(b.needed(name), b.at) }

// taken are the names of the fields that a definition has.
func taken(d *ast.Definition) names {
	n := names{}
	for _, f := range d.Fields {
		n[f.Name] = true
	}
	return n
}

// entry defines a content type.
func (b *builder) entry(o *object) {
	d := b.define(ast.Object, o.name, o.typ.Help)
	d.Interfaces = []string{"Entry"}
	d.Fields = slices.Clone(b.doc.Definitions.ForName("Entry").Fields)
	b.fieldsInto(d, o, o.typ.Fields)
}

// rootsOf defines the root fields that ask for a type's entries.
func (b *builder) rootsOf(rootType *ast.Definition, o *object) {
	where := []*ast.ArgumentDefinition{
		b.arg("locale", "one of the site's", b.named("Locale")),
		b.arg("fallback", "auto, none, or the locales to try one after the other", b.several("String")),
	}
	one := camel(o.typ.Name)
	if o.typ.Singleton {
		one = b.roots.take(one, one+"Entry")
		b.Schema.roots[one] = &root{kind: theEntry, entry: o}
		b.add(rootType, one, o.typ.Help, b.named(o.name), where...)
		return
	}
	byWhat := []*ast.ArgumentDefinition{b.arg("id", "", b.named("ID"))}
	if o.typ.Slug != "" {
		byWhat = append(byWhat, b.arg("slug", "", b.named("String")))
	}
	single := b.roots.take(one, one+"Entry")
	b.Schema.roots[single] = &root{kind: oneEntry, entry: o}
	b.add(rootType, single, "by its id or slug; null where there is no such entry", b.named(o.name), append(byWhat, where...)...)

	r := &root{kind: manyEntries, entry: o}
	page := b.page(o, r)
	r.filter = b.filterOf(o)
	r.sorting = b.sortOf(o)
	args := []*ast.ArgumentDefinition{
		b.arg("filter", "the conditions of an object hold together", b.named(r.filter.name)),
		b.arg("sort", "", b.several(r.sorting)),
		b.arg("first", "entries of a page, 1 to 100, 20 where it is not given", b.named("Int")),
		b.arg("after", "a cursor of another page", b.named("String")),
	}
	if o.typ.Searchable() {
		args = append(args, b.arg("q", `words, "phrases", -exclusions and prefix*`, b.named("String")))
	}
	many := b.roots.take(plural(one), one+"List")
	b.Schema.roots[many] = r
	b.add(rootType, many, o.typ.Help, b.named(page), append(args, where...)...)
}

// page defines what a list is answered with, and gives its name.
func (b *builder) page(o *object, r *root) string {
	page := b.define(ast.Object, b.types.take(o.name+"Page"), "")
	edge := b.define(ast.Object, b.types.take(o.name+"Edge"), "")
	b.add(edge, "cursor", "", b.needed("String"))
	b.add(edge, "node", "", b.needed(o.name))
	b.add(page, "nodes", "", b.neededs(o.name))
	b.add(page, "edges", "", b.neededs(edge.Name))
	b.add(page, "pageInfo", "", b.needed("PageInfo"))
	b.add(page, "totalCount", "entries of the whole result", b.needed("Integer"))
	if facets := b.facets(o, r); facets != "" {
		b.add(page, "facets", "how often values stand in the whole result, the 100 most frequent ones; five fields at most", b.needed(facets))
	}
	return page.Name
}

func (b *builder) facets(o *object, r *root) string {
	r.facets = map[string]*field{}
	var d *ast.Definition
	for _, name := range slices.Sorted(maps.Keys(o.fields)) {
		f := o.fields[name]
		if !query.Facetable(f.Field) {
			continue
		}
		if d == nil {
			d = b.define(ast.Object, b.types.take(o.name+"Facets"), "")
		}
		count := "TextCount"
		switch {
		case f.Kind == "boolean":
			count = "BooleanCount"
		case f.enum != nil:
			c := b.define(ast.Object, b.types.take(f.scalar+"Count"), "")
			b.add(c, "value", "null for a value that the model has no longer", b.named(f.scalar))
			b.add(c, "count", "", b.needed("Integer"))
			count = c.Name
		}
		b.add(d, name, "", b.neededs(count))
		r.facets[name] = f
	}
	if d == nil {
		return ""
	}
	return d.Name
}

// sortOf defines the orders of a type.
func (b *builder) sortOf(o *object) string {
	d := b.define(ast.Enum, b.types.take(o.name+"Sort"), "")
	put := func(name, field string) {
		for _, descending := range []bool{false, true} {
			value := name + map[bool]string{false: "_ASC", true: "_DESC"}[descending]
			d.EnumValues = append(d.EnumValues, &ast.EnumValueDefinition{Name: value, Position: b.at})
			b.sorts[d.Name+"."+value] = query.Sort{Name: field, Descending: descending}
		}
	}
	for _, f := range query.Own() {
		put(f.Name, f.Name)
	}
	for _, name := range slices.Sorted(maps.Keys(o.fields)) {
		if f := o.fields[name]; f.Sortable && !query.IsOwn(f.Name) {
			put(name, f.Name)
		}
	}
	return d.Name
}

func (b *builder) searching(rootType *ast.Definition, order []string) {
	var d *ast.Definition
	used := names{}
	for _, name := range order {
		if !b.entries[name].typ.Searchable() {
			continue
		}
		if d == nil {
			d = b.define(ast.Enum, b.types.take("SearchableType"), "Content types in which words can be looked for")
		}
		value := used.take(valueName(name))
		d.EnumValues = append(d.EnumValues, &ast.EnumValueDefinition{Name: value, Position: b.at})
		b.sorts[d.Name+"."+value] = query.Sort{Name: name}
	}
	if d == nil {
		return
	}
	b.Schema.roots["search"] = &root{kind: searching, sorting: d.Name}
	b.add(rootType, "search", "Full text over several types", b.named("SearchPage"),
		b.arg("q", `words, "phrases", -exclusions and prefix*`, b.needed("String")),
		b.arg("types", "all where it is not given", b.several(d.Name)),
		b.arg("first", "entries of a page, 1 to 100, 20 where it is not given", b.named("Int")),
		b.arg("after", "a cursor of another page", b.named("String")),
		b.arg("locale", "one of the site's", b.named("Locale")),
		b.arg("fallback", "auto, none, or the locales to try one after the other", b.several("String")))
}

// component defines a component once. The same name may stand for two things, where types were published at different times: what
// it is, with all that it holds, tells them apart.
func (b *builder) component(t *published.Type, under, key string) *object {
	closure := map[string][]published.Field{}
	reach(t, key, closure)
	what, _ := json.Marshal(closure) // of our own types: it cannot fail
	id := key + string(what)
	if key != "" && key[0] == '.' {
		id = t.Name + id // declared in its place: it belongs to the type
	}
	if o := b.components[id]; o != nil {
		return o
	}
	name := pascal(key)
	if key == "" || key[0] == '.' {
		name = under
	}
	o := &object{name: b.types.take(name, name+"Component"), typ: t, fields: map[string]*field{}}
	b.components[id], b.objects[o.name] = o, o
	d := b.define(ast.Object, o.name, "")
	b.add(d, "_key", "the key of a block, which stays when blocks are moved", b.named("String"))
	b.fieldsInto(d, o, t.Components[key])
	return o
}

func reach(t *published.Type, key string, found map[string][]published.Field) {
	if _, done := found[key]; done {
		return
	}
	found[key] = t.Components[key]
	for _, f := range t.Components[key] {
		for _, inner := range f.Components {
			reach(t, inner, found)
		}
	}
}
