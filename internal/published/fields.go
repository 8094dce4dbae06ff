package published

import "strings"

// Field says what a query may do with a field. In the published view, a field that not everybody may read is never among those of a
// Type, so that asking for it is the same as asking for one that does not exist; the draft view has it, as restricted.
type Field struct {
	Name       string   `json:"name"`
	Kind       string   `json:"kind"` // of schema: "text", "reference"…
	Localized  bool     `json:"localized,omitempty"`
	Many       bool     `json:"many,omitempty"`
	Filterable bool     `json:"filterable,omitempty"`
	Sortable   bool     `json:"sortable,omitempty"`
	Searchable bool     `json:"searchable,omitempty"`
	To         []string `json:"to,omitempty"`         // content types that a reference leads to
	Values     []string `json:"values,omitempty"`     // of an enumeration
	Components []string `json:"components,omitempty"` // keys of Type.Components: what a component or block may be
	Help       string   `json:"help,omitempty"`       // what the model says of it, in English
	Restricted bool     `json:"restricted,omitempty"` // not everybody may read it: full text, which asks nobody who they are, leaves it out
}

// Field finds a field of the type.
func (t *Type) Field(name string) (Field, bool) { return find(t.Fields, name) }

// Inner finds a field of one of the components that stand in the type.
func (t *Type) Inner(component, name string) (Field, bool) {
	return find(t.Components[component], name)
}

// Order gives the field by which the type's entries are listed where nothing else is asked for.
func (t *Type) Order() (field string, descending bool) {
	field, descending = strings.CutPrefix(t.Sort, "-")
	if field == "" {
		return t.Title, false
	}
	return field, descending
}

// Searchable says whether full text finds entries of the type.
func (t *Type) Searchable() bool {
	for _, f := range t.Fields {
		if f.Searchable {
			return true
		}
	}
	return false
}

func find(fields []Field, name string) (Field, bool) {
	for _, f := range fields {
		if f.Name == name {
			return f, true
		}
	}
	return Field{}, false
}
