package delivery

import (
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/locale"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/weburl"
)

// Limits of what a page may send.
const (
	maxCrumbs   = 12
	maxLabel    = 200
	maxWarnings = 10 // they make a response header, which proxies bound
)

// PageQuery is what a page says of itself when it asks for fragments. Its texts may lie in memory that the
// next request uses again: what is kept is copied.
type PageQuery struct {
	Locale     string
	Path       string   // the page's path on its own site
	Active     string   // a menu item's id, instead of Path
	ReturnTo   string   // where to come back to after sign-in
	Layout     string   // one of published.Layouts
	Audience   string   // "anonymous" is everybody
	Theme      string   // light, dark or auto: what the visitor prefers
	Channel    string   // of the design system: the site's own, or the version that it is served; others are not
	Crumbs     []string // "label|url", root first; replaces what the menu says
	Alternates []string // "locale|url" of the same page in other languages
	Warnings   []string // what was dropped, and why
	Turn       Turn     // nil: no bound
	Busy       bool     // what was answered lacks what the page sent: it is not to be kept
}

// Turn bounds how many parts with texts of a page's own are made at the same time: anybody may ask for ever new ones.
type Turn interface {
	// Take waits a moment for a turn, which ends with the request; ok is false where there is none.
	Take() (ok bool)
}

// Reset empties the query for the next request; it keeps its memory.
func (q *PageQuery) Reset() {
	q.Locale, q.Path, q.Active, q.ReturnTo = "", "", "", ""
	q.Layout, q.Audience, q.Theme, q.Channel = "", "", "", ""
	q.Crumbs, q.Alternates, q.Warnings = q.Crumbs[:0], q.Alternates[:0], nil
	q.Turn, q.Busy = nil, false
}

// Warn notes what was dropped, once.
func (q *PageQuery) Warn(what string) {
	if len(q.Warnings) < maxWarnings && !slices.Contains(q.Warnings, what) {
		q.Warnings = append(q.Warnings, what)
	}
}

// page is a PageQuery understood.
type page struct {
	bundle    *published.BundleView
	site      *published.SiteView
	index     int // of the current item; -1 for none
	exact     bool
	crumbs    []published.Crumb    // nil: what the menu says
	languages []published.Language // nil: the bundle's
	returnTo  string
	layout    string              // one of published.Layouts
	theme     string              // light, dark, or "": what the visitor prefers
	notices   []*published.Notice // that the page shows; see noticed
}

// parts gives the parts of the page's layout.
func (p *page) parts() *published.LayoutView { return p.bundle.Views[p.layout] }

// understand resolves a query against a site. What is invalid is dropped, and named in the warnings.
func (q *PageQuery) understand(site *published.SiteView) (p page, ok bool) {
	p = page{site: site, index: -1, bundle: q.bundle(site)}
	if p.bundle == nil {
		return p, false
	}
	q.understandLook(&p)
	if len(q.Active) > 0 {
		if p.index = p.bundle.Finder.ByID(q.Active); p.index < 0 {
			q.Warn("active: no such menu item")
		}
		p.exact = p.index >= 0
	}
	if p.index < 0 && len(q.Path) > 0 {
		if q.Path[0] == '/' && len(q.Path) <= 2000 {
			p.index, p.exact = p.bundle.Finder.Find(q.Path)
		} else {
			q.Warn("path: it must begin with / and have at most 2000 bytes")
		}
	}
	if len(q.Crumbs)+len(q.Alternates)+len(q.ReturnTo) > 0 {
		q.understandLinks(&p)
	}
	return p, true
}

// bundle picks the bundle of the asked locale and audience.
func (q *PageQuery) bundle(site *published.SiteView) *published.BundleView {
	q.understandChannel(site)
	b := q.localeBundle(site)
	if b == nil || len(q.Audience) == 0 || q.Audience == "anonymous" {
		return b
	}
	if own := site.Bundles[published.VariantOf(b.Locale, q.Audience)]; own != nil {
		return own
	}
	q.Warn("audience: this site shows it nothing of its own; what everybody sees is served")
	return b
}

// localeBundle picks the bundle of the asked locale: the very one, one that differs in spelling, a shorter form of it (de-AT → de),
// or the site's default.
func (q *PageQuery) localeBundle(site *published.SiteView) *published.BundleView {
	if len(q.Locale) == 0 {
		return site.Bundles[site.Site.DefaultLocale]
	}
	if b := site.Bundles[q.Locale]; b != nil && b.Locale == q.Locale { // not locale/audience
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
	q.Warn("locale: this site has it not; the default is served")
	return site.Bundles[site.Site.DefaultLocale]
}

// understandLook takes the constants for what was asked, because what was asked may not be kept.
func (q *PageQuery) understandLook(p *page) {
	p.layout, p.theme = published.LayoutFull, p.site.Site.Theme
	if len(q.Layout) > 0 {
		if i := slices.Index(published.Layouts, q.Layout); i >= 0 {
			p.layout = published.Layouts[i]
		} else {
			q.Warn("layout: it is full, simple or none; full is served")
		}
	}
	switch q.Theme {
	case "", "auto":
	case "light":
		p.theme = "light"
	case "dark":
		p.theme = "dark"
	default:
		q.Warn("theme: it is light, dark or auto")
	}
}

func (q *PageQuery) understandLinks(p *page) {
	hosts := hostsOf(&p.site.Site)
	base := originOf(&p.site.Site)
	for _, raw := range q.Crumbs {
		if len(p.crumbs) == maxCrumbs {
			q.Warn("bc: a page has at most 12")
			break
		}
		label, link, ok := pair(raw, hosts, base)
		if !ok {
			q.Warn("bc: one was dropped; it is label|url, and the url one of a registered site")
			continue
		}
		p.crumbs = append(p.crumbs, published.Crumb{Label: label, URL: link})
	}
	q.understandAlternates(p, hosts, base)
	if len(q.ReturnTo) > 0 {
		link, err := safeLink(q.ReturnTo, hosts, base)
		if err != nil {
			q.Warn("returnTo: it must be a path, or an address of a registered site")
		}
		p.returnTo = link
	}
}

// understandAlternates takes at most one address for each locale, and keeps them in the site's order: whatever order a page
// sends them in, it is the same page.
func (q *PageQuery) understandAlternates(p *page, hosts weburl.Hosts, base string) {
	urls := map[string]string{}
	for _, raw := range q.Alternates {
		tag, link, ok := pair(raw, hosts, base)
		language, known := languageOf(p.bundle, tag)
		if !ok || !known || link == "" || urls[language.Locale] != "" {
			q.Warn("alt: one was dropped; it is locale|url, one for each locale of the site, and the url one of a registered site")
			continue
		}
		urls[language.Locale] = link
	}
	for _, language := range p.bundle.Languages {
		if link := urls[language.Locale]; link != "" {
			language.URL = link
			p.languages = append(p.languages, language)
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
	link, err := safeLink(after, hosts, base)
	return label, link, err == nil
}

// safeLink gives the absolute form of an address that a page sent, "" with an error where it may not be linked to.
func safeLink(raw string, hosts weburl.Hosts, base string) (string, error) {
	if encodedControl(raw) {
		return "", errControl
	}
	link, err := hosts.Link(raw)
	if err != nil {
		return "", err
	}
	if strings.HasPrefix(link, "/") {
		link = base + link
	}
	return link, nil
}

var errControl = fault.New(fault.Invalid, "an address has no control characters, encoded ones neither")

// encodedControl finds %00 to %1F and %7F: harmless here, and a line break in a header for whoever decodes once more.
func encodedControl(s string) bool {
	for {
		i := strings.IndexByte(s, '%')
		if i < 0 || len(s) < i+3 {
			return false
		}
		if c := s[i+1]; c == '0' || c == '1' || c == '7' && (s[i+2] == 'f' || s[i+2] == 'F') {
			return true
		}
		s = s[i+1:]
	}
}

// dropControl takes out control and direction-override characters, which could make a label read as something else.
func dropControl(r rune) rune {
	if r < ' ' || (r >= 0x7f && r < 0xa0) || (r >= 0x202a && r <= 0x202e) || (r >= 0x2066 && r <= 0x2069) {
		return -1
	}
	return r
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

// rest is the canonical form of what only few pages send, as far as a part shows it; "" where it shows none of it. A footer without a
// link to sign in is the same for every page, whatever pages send.
func (p *page) rest(shape *published.Shape) string {
	if !p.isOwn(shape) && len(p.notices) == 0 {
		return ""
	}
	var b strings.Builder
	if shape.Crumbs {
		for _, c := range p.crumbs {
			b.WriteString("\x01" + c.Label + "\x02" + c.URL)
		}
	}
	if shape.Languages {
		for _, l := range p.languages {
			b.WriteString("\x03" + l.Locale + "\x02" + l.URL)
		}
	}
	if shape.Account && p.returnTo != "" {
		b.WriteString("\x04" + p.returnTo)
	}
	for _, n := range p.notices {
		b.WriteString("\x05" + n.ID)
	}
	return b.String()
}

// isOwn says whether a part shows what only this page sent. There are as many of these as pages, and as anybody makes up.
func (p *page) isOwn(shape *published.Shape) bool {
	return shape.Crumbs && p.crumbs != nil || shape.Languages && p.languages != nil || shape.Account && p.returnTo != ""
}

// asEverybody takes out what only this page sent.
func (p *page) asEverybody() { p.crumbs, p.languages, p.returnTo = nil, nil, "" }
