package delivery_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// condition is one that both languages have: its path in REST, how GraphQL writes it, the operators, and values to choose from.
type condition struct {
	path, graph string // %s stands for what is asked
	ops         []string
	values      []any
}

var (
	textOps    = []string{"eq", "ne", "in", "nin", "contains", "starts", "exists"}
	choiceOps  = []string{"eq", "ne", "in", "nin", "exists"}
	orderedOps = []string{"eq", "ne", "in", "nin", "lt", "lte", "gt", "gte", "exists"}
	conditions = []condition{
		{"tags", "tags:%s", textOps, []any{"eau", "Gas", "x", ""}},
		{"title", "title:%s", textOps, []any{"Trois", "Deux, enfin", "d", `"\`, ""}},
		{"slug", "slug:%s", textOps, []any{"un", "deux"}},
		{"on", "on:%s", orderedOps, []any{"2026-10-01", "2026-09-01", "no day"}},
		{"price", "price:%s", orderedOps, []any{"9.90", json.Number("100"), json.Number("9.9"), "-1"}},
		{"id", "id:%s", choiceOps, []any{"s1", "s2", "nosuch", "' OR 1=1"}},
		{"updatedAt", "updatedAt:%s", orderedOps, []any{"2026-10-01", "0001-01-01T00:00:00Z"}},
		{"category", "category:%s", choiceOps, []any{"water", "category/water", "story/s1"}},
		{"category.slug", "category:{entry:{slug:%s}}", textOps, []any{"water", "foreign", "w"}},
		{"category.chief.name", "category:{entry:{chief:{entry:{name:%s}}}}", textOps, []any{"Ann", "Spy"}},
		{"related.category.slug", "related:{entry:{category:{entry:{slug:%s}}}}", textOps, []any{"water", "foreign"}},
		{"related", "related:%s", choiceOps, []any{"s1", "s2", "s4"}},
	}
)

// both draws a filter, and writes it in JSON and in GraphQL.
func both(t *rapid.T, depth int) (rest any, graph string) {
	kind := "condition"
	if depth < 3 {
		kind = rapid.SampledFrom([]string{"condition", "condition", "and", "or", "not"}).Draw(t, "kind")
	}
	switch kind {
	case "and", "or":
		var rests []any
		var graphs []string
		for range rapid.IntRange(1, 3).Draw(t, "members") {
			r, g := both(t, depth+1)
			rests, graphs = append(rests, r), append(graphs, g)
		}
		return map[string]any{kind: rests}, "{" + kind + ":[" + strings.Join(graphs, ",") + "]}"
	case "not":
		r, g := both(t, depth+1)
		return map[string]any{"not": r}, "{not:" + g + "}"
	}
	c := rapid.SampledFrom(conditions).Draw(t, "path")
	op := rapid.SampledFrom(c.ops).Draw(t, "op")
	var value any
	switch op {
	case "exists":
		value = rapid.Bool().Draw(t, "exists")
	case "in", "nin":
		value = append([]any{}, rapid.SliceOfN(rapid.SampledFrom(c.values), 0, 3).Draw(t, "values")...)
	default:
		value = rapid.SampledFrom(c.values).Draw(t, "value")
	}
	literal, _ := json.Marshal(value) // such values are the same in GraphQL
	return map[string]any{c.path: map[string]any{op: value}}, "{" + fmt.Sprintf(c.graph, "{"+op+":"+string(literal)+"}") + "}"
}

type listed struct {
	IDs   []string
	Total int
	Facet string
	Next  bool
	Codes []string
}

// TestGraphQLIsREST: the same question gives the same entries, in the same order, and the same mistakes, whichever way it came.
func TestGraphQLIsREST(t *testing.T) {
	s := serveMagazine(t)
	answered := 0
	rapid.Check(t, func(rt *rapid.T) {
		filter, written := both(rt, 0)
		size := rapid.IntRange(1, 4).Draw(rt, "size")
		body := map[string]any{"type": "story", "filter": filter, "page": map[string]any{"size": size}, "count": "exact", "facets": []string{"tags"}}
		args := fmt.Sprintf("filter:%s,first:%d", written, size)
		if rapid.Bool().Draw(rt, "sorted") {
			sort := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"title", "on", "id", "-updatedAt"}), 1, 3, rapid.ID).Draw(rt, "sort")
			body["sort"] = sort
			var orders []string
			for _, o := range sort {
				name, down := strings.CutPrefix(o, "-")
				orders = append(orders, name+map[bool]string{false: "_ASC", true: "_DESC"}[down])
			}
			args += ",sort:[" + strings.Join(orders, ",") + "]"
		}
		for name, values := range map[string][]string{"locale": {"", "fr", "en", "de"}, "fallback": {"", "none", "auto", "fr", "xx"}, "q": {"", "économies", "corps", "-"}} {
			if v := rapid.SampledFrom(values).Draw(rt, name); v != "" {
				body[name] = v
				args += "," + name + ":" + fmt.Sprintf("%q", v)
			}
		}
		src, _ := json.Marshal(body)
		question, _ := json.Marshal(map[string]string{"query": "{stories(" + args + "){totalCount nodes{id} facets{tags{value count}} pageInfo{hasNextPage}}}"})
		rest := listedREST(rt, s.post(t, "/v1/sites/demo/query", string(src)))
		graph := listedGraph(rt, s.post(t, graphql, string(question)))
		if diff := cmp.Diff(rest, graph); diff != "" {
			rt.Fatalf("%s\n%s\n%s", src, question, diff)
		}
		if len(rest.IDs) > 0 {
			answered++
		}
	})
	if answered == 0 {
		t.Error("no question found anything")
	}
}

func listedREST(t *rapid.T, res response) (l listed) {
	if res.status == http.StatusBadRequest {
		var p struct{ Errors []struct{ Code string } }
		if err := json.Unmarshal([]byte(res.body), &p); err != nil {
			t.Fatal(res.body)
		}
		for _, e := range p.Errors {
			l.Codes = append(l.Codes, e.Code)
		}
		slices.Sort(l.Codes)
		return l
	}
	var b queryBody
	if err := json.Unmarshal([]byte(res.body), &b); err != nil || res.status != http.StatusOK {
		t.Fatal(res.status, res.body)
	}
	for _, d := range b.Data {
		l.IDs = append(l.IDs, d.ID)
	}
	l.Total, l.Next, l.Facet = *b.Page.Total, b.Page.Next != "", fmt.Sprint(b.Facets["tags"])
	return l
}

func listedGraph(t *rapid.T, res response) (l listed) {
	var b struct {
		Errors []struct {
			Extensions struct{ Errors []struct{ Code string } }
		}
		Data struct {
			Stories *struct {
				TotalCount int
				Nodes      []struct{ ID string }
				Facets     struct {
					Tags []struct {
						Value any
						Count int
					}
				}
				PageInfo struct{ HasNextPage bool }
			}
		}
	}
	if err := json.Unmarshal([]byte(res.body), &b); err != nil || res.status != http.StatusOK {
		t.Fatal(res.status, res.body)
	}
	if b.Data.Stories == nil {
		for _, e := range b.Errors[0].Extensions.Errors {
			l.Codes = append(l.Codes, e.Code)
		}
		slices.Sort(l.Codes)
		return l
	}
	for _, n := range b.Data.Stories.Nodes {
		l.IDs = append(l.IDs, n.ID)
	}
	l.Total, l.Next, l.Facet = b.Data.Stories.TotalCount, b.Data.Stories.PageInfo.HasNextPage, fmt.Sprint(b.Data.Stories.Facets.Tags)
	return l
}
