package yamlfile_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/yamlfile"
)

func TestMarshal(t *testing.T) {
	seven := 7
	v := sample{
		Name: "2026-10-01", On: true, Count: -3, Weight: 1.5, Max: &seven,
		Label: map[string]string{"fr": "Oui: non", "en": "yes", "de": "Straße # 3"},
		Tags:  []string{"a", "007", "null", "", "- x", "12:30", "1e3", "~", "@a", "tail ", "é"},
		Parts: []part{{ID: "one"}, {ID: "two"}},
		Free: map[string]any{
			"body": "One\n\n  two\n", "last": "a\nb", "list": []any{[]any{int64(1), 2.0}, map[string]any{"b": nil, "a": true}}, "none": []any{}, "empty": map[string]any{},
		},
	}
	want := `name: "2026-10-01"
"on": true
count: -3
weight: 1.5
max: 7
label:
  de: "Straße # 3"
  en: "yes"
  fr: "Oui: non"
tags:
  - a
  - "007"
  - "null"
  - ""
  - "- x"
  - "12:30"
  - "1e3"
  - "~"
  - "@a"
  - "tail "
  - é
parts:
  - id: one
  - id: two
free:
  body: |
    One

      two
  empty: {}
  last: |-
    a
    b
  list:
    - - 1
      - 2
    - a: true
      b: null
  none: []
`
	got, err := yamlfile.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if empty, err := yamlfile.Marshal(sample{}); err != nil || string(empty) != "{}\n" {
		t.Errorf("nothing is %q, %v", empty, err)
	}
}

func TestMarshalRefuses(t *testing.T) {
	deep := any("x")
	for range 200 {
		deep = []any{deep}
	}
	for name, v := range map[string]any{
		"bytes": "\xff", "NUL": "a\x00b", "NaN": math.NaN(), "infinite": math.Inf(-1), "kind": make(chan int), "deep": deep,
		"key": map[string]any{"\xff": 1.0}, "large": strings.Repeat("x", yamlfile.MaxBytes+1),
	} {
		if _, err := yamlfile.Marshal(map[string]any{"v": v}); !fault.Is(err, fault.Unprocessable) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// hostile are texts that YAML has a meaning for, or no form.
var hostile = []string{
	"true", "No", "null", "~", "0x1f", "0o7", "1_000", ".inf", "-.5", "1e9", "2026-10-01", "2026-10-01T10:00:00Z", "12:30:45", "<<", "=", "---", "...", "- a",
	"? a", "key: value", "a #b", "#c", "&a", "*a", "!tag", "%d", "@x", "`x`", "|", ">", "'", "\"", "\\", "{a}", "[a]", ",", " lead", "trail ", "\ttab",
	"a\n", "\na", "a\n\n", "\n", "\n\n", " a\nb", "a\n b\n", "a\n\tb", "a \nb", "a\n \nb", "a\r\nb", "a\rb", "a\u0085b", "a\u2028b", "\ufeffa", "\u00a0",
	"\u200b", "\U0001f600", "\ufffd", "\uffff", "\x7f", "\x1b[0m", "a: b\nc: d\n", "# x\ny", "--- a\n--- b", "very " + strings.Repeat("long ", 300),
}

func texts() *rapid.Generator[string] {
	clean := func(s string) string { return strings.ReplaceAll(strings.ToValidUTF8(s, "?"), "\x00", "0") }
	return rapid.OneOf(rapid.SampledFrom(hostile), rapid.Map(rapid.String(), clean),
		rapid.Map(rapid.SliceOfN(rapid.SampledFrom([]string{"a", " ", "\n", "\t", ":", "#", "-", "é", "\\", "\"", "x y", "|"}), 0, 12),
			func(parts []string) string { return strings.Join(parts, "") }))
}

func values(depth int) *rapid.Generator[any] {
	leaves := []*rapid.Generator[any]{
		rapid.Map(texts(), func(s string) any { return s }), rapid.Just[any](nil),
		rapid.Map(rapid.Bool(), func(b bool) any { return b }), rapid.Map(rapid.Int64(), func(n int64) any { return n }),
		rapid.Map(rapid.Float64(), func(x float64) any { return x }),
	}
	if depth > 0 {
		below := rapid.Deferred(func() *rapid.Generator[any] { return values(depth - 1) })
		leaves = append(leaves,
			rapid.Map(rapid.SliceOfN(below, 0, 4), func(l []any) any { return l }),
			rapid.Map(rapid.MapOfN(texts(), below, 0, 4), func(m map[string]any) any { return m }))
	}
	return rapid.OneOf(leaves...)
}

// TestMarshalReadsBack: whatever is written is read back equal, in every place where it can stand, and writing that again gives
// the same bytes.
func TestMarshalReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := sample{
			Name: texts().Draw(t, "name"), On: rapid.Bool().Draw(t, "on"), Count: rapid.Int().Draw(t, "count"), Weight: rapid.Float64().Draw(t, "weight") + 0, // -0 is left out
			Label: rapid.MapOfN(texts(), texts(), 1, 4).Draw(t, "label"), Tags: rapid.SliceOfN(texts(), 1, 5).Draw(t, "tags"),
			Free: values(4).Draw(t, "free"),
		}
		src, err := yamlfile.Marshal(in)
		if err != nil {
			t.Fatal(err)
		}
		var out sample
		var ps fault.Problems
		if !yamlfile.Decode("x.yaml", src, &out, &ps) {
			t.Fatalf("%v\n%s", ps, src)
		}
		out.Pos = yamlfile.Pos{}
		if a, b := asJSON(t, in), asJSON(t, out); a != b {
			t.Fatalf("wrote %s\nread  %s\n%s", a, b, src)
		}
		again, err := yamlfile.Marshal(out)
		if err != nil || string(again) != string(src) {
			t.Fatalf("%v\n%s\nthen\n%s", err, src, again)
		}
	})
}

func asJSON(t *rapid.T, v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
