package schema_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/schema"
)

// anyField makes a field out of its declaration, without name and label.
func anyField(t *testing.T, declaration string) *schema.Field {
	t.Helper()
	head := tip
	if strings.Contains(declaration, "kind: slug") {
		head = strings.Replace(tip, "title: title", "title: title\nslug: x", 1)
	}
	m := load(t, map[string]string{"tip.yaml": head + "  - {name: x, label: {en: X}, " + declaration + "}\n", "components/quote.yaml": quote})
	return m.Type("tip").Field("x")
}

func TestValue(t *testing.T) {
	const choice = "kind: enumeration, values: [{value: a, label: {en: A}}, {value: b, label: {en: B}}]"
	long := strings.Repeat("x", 501_000)
	tests := []struct {
		declaration string
		value       any
		normal      any
		issues      string // "pointer code" of each; "!" before those that a draft may not have
	}{
		{"kind: text", "  A title\t", "A title", ""},
		{"kind: text", "e\u0301", "é", ""},
		{"kind: text", "   ", nil, ""},
		{"kind: text", "a\nb", nil, "! line_break"},
		{"kind: text", "a\r\nb", nil, "! line_break"},
		{"kind: text", "a\u2028b", nil, "! line_break"},
		{"kind: text", "a\x00b", nil, "! bad_text"},
		{"kind: text", "a\xffb", nil, "! bad_text"},
		{"kind: text", "a\x1bb", nil, "! bad_text"},
		{"kind: text", 12.0, nil, "! wrong_type"},
		{"kind: text", true, nil, "! wrong_type"},
		{"kind: text", []any{"a"}, nil, "! wrong_type"},
		{"kind: text", map[string]any{"__proto__": "x"}, nil, "! wrong_type"},
		{"kind: text", strings.Repeat("é", 2000), strings.Repeat("é", 2000), ""},
		{"kind: text", strings.Repeat("é", 2001), nil, "! too_long"},
		{"kind: text", long, nil, "! too_long"},
		{"kind: text, maxLength: 3", "éèê", "éèê", ""},
		{"kind: text, maxLength: 3", "éèêë", "éèêë", "too_long"},
		{"kind: text, minLength: 3", "éè", "éè", "too_short"},
		{"kind: text, minLength: 3", "", nil, ""},
		{"kind: text, pattern: '[A-Z]{2}'", "CH", "CH", ""},
		{"kind: text, pattern: '[A-Z]{2}'", "CHE", "CHE", "pattern"},
		{"kind: text, pattern: 'a|b'", "ab", "ab", "pattern"},
		{"kind: text, pattern: '(?i)ab', maxLength: 1", "ABC", "ABC", "too_long, pattern"},

		{"kind: long-text", " a\r\nb\rc\n", " a\nb\nc\n", ""},
		{"kind: long-text", "a\tb", "a\tb", ""},
		{"kind: long-text", long, nil, "! too_long"},
		{"kind: markdown", "# A\r\n\r\n<script>alert(1)</script>", "# A\n\n<script>alert(1)</script>", ""},
		{"kind: markdown", 3.0, nil, "! wrong_type"},

		{"kind: slug", "winter-tariff-2026", "winter-tariff-2026", ""},
		{"kind: slug", "تعرفة-الشتاء", "تعرفة-الشتاء", ""},
		{"kind: slug", "größe", "größe", ""},
		{"kind: slug", "हिन्दी", "हिन्दी", ""},
		{"kind: slug", "Winter", "Winter", "bad_slug"},
		{"kind: slug", "a--b", "a--b", "bad_slug"},
		{"kind: slug", "-a", "-a", "bad_slug"},
		{"kind: slug", "../a", "../a", "bad_slug"},
		{"kind: slug", "a_b", "a_b", "bad_slug"},
		{"kind: slug", strings.Repeat("a", 121), strings.Repeat("a", 121), "bad_slug"},
		{"kind: slug", strings.Repeat("ة", 60), strings.Repeat("ة", 60), ""},
		{"kind: slug", 7.0, nil, "! wrong_type"},

		{"kind: integer", 3.0, int64(3), ""},
		{"kind: integer", int64(-3), int64(-3), ""},
		{"kind: integer", 3, int64(3), ""},
		{"kind: integer", json.Number("12"), int64(12), ""},
		{"kind: integer", 0.0, int64(0), ""},
		{"kind: integer", 1.5, nil, "! wrong_type"},
		{"kind: integer", "3", nil, "! wrong_type"},
		{"kind: integer", math.NaN(), nil, "! wrong_type"},
		{"kind: integer", math.Inf(1), nil, "! wrong_type"},
		{"kind: integer", 9007199254740991.0, int64(9007199254740991), ""},
		{"kind: integer", 9007199254740992.0, nil, "! too_large"},
		{"kind: integer", int64(math.MinInt64), nil, "! too_large"},
		{"kind: integer, min: 1, max: 5", 0.0, int64(0), "too_small"},
		{"kind: integer, min: 1, max: 5", 6.0, int64(6), "too_large"},
		{"kind: number", int64(3), 3.0, ""},
		{"kind: number", -0.25, -0.25, ""},
		{"kind: number", "0.25", nil, "! wrong_type"},
		{"kind: number, max: 0.5", 0.75, 0.75, "too_large"},
		{"kind: number", json.Number("1e999"), nil, "! wrong_type"},

		{"kind: boolean", false, false, ""},
		{"kind: boolean", "true", nil, "! wrong_type"},
		{"kind: boolean", 1.0, nil, "! wrong_type"},

		{"kind: date", "2026-10-01", "2026-10-01", ""},
		{"kind: date", "2028-02-29", "2028-02-29", ""},
		{"kind: date", "2026-02-29", nil, "! bad_date"},
		{"kind: date", "1.10.2026", nil, "! bad_date"},
		{"kind: date", "2026-10-01T00:00:00Z", nil, "! bad_date"},
		{"kind: date", 2026.0, nil, "! wrong_type"},
		{"kind: date, min: 2026-01-01, max: 2026-12-31", "2026-01-01", "2026-01-01", ""},
		{"kind: date, min: 2026-01-01, max: 2026-12-31", "2025-12-31", "2025-12-31", "too_small"},
		{"kind: date, min: 2026-01-01, max: 2026-12-31", "2027-01-01", "2027-01-01", "too_large"},
		{`kind: date-time, min: "2026-01-01T00:00:00+02:00"`, "2025-12-31T22:00:00Z", "2025-12-31T22:00:00.000Z", ""},
		{`kind: date-time, min: "2026-01-01T00:00:00+02:00"`, "2025-12-31T21:59:59Z", "2025-12-31T21:59:59.000Z", "too_small"},
		{"kind: duration, min: PT30M, max: P2M", "PT29M", "PT29M", "too_small"},
		{"kind: duration, min: PT30M, max: P2M", "PT1800S", "PT1800S", ""},
		{"kind: duration, min: PT30M, max: P2M", "P60D", "P60D", ""}, // two months may have 62 days
		{"kind: duration, min: PT30M, max: P2M", "P63D", "P63D", "too_large"},
		{"kind: duration, max: P1Y", "P13M", "P13M", "too_large"},
		{"kind: tags, minItems: 2, maxItems: 3", []any{"a"}, []any{"a"}, "too_few"},
		{"kind: tags, minItems: 2, maxItems: 3", []any{"a", "b", "b"}, []any{"a", "b"}, ""},
		{"kind: tags, minItems: 2, maxItems: 3", []any{"a", "b", "c", "d"}, []any{"a", "b", "c", "d"}, "too_many"},
		{"kind: tags, minItems: 2", []any{}, nil, ""},
		{"kind: media, many: true, maxItems: 1", []any{"x", "y"}, []any{schema.MediaValue("x"), schema.MediaValue("y")}, "too_many"},
		{"kind: enumeration, values: [{value: a, label: {en: A}}, {value: b, label: {en: B}}], many: true, minItems: 2", []any{"a", "a"}, []any{"a"}, "too_few"},
		{"kind: date-time", "2026-10-01T08:30:00+02:00", "2026-10-01T06:30:00.000Z", ""},
		{"kind: date-time", "2026-10-01T08:30:00.123456Z", "2026-10-01T08:30:00.123Z", ""},
		{"kind: date-time", "2026-10-01T08:30:00", nil, "! bad_date"},
		{"kind: date-time", "2026-10-01", nil, "! bad_date"},
		{"kind: date-time", "0000-01-01T00:00:00Z", nil, "! bad_date"},
		{"kind: date-time", "9999-12-31T23:59:59-01:00", nil, "! bad_date"},
		{"kind: date-time", 1.0, nil, "! wrong_type"},

		{choice, "a", "a", ""},
		{choice, "c", "c", "unknown_value"},
		{choice, "__proto__", nil, "! unknown_value"},
		{choice, []any{"a"}, nil, "! wrong_type"},
		{choice + ", many: true", []any{"b", "a", "b"}, []any{"b", "a"}, ""},
		{choice + ", many: true", "a", []any{"a"}, ""},
		{choice + ", many: true", []any{"a", 3.0, "c"}, []any{"a", "c"}, "!/1 wrong_type, /2 unknown_value"},
		{choice + ", many: true", []any{}, nil, ""},
		{choice + ", many: true", make([]any, 1001), nil, "! too_many"},

		{"kind: url", "/offers?x=1", "/offers?x=1", ""},
		{"kind: url", " https://www.example.com/x ", "https://www.example.com/x", ""},
		{"kind: url", "javascript:alert(1)", nil, "! bad_url"},
		{"kind: url", "data:text/html,x", nil, "! bad_url"},
		{"kind: url", "//evil.example", nil, "! bad_url"},
		{"kind: url", "http://www.example.com", nil, "! bad_url"},
		{"kind: url", "java\tscript:alert(1)", nil, "! bad_url"},
		{"kind: url", 3.0, nil, "! wrong_type"},
		{"kind: url", "  ", nil, ""},

		{"kind: email", "press@orvane.example", "press@orvane.example", ""},
		{"kind: email", "first.last+tag@sub.orvane.example", "first.last+tag@sub.orvane.example", ""},
		{"kind: email", "press", "press", "bad_email"},
		{"kind: email", "a@b", "a@b", "bad_email"},
		{"kind: email", "<a@b.example>", "<a@b.example>", "bad_email"},
		{"kind: email", "a@b.example\r\nBcc: c@d.example", nil, "! line_break"},

		{"kind: reference, to: [tip]", "tip/other", map[string]any{"$ref": "tip/other"}, ""},
		{"kind: reference, to: [tip]", map[string]any{"$ref": "tip/other"}, map[string]any{"$ref": "tip/other"}, ""},
		{"kind: reference, to: [tip]", "page/other", nil, "! wrong_type"},
		{"kind: reference, to: [tip]", "other", nil, "! bad_reference"},
		{"kind: reference, to: [tip]", "tip/../../etc", nil, "! bad_reference"},
		{"kind: reference, to: [tip]", map[string]any{"$ref": "tip/other", "x": 1.0}, nil, "! bad_reference"},
		{"kind: reference, to: [tip]", map[string]any{"$ref": 3.0}, nil, "! bad_reference"},
		{"kind: reference, to: [tip]", []any{"tip/other"}, nil, "! bad_reference"},
		{"kind: reference, to: [tip], many: true", []any{"tip/b", map[string]any{"$ref": "tip/a"}, "tip/b"}, []any{map[string]any{"$ref": "tip/b"}, map[string]any{"$ref": "tip/a"}}, ""},

		{"kind: tags", []any{" solar ", "grid", "solar", ""}, []any{"solar", "grid"}, ""},
		{"kind: tags", "solar", nil, "! wrong_type"},
		{"kind: tags", []any{"a", 3.0}, []any{"a"}, "!/1 wrong_type"},
		{"kind: tags", []any{strings.Repeat("x", 61)}, nil, "!/0 too_long"},
		{"kind: tags", make([]any, 51), nil, "! too_many"},
		{"kind: tags", []any{}, nil, ""},
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
		checkStable(t, f, normal)
		for _, issue := range issues {
			if len(issue.Message) > 500 {
				t.Errorf("{%s}: the message has %d bytes", tt.declaration, len(issue.Message))
			}
		}
	}
	for _, f := range fields {
		for _, v := range []any{nil, "", []any{}} {
			if normal, issues := f.Value(v); normal != nil || issues != nil {
				t.Errorf("%s: the empty value %#v gives %v, %v", f.Kind(), v, normal, issues)
			}
		}
	}
}

// checkStable says whether a canonical value stays what it is, also after a trip through JSON.
func checkStable(t *testing.T, f *schema.Field, normal any) {
	t.Helper()
	src, err := json.Marshal(normal)
	if err != nil {
		t.Fatal(err)
	}
	var back any
	if err := json.Unmarshal(src, &back); err != nil {
		t.Fatal(err)
	}
	for _, v := range []any{normal, back} {
		if again, _ := f.Value(v); !cmp.Equal(again, normal) {
			t.Errorf("%s: %.60v becomes %.60v", f.Kind(), v, again)
		}
	}
}

func short(issues []schema.Issue) string {
	var out []string
	for _, i := range issues {
		mark := "!"
		if i.AtPublish {
			mark = ""
		}
		out = append(out, strings.TrimSpace(mark+i.Pointer+" "+i.Code))
	}
	return strings.Join(out, ", ")
}

func TestNormalValueIsACopy(t *testing.T) {
	f := anyField(t, "kind: reference, to: [tip], many: true")
	given := []any{map[string]any{"$ref": "tip/a"}}
	normal, _ := f.Value(given)
	given[0] = nil
	if !cmp.Equal(normal, []any{map[string]any{"$ref": "tip/a"}}) {
		t.Errorf("the value changed with what was given: %v", normal)
	}
}

func TestParseRef(t *testing.T) {
	ref, ok := schema.ParseRef("article/01920000-0000-7000-8000-000000000000")
	if !ok || ref.Type != "article" || ref.String() != "article/01920000-0000-7000-8000-000000000000" {
		t.Errorf("%v, %v", ref, ok)
	}
	for _, s := range []string{"", "/", "a/", "/b", "a", "a/b/c", "A/b", "a/B", "a/-b", "a/b c", "a/" + strings.Repeat("b", 81), "__proto__/b"} {
		if ref, ok := schema.ParseRef(s); ok {
			t.Errorf("ParseRef(%q) = %v", s, ref)
		}
	}
}
