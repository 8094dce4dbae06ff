package publishing

import (
	"strings"
	"testing"
)

// TestRemember: what was made of a text is made once, for as long as there is room; a text that was asked for lately stays.
func TestRemember(t *testing.T) {
	made := map[string]int{}
	f := remember(func(s string) string {
		made[s]++
		return strings.ToUpper(s)
	})
	for range 3 {
		if got := f("a"); got != "A" {
			t.Fatal(got)
		}
	}
	if made["a"] != 1 {
		t.Errorf("it was made %d times", made["a"])
	}
	const size = remembered / 64
	for i := range 200 {
		f(strings.Repeat(string(rune('b'+i%20)), size+i))
		f("a")
	}
	if made["a"] != 1 {
		t.Errorf("what is used all the time was made %d times", made["a"])
	}
	large := strings.Repeat("z", remembered)
	if f(large); f(large) == "" || made[large] != 2 {
		t.Error("one text took the place of all")
	}
	if remember(nil) != nil {
		t.Error("of nothing, something")
	}
}

// TestMemoIsBounded: however much is asked, no more than the bound is held.
func TestMemoIsBounded(t *testing.T) {
	m := &memo{of: strings.ToUpper, newer: map[string]string{}}
	for i := range 500 {
		m.get(strings.Repeat("x", remembered/100+i))
	}
	held := 0
	for _, half := range []map[string]string{m.newer, m.older} {
		for text, made := range half {
			held += len(text) + len(made)
		}
	}
	if held > remembered {
		t.Errorf("%d bytes", held)
	}
}
