package schema

import (
	"slices"
	"strconv"
	"strings"
)

// computedKind is a line of text made of other fields: value: "{firstName} {lastName}". Nobody types it: what an editor sends
// for it is left out, and it is made anew whenever an entry is normalized.
type computedKind struct{}

const maxFormula = 500 // bytes

// piece is a part of a formula: the text before a field, and the field; nil at the end.
type piece struct {
	text  string
	field *Field
}

func (computedKind) traits() traits {
	return traits{options: []string{"value"}, sortable: true, filterable: true, searchable: true}
}

func (computedKind) declare(d *declaration) {
	switch text := d.raw.Value; {
	case d.failed("/value"):
	case text == "":
		d.at("", "required", `a computed field says what it is made of: value: "{firstName} {lastName}"`)
	case len(text) > maxFormula:
		d.at("/value", "too_long", "the value has %d bytes; %d are allowed", len(text), maxFormula)
	default:
		d.formula(text)
	}
	for key, set := range map[string]bool{"/required": d.raw.Required, "/writableBy": len(d.raw.WritableBy) > 0} {
		if set {
			d.at(key, "bad_option", "nobody fills a computed field in: take out %s", key[1:])
		}
	}
}

// formula reads "{firstName} {lastName}".
func (d *declaration) formula(text string) {
	fields := 0
	for rest := text; rest != ""; {
		before, after, found := strings.Cut(rest, "{")
		name, behind, closed := strings.Cut(after, "}")
		switch {
		case strings.Contains(before, "}") || found && !closed || strings.Contains(name, "{"):
			d.at("/value", "bad_value", "the braces do not match: a field is written as {name}")
			return
		case !found:
			d.field.formula = append(d.field.formula, piece{text: before})
		default:
			f := d.set.Field(name)
			if !d.mayCompute(name, f) {
				return
			}
			d.field.formula = append(d.field.formula, piece{before, f})
			fields++
		}
		rest = behind
	}
	if fields == 0 {
		d.at("/value", "bad_value", "the value names no field: a field is written as {name}")
	}
}

func (d *declaration) mayCompute(name string, f *Field) bool {
	switch {
	case f == nil:
		d.at("/value", "unknown_field", "the value names field %.80q, which does not stand beside it; there are %s", name, d.set.fieldNames())
	case f.kind == nil: // named already
	case !f.kind.traits().plain || f.Many():
		d.at("/value", "wrong_kind", "the value names %s, which is of kind %s%s; it may be of %s", f.name, f.kindName, several(f), plainKinds())
	case f.localized && !d.field.localized:
		d.at("/value", "wrong_kind", "%s has a value in each locale: make this field localized too", f.name)
	case !f.Public() && !slices.Equal(f.readableBy, d.field.readableBy):
		d.at("/value", "wrong_kind", "%s is not for all to read: give this field the same readableBy", f.name)
	default:
		return true
	}
	return false
}

func several(f *Field) string {
	if f.Many() {
		return " with several values"
	}
	return ""
}

func plainKinds() string {
	return strings.Join(slices.DeleteFunc(Kinds(), func(name string) bool { return !kinds[name].traits().plain }), ", ")
}

func (computedKind) value(_ *Field, v any) (any, []Issue) {
	s, issues := line(v, maxText)
	if issues != nil {
		return nil, issues
	}
	return s, nil
}

// Sources gives the fields that a computed field is made of.
func (f *Field) Sources() []*Field {
	var out []*Field
	for _, p := range f.formula {
		if p.field != nil {
			out = append(out, p.field)
		}
	}
	return out
}

// Compute makes the value of a computed field out of those of its Sources, which get gives by name, in their canonical form. It
// is "" where all of them are missing, and for other kinds. White space that a missing one leaves behind goes with it.
func (f *Field) Compute(get func(name string) any) string {
	var b strings.Builder
	found := false
	for _, p := range f.formula {
		b.WriteString(p.text)
		if p.field == nil {
			continue
		}
		s := plain(get(p.field.name))
		found = found || s != ""
		b.WriteString(s)
	}
	if !found {
		return ""
	}
	s := []rune(strings.Join(strings.Fields(b.String()), " "))
	return strings.TrimSpace(string(s[:min(len(s), maxText)]))
}

// plain writes a value of one of the plain kinds as text.
func plain(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return number(v)
	}
	return ""
}
