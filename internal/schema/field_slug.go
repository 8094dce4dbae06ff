package schema

import (
	"slices"
	"strings"
	"unicode"
)

// slugKind is the readable part of an entry's address, derived from another field where it is left empty.
type slugKind struct{}

// MaxSlug is how long a slug may be, in bytes of UTF-8: percent-encoded it is three times that, and still a usable address.
const MaxSlug = 120

func (slugKind) traits() traits {
	return traits{options: []string{"from"}, sortable: true, filterable: true, searchable: true, plain: true}
}

func (slugKind) declare(d *declaration) {
	if d.field.from == "" {
		return
	}
	from := d.set.Field(d.field.from)
	switch {
	case from == nil:
		d.at("/from", "unknown_field", "a slug comes from field %.80q, which type %s does not have; it has %s",
			d.field.from, d.source.typ.name, d.set.fieldNames())
	case from.kind == nil: // named already
	case from.kindName != "text" && from.kindName != "computed":
		d.at("/from", "wrong_kind", "a slug comes from a field of kind text or computed; %s is of kind %s", from.name, from.kindName)
	case from.localized && !d.field.localized:
		d.at("/from", "wrong_kind", "the slug is shared by all locales and %s is not: make the slug localized too", from.name)
	case !from.Public() && !slices.Equal(from.readableBy, d.field.readableBy):
		d.at("/from", "wrong_kind",
			"%s is not for all to read, and addresses are: give this field the same readableBy, or make it of another field", from.name)
	}
}

func (slugKind) value(_ *Field, v any) (any, []Issue) {
	s, issues := line(v, maxText)
	if issues != nil {
		return nil, issues
	}
	if s != "" && !IsSlug(s) {
		return s, unfit("bad_slug", "must be lower-case letters, digits and single hyphens between them, %d bytes at most", MaxSlug)
	}
	return s, nil
}

// IsSlug says whether s is lower-case letters (of any script, with their marks), digits, and single hyphens between them.
func IsSlug(s string) bool {
	if s == "" || len(s) > MaxSlug {
		return false
	}
	for word := range strings.SplitSeq(s, "-") {
		for i, r := range word {
			letter := unicode.IsLetter(r) && unicode.ToLower(r) == r && !unicode.IsTitle(r)
			if !letter && !unicode.IsDigit(r) && (i == 0 || !unicode.IsMark(r)) {
				return false
			}
		}
		if word == "" {
			return false
		}
	}
	return true
}
