package query

import (
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/published"
)

// Selection says which fields of an entry are shown, and which of its references with the entries they lead to.
type Selection struct {
	Fields  map[string]bool       // nil: all
	Include map[string]*Selection // by the reference's place in the entry: "author", "blocks.image"
}

// selection checks fields and include.
func (k *checker) selection() *Selection {
	top := &Selection{}
	for _, path := range k.q.Include {
		if !isPath(path, maxPath) || !k.include(top, path) {
			k.add(k.q.At("include"), "unknown_field", unknownField)
			return top
		}
	}
	for _, path := range k.q.Fields {
		if !isPath(path, maxPath) || !k.show(top, path) {
			k.add(k.q.At("fields"), "unknown_field", unknownField)
			return top
		}
	}
	top.implied()
	return top
}

// implied adds the fields in which included entries stand to those that are shown.
func (s *Selection) implied() {
	for place, inner := range s.Include {
		name, _, _ := strings.Cut(place, ".")
		if s.Fields != nil {
			s.Fields[name] = true
		}
		inner.implied()
	}
}

// include adds a path: through references, of which it has three at most, and through the components between them.
func (k *checker) include(at *Selection, path string) bool {
	stands := k.entries([]string{k.typ})
	references, place := 0, ""
	for name := range strings.SplitSeq(path, ".") {
		place = strings.TrimPrefix(place+"."+name, ".")
		var to []string
		var inside []inner
		for _, s := range stands {
			f, ok := k.field(s, name)
			switch {
			case !ok:
			case f.Kind == "reference":
				to = union(to, f.To)
			default:
				for _, c := range f.Components {
					inside = append(inside, inner{s.typ, c})
				}
			}
		}
		switch {
		case len(to) > 0 && references == MaxInclude:
			return false
		case len(to) > 0:
			references++
			if at.Include == nil {
				at.Include = map[string]*Selection{}
			}
			if at.Include[place] == nil {
				at.Include[place] = &Selection{}
			}
			at, stands, place = at.Include[place], k.entries(to), ""
		default:
			stands = inside
		}
		if len(stands) == 0 {
			return false
		}
	}
	return place == "" // it ends at a reference
}

// inner is a type, or one of its components.
type inner struct{ typ, component string }

func (k *checker) entries(types []string) []inner {
	out := make([]inner, len(types))
	for i, t := range types {
		out[i] = inner{typ: t}
	}
	return out
}

func (k *checker) field(at inner, name string) (published.Field, bool) {
	if at.component == "" {
		return k.r.field(at.typ, name)
	}
	return k.r.Types[at.typ].Inner(at.component, name)
}

// show adds a field: of the entry, or of an entry that is included.
func (k *checker) show(at *Selection, path string) bool {
	types, place := []string{k.typ}, ""
	segments := strings.Split(path, ".")
	for _, name := range segments[:len(segments)-1] {
		place = strings.TrimPrefix(place+"."+name, ".")
		next := at.Include[place]
		if next == nil {
			continue
		}
		types = k.reached(types, place)
		at, place = next, ""
	}
	name := segments[len(segments)-1]
	if place != "" || !slices.ContainsFunc(types, func(t string) bool { return k.r.shown(t, name) }) {
		return false
	}
	if at.Fields == nil {
		at.Fields = map[string]bool{}
	}
	at.Fields[name] = true
	return true
}

// reached gives the types that a place in entries of some types leads to.
func (k *checker) reached(types []string, place string) (to []string) {
	stands := k.entries(types)
	for name := range strings.SplitSeq(place, ".") {
		var inside []inner
		for _, s := range stands {
			f, ok := k.field(s, name)
			if !ok {
				continue
			}
			to = union(to, f.To)
			for _, c := range f.Components {
				inside = append(inside, inner{s.typ, c})
			}
		}
		stands = inside
	}
	return to
}
