package delivery_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"testing"
)

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
	return s.post(t, "/v1/sites/demo/graphql", string(src))
}

// TestGraphQL is the answers to questions, byte by byte.
func TestGraphQL(t *testing.T) {
	s := serveMagazine(t)
	for _, c := range []struct{ question, want string }{
		{`{stories{nodes{id title}}}`, ``},
		{`{stories(filter:{category:{entry:{slug:{in:["water","foreign"]}}}}){totalCount nodes{title category{name chief{name home{name}}} related{title} blocks{__typename ... on Figure{caption person{name}}}}facets{tags{value count}}pageInfo{hasNextPage endCursor}}}`, ``},
		{`{story(slug:"un"){body html:body(format:HTML) source:body(format:SOURCE) text:body(format:TEXT) _fallback publishedAt}}`, ``},
		{`{search(q:"énergie"){nodes{title extract{field pieces{text match}} entry{id ... on Story{price}}}}}`, ``},
		{`{site{key locales{tag chain}} menu(name:"main"){label items{label items{label}}}}`, ``},
		{`{a:stories(first:200){nodes{id}} b:story(id:"s1"){id}}`, ``},
	} {
		res := s.ask(t, c.question)
		if res.status != http.StatusOK || res.body != c.want {
			t.Errorf("%s:\n%d %s", c.question, res.status, res.body)
		}
		get := s.get(t, "/v1/sites/demo/graphql?query="+url.QueryEscape(c.question))
		if get.body != res.body {
			t.Errorf("a GET gives %s %v", get.body, get.header)
		}
	}
}
