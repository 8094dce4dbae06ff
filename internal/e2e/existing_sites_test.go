package e2e

import (
	"html"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// clientTTL is how long the sites keep an answer here, instead of the usual 30 seconds.
const clientTTL = time.Second

// TestExistingSites is the whole way through: files, database, publication log, delivery, and the page of a site that nobody
// here wrote. Each step builds on the one before.
func TestExistingSites(t *testing.T) {
	requireApplications(t)
	clearArtifacts(t)
	server := newPortico(t)
	sites := startExisting(t, server.delivery)

	for _, s := range sites {
		unchanged(t, s) // nothing listens on Portico's address
	}
	inTrouble(t, server.delivery, sites)

	server.serve(t)
	for _, s := range sites {
		server.setOrigin(t, s.key, s.url)
	}
	browser := newBrowser(t)
	for _, locale := range []string{"fr", "ar"} {
		for _, s := range sites {
			// The language selector names the origin that was registered last.
			eventually(t, func() string { return missing(fetch(t, s.url+s.page+"?lang="+locale), s.url+s.page+"?lang=en") })
		}
		sameMenu(t, server, browser, sites, locale)
	}

	ignoresBadLocales(t, server, sites)
	fallsForNone(t, server, sites[1], "/trap.html", "/piece.html")
	fallsForNone(t, server, sites[2], "/trap.ashx", "/piece.ashx")

	const item, label = "network", "Réseau, coupures et « travaux »"
	server.rename(t, item, "fr", label)
	for _, s := range sites {
		eventually(t, func() string { return missing(fetch(t, s.url+s.page+"?lang=fr"), label) })
		if v := browser.open(t, s.url+s.page+"?lang=fr", s.key+"-renamed"); !slices.Contains(v.Menu, label) {
			t.Errorf("%s: the published label is not in the menu %q", s.key, v.Menu)
		}
	}

	if code := server.process.stop(t); code != 0 {
		t.Errorf("portico ends with exit code %d after SIGTERM, want 0", code)
	}
	time.Sleep(2 * clientTTL) // now all three ask in vain
	for _, s := range sites {
		lastHeader(t, browser, s, label, "stopped")
		s.restart() // now nothing is in memory
		lastHeader(t, browser, s, label, "restarted")
		elsewhere(t, s, label)
	}
}

// sameMenu looks at the sites in one locale: one menu for all, and each has its own item marked.
func sameMenu(t *testing.T, server *portico, b browser, sites []*existingSite, locale string) {
	t.Helper()
	var first []string
	for _, s := range sites {
		v := b.explore(t, s.url+s.page+"?lang="+locale, s.key+"-"+locale)
		if first == nil {
			first = v.Menu
		}
		if diff := cmp.Diff(first, v.Menu); diff != "" {
			t.Errorf("%s, %s: its menu differs from that of %s (-%[3]s +%[1]s):\n%s", s.key, locale, sites[0].key, diff)
		}
		if own := server.menuLabels(t, s.key, locale)[s.key]; own == "" || len(v.Menu) < 120 ||
			len(v.Current) == 0 || v.Current[len(v.Current)-1] != own || !v.Shown {
			t.Errorf("%s, %s: of %d items in the menu %q are marked, to be seen: %t; want at least 120, %q marked, and to be seen",
				s.key, locale, len(v.Menu), v.Current, v.Shown, own)
		}
		fits(t, s, locale, v)
	}
}

// fits checks that the shared parts and the application get along.
func fits(t *testing.T, s *existingSite, locale string, v view) {
	t.Helper()
	direction := map[string]string{"fr": "ltr", "ar": "rtl"}[locale]
	if v.Dir != direction {
		t.Errorf("%s, %s: the header runs %s", s.key, locale, v.Dir)
	}
	if s.key == "suppliers" && v.PageDir != direction { // DokuWiki speaks these languages; the others speak English only
		t.Errorf("%s, %s: the page runs %s", s.key, locale, v.PageDir)
	}
	if want := s.url + s.page + "?lang=en"; v.Language != want {
		t.Errorf("%s, %s: the language selector leads to %q for English, want %s", s.key, locale, v.Language, want)
	}
	if !strings.Contains(v.Text, s.content) {
		t.Errorf("%s, %s: its own text %q is gone", s.key, locale, s.content)
	}
	if v.Sideways > 0 {
		t.Errorf("%s, %s: the page is %d pixels wider than the window", s.key, locale, v.Sideways)
	}
	if v.Narrow > 0 {
		t.Errorf("%s, %s: the shared parts are %d pixels wider than a telephone", s.key, locale, v.Narrow)
	}
	if !v.Styled || len(v.errors) > 0 {
		t.Errorf("%s, %s: styled %t, errors in the console: %q", s.key, locale, v.Styled, v.errors)
	}
}

// ignoresBadLocales asks for what is no locale of the site: it is not passed on, and the page comes in the default locale.
func ignoresBadLocales(t *testing.T, server *portico, sites []*existingSite) {
	t.Helper()
	for _, s := range sites {
		own := server.menuLabels(t, s.key, "fr")[s.key]
		for _, query := range []string{"?lang=xx", "?lang=fr%22%20id%3D1", "?lang%5B%5D=ar", "?lang=%FF&lang=%0D%0A"} {
			if complaint := missing(fetch(t, s.url+s.page+query), own); complaint != "" {
				t.Errorf("%s%s: %s", s.key, query, complaint)
			}
		}
	}
}

// lastHeader looks at a site while Portico is away.
func lastHeader(t *testing.T, b browser, s *existingSite, label, picture string) {
	t.Helper()
	v := b.open(t, s.url+s.page+"?lang=fr", s.key+"-"+picture)
	if !slices.Contains(v.Menu, label) || len(v.Current) == 0 || !strings.Contains(v.Text, s.content) {
		t.Errorf("%s, Portico %s: menu of %d items with %q marked, own text there: %t; want the last header and the page",
			s.key, picture, len(v.Menu), v.Current, strings.Contains(v.Text, s.content))
	}
}

// elsewhere looks at a page that no client has asked about, while Portico is away: it has the last header of another page,
// without that page's breadcrumbs and marks.
func elsewhere(t *testing.T, s *existingSite, label string) {
	t.Helper()
	page := fetch(t, s.url+s.other+"?lang=fr")
	if complaint := missing(page, label); complaint != "" {
		t.Errorf("%s%s: %s", s.key, s.other, complaint)
	}
	for _, wrong := range []string{`data-portico-part="breadcrumbs"`, "aria-current"} {
		if strings.Contains(page, wrong) {
			t.Errorf("%s%s: %s belongs to another page", s.key, s.other, wrong)
		}
	}
}

// fetch gets a page without a browser.
func fetch(t *testing.T, url string) string {
	t.Helper()
	status, body, err := get(url)
	if err != nil || status != 200 {
		t.Fatalf("%s: status %d, %v", url, status, err)
	}
	return string(body)
}

// missing gives a complaint where a page lacks a text, written as HTML or with character references.
func missing(page, text string) string {
	if strings.Contains(html.UnescapeString(page), text) {
		return ""
	}
	return "the page lacks " + text
}

// eventually asks again and again until there is no complaint.
func eventually(t *testing.T, complaint func() string) {
	t.Helper()
	var last string
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(200 * time.Millisecond) {
		if last = complaint(); last == "" {
			return
		}
	}
	t.Fatal(last)
}
