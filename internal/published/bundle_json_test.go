package published

import (
	"encoding/json"
	"reflect"
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
	ours, theirs := reflect.TypeFor[bundleJSON](), reflect.TypeFor[Bundle]()
	for i := range max(ours.NumField(), theirs.NumField()) {
		if i >= ours.NumField() || i >= theirs.NumField() || ours.Field(i).Tag != theirs.Field(i).Tag || ours.Field(i).Name != theirs.Field(i).Name {
			t.Fatalf("field %d of Bundle is not in its form for JSON", i)
		}
		if reflect.ValueOf(full).Elem().Field(i).IsZero() {
			t.Errorf("this test says nothing of %s", theirs.Field(i).Name)
		}
	}
}
