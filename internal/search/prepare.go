package search

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// An ending is a suffix that the stemmer of a language leaves, and what to put in its place before it is asked.
type ending struct{ from, to string }

// endings are plurals that everybody looks for in the singular, with and without accents. The first that fits is replaced.
var endings = map[string][]ending{
	"nl": {{"'s", ""}, {"ies", "ie"}, {"és", "é"}},                                    // foto's, organisaties, cafés
	"pt": {{"ões", "ão"}, {"ães", "ão"}, {"ãos", "ão"}, {"oes", "ao"}, {"aes", "ao"}}, // nações, pães, irmãos
}

// prepare helps the stemmer of a language with a word in small letters.
func (a *analyser) prepare(word string) string {
	if a.base == "ar" {
		return withoutAnd(word)
	}
	for _, e := range endings[a.base] {
		if begin, ok := strings.CutSuffix(word, e.from); ok && begin != "" {
			return begin + e.to
		}
	}
	return word
}

// withoutAnd takes the Arabic "and" from before an article, where the stemmer would keep both: والكتاب → الكتاب. It spares the
// family of والد, parent, and words too short to tell.
func withoutAnd(word string) string {
	word = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) || r == 'ـ' {
			return -1
		}
		return r
	}, word)
	if utf8.RuneCountInString(word) < 6 || strings.HasPrefix(word, "والد") {
		return word
	}
	for _, and := range []string{"و", "ف"} {
		if rest, ok := strings.CutPrefix(word, and); ok && strings.HasPrefix(rest, "ال") {
			return rest
		}
	}
	return word
}
