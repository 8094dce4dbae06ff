package authoring

import (
	"context"
	"slices"

	"github.com/portico-cms/portico/internal/menu"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/publishing"
)

// TryMenus compiles what a site would show in a locale ("": its default one) if menus were published as they are given, saved or not.
// Nothing is written. Of all other menus and entries, it is what is published. Errors: fault.NotFound, fault.Forbidden;
// fault.Unprocessable with the problems that would keep the menus from being published.
func (a *Authoring) TryMenus(
	ctx context.Context, actor Actor, key, locale string, menus []*menu.Menu,
) ([]published.Record, error) {
	for _, m := range menus {
		if err := actor.sees(MenuAt{Space: m.Space}.target()); err != nil {
			return nil, err
		}
	}
	return a.try(ctx, actor, key, locale, func(in *publishing.Shared) {
		for _, m := range menus {
			putMenu(in, m)
		}
	})
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
