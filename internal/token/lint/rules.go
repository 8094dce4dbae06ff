package lint

import (
	"regexp"
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/token"
)

// unused reports tokens of the internal groups that no other token refers to, in any variant. Contrast pairs count as a use.
func (l *linter) unused() {
	used := map[string]bool{}
	for _, v := range l.variants {
		for _, t := range v.Set.Tokens() {
			for _, path := range t.References() {
				used[path] = true
			}
		}
	}
	for _, v := range l.variants {
		for _, t := range v.Set.Tokens() {
			if !used[t.Path] && l.isInternal(t.Path) {
				l.add(t, "unused", "%q is internal, and no token refers to it: take it out, or use it", t.Path)
			}
		}
	}
}

func (l *linter) isInternal(path string) bool {
	return slices.ContainsFunc(l.c.Internal, func(group string) bool { return path == group || strings.HasPrefix(path, group+".") })
}

// duplicates reports tokens of the chosen types that have, in every variant, the value of another one, and do not say so.
func (l *linter) duplicates() {
	types := l.c.Duplicates
	if types == nil {
		types = []string{string(token.TypeColor)}
	}
	type entry struct {
		tok    token.Token
		values strings.Builder
		alias  bool
	}
	entries := map[string]*entry{}
	var order []*entry
	for _, v := range l.variants {
		for _, t := range v.Set.Tokens() {
			if !slices.Contains(types, string(t.Type)) {
				continue
			}
			e := entries[t.Path]
			if e == nil {
				e = &entry{tok: t}
				entries[t.Path] = e
				order = append(order, e)
			}
			e.values.WriteString(string(t.Type) + " " + t.Text() + in(v.Label) + "\n")
			e.alias = e.alias || len(t.References()) > 0
		}
	}
	first := map[string]token.Token{}
	for _, e := range order {
		if e.alias {
			continue
		}
		if other, twice := first[e.values.String()]; twice {
			l.add(e.tok, "duplicate", "%q has the value of %q (%s:%d): refer to it, {%s}", e.tok.Path, other.Path, other.File,
				other.Line, other.Path)
			continue
		}
		first[e.values.String()] = e.tok
	}
}

// missing reports tokens that only some variants have.
func (l *linter) missing() {
	for _, v := range l.variants {
		for _, t := range v.Set.Tokens() {
			for _, other := range l.variants {
				if _, ok := other.Set.Token(t.Path); !ok {
					l.add(t, "missing", "%q is missing%s: what uses it has no value there", t.Path, in(other.Label))
				}
			}
		}
	}
}

var conventions = map[string]*regexp.Regexp{
	"kebab": regexp.MustCompile(`^[\p{Ll}\p{Lo}\p{M}\p{N}]+(-[\p{Ll}\p{Lo}\p{M}\p{N}]+)*$`),
	"snake": regexp.MustCompile(`^[\p{Ll}\p{Lo}\p{M}\p{N}]+(_[\p{Ll}\p{Lo}\p{M}\p{N}]+)*$`),
	"camel": regexp.MustCompile(`^[\p{Ll}\p{Lo}\p{N}][\p{L}\p{M}\p{N}]*$`),
}

// naming holds every part of a path against the convention.
func (l *linter) naming(t token.Token) {
	convention := conventions[l.c.Naming]
	if convention == nil {
		return
	}
	for _, name := range t.Names {
		if name != "$root" && !convention.MatchString(name) {
			l.add(t, "naming", "%q in %q is not written in %s case", name, t.Path, l.c.Naming)
		}
	}
}

// gamut reports colours that the gamut does not hold, and hex fallbacks that are another colour.
func (l *linter) gamut(t token.Token) {
	c, isColor := t.Value.(token.Color)
	if !isColor || t.Alias != "" {
		return
	}
	gamut := orElse(l.c.Gamut, "srgb")
	if !c.Fits(gamut) {
		l.add(t, "gamut", "%q, %s, is outside of %s: screens without it show %s", t.Path, t.CSS(), gamut, withoutHex(c).HexFallback())
	}
	if c.Hex != "" && apart(c.Hex, withoutHex(c).HexFallback()) > 8 {
		l.add(t, "hex", "the hex of %q, %s, is another colour than its components, which are %s", t.Path, c.Hex, withoutHex(c).HexFallback())
	}
}

func withoutHex(c token.Color) token.Color {
	c.Hex, c.Alpha = "", 1
	return c
}

// apart gives the largest difference of a component, in 255ths.
func apart(a, b string) (most int) {
	for i := 1; i < 7; i += 2 {
		most = max(most, abs(twoHex(a[i:i+2])-twoHex(b[i:i+2])))
	}
	return most
}

func twoHex(s string) int {
	const digits = "0123456789abcdef"
	return strings.IndexByte(digits, s[0])*16 + strings.IndexByte(digits, s[1])
}

func abs(n int) int { return max(n, -n) }

// deprecated reports tokens that refer to a deprecated one and are not deprecated themselves.
func (l *linter) deprecated(set *token.Set, t token.Token) {
	if t.Deprecated {
		return
	}
	for _, path := range t.References() {
		if target, ok := set.Token(path); ok && target.Deprecated {
			reason := ""
			if target.Reason != "" {
				reason = ": " + target.Reason
			}
			l.add(t, "deprecated", "%q refers to %q, which is deprecated%s", t.Path, path, reason)
		}
	}
}
