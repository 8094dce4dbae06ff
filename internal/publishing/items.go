package publishing

import (
	"fmt"
	"maps"
	"slices"

	"github.com/portico-cms/portico/internal/fragment"
	"github.com/portico-cms/portico/internal/menu"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/site"
	"github.com/portico-cms/portico/internal/weburl"
)

// resolver turns menu items into what one site shows in one locale.
type resolver struct {
	*group
	site     *site.Site
	chain    []string
	audience string // menu.Anonymous for everybody
	warnings []string
}

// items leaves out what the site does not show, what is not for the bundle's audience, and what would lead nowhere.
func (r *resolver) items(items []menu.Item) []published.Item {
	out := make([]published.Item, 0, len(items))
	for i := range items {
		it := &items[i]
		if !it.ShownOn(r.site.Key) || !it.ForAudience(r.audience) || slices.Contains(r.site.Options.Hidden, it.ID) {
			continue
		}
		p := published.Item{ID: it.ID, Icon: it.Icon, Items: r.items(it.Items)}
		r.lead(it, &p)
		if p.URL == "" && len(p.Items) == 0 {
			continue
		}
		p.Label, p.Description, p.Badge = r.label(it), first(it.Description, r.chain), first(it.Badge, r.chain)
		p.NewWindow = it.NewWindow && p.URL != ""
		out = append(out, p)
	}
	return out
}

// warnHidden names what a site hides that is not there: an editor may have taken it out since.
func (r *resolver) warnHidden(menus map[string]*menu.Menu) {
	for _, id := range r.site.Options.Hidden {
		if !slices.ContainsFunc(byName(menus), func(m *menu.Menu) bool { return m.Find(id) != nil }) {
			r.warn("the site hides menu item %q, which its menus do not have", id)
		}
	}
}

// lead gives an item its address. Without one, an item that has others below it is a heading.
func (r *resolver) lead(it *menu.Item, p *published.Item) {
	path := it.PathIn(r.chain)
	switch {
	case it.URL != "":
		p.URL, p.External = it.URL, true
		return
	case it.Site == "":
		return
	case it.Entry != "":
		var ok bool
		if path, ok = r.links.Path(it, r.chain); !ok {
			r.warn("menu item %q is shown without a link or left out: its entry is not published in %s", it.ID, r.chain[0])
			return
		}
	}
	p.URL = r.sites[it.Site].Origin() + path
	if it.Site == r.site.Key {
		p.Path, p.Match = weburl.NormalizePath(path), it.Match
	}
}

// label gives an item's label; where no locale of the chain has one, any other is better than a hole in the menu.
func (r *resolver) label(it *menu.Item) string {
	if text := first(it.Label, r.chain); text != "" {
		if _, own := it.Label[r.chain[0]]; !own {
			r.warn(noLabel, it.ID, r.chain[0], text)
		}
		return text
	}
	text := it.Label[slices.Min(slices.Collect(maps.Keys(it.Label)))]
	r.warn(noLabel, it.ID, r.chain[0], text)
	return text
}

const noLabel = "menu item %q has no label in %s; %q is shown"

func (r *resolver) warn(format string, args ...any) {
	if len(r.warnings) < maxWarnings {
		r.warnings = append(r.warnings, fmt.Sprintf(format, args...))
	}
}

// first gives the text of the first locale of the chain that has one.
func first(texts map[string]string, chain []string) string {
	for _, tag := range chain {
		if text := texts[tag]; text != "" {
			return text
		}
	}
	return ""
}

func forTemplates(items []published.Item) []fragment.Item {
	out := make([]fragment.Item, len(items))
	for i, it := range items {
		out[i] = fragment.Item{
			ID: it.ID, Label: it.Label, Description: it.Description, URL: it.URL, Icon: it.Icon,
			External: it.External, NewWindow: it.NewWindow, Badge: it.Badge, Items: forTemplates(it.Items),
		}
	}
	return out
}
