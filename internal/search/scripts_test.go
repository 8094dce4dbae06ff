package search_test

import (
	"strings"
	"testing"
	"unicode"

	"github.com/portico-cms/portico/internal/search"
)

// TestEveryLetterIsFound: a word of any letter or digit that Unicode has is found by itself, and FTS5 leaves its tokens whole. The
// letters that the Unicode tables of SQLite do not know yet are the exception for the tokenizer unicode61; ascii knows all.
func TestEveryLetterIsFound(t *testing.T) {
	words := map[string]bool{}
	var all strings.Builder
	for r := rune(1); r <= unicode.MaxRune; r++ {
		if (unicode.IsLetter(r) || unicode.IsDigit(r)) && !unicode.In(r, unicode.Han, unicode.Hangul) {
			for _, token := range strings.Fields(search.Terms("", "a"+string(r)+"b")) {
				words[token] = true
			}
			all.WriteString(" a" + string(r) + "b")
		}
	}
	for tokenize, whole := range map[string]float64{"ascii": 1, plainTokens: 0.9} {
		x := newIndex(t, tokenize)
		x.put(t, "", all.String())
		if _, err := x.db.Exec(`CREATE VIRTUAL TABLE tokens USING fts5vocab(texts, row)`); err != nil {
			t.Fatal(err)
		}
		kept := 0
		for word := range words {
			var n int
			if err := x.db.QueryRow(`SELECT count(*) FROM tokens WHERE term = ?`, word).Scan(&n); err != nil {
				t.Fatal(err)
			}
			kept += n
		}
		if share := float64(kept) / float64(len(words)); share < whole {
			t.Errorf("%s leaves %d of %d tokens whole", tokenize, kept, len(words))
		} else {
			t.Logf("%s leaves %d of %d tokens whole", tokenize, kept, len(words))
		}
	}
}

// TestDigitsOfEveryScript: the ten digits of each script are 0 to 9.
func TestDigitsOfEveryScript(t *testing.T) {
	row := 0
	for r := rune(1); r <= unicode.MaxRune; r++ {
		if !unicode.Is(unicode.Nd, r) {
			row = 0
			continue
		}
		if got, want := search.Terms("", string(r)), string(rune('0'+row%10)); got != want {
			t.Errorf("%U becomes %q, want %q", r, got, want)
		}
		row++
	}
}
