package delivery

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/query"
	"github.com/portico-cms/portico/internal/search"
)

// Limits of extracts, in characters.
const (
	titleExtract  = 200
	fieldExtract  = 240
	mostExtracted = 3 // fields of an entry, the title among them
)

// hitJSON is an entry that was found by its words.
type hitJSON struct {
	ID            string    `json:"id"`
	Type          string    `json:"type"`
	Site          string    `json:"site"`
	InheritedFrom string    `json:"inheritedFrom,omitempty"`
	Locale        string    `json:"locale"`
	Title         string    `json:"title"`
	Slug          string    `json:"slug,omitempty"`
	PublishedAt   time.Time `json:"publishedAt"`
	UpdatedAt     time.Time `json:"updatedAt"`
	// Extract holds the passages in which the words stand, by field, in pieces: those with "match" are the words.
	Extract map[string][]search.Piece `json:"extract"`
}

type searchJSON struct {
	Data []*hitJSON `json:"data"`
	Page pageJSON   `json:"page"`
	Meta metaJSON   `json:"meta"`
}

// Search gives the entries of several types that have the words, best first. Errors: fault.NotFound, fault.Invalid,
// fault.Forbidden, fault.Unavailable.
func (n *Node) Search(ctx context.Context, s *published.Snapshot, site string, params []Param) (*Body, error) {
	w, err := n.searchWork(s, site, params)
	if err != nil {
		return nil, err
	}
	return n.answer(ctx, w.key("/search", w.place+"|"+itoa(int64(w.ask.Size))), func(ctx context.Context) (*Body, error) {
		return n.found(ctx, w)
	})
}

// searchWork is a search, checked.
type searchWork struct {
	*asker

	ask   query.Search
	place string // what its cursors belong to
}

// searchWork checks what was asked.
func (n *Node) searchWork(s *published.Snapshot, site string, params []Param) (*searchWork, error) {
	q, parsed := n.readParams(params, query.InSearch)
	if fault.Is(parsed, fault.Forbidden) {
		_, err := n.site(s, site)
		return nil, orElse(err, parsed)
	}
	a, ps, err := n.asker(s, site, q)
	if err != nil {
		return nil, err
	}
	if q.Text == "" && parsed == nil {
		ps.Add(fault.Problem{Pointer: "q", Code: "required", Message: "q says what to look for"})
	}
	types := searchable(a.types, q, &ps)
	if err := together(parsed, ps, a.words(q)); err != nil {
		return nil, err
	}
	place := "search|" + strings.Join(types, ",") + "|" + q.Text
	from, err := a.cursor(place, 1)
	if err != nil {
		return nil, err
	}
	ask := query.Search{Scope: a.scope, Types: types, Text: q.Text, Size: q.Size, From: from}
	if ask.Size == 0 {
		ask.Size = query.DefaultPage
	}
	return &searchWork{a, ask, place}, nil
}

// searchable gives the types to look in: those that were named, or all that have fields to find words in. One that cannot be
// searched is the same problem as one that there is not.
func searchable(known map[string]*published.Type, q *query.Query, ps *fault.Problems) (types []string) {
	if len(q.Types) == 0 {
		for name, t := range known {
			if t.Searchable() {
				types = append(types, name)
			}
		}
	}
	for _, name := range q.Types {
		if t := known[name]; t == nil || !t.Searchable() {
			ps.Add(fault.Problem{Pointer: q.At("type"), Code: "unknown_type", Message: "there is no such type here that may be searched"})
			return nil
		}
		types = append(types, name)
	}
	slices.Sort(types)
	return types
}

func (n *Node) found(ctx context.Context, w *searchWork) (*Body, error) {
	page, hits, err := n.hits(ctx, w)
	if err != nil {
		return nil, err
	}
	answer := searchJSON{Data: hits, Page: pageJSON{Size: w.ask.Size}, Meta: metaJSON{
		Locale: w.locale, View: w.view, Generation: max(page.Generation, w.snapshot.Generation),
	}}
	answer.Page.cursors(w.snapshot.Secrets.CursorKey, w.belongs(w.place), page)
	b := NewBody(typeJSON, encode(answer))
	b.SurrogateKey = "site:" + w.site.Site.Key
	for _, typ := range w.ask.Types {
		b.SurrogateKey += " type:" + typ
	}
	b.SurrogateKey += " gen:" + itoa(answer.Meta.Generation)
	return b, nil
}

// hits looks for the words, and says where they stand.
func (n *Node) hits(ctx context.Context, w *searchWork) (*query.Page, []*hitJSON, error) {
	if err := w.ready(ctx, n.index); err != nil {
		return nil, nil, err
	}
	words, err := search.Parse(w.scope.Chain[0], w.ask.Text)
	if err != nil {
		return nil, nil, err
	}
	page, err := n.index.Search(ctx, w.ask)
	if err != nil {
		return nil, nil, err
	}
	hits := []*hitJSON{}
	for _, d := range page.Docs {
		hit, err := w.hit(d, words)
		if err != nil {
			return nil, nil, err
		}
		hits = append(hits, hit)
	}
	return page, hits, nil
}

func (a *asker) hit(d *query.Doc, words search.Query) (*hitJSON, error) {
	hit := &hitJSON{
		ID: d.ID, Type: d.Type, Site: a.site.Site.Key, Locale: a.locale, PublishedAt: d.PublishedAt, UpdatedAt: d.UpdatedAt,
		Extract: map[string][]search.Piece{},
	}
	if d.Space != a.site.Site.Key {
		hit.InheritedFrom = d.Space
	}
	var fields map[string]any
	if err := json.Unmarshal(d.Fields, &fields); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(d.Text, &fields); len(d.Text) > 0 && err != nil { // over them: Markdown without its signs
		return nil, err
	}
	t := a.types[d.Type]
	if t == nil {
		return hit, nil
	}
	hit.Title, _ = fields[t.Title].(string)
	hit.Slug, _ = fields[t.Slug].(string)
	if hit.Title != "" {
		hit.Extract[t.Title] = words.Extract(a.scope.Chain[0], hit.Title, titleExtract)
	}
	for _, f := range t.Fields {
		text, ok := fields[f.Name].(string)
		if !ok || !f.Searchable || f.Name == t.Title || len(hit.Extract) == mostExtracted {
			continue
		}
		pieces := words.Extract(a.scope.Chain[0], text, fieldExtract)
		if slices.ContainsFunc(pieces, func(p search.Piece) bool { return p.Match }) {
			hit.Extract[f.Name] = pieces
		}
	}
	return hit, nil
}
