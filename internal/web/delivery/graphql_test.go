package delivery_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/portico-cms/portico/internal/graph"
	"github.com/portico-cms/portico/internal/published"
)

const graphql = "/v1/sites/demo/graphql"

// ask sends a question in GraphQL, and gives what it is answered with.
func (s *server) ask(t *testing.T, question string, vars ...any) (answer response) {
	t.Helper()
	body := map[string]any{"query": question}
	if len(vars) > 0 {
		body["variables"] = vars[0]
	}
	src, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	return s.post(t, graphql, string(src))
}

// TestGraphQL is the answers to questions, byte by byte, whichever way they came.
func TestGraphQL(t *testing.T) {
	s := serveMagazine(t)
	for _, c := range []struct{ question, want string }{
		{`{stories{nodes{id title}}}`, `"stories":{"nodes":[{"id":"s1","title":"Économies d’énergie"},{"id":"s2","title":"Deux, enfin"},{"id":"s3","title":"Trois"}]}`},
		{
			`{stories(filter:{category:{entry:{slug:{in:["water","foreign"]}}}}){totalCount nodes{title category{name chief{name home{name}}} related{title}}facets{tags{value count}}}}`,
			`"stories":{"totalCount":1,"nodes":[{"title":"Économies d’énergie","category":{"name":"Water","chief":{"name":"Ann","home":{"name":"Water"}}},"related":[{"title":"Deux, enfin"}]}],"facets":{"tags":[{"value":"Gas","count":1},{"value":"eau","count":1}]}}`,
		},
		{
			`query($id:ID!){story(id:$id){__typename blocks{__typename ... on Figure{_key caption person{...N}}}}} fragment N on Person{name}`,
			`"story":{"__typename":"Story","blocks":[{"__typename":"Figure","_key":"b1","caption":"x","person":{"name":"Ann"}}]}`,
		},
		{
			`{story(slug:"un"){html:body source:body(format:SOURCE) text:body(format:TEXT) _fallback publishedAt inheritedFrom}}`,
			`"story":{"html":"<p>**Les économies**</p>","source":"**Les économies**","text":"Les économies","_fallback":null,"publishedAt":"2026-10-01T08:00:00Z","inheritedFrom":"shared"}`,
		},
		{
			`{search(q:"énergie",first:1){nodes{title extract{field pieces{text match}} entry{id ... on Story{price}}}pageInfo{hasNextPage}}}`,
			`"search":{"nodes":[{"title":"Économies d’énergie","extract":[{"field":"title","pieces":[{"text":"Économies d’","match":false},{"text":"énergie","match":true}]}],"entry":{"id":"s1","price":"9.90"}}],"pageInfo":{"hasNextPage":true}}`,
		},
		{
			`{site{key parent locales{tag chain}} menu(name:"main"){label items{label url items{label}}} none:menu(name:"nosuch"){id} empty:menu(name:"empty"){id}}`,
			`"site":{"key":"demo","parent":null,"locales":[{"tag":"fr","chain":["fr","en"]},{"tag":"en","chain":["en"]}]},"menu":[{"label":"Offers","items":[{"label":"Solar <b>","url":"https://demo.example/offers/solar","items":[]}]}],"none":null,"empty":[]`,
		},
		{`{stories(locale:"en",fallback:["fr"],sort:[title_DESC],first:1){edges{node{title locale _fallback}}}}`, `"stories":{"edges":[{"node":{"title":"Trois","locale":"en","_fallback":{"body":"fr","slug":"fr","title":"fr"}}}]}`},
		{`{nobody:story(id:"nosuch"){id} slug:story(id:"un"){id} id:story(slug:"s1"){id} other:story(id:"s4"){id}}`, `"nobody":null,"slug":null,"id":null,"other":null`},
		{`query($no:Boolean=false){stories(first:1){nodes{id title @include(if:$no) ...{price @skip(if:true)}}}}`, `"stories":{"nodes":[{"id":"s1"}]}`},
		{`{stories(filter:{or:[{tags:{eq:"Gas"}},{not:{on:{gt:"2026-08-01"}}}],id:{exists:true}}){nodes{id}}}`, `"stories":{"nodes":[{"id":"s1"},{"id":"s3"}]}`},
	} {
		vars := map[string]any{"id": "s1"}
		if !strings.Contains(c.question, "$id") {
			vars = nil
		}
		res := s.ask(t, c.question, vars)
		if res.status != http.StatusOK || !strings.HasPrefix(res.body, `{"data":{`+c.want+`},"extensions":{"generation":2`) {
			t.Errorf("%s:\n%d %s", c.question, res.status, res.body)
		}
		get := s.get(t, graphql+"?extensions=&query="+url.QueryEscape(c.question)+map[bool]string{true: "&variables=" + url.QueryEscape(`{"id":"s1"}`)}[vars != nil])
		if get.body != res.body || get.header.Get("Cache-Control") != "public, max-age=30, stale-while-revalidate=600, stale-if-error=604800" || get.header.Get("Etag") == "" {
			t.Errorf("a GET gives %s %v", get.body, get.header)
		}
	}
}

// TestGraphQLOverHTTP is the media types, the headers and what is no question.
func TestGraphQLOverHTTP(t *testing.T) {
	s := serveMagazine(t)
	ask := graphql + "?query=" + url.QueryEscape("{story(id:\"s1\"){related{title}}}")
	res := s.get(t, ask, "Accept", "application/json;q=0.5, application/graphql-response+json")
	if res.header.Get("Content-Type") != "application/graphql-response+json; charset=utf-8" || res.header.Get("Vary") != "Accept, Accept-Encoding" ||
		res.header.Get("Surrogate-Key") != "site:demo type:story entry:s1 entry:s2 gen:2" || res.header.Get("Portico-Generation") != "2" {
		t.Errorf("%v", res.header)
	}
	if same := s.get(t, ask, "If-None-Match", res.header.Get("Etag")); same.status != http.StatusNotModified || same.header.Get("Vary") != "Accept, Accept-Encoding" {
		t.Errorf("%d %v", same.status, same.header)
	}
	if res := s.get(t, ask, "Accept", "application/json"); res.header.Get("Content-Type") != "application/json; charset=utf-8" {
		t.Errorf("%v", res.header)
	}
	if res := s.get(t, ask, "Accept", "text/html"); res.status != http.StatusNotAcceptable {
		t.Errorf("text/html: %d", res.status)
	}
	for accept, status := range map[string]int{"application/json": 200, "*/*": 400} {
		res := s.get(t, graphql+"?query={nosuch}", "Accept", accept)
		if res.status != status || !strings.Contains(res.body, `{"errors":[{"message":"Cannot query field`) || res.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d %s", accept, res.status, res.body)
		}
	}
	partial := s.get(t, graphql+"?query="+url.QueryEscape(`{stories(first:200){nodes{id}} story(id:"s1"){id}}`))
	want := `{"errors":[{"message":"the query cannot be understood","locations":[{"line":1,"column":2}],"path":["stories"],"extensions":{"code":"invalid","errors":[{"argument":"first",`
	if !strings.HasPrefix(partial.body, want) || !strings.Contains(partial.body, `"data":{"stories":null,"story":{"id":"s1"}}`) || partial.header.Get("Cache-Control") != "no-store" || partial.status != http.StatusOK {
		t.Errorf("%d %s %v", partial.status, partial.body, partial.header)
	}
	for _, media := range []string{"text/plain", "application/x-www-form-urlencoded", "application/graphql", "application/json; charset=latin1", ""} {
		body := `{"query":"{stories{nodes{id}}}"}`
		res := s.raw(t, fmt.Sprintf("POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s", graphql, media, len(body), body))
		if res.status != http.StatusUnsupportedMediaType {
			t.Errorf("TestS6: %q: %d", media, res.status)
		}
	}
	for body, status := range map[string]int{
		"": 400, "null": 400, "{": 400, "5": 400, `[{"query":"{site{key}}"}]`: 400, `{"query":1}`: 400, `{"query":"{site{key}}","x":1}`: 400, `{"query":"{site{key}}"} {}`: 400, `{"query":"{site{key}}","variables":[]}`: 400,
		`{"query":"{site{key}}","extensions":{"other":1},"variables":null,"operationName":null}`: 200, `{"query":"mutation{site{key}}"}`: 400, `{"query":"subscription{site{key}}"}`: 400,
		`{"query":"query A{site{key}} query B{site{name}}"}`: 400, `{"query":"query A{site{key}} query B{site{name}}","operationName":"B"}`: 200, `{"query":"{site{key}}","operationName":"C"}`: 400,
	} {
		if res := s.post(t, graphql, body); res.status != status {
			t.Errorf("%s: %d %s", body, res.status, res.body)
		}
	}
	for _, query := range []string{"?query={site{key}}&query={site{key}}", "?query={site{key}}&x=1", "?query={site{key}}&variables=x", ""} {
		if res := s.get(t, graphql+query); res.status != http.StatusBadRequest {
			t.Errorf("%s: %d", query, res.status)
		}
	}
	if res := s.post(t, graphql, `{"query":"{site{key}}"}`, "Content-Encoding", "gzip"); res.status != http.StatusUnsupportedMediaType {
		t.Errorf("gzip: %d", res.status)
	}
	if res := s.post(t, "/v1/sites/nobody/graphql", `{"query":"{site{key}}"}`); res.status != http.StatusNotFound || !strings.Contains(res.body, `"code":"not_found"`) {
		t.Errorf("no site: %d %s", res.status, res.body)
	}
}

// TestGraphQLPages goes from page to page and back; cursors are those of REST.
func TestGraphQLPages(t *testing.T) {
	s := serveMagazine(t)
	type pages struct {
		Data struct {
			Stories struct {
				Nodes    []struct{ ID string }
				Edges    []struct{ Cursor string }
				PageInfo struct {
					EndCursor, PreviousCursor    string
					HasNextPage, HasPreviousPage bool
				}
			}
		}
	}
	page := func(after string) (p pages) {
		res := s.ask(t, `query($after:String){stories(first:1,after:$after,sort:title_ASC){nodes{id} edges{cursor} pageInfo{endCursor previousCursor hasNextPage hasPreviousPage}}}`, map[string]any{"after": after})
		if err := json.Unmarshal([]byte(res.body), &p); err != nil || len(p.Data.Stories.Nodes) != 1 {
			t.Fatal(res.body, err)
		}
		return p
	}
	var ids, after string
	for range 3 {
		vars := page
		if after == "" {
			vars = func(string) (p pages) {
				res := s.ask(t, `{stories(first:1,sort:[title_ASC]){nodes{id} edges{cursor} pageInfo{endCursor previousCursor hasNextPage hasPreviousPage}}}`)
				if err := json.Unmarshal([]byte(res.body), &p); err != nil {
					t.Fatal(res.body, err)
				}
				return p
			}
		}
		p := vars(after).Data.Stories
		ids += p.Nodes[0].ID
		if after = p.PageInfo.EndCursor; p.Edges[0].Cursor != after || p.PageInfo.HasNextPage != (len(ids) < 6) || p.PageInfo.HasPreviousPage != (len(ids) > 2) {
			t.Errorf("%s: %+v", ids, p)
		}
		if len(ids) == 6 {
			if back := page(p.PageInfo.PreviousCursor).Data.Stories.Nodes; back[0].ID != "s1" {
				t.Errorf("back: %v", back)
			}
		}
		if len(ids) == 4 {
			if _, rest := decode(t, s.get(t, stories+"?sort=title&page[size]=1&page[after]="+after)); rest != "s3" {
				t.Errorf("REST goes on with %s", rest)
			}
		}
	}
	if ids != "s2s1s3" {
		t.Errorf("%s", ids)
	}
	if res := s.ask(t, `{stories(after:"x"){nodes{id}}}`); !strings.Contains(res.body, `"argument":"after"`) {
		t.Errorf("%s", res.body)
	}
}

// TestPersistedQueries: a question that was asked once can be asked by its hash, also after the types have changed.
func TestPersistedQueries(t *testing.T) {
	log := magazine()
	app, node, f := follow(t, log)
	s := listen(t, app)
	question := `{stories(first:1){nodes{id}}}`
	by := func(hash string) string {
		return graphql + "?extensions=" + url.QueryEscape(fmt.Sprintf(`{"persistedQuery":{"version":1,"sha256Hash":"%s"}}`, hash))
	}
	hash := graph.HashOf(question)
	if res := s.get(t, by(hash)); !strings.Contains(res.body, `"code":"PERSISTED_QUERY_NOT_FOUND"`) || !strings.Contains(res.body, `"PersistedQueryNotFound"`) || res.header.Get("Cache-Control") != "no-store" {
		t.Errorf("%d %s", res.status, res.body)
	}
	if res := s.get(t, by(graph.HashOf("other"))+"&query="+url.QueryEscape(question)); !strings.Contains(res.body, `"code":"bad_hash"`) {
		t.Errorf("another hash: %s", res.body)
	}
	if res := s.get(t, by(hash)); res.status != http.StatusBadRequest {
		t.Errorf("a wrong hash was kept: %s", res.body)
	}
	if res := s.get(t, by(hash)+"&query="+url.QueryEscape(question)); res.status != http.StatusOK {
		t.Errorf("%s", res.body)
	}
	log.publish(published.NewRecord(published.KindType, "extra", published.Type{Name: "extra", Title: "t"}))
	if _, err := f.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	if res := s.get(t, by(hash)); res.status != http.StatusOK || !strings.Contains(res.body, `"id":"s1"`) || res.header.Get("Etag") == "" {
		t.Errorf("%d %s", res.status, res.body)
	}
	if res := s.ask(t, `{extras{totalCount}}`); !strings.Contains(res.body, `"totalCount":0`) {
		t.Errorf("the new type: %s", res.body)
	}
	node.GraphQL = graph.NewEngine(graph.Options{Allowed: map[string]string{hash: question}})
	for path, status := range map[string]int{by(hash): 200, graphql + "?query=" + url.QueryEscape(question): 200, graphql + "?query={site{key}}": 400, by(graph.HashOf("x")): 400} {
		if res := s.get(t, path); res.status != status || status == 400 && !strings.Contains(res.body, `"query_not_allowed"`) {
			t.Errorf("%s: %d %s", path, res.status, res.body)
		}
	}
}

// TestL3Introspection: who has no key learns the schema from nothing: not by asking for it, not from a cache, not from guesses.
func TestL3Introspection(t *testing.T) {
	log := magazine()
	soon := time.Now().Add(time.Hour)
	log.publish(keyed(map[string]*time.Time{demosKey: &soon}, "demo"), keyed(map[string]*time.Time{hiddenKey: &soon}, "hidden"))
	app, node, _ := follow(t, log)
	s := listen(t, app)
	key, other := []string{"Authorization", "Bearer " + demosKey}, []string{"Authorization", "Bearer " + hiddenKey}
	for _, question := range []string{`{__schema{types{name}}}`, `{a:__type(name:"Story"){name}}`, `{...F} fragment F on Query{__schema{queryType{name}}}`, `{site{key} ...{__type(name:"Query"){fields{name}}}}`} {
		ask := graphql + "?query=" + url.QueryEscape(question)
		if res := s.get(t, ask, key...); res.status != http.StatusOK || res.header.Get("Cache-Control") != "no-store" || res.header.Get("Etag") != "" {
			t.Errorf("with a key: %d %v %s", res.status, res.header, res.body)
		}
		for _, res := range []response{s.get(t, ask), s.get(t, ask, other...), s.ask(t, question)} {
			if res.status != http.StatusBadRequest || !strings.Contains(res.body, `"code":"introspection_disabled"`) {
				t.Errorf("%s: %d %s", question, res.status, res.body)
			}
		}
	}
	if res := s.get(t, graphql+"/schema"); res.status != http.StatusForbidden {
		t.Errorf("schema: %d", res.status)
	}
	if res := s.get(t, graphql+"/schema", key...); res.status != http.StatusOK || !strings.Contains(res.body, "type Story implements Entry") || res.header.Get("Cache-Control") != "no-store" {
		t.Errorf("schema: %d %v", res.status, res.header)
	}
	for _, guess := range []string{`{storie{nodes{id}}}`, `{stories{nodes{titl}}}`, `{stories(filtre:{}){nodes{id}}}`, `{stories(filter:{titel:{eq:"x"}}){nodes{id}}}`, `{stories(sort:titl_ASC){nodes{id}}}`, `{stories{nodes{... on Stori{id}}}}`, `{story}`} {
		res := s.ask(t, guess)
		if res.status != http.StatusBadRequest || strings.Contains(res.body, "mean") || strings.Contains(res.body, "title") {
			t.Errorf("%s: %s", guess, res.body)
		}
	}
	if res := s.ask(t, `{__typename site{__typename}}`); !strings.Contains(res.body, `{"__typename":"Query","site":{"__typename":"Site"}}`) {
		t.Errorf("%s", res.body)
	}
	node.GraphQL = graph.NewEngine(graph.Options{Introspection: true})
	if res := s.get(t, graphql+"/schema"); res.status != http.StatusOK || res.header.Get("Etag") == "" {
		t.Errorf("schema for all: %d", res.status)
	}
	if res := s.ask(t, `{__type(name:"Nosuch"){name}}`); !strings.Contains(res.body, `{"__type":null}`) {
		t.Errorf("%s", res.body)
	}
}
