package authoring

import (
	"context"

	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/menu"
)

// menus gives the menus as the preview shows them: drafts of the site's spaces that its owner may read, and what is published of
// all others.
func (w *previewWorld) menus(ctx context.Context) ([]*menu.Menu, error) {
	stored, err := w.p.tx.Menus(ctx)
	if err != nil {
		return nil, err
	}
	var out []*menu.Menu
	for _, m := range stored {
		switch {
		case w.showsDraft(m.Draft):
			out = append(out, m.Draft)
		case m.Published != nil:
			out = append(out, m.Published)
		}
	}
	return out, nil
}

func (w *previewWorld) showsDraft(m *menu.Menu) bool {
	if !w.site.Shows(m.Space) || w.actor.sees(identity.Target{Type: identity.Menus, Site: m.Space}) != nil {
		return false
	}
	if w.release == nil {
		return true
	}
	for _, i := range w.release.Items {
		if i.Menu == m.Name && i.Space == m.Space {
			return !w.over()
		}
	}
	return false
}
