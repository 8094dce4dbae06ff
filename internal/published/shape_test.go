package published

import (
	"slices"
	"strconv"
	"testing"
)

// shapeMenus: a section with two pages, one of which has a page below that no part shows, and an item of the footer.
func shapeMenus() map[string][]Item {
	return map[string][]Item{
		"main": {
			{ID: "offers", Path: "/offers", Items: []Item{{ID: "solar", Path: "/offers/solar", Items: []Item{{ID: "roof", Path: "/offers/solar/roof"}}}, {ID: "gas", Path: "/offers/gas"}}},
			{ID: "help", Path: "/help"},
		},
		"footer": {{ID: "imprint", Path: "/imprint"}},
	}
}

func current(id string) Segment { return Segment{Slot: SlotCurrent, Item: id} }

// TestShapeVariant says which pages get the same bytes: equal letters are equal variants, "-" is the one that marks nothing.
func TestShapeVariant(t *testing.T) {
	pages := []string{"offers", "solar", "roof", "gas", "help", "imprint", ""}
	parts := map[string]Part{
		"header":      {current("offers"), {Text: "x"}, current("solar"), current("help")},
		"footer":      {current("imprint")},
		"head":        {{Text: "x"}, {Slot: SlotNonce}},
		"breadcrumbs": {{Slot: SlotBreadcrumbs}},
	}
	f := NewFinder(shapeMenus())
	all := shapes(parts, f, nil)
	for part, want := range map[string]string{
		"header":      "abcde--", // roof is below what is shown; gas is too, as its section is marked
		"footer":      "-----f-",
		"head":        "-------",
		"breadcrumbs": "abcdef-",
		"":            "abcdef-",
	} {
		for _, exact := range []bool{true, false} {
			byVariant := map[int32]byte{-1: '-'}
			got := ""
			for i, id := range pages {
				v := all[part].Variant(f.ByID(id), exact)
				if _, known := byVariant[v]; !known {
					byVariant[v] = "abcdefg"[i]
				}
				got += string(byVariant[v])
			}
			if got != want || all[part].Part != part {
				t.Errorf("%q, exact %v: %s, want %s", part, exact, got, want)
			}
		}
		offers := f.ByID("offers")
		if v, w := all[part].Variant(offers, true), all[part].Variant(offers, false); (v == w) != (v == -1) {
			t.Errorf("%q: the page of the item and a page below it have the variants %d and %d", part, v, w)
		}
	}
}

// TestShapeIsTrue fills a part for every page, and compares: equal variants must be equal bytes.
func TestShapeIsTrue(t *testing.T) {
	parts := map[string]Part{"header": {current("offers"), current("gas"), current("imprint")}}
	f := NewFinder(shapeMenus())
	shape := shapes(parts, f, nil)["header"]
	seen := map[int32]string{}
	for i := -1; i < len(f.items); i++ {
		for _, exact := range []bool{true, false} {
			found, bytes := f.Item(i), ""
			for _, s := range parts["header"] {
				bytes += "|" + strconv.FormatBool(found.ID == s.Item && exact) + strconv.FormatBool(found.ID == s.Item || slices.Contains(found.Ancestors, s.Item))
			}
			v := shape.Variant(i, exact)
			if other, ok := seen[v]; ok && other != bytes {
				t.Errorf("item %q, exact %v: variant %d is %s and %s", found.ID, exact, v, other, bytes)
			}
			seen[v] = bytes
		}
	}
}
