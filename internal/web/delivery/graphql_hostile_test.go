package delivery_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	core "github.com/portico-cms/portico/internal/delivery"
	"github.com/portico-cms/portico/internal/graph"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/query"
	"github.com/portico-cms/portico/internal/readmodel"
	"github.com/portico-cms/portico/internal/web/delivery"
)

// graphProbes ask each argument of a list that takes names for a name; the others take values. An argument that is not here fails.
var graphProbes = map[string][]string{
	"filter": {
		`{stories(filter:{%s:{starts:"$2"}}){nodes{id}}}`, `{stories(filter:{not:{%s:{eq:"a"}}}){nodes{id}}}`, `{stories(filter:{or:[{%s:{exists:true}}]}){totalCount}}`,
		`{stories(filter:{category:{entry:{%s:{starts:"x"}}}}){nodes{id}}}`, `{stories(filter:{category:{entry:{chief:{entry:{%s:{eq:"x"}}}}}}){nodes{id}}}`,
	},
	"sort":  {`{stories(sort:[%s_ASC]){nodes{id}}}`, `{stories(sort:[title_ASC,%s_DESC]){nodes{id}}}`},
	"first": nil, "after": nil, "q": nil, "locale": nil, "fallback": nil,
	"fields": {
		`{stories{nodes{%s}}}`, `{stories{edges{node{title %s}}}}`, `{stories{nodes{category{%s}}}}`, `{stories{nodes{blocks{... on Figure{%s}}}}}`,
		`{stories{facets{%s{count}}}}`, `{search(q:"x"){nodes{entry{... on Story{%s}}}}}`, `{story(id:"s1"){related{%s}}}`,
	},
}

// TestQ1Q2Q3GraphQLNoOracle: whichever argument asks, a secret field and one that there is not are the same problem.
func TestQ1Q2Q3GraphQLNoOracle(t *testing.T) {
	log := magazine()
	app, node, _ := follow(t, log)
	node.GraphQL = graph.NewEngine(graph.Options{Introspection: true})
	s := listen(t, app)
	var told struct {
		Data struct {
			Type struct {
				Fields []struct {
					Name string
					Args []struct{ Name string }
				}
			} `json:"__type"`
		}
	}
	res := s.ask(t, `{__type(name:"Query"){fields{name args{name}}}}`)
	if err := json.Unmarshal([]byte(res.body), &told); err != nil {
		t.Fatal(res.body, err)
	}
	for _, f := range told.Data.Type.Fields {
		for _, a := range f.Args {
			if _, known := graphProbes[a.Name]; f.Name == "stories" && !known {
				t.Errorf("the argument %s has no probe", a.Name)
			}
		}
	}
	for argument, probes := range graphProbes {
		for _, probe := range probes {
			first := ""
			for _, name := range []string{"budget", "passwordHash", "createdBy", "salary", "nosuchfield", "updatedBy", "space", "trashed", "__proto__", "fields"} {
				res := s.ask(t, fmt.Sprintf(probe, name))
				got := strings.ReplaceAll(res.body, name, "NAME")
				if first == "" {
					first = got
				}
				if got != first || res.status != http.StatusBadRequest {
					t.Errorf("%s: %s of %s: %s, of another name %s", argument, probe, name, got, first)
				}
			}
		}
	}
	for _, name := range []string{"body", "blocks", "id"} { // there, and not to be filtered or sorted by in this way
		if res := s.ask(t, fmt.Sprintf(`{stories(filter:{%s:{contains:"x"}}){nodes{id}}}`, name)); res.status != http.StatusBadRequest {
			t.Errorf("%s: %s", name, res.body)
		}
	}
}

// TestQ5Q6GraphQLOtherSitesRows: what another site has decides nothing here, and is not counted.
func TestQ5Q6GraphQLOtherSitesRows(t *testing.T) {
	s := serveMagazine(t)
	for filter, total := range map[string]int{
		`category:{entry:{slug:{eq:"foreign"}}}`: 0, `category:{entry:{slug:{exists:true}}}`: 1, `category:{eq:"foreign"}`: 0, `category:{entry:{slug:{ne:"foreign"}}}`: 3,
		`category:{entry:{chief:{entry:{name:{contains:"sp"}}}}}`: 0, `related:{entry:{slug:{eq:"quatre"}}}`: 0, `tags:{eq:"secret"}`: 0, `id:{eq:"s4"}`: 0,
	} {
		res := s.ask(t, `{stories(filter:{`+filter+`}){totalCount nodes{title category{name chief{name}} related{title}} facets{tags{value} category{value}}}}`)
		if !strings.Contains(res.body, fmt.Sprintf(`"totalCount":%d,`, total)) {
			t.Errorf("%s: %s", filter, res.body)
		}
		for _, secret := range []string{"Foreign", "Spy", `"secret"`, "Of another site"} {
			if strings.Contains(res.body, secret) {
				t.Errorf("%s: %s", filter, res.body)
			}
		}
	}
	for _, question := range []string{`{story(id:"s4"){title}}`, `{story(slug:"quatre"){title}}`, `{person(id:"spy"){name}}`, `{search(q:"another"){nodes{title entry{id}}}}`} {
		if res := s.ask(t, question); strings.Contains(res.body, "Spy") || strings.Contains(res.body, "another site") {
			t.Errorf("%s: %s", question, res.body)
		}
	}
}

// TestI1I2I3GraphQL: every argument takes every hostile value, written or as a variable, with an answer or a coded error.
func TestI1I2I3GraphQL(t *testing.T) {
	s := serveMagazine(t)
	many := make([]any, 101)
	for i := range many {
		many[i] = "x"
	}
	values := []any{
		"' OR 1=1 --", "1;DROP TABLE docs", `"`, "$2", "{}", "__proto__", strings.Repeat("x", 3000), "*", "NEAR(a b)", "title:x", "💩", "a\x00b", "", nil, true, -1, 0, 1e300,
		json.Number("1" + strings.Repeat("0", 400)), []any{}, many, []any{nil}, map[string]any{}, map[string]any{"eq": "x"}, []any{[]any{"x"}}, map[string]any{"and": nil},
	}
	for _, c := range []struct{ typ, question string }{
		{"String", `{stories(filter:{title:{eq:$v}}){nodes{id}}}`}, {"[String!]", `{stories(filter:{tags:{in:$v}}){nodes{id}}}`}, {"String", `{stories(filter:{category:{entry:{slug:{contains:$v}}}}){nodes{id}}}`},
		{"Decimal", `{stories(filter:{price:{gt:$v}}){nodes{id}}}`}, {"Date", `{stories(filter:{on:{eq:$v}}){nodes{id}}}`}, {"ID", `{stories(filter:{related:{eq:$v}}){nodes{id}}}`},
		{"StoryFilter", `{stories(filter:$v){nodes{id}}}`}, {"[StoryFilter!]", `{stories(filter:{or:$v}){nodes{id}}}`}, {"TextConditions", `{stories(filter:{title:$v}){nodes{id}}}`},
		{"String", `{stories(q:$v){nodes{id}}}`}, {"Int", `{stories(first:$v){nodes{id}}}`}, {"String", `{stories(after:$v){nodes{id}}}`}, {"Locale", `{stories(locale:$v){nodes{id}}}`},
		{"[String!]", `{stories(fallback:$v){nodes{id}}}`}, {"[StorySort!]", `{stories(sort:$v){nodes{id}}}`}, {"ID", `{story(id:$v){id}}`}, {"String", `{story(slug:$v){id}}`}, {"String!", `{search(q:$v){nodes{id}}}`},
		{"[SearchableType!]", `{search(q:"x",types:$v){nodes{id}}}`}, {"String!", `{menu(name:$v){id}}`}, {"Locale", `{menu(name:"main",locale:$v){id}}`}, {"TextFormat!", `{stories{nodes{body(format:$v)}}}`}, {"Boolean!", `{site @skip(if:$v){key}}`},
	} {
		for _, v := range values {
			res := s.ask(t, "query($v:"+c.typ+")"+c.question, map[string]any{"v": v})
			if res.status != http.StatusBadRequest && res.status != http.StatusOK || tellsOfSQL(res.body) || !json.Valid([]byte(res.body)) {
				t.Errorf("%s of %.60v: %d %.300s", c.question, v, res.status, res.body)
			}
			if strings.Contains(res.body, `"errors"`) && !strings.Contains(res.body, `"code":"`) {
				t.Errorf("%s of %.60v: no code in %.300s", c.question, v, res.body)
			}
			text, _ := json.Marshal(v)
			if res := s.ask(t, strings.ReplaceAll(c.question, "$v", string(text))); res.status != http.StatusBadRequest && res.status != http.StatusOK || tellsOfSQL(res.body) {
				t.Errorf("%s of %.60s: %d %.300s", c.question, text, res.status, res.body)
			}
		}
	}
	for _, none := range []string{`filter:{title:{eq:null}}`, `filter:{title:null}`, `filter:{not:null}`, `filter:{or:null}`, `filter:{title:{}}`, `filter:{category:{entry:{}}}`, `filter:{category:{entry:null}}`, `filter:{or:[]}`} {
		res := s.ask(t, `{stories(`+none+`){nodes{id}}}`)
		if strings.Contains(res.body, `"s1"`) {
			t.Errorf("%s is no condition: %s", none, res.body)
		}
	}
	if res := s.ask(t, `query($v:String){stories(filter:{title:{eq:$v}}){nodes{id}}}`); strings.Contains(res.body, `"s1"`) {
		t.Errorf("a variable that was not sent is no condition: %s", res.body)
	}
}

// TestX1GraphQLBombs: what would be much work is refused before there is any.
func TestX1GraphQLBombs(t *testing.T) {
	s := serveMagazine(t)
	var doubling strings.Builder
	doubling.WriteString("{stories{nodes{...f0}}}")
	for i := range 40 {
		fmt.Fprintf(&doubling, " fragment f%d on Story{...f%d ...f%d}", i, i+1, i+1)
	}
	doubling.WriteString(" fragment f40 on Story{id}")
	list := func(n int, of string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, of, i)
		}
		return b.String()
	}
	for name, c := range map[string]struct{ question, code string }{
		"depth":            {"{stories{nodes{related{related{related{related{related{related{related{related{related{id}}}}}}}}}}}}", "too_deep"},
		"references":       {"{stories(first:1){nodes{related{related{related{related{id}}}}}}}", "too_deep"},
		"through fragment": {"{stories(first:1){nodes{...A}}} fragment A on Story{related{related{...B}}} fragment B on Story{related{related{id}}}", "too_deep"},
		"aliases":          {"{stories{nodes{" + list(60, "a%d:id ") + "}}}", "too_many"},
		"root aliases":     {"{" + list(11, "a%d:stories{totalCount}") + "}", "too_many"},
		"root fragments":   {"{" + strings.Repeat("...F ", 12) + "} fragment F on Query{__typename}", "too_many"},
		"fields":           {"{stories{nodes{" + strings.Repeat("id ", 600) + "}}}", "too_many"},
		"directives":       {"{stories{nodes{id " + strings.Repeat("@skip(if:false) ", 60) + "}}}", "too_many"},
		"cycle":            {"{stories{nodes{...A}}} fragment A on Story{...B} fragment B on Story{...A}", "bad_query"},
		"cycle of fields":  {"{stories{nodes{...A}}} fragment A on Story{related{...A}}", "bad_query"},
		"unused cycle":     {"{site{key}} fragment A on Story{...A}", "bad_query"},
		"doubling":         {doubling.String(), "too_many"},
		"cost":             {"{stories(first:100){nodes{related{related{related{id title slug on}}}}}}", "too_costly"},
		"cost of several":  {"{" + list(9, "a%d:stories(first:100){nodes{related{related{id title slug}}}}") + "}", "too_costly"},
		"cost by variable": {"query($n:Int=100){stories(first:$n){nodes{related{related{related{id title slug on}}}}}}", "too_costly"},
		"tokens":           {"{stories(filter:{id:{in:[" + strings.Repeat(`"",`, 3000) + "]}}){nodes{id}}}", "syntax"},
		"braces":           {strings.Repeat("{", 8000), "syntax"},
		"brackets":         {"{stories(filter:" + strings.Repeat("[", 8000), "syntax"},
		"size":             {"{site{key}} #" + strings.Repeat("x", 17<<10), "too_long"},
		"operations":       {list(60, "query A%d{site{key}}"), "too_many"},
		"variables":        {"query(" + list(60, "$v%d:Int ") + "){site{key}}", "too_many"},
		"introspection":    {"{__schema{types{fields{type{fields{type{fields{type{fields{name}}}}}}}}}}", "bad_query"},
	} {
		res := s.ask(t, c.question)
		if res.status != http.StatusBadRequest || !strings.Contains(res.body, `"code":"`+c.code+`"`) || len(res.body) > 10_000 {
			t.Errorf("%s: %d %.400s", name, res.status, res.body)
		}
	}
	ok := "{" + list(10, "a%d:stories(first:1){nodes{id}}") + "}"
	if res := s.ask(t, ok); res.status != http.StatusOK {
		t.Errorf("ten root fields: %s", res.body)
	}
	vars := map[string]any{"f": nested(300)}
	if res := s.ask(t, `query($f:StoryFilter){stories(filter:$f){nodes{id}}}`, vars); res.status != http.StatusBadRequest {
		t.Errorf("a deep variable: %d %.300s", res.status, res.body)
	}
	if res := s.post(t, graphql, `{"query":"`+strings.Repeat("x", 10<<20)+`"}`); res.status != http.StatusRequestEntityTooLarge {
		t.Errorf("10 MB: %d", res.status)
	}
}

func nested(depth int) any {
	if depth == 0 {
		return map[string]any{"title": map[string]any{"eq": "x"}}
	}
	return map[string]any{"not": nested(depth - 1)}
}

// asking counts the questions to the read model.
type asking struct {
	core.Index
	lists, docs atomic.Int64
}

func (a *asking) List(ctx context.Context, q query.List) (*query.Page, error) {
	a.lists.Add(1)
	return a.Index.List(ctx, q)
}

func (a *asking) Docs(ctx context.Context, scope query.Scope, ids []string) (map[string]*query.Doc, error) {
	a.docs.Add(1)
	return a.Index.Docs(ctx, scope, ids)
}

// countedStories is a node with sixty entries that refer to each other, which counts what its index is asked.
func countedStories(t *testing.T) (*asking, *server) {
	t.Helper()
	log := magazine()
	var records []published.Record
	ref := func(i int) any { return map[string]any{"$ref": fmt.Sprintf("story/many-%02d", i%60)} }
	for i := range 60 {
		id := fmt.Sprintf("many-%02d", i)
		records = append(records, published.NewRecord(published.KindEntry, id, published.Entry{
			ID: id, Type: "story", Space: "shared", Key: id, Shared: map[string]any{
				"related": []any{ref(i + 1), ref(i + 7)}, "category": map[string]any{"$ref": "category/water"}, "tags": []any{"many"},
				"blocks": []any{map[string]any{"$type": "figure", "$key": "a", "person": map[string]any{"$ref": "person/ann"}}},
			},
			Locales: map[string]published.EntryDoc{"fr": {Fields: map[string]any{"title": id}}},
		}))
	}
	log.publish(records...)
	index, _, err := readmodel.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = index.Close() })
	counting := &asking{Index: index}
	node := core.NewNode(counting, "https://delivery.example", time.Minute)
	f := &core.Follower{Log: log, Node: node, Poll: time.Hour, Logger: slog.New(slog.DiscardHandler)}
	if _, err := f.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	return counting, listen(t, delivery.New(delivery.Options{Node: node, Logger: slog.New(slog.DiscardHandler)}))
}

// TestGraphQLStatements: one question for a list, and one for each level of references, however many entries there are; an answer
// is kept, and an include bomb is refused.
func TestGraphQLStatements(t *testing.T) {
	counting, s := countedStories(t)
	for _, c := range []struct {
		question    string
		lists, docs int64
	}{
		{`{stories(first:50,filter:{tags:{eq:"many"}}){nodes{id}}}`, 1, 0},
		{`{stories(first:50,filter:{tags:{eq:"many"}}){nodes{related{title}}}}`, 1, 1},
		{`{stories(first:50,filter:{tags:{eq:"many"}}){nodes{related{title category{name chief{name}}} blocks{... on Figure{person{name}}}}}}`, 1, 2},
		{`{stories(first:50,filter:{tags:{eq:"many"}}){edges{node{category{name}}} nodes{a:category{chief{name}} related{id}} totalCount pageInfo{hasNextPage} facets{tags{value}}}}`, 1, 2},
	} {
		counting.lists.Store(0)
		counting.docs.Store(0)
		for range 2 {
			if res := s.ask(t, c.question); res.status != http.StatusOK || strings.Contains(res.body, `"errors"`) {
				t.Errorf("%s: %.300s", c.question, res.body)
			}
		}
		if l, d := counting.lists.Load(), counting.docs.Load(); l != c.lists || d != c.docs {
			t.Errorf("%s: %d lists and %d times entries, want %d and %d", c.question, l, d, c.lists, c.docs)
		}
	}
	res := s.ask(t, `{stories(first:60,filter:{tags:{eq:"many"}}){nodes{related{related{related{id}}}}} story(id:"many-01"){id}}`)
	if !strings.Contains(res.body, `"stories":null,"story":{"id":"many-01"}`) || !strings.Contains(res.body, "more than 500 entries") {
		t.Errorf("TestX1: %.300s", res.body)
	}
}

// TestX1IncludeStatements: one question for a list, and one for each level of an inclusion, whatever stands on a page.
func TestX1IncludeStatements(t *testing.T) {
	counting, s := countedStories(t)
	for include, docs := range map[string]int64{
		"": 0, "category": 1, "category,related": 1, "related.category": 2, "related.related.category": 3, "category.chief,related.related,blocks.person": 2,
	} {
		counting.lists.Store(0)
		counting.docs.Store(0)
		path := "/v1/sites/demo/entries/story?filter[tags]=many&page[size]=50"
		if include != "" {
			path += "&include=" + include
		}
		if res := s.get(t, path); res.status != http.StatusOK {
			t.Errorf("include=%s: %d %.300s", include, res.status, res.body)
		}
		if l, d := counting.lists.Load(), counting.docs.Load(); l != 1 || d > docs || docs > 0 && d == 0 {
			t.Errorf("include=%s: %d lists and %d times entries, want 1 and at most %d", include, l, d, docs)
		}
	}
}
