package token

import "strconv"

// field is a part of a composite and where it goes.
type field struct {
	name string
	typ  Type
	set  func(Value)
}

// set makes the setter of a part; the type of what the parser gives is the field's by construction.
func set[T Value](to *T) func(Value) { return func(v Value) { *to = v.(T) } }

// composite reads an object whose parts are values or references to tokens; more are allowed names read by the caller.
func (r *reader) composite(n *node, t Type, key string, more []string, fields ...field) bool {
	var names []string
	for _, f := range fields {
		names = append(names, f.name)
	}
	parts, ok := r.object(n, t, names, more)
	for _, f := range fields {
		p := parts[f.name]
		if p == nil {
			continue
		}
		v, good := r.part(p, f.typ, join(key, f.name))
		if good {
			f.set(v)
		}
		ok = ok && good
	}
	return ok
}

// longhand is a part of a composite that gets a custom property of its own.
type longhand struct {
	suffix string // of the property's name: "font-size"
	key    string // of the part within the value: "fontSize"
	value  Value
}

// expander is a composite with longhands, because its shorthand cannot be taken apart in CSS.
type expander interface{ expand() []longhand }

// cssPart gives the CSS of a part of a composite: var(--…) where it refers to a token.
func cssPart(v Value, ref func(string) string, key string) string {
	if s := ref(key); s != "" {
		return s
	}
	return v.css(ref, key)
}

func joinIndex(key string, i int) string { return join(key, strconv.Itoa(i)) }
