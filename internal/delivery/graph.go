package delivery

import (
	"context"
	"strings"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/graph"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/query"
)

// Graph answers a question in GraphQL about a site, for a visitor of an audience; "" is anybody. Errors: graph.Refusal where the question
// is not run, fault.NotFound, fault.Invalid where the answer is too large, fault.Unavailable.
func (n *Node) Graph(ctx context.Context, s *published.Snapshot, site, audience string, req *graph.Request) (*Body, error) {
	view, err := n.site(s, site)
	if err != nil {
		return nil, err
	}
	see := s.Readable(view.Site.Key, audience)
	req.Known = req.Known || s.Opens(view.Site.Key)
	q, err := n.GraphQL.Question(see.Types, req)
	if err != nil {
		return nil, err
	}
	var key bodyKey // of what is for who asks alone
	if !see.Own {
		key = bodyKey{of: s.ID, with: view.ID, part: "/graphql", rest: q.Canonical()}
	}
	return n.answer(ctx, key, func(ctx context.Context) (*Body, error) {
		a, err := q.Run(ctx, &graphSource{n, s, view, see, strings.Clone(audience)}, s.Generation)
		if err != nil {
			return nil, err
		}
		return graphBody(view, a), nil
	})
}

// GraphSchema gives the schema of a site, as it is for an audience, in the language of GraphQL. Errors: fault.NotFound, fault.Forbidden
// where it is not shown.
func (n *Node) GraphSchema(s *published.Snapshot, site, audience string) (*Body, error) {
	view, err := n.site(s, site)
	if err != nil {
		return nil, err
	}
	see := s.Readable(view.Site.Key, audience)
	if !n.GraphQL.Introspection && !s.Opens(view.Site.Key) {
		return nil, fault.New(fault.Forbidden, "the schema is not shown here")
	}
	schema, err := n.GraphQL.Schema(see.Types)
	if err != nil {
		return nil, err
	}
	b := NewBody("text/plain; charset=utf-8", []byte(schema.SDL()))
	b.NoStore, b.Private = !n.GraphQL.Introspection || see.Own, see.Own
	b.SurrogateKey = "site:" + view.Site.Key + " gen:" + itoa(s.Generation)
	return b, nil
}

// TypeGraphQL is the media type of answers in GraphQL; callers that know only JSON get the same bytes as that.
const TypeGraphQL = "application/graphql-response+json; charset=utf-8"

// graphBody finishes an answer. One that tells of the schema, or of errors, is kept by nobody else: the one is not for everybody,
// the other will be mended.
func graphBody(site *published.SiteView, a *graph.Answer) *Body {
	b := NewBody(TypeGraphQL, a.JSON)
	b.ByAccept = true
	b.NoStore = a.Failed || a.Meta
	var tags strings.Builder
	tags.WriteString("site:" + site.Site.Key)
	for _, typ := range a.Types {
		tags.WriteString(" type:" + typ)
	}
	if len(a.Entries) <= maxTags { // else their types, which are there, stand for them
		for _, id := range a.Entries {
			tags.WriteString(" entry:" + id)
		}
	}
	b.SurrogateKey = tags.String() + " gen:" + itoa(a.Generation)
	return b
}

// graphSource is a site as a caller sees it, for questions in GraphQL. Its questions go the way of all others.
type graphSource struct {
	node     *Node
	snapshot *published.Snapshot
	site     *published.SiteView
	see      *published.Readable
	audience string
}

func (g *graphSource) query(src []byte) (*entriesQuery, error) {
	q, err := query.ParseJSON(src)
	if q == nil {
		return nil, err
	}
	q.Audience = g.audience
	return g.node.entriesQuery(g.snapshot, g.site.Site.Key, q.Type, q, err)
}

// List implements graph.Source.
func (g *graphSource) List(ctx context.Context, src []byte) (*graph.Page, error) {
	q, err := g.query(src)
	if err != nil {
		return nil, err
	}
	from, err := q.cursor(q.Place(), q.Keys())
	if err != nil {
		return nil, together(nil, fault.Problems{{
			Pointer: "after", Code: "bad_parameter",
			Message: "this is no cursor of this list: use one that another page gave, with the same arguments",
		}})
	}
	if err := q.ready(ctx, g.node.index); err != nil {
		return nil, err
	}
	page, err := g.node.index.List(ctx, query.List{Scope: q.scope, Query: q.Checked, From: from})
	if err != nil {
		return nil, err
	}
	return &graph.Page{Place: q.place(), Page: *page, Cursor: q.seal(q.Place()), Related: q.Related()}, nil
}

// Entry implements graph.Source.
func (g *graphSource) Entry(ctx context.Context, src []byte, idOrSlug string) (*graph.Page, error) {
	q, err := g.query(src)
	if err != nil {
		return nil, err
	}
	if err := q.ready(ctx, g.node.index); err != nil {
		return nil, err
	}
	page := &graph.Page{Place: q.place(), Page: query.Page{Generation: g.snapshot.Generation}}
	d, err := g.node.index.Get(ctx, query.Get{Scope: q.scope, Type: q.Type.Name, IDOrSlug: idOrSlug})
	switch {
	case fault.Is(err, fault.NotFound):
		return page, nil
	case err != nil:
		return nil, err
	}
	page.Docs, page.Generation = []*query.Doc{d}, d.Generation
	return page, nil
}

// Search implements graph.Source.
func (g *graphSource) Search(ctx context.Context, params []query.Param) (*graph.Page, error) {
	if g.audience != "" {
		params = append(params, query.Param{Name: "audience", Value: g.audience})
	}
	w, err := g.node.searchWork(g.snapshot, g.site.Site.Key, params)
	if err != nil {
		return nil, err
	}
	page, hits, err := g.node.hits(ctx, w)
	if err != nil {
		return nil, err
	}
	out := &graph.Page{Place: w.asker.place(), Page: *page, Cursor: w.seal(w.place), Related: w.ask.Types}
	for _, h := range hits {
		hit := graph.Hit{Title: h.Title, Slug: h.Slug}
		for _, f := range fieldsOf(g.see.Types[h.Type], h) {
			hit.Extract = append(hit.Extract, graph.Extract{Field: f, Pieces: h.Extract[f]})
		}
		out.Hits = append(out.Hits, hit)
	}
	return out, nil
}

// fieldsOf gives the fields of a hit's extract, the title first, then in the model's order.
func fieldsOf(t *published.Type, h *hitJSON) (names []string) {
	if t == nil {
		return nil
	}
	if len(h.Extract[t.Title]) > 0 {
		names = append(names, t.Title)
	}
	for _, f := range t.Fields {
		if len(h.Extract[f.Name]) > 0 && f.Name != t.Title {
			names = append(names, f.Name)
		}
	}
	return names
}

// Docs implements graph.Source.
func (g *graphSource) Docs(ctx context.Context, p *graph.Place, ids []string) (map[string]*query.Doc, error) {
	return g.node.index.Docs(ctx, p.Scope, ids)
}

// Site implements graph.Source.
func (g *graphSource) Site() (*published.Site, int64) { return &g.site.Site, g.site.Generation }

// Menu implements graph.Source.
func (g *graphSource) Menu(locale, name string) ([]published.Item, error) {
	a, ps, err := g.node.asker(g.snapshot, g.site.Site.Key, &query.Query{Locale: locale})
	if err != nil {
		return nil, err
	}
	if err := together(nil, ps); err != nil {
		return nil, err
	}
	b := g.site.Bundles[a.locale]
	if b == nil {
		return nil, nil
	}
	items, there := b.Menus[name]
	if there && items == nil {
		items = []published.Item{}
	}
	return items, nil
}

// place is where the asker looks, for GraphQL.
func (a *asker) place() graph.Place {
	return graph.Place{Site: a.site.Site.Key, Locale: a.locale, Scope: a.scope}
}

// seal makes cursors: those of the same list as REST has it.
func (a *asker) seal(place string) func(d *query.Doc, backward bool) string {
	return func(d *query.Doc, backward bool) string {
		return query.Seal(a.snapshot.Secrets.CursorKey, a.belongs(place), query.Cursor{Keys: d.Keys, ID: d.ID, Backward: backward})
	}
}
