package publishing

import (
	"cmp"
	"html"
	"maps"
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/designsystem"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/fragment"
	"github.com/portico-cms/portico/internal/locale"
	"github.com/portico-cms/portico/internal/menu"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/schema"
	"github.com/portico-cms/portico/internal/site"
	"github.com/portico-cms/portico/internal/weburl"
	"github.com/portico-cms/portico/internal/yamlfile"
)

// Shared is the input of everything that stands on every page: sites, menus as they are to be published, and the look.
type Shared struct {
	Sites   []*site.Site
	Menus   []*menu.Menu
	Look    *Look                // of the channel stable, and of sites that Follows says nothing of
	Follows map[string]Following // by site key
	Model   *schema.Model        // of Entries; nil where there are none
	Entries []*content.Stored    // that the menus name
	Hosts   weburl.Hosts         // outside the group that menus may lead to; nil: every one
}

// SharedKinds are the kinds that Shared makes completely: what it does not make is not there any more. Assets are not among
// them: pages that were rendered before go on loading theirs.
var SharedKinds = []published.Kind{published.KindSite, published.KindBundle, published.KindTokens, published.KindTokenFiles,
	published.KindGuide}

// maxWarnings bounds the list of what an editor should mend.
const maxWarnings = 100

// ReleaseDir stands before the files of the design system in the problems of Shared, where those of sites and menus are too.
const ReleaseDir = "design-system"

// Shared compiles the shared UI of every site and locale. What keeps it from being published is a fault.Problems. The input may
// come in any order: the records are the same.
func (c *Compiler) Shared(in Shared) ([]published.Record, error) {
	records, _, err := c.shared(in, nil)
	return records, err
}

// Changes compiles like Shared, and gives the records that differ from the live ones, of which it takes the hashes by name, of
// SharedKinds and assets at least. A bundle that is made of the same as before is not made again.
func (c *Compiler) Changes(in Shared, live map[published.Ref]string) ([]published.Record, error) {
	records, same, err := c.shared(in, live)
	if err != nil {
		return nil, err
	}
	return changed(records, same, live, SharedKinds), nil
}

// shared compiles all records but those of bundles that are known to be live as they are, which it names.
func (c *Compiler) shared(in Shared, live map[published.Ref]string) (records []published.Record, same []published.Ref, err error) {
	g, err := newGroup(in)
	if err != nil {
		return nil, nil, err
	}
	var pages []*page
	for _, s := range slices.SortedFunc(slices.Values(in.Sites), func(a, b *site.Site) int { return cmp.Compare(a.Key, b.Key) }) {
		pages = append(pages, g.pages(s)...)
	}
	if err := c.make(pages, live); err != nil {
		return nil, nil, err
	}
	records = in.lookRecords()
	for n, p := range pages {
		if n == 0 || pages[n-1].site != p.site {
			records = append(records, published.NewRecord(published.KindSite, p.site.Key, g.site(p.site)))
		}
		if p.same {
			same = append(same, p.ref())
		} else {
			records = append(records, p.record)
		}
	}
	return records, same, nil
}

// group is the input, indexed.
type group struct {
	Shared
	sites map[string]*site.Site
	links *Links
	hosts []string
}

func newGroup(in Shared) (*group, error) {
	g := &group{Shared: in, sites: map[string]*site.Site{}, links: NewLinks(in.Model, in.Sites, in.Entries)}
	hosts := weburl.Hosts{}
	var problems fault.Problems
	for _, s := range in.Sites {
		g.sites[s.Key] = s
		for _, o := range s.Origins {
			hosts.Add(o)
		}
		if release := in.following(s).Look.Release; release.Brand(s.Brand) == nil {
			p := s.Pos.Problem("unknown_brand", "site %q: the design system %s has no brand %q", s.Key, release.Name, s.Brand)
			p.Pointer = "/brand"
			problems.Add(p)
		}
		problems = append(problems, messages(s, in.following(s).Look.Release)...)
	}
	problems = append(problems, site.ValidateGroup(in.Sites)...)
	targets := menu.Targets{Sites: map[string]bool{}, Hosts: in.Hosts}
	for key := range g.sites {
		targets.Sites[key] = true
	}
	for _, m := range in.Menus {
		problems = append(problems, m.Validate(targets)...)
		problems = append(problems, g.icons(m)...)
	}
	told := map[fault.Problem]bool{} // a shared menu stands on many sites
	for _, s := range in.Sites {
		for _, p := range menu.ValidateTogether(byName(g.menus(s))) {
			if !told[p] {
				told[p] = true
				problems.Add(p)
			}
		}
	}
	g.hosts = slices.Sorted(maps.Keys(hosts))
	return g, problems.Err()
}

// messages names the locales of a site in which the design system has no texts.
func messages(s *site.Site, release *designsystem.Release) (ps fault.Problems) {
	for _, l := range s.Locales {
		if !slices.ContainsFunc(s.Chain(l.Tag), func(tag string) bool { return release.Messages[tag] != nil }) {
			p := s.Pos.Problem("no_messages", "site %q: the design system %s has no messages in %s, nor in what it falls back to; there are %s",
				s.Key, release.Name, l.Tag, strings.Join(release.Locales(), ", "))
			p.Pointer = "/locales"
			ps.Add(p)
		}
	}
	return ps
}

// icons names the items whose icon the design system does not have.
func (g *group) icons(m *menu.Menu) (ps fault.Problems) {
	looks := g.looksOf(m)
	m.Walk(func(it *menu.Item, _ []*menu.Item) {
		for _, look := range looks {
			if _, ok := look.Release.Icons[it.Icon]; ok || it.Icon == "" {
				continue
			}
			p := it.Pos.Problem("unknown_icon", "menu %s: item %q has the icon %q, which the design system does not have%s",
				m.Name, it.ID, it.Icon, g.other(look))
			p.Pointer = "/items/" + yamlfile.Escape(it.ID) + "/icon"
			ps.Add(p)
		}
	})
	return ps
}

func (g *group) site(s *site.Site) published.Site {
	out := published.Site{
		Key: s.Key, Name: s.Name, DefaultLocale: s.DefaultLocale, Brand: s.Brand, Channel: s.Channel, Parent: s.Parent,
		Origins: s.Origins, Spaces: s.Spaces(), DesignSystem: g.following(s).designSystem(), Hosts: g.hosts, SignIn: s.SignIn, Private: s.Private,
		CSP: published.CSP{
			"style-src": {published.SlotOrigin}, "script-src": {published.SlotOrigin},
			"img-src": {published.SlotOrigin}, "font-src": {published.SlotOrigin}, "connect-src": {published.SlotOrigin},
		},
	}
	out.Gone, out.Tokens = g.following(s).Gone, g.tokensKey(s)
	for _, l := range s.Locales {
		out.Locales = append(out.Locales, published.SiteLocale{
			Tag: l.Tag, Label: locale.Name(l.Tag), Dir: locale.Direction(l.Tag), Chain: s.Chain(l.Tag), Home: s.Home(l.Tag),
		})
	}
	return out
}

// menus picks the menus a site shows, each from the nearest space that has it.
func (g *group) menus(s *site.Site) map[string]*menu.Menu {
	out := map[string]*menu.Menu{}
	for _, space := range s.Spaces() {
		for _, m := range g.Menus {
			if m.Space == space && out[m.Name] == nil {
				out[m.Name] = m
			}
		}
	}
	return out
}

// byName gives the menus of a site in the order in which they are shown.
func byName(menus map[string]*menu.Menu) []*menu.Menu {
	shown := make([]*menu.Menu, 0, len(menus))
	for _, name := range menu.Names {
		if m := menus[name]; m != nil {
			shown = append(shown, m)
		}
	}
	return shown
}

// outline gives a bundle without its parts, and what its parts are made of.
func (g *group) outline(s *site.Site, tag string, menus map[string]*menu.Menu) (*published.Bundle, fragment.View) {
	r := resolver{group: g, site: s, chain: s.Chain(tag)}
	following := g.following(s)
	look := following.Look
	b := &published.Bundle{
		Site: s.Key, Locale: tag, DesignSystem: following.designSystem(), Menus: map[string][]published.Item{},
		Languages: languages(s), Fallback: fallback(s, tag),
	}
	for _, name := range menu.Names {
		if m := menus[name]; m != nil {
			b.Menus[name] = r.items(m.Items)
		}
	}
	if s.SignIn != "" {
		b.SignIn = s.Origin() + s.SignIn
	}
	b.Warnings = r.warnings
	view := fragment.View{
		Site:  fragment.Site{Key: s.Key, Name: s.Name, Home: s.Home(tag), SignIn: b.SignIn},
		Brand: s.Brand, BrandName: look.Release.Brand(s.Brand).Name,
		Locale: tag, Chain: r.chain, Dir: locale.Direction(tag), Menus: map[string][]fragment.Item{},
	}
	for name, items := range b.Menus {
		view.Menus[name] = forTemplates(items)
	}
	style := look.styles[s.Brand].link
	b.Assets = append(b.Assets, style)
	view.Styles = []fragment.Asset{{URL: style.URL, Integrity: style.Integrity}}
	if f := look.scripts; f != nil {
		b.Assets = append(b.Assets, f.link)
		view.Scripts = []fragment.Asset{{URL: f.link.URL, Integrity: f.link.Integrity}}
	}
	return b, view
}

func languages(s *site.Site) []published.Language {
	out := make([]published.Language, len(s.Locales))
	for i, l := range s.Locales {
		out[i] = published.Language{Locale: l.Tag, Label: locale.Name(l.Tag), Dir: locale.Direction(l.Tag), URL: s.Home(l.Tag)}
	}
	return out
}

// fallback is what an SDK shows where it has never had a bundle but this field of one: the site's name, and a way home.
func fallback(s *site.Site, tag string) map[string]string {
	part := func(name, element, inner string) string {
		return `<` + element + ` class="portico-fallback" data-portico-part="` + name + `"` +
			` lang="` + tag + `" dir="` + locale.Direction(tag) + `">` + inner + `</` + element + `>`
	}
	home := `<a href="` + html.EscapeString(s.Home(tag)) + `">` + html.EscapeString(s.Name) + `</a>`
	return map[string]string{"header": part("header", "header", home), "footer": part("footer", "footer", html.EscapeString(s.Name))}
}
