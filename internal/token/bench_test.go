package token

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/fstest"
)

// BenchmarkTenThousand is 10,000 tokens, half of them aliases: read, checked, resolved, written as CSS.
func BenchmarkTenThousand(b *testing.B) {
	var text strings.Builder
	text.WriteString(`{"$type": "color"`)
	for i := range 5000 {
		fmt.Fprintf(&text, `, "c%d": {"$value": {"colorSpace": "srgb", "components": [0.%d, 0.5, 1]}}, "a%d": {"$value": "{c%d}"}`, i, i, i, i)
	}
	text.WriteString("}")
	fsys := fstest.MapFS{"t.json": {Data: []byte(text.String())}}
	b.ReportAllocs()
	for b.Loop() {
		s, err := LoadFiles(fsys, "t.json")
		if err != nil {
			b.Fatal(err)
		}
		set, err := s.Resolve(nil)
		if err != nil {
			b.Fatal(err)
		}
		if err := set.WriteCSS(io.Discard, CSSOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}
