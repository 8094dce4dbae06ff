package published

// Shape says how a part varies with the page: a footer without a link to the current item is the same for every page, and
// is made once.
type Shape struct {
	Part      string
	Notices   bool // the part varies with the time, and with the page's path
	Crumbs    bool // and so on: the part shows what a page may send
	Languages bool
	Account   bool
	Theme     bool
	variants  []int32 // by index of the Finder: the variant of the item itself; -1 where the part does not show it; nil: it shows none
}

// Variant names the form that a part takes on a page: equal numbers mean equal bytes.
func (s *Shape) Variant(index int, exact bool) int32 {
	if index < 0 || s.variants == nil || s.variants[index] < 0 {
		return -1
	}
	v := s.variants[index] * 2
	if exact {
		v++
	}
	return v
}

// shapes gives the shape of each part, and that of all together. Parts for which same gives one, because they
// are those of another layout, have that: there are as many numbers in one as a menu has items.
func shapes(parts Parts, f *Finder, same func(name string) *Shape) map[string]*Shape {
	out := map[string]*Shape{}
	all := make([]Part, 0, len(parts))
	for name, part := range parts {
		if same != nil {
			out[name] = same(name)
		}
		if out[name] == nil {
			out[name] = newShape(name, f, part)
		}
		all = append(all, part)
	}
	out[""] = newShape("", f, all...)
	return out
}

func newShape(name string, f *Finder, parts ...Part) *Shape {
	s, shown := &Shape{Part: name}, map[string]bool{}
	for _, part := range parts {
		for _, seg := range part {
			switch seg.Slot {
			case SlotCurrent:
				shown[seg.Item] = true
			case SlotBreadcrumbs:
				s.Crumbs = true
			case SlotNotices:
				s.Notices = true
			case SlotLanguages:
				s.Languages = true
			case SlotAccount:
				s.Account = true
			case SlotTheme:
				s.Theme = true
			}
		}
	}
	if len(shown) == 0 && !s.Crumbs {
		return s
	}
	s.variants = make([]int32, len(f.items))
	for i, it := range f.items {
		s.variants[i] = -1
		if s.Crumbs || shown[it.ID] {
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
