package publishing

import (
	"slices"

	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/schema"
)

// descriptors says what queries may know of a type's fields, and of the components that stand in it. What is not shown does not
// exist for a query: in the published view that is what not everybody may read.
func descriptors(t *schema.Type, shown func(*schema.Field) bool) ([]published.Field, map[string][]published.Field) {
	d := describer{components: map[string][]published.Field{}}
	fields := d.fields("", slices.DeleteFunc(t.Fields(), func(f *schema.Field) bool { return !shown(f) }))
	if t.Tree() {
		fields = append(fields, treeFields(t)...)
	}
	return fields, d.components
}

type describer struct{ components map[string][]published.Field }

// fields describes the fields at a place: one component inside another, declared in its place, has that place for a name.
func (d *describer) fields(place string, fields []*schema.Field) []published.Field {
	out := make([]published.Field, 0, len(fields))
	for _, f := range fields {
		one := published.Field{
			Name: f.Name(), Kind: f.Kind(), Localized: f.Localized(), Many: f.Many(), Filterable: f.Filterable(), Sortable: f.Sortable(),
			Searchable: f.Searchable() && f.Public(), To: f.To(), Restricted: !f.Public(),
			Help: f.Help()["en"],
		}
		for _, v := range f.Values() {
			one.Values = append(one.Values, v.Value)
		}
		for _, c := range f.Components() {
			one.Components = append(one.Components, d.component(place+"."+f.Name(), c))
		}
		out = append(out, one)
	}
	return out
}

// component describes a component once, and gives its name.
func (d *describer) component(place string, c *schema.Component) string {
	name := c.Name()
	if name == "" {
		name = place // begins with a dot, as no name does
	}
	if _, done := d.components[name]; !done {
		d.components[name] = nil // a component may hold itself
		d.components[name] = d.fields(name, c.Fields())
	}
	return name
}
