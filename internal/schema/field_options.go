package schema

import (
	"slices"
	"strings"
)

// roles are those that readableBy and writableBy may name. An administrator reads and writes everything, named or not.
var roles = []string{"administrator", "site-manager", "editor", "translator", "reviewer", "designer", "viewer", "machine"}

const administrator = "administrator"

// Roles gives the names that readableBy and writableBy may hold.
func Roles() []string { return slices.Clone(roles) }

// Unique says whether no two entries of the type in a space may have the same value (of a localized field: in the same
// locale). It is a declaration: a model knows no entries, so it is the store that must keep it, and until the store asks for
// it nobody does.
func (f *Field) Unique() bool { return f.unique }

// Filterable says whether lists may be narrowed by the field, from outside too.
func (f *Field) Filterable() bool { return f.filterable }

// Sortable says whether lists may be ordered by the field, besides the order that the type has by itself.
func (f *Field) Sortable() bool { return f.sortable }

// Searchable says whether full text finds the words of the field.
func (f *Field) Searchable() bool { return f.searchable }

// ReadableBy says whether people of a role may see the field's value. It is the rule alone: whatever shows, filters, sorts,
// exports or publishes values must ask it. A field that is not for all is not for visitors either (see Public).
func (f *Field) ReadableBy(role string) bool { return permits(f.readableBy, role) }

// WritableBy says whether people of a role may change the field's value. It is the rule alone: whatever changes values must ask.
func (f *Field) WritableBy(role string) bool { return permits(f.writableBy, role) }

// Public says whether everybody may see the field's value. Publishing leaves out what is not (content.Public).
func (f *Field) Public() bool { return len(f.readableBy) == 0 }

// RenamedFrom gives the name that the field had before, or "".
func (f *Field) RenamedFrom() string { return f.renamedFrom }

func permits(named []string, role string) bool {
	return len(named) == 0 || role == administrator || slices.Contains(named, role)
}

// flags checks what a field may be used for against what its kind can do.
func (d *declaration) flags() {
	k := d.field.kind
	if k == nil {
		return
	}
	t := k.traits()
	several := d.field.many || t.list
	for _, flag := range []struct {
		key    string
		set    bool
		can    bool
		single bool // whether it needs a field of one value
	}{
		{"unique", d.field.unique, t.unique, true},
		{"filterable", d.field.filterable, t.filterable, false},
		{"sortable", d.field.sortable, t.sortable, true},
		{"searchable", d.field.searchable, t.searchable, false},
	} {
		switch {
		case !flag.set:
		case !flag.can:
			d.at("/"+flag.key, "bad_option", "kind %s cannot be %s", d.field.kindName, flag.key)
		case flag.single && several:
			d.at("/"+flag.key, "bad_option", "a field with several values cannot be %s", flag.key)
		}
	}
}

func (d *declaration) roles(key string, named []string) {
	if d.failed(key) {
		return
	}
	if len(named) == 0 && d.source.places.Has(d.pointer+key) {
		d.at(key, "required", "%s names no role: name some, or leave it out and all may", key[1:])
	}
	for i, role := range named {
		switch {
		case !slices.Contains(roles, role):
			d.at(d.item(key, i), "unknown_role", "there is no role %.40q; there are %s", role, strings.Join(roles, ", "))
		case slices.Index(named, role) < i:
			d.at(d.item(key, i), "repeated", "role %s is listed twice", role)
		}
	}
}
