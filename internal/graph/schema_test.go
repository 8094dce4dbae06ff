package graph_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/graph"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/query"
)

// kinds has a field of every kind, one of a kind of a newer version, and components in components.
func kinds() *published.Type {
	t := &published.Type{Name: "all-kinds", Title: "title", Slug: "slug", Help: "Everything\nthere is", Markdown: []string{"body", "rich", "blocks"}, Components: map[string][]published.Field{
		"quote": {{Name: "text", Kind: "markdown"}, {Name: "by", Kind: "reference", To: []string{"all-kinds"}}}, "group": {{Name: "parts", Kind: "blocks", Many: true, Components: []string{"quote", "group"}}},
		".place": {{Name: "lat", Kind: "number"}}, "empty": {},
	}}
	for _, kind := range []string{"text", "long-text", "slug", "email", "url", "telephone", "computed", "color", "duration", "id", "rich-text", "integer", "number", "decimal", "boolean", "date", "date-time", "media", "geo-point", "json", "tags", "hologram"} {
		t.Fields = append(t.Fields, published.Field{Name: strings.ReplaceAll(kind, "-", "_"), Kind: kind, Many: kind == "tags", Filterable: true, Sortable: true, Searchable: kind == "text", Help: `a """ \ in "help"`})
	}
	t.Fields = append(t.Fields,
		published.Field{Name: "body", Kind: "markdown"}, published.Field{Name: "choice", Kind: "enumeration", Values: []string{"a", "in-progress", "1st", "true", "in_progress", "null", "a.b"}, Filterable: true},
		published.Field{Name: "free", Kind: "enumeration", Filterable: true}, published.Field{Name: "one", Kind: "reference", To: []string{"all-kinds"}, Filterable: true},
		published.Field{Name: "several", Kind: "reference", To: []string{"all-kinds", "query", "gone"}, Many: true, Filterable: true}, published.Field{Name: "nowhere", Kind: "reference", To: []string{"gone"}, Filterable: true},
		published.Field{Name: "place", Kind: "component", Components: []string{".place"}}, published.Field{Name: "empty", Kind: "component", Components: []string{"empty"}}, published.Field{Name: "none", Kind: "blocks", Many: true},
		published.Field{Name: "blocks", Kind: "blocks", Many: true, Components: []string{"quote", "group"}},
	)
	return t
}

// hostile has names that are GraphQL's, ours, each other's, and none at all: a model cannot have all of these, a record could.
func hostile() map[string]*published.Type {
	types := map[string]*published.Type{"all-kinds": kinds()}
	names := []string{
		"query", "mutation", "string", "int", "boolean", "entry", "site", "menu", "search", "page-info", "text-conditions", "json", "locale", "a-b", "ab", "aB", "a1", "a-1", "1a", "__schema", "article", "articles", "article-page", "article-filter",
		"article-sort", "news", "newses", "news-list", "country", "countries", "", "-", "名前", `"}{#`, "constructor", "__proto__", "quote", "type-kind", "x", strings.Repeat("long", 40),
	}
	for i, name := range names {
		types[name] = &published.Type{Name: name, Title: "and", Slug: "not", Singleton: i%7 == 6, Help: "\"\"\"\\\"\x01 \x7f\u2028", Fields: []published.Field{
			{Name: "and", Kind: "text", Filterable: true, Sortable: true, Searchable: true}, {Name: "not", Kind: "slug", Filterable: true}, {Name: "or", Kind: "tags", Filterable: true, Many: true}, {Name: "id", Kind: "text", Filterable: true, Sortable: true}, {Name: "type", Kind: "integer"},
			{Name: "__typename", Kind: "text", Filterable: true, Sortable: true}, {Name: "_fallback", Kind: "boolean", Filterable: true}, {Name: "a-b", Kind: "text", Sortable: true}, {Name: "a_b", Kind: "text", Sortable: true}, {Name: "", Kind: "text"}, {Name: "1", Kind: "text"},
			{Name: "true", Kind: "enumeration", Values: []string{"__x", "", "é", "è"}, Filterable: true}, {Name: "eq", Kind: "reference", To: []string{name, "article", "query"}, Filterable: true}, {Name: "entry", Kind: "reference", To: []string{"article"}, Filterable: true},
			{Name: "quote", Kind: "component", Components: []string{"quote"}},
		}, Components: map[string][]published.Field{"quote": {{Name: "_key", Kind: "text"}, {Name: "constructor", Kind: []string{"text", "number"}[i%2]}}}}
	}
	return types
}

// nobody is a site without entries.
type nobody struct{ graph.Source }

func (nobody) List(context.Context, []byte) (*graph.Page, error) { return &graph.Page{}, nil }
func (nobody) Site() (*published.Site, int64)                    { return &published.Site{}, 1 }

// ask runs a question about no entries.
func ask(t *testing.T, types map[string]*published.Type, question string) []byte {
	t.Helper()
	q, err := graph.NewEngine(graph.Options{Introspection: true}).Question(types, &graph.Request{Query: question})
	if err != nil {
		t.Fatalf("%s: %v", question, err)
	}
	a, err := q.Run(t.Context(), nobody{}, 1)
	if err != nil {
		t.Fatal(err)
	}
	return a.JSON
}

// reference asks the reference implementation of GraphQL.
func reference(t *testing.T, input map[string]any) string {
	t.Helper()
	script, err := filepath.Abs("../../tools/graphql/check.mjs")
	if err != nil {
		t.Fatal(err)
	}
	src, err := json.Marshal(input)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "node", script)
	cmd.Stdin = bytes.NewReader(src)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s\n(scripts/setup-tests.sh installs it)", err, out)
	}
	return string(out)
}

// TestI4Schemas: of whatever types, the schema is one that the reference implementation finds nothing wrong with, and it tells of
// itself what it prints. Questions that the one takes, the other takes.
func TestI4Schemas(t *testing.T) {
	introspection := reference(t, map[string]any{"print": "introspection"})
	for name, types := range map[string]map[string]*published.Type{"none": {}, "kinds": {"all-kinds": kinds()}, "hostile": hostile()} {
		schema, err := graph.NewSchema(types)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if again, _ := graph.NewSchema(types); again.SDL() != schema.SDL() {
			t.Errorf("%s: the same types have another schema", name)
		}
		var told struct{ Data json.RawMessage }
		if err := json.Unmarshal(ask(t, types, introspection), &told); err != nil {
			t.Fatal(err)
		}
		questions, wrong := []string{"{site{key}}"}, []string{"{nosuch}"}
		if name == "kinds" {
			questions = append(questions,
				`{allKindses:allKindsList(filter:{choice:{in:[a,in_progress,x1st]},one:{entry:{several:{entry:{text:{eq:"x"}}}}},or:[{and:[{not:{tags:{contains:"x"}}}]}]},sort:[text_ASC,publishedAt_DESC],q:"x"){nodes{
				choice one{id} several{__typename ... on Entry{id} ... on AllKinds{title:text}} nowhere{id} body(format:TEXT) rich_text(format:SOURCE) empty{_key} none place{lat} hologram
				blocks{__typename ... on Quote{text(format:SOURCE) by{id}} ... on Group{parts{... on Quote{_key}}}}} facets{choice{value count} boolean{value} tags{value}}}}`,
				`query($f:AllKindsFilter,$s:[AllKindsSort!],$n:Int){allKindsList(filter:$f,sort:$s,first:$n){totalCount}}`)
			wrong = append(wrong, `{allKindsList(filter:{body:{eq:"x"}}){totalCount}}`, `{allKindsList(filter:{choice:{eq:"a"}}){totalCount}}`, `{allKindsList{nodes{one}}}`)
		}
		for _, q := range questions {
			ask(t, types, q)
		}
		if problems := reference(t, map[string]any{"sdl": schema.SDL(), "introspection": told.Data, "questions": questions, "wrong": wrong}); problems != "" {
			t.Errorf("%s: %s", name, problems)
		}
	}
}

// TestNames is the rule of docs/graphql.md for names that are taken.
func TestNames(t *testing.T) {
	schema, err := graph.NewSchema(hostile())
	if err != nil {
		t.Fatal(err)
	}
	got := map[string][2]string{}
	for _, typ := range []string{"article", "articles", "query", "site", "news", "country", "countries", "a-b", "aB"} {
		one, many := schema.Root(typ)
		got[typ] = [2]string{one, many}
	}
	want := map[string][2]string{
		"article": {"article", ""}, "articles": {"articles", "articlesList"}, "query": {"query", "queries"}, "site": {"siteEntry", ""}, "news": {"news", "newsList"},
		"country": {"country", "countryList"}, "countries": {"countries", "countriesList"}, "a-b": {"aB", ""}, "aB": {"aBEntry", "aBs"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestOperators: the inputs of conditions have the operators that the query language has for each kind, and no others.
func TestOperators(t *testing.T) {
	types := map[string]*published.Type{"all-kinds": kinds()}
	var told struct {
		Data struct {
			Type struct {
				InputFields []struct {
					Name string
					Type struct{ InputFields []struct{ Name string } }
				}
			} `json:"__type"`
		}
	}
	if err := json.Unmarshal(ask(t, types, `{__type(name:"AllKindsFilter"){inputFields{name type{inputFields{name}}}}}`), &told); err != nil {
		t.Fatal(err)
	}
	asked := map[string]bool{}
	for _, f := range told.Data.Type.InputFields {
		if slices.Contains([]string{"and", "or", "not"}, f.Name) {
			continue
		}
		asked[f.Name] = true
		has := map[string]bool{}
		for _, op := range f.Type.InputFields {
			has[op.Name] = true
		}
		for _, op := range query.Ops() {
			value := map[query.Op]string{query.Exists: "true", query.In: "[]", query.Nin: "[]"}[op]
			if value == "" {
				value = `"x"`
			}
			q, err := query.ParseJSON([]byte(`{"type":"all-kinds","filter":{"` + f.Name + `":{"` + string(op) + `":` + value + `}}}`))
			if err != nil {
				t.Fatal(err)
			}
			_, err = query.Check(q, &query.Registry{Types: types}, "all-kinds")
			if takes := err == nil || !strings.Contains(err.Error(), "has no "+string(op)); takes != has[string(op)] {
				t.Errorf("%s %s: REST takes it: %v, GraphQL has it: %v", f.Name, op, takes, has[string(op)])
			}
		}
	}
	if len(asked) < 20 || asked["json"] || asked["body"] {
		t.Errorf("%v", asked)
	}
}

// TestSchemaIsKept until the types are others.
func TestSchemaIsKept(t *testing.T) {
	e := graph.NewEngine(graph.Options{})
	types := hostile()
	one, err := e.Schema(types)
	if err != nil {
		t.Fatal(err)
	}
	copied := map[string]*published.Type{}
	for name, typ := range types {
		copied[name] = typ
	}
	if other, _ := e.Schema(copied); other != one {
		t.Error("the same types have another schema")
	}
	copied["article"] = kinds()
	if other, _ := e.Schema(copied); other == one {
		t.Error("a changed type has the same schema")
	}
}
