package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// forms are what one word becomes in the index; see the package comment. In a run without spaces all three are the pair.
type forms struct{ stem, folded, plain string }

// A token is one entry of the index, and where its word stands in the text, in bytes.
type token struct {
	*forms
	start, end int
	first      int  // of a pair: where its first character ends
	dense      bool // a pair, or a single character
	tail       bool // the last character of a run, alone, after the pairs: so that it is found on its own too
}

// tokens calls yield with each token of text in order, until it says no.
func (a *analyser) tokens(text string, yield func(token) bool) {
	for pos := 0; ; {
		w, ok := a.next(text, pos)
		if !ok {
			return
		}
		pos = w.end
		if w.dense {
			if !a.pairs(text, w, yield) {
				return
			}
			continue
		}
		if f := a.forms(clip(text[w.start:w.end], maxRaw)); f.plain != "" && !yield(token{forms: f, start: w.start, end: w.end, first: w.end}) {
			return
		}
	}
}

// forms gives the forms of a word; plain is "" where nothing is left of it.
func (a *analyser) forms(raw string) *forms {
	if f, ok := a.memo[raw]; ok {
		return f
	}
	if len(a.memo) >= maxMemo {
		clear(a.memo)
	}
	f := a.analyse(a.lower(norm.NFKC.String(tidy(raw))))
	a.memo[raw] = f
	return f
}

// analyse makes the forms of a word in small letters.
func (a *analyser) analyse(word string) *forms {
	plain := fold(word)
	if a.stemmer == nil || len(word) > maxToken && utf8.RuneCountInString(word) > maxToken {
		plain = clipRunes(plain, maxToken)
		return &forms{plain, plain, plain}
	}
	plain = clipRunes(plain, maxToken)
	f := &forms{stem: clipRunes(fold(a.stem(word)), maxToken), plain: plain}
	if f.stem == "" {
		f.stem = plain
	}
	f.folded = f.stem
	if plain != word && plain != "" {
		f.folded = fold(a.stem(plain))
	}
	return f
}

// tidy drops what is not seen in a word, and writes its apostrophes the way the stemmers know.
func tidy(raw string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case isApostrophe(r):
			return '\''
		case r > unicode.MaxASCII && unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, raw)
}

// pairs calls yield with the pairs of characters of a run, and with its last character.
func (a *analyser) pairs(text string, w span, yield func(token) bool) bool {
	var it norm.Iter
	it.InitString(norm.NFKC, text[w.start:w.end])
	last, seen := token{}, 0 // last is a character that waits for the next
	for !it.Done() {
		start := w.start + it.Pos()
		segment := fold(string(it.Next()))
		end := w.start + it.Pos()
		for _, r := range segment {
			c := string(r)
			if seen > 0 {
				last.forms = same(last.plain + c)
				last.end = end
				if !yield(last) {
					return false
				}
			}
			last = token{forms: same(c), start: start, end: end, first: end, dense: true}
			seen++
		}
	}
	last.tail = seen > 1
	return seen == 0 || yield(last)
}

// same gives the forms of a token that has only one.
func same(s string) *forms { return &forms{s, s, s} }
