package search_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/portico-cms/portico/internal/search"
)

var langs = rapid.SampledFrom(append(search.Supported(), "", "zh", "ja", "th", "hi", "he", "el", "pl", "ca", "az", "und-x"))

// letters of many scripts, signs of the query language and of FTS5, and what joins or breaks words.
var alphabet = []rune("aeiouyßéèêüÄñçøşıIİœąđсборйёΣςαάאבשׁابةىأؤـَُّكتعلم٣九京都학교ガｶﾞーภาษาไำิ" +
	"कख़िीाெத 12²₂½Ⅻﬁﷺ'’\"“”«»*-+:^(){}[]/\\.,;_\x00\n\t\u00ad\u200d\u200b\u0301\u0327…👩🏽\U000e0100𞤀ƕ")

// text draws words of the alphabet, or anything.
var text = rapid.OneOf(
	rapid.StringOfN(rapid.SampledFrom(alphabet), 0, 60, -1),
	rapid.StringN(0, 60, -1),
	rapid.Map(rapid.SliceOfN(rapid.Byte(), 0, 60), func(b []byte) string { return string(b) }),
)

// TestTermsArePlain: tokens hold letters and digits only, no mark, no capital, and are not longer than they may be.
func TestTermsArePlain(t *testing.T) { rapid.Check(t, checkTerms) }

func checkTerms(t *rapid.T) {
	lang, s := langs.Draw(t, "lang"), text.Draw(t, "text")
	checkTokens(t, lang, s)
}

func checkTokens(t rapid.TB, lang, s string) {
	terms := search.Terms(lang, s)
	if terms == "" {
		return
	}
	for _, token := range strings.Split(terms, " ") {
		if n := utf8.RuneCountInString(token); n == 0 || n > 64 {
			t.Errorf("Terms(%q, %q) = %q: a token of %d characters", lang, s, terms, n)
		}
		for _, r := range token {
			if !unicode.IsLetter(r) && !unicode.Is(unicode.Nl, r) && (r < '0' || r > '9') || unicode.ToLower(r) != r {
				t.Errorf("Terms(%q, %q) = %q holds %q", lang, s, terms, r)
			}
		}
	}
}

// TestSearchFindsItself: a text is found by each of its words, in capitals too, and by its beginning.
func TestSearchFindsItself(t *testing.T) {
	x := newIndex(t, plainTokens)
	rapid.Check(t, func(rt *rapid.T) {
		lang, s := langs.Draw(rt, "lang"), text.Draw(rt, "text")
		x.put(rt, lang, s)
		bare := strings.Map(func(r rune) rune {
			if strings.ContainsRune(`-+"“”„‟«»＂「」『』`, r) || unicode.IsControl(r) {
				return ' '
			}
			return r
		}, strings.ToUpper(s))
		for _, q := range append(strings.Fields(bare), `"`+bare+`"`) {
			query, err := search.Parse(lang, q)
			if err != nil {
				continue
			}
			if !x.finds(rt, query.Match()) {
				rt.Errorf("%s: %q (%s) does not find %q (%s)", lang, q, query.Match(), s, search.Terms(lang, s))
			}
			if !marked(query.Extract(lang, s, 1000)) {
				rt.Errorf("%s: %q marks nothing in %q", lang, q, s)
			}
		}
	})
}

// TestI1Search: whatever a visitor types, what FTS5 gets is an expression, of quoted tokens and our own operators only.
func TestI1Search(t *testing.T) {
	x := newIndex(t, plainTokens)
	x.put(t, "en", "a text")
	rapid.Check(t, func(rt *rapid.T) {
		lang, q := langs.Draw(rt, "lang"), text.Draw(rt, "q")
		for _, read := range []func(string, string) (search.Query, error){search.Parse, search.ParseTyping} {
			if query, err := read(lang, q); err == nil {
				checkMatch(rt, query.Match())
				x.finds(rt, query.Match())
				x.finds(rt, "{title body} : ("+query.Match()+")")
			}
		}
	})
}

// checkMatch reads an expression: outside of quotes there are operators and brackets, within them letters, digits and spaces.
func checkMatch(t rapid.TB, match string) {
	for i, s := range strings.Split(match, `"`) {
		if i%2 == 1 {
			if strings.TrimSpace(s) == "" || strings.ContainsFunc(s, func(r rune) bool { return r != ' ' && !unicode.IsLetter(r) && !unicode.In(r, unicode.Nd, unicode.Nl) }) {
				t.Errorf("%s holds the token %q", match, s)
			}
			continue
		}
		rest := strings.NewReplacer("OR", "", "AND", "", "NOT", "").Replace(s)
		if strings.Trim(rest, " ()*") != "" {
			t.Errorf("%s holds %q outside of quotes", match, s)
		}
	}
}

// TestExtractIsOfTheText: an extract is a part of the text, of no more characters than asked for, and breaks no character.
func TestExtractIsOfTheText(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		lang, limit := langs.Draw(rt, "lang"), rapid.IntRange(-1, 70).Draw(rt, "limit")
		s := strings.Join(rapid.SliceOfN(text, 1, 4).Draw(rt, "texts"), " ")
		q := rapid.OneOf(text, rapid.SampledFrom(append(strings.Fields(s), "a"))).Draw(rt, "q")
		checkExtract(rt, lang, q, s, limit)
	})
}

func checkExtract(t rapid.TB, lang, q, s string, limit int) {
	query, err := search.Parse(lang, q)
	if err != nil {
		query = search.Query{}
	}
	pieces := query.Extract(lang, s, limit)
	got := joined(pieces)
	if n := utf8.RuneCountInString(got); n > max(limit, 0) {
		t.Errorf("Extract(%q, %q, %q, %d) = %q: %d characters", lang, q, s, limit, got, n)
	}
	for _, p := range pieces {
		if p.Text == "" || !utf8.ValidString(p.Text) {
			t.Errorf("Extract(%q, %q, %q, %d) has the piece %q", lang, q, s, limit, p.Text)
		}
	}
	valid := strings.ToValidUTF8(s, "\uFFFD")
	if len(pieces) > 0 && pieces[0].Text == "…" && !strings.HasPrefix(valid, got) {
		pieces = pieces[1:]
	}
	if n := len(pieces); n > 0 && pieces[n-1].Text == "…" && !strings.Contains(valid, joined(pieces)) {
		pieces = pieces[:n-1]
	}
	if !strings.Contains(valid, joined(pieces)) {
		t.Errorf("Extract(%q, %q, %q, %d) = %q, which is no part of the text", lang, q, s, limit, got)
	}
}

// FuzzTerms: any text in any language has plain tokens.
func FuzzTerms(f *testing.F) {
	for _, s := range []string{"l’énergie", "Straße", "وَالمُعَلِّمُونَ", "東京ｶﾞｽ", "हिन्दी", "İI", "a\u0301\u0300\u200d", "\xff", "ﷺ", "½²₂Ⅻ", "don't 's '"} {
		for _, lang := range []string{"fr", "de", "ar", "tr", "en", "nl", "pt", "ta", "ja"} {
			f.Add(lang, s)
		}
	}
	f.Fuzz(func(t *testing.T, lang, s string) { checkTokens(t, lang, s) })
}

// FuzzSearch: any query in any language is refused, or FTS5 can read it, and its extract is a part of the text.
func FuzzSearch(f *testing.F) {
	for _, q := range []string{`a" OR "b`, "-x", "a* b", "“é", "NEAR(a b, 2)", "title:x", "京", "l'", "\x00", "^a", "{a}:b", "l’é* -“a b"} {
		f.Add("fr", q, "l’énergie 京都 a b", 9)
	}
	x := newIndex(f, plainTokens)
	f.Fuzz(func(t *testing.T, lang, q, s string, limit int) {
		if query, err := search.Parse(lang, q); err == nil {
			checkMatch(t, query.Match())
			x.finds(t, query.Match())
		}
		checkExtract(t, lang, q, s, limit)
	})
}
