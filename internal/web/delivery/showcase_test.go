package delivery

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/google/go-cmp/cmp"

	core "github.com/portico-cms/portico/internal/delivery"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/query"
)

const showcaseOrigin = "http://node.example:8080"

// showcaseDisk is the read side of a node with two sites, one of them private, and an article.
type showcaseDisk struct{ core.Index }

func (showcaseDisk) State(context.Context) (core.State, error) {
	return core.State{Identity: "test", Generation: 7}, nil
}

func (showcaseDisk) Checksum(context.Context) (string, error) { return "", nil }

func (showcaseDisk) Load(_ context.Context, each func(published.Record) error) error {
	text := func(s string) published.Part { return published.Part{{Text: s}} }
	locales := []published.SiteLocale{
		{Tag: "fr", Label: "français", Dir: "ltr", Chain: []string{"fr"}, Home: "https://shop.example/fr/"},
		{Tag: "ar", Label: "العربية", Dir: "rtl", Chain: []string{"ar", "fr"}, Home: "https://shop.example/ar/"},
	}
	site := published.Site{
		Key: "shop", Name: "Shop <b>", Locales: locales, DefaultLocale: "fr", Brand: "acme", Origins: []string{"https://shop.example"},
		Hosts: []string{"shop.example"}, DesignSystem: published.DesignSystem{Name: "acme", Version: "1.2.3"},
	}
	secret := site
	secret.Key, secret.Name, secret.Private = "secret", "Secret", true
	records := []published.Record{
		published.NewRecord(published.KindSite, "shop", site), published.NewRecord(published.KindSite, "secret", secret),
		published.NewRecord(published.KindType, "article", published.Type{Name: "article", Title: "title"}),
		published.NewRecord(published.KindTokens, "acme", published.Tokens{Brand: "acme", JSON: `{"light":{"color.band.background":"#123456"}}`}),
	}
	for _, l := range locales {
		b := published.Bundle{
			Site: "shop", Locale: l.Tag, DesignSystem: site.DesignSystem,
			Parts: map[string]published.Part{
				"head": text("<link data-head>"), "header": append(text("<header>"), published.Segment{Slot: published.SlotLanguages}),
				"breadcrumbs": {{Slot: published.SlotBreadcrumbs}}, "footer": text("<footer>"), "scripts": text("<script data-scripts></script>"),
			},
			Slots: published.SlotTemplates{
				"breadcrumbs.frame": {{Text: "<nav>"}, {Slot: "items"}}, "breadcrumbs.item": {{Slot: "label"}, {Text: " > "}}, "breadcrumbs.last": {{Slot: "label"}},
				"languages.frame": {{Slot: "items"}}, "languages.item": {{Text: "[alt "}, {Slot: "url"}, {Text: "]"}},
			},
			Languages: []published.Language{{Locale: "fr", URL: "https://shop.example/fr/"}, {Locale: "ar", URL: "https://shop.example/ar/"}},
			Menus: map[string][]published.Item{"main": {
				{ID: "sale", Label: "Sale " + l.Tag, URL: l.Home + "sale", Path: "/" + l.Tag + "/sale", Items: []published.Item{
					{ID: "shoes", Label: "Shoes " + l.Tag, URL: l.Home + "sale/shoes", Path: "/" + l.Tag + "/sale/shoes"},
				}},
				{ID: "elsewhere", Label: "Elsewhere", URL: "https://other.example/"},
			}},
		}
		records = append(records, published.NewRecord(published.KindBundle, published.BundleKey("shop", l.Tag), b))
	}
	for _, r := range records {
		r.Generation = 7
		if err := each(r); err != nil {
			return err
		}
	}
	return nil
}

var showcaseArticle = query.Doc{
	ID: "0192", Type: "article", Space: "shop", Generation: 7,
	Fields:   json.RawMessage(`{"title":"Half price <i>","body":"<p>From <em>Monday</em></p>","summary":"All shoes","publishedOn":"2026-10-01"}`),
	Fallback: json.RawMessage(`{"title":"fr"}`),
}

func (showcaseDisk) List(_ context.Context, q query.List) (*query.Page, error) {
	doc := showcaseArticle
	if q.Chain[0] == "fr" {
		doc.Fallback = nil
	}
	return &query.Page{Docs: []*query.Doc{&doc}, Generation: 7}, nil
}

func (showcaseDisk) Get(_ context.Context, q query.Get) (*query.Doc, error) {
	if q.IDOrSlug != showcaseArticle.ID {
		return nil, fault.New(fault.NotFound, "no such entry")
	}
	doc := showcaseArticle
	return &doc, nil
}

func showcaseApp(t *testing.T, on bool) *fiber.App {
	t.Helper()
	node := core.NewNode(showcaseDisk{}, showcaseOrigin, time.Hour)
	if _, err := core.Restore(t.Context(), node); err != nil {
		t.Fatal(err)
	}
	return New(Options{Node: node, Logger: slog.New(slog.DiscardHandler), Showcase: on})
}

func getShowcase(t *testing.T, app *fiber.App, path string, header ...string) (status int, got http.Header, body string) {
	t.Helper()
	req := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	res, err := app.Test(req, 5000)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, res.Header, string(b)
}

func TestShowcase(t *testing.T) {
	app := showcaseApp(t, true)
	hostile := url.QueryEscape(`/"><script>alert(1)</script>`)
	for name, tt := range map[string]struct {
		path   string
		header []string
		want   []string
		not    []string
	}{
		"the list": {
			path: "/showcase",
			want: []string{
				`<html lang="en" dir="ltr">`, "Shop &lt;b&gt;", `href="/showcase/shop?locale=ar"`, `fill="#123456"`, "acme 1.2.3",
				"curl &#39;" + showcaseOrigin + "/v1/sites/shop/fragments?locale=fr&amp;path=/&#39;",
				"&lt;!--# include virtual=&#34;/i/shop/header/fr&#34; --&gt;",
			},
			not: []string{"Secret", "<b>"},
		},
		"the list in the browser's language": {path: "/showcase", header: []string{"Accept-Language", "de-AT,en;q=0.5"}, want: []string{`<html lang="de"`}},
		"the list in a language":             {path: "/showcase?locale=ar", want: []string{`<html lang="ar" dir="rtl">`}},
		"the list in no language":            {path: "/showcase?locale=" + hostile, want: []string{`<html lang="en"`}, not: []string{"alert(1)"}},
		"a home page": {
			path: "/showcase/shop",
			want: []string{
				`<html lang="fr" dir="ltr">`, "<link data-head>", "<header>", "<footer>", "<script data-scripts></script>", "<h1>Shop &lt;b&gt;</h1>",
				`href="/v1/sites/shop/tokens.css"`, "Half price &lt;i&gt;", "1 octobre 2026", "https://shop.example",
			},
			not: []string{"Elsewhere", "secret", "data-portico-theme"},
		},
		"a page of the menu": {
			path: "/showcase/shop?locale=ar&path=/ar/sale/shoes&theme=dark",
			want: []string{
				`<html lang="ar" dir="rtl" data-portico-theme="dark">`, "<h1>Shoes ar</h1>", "<nav>Sale ar > Shoes ar", `aria-current="page">Shoes ar`,
				`aria-current="true">Sale ar`, "[alt https://shop.example/fr/sale/shoes]", `class="story" lang="fr" dir="ltr"`,
			},
		},
		"a path says the locale":        {path: "/showcase/shop?path=/ar/sale", want: []string{`<html lang="ar"`, "<h1>Sale ar</h1>"}},
		"the locale of the page before": {path: "/showcase/shop?path=/cart&prefer=ar", want: []string{`<html lang="ar"`}},
		"the path before that":          {path: "/showcase/shop?path=/fr/cart&prefer=ar", want: []string{`<html lang="fr"`}},
		"a locale that is not there":    {path: "/showcase/shop?locale=de", want: []string{`<html lang="fr"`}},
		"a hostile path":                {path: "/showcase/shop?path=" + hostile, want: []string{`value="/&#34;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"`}, not: []string{"<script>alert"}},
		"a hostile locale":              {path: "/showcase/shop?locale=" + hostile, not: []string{"alert(1)"}},
		"a hostile theme":               {path: "/showcase/shop?theme=" + hostile, not: []string{"alert(1)"}},
		"a path of another host":        {path: "/showcase/shop?path=//evil.example/", not: []string{"evil.example"}},
		"an address for a path":         {path: "/showcase/shop?path=https://evil.example/", not: []string{"evil.example"}},
		"an article":                    {path: "/showcase/shop?read=0192", want: []string{"<h1>Half price &lt;i&gt;</h1>", "<p>From <em>Monday</em></p>", "<nav>Half price &lt;i&gt;"}},
		"an article that is not here":   {path: "/showcase/shop?read=" + hostile, want: []string{"<h1>Shop &lt;b&gt;</h1>"}, not: []string{"alert(1)"}},
	} {
		t.Run(name, func(t *testing.T) {
			status, header, body := getShowcase(t, app, tt.path, tt.header...)
			if status != http.StatusOK {
				t.Fatalf("status %d: %s", status, body)
			}
			for _, w := range tt.want {
				if !strings.Contains(body, w) {
					t.Errorf("the page lacks %q", w)
				}
			}
			for _, n := range tt.not {
				if strings.Contains(body, n) {
					t.Errorf("the page has %q", n)
				}
			}
			if inline := showcaseInline.FindString(body); inline != "" {
				t.Errorf("the policy forbids what is inline: %q", inline)
			}
			checkShowcaseHeaders(t, header)
		})
	}
}

var showcaseInline = regexp.MustCompile(`<script>|<style|\sstyle=|\son[a-z]+="|href="javascript:`)

func checkShowcaseHeaders(t *testing.T, header http.Header) {
	t.Helper()
	own := "'self' " + showcaseOrigin
	want := map[string]string{
		"Content-Type": "text/html; charset=utf-8", "X-Robots-Tag": "noindex", "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff",
		"Cross-Origin-Opener-Policy": "same-origin",
		"Content-Security-Policy": "default-src 'none'; style-src " + own + "; script-src " + own + "; img-src " + own + "; font-src " + own +
			"; connect-src " + own + "; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
	}
	got := map[string]string{}
	for k := range want {
		got[k] = header.Get(k)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("headers (-want +got):\n%s", diff)
	}
}

func TestShowcaseStatus(t *testing.T) {
	app := showcaseApp(t, true)
	for path, want := range map[string]int{
		"/":                                                 http.StatusFound,
		"/showcase/nothing":                                 http.StatusNotFound,
		"/showcase/secret":                                  http.StatusNotFound, // a private site is as if it were not
		"/showcase/%3Cscript%3E":                            http.StatusNotFound,
		"/showcase/assets/site.css":                         http.StatusOK,
		"/showcase/assets/index.css":                        http.StatusOK,
		"/showcase/assets/showcase.js":                      http.StatusOK,
		"/showcase/assets/favicon.svg":                      http.StatusOK,
		"/showcase/assets/site.html":                        http.StatusNotFound,
		"/showcase/assets/..%2fshowcase.go":                 http.StatusNotFound,
		"/showcase/shop?path=/" + strings.Repeat("x", 3000): http.StatusOK,
	} {
		if got, _, _ := getShowcase(t, app, path); got != want {
			t.Errorf("%.60s: status %d, want %d", path, got, want)
		}
	}
	off := showcaseApp(t, false)
	for _, path := range []string{"/", "/showcase", "/showcase/shop", "/showcase/assets/site.css"} {
		if got, _, _ := getShowcase(t, off, path); got != http.StatusNotFound {
			t.Errorf("switched off, %s: status %d, want 404", path, got)
		}
	}
}

// TestShowcaseTexts finds what one of the languages lacks.
func TestShowcaseTexts(t *testing.T) {
	for _, tag := range showcaseLanguages {
		texts := reflect.ValueOf(*showcaseTextsIn[tag])
		for i := range texts.NumField() {
			if texts.Field(i).IsZero() {
				t.Errorf("%s: %s is empty", tag, texts.Type().Field(i).Name)
			}
		}
	}
	if got, want := showcaseTextsIn["de"].Day(time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)), "1. März 2026"; got != want {
		t.Errorf("Day = %q, want %q", got, want)
	}
}
