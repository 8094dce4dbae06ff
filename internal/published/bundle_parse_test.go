package published

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// TestBundleReadBack: a bundle is read as encoding/json reads it.
func TestBundleReadBack(t *testing.T) {
	text := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", "<a href=\"x\">\n", "\\", "\\\"", "é\u2028", "\U0001f600", "]}\",{[", "null"}))
	segment := rapid.Custom(func(t *rapid.T) Segment {
		if rapid.Bool().Draw(t, "slot") {
			return Segment{Slot: rapid.SampledFrom([]string{SlotCurrent, SlotNonce}).Draw(t, "name"), Item: text.Draw(t, "item")}
		}
		return Segment{Text: text.Draw(t, "text")}
	})
	part := rapid.Custom(func(t *rapid.T) Part { return rapid.SliceOfN(segment, 0, 6).Draw(t, "part") })
	parts := rapid.MapOfN(text, part, 0, 3)
	rapid.Check(t, func(t *rapid.T) {
		r := NewRecord(KindBundle, "a/en", Bundle{
			Site: text.Draw(t, "site"), Parts: parts.Draw(t, "parts"), Slots: parts.Draw(t, "slots"),
			Layouts: map[string]Parts{text.Draw(t, "layout"): parts.Draw(t, "of"), "none": nil},
			Menus:   map[string][]Item{"m": {{ID: text.Draw(t, "id")}}}, Warnings: []string{text.Draw(t, "warning")},
		})
		var want Bundle
		if err := json.Unmarshal(r.Body, &want); err != nil {
			t.Fatal(err)
		}
		got, err := parseBundle(r.Body)
		if diff := cmp.Diff(&want, got); err != nil || diff != "" {
			t.Fatalf("%s: %v (-encoding/json +parsed)\n%s", r.Body, err, diff)
		}
	})
}

// FuzzPartRead: what encoding/json can read as a part is read as it does, and nothing else does harm.
func FuzzPartRead(f *testing.F) {
	for _, s := range []string{
		`null`, `[]`, ` [ ] `, `["a","b"]`, `["a", {"slot":"current","item":"i"} ,"b",{"slot":"nonce"}]`, `[null,"a"]`, `["\u003ca href=\"x\"\u003e\/\b\f\n\r\t\\"]`,
		`["\ud83d\ude00","\ud83d","a\ude00"]`, "[\"\xff\",\"a\"]", `["é\u00e9\u00E9","😀"]`, `[{"slot":"a]}\"","item":"[{"}]`, `{"a":1}`, `[1]`, `[[]]`, `[{"slot":{"a":[1]}}]`,
		`["a"`, `"a"`, `[true]`, `["a",]`, `[{"slot":null,"x":[{"y":"]"}]},"z"]`, `["",""]`, `["\\","\""]`, `7`, `[1]`, `["\`, `["\u12`, `["\u12x4"]`, `[`, `[}`, `["a`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var want Part
		got, err := parsePart(b)
		if json.Unmarshal(b, &want) != nil || string(b) == " null" {
			return
		}
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%q: %v (-encoding/json +parsed)\n%s", b, err, diff)
		}
	})
}

// FuzzBundleRead: no bytes do harm.
func FuzzBundleRead(f *testing.F) {
	r := NewRecord(KindBundle, "a/en", Bundle{Parts: Parts{"a": {{Text: "<"}}}, Layouts: map[string]Parts{"b": {"c": {{Slot: SlotNonce}}}}})
	f.Add(r.Body)
	f.Add([]byte(`{"parts"`))
	f.Fuzz(func(_ *testing.T, b []byte) { _, _ = parseBundle(b) })
}
