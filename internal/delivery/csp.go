package delivery

import (
	"maps"
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/published"
)

// cspJSON is what the shared parts need of a page's policy, to be merged into the site's own: a directive that the page's policy does
// not have falls back to default-src, and is to be copied from there first.
type cspJSON struct {
	Generation int64         `json:"generation"`
	Site       string        `json:"site"`
	CSP        published.CSP `json:"csp"`
	Policy     string        `json:"policy"` // the same as a header has it
	Loader     published.CSP `json:"loader"` // more, where the loader is used and the page requires Trusted Types
}

// CSP gives the directives of a site. Errors: fault.NotFound.
func (n *Node) CSP(s *published.Snapshot, key string) (*Body, error) {
	site, err := n.site(s, key)
	if err != nil {
		return nil, err
	}
	return n.cached(bodyKey{of: site.ID, part: "/csp"}, func() *Body {
		b := NewBody(typeJSON, encode(n.cspOf(site)))
		b.SurrogateKey = published.SiteTag(key) + " gen:" + itoa(site.Generation)
		return b
	}), nil
}

func (n *Node) cspOf(site *published.SiteView) cspJSON {
	out := cspJSON{
		Generation: site.Generation, Site: site.Site.Key, CSP: n.csp(site.Site.CSP), Loader: published.CSP{"trusted-types": {"portico"}},
	}
	var directives []string
	for _, name := range slices.Sorted(maps.Keys(out.CSP)) {
		directives = append(directives, name+" "+strings.Join(out.CSP[name], " "))
	}
	out.Policy = strings.Join(directives, "; ")
	return out
}
