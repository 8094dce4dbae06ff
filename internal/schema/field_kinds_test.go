package schema_test

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/schema"
)

type object = map[string]any

type list = []any

// TestStructuredValues are the kinds whose rules are their own; those of plain text and numbers are in TestValue.
func TestStructuredValues(t *testing.T) {
	const (
		decimal = "kind: decimal, min: 0.1, max: 99.9"
		hero    = "kind: component, fields: [{name: flag, kind: boolean, label: {en: F}}, {name: title, kind: text, label: {en: T}, required: true, maxLength: 5}, {name: link, kind: url, label: {en: L}, required: true, when: {field: flag, is: true}}, {name: line, kind: computed, label: {en: C}, value: '* {title} *'}]"
		blocks  = "kind: blocks, components: [quote]"
		shape   = "kind: json, schema: {type: object, required: [a], properties: {a: {type: integer}, b: {$ref: '#/$defs/day'}}, $defs: {day: {type: string, format: date}}}"
	)
	deep := func(n int, v any) any {
		for range n {
			v = list{v}
		}
		return v
	}
	tests := []struct {
		declaration string
		value       any
		normal      any
		issues      string
	}{
		{"kind: decimal", "12.5", "12.50", ""},
		{"kind: decimal", " -007 ", "-7.00", ""},
		{"kind: decimal", "-0.00", "0.00", ""},
		{"kind: decimal", 12.5, "12.50", ""},
		{"kind: decimal", int64(3), "3.00", ""},
		{"kind: decimal", json.Number("0.10"), "0.10", ""},
		{"kind: decimal", "1.500", "1.50", ""},
		{"kind: decimal", "1.505", nil, "! bad_decimal"},
		{"kind: decimal", 0.30000000000000004, nil, "! wrong_type"},
		{"kind: decimal", "1e3", nil, "! bad_decimal"},
		{"kind: decimal", "1,50", nil, "! bad_decimal"},
		{"kind: decimal", "0x10", nil, "! bad_decimal"},
		{"kind: decimal", ".5", nil, "! bad_decimal"},
		{"kind: decimal", "", nil, ""},
		{"kind: decimal", true, nil, "! wrong_type"},
		{"kind: decimal", math.NaN(), nil, "! wrong_type"},
		{"kind: decimal", 1e300, nil, "! wrong_type"},
		{"kind: decimal", strings.Repeat("9", 18), strings.Repeat("9", 18) + ".00", ""},
		{"kind: decimal", strings.Repeat("9", 19), nil, "! too_large"},
		{"kind: decimal", strings.Repeat("9", 1<<20), nil, "! bad_decimal"},
		{"kind: decimal, scale: 0", "12", "12", ""},
		{"kind: decimal, scale: 0", "12.5", nil, "! bad_decimal"},
		{decimal, "0.10", "0.10", ""},
		{decimal, "0.09", "0.09", "too_small"},
		{decimal, "99.91", "99.91", "too_large"},

		{"kind: duration", "pt1h30m", "PT1H30M", ""},
		{"kind: duration", "P01Y0M2W3DT0H00.500S", "P1Y2W3DT0.5S", ""},
		{"kind: duration", "PT00S", "PT0S", ""},
		{"kind: duration", "PT10.0S", "PT10S", ""},
		{"kind: duration", "P", nil, "! bad_duration"},
		{"kind: duration", "PT", nil, "! bad_duration"},
		{"kind: duration", "P1DT", nil, "! bad_duration"},
		{"kind: duration", "1h", nil, "! bad_duration"},
		{"kind: duration", "P1H", nil, "! bad_duration"},
		{"kind: duration", "P1.5D", nil, "! bad_duration"},
		{"kind: duration", "-P1D", nil, "! bad_duration"},
		{"kind: duration", 90.0, nil, "! wrong_type"},

		{"kind: color", "#0B5563", "#0b5563", ""},
		{"kind: color", "#abcd", "#abcd", ""},
		{"kind: color", "Rebeccapurple", "rebeccapurple", ""},
		{"kind: color", "rgb(1 2 3 / 50%)", "rgb(1 2 3 / 50%)", ""},
		{"kind: color", "RGBA(1, 2, 3, .5)", "rgba(1, 2, 3, .5)", ""},
		{"kind: color", "oklch(0.5 0.1 210deg)", "oklch(0.5 0.1 210deg)", ""},
		{"kind: color", "oklab(50% -20% 0.1)", "oklab(50% -20% 0.1)", ""},
		{"kind: color", "{color.brand.primary}", "{color.brand.primary}", ""},
		{"kind: color", "#abcde", nil, "! bad_color"},
		{"kind: color", "reddish", nil, "! bad_color"},
		{"kind: color", "rgb(1 2)", nil, "! bad_color"},
		{"kind: color", "rgb(256 0 0)", nil, "! bad_color"},
		{"kind: color", "hsl(10% 10% 10%)", nil, "! bad_color"},
		{"kind: color", "oklch(0.5, 0.1, 210)", nil, "! bad_color"},
		{"kind: color", "rgb(1 2 3 / 1 / 1)", nil, "! bad_color"},
		{"kind: color", "url(https://evil.example)", nil, "! bad_color"},
		{"kind: color", "red;background:url(//evil)", nil, "! bad_color"},
		{"kind: color", "var(--x)", nil, "! bad_color"},
		{"kind: color", "{color.brand", nil, "! bad_color"},
		{"kind: color", "{a}}b{c}", nil, "! bad_color"},
		{"kind: color", "{$x}", nil, "! bad_color"},
		{"kind: color", 3.0, nil, "! wrong_type"},

		{"kind: telephone", "+41 (0)44 123-45.67", "+41441234567", ""},
		{"kind: telephone", "0049 30 1234567", "+49301234567", ""},
		{"kind: telephone", "044 123 45 67", "044 123 45 67", "bad_telephone"},
		{"kind: telephone", "+1", "+1", "bad_telephone"},
		{"kind: telephone", "+1234567890123456", "+1234567890123456", "bad_telephone"},
		{"kind: telephone", "+41٤٤1234567", "+41٤٤1234567", "bad_telephone"},
		{"kind: telephone, pattern: '\\+41.*'", "+49301234567", "+49301234567", "pattern"},
		{"kind: telephone", 441234567.0, nil, "! wrong_type"},

		{"kind: geo-point", object{"lat": 47.3769, "lng": int64(8)}, object{"lat": 47.3769, "lng": 8.0}, ""},
		{"kind: geo-point", object{"lat": 47.123456789, "lng": math.Copysign(0, -1)}, object{"lat": 47.1234568, "lng": 0.0}, ""},
		{"kind: geo-point", object{"lat": -90.0, "lng": 180.0}, object{"lat": -90.0, "lng": 180.0}, ""},
		{"kind: geo-point", object{"lat": 90.1, "lng": -181.0}, nil, "!/lat too_large, !/lng too_large"},
		{"kind: geo-point", object{"lat": "47"}, nil, "!/lat wrong_type, ! required"},
		{"kind: geo-point", object{"lat": math.NaN(), "lng": 1.0}, nil, "!/lat wrong_type"},
		{"kind: geo-point", object{"lat": 1.0, "lng": 1.0, "alt/x": 1.0}, nil, "!/alt~1x unknown_key"},
		{"kind: geo-point", list{1.0, 2.0}, nil, "! wrong_type"},

		{"kind: media", "0192-a", object{"$media": "0192-a"}, ""},
		{"kind: media", object{"$media": "x"}, object{"$media": "x"}, ""},
		{"kind: media", object{"$media": "../x"}, nil, "! bad_media"},
		{"kind: media", object{"$media": "x", "alt": "y"}, nil, "! bad_media"},
		{"kind: media, many: true", list{"x", object{"$media": "x"}, "y"}, list{object{"$media": "x"}, object{"$media": "y"}}, ""},

		{"kind: json", object{"a": list{1.0, 1.5, nil, "x", true}}, object{"a": list{int64(1), 1.5, nil, "x", true}}, ""},
		{"kind: json", object{}, object{}, ""},
		{"kind: json", false, false, ""},
		{"kind: json", "a\x00b", nil, "! bad_text"},
		{"kind: json", object{"a": list{"\xff"}}, nil, "!/a/0 bad_text"},
		{"kind: json", object{"__proto__": 1.0}, nil, "! bad_name"},
		{"kind: json", deep(8, 1.0), deep(8, int64(1)), ""},
		{"kind: json", deep(21, 1.0), nil, "! too_deep"},
		{"kind: json", deep(10_000, 1.0), nil, "! too_deep"},
		{"kind: json", strings.Repeat("x", 1<<20), nil, "! too_large"},
		{"kind: json", make(list, 50_000), nil, "! too_large"},
		{shape, object{"a": 1.0, "b": "2026-10-01"}, object{"a": int64(1), "b": "2026-10-01"}, ""},
		{shape, object{"a": 1.5, "b": "soon"}, object{"a": 1.5, "b": "soon"}, "/a schema, /b schema"},
		{shape, object{"b": "2026-10-01"}, object{"b": "2026-10-01"}, "schema"},

		{hero, object{"title": " A "}, object{"title": "A", "line": "* A *"}, ""},
		{hero, object{"flag": true, "title": "A"}, object{"flag": true, "title": "A", "line": "* A *"}, "/link required"},
		{hero, object{"flag": false, "title": "abcdef", "line": "forged"}, object{"flag": false, "title": "abcdef", "line": "* abcdef *"}, "/title too_long"},
		{hero, object{"flag": true, "link": "javascript:alert(1)"}, object{"flag": true}, "!/link bad_url, /title required"},
		{hero, object{"titel": "A"}, nil, "!/titel unknown_field, /title required"},
		{hero, object{}, nil, "/title required"},
		{hero, "A", nil, "! wrong_type"},
		{hero + ", many: true", list{object{"title": "A"}, object{"title": "A"}, object{"title": 3.0}}, list{object{"title": "A", "line": "* A *"}, object{"title": "A", "line": "* A *"}}, "!/2/title wrong_type"},
		{"kind: component, component: quote", object{"text": "A", "source": "tip/a"}, object{"text": "A", "source": object{"$ref": "tip/a"}}, ""},

		{blocks, list{object{"$type": "quote", "text": "A"}, object{"$type": "quote", "$key": "b1"}, object{"$type": "quote", "$key": "x-1", "text": "A"}},
			list{object{"$type": "quote", "$key": "b2", "text": "A"}, object{"$type": "quote", "$key": "b1"}, object{"$type": "quote", "$key": "x-1", "text": "A"}}, "/1/text required"},
		{blocks, list{object{"$type": "video"}, object{"text": "x"}, "quote", nil}, nil, "!/0/$type unknown_component, !/1/$type unknown_component, !/2 wrong_type"},
		{blocks, list{object{"$type": "quote", "$key": "a", "text": "x"}, object{"$type": "quote", "$key": "a", "text": 3.0}}, list{object{"$type": "quote", "$key": "a", "text": "x"}, object{"$type": "quote", "$key": "a"}}, "!/1/$key repeated, !/1/text wrong_type"},
		{blocks, list{object{"$type": "quote", "$key": "<b>", "text": "x"}}, list{object{"$type": "quote", "$key": "b1", "text": "x"}}, "!/0/$key bad_name"},
		{blocks, object{"$type": "quote"}, nil, "! wrong_type"},
		{blocks, make(list, 10_000), nil, "! too_many"},
	}
	fields := map[string]*schema.Field{}
	for _, tt := range tests {
		f := fields[tt.declaration]
		if f == nil {
			f = anyField(t, tt.declaration)
			fields[tt.declaration] = f
		}
		normal, issues := f.Value(tt.value)
		if got := short(issues); got != tt.issues {
			t.Errorf("{%s}: Value(%.60v): issues %q, want %q\n%v", tt.declaration, tt.value, got, tt.issues, issues)
		}
		if diff := cmp.Diff(tt.normal, normal); diff != "" {
			t.Errorf("{%s}: Value(%.60v) (-want +got):\n%s", tt.declaration, tt.value, diff)
		}
		if !strings.Contains(tt.issues, "$key") {
			checkStable(t, f, normal)
		}
		for _, issue := range issues {
			if len(issue.Message) > 500 {
				t.Errorf("{%s}: the message has %d bytes", tt.declaration, len(issue.Message))
			}
		}
	}
}

func para(in ...any) object { return object{"type": "paragraph", "content": in} }

func words(s string, marks ...any) object {
	if len(marks) == 0 {
		return object{"type": "text", "text": s}
	}
	return object{"type": "text", "text": s, "marks": marks}
}

func doc(in ...any) object { return object{"type": "doc", "content": in} }

func link(href any) object { return object{"type": "link", "attrs": object{"href": href}} }

func TestRichText(t *testing.T) {
	mark := func(name string) object { return object{"type": name} }
	heading := func(level any, s string) object {
		return object{"type": "heading", "attrs": object{"level": level}, "content": list{words(s)}}
	}
	nested := func(n int) object {
		v := para(words("x"))
		for range n {
			v = object{"type": "blockquote", "content": list{v}}
		}
		return doc(v)
	}
	tests := []struct {
		name   string
		value  any
		issues string
		html   string // of the value where it is good
	}{
		{"text and marks", doc(para(words("a<b", mark("italic"), mark("bold")), words(" & c"))), "", "<p><strong><em>a&lt;b</em></strong> &amp; c</p>"},
		{"plain text", "One\nline\n\n\nTwo <b>", "", "<p>One<br>line</p><p>Two &lt;b&gt;</p>"},
		{"heading", doc(heading(2.0, "A")), "", "<h2>A</h2>"},
		{"heading without level", doc(object{"type": "heading", "content": list{words("A")}}), "!/content/0 required", ""},
		{"heading of level 7", doc(heading(7.0, "A")), "!/content/0/attrs/level bad_attribute", ""},
		{"lists", doc(object{"type": "orderedList", "attrs": object{"start": 3.0}, "content": list{object{"type": "listItem", "content": list{para(words("a"))}}}}), "", `<ol start="3"><li><p>a</p></li></ol>`},
		{"code", doc(object{"type": "codeBlock", "attrs": object{"language": "c++"}, "content": list{words("a < b")}}), "", `<pre><code class="language-c++">a &lt; b</code></pre>`},
		{"language that breaks out", doc(object{"type": "codeBlock", "attrs": object{"language": `"><script>`}}), "!/content/0/attrs/language bad_attribute", ""},
		{"table", doc(object{"type": "table", "content": list{object{"type": "tableRow", "content": list{object{"type": "tableHeader", "content": list{para(words("h"))}}, object{"type": "tableCell", "content": list{para()}}}}}}), "", "<table><tr><th><p>h</p></th><td><p></p></td></tr></table>"},
		{"rule and break", doc(object{"type": "horizontalRule"}, para(words("a"), object{"type": "hardBreak"}, words("b"))), "", "<hr><p>a<br>b</p>"},
		{"link", doc(para(words("a", link("https://www.example.com/?a=1&b=2")), words("b", link("/x")), words("c", link("mailto:a@b.example")), words("d", link("tel:+41441234567")))), "",
			`<p><a href="https://www.example.com/?a=1&amp;b=2">a</a><a href="/x">b</a><a href="mailto:a@b.example">c</a><a href="tel:+41441234567">d</a></p>`},
		{"link to a script", doc(para(words("a", link("javascript:alert(1)")))), "!/content/0/content/0/marks/0/attrs/href bad_url", ""},
		{"link to data", doc(para(words("a", link("data:text/html,x")))), "!/content/0/content/0/marks/0/attrs/href bad_url", ""},
		{"link with a tab in it", doc(para(words("a", link("java\tscript:alert(1)")))), "!/content/0/content/0/marks/0/attrs/href bad_url", ""},
		{"link to another host", doc(para(words("a", link("//evil.example")))), "!/content/0/content/0/marks/0/attrs/href bad_url", ""},
		{"mail with headers", doc(para(words("a", link("mailto:a@b.example?bcc=c@d.example")))), "!/content/0/content/0/marks/0/attrs/href bad_url", ""},
		{"link that is no text", doc(para(words("a", link(3.0)))), "!/content/0/content/0/marks/0/attrs/href bad_url", ""},
		{"link to nothing", doc(para(words("a", mark("link")))), "!/content/0/content/0/marks/0 required", ""},
		{"what an editor writes out and nobody set", doc(object{"type": "paragraph", "attrs": object{"textAlign": nil}, "content": list{words("a")}}), "", "<p>a</p>"},
		{"unknown node", doc(object{"type": "iframe", "attrs": object{"src": "https://evil.example"}}), "!/content/0/type unknown_node", ""},
		{"unknown mark", doc(para(words("a", mark("blink")))), "!/content/0/content/0/marks/0 unknown_mark", ""},
		{"unknown attribute", doc(object{"type": "paragraph", "attrs": object{"onclick": "x"}}), "!/content/0/attrs/onclick unknown_key", ""},
		{"unknown key", doc(object{"type": "paragraph", "html": "<b>"}), "!/content/0/html unknown_key", ""},
		{"text outside a paragraph", doc(words("a")), "!/content/0/type misplaced_node", ""},
		{"document in a document", doc(doc()), "!/content/0/type misplaced_node", ""},
		{"content that is no list", object{"type": "doc", "content": "x"}, "!/content wrong_type", ""},
		{"node that is none", doc("x", nil, object{}), "!/content/0 wrong_type, !/content/1 wrong_type, !/content/2 wrong_type", ""},
		{"control character", doc(para(words("a\x00"))), "!/content/0/content/0/text bad_text", ""},
		{"text that is none", doc(para(object{"type": "text", "text": 3.0})), "!/content/0/content/0/text wrong_type", ""},
		{"no document", para(words("a")), "!/type unknown_node", ""},
		{"list", list{}, "", ""},
		{"number", 3.0, "! wrong_type", ""},
		{"empty paragraph", doc(para()), "", ""},
		{"empty text", doc(para(words(""))), "", ""},
		{"too deep", nested(30), "! too_deep", ""},
		{"deep", nested(10), "", strings.Repeat("<blockquote>", 10) + "<p>x</p>" + strings.Repeat("</blockquote>", 10)},
		{"too long for publishing", doc(para(words(strings.Repeat("x", 301)))), "too_long", "<p>" + strings.Repeat("x", 301) + "</p>"},
	}
	f := anyField(t, "kind: rich-text, maxLength: 300")
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			normal, issues := f.Value(tt.value)
			if got := short(issues); got != tt.issues {
				t.Errorf("issues %q, want %q: %v", got, tt.issues, issues)
			}
			if got := schema.RichTextHTML(normal); got != tt.html {
				t.Errorf("HTML %s\nwant %s", got, tt.html)
			}
			checkStable(t, f, normal)
		})
	}
}

// TestRichTextHTMLOfAnything: what nobody checked is as safe.
func TestRichTextHTMLOfAnything(t *testing.T) {
	hostile := doc(
		object{"type": "script", "content": list{words("alert(1)")}}, object{"type": "p onload=x", "content": list{words("<b>")}}, nil, 3.0, list{"x"},
		object{"type": "heading", "attrs": object{"level": `1><script>`}, "content": list{words("h", link("javascript:x"), object{"type": "<i>"}, object{"type": 3.0})}},
		object{"type": "paragraph", "attrs": "x", "content": "y"}, object{"type": "codeBlock", "attrs": object{"language": `"><x`}},
	)
	want := "alert(1)&lt;b&gt;<h1>h</h1><p></p><pre><code></code></pre>"
	if got := schema.RichTextHTML(hostile); got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	var deep any = words("x")
	for range 100_000 {
		deep = object{"type": "blockquote", "content": list{deep}}
	}
	if got := schema.RichTextHTML(deep) + schema.RichTextPlain(deep); len(got) > 2000 {
		t.Errorf("%d bytes of a hostile text", len(got))
	}
}

func TestRichTextPlain(t *testing.T) {
	v := doc(object{"type": "heading", "attrs": object{"level": int64(2)}, "content": list{words("A")}}, para(words("b"), words("c", object{"type": "bold"}), object{"type": "hardBreak"}, words("d")),
		object{"type": "bulletList", "content": list{object{"type": "listItem", "content": list{para(words("e"))}}, object{"type": "listItem", "content": list{para(words("f"))}}}})
	if got, want := schema.RichTextPlain(v), "A\nbc\nd\ne\nf"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestHostileValuesCostLittle: values as large and as deep as a request can bring are refused soon, with a short answer.
func TestHostileValuesCostLittle(t *testing.T) {
	section := "name: section\nlabel: {en: Section}\nfields:\n  - {name: inner, kind: blocks, label: {en: I}, components: [section]}\n  - {name: title, kind: text, label: {en: T}}\n"
	m := load(t, map[string]string{"components/section.yaml": section, "tip.yaml": tip + `  - {name: body, kind: blocks, label: {en: B}, components: [section]}
  - {name: rich, kind: rich-text, label: {en: R}}
  - {name: data, kind: json, label: {en: D}, schema: {type: object}}
  - {name: quotes, kind: component, label: {en: Q}, component: section, many: true}
  - {name: text, kind: text, label: {en: T}}
`})
	var deep any = object{"$type": "section"}
	for range 20_000 {
		deep = object{"$type": "section", "inner": list{deep}}
	}
	wide := func(n int, v any) list {
		out := make(list, n)
		for i := range out {
			out[i] = v
		}
		return out
	}
	manyKeys := object{}
	for i := range 100_000 {
		manyKeys[fmt.Sprint("k", i)] = 1.0
	}
	bad := object{"$type": "section", "title": 3.0}
	for name, v := range map[string]any{
		"deep blocks": list{deep}, "10,000 blocks": wide(10_000, object{"$type": "section"}), "blocks of blocks": wide(1000, object{"$type": "section", "inner": wide(1000, bad)}),
		"999 bad blocks": wide(999, bad), "many keys": manyKeys, "one long text": strings.Repeat("x", 1<<20), "long key": object{strings.Repeat("k", 1<<20): 1.0},
		"long texts": wide(10_000, strings.Repeat("x", 1000)), "deep rich text": doc(deep), "wide rich text": doc(wide(40_000, para())...), "bad rich text": doc(wide(20_000, "x")...),
		"long type": list{object{"$type": strings.Repeat("x", 1<<20)}},
	} {
		for _, f := range m.Type("tip").Fields() {
			start := time.Now()
			normal, issues := f.Value(v)
			if took := time.Since(start); took > 2*time.Second {
				t.Errorf("%s in %s: took %s", name, f.Kind(), took)
			}
			size := 0
			for _, issue := range issues {
				size += len(issue.Pointer) + len(issue.Message)
			}
			if len(issues) > 201 || size > 100_000 || normal == nil && len(issues) == 0 && name != "wide rich text" {
				t.Errorf("%s in %s: %d issues of %d bytes", name, f.Kind(), len(issues), size)
			}
			if f.Kind() == "blocks" && len(issues) == 0 {
				t.Errorf("%s is accepted", name)
			}
		}
	}
}

// TestDraftProblemsAreNotCutOff: of many issues, those that a draft may not have come first.
func TestDraftProblemsAreNotCutOff(t *testing.T) {
	v := make(list, 900)
	for i := range v {
		v[i] = object{"$type": "quote"}
	}
	v[899] = object{"$type": "quote", "text": 3.0}
	_, issues := anyField(t, "kind: blocks, components: [quote]").Value(v)
	if len(issues) != 201 || issues[0].Pointer != "/899/text" || issues[0].AtPublish || issues[200].Code != "more" || !issues[200].AtPublish {
		t.Errorf("%d issues, first %+v, last %+v", len(issues), issues[0], issues[len(issues)-1])
	}
}
