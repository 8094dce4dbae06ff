package delivery

import (
	"strconv"
	"strings"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
)

// loaderFile is the last part of a loader's address as an asset.
const loaderFile = "portico-loader.js"

// Loader gives the script that puts a site's parts into a page in the browser. name is what follows /e/: "customer.js" is the loader of
// today; "customer@12.js" the one that was in force at that generation, in the same bytes for ever, so that a page can name its hash.
// pinned says which. Errors: fault.NotFound; fault.Gone for a generation of which this node has no loader any more.
func (n *Node) Loader(s *published.Snapshot, name string) (body *Body, site string, pinned bool, err error) {
	site, ok := strings.CutSuffix(name, ".js")
	key, at, pinned := strings.Cut(site, "@")
	view, err := n.site(s, key)
	switch {
	case err != nil:
		return nil, key, pinned, err
	case !ok || view.Site.Loader == nil:
		return nil, key, pinned, missing("file", "no such file")
	}
	var asset *published.Asset
	if pinned {
		asset, err = loaderAt(s, at)
	} else {
		asset, err = assetOf(s, view.Site.Loader)
	}
	if err != nil {
		return nil, key, pinned, err
	}
	body, err = n.Asset(s, asset.SHA, asset.File)
	return body, key, pinned, err
}

func assetOf(s *published.Snapshot, link *published.AssetLink) (*published.Asset, error) {
	sha, _, _ := strings.Cut(strings.TrimPrefix(link.URL, "/a/"), "/")
	if a := s.Assets[sha]; a != nil {
		return a, nil
	}
	return nil, missing("file", "no such file")
}

// loaderAt gives the loader that was in force at a generation: assets are never taken out, so it is the newest that there was then.
func loaderAt(s *published.Snapshot, number string) (found *published.Asset, err error) {
	at, err := strconv.ParseInt(number, 10, 64)
	if err != nil || at < 1 || strconv.FormatInt(at, 10) != number || at > s.Generation {
		return nil, missing("generation", "no such generation yet")
	}
	for _, a := range s.Assets {
		if a.File != loaderFile || a.Generation > at {
			continue
		}
		if found == nil || a.Generation > found.Generation || a.Generation == found.Generation && a.SHA < found.SHA {
			found = a
		}
	}
	if found == nil {
		return nil, fault.New(fault.Gone, "this generation had no loader, or it is not kept any more")
	}
	return found, nil
}

// loaderJSON says how a page names the loader.
type loaderJSON struct {
	URL       string `json:"url"`       // rolling
	Pinned    string `json:"pinned"`    // to this generation
	Integrity string `json:"integrity"` // of the pinned one
}

func (n *Node) loaderOf(s *published.Snapshot, site *published.SiteView) *loaderJSON {
	if site.Site.Loader == nil {
		return nil
	}
	a, err := assetOf(s, site.Site.Loader)
	if err != nil {
		return nil
	}
	newest, err := loaderAt(s, s.Number)
	if err != nil {
		return nil
	}
	out := &loaderJSON{URL: n.Origin + "/e/" + site.Site.Key + ".js"}
	if newest == a { // an older one that is in force again is not what its generation names
		out.Pinned, out.Integrity = n.Origin+"/e/"+site.Site.Key+"@"+itoa(a.Generation)+".js", site.Site.Loader.Integrity
	}
	return out
}
