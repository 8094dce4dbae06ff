package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/query"
)

// Limits of an answer.
const (
	MaxAnswer = 16 << 20 // bytes
	// MaxInside is how many entries stand inside those of one root field, each as often as it stands there: one question to the
	// Source for each level of references.
	MaxInside = 500
)

// Answer is what a question is answered with.
type Answer struct {
	JSON       []byte
	Generation int64
	Types      []string // content types that it depends on
	Entries    []string // ids of the entries that stand inside others
	Failed     bool     // it has errors
	Meta       bool     // it tells of the schema
}

// run is one question being answered.
type run struct {
	ctx    context.Context
	schema *Schema
	vars   map[string]any
	source Source

	out        bytes.Buffer
	path       []any
	errors     []Error
	fatal      error // ends everything
	generation int64
	types      map[string]bool
	included   map[string]bool
	unresolved map[string]bool

	place   *Place            // of the root field that is being answered
	entries map[string]*entry // that its references lead to
}

// shown is something with fields, as it stands in an answer.
type shown interface {
	// typeName is its type in GraphQL.
	typeName() string
	// value gives a field's value: nil, a leaf (json.RawMessage, or what JSON makes of it), []any, or something shown.
	value(r *run, g *group) any
}

// Run answers a question at a generation, or a later one that the Source has. Errors: those of the Source that are not told in the
// answer, fault.Invalid where it is too large.
func (q *Question) Run(ctx context.Context, source Source, generation int64) (*Answer, error) {
	r := &run{
		ctx: ctx, schema: q.doc.schema, vars: q.vars, source: source, generation: generation,
		types: map[string]bool{}, included: map[string]bool{}, unresolved: map[string]bool{},
	}
	top := &group{set: q.operation.SelectionSet}
	data := r.object("Query", top, rootValue{})
	if r.fatal != nil {
		return nil, r.fatal
	}
	return r.answer(data, q.doc.asksMeta), nil
}

func (r *run) answer(data, meta bool) *Answer {
	var b bytes.Buffer
	b.WriteByte('{')
	if len(r.errors) > 0 {
		b.WriteString(`"errors":`)
		b.Write(encoded(r.errors[:min(len(r.errors), maxErrors)]))
		b.WriteByte(',')
	}
	b.WriteString(`"data":`)
	if data {
		b.Write(r.out.Bytes())
	} else {
		b.WriteString("null")
	}
	more := map[string]any{"generation": r.generation}
	if len(r.unresolved) > 0 {
		more["unresolved"] = slices.Sorted(maps.Keys(r.unresolved))
	}
	b.WriteString(`,"extensions":`)
	b.Write(encoded(more))
	b.WriteByte('}')
	return &Answer{
		JSON: b.Bytes(), Generation: r.generation, Types: slices.Sorted(maps.Keys(r.types)), Entries: slices.Sorted(maps.Keys(r.included)),
		Failed: len(r.errors) > 0, Meta: meta,
	}
}

// object writes the fields of something, in the order in which they were asked for; false where one that cannot be null is.
func (r *run) object(typ string, g *group, v shown) bool {
	begin := r.out.Len()
	r.out.WriteByte('{')
	for i, field := range r.collect(typ, g) {
		if r.stopped() {
			return false
		}
		if i > 0 {
			r.out.WriteByte(',')
		}
		r.out.WriteByte('"')
		r.out.WriteString(field.key) // a name: it needs no escapes
		r.out.WriteString(`":`)
		r.path = append(r.path, field.key)
		ok := r.field(typ, field, v)
		r.path = r.path[:len(r.path)-1]
		if !ok {
			r.out.Truncate(begin)
			return false
		}
	}
	r.out.WriteByte('}')
	return true
}

func (r *run) stopped() bool {
	if r.fatal == nil && r.out.Len() > MaxAnswer {
		r.fatal = fault.New(fault.Invalid, "the answer would be larger than 16 MB: ask for a smaller page, or for fewer fields")
	}
	if r.fatal == nil && r.ctx.Err() != nil {
		r.fatal = fault.New(fault.Unavailable, "the question took too long").With(r.ctx.Err())
	}
	return r.fatal != nil
}

func (r *run) field(typ string, g *group, v shown) bool {
	if g.first().Name == "__typename" {
		r.out.Write(encoded(typ))
		return true
	}
	value := v.value(r, g)
	if r.fatal != nil {
		return false
	}
	return r.complete(g.first().Definition.Type, g, value)
}

// fail tells an error at the present place, or ends everything.
func (r *run) fail(g *group, err error) {
	e, ok := told(err, g.first().Position, slices.Clone(r.path))
	if !ok {
		r.fatal = err
		return
	}
	r.errors = append(r.errors, e)
}

// badValue tells that what is stored does not fit the schema.
func (r *run) badValue(g *group) {
	if len(r.errors) > maxErrors {
		return
	}
	at := g.first().Position
	r.errors = append(r.errors, Error{
		Message: "the stored value does not fit the field", Path: slices.Clone(r.path), Locations: []Location{{at.Line, at.Column}},
		Extensions: Extensions{Code: CodeValue},
	})
}

// complete writes a value as its type has it; false where null is not allowed and there is nothing else.
func (r *run) complete(t *ast.Type, g *group, v any) bool {
	if v == nil {
		return r.null(t, g)
	}
	if t.Elem != nil {
		return r.list(t, g, v)
	}
	begin := r.out.Len()
	if thing, ok := v.(shown); ok {
		if r.object(thing.typeName(), g, thing) {
			return true
		}
		r.out.Truncate(begin)
		if r.fatal != nil || t.NonNull {
			return false
		}
		r.out.WriteString("null")
		return true
	}
	text, ok := r.leaf(t.NamedType, v)
	if !ok {
		r.badValue(g)
		return r.nothing(t)
	}
	r.out.Write(text)
	return true
}

// null writes what is not there. Where there must be something, that is told once, here: what stands around it is null too.
func (r *run) null(t *ast.Type, g *group) bool {
	if t.NonNull && (len(r.errors) == 0 || !slices.Equal(r.errors[len(r.errors)-1].Path, r.path)) {
		r.badValue(g)
	}
	return r.nothing(t)
}

func (r *run) nothing(t *ast.Type) bool {
	if t.NonNull {
		return false
	}
	r.out.WriteString("null")
	return true
}

func (r *run) list(t *ast.Type, g *group, v any) bool {
	items, ok := v.([]any)
	if !ok {
		r.badValue(g)
		return r.nothing(t)
	}
	begin := r.out.Len()
	r.out.WriteByte('[')
	for i, item := range items {
		if i > 0 {
			r.out.WriteByte(',')
		}
		r.path = append(r.path, i)
		ok := r.complete(t.Elem, g, item)
		r.path = r.path[:len(r.path)-1]
		if !ok {
			r.out.Truncate(begin)
			if r.fatal != nil {
				return false
			}
			return r.nothing(t)
		}
	}
	r.out.WriteByte(']')
	return true
}

// leaf gives the JSON of a value without fields; ok is false where it is none of its type.
func (r *run) leaf(typ string, v any) (text []byte, ok bool) {
	raw, isRaw := v.(json.RawMessage)
	if !isRaw {
		return encoded(v), true // ours: it fits
	}
	if len(raw) == 0 {
		return nil, false
	}
	first := raw[0]
	switch typ {
	case "JSON", "RichText":
		ok = true
	case "Boolean":
		ok = first == 't' || first == 'f'
	case "Integer", "Float":
		ok = first == '-' || isDigit(first)
	case "GeoPoint", "Media":
		ok = first == '{'
	default:
		ok = first == '"'
	}
	return raw, ok
}

func encoded(v any) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return []byte("null") // of our own types: it does not fail
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// found notes what an answer depends on.
func (r *run) found(p *Page) {
	r.generation = max(r.generation, p.Generation)
	for _, typ := range p.Related {
		r.types[typ] = true
	}
	for _, d := range p.Docs {
		r.types[d.Type] = true
	}
	place := p.Place
	r.place, r.entries = &place, map[string]*entry{}
}

// docsOf makes entries of what a Source found; one of a type that the schema does not have, of a newer publication, is left out.
func (r *run) docsOf(docs []*query.Doc) (entries []*entry, err error) {
	for _, d := range docs {
		if o := r.schema.entries[d.Type]; o != nil {
			e, err := newEntry(o, d, r.place)
			if err != nil {
				return nil, err
			}
			entries = append(entries, e)
		} else {
			entries = append(entries, nil)
		}
	}
	return entries, nil
}
