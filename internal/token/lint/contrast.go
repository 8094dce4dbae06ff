package lint

import (
	"fmt"
	"math"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/token"
)

// contrast judges the declared pairs in every variant.
func (l *linter) contrast() {
	for _, v := range l.variants {
		for _, p := range l.c.Contrast {
			l.pair(v, p)
		}
		for _, t := range v.Set.Tokens() {
			pairs, problem := own(t)
			if problem != "" {
				l.add(t, "contrast", "the contrast that %q declares cannot be read: %s", t.Path, problem)
			}
			for _, p := range pairs {
				l.pair(v, p)
			}
		}
	}
}

func (l *linter) pair(v Variant, p Pair) {
	text, tok, problem := colorOf(v.Set, p.Text)
	if problem != "" {
		l.undeclared(p, tok, problem)
		return
	}
	for _, path := range p.On {
		back, behind, problem := colorOf(v.Set, path)
		switch {
		case problem != "":
			if behind.Path == "" {
				behind = tok
			}
			l.undeclared(p, behind, problem)
		case back.Alpha < 1:
			l.add(tok, "contrast", "%q stands on %q, which lets through what is behind it: no contrast can be told%s", p.Text, path, in(v.Label))
		default:
			l.measure(v, p, tok, path, text.Over(back), back)
		}
	}
}

func (l *linter) measure(v Variant, p Pair, tok token.Token, path string, text, back token.Color) {
	if got := token.ContrastWCAG(text, back); p.WCAG > 0 && got < p.WCAG {
		l.add(tok, "contrast", "%q on %q has a contrast of %s, and %s is needed (WCAG 2.2)%s", p.Text, path, cut(got, 2),
			cut(p.WCAG, 2), in(v.Label))
	}
	if got := math.Abs(token.ContrastAPCA(text, back)); p.APCA > 0 && got < p.APCA {
		l.add(tok, "contrast", "%q on %q has Lc %s, and %s is needed (APCA)%s", p.Text, path, cut(got, 1), cut(p.APCA, 1), in(v.Label))
	}
}

// cut writes a number without rounding it up: 4.496 is not 4.5.
func cut(v float64, decimals int) string {
	p := math.Pow10(decimals)
	return fmt.Sprintf("%.*f", decimals, math.Floor(v*p)/p)
}

// undeclared reports a pair that cannot be judged, where it is declared.
func (l *linter) undeclared(p Pair, t token.Token, problem string) {
	if p.File != "" {
		l.problem(fault.Problem{File: p.File, Line: p.Line, Column: p.Column}, "contrast", "%s", problem)
		return
	}
	l.add(t, "contrast", "%s", problem)
}

func colorOf(set *token.Set, path string) (token.Color, token.Token, string) {
	t, ok := set.Token(path)
	if !ok {
		return token.Color{}, t, fmt.Sprintf("there is no token %q to judge the contrast of", path)
	}
	c, isColor := t.Value.(token.Color)
	if !isColor {
		return c, t, fmt.Sprintf("%q is a %s, and contrast is between colours", path, t.Type)
	}
	return c, t, ""
}
