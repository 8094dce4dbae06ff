package publishing

import (
	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/schema"
)

// Model compiles what delivery nodes must know of the content types.
func (c *Compiler) Model(m *schema.Model) []published.Record {
	var out []published.Record
	for _, t := range m.Types() {
		body := published.Type{Name: t.Name(), Singleton: t.Singleton(), Markdown: markdownFields(t)}
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
		}
		out = append(out, published.NewRecord(published.KindType, t.Name(), body))
	}
	return out
}

func markdownFields(t *schema.Type) (names []string) {
	for _, f := range t.Fields() {
		if f.Kind() == "markdown" {
			names = append(names, f.Name())
		}
	}
	return names
}

// Entry compiles the published documents of an entry; one of which nothing is published is a deletion.
func (c *Compiler) Entry(t *schema.Type, s *content.Stored) published.Record {
	e := s.Published
	if e == nil || len(s.PublishedAt) == 0 {
		return published.Record{Kind: published.KindEntry, Key: s.Draft.ID, Deleted: true}
	}
	markdown := markdownFields(t)
	e = content.Public(t, e)
	body := published.Entry{
		ID: e.ID, Type: e.Type, Space: e.Space, Key: e.Key, Version: s.Version, UpdatedAt: s.UpdatedAt.UTC(),
		Shared: e.Shared, HTML: c.html(markdown, e.Shared), Locales: map[string]published.EntryDoc{},
	}
	if t.Tree() {
		body.Parent, body.Position = s.Parent, s.Position
	}
	for tag, fields := range e.Locales {
		if at, ok := s.PublishedAt[tag]; ok {
			body.Locales[tag] = published.EntryDoc{Fields: fields, HTML: c.html(markdown, fields), PublishedAt: at.UTC()}
		}
	}
	return published.NewRecord(published.KindEntry, e.ID, body)
}

func (c *Compiler) html(markdown []string, fields map[string]any) map[string]string {
	out := map[string]string{}
	for _, name := range markdown {
		if src, ok := fields[name].(string); ok {
			out[name] = c.tools.Markdown(src)
		}
	}
	return out
}
