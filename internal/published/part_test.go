package published

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
	"pgregory.net/rapid"
)

func TestSegmentJSON(t *testing.T) {
	part := Part{{Text: `<a href="x">é` + "\u2028"}, {Slot: SlotCurrent, Item: "offers"}, {Slot: SlotBreadcrumbs}, {Text: ""}}
	src, err := json.Marshal(part)
	if err != nil {
		t.Fatal(err)
	}
	if want := `["\u003ca href=\"x\"\u003eé\u2028",{"slot":"current","item":"offers"},{"slot":"breadcrumbs"},""]`; string(src) != want {
		t.Errorf("%s, want %s", src, want)
	}
	var back Part
	if err := json.Unmarshal(src, &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(part, back); diff != "" {
		t.Error(diff)
	}
	for _, bad := range []string{`[1]`, `[["x"]]`, `[true]`, `[{"slot":1}]`} {
		if err := json.Unmarshal([]byte(bad), &back); err == nil {
			t.Errorf("%s was read", bad)
		}
	}
}

func TestCompact(t *testing.T) {
	text := func(s string) Segment { return Segment{Text: s} }
	origin := Segment{Slot: SlotOrigin}
	nonce := Segment{Slot: SlotNonce}
	fill := func(s Segment) (string, bool) { return "O", s.Slot == SlotOrigin }
	for name, c := range map[string]struct{ in, want Part }{
		"nothing":        {nil, Part{}},
		"empty texts":    {Part{text(""), text("")}, Part{}},
		"neighbours":     {Part{text("a"), text("b")}, Part{text("ab")}},
		"filled between": {Part{text("a"), origin, text("b")}, Part{text("aOb")}},
		"filled first":   {Part{origin, text("b"), origin}, Part{text("ObO")}},
		"left":           {Part{text("a"), nonce, text("b"), text("c")}, Part{text("a"), nonce, text("bc")}},
		"left alone":     {Part{nonce, nonce}, Part{nonce, nonce}},
		"around a slot":  {Part{text(""), nonce, text("")}, Part{nonce}},
	} {
		before := append(Part(nil), c.in...)
		if diff := cmp.Diff(c.want, c.in.Compact(fill)); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", name, diff)
		}
		if diff := cmp.Diff(before, c.in); diff != "" {
			t.Errorf("%s changed its input: %s", name, diff)
		}
	}
}

func TestFill(t *testing.T) {
	var b strings.Builder
	var asked []Segment
	Part{{Text: "a"}, {Slot: SlotCurrent, Item: "x"}, {Text: "<b>"}, {Slot: "newer"}}.Fill(&b, func(s Segment) string {
		asked = append(asked, s)
		return "<i>" // as it is: whoever fills has escaped it
	})
	if b.String() != "a<i><b><i>" || !cmp.Equal(asked, []Segment{{Slot: SlotCurrent, Item: "x"}, {Slot: "newer"}}) {
		t.Errorf("%s, asked for %v", b.String(), asked)
	}
}

var slots = SlotTemplates{
	"item":  {{Text: `<li><a title="`}, {Slot: HoleLabel}, {Text: `" href='`}, {Slot: HoleURL}, {Text: `'>`}, {Slot: HoleLabel}, {Text: `</a></li>`}},
	"frame": {{Text: `<ul>`}, {Slot: HoleItems}, {Text: `</ul>`}},
}

// TestG2RenderEscapes: whatever a value is, the markup around it stays what it was, and the value arrives as it is.
func TestG2RenderEscapes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		piece := rapid.SampledFrom([]string{
			`"`, `'`, `<`, `>`, `&`, `"><script>alert(1)</script>`, `' onclick='x`, `</a></li>`, `<!--`, `-->`, `]]>`, `&quot;`, `&#34;`, `{{.}}`, "`", `=`, `a`, `é`, `ع`, "\u202e", "\u2028", ` `,
		})
		label := strings.Join(rapid.SliceOfN(piece, 0, 6).Draw(t, "label"), "")
		link := strings.Join(rapid.SliceOfN(piece, 0, 6).Draw(t, "url"), "")
		src := slots.Render("item", map[string]string{HoleLabel: label, HoleURL: link})
		nodes, err := html.ParseFragment(strings.NewReader(src), nil)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for n := range nodes[0].Descendants() {
			if n.Type == html.ElementNode && (n.Data == "html" || n.Data == "head" || n.Data == "body") {
				continue
			}
			got = append(got, n.Data)
			var attrs []string
			for _, a := range n.Attr {
				attrs = append(attrs, a.Key+"="+a.Val)
			}
			got = append(got, slices.Sorted(slices.Values(attrs))...)
		}
		want := []string{"li", "a", "href=" + link, "title=" + label}
		if label != "" {
			want = append(want, label)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%s (-want +got)\n%s", src, diff)
		}
	})
}

func TestRender(t *testing.T) {
	items := slots.Render("item", map[string]string{HoleLabel: "<1>", HoleURL: "/a?b&c"})
	if got, want := slots.Render("frame", map[string]string{HoleItems: items}), `<ul><li><a title="&lt;1&gt;" href='/a?b&amp;c'>&lt;1&gt;</a></li></ul>`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got := slots.Render("of a newer design system", nil); got != "" {
		t.Errorf("an unknown template gives %q", got)
	}
	if got := slots.Render("item", nil); got != `<li><a title="" href=''></a></li>` {
		t.Errorf("without values: %s", got)
	}
}
