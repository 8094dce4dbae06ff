package packages

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/Masterminds/semver/v3"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
)

// Catalogue is all packages that are offered.
type Catalogue struct {
	Origin string // scheme://host[:port] that addresses begin with
	lines  map[string]*line

	changed time.Time // when what is offered was last another
}

// written is when what this Portico writes into lists was last another: a client that has an older one must not be told that it is the
// same still.
var written = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

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
	end    *published.PackageEnd // nil for one that stays
}

// NewCatalogue makes a catalogue of records: those of tags by the design system's name. A version that is
// no semantic version is left out.
func NewCatalogue(origin string, records map[string]*published.Package, tags map[string]*published.PackageTags) *Catalogue {
	c := &Catalogue{Origin: origin, lines: map[string]*line{}, changed: written}
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
		v := &version{Package: p, number: number}
		if t := tags[p.System]; t != nil {
			if end, ends := t.Ends[p.Version]; ends {
				v.end = &end
			}
		}
		l.versions = append(l.versions, v)
		c.later(p.ReleasedAt)
	}
	for _, t := range tags {
		if t.ChangedAt != nil {
			c.later(*t.ChangedAt)
		}
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

func (c *Catalogue) later(t time.Time) {
	if t.After(c.changed) {
		c.changed = t
	}
}

// ending says in a sentence how a version ends; "" for one that stays.
func (v *version) ending() string {
	switch e := v.end; {
	case e == nil:
		return ""
	case e.Withdrawn:
		return "withdrawn" + toSuccessor(e.Successor)
	case e.SunsetAt != nil:
		return "ends on " + e.SunsetAt.UTC().Format(time.DateOnly) + toSuccessor(e.Successor)
	default:
		return "no longer kept" + toSuccessor(e.Successor)
	}
}

func toSuccessor(version string) string {
	if version == "" {
		return ""
	}
	return ": go to " + version
}

// installed gives the version that an archive is, "" for another file.
func installed(v *version, archive bool) string {
	if archive {
		return v.Version
	}
	return ""
}

// file gives a file of a version, which will never be another.
func (v *version) file(typ string, data []byte, packed bool) *File {
	return &File{Type: typ, Data: data, Immutable: true, Packed: packed, Modified: v.ReleasedAt, Version: installed(v, packed)}
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

	Modified time.Time // when it was last another
	Version  string    // that a package manager installs with it; "" for lists and the like
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
func (m Manager) Get(c *Catalogue, path string) (*File, error) {
	f, err := m.get(c, path)
	if err == nil && f.Modified.IsZero() {
		f.Modified = c.changed
	}
	return f, err
}

func missing(format string, args ...any) error { return fault.New(fault.NotFound, format, args...) }
