package lint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/token"
)

// Variant is the tokens of one combination of contexts, and what it is called: "brand klio, theme dark".
type Variant struct {
	Label string
	Set   *token.Set
}

// Finding is one thing to mend. Its Code is the rule.
type Finding struct {
	fault.Problem
	Severity string `json:"severity"` // error or warning
}

// linter collects findings, each once: most are the same in every variant.
type linter struct {
	c        Config
	variants []Variant
	seen     map[fault.Problem]bool
	out      []Finding
}

// Check judges the tokens of all variants. The findings are sorted by place.
func Check(variants []Variant, c Config) []Finding {
	l := &linter{c: c, variants: variants, seen: map[fault.Problem]bool{}}
	if len(variants) == 0 {
		return nil
	}
	l.contrast()
	l.unused()
	l.duplicates()
	l.missing()
	for _, v := range variants {
		for _, t := range v.Set.Tokens() {
			l.naming(t)
			l.gamut(t)
			l.deprecated(v.Set, t)
		}
	}
	slices.SortStableFunc(l.out, func(a, b Finding) int {
		if n := strings.Compare(a.File, b.File); n != 0 {
			return n
		}
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Column - b.Column
	})
	return l.out
}

// Errors counts the findings that are errors.
func Errors(all []Finding) (n int) {
	for _, f := range all {
		if f.Severity == Error {
			n++
		}
	}
	return n
}

func (l *linter) add(t token.Token, rule, format string, args ...any) {
	l.problem(fault.Problem{File: t.File, Line: t.Line, Column: t.Column(), Pointer: pointer(t.Names)}, rule, format, args...)
}

func (l *linter) problem(p fault.Problem, rule, format string, args ...any) {
	severity := orElse(l.c.Severity[rule], rules[rule])
	p.Code, p.Message = rule, fmt.Sprintf(format, args...)
	if severity == off || l.seen[p] {
		return
	}
	l.seen[p] = true
	l.out = append(l.out, Finding{p, severity})
}

func pointer(names []string) string {
	var b strings.Builder
	for _, n := range names {
		b.WriteString("/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(n))
	}
	return b.String()
}

// in says where a finding holds: nothing where there is one variant only.
func in(label string) string {
	if label == "" {
		return ""
	}
	return " (" + label + ")"
}
