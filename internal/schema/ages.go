package schema

import "time"

// Past is a content model that was in force from a moment on.
type Past struct {
	From  time.Time
	Model *Model
}

// Ages tells since when the fields of the newest of some models have been there without a break, by type and field. A field that has
// been renamed is as old as what it was before; one that was removed and came back is as young as its return: what was written
// before is another field's.
type Ages map[string]map[string]time.Time

// AgesOf follows the fields through the models that were in force, the oldest first. What the first of them had is of age zero time.
func AgesOf(history []Past) Ages {
	var ages Ages
	var before *Model
	for _, past := range history {
		next := Ages{}
		for _, t := range past.Model.types {
			next[t.name] = ages.follow(before, t, past.From)
		}
		ages, before = next, past.Model
	}
	return ages
}

// follow gives the ages of a type's fields, as the model before and its ages tell them.
func (a Ages) follow(before *Model, t *Type, now time.Time) map[string]time.Time {
	out := make(map[string]time.Time, len(t.fields))
	var was *Type
	if before == nil {
		now = time.Time{}
	} else if was = before.Type(t.name); was == nil && t.renamedFrom != "" {
		was = before.Type(t.renamedFrom)
	}
	for _, f := range t.fields {
		out[f.name] = now
		if was == nil {
			continue
		}
		old := was.Field(f.name)
		if old == nil && f.renamedFrom != "" {
			old = was.Field(f.renamedFrom)
		}
		if old != nil {
			out[f.name] = a[was.name][old.name]
		}
	}
	return out
}

// Had says whether a field was there, as the same field, at a moment.
func (a Ages) Had(typ, field string, at time.Time) bool {
	since, ok := a[typ][field]
	return ok && !at.Before(since)
}
