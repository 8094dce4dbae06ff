package content

import (
	"fmt"
	"maps"

	"github.com/portico-cms/portico/internal/schema"
	"github.com/portico-cms/portico/internal/yamlfile"
)

// Walk calls f for every value of an entry with the field that it is of, in the order of the fields, then by locale: for each of
// several values by itself, for a component and for each block, and then for the fields inside it. Pointers lead into the entry:
// /shared/related/0, /locales/fr/body/2/image/alt. Values are those of e: f must not change them.
func Walk(t *schema.Type, e *Entry, f func(pointer string, field *schema.Field, value any)) {
	rewrite(t, shallow(e), func(pointer string, field *schema.Field, v any) any {
		f(pointer, field, v)
		return v
	})
}

// shallow gives an entry whose documents are its own and whose values are those of e.
func shallow(e *Entry) *Entry {
	c := *e
	c.Shared = maps.Clone(e.Shared)
	c.Locales = make(map[string]map[string]any, len(e.Locales))
	for tag, doc := range e.Locales {
		c.Locales[tag] = maps.Clone(doc)
	}
	return &c
}

// replacement gives what is to stand in the place of a value of a field.
type replacement func(pointer string, field *schema.Field, v any) any

// rewrite puts what f gives in the place of every value. It writes into the documents of e, but into no list and no object below
// them, because clones of the entry may share those.
func rewrite(t *schema.Type, e *Entry, f replacement) {
	for _, field := range t.Fields() {
		name := field.Name()
		if !field.Localized() {
			f.in("/shared/"+name, field, e.Shared)
			continue
		}
		for _, tag := range e.Tags() {
			f.in("/locales/"+yamlfile.Escape(tag)+"/"+name, field, e.Locales[tag])
		}
	}
}

// in replaces a field's value in a document or component.
func (f replacement) in(pointer string, field *schema.Field, doc map[string]any) {
	v := doc[field.Name()]
	if v == nil {
		return
	}
	if list, ok := v.([]any); ok && field.Many() {
		out := make([]any, len(list))
		for i, item := range list {
			out[i] = f.one(fmt.Sprintf("%s/%d", pointer, i), field, item)
		}
		doc[field.Name()] = out
		return
	}
	doc[field.Name()] = f.one(pointer, field, v)
}

func (f replacement) one(pointer string, field *schema.Field, v any) any {
	v = f(pointer, field, v)
	c := field.ComponentOf(v)
	m, ok := v.(map[string]any)
	if c == nil || !ok {
		return v
	}
	m = maps.Clone(m)
	for _, inner := range c.Fields() {
		f.in(pointer+"/"+inner.Name(), inner, m)
	}
	return m
}
