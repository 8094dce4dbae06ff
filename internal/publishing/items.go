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
	warnings []string
}

func (r *resolver) items(items []menu.Item) []published.Item {
	out := make([]published.Item, 0, len(items))
	for i := range items {
		it := &items[i]
		p := published.Item{
			ID: it.ID, Label: r.label(it), Description: first(it.Description, r.chain), Icon: it.Icon, NewWindow: it.NewWindow,
			Items: r.items(it.Items),
		}
		switch {
		case it.URL != "":
			p.URL, p.External = it.URL, true
		case it.Site != "":
			path := it.PathIn(r.chain)
			p.URL = r.sites[it.Site].Origin() + path
			if it.Site == r.site.Key {
				p.Path, p.Match = weburl.NormalizePath(path), it.Match
			}
		}
		out = append(out, p)
	}
	return out
}

// label gives an item's label; where no locale of the chain has one, any other is better than a hole in the menu.
func (r *resolver) label(it *menu.Item) string {
	if text := first(it.Label, r.chain); text != "" {
		if _, own := it.Label[r.chain[0]]; !own {
			r.warn(it, text)
		}
		return text
	}
	text := it.Label[slices.Min(slices.Collect(maps.Keys(it.Label)))]
	r.warn(it, text)
	return text
}

func (r *resolver) warn(it *menu.Item, text string) {
	if len(r.warnings) < maxWarnings {
		r.warnings = append(r.warnings, fmt.Sprintf("menu item %q has no label in %s; %q is shown", it.ID, r.chain[0], text))
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
			External: it.External, NewWindow: it.NewWindow, Items: forTemplates(it.Items),
		}
	}
	return out
}
