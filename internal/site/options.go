package site

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/locale"
	"github.com/portico-cms/portico/internal/weburl"
)

// Options are what a site has of its own in the shared parts.
type Options struct {
	Logo     string   `json:"logo,omitempty" yaml:"logo"`         // "named", with the site's name beside it, or "alone"; "" is named
	Sticky   bool     `json:"sticky,omitempty" yaml:"sticky"`     // the header stays in sight when the page is scrolled
	Density  string   `json:"density,omitempty" yaml:"density"`   // "comfortable", or "compact", with less room; "" is comfortable
	Hidden   []string `json:"hidden,omitempty" yaml:"hidden"`     // ids of inherited menu items that it does not show, with what is below them
	Menu     []Link   `json:"menu,omitempty" yaml:"menu"`         // its own items at the end of the main menu
	Utility  []Link   `json:"utility,omitempty" yaml:"utility"`   // its own links before the others of the utility menu
	Switcher []string `json:"switcher,omitempty" yaml:"switcher"` // keys of the sites that its header leads to, in order
	Feedback string   `json:"feedback,omitempty" yaml:"feedback"` // where the feedback widget posts: a path of the site, or an https address
	Consent  Consent  `json:"consent,omitzero" yaml:"consent"`    // none of its own: the parent's
}

// Link is a menu item that a site adds: it leads to Path on the site itself, to URL outside the group, or, with Items, nowhere.
type Link struct {
	ID          string            `json:"id" yaml:"id"`       // unique among all menu items of the site
	Label       map[string]string `json:"label" yaml:"label"` // by locale
	Description map[string]string `json:"description,omitempty" yaml:"description"`
	Path        string            `json:"path,omitempty" yaml:"path"`
	Paths       map[string]string `json:"paths,omitempty" yaml:"paths"` // by locale, where they differ
	URL         string            `json:"url,omitempty" yaml:"url"`
	Icon        string            `json:"icon,omitempty" yaml:"icon"`
	NewWindow   bool              `json:"newWindow,omitempty" yaml:"newWindow"`
	Audiences   []string          `json:"audiences,omitempty" yaml:"audiences"` // who sees it; none: everybody
	Items       []Link            `json:"items,omitempty" yaml:"items"`
}

// Consent is what a site asks its visitors before it keeps anything about them that it does not need. Without categories it asks
// nothing. Texts by locale; where one is missing, it is the design system's.
type Consent struct {
	Version    string            `json:"version,omitempty" yaml:"version"` // of what is asked: with another one, everybody is asked again
	Policy     map[string]string `json:"policy,omitempty" yaml:"policy"`   // by locale: a path of the site, or an https address
	Title      map[string]string `json:"title,omitempty" yaml:"title"`
	Text       map[string]string `json:"text,omitempty" yaml:"text"`
	Categories []Category        `json:"categories,omitempty" yaml:"categories"`
}

// Category is a purpose that visitors agree to or not. What is necessary is none: nobody is asked for it.
type Category struct {
	Key   string            `json:"key" yaml:"key"`               // what scripts ask for: preferences, statistics, marketing, or another
	Label map[string]string `json:"label,omitempty" yaml:"label"` // needed where the design system does not know the key
	Text  map[string]string `json:"text,omitempty" yaml:"text"`
}

// The allowed values, and those that every design system should have texts for.
var (
	Logos      = []string{"named", "alone"}
	Densities  = []string{"comfortable", compact}
	Categories = []string{"preferences", "statistics", "marketing"}
)

const (
	compact           = "compact"
	maxLinks          = 60 // of a site's own, at all depths
	maxLinkDepth      = 3
	maxSwitcher       = 40
	maxHidden         = 200
	maxCategories     = 8
	maxConsentVersion = 20
)

var (
	optionID    = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,63}$`)
	categoryKey = regexp.MustCompile(`^[a-z][a-z0-9-]{0,29}$`)
	version     = regexp.MustCompile(`^[A-Za-z0-9._-]+$`) // it stands in a cookie
)

// adder notes a problem of a site at a place in its document.
type adder func(pointer, code, format string, args ...any)

func (s *Site) validateOptions(add adder) {
	at := func(pointer, code, format string, args ...any) {
		add("/options/"+pointer, code, "site %.40q: %s", s.Key, fmt.Sprintf(format, args...))
	}
	o := &s.Options
	if o.Logo != "" && !slices.Contains(Logos, o.Logo) {
		at("logo", "bad_value", "logo %.40q is not one of %s", o.Logo, strings.Join(Logos, ", "))
	}
	if o.Density != "" && !slices.Contains(Densities, o.Density) {
		at("density", "bad_value", "density %.40q is not one of %s", o.Density, strings.Join(Densities, ", "))
	}
	if o.Feedback != "" && !Reachable(o.Feedback) {
		at("feedback", "bad_address", "feedback %.80q is neither a path that begins with one / nor an https address", o.Feedback)
	}
	keys(at, "hidden", o.Hidden, optionID, maxHidden)
	keys(at, "switcher", o.Switcher, Key, maxSwitcher)
	seen := map[string]bool{}
	validateLinks(at, "menu", o.Menu, seen, 1)
	validateLinks(at, "utility", o.Utility, seen, maxLinkDepth) // a row of links: nothing is below them
	if len(seen) > maxLinks {
		at("menu", "too_many", "it adds %d links; %d are allowed", len(seen), maxLinks)
	}
	o.Consent.validate(at)
}

// Room gives how much room the shared parts take where it is not the usual: "compact", or "".
func (o *Options) Room() string {
	if o.Density == compact {
		return compact
	}
	return ""
}

// Reachable says whether an address is a path of a site, or an absolute one that pages may link to.
func Reachable(address string) bool {
	if strings.HasPrefix(address, "/") {
		return weburl.Path(address) == nil
	}
	_, err := weburl.Absolute(address)
	return err == nil
}

func keys(at adder, name string, list []string, form *regexp.Regexp, most int) {
	if len(list) > most {
		at(name, "too_many", "%s names %d; %d are allowed", name, len(list), most)
		return
	}
	for i, key := range list {
		if !form.MatchString(key) {
			at(name, "bad_key", "%s names %.80q; a name is made of a-z, 0-9 and -", name, key)
		} else if slices.Contains(list[:i], key) {
			at(name, "repeated", "%s names %q twice", name, key)
		}
	}
}

func validateLinks(at adder, pointer string, links []Link, seen map[string]bool, depth int) {
	for i := range links {
		l := &links[i]
		here := fmt.Sprintf("%s/%d", pointer, i)
		switch {
		case !optionID.MatchString(l.ID):
			at(here+"/id", "bad_id", "a link needs an id of 1 to 64 of a-z, 0-9 and -, not %.80q", l.ID)
		case seen[l.ID]:
			at(here+"/id", "repeated", "link id %q is used twice", l.ID)
		}
		seen[l.ID] = true
		if len(l.Label) == 0 {
			at(here+"/label", "required", "link %.80q has no label", l.ID)
		}
		validateTexts(at, here+"/label", l.Label, maxText)
		validateTexts(at, here+"/description", l.Description, maxText)
		l.validateTarget(at, here)
		if len(l.Items) > 0 && depth >= maxLinkDepth {
			at(here+"/items", "too_deep", "link %.80q has others below it, deeper than %d levels or in a row of links", l.ID, maxLinkDepth)
			continue
		}
		validateLinks(at, here+"/items", l.Items, seen, depth+1)
	}
}

func (l *Link) validateTarget(at adder, here string) {
	inside := l.Path != "" || len(l.Paths) > 0
	switch {
	case inside && l.URL != "":
		at(here+"/url", "two_targets", "link %.80q leads to a path and to an address: keep one", l.ID)
	case !inside && l.URL == "" && len(l.Items) == 0:
		at(here+"/path", "required", "link %.80q leads nowhere: give it a path or a url", l.ID)
	}
	paths := map[string]string{"path": l.Path}
	for tag, path := range l.Paths {
		paths["paths/"+tag] = path
	}
	for name, path := range paths {
		if path != "" && weburl.Path(path) != nil {
			at(here+"/"+name, "bad_path", "link %.80q: %.80q must be a path that begins with one /", l.ID, path)
		}
	}
	if _, err := weburl.Absolute(l.URL); l.URL != "" && err != nil {
		at(here+"/url", "bad_url", "link %.80q: %v", l.ID, err)
	}
}

func validateTexts(at adder, pointer string, texts map[string]string, most int) {
	for tag, text := range texts {
		if c, err := locale.Parse(tag); err != nil || c != tag {
			at(pointer, "bad_locale", "%.40q is not the canonical form of a language tag, such as fr or fr-CA", tag)
		}
		if strings.TrimSpace(text) == "" || len(text) > most {
			at(pointer, "bad_text", "the text in %.40s is empty or has more than %d bytes", tag, most)
		}
	}
}

func (c *Consent) validate(at adder) {
	if len(c.Categories) == 0 {
		if c.Version != "" || len(c.Policy)+len(c.Title)+len(c.Text) > 0 {
			at("consent/categories", "required", "consent has no categories: there is nothing to ask for")
		}
		return
	}
	if !version.MatchString(c.Version) || len(c.Version) > maxConsentVersion {
		at("consent/version", "bad_version", "consent needs a version of 1 to %d letters, digits, dots and dashes, such as 2026-11",
			maxConsentVersion)
	}
	if len(c.Categories) > maxCategories {
		at("consent/categories", "too_many", "consent has %d categories; %d are allowed", len(c.Categories), maxCategories)
	}
	validateTexts(at, "consent/title", c.Title, maxText)
	validateTexts(at, "consent/text", c.Text, maxDescription)
	validateTexts(at, "consent/policy", c.Policy, maxDescription)
	for tag, address := range c.Policy {
		if !Reachable(address) {
			at("consent/policy", "bad_address", "the policy in %.40s is neither a path that begins with one / nor an https address", tag)
		}
	}
	seen := map[string]bool{"necessary": true} // that is no choice
	for i, category := range c.Categories {
		here := fmt.Sprintf("consent/categories/%d", i)
		if !categoryKey.MatchString(category.Key) || seen[category.Key] {
			at(here+"/key", "bad_key", "category %.40q: use a-z, 0-9 and -, each key once, and not necessary: nobody is asked", category.Key)
		}
		seen[category.Key] = true
		if !slices.Contains(Categories, category.Key) && len(category.Label) == 0 {
			at(here+"/label", "required", "category %.40q has no label; the design system has texts for %s",
				category.Key, strings.Join(Categories, ", "))
		}
		validateTexts(at, here+"/label", category.Label, maxText)
		validateTexts(at, here+"/text", category.Text, maxDescription)
	}
}

// validateSwitchers gives the sites of switchers that are not registered.
func validateSwitchers(sites []*Site, byKey map[string]*Site, add func(s *Site, pointer, code, format string, args ...any)) {
	for _, s := range sites {
		for _, key := range s.Options.Switcher {
			if byKey[key] == nil {
				add(s, "/options/switcher", "unknown_site", "site %.40q: its switcher leads to site %.40q, which is not registered", s.Key, key)
			}
		}
	}
}
