package content

import (
	"fmt"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/schema"
)

// FoundRef is a reference in an entry, and where it stands.
type FoundRef struct {
	schema.Ref

	Pointer string // RFC 6901: /shared/related/0
}

// Refs gives the references of an entry in the order of its type's fields, then by locale.
func Refs(t *schema.Type, e *Entry) []FoundRef {
	var found []FoundRef
	eachRef(t, e, func(pointer string, v any) any {
		if ref, ok := schema.RefOf(v); ok {
			found = append(found, FoundRef{ref, pointer})
		}
		return v
	})
	return found
}

// ResolveRefs replaces the target of every reference by what id gives for it; files name entries by their key, stored entries
// by their id. What id does not know stays as it is and makes a problem.
func ResolveRefs(t *schema.Type, e *Entry, id func(schema.Ref) (string, bool)) fault.Problems {
	var ps fault.Problems
	eachRef(t, e, func(pointer string, v any) any {
		ref, ok := schema.RefOf(v)
		if !ok {
			return v
		}
		target, known := id(ref)
		if !known {
			ps.Add(fault.Problem{Pointer: pointer, Code: "unknown_entry", Message: fmt.Sprintf("there is no entry %s", ref)})
			return v
		}
		return schema.Ref{Type: ref.Type, Target: target}.Value()
	})
	return ps
}

// eachRef puts what f gives in the place of every reference, also of those inside components and blocks.
func eachRef(t *schema.Type, e *Entry, f func(pointer string, v any) any) {
	rewrite(t, e, func(pointer string, field *schema.Field, v any) any {
		if field.Kind() != "reference" {
			return v
		}
		return f(pointer, v)
	})
}

// DropRefs takes the references and media at some pointers out of an entry, out of lists too.
func DropRefs(t *schema.Type, e *Entry, drop func(pointer string) bool) {
	rewrite(t, e, func(pointer string, field *schema.Field, v any) any {
		if kind := field.Kind(); (kind == "reference" || kind == "media") && drop(pointer) {
			return nil
		}
		return v
	})
	prune := func(doc map[string]any) {
		for name, v := range doc {
			if v = withoutNil(v); v == nil {
				delete(doc, name)
			} else {
				doc[name] = v
			}
		}
	}
	prune(e.Shared)
	for _, doc := range e.Locales {
		prune(doc)
	}
}

// withoutNil leaves nil out of lists and objects, and gives nil for those that are empty then.
func withoutNil(v any) any {
	switch v := v.(type) {
	case []any:
		out := make([]any, 0, len(v))
		for _, item := range v {
			if item = withoutNil(item); item != nil {
				out = append(out, item)
			}
		}
		if len(out) == 0 {
			return nil
		}
		return out
	case map[string]any:
		out := make(map[string]any, len(v))
		for name, item := range v {
			if item = withoutNil(item); item != nil {
				out[name] = item
			}
		}
		if len(out) == 0 {
			return nil
		}
		return out
	}
	return v
}
