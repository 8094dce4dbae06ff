package schema

import (
	"maps"
	"slices"
	"strings"
)

// fieldSet are the fields of a type or of a component.
type fieldSet struct {
	fields []*Field
	byName map[string]*Field
}

// Fields gives the fields in the order of the file.
func (s *fieldSet) Fields() []*Field { return slices.Clone(s.fields) }

// Field gives one field, or nil where there is none of that name.
func (s *fieldSet) Field(name string) *Field { return s.byName[name] }

// add puts a field at the end. Of two with the same name, the first is found by it.
func (s *fieldSet) add(f *Field) {
	s.fields = append(s.fields, f)
	if s.byName == nil {
		s.byName = map[string]*Field{}
	}
	if s.byName[f.name] == nil {
		s.byName[f.name] = f
	}
}

// fieldNames lists the fields for a message.
func (s *fieldSet) fieldNames() string {
	names := make([]string, 0, len(s.fields))
	for _, f := range s.fields {
		if FieldName.MatchString(f.name) { // a bad name may be a megabyte long
			names = append(names, f.name)
		}
	}
	return strings.Join(names, ", ")
}

// Component is a group of fields that stands inside entries: once, repeated, or as one of several kinds of block. It never
// changes.
type Component struct {
	fieldSet

	name        string // "" where it is declared inside its field
	label       map[string]string
	description map[string]string
}

// Name is the component's name, as in "quote", or "" where a field declares it in its own place.
func (c *Component) Name() string { return c.name }

// Label gives the component's name for people, by locale; that of the field where it has no name of its own.
func (c *Component) Label() map[string]string { return maps.Clone(c.label) }

// Description says what the component is for, by locale; it may be empty.
func (c *Component) Description() map[string]string { return maps.Clone(c.description) }
