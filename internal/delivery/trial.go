package delivery

import (
	"fmt"
	"strings"

	"github.com/portico-cms/portico/internal/published"
)

// Finished gives all parts of a site, finished for the page at path ("" is no page of its menus), from records that are not in any log:
// what an editor would see. Beside the site, the records hold the bundles of one locale and their style sheets. Errors: fault.NotFound for
// an unknown site.
func Finished(records []published.Record, site, path string) (*published.Finished, error) {
	s, err := published.Empty().Apply(1, records, published.Node{})
	if err != nil {
		return nil, err
	}
	view := s.Sites[site]
	if view == nil {
		return nil, errNoSite
	}
	q := PageQuery{Path: path}
	for _, b := range view.Bundles { // of one locale, for several audiences
		q.Locale = b.Locale
	}
	p, ok := q.understand(view)
	if !ok {
		return nil, fmt.Errorf("delivery: site %s has no bundle in %s", site, q.Locale)
	}
	out := &published.Finished{Locale: q.Locale, Parts: map[string]string{}}
	for name, part := range p.bundle.Parts {
		out.Parts[name] = p.fill(part)
	}
	for _, a := range p.bundle.Assets {
		sha, _, _ := strings.Cut(strings.TrimPrefix(a.URL, "/a/"), "/")
		if file := s.Assets[sha]; file != nil && a.As == "style" {
			out.Styles += string(file.Data)
		}
	}
	out.Warnings = p.bundle.Warnings
	return out, nil
}
