package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/portico-cms/portico/internal/published"
)

// records is a publication log that gives each record when it is asked for, so that it takes no memory itself.
type records struct {
	generation int64
	count      int
	record     func(i int) published.Record
	next       int // record of the page after the one that was given last: there is one reader, who reads in order
}

// pageOfRecords is how many records a page has.
const pageOfRecords = 1000

// Page implements published.Log: all of it, to who has nothing.
func (l *records) Page(_ context.Context, after published.Place) (*published.Page, error) {
	head := published.Position{Identity: "growth", Generation: l.generation, Epoch: "one"}
	p := &published.Page{Whole: after.Identity == "", Head: head, Next: published.Place{Position: head}}
	if after.Position == head && after.After == nil {
		return p, nil // whoever is here has everything
	}
	first := 0
	if after.After != nil {
		first = l.next
	}
	for i := first; i < min(l.count, first+pageOfRecords); i++ {
		r := l.record(i)
		r.Generation = l.generation
		p.Records = append(p.Records, r)
	}
	if l.next = first + len(p.Records); l.next < l.count {
		last := p.Records[len(p.Records)-1].Mark()
		p.Next.After = &last
	}
	return p, nil
}

// Watch never wakes: the node is told to catch up.
func (l *records) Watch() (<-chan struct{}, func()) { return nil, func() {} }

var locales = []string{"en", "fr", "de", "es"}

func siteKey(n int) string { return fmt.Sprintf("site-%d", n) }

func siteRecord(n int) published.Record {
	s := published.Site{Key: siteKey(n), Name: "Site", DefaultLocale: "en", Brand: "brand", Spaces: []string{siteKey(n), "shared"}}
	for _, tag := range locales {
		chain := []string{tag, "en"}
		if tag == "en" {
			chain = chain[:1]
		}
		s.Locales = append(s.Locales, published.SiteLocale{Tag: tag, Label: tag, Dir: "ltr", Chain: chain, Home: "https://site.example/" + tag})
	}
	return published.NewRecord(published.KindSite, s.Key, s)
}

// bundleRecord is the bundle of a site whose main menu has so many items, ten in each.
func bundleRecord(site, items int) published.Record {
	b := published.Bundle{Site: siteKey(site), Locale: "en", Slots: published.SlotTemplates{
		"current.page": {{Text: ` aria-current="page"`}}, "current.section": {{Text: ` aria-current="true"`}},
	}}
	var header published.Part
	var top []published.Item
	for i := range items {
		id, path := fmt.Sprintf("item-%d", i), itemPath(i)
		it := published.Item{ID: id, Label: "Item " + id, URL: "https://site.example" + path, Path: path}
		if i%10 == 0 {
			top = append(top, it)
		} else {
			top[len(top)-1].Items = append(top[len(top)-1].Items, it)
		}
		header = append(header, published.Segment{Text: `<li><a href="` + it.URL + `"`}, published.Segment{Slot: published.SlotCurrent, Item: id},
			published.Segment{Text: ">" + it.Label + "</a></li>"})
	}
	b.Parts, b.Menus = map[string]published.Part{"header": header}, map[string][]published.Item{"main": top}
	return published.NewRecord(published.KindBundle, published.BundleKey(siteKey(site), "en"), b)
}

func itemPath(i int) string {
	if i%10 == 0 {
		return fmt.Sprintf("/part-%d", i)
	}
	return fmt.Sprintf("/part-%d/page-%d", i-i%10, i)
}

var articleType = published.NewRecord(published.KindType, "article", published.Type{
	Name: "article", Title: "title", Slug: "slug", Sort: "-date", Markdown: []string{"body"}, Fields: []published.Field{
		{Name: "title", Kind: "text", Sortable: true, Searchable: true}, {Name: "slug", Kind: "slug", Filterable: true},
		{Name: "kind", Kind: "enumeration", Filterable: true}, {Name: "price", Kind: "integer", Filterable: true, Sortable: true},
		{Name: "date", Kind: "date-time", Filterable: true, Sortable: true}, {Name: "body", Kind: "markdown", Searchable: true},
	},
})

func slugOf(i int) string { return fmt.Sprintf("article-%d", i) }

func entryRecord(i int) published.Record {
	e := published.Entry{
		ID: fmt.Sprintf("0192f0c8-0001-7000-8000-%012x", i), Type: "article", Space: "shared", Key: slugOf(i), Version: 1,
		Shared: map[string]any{
			"kind": fmt.Sprintf("kind%d", i%50), "price": i * 7919 % 100_000,
			"date": fmt.Sprintf("20%02d-%02d-%02dT08:30:00Z", i%25, i%12+1, i%28+1),
		},
		Locales: map[string]published.EntryDoc{},
	}
	for _, tag := range locales {
		body := strings.Repeat(fmt.Sprintf("Words of %s, word%d and more of them. ", tag, i%997), 12)
		e.Locales[tag] = published.EntryDoc{
			Fields: map[string]any{"title": fmt.Sprintf("Article %d in %s", i, tag), "slug": slugOf(i), "body": body},
			HTML:   map[string]any{"body": "<p>" + body + "</p>"}, Text: map[string]any{"body": body},
		}
	}
	return published.NewRecord(published.KindEntry, e.ID, e)
}
