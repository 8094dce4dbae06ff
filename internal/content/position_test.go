package content_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/portico-cms/portico/internal/content"
)

// TestPositionsStayOrdered inserts at random places: what comes out is between its neighbours, always.
func TestPositionsStayOrdered(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var all []string
		narrow := rapid.Bool().Draw(t, "narrow")
		for range rapid.IntRange(1, 300).Draw(t, "inserts") {
			at := rapid.IntRange(0, len(all)).Draw(t, "at")
			if narrow { // into the same gap again and again
				at = min(at, 1)
			}
			var before, after string
			if at > 0 {
				before = all[at-1]
			}
			if at < len(all) {
				after = all[at]
			}
			p, ok := content.Between(before, after)
			if !ok || (before != "" && p <= before) || (after != "" && p >= after) {
				t.Fatalf("between %q and %q: %q, %t", before, after, p, ok)
			}
			if len(p) > content.MaxPosition {
				all = content.Spread(len(all))
				continue
			}
			all = slices.Insert(all, at, p)
		}
		if !slices.IsSorted(all) {
			t.Fatal(all)
		}
	})
}

// TestPositionsAtTheEnds: appending and putting first, which is what people do, keeps positions short.
func TestPositionsAtTheEnds(t *testing.T) {
	last, first := "", ""
	for range 20_000 {
		next, ok := content.Between(last, "")
		if !ok || next <= last || len(next) > 4 {
			t.Fatalf("after %q: %q", last, next)
		}
		last = next
		before, ok := content.Between("", first)
		if !ok || (first != "" && before >= first) || len(before) > 4 {
			t.Fatalf("before %q: %q", first, before)
		}
		first = before
	}
}

// TestPositionsWithoutRoom: what is no position, or in the wrong order, asks for new ones and never panics.
func TestPositionsWithoutRoom(t *testing.T) {
	for _, tt := range [][2]string{{"a1", "a0"}, {"a0", "a0"}, {"", "!"}, {"a", ""}, {"a00", ""}, {"é0", ""}, {"", "A00000000000000000000000000"}} {
		if got, ok := content.Between(tt[0], tt[1]); ok {
			t.Errorf("between %q and %q: %q", tt[0], tt[1], got)
		}
	}
	all := content.Spread(10_000)
	if !slices.IsSorted(all) || len(slices.Compact(slices.Clone(all))) != len(all) {
		t.Error("spread positions are not in order")
	}
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.StringMatching(`[ -~]{0,6}`).Draw(t, "a"), rapid.StringMatching(`[ -~]{0,6}`).Draw(t, "b")
		if p, ok := content.Between(a, b); ok && ((a != "" && p <= a) || (b != "" && p >= b)) {
			t.Fatalf("between %q and %q: %q", a, b, p)
		}
	})
}
