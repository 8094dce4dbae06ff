package exchange

import (
	"fmt"
	"slices"

	"github.com/portico-cms/portico/internal/schema"
)

// component applies the units inside one component or block.
func (a *applier) component(pointer string, f *schema.Field, v, was any) (any, bool) {
	inner := f.ComponentOf(v)
	from, ok := v.(object)
	if inner == nil || !ok {
		return was, false
	}
	to, exists := was.(object)
	if exists {
		to, _ = clone(to).(object)
	} else {
		to = likeSource(inner, from)
	}
	changed := false
	for _, field := range inner.Fields() {
		name := field.Name()
		value, different := a.field(pointer+"/"+name, field, from[name], to[name])
		if different {
			to[name] = value
			changed = true
		}
	}
	if !changed {
		return was, false
	}
	return to, true
}

// list applies the units inside a list of components. These have no keys: the place tells which belong together. So none can be
// left out in between, and a component that would be empty cannot be kept.
func (a *applier) list(pointer string, f *schema.Field, v, was any) (any, bool) {
	from, _ := v.([]any)
	to, existed := was.([]any)
	out := slices.Clone(to)
	changed := false
	for i, item := range from {
		at := fmt.Sprintf("%s/%d", pointer, i)
		if !a.wants(at) {
			continue
		}
		filled := out
		for len(filled) < i {
			filled = append(filled, any(likeSource(f.ComponentOf(from[len(filled)]), from[len(filled)])))
		}
		if slices.ContainsFunc(filled[len(out):], isEmpty) {
			a.refuse(at, "gap", "a component before this one is not translated yet: translate them in their order")
			continue
		}
		var present any
		if i < len(filled) {
			present = filled[i]
		}
		value, different := a.component(at, f, item, present)
		switch {
		case !different:
			continue
		case i < len(filled):
			filled = slices.Clone(filled)
			filled[i] = value
		default:
			filled = append(filled, value)
		}
		out, changed = filled, true
	}
	for changed && !existed && len(out) < len(from) {
		next := any(likeSource(f.ComponentOf(from[len(out)]), from[len(out)]))
		if isEmpty(next) {
			break
		}
		out = append(out, next)
	}
	return out, changed
}

// blocks applies the units inside blocks. A translation that has blocks keeps them, their order and what is its own; a block
// that it lacks comes after the one that it stands behind in the source.
func (a *applier) blocks(pointer string, f *schema.Field, v, was any) (any, bool) {
	from, _ := v.([]any)
	to, existed := was.([]any)
	out := slices.Clone(to)
	changed, after := false, -1
	for _, item := range from {
		key := keyOf(item)
		at := slices.IndexFunc(out, func(b any) bool { return keyOf(b) == key })
		if key == "" {
			continue
		}
		if at < 0 {
			value, different := a.component(pointer+"/"+key, f, item, nil)
			changed = changed || different
			if !existed && !different {
				value = likeSource(f.ComponentOf(item), item)
			}
			if !existed || different {
				after++
				out = slices.Insert(out, after, value)
			}
			continue
		}
		after = at
		if counterpart(item, out[at]) == nil {
			a.refuse(pointer+"/"+key, "structure", "the translation has a block of another kind in this place")
			continue
		}
		value, different := a.component(pointer+"/"+key, f, item, out[at])
		if different {
			out[at], changed = value, true
		}
	}
	return out, changed
}

// refuse makes a problem of every unit at a pointer or below it.
func (a *applier) refuse(pointer, code, message string) {
	for _, u := range a.below(pointer) {
		a.done(u.Pointer)
		a.problem(u.Pointer, u.Line, code, "%s", message)
	}
}

// likeSource gives what a new translation of a component begins with: all that is no text.
func likeSource(c *schema.Component, v any) object {
	from, _ := v.(object)
	out := object{}
	for _, key := range []string{"$type", "$key"} {
		if from[key] != nil {
			out[key] = from[key]
		}
	}
	if c == nil {
		return out
	}
	for _, f := range c.Fields() {
		value := from[f.Name()]
		if value == nil || f.Kind() == "slug" || f.Kind() == "computed" || translatable(f) {
			continue
		}
		if value = nestedLikeSource(f, value); !isEmpty(value) {
			out[f.Name()] = value
		}
	}
	return out
}

// nestedLikeSource is likeSource for the value of a field.
func nestedLikeSource(f *schema.Field, value any) any {
	if len(f.Components()) == 0 {
		return clone(value)
	}
	list, several := value.([]any)
	if !several {
		return likeSource(f.ComponentOf(value), value)
	}
	out := make([]any, 0, len(list))
	for _, item := range list {
		next := likeSource(f.ComponentOf(item), item)
		if len(next) == 0 {
			break // those behind it would take its place
		}
		out = append(out, next)
	}
	return out
}

func isEmpty(v any) bool {
	switch v := v.(type) {
	case object:
		return len(v) == 0
	case []any:
		return len(v) == 0
	}
	return v == nil
}
