package publishing

import (
	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/menu"
	"github.com/portico-cms/portico/internal/schema"
	"github.com/portico-cms/portico/internal/site"
)

// Links finds the pages of entries that menu items lead to.
type Links struct {
	model *schema.Model
	sites map[string]*site.Site
	byID  map[string]*content.Stored
	byKey map[entryPlace]*content.Stored
}

type entryPlace struct{ space, typ, key string }

// NewLinks indexes entries; model may be nil where there are none.
func NewLinks(model *schema.Model, sites []*site.Site, entries []*content.Stored) *Links {
	l := &Links{model, map[string]*site.Site{}, map[string]*content.Stored{}, map[entryPlace]*content.Stored{}}
	for _, s := range sites {
		l.sites[s.Key] = s
	}
	for _, e := range entries {
		l.byID[e.Draft.ID] = e
		l.byKey[entryPlace{e.Draft.Space, e.Draft.Type, e.Draft.Key}] = e
	}
	return l
}

// Path gives the path of an item's entry on the item's site, in the first locale of the chain in which that site exists and the entry
// is published; ok is false where there is none. The pattern of the address is the content type's preview.
func (l *Links) Path(it *menu.Item, chain []string) (path string, ok bool) {
	typ, target, ok := it.EntryTarget()
	at := l.sites[it.Site]
	if !ok || at == nil || l.model == nil || l.model.Type(typ) == nil {
		return "", false
	}
	t, s := l.model.Type(typ), l.find(at, typ, target)
	if s == nil {
		return "", false
	}
	e := content.Public(t, s.Published)
	for _, tag := range chain {
		doc, published := e.Locales[tag]
		if _, out := s.PublishedAt[tag]; !published || !out || !at.HasLocale(tag) {
			continue
		}
		values := map[string]string{"locale": tag, "key": e.Key, "id": e.ID}
		if f := t.Slug(); f != nil {
			values["slug"], _ = doc[f.Name()].(string)
			if !f.Localized() {
				values["slug"], _ = e.Shared[f.Name()].(string)
			}
		}
		if path, ok := t.PreviewPath(at.Key, values); ok {
			return path, true
		}
	}
	return "", false
}

// find gives the published entry that a site has by key or id: its own, its parent's or the shared one.
func (l *Links) find(at *site.Site, typ, target string) *content.Stored {
	for _, space := range at.Spaces() {
		s := l.byKey[entryPlace{space, typ, target}]
		if byID := l.byID[target]; s == nil && byID != nil && byID.Draft.Type == typ && byID.Draft.Space == space {
			s = byID
		}
		if s != nil && s.Published != nil {
			return s
		}
	}
	return nil
}
