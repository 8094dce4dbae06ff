package authoring

import (
	"context"
	"fmt"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/media"
	"github.com/portico-cms/portico/internal/menu"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/site"
)

// siteDeleted is the audit's word for it: the keys of such sites are not used again.
const siteDeleted = "site.delete"

// DeleteSite takes a retired site out of the registry and out of delivery, with its keys. Errors: fault.NotFound, fault.Forbidden,
// fault.Stale; fault.Conflict where it is not retired, or with each thing that still belongs to it or leads there.
func (a *Authoring) DeleteSite(ctx context.Context, actor Actor, key string, version int64) (generation int64, err error) {
	if err := actor.reaches(identity.Delete, identity.Target{Type: identity.Sites, Site: key}); err != nil {
		return 0, err
	}
	return a.publish(ctx, actor, "site "+key, func(p *publication) error {
		s, err := p.siteAt(ctx, key, version)
		if err != nil {
			return err
		}
		if s.Status != "retired" {
			return fault.New(fault.Conflict, "site %q is %s: set its status to retired first", key, s.Status)
		}
		if err := p.unusedSite(ctx, key); err != nil {
			return err
		}
		if err := p.tx.DeleteSite(ctx, key, version); err != nil {
			return err
		}
		p.changed = true
		if err := p.shared(ctx); err != nil {
			return err
		}
		if err := p.add(ctx, []published.Record{{Kind: published.KindKeys, Key: key, Deleted: true}}, nil, published.KindKeys); err != nil {
			return err
		}
		was, _ := mergeDiff(s.Site, site.Site{})
		return p.tx.Audit(ctx, AuditEvent{Actor: actor, Site: key, Action: siteDeleted, Subject: "site/" + key, Before: was})
	})
}

// unusedSite names what belongs to a site or leads there.
func (p *publication) unusedSite(ctx context.Context, key string) error {
	var ps fault.Problems
	for _, find := range []func(context.Context, string, *fault.Problems) error{p.sitesBelow, p.menusAround, p.entriesOf, p.mediaOf} {
		if err := find(ctx, key, &ps); err != nil {
			return err
		}
	}
	if len(ps) == 0 {
		return nil
	}
	return &fault.Error{
		Code: fault.Conflict, Message: "something belongs to this site or leads there: delete it, or let it lead elsewhere",
		Problems: ps[:min(len(ps), shownUses)],
	}
}

// used adds a thing that keeps another from being deleted; of what the actor may not read, only that there is something.
func (p *publication) used(ps *fault.Problems, t identity.Target, format string, args ...any) {
	message := fmt.Sprintf(format, args...)
	if !p.actor.Access.MaySomewhere(identity.Read, t.Type, t.Site) {
		message = "something that is not for you"
	}
	ps.Add(fault.Problem{Code: "used", Message: message})
}

func (p *publication) sitesBelow(ctx context.Context, key string, ps *fault.Problems) error {
	sites, err := p.tx.Sites(ctx)
	for _, s := range sites {
		if s.Parent == key {
			p.used(ps, identity.Target{Type: identity.Sites, Site: s.Key}, "site %s inherits from it", s.Key)
		}
	}
	return err
}

func (p *publication) menusAround(ctx context.Context, key string, ps *fault.Problems) error {
	menus, err := p.tx.Menus(ctx)
	for _, m := range menus {
		t := identity.Target{Type: identity.Menus, Site: m.Draft.Space}
		if m.Draft.Space == key {
			p.used(ps, t, "menu %s belongs to it", m.Draft.Name)
			continue
		}
		named := map[string]bool{}
		for _, tree := range []*menu.Menu{m.Published, m.Draft} {
			if tree == nil {
				continue
			}
			tree.Walk(func(it *menu.Item, _ []*menu.Item) {
				if it.Names(key) && !named[it.ID] {
					named[it.ID] = true
					p.used(ps, t, "item %s of menu %s/%s names it", it.ID, m.Draft.Space, m.Draft.Name)
				}
			})
		}
	}
	return err
}

func (p *publication) mediaOf(ctx context.Context, key string, ps *fault.Problems) error {
	list, err := p.tx.Media(ctx, media.Filter{Spaces: []string{key}, Limit: shownUses})
	for _, m := range list {
		p.used(ps, identity.Target{Type: identity.Media, Site: key}, "medium %s (%s) belongs to it", m.ID, m.File)
	}
	return err
}

func (p *publication) entriesOf(ctx context.Context, key string, ps *fault.Problems) error {
	for _, trashed := range []bool{false, true} {
		entries, err := p.tx.Entries(ctx, content.Filter{Space: key, Trashed: trashed, Limit: shownUses})
		if err != nil {
			return err
		}
		where := map[bool]string{true: " (in the trash)"}[trashed]
		for _, e := range entries {
			p.used(ps, identity.Target{Type: e.Draft.Type, Site: key}, "%s %s belongs to it%s", e.Draft.Type, e.Draft.Key, where)
		}
	}
	return nil
}
