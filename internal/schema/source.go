package schema

import (
	"path"
	"regexp"
	"slices"
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
	Tree        bool              `yaml:"tree"`
	Review      string            `yaml:"review"`
	Audiences   []string          `yaml:"audiences"`
	Retention   *retentionFile    `yaml:"retention"`
	Preview     any               `yaml:"preview"`
	RenamedFrom string            `yaml:"renamedFrom"`
	Fields      []fieldFile       `yaml:"fields"`
}

// componentFile is a component as it is written.
type componentFile struct {
	Name        string            `yaml:"name"`
	Label       map[string]string `yaml:"label"`
	Description map[string]string `yaml:"description"`
	Fields      []fieldFile       `yaml:"fields"`
}

type fieldFile struct {
	Name      string            `yaml:"name"`
	Kind      string            `yaml:"kind"`
	Label     map[string]string `yaml:"label"`
	Help      map[string]string `yaml:"help"`
	Localized bool              `yaml:"localized"`
	Required  bool              `yaml:"required"`
	Min       any               `yaml:"min"`
	Max       any               `yaml:"max"`
	MinLength *int              `yaml:"minLength"`
	MaxLength *int              `yaml:"maxLength"`
	Pattern   string            `yaml:"pattern"`
	From      string            `yaml:"from"`
	Values    []valueFile       `yaml:"values"`
	To        []string          `yaml:"to"`
	Many      bool              `yaml:"many"`
	MinItems  *int              `yaml:"minItems"`
	MaxItems  *int              `yaml:"maxItems"`
	Default   any               `yaml:"default"`

	Unique      bool      `yaml:"unique"`
	Filterable  bool      `yaml:"filterable"`
	Sortable    bool      `yaml:"sortable"`
	Searchable  bool      `yaml:"searchable"`
	When        *whenFile `yaml:"when"`
	ReadableBy  []string  `yaml:"readableBy"`
	WritableBy  []string  `yaml:"writableBy"`
	RenamedFrom string    `yaml:"renamedFrom"`

	Scale      *int        `yaml:"scale"`
	Schema     any         `yaml:"schema"`
	Accept     []string    `yaml:"accept"`
	Fields     []fieldFile `yaml:"fields"`
	Component  string      `yaml:"component"`
	Components []string    `yaml:"components"`
	Value      string      `yaml:"value"`
}

type retentionFile struct {
	Revisions *int `yaml:"revisions"`
	Days      *int `yaml:"days"`
}

type whenFile struct {
	Field string `yaml:"field"`
	Is    any    `yaml:"is"`
}

type valueFile struct {
	Value string            `yaml:"value"`
	Label map[string]string `yaml:"label"`
}

// options are the keys of fieldFile that only some kinds have.
var options = []string{
	"min", "max", "minLength", "maxLength", "pattern", "from", "values", "to", "many", "minItems", "maxItems", "default",
	"scale", "schema", "accept", "fields", "component", "components", "value",
}

// topOptions are keys of fieldFile that a field inside a component has not: they are about an entry as a whole.
var topOptions = []string{"localized", "unique", "filterable", "sortable", "readableBy", "writableBy"}

// source is one file on its way to becoming a type or a component.
type source struct {
	file         string
	raw          typeFile // of a component: what it has of it
	places       yamlfile.Places
	problems     *fault.Problems
	refused      map[yamlfile.Pos]bool // values that are of the wrong shape: nothing more is said of them
	typ          *Type                 // nil where the file is a component
	component    *Component            // nil where the file is a type
	declarations []*declaration        // of all fields, also those inside components
}

// readSource decodes a file and checks all that needs no other file. It gives nil where nothing can be made of the file.
func readSource(file string, src []byte, component bool, ps *fault.Problems) *source {
	s := &source{file: file, problems: ps, refused: map[yamlfile.Pos]bool{}}
	if len(src) > maxFile {
		ps.Add(yamlfile.Pos{File: file}.Problem("too_large", "the file has %d bytes; %d are allowed", len(src), maxFile))
		return nil
	}
	s.decode(src, component)
	stem, what := strings.TrimSuffix(path.Base(file), ".yaml"), "content type"
	if component {
		what = "component"
	}
	switch short := what[strings.LastIndexByte(what, ' ')+1:]; {
	case !TypeName.MatchString(stem):
		s.at("", "bad_name", "%.80q is no name for a %s: use 1 to 40 of a-z, 0-9 and -, beginning with a letter", stem, what)
	case s.places.Empty():
	case !s.places.Has("/name"):
		s.at("", "required", "the %s has no name; by its file it is %s", short, stem)
	case s.raw.Name != stem:
		s.at("/name", "bad_name", "the name is %.80q and the file says %s: they must be the same", s.raw.Name, stem)
	}
	set := s.begin(stem, component)
	if s.places.Empty() {
		return s // not YAML: all that can be known is that the type is meant to exist
	}
	s.texts("/label", s.raw.Label, maxLabel, true)
	s.texts("/description", s.raw.Description, maxHelp, false)
	s.readFields("", set, s.raw.Fields, nil)
	return s
}

func (s *source) decode(src []byte, component bool) {
	var c componentFile
	var dst any = &s.raw
	if component {
		dst = &c
	}
	before := len(*s.problems)
	s.places, _ = yamlfile.DecodePlaces(s.file, src, dst, s.problems)
	if component {
		s.raw = typeFile{Name: c.Name, Label: c.Label, Description: c.Description, Fields: c.Fields}
	}
	for _, p := range (*s.problems)[before:] {
		if p.Code != "unknown_key" && p.Code != "repeated_key" { // those stand at the key, where a mapping begins too
			s.refused[yamlfile.Pos{File: s.file, Line: p.Line, Column: p.Column}] = true
		}
	}
}

// begin makes the type or component that the file is about, without its fields.
func (s *source) begin(name string, component bool) *fieldSet {
	if component {
		s.component = &Component{name: name, label: s.raw.Label, description: s.raw.Description}
		return &s.component.fieldSet
	}
	s.typ = &Type{
		name: name, label: s.raw.Label, description: s.raw.Description, singleton: s.raw.Singleton, tree: s.raw.Tree,
		audiences: s.raw.Audiences, renamedFrom: s.raw.RenamedFrom,
	}
	return &s.typ.fieldSet
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

// readFields reads the fields of a type, of a component, or of the field `in` that declares a component in its own place.
func (s *source) readFields(pointer string, set *fieldSet, raws []fieldFile, in *declaration) {
	what := "type"
	if s.typ == nil || in != nil {
		what = "component"
	}
	if len(raws) == 0 && !s.failed(pointer+"/fields") {
		s.at(pointer+"/fields", "required", "the %s has no fields", what)
	}
	if len(raws) > MaxFields {
		s.at(pointer+"/fields", "too_many", "the %s has %d fields; %d are allowed", what, len(raws), MaxFields)
		raws = raws[:MaxFields]
	}
	seen := map[string]string{}
	for i := range raws {
		d := newDeclaration(s, set, &raws[i], pointer+"/fields/"+strconv.Itoa(i))
		d.nested = s.typ == nil || in != nil
		if in != nil {
			d.depth = in.depth + 1
		}
		s.declarations = append(s.declarations, d)
		if !d.failed("") {
			d.name(seen)
			d.kind()
			d.common()
			d.inline()
		}
		set.add(d.field)
	}
}

// newDeclaration gives one field with its place in the file.
func newDeclaration(s *source, set *fieldSet, raw *fieldFile, pointer string) *declaration {
	d := &declaration{source: s, set: set, pointer: pointer, raw: raw}
	d.field = &Field{
		name: raw.Name, kindName: raw.Kind, label: raw.Label, help: raw.Help, localized: raw.Localized, required: raw.Required,
		many: raw.Many, min: numberIn(raw.Min), max: numberIn(raw.Max), minLength: raw.MinLength, maxLength: raw.MaxLength,
		minItems: raw.MinItems, maxItems: raw.MaxItems,
		patternText: raw.Pattern, from: raw.From, to: raw.To, accept: raw.Accept,
		unique: raw.Unique, filterable: raw.Filterable, sortable: raw.Sortable, searchable: raw.Searchable,
		readableBy: raw.ReadableBy, writableBy: raw.WritableBy, renamedFrom: raw.RenamedFrom,
	}
	for _, v := range raw.Values {
		d.field.values = append(d.field.values, Value(v))
	}
	return d
}

// link checks what needs the whole type or other files, and completes the type.
func (s *source) link(m *Model) {
	if s.places.Empty() {
		return
	}
	for _, d := range s.declarations {
		d.types, d.components = m.byName, m.components
		if d.field.kind == nil {
			continue
		}
		before := len(*s.problems)
		d.field.kind.declare(d)
		if len(*s.problems) == before {
			d.setDefault()
		}
		d.when()
	}
	s.conditionCycles()
	s.fieldsRenamed()
	if s.typ != nil {
		s.linkType(m)
	}
}

func (s *source) linkType(m *Model) {
	s.typ.title = s.named("/title", "title", s.raw.Title, "text", "computed")
	if s.typ.title == nil && s.raw.Title == "" {
		s.at("/title", "required", "the type has no title: it names the text or computed field that stands for an entry in lists")
	}
	s.linkSlug()
	name, descending := strings.CutPrefix(s.raw.Sort, "-")
	s.typ.sort, s.typ.descending = s.named("/sort", "sort", name), descending
	if f := s.typ.sort; f != nil && f.kind != nil && (!f.kind.traits().sortable || f.Many()) {
		s.at("/sort", "wrong_kind", "sort names %s, whose kind %s has no order", f.name, f.kindName)
	}
	s.typeOptions(m)
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
	if slug := s.typ.slug; slug != nil && slug.from != "" {
		if from := s.typ.Field(slug.from); from != nil && slices.Contains(from.Sources(), slug) {
			s.at("/slug", "cycle", "the slug %s is made of %s, which is made of the slug", slug.name, from.name)
		}
	}
}

// named gives the field that a key of the type names, nil where there is none. It is of one of some kinds, or of any.
func (s *source) named(pointer, key, name string, kinds ...string) *Field {
	if name == "" {
		return nil
	}
	f := s.typ.Field(name)
	switch {
	case f == nil:
		s.at(pointer, "unknown_field", "%s names field %.80q, which the type does not have; it has %s", key, name, s.typ.fieldNames())
	case len(kinds) > 0 && f.kind != nil && !slices.Contains(kinds, f.kindName):
		s.at(pointer, "wrong_kind", "%s names %s, which is of kind %s; it must be %s", key, f.name, f.kindName, strings.Join(kinds, " or "))
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
