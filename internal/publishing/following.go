package publishing

import (
	"slices"
	"time"

	"github.com/portico-cms/portico/internal/menu"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/site"
)

// Following is the release of the design system that a site shows.
type Following struct {
	Look *Look
	Gone string // the version that the site is pinned to, where that is withdrawn; Look stands in for it then

	DeprecatedAt, SunsetAt *time.Time // of the release, where it is being retired
	Successor              string     // version to go to
}

func (f Following) designSystem() published.DesignSystem {
	out := f.Look.designSystem()
	out.DeprecatedAt, out.SunsetAt, out.Successor = f.DeprecatedAt, f.SunsetAt, f.Successor
	return out
}

// Try lets a site show a look, whatever it follows. What the look publishes under a brand is that of the site then: the input is for
// Compiler.Site of this site alone.
func (in *Shared) Try(site string, look *Look) {
	in.Look = look
	in.Follows[site] = Following{Look: look}
}

// following gives what a site shows.
func (in *Shared) following(s *site.Site) Following {
	if f, ok := in.Follows[s.Key]; ok {
		return f
	}
	return Following{Look: in.Look}
}

// looks gives every release that some site shows, that of the channel stable first.
func (in *Shared) looks() []*Look {
	out, seen := []*Look{in.Look}, map[string]bool{in.Look.Release.Hash: true}
	for _, s := range in.Sites {
		if look := in.following(s).Look; !seen[look.Release.Hash] {
			seen[look.Release.Hash] = true
			out = append(out, look)
		}
	}
	return out
}

// lookRecords gives what the releases themselves publish, each record once: releases share many of their files.
func (in *Shared) lookRecords() []published.Record {
	var out []published.Record
	seen := map[published.Ref]bool{}
	for i, look := range in.looks() {
		for _, r := range look.records(i == 0) {
			if !seen[r.Ref()] {
				seen[r.Ref()] = true
				out = append(out, r)
			}
		}
	}
	return out
}

// tokensKey gives the key of the record with a site's tokens, "" where its brand is.
func (g *group) tokensKey(s *site.Site) string {
	look := g.following(s).Look
	if look.Release.Hash == g.Look.Release.Hash {
		return ""
	}
	return published.TokensKey(s.Brand, look.designSystem())
}

// looksOf gives the releases of the sites that show a menu; that of the channel stable where none does.
func (g *group) looksOf(m *menu.Menu) []*Look {
	var out []*Look
	for _, s := range g.Sites {
		if look := g.following(s).Look; g.menus(s)[m.Name] == m && !slices.Contains(out, look) {
			out = append(out, look)
		}
	}
	if len(out) == 0 {
		return []*Look{g.Look}
	}
	return out
}

// other names a release in a message, where it is not that of the channel stable.
func (g *group) other(look *Look) string {
	if look.Release.Hash == g.Look.Release.Hash {
		return ""
	}
	return " in version " + look.Release.Version
}
