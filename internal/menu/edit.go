package menu

import (
	"fmt"
	"slices"

	"github.com/portico-cms/portico/internal/fault"
)

// Last is the index behind the last item of a level.
const Last = -1

// Clone gives a copy whose tree can be changed without changing this one. Texts are shared: they are replaced, never changed.
func (m *Menu) Clone() *Menu {
	out := *m
	out.Items = cloneItems(m.Items)
	return &out
}

func cloneItems(items []Item) []Item {
	out := slices.Clone(items)
	for i := range out {
		out[i].Items = cloneItems(out[i].Items)
	}
	return out
}

// Add puts an item, with all below it, under parent ("" is the top), at an index from 0 (Last: the end). On an error the menu is
// unchanged. Errors: fault.Unprocessable for a parent or place that there is not. Whether the tree is good then, Validate says.
func (m *Menu) Add(it Item, parent string, index int) error {
	level, err := m.level(parent)
	if err != nil {
		return err
	}
	if index == Last {
		index = len(*level)
	}
	if index < 0 || index > len(*level) {
		return unfit("/index", "bad_index", "there are %d items here: the index is from 0 to %d", len(*level), len(*level))
	}
	*level = slices.Insert(*level, index, it)
	return nil
}

// Remove takes an item out, with all below it, and gives it. Errors: fault.NotFound.
func (m *Menu) Remove(id string) (Item, error) {
	level, at := locate(&m.Items, id)
	if level == nil {
		return Item{}, fault.New(fault.NotFound, "menu %s of %s has no item %.80q", m.Name, m.Space, id)
	}
	it := (*level)[at]
	*level = slices.Delete(*level, at, at+1)
	return it, nil
}

// Move takes an item, with all below it, to another place: under parent ("" is the top), at an index of the level as it is without
// the item (Last: the end). On an error the menu is unchanged. Errors: fault.NotFound; fault.Unprocessable for a parent or place that
// there is not, or one below the item itself.
func (m *Menu) Move(id, parent string, index int) error {
	next := m.Clone()
	it, err := next.Remove(id)
	if err != nil {
		return err
	}
	if parent == id || (&Menu{Items: it.Items}).Find(parent) != nil {
		return unfit("/parent", "cycle", "item %.80q cannot be moved below itself", id)
	}
	if err := next.Add(it, parent, index); err != nil {
		return err
	}
	m.Items = next.Items
	return nil
}

// level gives the items below an item, or those at the top.
func (m *Menu) level(parent string) (*[]Item, error) {
	if parent == "" {
		return &m.Items, nil
	}
	it := m.Find(parent)
	if it == nil {
		return nil, unfit("/parent", "unknown_item", "menu %s of %s has no item %.80q", m.Name, m.Space, parent)
	}
	return &it.Items, nil
}

func locate(items *[]Item, id string) (level *[]Item, at int) {
	for i := range *items {
		if (*items)[i].ID == id {
			return items, i
		}
		if level, at := locate(&(*items)[i].Items, id); level != nil {
			return level, at
		}
	}
	return nil, 0
}

func unfit(pointer, code, format string, args ...any) error {
	return fault.Problems{{Pointer: pointer, Code: code, Message: fmt.Sprintf(format, args...)}}
}
