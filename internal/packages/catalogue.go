package packages

import (
	"cmp"
	"slices"
	"strings"

	"github.com/Masterminds/semver/v3"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
)

// Catalogue is all packages that are offered.
type Catalogue struct {
	Origin string // scheme://host[:port] that addresses begin with
	lines  map[string]*line
}

// line is one package with its versions.
type line struct {
	name     string // as npm has it
	versions []*version
	tags     map[string]string // channel → version; "latest" is always there
}

// version is one of them.
type version struct {
	*published.Package

	number *semver.Version
}

// NewCatalogue makes a catalogue of records: those of tags by the design system's name. A version that is
// no semantic version is left out.
func NewCatalogue(origin string, records map[string]*published.Package, tags map[string]*published.PackageTags) *Catalogue {
	c := &Catalogue{Origin: origin, lines: map[string]*line{}}
	for _, p := range records {
		number, err := semver.StrictNewVersion(p.Version)
		if err != nil {
			continue
		}
		l := c.lines[p.Name]
		if l == nil {
			l = &line{name: p.Name, tags: map[string]string{}}
			c.lines[p.Name] = l
		}
		l.versions = append(l.versions, &version{p, number})
	}
	for _, l := range c.lines {
		slices.SortFunc(l.versions, func(a, b *version) int {
			return cmp.Or(a.number.Compare(b.number), strings.Compare(a.Version, b.Version))
		})
		newest := l.versions[len(l.versions)-1]
		l.tags["latest"] = newest.Version
		if t := tags[newest.System]; t != nil {
			for tag, v := range t.Tags {
				if l.find(v) != nil {
					l.tags[tag] = v
				}
			}
		}
	}
	return c
}

// find gives a version; nil where there is none.
func (l *line) find(v string) *version {
	for _, one := range l.versions {
		if one.Version == v {
			return one
		}
	}
	return nil
}

// latest gives the version in force.
func (l *line) latest() *version { return l.find(l.tags["latest"]) }

// sorted gives all packages by name.
func (c *Catalogue) sorted() []*line {
	out := make([]*line, 0, len(c.lines))
	for _, l := range c.lines {
		out = append(out, l)
	}
	slices.SortFunc(out, func(a, b *line) int { return strings.Compare(a.name, b.name) })
	return out
}

// by finds the package that a package manager gives a name.
func (c *Catalogue) by(nameOf func(*line) string, name string) *line {
	for _, l := range c.sorted() {
		if nameOf(l) == name {
			return l
		}
	}
	return nil
}

// parts gives the scope and the name: of "@orvane/design-tokens", orvane and design-tokens. A package without a scope has the design
// system's name for one.
func (l *line) parts() (scope, name string) {
	if scope, name, ok := strings.Cut(l.name, "/"); ok {
		return strings.TrimPrefix(scope, "@"), name
	}
	return l.versions[0].System, l.name
}

// File is an answer to a package manager.
type File struct {
	Type      string // media type
	Data      []byte
	Immutable bool // it will never be another
	Packed    bool // compressing it would be in vain, or change what a client's hash is of
}

// Manager is a package manager whose addresses are answered.
type Manager struct {
	Name string // what its addresses begin with: "npm"
	get  func(c *Catalogue, path string) (*File, error)
}

// Managers gives all of them.
func Managers() []Manager {
	return []Manager{{"npm", npm}, {"composer", composer}, {"maven", maven}, {"nuget", nuget}}
}

// Get answers an address: the path below the manager's own, decoded, without a slash before it. Errors: fault.NotFound.
func (m Manager) Get(c *Catalogue, path string) (*File, error) { return m.get(c, path) }

func missing(format string, args ...any) error { return fault.New(fault.NotFound, format, args...) }
