package authoring

import (
	"context"
	"fmt"
	"strings"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/menu"
	"github.com/portico-cms/portico/internal/site"
)

// releaseMenus makes sure that no menu names the entry, or lets another take its place in their drafts.
func (e *editing) releaseMenus(ctx context.Context, replacement string, ps *fault.Problems) error {
	uses, err := e.menusNaming(ctx, e.entry.Draft)
	if err != nil || len(uses) == 0 {
		return err
	}
	sites, err := e.tx.Sites(ctx)
	if err != nil {
		return err
	}
	done := map[string]bool{}
	for _, u := range uses {
		if done[u.Source] {
			continue
		}
		done[u.Source] = true
		space, name, _ := strings.Cut(strings.TrimPrefix(u.Source, menuSource), "/")
		m, err := e.tx.Menu(ctx, space, name)
		if err != nil {
			return err
		}
		if replacement == "" {
			e.namedBy(m, sites, ps)
		} else if err := e.replaceInMenu(ctx, m, sites, replacement); err != nil {
			return err
		}
	}
	return nil
}

// namedBy adds the items of a menu that lead to the entry; of a menu that the actor may not read, only that there is one.
func (e *editing) namedBy(m *menu.Stored, sites []*site.Stored, ps *fault.Problems) {
	told := map[string]bool{}
	for _, tree := range []*menu.Menu{m.Draft, m.Published} {
		for _, it := range itemsLeadingTo(tree, e.entry.Draft, sites) {
			if told[it.ID] || len(*ps) >= shownUses {
				continue
			}
			told[it.ID] = true
			p := fault.Problem{Code: "used", Message: "a menu that is not for you"}
			if e.actor.Access.MaySomewhere(identity.Read, identity.Menus, m.Draft.Space) {
				p.Message = fmt.Sprintf("item %s of menu %s/%s", it.ID, m.Draft.Space, m.Draft.Name)
			}
			ps.Add(p)
		}
	}
}

func (e *editing) replaceInMenu(ctx context.Context, m *menu.Stored, sites []*site.Stored, replacement string) error {
	before := m.Draft.Clone()
	items := itemsLeadingTo(m.Draft, e.entry.Draft, sites)
	if len(items) == 0 {
		return nil
	}
	if err := e.actor.may(identity.Update, MenuAt{Space: m.Draft.Space}.target()); err != nil {
		return err
	}
	for _, it := range items {
		it.Entry = e.entry.Draft.Type + "/" + replacement
	}
	return e.saveMenu(ctx, m, before, "save", map[string]any{"replaced": e.entry.Draft.ID})
}

// itemsLeadingTo gives the items of a menu that mean an entry, by its id or by its key on a site that shows it.
func itemsLeadingTo(m *menu.Menu, e *content.Entry, sites []*site.Stored) (out []*menu.Item) {
	if m == nil {
		return nil
	}
	shows := map[string]bool{}
	for _, s := range sites {
		shows[s.Key] = s.Shows(e.Space)
	}
	m.Walk(func(it *menu.Item, _ []*menu.Item) {
		typ, target, ok := it.EntryTarget()
		if ok && typ == e.Type && (target == e.ID || target == e.Key) && shows[it.Site] {
			out = append(out, it)
		}
	})
	return out
}
