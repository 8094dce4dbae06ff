package graph_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"testing"

	"github.com/portico-cms/portico/internal/graph"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/query"
)

// FuzzQuestion: whatever is sent as a question and its variables is refused with a code, or answered with JSON.
func FuzzQuestion(f *testing.F) {
	for _, seed := range [][2]string{
		{`{allKindsList(filter:{choice:{in:[a]},one:{entry:{text:{eq:"x"}}}},sort:[text_ASC]){nodes{text several{... on Entry{id}} blocks{__typename}} facets{choice{value}}}}`, `{}`},
		{`query($f:AllKindsFilter,$n:Int=3){allKindsList(filter:$f,first:$n){edges{cursor node{...F}}}} fragment F on AllKinds{one{...G} body(format:TEXT)} fragment G on AllKinds{id}`, `{"f":{"not":{"tags":"x"}},"n":5}`},
		{`{__schema{types{name fields{type{ofType{name}}}}} __type(name:"AllKinds"){kind}}`, `null`}, {`{a:site{key} @skip(if:{})}`, `{"a":[[]]}`}, {`query A($v:[ID!]!){allKinds(id:$v){id}}`, `{"v":1e999}`},
		{`{allKinds(id:"a"){body(format:{})}}`, `{}`}, {"{\"\"\"", "{"}, {`subscription{site}`, `5`}, {`type Query{a:Int}`, `{}`}, {`{...F} fragment F on Query{...F}`, `{}`},
	} {
		f.Add(seed[0], seed[1])
	}
	types := map[string]*published.Type{"all-kinds": kinds()}
	engine := graph.NewEngine(graph.Options{Introspection: true})
	source := shelf{docs: map[string]*query.Doc{
		"a": doc("a", `{"text":"x","one":{"$ref":"all-kinds/b"},"several":[{"$ref":"all-kinds/a"}],"blocks":[{"$type":"quote","text":"y"}],"choice":"a","body":"z"}`), "b": doc("b", `{"text":5}`),
	}}
	f.Fuzz(func(t *testing.T, question, variables string) {
		var vars map[string]any
		dec := json.NewDecoder(bytes.NewReader([]byte(variables)))
		dec.UseNumber()
		_ = dec.Decode(&vars) // what is no object is no variables
		q, err := engine.Question(types, &graph.Request{Query: question, Variables: vars})
		var refusal graph.Refusal
		switch {
		case errors.As(err, &refusal):
			if text, err := json.Marshal(refusal); err != nil || len(refusal) == 0 || refusal[0].Extensions.Code == "" {
				t.Errorf("%s %v", text, err)
			}
			return
		case err != nil:
			t.Fatal(err)
		}
		a, err := q.Run(t.Context(), source, 1)
		if err != nil || !json.Valid(a.JSON) {
			t.Errorf("%v %q", err, a.JSON)
		}
	})
}
