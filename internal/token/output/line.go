package output

import (
	"strings"
	"unicode"

	"github.com/portico-cms/portico/internal/token"
)

// line is what gets a name: a token, or a part of a composite.
type line struct {
	tok    token.Token
	suffix string // of a part: "font-size"; "" for the token itself
	value  token.Value
	part   string // of a part: its key in the token's value
	to     *key   // what it refers to as a whole, nil where it has a value of its own
}

func (l *line) key() key { return key{l.tok.Path, l.suffix} }

// lines gives the tokens of a set with the parts that take gives, what is referred to before what refers to it. A part that another
// token already is (the border "outline" with the colour {outline-color}) is left to that token.
func (j *job) lines(v Variant, take func(token.Value) []token.Part) []line {
	ordered := dependenciesFirst(v.Set)
	there := map[string]bool{}
	for _, t := range ordered {
		there[dashed(t.Names)] = true
	}
	var out []line
	for _, t := range ordered {
		l := line{tok: t, value: t.Value}
		if t.Alias != "" && !j.o.Literal {
			l.to = &key{t.Alias, ""}
		}
		out = append(out, l)
		for _, p := range take(t.Value) {
			if there[dashed(t.Names)+"-"+p.Suffix] {
				continue
			}
			pl := line{tok: t, suffix: p.Suffix, value: p.Value, part: p.Key}
			if ref := t.Ref(p.Key); ref != "" && !j.o.Literal {
				pl.to = &key{ref, ""}
			}
			out = append(out, pl)
		}
	}
	return out
}

// longhands are the parts that CSS has names for.
func longhands(v token.Value) []token.Part {
	switch v.(type) {
	case token.Border, token.Transition, token.Typography:
		return token.Parts(v)
	}
	return nil
}

// dependenciesFirst gives the tokens in the order of the files, but for those that others before them refer to.
func dependenciesFirst(s *token.Set) []token.Token {
	all := s.Tokens()
	index := make(map[string]int, len(all))
	for i := range all {
		index[all[i].Path] = i
	}
	out := make([]token.Token, 0, len(all))
	state := make([]bool, len(all))
	var visit func(i int)
	visit = func(i int) {
		if state[i] {
			return
		}
		state[i] = true
		for _, path := range all[i].References() {
			if k, ok := index[path]; ok {
				visit(k)
			}
		}
		out = append(out, all[i])
	}
	for i := range all {
		visit(i)
	}
	return out
}

// about gives what a comment says of a line: what it is for, and that it is deprecated.
func (l *line) about() (description, deprecated string) {
	if l.suffix != "" {
		return "", deprecation(l.tok)
	}
	return plain(l.tok.Description), deprecation(l.tok)
}

func deprecation(t token.Token) string {
	switch {
	case !t.Deprecated:
		return ""
	case plain(t.Reason) == "":
		return "Do not use it any more."
	}
	return plain(t.Reason)
}

// plain makes a free text one line that ends no comment of any language and no element, and that holds no escape of Java's.
func plain(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Zl, r) || unicode.Is(unicode.Zp, r) ||
			unicode.Is(unicode.Co, r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	return strings.TrimSpace(strings.NewReplacer("*/", "* /", "/*", "/ *", `\`, "⧵", "<", "‹", ">", "›", "--", "- -", "#{",
		"# {", "@{", "@ {", "](", "] (").Replace(s))
}
