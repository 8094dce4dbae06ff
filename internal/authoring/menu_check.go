package authoring

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/menu"
	"github.com/portico-cms/portico/internal/publishing"
	"github.com/portico-cms/portico/internal/site"
	"github.com/portico-cms/portico/internal/weburl"
	"github.com/portico-cms/portico/internal/yamlfile"
)

// Severity says what a finding means for publishing.
type Severity string

// The severities.
const (
	SeverityError   Severity = "error"   // it keeps the menu from being published
	SeverityWarning Severity = "warning" // visitors see less than they might
)

// Finding is something that the check of a menu tells.
type Finding struct {
	fault.Problem

	Severity Severity
}

// maxFindings bounds the answer of a check.
const maxFindings = 500

// CheckMenu looks at a menu's draft as if it were published: what keeps it from that, targets that are broken, texts that a locale of a
// site lacks, and what stands there twice. Errors: fault.NotFound.
func (a *Authoring) CheckMenu(ctx context.Context, actor Actor, space, name string) (found []Finding, err error) {
	if err := actor.sees(MenuAt{Space: space}.target()); err != nil {
		return nil, err
	}
	err = a.store.View(ctx, func(tx Tx) error {
		p := &publication{a: a, tx: tx, actor: actor}
		m, err := tx.Menu(ctx, space, name)
		if err != nil {
			return err
		}
		c := &menuCheck{menu: m.Draft, actor: actor}
		if err := c.load(ctx, p); err != nil {
			return err
		}
		c.blocking(a)
		c.targets()
		c.texts()
		c.twice()
		found = c.found
		return nil
	})
	return found, err
}

type menuCheck struct {
	menu  *menu.Menu
	actor Actor
	in    publishing.Shared // as it would be with the draft published
	links *publishing.Links
	shown []*site.Site // the sites that show the menu
	found []Finding
}

func (c *menuCheck) load(ctx context.Context, p *publication) (err error) {
	if c.in, err = p.sharedInput(ctx); err != nil {
		return err
	}
	putMenu(&c.in, c.menu)
	c.in.Entries = nil
	if err := p.linked(ctx, &c.in); err != nil {
		return err
	}
	c.links = publishing.NewLinks(c.in.Model, c.in.Sites, c.in.Entries)
	for _, s := range c.in.Sites {
		for _, space := range s.Spaces() {
			if slices.ContainsFunc(c.in.Menus, func(m *menu.Menu) bool { return m.Space == space && m.Name == c.menu.Name }) {
				if space == c.menu.Space {
					c.shown = append(c.shown, s)
				}
				break
			}
		}
	}
	return nil
}

func (c *menuCheck) add(severity Severity, pointer, code, format string, args ...any) {
	if len(c.found) < maxFindings {
		c.found = append(c.found, Finding{fault.Problem{Pointer: pointer, Code: code, Message: fmt.Sprintf(format, args...)}, severity})
	}
}

func (c *menuCheck) warn(it *menu.Item, below, code, format string, args ...any) {
	c.add(SeverityWarning, "/items/"+yamlfile.Escape(it.ID)+below, code, format, args...)
}

// name names a site, where the actor may know of it.
func (c *menuCheck) name(s *site.Site) string {
	if c.actor.sees(identity.Target{Type: identity.Sites, Site: s.Key}) != nil {
		return "that is not for you"
	}
	return s.Key
}

// blocking compiles everything with the draft in place: what is wrong then is what publishing would say.
func (c *menuCheck) blocking(a *Authoring) {
	_, err := a.compiler.Shared(c.in)
	var ps fault.Problems
	if errors.As(err, &ps) {
		for _, p := range ps.Unique() {
			c.add(SeverityError, p.Pointer, p.Code, "%s", p.Message)
		}
	} else if err != nil {
		c.add(SeverityError, "", "unprocessable", "%v", err)
	}
}

// targets tells of items that lead to a retired site, to an entry without a page, or by its address to a site that is registered.
func (c *menuCheck) targets() {
	sites, own := map[string]*site.Site{}, weburl.Hosts{}
	for _, s := range c.in.Sites {
		sites[s.Key] = s
		for _, o := range s.Origins {
			own.Add(o)
		}
	}
	c.menu.Walk(func(it *menu.Item, _ []*menu.Item) {
		if s := sites[it.Site]; s != nil && s.Status == "retired" {
			c.warn(it, "/site", "retired_site", "item %s leads to site %s, which is retired", it.ID, it.Site)
		}
		if u, err := weburl.Absolute(it.URL); err == nil && own[strings.ToLower(u.Hostname())] {
			c.warn(it, "/url", "own_address",
				"item %s leads to a registered site by its address: name the site and the path, so that it follows", it.ID)
		}
		if it.Entry != "" {
			c.entry(it)
		}
	})
}

// entry tells of the locales in which visitors of a site would miss the item.
func (c *menuCheck) entry(it *menu.Item) {
	for _, s := range c.shown {
		if !it.ShownOn(s.Key) {
			continue
		}
		var missing []string
		for _, l := range s.Locales {
			if _, ok := c.links.Path(it, s.Chain(l.Tag)); !ok {
				missing = append(missing, l.Tag)
			}
		}
		if len(missing) > 0 {
			c.warn(it, "/entry", "entry_unpublished", "item %s leads to %s, which site %s has not published: %s shows no link in %s",
				it.ID, it.Entry, it.Site, c.name(s), strings.Join(missing, ", "))
		}
	}
}

// texts tells of the locales of sites in which an item has no label, or no badge or description where it has some.
func (c *menuCheck) texts() {
	c.menu.Walk(func(it *menu.Item, _ []*menu.Item) {
		told := map[string]bool{}
		for _, s := range c.shown {
			if !it.ShownOn(s.Key) {
				continue
			}
			for _, l := range s.Locales {
				for _, text := range []struct {
					name   string
					texts  map[string]string
					needed bool
				}{{"label", it.Label, true}, {"description", it.Description, false}, {"badge", it.Badge, false}} {
					at := "/" + text.name + "/" + l.Tag
					if (text.needed || len(text.texts) > 0) && text.texts[l.Tag] == "" && !told[at] {
						told[at] = true
						c.warn(it, at, "missing_locale", "item %s has no %s in %s, which site %s speaks", it.ID, text.name, l.Tag, c.name(s))
					}
				}
			}
		}
	})
}

// twice tells of items that lead where another one does, and of siblings of the same label.
func (c *menuCheck) twice() {
	targets, labels := map[string]string{}, map[string]string{}
	c.menu.Walk(func(it *menu.Item, ancestors []*menu.Item) {
		seen := fmt.Sprint("\x00", it.Sites, it.NotSites, it.Audiences) // two that nobody sees together are none too many
		if t := targetOf(it); t != "" {
			t += seen
			if other := targets[t]; other != "" {
				c.warn(it, "", "repeated_target", "item %s leads where item %s does", it.ID, other)
			} else {
				targets[t] = it.ID
			}
		}
		parent := ""
		if len(ancestors) > 0 {
			parent = ancestors[len(ancestors)-1].ID
		}
		for tag, text := range it.Label {
			at := parent + "\x00" + tag + "\x00" + strings.ToLower(strings.TrimSpace(text)) + seen
			if other := labels[at]; other != "" {
				c.warn(it, "/label/"+tag, "repeated_label", "item %s is called like item %s beside it in %s", it.ID, other, tag)
			} else {
				labels[at] = it.ID
			}
		}
	})
	slices.SortStableFunc(c.found, func(a, b Finding) int { // labels are a map: one order for all answers
		return strings.Compare(string(a.Severity)+a.Pointer, string(b.Severity)+b.Pointer)
	})
}

func targetOf(it *menu.Item) string {
	switch {
	case it.URL != "":
		return it.URL
	case it.Entry != "":
		return it.Site + " " + it.Entry
	case it.Site != "":
		return it.Site + weburl.NormalizePath(it.Path)
	}
	return ""
}
