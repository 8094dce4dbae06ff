package schema

import (
	"fmt"
	"maps"
	"regexp"
	"slices"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// MaxItems is how many values a field with `many` takes.
const MaxItems = 1000

// Field is one field of a content type. It never changes.
type Field struct {
	name      string
	kindName  string
	kind      kind // nil only while a model with an unknown kind is being refused
	label     map[string]string
	help      map[string]string
	localized bool
	required  bool
	many      bool

	min, max             *float64 // of numbers
	least, greatest      string   // of dates, moments and durations, in canonical form; "" where there is none
	minItems, maxItems   *int     // of lists
	minLength, maxLength *int
	patternText          string
	pattern              *regexp.Regexp // anchored at both ends
	from                 string
	values               []Value
	to                   []string
	def                  any

	unique, filterable, sortable, searchable bool
	when                                     *Condition
	readableBy, writableBy                   []string
	renamedFrom                              string

	scale      int                // decimal
	schema     *jsonschema.Schema // json; nil where anything goes
	schemaText string             // canonical, to compare models
	accept     []string           // media
	component  *Component         // component
	components []*Component       // blocks
	formula    []piece            // computed
}

// Value is one of the values of an enumeration.
type Value struct {
	Value string
	Label map[string]string // by locale; English is always there
}

// Name is the field's name, as in "publishedOn".
func (f *Field) Name() string { return f.name }

// Kind is the name of the field's kind, as in "date".
func (f *Field) Kind() string { return f.kindName }

// Label gives the field's name for people, by locale; English is always there.
func (f *Field) Label() map[string]string { return maps.Clone(f.label) }

// Help says what to fill in, by locale; it may be empty.
func (f *Field) Help() map[string]string { return maps.Clone(f.help) }

// Localized says whether each locale has a value of its own; else all share one.
func (f *Field) Localized() bool { return f.localized }

// Required says whether an entry cannot be published without a value.
func (f *Field) Required() bool { return f.required }

// Many says whether the value is a list.
func (f *Field) Many() bool { return f.many || f.kind != nil && f.kind.traits().list }

// To gives the content types that a reference may lead to.
func (f *Field) To() []string { return slices.Clone(f.to) }

// From gives the name of the field that a slug is derived from, or "".
func (f *Field) From() string { return f.from }

// Default gives the value of new entries, in its canonical form, or nil.
func (f *Field) Default() any { return clone(f.def) }

// Values gives the values of an enumeration, in the order of the file.
func (f *Field) Values() []Value {
	out := make([]Value, len(f.values))
	for i, v := range f.values {
		out[i] = Value{v.Value, maps.Clone(v.Label)}
	}
	return out
}

// Issue is one thing that is wrong with a value.
type Issue struct {
	Pointer   string // RFC 6901, within the value: "" is the value itself, "/0" its first item
	Code      string // stable: "wrong_type", "too_long"
	Message   string // for a person; does not name the field
	AtPublish bool   // a draft may have it, a published entry may not
}

// wrong is an issue that even a draft may not have; unfit one that stands in the way of publishing only.
func wrong(code, format string, args ...any) []Issue {
	return []Issue{{Code: code, Message: fmt.Sprintf(format, args...)}}
}

func unfit(code, format string, args ...any) []Issue {
	return []Issue{{Code: code, Message: fmt.Sprintf(format, args...), AtPublish: true}}
}

// Value checks one value, as JSON or YAML gives it, and brings it to its canonical form: string, bool, int64 or float64,
// []any of them, or an object such as {"$ref":"type/id"}. It is nil where the value is empty (null, "", an empty list), or of
// the wrong type. What Value gives, Value takes and gives again, also after a trip through JSON.
func (f *Field) Value(v any) (normal any, issues []Issue) {
	if issues := measure(v); issues != nil {
		return nil, issues
	}
	normal, issues = f.check(v)
	return normal, first(issues)
}

// check is Value for what has been measured.
func (f *Field) check(v any) (normal any, issues []Issue) {
	if empty(v) {
		return nil, nil
	}
	if !f.many {
		normal, issues = f.one(v)
		if f.kind.traits().list {
			issues = append(issues, f.countRules(normal)...)
		}
		return normal, issues
	}
	list, ok := v.([]any)
	if !ok {
		list = []any{v} // so that `many` can be switched on later without a migration
	}
	if len(list) > MaxItems {
		return nil, wrong("too_many", "has %d values; %d are allowed", len(list), MaxItems)
	}
	out := make([]any, 0, len(list))
	seen := map[string]bool{}
	repeats := f.kind.traits().repeats
	for i, item := range list {
		n, found := f.one(item)
		issues = append(issues, below(fmt.Sprintf("/%d", i), found)...)
		if n == nil {
			continue
		}
		if !repeats { // the same twice says no more than once
			key := fmt.Sprint(n)
			if seen[key] {
				continue
			}
			seen[key] = true
		}
		out = append(out, n)
	}
	if len(out) == 0 {
		return nil, issues
	}
	return out, append(issues, f.countRules(out)...)
}

func (f *Field) one(v any) (any, []Issue) {
	n, issues := f.kind.value(f, v)
	if empty(n) {
		return nil, issues
	}
	return n, issues
}

// below puts a pointer before those of issues.
func below(pointer string, issues []Issue) []Issue {
	for i := range issues {
		issues[i].Pointer = pointer + issues[i].Pointer
	}
	return issues
}

func empty(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case []any:
		return len(v) == 0
	}
	return false
}

func clone(v any) any {
	switch v := v.(type) {
	case []any:
		out := make([]any, len(v))
		for i, item := range v {
			out[i] = clone(item)
		}
		return out
	case map[string]any:
		out := make(map[string]any, len(v))
		for key, item := range v {
			out[key] = clone(item)
		}
		return out
	}
	return v
}

// typeName says what a value is, in words of JSON.
func typeName(v any) string {
	switch v.(type) {
	case nil:
		return "null"
	case string:
		return "text"
	case bool:
		return "true or false"
	case []any:
		return "a list"
	case map[string]any:
		return "an object"
	}
	return "a number"
}
