// Package schema is the content model: the content types that content-types/*.yaml declare, the kinds of field they are made
// of, and what each kind takes as a value. A model is read once, checked as a whole, and never changes afterwards.
package schema

import (
	"maps"
	"regexp"
	"slices"
)

// Limits of a model. They are far above what a person writes, so that a hostile file costs little.
const (
	MaxTypes  = 200
	MaxFields = 200 // of one type
	maxFile   = 1 << 20
	maxLabel  = 200  // bytes
	maxHelp   = 2000 // bytes
	maxNested = 5    // components declared inside components, in one file
)

// Forms of the names in a model. They become parts of paths, JSON keys and class names of generated code, so they are plain.
var (
	TypeName  = regexp.MustCompile(`^[a-z][a-z0-9-]{0,39}$`)
	FieldName = regexp.MustCompile(`^[a-z][a-zA-Z0-9_]{0,62}$`)
)

// reserved are names that no field may have: those that an entry has by itself, in the API or in sort orders, and those that
// every object of JavaScript has already.
var reserved = append([]string{
	"id", "type", "site", "space", "key", "locale", "status", "version", "inheritedFrom", "createdAt", "updatedAt", "publishedAt",
}, reservedObject...)

// reservedObject are those of them that a field inside a component may not have either.
var reservedObject = []string{"constructor", "prototype", "hasOwnProperty", "toString", "valueOf"}

// reservedTree are names that a type with `tree` gives its entries by itself.
var reservedTree = []string{"parent", "order"}

// Model is a set of content types that fit together. It never changes, so it may be shared.
type Model struct {
	types      []*Type // by name
	byName     map[string]*Type
	components map[string]*Component
	files      map[string][]byte
	hash       string
}

// Types gives all content types, ordered by name.
func (m *Model) Types() []*Type { return slices.Clone(m.types) }

// Type gives one content type, or nil where the model has none of that name.
func (m *Model) Type(name string) *Type { return m.byName[name] }

// Components gives the components that have a file of their own, ordered by name.
func (m *Model) Components() []*Component {
	out := make([]*Component, 0, len(m.components))
	for _, name := range slices.Sorted(maps.Keys(m.components)) {
		out = append(out, m.components[name])
	}
	return out
}

// Component gives one of Components, or nil where the model has none of that name.
func (m *Model) Component(name string) *Component { return m.components[name] }

// Hash identifies the model: hex SHA-256 over its files.
func (m *Model) Hash() string { return m.hash }

// Files gives a copy of the files the model was read from, by file name. FromFiles makes the same model of them.
func (m *Model) Files() map[string][]byte {
	out := make(map[string][]byte, len(m.files))
	for name, src := range m.files {
		out[name] = slices.Clone(src)
	}
	return out
}

// Type is one content type. It never changes.
type Type struct {
	fieldSet

	name        string
	label       map[string]string
	description map[string]string
	singleton   bool
	title       *Field
	slug        *Field
	sort        *Field
	descending  bool
	tree        bool
	review      bool
	audiences   []string
	retention   Retention
	preview     map[string]string // path pattern by site key; "*" is for those that have none
	renamedFrom string
}

// Name is the type's name, as in "article".
func (t *Type) Name() string { return t.name }

// Label gives the type's name for people, by locale; English is always there.
func (t *Type) Label() map[string]string { return maps.Clone(t.label) }

// Description says what the type is for, by locale; it may be empty.
func (t *Type) Description() map[string]string { return maps.Clone(t.description) }

// Singleton says whether there is one entry of the type in each space, at most.
func (t *Type) Singleton() bool { return t.singleton }

// Title gives the field that names an entry in lists; it is of kind text.
func (t *Type) Title() *Field { return t.title }

// Slug gives the field that addresses an entry in URLs, or nil.
func (t *Type) Slug() *Field { return t.slug }

// Sort gives the default order of lists: by this field, or by the title where it is nil.
func (t *Type) Sort() (field *Field, descending bool) { return t.sort, t.descending }

// Tree says whether the entries of the type stand under one another, in an order that editors give. The model only says so:
// parent and position are kept and checked where entries are.
func (t *Type) Tree() bool { return t.tree }

// ReviewRequired says whether an entry of the type goes out only after somebody else has approved it. The workflow asks.
func (t *Type) ReviewRequired() bool { return t.review }

// Audiences gives the groups of visitors that entries of the type are for; none means everybody. Delivery asks.
func (t *Type) Audiences() []string { return slices.Clone(t.audiences) }

// Retention says how much of the past of the type's entries is kept. The sweeper asks.
func (t *Type) Retention() Retention { return t.retention }

// RenamedFrom gives the name that the type had before, or "".
func (t *Type) RenamedFrom() string { return t.renamedFrom }
