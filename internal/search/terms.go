package search

import "strings"

// Terms gives the index form of a text in a language (a BCP 47 tag; its region does not matter): tokens of letters and digits,
// with a space between them, as the package comment describes. It is "" for a text without words. Any text will do: bytes that
// are no UTF-8 part words. Index each field of an entry on its own: words of two fields are no phrase.
//
// An FTS5 table with tokenize "unicode61 remove_diacritics 0" or "ascii" leaves the tokens as they are; the prefixes of
// Query.Match profit from its option prefix='2 3'.
func Terms(lang, text string) string {
	a := newAnalyser(lang)
	var stems, folded, plain strings.Builder
	stems.Grow(len(text))
	differ := false // some folded stem is not the stem
	seen := map[string]bool{}
	a.tokens(text, func(t token) bool {
		add(&stems, t.stem)
		if a.stemmer == nil || t.dense {
			add(&folded, t.stem)
			return true
		}
		add(&folded, t.folded)
		differ = differ || t.folded != t.stem
		if t.plain != t.stem && t.plain != t.folded && !seen[t.plain] {
			seen[t.plain] = true
			add(&plain, barrier)
			add(&plain, t.plain)
		}
		return true
	})
	if differ {
		add(&stems, barrier)
		add(&stems, folded.String())
	}
	if plain.Len() > 0 {
		add(&stems, plain.String())
	}
	return stems.String()
}

// add appends a token, with a space before it where it is not the first.
func add(b *strings.Builder, token string) {
	if b.Len() > 0 {
		b.WriteByte(' ')
	}
	b.WriteString(token)
}
