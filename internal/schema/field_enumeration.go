package schema

import (
	"regexp"
	"slices"
	"strings"
)

// enumerationKind is one of the values that the declaration lists, or several of them with `many`.
type enumerationKind struct{}

const maxValues = 1000

var enumerationValue = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$`)

func (enumerationKind) traits() traits {
	return traits{options: []string{"values", "many", "minItems", "maxItems", "default"}, sortable: true, filterable: true, plain: true}
}

func (enumerationKind) declare(d *declaration) {
	if len(d.field.values) == 0 {
		if !d.failed("/values") {
			d.at("", "required", "an enumeration lists its values: [{value: news, label: {en: News}}]")
		}
		return
	}
	if len(d.field.values) > maxValues {
		d.at("/values", "too_many", "the enumeration has %d values; %d are allowed", len(d.field.values), maxValues)
		return
	}
	seen := map[string]bool{}
	for i, v := range d.field.values {
		at := d.item("/values", i)
		if d.failed(at) { // it is [news, advice], as others write it
			d.at("/values", "wrong_kind", "an enumeration lists its values with their labels: [{value: news, label: {en: News}}]")
			return
		}
		if !enumerationValue.MatchString(v.Value) {
			d.at(at, "bad_name", "value %.40q: use 1 to 63 of letters, digits, _, . and -, beginning with a letter or digit", v.Value)
		}
		if seen[v.Value] {
			d.at(at, "repeated", "value %.40q is listed twice", v.Value)
		}
		seen[v.Value] = true
		d.texts(at+"/label", v.Label, maxLabel, true)
	}
}

func (enumerationKind) value(f *Field, v any) (any, []Issue) {
	s, ok := v.(string)
	if !ok {
		return nil, wrong("wrong_type", "must be one of %s, not %s", f.valueNames(), typeName(v))
	}
	if !enumerationValue.MatchString(s) {
		return nil, wrong("unknown_value", "%.40q is not one of %s", s, f.valueNames())
	}
	if !slices.ContainsFunc(f.values, func(e Value) bool { return e.Value == s }) {
		return s, unfit("unknown_value", "%.40q is not one of %s", s, f.valueNames())
	}
	return s, nil
}

// valueNames lists the allowed values for a message, the first twenty of them.
func (f *Field) valueNames() string {
	names := make([]string, 0, 20)
	for _, v := range f.values {
		if len(names) == cap(names) {
			return strings.Join(names, ", ") + ", …"
		}
		names = append(names, v.Value)
	}
	return strings.Join(names, ", ")
}
