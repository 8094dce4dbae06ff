package fragment

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/published"
)

func TestSplit(t *testing.T) {
	holes := []published.Segment{{Slot: "account"}, {Slot: "current", Item: "a"}, {Slot: "generation"}}
	for _, c := range []struct {
		text string
		want published.Part
	}{
		{"", nil},
		{"<p>", published.Part{{Text: "<p>"}}},
		{"M0Z", published.Part{{Slot: "account"}}},
		{"<p>M0ZM0Z7</p>", published.Part{{Text: "<p>"}, {Slot: "account"}, {Slot: "account"}, {Text: "7</p>"}}},
		{"<a \n M1Z title>", published.Part{{Text: "<a"}, {Slot: "current", Item: "a"}, {Text: " title>"}}},
		{`<a data-x="M2Z">M0Z`, published.Part{{Text: `<a data-x="`}, {Slot: "generation"}, {Text: `">`}, {Slot: "account"}}},
	} {
		got, err := split(c.text, "M", holes)
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s: %s", c.text, d)
		}
	}
	for _, text := range []string{"M", "M3Z", "M0", "M-1Z", "M99999999999999999999Z", "<p M0Z>", "<p x=M2Z>", "<script>M0Z</script>", "<p>M1Z"} {
		if got, err := split(text, "M", holes); err == nil {
			t.Errorf("%s: %v, want an error", text, got)
		}
	}
}

// FuzzSplit: the segments, with their markers between them, are the output of the template.
func FuzzSplit(f *testing.F) {
	f.Add("<p>", "</p>", "x")
	f.Add("", "", "")
	f.Add("M0Z", "<b title='", "'>")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		const prefix = "porticoMARK"
		if strings.Contains(a+b+c, prefix) {
			return
		}
		holes := []published.Segment{{Slot: "account"}, {Slot: "label"}}
		text := a + prefix + "0Z" + b + prefix + "1Z" + c
		part, err := split(text, prefix, holes)
		if err != nil {
			return
		}
		var back strings.Builder
		part.Fill(&back, func(s published.Segment) string {
			if s.Slot == "account" {
				return prefix + "0Z"
			}
			return prefix + "1Z"
		})
		if back.String() != text {
			t.Fatalf("got %q\nwant %q", back.String(), text)
		}
	})
}
