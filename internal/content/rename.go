package content

import "github.com/portico-cms/portico/internal/schema"

// Rename moves the values of fields that have been renamed to their new names, inside components too, and the entry to the new name of
// its type. A value that stands under the new name already stays. It says whether it changed anything. Whoever takes a new model into use
// calls it for every entry; references to a type that was renamed are not its business.
func Rename(t *schema.Type, e *Entry) (changed bool) {
	if t.RenamedFrom() != "" && e.Type == t.RenamedFrom() {
		e.Type, changed = t.Name(), true
	}
	documents := []map[string]any{e.Shared}
	for _, doc := range e.Locales {
		documents = append(documents, doc)
	}
	for _, f := range t.Fields() {
		for _, doc := range documents {
			if f.RenamedFrom() != "" {
				changed = move(doc, f) || changed
			}
			changed = renameInside(f, doc[f.Name()]) || changed
		}
	}
	return changed
}

// renameInside is Rename for the fields of components and blocks, at every depth.
func renameInside(f *schema.Field, v any) (changed bool) {
	if len(f.Components()) == 0 {
		return false
	}
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			changed = renameInside(f, item) || changed
		}
	case map[string]any:
		c := f.ComponentOf(v)
		if c == nil {
			return false
		}
		for _, inner := range c.Fields() {
			if inner.RenamedFrom() != "" {
				changed = move(v, inner) || changed
			}
			changed = renameInside(inner, v[inner.Name()]) || changed
		}
	}
	return changed
}

func move(doc map[string]any, f *schema.Field) bool {
	v, ok := doc[f.RenamedFrom()]
	if !ok {
		return false
	}
	delete(doc, f.RenamedFrom())
	if _, taken := doc[f.Name()]; !taken {
		doc[f.Name()] = v
	}
	return true
}
