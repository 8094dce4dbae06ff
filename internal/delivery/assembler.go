package delivery

import (
	"html"

	"github.com/portico-cms/portico/internal/published"
)

// Assembled gives a part for nginx, Apache, Varnish and their like, which paste whatever they get into the page: it is always
// usable HTML. For an unknown site or part that is a neutral skeleton, which is not to be kept; ok is false then.
func (n *Node) Assembled(s *published.Snapshot, site, part string, q *PageQuery) (body *Body, ok bool) {
	body, err := n.Fragment(s, site, part, q)
	if err == nil && len(part) > 0 {
		return body, true
	}
	return Skeleton(part), false
}

// Skeleton is what stands in for a part that cannot be had: an empty element that says so to whoever audits the page.
func Skeleton(part string) *Body {
	if len(part) > 40 {
		part = part[:40]
	}
	b := NewBody(typeHTML, []byte(`<div class="portico-skeleton" data-portico-part="`+html.EscapeString(part)+`" data-portico-status="fallback"></div>`))
	b.NoIndex, b.NoStore = true, true
	return b
}
