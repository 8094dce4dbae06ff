package group

import (
	"regexp"
	"sort"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var (
	alpha3  = regexp.MustCompile(`^[A-Z]{3}$`)
	numeric = regexp.MustCompile(`^\d{3}$`)
)

func TestCountries(t *testing.T) {
	countries := Countries()
	if n := len(countries); n < 240 || n > 260 {
		t.Errorf("%d countries; ISO 3166-1 has about 249", n)
	}
	if !sort.SliceIsSorted(countries, func(i, j int) bool { return countries[i].Code < countries[j].Code }) {
		t.Error("not ordered by code")
	}
	byCode := map[string]Country{}
	for _, c := range countries {
		if _, twice := byCode[c.Code]; twice {
			t.Errorf("%s stands twice", c.Code)
		}
		byCode[c.Code] = c
		if !alpha3.MatchString(c.Code3) || !numeric.MatchString(c.Numeric) || c.Region == "" {
			t.Errorf("%+v lacks a code or its region", c)
		}
		for _, tag := range Locales {
			if c.Names[tag] == "" || c.Names[tag] == c.Code {
				t.Errorf("%s has no name in %s", c.Code, tag)
			}
		}
	}
	want := Country{
		Code: "FR", Code3: "FRA", Numeric: "250", Region: "europe",
		Names: map[string]string{"fr": "France", "en": "France", "de": "Frankreich", "ar": "فرنسا"},
	}
	if diff := cmp.Diff(want, byCode["FR"]); diff != "" {
		t.Errorf("FR: %s", diff)
	}
	for code, region := range map[string]string{"AQ": "antarctica", "BR": "americas", "MA": "africa", "JP": "asia", "NZ": "oceania"} {
		if got := byCode[code].Region; got != region {
			t.Errorf("%s lies in %q, want %s", code, got, region)
		}
	}
	for _, code := range []string{"DE", "MA", "CA", "AE", "SS", "CW", "AX", "GG", "PS", "TW"} {
		if _, ok := byCode[code]; !ok {
			t.Errorf("%s is missing", code)
		}
	}
	for _, code := range []string{"DD", "SU", "YU", "CS", "AN", "BU", "TP", "ZR", "FX", "NT", "UK", "EU", "UN", "XK", "XA", "ZZ", "AC", "IC"} {
		if _, ok := byCode[code]; ok {
			t.Errorf("%s is withdrawn, reserved or private and still listed", code)
		}
	}
}
