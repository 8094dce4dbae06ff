package content

import (
	"fmt"
	"maps"
	"slices"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/schema"
	"github.com/portico-cms/portico/internal/yamlfile"
)

// Renames gives the types that a model has renamed: the new name by the old one.
func Renames(before, after *schema.Model) map[string]string {
	out := map[string]string{}
	if before == nil {
		return out
	}
	for _, t := range after.Types() {
		if old := t.RenamedFrom(); old != "" && before.Type(old) != nil && after.Type(old) == nil && before.Type(t.Name()) == nil {
			out[old] = t.Name()
		}
	}
	return out
}

// Convert gives an entry of the type was in the form that the type is of a later model has, and a problem for each value that is
// lost. Renamed fields take their values along; what was shared and is localized now goes into each locale. types is of Renames.
func Convert(was, is *schema.Type, e *Entry, types map[string]string) (*Entry, fault.Problems) {
	c := conversion{was: was, is: is, types: types}
	out := e.Clone()
	Rename(is, out)
	out.Type = is.Name()
	c.spread(out)
	c.document("/shared", out.Shared, false)
	for _, tag := range out.Tags() {
		c.document("/locales/"+yamlfile.Escape(tag), out.Locales[tag], true)
	}
	Compute(is, out)
	return out, c.lost
}

type conversion struct {
	was, is *schema.Type
	types   map[string]string
	lost    fault.Problems
}

// spread puts shared values of fields that are localized now into each document.
func (c *conversion) spread(e *Entry) {
	for name, v := range e.Shared {
		f := c.is.Field(name)
		if f == nil || !f.Localized() || len(e.Locales) == 0 {
			continue
		}
		delete(e.Shared, name)
		for tag, doc := range e.Locales {
			if !hasLanguage(e, tag) {
				setMissing(&doc, name, cloneValue(v))
				e.Locales[tag] = doc
			}
		}
	}
}

func (c *conversion) document(at string, doc map[string]any, localized bool) {
	for _, name := range slices.Sorted(maps.Keys(doc)) {
		pointer := at + "/" + yamlfile.Escape(name)
		f := c.is.Field(name)
		switch {
		case f == nil:
			if old := c.was.Field(name); old == nil || old.Kind() != "computed" {
				c.lost.Add(fault.Problem{Pointer: pointer, Code: "field_removed", Message: fmt.Sprintf("the field %.80s is gone", name)})
			}
			delete(doc, name)
		case f.Kind() == "computed":
			delete(doc, name)
		case f.Localized() != localized:
			c.lost.Add(fault.Problem{Pointer: pointer, Code: "wrong_document", Message: "the value has no place any more: " + name})
			delete(doc, name)
		default:
			converted, issues := f.Convert(doc[name], c.types)
			for _, issue := range issues {
				c.lost.Add(problem(pointer, f, issue))
			}
			if doc[name] = converted; converted == nil {
				delete(doc, name)
			}
		}
	}
}
