package schema

import (
	"errors"
	"fmt"
	"maps"
	"regexp/syntax"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/portico-cms/portico/internal/locale"
	"github.com/portico-cms/portico/internal/yamlfile"
)

// declaration is a field as its file declares it, with the means to say what is wrong, and where.
type declaration struct {
	source     *source
	set        *fieldSet             // the fields it stands among
	types      map[string]*Type      // all of the model; nil in the first round
	components map[string]*Component // as types
	field      *Field
	raw        *fieldFile
	pointer    string // of the field in the file
	nested     bool   // whether it stands inside a component
	depth      int    // how many declarations it stands in
}

const maxPattern = 500 // bytes

// at reports a problem at a key of the field ("/pattern"), or at the field itself ("").
func (d *declaration) at(key, code, format string, args ...any) {
	name := orElse(d.field.name, "(unnamed)")
	d.source.at(d.pointer+key, code, "field %s: %s", shown(name), fmt.Sprintf(format, args...))
}

// failed says whether the file has something at a key that a problem names already.
func (d *declaration) failed(key string) bool { return d.source.failed(d.pointer + key) }

func (d *declaration) item(key string, i int) string { return fmt.Sprintf("%s/%d", key, i) }

func (d *declaration) typeNames() string {
	names := slices.Sorted(maps.Keys(d.types))
	return strings.Join(slices.DeleteFunc(names, func(s string) bool { return !TypeName.MatchString(s) }), ", ")
}

// name checks the field's name; seen holds the names before it, in lower case, because columns of SQL and generated classes
// do not tell a capital from a small letter everywhere.
func (d *declaration) name(seen map[string]string) {
	name := d.raw.Name
	lower := strings.ToLower(name)
	switch {
	case d.failed("/name"):
		return
	case name == "":
		d.at("/name", "required", "has no name")
		return
	case !FieldName.MatchString(name):
		d.at("/name", "bad_name", "%.80q is no name for a field: use 1 to 63 of letters, digits and _, beginning with a small letter", name)
	case slices.Contains(d.reserved(), name):
		d.at("/name", "reserved", "the name is taken by Portico; also taken are %s", strings.Join(d.reserved(), ", "))
	case name == "slug" && d.raw.Kind != "slug":
		d.at("/name", "reserved", "only a field of kind slug may have this name")
	case seen[lower] == name:
		d.at("/name", "repeated", "stands twice in the type")
	case seen[lower] != "":
		d.at("/name", "repeated", "differs from field %s in capital letters only", shown(seen[lower]))
	}
	seen[lower] = name
}

// reserved are the names that this field may not have.
func (d *declaration) reserved() []string {
	switch {
	case d.nested:
		return reservedObject
	case d.source.typ.tree:
		return append(reserved[:len(reserved):len(reserved)], reservedTree...)
	}
	return reserved
}

// kind finds the field's kind and checks that the declaration has no options of other kinds.
func (d *declaration) kind() {
	k, ok := kinds[d.raw.Kind]
	switch {
	case d.failed("/kind"):
		return
	case d.raw.Kind == "":
		d.at("/kind", "required", "has no kind; there are %s", kindNames())
		return
	case !ok:
		d.at("/kind", "unknown_kind", "there is no kind %.80q; there are %s", d.raw.Kind, kindNames())
		return
	case d.nested && d.raw.Kind == "slug":
		d.at("/kind", "wrong_kind", "a slug is part of an entry's address: it cannot stand inside a component")
		return
	}
	d.field.kind = k
	allowed := k.traits().options
	for _, option := range options {
		if d.source.places.Has(d.pointer+"/"+option) && !slices.Contains(allowed, option) {
			d.at("/"+option, "bad_option", "kind %s has no %s%s", d.raw.Kind, option, orNothing("; it has ", allowed))
		}
	}
	for _, option := range topOptions {
		if d.nested && d.source.places.Has(d.pointer+"/"+option) {
			d.at("/"+option, "bad_option", "a field inside a component has no %s: it is as the field around it", option)
		}
	}
}

// common checks what every kind has.
func (d *declaration) common() {
	d.texts("/label", d.raw.Label, maxLabel, true)
	d.texts("/help", d.raw.Help, maxHelp, false)
	d.flags()
	d.counts()
	d.roles("/readableBy", d.raw.ReadableBy)
	d.roles("/writableBy", d.raw.WritableBy)
	if d.raw.Pattern == "" {
		return
	}
	if len(d.raw.Pattern) > maxPattern {
		d.at("/pattern", "too_long", "the pattern has %d bytes; %d are allowed", len(d.raw.Pattern), maxPattern)
		return
	}
	re, err := wholePattern(d.raw.Pattern)
	if err != nil {
		d.at("/pattern", "bad_pattern", "the pattern is not RE2: %s", patternError(err))
		return
	}
	d.field.pattern = re
}

// patternError says what is wrong with a pattern, without repeating all that a file may hold for one.
func patternError(err error) string {
	var se *syntax.Error
	if errors.As(err, &se) {
		return fmt.Sprintf("%s in %.80q", se.Code, se.Expr)
	}
	return "it cannot be compiled"
}

// setDefault checks the default as if somebody had typed it.
func (d *declaration) setDefault() {
	if d.raw.Default == nil || !slices.Contains(d.field.kind.traits().options, "default") || d.failed("/default") {
		return
	}
	normal, issues := d.field.Value(d.raw.Default)
	for _, issue := range issues {
		d.at("/default"+issue.Pointer, "bad_default", "the default %s", issue.Message)
	}
	d.field.def = normal
}

func (d *declaration) texts(key string, texts map[string]string, limit int, needed bool) {
	d.source.texts(d.pointer+key, texts, limit, needed)
}

// bounds checks min and max of numbers.
func (d *declaration) bounds() {
	d.numberBounds()
	if d.field.min != nil && d.field.max != nil && *d.field.min > *d.field.max {
		d.at("/min", "bad_bound", "min %s is greater than max %s: no value would fit", number(*d.field.min), number(*d.field.max))
	}
}

// lengths checks minLength and maxLength, in characters, against what the kind can hold.
func (d *declaration) lengths(limit int) {
	for key, n := range map[string]*int{"/minLength": d.field.minLength, "/maxLength": d.field.maxLength} {
		if n != nil && (*n < 1 || *n > limit) {
			d.at(key, "bad_bound", "%s must be between 1 and %d", key[1:], limit)
		}
	}
	if d.field.minLength != nil && d.field.maxLength != nil && *d.field.minLength > *d.field.maxLength {
		d.at("/minLength", "bad_bound", "minLength %d is greater than maxLength %d: no value would fit", *d.field.minLength, *d.field.maxLength)
	}
}

// texts checks texts for people by locale. English is needed where any is: it is what the admin UI falls back to.
func (s *source) texts(pointer string, texts map[string]string, limit int, needed bool) {
	if s.failed(pointer) {
		return
	}
	if texts["en"] == "" && (needed || len(texts) > 0) && !s.places.Has(pointer+"/en") {
		s.at(pointer, "required", "%s needs a text in English at least: {en: …}", pointer[strings.LastIndexByte(pointer, '/')+1:])
	}
	for _, tag := range slices.Sorted(maps.Keys(texts)) {
		text, at := texts[tag], pointer+"/"+yamlfile.Escape(tag)
		if s.failed(at) {
			continue
		}
		if c, err := locale.Parse(tag); err != nil {
			s.at(at, "bad_locale", "%v", err)
		} else if c != tag {
			s.at(at, "bad_locale", "write the language tag as %s", c)
		}
		switch {
		case strings.TrimSpace(text) == "":
			s.at(at, "required", "the text in %.40s is empty", tag)
		case len(text) > limit:
			s.at(at, "too_long", "the text in %.40s has %d bytes; %d are allowed", tag, len(text), limit)
		case !utf8.ValidString(text) || strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) && r != '\n' }):
			s.at(at, "bad_text", "the text in %.40s holds control characters", tag)
		}
	}
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// shown makes a name fit for a message: a file may hold anything for one.
func shown(name string) string {
	if FieldName.MatchString(name) || name == "(unnamed)" {
		return name
	}
	return fmt.Sprintf("%.80q", name)
}

func orNothing(before string, names []string) string {
	if len(names) == 0 {
		return ""
	}
	return before + strings.Join(names, ", ")
}
