package delivery

import (
	"net/url"
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/published"
)

// fill writes a part with the page's values in its slots.
func (p *page) fill(part published.Part) string {
	var b strings.Builder
	current := p.bundle.Finder.Item(p.index)
	part.Fill(&b, func(s published.Segment) string {
		switch s.Slot {
		case published.SlotCurrent:
			return p.current(s.Item, current)
		case published.SlotBreadcrumbs:
			return p.breadcrumbs(current)
		case published.SlotLanguages:
			return p.languageLinks()
		case published.SlotAccount:
			return p.account()
		case published.SlotNotices:
			return p.noticeList()
		case published.SlotTheme:
			if p.theme != "" {
				return p.bundle.Slots.Render("theme."+p.theme, nil)
			}
		}
		return "" // nonce: a shared response never holds one; slots of a newer design system stay empty
	})
	return b.String()
}

func (p *page) current(item string, current published.Found) string {
	switch {
	case item == "" || current.ID == "":
		return ""
	case item == current.ID && p.exact:
		return p.bundle.Slots.Render("current.page", nil)
	case item == current.ID, slices.Contains(current.Ancestors, item):
		return p.bundle.Slots.Render("current.section", nil)
	}
	return ""
}

// breadcrumbs shows the page's own crumbs, or the way to its menu item. The last one is the page itself where the page is
// that item, or where it gave no address. The home page has none: they all begin there.
func (p *page) breadcrumbs(current published.Found) string {
	crumbs, lastIsPage := current.Crumbs, p.exact
	if p.crumbs != nil {
		crumbs, lastIsPage = p.crumbs, true
	}
	if len(crumbs) == 0 || p.crumbs == nil && p.exact && current.Path == p.bundle.Home {
		return ""
	}
	var items strings.Builder
	for i, c := range crumbs {
		name := "breadcrumbs.item"
		if i == len(crumbs)-1 && lastIsPage || c.URL == "" {
			name = "breadcrumbs.last"
			if i < len(crumbs)-1 {
				name = "breadcrumbs.text"
			}
		}
		items.WriteString(p.bundle.Slots.Render(name, map[string]string{published.HoleLabel: c.Label, published.HoleURL: c.URL}))
	}
	return p.bundle.Slots.Render("breadcrumbs.frame", map[string]string{published.HoleItems: items.String()})
}

func (p *page) languageLinks() string {
	languages := p.bundle.Languages
	if p.languages != nil {
		languages = p.languages
	}
	if len(languages) < 2 && p.languages == nil {
		return "" // one language needs no choice
	}
	var items strings.Builder
	for _, l := range languages {
		name := "languages.item"
		if l.Locale == p.bundle.Locale {
			name = "languages.current"
		}
		items.WriteString(p.bundle.Slots.Render(name, map[string]string{
			published.HoleName: l.Label, published.HoleURL: l.URL, published.HoleLocale: l.Locale, published.HoleDir: l.Dir,
		}))
	}
	return p.bundle.Slots.Render("languages.frame", map[string]string{published.HoleItems: items.String()})
}

// account is the sign-in link: a shared response knows no visitor, so it is always the anonymous one.
func (p *page) account() string {
	var b strings.Builder
	p.bundle.Slots["account.anonymous"].Fill(&b, func(s published.Segment) string {
		if s.Slot == published.SlotReturnTo {
			return url.QueryEscape(p.returnTo)
		}
		return ""
	})
	return b.String()
}
