package menu_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/menu"
	"github.com/portico-cms/portico/internal/weburl"
)

func item(change func(*menu.Item)) menu.Item {
	it := menu.Item{ID: "offers", Label: map[string]string{"en": "Offers"}, Site: "corporate", Path: "/offers"}
	if change != nil {
		change(&it)
	}
	return it
}

var targets = menu.Targets{Sites: map[string]bool{"corporate": true}, Hosts: weburl.Hosts{"example.com": true}}

func TestValidateItem(t *testing.T) {
	tests := []struct {
		name   string
		change func(*menu.Item)
		code   string // "" is no problem
	}{
		{"good", nil, ""},
		{"good address outside", func(it *menu.Item) { it.Site, it.Path, it.URL = "", "", "https://www.example.com/x" }, ""},
		{"good heading", func(it *menu.Item) {
			it.Site, it.Path = "", ""
			it.Items = []menu.Item{item(func(it *menu.Item) { it.ID = "below" })}
		}, ""},
		{"good paths by locale", func(it *menu.Item) { it.Paths = map[string]string{"fr-CA": "/offres"} }, ""},
		{"no id", func(it *menu.Item) { it.ID = "" }, "bad_id"},
		{"hostile id", func(it *menu.Item) { it.ID = "__proto__" }, "bad_id"},
		{"id with a slash", func(it *menu.Item) { it.ID = "../x" }, "bad_id"},
		{"id with verbs of a format", func(it *menu.Item) { it.ID = "%d%s" }, "bad_id"},
		{"no label", func(it *menu.Item) { it.Label = nil }, "required"},
		{"label in no language", func(it *menu.Item) { it.Label = map[string]string{"english": "x"} }, "bad_locale"},
		{"label in a tag that is not canonical", func(it *menu.Item) { it.Label = map[string]string{"fr-ca": "x"} }, "bad_locale"},
		{"blank label", func(it *menu.Item) { it.Label["en"] = " " }, "bad_text"},
		{"long label", func(it *menu.Item) { it.Label["en"] = strings.Repeat("x", 301) }, "bad_text"},
		{"blank description", func(it *menu.Item) { it.Description = map[string]string{"en": ""} }, "bad_text"},
		{"match", func(it *menu.Item) { it.Match = "prefix" }, "bad_value"},
		{"icon with a path", func(it *menu.Item) { it.Icon = "../secret" }, "bad_name"},
		{"two targets", func(it *menu.Item) { it.URL = "https://www.example.com/" }, "two_targets"},
		{"nowhere", func(it *menu.Item) { it.Site, it.Path = "", "" }, "nowhere"},
		{"unknown site", func(it *menu.Item) { it.Site = "nobody" }, "unknown_site"},
		{"path without site", func(it *menu.Item) { it.Site = "" }, "required"},
		{"site without path", func(it *menu.Item) { it.Path = "" }, "required"},
		{"path to another host", func(it *menu.Item) { it.Path = "//evil.example" }, "bad_path"},
		{"path in a locale to another host", func(it *menu.Item) { it.Paths = map[string]string{"fr": `/\evil.example`} }, "bad_path"},
		{"empty path in a locale", func(it *menu.Item) { it.Paths = map[string]string{"fr": ""} }, "bad_path"},
		{"path in no language", func(it *menu.Item) { it.Paths = map[string]string{"french": "/x"} }, "bad_locale"},
		{"script", func(it *menu.Item) { it.Site, it.Path, it.URL = "", "", "javascript:alert(1)" }, "bad_url"},
		{"good entry", func(it *menu.Item) { it.Path, it.Entry = "", "article/first" }, ""},
		{"entry without site", func(it *menu.Item) { it.Site, it.Path, it.Entry = "", "", "article/first" }, "required"},
		{"entry on an unknown site", func(it *menu.Item) { it.Site, it.Path, it.Entry = "nobody", "", "article/first" }, "unknown_site"},
		{"entry and path", func(it *menu.Item) { it.Entry = "article/first" }, "two_targets"},
		{"entry of a hostile type", func(it *menu.Item) { it.Path, it.Entry = "", "__proto__/x" }, "bad_value"},
		{"entry above", func(it *menu.Item) { it.Path, it.Entry = "", "article/../x" }, "bad_value"},
		{"good visibility", func(it *menu.Item) { it.Sites, it.Audiences = []string{"corporate"}, []string{"customer", "partner"} }, ""},
		{"visible on an unknown site", func(it *menu.Item) { it.Sites = []string{"nobody"} }, "unknown_site"},
		{"hidden on an unknown site", func(it *menu.Item) { it.NotSites = []string{"nobody"} }, "unknown_site"},
		{"visible and hidden", func(it *menu.Item) { it.Sites, it.NotSites = []string{"corporate"}, []string{"corporate"} }, "two_lists"},
		{"a site twice", func(it *menu.Item) { it.Sites = []string{"corporate", "corporate"} }, "repeated"},
		{"many sites", func(it *menu.Item) { it.Sites = make([]string, 101) }, "too_many"},
		{"hostile audience", func(it *menu.Item) { it.Audiences = []string{"<b>"} }, "bad_name"},
		{"an audience twice", func(it *menu.Item) { it.Audiences = []string{"a", "a"} }, "repeated"},
		{"many audiences", func(it *menu.Item) { it.Audiences = make([]string, 101) }, "too_many"},
		{"good badge", func(it *menu.Item) { it.Badge = map[string]string{"en": "<New>"} }, ""},
		{"long badge", func(it *menu.Item) { it.Badge = map[string]string{"en": strings.Repeat("x", 61)} }, "bad_text"},
		{"host that is not allowed", func(it *menu.Item) { it.Site, it.Path, it.URL = "", "", "https://evil.example/" }, "host_not_allowed"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := &menu.Menu{Name: "main", Space: "shared", Items: []menu.Item{item(tt.change)}}
			ps := m.Validate(targets)
			var got []string
			for _, p := range ps {
				got = append(got, p.Code)
				if strings.Contains(p.Message, "%!") {
					t.Errorf("broken message: %s", p.Message)
				}
			}
			var want []string
			if tt.code != "" {
				want = []string{tt.code}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("problems (-want +got):\n%s%v", diff, ps)
			}
		})
	}
}

func TestValidateMenu(t *testing.T) {
	deep := item(nil)
	for i := range 4 {
		deep = item(func(it *menu.Item) { it.ID, it.Items = "level-"+string(rune('a'+i)), []menu.Item{deep} })
	}
	tests := []struct {
		name string
		menu menu.Menu
		want string
	}{
		{"name", menu.Menu{Name: "left%d", Space: "shared", Items: []menu.Item{item(nil)}}, "bad_value"},
		{"space", menu.Menu{Name: "main", Space: "nobody", Items: []menu.Item{item(nil)}}, "unknown_site"},
		{"repeated id", menu.Menu{Name: "main", Space: "corporate", Items: []menu.Item{item(nil), item(nil)}}, "repeated"},
		{"depth", menu.Menu{Name: "main", Space: "shared", Items: []menu.Item{deep}}, "too_deep"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ps := tt.menu.Validate(targets)
			if len(ps) != 1 || ps[0].Code != tt.want {
				t.Errorf("problems: %v; want one %s", ps, tt.want)
			}
		})
	}
	many := menu.Menu{Name: "main", Space: "shared", Items: make([]menu.Item, menu.MaxItems+1)}
	if ps := many.Validate(targets); ps[len(ps)-1].Code != "too_many" {
		t.Errorf("%d items are not refused", len(many.Items))
	}
}

func TestValidateTogether(t *testing.T) {
	main := &menu.Menu{Name: "main", Items: []menu.Item{item(nil)}}
	footer := &menu.Menu{Name: "footer", Items: []menu.Item{item(nil), item(func(it *menu.Item) { it.ID = "contact" })}}
	ps := menu.ValidateTogether([]*menu.Menu{main, footer})
	if len(ps) != 1 || ps[0].Message != `menu footer: item id "offers" is used in menu main too` {
		t.Errorf("problems: %v", ps)
	}
}

func TestWalkGivesAncestors(t *testing.T) {
	m := &menu.Menu{Items: []menu.Item{
		{ID: "a", Items: []menu.Item{{ID: "b", Items: []menu.Item{{ID: "c"}, {ID: "d"}}}, {ID: "e"}}},
		{ID: "f"},
	}}
	var kept [][]*menu.Item // kept beyond the call: a shared array would mix them up
	var ids []string
	m.Walk(func(it *menu.Item, ancestors []*menu.Item) {
		ids, kept = append(ids, it.ID), append(kept, ancestors)
	})
	var got []string
	for i, ancestors := range kept {
		line := ""
		for _, a := range ancestors {
			line += a.ID + " > "
		}
		got = append(got, line+ids[i])
	}
	want := []string{"a", "a > b", "a > b > c", "a > b > d", "a > e", "f"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if m.Find("d") != &m.Items[0].Items[0].Items[1] || m.Find("x") != nil {
		t.Error("Find does not give the item of the tree")
	}
}

func TestPathIn(t *testing.T) {
	it := menu.Item{Path: "/offers", Paths: map[string]string{"fr": "/offres"}}
	for want, chain := range map[string][]string{"/offres": {"fr-CA", "fr", "en"}, "/offers": {"de", "en"}} {
		if got := it.PathIn(chain); got != want {
			t.Errorf("PathIn(%v) = %q, want %q", chain, got, want)
		}
	}
}
