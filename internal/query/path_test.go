package query

import (
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestIsPath: a path is what its grammar says, whatever text it is.
func TestIsPath(t *testing.T) {
	const name = `[a-z][a-zA-Z0-9_]{0,62}`
	grammar := map[int]*regexp.Regexp{
		maxFilterPath: regexp.MustCompile(`^` + name + `(\.` + name + `){0,2}$`),
		maxPath:       regexp.MustCompile(`^` + name + `(\.` + name + `){0,8}$`),
	}
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(rapid.OneOf(
			rapid.StringMatching(name), rapid.String(), rapid.SampledFrom([]string{"", "A", "1a", "a\n", "é", strings.Repeat("a", 63), strings.Repeat("a", 64)}),
		), 0, 11).Draw(t, "parts")
		path := strings.Join(parts, ".")
		for most, want := range grammar {
			if got := isPath(path, most); got != want.MatchString(path) {
				t.Fatalf("%q with %d names: %v", path, most, got)
			}
		}
	})
}
