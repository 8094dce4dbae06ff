package graph

import (
	_ "embed" // the part of the schema that is the same for all
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"

	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/query"
)

//go:embed base.graphql
var base string

// Schema is what can be asked, made from content types. It never changes. Sites share it: which entries there are, and in which
// locales, is not in it.
type Schema struct {
	ast     *ast.Schema
	types   map[string]*published.Type
	roots   map[string]*root      // by the root field's name; site and menu are not among them
	entries map[string]*object    // by the content type's name in the model
	objects map[string]*object    // entries and components, by their name in GraphQL
	inputs  map[string]*input     // filters, by name
	sorts   map[string]query.Sort // by type and value: "ArticleSort.title_ASC"
	sdl     func() string
}

// root is a root field that asks for entries.
type root struct {
	kind    rootKind
	entry   *object // what it asks for; nil for search
	filter  *input
	facets  map[string]*field // by their name in GraphQL
	sorting string            // name of the enumeration
}

type rootKind uint8

const (
	oneEntry rootKind = iota + 1
	theEntry          // of a type that has one alone
	manyEntries
	searching
)

// object is a content type or a component.
type object struct {
	name   string // in GraphQL
	typ    *published.Type
	fields map[string]*field // by their names in GraphQL
}

// field is a field of an entry or component.
type field struct {
	published.Field

	scalar  string             // name of the scalar; "" where there is more in a value
	enum    map[string]string  // value → name
	to      map[string]*object // reference: by content type
	inside  map[string]*object // component, blocks: by the component's key
	formats bool               // it can be had as HTML, source or text
}

// NewSchema makes the schema of content types. A name that GraphQL does not take, or that is taken, is changed by rule: the same
// types have the same names each time. The error is ours: there are no types of which no schema can be made.
func NewSchema(types map[string]*published.Type) (*Schema, error) {
	s := &Schema{
		types: types, roots: map[string]*root{}, entries: map[string]*object{}, objects: map[string]*object{},
		inputs: map[string]*input{}, sorts: map[string]query.Sort{},
	}
	doc, err := parser.ParseSchemas(validator.Prelude, &ast.Source{Name: "portico", Input: base})
	if err != nil {
		return nil, err
	}
	doc.Directives = slices.DeleteFunc(doc.Directives, func(d *ast.DirectiveDefinition) bool { return d.Name == "defer" }) // not done here
	b := newBuilder(s, doc)
	b.build()
	if s.ast, err = validator.ValidateSchemaDocument(doc); err != nil {
		return nil, err
	}
	s.sdl = sync.OnceValue(s.print)
	return s, nil
}

// Of says whether the schema is that of some content types: the very same ones.
func (s *Schema) Of(types map[string]*published.Type) bool { return maps.Equal(s.types, types) }

// SDL gives the schema in the language of GraphQL.
func (s *Schema) SDL() string { return s.sdl() }

func (s *Schema) print() string {
	var b strings.Builder
	formatter.NewFormatter(&b, formatter.WithIndent("  ")).FormatSchema(s.ast)
	return b.String()
}

// Root gives the names of the root fields for a content type; many is "" for one that has a single entry.
func (s *Schema) Root(typ string) (one, many string) {
	for _, name := range slices.Sorted(maps.Keys(s.roots)) {
		switch r := s.roots[name]; {
		case r.entry == nil || r.entry.typ.Name != typ:
		case r.kind == manyEntries:
			many = name
		default:
			one = name
		}
	}
	return one, many
}
