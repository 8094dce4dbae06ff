package content

import "github.com/portico-cms/portico/internal/schema"

// Rename moves the values of fields that have been renamed to their new names, and the entry to the new name of its type. A value
// that stands under the new name already stays. It says whether it changed anything. Whoever takes a new model into use calls it
// for every entry; references to a type that was renamed are not its business.
func Rename(t *schema.Type, e *Entry) (changed bool) {
	if t.RenamedFrom() != "" && e.Type == t.RenamedFrom() {
		e.Type, changed = t.Name(), true
	}
	for _, f := range t.Fields() {
		if f.RenamedFrom() == "" {
			continue
		}
		changed = move(e.Shared, f) || changed
		for _, doc := range e.Locales {
			changed = move(doc, f) || changed
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
