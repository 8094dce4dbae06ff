package authoring

import (
	"reflect"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/schema"
)

// What lines of the audit hold of an entry beside its fields, by locale.
const (
	auditedFlow        = "workflow"
	auditedTranslation = "translation"
)

// auditDocument is a whole entry in the audit.
func auditDocument(e *content.Entry) map[string]any {
	return map[string]any{"shared": e.Shared, "locales": e.Locales}
}

// auditFlows gives how far the workflow is in the locales in which it differs, as it was and as it is.
func auditFlows(before, after map[string]content.Flow) (was, is map[string]any) {
	b, a := map[string]content.Flow{}, map[string]content.Flow{}
	for _, flows := range []map[string]content.Flow{before, after} {
		for tag := range flows {
			if !reflect.DeepEqual(before[tag], after[tag]) {
				b[tag], a[tag] = before[tag], after[tag]
			}
		}
	}
	return map[string]any{auditedFlow: b}, map[string]any{auditedFlow: a}
}

// auditChanges gives the values that differ, by pointer, as they were and as they are.
func auditChanges(t *schema.Type, before, after *content.Entry) (was, is map[string]any) {
	was, is = map[string]any{}, map[string]any{}
	for _, c := range content.Changed(t, before, after) {
		was[c.Pointer], is[c.Pointer] = c.Before, c.After
	}
	return was, is
}
