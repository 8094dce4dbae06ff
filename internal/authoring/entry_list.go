package authoring

import (
	"context"
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/publishing"
	"github.com/portico-cms/portico/internal/query"
	"github.com/portico-cms/portico/internal/schema"
	"github.com/portico-cms/portico/internal/site"
)

// ListEntries asks for a page of drafts of one type.
type ListEntries struct {
	Query  *query.Query
	Type   string
	Spaces []string // none: all that the actor may read
	Skip   int      // entries that are left out, from the beginning or from the cursor on
	Least  int64    // sequence number that the list must have reached; 0: any
}

// EntryPage is a page of drafts.
type EntryPage struct {
	*query.Page
	*query.Expansion

	Query    *query.Checked
	Locale   string
	Sequence int64 // that the list had reached
	Next     string
	Prev     string
}

// List gives a page of drafts, as far as the actor may read them: rows of spaces, and fields, that are not for them are not
// there, for conditions, orders and counts too. Entries in the trash, and archived ones, are in it only where a condition asks for
// trashed or status. Errors: fault.Invalid, also for a write to wait for that there was not, fault.NotFound for a
// type that is not there or not for them, fault.Unavailable.
func (a *Authoring) List(ctx context.Context, actor Actor, l ListEntries) (*EntryPage, error) {
	if actor.ID == "" {
		return nil, fault.New(fault.Unauthenticated, "sign in first")
	}
	if a.drafts == nil {
		return nil, fault.New(fault.Unavailable, "lists of drafts are not served here")
	}
	var w listWorld
	if err := a.store.View(ctx, func(tx Tx) error { return a.world(ctx, tx, &w) }); err != nil {
		return nil, err
	}
	scope, registry, locale, err := w.narrow(actor, l)
	if err != nil {
		return nil, err
	}
	everyday(l.Query)
	checked, err := query.Check(l.Query, registry, l.Type)
	if err != nil {
		return nil, err
	}
	if err := a.drafts.reach(ctx, l.Least); err != nil {
		return nil, err
	}
	return a.drafts.page(ctx, scope, checked, l, locale, w.key)
}

// page asks the index.
func (d *Drafts) page(
	ctx context.Context, scope query.Scope, q *query.Checked, l ListEntries, locale string, key []byte,
) (*EntryPage, error) {
	belongs := strings.Join(scope.Spaces, " ") + "\x00" + locale + "\x00" + q.Place()
	var from *query.Cursor
	if l.Query.After != "" {
		var err error
		if from, err = query.Open(key, belongs, l.Query.After, q.Keys()); err != nil {
			return nil, err
		}
	}
	page, err := d.Index.List(ctx, query.List{Scope: scope, Query: q, From: from, Skip: l.Skip})
	if err != nil {
		return nil, err
	}
	found, err := q.Expand(ctx, d.Index, scope, page.Docs)
	if err != nil {
		return nil, err
	}
	out := &EntryPage{Page: page, Expansion: found, Query: q, Locale: locale, Sequence: page.Generation}
	if n := len(page.Docs); n > 0 {
		first, last := page.Docs[0], page.Docs[n-1]
		if page.After {
			out.Next = query.Seal(key, belongs, query.Cursor{Keys: last.Keys, ID: last.ID})
		}
		if page.Before {
			out.Prev = query.Seal(key, belongs, query.Cursor{Keys: first.Keys, ID: first.ID, Backward: true})
		}
	}
	return out, nil
}

// listWorld is what a list must know of the database.
type listWorld struct {
	model   *schema.Model
	types   map[string]*published.Type
	locales []string
	spaces  []string
	key     []byte // signs cursors
}

func (a *Authoring) world(ctx context.Context, tx Tx, w *listWorld) (err error) {
	if w.model, err = a.modelIn(ctx, tx); err != nil {
		return err
	}
	w.types = a.models.drafts(a.compiler, w.model)
	if w.locales, err = groupLocales(ctx, tx); err != nil {
		return err
	}
	sites, err := tx.Sites(ctx)
	if err != nil {
		return err
	}
	w.spaces = []string{site.Shared}
	for _, s := range sites {
		w.spaces = append(w.spaces, s.Key)
	}
	w.key, err = tx.CursorKey(ctx)
	return err
}

// narrow gives what of the drafts the actor may see, and may ask for, in which locale.
func (w *listWorld) narrow(actor Actor, l ListEntries) (scope query.Scope, r *query.Registry, locale string, err error) {
	scope = query.Scope{Flat: true, Allowed: map[string][]string{}}
	r = &query.Registry{
		Types: map[string]*published.Type{}, Meta: publishing.DraftMeta(),
		Hidden: map[string]map[string]bool{}, Given: map[string]map[string][]string{},
	}
	wanted := w.spaces
	if len(l.Spaces) > 0 {
		wanted = slices.DeleteFunc(slices.Clone(w.spaces), func(s string) bool { return !slices.Contains(l.Spaces, s) })
	}
	for _, t := range w.model.Types() {
		spaces := slices.DeleteFunc(slices.Clone(wanted), func(space string) bool {
			return !actor.Access.MaySomewhere(identity.Read, t.Name(), space)
		})
		if len(spaces) == 0 {
			continue
		}
		r.Types[t.Name()], scope.Allowed[t.Name()] = w.types[t.Name()], spaces
		if t.Name() == l.Type {
			scope.Spaces = spaces
		}
	}
	if r.Types[l.Type] == nil {
		return scope, nil, "", fault.New(fault.NotFound, "no such content type, or not for you")
	}
	if locale, err = w.locale(l.Query); err != nil {
		return scope, nil, "", err
	}
	scope.Chain = draftChain(locale, w.locales)
	for name, spaces := range scope.Allowed {
		r.Hidden[name], r.Given[name] = hiddenFields(actor, w.model.Type(name), spaces, scope.Chain)
	}
	return scope, r, locale, nil
}

// hiddenFields are those that the actor may not read in every one of the spaces, and every locale that may stand in for another: what is
// for them in one of two spaces is found by asking for that one (SECURITY A2: rights do not add up across rows). Of those that all
// locales do not share, given has the locales that are for them.
func hiddenFields(actor Actor, t *schema.Type, spaces, chain []string) (hidden map[string]bool, given map[string][]string) {
	hidden, given = map[string]bool{}, map[string][]string{}
	for _, f := range t.Fields() {
		may := func(tag string) bool {
			return !slices.ContainsFunc(spaces, func(space string) bool { return !actor.mayField(identity.Read, t, space, tag, f) })
		}
		if may("") {
			continue
		}
		if !f.Localized() {
			hidden[f.Name()] = true
			continue
		}
		tags := slices.DeleteFunc(slices.Clone(chain), func(tag string) bool { return !may(tag) })
		if len(tags) < len(chain) {
			hidden[f.Name()], given[f.Name()] = true, tags
		}
	}
	return hidden, given
}

func (w *listWorld) locale(q *query.Query) (string, error) {
	switch {
	case len(w.locales) == 0:
		return "und", nil // no site is registered: there is nothing to list in any language
	case q.Locale == "":
		return w.locales[0], nil
	case !slices.Contains(w.locales, q.Locale):
		return "", &fault.Error{Code: fault.Invalid, Message: "the query cannot be understood", Problems: fault.Problems{
			{Pointer: "locale", Code: "bad_parameter", Message: "no site has this locale"},
		}}
	}
	return q.Locale, nil
}

// everyday leaves out what is in the trash or archived, unless the query is about that.
func everyday(q *query.Query) {
	var more []*query.Filter
	if !q.Filter.Names("trashed") {
		more = append(more, &query.Filter{Condition: &query.Condition{Path: "trashed", Op: query.Eq, Values: []string{"false"}}})
	}
	if !q.Filter.Names("status") {
		more = append(more, &query.Filter{Condition: &query.Condition{Path: "status", Op: query.Ne, Values: []string{"archived"}}})
	}
	if q.Filter != nil {
		more = append(more, q.Filter)
	}
	switch len(more) {
	case 0:
	case 1:
		q.Filter = more[0]
	default:
		q.Filter = &query.Filter{And: more}
	}
}
