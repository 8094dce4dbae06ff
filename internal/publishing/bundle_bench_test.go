package publishing

import (
	"fmt"
	"os"
	"testing"

	"github.com/portico-cms/portico/internal/assets"
	"github.com/portico-cms/portico/internal/designsystem"
	"github.com/portico-cms/portico/internal/menu"
	"github.com/portico-cms/portico/internal/site"
)

// BenchmarkBundle makes one bundle of the shipped design system (both layouts, all slots), by the number of menu items. 120 items are
// to take less than 1 ms on a core of its own, and twice as many twice as long.
func BenchmarkBundle(b *testing.B) {
	c := New(Tools{Bundle: assets.Bundle, Markdown: func(s string) string { return s }})
	release, err := designsystem.Load(os.DirFS("../../design-system"))
	if err != nil {
		b.Fatal(err)
	}
	look, err := c.Look(release)
	if err != nil {
		b.Fatal(err)
	}
	s := &site.Site{
		Key: "one", Name: "One", Origins: []string{"https://one.example"}, Owner: "T", Brand: "orvane", Locales: []site.Locale{{Tag: "en"}},
		Options: site.Options{Feedback: "/f", Consent: site.Consent{Version: "1", Categories: []site.Category{{Key: "statistics"}}}},
	}
	s.Normalize()
	for _, n := range []int{120, 240, 480} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			g, _, err := c.begin(Shared{Sites: []*site.Site{s}, Menus: []*menu.Menu{wide(n)}, Look: look})
			if err != nil {
				b.Fatal(err)
			}
			menus := g.menus(s)
			for b.Loop() {
				p := &page{group: g, site: s, tag: "en", menus: menus}
				if p.make(&made{}, ""); p.err != nil {
					b.Fatal(p.err)
				}
			}
		})
	}
}

// wide is a main menu of n items, twelve by twelve.
func wide(n int) *menu.Menu {
	m := &menu.Menu{Name: "main", Space: "shared"}
	item := func(id, path string) menu.Item {
		return menu.Item{ID: id, Label: map[string]string{"en": "About " + id}, Site: "one", Path: path}
	}
	for i := range n / 12 {
		top := item(fmt.Sprintf("t%d", i), fmt.Sprintf("/%d", i))
		for j := range 11 {
			top.Items = append(top.Items, item(fmt.Sprintf("t%d-%d", i, j), fmt.Sprintf("/%d/%d", i, j)))
		}
		m.Items = append(m.Items, top)
	}
	return m
}
