package schema

import (
	"maps"
	"slices"
	"strings"
)

// kind is what one kind of field knows. A new kind is a file field_….go with a type that has these methods, and its line in
// kinds.
type kind interface {
	// traits says what the kind is like.
	traits() traits
	// declare checks what a declaration's options say together. The other types of the model are known by then.
	declare(d *declaration)
	// value checks a value that is not empty, and gives its canonical form, or nil where it is of the wrong type.
	value(f *Field, v any) (normal any, issues []Issue)
}

// traits are the facts about a kind that need no code.
type traits struct {
	options    []string // keys that its declarations may have, besides those that every kind has
	sortable   bool     // whether lists can be ordered by it
	filterable bool     // whether lists can be narrowed by it
	searchable bool     // whether full text has words to find in it
	unique     bool     // whether it makes sense that no two entries have the same value
	plain      bool     // whether it reads as a piece of a line, in a computed field
	list       bool     // whether its value is a list by itself, without `many`
	repeats    bool     // whether the same value may stand twice in a list
	widens     []string // kinds whose every value is a value of this one too
}

// kinds are all kinds of field there are.
var kinds = map[string]kind{
	"text":        textKind{},
	"long-text":   longTextKind{},
	"markdown":    markdownKind{},
	"slug":        slugKind{},
	"integer":     integerKind{},
	"number":      numberKind{},
	"boolean":     booleanKind{},
	"date":        dateKind{},
	"date-time":   dateTimeKind{},
	"enumeration": enumerationKind{},
	"url":         urlKind{},
	"email":       emailKind{},
	"reference":   referenceKind{},
	"tags":        tagsKind{},
	"rich-text":   richTextKind{},
	"decimal":     decimalKind{},
	"duration":    durationKind{},
	"color":       colorKind{},
	"telephone":   telephoneKind{},
	"json":        jsonKind{},
	"geo-point":   geoPointKind{},
	"media":       mediaKind{},
	"component":   componentKind{},
	"blocks":      blocksKind{},
	"computed":    computedKind{},
}

// Kinds gives the names of all kinds of field, sorted.
func Kinds() []string { return slices.Sorted(maps.Keys(kinds)) }

func kindNames() string { return strings.Join(Kinds(), ", ") }
