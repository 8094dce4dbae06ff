package published

import (
	"encoding/json"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestBundleJSON: records of bundles are the bytes that encoding/json makes of a Bundle; else each would be published anew.
func TestBundleJSON(t *testing.T) {
	part := Part{{Text: "<a href=\"x\">é\u2028\xff"}, {Slot: SlotCurrent, Item: "<a>"}, {Slot: SlotNonce}, {Text: ""}}
	full := &Bundle{
		Site: "a", Locale: "en", DesignSystem: DesignSystem{Name: "d", Version: "1.0.0"}, Audience: "partner",
		Parts: Parts{"header": part, "empty": {}, "none": nil}, Layouts: map[string]Parts{"simple": {"header": part}, "none": nil, "empty": {}},
		Slots: SlotTemplates{"b": part, "none": nil}, Menus: map[string][]Item{"main": {{ID: "i", Label: "<L>", Items: []Item{{ID: "j"}}}}},
		Languages: []Language{{Locale: "en"}}, SignIn: "/in", Notices: []Notice{{ID: "n"}}, Assets: []AssetLink{{URL: "/a/1"}},
		Fallback: map[string]string{"header": "<h>"}, Warnings: []string{"w"},
	}
	for name, b := range map[string]*Bundle{"full": full, "empty": {}, "empty maps": {Parts: Parts{}, Layouts: map[string]Parts{}, Slots: SlotTemplates{}}} {
		want, err := json.Marshal(b)
		if err != nil {
			t.Fatal(err)
		}
		r := NewRecord(KindBundle, "a/en", b)
		if diff := cmp.Diff(string(want), string(r.Body)); diff != "" {
			t.Errorf("%s: (-encoding/json +record)\n%s", name, diff)
		}
	}
	for i := range reflect.TypeFor[Bundle]().NumField() {
		if reflect.ValueOf(full).Elem().Field(i).IsZero() {
			t.Errorf("this test says nothing of %s", reflect.TypeFor[Bundle]().Field(i).Name)
		}
	}
}

// TestBundleJSONFields: a field that Bundle gets is also written.
func TestBundleJSONFields(t *testing.T) {
	tags := func(of reflect.Type) (out []string) {
		for f := range of.NumField() {
			out = append(out, string(of.Field(f).Tag))
		}
		return out
	}
	own := []string{`json:"parts"`, `json:"layouts,omitempty"`, `json:"slots"`}
	got := slices.Concat(tags(reflect.TypeFor[bundleHead]()), own, tags(reflect.TypeFor[bundleTail]()))
	if diff := cmp.Diff(tags(reflect.TypeFor[Bundle]()), got); diff != "" {
		t.Error(diff)
	}
}

// FuzzTextJSON: texts are written as encoding/json writes them.
func FuzzTextJSON(f *testing.F) {
	for b := range 256 {
		f.Add("x" + string([]byte{byte(b)}) + "y")
	}
	for _, s := range []string{"", "\u2027\u2028\u2029\u202a", "\ufffd", "é<b>\xe2\x80", "\U0001f600", "\xed\xa0\x80"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		want, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		if got := appendText(nil, s); string(got) != string(want) {
			t.Errorf("%q became %s, want %s", s, got, want)
		}
	})
}
