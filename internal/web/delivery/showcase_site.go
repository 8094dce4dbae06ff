package delivery

import (
	"encoding/json"
	"html/template"
	"net/url"
	"slices"
	"strings"

	core "github.com/portico-cms/portico/internal/delivery"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/weburl"
)

// showcaseQuery is what the address of a page of the showcase says.
type showcaseQuery struct {
	locale string
	prefer string // the locale of the page before, for where neither locale nor the path says one
	path   string
	theme  string
}

// showcaseVisit is a request for a page of a site, understood.
type showcaseVisit struct {
	snapshot *published.Snapshot
	site     *published.SiteView
	bundle   *published.BundleView
	locale   published.SiteLocale
	texts    *showcaseTexts
	path     string
	theme    string // "light", "dark", or "" for what the visitor's system says
	current  published.Found
	exact    bool
	reading  *showcaseEntry // the article that is read, if any

	notices, articles, questions []showcaseEntry
}

func newShowcaseVisit(s *published.Snapshot, site *published.SiteView, q *showcaseQuery) *showcaseVisit {
	v := &showcaseVisit{snapshot: s, site: site}
	if len(q.path) <= maxShown && strings.HasPrefix(q.path, "/") && !strings.HasPrefix(q.path, "//") {
		v.path = q.path
	}
	v.locale = v.localeFor(q)
	v.texts = textsFor(v.locale)
	v.bundle = site.Bundles[v.locale.Tag]
	if v.path == "" {
		v.path = pathOf(v.locale.Home)
	}
	if q.theme == "light" || q.theme == "dark" {
		v.theme = q.theme
	}
	if v.bundle != nil {
		index, exact := v.bundle.Finder.Find(v.path)
		v.current, v.exact = v.bundle.Finder.Item(index), exact
	}
	return v
}

// localeFor gives the locale that was asked for, else the one whose home page is above the path, else the preferred one, else
// the site's default.
func (v *showcaseVisit) localeFor(q *showcaseQuery) (found published.SiteLocale) {
	longest := 1 // a home page at / says nothing
	for _, l := range v.site.Site.Locales {
		home := pathOf(l.Home)
		switch {
		case strings.EqualFold(l.Tag, q.locale):
			return l
		case strings.HasPrefix(v.path+"/", strings.TrimSuffix(home, "/")+"/") && len(home) > longest:
			found, longest = l, len(home)
		}
	}
	for _, tag := range []string{q.prefer, v.site.Site.DefaultLocale} {
		for _, l := range v.site.Site.Locales {
			if found.Tag == "" && strings.EqualFold(l.Tag, tag) {
				found = l
			}
		}
	}
	return found
}

func pathOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Path == "" {
		return "/"
	}
	return u.Path
}

// link gives a page of the showcase.
func (v *showcaseVisit) link(site, tag, path, theme, read string) string {
	q := url.Values{}
	for name, value := range map[string]string{"locale": tag, "path": path, "theme": theme, "read": read} {
		if value != "" {
			q.Set(name, value)
		}
	}
	return "/showcase/" + site + "?" + q.Encode()
}

// pathIn gives the path of this page in another locale: that of the same menu item, or the home page.
func (v *showcaseVisit) pathIn(l published.SiteLocale) string {
	if l.Tag == v.locale.Tag {
		return v.path
	}
	if b := v.site.Bundles[l.Tag]; b != nil && v.current.ID != "" {
		for _, items := range b.Menus {
			if it := findItem(items, v.current.ID); it != nil && it.Path != "" {
				return it.Path
			}
		}
	}
	return pathOf(l.Home)
}

func findItem(items []published.Item, id string) *published.Item {
	for i := range items {
		if items[i].ID == id {
			return &items[i]
		}
		if it := findItem(items[i].Items, id); it != nil {
			return it
		}
	}
	return nil
}

// item gives the menu item that the page belongs to, or nil.
func (v *showcaseVisit) item() *published.Item {
	if v.bundle == nil || v.current.ID == "" {
		return nil
	}
	for _, name := range published.MenuOrder {
		if it := findItem(v.bundle.Menus[name], v.current.ID); it != nil {
			return it
		}
	}
	return nil
}

// alternates tells the header where this page is in the other languages, as a site would.
func (v *showcaseVisit) alternates() (out []string) {
	if len(v.site.Site.Origins) == 0 {
		return nil
	}
	for _, l := range v.site.Site.Locales {
		u := url.URL{Path: v.pathIn(l)}
		out = append(out, l.Tag+"|"+v.site.Site.Origins[0]+u.EscapedPath())
	}
	return out
}

// crumbs are those of an article that is read: the menu knows the pages above it only.
func (v *showcaseVisit) crumbs() (out []string) {
	if v.reading == nil {
		return nil
	}
	for _, c := range v.current.Crumbs {
		out = append(out, strings.ReplaceAll(c.Label, "|", " ")+"|"+c.URL)
	}
	return append(out, strings.ReplaceAll(v.reading.Title, "|", " "))
}

// showcaseSitePage is a page of a site, as its template takes it.
type showcaseSitePage struct {
	T                    *showcaseTexts
	Lang, Dir, Theme     string
	Title, Lead          string
	Site                 *published.Site
	DesignSystem         published.DesignSystem
	Generation           int64
	Path, Self           string
	Chain                string
	Sites                string // JSON: origin → key of the site that has it
	Swatch               showcaseSwatch
	Languages, Themes    []showcaseChoice
	Children             []showcaseItem
	Menus                []showcaseMenu
	API                  []showcaseChoice
	Reading              *showcaseEntry
	Notices              []showcaseEntry
	Articles             []showcaseEntry
	Questions            []showcaseEntry
	NoticesURL           string
	ArticlesURL          string
	QuestionsURL         string
	Head, Header, Crumbs template.HTML
	Bar, Consent         template.HTML
	Footer, Scripts      template.HTML
}

// showcaseMenu is one of the menus, with the items of this site alone.
type showcaseMenu struct {
	Name  string
	Items []showcaseItem
}

// showcaseItem is a menu item that leads to a page of this site, or has one below it.
type showcaseItem struct {
	Label, Description, URL string
	Current                 string // as aria-current has it: page, true, or ""
	Items                   []showcaseItem
}

func (v *showcaseVisit) page(w *core.Whole) *showcaseSitePage {
	p := &showcaseSitePage{
		T: v.texts, Lang: v.locale.Tag, Dir: v.locale.Dir, Theme: v.theme, Title: w.Site.Name, Lead: v.texts.HomeLead,
		Site: w.Site, DesignSystem: w.Bundle.DesignSystem, Generation: w.Bundle.Generation, Path: v.path,
		Chain: strings.Join(v.locale.Chain, " → "), Sites: v.siteKeys(), Swatch: swatchOf(v.snapshot.Tokens[w.Site.TokensKey()]),
		Self:    v.link(w.Site.Key, v.locale.Tag, v.path, v.theme, ""),
		Reading: v.reading, Notices: v.notices, Articles: v.articles, Questions: v.questions,
		NoticesURL: v.api("entries/notice"), ArticlesURL: v.api("entries/article"), QuestionsURL: v.api("entries/faq"),
		Head: trusted(w.Parts["head"]), Header: trusted(w.Parts["header"]), Crumbs: trusted(w.Parts["breadcrumbs"]),
		Bar: trusted(w.Parts["notices"]), Consent: trusted(w.Parts["consent"]),
		Footer: trusted(w.Parts["footer"]), Scripts: trusted(w.Parts["scripts"]),
	}
	if it := v.item(); it != nil && v.path != pathOf(v.locale.Home) {
		p.Title, p.Lead = it.Label, it.Description
		p.Children = v.items(it.Items)
	}
	if v.reading != nil {
		p.Title, p.Lead, p.Children = v.reading.Title, v.reading.Summary, nil
	}
	for _, l := range w.Site.Locales {
		p.Languages = append(p.Languages, showcaseChoice{
			Label: l.Label, Lang: l.Tag, Dir: l.Dir, Current: l.Tag == v.locale.Tag, URL: v.link(w.Site.Key, l.Tag, v.pathIn(l), v.theme, ""),
		})
	}
	for _, theme := range []struct{ key, label string }{{"", v.texts.Auto}, {"light", v.texts.Light}, {"dark", v.texts.Dark}} {
		p.Themes = append(p.Themes, showcaseChoice{
			Label: theme.label, Current: theme.key == v.theme, URL: v.link(w.Site.Key, v.locale.Tag, v.path, theme.key, v.read()),
		})
	}
	for _, name := range published.MenuOrder {
		if items := v.items(w.Bundle.Menus[name]); len(items) > 0 {
			p.Menus = append(p.Menus, showcaseMenu{v.texts.MenuName(name), items})
		}
	}
	for _, what := range []string{"fragments", "bundle", "menus", "tokens.css"} {
		p.API = append(p.API, showcaseChoice{Label: "/v1/sites/" + w.Site.Key + "/" + what, URL: v.api(what)})
	}
	in := "/i/" + w.Site.Key + "/header/" + v.locale.Tag
	p.API = append(p.API, showcaseChoice{Label: in, URL: in})
	return p
}

func (v *showcaseVisit) read() string {
	if v.reading == nil {
		return ""
	}
	return v.reading.ID
}

// api gives the address of the delivery API that this page's data came from.
func (v *showcaseVisit) api(what string) string {
	q := url.Values{"locale": {v.locale.Tag}}
	switch what {
	case "fragments":
		q.Set("path", v.path)
	case "tokens.css":
		q = nil
	}
	address := "/v1/sites/" + v.site.Site.Key + "/" + what
	if len(q) > 0 {
		address += "?" + q.Encode()
	}
	return address
}

// items keeps what leads to this site.
func (v *showcaseVisit) items(in []published.Item) (out []showcaseItem) {
	for _, it := range in {
		o := showcaseItem{Label: it.Label, Description: it.Description, Items: v.items(it.Items)}
		if it.Path != "" {
			o.URL = v.link(v.site.Site.Key, v.locale.Tag, it.Path, v.theme, "")
		}
		if o.URL == "" && o.Items == nil {
			continue
		}
		switch {
		case it.ID == v.current.ID && v.exact && weburl.NormalizePath(it.Path) == weburl.NormalizePath(v.path):
			o.Current = "page"
		case it.ID == v.current.ID, slices.Contains(v.current.Ancestors, it.ID):
			o.Current = "true"
		}
		out = append(out, o)
	}
	return out
}

// siteKeys tells the page's script which site an address belongs to, so that a click on a link of the header can stay in the
// showcase. The links themselves are what the sites get.
func (v *showcaseVisit) siteKeys() string {
	keys := map[string]string{}
	for key, site := range v.snapshot.Sites {
		if site.Site.Private {
			continue
		}
		for _, o := range site.Site.Origins {
			keys[o] = key
		}
	}
	b, err := json.Marshal(keys)
	if err != nil {
		return "{}"
	}
	return string(b)
}
