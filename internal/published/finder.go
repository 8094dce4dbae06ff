package published

import (
	"strings"

	"github.com/portico-cms/portico/internal/weburl"
)

// MenuOrder is the order in which menus are asked for the current item: at the same length of match the earlier one wins.
var MenuOrder = []string{"main", "utility", "footer", "legal"}

// Finder answers which menu item a page belongs to: the item of the page's own site whose path is the longest prefix of the
// page's path, by whole segments. An item that asks for an exact match is taken only when the paths are equal. An item at "/"
// is the shortest prefix of every page. The rule and its cases for SDKs are in clients/conformance/current-item.json.
type Finder struct {
	items  []Found
	equal  map[string]int // path → index in items, for pages that are the item
	prefix map[string]int // the same for items that also stand for what is below them
	byID   map[string]int
}

// Found is a menu item with its way from the root.
type Found struct {
	ID        string
	Path      string   // normalised; "" for what is not on this site
	Ancestors []string // ids, root first
	Crumbs    []Crumb  // the ancestors' and its own label and address, root first
}

// Crumb is one step of the breadcrumbs.
type Crumb struct {
	Label string `json:"label"`
	URL   string `json:"url,omitempty"`
}

// NewFinder indexes the menus of a bundle.
func NewFinder(menus map[string][]Item) *Finder {
	f := &Finder{equal: map[string]int{}, prefix: map[string]int{}, byID: map[string]int{}}
	for _, name := range MenuOrder {
		f.add(menus[name], Found{})
	}
	return f
}

func (f *Finder) add(items []Item, parent Found) {
	for i := range items {
		it := &items[i]
		found := Found{
			ID:     it.ID,
			Crumbs: append(parent.Crumbs[:len(parent.Crumbs):len(parent.Crumbs)], Crumb{it.Label, it.URL}),
		}
		found.Ancestors = parent.Ancestors
		index := len(f.items)
		f.items = append(f.items, found)
		setOnce(f.byID, it.ID, index)
		if it.Path != "" {
			p := weburl.NormalizePath(it.Path)
			f.items[index].Path = p
			setOnce(f.equal, p, index)
			if it.Match != "exact" {
				setOnce(f.prefix, p, index)
			}
		}
		below := found
		below.Ancestors = append(parent.Ancestors[:len(parent.Ancestors):len(parent.Ancestors)], it.ID)
		f.add(it.Items, below)
	}
}

func setOnce(m map[string]int, key string, value int) {
	if _, taken := m[key]; !taken {
		m[key] = value
	}
}

// Item gives what Find or ByID found. Index -1 is nothing: the zero Found.
func (f *Finder) Item(index int) Found {
	if index < 0 || index >= len(f.items) {
		return Found{}
	}
	return f.items[index]
}

// ByID gives the index of an item, or -1.
func (f *Finder) ByID(id string) int {
	if i, ok := f.byID[id]; ok {
		return i
	}
	return -1
}

// Find gives the index of the item a page belongs to, or -1, and whether the page is the item itself. It allocates nothing
// for a path that is in its normal form already.
func (f *Finder) Find(page string) (index int, exact bool) {
	if len(page) == 0 {
		return -1, false
	}
	if page = weburl.NormalizePath(page); page == "" {
		return -1, false
	}
	if i, ok := f.equal[page]; ok {
		return i, true
	}
	for len(page) > 1 {
		page = page[:strings.LastIndexByte(page, '/')]
		if i, ok := f.prefix[page]; ok {
			return i, false
		}
	}
	if i, ok := f.prefix["/"]; ok {
		return i, false
	}
	return -1, false
}
