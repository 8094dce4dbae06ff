package delivery

import (
	"html/template"
	"maps"
	"net/url"
	"slices"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/utils"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/locale"
	"github.com/portico-cms/portico/internal/published"
)

// The style guide is for people who build sites: the components of the design system, live in each brand, theme and locale, with the
// code to copy. It holds nothing but what a release of the design system carries.

// styleguidePage is the style guide, as its template takes it.
type styleguidePage struct {
	T                                  *styleguideTexts
	Lang, Dir, Brand, Theme            string
	Contrast                           bool
	Assets                             []published.AssetLink
	Brands, Themes, Contrasts, Locales []showcaseChoice
	Examples                           []styleguideExample
}

// styleguideExample is a component: live, and as code.
type styleguideExample struct {
	published.GuideExample
	Live template.HTML
}

func guideParams() (out []object) {
	for _, p := range [][2]string{
		{"brand", "Key of a brand; the first one without"}, {"theme", "light or dark; without it what the visitor's system says"},
		{"contrast", "more: high contrast"}, {"locale", "Language of the page and its examples"},
		{"site", "Key of a site: its brand is the first one; with a preview token, what that shows"},
	} {
		out = append(out, parameter(p[0], "query", p[1], object{"type": "string"}))
	}
	return out
}

// guide shows the style guide, or for who has a preview token that of what it shows on a site.
func (s *server) guide(c *fiber.Ctx) error {
	if c.Query("site") != "" && previewAsked(c.Context()) {
		return s.previewed(c, (*server).styleguide, false)
	}
	return s.styleguide(c)
}

// styleguide shows the components of one brand. What is asked for and is not there is as if nothing were asked.
func (s *server) styleguide(c *fiber.Ctx) error {
	snapshot := s.Node.Snapshot()
	brands := brandsBySites(snapshot)
	site := snapshot.Sites[c.Query("site")]
	if site != nil && (!site.Site.Private || s.preview != nil) {
		brands = ofSite(brands, site.Site.Brand)
	}
	if len(brands) == 0 {
		return fault.New(fault.NotFound, "this design system has no components")
	}
	ask := styleguideQuery{
		brand: one(c.Query("brand"), brands), theme: one(c.Query("theme"), []string{"", "light", "dark"}),
		contrast: one(c.Query("contrast"), []string{"", "more"}),
	}
	if s.preview != nil {
		ask.site = utils.CopyString(c.Query("site"))
	}
	guide := snapshot.Guides[ask.brand]
	tags := slices.Sorted(maps.Keys(guide.Examples))
	ask.locale = one(c.Query("locale"), append([]string{textsOf("", c.Get(fiber.HeaderAcceptLanguage)).Lang}, tags...))
	if !slices.Contains(tags, ask.locale) {
		ask.locale = one("en", append(tags, "en"))
	}
	c.Set(fiber.HeaderVary, fiber.HeaderAcceptLanguage)
	page := ask.page(guide)
	page.Assets = s.Node.Components(snapshot, ask.brand)
	page.Brands = ask.choices(brands, func(q *styleguideQuery, brand string) string { q.brand = brand; return snapshot.Guides[brand].Name })
	return s.showcaseFor(c, "styleguide.html", page, s.framers())
}

// brandsBySites gives the brands that have components, the one of most public sites first.
func brandsBySites(s *published.Snapshot) []string {
	sites := map[string]int{}
	for _, site := range s.Sites {
		if !site.Site.Private {
			sites[site.Site.Brand]++
		}
	}
	brands := slices.Sorted(maps.Keys(s.Guides))
	slices.SortStableFunc(brands, func(a, b string) int { return sites[b] - sites[a] })
	return brands
}

// ofSite puts the brand of a site first.
func ofSite(brands []string, brand string) []string {
	slices.SortStableFunc(brands, func(a, b string) int {
		switch brand {
		case a:
			return -1
		case b:
			return 1
		}
		return 0
	})
	return brands
}

// one gives what was asked for where it can be had, else the first of what can.
func one(asked string, of []string) string {
	if slices.Contains(of, asked) {
		return asked
	}
	return of[0]
}

// styleguideQuery is what the page is asked for, each a value that there is.
type styleguideQuery struct {
	brand, theme, contrast, locale string

	site string // whose preview is shown; "" for what is published
}

func (q *styleguideQuery) url() string {
	values := url.Values{}
	for name, value := range map[string]string{
		"brand": q.brand, "theme": q.theme, "contrast": q.contrast, "locale": q.locale, "site": q.site,
	} {
		if value != "" {
			values.Set(name, value)
		}
	}
	return "/styleguide?" + values.Encode()
}

// choices makes links to this page with one thing changed; set changes it and gives the label.
func (q *styleguideQuery) choices(values []string, set func(q *styleguideQuery, value string) string) (out []showcaseChoice) {
	for _, value := range values {
		changed := *q
		label := set(&changed, value)
		out = append(out, showcaseChoice{Label: label, URL: changed.url(), Current: changed == *q})
	}
	return out
}

func (q *styleguideQuery) page(guide *published.Guide) *styleguidePage {
	t := styleguideTextsFor(q.locale)
	p := &styleguidePage{T: t, Lang: q.locale, Dir: locale.Direction(q.locale), Brand: q.brand, Theme: q.theme, Contrast: q.contrast != ""}
	p.Themes = q.choices([]string{"", "light", "dark"}, func(q *styleguideQuery, theme string) string {
		q.theme = theme
		return map[string]string{"": t.Auto, "light": t.Light, "dark": t.Dark}[theme]
	})
	p.Contrasts = q.choices([]string{"", "more"}, func(q *styleguideQuery, contrast string) string {
		q.contrast = contrast
		return map[string]string{"": t.Usual, "more": t.More}[contrast]
	})
	p.Locales = q.choices(slices.Sorted(maps.Keys(guide.Examples)), func(q *styleguideQuery, tag string) string {
		q.locale = tag
		return locale.Name(tag)
	})
	for i, tag := range slices.Sorted(maps.Keys(guide.Examples)) {
		p.Locales[i].Lang, p.Locales[i].Dir = tag, locale.Direction(tag)
	}
	for _, e := range guide.Examples[q.locale] {
		p.Examples = append(p.Examples, styleguideExample{e, trusted(e.HTML)})
	}
	return p
}

// framers gives who may show the style guide in a frame: the admin UI alone, for its design-system screens.
func (s *server) framers() string {
	if s.AdminURL != nil {
		if u, err := url.Parse(s.AdminURL()); err == nil && u.Host != "" {
			return u.Scheme + "://" + u.Host
		}
	}
	return "'none'"
}
