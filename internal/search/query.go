package search

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/portico-cms/portico/internal/fault"
)

// Limits of a query.
const (
	MaxQuery = 200 // characters
	MaxTerms = 16  // words, phrases and exclusions
)

// A Query is what a visitor looks for. The zero Query finds nothing.
type Query struct{ terms []term }

// A term is one word, phrase or exclusion: a text has it where one of its ways matches.
type term struct {
	not  bool
	ways []way
}

// A way is a row of tokens that stand next to each other. Open: the last of them may go on.
type way struct {
	tokens []string
	open   bool
}

// Parse reads a visitor's query in a language: words, which must all be there; "phrases"; -exclusions; prefix*. Whatever else is
// written counts as space between words; nothing in it is an error but too much or too little of it.
//
// fault.Invalid with the problem bad_search: more than MaxQuery characters or MaxTerms terms, or nothing to look for.
func Parse(lang, q string) (Query, error) { return parse(lang, q, false) }

// ParseTyping is Parse for a query that is still being typed: where it ends in a word, that may be the beginning of one.
func ParseTyping(lang, q string) (Query, error) { return parse(lang, q, true) }

func parse(lang, q string, typing bool) (Query, error) {
	if utf8.RuneCountInString(q) > MaxQuery {
		return Query{}, bad("a search has at most %d characters", MaxQuery)
	}
	a := newAnalyser(lang)
	var query Query
	found := false
	for _, p := range split(strings.ToValidUTF8(q, " ")) {
		ways := a.ways(p.text, p.prefix || typing && p.last)
		if len(ways) == 0 {
			continue
		}
		if len(query.terms) == MaxTerms {
			return Query{}, bad("a search has at most %d words", MaxTerms)
		}
		query.terms = append(query.terms, term{p.not, ways})
		found = found || !p.not
	}
	if !found {
		return Query{}, bad("a search needs a word to look for")
	}
	return query, nil
}

func bad(format string, args ...any) error {
	err := fault.New(fault.Invalid, format, args...)
	err.Problems = fault.Problems{{Pointer: "q", Code: "bad_search", Message: err.Message}}
	err.Message = "the search cannot be understood"
	return err
}

// A part is a term as typed, without its signs.
type part struct {
	text              string
	not, prefix, last bool // last: the query ends within this term
}

// split takes a query apart at spaces and quotation marks. A quotation mark that is not closed reaches to the end.
func split(q string) (parts []part) {
	for rest := q; ; {
		rest = strings.TrimLeftFunc(rest, isGap)
		if rest == "" {
			return parts
		}
		bare := strings.TrimLeft(rest, "-+")
		p := part{not: rest[0] == '-' && bare != ""}
		if first, size := utf8.DecodeRuneInString(bare); isQuote(first) {
			closed := false
			p.text, rest, closed = cutFunc(bare[size:], isQuote)
			p.last = !closed && !p.not
		} else {
			end := strings.IndexFunc(bare, func(r rune) bool { return isGap(r) || isQuote(r) })
			if p.last = end < 0; p.last {
				end = len(bare)
			}
			p.text, rest = bare[:end], bare[end:]
			p.prefix = strings.HasSuffix(p.text, "*")
			p.last = p.last && !p.not
		}
		parts = append(parts, p)
	}
}

// cutFunc cuts s around the first character for which is holds.
func cutFunc(s string, is func(rune) bool) (before, after string, found bool) {
	i := strings.IndexFunc(s, is)
	if i < 0 {
		return s, "", false
	}
	_, size := utf8.DecodeRuneInString(s[i:])
	return s[:i], s[i+size:], true
}

func isGap(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }

// isQuote knows the quotation marks that keyboards and phones put in.
func isQuote(r rune) bool {
	switch r {
	case '"', '“', '”', '„', '‟', '«', '»', '＂', '「', '」', '『', '』':
		return true
	}
	return false
}

// ways gives each row of tokens under which the index may hold a term; none where it has no word.
func (a *analyser) ways(text string, prefix bool) (all []way) {
	add := func(tokens []string, open bool) {
		same := func(w way) bool { return w.open == open && slices.Equal(w.tokens, tokens) }
		if !slices.ContainsFunc(all, same) {
			all = append(all, way{tokens, open})
		}
	}
	for _, spelling := range a.spelled(text) {
		stems, folded, plain, open := a.rows(spelling)
		if len(stems) == 0 {
			continue
		}
		add(stems, open)
		add(folded, open)
		last := len(stems) - 1
		if last == 0 {
			add(plain, open)
		}
		if prefix && !open {
			add(append(slices.Clone(stems[:last]), plain[last]), true)
			add(append(slices.Clone(folded[:last]), plain[last]), true)
		}
	}
	return all
}

// spelled gives a term, and the other ways to spell it.
func (a *analyser) spelled(text string) []string {
	all := []string{text}
	for _, r := range a.spellings {
		all = append(all, r.Replace(a.lower(norm.NFC.String(text))))
	}
	return all
}

// rows gives the tokens of a term in each of their forms; open where the last is a single character of a script that is indexed
// by pairs: it begins one, or stands alone at the end of a run.
func (a *analyser) rows(text string) (stems, folded, plain []string, open bool) {
	var all []token
	a.tokens(text, func(t token) bool {
		all = append(all, t)
		return true
	})
	if n := len(all); n > 0 && all[n-1].tail {
		all = all[:n-1]
	} else {
		open = n > 0 && all[n-1].dense
	}
	for _, t := range all {
		stems, folded, plain = append(stems, t.stem), append(folded, t.folded), append(plain, t.plain)
	}
	return stems, folded, plain, open
}
