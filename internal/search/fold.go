package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// letters are those that do not fall apart into a plain letter and a mark, and letters of one sound that keyboards mix.
var letters = map[rune]string{
	'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'đ': "d", 'ð': "d", 'þ': "th", 'ł': "l", 'ħ': "h", 'ŧ': "t", 'ŋ': "n", 'ı': "i", 'ĸ': "k",
	'ƒ': "f", 'ə': "e", 'ſ': "s", 'ς': "σ", 'ґ': "г",
	// Arabic, and the Persian and Urdu shapes of its letters. The stretched line (tatweel) is no letter.
	'ٱ': "ا", 'ى': "ي", 'ی': "ي", 'ے': "ي", 'ة': "ه", 'ہ': "ه", 'ھ': "ه", 'ە': "ه", 'ک': "ك", 'ـ': "",
}

// fold gives small letters and digits without marks; whatever else s holds is dropped. s is in NFKC and in small letters.
func fold(s string) string {
	if isPlain(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		if unicode.Is(unicode.Hangul, r) || unicode.In(r, unicode.Hiragana, unicode.Katakana) {
			foldRune(&b, r) // the parts of a syllable, the voice of a kana, are no accents
			continue
		}
		if parts := norm.NFD.PropertiesString(string(r)).Decomposition(); parts != nil {
			for _, part := range string(parts) {
				foldRune(&b, part)
			}
			continue
		}
		foldRune(&b, r)
	}
	return b.String()
}

// isPlain tells whether folding changes nothing.
func isPlain(s string) bool {
	for i := range len(s) {
		if c := s[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}

// foldRune writes what becomes of one character that has no parts.
func foldRune(b *strings.Builder, r rune) {
	switch to, mapped := letters[r]; {
	case mapped:
		b.WriteString(to)
	case unicode.IsMark(r):
		if keepsMark(r) {
			b.WriteRune(markLetter(r))
		}
	case unicode.Is(unicode.Nd, r):
		b.WriteByte('0' + digit(r))
	case unicode.IsLetter(r), unicode.Is(unicode.Nl, r):
		b.WriteRune(unicode.ToLower(r))
	}
}

// digit gives the value of a decimal digit: the digits of each script are ten characters in a row, and rows may follow rows.
func digit(r rune) byte {
	for _, t := range unicode.Nd.R16 {
		if lo, hi := rune(t.Lo), rune(t.Hi); lo <= r && r <= hi {
			return byte((r - lo) % 10)
		}
	}
	for _, t := range unicode.Nd.R32 {
		if lo, hi := rune(t.Lo), rune(t.Hi); lo <= r && r <= hi {
			return byte((r - lo) % 10)
		}
	}
	return 0
}

// keepsMark tells whether a mark is part of the spelling, as the vowel signs of India and South-East Asia are. Accents, Hebrew
// points, Arabic vowel signs and the Indian dot for foreign sounds (class 7) are left out by many who write.
func keepsMark(r rune) bool {
	if r < 0x0900 || r > 0xABFF || unicode.Is(unicode.Me, r) || unicode.Is(unicode.Variation_Selector, r) {
		return false
	}
	class := norm.NFD.PropertiesString(string(r)).CCC()
	return class != 7 && class < 200
}

// markLetter gives the letter that stands for a mark in the index: FTS5 takes marks for the ends of words. The letters are rare
// ideographs, which stand in pairs only and so cannot be met in the same token.
func markLetter(r rune) rune { return 0x20000 + r }

// clip gives at most n bytes of s, whole characters only.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// clipRunes gives at most n characters of s.
func clipRunes(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for i := range s {
		if n--; n < 0 {
			return s[:i]
		}
	}
	return s
}
