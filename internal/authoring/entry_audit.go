package authoring

import (
	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/schema"
)

// auditDocument is a whole entry in the audit.
func auditDocument(e *content.Entry) map[string]any {
	return map[string]any{"shared": e.Shared, "locales": e.Locales}
}

// auditChanges gives the values that differ, by pointer, as they were and as they are.
func auditChanges(t *schema.Type, before, after *content.Entry) (was, is map[string]any) {
	was, is = map[string]any{}, map[string]any{}
	for _, c := range content.Changed(t, before, after) {
		was[c.Pointer], is[c.Pointer] = c.Before, c.After
	}
	return was, is
}
