package content

import (
	"slices"

	"github.com/portico-cms/portico/internal/schema"
)

// holder is what has fields, as it was and as it is: a content type, or a component.
type holder struct {
	name    string // of the component
	was, is fields
}

type fields interface {
	Fields() []*schema.Field
	Field(name string) *schema.Field
}

// holder gives a type by its old name; ok is false where it was not there, or is not there any more.
func (r *Renaming) holder(old string) (h holder, ok bool) {
	was, is := r.before.Type(old), r.after.Type(r.Type(old))
	if was == nil || is == nil {
		return h, false
	}
	return holder{was: was, is: is}, true
}

func (r *Renaming) holders(types []string) (out []holder) {
	for _, old := range types {
		if h, ok := r.holder(old); ok {
			out = append(out, h)
		}
	}
	return out
}

// field gives a field by its old name, as it was and as it is; is is nil where it is gone.
func (h *holder) field(old string) (was, is *schema.Field) {
	if was = h.was.Field(old); was == nil {
		return nil, nil
	}
	if is = h.is.Field(old); is != nil {
		return was, is
	}
	for _, f := range h.is.Fields() {
		if f.RenamedFrom() == old && h.was.Field(f.Name()) == nil {
			return was, f
		}
	}
	return was, nil
}

// inside gives the components that stand in a field and still do, by their names; that of a field's own has none.
func inside(was, is *schema.Field) (out []holder) {
	for _, old := range was.Components() {
		at := slices.IndexFunc(is.Components(), func(c *schema.Component) bool { return c.Name() == old.Name() })
		if at >= 0 {
			out = append(out, holder{old.Name(), old, is.Components()[at]})
		}
	}
	return out
}

// renames says whether a field has another name, also inside components; seen are those that were looked at.
func (h *holder) renames(seen map[*schema.Component]bool) bool {
	return slices.ContainsFunc(h.was.Fields(), func(f *schema.Field) bool {
		was, is := h.field(f.Name())
		if is == nil {
			return false
		}
		return is.Name() != was.Name() || slices.ContainsFunc(inside(was, is), func(in holder) bool {
			c, _ := in.was.(*schema.Component)
			if seen[c] {
				return false
			}
			seen[c] = true
			return in.renames(seen)
		})
	})
}
