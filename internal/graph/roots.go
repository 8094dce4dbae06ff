package graph

import (
	"encoding/json"
	"slices"
	"strconv"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/query"
)

// rootValue has the root fields.
type rootValue struct{}

func (rootValue) typeName() string { return "Query" }

func (rootValue) value(r *run, g *group) any {
	v, err := r.root(g)
	if err != nil {
		r.fail(g, err)
		return nil
	}
	return v
}

func (r *run) root(g *group) (any, error) {
	args := arguments(g.first(), r.vars)
	switch name := g.first().Name; name {
	case "site":
		return r.site(), nil
	case "menu":
		return r.menu(args)
	case "__schema":
		return r.schema.describe(), nil
	case "__type":
		text, _ := args["name"].(string)
		return r.schema.describeNamed(text), nil
	default:
		switch root := r.schema.roots[name]; root.kind {
		case searching:
			return r.search(root, g, args)
		case oneEntry:
			return r.one(root, g, args)
		case theEntry:
			return r.the(root, g, args)
		default:
			return r.many(root, g, args)
		}
	}
}

// one answers for one entry, by its id or slug.
func (r *run) one(root *root, g *group, args map[string]any) (any, error) {
	id, byID := args["id"]
	slug, bySlug := args["slug"]
	if byID == bySlug {
		return nil, fault.New(fault.Invalid, "one of id and slug says which entry is meant")
	}
	src, err := r.schema.asked(root, args)
	if err != nil {
		return nil, err
	}
	name, _ := slug.(string)
	if byID {
		name = textOf(id)
	}
	page, err := r.source.Entry(r.ctx, written(src), name)
	if err != nil {
		return nil, err
	}
	return r.single(root, page, g, func(e *entry) bool {
		var have string
		_ = json.Unmarshal(e.fields[asHTML][root.entry.typ.Slug], &have) // no text is no slug
		return byID && e.doc.ID == name || bySlug && have == name
	})
}

// textOf reads an ID, which may be written as a number.
func textOf(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	}
	return ""
}

// the answers for the only entry of a type.
func (r *run) the(root *root, g *group, args map[string]any) (any, error) {
	src, err := r.schema.asked(root, args)
	if err != nil {
		return nil, err
	}
	src["page"] = map[string]any{"size": 1}
	page, err := r.source.List(r.ctx, written(src))
	if err != nil {
		return nil, err
	}
	return r.single(root, page, g, func(*entry) bool { return true })
}

func (r *run) single(root *root, page *Page, g *group, meant func(*entry) bool) (any, error) {
	r.found(page)
	r.types[root.entry.typ.Name] = true
	entries, err := r.docsOf(page.Docs)
	if err != nil || len(entries) == 0 || entries[0] == nil || !meant(entries[0]) {
		return nil, err
	}
	r.included[entries[0].doc.ID] = true
	return entries[0], r.load([]visit{{entries[0], g}})
}

// many answers for a list.
func (r *run) many(root *root, g *group, args map[string]any) (any, error) {
	src, err := r.schema.asked(root, args)
	if err != nil {
		return nil, err
	}
	typ := g.first().Definition.Type.Name()
	if len(r.under(typ, g, "totalCount")) > 0 {
		src["count"] = query.CountExact
	}
	if names := r.facetsAsked(root, typ, g); len(names) > 0 {
		src["facets"] = names
	}
	page, err := r.source.List(r.ctx, written(src))
	if err != nil {
		return nil, err
	}
	r.found(page)
	r.types[root.entry.typ.Name] = true
	entries, err := r.docsOf(page.Docs)
	if err != nil {
		return nil, err
	}
	groups := append(r.under(typ, g, "nodes"), r.under(typ, g, "edges", "node")...)
	if err := r.loadUnder(entries, groups); err != nil {
		return nil, err
	}
	return &list{typ: typ, root: root, page: page, entries: entries}, nil
}

func (r *run) loadUnder(entries []*entry, groups []*group) error {
	var level []visit
	for _, e := range entries {
		for _, g := range groups {
			level = append(level, visit{e, g})
		}
	}
	return r.load(level)
}

// facetsAsked gives the fields whose values are to be counted.
func (r *run) facetsAsked(root *root, typ string, g *group) (names []any) {
	for _, asked := range r.under(typ, g, "facets") {
		for _, f := range r.collect(asked.first().Definition.Type.Name(), asked) {
			if one := root.facets[f.first().Name]; one != nil && !slices.Contains(names, any(one.Name)) {
				names = append(names, one.Name)
			}
		}
	}
	return names
}

// search answers for words in entries of several types.
func (r *run) search(root *root, g *group, args map[string]any) (any, error) {
	var params []query.Param
	for _, name := range []string{"q", "locale"} {
		if text, ok := args[name].(string); ok {
			params = append(params, query.Param{Name: name, Value: text})
		}
	}
	if v, ok := args["after"].(string); ok {
		params = append(params, query.Param{Name: "page[after]", Value: v})
	}
	if v, ok := args["first"]; ok {
		params = append(params, query.Param{Name: "page[size]", Value: textOf(v)})
	}
	if v, ok := args["fallback"]; ok {
		params = append(params, query.Param{Name: "fallback", Value: query.JoinList(texts(v))})
	}
	if v, ok := args["types"]; ok {
		var names []string
		for _, value := range texts(v) {
			names = append(names, r.schema.sorts[root.sorting+"."+value].Name)
		}
		params = append(params, query.Param{Name: "type", Value: query.JoinList(names)})
	}
	page, err := r.source.Search(r.ctx, params)
	if err != nil {
		return nil, err
	}
	r.found(page)
	entries, err := r.docsOf(page.Docs)
	if err != nil {
		return nil, err
	}
	typ := g.first().Definition.Type.Name()
	if err := r.loadUnder(entries, r.under(typ, g, "nodes", "entry")); err != nil {
		return nil, err
	}
	return r.hits(page, entries), nil
}

func texts(v any) (out []string) {
	for _, item := range listOf(v) {
		s, _ := item.(string)
		out = append(out, s)
	}
	return out
}

func (r *run) hits(page *Page, entries []*entry) record {
	nodes := make([]any, len(page.Hits))
	for i, hit := range page.Hits {
		extract := make([]any, len(hit.Extract))
		for j, e := range hit.Extract {
			pieces := make([]any, len(e.Pieces))
			for k, p := range e.Pieces {
				pieces[k] = record{"ExtractPiece", map[string]any{"text": p.Text, "match": p.Match}}
			}
			extract[j] = record{"Extract", map[string]any{"field": e.Field, "pieces": pieces}}
		}
		fields := map[string]any{"id": page.Docs[i].ID, "type": page.Docs[i].Type, "title": hit.Title, "extract": extract}
		if hit.Slug != "" {
			fields["slug"] = hit.Slug
		}
		if entries[i] != nil {
			fields["entry"] = entries[i]
		}
		nodes[i] = record{"SearchHit", fields}
	}
	return record{"SearchPage", map[string]any{"nodes": nodes, "pageInfo": pageInfo(page)}}
}

// record is something whose fields are all known.
type record struct {
	typ    string
	fields map[string]any
}

func (v record) typeName() string { return v.typ }

func (v record) value(_ *run, g *group) any { return v.fields[g.first().Name] }

func pageInfo(p *Page) record {
	fields := map[string]any{"hasNextPage": p.After, "hasPreviousPage": p.Before}
	if n := len(p.Docs); n > 0 {
		fields["endCursor"] = p.Cursor(p.Docs[n-1], false)
		if p.Before {
			fields["previousCursor"] = p.Cursor(p.Docs[0], true)
		}
	}
	return record{"PageInfo", fields}
}

func (r *run) site() record {
	s, generation := r.source.Site()
	locales := make([]any, len(s.Locales))
	for i, l := range s.Locales {
		chain := make([]any, len(l.Chain))
		for j, tag := range l.Chain {
			chain[j] = tag
		}
		locales[i] = record{"SiteLocale", map[string]any{"tag": l.Tag, "label": l.Label, "dir": l.Dir, "chain": chain, "home": l.Home}}
	}
	return record{"Site", map[string]any{
		"key": s.Key, "name": s.Name, "locales": locales, "defaultLocale": s.DefaultLocale, "brand": s.Brand, "channel": s.Channel,
		"parent": orNil(s.Parent), "generation": generation,
	}}
}

func (r *run) menu(args map[string]any) (any, error) {
	locale, _ := args["locale"].(string)
	name, _ := args["name"].(string)
	items, err := r.source.Menu(locale, name)
	if items == nil || err != nil {
		return nil, err
	}
	return menuItems(items), nil
}

func menuItems(items []published.Item) []any {
	out := make([]any, len(items))
	for i, it := range items {
		out[i] = record{"MenuItem", map[string]any{
			"id": it.ID, "label": it.Label, "description": orNil(it.Description), "url": orNil(it.URL), "path": orNil(it.Path),
			"icon": orNil(it.Icon), "external": it.External, "newWindow": it.NewWindow, "badge": orNil(it.Badge), "items": menuItems(it.Items),
		}}
	}
	return out
}

func orNil(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// list is a page of entries in the answer.
type list struct {
	typ     string
	root    *root
	page    *Page
	entries []*entry
}

func (l *list) typeName() string { return l.typ }

func (l *list) value(_ *run, g *group) any {
	f := g.first()
	switch f.Name {
	case "pageInfo":
		return pageInfo(l.page)
	case "totalCount":
		return l.page.Total
	case "facets":
		return l.counts(f.Definition.Type.Name())
	}
	out := make([]any, len(l.entries))
	for i, e := range l.entries {
		if e == nil {
			continue
		}
		if out[i] = e; f.Name == "edges" {
			out[i] = record{f.Definition.Type.Name(), map[string]any{"cursor": l.page.Cursor(e.doc, false), "node": e}}
		}
	}
	return out
}

// counts gives the values of facets.
func (l *list) counts(typ string) record {
	fields := map[string]any{}
	for name, f := range l.root.facets {
		for _, facet := range l.page.Facets {
			if facet.Name != f.Name {
				continue
			}
			counts := make([]any, len(facet.Values))
			for i, v := range facet.Values {
				value, kind := v.Value, "TextCount"
				switch {
				case f.Kind == "boolean":
					kind = "BooleanCount"
				case f.enum != nil:
					text, _ := value.(string)
					kind, value = f.scalar+"Count", orNil(f.enum[text])
				default:
					if b, ok := value.(bool); ok {
						value = strconv.FormatBool(b)
					}
				}
				counts[i] = record{kind, map[string]any{"value": value, "count": v.Count}}
			}
			fields[name] = counts
		}
	}
	return record{typ, fields}
}
