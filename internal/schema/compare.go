package schema

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Effect is what a change of model does to the entries there are.
type Effect string

// The effects, from harmless to harmful.
const (
	Adds    Effect = "adds"    // something new; entries stay as they are
	Widens  Effect = "widens"  // more is allowed than before
	Renames Effect = "renames" // values stay, under another name: they must be moved there
	Narrows Effect = "narrows" // entries that were good may not be published any more
	Removes Effect = "removes" // values would be lost
	Exposes Effect = "exposes" // values would be seen by who might not see them before
)

// Change is one difference between two models that entries feel. Labels, help, order and defaults are none.
type Change struct {
	Type    string // the content type; where it was renamed, the name that its entries have still
	Field   string // "" where the type as a whole changed; inside a component: the field of the type that holds it
	Path    string // the way to a field inside a component: "hero.title", "body.quote.text"; else the same as Field
	Effect  Effect
	Code    string // stable: "field_removed"
	Message string // for a person
}

// Loses says whether the change must not be made just so: whether values would be lost or shown, or could not be published any
// more. A rename is one of these until its values are moved: who moves them (content.Rename) asks Costs.
func (c Change) Loses() bool { return c.Costs() || c.Effect == Renames }

// Costs says whether the change has to be accepted by a person, where there are entries that it concerns.
func (c Change) Costs() bool {
	return c.Effect == Narrows || c.Effect == Removes || c.Effect == Exposes
}

// String names the place and the change.
func (c Change) String() string {
	place := c.Type
	if c.Path != "" {
		place += "." + c.Path
	}
	return fmt.Sprintf("%s: %s", place, c.Message)
}

// Compare gives what changed between two models, ordered by type and field. A nil model before is one without types.
func Compare(before, after *Model) []Change {
	var c comparison
	if before == nil {
		before = &Model{}
	}
	renamed := map[string]bool{}
	for _, t := range after.types {
		renamed[t.renamedFrom] = before.Type(t.name) == nil
	}
	for _, t := range before.types {
		if after.Type(t.name) == nil && !renamed[t.name] {
			c.typ = t.name
			c.add("", Removes, "type_removed", "the type is gone, and with it all its entries")
		}
	}
	for _, t := range after.types {
		c.typ = t.name
		was := before.Type(t.name)
		if was == nil && t.renamedFrom != "" {
			if was = before.Type(t.renamedFrom); was != nil {
				c.typ = was.name
				c.add("", Renames, "type_renamed", "the type is called %s now", t.name)
			}
		}
		if was == nil {
			c.add("", Adds, "type_added", "the type is new")
			continue
		}
		c.types(was, t)
	}
	slices.SortStableFunc(c.changes, func(a, b Change) int {
		if a.Type != b.Type {
			return cmp.Compare(a.Type, b.Type)
		}
		return cmp.Compare(a.Path, b.Path)
	})
	return c.changes
}

type comparison struct {
	typ     string
	within  string          // of a field inside a component: the way to it, "hero."
	open    map[string]bool // components that are being compared: one may hold itself
	changes []Change
}

func (c *comparison) add(field string, effect Effect, code, format string, args ...any) {
	path := c.within + field
	top, _, _ := strings.Cut(path, ".")
	c.changes = append(c.changes, Change{c.typ, top, path, effect, code, fmt.Sprintf(format, args...)})
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
	switch {
	case before.tree && !after.tree:
		c.add("", Removes, "flat", "entries stand under one another no more: their order and parents would be lost")
	case after.tree && !before.tree:
		c.add("", Widens, "tree", "entries may stand under one another now")
	}
	c.audiences(before.audiences, after.audiences)
	c.retention(before.retention, after.retention)
	c.fields(&before.fieldSet, &after.fieldSet)
}

// audiences compares for whom entries are: what is for some only is delivered to who names one of them with a key of the site.
func (c *comparison) audiences(before, after []string) {
	switch {
	case len(before) == 0 && len(after) > 0:
		c.add("", Narrows, "audiences", "entries are for %s only now: a site gets them with its key and the audience's name, "+
			"and nobody else does", strings.Join(after, ", "))
	case len(before) > 0 && len(after) == 0:
		c.add("", Widens, "audiences", "entries are for everybody now: sites get them without a key")
	default:
		c.set("", "audience", before, after)
	}
}

// retention compares how much of the past is kept: what is over a lower limit is deleted by the next sweep.
func (c *comparison) retention(before, after Retention) {
	for _, limit := range []struct {
		code, now string
		was, is   int
	}{
		{"revisions", "the limit of revisions that are kept goes from %d to %d", before.Revisions, after.Revisions},
		{"days", "the limit of days in the trash goes from %d to %d", before.Days, after.Days},
	} {
		switch {
		case limit.is < limit.was:
			c.add("", Removes, limit.code, limit.now+": what is older is deleted", limit.was, limit.is)
		case limit.is > limit.was:
			c.add("", Widens, limit.code, limit.now, limit.was, limit.is)
		}
	}
}

func (c *comparison) fields(before, after *fieldSet) {
	renamed := map[string]bool{}
	for _, f := range after.fields {
		renamed[f.renamedFrom] = before.Field(f.name) == nil
	}
	for _, f := range before.fields {
		if after.Field(f.name) == nil && !renamed[f.name] {
			c.add(f.name, Removes, "field_removed", "the field is gone, and with it its values")
		}
	}
	for _, f := range after.fields {
		was := before.Field(f.name)
		if was == nil && f.renamedFrom != "" {
			if was = before.Field(f.renamedFrom); was != nil {
				c.add(f.name, Renames, "field_renamed", "the field was %s before", was.name)
			}
		}
		switch {
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
	case after.required:
		c.condition(before, after)
	}
	c.readers(before, after)
	c.limit(name, "min", bound(before.min), bound(after.min), 1)
	c.limit(name, "max", bound(before.max), bound(after.max), -1)
	c.span(name, "min", before.least, after.least, after, 1)
	c.span(name, "max", before.greatest, after.greatest, after, -1)
	c.limit(name, "minItems", bound(before.minItems), bound(after.minItems), 1)
	c.limit(name, "maxItems", bound(before.maxItems), bound(after.maxItems), -1)
	c.limit(name, "minLength", bound(before.minLength), bound(after.minLength), 1)
	c.limit(name, "maxLength", bound(before.maxLength), bound(after.maxLength), -1)
	c.pattern(before, after)
	c.set(name, "value", names(before.values), names(after.values))
	c.set(name, "type", before.to, after.to)
	c.structure(before, after)
}

// condition compares when a value is required. One that is not is asked for under any condition.
func (c *comparison) condition(before, after *Field) {
	was, is := before.when, after.when
	switch {
	case was == nil && is == nil:
	case is == nil:
		c.add(after.name, Narrows, "when", "a value is required in every case now")
	case was == nil, is.within(was):
		if was == nil || !was.within(is) {
			c.add(after.name, Widens, "when", "a value is required in fewer cases now")
		}
	default:
		c.add(after.name, Narrows, "when", "a value is required in other cases now")
	}
}

// within says whether the condition holds only where an earlier one did.
func (c *Condition) within(was *Condition) bool {
	return (c.Field.name == was.Field.name || c.Field.renamedFrom == was.Field.name || was.Field.renamedFrom == c.Field.name) &&
		!slices.ContainsFunc(c.Is, func(v any) bool { return !slices.Contains(was.Is, v) })
}

// readers compares who may see the values. Roles that may not any more are left out: nothing of the entries changes.
func (c *comparison) readers(before, after *Field) {
	was, is := before.readableBy, after.readableBy
	switch {
	case len(was) == 0 && len(is) > 0:
		c.add(after.name, Narrows, "readers", "only %s may see the values now: they are delivered to no site any more", strings.Join(is, ", "))
	case len(was) > 0 && len(is) == 0:
		c.add(after.name, Exposes, "readers", "everybody may see the values now: they are delivered with what is published")
	default:
		added := slices.DeleteFunc(slices.Clone(is), func(role string) bool { return slices.Contains(was, role) })
		if len(added) > 0 {
			c.add(after.name, Exposes, "readers", "%s may see the values now, too", strings.Join(added, ", "))
		}
	}
}

// structure compares what only the later kinds have.
func (c *comparison) structure(before, after *Field) {
	name := after.name
	switch {
	case before.scale > after.scale:
		c.add(name, Narrows, "scale", "digits behind the point go from %d to %d", before.scale, after.scale)
	case before.scale < after.scale:
		c.add(name, Widens, "scale", "digits behind the point go from %d to %d", before.scale, after.scale)
	}
	if after.unique && !before.unique {
		c.add(name, Narrows, "unique", "no two entries may have the same value now")
	}
	switch {
	case before.schemaText == after.schemaText:
	case after.schemaText == "":
		c.add(name, Widens, "schema", "the JSON Schema is gone")
	default:
		c.add(name, Narrows, "schema", "the JSON Schema is another one now")
	}
	c.set(name, "media", before.Accept(), after.Accept())
	if before.component != nil && after.component != nil {
		c.component(name, before.component, after.component)
	}
	for _, was := range before.components {
		i := slices.IndexFunc(after.components, func(is *Component) bool { return is.name == was.name })
		if i < 0 {
			c.add(name, Removes, "block_removed", "there are no blocks %s any more: those in entries would be lost", was.name)
			continue
		}
		c.component(name+"."+was.name, was, after.components[i])
	}
	for _, is := range after.components {
		if !slices.ContainsFunc(before.components, func(was *Component) bool { return is.name == was.name }) {
			c.add(name, Widens, "block_added", "blocks may be %s now", is.name)
		}
	}
}

// component compares the fields inside a component, which are named with the way to it: hero.title, body.quote.text.
func (c *comparison) component(at string, before, after *Component) {
	if after.name != "" {
		if c.open[after.name] {
			return
		}
		if c.open == nil {
			c.open = map[string]bool{}
		}
		c.open[after.name] = true
		defer delete(c.open, after.name)
	}
	outside := c.within
	c.within += at + "."
	c.fields(&before.fieldSet, &after.fieldSet)
	c.within = outside
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

// span is limit for bounds that are texts. Durations whose order is not certain exclude more than before, as far as one can know.
func (c *comparison) span(field, option, before, after string, f *Field, tighter int) {
	order := strings.Compare
	if f.kindName == "duration" {
		order = durationOrder
	}
	switch {
	case before == after:
	case after == "":
		c.add(field, Widens, option, "%s %s is gone", option, before)
	case before == "":
		c.add(field, Narrows, option, "%s %s is new", option, after)
	case order(after, before)*tighter >= 0:
		c.add(field, Narrows, option, "%s goes from %s to %s", option, before, after)
	default:
		c.add(field, Widens, option, "%s goes from %s to %s", option, before, after)
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
