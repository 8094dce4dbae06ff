package delivery_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/google/go-cmp/cmp"

	core "github.com/portico-cms/portico/internal/delivery"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/query"
	"github.com/portico-cms/portico/internal/readmodel"
	"github.com/portico-cms/portico/internal/web/delivery"
)

// magazine is a group whose articles have categories, authors and blocks. The model has more fields than these descriptors: an
// article's "budget" and a person's "salary" are not for everybody, so publishing leaves them out.
func magazine() *fixedLog {
	l := demo()
	put := func(id, typ, space string, shared map[string]any, locales map[string]map[string]any) published.Record {
		e := published.Entry{ID: id, Type: typ, Space: space, Key: id, Version: 1, Shared: shared, Locales: map[string]published.EntryDoc{}}
		for tag, fields := range locales {
			doc := published.EntryDoc{Fields: fields, PublishedAt: time.Date(2026, 10, 1, 8, 0, 0, 0, time.UTC)}
			if body, ok := fields["body"].(string); ok {
				doc.HTML, doc.Text = map[string]any{"body": "<p>" + body + "</p>"}, map[string]any{"body": strings.Trim(body, "*")}
			}
			e.Locales[tag] = doc
		}
		return published.NewRecord(published.KindEntry, id, e)
	}
	ref := func(target string) map[string]any { return map[string]any{"$ref": target} }
	fr := func(fields map[string]any) map[string]map[string]any { return map[string]map[string]any{"fr": fields} }
	l.publish(
		published.NewRecord(published.KindType, "story", published.Type{
			Name: "story", Title: "title", Slug: "slug", Sort: "-on", Markdown: []string{"body"},
			Fields: []published.Field{
				{Name: "title", Kind: "text", Localized: true, Filterable: true, Sortable: true, Searchable: true}, {Name: "slug", Kind: "slug", Localized: true, Filterable: true},
				{Name: "on", Kind: "date", Filterable: true, Sortable: true}, {Name: "tags", Kind: "tags", Many: true, Filterable: true}, {Name: "price", Kind: "decimal", Filterable: true},
				{Name: "category", Kind: "reference", To: []string{"category"}, Filterable: true}, {Name: "related", Kind: "reference", Many: true, To: []string{"story"}, Filterable: true},
				{Name: "blocks", Kind: "blocks", Many: true, Components: []string{"figure"}}, {Name: "body", Kind: "markdown", Localized: true, Searchable: true},
			},
			Components: map[string][]published.Field{"figure": {{Name: "person", Kind: "reference", To: []string{"person"}}, {Name: "caption", Kind: "text"}}},
		}),
		published.NewRecord(published.KindType, "category", published.Type{Name: "category", Title: "name", Fields: []published.Field{
			{Name: "name", Kind: "text", Sortable: true, Searchable: true}, {Name: "slug", Kind: "slug", Filterable: true}, {Name: "chief", Kind: "reference", To: []string{"person"}, Filterable: true},
		}}),
		published.NewRecord(published.KindType, "person", published.Type{Name: "person", Title: "name", Fields: []published.Field{{Name: "name", Kind: "text", Filterable: true}, {Name: "home", Kind: "reference", To: []string{"category"}}}}),
		put("ann", "person", "shared", map[string]any{"name": "Ann", "home": ref("category/water")}, fr(nil)), put("spy", "person", "other", map[string]any{"name": "Spy"}, fr(nil)),
		put("water", "category", "shared", map[string]any{"name": "Water", "slug": "water", "chief": ref("person/ann")}, fr(nil)),
		put("foreign", "category", "other", map[string]any{"name": "Foreign", "slug": "foreign", "chief": ref("person/spy")}, fr(nil)),
		put("s1", "story", "shared", map[string]any{
			"on": "2026-10-01", "tags": []any{"Gas", "eau"}, "price": "9.90", "category": ref("category/water"), "related": []any{ref("story/s2"), ref("story/gone")},
			"blocks": []any{map[string]any{"$type": "figure", "$key": "b1", "person": ref("person/ann"), "caption": "x"}},
		}, map[string]map[string]any{"fr": {"title": "Économies d’énergie", "slug": "un", "body": "**Les économies**"}, "en": {"title": "Savings", "body": "*Save*"}}),
		put("s2", "story", "shared", map[string]any{"on": "2026-09-01", "tags": []any{"eau"}, "price": "100", "category": ref("category/foreign"), "related": []any{ref("story/s1")}}, fr(map[string]any{"title": "Deux, enfin", "slug": "deux", "body": "corps"})),
		put("s3", "story", "demo", map[string]any{"on": "2026-08-01"}, fr(map[string]any{"title": "Trois", "slug": "trois", "body": "<script>énergie</script>"})),
		put("s4", "story", "other", map[string]any{"on": "2026-11-01", "tags": []any{"secret"}}, fr(map[string]any{"title": "Of another site", "slug": "quatre", "body": "énergie"})),
	)
	return l
}

const stories = "/v1/sites/demo/entries/story"

func serveMagazine(t *testing.T) *server {
	t.Helper()
	app, _, _ := follow(t, magazine())
	return listen(t, app)
}

type queryBody struct {
	Data []struct {
		ID     string
		Fields map[string]any
	}
	Page struct {
		Size  int
		Next  string
		Total *int
	}
	Facets map[string][]struct {
		Value any
		Count int
	}
	Meta struct {
		Unresolved, NotIncluded []string
		Locale                  string
	}
}

func decode(t *testing.T, res response) (b queryBody, ids string) {
	t.Helper()
	if err := json.Unmarshal([]byte(res.body), &b); err != nil || res.status != http.StatusOK {
		t.Errorf("%d %.400s %v", res.status, res.body, err)
	}
	for _, d := range b.Data {
		ids += d.ID + " "
	}
	return b, strings.TrimSpace(ids)
}

func (s *server) post(t *testing.T, path, body string, headers ...string) response {
	t.Helper()
	head := ""
	for i := 0; i < len(headers); i += 2 {
		head += headers[i] + ": " + headers[i+1] + "\r\n"
	}
	return s.raw(t, fmt.Sprintf("POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n%sContent-Length: %d\r\nConnection: close\r\n\r\n%s", path, head, len(body), body))
}

func escaped(query string) string {
	return strings.NewReplacer(" ", "%20", "é", "%C3%A9", "É", "%C3%89", `"`, "%22").Replace(query)
}

// TestQueries asks in both ways, and gets the same.
func TestQueries(t *testing.T) {
	s := serveMagazine(t)
	for _, c := range []struct{ get, post, want string }{
		{"", `{"type":"story"}`, "s1 s2 s3"},
		{"sort=title", `{"type":"story","sort":["title"]}`, "s2 s1 s3"},
		{"sort=-on,title&page[size]=2", `{"type":"story","sort":["-on","title"],"page":{"size":2}}`, "s1 s2"},
		{"filter[category.slug][in]=water,foreign", `{"type":"story","filter":{"category.slug":{"in":["water","foreign"]}}}`, "s1"}, // foreign is of another site
		{"filter[category.chief.name]=Ann", `{"type":"story","filter":{"category.chief.name":"Ann"}}`, "s1"},
		{"filter[price][gte]=9.9&filter[price][lt]=100", `{"type":"story","filter":{"price":{"gte":9.9,"lt":"100"}}}`, "s1"},
		{"filter[title][in]=Deux\\, enfin,x", `{"type":"story","filter":{"title":{"in":["Deux, enfin","x"]}}}`, "s2"},
		{"filter[tags]=eau&filter[tags][ne]=Gas", `{"type":"story","filter":{"and":[{"tags":"eau"},{"not":{"tags":"Gas"}}]}}`, "s2"},
		{"filter[on][gte]=2026-09-01&sort=on", `{"type":"story","filter":{"on":{"gte":"2026-09-01"}},"sort":["on"]}`, "s2 s1"},
		{"q=économie", `{"type":"story","q":"économie"}`, "s1"},
		{"q=ENERGIES&sort=on", `{"type":"story","q":"ENERGIES","sort":["on"]}`, "s3 s1"},
		{"filter[id][in]=", `{"type":"story","filter":{"id":{"in":[]}}}`, ""},
		{"locale=en", `{"type":"story","locale":"en"}`, "s1"},
		{"locale=en&fallback=fr", `{"type":"story","locale":"en","fallback":["fr"]}`, "s1 s2 s3"},
	} {
		get := s.get(t, stories+"?"+escaped(c.get))
		post := s.post(t, "/v1/sites/demo/query", c.post)
		if _, ids := decode(t, get); ids != c.want {
			t.Errorf("%s: %s, want %s", c.get, ids, c.want)
		}
		if post.body != get.body {
			t.Errorf("%s: a POST gives %s", c.get, post.body)
		}
	}
	res := s.post(t, "/v1/sites/demo/query", `{"type":"story","filter":{"or":[{"tags":"Gas"},{"not":{"on":{"gt":"2026-08-01"}}}]}}`)
	if _, ids := decode(t, res); ids != "s1 s3" || res.header.Get("Cache-Control") != "no-store" || res.header.Get("Etag") != "" || res.header.Get("Portico-Generation") != "2" {
		t.Errorf("%s %v", ids, res.header)
	}
}

// TestAnswers is what an answer holds besides the entries.
func TestAnswers(t *testing.T) {
	s := serveMagazine(t)
	res := s.get(t, stories+"?count=exact&facets=tags,category&fields=title,category.name&include=category,blocks.person,related&page[size]=1")
	b, _ := decode(t, res)
	if *b.Page.Total != 3 || fmt.Sprint(b.Facets) != "map[category:[{category/water 1}] tags:[{eau 2} {Gas 1}]]" {
		t.Errorf("total %d, facets %v", *b.Page.Total, b.Facets)
	}
	if got := res.header.Get("Surrogate-Key"); got != "site:demo type:story entry:ann entry:s2 entry:water gen:2" {
		t.Errorf("surrogate key %q", got)
	}
	if diff := cmp.Diff([]string{"category/foreign", "story/gone"}, b.Meta.Unresolved); diff != "" {
		t.Error(diff)
	}
	fields, _ := json.Marshal(b.Data[0].Fields)
	for _, want := range []string{
		`"category":{"$ref":"category/water","fields":{"name":"Water"},"id":"water",`, `"caption":"x"`, `"person":{"$ref":"person/ann","fields":{"home":{"$ref":"category/water"},"name":"Ann"},`,
		`"related":[{"$ref":"story/s2","fields":{`,
	} {
		if !strings.Contains(string(fields), want) {
			t.Errorf("%s lacks %s", fields, want)
		}
	}
	if strings.Contains(string(fields), `"on"`) && !strings.Contains(string(fields), `"related":[{"$ref":"story/s2"`) || b.Data[0].Fields["price"] != nil {
		t.Errorf("%s", fields)
	}
	for format, want := range map[string]string{"html": "<p>**Les économies**</p>", "source": "**Les économies**", "text": "Les économies"} {
		if res := s.get(t, stories+"/un?fields=body&format="+format); !strings.Contains(res.body, `"fields":{"body":"`+want+`"}`) {
			t.Errorf("%s: %s", format, res.body)
		}
	}
	if res := s.get(t, stories+"/un?include=category.chief"); !strings.Contains(res.body, `"chief":{"$ref":"person/ann","fields":{"home":`) {
		t.Errorf("%s", res.body)
	}
}

// TestSearch finds in several types, says where, and escapes nothing and marks nothing up: an extract is pieces of text.
func TestSearch(t *testing.T) {
	s := serveMagazine(t)
	res := s.get(t, "/v1/sites/demo/search?q="+url.QueryEscape("énergie"))
	for _, want := range []string{
		`"id":"s1","type":"story"`, `"title":"Économies d’énergie"`, `{"text":"énergie","match":true}`, `"body":[{"text":"<script>"},{"text":"énergie","match":true},{"text":"</script>"}]`, `"inheritedFrom":"shared"`,
	} {
		if !strings.Contains(res.body, want) {
			t.Errorf("lacks %s: %s", want, res.body)
		}
	}
	if _, ids := decode(t, res); ids != "s1 s3" { // in the title goes before in the text; s4 is of another site
		t.Errorf("%s", ids)
	}
	if got := res.header.Get("Surrogate-Key"); got != "site:demo type:category type:story gen:2" {
		t.Error(got)
	}
	if _, ids := decode(t, s.get(t, "/v1/sites/demo/search?q=water&type=category")); ids != "water" {
		t.Error(ids)
	}
	var seen []string
	next := ""
	for range 4 {
		b, ids := decode(t, s.get(t, "/v1/sites/demo/search?q="+url.QueryEscape("énergie")+"&page[size]=1&page[after]="+next))
		seen = append(seen, ids)
		if next = b.Page.Next; next == "" {
			break
		}
	}
	if !slices.Equal(seen, []string{"s1", "s3"}) {
		t.Errorf("%q", seen)
	}
	for query, code := range map[string]string{"": "required", "q=": "bad_parameter", "q=-x": "bad_search", "q=x&type=person": "unknown_type", "q=x&type=nosuch": "unknown_type", "q=x&sort=title": "bad_parameter", "q=x&type=": "bad_parameter"} {
		if p, raw := refusal(t, s, "/v1/sites/demo/search?"+query, http.StatusBadRequest); len(p.Errors) != 1 || p.Errors[0].Code != code {
			t.Errorf("%s: %s", query, raw)
		}
	}
}

// probes ask each parameter that takes paths for a name. A parameter of the language that is not here fails the test.
var probes = map[string][]string{
	"filter":  {"filter[%s][starts]=$2", "filter[%s]=a", "filter[%s][in]=", "filter[%s][exists]=true", "filter[category.%s][starts]=x", "filter[category.chief.%s]=1", "filter[%s][gt]=1", "filter[title]=x&filter[%s][ne]=y"},
	"sort":    {"sort=%s", "sort=-%s", "sort=title,%s"},
	"fields":  {"fields=%s", "fields=title,%s", "include=category&fields=category.%s"},
	"include": {"include=%s", "include=category.%s", "include=blocks.%s", "include=category,%s"},
	"facets":  {"facets=%s", "facets=tags,%s"},
}

// TestQ1Q2Q3NoOracle: whichever parameter asks, a secret field, one that may not be asked for and one that there is not are one
// and the same problem. All take the same way through the registry, which holds none of them.
func TestQ1Q2Q3NoOracle(t *testing.T) {
	s := serveMagazine(t)
	names := []string{"budget", "passwordHash", "createdBy.passwordHash", "salary", "nosuchfield", "updatedBy", "status", "space", "trashed"}
	for _, p := range query.Parameters() {
		if p.Paths != (probes[p.Name] != nil) {
			t.Errorf("%s: takes paths is %v, and there are %d probes", p.Name, p.Paths, len(probes[p.Name]))
		}
		for _, probe := range probes[p.Name] {
			first := ""
			for _, name := range names {
				if strings.Contains(name, ".") && strings.Contains(probe, ".chief.") {
					continue // four names are no path at all
				}
				_, raw := refusal(t, s, stories+"?"+fmt.Sprintf(probe, name), http.StatusBadRequest)
				got := neutral(t, raw, name)
				if first == "" {
					first = got
				}
				if got != first || !strings.Contains(got, "unknown_field") {
					t.Errorf("%s of %s: %s, of another name %s", probe, name, got, first)
				}
			}
		}
	}
	for _, probe := range []string{`"filter":{"%s":{"starts":"$2"}}`, `"filter":{"not":{"category.%s":1}}`, `"sort":["%s"]`, `"fields":["%s"]`, `"include":["%s"]`, `"facets":["%s"]`} {
		first := ""
		for _, name := range names {
			res := s.post(t, "/v1/sites/demo/query", `{"type":"story",`+fmt.Sprintf(probe, name)+`}`)
			got := neutral(t, res.body, name)
			if first == "" {
				first = got
			}
			if got != first || res.status != http.StatusBadRequest || !strings.Contains(got, "unknown_field") {
				t.Errorf("%s of %s: %s, of another name %s", probe, name, got, first)
			}
		}
	}
}

// neutral is a problem without what differs in every one: its id, and the name that the caller has sent.
func neutral(t *testing.T, raw, name string) string {
	t.Helper()
	var body map[string]any
	if err := json.Unmarshal([]byte(raw), &body); err != nil {
		t.Fatal(err)
	}
	delete(body, "id")
	delete(body, "status") // a probe has this name
	same, _ := json.Marshal(body)
	return strings.ReplaceAll(string(same), name, "NAME")
}

// TestQ5Q6OtherSitesRows: what another site has decides nothing here: not through a reference, not in totals, not in facets.
func TestQ5Q6OtherSitesRows(t *testing.T) {
	s := serveMagazine(t)
	for query, total := range map[string]int{
		"filter[category.slug]=foreign": 0, "filter[category.slug][starts]=f": 0, "filter[category.slug][exists]=true": 1, "filter[category]=foreign": 0, "filter[category.chief.name][contains]=sp": 0,
		"filter[category.slug][ne]=foreign": 3, "filter[related.slug]=quatre": 0, "filter[tags]=secret": 0, "filter[id]=s4": 0, "q=another": 0, "": 3,
	} {
		b, _ := decode(t, s.get(t, stories+"?count=exact&facets=tags,category&"+query))
		if b.Page.Total == nil || *b.Page.Total != total || len(b.Data) != total {
			t.Errorf("%s: %v", query, b.Page)
		}
		if facets := fmt.Sprint(b.Facets); strings.Contains(facets, "secret") || strings.Contains(facets, "foreign") {
			t.Errorf("%s: %s", query, facets)
		}
	}
	if res := s.get(t, stories+"?include=category.chief,related"); strings.Contains(res.body, "Spy") || strings.Contains(res.body, "Foreign") {
		t.Errorf("%s", res.body)
	}
}

// sqlWords are the database's.
var sqlWords = regexp.MustCompile(`(?i)\bSQL|sqlite|SELECT |fts5`)

func tellsOfSQL(body string) bool { return sqlWords.MatchString(noise.ReplaceAllString(body, "")) }

// TestI1I2I3HostileQueries: 400, or an answer; nothing is run.
func TestI1I2I3HostileQueries(t *testing.T) {
	s := serveMagazine(t)
	for _, value := range []string{"' OR 1=1 --", "1;DROP TABLE docs", `"`, "%00", "%ff", "$2", "{}", "[]", "__proto__", strings.Repeat("x", 3000), "*", "NEAR(a b)", "title:x", "home : p1", "%F0%9F%92%A9"} {
		for _, parameter := range []string{"filter[title]=", "filter[title][contains]=", "filter[price][gt]=", "filter[category.slug][in]=", "filter[on]=", "q=", "sort=", "fields=", "include=", "facets=", "page[size]=", "page[after]=", "locale=", "fallback=", "filter[%s]=x"} {
			path := stories + "?" + parameter + strings.ReplaceAll(value, " ", "%20")
			if strings.Contains(parameter, "%s") {
				path = stories + "?" + fmt.Sprintf(parameter, strings.ReplaceAll(value, " ", "%20"))
			}
			res := s.raw(t, "GET "+path+" HTTP/1.1\r\nHost: x\r\n\r\n")
			if res.status != http.StatusBadRequest && res.status != http.StatusOK || tellsOfSQL(res.body) {
				t.Errorf("%.100s: %d %.300s", path, res.status, res.body)
			}
		}
	}
	for body, status := range map[string]int{
		"": 400, "null": 400, "{": 400, `{"type":"story","filter":{"title":{"in":[` + strings.Repeat(`"x",`, 100) + `"x"]}}}`: 400, "{\"type\":\"story\",\"q\":\"\xff\"}": 400, `{"type":"story","q":"\u0000"}`: 400,
		`{"type":"nosuch"}`: 404, `{"type":"story","view":"draft"}`: 403, `{"type":"story","q":"\"` + strings.Repeat("x ", 30) + `"}`: 200, `{"type":"story","q":"` + strings.Repeat("x ", 30) + `"}`: 400,
		`{"type":"story","filter":{"title":"` + strings.Repeat("x", 9000) + `"}}`: 413,
	} {
		if res := s.post(t, "/v1/sites/demo/query", body); res.status != status {
			t.Errorf("%.100s: %d, want %d: %s", body, res.status, status, res.body)
		}
	}
	if res := s.post(t, "/v1/sites/demo/query?x=1", `{"type":"story"}`); res.status != http.StatusBadRequest {
		t.Errorf("with parameters: %d", res.status)
	}
	if res := s.post(t, "/v1/sites/demo/query", "\x1f\x8b", "Content-Encoding", "gzip"); res.status != http.StatusUnsupportedMediaType {
		t.Errorf("gzip: %d", res.status)
	}
	if res := s.post(t, "/v1/sites/nobody/query", `{"type":"story"}`); res.status != http.StatusNotFound {
		t.Errorf("no site: %d", res.status)
	}
	if _, ids := decode(t, s.get(t, stories)); ids != "s1 s2 s3" {
		t.Errorf("afterwards: %s", ids)
	}
}

// TestI3TenMegabytes: a large body is refused.
func TestI3TenMegabytes(t *testing.T) {
	s := serveMagazine(t)
	if res := s.post(t, "/v1/sites/demo/query", `{"type":"`+strings.Repeat("x", 10<<20)+`"}`); res.status != http.StatusRequestEntityTooLarge {
		t.Errorf("%d", res.status)
	}
}

// TestX1IncludeBomb: a circle of entries, each of which leads to all the others, ends at the depth that was asked for, and an answer
// holds so many entries and no more; what is left out is named.
func TestX1IncludeBomb(t *testing.T) {
	log := magazine()
	var records []published.Record
	var all []any
	for i := range 60 {
		all = append(all, map[string]any{"$ref": fmt.Sprintf("story/bomb-%02d", i)})
	}
	for i := range 60 {
		id := fmt.Sprintf("bomb-%02d", i)
		records = append(records, published.NewRecord(published.KindEntry, id, published.Entry{
			ID: id, Type: "story", Space: "shared", Key: id, Shared: map[string]any{"related": all, "on": "2020-01-01"},
			Locales: map[string]published.EntryDoc{"fr": {Fields: map[string]any{"title": id}}},
		}))
	}
	log.publish(records...)
	app, _, _ := follow(t, log)
	s := listen(t, app)
	res := s.get(t, stories+"?include=related.related.related&page[size]=100")
	b, _ := decode(t, res)
	if n := strings.Count(res.body, `"publishedAt"`) - len(b.Data); n != query.MaxIncluded {
		t.Errorf("%d entries stand inside others", n)
	}
	if len(b.Meta.NotIncluded) == 0 || len(res.body) > 2<<20 {
		t.Errorf("%d bytes, %d named", len(res.body), len(b.Meta.NotIncluded))
	}
	if n := len(res.header.Get("Surrogate-Key")); n > 2000 {
		t.Errorf("Surrogate-Key has %d bytes", n)
	}
	refusal(t, s, stories+"?include=related.related.related.related", http.StatusBadRequest)
	if res := s.get(t, stories+"/s1?include=related.related.related"); strings.Count(res.body, `"$ref":"story/s1"`) < 2 {
		t.Errorf("a circle of two: %s", res.body)
	}
}

// countingIndex counts lists, and fails or panics where it is told to.
type countingIndex struct {
	core.Index
	lists atomic.Int64
	fail  atomic.Value // func()
}

func (c *countingIndex) List(ctx context.Context, q query.List) (*query.Page, error) {
	c.lists.Add(1)
	if f, ok := c.fail.Load().(func()); ok && f != nil {
		f()
		return nil, errors.New("s3cret")
	}
	return c.Index.List(ctx, q)
}

// TestAnswersAreKept: the same question is answered from memory, however it is spelled, until something is published.
func TestAnswersAreKept(t *testing.T) {
	log := magazine()
	index, _, err := readmodel.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = index.Close() })
	counting := &countingIndex{Index: index}
	node := core.NewNode(counting, "https://delivery.example", time.Minute)
	f := &core.Follower{Log: log, Node: node, Poll: time.Hour, Logger: slog.New(slog.DiscardHandler)}
	catchUp := func() {
		if _, err := f.CatchUp(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	catchUp()
	s := listen(t, delivery.New(delivery.Options{Node: node, Logger: slog.New(slog.DiscardHandler)}))
	for _, same := range []string{"filter[tags]=eau&sort=title", "sort=title&filter[tags][in]=eau", "filter[tags][in]=eau,eau&count=none&page[size]=20&sort=title&fallback=auto&locale=fr&view=published"} {
		if res := s.get(t, stories+"?"+same); res.status != http.StatusOK || counting.lists.Load() != 1 {
			t.Errorf("%s: %d, %d lists", same, res.status, counting.lists.Load())
		}
	}
	first := s.get(t, stories+"?filter[tags]=eau&sort=title")
	log.publish(published.Record{Kind: published.KindEntry, Key: "s2", Deleted: true})
	catchUp()
	second := s.get(t, stories+"?filter[tags]=eau&sort=title")
	if _, ids := decode(t, second); ids != "s1" || second.header.Get("Etag") == first.header.Get("Etag") {
		t.Errorf("after a publication: %s", ids)
	}
	// X2: an error and a panic are answered, and not kept.
	for name, fail := range map[string]func(){"error": func() {}, "panic": func() { panic("boom") }} {
		counting.fail.Store(fail)
		if res := s.get(t, stories+"?filter[tags]=Gas"); res.status != fiber.StatusInternalServerError || strings.Contains(res.body, "s3cret") {
			t.Errorf("%s: %d %s", name, res.status, res.body)
		}
		counting.fail.Store((func())(nil))
		if res := s.get(t, stories+"?filter[tags]=Gas&page[size]="+fmt.Sprint(len(name))); res.status != http.StatusOK {
			t.Errorf("after a %s: %d", name, res.status)
		}
		if res := s.get(t, stories+"?filter[tags]=Gas"); res.status != http.StatusOK {
			t.Errorf("after a %s, the same: %d", name, res.status)
		}
		log.publish(published.Record{Kind: published.KindEntry, Key: "nobody", Deleted: true})
		catchUp()
	}
}

// TestOpenAPI: every route is described, and every parameter of the language. Operations have a name of their own, a chapter that is
// described, and words for each of their parameters.
func TestOpenAPI(t *testing.T) {
	app := newDemo(t)
	var doc struct {
		OpenAPI string `json:"openapi"`
		Tags    []struct{ Name, Description string }
		Paths   map[string]map[string]struct {
			OperationID string
			Tags        []string
			Parameters  []struct{ Name, In, Description string }
		}
	}
	res := listen(t, app).get(t, "/v1/openapi.json")
	if err := json.Unmarshal([]byte(res.body), &doc); err != nil || doc.OpenAPI != "3.1.0" || res.header.Get("Etag") == "" {
		t.Fatal(res.body, err)
	}
	described, named, chapters := map[string]bool{}, map[string]string{}, map[string]bool{}
	for _, tag := range doc.Tags {
		chapters[tag.Name] = tag.Description != ""
	}
	for path, item := range doc.Paths {
		for method, op := range item {
			described[strings.ToUpper(method)+" "+path] = true
			if named[op.OperationID] != "" || op.OperationID == "" || len(op.Tags) != 1 || !chapters[op.Tags[0]] {
				t.Errorf("%s %s is called %q, as %q is, in %q", method, path, op.OperationID, named[op.OperationID], op.Tags)
			}
			named[op.OperationID] = path
			for _, p := range op.Parameters {
				if p.Description == "" {
					t.Errorf("%s of %s %s is not explained", p.Name, method, path)
				}
			}
		}
	}
	for _, r := range app.GetRoutes(true) {
		path, optional := strings.CutSuffix(r.Path, "?")
		segments := strings.Split(path, "/")
		for i, s := range segments {
			if name, ok := strings.CutPrefix(s, ":"); ok {
				segments[i] = "{" + name + "}"
			} else if s == "*" {
				segments[i] = "{path}"
			}
		}
		wanted := []string{strings.Join(segments, "/")}
		if optional {
			wanted = append(wanted, strings.Join(segments[:len(segments)-1], "/"))
		}
		for _, p := range wanted {
			if key := r.Method + " " + p; r.Method != http.MethodHead && r.Path != "/" && !described[key] {
				t.Errorf("%s is not described", key)
			}
		}
	}
	for _, p := range query.Parameters() {
		if p.In&query.InList == 0 {
			continue
		}
		if !slices.ContainsFunc(doc.Paths["/v1/sites/{site}/entries/{type}"]["get"].Parameters, func(o struct{ Name, In, Description string }) bool { return o.Name == p.Name }) {
			t.Errorf("%s is not described", p.Name)
		}
	}
}
