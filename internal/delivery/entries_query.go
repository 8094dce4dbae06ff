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
	"github.com/portico-cms/portico/internal/search"
)

// Param is one parameter of a query, decoded, in the order in which it was sent.
type Param = query.Param

// asker is who asks, and where: a site in a locale, with the chain of locales to fall back to.
type asker struct {
	snapshot *published.Snapshot
	site     *published.SiteView
	scope    query.Scope
	types    map[string]*published.Type // that there are for who asks
	own      bool                       // more of them than for everybody: what is answered is for who asks alone
	audience string                     // that was named, where it is own
	locale   string
	after    string
	asked    bool   // its chain of locales is not one of the site's
	view     string // of the node
}

// entriesQuery is a content query to a site, checked.
type entriesQuery struct {
	*query.Checked
	asker

	isDraft func(entry string) bool // of the node
}

// readParams reads a query string. The view is looked at first: whoever asks for drafts is told nothing else.
func (n *Node) readParams(params []Param, where query.Place) (*query.Query, error) {
	for _, p := range params {
		if p.Name == "view" && p.Value != n.view {
			return nil, ErrNoPreview
		}
	}
	return query.ParseParams(params, where)
}

// errNoType is the same for a type that there is not, wherever it was named.
var errNoType = missing("type", "no such content type")

// entriesQuery checks what was read, which may have problems of its own, against the site and the model: all problems are told.
func (n *Node) entriesQuery(s *published.Snapshot, siteKey, typ string, q *query.Query, parsed error) (*entriesQuery, error) {
	a, ps, err := n.asker(s, siteKey, q)
	switch {
	case err != nil:
		return nil, err
	case a.types[typ] == nil && typ != "":
		return nil, errNoType
	}
	checked, err := query.Check(q, &query.Registry{Types: a.types}, typ)
	if fault.Is(err, fault.NotFound) {
		return nil, orElse(parsed, errNoType)
	}
	if err := together(parsed, ps, err, a.words(q)); err != nil {
		return nil, err
	}
	return &entriesQuery{Checked: checked, asker: *a, isDraft: n.isDraft}, nil
}

// asker finds the site, and the locales in which it is answered. Problems with these are told with others.
func (n *Node) asker(s *published.Snapshot, siteKey string, q *query.Query) (*asker, fault.Problems, error) {
	site, err := n.site(s, siteKey)
	if err != nil {
		return nil, nil, err
	}
	if q.View != "" && q.View != n.view {
		return nil, nil, ErrNoPreview
	}
	see := s.Readable(site.Site.Key, q.Audience)
	a := &asker{
		view: n.view, snapshot: s, site: site, after: q.After, types: see.Types, own: see.Own,
		scope: query.Scope{Spaces: site.Site.Spaces, Hidden: see.Hidden},
	}
	if a.own {
		a.audience = q.Audience
	}
	var ps fault.Problems
	a.readLocale(q, &ps)
	a.readFallback(q, &ps)
	return a, ps, nil
}

// words says what is wrong with the words to look for.
func (a *asker) words(q *query.Query) error {
	if q.Text == "" {
		return nil
	}
	_, err := search.Parse(a.scope.Chain[0], q.Text)
	var f *fault.Error
	if errors.As(err, &f) {
		for i := range f.Problems {
			f.Problems[i].Pointer = q.At("q")
		}
	}
	return err
}

func orElse(err, other error) error {
	if err != nil {
		return err
	}
	return other
}

// together makes one error of those that tell problems of a query; another kind of error goes before them.
func together(parsed error, ps fault.Problems, checked ...error) error {
	var all fault.Problems
	for _, err := range append(checked, parsed) {
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

func (a *asker) readLocale(q *query.Query, ps *fault.Problems) {
	a.locale = a.site.Site.DefaultLocale
	if q.Locale == "" {
		return
	}
	if a.chainOf(q.Locale) != nil { // as most write it
		a.locale = q.Locale
		return
	}
	tag, err := locale.Parse(q.Locale)
	if err != nil || a.chainOf(tag) == nil {
		ps.Add(fault.Problem{Pointer: q.At("locale"), Code: "bad_parameter", Message: "this site has no such locale"})
		return
	}
	a.locale = tag
}

// chainOf gives the chain of one of the site's locales, or nil.
func (a *asker) chainOf(tag string) []string {
	for _, l := range a.site.Site.Locales {
		if l.Tag == tag {
			return l.Chain
		}
	}
	return nil
}

// readFallback finds the chain of locales in which the query is answered: the site's, none but the locale itself, or a list out
// of the locales that the site shows anyway.
func (a *asker) readFallback(q *query.Query, ps *fault.Problems) {
	a.scope.Chain = []string{a.locale}
	word := strings.Join(q.Fallback, ",")
	switch word {
	case query.FallbackNone:
		return
	case "", query.FallbackAuto:
		if chain := a.chainOf(a.locale); chain != nil {
			a.scope.Chain = chain
		}
		return
	}
	known := map[string]bool{}
	for _, l := range a.site.Site.Locales {
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
		if !slices.Contains(a.scope.Chain, tag) {
			a.scope.Chain = append(a.scope.Chain, tag)
		}
	}
	a.asked = true
}

// ready makes sure that the index has the chain.
func (a *asker) ready(ctx context.Context, index Index) error {
	if !a.asked {
		return nil
	}
	return index.Chain(ctx, a.scope.Chain)
}

// belongs is what a cursor is bound to.
func (a *asker) belongs(place string) string {
	return a.view + "|" + a.site.Site.Key + "|" + a.audience + "|" + strings.Join(a.scope.Chain, " ") + "|" + place
}

// cursor opens the cursor that was sent, of a list with so many orders.
func (a *asker) cursor(place string, orders int) (*query.Cursor, error) {
	if a.after == "" {
		return nil, nil //nolint:nilnil // the first page has none
	}
	return query.Open(a.snapshot.Secrets.CursorKey, a.belongs(place), a.after, orders)
}

// key names an answer among all of a snapshot; one that is for who asks alone has no name, because nobody else may find it.
func (a *asker) key(of, rest string) bodyKey {
	if a.own {
		return bodyKey{}
	}
	return bodyKey{
		of: a.snapshot.ID, with: a.site.ID, part: of,
		rest: strings.Join(a.scope.Chain, " ") + "|" + a.locale + "|" + a.after + "|" + rest,
	}
}
