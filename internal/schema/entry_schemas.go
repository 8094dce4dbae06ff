package schema

import (
	"cmp"
	"maps"
	"strconv"
	"strings"
)

// componentsAt is where an OpenAPI document has its schemas.
const componentsAt = "#/components/schemas/"

// EntrySchemas are the schemas of a model's entries, as an OpenAPI 3.1 document has them for programs that make code of it: every schema
// has a name by itself, and nothing leads into another one.
type EntrySchemas struct {
	Schemas map[string]any // by name
	Types   []TypeSchemas  // of each content type, in the model's order
}

// TypeSchemas names the schemas of one content type.
type TypeSchemas struct {
	Type  string // news-item
	Class string // NewsItem: what names of its schemas begin with

	Shared, Locale           string // what is read: the fields that all locales share, and those of one
	SharedInput, LocaleInput string // what may be sent: null takes a value out
}

// EntrySchemas gives the schemas of all content types. taken are the names that the document has already.
func (m *Model) EntrySchemas(taken map[string]any) *EntrySchemas {
	c := &classes{taken: map[string]bool{}, components: map[string]string{}}
	for name := range taken {
		c.taken[name] = true
	}
	out := &EntrySchemas{Schemas: map[string]any{}}
	for _, t := range m.Types() {
		class := c.class(t.Name(), "Entry", "EntryInput", "EntryPatch", "Shared", "Locale", "SharedInput", "LocaleInput")
		out.Types = append(out.Types, TypeSchemas{
			Type: t.Name(), Class: class,
			Shared: class + "Shared", Locale: class + "Locale", SharedInput: class + "SharedInput", LocaleInput: class + "LocaleInput",
		})
	}
	for i, t := range m.Types() {
		names, stored, sent := out.Types[i], documentSchema{object{}, c, true}, documentSchema{object{}, c, false}
		out.Schemas[names.Shared], out.Schemas[names.Locale] = stored.documents(t)
		out.Schemas[names.SharedInput], out.Schemas[names.LocaleInput] = sent.documents(t)
		maps.Copy(out.Schemas, stored.defs)
		maps.Copy(out.Schemas, sent.defs)
	}
	return out
}

// documents gives the schemas of what an entry holds for all locales, and for one.
func (d *documentSchema) documents(t *Type) (shared, locale object) {
	shared, locale = object{}, object{}
	for _, f := range t.fields {
		if f.localized {
			locale[f.name] = d.field(f)
		} else {
			shared[f.name] = d.field(f)
		}
	}
	return closed(shared), closed(locale)
}

// described gives the schema of a field with what the model says of it.
func (d *documentSchema) described(f *Field, s object) object {
	if !d.stored {
		s = object{"anyOf": []any{s, object{"type": "null"}}}
	}
	s["description"] = cmp.Or(f.Help()["en"], f.Label()["en"])
	if f.kindName == "computed" {
		s["readOnly"] = true
	}
	return s
}

// classes gives names that are names in programs, each once.
type classes struct {
	taken      map[string]bool
	components map[string]string // by file's name, and what it is for
}

// class gives a name from which others are made with these endings, none of which is taken.
func (c *classes) class(name string, endings ...string) string {
	free := func(class string) bool {
		for _, ending := range endings {
			if c.taken[class+ending] {
				return false
			}
		}
		return true
	}
	class := pascal(name)
	for n := 2; !free(class); n++ {
		class = pascal(name) + "_" + strconv.Itoa(n)
	}
	for _, ending := range endings {
		c.taken[class+ending] = true
	}
	return class
}

// component gives the name of the schema of a component with a file of its own.
func (c *classes) component(of *Component, block, stored bool) string {
	ending := "Component"
	if block {
		ending = "Block"
	}
	if !stored {
		ending += "Input"
	}
	id := of.name + " " + ending
	if c.components[id] == "" {
		c.components[id] = c.class(of.name, ending) + ending
	}
	return c.components[id]
}

// pascal writes news-item as NewsItem.
func pascal(name string) string {
	var b strings.Builder
	for part := range strings.FieldsFuncSeq(name, func(r rune) bool { return r == '-' || r == '_' }) {
		b.WriteString(strings.ToUpper(part[:1]) + part[1:])
	}
	return b.String()
}
