package delivery

import (
	"bytes"
	"context"
	"encoding/json"
	"html/template"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	core "github.com/portico-cms/portico/internal/delivery"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
)

// The showcase is for people: what a newcomer opens first. It shows every public site's shared parts on a page, from the very
// bundles that the site gets, and is off where the listener faces the public.

// maxShown bounds what the showcase repeats of a request.
const maxShown = 2000

// showcase lists the public sites.
func (s *server) showcase(c *fiber.Ctx) error {
	snapshot := s.Node.Snapshot()
	texts := textsOf(c.Query("locale"), c.Get(fiber.HeaderAcceptLanguage))
	c.Set(fiber.HeaderVary, fiber.HeaderAcceptLanguage)
	return s.showcasePage(c, "index.html", newShowcaseIndex(snapshot, s.Node.Origin, texts))
}

// showcaseSite shows a page of one site: its shared parts around content of its own.
func (s *server) showcaseSite(c *fiber.Ctx) error {
	snapshot := s.Node.Snapshot()
	site := snapshot.Sites[c.Params("site")]
	if site == nil || site.Site.Private {
		return fault.New(fault.NotFound, "no such site")
	}
	v := newShowcaseVisit(snapshot, site, &showcaseQuery{
		locale: c.Query("locale"), prefer: c.Query("prefer"), path: c.Query("path"), theme: c.Query("theme"),
	})
	ctx, cancel := context.WithTimeout(c.UserContext(), queryLimit)
	defer cancel()
	if err := v.readContent(ctx, s.Node, c.Query("read")); err != nil {
		return err
	}
	q := &core.PageQuery{Locale: v.locale.Tag, Path: v.path, Alternates: v.alternates(), Crumbs: v.crumbs()}
	whole, err := s.Node.Whole(snapshot, site.Site.Key, q)
	if err != nil {
		return err
	}
	return s.showcasePage(c, "site.html", v.page(whole))
}

// showcasePage writes a page that stands in no frame. Nothing on it is inline, so that it is as strict as the sites it speaks for may be.
func (s *server) showcasePage(c *fiber.Ctx, name string, data any) error {
	return s.showcaseFor(c, name, data, "'none'")
}

// showcaseFor writes a page that some origins may show in a frame.
func (s *server) showcaseFor(c *fiber.Ctx, name string, data any, framers string) error {
	var b bytes.Buffer
	if err := showcasePages.ExecuteTemplate(&b, name, data); err != nil {
		return err
	}
	own := "'self' " + s.Node.Origin // the page may have been opened under another name than the node's own: 127.0.0.1, localhost
	c.Set(fiber.HeaderContentSecurityPolicy, strings.Join([]string{
		"default-src 'none'", "style-src " + own, "script-src " + own, "img-src " + own, "font-src " + own, "connect-src " + own,
		"form-action 'self'", "base-uri 'none'", "frame-ancestors " + framers, "require-trusted-types-for 'script'",
	}, "; "))
	c.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	c.Set(fiber.HeaderReferrerPolicy, "same-origin")
	c.Set("Cross-Origin-Opener-Policy", "same-origin")
	c.Set("X-Robots-Tag", "noindex")
	c.Set(fiber.HeaderCacheControl, cacheNothing)
	c.Response().Header.SetContentType("text/html; charset=utf-8")
	return c.Send(b.Bytes())
}

// showcaseIndex is the list of sites, as its template takes it.
type showcaseIndex struct {
	T            *showcaseTexts
	Languages    []showcaseChoice
	Generation   int64
	DesignSystem published.DesignSystem
	Brands       []showcaseBrand
	Windows      []showcaseWindow
	Sites        int
	Locales      int // how many different ones
}

// showcaseWindow is a site in the picture of the list: same header, other page.
type showcaseWindow struct {
	X, Y, Title int
	Swatch      showcaseSwatch
}

func windowsOf(brands []showcaseBrand) (out []showcaseWindow) {
	if len(brands) == 0 {
		return nil
	}
	first, last := brands[0].Swatch, brands[len(brands)-1].Swatch
	return []showcaseWindow{
		{X: 0, Y: 0, Title: 120, Swatch: first}, {X: 148, Y: 56, Title: 90, Swatch: last}, {X: 48, Y: 114, Title: 150, Swatch: first},
	}
}

// showcaseBrand is a brand with its sites.
type showcaseBrand struct {
	Key    string
	Swatch showcaseSwatch
	Sites  []showcaseCard
}

// showcaseCard is one site of the list.
type showcaseCard struct {
	Key, Name, Host string
	Links           []showcaseChoice // to its page, by locale
	Curl, Nginx     string
}

// showcaseChoice is a link of a switch.
type showcaseChoice struct {
	Label, Lang, Dir, URL string
	Current               bool
}

func newShowcaseIndex(s *published.Snapshot, origin string, t *showcaseTexts) *showcaseIndex {
	index := &showcaseIndex{T: t, Generation: s.Generation}
	for _, tag := range showcaseLanguages {
		index.Languages = append(index.Languages, showcaseChoice{
			Label: languageNames[tag], Lang: tag, Dir: showcaseTextsIn[tag].Dir, URL: "/showcase?locale=" + tag, Current: tag == t.Lang,
		})
	}
	brands, locales := map[string]int{}, map[string]bool{}
	for _, key := range s.Keys {
		site := &s.Sites[key].Site
		if site.Private {
			continue
		}
		at, known := brands[site.Brand]
		if !known {
			at = len(index.Brands)
			brands[site.Brand] = at
			index.Brands = append(index.Brands, showcaseBrand{Key: site.Brand, Swatch: swatchOf(s.Tokens[site.TokensKey()])})
		}
		index.Brands[at].Sites = append(index.Brands[at].Sites, newShowcaseCard(site, origin))
		index.Sites++
		index.DesignSystem = site.DesignSystem
		for _, l := range site.Locales {
			locales[l.Tag] = true
		}
	}
	index.Locales = len(locales)
	slices.SortStableFunc(index.Brands, func(a, b showcaseBrand) int { return len(b.Sites) - len(a.Sites) })
	index.Windows = windowsOf(index.Brands)
	return index
}

var languageNames = map[string]string{"en": "English", "fr": "Français", "de": "Deutsch", "ar": "العربية"}

func newShowcaseCard(site *published.Site, origin string) showcaseCard {
	tag := site.DefaultLocale
	card := showcaseCard{
		Key: site.Key, Name: site.Name,
		Curl:  "curl '" + origin + "/v1/sites/" + site.Key + "/fragments?locale=" + tag + "&path=/'",
		Nginx: `<!--# include virtual="/i/` + site.Key + "/header/" + tag + `" -->`,
	}
	if len(site.Origins) > 0 {
		_, card.Host, _ = strings.Cut(site.Origins[0], "://")
	}
	for _, l := range site.Locales {
		card.Links = append(card.Links, showcaseChoice{
			Label: l.Label, Lang: l.Tag, Dir: l.Dir, URL: "/showcase/" + site.Key + "?locale=" + l.Tag,
		})
	}
	return card
}

// showcaseSwatch is what a brand looks like, in colours of its light theme.
type showcaseSwatch struct{ Band, Action, Accent, Footer string }

func swatchOf(t *published.Tokens) (w showcaseSwatch) {
	if t == nil {
		return w
	}
	var themes map[string]map[string]any
	if json.Unmarshal([]byte(t.JSON), &themes) != nil {
		return w
	}
	color := func(path string) string {
		value, _ := themes["light"][path].(string) // what is no text is no colour
		return value
	}
	return showcaseSwatch{
		Band: color("color.band.background"), Action: color("color.action.background"), Accent: color("color.accent"),
		Footer: color("color.footer.background"),
	}
}

// trusted marks HTML that was made safe when it was published: a design system's fragment, an editor's Markdown.
func trusted(html string) template.HTML {
	return template.HTML(html) //nolint:gosec // see above: nothing of the request is in it that was not escaped
}
