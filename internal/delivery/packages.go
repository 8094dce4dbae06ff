package delivery

import (
	"time"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/packages"
	"github.com/portico-cms/portico/internal/published"
)

// PackageBody is an answer to a package manager.
type PackageBody struct {
	*Body

	Immutable bool // it will never be another
	Packed    bool // it is to be sent as it is, whatever encodings its reader takes

	Modified time.Time // when it was last another, to the second: Composer and Maven ask whether it was since
	Version  string    // of the design system, where a version is installed with it; "" for lists and the like
}

// Closed says whether packages are not for everybody: no site is public. A public site's look can be loaded by anybody anyway.
func Closed(s *published.Snapshot) bool {
	for _, site := range s.Sites {
		if !site.Site.Private {
			return false
		}
	}
	return true
}

// opened says whether the caller may fetch packages: they are for everybody, or the caller has the key of a site.
func opened(s *published.Snapshot) bool {
	if !Closed(s) {
		return true
	}
	for key := range s.Sites {
		if s.Opens(key) {
			return true
		}
	}
	return false
}

// Package answers an address of a package manager: the path below the manager's own, decoded. Errors: fault.Unauthenticated where
// packages are closed to the caller, the same for every path; fault.NotFound.
func (n *Node) Package(s *published.Snapshot, m packages.Manager, path string) (*PackageBody, error) {
	if !opened(s) {
		return nil, fault.New(fault.Unauthenticated, "packages of private sites need a site's delivery key")
	}
	key := bodyKey{of: s.ID, part: "/" + m.Name, rest: path}
	if b, ok := n.bodies.GetIfPresent(key); ok {
		return packageBody(b), nil
	}
	f, err := m.Get(packages.NewCatalogue(n.Origin, s.Packages, s.PackageTags), path)
	if err != nil {
		return nil, err
	}
	b := n.cached(key, func() *Body {
		b := NewBody(f.Type, f.Data)
		b.SurrogateKey = published.PackagesTag
		b.immutable, b.packed, b.version = f.Immutable, f.Packed, f.Version
		b.modified = f.Modified.UTC().Truncate(time.Second)
		return b
	})
	return packageBody(b), nil
}

func packageBody(b *Body) *PackageBody {
	return &PackageBody{b, b.immutable, b.packed, b.modified, b.version}
}
