package published_test

import (
	"encoding/json"
	"os"
	"slices"
	"testing"

	"github.com/portico-cms/portico/internal/published"
)

// domainItem is a menu item as clients/conformance/current-item.json has it: with a site, and paths by locale.
type domainItem struct {
	ID    string            `json:"id"`
	Site  string            `json:"site"`
	Path  string            `json:"path"`
	Paths map[string]string `json:"paths"`
	URL   string            `json:"url"`
	Match string            `json:"match"`
	Items []domainItem      `json:"items"`
}

// TestFinderConformance holds the delivery node to the same cases as the SDKs.
func TestFinderConformance(t *testing.T) {
	src, err := os.ReadFile("../../clients/conformance/current-item.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Sites []struct {
			Name  string   `json:"name"`
			Site  string   `json:"site"`
			Chain []string `json:"chain"`
			Menus []struct {
				Name  string       `json:"name"`
				Items []domainItem `json:"items"`
			} `json:"menus"`
			Pages []struct {
				Path      string   `json:"path"`
				Item      *string  `json:"item"`
				Exact     bool     `json:"exact"`
				Ancestors []string `json:"ancestors"`
			} `json:"pages"`
		} `json:"sites"`
	}
	if err := json.Unmarshal(src, &file); err != nil {
		t.Fatal(err)
	}
	for _, s := range file.Sites {
		var resolve func([]domainItem) []published.Item
		resolve = func(items []domainItem) []published.Item {
			var out []published.Item
			for _, it := range items {
				p := published.Item{ID: it.ID, Match: it.Match, Items: resolve(it.Items)}
				if it.URL == "" && it.Site == s.Site {
					p.Path = it.Path
					for _, tag := range slices.Backward(s.Chain) {
						if own, ok := it.Paths[tag]; ok {
							p.Path = own
						}
					}
				}
				out = append(out, p)
			}
			return out
		}
		menus := map[string][]published.Item{}
		for _, m := range s.Menus {
			menus[m.Name] = resolve(m.Items)
		}
		f := published.NewFinder(menus)
		for _, page := range s.Pages {
			t.Run(s.Name+" "+page.Path, func(t *testing.T) {
				index, exact := f.Find(page.Path)
				got, want := f.Item(index), ""
				if page.Item != nil {
					want = *page.Item
				}
				if got.ID != want || exact != page.Exact || !slices.Equal(got.Ancestors, page.Ancestors) {
					t.Errorf("found %q, exact %v, below %v; want %q, %v, %v", got.ID, exact, got.Ancestors, want, page.Exact, page.Ancestors)
				}
			})
		}
	}
}
