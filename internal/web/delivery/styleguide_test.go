package delivery

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	core "github.com/portico-cms/portico/internal/delivery"
	"github.com/portico-cms/portico/internal/published"
)

// guideDisk is the showcase's read side, with two brands that have components. Brand acme has the sites.
type guideDisk struct{ showcaseDisk }

func (d guideDisk) Load(ctx context.Context, each func(published.Record) error) error {
	for _, brand := range []string{"acme", "aaa"} {
		err := each(published.NewRecord(published.KindGuide, brand, published.Guide{
			Brand: brand, Name: strings.ToUpper(brand) + " <b>",
			Assets: []published.AssetLink{
				{URL: "/a/1/" + brand + ".css", Integrity: "sha384-x", As: "style"}, {URL: "/a/2/c.js", Integrity: "sha384-y", As: "script"},
			},
			Examples: map[string][]published.GuideExample{
				"ar": {{Name: "buttons", Title: "أزرار", Text: "نص", HTML: "<button>ar</button>"}},
				"en": {{Name: "buttons", Title: "Buttons & more", Text: "About <them>", HTML: `<button class="portico-button">Go</button>`}},
			},
		}))
		if err != nil {
			return err
		}
	}
	return d.showcaseDisk.Load(ctx, each)
}

func guideApp(t *testing.T, disk core.Index) *fiber.App {
	t.Helper()
	node := core.NewNode(disk, showcaseOrigin, time.Hour)
	if _, err := core.Restore(t.Context(), node); err != nil {
		t.Fatal(err)
	}
	return New(Options{Node: node, Logger: slog.New(slog.DiscardHandler)})
}

func TestStyleguide(t *testing.T) {
	app := guideApp(t, guideDisk{})
	hostile := url.QueryEscape(`"><script>alert(1)</script>`)
	for name, tt := range map[string]struct {
		path   string
		header []string
		want   []string
		not    []string
	}{
		"the brand of most sites": {
			path: "/styleguide",
			want: []string{
				`<html lang="en" dir="ltr">`, `<link rel="stylesheet" href="` + showcaseOrigin + `/a/1/acme.css" integrity="sha384-x" crossorigin="anonymous">`,
				`<script src="` + showcaseOrigin + `/a/2/c.js" integrity="sha384-y" crossorigin="anonymous" defer></script>`, "Buttons &amp; more", "About &lt;them&gt;",
				`<button class="portico-button">Go</button>`, "&lt;button class=&#34;portico-button&#34;&gt;Go&lt;/button&gt;", "AAA &lt;b&gt;",
			},
			not: []string{"data-portico-theme", "data-portico-contrast", "/a/1/aaa.css"},
		},
		"all that can be chosen": {
			path: "/styleguide?brand=aaa&theme=dark&contrast=more&locale=ar",
			want: []string{`<html lang="ar" dir="rtl" data-portico-theme="dark" data-portico-contrast="more">`, "/a/1/aaa.css", "<button>ar</button>", `href="/styleguide?brand=acme&amp;contrast=more&amp;locale=ar&amp;theme=dark"`},
		},
		"the browser's language":  {path: "/styleguide", header: []string{"Accept-Language", "ar"}, want: []string{`<html lang="ar" dir="rtl">`}},
		"a language there is not": {path: "/styleguide", header: []string{"Accept-Language", "fr"}, want: []string{`<html lang="en" dir="ltr">`}},
		"hostile": {
			path: "/styleguide?brand=" + hostile + "&theme=" + hostile + "&contrast=" + hostile + "&locale=" + hostile,
			want: []string{`<html lang="en" dir="ltr">`}, not: []string{"alert(1)"},
		},
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
	if _, _, body := getShowcase(t, app, "/v1/sites/shop"); !strings.Contains(body, `"components":[{"url":"`+showcaseOrigin+`/a/1/acme.css"`) {
		t.Errorf("the site's facts do not name its components: %s", body)
	}
	if status, _, _ := getShowcase(t, app, "/styleguide/assets/styleguide.css"); status != http.StatusOK {
		t.Errorf("the page's own styles: status %d", status)
	}
	if status, _, _ := getShowcase(t, guideApp(t, showcaseDisk{}), "/styleguide"); status != http.StatusNotFound {
		t.Errorf("without components: status %d, want 404", status)
	}
}

// TestStyleguideTexts finds what one of the languages lacks.
func TestStyleguideTexts(t *testing.T) {
	for tag, texts := range styleguideTextsIn {
		fields := reflect.ValueOf(*texts)
		for i := range fields.NumField() {
			if fields.Field(i).IsZero() {
				t.Errorf("%s: %s is empty", tag, fields.Type().Field(i).Name)
			}
		}
	}
}

// TestStyleguideFrames: the admin UI may show the style guide in a frame, and nobody else; the showcase stands in none.
func TestStyleguideFrames(t *testing.T) {
	for admin, want := range map[string]string{
		"": "frame-ancestors 'none';", "https://admin.example/portico": "frame-ancestors https://admin.example;", "not an address": "frame-ancestors 'none';",
	} {
		node := core.NewNode(guideDisk{}, showcaseOrigin, time.Hour)
		if _, err := core.Restore(t.Context(), node); err != nil {
			t.Fatal(err)
		}
		app := New(Options{Node: node, Logger: slog.New(slog.DiscardHandler), Showcase: true, AdminURL: func() string { return admin }})
		for path, want := range map[string]string{"/styleguide": want, "/showcase": "frame-ancestors 'none';"} {
			res, err := app.Test(httptest.NewRequest(http.MethodGet, path, nil))
			if err != nil {
				t.Fatal(err)
			}
			_ = res.Body.Close()
			if policy := res.Header.Get("Content-Security-Policy"); !strings.Contains(policy, want) {
				t.Errorf("%s with %q: %s", path, admin, policy)
			}
		}
	}
}
