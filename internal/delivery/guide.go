package delivery

import "github.com/portico-cms/portico/internal/published"

// Components gives what a page of a brand loads that uses components of the design system, with the node's origin before the paths:
// the style sheet first. Nil where there are none.
func (n *Node) Components(s *published.Snapshot, brand string) (out []published.AssetLink) {
	guide := s.Guides[brand]
	if guide == nil {
		return nil
	}
	for _, a := range guide.Assets {
		a.URL = n.Origin + a.URL
		out = append(out, a)
	}
	return out
}
