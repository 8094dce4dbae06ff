package content

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"

	"github.com/portico-cms/portico/internal/schema"
)

// item is a value of a list on one side.
type item struct {
	name  string // what it is found again by
	value any
	index int
}

// named gives the items of a list: blocks by their key, references by what they lead to, everything else by its value. What stands
// there twice is told apart by its number.
func named(f *schema.Field, list []any) []item {
	out, seen := make([]item, len(list)), map[string]int{}
	for i, v := range list {
		name := itemKey(f, v)
		if name == "" {
			b, err := json.Marshal(v)
			if err != nil {
				panic("content: " + err.Error()) // values of entries are JSON
			}
			name = string(b)
		}
		seen[name]++
		if n := seen[name]; n > 1 {
			name += "\x00" + strconv.Itoa(n)
		}
		out[i] = item{name, v, i}
	}
	return out
}

// itemKey gives the name by which an item is known also where it was changed, "" where it has none.
func itemKey(f *schema.Field, v any) string {
	m, _ := v.(map[string]any)
	switch f.Kind() {
	case "blocks":
		typ, _ := m["$type"].(string)
		key, _ := m["$key"].(string)
		return typ + "/" + key
	case "reference":
		if r, ok := schema.RefOf(v); ok {
			return r.String()
		}
	}
	return ""
}

// diffItems compares lists: what is found on both sides may have been moved or changed, the rest was added or removed. Items without
// a key that were removed and added between the same neighbours are taken for one that was changed.
func diffItems(f *schema.Field, before, after []any) []ItemDiff {
	a, b := named(f, before), named(f, after)
	from := make(map[string]item, len(a))
	for _, it := range a {
		from[it.name] = it
	}
	var pairs [][2]item
	var gone, fresh []item
	for _, it := range b {
		if was, ok := from[it.name]; ok {
			pairs = append(pairs, [2]item{was, it})
			delete(from, it.name)
		} else {
			fresh = append(fresh, it)
		}
	}
	for _, it := range a {
		if _, left := from[it.name]; left {
			gone = append(gone, it)
		}
	}
	changed, gone, fresh := alike(f, gone, fresh, pairs)
	stays := inOrder(pairs)
	var out []ItemDiff
	for i, p := range append(pairs, changed...) {
		if d, differs := diffItem(f, p[0], p[1], i < len(pairs) && !stays[i]); differs {
			out = append(out, d)
		}
	}
	for _, it := range gone {
		out = append(out, ItemDiff{Change: Removed, Key: itemKey(f, it.value), From: &it.index, Before: it.value})
	}
	for _, it := range fresh {
		out = append(out, ItemDiff{Change: Added, Key: itemKey(f, it.value), To: &it.index, After: it.value})
	}
	slices.SortStableFunc(out, func(x, y ItemDiff) int { return cmp.Compare(x.at(), y.at()) })
	return out
}

// at is where a reader meets the item.
func (d ItemDiff) at() int {
	if d.To != nil {
		return *d.To
	}
	return *d.From
}

// alike pairs items without keys that took each other's place: as many neighbours of the same kept items before them.
func alike(f *schema.Field, gone, fresh []item, kept [][2]item) (changed [][2]item, goneLeft, freshLeft []item) {
	if f.Kind() == "blocks" || f.Kind() == "reference" {
		return nil, gone, fresh
	}
	gap := func(index, side int) int {
		n := 0
		for _, p := range kept {
			if p[side].index < index {
				n++
			}
		}
		return n
	}
	waiting := map[int][]item{}
	for _, it := range gone {
		at := gap(it.index, 0)
		waiting[at] = append(waiting[at], it)
	}
	for _, it := range fresh {
		at := gap(it.index, 1)
		if w := waiting[at]; len(w) > 0 {
			changed = append(changed, [2]item{w[0], it})
			waiting[at] = w[1:]
			continue
		}
		freshLeft = append(freshLeft, it)
	}
	for _, it := range gone {
		if slices.ContainsFunc(waiting[gap(it.index, 0)], func(w item) bool { return w.index == it.index }) {
			goneLeft = append(goneLeft, it)
		}
	}
	return changed, goneLeft, freshLeft
}

// diffItem compares an item that is on both sides.
func diffItem(f *schema.Field, was, is item, moved bool) (d ItemDiff, differs bool) {
	d = ItemDiff{Change: Moved, Key: itemKey(f, is.value), From: &was.index, To: &is.index, Moved: moved}
	if sameValue(was.value, is.value) {
		return d, moved
	}
	if c := f.ComponentOf(is.value); c != nil && f.ComponentOf(was.value) == c {
		if d.Fields = diffComponent(c, was.value, is.value); len(d.Fields) == 0 { // a computed field alone
			return d, moved
		}
	} else if d.Text, _ = diffTexts(f, was.value, is.value); d.Text == nil {
		d.Before, d.After = was.value, is.value
	}
	d.Change = Edited
	return d, true
}

// inOrder says which pairs can stay where they are when as few as possible are moved: a longest run of growing indexes.
func inOrder(pairs [][2]item) []bool {
	ends, links := []int{}, make([]int, len(pairs)) // ends[n]: the pair that ends the best run of n+1
	for i, p := range pairs {
		at, _ := slices.BinarySearchFunc(ends, p[0].index, func(e, index int) int { return cmp.Compare(pairs[e][0].index, index) })
		links[i] = -1
		if at > 0 {
			links[i] = ends[at-1]
		}
		if at == len(ends) {
			ends = append(ends, i)
		} else {
			ends[at] = i
		}
	}
	stays := make([]bool, len(pairs))
	if len(ends) > 0 {
		for i := ends[len(ends)-1]; i >= 0; i = links[i] {
			stays[i] = true
		}
	}
	return stays
}
