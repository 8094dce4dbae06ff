package schema

import (
	"cmp"
	"fmt"
	"slices"
)

// Effect is what a change of model does to the entries there are.
type Effect string

// The effects, from harmless to harmful.
const (
	Adds    Effect = "adds"    // something new; entries stay as they are
	Widens  Effect = "widens"  // more is allowed than before
	Narrows Effect = "narrows" // entries that were good may not be published any more
	Removes Effect = "removes" // values would be lost
)

// Change is one difference between two models that entries feel. Labels, help, order and defaults are none.
type Change struct {
	Type    string // the content type
	Field   string // "" where the type as a whole changed
	Effect  Effect
	Code    string // stable: "field_removed"
	Message string // for a person
}

// Loses says whether the change must be accepted by somebody before it is made.
func (c Change) Loses() bool { return c.Effect == Narrows || c.Effect == Removes }

// String names the place and the change.
func (c Change) String() string {
	place := c.Type
	if c.Field != "" {
		place += "." + c.Field
	}
	return fmt.Sprintf("%s: %s", place, c.Message)
}

// Compare gives what changed between two models, ordered by type and field. A nil model before is one without types.
func Compare(before, after *Model) []Change {
	var c comparison
	if before == nil {
		before = &Model{}
	}
	for _, t := range before.types {
		if after.Type(t.name) == nil {
			c.typ = t.name
			c.add("", Removes, "type_removed", "the type is gone, and with it all its entries")
		}
	}
	for _, t := range after.types {
		c.typ = t.name
		if was := before.Type(t.name); was == nil {
			c.add("", Adds, "type_added", "the type is new")
		} else {
			c.types(was, t)
		}
	}
	slices.SortStableFunc(c.changes, func(a, b Change) int {
		if a.Type != b.Type {
			return cmp.Compare(a.Type, b.Type)
		}
		return cmp.Compare(a.Field, b.Field)
	})
	return c.changes
}

type comparison struct {
	typ     string
	changes []Change
}

func (c *comparison) add(field string, effect Effect, code, format string, args ...any) {
	c.changes = append(c.changes, Change{c.typ, field, effect, code, fmt.Sprintf(format, args...)})
}

func (c *comparison) types(before, after *Type) {
	switch {
	case after.singleton && !before.singleton:
		c.add("", Narrows, "singleton", "only one entry is allowed in each space now")
	case before.singleton && !after.singleton:
		c.add("", Widens, "collection", "there may be several entries in each space now")
	}
	if before.slug != nil && after.slug == nil {
		c.add("", Narrows, "slug_removed", "entries have no address by slug any more")
	}
	for _, f := range before.fields {
		if after.Field(f.name) == nil {
			c.add(f.name, Removes, "field_removed", "the field is gone, and with it its values")
		}
	}
	for _, f := range after.fields {
		switch was := before.Field(f.name); {
		case was != nil:
			c.field(was, f)
		case f.required:
			c.add(f.name, Narrows, "required_field_added", "the field is new and required: entries need a value before they are published again")
		default:
			c.add(f.name, Adds, "field_added", "the field is new")
		}
	}
}

func (c *comparison) field(before, after *Field) {
	name := after.name
	if before.kindName != after.kindName {
		if slices.Contains(after.kind.traits().widens, before.kindName) {
			c.add(name, Widens, "kind_changed", "kind %s becomes %s, which holds its values", before.kindName, after.kindName)
		} else {
			c.add(name, Removes, "kind_changed", "kind %s becomes %s, which cannot hold its values", before.kindName, after.kindName)
			return
		}
	}
	switch {
	case before.localized && !after.localized:
		c.add(name, Removes, "shared", "all locales share one value now; those of the locales would be lost")
	case after.localized && !before.localized:
		c.add(name, Removes, "localized", "each locale has its own value now; the shared one would be lost")
	}
	switch {
	case before.Many() && !after.Many():
		c.add(name, Removes, "single", "only one value is kept; the others would be lost")
	case after.Many() && !before.Many():
		c.add(name, Widens, "many", "there may be several values now")
	}
	switch {
	case after.required && !before.required:
		c.add(name, Narrows, "required", "a value is required now")
	case before.required && !after.required:
		c.add(name, Widens, "optional", "a value is not required any more")
	}
	c.limit(name, "min", bound(before.min), bound(after.min), 1)
	c.limit(name, "max", bound(before.max), bound(after.max), -1)
	c.limit(name, "minLength", bound(before.minLength), bound(after.minLength), 1)
	c.limit(name, "maxLength", bound(before.maxLength), bound(after.maxLength), -1)
	c.pattern(before, after)
	c.set(name, "value", names(before.values), names(after.values))
	c.set(name, "type", before.to, after.to)
}

// bound gives a limit as a number, nil where there is none.
func bound[N int | float64](n *N) *float64 {
	if n == nil {
		return nil
	}
	x := float64(*n)
	return &x
}

// limit compares a bound; tighter is the direction (+1 up, -1 down) in which it excludes more.
func (c *comparison) limit(field, option string, before, after *float64, tighter float64) {
	switch {
	case before == nil && after == nil || before != nil && after != nil && *before == *after:
	case after == nil:
		c.add(field, Widens, option, "%s %s is gone", option, number(*before))
	case before == nil:
		c.add(field, Narrows, option, "%s %s is new", option, number(*after))
	case (*after-*before)*tighter > 0:
		c.add(field, Narrows, option, "%s goes from %s to %s", option, number(*before), number(*after))
	default:
		c.add(field, Widens, option, "%s goes from %s to %s", option, number(*before), number(*after))
	}
}

// pattern compares patterns by their text: whether one takes all that another takes is not worth finding out.
func (c *comparison) pattern(before, after *Field) {
	switch {
	case before.patternText == after.patternText:
	case after.patternText == "":
		c.add(after.name, Widens, "pattern", "the pattern is gone")
	default:
		c.add(after.name, Narrows, "pattern", "the pattern is another one now")
	}
}

func (c *comparison) set(field, what string, before, after []string) {
	for _, v := range before {
		if !slices.Contains(after, v) && len(after) > 0 {
			c.add(field, Narrows, what+"_removed", "%s %s is not allowed any more", what, v)
		}
	}
	for _, v := range after {
		if !slices.Contains(before, v) && len(before) > 0 {
			c.add(field, Widens, what+"_added", "%s %s is allowed now", what, v)
		}
	}
}

func names(values []Value) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = v.Value
	}
	return out
}
