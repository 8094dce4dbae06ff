package group

import (
	"fmt"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// Country is one country or territory of ISO 3166-1.
type Country struct {
	Code    string            // alpha-2, upper case: "FR"
	Code3   string            // alpha-3: "FRA"
	Numeric string            // three digits: "250"
	Region  string            // africa, americas, antarctica, asia, europe or oceania
	Names   map[string]string // by locale; every one of Locales
}

// Locales are the languages of the sample's content, in the order of its language selectors.
var Locales = []string{"fr", "en", "de", "ar"}

// reserved are codes that CLDR names and ISO 3166-1 has given to no country: islands kept for the post or for customs, the
// euro area, and the United Nations.
var reserved = map[string]bool{
	"AC": true, "CP": true, "CQ": true, "DG": true, "EA": true, "EZ": true, "IC": true, "TA": true, "UN": true,
}

// Countries lists the countries and territories of ISO 3166-1, ordered by code, with their names from CLDR. They are made
// here and not pasted into files, so that a new release of the library brings new names.
func Countries() []Country {
	namers := make(map[string]display.Namer, len(Locales))
	for _, tag := range Locales {
		namers[tag] = display.Regions(language.MustParse(tag))
	}
	var out []Country
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			code := string(a) + string(b)
			region, ok := assigned(code)
			if !ok {
				continue
			}
			c := Country{
				Code: code, Code3: region.ISO3(), Numeric: fmt.Sprintf("%03d", region.M49()), Region: continent(region),
				Names: make(map[string]string, len(Locales)),
			}
			for _, tag := range Locales {
				if name := namers[tag].Name(region); name != "" {
					c.Names[tag] = name
				}
			}
			// A withdrawn code whose country fell into several (SU, YU, AN) has no successor; CLDR no longer names it.
			if len(c.Names) == len(Locales) {
				out = append(out, c)
			}
		}
	}
	return out
}

// assigned finds the region of a code that ISO 3166-1 gives to a country today.
func assigned(code string) (language.Region, bool) {
	region, err := language.ParseRegion(code)
	if err != nil || !region.IsCountry() || reserved[code] {
		return region, false
	}
	// Withdrawn codes turn into their successor (DD → DE), aliases into the real one (UK → GB).
	if region.String() != code || region.Canonicalize().String() != code {
		return region, false
	}
	return region, code[0] != 'X' // XA to XZ are for private use (XK among them)
}

// continents are the five regions of UN M49, which CLDR's containment follows.
var continents = map[string]language.Region{
	"africa":   language.MustParseRegion("002"),
	"americas": language.MustParseRegion("019"),
	"asia":     language.MustParseRegion("142"),
	"europe":   language.MustParseRegion("150"),
	"oceania":  language.MustParseRegion("009"),
}

// continent gives the region of the world that a country lies in. M49 has no code for Antarctica, and CLDR puts it with the
// islands of Oceania.
func continent(region language.Region) string {
	if region.String() == "AQ" {
		return "antarctica"
	}
	for name, r := range continents {
		if r.Contains(region) {
			return name
		}
	}
	return ""
}
