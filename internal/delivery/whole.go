package delivery

import "github.com/portico-cms/portico/internal/published"

// Whole is every part of a page, finished, with what it was made of.
type Whole struct {
	Site   *published.Site
	Bundle *published.BundleView
	Parts  map[string]string // HTML by part
}

// Whole gives the parts for a page that Portico shows itself. Errors: fault.NotFound.
func (n *Node) Whole(s *published.Snapshot, siteKey string, q *PageQuery) (*Whole, error) {
	site, err := n.site(s, siteKey)
	if err != nil {
		return nil, err
	}
	p, ok := q.understand(site)
	if !ok {
		return nil, errNoSite
	}
	w := &Whole{Site: &site.Site, Bundle: p.bundle, Parts: map[string]string{}}
	p.notices = published.ShownNotices(p.bundle.Notices, q.Path, n.now())
	for name, part := range p.parts().Parts {
		w.Parts[name] = p.fill(part)
	}
	return w, nil
}
