package content

import (
	"maps"
	"slices"

	"github.com/portico-cms/portico/internal/schema"
	"github.com/portico-cms/portico/internal/yamlfile"
)

// FileName gives the name of an entry's file below the folder of entries. Its parts have forms that are safe in a path.
func FileName(e *Entry) string { return e.Space + "/" + e.Type + "/" + e.Key + ".yaml" }

// MarshalFile writes an entry as ReadFiles reads it: its draft, which locales are published and archived, and what is published
// where that differs. Computed values are left out: they are made again. target gives how a reference is written: the key of
// the entry, or its id. parent is the entry above by key or id. Errors: fault.Unprocessable where it is more than a file may be.
func MarshalFile(m *schema.Model, s *Stored, parent string, target func(schema.Ref) string) ([]byte, error) {
	t := m.Type(s.Draft.Type)
	draft, live := Written(t, s.Draft), Written(t, s.Published)
	raw := entryFile{ID: s.Draft.ID, Empty: leftEmpty(m, t, draft), Publish: s.Live(), Archived: archived(s)}
	if t.Tree() {
		raw.Parent, raw.Position = parent, s.Position
	}
	differs := live != nil && !equal(draft.Shared, live.Shared)
	for _, tag := range s.Live() {
		doc, ok := draft.Locales[tag]
		differs = differs || !ok || !equal(doc, live.Locales[tag])
	}
	if raw.Publish == nil {
		raw.Publish = []string{}
	}
	if differs {
		short(t, live, target)
		raw.Published = &publishedFile{Shared: orNil(live.Shared), Locales: live.Locales}
	}
	short(t, draft, target)
	raw.Shared, raw.Locales = orNil(draft.Shared), orNil(draft.Locales)
	return yamlfile.Marshal(raw)
}

func orNil[M ~map[K]V, K comparable, V any](m M) M {
	if len(m) == 0 {
		return nil
	}
	return m
}

// Written gives an entry without what is made of the rest of it: the values of computed fields. It is a copy; nil of nil.
func Written(t *schema.Type, e *Entry) *Entry {
	if e == nil {
		return nil
	}
	out := shallow(e)
	if out.Shared == nil {
		out.Shared = map[string]any{}
	}
	for _, f := range t.Fields() {
		if f.Kind() != "computed" {
			continue
		}
		delete(out.Shared, f.Name())
		for _, doc := range out.Locales {
			delete(doc, f.Name())
		}
	}
	return out
}

// short writes references as "type/target".
func short(t *schema.Type, e *Entry, target func(schema.Ref) string) {
	eachRef(t, e, func(_ string, v any) any {
		if ref, ok := schema.RefOf(v); ok {
			return schema.Ref{Type: ref.Type, Target: target(ref)}.String()
		}
		return v
	})
}

func archived(s *Stored) (tags []string) {
	for _, tag := range slices.Sorted(maps.Keys(s.Workflow)) {
		if _, ok := s.Draft.Locales[tag]; ok && s.Workflow[tag].Archived {
			tags = append(tags, tag)
		}
	}
	return tags
}

// leftEmpty gives the pointers to values that a default or a slug would fill in where somebody has left them out.
func leftEmpty(m *schema.Model, t *schema.Type, e *Entry) (pointers []string) {
	filled, _ := Normalize(m, e)
	before, _ := Normalize(m, e)
	ApplyDefaults(t, filled)
	DeriveSlugs(t, filled)
	for _, c := range Changed(t, before, filled) {
		pointers = append(pointers, c.Pointer)
	}
	slices.Sort(pointers)
	return pointers
}
