package delivery

import (
	"strings"

	"github.com/portico-cms/portico/internal/locale"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/weburl"
)

// Limits of what a page may send.
const (
	maxCrumbs = 12
	maxLabel  = 200
)

// PageQuery is what a page says of itself when it asks for fragments. Its texts may lie in memory that the
// next request uses again: what is kept is copied.
type PageQuery struct {
	Locale     string
	Path       string   // the page's path on its own site
	Active     string   // a menu item's id, instead of Path
	ReturnTo   string   // where to come back to after sign-in
	Crumbs     []string // "label|url", root first; replaces what the menu says
	Alternates []string // "locale|url" of the same page in other languages
	Warnings   []string // what was dropped, and why
}

// Reset empties the query for the next request; it keeps its memory.
func (q *PageQuery) Reset() {
	q.Locale, q.Path, q.Active, q.ReturnTo = "", "", "", ""
	q.Crumbs, q.Alternates, q.Warnings = q.Crumbs[:0], q.Alternates[:0], nil
}

func (q *PageQuery) warn(what string) { q.Warnings = append(q.Warnings, what) }

// page is a PageQuery understood.
type page struct {
	bundle    *published.BundleView
	site      *published.SiteView
	index     int // of the current item; -1 for none
	exact     bool
	crumbs    []published.Crumb    // nil: what the menu says
	languages []published.Language // nil: the bundle's
	returnTo  string
}

// understand resolves a query against a site. What is invalid is dropped, and named in the warnings.
func (q *PageQuery) understand(site *published.SiteView) (p page, ok bool) {
	p = page{site: site, index: -1, bundle: q.bundle(site)}
	if p.bundle == nil {
		return p, false
	}
	if len(q.Active) > 0 {
		if p.index = p.bundle.Finder.ByID(q.Active); p.index < 0 {
			q.warn("active: no such menu item")
		}
		p.exact = p.index >= 0
	}
	if p.index < 0 && len(q.Path) > 0 {
		if q.Path[0] == '/' && len(q.Path) <= 2000 {
			p.index, p.exact = p.bundle.Finder.Find(q.Path)
		} else {
			q.warn("path: it must begin with / and have at most 2000 bytes")
		}
	}
	if len(q.Crumbs)+len(q.Alternates)+len(q.ReturnTo) > 0 {
		q.understandLinks(&p)
	}
	return p, true
}

// bundle picks the bundle of the asked locale: the very one, one that differs in spelling, a shorter form of it (de-AT → de),
// or the site's default.
func (q *PageQuery) bundle(site *published.SiteView) *published.BundleView {
	if len(q.Locale) == 0 {
		return site.Bundles[site.Site.DefaultLocale]
	}
	if b := site.Bundles[q.Locale]; b != nil {
		return b
	}
	if tag, err := locale.Parse(q.Locale); err == nil {
		for tag != "" {
			if b := site.Bundles[tag]; b != nil {
				return b
			}
			i := strings.LastIndexByte(tag, '-')
			tag = tag[:max(i, 0)]
		}
	}
	q.warn("locale: this site has it not; the default is served")
	return site.Bundles[site.Site.DefaultLocale]
}

func (q *PageQuery) understandLinks(p *page) {
	hosts := hostsOf(&p.site.Site)
	base := originOf(&p.site.Site)
	for _, raw := range q.Crumbs {
		label, link, ok := pair(raw, hosts, base)
		if !ok || len(p.crumbs) == maxCrumbs {
			q.warn("bc: one was dropped; it is label|url, the url of a registered site, at most 12")
			continue
		}
		p.crumbs = append(p.crumbs, published.Crumb{Label: label, URL: link})
	}
	for _, raw := range q.Alternates {
		tag, link, ok := pair(raw, hosts, base)
		if language, known := languageOf(p.bundle, tag); ok && known {
			language.URL = link
			p.languages = append(p.languages, language)
		} else {
			q.warn("alt: one was dropped; it is locale|url, in a locale of the site and with the url of a registered site")
		}
	}
	if len(q.ReturnTo) > 0 {
		link, err := hosts.Link(q.ReturnTo)
		if err != nil {
			q.warn("returnTo: it must be a path, or an address of a registered site")
		} else {
			p.returnTo = absolute(base, link)
		}
	}
}

// pair splits "label|url"; the url may be missing for the last crumb.
func pair(raw string, hosts weburl.Hosts, base string) (label, link string, ok bool) {
	before, after, has := strings.Cut(raw, "|")
	label = strings.TrimSpace(strings.Map(dropControl, strings.ToValidUTF8(before, "")))
	if label == "" || len(label) > maxLabel {
		return "", "", false
	}
	if !has || len(after) == 0 {
		return label, "", true
	}
	link, err := hosts.Link(after)
	return label, absolute(base, link), err == nil
}

// dropControl takes out control and direction-override characters, which could make a label read as something else.
func dropControl(r rune) rune {
	if r < ' ' || (r >= 0x7f && r < 0xa0) || (r >= 0x202a && r <= 0x202e) || (r >= 0x2066 && r <= 0x2069) {
		return -1
	}
	return r
}

func absolute(base, link string) string {
	if strings.HasPrefix(link, "/") {
		return base + link
	}
	return link
}

func originOf(s *published.Site) string {
	if len(s.Origins) == 0 {
		return ""
	}
	return s.Origins[0]
}

func languageOf(b *published.BundleView, tag string) (published.Language, bool) {
	if c, err := locale.Parse(tag); err == nil {
		tag = c
	}
	for _, l := range b.Languages {
		if l.Locale == tag {
			return l, true
		}
	}
	return published.Language{}, false
}

// rest is the canonical form of what only few pages send; "" where a page sends none of it.
func (p *page) rest() string {
	if p.crumbs == nil && p.languages == nil && p.returnTo == "" {
		return ""
	}
	var b strings.Builder
	for _, c := range p.crumbs {
		b.WriteString("\x01" + c.Label + "\x02" + c.URL)
	}
	for _, l := range p.languages {
		b.WriteString("\x03" + l.Locale + "\x02" + l.URL)
	}
	b.WriteString("\x04" + p.returnTo)
	return b.String()
}
