package schema

import (
	"fmt"
	"slices"
)

// Condition says when a field is shown: only while another field beside it has one of some values. A field that is not shown
// is not missing when an entry is published; a value that it has stays.
type Condition struct {
	Field *Field
	Is    []any // bool or string, in the canonical form of Field
}

// When gives the condition under which the field is shown, or nil where it always is.
func (f *Field) When() *Condition {
	if f.when == nil {
		return nil
	}
	return &Condition{f.when.Field, slices.Clone(f.when.Is)}
}

// Holds says whether the condition is met by the value of its field; a yes-or-no that nobody answered is a no.
func (c *Condition) Holds(value any) bool {
	if value == nil && c.Field.kindName == "boolean" {
		value = false
	}
	if list, ok := value.([]any); ok {
		return slices.ContainsFunc(list, func(v any) bool { return slices.Contains(c.Is, v) })
	}
	return slices.Contains(c.Is, value)
}

// when checks the condition against the field that it names.
func (d *declaration) when() {
	raw := d.raw.When
	if raw == nil || d.failed("/when") {
		return
	}
	other := d.set.Field(raw.Field)
	switch {
	case raw.Field == "":
		d.at("/when", "required", "the condition names no field: {field: kind, is: video}")
		return
	case other == nil:
		d.at("/when/field", "unknown_field", "the condition names field %.80q, which does not stand beside it; there are %s",
			raw.Field, d.set.fieldNames())
		return
	case other == d.field:
		d.at("/when/field", "cycle", "the condition of a field cannot be about itself")
		return
	case other.kind == nil:
		return
	case other.kindName != "boolean" && other.kindName != "enumeration":
		d.at("/when/field", "wrong_kind", "a condition is about a boolean or an enumeration; %s is of kind %s", other.name, other.kindName)
		return
	case other.localized && !d.field.localized:
		d.at("/when/field", "wrong_kind", "%s has a value in each locale and this field has one for all: it cannot depend on it", other.name)
		return
	case raw.Is == nil:
		d.at("/when", "required", "the condition says no value: {field: %s, is: …}", other.name)
		return
	}
	list, several := raw.Is.([]any)
	if !several {
		list = []any{raw.Is}
	}
	c := &Condition{Field: other}
	for i, v := range list {
		at := "/when/is"
		if several {
			at = fmt.Sprintf("/when/is/%d", i)
		}
		normal, issues := other.kind.value(other, v)
		for _, issue := range issues {
			d.at(at, "bad_value", "the value of %s %s", other.name, issue.Message)
		}
		if len(issues) == 0 {
			c.Is = append(c.Is, normal)
		}
	}
	d.field.when = c
}

// conditionCycles names fields whose conditions wait for each other: none of them would ever be shown.
func (s *source) conditionCycles() {
	for _, d := range s.declarations {
		for c, n := d.field.when, 0; c != nil && n <= MaxFields; c, n = c.Field.when, n+1 {
			if c.Field == d.field {
				d.at("/when", "cycle", "its condition depends on %s, whose condition depends on it in turn", shown(d.field.when.Field.name))
				break
			}
		}
	}
}
