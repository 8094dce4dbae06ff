package delivery

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func plain(s string) published.Segment { return published.Segment{Text: s} }

func hole(s string) published.Segment { return published.Segment{Slot: s} }

// partsBundle is a bundle with a part for each thing that varies.
func partsBundle(tag, audience string) published.Bundle {
	item := published.Part{plain(`<li id="`), hole("name"), plain(`">`), hole("label"), hole("items"), plain("</li>")}
	until := noon.Add(time.Hour)
	return published.Bundle{
		Site: "demo", Locale: tag, Audience: audience,
		Menus: map[string][]published.Item{"main": {{ID: "offers", Label: "Offers", URL: "https://demo.example/offers", Path: "/offers"}}},
		Parts: published.Parts{
			"head":    {plain("<link>")},
			"header":  {plain("<header"), hole("theme"), plain(">" + audience), {Slot: "current", Item: "offers"}, plain("</header>")},
			"notices": {plain("<div>"), hole("notices"), plain("</div>")},
			"footer":  {plain("<footer>"), hole("generation"), plain("</footer>")},
			"scripts": {plain("<script>")},
		},
		Layouts: map[string]published.Parts{"simple": {"header": {plain("<header"), hole("theme"), plain(">simple</header>")}}},
		Slots: published.SlotTemplates{
			"theme.light": {plain(" light")}, "theme.dark": {plain(" dark")}, "current.page": {plain(" page")}, "current.section": {plain(" section")},
			"notices.frame": {plain("<ul>"), hole("items"), plain("</ul>")}, "notices.info": item, "notices.critical": item, "notices.warning": item,
			"notices.success": item, "notices.text": {hole("items")}, "notices.link": {plain(`<a href="`), hole("url"), plain(`">`), hole("label"), plain("</a>")},
			"notices.close": {plain("<button>"), hole("label"), plain("</button>")},
		},
		Languages: []published.Language{{Locale: tag, URL: "https://demo.example/"}},
		Assets:    []published.AssetLink{{URL: "/a/style1/portico.css", Integrity: "sha384-x", As: "style"}},
		Notices: []published.Notice{
			{ID: "now", Severity: "critical", Title: `<b>"Now"`, HTML: "<p>It is <em>here</em></p>", From: noon.Add(-time.Hour), Until: &until, Dismissible: true,
				Link: &published.Crumb{Label: "More", URL: "https://demo.example/?a&b"}},
			{ID: "soon", Severity: "of tomorrow", Title: "Soon", From: noon.Add(time.Minute)},
			{ID: "offers", Severity: "info", Title: "Offers", From: noon.Add(-time.Hour), Paths: []string{"/offers"}},
		},
	}
}

func partsSite(theme string) published.Site {
	return published.Site{
		Key: "demo", DefaultLocale: "fr", Origins: []string{"https://demo.example"}, Channel: "next", Theme: theme, Audiences: []string{"partner"},
		Locales: []published.SiteLocale{{Tag: "fr"}, {Tag: "ar"}}, CSP: published.CSP{"style-src": {"origin"}, "connect-src": {"origin", "'self'"}},
		Loader: &published.AssetLink{URL: "/a/loader2/" + loaderFile, Integrity: "sha384-l2"},
	}
}

// partsNode serves the bundles at noon.
func partsNode(t *testing.T, theme string) (*Node, *published.Snapshot) {
	t.Helper()
	asset := func(sha, file string) published.Record {
		return published.NewRecord(published.KindAsset, sha, published.Asset{File: file, Type: "text/javascript", Data: []byte("/* " + sha + " */")})
	}
	bundleRecord := func(tag, audience string) published.Record {
		return published.NewRecord(published.KindBundle, published.AudienceKey("demo", tag, audience), partsBundle(tag, audience))
	}
	generations := [][]published.Record{
		{asset("style1", "portico.css"), asset("loader1", loaderFile)},
		{asset("other", "portico.js")},
		{asset("loader2", loaderFile), published.NewRecord(published.KindSite, "demo", partsSite(theme)),
			bundleRecord("fr", ""), bundleRecord("ar", ""), bundleRecord("fr", "partner")},
		{published.NewRecord(published.KindSite, "closed", published.Site{Key: "closed", Private: true, Loader: &published.AssetLink{URL: "/a/loader2/" + loaderFile}})},
	}
	n := NewNode(nil, "https://portico.example", time.Hour)
	n.now = func() time.Time { return noon }
	s := published.Empty()
	for i, records := range generations {
		for j := range records {
			records[j].Generation = int64(i + 2)
		}
		next, err := s.Apply(int64(i+2), records, published.Node{Origin: n.Origin})
		if err != nil {
			t.Fatal(err)
		}
		s = next
	}
	return n, s
}

func fragment(t *testing.T, n *Node, s *published.Snapshot, part string, q PageQuery) *Body {
	t.Helper()
	b, err := n.Fragment(s, "demo", part, &q)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func bytesOf(b *Body) string { return string(b.In(Identity).Bytes) }

// TestNoticesOfAMoment: a page shows what holds now and stands on it, and the next moment something else, although nothing was published.
func TestNoticesOfAMoment(t *testing.T) {
	n, s := partsNode(t, "")
	now := `<li id="now">&lt;b&gt;&#34;Now&#34;<p>It is <em>here</em></p><a href="https://demo.example/?a&amp;b">More</a><button>&lt;b&gt;&#34;Now&#34;</button></li>`
	for _, tt := range []struct {
		after  time.Duration
		path   string
		want   string
		byTime bool
	}{
		{0, "/", "<ul>" + now + "</ul>", true},
		{0, "", "<ul>" + now + "</ul>", true},
		{0, "/offers/wind", "<ul>" + now + `<li id="offers">Offers</li></ul>`, true},
		{time.Minute, "/", "<ul>" + now + `<li id="soon">Soon</li></ul>`, true},
		{time.Hour, "/", `<ul><li id="soon">Soon</li></ul>`, false},
		{-2 * time.Hour, "/", "", true},
		{0, "/", "<ul>" + now + "</ul>", true}, // as before
	} {
		n.now = func() time.Time { return noon.Add(tt.after) }
		b := fragment(t, n, s, "notices", PageQuery{Path: tt.path})
		if got := bytesOf(b); got != "<div>"+tt.want+"</div>" || b.ByTime != tt.byTime {
			t.Errorf("%s %s: %s, by time %v", tt.path, tt.after, got, b.ByTime)
		}
		if all := fragment(t, n, s, "", PageQuery{Path: tt.path}); all.ByTime != tt.byTime {
			t.Errorf("%s %s: all parts together hold the notices too", tt.path, tt.after)
		}
		if fragment(t, n, s, "header", PageQuery{Path: tt.path}).ByTime {
			t.Error("the header holds no notices")
		}
	}
}

// TestLook: layout, theme, audience and channel, and what is said where there is no such.
func TestLook(t *testing.T) {
	n, s := partsNode(t, "")
	dark, darkSnapshot := partsNode(t, "dark")
	for _, tt := range []struct {
		q           PageQuery
		light, dark string // of a site without a theme, and of one that is always dark
		warns       string
	}{
		{PageQuery{}, "<header></header>", "<header dark></header>", ""},
		{PageQuery{Layout: "full", Audience: "anonymous", Theme: "auto", Channel: "next"}, "<header></header>", "<header dark></header>", ""},
		{PageQuery{Path: "/offers"}, "<header> page</header>", "<header dark> page</header>", ""},
		{PageQuery{Layout: "simple", Path: "/offers"}, "<header>simple</header>", "<header dark>simple</header>", ""},
		{PageQuery{Layout: "none"}, "", "", ""},
		{PageQuery{Layout: "FULL"}, "<header></header>", "<header dark></header>", "layout"},
		{PageQuery{Theme: "dark"}, "<header dark></header>", "<header dark></header>", ""},
		{PageQuery{Theme: "light"}, "<header light></header>", "<header light></header>", ""},
		{PageQuery{Theme: `" onload=x`}, "<header></header>", "<header dark></header>", "theme"},
		{PageQuery{Audience: "partner"}, "<header>partner</header>", "<header dark>partner</header>", ""},
		{PageQuery{Audience: "partner", Locale: "ar"}, "<header></header>", "<header dark></header>", "audience"},
		{PageQuery{Audience: "admin"}, "<header></header>", "<header dark></header>", "audience"},
		{PageQuery{Locale: "fr/partner"}, "<header></header>", "<header dark></header>", "locale"}, // one door for each thing
		{PageQuery{Channel: "stable"}, "<header></header>", "<header dark></header>", "channel"},
	} {
		q := tt.q
		b, err := n.Fragment(s, "demo", "header", &q)
		if err != nil || bytesOf(b) != tt.light || !warned(&q, tt.warns) {
			t.Errorf("%+v: %s, %q", tt.q, bytesOf(b), q.Warnings)
		}
		q = tt.q
		if b, err := dark.Fragment(darkSnapshot, "demo", "header", &q); err != nil || bytesOf(b) != tt.dark {
			t.Errorf("%+v: %s, where the site is dark", tt.q, bytesOf(b))
		}
	}
	if tags := fragment(t, n, s, "header", PageQuery{Audience: "partner"}).SurrogateKey; !strings.Contains(tags, "bundle:demo/fr/partner ") {
		t.Errorf("surrogate keys %s: a change of the audience's bundle purges nothing", tags)
	}
	if head := bytesOf(fragment(t, n, s, "head", PageQuery{Layout: "none"})); head != "<link>" {
		t.Errorf("the head of no layout: %s", head)
	}
}

// TestLoader: a generation names the loader that was in force then, for ever; what was before any loader is gone.
func TestLoader(t *testing.T) {
	n, s := partsNode(t, "")
	for name, want := range map[string]string{
		"demo.js": "/* loader2 */", "demo@2.js": "/* loader1 */", "demo@3.js": "/* loader1 */", "demo@4.js": "/* loader2 */", "demo@5.js": "/* loader2 */",
		"demo@1.js": "gone", "demo@6.js": "not_found", "demo@0.js": "not_found", "demo@-1.js": "not_found", "demo@04.js": "not_found", "demo@.js": "not_found",
		"demo@9223372036854775808.js": "not_found", "demo": "not_found", "demo.css": "not_found", "nobody.js": "not_found", "closed.js": "not_found", "": "not_found",
		"demo@4@4.js": "not_found", "../demo.js": "not_found",
	} {
		b, _, _, err := n.Loader(s, name)
		got := string(fault.CodeOf(err))
		if err == nil {
			got = bytesOf(b)
		}
		if got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	facts := string(must(n.Site(s, "demo")).In(Identity).Bytes)
	if !strings.Contains(facts, `"pinned":"https://portico.example/e/demo@4.js","integrity":"sha384-l2"`) {
		t.Error(facts)
	}
}

func must(b *Body, err error) *Body {
	if err != nil {
		panic(err)
	}
	return b
}

// unpacked gives the files of an archive, and their names in order.
func unpacked(t *testing.T, b *Body) (files map[string]string, names []string) {
	t.Helper()
	data := b.In(Identity).Bytes
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	files = map[string]string{}
	for _, f := range r.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		src, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		files[f.Name], names = string(src), append(names, f.Name)
	}
	return files, names
}

// TestExport: it holds everything, and the same publication gives the same bytes, on any node, at any time.
func TestExport(t *testing.T) {
	n, s := partsNode(t, "dark")
	body := must(n.Export(s, "demo"))
	other, otherSnapshot := partsNode(t, "dark")
	other.now = func() time.Time { return noon.Add(100 * time.Hour) }
	if !bytes.Equal(body.In(Identity).Bytes, must(other.Export(otherSnapshot, "demo")).In(Identity).Bytes) {
		t.Error("another node packs other bytes")
	}
	files, names := unpacked(t, body)
	if !slices.IsSorted(names) {
		t.Errorf("names %q", names)
	}
	for name, want := range map[string]string{
		"parts/fr/full/header.html": "<header dark></header>", "parts/ar/simple/header.html": "<header dark>simple</header>", "parts/fr/none/footer.html": "",
		"parts/fr/full/notices.html": "<div></div>", "a/style1/portico.css": "/* style1 */",
	} {
		if got, ok := files[name]; !ok || got != want {
			t.Errorf("%s: %q, %v", name, got, ok)
		}
	}
	var index struct {
		Generation int64
		Parts      []string
		Files      map[string]string
	}
	if err := json.Unmarshal([]byte(files["portico.json"]), &index); err != nil || index.Generation != 4 || len(index.Files) != len(files)-1 || len(index.Parts) != 5 {
		t.Errorf("%v: %+v", err, index)
	}
	for _, name := range []string{"csp.json", "bundles/fr.json", "bundles/ar.json", "bundles/fr/partner.json"} {
		if !json.Valid([]byte(files[name])) {
			t.Errorf("%s: %.100s", name, files[name])
		}
	}
	if again := body.In(Gzip); again.Encoding != Identity {
		t.Error("an archive is packed twice")
	}
	if _, err := n.Export(s, "closed"); !fault.Is(err, fault.NotFound) {
		t.Errorf("a private site is exported: %v", err)
	}
}

// TestSameMarkup: a bundle that its reader fills, finished fragments, server-side includes, the loader's answer and the export are the
// same HTML, in every locale and layout.
func TestSameMarkup(t *testing.T) {
	n, s := partsNode(t, "")
	n.now = func() time.Time { return noon.Add(-100 * time.Hour) } // no notices: the export has none
	files, _ := unpacked(t, must(n.Export(s, "demo")))
	for _, tag := range []string{"fr", "ar"} {
		var bundle published.Bundle
		if err := json.Unmarshal(must(n.Bundle(s, "demo", &PageQuery{Locale: tag})).In(Identity).Bytes, &bundle); err != nil {
			t.Fatal(err)
		}
		for _, layout := range published.Layouts {
			q := PageQuery{Locale: tag, Layout: layout}
			var answer struct{ Parts map[string]string }
			if err := json.Unmarshal(fragment(t, n, s, "", q).In(Identity).Bytes, &answer); err != nil {
				t.Fatal(err)
			}
			for name, part := range bundle.PartsIn(layout) {
				var filled strings.Builder
				part.Fill(&filled, func(published.Segment) string { return "" })
				page := q
				included, ok := n.Assembled(s, "demo", name, &page)
				got := map[string]string{
					"fragment": bytesOf(fragment(t, n, s, name, q)), "loader": answer.Parts[name], "include": bytesOf(included),
					"export": files[fmt.Sprintf("parts/%s/%s/%s.html", tag, layout, name)],
				}
				want := map[string]string{"fragment": filled.String(), "loader": filled.String(), "include": filled.String(), "export": filled.String()}
				if diff := cmp.Diff(want, got); diff != "" || !ok {
					t.Errorf("%s %s %s (-bundle +other):\n%s", tag, layout, name, diff)
				}
			}
		}
	}
}

// TestCSP: the node's own origin stands where the site says origin.
func TestCSP(t *testing.T) {
	n, s := partsNode(t, "")
	var got cspJSON
	if err := json.Unmarshal(must(n.CSP(s, "demo")).In(Identity).Bytes, &got); err != nil {
		t.Fatal(err)
	}
	if got.Policy != "connect-src https://portico.example 'self'; style-src https://portico.example" || got.Loader["trusted-types"][0] != "portico" {
		t.Errorf("%+v", got)
	}
}
