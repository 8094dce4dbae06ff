package graph_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/graph"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/query"
)

// shelf is a site that has some entries.
type shelf struct {
	docs map[string]*query.Doc
	err  error
}

func (s shelf) page(ids ...string) *graph.Page {
	p := &graph.Page{Place: graph.Place{Site: "demo", Locale: "en"}, Cursor: func(d *query.Doc, _ bool) string { return "c-" + d.ID }}
	for _, id := range ids {
		if d := s.docs[id]; d != nil {
			p.Docs = append(p.Docs, d)
		}
	}
	return p
}

func (s shelf) List(context.Context, []byte) (*graph.Page, error) { return s.page("a", "b"), s.err }
func (s shelf) Entry(_ context.Context, _ []byte, id string) (*graph.Page, error) {
	return s.page(id), s.err
}
func (s shelf) Search(context.Context, []query.Param) (*graph.Page, error) { return s.page(), s.err }
func (s shelf) Docs(_ context.Context, _ *graph.Place, ids []string) (map[string]*query.Doc, error) {
	found := map[string]*query.Doc{}
	for _, id := range ids {
		if d := s.docs[id]; d != nil {
			found[id] = d
		}
	}
	return found, s.err
}
func (s shelf) Site() (*published.Site, int64)                { return &published.Site{Key: "demo"}, 1 }
func (s shelf) Menu(string, string) ([]published.Item, error) { return nil, s.err }

func doc(id, fields string, forms ...string) *query.Doc {
	d := &query.Doc{ID: id, Type: "all-kinds", Space: "demo", Fields: json.RawMessage(fields)}
	if len(forms) == 2 {
		d.Source, d.Text = json.RawMessage(forms[0]), json.RawMessage(forms[1])
	}
	return d
}

// TestRun is what stored values become, also those that no longer fit the model.
func TestRun(t *testing.T) {
	types := map[string]*published.Type{"all-kinds": kinds(), "query": {Name: "query"}}
	engine := graph.NewEngine(graph.Options{})
	const fragment = " fragment F on AllKinds{a:text id}"
	for _, c := range []struct{ fields, question, want string }{
		{`{"text":"x","integer":9007199254740991,"decimal":"1.50","json":{"a":[1]},"tags":["a","b"]}`, `decimal text json tags integer`, `"decimal":"1.50","text":"x","json":{"a":[1]},"tags":["a","b"],"integer":9007199254740991`},
		{`{"choice":"in-progress","tags":"one"}`, `choice tags`, `"choice":"in_progress","tags":["one"]`},
		{`{"choice":"gone"}`, `choice`, `"choice":null`},
		{`{"text":5,"integer":"5","boolean":[true],"geo_point":"here","hologram":[1,{}]}`, `text integer boolean geo_point hologram`, `"text":null,"integer":null,"boolean":null,"geo_point":null,"hologram":[1,{}]`},
		{`{"tags":["a",5]}`, `tags`, `"tags":null`}, // an item that cannot be null
		{`{"one":{"$ref":"all-kinds/b"},"several":[{"$ref":"all-kinds/b"},{"$ref":"all-kinds/none"},5,null],"nowhere":{"$ref":"gone/b"}}`, `one{text} several{... on AllKinds{text}} nowhere{id}`, `"one":{"text":"of b"},"several":[{"text":"of b"}],"nowhere":null`},
		{`{"one":"b","place":5,"blocks":[{"$type":"nosuch"},5,{"$type":"quote","$key":"k","text":"<p>x</p>"}]}`, `one{id} place{lat} blocks{... on Quote{_key text}}`, `"one":null,"place":null,"blocks":[{"_key":"k","text":"<p>x</p>"}]`},
		{`{"text":"x"}`, `a:text ...F ... on Entry{id} b:text text`, `"a":"x","id":"a","b":"x","text":"x"`},
	} {
		source := shelf{docs: map[string]*query.Doc{"a": doc("a", c.fields), "b": doc("b", `{"text":"of b"}`)}}
		question := `{allKinds(id:"a"){` + c.question + "}}"
		if strings.Contains(question, "...F") {
			question += fragment
		}
		q, err := engine.Question(types, &graph.Request{Query: question})
		if err != nil {
			t.Errorf("%s: %v", question, err)
			continue
		}
		a, err := q.Run(t.Context(), source, 1)
		if err != nil || !strings.Contains(string(a.JSON), `"data":{"allKinds":{`+c.want+`}}`) {
			t.Errorf("%s: %v\n%s", question, err, a.JSON)
		}
		if told := strings.Contains(string(a.JSON), `"code":"bad_value"`); told != a.Failed || told != (strings.Contains(c.want, "null") && !strings.Contains(c.question, "{")) {
			t.Errorf("%s: failed %v\n%s", question, a.Failed, a.JSON)
		}
	}
}

// TestForms: texts with structure have their forms also inside blocks, each as it is asked for.
func TestForms(t *testing.T) {
	types := map[string]*published.Type{"all-kinds": kinds()}
	block := func(text string) string {
		return `{"blocks":[{"$type":"group","parts":[{"$type":"quote","text":"` + text + `"}]}]}`
	}
	source := shelf{docs: map[string]*query.Doc{"a": doc("a", block("<b>x</b>"), block("**x**"), block("x"))}}
	q, err := graph.NewEngine(graph.Options{}).Question(types, &graph.Request{
		Query: `query($f:TextFormat!){allKinds(id:"a"){blocks{... on Group{parts{... on Quote{text source:text(format:SOURCE) plain:text(format:$f)}}}}}}`, Variables: map[string]any{"f": "TEXT"},
	})
	if err != nil {
		t.Fatal(err)
	}
	a, err := q.Run(t.Context(), source, 1)
	if err != nil || !strings.Contains(string(a.JSON), `"parts":[{"text":"<b>x</b>","source":"**x**","plain":"x"}]`) {
		t.Errorf("%v %s", err, a.JSON)
	}
}

// TestFailures: what the caller did wrong is told beside the rest; what is ours ends everything, and says nothing in the answer.
func TestFailures(t *testing.T) {
	types := map[string]*published.Type{"all-kinds": kinds()}
	engine := graph.NewEngine(graph.Options{})
	q, err := engine.Question(types, &graph.Request{Query: `{site{key} allKindsList{nodes{id}}}`})
	if err != nil {
		t.Fatal(err)
	}
	a, err := q.Run(t.Context(), shelf{err: fault.New(fault.Forbidden, "not for you")}, 1)
	if err != nil || !strings.Contains(string(a.JSON), `"path":["allKindsList"],"extensions":{"code":"forbidden"}`) || !strings.Contains(string(a.JSON), `"data":{"site":{"key":"demo"},"allKindsList":null}`) {
		t.Errorf("%v %s", err, a.JSON)
	}
	for _, ours := range []error{errors.New("s3cret"), fault.New(fault.Unavailable, "busy")} {
		if _, err := q.Run(t.Context(), shelf{err: ours}, 1); !errors.Is(err, ours) {
			t.Errorf("%v", err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := q.Run(ctx, shelf{}, 1); !fault.Is(err, fault.Unavailable) {
		t.Errorf("%v", err)
	}
	large := shelf{docs: map[string]*query.Doc{"a": doc("a", `{"text":"`+strings.Repeat("x", 9<<20)+`"}`), "b": doc("b", `{"text":"`+strings.Repeat("x", 9<<20)+`"}`)}}
	q, err = engine.Question(types, &graph.Request{Query: `{allKindsList{nodes{text}} site{key}}`})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := q.Run(t.Context(), large, 1); !fault.Is(err, fault.Invalid) {
		t.Errorf("18 MB: %v", err)
	}
}
