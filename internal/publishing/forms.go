package publishing

import (
	"maps"

	"github.com/portico-cms/portico/internal/schema"
)

// form turns the texts with structure, at any depth of a value, into another form: HTML, or plain text.
type form struct {
	markdown func(src string) string
	rich     func(v any) string
}

func (c *Compiler) htmlForm() form { return form{c.tools.Markdown, schema.RichTextHTML} }

func (c *Compiler) textForm() form { return form{c.plain, schema.RichTextPlain} }

// formed says whether values of a field have another form: Markdown, rich text, and components in which there is some.
func formed(f *schema.Field) bool { return formedBelow(f, map[*schema.Component]bool{}) }

func formedBelow(f *schema.Field, seen map[*schema.Component]bool) bool {
	if kind := f.Kind(); kind == "markdown" || kind == "rich-text" {
		return true
	}
	for _, c := range f.Components() {
		if seen[c] {
			continue
		}
		seen[c] = true
		for _, inner := range c.Fields() {
			if formedBelow(inner, seen) {
				return true
			}
		}
	}
	return false
}

// of gives the other form of those fields of a document that have one.
func (fm form) of(t *schema.Type, doc map[string]any) map[string]any {
	out := map[string]any{}
	if fm.markdown == nil {
		return out
	}
	for _, f := range t.Fields() {
		if v := doc[f.Name()]; v != nil && formed(f) {
			out[f.Name()] = fm.value(f, v)
		}
	}
	return out
}

func (fm form) value(f *schema.Field, v any) any {
	if list, ok := v.([]any); ok && f.Many() {
		out := make([]any, len(list))
		for i, item := range list {
			out[i] = fm.one(f, item)
		}
		return out
	}
	return fm.one(f, v)
}

func (fm form) one(f *schema.Field, v any) any {
	switch f.Kind() {
	case "markdown":
		if src, ok := v.(string); ok {
			return fm.markdown(src)
		}
		return ""
	case "rich-text":
		return fm.rich(v)
	}
	c := f.ComponentOf(v)
	in, ok := v.(map[string]any)
	if !ok || c == nil {
		return v
	}
	m := maps.Clone(in)
	for _, inner := range c.Fields() {
		if value := m[inner.Name()]; value != nil {
			m[inner.Name()] = fm.value(inner, value)
		}
	}
	return m
}
