package search

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A span is a word, or a run of characters of a script without spaces, and where it stands in the text, in bytes.
type span struct {
	start, end int
	dense      bool // indexed by pairs
}

// next gives the first word of text at or after pos; ok is false where there is none. Bytes that are no UTF-8 part words.
func (a *analyser) next(text string, pos int) (w span, ok bool) {
	for pos < len(text) {
		r, size := utf8.DecodeRuneInString(text[pos:])
		switch {
		case isDense(r):
			return span{pos, endOfRun(text, pos), true}, true
		case isWord(r):
			return a.word(text, pos), true
		}
		pos += size
	}
	return span{}, false
}

// endOfRun gives where a run of a script without spaces ends.
func endOfRun(text string, pos int) int {
	end := pos
	for pos < len(text) {
		r, size := utf8.DecodeRuneInString(text[pos:])
		pos += size
		switch {
		case isDense(r), unicode.IsMark(r):
			end = pos
		case !unicode.Is(unicode.Cf, r):
			return end
		}
	}
	return end
}

// word gives the word that begins at start. Its apostrophes stay within, unless what stands before them is an elision.
func (a *analyser) word(text string, start int) span {
	end, count := start, 0 // count: characters so far
	for pos := start; pos < len(text); {
		r, size := utf8.DecodeRuneInString(text[pos:])
		switch {
		case isApostrophe(r):
			if following, _ := utf8.DecodeRuneInString(text[pos+size:]); !isWord(following) || isDense(following) || count == 0 {
				return span{start, max(end, start+1), false}
			}
			if a.elides(text[start:end]) {
				start, count = pos+size, 0
			}
		case isDense(r):
			return span{start, end, false}
		case isWord(r), unicode.IsMark(r), isPower(r) && count <= 3:
			end = pos + size
			count++
		case !unicode.Is(unicode.Cf, r): // joiners, soft hyphens and direction marks are not seen
			return span{start, end, false}
		}
		pos += size
	}
	return span{start, end, false}
}

// elides tells whether a word before an apostrophe is one that the language drops.
func (a *analyser) elides(word string) bool {
	if len(word) > 16 {
		return false
	}
	for _, e := range a.elisions {
		if strings.EqualFold(e, word) {
			return true
		}
	}
	return false
}

// isWord tells whether a character is part of words: a letter, a digit, or a lowered digit as in CO₂.
func isWord(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
	}
	return !isApostrophe(r) && (unicode.IsLetter(r) || unicode.In(r, unicode.Nd, unicode.Nl)) || r >= '₀' && r <= '₉'
}

// isPower tells whether a character is the raised digit of a unit, m² or km³; after a longer word it is the mark of a footnote.
func isPower(r rune) bool { return r == '²' || r == '³' }

// isApostrophe knows the apostrophes of keyboards, of typography and of transcriptions, and the Hebrew marks used like them.
func isApostrophe(r rune) bool {
	switch r {
	case '\'', '’', '‘', 'ʼ', 'ʻ', '＇', '׳', '״':
		return true
	}
	return false
}

// isDense tells whether a character belongs to a script that is indexed by pairs of characters.
func isDense(r rune) bool {
	if r < 0x0E00 {
		return false
	}
	switch r {
	case 'ー', 'ｰ', 'ﾞ', 'ﾟ': // signs of Japanese that Unicode counts to no script
		return true
	}
	return (unicode.IsLetter(r) || r == '〇') && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai, unicode.Lao,
		unicode.Khmer, unicode.Myanmar)
}
