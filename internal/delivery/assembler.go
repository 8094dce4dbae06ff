package delivery

import (
	"html"
	"strings"

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

// Skeleton is what stands in for a part that cannot be had: an element that shows nothing and says so to whoever audits the
// page. It is a template because nobody knows where it is pasted: within head, any other element would end the head.
func Skeleton(part string) *Body {
	part = html.EscapeString(strings.ToValidUTF8(part[:min(len(part), 40)], ""))
	b := NewBody(typeHTML, []byte(
		`<template class="portico-skeleton" data-portico-part="`+part+`" data-portico-status="fallback"></template>`))
	b.NoIndex, b.NoStore = true, true
	return b
}
