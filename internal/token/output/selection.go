package output

import (
	"strings"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/token"
)

// selection makes the test of Include and Exclude.
func selection(include, exclude []string) (func(token.Token) bool, error) {
	for _, p := range append(append([]string{}, include...), exclude...) {
		if strings.Trim(p, ".* ") == "" && p != "*" || strings.HasPrefix(p, ".") || strings.HasSuffix(p, ".") || strings.Contains(p, "..") {
			return nil, fault.New(fault.Invalid, "%q selects nothing: write a path such as color.text, color.*.default, or type:color", p)
		}
	}
	return func(t token.Token) bool {
		return (len(include) == 0 || matchesAny(include, t)) && !matchesAny(exclude, t)
	}, nil
}

func matchesAny(patterns []string, t token.Token) bool {
	for _, p := range patterns {
		if matches(p, t) {
			return true
		}
	}
	return false
}

func matches(pattern string, t token.Token) bool {
	if typ, ok := strings.CutPrefix(pattern, "type:"); ok {
		return string(t.Type) == typ
	}
	if pattern == "deprecated" && t.Deprecated {
		return true
	}
	want := strings.Split(pattern, ".")
	if len(want) > len(t.Names) {
		return false
	}
	for i, w := range want {
		if w != "*" && w != t.Names[i] {
			return false
		}
	}
	return true
}
