package authoring

import (
	"context"
	"slices"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/menu"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/publishing"
	"github.com/portico-cms/portico/internal/site"
)

// TryMenus compiles what a site would show in a locale ("": its default one) if menus were published as they are given, saved or not.
// Nothing is written. Of all other menus and entries, it is what is published. Errors: fault.NotFound, fault.Forbidden;
// fault.Unprocessable with the problems that would keep the menus from being published.
func (a *Authoring) TryMenus(
	ctx context.Context, actor Actor, key, locale string, menus []*menu.Menu,
) (records []published.Record, err error) {
	if err := actor.sees(identity.Target{Type: identity.Sites, Site: key}); err != nil {
		return nil, err
	}
	for _, m := range menus {
		if err := actor.sees(MenuAt{Space: m.Space}.target()); err != nil {
			return nil, err
		}
	}
	err = a.store.View(ctx, func(tx Tx) error {
		p := &publication{a: a, tx: tx, actor: actor}
		in, err := p.sharedInput(ctx)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(in.Sites, func(s *site.Site) bool { return s.Key == key })
		if at < 0 {
			return fault.New(fault.NotFound, "there is no site %q", key)
		}
		if locale == "" {
			locale = in.Sites[at].DefaultLocale
		}
		if !slices.ContainsFunc(in.Sites[at].Locales, func(l site.Locale) bool { return l.Tag == locale }) {
			return fault.New(fault.NotFound, "the site %s has no locale %q", key, locale)
		}
		for _, m := range menus {
			putMenu(&in, m)
		}
		in.Entries = nil
		if err := p.linked(ctx, &in); err != nil {
			return err
		}
		records, err = a.compiler.Site(in, key, locale)
		return err
	})
	return records, err
}

// putMenu puts a menu in the place of the one that is published.
func putMenu(in *publishing.Shared, m *menu.Menu) {
	at := slices.IndexFunc(in.Menus, func(o *menu.Menu) bool { return o.Space == m.Space && o.Name == m.Name })
	if at < 0 {
		in.Menus = append(in.Menus, m)
		return
	}
	in.Menus[at] = m
}
