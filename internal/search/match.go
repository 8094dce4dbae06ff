package search

import "strings"

// Match gives the FTS5 MATCH expression that finds the texts of Terms: every token is quoted and holds letters and digits only,
// so no query can say more than words. To look in some columns only, put it in brackets: {title body} : (…). The zero Query
// gives an expression that finds nothing.
func (q Query) Match() string {
	var with, without []string
	for _, t := range q.terms {
		ways := make([]string, len(t.ways))
		for i, w := range t.ways {
			ways[i] = w.match()
		}
		if t.not {
			without = append(without, ways...)
		} else {
			with = append(with, "("+strings.Join(ways, " OR ")+")")
		}
	}
	switch {
	case len(with) == 0:
		return `""`
	case len(without) == 0:
		return strings.Join(with, " AND ")
	}
	return "(" + strings.Join(with, " AND ") + ") NOT (" + strings.Join(without, " OR ") + ")"
}

// match gives a phrase of FTS5.
func (w way) match() string {
	phrase := `"` + strings.Join(w.tokens, " ") + `"`
	if w.open {
		return phrase + " *"
	}
	return phrase
}

// A finder meets the ways of a query's terms in the tokens of a text.
type finder struct {
	exact map[string][]found // by their first token
	open  []found            // those of one token that may go on
}

// found is a way, and the number of its term.
type found struct {
	way
	term int
}

// newFinder takes the terms that a text must have.
func newFinder(q Query) finder {
	f := finder{exact: map[string][]found{}}
	for i, t := range q.terms {
		for _, w := range t.ways {
			switch {
			case t.not:
			case w.open && len(w.tokens) == 1:
				f.open = append(f.open, found{w, i})
			default:
				f.exact[w.tokens[0]] = append(f.exact[w.tokens[0]], found{w, i})
			}
		}
	}
	return f
}

// at gives the ways that begin with the first of tokens.
func (f finder) at(tokens []token) (all []found) {
	t := tokens[0]
	for i, form := range []string{t.stem, t.folded, t.plain} {
		if i > 0 && form == t.stem || i > 1 && form == t.folded {
			continue
		}
		for _, c := range f.exact[form] {
			if c.follows(tokens) {
				all = append(all, c)
			}
		}
	}
	for _, c := range f.open {
		if c.follows(tokens) {
			all = append(all, c)
		}
	}
	return all
}

// follows tells whether tokens begin with the way.
func (w way) follows(tokens []token) bool {
	if len(tokens) < len(w.tokens) {
		return false
	}
	for i, want := range w.tokens {
		if !tokens[i].is(want, w.open && i == len(w.tokens)-1) {
			return false
		}
	}
	return true
}

// is tells whether one of a token's forms is want, or begins with it.
func (t token) is(want string, open bool) bool {
	if open {
		return strings.HasPrefix(t.plain, want) || strings.HasPrefix(t.stem, want) || strings.HasPrefix(t.folded, want)
	}
	return t.plain == want || t.stem == want || t.folded == want
}
