package graph

import (
	"context"

	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/query"
	"github.com/portico-cms/portico/internal/search"
)

// Source is one site, as a caller may see it. What lists are asked is a query in JSON, as query.ParseJSON reads it. Errors
// of all: fault.Invalid, fault.Forbidden, which are told in the answer, and others, which fail the whole answer.
type Source interface {
	// List gives a page of entries of the query's type.
	List(ctx context.Context, src []byte) (*Page, error)
	// Entry gives one entry by id or slug, without entries where there is none: the query has only its type and where to look.
	Entry(ctx context.Context, src []byte, idOrSlug string) (*Page, error)
	// Search gives entries of several types in which words stand, for parameters as REST has them.
	Search(ctx context.Context, params []query.Param) (*Page, error)
	// Docs gives those of the entries that can be seen in a place, by id.
	Docs(ctx context.Context, p *Place, ids []string) (map[string]*query.Doc, error)
	// Site gives the public facts of the site, and the number of their publication.
	Site() (*published.Site, int64)
	// Menu gives a menu in a locale, which may be ""; nil where there is none of that name.
	Menu(locale, name string) ([]published.Item, error)
}

// Place is where entries were looked for.
type Place struct {
	Site   string
	Locale string
	Scope  query.Scope
}

// Page is what a Source found.
type Page struct {
	Place

	query.Page
	Cursor  func(d *query.Doc, backward bool) string // for the page after, or before, an entry
	Hits    []Hit                                    // of Search: one for each entry
	Related []string                                 // content types that the result depends on besides those of its entries
}

// Hit is what Search tells of an entry.
type Hit struct {
	Title, Slug string
	Extract     []Extract
}

// Extract is a passage of a field.
type Extract struct {
	Field  string
	Pieces []search.Piece
}
