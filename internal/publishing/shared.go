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
	Model   *schema.Model        // of Entries and Notices; nil where there are none
	Entries []*content.Stored    // that the menus name
	Notices []*content.Stored    // the entries of NoticeType that are published, and others, which are passed over
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
	g, records, err := c.begin(in)
	if err != nil {
		return nil, nil, err
	}
	var sites []*siteWork
	var pages []*page
	for _, s := range slices.SortedFunc(slices.Values(in.Sites), func(a, b *site.Site) int { return cmp.Compare(a.Key, b.Key) }) {
		own, err := g.work(s)
		if err != nil {
			return nil, nil, err
		}
		sites, pages = append(sites, own), append(pages, own.pages...)
	}
	if err := c.make(pages, live); err != nil {
		return nil, nil, err
	}
	for _, own := range sites {
		records = append(records, published.NewRecord(published.KindSite, own.facts.Key, own.facts))
		for _, p := range own.pages {
			if p.same {
				same = append(same, p.ref())
			} else {
				records = append(records, p.record)
			}
		}
	}
	return records, same, nil
}

// begin indexes the input, and gives the records that belong to no site.
func (c *Compiler) begin(in Shared) (*group, []published.Record, error) {
	g, err := newGroup(in)
	if err != nil {
		return nil, nil, err
	}
	g.markdown = c.tools.Markdown
	return g, in.lookRecords(), nil
}

// siteWork is what is to be made for a site: its facts, and its bundles for each locale and audience.
type siteWork struct {
	facts published.Site
	pages []*page
}

func (g *group) work(s *site.Site) (*siteWork, error) {
	menus, notices := g.menus(s), g.noticesOf(s)
	audiences, err := g.audiences(s, menus, notices)
	if err != nil {
		return nil, err
	}
	w := &siteWork{facts: g.site(s, menus)}
	w.facts.Audiences = audiences
	for _, l := range s.Locales {
		for _, audience := range append([]string{""}, audiences...) {
			w.pages = append(w.pages, &page{group: g, site: s, tag: l.Tag, audience: audience, menus: menus, notices: notices})
		}
	}
	return w, nil
}

// group is the input, indexed.
type group struct {
	Shared
	sites    map[string]*site.Site
	links    *Links
	hosts    []string
	markdown func(src string) string // sanitised HTML
	pages    string                  // see pageTypes
}

func newGroup(in Shared) (*group, error) {
	g := &group{Shared: in, sites: map[string]*site.Site{}, links: NewLinks(in.Model, in.Sites, in.Entries), pages: pageTypes(in.Model)}
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
		problems = append(problems, optionProblems(s, in.following(s).Look.Release.Icons)...)
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

func (g *group) site(s *site.Site, menus map[string]*menu.Menu) published.Site {
	out := published.Site{
		Key: s.Key, Name: s.Name, DefaultLocale: s.DefaultLocale, Brand: s.Brand, Channel: s.Channel, Parent: s.Parent,
		Origins: s.Origins, Spaces: s.Spaces(), DesignSystem: g.following(s).designSystem(), Hosts: g.hosts, SignIn: s.SignIn,
		Private: s.Private, CSP: g.csp(s, menus), Theme: s.Theme,
	}
	if f := g.following(s).Look.loader; f != nil {
		out.Loader = &f.link
	}
	out.Gone, out.Tokens = g.following(s).Gone, g.tokensKey(s)
	for _, l := range s.Locales {
		out.Locales = append(out.Locales, published.SiteLocale{
			Tag: l.Tag, Label: locale.Name(l.Tag), Dir: locale.Direction(l.Tag), Chain: s.Chain(l.Tag), Home: s.Home(l.Tag),
		})
	}
	return out
}

// menus picks the menus a site shows, each from the nearest space that has it, with what the site adds to them.
func (g *group) menus(s *site.Site) map[string]*menu.Menu {
	out := map[string]*menu.Menu{}
	for _, space := range s.Spaces() {
		for _, m := range g.Menus {
			if m.Space == space && out[m.Name] == nil {
				out[m.Name] = m
			}
		}
	}
	withOptions(s, out)
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

// bundle makes what the resolver's site has for its locale and audience, without the parts.
func (r *resolver) bundle(menus map[string]*menu.Menu, notices []notice) *published.Bundle {
	s, tag, following := r.site, r.chain[0], r.following(r.site)
	b := &published.Bundle{
		Site: s.Key, Locale: tag, DesignSystem: following.designSystem(), Menus: map[string][]published.Item{},
		Languages: languages(s), Fallback: fallback(s, tag), Notices: r.notices(notices),
	}
	for _, name := range menu.Names {
		if m := menus[name]; m != nil {
			b.Menus[name] = r.items(m.Items)
		}
	}
	r.warnHidden(menus)
	if s.SignIn != "" {
		b.SignIn = s.Origin() + s.SignIn
	}
	b.Warnings = r.warnings
	b.Assets = append(b.Assets, following.Look.styles[s.Brand].link)
	if f := following.Look.scripts; f != nil {
		b.Assets = append(b.Assets, f.link)
	}
	return b
}

// view is what templates see of a bundle.
func (r *resolver) view(b *published.Bundle) fragment.View {
	s := r.site
	v := fragment.View{
		Site:  fragment.Site{Key: s.Key, Name: s.Name, Home: s.Home(b.Locale), SignIn: b.SignIn},
		Brand: s.Brand, BrandName: r.following(s).Look.Release.Brand(s.Brand).Name,
		Locale: b.Locale, Chain: r.chain, Dir: locale.Direction(b.Locale), Menus: map[string][]fragment.Item{},
		LogoAlone: s.Options.Logo == "alone", Sticky: s.Options.Sticky, Density: s.Options.Room(), Sites: r.switcher(), Search: r.suggestions(),
		Feedback: s.Options.Feedback, Consent: r.consent(),
	}
	for name, items := range b.Menus {
		v.Menus[name] = forTemplates(items)
	}
	for _, a := range b.Assets {
		asset := fragment.Asset{URL: a.URL, Integrity: a.Integrity}
		if a.As == "style" {
			v.Styles = append(v.Styles, asset)
		} else {
			v.Scripts = append(v.Scripts, asset)
		}
	}
	return v
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
