package content

import (
	"github.com/portico-cms/portico/internal/schema"
)

// Compute fills the computed fields of an entry, and takes their values out where there is nothing to make them of. The document
// of a region (fr-CA) gets one only where it has a value of its own for one of the fields that go into it; what it leaves out is
// then that of its language. So a region with nothing of its own follows its language, as its other fields do.
func Compute(t *schema.Type, e *Entry) {
	for _, f := range t.Fields() {
		if f.Kind() != "computed" {
			continue
		}
		if !f.Localized() {
			e.Shared = put(e.Shared, f, []map[string]any{e.Shared})
			continue
		}
		for tag, doc := range e.Locales {
			docs := []map[string]any{doc}
			if hasLanguage(e, tag) {
				if !ownSource(f, doc) {
					delete(doc, f.Name())
					continue
				}
				for _, l := range languages(tag) {
					docs = append(docs, e.Locales[l])
				}
			}
			e.Locales[tag] = put(doc, f, append(docs, e.Shared))
		}
	}
}

// put writes the value of a computed field into doc; its sources are found in the first of docs that has them.
func put(doc map[string]any, f *schema.Field, docs []map[string]any) map[string]any {
	s := f.Compute(func(name string) any { return value(name, docs) })
	if s == "" {
		delete(doc, f.Name())
		return doc
	}
	if doc == nil {
		doc = map[string]any{}
	}
	doc[f.Name()] = s
	return doc
}

func ownSource(f *schema.Field, doc map[string]any) bool {
	for _, source := range f.Sources() {
		if source.Localized() && doc[source.Name()] != nil {
			return true
		}
	}
	return false
}
