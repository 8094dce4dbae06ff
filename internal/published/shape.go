package published

// Shape says how a part varies with the page: a footer without a link to the current item is the same for every page, and
// is made once.
type Shape struct {
	Part     string
	Notices  bool    // the part varies with the time, and with the page's path
	variants []int32 // by index of the Finder: the variant of the item itself; -1 where the part does not show it
}

// Variant names the form that a part takes on a page: equal numbers mean equal bytes.
func (s *Shape) Variant(index int, exact bool) int32 {
	if index < 0 || s.variants[index] < 0 {
		return -1
	}
	v := s.variants[index] * 2
	if exact {
		v++
	}
	return v
}

func shapes(parts map[string]Part, f *Finder) map[string]*Shape {
	out := map[string]*Shape{}
	for name, part := range parts {
		out[name] = newShape(name, f, part)
	}
	all := make([]Part, 0, len(parts))
	for _, part := range parts {
		all = append(all, part)
	}
	out[""] = newShape("", f, all...)
	return out
}

func newShape(name string, f *Finder, parts ...Part) *Shape {
	shown, crumbs, notices := map[string]bool{}, false, false
	for _, part := range parts {
		for _, seg := range part {
			switch seg.Slot {
			case SlotCurrent:
				shown[seg.Item] = true
			case SlotBreadcrumbs:
				crumbs = true
			case SlotNotices:
				notices = true
			}
		}
	}
	s := &Shape{Part: name, Notices: notices, variants: make([]int32, len(f.items))}
	for i, it := range f.items {
		s.variants[i] = -1
		if crumbs || shown[it.ID] {
			s.variants[i] = int32(i) // menus have at most some thousand items
			continue
		}
		for _, a := range it.Ancestors {
			if shown[a] {
				s.variants[i] = int32(i)
				break
			}
		}
	}
	return s
}
