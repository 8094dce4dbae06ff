package delivery

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/published"
)

// testSite has the locales fr (default), fr-CA, de and ar, and a menu of two levels.
func testSite(t testing.TB) *published.SiteView {
	t.Helper()
	site := published.Site{Key: "demo", DefaultLocale: "fr", Origins: []string{"https://demo.example", "https://old.example"}, Hosts: []string{"demo.example", "other.example"}}
	records := []published.Record{published.NewRecord(published.KindSite, "demo", site)}
	for _, tag := range []string{"fr", "fr-CA", "de", "ar"} {
		records = append(records, published.NewRecord(published.KindBundle, "demo/"+tag, published.Bundle{
			Site: "demo", Locale: tag,
			Menus: map[string][]published.Item{"main": {{
				ID: "offers", Label: "Offers", URL: "https://demo.example/offers", Path: "/offers",
				Items: []published.Item{{ID: "solar", Label: "Solar", URL: "https://demo.example/offers/solar", Path: "/offers/solar"}},
			}}},
			Languages: []published.Language{{Locale: "fr", URL: "https://demo.example/fr"}, {Locale: "fr-CA", URL: "https://demo.example/ca"}, {Locale: "ar", URL: "https://demo.example/ar"}},
		}))
	}
	s, err := published.Empty().Apply(1, records, published.Node{})
	if err != nil {
		t.Fatal(err)
	}
	return s.Sites["demo"]
}

// everything is a part that shows all that a page may send.
var everything = &published.Shape{Crumbs: true, Languages: true, Account: true, Theme: true}

func TestUnderstandLocale(t *testing.T) {
	site := testSite(t)
	for asked, want := range map[string]string{ // "!" is with a warning
		"": "fr", "fr": "fr", "FR": "fr", "fr-CA": "fr-CA", "fr-ca": "fr-CA", "fr_CA": "fr-CA", "FR-ca": "fr-CA",
		"fr-BE": "fr", "de-AT": "de", "de-Latn-AT": "de", "ar-EG": "ar", "fr-CA-x-private": "!fr",
		"en": "!fr", "xx": "!fr", "klingon": "!fr", "-": "!fr", "fr-": "!fr", "de-": "!fr", "../de": "!fr", "d\x00e": "!fr", "*": "!fr",
		strings.Repeat("de-", 3000): "!fr", "fr\r\nX: y": "!fr", "und": "!fr",
	} {
		q := &PageQuery{Locale: asked}
		p, ok := q.understand(site)
		if !ok {
			t.Fatalf("%.40q: no bundle", asked)
		}
		got := p.bundle.Locale
		if len(q.Warnings) > 0 {
			got = "!" + got
		}
		if got != want {
			t.Errorf("%.40q: %s, want %s", asked, got, want)
		}
	}
	if _, ok := (&PageQuery{}).understand(&published.SiteView{Site: published.Site{DefaultLocale: "fr"}}); ok {
		t.Error("a site without bundles has a page")
	}
}

func TestUnderstandPlace(t *testing.T) {
	site := testSite(t)
	for _, c := range []struct {
		query PageQuery
		item  string
		exact bool
		warns string
	}{
		{PageQuery{}, "", false, ""},
		{PageQuery{Path: "/offers"}, "offers", true, ""},
		{PageQuery{Path: "/offers/?a=b#c"}, "offers", true, ""},
		{PageQuery{Path: "/offers/wind"}, "offers", false, ""},
		{PageQuery{Path: "/%6Fffers/./solar;jsessionid=1"}, "solar", true, ""},
		{PageQuery{Path: "/elsewhere"}, "", false, ""},
		{PageQuery{Path: "offers"}, "", false, "path"},
		{PageQuery{Path: "https://demo.example/offers"}, "", false, "path"},
		{PageQuery{Path: "/offers" + strings.Repeat("/x", 1000)}, "", false, "path"},
		{PageQuery{Active: "solar", Path: "/offers"}, "solar", true, ""}, // active wins
		{PageQuery{Active: "nobody", Path: "/offers"}, "offers", true, "active"},
		{PageQuery{Active: "nobody"}, "", false, "active"},
		{PageQuery{Active: `"><script>`}, "", false, "active"},
	} {
		q := c.query
		p, _ := q.understand(site)
		if got := p.bundle.Finder.Item(p.index).ID; got != c.item || p.exact != c.exact || !warned(&q, c.warns) {
			t.Errorf("%+.60v: %q, exact %v, %q; want %q, %v, %q", c.query, got, p.exact, q.Warnings, c.item, c.exact, c.warns)
		}
	}
}

// warned says whether the warnings name just this parameter, or nothing where it is "".
func warned(q *PageQuery, parameter string) bool {
	if parameter == "" {
		return len(q.Warnings) == 0
	}
	return len(q.Warnings) == 1 && strings.HasPrefix(q.Warnings[0], parameter+": ")
}

// hostileLinks is S4: addresses that must never be linked to, however they are sent.
var hostileLinks = []string{
	"//evil.example", "///evil.example", `/\evil.example`, `\/evil.example`, `\\evil.example`, "/\t/evil.example", "/\n/evil.example",
	"https://evil.example", "https://evil.example/demo.example", "https://demo.example.evil.example", "https://evildemo.example", "http://demo.example",
	"https://demo.example@evil.example", "https://user@demo.example", "https://user:pw@demo.example/", `https://demo.example\@evil.example`,
	"javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\nscript:alert(1)", " javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "vbscript:x", "blob:https://demo.example/x", "file:///etc/passwd",
	"https:demo.example", "https:/demo.example", "ftp://demo.example", "//demo.example", "demo.example", "?x", "#x", "..",
	"/a\r\nSet-Cookie: x=y", "/a%0d%0aSet-Cookie:%20x=y", "/a%0D%0A", "/%00", "/a%1f", "/a%7F", "https://demo.example/%0aX: y", "/a?b=%09",
	"/\u202egpj.exe", "/\u2066a", "/a\x00", "/\x7f", "/\u0085", "/\xff", "/ a", "/%zz", "/" + strings.Repeat("x", 3000),
}

// goodLinks are addresses with what becomes of them.
var goodLinks = map[string]string{
	"/":                                   "https://demo.example/",
	"/a/b?c=d&e#f":                        "https://demo.example/a/b?c=d&e#f",
	"/%D8%B9?q=%20%C3%A9":                 "https://demo.example/%D8%B9?q=%20%C3%A9",
	"/العروض":                             "https://demo.example/العروض",
	"/a%2f%70":                            "https://demo.example/a%2f%70",
	"https://demo.example/x":              "https://demo.example/x",
	"https://www.other.example/x?y":       "https://www.other.example/x?y",
	`https://demo.example/"><script>`:     "https://demo.example/%22%3E%3Cscript%3E",
	"https://demo.example/javascript:foo": "https://demo.example/javascript:foo",
}

func TestS4ReturnTo(t *testing.T) {
	site := testSite(t)
	for _, link := range hostileLinks {
		q := &PageQuery{ReturnTo: link}
		if p, _ := q.understand(site); p.returnTo != "" || p.rest(everything) != "" || !warned(q, "returnTo") {
			t.Errorf("%.60q became %q, %q", link, p.returnTo, q.Warnings)
		}
	}
	for link, want := range goodLinks {
		q := &PageQuery{ReturnTo: link}
		if p, _ := q.understand(site); p.returnTo != want || len(q.Warnings) > 0 {
			t.Errorf("%q became %q, %q; want %q", link, p.returnTo, q.Warnings, want)
		}
	}
}

func TestS4Crumbs(t *testing.T) {
	site := testSite(t)
	for _, link := range hostileLinks {
		q := &PageQuery{Crumbs: []string{"Label|" + link}}
		if p, _ := q.understand(site); p.crumbs != nil || !warned(q, "bc") {
			t.Errorf("%.60q became %q, %q", link, p.crumbs, q.Warnings)
		}
	}
	for link, want := range goodLinks {
		q := &PageQuery{Crumbs: []string{"Label|" + link}}
		p, _ := q.understand(site)
		if diff := cmp.Diff([]published.Crumb{{Label: "Label", URL: want}}, p.crumbs); diff != "" || len(q.Warnings) > 0 {
			t.Errorf("%q: %q %s", link, q.Warnings, diff)
		}
	}
}

func TestS4Alternates(t *testing.T) {
	site := testSite(t)
	for _, link := range append(hostileLinks, "") {
		q := &PageQuery{Alternates: []string{"ar|" + link}}
		if p, _ := q.understand(site); p.languages != nil || !warned(q, "alt") {
			t.Errorf("%.60q became %v, %q", link, p.languages, q.Warnings)
		}
	}
	for _, c := range []struct {
		name  string
		sent  []string
		want  string // locale url, in order
		warns string
	}{
		{"the site's order", []string{"ar|/ar", "fr|/fr", "fr-CA|/ca"}, "fr /fr, fr-CA /ca, ar /ar", ""},
		{"any spelling", []string{"FR_ca|/ca", "AR|/ar"}, "fr-CA /ca, ar /ar", ""},
		{"twice", []string{"ar|/1", "ar|/2"}, "ar /1", "alt"},
		{"not of this site", []string{"en|/en", "ar|/ar"}, "ar /ar", "alt"},
		{"not offered", []string{"de|/de"}, "", "alt"},
		{"no address", []string{"ar", "fr|"}, "", "alt"},
		{"no locale", []string{"|/x", "", "||"}, "", "alt"},
		{"hostile locale", []string{`"><script>|/x`, "a r|/x"}, "", "alt"},
	} {
		q := &PageQuery{Alternates: c.sent}
		p, _ := q.understand(site)
		var got []string
		for _, l := range p.languages {
			got = append(got, l.Locale+" "+strings.TrimPrefix(l.URL, "https://demo.example"))
		}
		if strings.Join(got, ", ") != c.want || !warned(q, c.warns) {
			t.Errorf("%s: %q, %q; want %q, %q", c.name, got, q.Warnings, c.want, c.warns)
		}
	}
	if site.Bundles["fr"].Languages[0].URL != "https://demo.example/fr" {
		t.Error("a page's alternates changed the bundle")
	}
}

func TestCrumbLabels(t *testing.T) {
	site := testSite(t)
	for sent, want := range map[string]string{ // "" is dropped
		"Offers":                     "Offers",
		"  Offers  ":                 "Offers",
		"<b>&\"'":                    "<b>&\"'", // escaped where it is written
		"العروض \u200fx":             "العروض \u200fx",
		"a\r\nb\tc\x00d\x7fe\u0085f": "abcdef",
		"user\u202egpj.exe\u202c":    "usergpj.exe",
		"\u2066x\u2069":              "x",
		"a\xff\xfeb":                 "ab",
		strings.Repeat("é", 100):     strings.Repeat("é", 100),
		strings.Repeat("é", 101):     "",
		"":                           "", " ": "", "\x00": "", "\u202e": "", "|/x": "", "\n|": "",
	} {
		q := &PageQuery{Crumbs: []string{sent}}
		p, _ := q.understand(site)
		got := ""
		if len(p.crumbs) > 0 {
			got = p.crumbs[0].Label
		}
		if got != want || (want == "") != warned(q, "bc") {
			t.Errorf("%q became %q, %q; want %q", sent, got, q.Warnings, want)
		}
	}
}

func TestCrumbsHaveALimit(t *testing.T) {
	q := &PageQuery{}
	for i := range 2000 {
		q.Crumbs = append(q.Crumbs, fmt.Sprintf("%d|/%d", i, i))
	}
	p, _ := q.understand(testSite(t))
	if len(p.crumbs) != maxCrumbs || p.crumbs[11].Label != "11" || !warned(q, "bc") {
		t.Errorf("%d crumbs, %q", len(p.crumbs), q.Warnings)
	}
}

// TestWarningsHaveALimit: they are a header, and a header that is too long is an error at the next proxy.
func TestWarningsHaveALimit(t *testing.T) {
	q := &PageQuery{}
	for i := range 100 {
		q.Warn(fmt.Sprintf("%d", i/2))
	}
	if len(q.Warnings) != maxWarnings || len(slices.Compact(q.Warnings)) != maxWarnings {
		t.Errorf("%q", q.Warnings)
	}
	q.Reset()
	if len(q.Warnings) != 0 {
		t.Errorf("after Reset: %q", q.Warnings)
	}
}

// TestG3RestNamesAllThatVaries: two pages share a body only where every value that is written into it is the same.
func TestG3RestNamesAllThatVaries(t *testing.T) {
	site := testSite(t)
	seen := map[string]int{}
	for i, q := range []PageQuery{
		{},
		{Crumbs: []string{"a|/b"}}, {Crumbs: []string{"a|/c"}}, {Crumbs: []string{"a"}}, {Crumbs: []string{"a|/b", "c"}}, {Crumbs: []string{"a", "c"}}, {Crumbs: []string{"ac"}},
		{Alternates: []string{"fr|/b"}}, {Alternates: []string{"ar|/b"}}, {Alternates: []string{"fr|/b", "ar|/b"}},
		{ReturnTo: "/b"}, {ReturnTo: "/c"}, {ReturnTo: "/b", Crumbs: []string{"a|/b"}}, {Crumbs: []string{"a|/b"}, Alternates: []string{"fr|/b"}},
	} {
		p, _ := q.understand(site)
		if other, twice := seen[p.rest(everything)]; twice || len(q.Warnings) > 0 {
			t.Errorf("queries %d and %d share a body; %q", i, other, q.Warnings)
		}
		seen[p.rest(everything)] = i
	}
	a, b := PageQuery{Alternates: []string{"fr|/a", "ar|/b"}}, PageQuery{Alternates: []string{"AR|/b", "fr|/a"}}
	p, _ := a.understand(site)
	q, _ := b.understand(site)
	if p.rest(everything) != q.rest(everything) {
		t.Error("the same page in another order is made twice")
	}
}
