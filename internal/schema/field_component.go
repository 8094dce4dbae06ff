package schema

import (
	"maps"
	"slices"
	"strconv"
)

// componentKind is a group of fields inside an entry, once, or repeated with `many`. The group is declared in its place
// (`fields`) or by the name of a file in components (`component`).
type componentKind struct{}

func (componentKind) traits() traits {
	return traits{options: []string{"fields", "component", "many", "minItems", "maxItems"}, repeats: true}
}

func (componentKind) declare(d *declaration) {
	inPlace, named := d.source.places.Has(d.pointer+"/fields"), d.raw.Component != ""
	switch {
	case d.failed("/fields") || d.failed("/component"):
	case inPlace && named:
		d.at("/component", "bad_option", "the component is declared in its place already: take out fields or component")
	case named:
		if d.field.component = d.components[d.raw.Component]; d.field.component == nil {
			d.at("/component", "unknown_component", "there is no component %.40q%s", d.raw.Component, d.componentNames())
		}
	case !inPlace:
		d.at("", "required", "a component says which fields it has, or names its file: component: quote")
	}
}

// inline reads the fields of a component that is declared in its place.
func (d *declaration) inline() {
	if d.raw.Kind != "component" || d.failed("/fields") || !d.source.places.Has(d.pointer+"/fields") {
		return
	}
	if d.depth >= maxNested {
		d.at("/fields", "too_deep", "components stand inside one another more than %d times: give this one a file of its own", maxNested)
		return
	}
	d.field.component = &Component{label: d.raw.Label}
	d.source.readFields(d.pointer, &d.field.component.fieldSet, d.raw.Fields, d)
}

func (d *declaration) componentNames() string {
	names := slices.DeleteFunc(slices.Sorted(maps.Keys(d.components)), func(s string) bool { return !TypeName.MatchString(s) })
	if len(names) == 0 {
		return ": the folder components has none"
	}
	return orNothing("; there are ", names)
}

func (componentKind) value(f *Field, v any) (any, []Issue) {
	m, ok := v.(map[string]any)
	if !ok {
		return nil, wrong("wrong_type", "must be an object with %s, not %s", f.component.fieldNames(), typeName(v))
	}
	out, issues := f.component.value(m, nil)
	if len(out) == 0 {
		return nil, issues
	}
	return out, issues
}

// value checks the fields of one component; own are the keys that it has besides them.
func (c *Component) value(m map[string]any, own []string) (map[string]any, []Issue) {
	out := map[string]any{}
	var issues []Issue
	for _, name := range slices.Sorted(maps.Keys(m)) {
		if f := c.Field(name); f == nil && !slices.Contains(own, name) {
			issues = append(issues, below(pointerTo(name), wrong("unknown_field", "has no field %.80q; it has %s", name, c.fieldNames()))...)
		}
	}
	for _, f := range c.fields {
		if f.kindName == "computed" {
			continue
		}
		normal, found := f.check(m[f.name])
		if normal != nil && fit(found) {
			out[f.name] = normal
		}
		for _, issue := range below("/"+f.name, found) {
			issue.Message = f.name + " " + issue.Message
			issues = append(issues, issue)
		}
	}
	get := func(name string) any { return out[name] }
	for _, f := range c.fields {
		if s := f.Compute(get); s != "" {
			out[f.name] = s
		}
	}
	for _, f := range c.fields {
		if f.required && out[f.name] == nil && empty(m[f.name]) && (f.when == nil || f.when.Holds(out[f.when.Field.name])) {
			issues = append(issues, below("/"+f.name, unfit("required", "%s is missing", f.name))...)
		}
	}
	return out, issues
}

// fit says whether a draft may have a value with these issues.
func fit(issues []Issue) bool {
	return !slices.ContainsFunc(issues, func(i Issue) bool { return !i.AtPublish })
}

// ComponentOf gives the component that one value of the field is: the field's own, or that which a block names; nil where the
// field has no components, or the value is none.
func (f *Field) ComponentOf(v any) *Component {
	m, ok := v.(map[string]any)
	if !ok {
		return nil
	}
	if f.kindName != "blocks" {
		return f.component
	}
	name, _ := m["$type"].(string)
	for _, c := range f.components {
		if c.name == name {
			return c
		}
	}
	return nil
}

// Holds says whether entries of the type have values of a kind, in components too.
func (t *Type) Holds(kind string) bool { return holds(t.fields, kind, map[*Component]bool{}) }

// holds looks into each component once: one may hold itself.
func holds(fields []*Field, kind string, seen map[*Component]bool) bool {
	return slices.ContainsFunc(fields, func(f *Field) bool {
		return f.kindName == kind || slices.ContainsFunc(f.Components(), func(inner *Component) bool {
			if seen[inner] {
				return false
			}
			seen[inner] = true
			return holds(inner.fields, kind, seen)
		})
	})
}

// Components gives the components that the field's values may be; none where the field is neither a component nor blocks.
func (f *Field) Components() []*Component {
	if f.component != nil {
		return []*Component{f.component}
	}
	return slices.Clone(f.components)
}

func item(i int) string { return "/" + strconv.Itoa(i) }
