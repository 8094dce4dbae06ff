package delivery

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/maypok86/otter/v2"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/query"
)

// Entries gives a page of entries of a type. Errors: fault.NotFound, fault.Invalid, fault.Forbidden, fault.Unavailable.
func (n *Node) Entries(ctx context.Context, s *published.Snapshot, site, typ string, params []Param) (*Body, error) {
	q, err := n.readParams(params, query.InList)
	if fault.Is(err, fault.Forbidden) {
		return nil, orElse(n.known(s, site, typ), err)
	}
	return n.list(ctx, s, site, typ, q, err)
}

// Query gives what Entries does, for a query in JSON. Errors: as Entries.
func (n *Node) Query(ctx context.Context, s *published.Snapshot, site string, src []byte) (*Body, error) {
	if _, err := n.site(s, site); err != nil {
		return nil, err
	}
	q, err := query.ParseJSON(src)
	if q == nil {
		return nil, err
	}
	return n.list(ctx, s, site, q.Type, q, err)
}

// known says whether there are such a site and type.
func (n *Node) known(s *published.Snapshot, site, typ string) error {
	if _, err := n.site(s, site); err != nil {
		return err
	}
	if s.Readable(site, "").Types[typ] == nil {
		return errNoType
	}
	return nil
}

func (n *Node) list(ctx context.Context, s *published.Snapshot, site, typ string, parsed *query.Query, err error) (*Body, error) {
	q, err := n.entriesQuery(s, site, typ, parsed, err)
	if err != nil {
		return nil, err
	}
	from, err := q.cursor(q.Place(), q.Keys())
	if err != nil {
		return nil, err
	}
	return n.answer(ctx, q.key("/entries", q.Canonical()), func(ctx context.Context) (*Body, error) {
		return n.entries(ctx, q, from)
	})
}

// answer gives a finished body, made once for all who ask for it at the same time. One without a key is made for who asks alone: it
// neither comes from what is kept nor goes there.
func (n *Node) answer(ctx context.Context, key bodyKey, build func(context.Context) (*Body, error)) (*Body, error) {
	if b, ok := n.bodies.GetIfPresent(key); ok {
		return b, nil
	}
	gate := gateOf(ctx)
	if err := gate.Allow(); err != nil {
		return nil, err
	}
	made := func(ctx context.Context) (*Body, error) {
		leave, err := gate.Enter(ctx) // here, because those who ask for the same at the same time wait for one answer
		if err != nil {
			return nil, err
		}
		defer leave()
		return build(ctx)
	}
	if key == (bodyKey{}) {
		b, err := made(ctx)
		if err == nil {
			b.NoStore, b.Private, b.SurrogateKey = true, true, ""
		}
		return b, err
	}
	return n.bodies.Get(ctx, key, otter.LoaderFunc[bodyKey, *Body](func(ctx context.Context, _ bodyKey) (*Body, error) { return made(ctx) }))
}

func (n *Node) entries(ctx context.Context, q *entriesQuery, from *query.Cursor) (*Body, error) {
	if err := q.ready(ctx, n.index); err != nil {
		return nil, err
	}
	page, err := n.index.List(ctx, query.List{Scope: q.scope, Query: q.Checked, From: from})
	if err != nil {
		return nil, err
	}
	found, err := q.expand(ctx, n.index, page.Docs)
	if err != nil {
		return nil, err
	}
	rest := listJSON{Page: pageJSON{Size: q.Size}, Facets: facetsOf(page.Facets), Meta: q.meta(page.Generation, found)}
	if q.Count {
		rest.Page.Total = &page.Total
	}
	rest.Page.cursors(q.snapshot.Secrets.CursorKey, q.belongs(q.Place()), page)
	answer := append(make([]byte, 0, sizeOf(page.Docs)), `{"data":[`...)
	for i, d := range page.Docs {
		if i > 0 {
			answer = append(answer, ',')
		}
		answer = q.appendEntry(answer, d, orNothing(d.Fallback))
	}
	answer = append(answer, ']')
	return q.body(appendMembers(answer, rest), rest.Meta.Generation, found, ""), nil
}

// Entry gives one entry by id or slug. Errors: fault.NotFound, fault.Invalid, fault.Forbidden, fault.Unavailable.
func (n *Node) Entry(ctx context.Context, s *published.Snapshot, site, typ, idOrSlug string, params []Param) (*Body, error) {
	parsed, err := n.readParams(params, query.InEntry)
	if fault.Is(err, fault.Forbidden) {
		return nil, orElse(n.known(s, site, typ), err)
	}
	q, err := n.entriesQuery(s, site, typ, parsed, err)
	if err != nil {
		return nil, err
	}
	return n.answer(ctx, q.key("/entry", idOrSlug+"|"+q.Canonical()), func(ctx context.Context) (*Body, error) {
		return n.entry(ctx, q, strings.Clone(idOrSlug))
	})
}

func (n *Node) entry(ctx context.Context, q *entriesQuery, idOrSlug string) (*Body, error) {
	if err := q.ready(ctx, n.index); err != nil {
		return nil, err
	}
	d, err := n.index.Get(ctx, query.Get{Scope: q.scope, Type: q.Type.Name, IDOrSlug: idOrSlug})
	if fault.Is(err, fault.NotFound) {
		return nil, missing("id", "no entry of this type has this id or slug here")
	}
	if err != nil {
		return nil, err
	}
	found, err := q.expand(ctx, n.index, []*query.Doc{d})
	if err != nil {
		return nil, err
	}
	var rest struct {
		Meta metaJSON `json:"meta"`
	}
	rest.Meta = q.meta(d.Generation, found)
	rest.Meta.Fallback = orNothing(d.Fallback)
	answer := append(make([]byte, 0, sizeOf([]*query.Doc{d})), `{"data":`...)
	answer = q.appendEntry(answer, d, nil)
	return q.body(appendMembers(answer, rest), rest.Meta.Generation, found, " entry:"+d.ID), nil
}

// listJSON is what a page of entries has beside its entries.
type listJSON struct {
	Page   pageJSON                      `json:"page"`
	Facets map[string][]query.FacetValue `json:"facets,omitempty"`
	Meta   metaJSON                      `json:"meta"`
}

type pageJSON struct {
	Size  int    `json:"size"`
	Next  string `json:"next,omitempty"`
	Prev  string `json:"prev,omitempty"`
	Total *int64 `json:"total,omitempty"`
}

type metaJSON struct {
	Locale      string          `json:"locale"`
	View        string          `json:"view"`
	Generation  int64           `json:"generation"`
	Fallback    json.RawMessage `json:"fallback,omitempty"`    // of a single entry
	Unresolved  []string        `json:"unresolved,omitempty"`  // references whose target is not published here
	NotIncluded []string        `json:"notIncluded,omitempty"` // references that include names, beyond what an answer holds
}
