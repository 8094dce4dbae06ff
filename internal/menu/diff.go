package menu

import (
	"reflect"
	"slices"
)

// Difference says what became of an item between two states of a menu.
type Difference struct {
	ID      string `json:"id"`
	Added   bool   `json:"added,omitempty"`
	Removed bool   `json:"removed,omitempty"`
	Changed bool   `json:"changed,omitempty"` // its texts, target or visibility
	Moved   bool   `json:"moved,omitempty"`   // under another item, or to another place among its siblings
	Before  *Place `json:"before,omitempty"`  // nil where it was added
	After   *Place `json:"after,omitempty"`   // nil where it was removed
}

// Place is an item without what is below it, and where it stands.
type Place struct {
	Item   Item   `json:"item"`
	Parent string `json:"parent"` // id; "" is the top
	Index  int    `json:"index"`  // among its siblings, from 0
}

// Diff gives the items that differ between two states, those of after in its order, then those that are gone. nil is a menu without
// items. Of siblings that changed their order, as few as can be are said to have moved.
func Diff(before, after *Menu) []Difference {
	was, is := places(before), places(after)
	still := unmoved(was, is)
	var out []Difference
	for _, p := range is.inOrder {
		d := Difference{ID: p.Item.ID, Before: was.byID[p.Item.ID], After: p}
		if d.Before == nil {
			d.Added = true
		} else {
			d.Changed = !same(d.Before.Item, p.Item)
			d.Moved = !still[d.ID]
		}
		if d.Added || d.Changed || d.Moved {
			out = append(out, d)
		}
	}
	for _, p := range was.inOrder {
		if is.byID[p.Item.ID] == nil {
			out = append(out, Difference{ID: p.Item.ID, Removed: true, Before: p})
		}
	}
	return out
}

type index struct {
	byID    map[string]*Place
	inOrder []*Place
}

func places(m *Menu) index {
	x := index{byID: map[string]*Place{}}
	var add func(items []Item, parent string)
	add = func(items []Item, parent string) {
		for i, it := range items {
			below := it.Items
			it.Items = nil
			p := &Place{it, parent, i}
			x.byID[it.ID], x.inOrder = p, append(x.inOrder, p)
			add(below, it.ID)
		}
	}
	if m != nil {
		add(m.Items, "")
	}
	return x
}

// same compares two items but for where a file has them.
func same(a, b Item) bool {
	a.Pos = b.Pos
	return reflect.DeepEqual(normal(a), normal(b))
}

// normal makes what is empty nil: from a file and from the database it comes differently.
func normal(it Item) Item {
	for _, texts := range []*map[string]string{&it.Label, &it.Description, &it.Paths, &it.Badge} {
		if len(*texts) == 0 {
			*texts = nil
		}
	}
	for _, names := range []*[]string{&it.Audiences, &it.Sites, &it.NotSites} {
		if len(*names) == 0 {
			*names = nil
		}
	}
	return it
}

// unmoved gives the items under the same parent as before whose order among themselves is as it was.
func unmoved(was, is index) map[string]bool {
	levels := map[string][]*Place{} // of those that stayed under their parent, in the order of now
	for _, p := range is.inOrder {
		if old := was.byID[p.Item.ID]; old != nil && old.Parent == p.Parent {
			levels[p.Parent] = append(levels[p.Parent], old)
		}
	}
	still := map[string]bool{}
	for _, level := range levels {
		for _, p := range rising(level) {
			still[p.Item.ID] = true
		}
	}
	return still
}

// rising gives a longest subsequence whose old places rise (patience sorting).
func rising(level []*Place) []*Place {
	var ends []int // of the runs by their length: where the one stands that ends lowest
	before := make([]int, len(level))
	for i, p := range level {
		at, _ := slices.BinarySearchFunc(ends, p.Index, func(end, wanted int) int { return level[end].Index - wanted })
		before[i] = -1
		if at > 0 {
			before[i] = ends[at-1]
		}
		if at == len(ends) {
			ends = append(ends, i)
		} else {
			ends[at] = i
		}
	}
	if len(ends) == 0 {
		return nil
	}
	var out []*Place
	for i := ends[len(ends)-1]; i >= 0; i = before[i] {
		out = append(out, level[i])
	}
	return out
}
