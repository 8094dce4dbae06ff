package delivery

import (
	"strconv"
	"strings"

	"github.com/portico-cms/portico/internal/published"
)

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// Sites gives the public sites as {"data":[…]}. Before the first publication that is nothing, which is not to be kept.
func (n *Node) Sites(s *published.Snapshot) *Body {
	return n.cached(bodyKey{of: s.ID, part: "/sites"}, func() *Body {
		list := struct {
			Data       []publicSite `json:"data"`
			Generation int64        `json:"generation"`
		}{[]publicSite{}, s.Generation}
		for _, key := range s.Keys {
			if site := s.Sites[key]; !site.Site.Private {
				list.Data = append(list.Data, n.factsOf(s, site))
			}
		}
		b := NewBody(typeJSON, encode(list))
		b.SurrogateKey, b.NoStore = "sites gen:"+itoa(s.Generation), s.Generation == 0
		return b
	})
}

// publicSite is what anybody may know of a site.
type publicSite struct {
	Key           string                 `json:"key"`
	Name          string                 `json:"name"`
	Locales       []published.SiteLocale `json:"locales"`
	DefaultLocale string                 `json:"defaultLocale"`
	Brand         string                 `json:"brand"`
	Channel       string                 `json:"channel"`
	Parent        string                 `json:"parent,omitempty"`
	DesignSystem  published.DesignSystem `json:"designSystem"`
	Components    []published.AssetLink  `json:"components,omitempty"` // optional: for pages that use components of the style guide
	Generation    int64                  `json:"generation"`
}

func (n *Node) factsOf(snapshot *published.Snapshot, s *published.SiteView) publicSite {
	return publicSite{
		Key: s.Site.Key, Name: s.Site.Name, Locales: s.Site.Locales, DefaultLocale: s.Site.DefaultLocale, Brand: s.Site.Brand,
		Channel: s.Site.Channel, Parent: s.Site.Parent, DesignSystem: s.Site.DesignSystem,
		Components: n.Components(snapshot, s.Site.Brand), Generation: s.Generation,
	}
}

// Site gives a site's public facts. Errors: fault.NotFound.
func (n *Node) Site(s *published.Snapshot, siteKey string) (*Body, error) {
	site, err := n.site(s, siteKey)
	if err != nil {
		return nil, err
	}
	key := bodyKey{of: site.ID, part: "/site"}
	if guide := s.Guides[site.Site.Brand]; guide != nil {
		key.with = guide.ID
	}
	return n.cached(key, func() *Body {
		b := NewBody(typeJSON, encode(struct {
			publicSite

			Audiences []string    `json:"audiences,omitempty"`
			Loader    *loaderJSON `json:"loader,omitempty"`
		}{n.factsOf(s, site), site.Site.Audiences, n.loaderOf(s, site)}))
		b.SurrogateKey = "site:" + site.Site.Key + " gen:" + itoa(site.Generation)
		return b
	}), nil
}

// Generation gives the number of a snapshot, as {"generation":…}.
func (n *Node) Generation(s *published.Snapshot) *Body {
	return n.cached(bodyKey{of: s.ID, part: "/generation"}, func() *Body {
		return NewBody(typeJSON, []byte(`{"generation":`+s.Number+`}`))
	})
}

// bundleJSON is a bundle as an SDK gets it.
type bundleJSON struct {
	Generation int64 `json:"generation"`
	*published.Bundle
	CSP published.CSP `json:"csp"`
}

// Bundle gives all that a site needs for one locale. Errors: fault.NotFound, fault.Gone where the version it is pinned to is withdrawn.
func (n *Node) Bundle(s *published.Snapshot, siteKey string, q *PageQuery) (*Body, error) {
	site, err := n.site(s, siteKey)
	if err != nil {
		return nil, err
	}
	p, ok := q.understand(site) // all of it, because what is wrong is to be told; a bundle depends on the locale and the audience alone
	if !ok {
		return nil, errNoSite
	}
	if err := n.gone(site, q.Channel); err != nil {
		return nil, err
	}
	b := p.bundle
	key := bodyKey{of: b.ID, with: site.ID, part: "/bundle"}
	if body, ok := n.bodies.GetIfPresent(key); ok {
		return body, nil
	}
	return n.cached(key, func() *Body {
		body := NewBody(typeJSON, encode(bundleJSON{b.Generation, &b.Bundle, n.csp(site.Site.CSP)}))
		body.SurrogateKey = surrogateKey(b)
		n.retiring(body, b.DesignSystem)
		return body
	}), nil
}

// csp puts the node's own origin where the published directives say "origin".
func (n *Node) csp(csp published.CSP) published.CSP {
	out := published.CSP{}
	for directive, sources := range csp {
		for _, source := range sources {
			out[directive] = append(out[directive], strings.ReplaceAll(source, published.SlotOrigin, n.Origin))
		}
	}
	return out
}

// Menus gives the menu trees of a site in a locale, or one of them. Errors: fault.NotFound.
func (n *Node) Menus(s *published.Snapshot, siteKey, name string, q *PageQuery) (*Body, error) {
	site, err := n.site(s, siteKey)
	if err != nil {
		return nil, err
	}
	p, ok := q.understand(site)
	if !ok {
		return nil, errNoSite
	}
	b := p.bundle
	answer := menusJSON{Generation: b.Generation, Site: b.Site, Locale: b.Locale}
	if name == "" {
		answer.Menus = b.Menus
	} else if answer.menuJSON, err = menuOf(b, name); err != nil {
		return nil, err
	}
	return n.cached(bodyKey{of: b.ID, part: "/menus", rest: answer.name()}, func() *Body {
		body := NewBody(typeJSON, encode(answer))
		body.SurrogateKey = surrogateKey(b)
		return body
	}), nil
}

// menusJSON is every menu of a site in a locale, or one of them.
type menusJSON struct {
	Generation int64  `json:"generation"`
	Site       string `json:"site"`
	Locale     string `json:"locale"`
	*menuJSON
	Menus map[string][]published.Item `json:"menus,omitempty"`
}

// menuJSON is one menu. Its items are there even where it has none, so that a site may walk them without a question.
type menuJSON struct {
	Name  string           `json:"name"`
	Items []published.Item `json:"items"`
}

func (m *menuJSON) name() string {
	if m == nil {
		return ""
	}
	return m.Name
}

func menuOf(b *published.BundleView, name string) (*menuJSON, error) {
	items, ok := b.Menus[name]
	if !ok {
		return nil, missing("menu", "this site has no such menu")
	}
	if items == nil {
		items = []published.Item{}
	}
	return &menuJSON{strings.Clone(name), items}, nil
}

// Asset gives a script, style or font by its hash and file name. Errors: fault.NotFound.
func (n *Node) Asset(s *published.Snapshot, sha, file string) (*Body, error) {
	a := s.Assets[sha]
	if a == nil || a.File != file {
		return nil, missing("file", "no such file")
	}
	key := bodyKey{part: "/asset", rest: a.SHA}
	if body, ok := n.bodies.GetIfPresent(key); ok {
		return body, nil
	}
	return n.cached(key, func() *Body { return NewBody(a.Type, a.Data) }), nil
}
