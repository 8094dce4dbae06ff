package readmodel

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/query"
)

// benchEntries is how many articles the benchmarks have, in four locales each: PORTICO_BENCH_ENTRIES, 2,000 where it is not set.
func benchEntries() int {
	n, err := strconv.Atoi(os.Getenv("PORTICO_BENCH_ENTRIES"))
	if err != nil {
		return 2000
	}
	return n
}

var benchChains = []string{"fr", "en", "de", "ar"}

// large makes a read side of articles with a category each, 50 people and a text of some lines.
func large(b testing.TB, n int) *ReadModel {
	b.Helper()
	m := openTest(b, b.TempDir())
	records := append(modelRecords(), siteOf("a", benchChains...))
	for i := range 50 {
		id := fmt.Sprintf("person-%02d", i)
		records = append(records, published.NewRecord(published.KindEntry, id, published.Entry{
			ID: id, Type: "person", Space: "shared", Key: id, Shared: doc{"name": "Person " + strconv.Itoa(i), "n": i},
			Locales: map[string]published.EntryDoc{"fr": {Fields: doc{}}, "en": {Fields: doc{}}, "de": {Fields: doc{}}, "ar": {Fields: doc{}}},
		}))
	}
	begin := time.Now()
	put(b, m, 1, records...)
	for from := 0; from < n; from += 10_000 {
		batch := make([]published.Record, 0, 10_000)
		for i := from; i < min(n, from+10_000); i++ {
			locales := map[string]published.EntryDoc{}
			for j, tag := range benchChains {
				body := strings.Repeat(fmt.Sprintf("énergie eau mot%d ", i%997), 20)
				locales[tag] = published.EntryDoc{
					Fields: doc{"title": fmt.Sprintf("Titre %d de %s", i*7919%n, tag), "slug": fmt.Sprint("s-", i), "body": body},
					HTML:   doc{"body": "<p>" + body + "</p>"}, Text: doc{"body": body}, PublishedAt: publishedAt.Add(time.Duration(i*j) * time.Second),
				}
			}
			id := fmt.Sprintf("01a200ef-d884-7%03x-8000-%012x", i%4096, i)
			batch = append(batch, published.NewRecord(published.KindEntry, id, published.Entry{
				ID: id, Type: "article", Space: []string{"shared", "shared", "shared", "a"}[i%4], Key: fmt.Sprint("k", i), Version: 1, UpdatedAt: publishedAt,
				Shared: doc{
					"n": i % 1000, "on": fmt.Sprintf("20%02d-%02d-%02d", i%25, i%12+1, i%28+1), "kind": kinds[i%3], "flag": i%2 == 0, "price": fmt.Sprintf("%d.50", i%5000),
					"tags": []any{fmt.Sprint("tag", i%200), fmt.Sprint("group", i%7)}, "author": ref("person", fmt.Sprintf("person-%02d", i%50)),
				},
				Locales: locales,
			}))
		}
		put(b, m, int64(from/10_000+2), batch...)
	}
	b.Logf("%d entries in %d chains written in %s", n, len(benchChains), time.Since(begin).Round(time.Millisecond))
	return m
}

// benchQueries are what sites ask.
var benchQueries = []struct{ name, src string }{
	{"by default", `{"type":"article"}`},
	{"filter few, sort", `{"type":"article","filter":{"tags":"tag7"},"sort":["-on"]}`},
	{"filter many, sort", `{"type":"article","filter":{"kind":"news"},"sort":["-on","title"]}`},
	{"filter many and range", `{"type":"article","filter":{"kind":"news","n":{"gte":500}},"sort":["title"]}`},
	{"through a reference", `{"type":"article","filter":{"author.n":{"lt":5}},"sort":["-on"]}`},
	{"through one, nothing", `{"type":"article","filter":{"author.name":"nobody"},"sort":["-on"]}`},
	{"or and not", `{"type":"article","filter":{"or":[{"tags":"group1"},{"not":{"kind":"press"}}]},"sort":["-publishedAt"]}`},
	{"contains, rare", `{"type":"article","filter":{"title":{"contains":"1234"}},"sort":["title"]}`},
	{"many, none together", `{"type":"article","filter":{"flag":true,"tags":"group1","n":{"in":[1,3,5,7,9]},"kind":{"ne":"advice"}},"sort":["title"]}`},
	{"words", `{"type":"article","q":"mot123 énergie"}`},
	{"words of all", `{"type":"article","q":"énergie"}`},
	{"words, sort", `{"type":"article","q":"énergie","sort":["-on"]}`},
	{"count", `{"type":"article","filter":{"kind":"news"},"count":"exact"}`},
	{"facets", `{"type":"article","filter":{"tags":"group3"},"facets":["kind","tags"]}`},
	{"include", `{"type":"article","filter":{"kind":"news"},"sort":["-on"],"include":["author"]}`},
}

func benchList(b testing.TB, src string) query.List {
	b.Helper()
	q, err := query.ParseJSON([]byte(src))
	if err != nil {
		b.Fatal(err)
	}
	c, err := query.Check(q, &query.Registry{Types: modelTypes}, "article")
	if err != nil {
		b.Fatal(err)
	}
	return query.List{Scope: query.Scope{Spaces: []string{"a", "shared"}, Chain: []string{"fr"}}, Query: c}
}

func BenchmarkList(b *testing.B) {
	m := large(b, benchEntries())
	for _, c := range benchQueries {
		b.Run(c.name, func(b *testing.B) {
			list := benchList(b, c.src)
			for b.Loop() {
				p, err := m.List(b.Context(), list)
				if err != nil {
					b.Fatal(err)
				}
				if _, err := list.Query.Expand(b.Context(), m, list.Scope, p.Docs); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("one change", func(b *testing.B) {
		generation := int64(1000)
		for b.Loop() {
			generation++
			put(b, m, generation, entryOf("shared", "bench", doc{"n": 1, "kind": "news"}, map[string]doc{"fr": {"title": fmt.Sprint(generation)}}))
		}
	})
}

// BenchmarkGet asks for one entry, by slug.
func BenchmarkGet(b *testing.B) {
	m := large(b, benchEntries())
	i := 0
	for b.Loop() {
		i++
		get := query.Get{Scope: query.Scope{Spaces: []string{"a", "shared"}, Chain: []string{"fr"}}, Type: "article", IDOrSlug: fmt.Sprint("s-", i%benchEntries())}
		if _, err := m.Get(b.Context(), get); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSave applies an entry of four locales of which one title changed, and one that is as it was but for its version.
func BenchmarkSave(b *testing.B) {
	m := large(b, benchEntries())
	body := strings.Repeat("énergie eau des textes longs ", 100)
	generation := int64(1000)
	for _, c := range []struct {
		name  string
		title func(tag string, n int64) string
	}{
		{"one title", func(tag string, n int64) string {
			if tag != "fr" {
				n = 0
			}
			return fmt.Sprint("Titre ", n)
		}},
		{"all titles", func(_ string, n int64) string { return fmt.Sprint("Titre ", n) }},
		{"nothing", func(string, int64) string { return "Titre" }},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				generation++
				locales := map[string]published.EntryDoc{}
				for _, tag := range benchChains {
					locales[tag] = published.EntryDoc{
						Fields: doc{"title": c.title(tag, generation), "slug": "saved", "body": body},
						HTML:   doc{"body": "<p>" + body + "</p>"}, Text: doc{"body": body}, PublishedAt: publishedAt,
					}
				}
				put(b, m, generation, published.NewRecord(published.KindEntry, "bench", published.Entry{
					ID: "bench", Type: "article", Space: "shared", Key: "bench", Version: generation, UpdatedAt: publishedAt.Add(time.Duration(generation) * time.Second),
					Shared: doc{
						"n": 5, "on": "2026-01-02", "kind": kinds[1], "flag": true, "price": "7.50", "tags": []any{"tag1", "group2"}, "author": ref("person", "person-07"),
					},
					Locales: locales,
				}))
			}
		})
	}
}
