package delivery_test

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	core "github.com/portico-cms/portico/internal/delivery"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/readmodel"
	"github.com/portico-cms/portico/internal/web/delivery"
)

// fixedLog is a publication log that holds what a test puts into it.
type fixedLog struct {
	records    []published.Record
	generation int64
}

func (l *fixedLog) Page(_ context.Context, after published.Place) (*published.Page, error) {
	page := &published.Page{Head: published.Position{Identity: "test", Generation: l.generation}, Whole: after.Identity == ""}
	page.Next.Position = page.Head
	for _, r := range l.records {
		if r.Generation > after.Generation {
			page.Records = append(page.Records, r)
		}
	}
	return page, nil
}

func (l *fixedLog) Watch() (<-chan struct{}, func()) { return nil, func() {} }

func (l *fixedLog) publish(records ...published.Record) {
	l.generation++
	for _, r := range records {
		r.Generation = l.generation
		l.records = append(l.records, r)
	}
}

// demo is a small group: a site with two locales, a menu of two levels and a part that uses every slot.
func demo() *fixedLog {
	l := &fixedLog{}
	site := func(key string, private bool) published.Record {
		return published.NewRecord(published.KindSite, key, published.Site{
			Key: key, Name: "Demo", DefaultLocale: "fr", DesignSystem: published.DesignSystem{Name: "demo-ds", Version: "1.2.3"}, Brand: "demo", Channel: "stable", Private: private,
			Origins: []string{"https://demo.example"}, Spaces: []string{key, "shared"}, Hosts: []string{"demo.example", "other.example"},
			Locales: []published.SiteLocale{
				{Tag: "fr", Label: "français", Dir: "ltr", Chain: []string{"fr", "en"}, Home: "https://demo.example/fr/"},
				{Tag: "en", Label: "English", Dir: "ltr", Chain: []string{"en"}, Home: "https://demo.example/en/"},
			},
			CSP: published.CSP{"style-src": {published.SlotOrigin}},
		})
	}
	l.publish(
		site("demo", false), site("hidden", true),
		bundle("demo", "fr"), bundle("demo", "en"), bundle("hidden", "fr"),
		published.NewRecord(published.KindSite, "bare", published.Site{Key: "bare", Name: "Bare", DefaultLocale: "fr", Brand: "none"}), // nothing but registered
		published.NewRecord(published.KindTokens, "demo", published.Tokens{
			Brand: "demo", CSS: ":root{--portico-x:1px" + strings.Repeat(";--portico-y:2px", 60) + "}", JSON: `{"light":{` + strings.Repeat(" ", 600) + `}}`,
		}),
		published.NewRecord(published.KindAsset, "abc123", published.Asset{File: "portico.css", Type: "text/css; charset=utf-8", Data: []byte("a{}")}),
		published.NewRecord(published.KindNode, "secrets", published.NodeSecrets{CursorKey: []byte("0123456789abcdef0123456789abcdef")}),
		entry("shared", "one", "One", nil), entry("shared", "two", "Two", nil),
		published.NewRecord(published.KindType, "article", published.Type{Name: "article", Title: "title", Slug: "slug", Markdown: []string{"body"}}),
	)
	return l
}

// entry is an article in French, with a slug of its key, a shared field, and references to other entries.
func entry(space, key, title string, refs []string) published.Record {
	var related []any
	for _, ref := range refs {
		related = append(related, map[string]any{"$ref": "article/" + ref})
	}
	shared := map[string]any{"category": "news"}
	if related != nil {
		shared["related"], shared["first"] = related, related[0]
	}
	body := strings.Repeat("**"+title+"** ", 40)
	return published.NewRecord(published.KindEntry, space+"-"+key, published.Entry{
		ID: space + "-" + key, Type: "article", Space: space, Key: key, Version: 1, Shared: shared,
		Locales: map[string]published.EntryDoc{"fr": {
			Fields: map[string]any{"title": title, "slug": key, "body": body}, HTML: map[string]any{"body": "<p>" + body + "</p>"},
		}},
	})
}

func bundle(site, tag string) published.Record {
	text := func(s string) published.Segment { return published.Segment{Text: s} }
	slot := func(s string) published.Segment { return published.Segment{Slot: s} }
	current := func(id string) published.Segment { return published.Segment{Slot: published.SlotCurrent, Item: id} }
	header := published.Part{
		text(`<header data-portico-generation="`), slot(published.SlotGeneration), text(`"><a href="/offers"`), current("offers"), text(`>Offers</a><a href="/offers/solar"`),
		current("solar"), text(`>Solar</a>`), slot(published.SlotLanguages), slot(published.SlotAccount), text(`</header>`),
	}
	for range 100 {
		header = append(header, text(`<a class="portico-link" href="https://demo.example/some/where">Some item of a larger menu</a>`))
	}
	return published.NewRecord(published.KindBundle, published.BundleKey(site, tag), published.Bundle{
		Site: site, Locale: tag,
		Parts: map[string]published.Part{
			"head":        {text(`<link rel="stylesheet" href="`), slot(published.SlotOrigin), text(`/a/abc123/portico.css">`)},
			"header":      header,
			"breadcrumbs": {slot(published.SlotBreadcrumbs)},
			"footer":      {text(`<footer>Demo</footer>`)},
			"scripts":     {text(`<script src="`), slot(published.SlotOrigin), text(`/a/abc123/portico.js" nonce="`), slot(published.SlotNonce), text(`"></script>`)},
		},
		Slots: published.SlotTemplates{
			"current.page":      {text(` aria-current="page"`)},
			"current.section":   {text(` aria-current="true"`)},
			"breadcrumbs.frame": {text(`<nav>`), slot(published.HoleItems), text(`</nav>`)},
			"breadcrumbs.item":  {text(`<a href="`), slot(published.HoleURL), text(`">`), slot(published.HoleLabel), text(`</a>`)},
			"breadcrumbs.last":  {text(`<b>`), slot(published.HoleLabel), text(`</b>`)},
			"languages.frame":   {text(`<ul>`), slot(published.HoleItems), text(`</ul>`)},
			"languages.item":    {text(`<a hreflang="`), slot(published.HoleLocale), text(`" href="`), slot(published.HoleURL), text(`">`), slot(published.HoleName), text(`</a>`)},
			"languages.current": {text(`<b>`), slot(published.HoleName), text(`</b>`)},
			"account.anonymous": {text(`<a href="https://demo.example/sign-in?returnTo=`), slot(published.SlotReturnTo), text(`">Sign in</a>`)},
		},
		Menus: map[string][]published.Item{"empty": nil, "main": {{
			ID: "offers", Label: "Offers", URL: "https://demo.example/offers", Path: "/offers",
			Items: []published.Item{{ID: "solar", Label: "Solar <b>", URL: "https://demo.example/offers/solar", Path: "/offers/solar"}},
		}}},
		Languages: []published.Language{
			{Locale: "fr", Label: "français", Dir: "ltr", URL: "https://demo.example/fr/"},
			{Locale: "en", Label: "English", Dir: "ltr", URL: "https://demo.example/en/"},
		},
		Assets: []published.AssetLink{{URL: "/a/abc123/portico.css", Integrity: "sha384-x", As: "style"}},
	})
}

// newDemo makes a delivery application that serves the demo group.
func newDemo(t testing.TB) *fiber.App {
	t.Helper()
	app, _, _ := follow(t, demo())
	return app
}

func follow(t testing.TB, log *fixedLog) (*fiber.App, *core.Node, *core.Follower) {
	t.Helper()
	index, _, err := readmodel.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = index.Close() })
	node := core.NewNode(index, "https://delivery.example", time.Minute)
	f := &core.Follower{Log: log, Node: node, Poll: time.Hour, Logger: slog.New(slog.DiscardHandler)}
	if _, err := f.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	return delivery.New(delivery.Options{Node: node, Logger: slog.New(slog.DiscardHandler)}), node, f
}
