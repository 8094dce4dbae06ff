package delivery

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"time"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/locale"
	"github.com/portico-cms/portico/internal/published"
)

// Param is one parameter of a query, decoded, in the order in which it was sent.
type Param struct{ Name, Value string }

// entriesQuery is a content query, checked.
type entriesQuery struct {
	site   *published.SiteView
	typ    *published.Type
	scope  Scope
	locale string
	source bool // Markdown as typed instead of HTML
	size   int
	from   *Cursor
	hash   string // what a cursor belongs to
}

const defaultPageSize = 20

// readEntriesQuery checks the parameters strictly: a mistake is told, never guessed at. list allows those that page.
func (n *Node) readEntriesQuery(s *published.Snapshot, siteKey, typeName string, params []Param, list bool) (*entriesQuery, error) {
	site, err := n.site(s, siteKey)
	if err != nil {
		return nil, err
	}
	q := &entriesQuery{site: site, typ: s.Types[typeName], locale: site.Site.DefaultLocale, size: defaultPageSize}
	if q.typ == nil {
		return nil, missing("type", "no such content type")
	}
	if err := once(params); err != nil {
		return nil, err
	}
	var problems fault.Problems
	refuse := func(name, format string, args ...any) {
		p := fault.New(fault.Invalid, format, args...)
		problems.Add(fault.Problem{Pointer: name, Code: "bad_parameter", Message: p.Message})
	}
	fallback, after := "auto", ""
	for _, p := range params {
		switch {
		case p.Name == "locale":
			q.readLocale(p.Value, refuse)
		case p.Name == "fallback":
			if fallback = p.Value; fallback != "auto" && fallback != "none" {
				refuse("fallback", "fallback must be auto or none")
			}
		case p.Name == "format":
			if q.source = p.Value == "source"; !q.source && p.Value != "html" {
				refuse("format", "format must be html or source")
			}
		case p.Name == "view":
			if p.Value != "published" {
				return nil, fault.New(fault.Forbidden, "only view=published may be read here")
			}
		case p.Name == "page[size]" && list:
			size, err := strconv.Atoi(p.Value)
			if err != nil || size < 1 || size > n.mostEntries {
				refuse("page[size]", "page[size] must be a number from 1 to %d", n.mostEntries)
			}
			q.size = size
		case p.Name == "page[after]" && list:
			after = p.Value
		default:
			refuse(clip(p.Name), "there is no such parameter here")
		}
	}
	if len(problems) > 0 {
		return nil, &fault.Error{Code: fault.Invalid, Message: "the query cannot be understood", Problems: problems}
	}
	q.scope = Scope{Type: q.typ.Name, Spaces: site.Site.Spaces, Chain: q.chain(fallback)}
	q.hash = q.typ.Name + "\x00" + site.Site.Key + "\x00" + q.locale + "\x00" + fallback + "\x00" + q.typ.Sort
	if after != "" {
		if q.from, err = openCursor(s.Secrets.CursorKey, q.hash, after); err != nil {
			return nil, err
		}
	}
	return q, nil
}

func (q *entriesQuery) readLocale(value string, refuse func(name, format string, args ...any)) {
	tag, err := locale.Parse(value)
	if err == nil {
		for _, l := range q.site.Site.Locales {
			if l.Tag == tag {
				q.locale = tag
				return
			}
		}
	}
	refuse("locale", "this site has no such locale")
}

func (q *entriesQuery) chain(fallback string) []string {
	if fallback == "auto" {
		for _, l := range q.site.Site.Locales {
			if l.Tag == q.locale {
				return l.Chain
			}
		}
	}
	return []string{q.locale}
}

// once refuses a parameter that stands twice: two readers would understand it in two ways.
func once(params []Param) error {
	seen := make(map[string]bool, len(params))
	for _, p := range params {
		if seen[p.Name] {
			return &fault.Error{Code: fault.Invalid, Message: "the query cannot be understood", Problems: fault.Problems{{
				Pointer: clip(p.Name), Code: "repeated_parameter", Message: "this parameter stands twice",
			}}}
		}
		seen[p.Name] = true
	}
	return nil
}

func clip(s string) string {
	if len(s) > 60 {
		return s[:60] + "…"
	}
	return s
}

// entryJSON is an entry as a site gets it.
type entryJSON struct {
	ID            string          `json:"id"`
	Type          string          `json:"type"`
	Site          string          `json:"site"`
	InheritedFrom string          `json:"inheritedFrom,omitempty"`
	Locale        string          `json:"locale"`
	Status        string          `json:"status"`
	Version       int64           `json:"version"`
	PublishedAt   time.Time       `json:"publishedAt"`
	UpdatedAt     time.Time       `json:"updatedAt"`
	Fields        json.RawMessage `json:"fields"`
	Fallback      json.RawMessage `json:"fallback,omitempty"`
}

type pageJSON struct {
	Size int    `json:"size"`
	Next string `json:"next,omitempty"`
	Prev string `json:"prev,omitempty"`
}

type metaJSON struct {
	Locale     string          `json:"locale"`
	View       string          `json:"view"`
	Generation int64           `json:"generation"`
	Fallback   json.RawMessage `json:"fallback,omitempty"`   // of a single entry
	Unresolved []string        `json:"unresolved,omitempty"` // references whose target is not published here
}

// Entries gives a page of entries of a type. Errors: fault.NotFound, fault.Invalid, fault.Forbidden, fault.Unavailable.
func (n *Node) Entries(ctx context.Context, s *published.Snapshot, site, typ string, params []Param) (*Body, error) {
	q, err := n.readEntriesQuery(s, site, typ, params, true)
	if err != nil {
		return nil, err
	}
	page, err := n.index.List(ctx, ListQuery{Scope: q.scope, Size: q.size, From: q.from})
	if err != nil {
		return nil, err
	}
	unresolved, err := n.dropUnpublished(ctx, q.scope, page.Docs)
	if err != nil {
		return nil, err
	}
	answer := struct {
		Data []entryJSON `json:"data"`
		Page pageJSON    `json:"page"`
		Meta metaJSON    `json:"meta"`
	}{[]entryJSON{}, pageJSON{Size: q.size}, metaJSON{q.locale, "published", max(page.Generation, s.Generation), nil, unresolved}}
	for _, d := range page.Docs {
		e, err := q.entry(d)
		if err != nil {
			return nil, err
		}
		e.Fallback = orNothing(d.Fallback)
		answer.Data = append(answer.Data, e)
	}
	if len(page.Docs) > 0 {
		first, last := page.Docs[0], page.Docs[len(page.Docs)-1]
		if page.After {
			answer.Page.Next = sealCursor(s.Secrets.CursorKey, q.hash, Cursor{SortKey: last.SortKey, ID: last.ID})
		}
		if page.Before {
			answer.Page.Prev = sealCursor(s.Secrets.CursorKey, q.hash, Cursor{SortKey: first.SortKey, ID: first.ID, Backward: true})
		}
	}
	return q.body(answer, answer.Meta.Generation, ""), nil
}

// Entry gives one entry by id or slug. Errors: fault.NotFound, fault.Invalid, fault.Forbidden, fault.Unavailable.
func (n *Node) Entry(ctx context.Context, s *published.Snapshot, site, typ, idOrSlug string, params []Param) (*Body, error) {
	q, err := n.readEntriesQuery(s, site, typ, params, false)
	if err != nil {
		return nil, err
	}
	d, err := n.index.Get(ctx, GetQuery{Scope: q.scope, IDOrSlug: idOrSlug})
	if fault.Is(err, fault.NotFound) {
		return nil, missing("id", "no entry of this type has this id or slug here")
	}
	if err != nil {
		return nil, err
	}
	unresolved, err := n.dropUnpublished(ctx, q.scope, []*Doc{d})
	if err != nil {
		return nil, err
	}
	e, err := q.entry(d)
	if err != nil {
		return nil, err
	}
	answer := struct {
		Data entryJSON `json:"data"`
		Meta metaJSON  `json:"meta"`
	}{e, metaJSON{q.locale, "published", max(d.Generation, s.Generation), orNothing(d.Fallback), unresolved}}
	return q.body(answer, answer.Meta.Generation, " entry:"+d.ID), nil
}

func (q *entriesQuery) entry(d *Doc) (entryJSON, error) {
	e := entryJSON{
		ID: d.ID, Type: d.Type, Site: q.site.Site.Key, Locale: q.locale, Status: "published", Version: d.Version,
		PublishedAt: d.PublishedAt, UpdatedAt: d.UpdatedAt, Fields: d.Fields,
	}
	if d.Space != q.site.Site.Key {
		e.InheritedFrom = d.Space
	}
	if !q.source || len(d.Source) <= len("{}") {
		return e, nil
	}
	var fields, source map[string]json.RawMessage
	if err := errors.Join(json.Unmarshal(d.Fields, &fields), json.Unmarshal(d.Source, &source)); err != nil {
		return e, err
	}
	for name, typed := range source {
		fields[name] = typed
	}
	e.Fields = encode(fields)
	return e, nil
}

func (q *entriesQuery) body(answer any, generation int64, more string) *Body {
	b := NewBody(typeJSON, encode(answer))
	b.SurrogateKey = "site:" + q.site.Site.Key + " type:" + q.typ.Name + more + " gen:" + itoa(generation)
	return b
}

// orNothing leaves out an empty object.
func orNothing(raw json.RawMessage) json.RawMessage {
	if len(raw) <= len("{}") {
		return nil
	}
	return raw
}
