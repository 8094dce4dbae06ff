package site_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/site"
)

func label(s string) map[string]string { return map[string]string{"en": s} }

func withAll() site.Options {
	return site.Options{
		Logo: "alone", Sticky: true, Density: "compact", Hidden: []string{"offers"}, Switcher: []string{"customer", "shop"}, Feedback: "/feedback",
		Menu: []site.Link{{ID: "own", Label: label("Own"), Items: []site.Link{
			{ID: "own-a", Label: label("A"), Path: "/a", Paths: map[string]string{"fr": "/fr/a"}, Items: []site.Link{{ID: "own-b", Label: label("B"), URL: "https://b.example/"}}},
		}}},
		Utility: []site.Link{{ID: "own-u", Label: label("U"), Paths: map[string]string{"fr": "/fr/u"}}},
		Consent: site.Consent{Version: "2026-11", Policy: map[string]string{"fr": "/p", "en": "https://law.example/p"}, Categories: []site.Category{
			{Key: "statistics"}, {Key: "chat", Label: label("Chat")},
		}},
	}
}

// TestOptions: every problem has its place and code.
func TestOptions(t *testing.T) {
	link := func(change func(*site.Link)) func(*site.Options) {
		return func(o *site.Options) { change(&o.Menu[0]) }
	}
	many := func(n int) (out []site.Link) {
		for i := range n {
			out = append(out, site.Link{ID: "l" + strings.Repeat("x", i), Label: label("L"), Path: "/"})
		}
		return out
	}
	tests := []struct {
		name   string
		change func(*site.Options)
		want   []string // pointer code
	}{
		{"good", func(*site.Options) {}, nil},
		{"none", func(o *site.Options) { *o = site.Options{} }, nil},
		{"logo", func(o *site.Options) { o.Logo = "big" }, []string{"/options/logo bad_value"}},
		{"density", func(o *site.Options) { o.Density = "dense" }, []string{"/options/density bad_value"}},
		{"feedback by script", func(o *site.Options) { o.Feedback = "javascript:alert(1)" }, []string{"/options/feedback bad_address"}},
		{"feedback elsewhere", func(o *site.Options) { o.Feedback = "//evil.example" }, []string{"/options/feedback bad_address"}},
		{"feedback by https", func(o *site.Options) { o.Feedback = "https://feedback.example/x" }, nil},
		{"hidden", func(o *site.Options) { o.Hidden = []string{"A b", "x", "x"} }, []string{"/options/hidden bad_key", "/options/hidden repeated"}},
		{"hidden without end", func(o *site.Options) { o.Hidden = make([]string, 300) }, []string{"/options/hidden too_many"}},
		{"switcher", func(o *site.Options) { o.Switcher = []string{"../x"} }, []string{"/options/switcher bad_key"}},
		{"link id", link(func(l *site.Link) { l.ID = `"><script>` }), []string{"/options/menu/0/id bad_id"}},
		{"link id twice", func(o *site.Options) { o.Utility[0].ID = "own" }, []string{"/options/utility/0/id repeated"}},
		{"link without label", link(func(l *site.Link) { l.Label = nil }), []string{"/options/menu/0/label required"}},
		{"link with an empty label", link(func(l *site.Link) { l.Label = label(" ") }), []string{"/options/menu/0/label bad_text"}},
		{"link in no language", link(func(l *site.Link) { l.Label = map[string]string{"klingon!": "x"} }), []string{"/options/menu/0/label bad_locale"}},
		{"link to nowhere", link(func(l *site.Link) { l.Items = nil }), []string{"/options/menu/0/path required"}},
		{"link to two places", link(func(l *site.Link) { l.Path, l.URL = "/a", "https://a.example/" }), []string{"/options/menu/0/url two_targets"}},
		{"link by script", link(func(l *site.Link) { l.URL = "javascript:alert(1)" }), []string{"/options/menu/0/url bad_url"}},
		{"link off the site", link(func(l *site.Link) { l.Path = "//evil.example" }), []string{"/options/menu/0/path bad_path"}},
		{"link off the site in a language", link(func(l *site.Link) { l.Paths = map[string]string{"fr": `/\evil`} }), []string{"/options/menu/0/paths/fr bad_path"}},
		{"too deep", func(o *site.Options) { o.Menu[0].Items[0].Items[0].Items = many(1) }, []string{"/options/menu/0/items/0/items/0/items too_deep"}},
		{"below a row", func(o *site.Options) { o.Utility[0].Items = many(1) }, []string{"/options/utility/0/items too_deep"}},
		{"too many", func(o *site.Options) { o.Menu = many(62) }, []string{"/options/menu too_many"}},
		{"consent without a question", func(o *site.Options) { o.Consent.Categories = nil }, []string{"/options/consent/categories required"}},
		{"consent version", func(o *site.Options) { o.Consent.Version = "a; Path=/" }, []string{"/options/consent/version bad_version"}},
		{"consent without version", func(o *site.Options) { o.Consent.Version = "" }, []string{"/options/consent/version bad_version"}},
		{"policy", func(o *site.Options) { o.Consent.Policy["fr"] = "javascript:x" }, []string{"/options/consent/policy bad_address"}},
		{"necessary", func(o *site.Options) { o.Consent.Categories[1].Key = "necessary" }, []string{"/options/consent/categories/1/key bad_key"}},
		{"category twice", func(o *site.Options) { o.Consent.Categories[1].Key = "statistics" }, []string{"/options/consent/categories/1/key bad_key"}},
		{"category nobody knows", func(o *site.Options) { o.Consent.Categories[1].Label = nil }, []string{"/options/consent/categories/1/label required"}},
		{"categories", func(o *site.Options) { o.Consent.Categories = make([]site.Category, 9) }, nil},
	}
	for _, tt := range tests {
		s := good()
		s.Options = withAll()
		tt.change(&s.Options)
		var got []string
		for _, p := range s.Validate() {
			got = append(got, p.Pointer+" "+p.Code)
		}
		if tt.name == "categories" {
			if !slices.Contains(got, "/options/consent/categories too_many") {
				t.Errorf("%s: %q", tt.name, got)
			}
			continue
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// TestSwitcherOfUnknownSites: a switcher leads to registered sites only.
func TestSwitcherOfUnknownSites(t *testing.T) {
	s := good()
	s.Options.Switcher = []string{"customer", "gone"}
	ps := site.ValidateGroup([]*site.Site{s})
	if len(ps) != 1 || ps[0].Pointer != "/options/switcher" || ps[0].Code != "unknown_site" {
		t.Error(ps)
	}
}
