package delivery

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"time"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
)

// Media types of responses.
const (
	typeHTML = "text/html; charset=utf-8"
	typeJSON = "application/json; charset=utf-8"
)

// missing is a 404 that says what there is not. It is said of what is public alone: a private site is as if it were not.
func missing(parameter, message string) error {
	return &fault.Error{Code: fault.NotFound, Message: message, Problems: fault.Problems{{
		Pointer: parameter, Code: "unknown_" + parameter, Message: message,
	}}}
}

var errNoSite = missing("site", "no such site")

// errNothingYet keeps a node that has just started from telling callers that their site does not exist.
var errNothingYet = fault.New(fault.Unavailable, "this node has nothing to serve yet; try again in a moment").
	With(fault.RetryIn(time.Second))

// site finds a site that the caller may see. What may not be seen looks like what is not there.
func (n *Node) site(s *published.Snapshot, key string) (*published.SiteView, error) {
	if s.Generation == 0 {
		return nil, errNothingYet
	}
	site := s.Sites[key]
	if site == nil || (site.Site.Private && !s.Opens(key)) {
		return nil, errNoSite
	}
	return site, nil
}

// Fragment gives one part as finished HTML, or, for the part "", all of them as JSON. A warm one allocates nothing. Errors:
// fault.NotFound for an unknown site or part; of all parts fault.Gone where the version that the site is pinned to is withdrawn.
func (n *Node) Fragment(s *published.Snapshot, siteKey, part string, q *PageQuery) (*Body, error) {
	site, err := n.site(s, siteKey)
	if err != nil {
		return nil, err
	}
	p, ok := q.understand(site)
	if !ok {
		return nil, errNoSite
	}
	shape := p.parts().Shapes[part]
	if shape == nil {
		return nil, missing("part", "no such part")
	}
	if part == "" {
		if err := n.gone(site, q.Channel); err != nil {
			return nil, err
		}
	}
	if shape.Notices && len(p.bundle.Notices) > 0 {
		return n.noticed(&p, q, shape), nil
	}
	key := p.key(shape)
	if body, ok := n.bodies.GetIfPresent(key); ok {
		return body, nil
	}
	q.wait(&p, shape)
	return n.cached(p.key(shape), func() *Body { return n.make(&p, shape.Part) }), nil
}

// wait waits for a turn to make a part of a page's own. Where there is none, the page gets the part as everybody does: a header without
// the page's own breadcrumbs is better than none.
func (q *PageQuery) wait(p *page, shape *published.Shape) {
	if q.Turn == nil || !p.isOwn(shape) || q.Turn.Take() {
		return
	}
	p.asEverybody()
	q.Busy = true
	q.Warn("busy: bc, alt and returnTo were left out; ask again in a moment")
}

// key names the body of a part.
func (p *page) key(shape *published.Shape) bodyKey {
	k := bodyKey{
		of: p.bundle.ID, part: shape.Part, layout: p.layout, variant: shape.Variant(p.index, p.exact), rest: p.rest(shape),
	}
	if shape.Theme {
		k.theme = p.theme
	}
	return k
}

// make fills a part, or all parts, and says when the release that they are of ends.
func (n *Node) make(p *page, part string) *Body {
	b := p.make(part)
	n.retiring(b, p.bundle.DesignSystem)
	return b
}

// make fills a part, or all parts.
func (p *page) make(part string) *Body {
	if part != "" {
		b := NewBody(typeHTML, []byte(p.fill(p.parts().Parts[part])))
		b.SurrogateKey, b.Link, b.NoIndex = surrogateKey(p.bundle), preload(p.bundle), true
		return b
	}
	all := struct {
		Generation   int64                  `json:"generation"`
		Site         string                 `json:"site"`
		Locale       string                 `json:"locale"`
		DesignSystem published.DesignSystem `json:"designSystem"`
		Parts        map[string]string      `json:"parts"`
	}{p.bundle.Generation, p.bundle.Site, p.bundle.Locale, p.bundle.DesignSystem, map[string]string{}}
	for name, part := range p.parts().Parts {
		all.Parts[name] = p.fill(part)
	}
	b := NewBody(typeJSON, encode(all))
	b.SurrogateKey = surrogateKey(p.bundle)
	return b
}

// surrogateKey names what a CDN purges together.
func surrogateKey(b *published.BundleView) string {
	key := published.SiteTag(b.Site) + " locale:" + b.Locale + " " + published.BundleTag(published.AudienceKey(b.Site, b.Locale, b.Audience))
	for _, name := range slices.Sorted(maps.Keys(b.Menus)) {
		key += " menu:" + name
	}
	return key + " gen:" + itoa(b.Generation)
}

// preload lets a browser fetch the shared style while it still reads the page's head.
func preload(b *published.BundleView) string {
	link := ""
	for _, a := range b.Assets {
		if a.As != "style" {
			continue
		}
		if link != "" {
			link += ", "
		}
		link += "<" + a.URL + `>; rel=preload; as=style; integrity="` + a.Integrity + `"; crossorigin`
	}
	return link
}

// encode writes JSON without escaping < and >, which only makes HTML longer; the type is never HTML.
func encode(v any) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic("delivery: " + err.Error()) // our own types
	}
	return b.Bytes()
}
