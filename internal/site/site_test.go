package site_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/site"
)

func good() *site.Site {
	s := &site.Site{
		Key: "customer", Name: "Customer portal", Origins: []string{"https://my.orvane.example", "http://localhost:8090"},
		Owner: "Customer IT", Brand: "orvane",
		Locales: []site.Locale{
			{Tag: "fr-ca", Fallback: "FR", Home: "/fr-ca/"}, {Tag: "fr", Fallback: "en", Home: "/fr/"}, {Tag: "en"}, {Tag: "ar", Fallback: "en", Home: "/ar/"},
		},
		DefaultLocale: "EN",
	}
	s.Normalize()
	return s
}

func TestNormalize(t *testing.T) {
	s := good()
	want := []site.Locale{
		{Tag: "fr-CA", Fallback: "fr", Home: "/fr-ca/"}, {Tag: "fr", Fallback: "en", Home: "/fr/"}, {Tag: "en", Home: "/"}, {Tag: "ar", Fallback: "en", Home: "/ar/"},
	}
	if diff := cmp.Diff(want, s.Locales); diff != "" {
		t.Errorf("locales (-want +got):\n%s", diff)
	}
	if s.DefaultLocale != "en" || s.Channel != "stable" || s.Integration != "sdk" || s.Status != "planned" {
		t.Errorf("defaults: %+v", s)
	}
	again := good()
	again.Normalize()
	if diff := cmp.Diff(s, again); diff != "" {
		t.Errorf("a second Normalize changes it:\n%s", diff)
	}
	first := &site.Site{Locales: []site.Locale{{Tag: "de"}, {Tag: "en"}}}
	if first.Normalize(); first.DefaultLocale != "de" {
		t.Errorf("the default locale is %q, not the first", first.DefaultLocale)
	}
}

func TestValidate(t *testing.T) {
	tests := []struct {
		name   string
		change func(*site.Site)
		want   []string // codes
	}{
		{"good", func(*site.Site) {}, nil},
		{"good facts", func(s *site.Site) { s.Theme, s.TargetDate, s.Contact = "dark", "2026-12-31", "+33 1 23 45 67 89" }, nil},
		{"good contact by mail", func(s *site.Site) { s.Contact = "Ada <ada@example.com>" }, nil},
		{"good contact by page", func(s *site.Site) { s.Contact = "https://chat.example/team" }, nil},
		{"contact", func(s *site.Site) { s.Contact = "ask Bob" }, []string{"bad_contact"}},
		{"contact by script", func(s *site.Site) { s.Contact = "javascript:alert(1)" }, []string{"bad_contact"}},
		{"theme", func(s *site.Site) { s.Theme = "pink" }, []string{"bad_value"}},
		{"target date", func(s *site.Site) { s.TargetDate = "2026-02-30" }, []string{"bad_date"}},
		{"no key", func(s *site.Site) { s.Key = "" }, []string{"bad_key"}},
		{"shared is no site", func(s *site.Site) { s.Key = site.Shared }, []string{"bad_key"}},
		{"hostile key", func(s *site.Site) { s.Key = "../etc" }, []string{"bad_key"}},
		{"nothing filled in", func(s *site.Site) { *s = site.Site{Key: "a", Channel: "stable", Integration: "sdk", Status: "planned"} },
			[]string{"required", "required", "required", "required", "required"}},
		{"long name", func(s *site.Site) { s.Name = strings.Repeat("x", 301) }, []string{"too_long"}},
		{"long stack", func(s *site.Site) { s.Stack = strings.Repeat("x", 1<<20) }, []string{"too_long"}},
		{"origin with a path", func(s *site.Site) { s.Origins = []string{"https://a.example/x"} }, []string{"bad_origin"}},
		{"plain http", func(s *site.Site) { s.Origins = []string{"http://a.example"} }, []string{"bad_origin"}},
		{"origin twice", func(s *site.Site) { s.Origins = append(s.Origins, s.Origins[0]) }, []string{"repeated"}},
		{"channel", func(s *site.Site) { s.Channel = "beta" }, []string{"bad_value"}},
		{"integration and status", func(s *site.Site) { s.Integration, s.Status = "iframe", "done" }, []string{"bad_value", "bad_value"}},
		{"sign-in elsewhere", func(s *site.Site) { s.SignIn = "//evil.example" }, []string{"bad_path"}},
		{"no locale", func(s *site.Site) { s.Locales = nil }, []string{"required"}},
		{"bad locale", func(s *site.Site) { s.Locales[3].Tag = "xx-nonsense-" }, []string{"bad_locale"}},
		{"locale twice", func(s *site.Site) { s.Locales[3].Tag = "fr" }, []string{"repeated"}},
		{"bad home", func(s *site.Site) { s.Locales[1].Home = "fr" }, []string{"bad_path"}},
		{"bad fallback", func(s *site.Site) { s.Locales[3].Fallback = "nonsense" }, []string{"bad_locale"}},
		{"fallback outside the site", func(s *site.Site) { s.Locales[2].Fallback = "de" }, nil},
		{"fallbacks in a circle", func(s *site.Site) { s.Locales[2].Fallback = "fr" }, []string{"cycle", "cycle", "cycle", "cycle"}},
		{"default locale", func(s *site.Site) { s.DefaultLocale = "de" }, []string{"bad_value"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := good()
			tt.change(s)
			ps := s.Validate()
			if diff := cmp.Diff(tt.want, codes(ps)); diff != "" {
				t.Errorf("problems (-want +got):\n%s%v", diff, ps)
			}
			if len(ps.Error()) > 4000 {
				t.Error("a message repeats a long text")
			}
		})
	}
}

func codes(ps fault.Problems) []string {
	var out []string
	for _, p := range ps {
		out = append(out, p.Code)
	}
	return out
}

func TestValidateGroup(t *testing.T) {
	named := func(key, parent, origin string) *site.Site {
		return &site.Site{Key: key, Parent: parent, Origins: []string{origin}}
	}
	tests := []struct {
		name  string
		sites []*site.Site
		want  []string
	}{
		{"good", []*site.Site{named("a", "", "https://a.example"), named("b", "a", "https://b.example")}, nil},
		{"key twice", []*site.Site{named("a", "", "https://a.example"), named("a", "", "https://b.example")}, []string{"repeated"}},
		{"origin twice", []*site.Site{named("a", "", "https://a.example"), named("b", "", "https://a.example")}, []string{"repeated"}},
		{"unknown parent", []*site.Site{named("a", "b", "https://a.example")}, []string{"unknown_parent"}},
		{"the shared space is no parent", []*site.Site{named("a", "shared", "https://a.example")}, []string{"unknown_parent"}},
		{"its own parent", []*site.Site{named("a", "a", "https://a.example")}, []string{"too_deep"}},
		{"each other's parent", []*site.Site{named("a", "b", "https://a.example"), named("b", "a", "https://b.example")}, []string{"too_deep", "too_deep"}},
		{"grandparent", []*site.Site{named("a", "", "https://a.example"), named("b", "a", "https://b.example"), named("c", "b", "https://c.example")}, []string{"too_deep"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, codes(site.ValidateGroup(tt.sites))); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

func TestLookups(t *testing.T) {
	s := good()
	if got := s.Chain("fr-CA"); !slices.Equal(got, []string{"fr-CA", "fr", "en"}) {
		t.Errorf("Chain = %v", got)
	}
	for tag, want := range map[string]string{
		"fr": "https://my.orvane.example/fr/", "en": "https://my.orvane.example/", "de": "https://my.orvane.example/",
	} {
		if got := s.Home(tag); got != want {
			t.Errorf("Home(%q) = %q, want %q", tag, got, want)
		}
	}
	if !s.HasLocale("ar") || s.HasLocale("de") {
		t.Error("HasLocale is wrong")
	}
	if got := s.Spaces(); !slices.Equal(got, []string{"customer", "shared"}) {
		t.Errorf("Spaces = %v", got)
	}
	s.Parent = "klio"
	if got := s.Spaces(); !slices.Equal(got, []string{"customer", "klio", "shared"}) || len(got) > site.MaxLevels {
		t.Errorf("Spaces = %v", got)
	}
}
