package published

import "maps"

// Layouts of a page: everything; the logo, languages and account above and the legal links below, for checkouts and sign-in; nothing
// but what the head needs.
const (
	LayoutFull   = "full"
	LayoutSimple = "simple"
	LayoutNone   = "none"
)

// Layouts are all of them.
var Layouts = []string{LayoutFull, LayoutSimple, LayoutNone}

// keptAlways are the parts that show nothing themselves: every layout has them.
var keptAlways = map[string]bool{"head": true, "scripts": true}

// LayoutView is the parts of a bundle in one layout, and how each varies with the page.
type LayoutView struct {
	Parts  Parts
	Shapes map[string]*Shape // by part; "" is all parts together
}

// PartsIn gives all parts in a layout. In the layout none, those are empty that would show something.
func (b *Bundle) PartsIn(layout string) Parts {
	out := maps.Clone(b.Parts)
	switch layout {
	case LayoutNone:
		for name := range out {
			if !keptAlways[name] {
				out[name] = Part{}
			}
		}
	default:
		maps.Copy(out, b.Layouts[layout])
	}
	return out
}

func (b *BundleView) layouts() map[string]*LayoutView {
	full := &LayoutView{b.Parts, shapes(b.Parts, b.Finder, nil)}
	out := map[string]*LayoutView{LayoutFull: full}
	for _, layout := range Layouts[1:] {
		parts := b.PartsIn(layout)
		out[layout] = &LayoutView{parts, shapes(parts, b.Finder, func(name string) *Shape {
			if _, own := b.Layouts[layout][name]; own || layout == LayoutNone && !keptAlways[name] {
				return nil
			}
			return full.Shapes[name]
		})}
	}
	return out
}
