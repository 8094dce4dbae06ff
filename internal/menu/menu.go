// Package menu is the domain of menus: trees of labelled items that lead to a site's path, to an address outside, or
// nowhere (a heading), and the rule that finds the current item of a page.
package menu

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/locale"
	"github.com/portico-cms/portico/internal/weburl"
	"github.com/portico-cms/portico/internal/yamlfile"
)

// Limits of a menu.
const (
	MaxDepth = 4
	MaxItems = 2000

	maxText  = 300 // bytes of a label or description
	maxBadge = 60  // bytes
	maxNames = 100 // audiences, or sites, of an item
)

// Names of the menus that the shared parts show.
var Names = []string{"main", "utility", "footer", "legal"}

// ItemID is the form of an item's id: it stands in /i/ addresses, so it is short.
var ItemID = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,63}$`)

// Menu is a tree of items, belonging to a site or to the shared space.
type Menu struct {
	yamlfile.Pos `json:"-" yaml:"-"`

	Name  string `json:"name" yaml:"name"`   // main, utility, footer or legal
	Space string `json:"space" yaml:"space"` // a site's key, or "shared"
	Items []Item `json:"items" yaml:"items"`
}

// Item is one entry of a menu. It leads to Path on Site, to the page that Site has for Entry, to URL, or nowhere.
type Item struct {
	yamlfile.Pos `json:"-" yaml:"-"`

	ID          string            `json:"id" yaml:"id"`       // unique among all menus of a site
	Label       map[string]string `json:"label" yaml:"label"` // by locale
	Description map[string]string `json:"description,omitempty" yaml:"description"`
	Site        string            `json:"site,omitempty" yaml:"site"`
	Path        string            `json:"path,omitempty" yaml:"path"`
	Paths       map[string]string `json:"paths,omitempty" yaml:"paths"` // by locale, where they differ; Path is the rest
	Entry       string            `json:"entry,omitempty" yaml:"entry"` // type/key or type/id; its page on Site, while it is published
	URL         string            `json:"url,omitempty" yaml:"url"`     // absolute, outside the group
	Icon        string            `json:"icon,omitempty" yaml:"icon"`   // name of an icon of the design system
	Match       string            `json:"match,omitempty" yaml:"match"` // "exact", or "" for the path and all below it
	NewWindow   bool              `json:"newWindow,omitempty" yaml:"newWindow"`
	Badge       map[string]string `json:"badge,omitempty" yaml:"badge"`         // by locale: a word or two beside the label, "New"
	Audiences   []string          `json:"audiences,omitempty" yaml:"audiences"` // who sees it; none: everybody
	Sites       []string          `json:"sites,omitempty" yaml:"sites"`         // the only sites that show it
	NotSites    []string          `json:"notSites,omitempty" yaml:"notSites"`   // the sites that do not show it
	Items       []Item            `json:"items,omitempty" yaml:"items"`
}

// PathIn gives the path of an item in the first locale of the chain that has one of its own.
func (it *Item) PathIn(chain []string) string {
	for _, tag := range chain {
		if p, ok := it.Paths[tag]; ok {
			return p
		}
	}
	return it.Path
}

// Walk calls f for every item, parents first, with its ancestors from the root down.
func (m *Menu) Walk(f func(it *Item, ancestors []*Item)) { walk(m.Items, nil, f) }

func walk(items []Item, ancestors []*Item, f func(*Item, []*Item)) {
	for i := range items {
		f(&items[i], ancestors)
		walk(items[i].Items, append(slices.Clip(ancestors), &items[i]), f)
	}
}

// Find gives an item by its id, or nil.
func (m *Menu) Find(id string) *Item {
	var found *Item
	m.Walk(func(it *Item, _ []*Item) {
		if it.ID == id {
			found = it
		}
	})
	return found
}

// Targets is what a menu is checked against: which sites there are, and which hosts outside the group an administrator
// allows.
type Targets struct {
	Sites map[string]bool
	Hosts weburl.Hosts // hosts outside the group; nil allows every https host
}

// Validate gives every problem of a menu: ids, labels, depth, and items that lead nowhere.
func (m *Menu) Validate(t Targets) fault.Problems {
	var ps fault.Problems
	if !slices.Contains(Names, m.Name) {
		ps.Add(m.Pos.Problem("bad_value", "menu %.40q is not one of %s", m.Name, strings.Join(Names, ", ")))
	}
	if m.Space != "shared" && !t.Sites[m.Space] {
		ps.Add(m.Pos.Problem("unknown_site", "menu %.40s: its space %.40q is neither shared nor a registered site", m.Name, m.Space))
	}
	count, seen := 0, map[string]bool{}
	add := func(it *Item, code, format string, args ...any) { ps.Add(it.problem(code, format, args...)) }
	m.Walk(func(it *Item, ancestors []*Item) {
		count++
		if seen[it.ID] {
			add(it, "repeated", "menu %.40s: item id %.80q is used twice", m.Name, it.ID)
		}
		seen[it.ID] = true
		if len(ancestors) >= MaxDepth {
			add(it, "too_deep", "menu %.40s: item %.80q is deeper than %d levels", m.Name, it.ID, MaxDepth)
		}
		it.validate(m.Name, t, &ps)
	})
	if count > MaxItems {
		ps.Add(m.Pos.Problem("too_many", "menu %.40s has %d items; %d are allowed", m.Name, count, MaxItems))
	}
	return ps
}

// problem places a problem in the file, and in the document by the item's id.
func (it *Item) problem(code, format string, args ...any) fault.Problem {
	p := it.Pos.Problem(code, format, args...)
	p.Pointer = "/items/" + yamlfile.Escape(it.ID[:min(len(it.ID), 80)])
	return p
}

func (it *Item) validate(menu string, t Targets, ps *fault.Problems) {
	add := func(code, format string, args ...any) {
		ps.Add(it.problem(code, "menu %.40s: item %.80q %s", menu, it.ID, fmt.Sprintf(format, args...)))
	}
	if !ItemID.MatchString(it.ID) {
		add("bad_id", "needs an id of 1 to 64 of a-z, 0-9 and -")
	}
	if len(it.Label) == 0 {
		add("required", "has no label")
	}
	validateTexts(it.Label, maxText, add)
	validateTexts(it.Description, maxText, add)
	validateTexts(it.Badge, maxBadge, add)
	if it.Icon != "" && !ItemID.MatchString(it.Icon) {
		add("bad_name", "has icon %.40q; an icon is named with a-z, 0-9 and -", it.Icon)
	}
	if it.Match != "" && it.Match != "exact" {
		add("bad_value", "has match %.40q; it may be exact or left out", it.Match)
	}
	it.validateVisibility(t, add)
	it.validateTarget(t, add)
}

func validateTexts(texts map[string]string, limit int, add func(code, format string, args ...any)) {
	for _, tag := range slices.Sorted(maps.Keys(texts)) {
		if c, err := locale.Parse(tag); err != nil || c != tag {
			add("bad_locale", "has a text in %.40q, which is not a language tag", tag)
		}
		if text := texts[tag]; strings.TrimSpace(text) == "" || len(text) > limit {
			add("bad_text", "has an empty text, or one of more than %d bytes, in %.40s", limit, tag)
		}
	}
}

func (it *Item) validateTarget(t Targets, add func(code, format string, args ...any)) {
	local := it.Site != "" || it.Path != "" || len(it.Paths) > 0
	switch {
	case local && it.URL != "", it.Entry != "" && (it.URL != "" || it.Path != "" || len(it.Paths) > 0):
		add("two_targets", "has two targets: keep the url, the path or the entry")
	case it.Entry != "":
		it.validateEntry(t, add)
	case it.URL != "":
		if u, err := weburl.Absolute(it.URL); err != nil {
			add("bad_url", "leads to a bad address: %v", err)
		} else if t.Hosts != nil && !t.Hosts.Allows(u.Hostname()) {
			add("host_not_allowed", "leads to %s, which is not an allowed host", u.Hostname())
		}
	case local:
		if it.Site == "" {
			add("required", "has a path and no site")
		} else if !t.Sites[it.Site] {
			add("unknown_site", "leads to site %.40q, which is not registered", it.Site)
		}
		if it.Path == "" {
			add("required", "leads to site %.40q but to no path (use / for its home)", it.Site)
		}
		if it.Path != "" && weburl.Path(it.Path) != nil {
			add("bad_path", "leads to %.80q, which is not a path that begins with one /", it.Path)
		}
		for _, tag := range slices.Sorted(maps.Keys(it.Paths)) {
			if c, err := locale.Parse(tag); err != nil || c != tag {
				add("bad_locale", "has a path in %.40q, which is not a language tag", tag)
			}
			if p := it.Paths[tag]; weburl.Path(p) != nil {
				add("bad_path", "leads to %.80q in %.40s, which is not a path that begins with one /", p, tag)
			}
		}
	case len(it.Items) == 0:
		add("nowhere", "leads nowhere and has no items below it: give it a site and path, an entry, a url, or items")
	}
}

// ValidateTogether gives the ids that stand in more than one of the menus which a site shows: the current item of a page and the
// addresses below /i/ name an item by its id alone.
func ValidateTogether(menus []*Menu) fault.Problems {
	var ps fault.Problems
	owner := map[string]*Menu{}
	for _, m := range menus {
		m.Walk(func(it *Item, _ []*Item) {
			if other := owner[it.ID]; other != nil && other != m { // twice in one menu is for Validate to say
				ps.Add(it.problem("repeated", "menu %.40s: item id %.80q is used in menu %.40s too", m.Name, it.ID, other.Name))
				return
			}
			owner[it.ID] = m
		})
	}
	return ps
}

// Stored is a menu as the authoring plane keeps it: its newest revision (the draft), and the one that is served.
type Stored struct {
	ID        string
	Version   int64 // counts from 1, goes up with every save
	Draft     *Menu
	Published *Menu // nil before it was published once

	PublishedVersion int64 // of that revision; 0 before it was published once
}

// Repository keeps menus and their revisions. All methods work inside the transaction that gave it out.
type Repository interface {
	// Menu finds one by space and name. Errors: fault.NotFound.
	Menu(ctx context.Context, space, name string) (*Stored, error)
	// Menus lists all, ordered by space and name.
	Menus(ctx context.Context) ([]*Stored, error)
	// SaveMenu appends a revision, creating the menu where version is 0, and returns the new version.
	// Errors: fault.Stale where somebody saved in between, fault.Conflict where it exists already.
	SaveMenu(ctx context.Context, m *Menu, version int64, author string) (int64, error)
	// PublishMenu makes the newest revision the one that is served. Errors: fault.NotFound.
	PublishMenu(ctx context.Context, space, name string) error
	// UnpublishMenu takes what is served out of service; the draft stays. Errors: fault.NotFound.
	UnpublishMenu(ctx context.Context, space, name string) error
	// DeleteMenu takes a menu and its revisions away, against the version of its draft. Errors: fault.Stale, fault.NotFound.
	DeleteMenu(ctx context.Context, space, name string, version int64) error
	// MenuRevisions lists those of a menu, by its id, without their items: the newest first, those before a version (0: all), at
	// most limit.
	MenuRevisions(ctx context.Context, id string, before int64, limit int) ([]*Revision, error)
	// MenuRevision gives one with its items. Errors: fault.NotFound.
	MenuRevision(ctx context.Context, id string, version int64) (*Revision, error)
}

// Revision is an immutable saved state of a menu.
type Revision struct {
	Version   int64
	Author    string // account id, or "system:…"
	CreatedAt time.Time
	Menu      *Menu // nil in a list
}
