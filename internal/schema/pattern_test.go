package schema_test

import (
	"strings"
	"testing"

	"github.com/portico-cms/portico/internal/schema"
)

// TestPatternsAreRE2X3: what keeps an engine that goes back busy for years is done in one pass, on a hundred kilobytes too; without
// that, this test does not end.
func TestPatternsAreRE2X3(t *testing.T) {
	long := strings.Repeat("a", 50_000) // the most that a long text may have is more
	for _, pattern := range []string{`(a+)+b`, `(a|a)*b`, `(a|aa)+b`, `(.*a){20}b`, `([a-zA-Z]+)*b`, `(a?){50}a{50}b`, `(\w+\s?)*b`, `^(([a-z])+.)+[A-Z]([a-z])+`} {
		m, err := schema.Load(files(t, map[string]string{"tip.yaml": tip + "  - {name: x, kind: long-text, label: {en: X}, pattern: '" + pattern + "'}\n"}))
		if err != nil {
			t.Errorf("%s: %v", pattern, err)
			continue
		}
		if _, issues := m.Type("tip").Field("x").Value(long + long); len(issues) == 0 {
			t.Errorf("%s takes a text that it does not describe", pattern)
		}
	}
}

// TestPatternsOfOthersX3: what RE2 has not is refused where a content type is read, with its place.
func TestPatternsOfOthersX3(t *testing.T) {
	for _, pattern := range []string{`(?=a)b`, `(?!a)b`, `(?<=a)b`, `(?<!a)b`, `(a)\1`, `(?P<n>a)(?P=n)`, `(?<n>a)\k<n>`, `(?>a+)b`, `a++b`, `a*+`, `(?(1)a|b)`, `(?R)`, `\Ga`, `(?#x)a`} {
		_, err := schema.Load(files(t, map[string]string{"tip.yaml": tip + "  - {name: x, kind: text, label: {en: X}, pattern: '" + pattern + "'}\n"}))
		if err == nil || !strings.HasPrefix(err.Error(), "tip.yaml:6:52: field x: the pattern is not RE2: ") {
			t.Errorf("%s: %v", pattern, err)
		}
	}
}
