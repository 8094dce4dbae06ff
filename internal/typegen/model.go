package typegen

import (
	"maps"
	"slices"

	"github.com/portico-cms/portico/internal/schema"
)

// contentModel is a model as the generators see it: what is public, with the names of the types to write.
type contentModel struct {
	hash       string
	contents   []*record // by their name in the model
	components []*record // those that something public holds
	enums      []*enumeration
}

// record is a content type's fields, or a component.
type record struct {
	name  string // of the type to write
	wire  string // in the model; "" for a component that is declared inside its field
	doc   []string
	props []*prop
	block bool // whether it stands in blocks
}

// prop is one field.
type prop struct {
	wire     string
	doc      []string // label, help, form
	shape    shape
	record   *record      // component
	enum     *enumeration // choice
	to       []*record    // reference
	blocks   []*record    // block
	required bool         // whether a published entry has it
	many     bool
}

// nullable is the documentation of a field where types do not say what may be missing.
func (p *prop) nullable() []string {
	if p.required || p.many {
		return p.doc
	}
	return append(slices.Clone(p.doc), "Null where it is missing.")
}

// enumeration is the values of one field.
type enumeration struct {
	name   string
	doc    []string
	values []schema.Value
}

// collector names the types of a model in an order that does not change with what stands in no relation to them.
type collector struct {
	out        *contentModel
	names      *names
	contents   map[string]*record
	components map[*schema.Component]*record
}

func contentModelOf(m *schema.Model) *contentModel {
	c := &collector{
		out: &contentModel{hash: m.Hash()}, names: newNames(taken...),
		contents: map[string]*record{}, components: map[*schema.Component]*record{},
	}
	for _, t := range m.Types() {
		base := pascal(t.Name())
		r := &record{wire: t.Name(), doc: []string{t.Label()["en"], t.Description()["en"]}}
		r.name = c.names.take([]string{"Fields"}, base, base+"Content")
		c.contents[t.Name()] = r
		c.out.contents = append(c.out.contents, r)
	}
	used := usedComponents(m)
	for _, name := range slices.Sorted(maps.Keys(used)) {
		base := pascal(name)
		r := &record{wire: name, doc: []string{used[name].Label()["en"], used[name].Description()["en"]}}
		r.name = c.names.take([]string{"Block"}, base, base+"Component")
		c.components[used[name]] = r
		c.out.components = append(c.out.components, r)
	}
	for _, t := range m.Types() {
		c.fill(c.contents[t.Name()], t.Fields(), false)
	}
	for _, name := range slices.Sorted(maps.Keys(used)) {
		c.fill(c.components[used[name]], used[name].Fields(), true)
	}
	return c.out
}

// usedComponents gives the components with files of their own that public fields lead to, by name.
func usedComponents(m *schema.Model) map[string]*schema.Component {
	used := map[string]*schema.Component{}
	var walk func(fields []*schema.Field)
	walk = func(fields []*schema.Field) {
		for _, f := range fields {
			if !f.Public() {
				continue
			}
			for _, c := range f.Components() {
				if name := c.Name(); name != "" {
					if used[name] != nil {
						continue
					}
					used[name] = c
				}
				walk(c.Fields())
			}
		}
	}
	for _, t := range m.Types() {
		walk(t.Fields())
	}
	return used
}

func (c *collector) fill(r *record, fields []*schema.Field, nested bool) {
	for _, f := range fields {
		if f.Public() {
			r.props = append(r.props, c.prop(r, f, nested))
		}
	}
}

func (c *collector) prop(owner *record, f *schema.Field, nested bool) *prop {
	form := formOf(f.Kind(), nested)
	p := &prop{
		wire: f.Name(), shape: form.shape, many: f.Many(), required: f.Required() && f.When() == nil,
		doc: []string{f.Label()["en"], f.Help()["en"], form.note},
	}
	switch p.shape {
	case choice:
		p.enum = &enumeration{doc: []string{f.Label()["en"]}, values: f.Values()}
		p.enum.name = c.derived(owner, f)
		c.out.enums = append(c.out.enums, p.enum)
	case reference:
		// One whose target is not published is left out of an answer, whatever the model says.
		p.required = p.required && p.many
		for _, name := range f.To() {
			p.to = append(p.to, c.contents[name])
		}
	case component:
		p.record = c.component(owner, f)
	case block:
		for _, b := range f.Components() {
			r := c.components[b]
			r.block = true
			p.blocks = append(p.blocks, r)
		}
	}
	return p
}

// component gives the type of a component field, which is made here where the field declares it.
func (c *collector) component(owner *record, f *schema.Field) *record {
	declared := f.Components()[0]
	if declared.Name() != "" {
		return c.components[declared]
	}
	r := &record{name: c.derived(owner, f), doc: []string{f.Label()["en"], f.Help()["en"]}}
	c.out.components = append(c.out.components, r)
	c.fill(r, declared.Fields(), true)
	return r
}

// derived names a type after the field that it is for.
func (c *collector) derived(owner *record, f *schema.Field) string {
	name := owner.name + pascal(f.Name())
	return c.names.take(nil, name[:min(len(name), maxName)])
}
