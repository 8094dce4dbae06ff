package content_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/schema"
)

// TestPublic: what not everybody may read is left out, and the entry keeps it.
func TestPublic(t *testing.T) {
	m, err := schema.FromFiles(map[string][]byte{"person.yaml": []byte(`
name: person
label: {en: Person}
title: title
fields:
  - {name: title, kind: text, label: {en: Title}, localized: true}
  - {name: salary, kind: text, label: {en: Salary}, readableBy: [editor]}
  - {name: note, kind: text, label: {en: Note}, localized: true, readableBy: [editor]}
`)})
	if err != nil {
		t.Fatal(err)
	}
	e := &content.Entry{
		Type: "person", Shared: map[string]any{"salary": "secret"}, Locales: map[string]map[string]any{"en": {"title": "Ada", "note": "secret"}},
	}
	before := e.Clone()
	want := &content.Entry{Type: "person", Shared: map[string]any{}, Locales: map[string]map[string]any{"en": {"title": "Ada"}}}
	if diff := cmp.Diff(want, content.Public(m.Type("person"), e)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(before, e); diff != "" {
		t.Errorf("the entry itself was changed: %s", diff)
	}
}
