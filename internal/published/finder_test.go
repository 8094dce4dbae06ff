package published

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFinderGivesTheWay(t *testing.T) {
	f := NewFinder(map[string][]Item{
		"main": {{ID: "offers", Label: "Offers", URL: "https://a/offers", Path: "/offers/", Items: []Item{
			{ID: "heading", Label: "For homes", Items: []Item{{ID: "solar", Label: "Solar", URL: "https://a/solar", Path: "/offers/solar"}}},
			{ID: "gas", Label: "Gas", URL: "https://a/gas", Path: "/offers/gas"},
		}}},
		"aside": {{ID: "unknown menu", Path: "/aside"}},
	})
	want := Found{
		ID: "solar", Path: "/offers/solar", Ancestors: []string{"offers", "heading"},
		Crumbs: []Crumb{{"Offers", "https://a/offers"}, {"For homes", ""}, {"Solar", "https://a/solar"}},
	}
	index, exact := f.Find("/offers/solar/roof")
	if diff := cmp.Diff(want, f.Item(index)); diff != "" || exact {
		t.Errorf("exact %v (-want +got)\n%s", exact, diff)
	}
	// The lists of one item must not run into those of the next.
	if diff := cmp.Diff([]Crumb{{"Offers", "https://a/offers"}, {"Gas", "https://a/gas"}}, f.Item(f.ByID("gas")).Crumbs); diff != "" {
		t.Error(diff)
	}
	for _, path := range []string{"/aside", "", "no path", "/"} {
		if i, exact := f.Find(path); i != -1 || exact {
			t.Errorf("%q: item %d", path, i)
		}
	}
	if f.ByID("nobody") != -1 || f.ByID("") != -1 || f.Item(-1).ID != "" || f.Item(99).ID != "" {
		t.Error("what is not there was found")
	}
}

func TestFinderAllocatesNothing(t *testing.T) {
	f := NewFinder(shapeMenus())
	for _, path := range []string{"/offers/solar", "/offers/solar/roof/1/2/3", "/nowhere", "/"} {
		if n := testing.AllocsPerRun(100, func() { f.Find(path) }); n > 0 {
			t.Errorf("%s: %v allocations", path, n)
		}
	}
}
