package menu_test

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/portico-cms/portico/internal/menu"
	"github.com/portico-cms/portico/internal/weburl"
)

// conformance is clients/conformance/current-item.json, which the SDKs run too.
type conformance struct {
	About []string `json:"about"`
	Paths []struct {
		Name   string  `json:"name"`
		Path   string  `json:"path"`
		Normal *string `json:"normal"`
	} `json:"paths"`
	Sites []struct {
		Name  string            `json:"name"`
		Site  string            `json:"site"`
		Chain []string          `json:"chain"`
		Menus []*menu.Menu      `json:"menus"`
		Index []menu.IndexEntry `json:"index"`
		Pages []struct {
			Path      string   `json:"path"`
			Item      *string  `json:"item"`
			Exact     bool     `json:"exact"`
			Ancestors []string `json:"ancestors"`
		} `json:"pages"`
	} `json:"sites"`
}

func readConformance(t *testing.T) conformance {
	t.Helper()
	src, err := os.ReadFile("../../clients/conformance/current-item.json")
	if err != nil {
		t.Fatal(err)
	}
	dec := json.NewDecoder(bytes.NewReader(src))
	dec.DisallowUnknownFields()
	var c conformance
	if err := dec.Decode(&c); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestNormalizePathConformance(t *testing.T) {
	for _, c := range readConformance(t).Paths {
		t.Run(c.Name, func(t *testing.T) {
			want := ""
			if c.Normal != nil {
				want = *c.Normal
			}
			if got := weburl.NormalizePath(c.Path); got != want {
				t.Errorf("weburl.NormalizePath(%q) = %q, want %q", c.Path, got, want)
			}
		})
	}
}

func TestNormalizePathTwiceIsOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		path := "/" + rapid.StringOf(rapid.SampledFrom([]rune("/..%25eE2fF;aé?# \\"))).Draw(t, "path")
		once := weburl.NormalizePath(path)
		if twice := weburl.NormalizePath(once); twice != once {
			t.Fatalf("weburl.NormalizePath(%q) = %q, and of that %q", path, once, twice)
		}
		if !strings.HasPrefix(once, "/") || strings.Contains(once, "//") {
			t.Fatalf("weburl.NormalizePath(%q) = %q", path, once)
		}
	})
}

func TestFinderConformance(t *testing.T) {
	for _, c := range readConformance(t).Sites {
		f := menu.NewFinder(c.Menus, c.Site, c.Chain)
		if diff := cmp.Diff(c.Index, f.Index(), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: index (-want +got):\n%s", c.Name, diff)
		}
		for _, page := range c.Pages {
			t.Run(c.Name+" "+page.Path, func(t *testing.T) {
				got, ok := f.Find(page.Path)
				if page.Item == nil {
					if ok {
						t.Fatalf("found %q, want nothing", got.Item.ID)
					}
					return
				}
				if !ok || got.Item.ID != *page.Item || got.Exact != page.Exact {
					t.Fatalf("found %+v, want item %q, exact %v", got, *page.Item, page.Exact)
				}
				var ancestors []string
				for _, a := range got.Ancestors {
					ancestors = append(ancestors, a.ID)
				}
				if !slices.Equal(ancestors, page.Ancestors) {
					t.Errorf("ancestors are %v, want %v", ancestors, page.Ancestors)
				}
				if id := byIndex(c.Index, page.Path); id != *page.Item {
					t.Errorf("by the index, as SDKs do it, the item is %q, want %q", id, *page.Item)
				}
			})
		}
	}
}

// byIndex is the rule of menu.IndexEntry, written down as plainly as it goes.
func byIndex(index []menu.IndexEntry, path string) string {
	path = weburl.NormalizePath(path)
	best, length := "", -1
	for _, e := range index {
		below := e.Match != "exact" && (e.Path == "/" || strings.HasPrefix(path, e.Path+"/"))
		if (path == e.Path || below) && len(e.Path) > length {
			best, length = e.Item, len(e.Path)
		}
	}
	return best
}

func BenchmarkFind(b *testing.B) {
	m := &menu.Menu{Name: "main"}
	for _, p := range []string{"/", "/offers", "/offers/power", "/service"} {
		m.Items = append(m.Items, menu.Item{ID: "x", Site: "s", Path: p})
	}
	f := menu.NewFinder([]*menu.Menu{m}, "s", nil)
	b.ReportAllocs()
	for b.Loop() {
		f.Find("/offers/power/green/prices?page=2")
	}
}
