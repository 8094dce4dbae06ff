package content

import (
	"slices"
	"strconv"
	"strings"

	"github.com/portico-cms/portico/internal/schema"
	"github.com/portico-cms/portico/internal/yamlfile"
)

// Renaming is how the names of an earlier model became those of a later one: of content types, and of the fields of types and of
// components. What is kept beside entries and names them is brought along with it.
type Renaming struct {
	Types map[string]string // the new name by the old one

	before, after *schema.Model
}

// NewRenaming compares two models.
func NewRenaming(before, after *schema.Model) *Renaming {
	return &Renaming{Renames(before, after), before, after}
}

// Type gives the name that a type has now.
func (r *Renaming) Type(old string) string {
	if name := r.Types[old]; name != "" {
		return name
	}
	return old
}

// Nothing says whether all names are as they were.
func (r *Renaming) Nothing() bool {
	if len(r.Types) > 0 {
		return false
	}
	return !slices.ContainsFunc(r.before.Types(), func(t *schema.Type) bool { return r.Inside(t.Name()) })
}

// Inside says whether a field of a type, which has its old name, or one of the components in it, has another name.
func (r *Renaming) Inside(old string) bool {
	h, ok := r.holder(old)
	return ok && h.renames(map[*schema.Component]bool{})
}

// Field gives the name that a field of a type, which has its old name, has now; one that is gone keeps its name.
func (r *Renaming) Field(old, field string) string {
	if h, ok := r.holder(old); ok {
		if _, is := h.field(field); is != nil {
			return is.Name()
		}
	}
	return field
}

// Path gives the path of a query about types, which have their old names, as it is written now: through references and components. last
// is the field at its end, as it was; nil where there was none.
func (r *Renaming) Path(types []string, path string) (now string, last *schema.Field) {
	at, segments := r.holders(types), strings.Split(path, ".")
	for i, name := range segments {
		var next []holder
		called := name
		last = nil
		for _, h := range at {
			was, is := h.field(name)
			if is == nil {
				continue
			}
			if last == nil || is.Name() == name { // of several that a reference leads to, one that still has the name decides
				called, last = is.Name(), was
			}
			next = append(append(next, r.holders(was.To())...), inside(was, is)...)
		}
		if last == nil {
			break
		}
		segments[i], at = called, next
	}
	return strings.Join(segments, "."), last
}

// Pointer gives a JSON pointer into an entry of a type, which has its old name, as it is written now. e is the entry as it is now: where
// blocks of several components stand, it says which one is meant.
func (r *Renaming) Pointer(old, pointer string, e *Entry) string {
	h, ok := r.holder(old)
	parts := strings.Split(pointer, "/")
	at, doc := 2, e.Shared
	if len(parts) > 2 && parts[1] == "locales" {
		at, doc = 3, e.Locales[parts[2]]
	}
	if !ok || len(parts) <= at || at == 2 && parts[1] != "shared" {
		return pointer
	}
	point([]holder{h}, parts[at:], doc)
	return strings.Join(parts, "/")
}

// point renames the parts of a pointer that name fields, from one that does on. v has these fields.
func point(at []holder, parts []string, v any) {
	if len(parts) == 0 {
		return
	}
	if _, err := strconv.Atoi(parts[0]); err == nil { // of a list
		list, _ := v.([]any)
		i, _ := strconv.Atoi(parts[0])
		if v = nil; i >= 0 && i < len(list) {
			v = list[i]
		}
		point(chosen(at, v), parts[1:], v)
		return
	}
	name := yamlfile.Unescape(parts[0])
	for _, h := range chosen(at, v) {
		was, is := h.field(name)
		if is == nil {
			continue
		}
		parts[0] = yamlfile.Escape(is.Name())
		values, _ := v.(map[string]any)
		point(inside(was, is), parts[1:], values[is.Name()])
		return
	}
}

// chosen gives the one of some components that a block is of, or all where it does not say.
func chosen(at []holder, v any) []holder {
	block, _ := v.(map[string]any)
	name, ok := block["$type"].(string)
	if !ok {
		return at
	}
	return slices.DeleteFunc(slices.Clone(at), func(h holder) bool { return h.name != name })
}

// Patch gives a JSON merge patch of an entry of a type, which has its old name, as it is written now: its fields, and the types that its
// references name.
func (r *Renaming) Patch(old string, patch map[string]any) map[string]any {
	h, ok := r.holder(old)
	if !ok {
		return patch
	}
	out := map[string]any{}
	for name, v := range patch {
		out[name] = v
		switch documents, _ := v.(map[string]any); {
		case documents == nil:
		case name == "shared":
			out[name] = r.document([]holder{h}, documents)
		case name == "locales":
			locales := map[string]any{}
			for tag, doc := range documents {
				locales[tag] = doc
				if doc, ok := doc.(map[string]any); ok {
					locales[tag] = r.document([]holder{h}, doc)
				}
			}
			out[name] = locales
		}
	}
	return out
}

func (r *Renaming) document(at []holder, doc map[string]any) map[string]any {
	out := make(map[string]any, len(doc))
	for name, v := range doc {
		for _, h := range chosen(at, doc) {
			if was, is := h.field(name); is != nil {
				name, v = is.Name(), r.value(was, is, v)
				break
			}
		}
		out[name] = v
	}
	return out
}

func (r *Renaming) value(was, is *schema.Field, v any) any {
	switch value := v.(type) {
	case []any:
		out := make([]any, len(value))
		for i, item := range value {
			out[i] = r.value(was, is, item)
		}
		return out
	case string:
		if was.Kind() == "reference" {
			return r.Ref(value)
		}
	case map[string]any:
		if ref, ok := value["$ref"].(string); ok && was.Kind() == "reference" {
			return map[string]any{"$ref": r.Ref(ref)}
		}
		if in := inside(was, is); len(in) > 0 {
			return r.document(in, value)
		}
	}
	return v
}

// Ref gives type/target with the name that the type has now; any other text as it is.
func (r *Renaming) Ref(ref string) string {
	typ, target, ok := strings.Cut(ref, "/")
	if name := r.Types[typ]; ok && name != "" {
		return name + "/" + target
	}
	return ref
}
