package schema

import (
	"maps"
	"slices"
)

// LocalePattern is the form of a locale's tag.
const LocalePattern = "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"

// DocumentSchema gives the JSON Schema (draft 2020-12) of what an entry of the type may be sent as: {shared, locales}. It asks for no
// value, since a draft may be without; it says what values there are and leaves what fields say of each other to the server.
// What forms need besides stands in x-portico: kind, label, help, required, localized, condition.
func (t *Type) DocumentSchema() map[string]any {
	d := documentSchema{defs: object{}}
	shared, localized := d.documents(t)
	out := object{
		"$schema": "https://json-schema.org/draft/2020-12/schema", "title": t.label["en"], "type": "object", "additionalProperties": false,
		"properties": object{
			"shared": shared,
			"locales": object{
				"type": "object", "propertyNames": object{"pattern": LocalePattern}, "additionalProperties": localized,
			},
		},
		"x-portico": object{
			"type": t.name, "label": t.Label(), "description": t.Description(), "singleton": t.singleton, "tree": t.tree,
			"review": t.review, "audiences": t.Audiences(), "title": t.title.name, "fields": fieldOrder(t.fields), "preview": maps.Clone(t.preview),
		},
	}
	if t.slug != nil {
		out["x-portico"].(object)["slug"] = t.slug.name
	}
	if len(d.defs) > 0 {
		out["$defs"] = d.defs
	}
	return out
}

func fieldOrder(fields []*Field) []string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.name
	}
	return names
}

// closed is an object that has these properties and no other.
func closed(properties object) object {
	return object{"type": "object", "properties": properties, "additionalProperties": false}
}

type documentSchema struct {
	defs    object   // components with a file of their own, which may hold themselves
	classes *classes // of an API's description; nil for a document by itself
	stored  bool     // what is read, not what may be sent: canonical, and nothing is null
}

func (d *documentSchema) field(f *Field) object {
	s := d.value(f)
	if f.many && f.kindName != "tags" && f.kindName != "blocks" {
		s = f.counted(object{"type": "array", "items": s, "maxItems": MaxItems})
	}
	if d.classes != nil {
		return d.described(f, s)
	}
	s = object{"anyOf": []any{s, object{"type": "null"}}} // null takes a value out
	s["x-portico"] = f.describe()
	if f.kindName == "computed" {
		s["readOnly"] = true
	}
	return s
}

// describe gives what a form shows of a field.
func (f *Field) describe() object {
	out := object{"kind": f.kindName, "label": f.Label(), "localized": f.localized, "required": f.required, "many": f.Many()}
	optional := func(name string, set bool, v any) {
		if set {
			out[name] = v
		}
	}
	optional("help", len(f.help) > 0, f.Help())
	optional("default", f.def != nil, f.Default())
	optional("from", f.from != "", f.from)
	optional("sources", len(f.formula) > 0, sourceNames(f))
	optional("to", len(f.to) > 0, f.To())
	optional("accept", len(f.accept) > 0, f.Accept())
	optional("unique", f.unique, true)
	optional("filterable", f.filterable, true)
	optional("sortable", f.sortable, true)
	optional("searchable", f.searchable, true)
	optional("readableBy", len(f.readableBy) > 0, slices.Clone(f.readableBy))
	optional("writableBy", len(f.writableBy) > 0, slices.Clone(f.writableBy))
	if f.when != nil {
		out["when"] = object{"field": f.when.Field.name, "is": slices.Clone(f.when.Is)}
	}
	if f.kindName == "enumeration" {
		values := make([]any, len(f.values))
		for i, v := range f.values {
			values[i] = object{"value": v.Value, "label": maps.Clone(v.Label)}
		}
		out["values"] = values
	}
	return out
}

func sourceNames(f *Field) (out []string) {
	for _, source := range f.Sources() {
		out = append(out, source.name)
	}
	return out
}

// value gives the schema of one value.
func (d *documentSchema) value(f *Field) object {
	switch f.kindName {
	case "boolean":
		return object{"type": "boolean"}
	case "integer":
		return f.bounds(object{"type": "integer"})
	case "number":
		return f.bounds(object{"type": "number"})
	case "decimal":
		if d.stored {
			return f.bounds(object{"type": "string"})
		}
		return f.bounds(object{"type": []any{"string", "number"}})
	case "json":
		return object{}
	case "rich-text":
		return object{"type": []any{"object", "string"}, "additionalProperties": true}
	case "geo-point":
		return closed(object{
			"lat": object{"type": "number", "minimum": -90, "maximum": 90}, "lng": object{"type": "number", "minimum": -180, "maximum": 180},
		})
	case "tags":
		return f.counted(object{"type": "array", "maxItems": maxTags, "items": object{"type": "string"}})
	case "reference", "media":
		key := map[string]string{"reference": "$ref", "media": "$media"}[f.kindName]
		if d.stored {
			return closed(object{key: object{"type": "string"}})
		}
		return object{"anyOf": []any{closed(object{key: object{"type": "string"}}), object{"type": "string"}}}
	case "component":
		return d.component(f.component, nil)
	case "blocks":
		var blocks []any
		for _, c := range f.components {
			blocks = append(blocks, d.component(c, object{"$type": object{"const": c.name}, "$key": object{"type": "string"}}))
		}
		return f.counted(object{"type": "array", "maxItems": MaxItems, "items": object{"anyOf": blocks}})
	case "date", "date-time", "duration":
		return f.spans(object{"type": "string"})
	case "enumeration":
		values := make([]any, len(f.values))
		for i, v := range f.values {
			values[i] = v.Value
		}
		return object{"type": "string", "examples": values} // a draft may have another; publishing refuses it
	}
	return f.lengths(object{"type": "string"})
}

func (f *Field) bounds(s object) object {
	if f.min != nil {
		s["x-minimum"] = *f.min // asked at publication
	}
	if f.max != nil {
		s["x-maximum"] = *f.max
	}
	return s
}

func (f *Field) spans(s object) object {
	if f.least != "" {
		s["x-minimum"] = f.least // asked at publication
	}
	if f.greatest != "" {
		s["x-maximum"] = f.greatest
	}
	return s
}

func (f *Field) counted(s object) object {
	if f.minItems != nil {
		s["x-minItems"] = *f.minItems // asked at publication
	}
	if f.maxItems != nil {
		s["x-maxItems"] = *f.maxItems
	}
	return s
}

func (f *Field) lengths(s object) object {
	if f.minLength != nil {
		s["x-minLength"] = *f.minLength // asked at publication
	}
	if f.maxLength != nil {
		s["x-maxLength"] = *f.maxLength
	}
	if f.patternText != "" {
		s["x-pattern"] = f.patternText
	}
	return s
}

// component gives the schema of a component with the keys that it has besides its fields; one with a file of its own is defined
// once.
func (d *documentSchema) component(c *Component, own object) object {
	name := c.name
	if name != "" {
		if own != nil {
			name += ".block"
		}
		ref := object{"$ref": "#/$defs/" + name}
		if d.classes != nil {
			name = d.classes.component(c, own != nil, d.stored)
			ref["$ref"] = componentsAt + name
		}
		if _, begun := d.defs[name]; begun {
			return ref
		}
		d.defs[name] = object{} // it may stand inside itself
		d.defs[name] = d.fields(c, own)
		return ref
	}
	return d.fields(c, own)
}

func (d *documentSchema) fields(c *Component, own object) object {
	properties := maps.Clone(own)
	if properties == nil {
		properties = object{}
	}
	for _, f := range c.fields {
		properties[f.name] = d.field(f)
	}
	s := closed(properties)
	if d.classes != nil {
		s["title"] = c.Label()["en"]
		return needing(s, own)
	}
	s["x-portico"] = object{"component": c.name, "label": c.Label(), "fields": fieldOrder(c.fields)}
	return needing(s, own)
}

// needing lets the schema of a block ask for what says which block it is.
func needing(s, own object) object {
	if own != nil {
		s["required"] = []any{"$type"}
	}
	return s
}
