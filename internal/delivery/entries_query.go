package delivery

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/locale"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/query"
)

// Param is one parameter of a query, decoded, in the order in which it was sent.
type Param = query.Param

// entriesQuery is a content query to a site, checked.
type entriesQuery struct {
	*query.Checked

	snapshot *published.Snapshot
	site     *published.SiteView
	scope    query.Scope
	locale   string
	after    string
	asked    bool // its chain of locales is not one of the site's
}

// errView keeps drafts away from visitors.
var errView = fault.New(fault.Forbidden, "only view=published may be read here")

// readParams reads a query string. The view is looked at first: whoever asks for drafts is told nothing else.
func readParams(params []Param, where query.Place) (*query.Query, error) {
	for _, p := range params {
		if p.Name == "view" && p.Value != query.ViewPublished {
			return nil, errView
		}
	}
	return query.ParseParams(params, where)
}

// errNoType is the same for a type that there is not, wherever it was named.
var errNoType = missing("type", "no such content type")

// entriesQuery checks what was read, which may have problems of its own, against the site and the model: all problems are told.
func (n *Node) entriesQuery(s *published.Snapshot, siteKey, typ string, q *query.Query, parsed error) (*entriesQuery, error) {
	site, err := n.site(s, siteKey)
	if err != nil {
		return nil, err
	}
	if q == nil {
		return nil, parsed
	}
	if q.View != "" && q.View != query.ViewPublished {
		return nil, errView
	}
	if s.Types[typ] == nil && typ != "" {
		return nil, errNoType
	}
	e := &entriesQuery{snapshot: s, site: site, after: q.After}
	var ps fault.Problems
	e.readLocale(q, &ps)
	e.readFallback(q, &ps)
	checked, err := query.Check(q, &query.Registry{Types: s.Types}, typ)
	if fault.Is(err, fault.NotFound) {
		return nil, orElse(parsed, errNoType)
	}
	if err := together(parsed, ps, err); err != nil {
		return nil, err
	}
	e.Checked = checked
	e.scope.Spaces = site.Site.Spaces
	return e, nil
}

func orElse(err, other error) error {
	if err != nil {
		return err
	}
	return other
}

// together makes one error of those that tell problems of a query; another kind of error goes before them.
func together(parsed error, ps fault.Problems, checked error) error {
	var all fault.Problems
	for _, err := range []error{parsed, checked} {
		var f *fault.Error
		switch {
		case err == nil:
		case errors.As(err, &f) && len(f.Problems) > 0:
			all = append(all, f.Problems...)
		default:
			return err
		}
	}
	if all = append(all, ps...); len(all) == 0 {
		return nil
	}
	return &fault.Error{Code: fault.Invalid, Message: "the query cannot be understood", Problems: all}
}

func (e *entriesQuery) readLocale(q *query.Query, ps *fault.Problems) {
	e.locale = e.site.Site.DefaultLocale
	if q.Locale == "" {
		return
	}
	tag, err := locale.Parse(q.Locale)
	if err != nil || e.chainOf(tag) == nil {
		ps.Add(fault.Problem{Pointer: q.At("locale"), Code: "bad_parameter", Message: "this site has no such locale"})
		return
	}
	e.locale = tag
}

// chainOf gives the chain of one of the site's locales, or nil.
func (e *entriesQuery) chainOf(tag string) []string {
	for _, l := range e.site.Site.Locales {
		if l.Tag == tag {
			return l.Chain
		}
	}
	return nil
}

// readFallback finds the chain of locales in which the query is answered: the site's, none but the locale itself, or a list out
// of the locales that the site shows anyway.
func (e *entriesQuery) readFallback(q *query.Query, ps *fault.Problems) {
	e.scope.Chain = []string{e.locale}
	word := strings.Join(q.Fallback, ",")
	switch word {
	case query.FallbackNone:
		return
	case "", query.FallbackAuto:
		if chain := e.chainOf(e.locale); chain != nil {
			e.scope.Chain = chain
		}
		return
	}
	known := map[string]bool{}
	for _, l := range e.site.Site.Locales {
		for _, tag := range l.Chain {
			known[tag] = true
		}
	}
	for _, name := range q.Fallback {
		tag, err := locale.Parse(name)
		if err != nil || !known[tag] {
			ps.Add(fault.Problem{
				Pointer: q.At("fallback"), Code: "bad_parameter", Message: "fallback must be auto or none, or name locales of this site",
			})
			return
		}
		if !slices.Contains(e.scope.Chain, tag) {
			e.scope.Chain = append(e.scope.Chain, tag)
		}
	}
	e.asked = true
}

// ready makes sure that the index has the chain.
func (e *entriesQuery) ready(ctx context.Context, index Index) error {
	if !e.asked {
		return nil
	}
	return index.Chain(ctx, e.scope.Chain)
}

// belongs is what a cursor of the query is bound to.
func (e *entriesQuery) belongs() string {
	return e.site.Site.Key + "|" + strings.Join(e.scope.Chain, " ") + "|" + e.Place()
}

func (e *entriesQuery) cursor() (*query.Cursor, error) {
	if e.after == "" {
		return nil, nil //nolint:nilnil // the first page has none
	}
	return query.Open(e.snapshot.Secrets.CursorKey, e.belongs(), e.after, e.Keys())
}

// key names an answer among all of a snapshot.
func (e *entriesQuery) key(of, rest string) bodyKey {
	return bodyKey{
		of: e.snapshot.ID, with: e.site.ID, part: of, rest: strings.Join(e.scope.Chain, " ") + "|" + e.locale + "|" + rest,
	}
}
