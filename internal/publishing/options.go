package publishing

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/fragment"
	"github.com/portico-cms/portico/internal/menu"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/schema"
	"github.com/portico-cms/portico/internal/site"
)

// searchItem is the id of the utility menu's item that the header shows as a search form.
const searchItem = "search"

// withOptions adds to a site's menus what the site has of its own. The menus themselves stay as they are: others show them too.
func withOptions(s *site.Site, menus map[string]*menu.Menu) {
	add := func(name string, links []site.Link, first bool) {
		if len(links) == 0 {
			return
		}
		own := &menu.Menu{Name: name, Space: s.Key}
		inherited := []menu.Item{}
		if m := menus[name]; m != nil {
			own.Pos, own.Space, inherited = m.Pos, m.Space, m.Items
		}
		if first {
			own.Items = slices.Concat(ownItems(s, links), inherited)
		} else {
			own.Items = slices.Concat(inherited, ownItems(s, links))
		}
		menus[name] = own
	}
	add("main", s.Options.Menu, false)
	add("utility", s.Options.Utility, true)
}

func ownItems(s *site.Site, links []site.Link) (out []menu.Item) {
	for _, l := range links {
		it := menu.Item{
			Pos: s.Pos, ID: l.ID, Label: l.Label, Description: l.Description, URL: l.URL, Icon: l.Icon, NewWindow: l.NewWindow,
			Audiences: l.Audiences, Items: ownItems(s, l.Items),
		}
		if l.Path != "" || len(l.Paths) > 0 {
			it.Site, it.Path, it.Paths = s.Key, l.Path, l.Paths
		}
		out = append(out, it)
	}
	return out
}

// optionProblems gives what the design system does not have of what a site's options name.
func optionProblems(s *site.Site, icons map[string]string) (ps fault.Problems) {
	var walk func(pointer string, links []site.Link)
	walk = func(pointer string, links []site.Link) {
		for i, l := range links {
			at := fmt.Sprintf("%s/%d", pointer, i)
			if _, ok := icons[l.Icon]; l.Icon != "" && !ok {
				p := s.Pos.Problem("unknown_icon", "site %q: link %q has the icon %q, which the design system does not have", s.Key, l.ID, l.Icon)
				p.Pointer = at + "/icon"
				ps.Add(p)
			}
			walk(at+"/items", l.Items)
		}
	}
	walk("/options/menu", s.Options.Menu)
	walk("/options/utility", s.Options.Utility)
	return ps
}

// audienceName is the form of an audience: it stands in keys and addresses. Others are seen by nobody.
var audienceName = regexp.MustCompile(`^[a-z][a-z0-9-]{0,39}$`)

// maxAudiences bounds the bundles that a site has for each locale.
const maxAudiences = 12

// audiences gives those for whom a site shows something else than for everybody, sorted.
func (g *group) audiences(s *site.Site, menus map[string]*menu.Menu, notices []notice) ([]string, error) {
	var out []string
	add := func(names []string) {
		for _, name := range names {
			if name != menu.Anonymous && audienceName.MatchString(name) && !slices.Contains(out, name) {
				out = append(out, name)
			}
		}
	}
	for _, m := range menus {
		m.Walk(func(it *menu.Item, _ []*menu.Item) {
			if it.ShownOn(s.Key) {
				add(it.Audiences)
			}
		})
	}
	for i := range notices {
		add(notices[i].audiences())
	}
	slices.Sort(out)
	if len(out) > maxAudiences {
		p := s.Pos.Problem("too_many", "site %q: its menus and notices are for %d audiences (%s); %d are allowed", s.Key, len(out),
			strings.Join(out, ", "), maxAudiences)
		return nil, fault.Problems{p}
	}
	return out, nil
}

// switcher gives the sites that the header leads to: those that the site names, or its parent.
func (r *resolver) switcher() (out []fragment.Site) {
	keys := r.site.Options.Switcher
	if parent := r.sites[r.site.Parent]; len(keys) == 0 && parent != nil {
		keys = parent.Options.Switcher
	}
	for _, key := range keys {
		if s := r.sites[key]; s != nil {
			out = append(out, fragment.Site{Key: key, Name: s.Name, Home: s.Home(r.chain[0]), Current: key == r.site.Key})
		}
	}
	return out
}

// consent gives what visitors are asked: by the site, or by its parent.
func (r *resolver) consent() *fragment.Consent {
	c := r.site.Options.Consent
	if parent := r.sites[r.site.Parent]; len(c.Categories) == 0 && parent != nil {
		c = parent.Options.Consent
	}
	if len(c.Categories) == 0 {
		return nil
	}
	out := &fragment.Consent{
		Version: c.Version, Title: first(c.Title, r.chain), Text: first(c.Text, r.chain), Policy: r.absolute(first(c.Policy, r.chain)),
	}
	for _, category := range c.Categories {
		out.Categories = append(out.Categories, fragment.Category{
			Key: category.Key, Label: first(category.Label, r.chain), Text: first(category.Text, r.chain),
		})
	}
	return out
}

// suggestions gives the path at which words are looked up. A private site has none: browsers have no key.
func (r *resolver) suggestions() string {
	if r.site.Private {
		return ""
	}
	path := "/v1/sites/" + r.site.Key + "/search?locale=" + url.QueryEscape(r.chain[0])
	if r.pages != "" {
		path += "&type=" + r.pages
	}
	return path
}

// pageTypes gives the content types that have pages of their own, as far as their words can be found, as a query names them: a list of
// countries is no suggestion.
func pageTypes(m *schema.Model) string {
	var names []string
	if m != nil {
		for _, t := range m.Types() {
			if own := typeOf(t, (*schema.Field).Public); own.Slug != "" && own.Searchable() && len(t.Audiences()) == 0 {
				names = append(names, own.Name)
			}
		}
	}
	slices.Sort(names)
	return strings.Join(names, ",")
}

// csp gives what the shared parts need of a page's policy.
func (g *group) csp(s *site.Site, menus map[string]*menu.Menu) published.CSP {
	csp := published.CSP{
		"style-src": {published.SlotOrigin}, "script-src": {published.SlotOrigin},
		"img-src": {published.SlotOrigin}, "font-src": {published.SlotOrigin}, "connect-src": {published.SlotOrigin},
	}
	forms := []string{"'self'"}
	if m := menus["utility"]; m != nil {
		if it := m.Find(searchItem); it != nil && g.sites[it.Site] != nil {
			forms = append(forms, g.sites[it.Site].Origin())
		}
	}
	if u, err := url.Parse(s.Options.Feedback); err == nil && u.Host != "" {
		forms = append(forms, u.Scheme+"://"+u.Host)
		csp["connect-src"] = append(csp["connect-src"], u.Scheme+"://"+u.Host)
	} else if s.Options.Feedback != "" {
		csp["connect-src"] = append(csp["connect-src"], "'self'")
	}
	if len(forms) > 1 || s.Options.Feedback != "" {
		csp["form-action"] = slices.Compact(forms)
	}
	return csp
}
