package delivery

import (
	"fmt"
	"slices"
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
	out.Styles = stylesOf(s, p.bundle.Assets)
	out.Warnings = p.bundle.Warnings
	if guide := s.Guides[view.Site.Brand]; guide != nil {
		out.Examples, out.Components = examplesIn(guide, &view.Site, q.Locale), stylesOf(s, guide.Assets)
	}
	return out, nil
}

// examplesIn gives the examples of a style guide in a locale of a site, else in one that it falls back to, else in English.
func examplesIn(guide *published.Guide, s *published.Site, tag string) []published.GuideExample {
	chain := []string{tag}
	if i := slices.IndexFunc(s.Locales, func(l published.SiteLocale) bool { return l.Tag == tag }); i >= 0 {
		chain = s.Locales[i].Chain
	}
	for _, tag := range slices.Concat(chain, []string{"en"}) {
		if found := guide.Examples[tag]; len(found) > 0 {
			return found
		}
	}
	return nil
}

// stylesOf gives the CSS of the style sheets among some files, one after the other.
func stylesOf(s *published.Snapshot, assets []published.AssetLink) string {
	var css strings.Builder
	for _, a := range assets {
		sha, _, _ := strings.Cut(strings.TrimPrefix(a.URL, "/a/"), "/")
		if file := s.Assets[sha]; file != nil && a.As == "style" {
			css.Write(file.Data)
		}
	}
	return css.String()
}
