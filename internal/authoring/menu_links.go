package authoring

import (
	"context"
	"errors"
	"strings"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/menu"
	"github.com/portico-cms/portico/internal/publishing"
	"github.com/portico-cms/portico/internal/schema"
	"github.com/portico-cms/portico/internal/yamlfile"
)

// menuSource begins the source of a content.Use that is a menu and not an entry: "menu:shared/main". Its target is an entry's id, or
// type/key where the menu names it so: which entry that is depends on the site.
const menuSource = "menu:"

// menuUses gives the entries that a menu names.
func menuUses(m *menu.Menu) (out []content.Use) {
	m.Walk(func(it *menu.Item, _ []*menu.Item) {
		_, target, ok := it.EntryTarget()
		if !ok {
			return
		}
		if !content.EntryID.MatchString(target) {
			target = it.Entry
		}
		out = append(out, content.Use{
			Source: menuSource + m.Space + "/" + m.Name, Pointer: "/items/" + yamlfile.Escape(it.ID) + "/entry", Target: target,
		})
	})
	return out
}

// setMenuUses notes what the draft, or the published menu, or both (which are the same then) name.
func (p *publication) setMenuUses(ctx context.Context, m *menu.Menu, views ...bool) error {
	for _, published := range views {
		if err := p.tx.SetUses(ctx, menuSource+m.Space+"/"+m.Name, published, menuUses(m)); err != nil {
			return err
		}
	}
	return nil
}

// menusNaming gives the places where menus name an entry, by id or by key.
func (p *publication) menusNaming(ctx context.Context, e *content.Entry) (out []content.Use, err error) {
	for _, target := range []string{e.ID, e.Type + "/" + e.Key} {
		uses, err := p.tx.UsesOf(ctx, target, 0)
		if err != nil {
			return nil, err
		}
		for _, u := range uses {
			if strings.HasPrefix(u.Source, menuSource) {
				out = append(out, u)
			}
		}
	}
	return out, nil
}

// relink compiles what stands on every page again where this write has published, changed or taken out a notice, or an entry that a
// published menu names: its address may be another, or gone.
func (p *publication) relink(ctx context.Context) error {
	for _, s := range p.served {
		if s.Draft.Type == publishing.NoticeType {
			return p.shared(ctx)
		}
		uses, err := p.menusNaming(ctx, s.Draft)
		if err != nil {
			return err
		}
		for _, u := range uses {
			if u.Published {
				return p.shared(ctx)
			}
		}
	}
	return nil
}

// noticed loads the entries that may stand above pages, whatever is published of them.
func (p *publication) noticed(ctx context.Context, in *publishing.Shared) (err error) {
	in.Model, err = p.types(ctx)
	if fault.Is(err, fault.NotFound) { // sites come before the first model
		return nil
	}
	var unread fault.Problems
	if errors.As(err, &unread) { // of a newer binary, while nodes are replaced: menus are published all the same, notices by the newer one
		in.Model = nil
		return nil
	}
	if err != nil || in.Model.Type(publishing.NoticeType) == nil {
		return err
	}
	in.Notices, err = p.tx.Entries(ctx, content.Filter{Type: publishing.NoticeType})
	return err
}

// linked loads the entries that menus name.
func (p *publication) linked(ctx context.Context, in *publishing.Shared) (err error) {
	asked := map[string]bool{}
	var ids []string
	for _, m := range in.Menus {
		m.Walk(func(it *menu.Item, _ []*menu.Item) {
			typ, target, ok := it.EntryTarget()
			if ok && err == nil && !asked[it.Site+" "+it.Entry] {
				asked[it.Site+" "+it.Entry] = true
				if content.EntryID.MatchString(target) {
					ids = append(ids, target)
				} else {
					err = p.linkedByKey(ctx, in, it.Site, schema.Ref{Type: typ, Target: target})
				}
			}
		})
	}
	if err != nil || len(asked) == 0 {
		return err
	}
	byID, err := p.tx.EntriesByID(ctx, ids)
	if err != nil {
		return err
	}
	in.Entries = append(in.Entries, byID...)
	in.Model, err = p.types(ctx)
	return err
}

func (p *publication) linkedByKey(ctx context.Context, in *publishing.Shared, at string, r schema.Ref) error {
	for _, s := range in.Sites {
		if s.Key != at {
			continue
		}
		for _, space := range s.Spaces() {
			e, err := p.tx.EntryByKey(ctx, space, r.Type, r.Target)
			if err == nil {
				in.Entries = append(in.Entries, e)
			} else if !fault.Is(err, fault.NotFound) {
				return err
			}
		}
	}
	return nil
}

// checkEntryTargets gives the items of a draft that name an entry which is not there for the actor, or has no page on the item's site.
// What was so before may stay: the check of the menu tells of it.
func (p *publication) checkEntryTargets(ctx context.Context, before, after *menu.Menu) (ps fault.Problems, err error) {
	after.Walk(func(it *menu.Item, _ []*menu.Item) {
		old := before.Find(it.ID)
		if err != nil || it.Entry == "" || (old != nil && old.Entry == it.Entry && old.Site == it.Site) {
			return
		}
		var problem fault.Problem
		if problem, err = p.entryTarget(ctx, it); problem.Code != "" {
			problem.Pointer = "/items/" + yamlfile.Escape(it.ID) + "/entry"
			ps.Add(problem)
		}
	})
	return ps, err
}

// entryTarget gives what is wrong with the entry that an item names; the zero Problem is nothing.
func (p *publication) entryTarget(ctx context.Context, it *menu.Item) (none fault.Problem, err error) {
	typ, target, ok := it.EntryTarget()
	m, err := p.types(ctx)
	if err != nil || !ok {
		return none, err // its form is Validate's to say
	}
	missing := fault.Problem{
		Code: "unknown_entry", Message: "there is no entry " + it.Entry + " on site " + it.Site + ", or it is not for you",
	}
	t := m.Type(typ)
	if t == nil {
		return missing, nil
	}
	id := target
	if !content.EntryID.MatchString(target) {
		if id, err = p.byKey(ctx, it.Site, schema.Ref{Type: typ, Target: target}); err != nil || id == "" {
			return missing, err
		}
	}
	s, err := p.tx.Entry(ctx, id)
	if fault.Is(err, fault.NotFound) {
		return missing, nil
	}
	if err != nil {
		return none, err
	}
	at, err := p.tx.Site(ctx, it.Site)
	if err != nil {
		return none, err
	}
	if s.Trashed() || s.Draft.Type != typ || !at.Shows(s.Draft.Space) || !p.actor.Access.MaySomewhere(identity.Read, typ, s.Draft.Space) {
		return missing, nil
	}
	if _, ok := t.Preview(it.Site); !ok {
		return fault.Problem{
			Code: "no_page", Message: "the content type " + typ + " does not say at which path site " + it.Site + " shows it (preview)",
		}, nil
	}
	return none, nil
}
