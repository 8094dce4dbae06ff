package content

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/portico-cms/portico/internal/schema"
)

// Slug makes a slug of a title in a locale: small letters and digits, with single hyphens for all that lies between words.
// Latin letters lose their accents; in German ä, ö and ü become ae, oe and ue, as people write them there without the
// keyboard for it. Other scripts keep their letters, which browsers show in addresses as they are; Arabic loses its vowel signs
// and stretched lines, which few write. It is "" where the title has no letter and no digit.
func Slug(title, tag string) string {
	language, _, _ := strings.Cut(tag, "-")
	var b strings.Builder
	inWord, bare := false, true // bare: a mark has no letter that could carry it
	for _, r := range norm.NFKC.String(title) {
		s := fold(unicode.ToLower(r), language)
		switch mark := unicode.IsMark(r); {
		case mark && bare: // an accent too many on a Latin letter, or one on nothing
		case s != "":
			if !inWord && b.Len() > 0 {
				b.WriteByte('-')
			}
			b.WriteString(s)
			inWord = true
			bare = !mark && (r <= unicode.MaxASCII || unicode.Is(unicode.Latin, r))
		case silent(r, language):
		default:
			inWord, bare = false, true
		}
	}
	return shorten(norm.NFC.String(b.String()))
}

var (
	german = map[rune]string{'ä': "ae", 'ö': "oe", 'ü': "ue"}
	// latin are letters that do not fall apart into a plain letter and an accent.
	latin = map[rune]string{
		'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'đ': "d", 'ð': "d", 'þ': "th", 'ł': "l", 'ħ': "h", 'ŧ': "t", 'ŋ': "ng", 'ı': "i",
	}
)

// fold gives what a small letter becomes in a slug, "" where it is none.
func fold(r rune, language string) string {
	if r < unicode.MaxASCII {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return string(r)
		}
		return ""
	}
	if s, ok := german[r]; ok && language == "de" {
		return s
	}
	switch {
	case unicode.Is(unicode.Latin, r) && unicode.IsLetter(r):
		return plain(r)
	case arabicSign(r), unicode.IsUpper(r), unicode.IsTitle(r):
		return ""
	case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r):
		return string(r)
	}
	return ""
}

// plain gives a Latin letter without its accents.
func plain(r rune) string {
	var b strings.Builder
	for _, part := range norm.NFD.String(string(r)) {
		if s, ok := latin[part]; ok {
			b.WriteString(s)
		} else if !unicode.IsMark(part) {
			b.WriteRune(part)
		}
	}
	return b.String()
}

// silent says whether a character that is left out does not end the word around it.
func silent(r rune, language string) bool {
	return arabicSign(r) || unicode.Is(unicode.Cf, r) || unicode.IsMark(r) || language == "en" && (r == '\'' || r == '’')
}

// arabicSign says whether r is a vowel sign (fathatan to sukun, superscript alef) or the line that stretches a word.
func arabicSign(r rune) bool { return r >= 0x064b && r <= 0x0652 || r == 0x0670 || r == 0x0640 }

// shorten cuts a slug that is too long after its last whole word, or within it where there is only one.
func shorten(s string) string {
	if len(s) <= schema.MaxSlug {
		return s
	}
	cut := s[:schema.MaxSlug+1]
	if i := strings.LastIndexByte(cut, '-'); i > 0 {
		return s[:i]
	}
	return strings.ToValidUTF8(s[:schema.MaxSlug], "")
}
