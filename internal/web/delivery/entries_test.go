package delivery_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/web/problem"
)

const articles = "/v1/sites/demo/entries/article"

// library serves the demo group with an article type that has an order, and references.
func library(t *testing.T) (*server, *fixedLog, func()) {
	t.Helper()
	log := demo()
	log.publish(
		entry("shared", "three", "Three", []string{"shared-one", "shared-draft", "shared-gone"}),
		entry("demo", "two", "Two of demo", nil), entry("other", "four", "Of another site", nil),
		published.NewRecord(published.KindSite, "other", published.Site{
			Key: "other", DefaultLocale: "fr", Brand: "demo", Spaces: []string{"other", "shared"}, Locales: []published.SiteLocale{{Tag: "fr", Chain: []string{"fr"}}},
		}),
	)
	app, _, f := follow(t, log)
	return listen(t, app), log, func() {
		t.Helper()
		if _, err := f.CatchUp(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

type entryBody struct {
	ID, Type, Site, InheritedFrom, Locale, Status string
	Fields                                        map[string]any
	Fallback                                      map[string]string
}

type listBody struct {
	Data []entryBody
	Page struct {
		Size       int
		Next, Prev string
	}
	Meta struct {
		Locale, View string
		Generation   int64
		Fallback     map[string]string
		Unresolved   []string
	}
}

func list(t *testing.T, s *server, path string) (out listBody) {
	t.Helper()
	res := s.get(t, path)
	if err := json.Unmarshal([]byte(res.body), &out); err != nil || res.status != http.StatusOK {
		t.Fatalf("%s: %d %s %v", path, res.status, res.body, err)
	}
	return out
}

func (l listBody) ids() (ids []string) {
	for _, e := range l.Data {
		ids = append(ids, e.ID)
	}
	return ids
}

func TestEntries(t *testing.T) {
	s, _, _ := library(t)
	all := list(t, s, articles)
	if diff := cmp.Diff([]string{"shared-one", "shared-three", "demo-two"}, all.ids()); diff != "" { // by title; demo's own hides the shared one
		t.Error(diff)
	}
	one := all.Data[0]
	if one.Type != "article" || one.Site != "demo" || one.InheritedFrom != "shared" || one.Locale != "fr" || one.Status != "published" || all.Data[2].InheritedFrom != "" || one.Fallback != nil {
		t.Errorf("%+v", one)
	}
	if all.Meta.Locale != "fr" || all.Meta.View != "published" || all.Meta.Generation != 2 || all.Page.Size != 20 || all.Page.Next+all.Page.Prev != "" {
		t.Errorf("%+v %+v", all.Meta, all.Page)
	}
	if body := fmt.Sprint(one.Fields["body"]); !strings.HasPrefix(body, "<p>") {
		t.Errorf("Markdown is served as %s", body)
	}
	if body := fmt.Sprint(list(t, s, articles+"?format=source&locale=FR").Data[0].Fields["body"]); !strings.HasPrefix(body, "**One**") {
		t.Errorf("as source: %s", body)
	}
	if got := list(t, s, articles+"?locale=en").ids(); len(got) != 0 {
		t.Errorf("en falls back to nothing: %s", got)
	}
	for path, want := range map[string]string{
		articles + "/shared-one": "shared-one", articles + "/one": "shared-one", articles + "/two": "demo-two", articles + "/one?format=source&locale=fr&fallback=none&view=published": "shared-one",
	} {
		var body struct {
			Data entryBody
			Meta struct{ Generation int64 }
		}
		res := s.get(t, path)
		if err := json.Unmarshal([]byte(res.body), &body); err != nil || body.Data.ID != want || body.Meta.Generation != 2 || !strings.HasPrefix(res.header.Get("Server-Timing"), "content;dur=") {
			t.Errorf("%s: %s %v %v", path, body.Data.ID, err, res.header)
		}
	}
	for _, path := range []string{articles + "/shared-two", articles + "/other-four", articles + "/four", articles + "/one?locale=en", "/v1/sites/other/entries/article/demo-two"} {
		if res := s.get(t, path); res.status != http.StatusNotFound {
			t.Errorf("%s: %d", path, res.status)
		}
	}
}

// TestEntriesFallBack: per field, and named.
func TestEntriesFallBack(t *testing.T) {
	log := demo()
	log.publish(published.NewRecord(published.KindEntry, "shared-mixed", published.Entry{
		ID: "shared-mixed", Type: "article", Space: "shared", Key: "mixed",
		Locales: map[string]published.EntryDoc{"fr": {Fields: map[string]any{"title": "Titre"}}, "en": {Fields: map[string]any{"title": "Title", "teaser": "Teaser", "slug": "تعرفة-الشتاء"}}},
	}))
	app, _, _ := follow(t, log)
	s := listen(t, app)
	slug := "/" + url.PathEscape("تعرفة-الشتاء")
	for query, want := range map[string]string{
		"?locale=fr":               `map[teaser:en] Titre Teaser`,
		"?locale=fr&fallback=auto": `map[teaser:en] Titre Teaser`,
		"?locale=en":               `map[] Title Teaser`,
		"?locale=en&fallback=none": `map[] Title Teaser`,
	} {
		var body listBody
		var single struct {
			Data entryBody
			Meta struct{ Fallback map[string]string }
		}
		res := s.get(t, articles+slug+query)
		_ = json.Unmarshal([]byte(res.body), &body)
		if err := json.Unmarshal([]byte(res.body), &single); err != nil || res.status != 200 {
			t.Errorf("%s: %d %s", query, res.status, res.body)
			continue
		}
		delete(single.Meta.Fallback, "slug")
		if got := fmt.Sprint(single.Meta.Fallback, " ", single.Data.Fields["title"], " ", single.Data.Fields["teaser"]); got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
	if res := s.get(t, articles+"/shared-mixed?fallback=none"); strings.Contains(res.body, "Teaser") || res.status != http.StatusOK {
		t.Errorf("without a fallback: %d %s", res.status, res.body)
	}
	for _, e := range list(t, s, articles+"?locale=fr").Data {
		if want := map[string]string{"teaser": "en", "slug": "en"}; e.ID == "shared-mixed" && !cmp.Equal(want, e.Fallback) {
			t.Errorf("in a list: %v", e.Fallback)
		}
	}
}

// TestUnresolvedReferences: what is not published here is left out and named; once it is published it is there.
func TestUnresolvedReferences(t *testing.T) {
	s, log, catchUp := library(t)
	for _, path := range []string{articles, articles + "/three"} {
		res := s.get(t, path)
		for _, want := range []string{
			`"related":[{"$ref":"article/shared-one"}]`, `"first":{"$ref":"article/shared-one"}`, `"unresolved":["article/shared-draft","article/shared-gone"]`,
		} {
			if !strings.Contains(res.body, want) {
				t.Errorf("%s lacks %s: %s", path, want, res.body)
			}
		}
	}
	log.publish(entry("shared", "draft", "Draft no more", nil), published.Record{Kind: published.KindEntry, Key: "shared-one", Deleted: true})
	catchUp()
	res := s.get(t, articles+"/three")
	for _, want := range []string{`"related":[{"$ref":"article/shared-draft"}]`, `"unresolved":["article/shared-gone","article/shared-one"]`} {
		if !strings.Contains(res.body, want) {
			t.Errorf("lacks %s: %s", want, res.body)
		}
	}
	if strings.Contains(res.body, `"first"`) {
		t.Errorf("a single reference to nothing is still there: %s", res.body)
	}
	if res := s.get(t, articles+"/draft"); strings.Contains(res.body, "unresolved") {
		t.Errorf("%s", res.body)
	}
}

// TestEntriesPages walks the pages there and back.
func TestEntriesPages(t *testing.T) {
	log := demo()
	var records []published.Record
	for i := range 45 {
		records = append(records, entry("shared", fmt.Sprintf("page-%02d", i), fmt.Sprintf("Page %d", i/2), nil))
	}
	log.publish(records...)
	app, _, _ := follow(t, log)
	s := listen(t, app)
	all := list(t, s, articles+"?page[size]=100").ids()
	if len(all) != 47 {
		t.Fatalf("%d entries", len(all))
	}
	for _, size := range []int{1, 10, 20, 47} {
		path := fmt.Sprintf("%s?page[size]=%d", articles, size)
		p := list(t, s, path)
		forward := p.ids()
		if p.Page.Prev != "" || p.Page.Size != size {
			t.Errorf("the first page: %+v", p.Page)
		}
		for p.Page.Next != "" {
			p = list(t, s, path+"&page%5Bafter%5D="+url.QueryEscape(p.Page.Next))
			forward = append(forward, p.ids()...)
		}
		backward := p.ids()
		for p.Page.Prev != "" {
			p = list(t, s, path+"&page[after]="+p.Page.Prev)
			backward = append(p.ids(), backward...)
		}
		if !slices.Equal(forward, all) || !slices.Equal(backward, all) {
			t.Errorf("by %d: %d forward, %d backward", size, len(forward), len(backward))
		}
	}
}

// refusal asks for something that must be refused, and gives the problem.
func refusal(t *testing.T, s *server, path string, status int) (p problem.Body, raw string) {
	t.Helper()
	res := s.get(t, path)
	if err := json.Unmarshal([]byte(res.body), &p); err != nil || res.status != status || res.header.Get("Content-Type") != problem.ContentType || res.header.Get("Cache-Control") != "no-store" {
		t.Errorf("%.200s: %d, want %d: %.300s", path, res.status, status, res.body)
	}
	for _, leak := range []string{"SELECT ", "sqlite", "SQLITE_", ".go:", "panic"} {
		if strings.Contains(strings.Replace(res.body, p.ID, "", 1), leak) { // an id is any letters
			t.Errorf("%.200s tells %q: %s", path, leak, res.body)
		}
	}
	return p, res.body
}

// TestI1I3StrictQueries: what cannot be understood is refused, and named.
func TestI1I3StrictQueries(t *testing.T) {
	s, _, _ := library(t)
	for query, parameter := range map[string]string{
		"x=1": "x", "LOCALE=fr": "LOCALE", "locale=": "locale", "locale=xx": "locale", "locale=de": "locale", "locale=fr%00": "locale", "locale=%ff": "locale", "locale=fr'--": "locale", "locale=fr&locale=fr": "locale",
		"fallback=": "fallback", "fallback=fr,xx": "fallback", "fallback=auto,en": "fallback", "fallback=1": "fallback", "format=": "format", "format=xml": "format",
		"page[size]=0": "page[size]", "page[size]=101": "page[size]", "page[size]=-1": "page[size]", "page[size]=1e1": "page[size]", "page[size]=": "page[size]", "page[size]=99999999999999999999": "page[size]", "page[size]=1;DROP TABLE docs": "page[size]",
		"page[size]=1&page%5Bsize%5D=2": "page[size]", "page=1": "page", "page[]=1": "page[]", "page[number]=2": "page[number]", "page[size][]=1": "page[size][]", "page[0]=1": "page[0]", "page[size][x][y]=1": "page[size][x][y]",
		"locale[]=fr": "locale[]", "[]=1": "[]", "=1": "", "filter=": "filter", "filter[]=1": "filter[]", "q=x": "q", "sort=title": "sort", "sort=-passwordHash": "sort", "fields=title": "fields", "include=author": "include", "count=all": "count",
		"%00=1": "\x00", "%ff%fe=1": "\ufffd\ufffd", "__proto__=1": "__proto__", "constructor=1": "constructor", "%C3%A9=1": "é", "title' OR 1=1 --=x": "title' OR 1",
		strings.Repeat("a", 100) + "=1": strings.Repeat("a", 60) + "…",
	} {
		p, raw := refusal(t, s, articles+"?"+strings.ReplaceAll(query, " ", "%20"), http.StatusBadRequest)
		if len(p.Errors) != 1 || p.Errors[0].Parameter != parameter || p.Code != "invalid" {
			t.Errorf("%s: %s", query, raw)
		}
	}
	for _, query := range []string{"page[size]=1", "page[after]=x"} { // these are for lists
		refusal(t, s, articles+"/one?"+query, http.StatusBadRequest)
	}
	var many, long []string
	for i := range 65 {
		many = append(many, fmt.Sprintf("p%d=1", i))
	}
	refusal(t, s, articles+"?"+strings.Join(many, "&"), http.StatusBadRequest)
	for range 3000 {
		long = append(long, "a=b")
	}
	if p, _ := refusal(t, s, articles+"?"+strings.Join(long, "&"), http.StatusRequestURITooLong); p.Code != "too_large" {
		t.Errorf("%+v", p)
	}
	if p, _ := refusal(t, s, articles+"?x=1&y=2&locale=xx", http.StatusBadRequest); len(p.Errors) != 3 {
		t.Errorf("not all is told at once: %+v", p)
	}
	if res := s.get(t, articles); res.status != http.StatusOK {
		t.Errorf("afterwards: %d", res.status)
	}
}

// TestI3HugeQuery sends 10 MB: it is refused before it is read.
func TestI3HugeQuery(t *testing.T) {
	s, _, _ := library(t)
	res := s.raw(t, "GET "+articles+"?locale="+strings.Repeat("x", 10<<20)+" HTTP/1.1\r\nHost: x\r\n\r\n")
	if res.status != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("%d %s", res.status, res.body)
	}
	if res := s.get(t, articles); res.status != http.StatusOK {
		t.Errorf("afterwards: %d", res.status)
	}
}

func TestA7DraftsAreForbidden(t *testing.T) {
	s, _, _ := library(t)
	for _, view := range []string{"draft", "release:1", "PUBLISHED", "", "published,draft"} {
		for _, path := range []string{articles, articles + "/one", articles + "/nothing"} {
			for _, more := range []string{"", "&x=1"} {
				if more != "" && path != articles {
					continue
				}
				p, raw := refusal(t, s, path+"?view="+url.QueryEscape(view)+more, http.StatusForbidden)
				if p.Code != "forbidden" || strings.Contains(raw, "One") {
					t.Errorf("%s", raw)
				}
			}
		}
	}
}

// TestCursorsAreBound: a cursor works for the list it came from, and nothing else.
func TestCursorsAreBound(t *testing.T) {
	s, log, catchUp := library(t)
	next := list(t, s, articles+"?page[size]=1").Page.Next
	if next == "" {
		t.Fatal("there is no next page")
	}
	list(t, s, articles+"?page[size]=2&format=source&page[after]="+next) // the size and the form may change on the way
	flipped := []byte(next)
	flipped[len(flipped)/2] ^= 1
	other := list(t, s, "/v1/sites/other/entries/article?page[size]=1").Page.Next
	for name, query := range map[string]string{
		"tampered": "page[after]=" + url.QueryEscape(string(flipped)), "cut": "page[after]=" + next[:len(next)-4], "longer": "page[after]=" + next + "AAAA", "another site": "page[after]=" + other,
		"another locale": "locale=en&page[after]=" + next, "another fallback": "fallback=none&page[after]=" + next, "plain": "page[after]=shared-one", "not base64": "page[after]=%00%ff", "json": "page[after]=%7B%7D",
	} {
		if p, raw := refusal(t, s, articles+"?"+query, http.StatusBadRequest); !strings.Contains(p.Detail, "page[after]") {
			t.Errorf("%s: %s", name, raw)
		}
	}
	log.publish(published.NewRecord(published.KindType, "article", published.Type{Name: "article", Title: "title", Sort: "-title"}))
	catchUp()
	refusal(t, s, articles+"?page[after]="+next, http.StatusBadRequest) // its place is one in another order
	if p := list(t, s, articles+"?page[size]=2"); p.Data[0].ID != "demo-two" {
		t.Errorf("%s", p.ids())
	}
}

// TestSlugsAreData: an id or slug is looked up as it is.
func TestSlugsAreData(t *testing.T) {
	s, _, _ := library(t)
	for _, slug := range []string{
		"'%20OR%201=1--", "%25", "_", "*", "one%00", "%00", "%ff%fe", "..", "%2e%2e", "one%2f..", "ONE", "one%20", strings.Repeat("x", 4000), "%D8%AA%D8%B9", "one;x", "one'",
	} {
		if res := s.raw(t, "GET "+articles+"/"+slug+" HTTP/1.1\r\nHost: x\r\n\r\n"); res.status != http.StatusNotFound || strings.Contains(res.body, `"One"`) {
			t.Errorf("%s: %d %.200s", slug, res.status, res.body)
		}
	}
	if res := s.raw(t, "GET "+articles+"/%zz HTTP/1.1\r\nHost: x\r\n\r\n"); res.status != http.StatusBadRequest {
		t.Errorf("%%zz: %d", res.status)
	}
	if res := s.get(t, articles+"/%6fne"); res.status != http.StatusOK { // a slug may need encoding, so it may be encoded
		t.Errorf("%%6fne: %d", res.status)
	}
}
