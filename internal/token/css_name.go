package token

import (
	"strings"
	"unicode"
)

// CSSName gives the custom property of a token: "--", the prefix, and the names of its path with hyphens between. $root is left
// out, so that "color.accent.$root" becomes --color-accent. Case is kept; what an identifier cannot hold becomes a hyphen.
func CSSName(prefix string, names []string) string {
	var parts []string
	if prefix != "" {
		parts = append(parts, prefix)
	}
	for _, n := range names {
		if n != "$root" {
			parts = append(parts, cssSegment(n))
		}
	}
	return "--" + strings.Join(parts, "-")
}

// cssSegment gives one name as part of an identifier, "" where nothing of it could be told from others.
func cssSegment(name string) string {
	var b strings.Builder
	some, gap := false, false
	for _, r := range name {
		letter := unicode.In(r, unicode.L, unicode.M, unicode.N)
		if !letter && r != '-' && r != '_' {
			gap = true
			continue
		}
		if gap && b.Len() > 0 {
			b.WriteByte('-')
		}
		gap = false
		some = some || letter
		b.WriteRune(r)
	}
	if !some {
		return ""
	}
	return b.String()
}

// checkNames reports tokens that would have one CSS name, and warns of paths that differ by case only.
func checkNames(tokens []Token, rep *report) {
	names := make(map[string]*Token, len(tokens))
	folded := make(map[string]*Token, len(tokens))
	clash := func(t, other *Token, name string) {
		rep.add(t.at, pointerTo(t.Names), "css_name", "%s and %s (%s:%d) would both become %s in CSS; rename one",
			quote(t.Path), quote(other.Path), other.File, other.Line, name)
	}
	for i := range tokens {
		t := &tokens[i]
		name := CSSName("", t.Names)
		low := strings.ToLower(name)
		if other := names[name]; other != nil {
			clash(t, other, name)
		} else if other := folded[low]; other != nil {
			rep.warn(t.at, pointerTo(t.Names), "case", "%s and %s (%s:%d) differ by case only",
				quote(t.Path), quote(other.Path), other.File, other.Line)
		}
		names[name], folded[low] = t, t
	}
	for i := range tokens {
		t := &tokens[i]
		for _, l := range longhands(t.Value) {
			name := CSSName("", t.Names) + "-" + l.suffix
			if other := names[name]; other != nil && !t.isPart(l, other) {
				clash(t, other, name)
			}
		}
	}
}

// isPart says whether a longhand of t is another token: the border "outline" whose colour is {outline-color}, or has its value. The
// property of the token then is that of the longhand.
func (t *Token) isPart(l longhand, other *Token) bool {
	return t.refs[l.key] == other.Path || other.Type == l.value.Type() && CSS(other.Value) == CSS(l.value)
}
