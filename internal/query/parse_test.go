package query

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/portico-cms/portico/internal/fault"
)

// same compares queries without the places of their members.
var same = cmp.Options{cmpopts.IgnoreUnexported(Query{}, Condition{}), cmpopts.EquateEmpty()}

// drawnQuery is one that a GET can express, in both spellings.
func drawnQuery(t *rapid.T) (params []Param, src []byte) {
	body := map[string]any{"type": "article"}
	add := func(name, value string) { params = append(params, Param{name, value}) }
	text := rapid.StringMatching(`[a-zé,\\"'%&=\[\] ]{1,6}`)
	var filters []any
	seen := map[string]bool{}
	for range rapid.IntRange(0, 5).Draw(t, "conditions") {
		path := rapid.SampledFrom([]string{"title", "category.slug", "a.b.c", "n_1"}).Draw(t, "path")
		op := rapid.SampledFrom(Ops()).Draw(t, "op")
		if seen[path+string(op)] {
			continue
		}
		seen[path+string(op)] = true
		if op.list() {
			values := rapid.SliceOfN(text, 0, 4).Draw(t, "values")
			add("filter["+path+"]["+string(op)+"]", JoinList(values))
			filters = append(filters, map[string]any{path: map[string]any{string(op): append([]string{}, values...)}})
			continue
		}
		value := text.Draw(t, "value")
		name := "filter[" + path + "][" + string(op) + "]"
		if op == Eq && rapid.Bool().Draw(t, "short") {
			name = "filter[" + path + "]"
		}
		add(name, value)
		filters = append(filters, map[string]any{path: map[string]any{string(op): value}})
	}
	if len(filters) > 0 {
		body["filter"] = map[string]any{"and": filters}
	}
	for _, name := range []string{"sort", "fields", "include", "facets", "fallback"} {
		if names := rapid.SliceOfNDistinct(rapid.StringMatching(`-?[a-z]{1,4}(\.[a-z]{1,4})?`), 0, 4, rapid.ID).Draw(t, name); len(names) > 0 {
			add(name, JoinList(names))
			body[name] = names
		}
	}
	for name, values := range map[string][]string{"count": {"none", "exact"}, "format": {"html", "source", "text"}, "locale": {"fr", "de-AT"}, "view": {"published", "draft"}, "q": {"a b", `"x"`}} {
		if i := rapid.IntRange(-1, len(values)-1).Draw(t, name); i >= 0 {
			add(name, values[i])
			body[name] = values[i]
		}
	}
	page := map[string]any{}
	if size := rapid.IntRange(0, MaxPage).Draw(t, "size"); size > 0 {
		add("page[size]", fmt.Sprint(size))
		page["size"] = size
	}
	if rapid.Bool().Draw(t, "after") {
		add("page[after]", "xyz")
		page["after"] = "xyz"
	}
	if len(page) > 0 {
		body["page"] = page
	}
	src, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	return params, src
}

// TestGetIsAndOnlyPost: what a GET says, a POST says too, and both are read as the same tree.
func TestGetIsAndOnlyPost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		params, src := drawnQuery(t)
		get, err := ParseParams(params, InList)
		if err != nil {
			t.Fatal(params, err)
		}
		post, err := ParseJSON(src)
		if err != nil {
			t.Fatal(string(src), err)
		}
		get.Type = "article"
		if diff := cmp.Diff(get, post, same); diff != "" {
			t.Fatalf("%q and %s: (-GET +POST)\n%s", params, src, diff)
		}
	})
}

func TestLists(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOf(rapid.StringMatching(`[a,\\é ]{0,3}`)).Draw(t, "values")
		if len(values) == 1 && values[0] == "" {
			return // cannot be written
		}
		got, ok := splitList(JoinList(values))
		if !ok || !slices.Equal(got, values) {
			t.Fatalf("%q became %q", values, got)
		}
	})
	for _, bad := range []string{`a\`, `\b`, `a,\n`} {
		if got, ok := splitList(bad); ok {
			t.Errorf("%s is %q", bad, got)
		}
	}
}

// TestI1I3RefusedParams: what is wrong is named, in words that repeat nothing.
func TestI1I3RefusedParams(t *testing.T) {
	many := make([]string, MaxValues+1)
	for i := range many {
		many[i] = fmt.Sprint(i)
	}
	for _, c := range []struct{ name, value, code string }{
		{"filter", "x", "bad_parameter"}, {"filter[]", "x", "bad_parameter"}, {"filter[a][]", "x", "bad_parameter"}, {"filter[0]", "x", "bad_parameter"},
		{"filter[a][0]", "x", "unknown_operator"}, {"filter[a][eq][b]", "x", "bad_parameter"}, {"filter[a", "x", "bad_parameter"}, {"filter[a]]", "x", "bad_parameter"},
		{"filter[a]x", "x", "bad_parameter"}, {"filter[a.b.c.d]", "x", "bad_parameter"}, {"filter[a..b]", "x", "bad_parameter"}, {"filter[.a]", "x", "bad_parameter"},
		{"filter[A]", "x", "bad_parameter"}, {"filter[a b]", "x", "bad_parameter"}, {"filter[a'--]", "x", "bad_parameter"}, {"filter[__proto__]", "x", "bad_parameter"},
		{"filter[a][EQ]", "x", "unknown_operator"}, {"filter[a][like]", "x", "unknown_operator"}, {"filter[a][in]", strings.Join(many, ","), "too_many"},
		{"filter[a][in]", `a\`, "bad_list"}, {"filter[a]", "x\x00", "bad_text"}, {"filter[a]", "\xff", "bad_text"}, {"filter[" + strings.Repeat("a", 64) + "]", "x", "bad_parameter"},
		{"sort", "", "bad_parameter"}, {"sort", "a,a", "repeated"}, {"sort", "a,b,c,d,e,f", "too_many"}, {"fields", strings.Join(many, ","), "too_many"}, {"include", `\`, "bad_list"},
		{"q", " ", "bad_parameter"}, {"q", strings.Repeat("é", 201), "too_long"}, {"count", "all", "bad_parameter"}, {"page[size]", "020", "bad_parameter"}, {"page[size]", "101", "bad_parameter"},
		{"page", "1", "bad_parameter"}, {"type", "article", "bad_parameter"}, {"Sort", "a", "bad_parameter"}, {"locale", "", "bad_parameter"}, {"format", "xml", "bad_parameter"},
	} {
		_, err := ParseParams([]Param{{c.name, c.value}}, InList)
		if got := codes(err); !slices.Equal(got, []string{c.code}) {
			t.Errorf("%s=%.40q: %v, want %s", c.name, c.value, got, c.code)
		}
	}
	if got := codes(second(ParseParams([]Param{{"filter[a]", "1"}, {"filter[a][eq]", "2"}}, InList))); !slices.Equal(got, []string{"repeated_parameter"}) {
		t.Errorf("the same condition twice: %v", got)
	}
	var conditions []Param
	for i := range MaxConditions + 1 {
		conditions = append(conditions, Param{fmt.Sprintf("filter[a%d]", i), "x"})
	}
	if got := codes(second(ParseParams(conditions, InList))); !slices.Equal(got, []string{"too_many"}) {
		t.Errorf("%d conditions: %v", len(conditions), got)
	}
	if _, err := ParseParams(conditions[1:], InList); err != nil {
		t.Error(err)
	}
	for _, where := range []Place{InEntry, InSearch} {
		if got := codes(second(ParseParams([]Param{{"filter[a]", "x"}}, where))); !slices.Equal(got, []string{"bad_parameter"}) {
			t.Errorf("a filter where there is no list: %v", got)
		}
	}
}

func second[T any](_ T, err error) error { return err }

func codes(err error) (out []string) {
	var f *fault.Error
	if err == nil {
		return nil
	}
	if !errors.As(err, &f) || f.Code != fault.Invalid {
		return []string{err.Error()}
	}
	for _, p := range f.Problems {
		out = append(out, p.Code)
	}
	if len(out) == 0 {
		out = []string{"whole"}
	}
	return out
}

// TestI1I3RefusedJSON: the same for a POST; the pointer leads to what is wrong.
func TestI1I3RefusedJSON(t *testing.T) {
	deep := strings.Repeat(`{"not":`, MaxDepth+1) + `{"a":1}` + strings.Repeat("}", MaxDepth+1)
	for src, want := range map[string]string{
		``: "whole", `[]`: "whole", `{"type":"a"} x`: "whole", `{"type":"a","type":"b"}`: "whole", `{"type":"a","filter":{"x":{"eq":1,"eq":2}}}`: "whole", "{\"type\":\"\xff\"}": "whole",
		strings.Repeat("[", 5000): "whole", `{"type":"a","x":` + strings.Repeat("[", 30) + strings.Repeat("]", 30) + `}`: "whole", `{"type":"` + strings.Repeat("a", MaxBytes) + `"}`: "whole",
		`{}`: "/type required", `{"type":1}`: "/type wrong_type", `{"type":"a","limit":1}`: "/limit unknown_member", `{"type":"a","__proto__":{}}`: "/__proto__ unknown_member",
		`{"type":"a","filter":[]}`: "/filter wrong_type", `{"type":"a","filter":{"and":[]}}`: "/filter/and wrong_type", `{"type":"a","filter":{"or":{}}}`: "/filter/or wrong_type",
		`{"type":"a","filter":{"not":{}}}`: "/filter/not required", `{"type":"a","filter":{"x":{}}}`: "/filter/x required", `{"type":"a","filter":{"x":{"like":1}}}`: "/filter/x/like unknown_operator",
		`{"type":"a","filter":{"x":null}}`: "/filter/x wrong_type", `{"type":"a","filter":{"x":{"eq":[1]}}}`: "/filter/x/eq wrong_type", `{"type":"a","filter":{"x":{"in":"a"}}}`: "/filter/x/in wrong_type",
		`{"type":"a","filter":{"x":{"in":[{}]}}}`: "/filter/x/in wrong_type", `{"type":"a","filter":{"x~/y":1}}`: "/filter/x~0~1y bad_path", `{"type":"a","filter":{"x":"\u0000"}}`: "/filter/x bad_text",
		`{"type":"a","filter":` + deep + `}`: "/filter" + strings.Repeat("/not", MaxDepth+1) + " too_deep", `{"type":"a","filter":{"and":[{"x":1},{"or":[{"y":2},{}]}]}}`: "/filter/and/1/or/1 required",
		`{"type":"a","page":{"size":"5"}}`: "/page/size bad_parameter", `{"type":"a","page":{"size":1.5}}`: "/page/size bad_parameter", `{"type":"a","page":{"number":1}}`: "/page/number unknown_member", `{"type":"a","page":1}`: "/page wrong_type",
		`{"type":"a","sort":"title"}`: "/sort wrong_type", `{"type":"a","sort":[1]}`: "/sort/0 wrong_type", `{"type":"a","fallback":[]}`: "/fallback bad_parameter", `{"type":"a","q":""}`: "/q bad_parameter", `{"type":"a","count":true}`: "/count wrong_type",
	} {
		_, err := ParseJSON([]byte(src))
		got := "nothing"
		if f := (*fault.Error)(nil); errors.As(err, &f) && f.Code == fault.Invalid {
			got = "whole"
			if len(f.Problems) > 0 {
				got = f.Problems[0].Pointer + " " + f.Problems[0].Code
			}
		}
		if got != want {
			t.Errorf("%.100q: %s, want %s (%v)", src, got, want, err)
		}
	}
	var all []string
	for i := range MaxConditions + 1 {
		all = append(all, fmt.Sprintf(`{"not":{"a":%d}}`, i))
	}
	if got := codes(second(ParseJSON([]byte(`{"type":"a","filter":{"or":[` + strings.Join(all, ",") + `]}}`)))); !slices.Equal(got, []string{"too_many"}) {
		t.Errorf("%v", got)
	}
}

// TestJSONShapes: what can be left out, can be left out.
func TestJSONShapes(t *testing.T) {
	one, two := &Filter{Condition: &Condition{Path: "a", Op: Eq, Values: []string{"1"}}}, &Filter{Condition: &Condition{Path: "b", Op: Eq, Values: []string{"true"}}}
	for src, want := range map[string]*Filter{
		`{"a":1}`: one, `{"a":{"eq":"1"}}`: one, `{"and":[{"a":1}]}`: one, `{"or":[{"a":1}]}`: one, `{}`: nil, `{"not":{"a":1}}`: {Not: one},
		`{"a":1,"b":true}`: {And: []*Filter{one, two}}, `{"and":[{"a":1},{"b":true}]}`: {And: []*Filter{one, two}}, `{"or":[{"a":1},{"b":true}]}`: {Or: []*Filter{one, two}},
	} {
		q, err := ParseJSON([]byte(`{"type":"x","filter":` + src + `}`))
		if err != nil {
			t.Errorf("%s: %v", src, err)
			continue
		}
		if diff := cmp.Diff(want, q.Filter, same); diff != "" {
			t.Errorf("%s: %s", src, diff)
		}
	}
}

func FuzzParseJSON(f *testing.F) {
	for _, seed := range []string{
		`{"type":"article","filter":{"or":[{"a":{"in":["x",1,true]}},{"not":{"b.c":"é"}}]},"sort":["-a"],"page":{"size":3,"after":"x"}}`, `{"type":"a","filter":{"and":[{}]}}`, `{`, `[[[[`, `{"type":"\ud800"}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, src []byte) { q, err := ParseJSON(src); checkAny(t, q, err) })
}

func FuzzParseParams(f *testing.F) {
	for _, seed := range [][2]string{{"filter[a][in]", `x,\,`}, {"filter[a.b]", "é"}, {"page[size]", "1"}, {"sort", "-a,b"}, {"filter[[]]", "\x00"}, {"q", `"a" -b*`}} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, name, value string) {
		q, err := ParseParams([]Param{{name, value}, {"filter[title]", value}}, InList)
		checkAny(t, q, err)
	})
}

// checkAny holds for whatever was read: an error has a code, and what has none can be checked without a panic, in one canonical form.
func checkAny(t *testing.T, q *Query, err error) {
	if err != nil {
		if !fault.Is(err, fault.Invalid) {
			t.Fatal(err)
		}
		return
	}
	c, err := Check(q, testRegistry(), "article")
	if err != nil {
		if !fault.Is(err, fault.Invalid) {
			t.Fatal(err)
		}
		return
	}
	if c.Canonical() == "" || c.Keys() < 0 {
		t.Fatal("no canonical form")
	}
}
