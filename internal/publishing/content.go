package publishing

import (
	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/media"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/schema"
)

// Model compiles what delivery nodes must know of the content types. One that is for some audiences only is a record of another kind:
// it is told apart before anything of it is read.
func (c *Compiler) Model(m *schema.Model) []published.Record {
	types := m.Types()
	out := make([]published.Record, 0, len(types))
	for _, t := range types {
		kind, body := published.KindType, typeOf(t, (*schema.Field).Public)
		if body.Audiences = t.Audiences(); len(body.Audiences) > 0 {
			kind = published.KindLimited
		}
		out = append(out, published.NewRecord(kind, t.Name(), body))
	}
	return out
}

// typeOf describes a type by the fields that are shown.
func typeOf(t *schema.Type, shown func(*schema.Field) bool) published.Type {
	body := published.Type{Name: t.Name(), Singleton: t.Singleton(), Markdown: formedFields(t, shown), Help: t.Description()["en"]}
	body.Fields, body.Components = descriptors(t, shown)
	if f := t.Title(); f != nil {
		body.Title = f.Name()
	}
	if f := t.Slug(); f != nil {
		body.Slug = f.Name()
	}
	if f, descending := t.Sort(); f != nil {
		body.Sort = f.Name()
		if descending {
			body.Sort = "-" + body.Sort
		}
	} else if t.Tree() {
		body.Sort = fieldOrder
	}
	return body
}

func formedFields(t *schema.Type, shown func(*schema.Field) bool) (names []string) {
	for _, f := range t.Fields() {
		if shown(f) && formed(f) {
			names = append(names, f.Name())
		}
	}
	return names
}

// Entry compiles the published documents of an entry; one of which nothing is published is a deletion. shown are the media that it
// shows, by id; one that is missing there stays a bare id.
func (c *Compiler) Entry(t *schema.Type, s *content.Stored, shown map[string]*media.Medium) published.Record {
	e := s.Published
	if e == nil || len(s.PublishedAt) == 0 {
		return published.Record{Kind: published.KindEntry, Key: s.Draft.ID, Deleted: true}
	}
	html, text := c.htmlForm(), c.textForm()
	e = withMedia(t, content.Public(t, e), shown)
	body := published.Entry{
		ID: e.ID, Type: e.Type, Space: e.Space, Key: e.Key, Version: s.Version, UpdatedAt: s.UpdatedAt.UTC(),
		Shared: placed(t, s, e.Shared), HTML: html.of(t, e.Shared), Text: text.of(t, e.Shared),
		Locales: map[string]published.EntryDoc{},
	}
	for tag, fields := range e.Locales {
		if at, ok := s.PublishedAt[tag]; ok {
			body.Locales[tag] = published.EntryDoc{Fields: fields, HTML: html.of(t, fields), Text: text.of(t, fields), PublishedAt: at.UTC()}
		}
	}
	return published.NewRecord(published.KindEntry, e.ID, body)
}
