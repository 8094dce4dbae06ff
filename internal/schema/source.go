package schema

import (
	"path"
	"regexp"
	"strconv"
	"strings"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/yamlfile"
)

// typeFile is a content type as it is written.
type typeFile struct {
	Name        string            `yaml:"name"`
	Label       map[string]string `yaml:"label"`
	Description map[string]string `yaml:"description"`
	Singleton   bool              `yaml:"singleton"`
	Title       string            `yaml:"title"`
	Slug        string            `yaml:"slug"`
	Sort        string            `yaml:"sort"`
	Fields      []fieldFile       `yaml:"fields"`
}

type fieldFile struct {
	Name      string            `yaml:"name"`
	Kind      string            `yaml:"kind"`
	Label     map[string]string `yaml:"label"`
	Help      map[string]string `yaml:"help"`
	Localized bool              `yaml:"localized"`
	Required  bool              `yaml:"required"`
	Min       *float64          `yaml:"min"`
	Max       *float64          `yaml:"max"`
	MinLength *int              `yaml:"minLength"`
	MaxLength *int              `yaml:"maxLength"`
	Pattern   string            `yaml:"pattern"`
	From      string            `yaml:"from"`
	Values    []valueFile       `yaml:"values"`
	To        []string          `yaml:"to"`
	Many      bool              `yaml:"many"`
	Default   any               `yaml:"default"`
}

type valueFile struct {
	Value string            `yaml:"value"`
	Label map[string]string `yaml:"label"`
}

// options are the keys of fieldFile that only some kinds have.
var options = []string{"min", "max", "minLength", "maxLength", "pattern", "from", "values", "to", "many", "default"}

// source is one file on its way to becoming a type.
type source struct {
	file     string
	raw      typeFile
	places   yamlfile.Places
	problems *fault.Problems
	refused  map[yamlfile.Pos]bool // values that are of the wrong shape: nothing more is said of them
	typ      *Type
}

// readSource decodes a file and checks all that needs no other type. It gives nil where nothing can be made of the file.
func readSource(file string, src []byte, ps *fault.Problems) *source {
	s := &source{file: file, problems: ps, refused: map[yamlfile.Pos]bool{}}
	before := len(*ps)
	if len(src) > maxFile {
		ps.Add(yamlfile.Pos{File: file}.Problem("too_large", "the file has %d bytes; %d are allowed", len(src), maxFile))
		return nil
	}
	s.places, _ = yamlfile.DecodePlaces(file, src, &s.raw, ps)
	for _, p := range (*ps)[before:] {
		if p.Code != "unknown_key" && p.Code != "repeated_key" { // those stand at the key, where a mapping begins too
			s.refused[yamlfile.Pos{File: file, Line: p.Line, Column: p.Column}] = true
		}
	}
	stem := strings.TrimSuffix(path.Base(file), ".yaml")
	switch {
	case !TypeName.MatchString(stem):
		s.at("", "bad_name", "%.80q is no name for a content type: use 1 to 40 of a-z, 0-9 and -, beginning with a letter", stem)
	case s.places.Empty():
	case !s.places.Has("/name"):
		s.at("", "required", "the type has no name; by its file it is %s", stem)
	case s.raw.Name != stem:
		s.at("/name", "bad_name", "the name is %.80q and the file says %s: they must be the same", s.raw.Name, stem)
	}
	s.typ = &Type{
		name: stem, label: s.raw.Label, description: s.raw.Description, singleton: s.raw.Singleton, byName: map[string]*Field{},
	}
	if s.places.Empty() {
		return s // not YAML: all that can be known is that the type is meant to exist
	}
	s.texts("/label", s.raw.Label, maxLabel, true)
	s.texts("/description", s.raw.Description, maxHelp, false)
	s.readFields()
	return s
}

func (s *source) at(pointer, code, format string, args ...any) {
	p := s.places.At(pointer)
	p.File = s.file
	s.problems.Add(p.Problem(code, format, args...))
}

// failed says whether the value at a pointer is of the wrong shape, which a problem says already.
func (s *source) failed(pointer string) bool {
	return s.places.Has(pointer) && s.refused[s.places.At(pointer)]
}

func (s *source) readFields() {
	if len(s.raw.Fields) == 0 && !s.failed("/fields") {
		s.at("/fields", "required", "the type has no fields")
	}
	if len(s.raw.Fields) > MaxFields {
		s.at("/fields", "too_many", "the type has %d fields; %d are allowed", len(s.raw.Fields), MaxFields)
		s.raw.Fields = s.raw.Fields[:MaxFields]
	}
	seen := map[string]string{}
	for i := range s.raw.Fields {
		d := s.declaration(i)
		if !d.failed("") {
			d.name(seen)
			d.kind()
			d.common()
		}
		s.typ.fields = append(s.typ.fields, d.field)
		if s.typ.byName[d.field.name] == nil {
			s.typ.byName[d.field.name] = d.field
		}
	}
}

// declaration gives one field with its place in the file.
func (s *source) declaration(i int) *declaration {
	raw := &s.raw.Fields[i]
	d := &declaration{source: s, typ: s.typ, pointer: "/fields/" + strconv.Itoa(i), raw: raw}
	if i < len(s.typ.fields) {
		d.field = s.typ.fields[i]
		return d
	}
	d.field = &Field{
		name: raw.Name, kindName: raw.Kind, label: raw.Label, help: raw.Help, localized: raw.Localized, required: raw.Required,
		many: raw.Many, min: raw.Min, max: raw.Max, minLength: raw.MinLength, maxLength: raw.MaxLength,
		patternText: raw.Pattern, from: raw.From, to: raw.To,
	}
	for _, v := range raw.Values {
		d.field.values = append(d.field.values, Value(v))
	}
	return d
}

// link checks what needs the whole type or other types, and completes the type.
func (s *source) link(types map[string]*Type) {
	if s.places.Empty() {
		return
	}
	for i := range s.typ.fields {
		d := s.declaration(i)
		d.types = types
		if d.field.kind == nil {
			continue
		}
		before := len(*s.problems)
		d.field.kind.declare(d)
		if len(*s.problems) == before {
			d.setDefault()
		}
	}
	s.typ.title = s.named("/title", "title", s.raw.Title, "text")
	if s.typ.title == nil && s.raw.Title == "" {
		s.at("/title", "required", "the type has no title: it names the text field that stands for an entry in lists")
	}
	s.linkSlug()
	name, descending := strings.CutPrefix(s.raw.Sort, "-")
	s.typ.sort, s.typ.descending = s.named("/sort", "sort", name, ""), descending
	if f := s.typ.sort; f != nil && f.kind != nil && (!f.kind.traits().sortable || f.Many()) {
		s.at("/sort", "wrong_kind", "sort names %s, whose kind %s has no order", f.name, f.kindName)
	}
}

func (s *source) linkSlug() {
	s.typ.slug = s.named("/slug", "slug", s.raw.Slug, "slug")
	for i, f := range s.typ.fields {
		if f.kindName != "slug" || f.name == s.raw.Slug {
			continue
		}
		if s.raw.Slug == "" {
			s.at("/fields/"+strconv.Itoa(i), "required", "field %s is a slug and the type does not say so: add slug: %s", f.name, f.name)
		} else {
			s.at("/fields/"+strconv.Itoa(i), "repeated", "a type has one slug, and it is %s already", s.raw.Slug)
		}
	}
}

// named gives the field that a key of the type names, nil where there is none.
func (s *source) named(pointer, key, name, kind string) *Field {
	if name == "" {
		return nil
	}
	f := s.typ.Field(name)
	switch {
	case f == nil:
		s.at(pointer, "unknown_field", "%s names field %.80q, which the type does not have; it has %s", key, name, s.typ.fieldNames())
	case kind != "" && f.kind != nil && f.kindName != kind:
		s.at(pointer, "wrong_kind", "%s names %s, which is of kind %s; it must be %s", key, f.name, f.kindName, kind)
	}
	return f
}

// wholePattern compiles a pattern so that it must match all of a value. RE2 only: its time is linear in the value.
func wholePattern(pattern string) (*regexp.Regexp, error) {
	if _, err := regexp.Compile(pattern); err != nil { // first alone, so that the message shows what was written
		return nil, err
	}
	return regexp.Compile(`\A(?:` + pattern + `)\z`)
}
