package content

import (
	"maps"
	"slices"

	"github.com/portico-cms/portico/internal/schema"
	"github.com/portico-cms/portico/internal/yamlfile"
)

// FieldChange names a field whose value differs between two states of an entry.
type FieldChange struct {
	Pointer string // /shared/category, /locales/fr/title
	Locale  string // "" for a shared field
	Field   *schema.Field
	Before  any // nil where it had no value
	After   any
}

// Changed gives the fields that differ, in the order of the type, then by locale. before may be nil. Computed fields are left
// out: nobody writes them.
func Changed(t *schema.Type, before, after *Entry) []FieldChange {
	if before == nil {
		before = &Entry{}
	}
	tags := slices.Sorted(maps.Keys(after.Locales))
	for tag := range before.Locales {
		if _, ok := after.Locales[tag]; !ok {
			tags = append(tags, tag)
		}
	}
	slices.Sort(tags)
	var out []FieldChange
	for _, f := range t.Fields() {
		if f.Kind() == "computed" {
			continue
		}
		add := func(pointer, tag string, a, b map[string]any) {
			x, y := a[f.Name()], b[f.Name()]
			if !equal(map[string]any{"v": x}, map[string]any{"v": y}) {
				out = append(out, FieldChange{pointer + "/" + f.Name(), tag, f, x, y})
			}
		}
		if !f.Localized() {
			add("/shared", "", before.Shared, after.Shared)
			continue
		}
		for _, tag := range tags {
			add("/locales/"+yamlfile.Escape(tag), tag, before.Locales[tag], after.Locales[tag])
		}
	}
	return out
}

// Same says whether two states of an entry have the same documents.
func Same(a, b *Entry) bool {
	if !equal(a.Shared, b.Shared) || len(a.Locales) != len(b.Locales) {
		return false
	}
	for tag, doc := range a.Locales {
		other, ok := b.Locales[tag]
		if !ok || !equal(doc, other) {
			return false
		}
	}
	return true
}

// SameShared says whether two states of an entry have the same shared fields.
func SameShared(a, b *Entry) bool { return equal(a.Shared, b.Shared) }

// SameIn says whether two states of an entry show the same in a locale: its document, and what all locales share. a may be nil.
func SameIn(tag string, a, b *Entry) bool {
	return a != nil && equal(a.Shared, b.Shared) && equal(a.Locales[tag], b.Locales[tag])
}
