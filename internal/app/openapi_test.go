package app_test

import (
	"fmt"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// promises holds real answers against the description of the delivery API.
type promises struct {
	t       *testing.T
	p       *process
	doc     obj
	schemas *jsonschema.Compiler
	kept    map[string]int // answers by operation
}

const descriptionURL = "https://portico.example/openapi.json"

func newPromises(t *testing.T, p *process) *promises {
	t.Helper()
	src := p.get("/v1/openapi.json")
	tree, err := jsonschema.UnmarshalJSON(strings.NewReader(string(src.body)))
	if err != nil || src.status != http.StatusOK {
		t.Fatalf("%d %v", src.status, err)
	}
	doc := tree.(obj)
	closed(doc["components"].(obj)["schemas"])
	s := &promises{t, p, doc, jsonschema.NewCompiler(), map[string]int{}}
	s.schemas.DefaultDraft(jsonschema.Draft2020)
	s.schemas.AssertFormat()
	if err := s.schemas.AddResource(descriptionURL, tree); err != nil {
		t.Fatal(err)
	}
	return s
}

// closed forbids members that are not described: what is answered and not described is a mistake here, and nowhere else.
func closed(schema any) {
	switch s := schema.(type) {
	case []any:
		for _, v := range s {
			closed(v)
		}
	case obj:
		if _, open := s["additionalProperties"]; s["properties"] != nil && !open {
			s["additionalProperties"] = false
		}
		for _, v := range s {
			closed(v)
		}
	}
}

// check holds an answer against what an operation says of a status, "200" or "default".
func (s *promises) check(path, method, status string, got response) {
	s.t.Helper()
	media, _, err := mime.ParseMediaType(got.header.Get("Content-Type"))
	if err != nil {
		s.t.Errorf("%s %s: %d %q %v", method, path, got.status, got.header.Get("Content-Type"), err)
		return
	}
	pointer := descriptionURL + "#"
	for _, part := range []string{"paths", path, method, "responses", status, "content", media, "schema"} {
		pointer += "/" + url.PathEscape(strings.NewReplacer("~", "~0", "/", "~1").Replace(part))
	}
	schema, err := s.schemas.Compile(pointer)
	if err != nil {
		s.t.Errorf("%s %s answers %d with %s, which is not described: %v", method, path, got.status, media, err)
		return
	}
	var value any = string(got.body)
	if strings.HasSuffix(media, "json") {
		if value, err = jsonschema.UnmarshalJSON(strings.NewReader(string(got.body))); err != nil {
			s.t.Errorf("%s %s: %v", method, path, err)
			return
		}
	}
	if err := schema.Validate(value); err != nil {
		s.t.Errorf("%s %s: %v\n%.2000s", method, path, err, got.body)
	}
	s.kept[method+" "+path]++
}

// get asks an address of an operation, whose site, type and so on are filled in.
func (s *promises) get(path, query string, values ...string) response {
	s.t.Helper()
	got := s.p.get(fill(path, values) + query)
	if got.status != http.StatusOK {
		s.t.Errorf("%s%s of %v: %d %.300s", path, query, values, got.status, got.body)
		return got
	}
	if s.kept["get "+path] == 0 {
		s.conditional(path, fill(path, values)+query, got)
	}
	s.check(path, "get", "200", got)
	return got
}

// conditional holds an answer with an ETag against what the description says of 304, and asks for it again.
func (s *promises) conditional(path, address string, got response) {
	s.t.Helper()
	responses := s.doc["paths"].(obj)[path].(obj)["get"].(obj)["responses"].(obj)
	tag := got.header.Get("ETag")
	if _, promised := responses["304"]; promised != (tag != "") {
		s.t.Errorf("%s: its ETag is %q, 304 is described: %v", path, tag, promised)
	}
	if tag == "" {
		return
	}
	req, err := http.NewRequest(http.MethodGet, s.p.delivery+address, http.NoBody)
	if err != nil {
		s.t.Fatal(err)
	}
	req.Header.Set("If-None-Match", tag)
	if again := do(req); again.status != http.StatusNotModified || len(again.body) > 0 {
		s.t.Errorf("%s with its own ETag %s: %d, %d bytes", path, tag, again.status, len(again.body))
	}
}

func fill(path string, values []string) string {
	segments := strings.Split(path, "/")
	for i, name := range segments {
		if strings.HasPrefix(name, "{") && len(values) > 0 {
			segments[i], values = values[0], values[1:]
		}
	}
	return strings.Join(segments, "/")
}

func (s *promises) post(path, body string, values ...string) {
	s.t.Helper()
	got := s.send(fill(path, values), body)
	if got.status != http.StatusOK {
		s.t.Errorf("%s %s: %d %s", path, body, got.status, got.body)
	}
	s.check(path, "post", "200", got)
}

func (s *promises) send(path, body string) response {
	req, err := http.NewRequest(http.MethodPost, s.p.delivery+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	return do(req)
}

// TestOpenAPIAnswers: every site, locale, menu and content type of the sample group is asked in every way, and each answer is what the
// description says: nothing is missing, and nothing is there that it does not name. So are errors.
func TestOpenAPIAnswers(t *testing.T) {
	t.Parallel()
	p := serve(t, "--sample", "--data-dir", t.TempDir(), "--query-rate", "0", "--log-level", "warn")
	p.waitFor("something to serve", func() bool { return p.get("/readyz").status == http.StatusOK })
	s := newPromises(t, p)
	const base = "/v1/sites/{site}"
	s.get("/healthz", "")
	s.get("/readyz", "")
	s.get("/v1/openapi.json", "")
	s.get("/metrics", "")
	s.get("/v1/preview.js", "")
	s.conditional("/npm/{path}", "/npm/@orvane%2fdesign-tokens", p.get("/npm/@orvane%2fdesign-tokens"))
	list, _ := s.get("/v1/sites", "").get("data").([]any)
	if len(list) < 10 {
		t.Fatalf("%d sites", len(list))
	}
	for _, one := range list {
		site := one.(obj)
		key := site["key"].(string)
		s.ofSite(base, key)
		for _, l := range site["locales"].([]any) {
			s.ofLocale(base, key, l.(obj)["tag"].(string))
		}
	}
	s.content(base)
	s.errors(base)
	s.unkept()
}

func (s *promises) ofSite(base, key string) {
	facts := s.get(base, "", key)
	if files, _ := facts.get("components").([]any); len(files) > 0 {
		style, _ := files[0].(obj)["url"].(string)
		style = strings.TrimPrefix(style, s.p.delivery)
		s.conditional("/a/{sha}/{file}", style, s.p.get(style))
	}
	s.get(base+"/generation", "", key)
	s.get(base+"/csp", "", key)
	if loader, _ := facts.get("loader.url").(string); loader != "" {
		s.get("/e/{file}", "", key+".js")
	}
}

func (s *promises) ofLocale(base, key, tag string) {
	locale := "?locale=" + tag
	bundle := s.get(base+"/bundle", locale, key)
	s.get(base+"/fragments", locale+"&path=/&bc=A%7C/a&layout=simple", key)
	s.get(base+"/menus", locale, key)
	menus, _ := bundle.get("menus").(obj)
	for name := range menus {
		s.get(base+"/menus/{menu}", locale, key, name)
	}
	parts, _ := bundle.get("parts").(obj)
	for part := range parts {
		s.get(base+"/fragments/{part}", locale, key, part)
		s.get("/i/{site}/{part}/{locale}", "", key, part, tag)
	}
	s.get(base+"/search", locale+"&q=a", key)
	for _, typ := range []string{"article", "faq", "notice", "page", "country"} {
		for _, query := range []string{"&page[size]=100&fallback=auto", "&page[size]=2&count=exact&format=text"} {
			s.get(base+"/entries/{type}", locale+query, key, typ)
		}
	}
}

func (s *promises) content(base string) {
	for path := range s.doc["paths"].(obj) {
		if strings.HasPrefix(path, base+"/tokens.") {
			s.get(path, "", "klio")
		}
	}
	list := s.get(base+"/entries/{type}", "?locale=fr&count=exact&facets=category,tags&include=related&page[size]=3", "customer", "article")
	next, _ := list.get("page.next").(string)
	second := s.get(base+"/entries/{type}", "?locale=fr&count=exact&facets=category,tags&include=related&page[size]=3&page[after]="+next, "customer", "article")
	if second.get("page.prev") == nil || second.get("page.total") == nil || second.get("facets.category") == nil {
		s.t.Errorf("there is less to check than there should be: %.300s", second.body)
	}
	data, _ := list.get("data").([]any)
	for _, e := range data {
		s.get(base+"/entries/{type}/{id}", "?locale=de&fallback=auto&include=related", "customer", "article", e.(obj)["id"].(string))
	}
	if hits := s.get(base+"/search", "?locale=fr&q=facture", "customer"); !strings.Contains(string(hits.body), `"match":true`) {
		s.t.Errorf("no words were found: %.300s", hits.body)
	}
	s.post(base+"/query", `{"type":"article","locale":"fr","filter":{"or":[{"category":{"eq":"advice"}},{"tags":{"exists":true}}]},"count":"exact"}`, "customer")
	question := `{site{name}articles(first:1){nodes{title related{... on Faq{question}}}}menu(name:"main"){label}}`
	s.get(base+"/graphql", "?query="+url.QueryEscape(question), "customer")
	s.post(base+"/graphql", `{"query":"query($n: Int) {faqs(first: $n) {nodes {question}}}","variables":{"n":2}}`, "customer")
	s.get("/i/{site}/{part}/{locale}/{item}", "", "customer", "header", "fr", "offers")
}

// errors asks what cannot be answered.
func (s *promises) errors(base string) {
	for _, c := range []struct{ path, method, address, body string }{
		{base, "get", "/v1/sites/nobody", ""},
		{base + "/bundle", "get", "/v1/sites/nobody/bundle", ""},
		{base + "/menus/{menu}", "get", "/v1/sites/customer/menus/nothing", ""},
		{base + "/entries/{type}", "get", "/v1/sites/customer/entries/article?filter[nothing]=1&sort=neither&page[size]=1000", ""},
		{base + "/entries/{type}/{id}", "get", "/v1/sites/customer/entries/article/nothing", ""},
		{base + "/query", "post", "/v1/sites/customer/query", `{"type":"article","filter":{"category":{"near":1}}}`},
		{base + "/search", "get", "/v1/sites/customer/search", ""},
		{base + "/tokens.css", "get", "/v1/sites/customer/tokens.css?theme=none", ""},
		{base + "/entries/{type}", "get", "/v1/sites/customer/entries/article?view=draft", ""},
		{"/v1/events", "get", "/v1/events?site=nobody", ""},
	} {
		got := s.p.get(c.address)
		if c.method == "post" {
			got = s.send(c.address, c.body)
		}
		if got.status < 400 || got.status >= 500 {
			s.t.Errorf("%s: %d", c.address, got.status)
		}
		s.check(c.path, c.method, "default", got)
	}
	wrong := s.p.get("/v1/sites/customer/graphql?query=" + url.QueryEscape(`{articles(filter:{category:{eq:"nothing"}}){nodes{nothing}}}`))
	s.check(base+"/graphql", "get", fmt.Sprint(wrong.status), wrong)
}

// unkept complains of operations of which no answer was checked, but for those that are no answers to a site's question.
func (s *promises) unkept() {
	others := []string{
		"get /v1/sites/{site}/export.zip", "get /v1/sites/{site}/graphql/schema", "get /a/{sha}/{file}", "get /styleguide",
		"get /styleguide/assets/{file}", "get /media/{id}/original/{file}", "post /v1/preview", "delete /v1/preview",
	}
	for path, item := range s.doc["paths"].(obj) {
		for method := range maps.Keys(item.(obj)) {
			op := fmt.Sprint(method, " ", path)
			if s.kept[op] == 0 && !slices.Contains(others, op) && !strings.HasSuffix(path, "/{path}") {
				s.t.Errorf("no answer of %s was checked", op)
			}
		}
	}
}
