package publishing

import (
	"fmt"
	"os"
	"syscall"
	"testing"
	"time"

	"github.com/portico-cms/portico/internal/assets"
	"github.com/portico-cms/portico/internal/designsystem"
	"github.com/portico-cms/portico/internal/menu"
	"github.com/portico-cms/portico/internal/site"
)

// BenchmarkBundle makes one bundle of the shipped design system (both layouts, all slots), by the number of menu items, by plans and by
// html/template in turn. 120 items are to take less than 1 ms of processor time, and twice as many twice as long. Two menus hold them; more
// than 2,000 in one are refused.
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
	for _, n := range []int{12, 120, 1200, 3600} {
		var theirs float64
		b.Run(fmt.Sprintf("%d/html-template", n), func(b *testing.B) { theirs = benchmarkBundle(b, c, look.WithoutPlans(), n) })
		b.Run(fmt.Sprintf("%d/plan", n), func(b *testing.B) {
			ours := benchmarkBundle(b, c, look, n)
			b.ReportMetric(theirs/ours, "times-faster")
		})
	}
}

// benchmarkBundle gives the nanoseconds of processor time that one bundle takes, also on a machine that has other work.
func benchmarkBundle(b *testing.B, c *Compiler, look *Look, n int) float64 {
	s := &site.Site{
		Key: "one", Name: "One", Origins: []string{"https://one.example"}, Owner: "T", Brand: "orvane", Locales: []site.Locale{{Tag: "en"}},
		Options: site.Options{Feedback: "/f", Consent: site.Consent{Version: "1", Categories: []site.Category{{Key: "statistics"}}}},
	}
	s.Normalize()
	g, _, err := c.begin(Shared{Sites: []*site.Site{s}, Menus: []*menu.Menu{wide("main", n/2), wide("footer", n/2)}, Look: look})
	if err != nil {
		b.Fatal(err)
	}
	menus := g.menus(s)
	b.ReportAllocs()
	begin := processorTime(b)
	for b.Loop() {
		p := &page{group: g, site: s, tag: "en", menus: menus}
		if p.make(&made{}, ""); p.err != nil {
			b.Fatal(p.err)
		}
	}
	per := float64(processorTime(b)-begin) / float64(b.N)
	b.ReportMetric(per, "cpu-ns/op")
	b.ReportMetric(per/float64(n), "cpu-ns/item")
	return per
}

// processorTime is what this process has taken so far.
func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// wide is a menu of n items: six at a time, of which one has the others below it.
func wide(name string, n int) *menu.Menu {
	m := &menu.Menu{Name: name, Space: "shared"}
	item := func(id, path string) menu.Item {
		return menu.Item{ID: name + "-" + id, Label: map[string]string{"en": "About " + id}, Site: "one", Path: path}
	}
	for i := range n / 6 {
		top := item(fmt.Sprintf("t%d", i), fmt.Sprintf("/%d", i))
		for j := range 5 {
			top.Items = append(top.Items, item(fmt.Sprintf("t%d-%d", i, j), fmt.Sprintf("/%d/%d", i, j)))
		}
		m.Items = append(m.Items, top)
	}
	return m
}
