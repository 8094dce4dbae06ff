package menu

import (
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/weburl"
)

// Finder finds the current item of a page: where in the menus of a site a path stands. It is built once for a site and a
// locale, never changes, and may be shared.
//
// The current item is the item of this site whose path is the longest whole-segment prefix of the page's path, both as
// NormalizePath gives them. An item with match "exact" counts only where the paths are equal. An item at "/" is thus the
// current item of every page that has no nearer one. Where several items have the same path, the first menu in the order of
// Names wins, then the first item from the top, a parent before those below it. Items of other sites, addresses outside
// and headings are never current, but they are ancestors.
type Finder struct {
	items  []found
	exact  map[string]int // path → the item for the page at this very path
	prefix map[string]int // path → the item for the pages below it
}

type found struct {
	path      string
	menu      string
	item      *Item
	ancestors []*Item
}

// Current is where a page stands.
type Current struct {
	Menu      string  // name of the menu
	Item      *Item   // the current item
	Exact     bool    // whether the item leads to the page itself, not to something above it
	Ancestors []*Item // of the item, from the root down, without it; not to be changed
}

// IndexEntry is an item that can be current, with all that is needed to find it without walking menus. The index of a Finder
// goes to the SDKs in the bundle. To use it, take the entries whose path equals the page's path or, unless they say "exact", is
// a whole-segment prefix of it; of those the one with the longest path; and of several the first.
type IndexEntry struct {
	Path      string   `json:"path"` // as NormalizePath gives it
	Menu      string   `json:"menu"`
	Item      string   `json:"item"`
	Match     string   `json:"match,omitempty"` // "exact": for the page at Path alone
	Ancestors []string `json:"ancestors"`       // ids, from the root down
}

// NewFinder makes a Finder for the menus that a site shows, in any order; site is its key, chain the fallback chain of the
// locale, which decides between an item's paths. The menus must not be changed afterwards.
func NewFinder(menus []*Menu, site string, chain []string) *Finder {
	f := &Finder{exact: map[string]int{}, prefix: map[string]int{}}
	inOrder := slices.Clone(menus)
	slices.SortStableFunc(inOrder, func(a, b *Menu) int { return rank(a.Name) - rank(b.Name) })
	for _, m := range inOrder {
		m.Walk(func(it *Item, ancestors []*Item) {
			if it.Site != site || it.URL != "" {
				return
			}
			if path := it.PathIn(chain); path != "" {
				f.add(found{weburl.NormalizePath(path), m.Name, it, slices.Clip(slices.Clone(ancestors))})
			}
		})
	}
	return f
}

func rank(name string) int {
	if i := slices.Index(Names, name); i >= 0 {
		return i
	}
	return len(Names)
}

// add keeps an item unless one before it has the same path and matches wherever it would.
func (f *Finder) add(it found) {
	_, atPath := f.exact[it.path]
	_, below := f.prefix[it.path]
	wantsBelow := it.item.Match != "exact"
	if it.path == "" || atPath && (below || !wantsBelow) {
		return
	}
	f.items = append(f.items, it)
	if !atPath {
		f.exact[it.path] = len(f.items) - 1
	}
	if wantsBelow {
		f.prefix[it.path] = len(f.items) - 1
	}
}

// Find gives the current item of the page at a path, which may have a query and a fragment; ok is false where no item of the
// site is on the way to it.
func (f *Finder) Find(path string) (current Current, ok bool) {
	path = weburl.NormalizePath(path)
	if path == "" {
		return Current{}, false
	}
	if i, ok := f.exact[path]; ok {
		return f.at(i, true), true
	}
	for path != "/" {
		path = path[:max(1, strings.LastIndexByte(path, '/'))]
		if i, ok := f.prefix[path]; ok {
			return f.at(i, false), true
		}
	}
	return Current{}, false
}

func (f *Finder) at(i int, exact bool) Current {
	it := f.items[i]
	return Current{Menu: it.menu, Item: it.item, Exact: exact, Ancestors: it.ancestors}
}

// Index gives the items that can be current, in the order in which they win.
func (f *Finder) Index() []IndexEntry {
	out := make([]IndexEntry, len(f.items))
	for i, it := range f.items {
		ids := make([]string, len(it.ancestors))
		for j, a := range it.ancestors {
			ids[j] = a.ID
		}
		out[i] = IndexEntry{it.path, it.menu, it.item.ID, it.item.Match, ids}
	}
	return out
}
