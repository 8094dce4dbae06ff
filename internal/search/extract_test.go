package search_test

import (
	"strings"
	"testing"

	"github.com/portico-cms/portico/internal/search"
)

// show writes pieces with [ ] around matches.
func show(pieces []search.Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		if p.Match {
			b.WriteString("[" + p.Text + "]")
		} else {
			b.WriteString(p.Text)
		}
	}
	return b.String()
}

func TestExtract(t *testing.T) {
	long := strings.Repeat("Nothing of note here. ", 20)
	tests := []struct {
		lang, q, text string
		limit         int
		want          string
	}{
		{"en", "panel", "Solar panels.", 100, "Solar [panels]."},
		{"en", `"solar panel"`, "Panels, solar; a solar panel and solar panels", 100, "Panels, solar; a [solar panel] and [solar panels]"},
		{"en", "roof -solar", "A solar roof", 100, "A solar [roof]"},
		{"en", "pan*", "Panels pan a span", 100, "[Panels] [pan] a span"},
		{"en", "solar roof", "The roof. " + long + "A solar roof. " + long, 40, "…here. A [solar] [roof]. Nothing of note…"},
		{"en", "roof", long + "The last roof", 30, "…of note here. The last [roof]"},
		{"en", "roof", "The roof. " + long, 20, "The [roof]. Nothing…"},
		{"en", "zebra", "Solar panels for every roof", 16, "Solar panels…"},
		{"en", "zebra", "  Solar panels for every roof", 16, "  Solar panels…"},
		{"en", "roof", "roof", 1, "…"},
		{"en", "roof", "r", 1, "r"},
		{"en", "roof", "roof", 0, ""},
		{"en", "roof", "", 10, ""},
		{"en", "roof", "A roof \xff", 10, "A [roof] �"},
		{"fr", "energie", "Toute l’Énergie d’ici", 100, "Toute l’[Énergie] d’ici"},
		{"fr", "energie", "E\u0301NERGIE verte", 100, "[E\u0301NERGIE] verte"},
		{"de", "mueller strasse", "Müllers Straße", 100, "[Müllers] [Straße]"},
		{"zh", "京大", "北京大学", 100, "北[京大]学"},
		{"zh", "京", "北京大学", 100, "北[京]大学"},
		{"zh", "京大学", "在北京大学的学生很多很多很多", 9, "…北[京大学]的学生…"},
		{"ja", "ｶﾞｽ", "東京ガス", 100, "東京[ガス]"},
		{"ja", "ガス", "東京ｶﾞｽ", 100, "東京[ｶﾞｽ]"},
		{"ar", "مدرسة", "في المَدْرَسَةِ الكبيرة", 100, "في [المَدْرَسَةِ] الكبيرة"},
		{"en", "x", "👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧", 12, "👩‍👩‍👧👩‍👩‍👧…"},
		{"en", "abc*", "abcdefghijklmnopqrstuvwxyz", 10, "[abcdefgh]…"},
	}
	for _, tt := range tests {
		if got := show(parse(t, tt.lang, tt.q).Extract(tt.lang, tt.text, tt.limit)); got != tt.want {
			t.Errorf("%q in %.60q, %d: %q, want %q", tt.q, tt.text, tt.limit, got, tt.want)
		}
	}
}

// TestLongTexts: the size of a text changes what it costs, never whether it is answered.
func TestLongTexts(t *testing.T) {
	texts := map[string]string{
		"words": strings.Repeat("Les énergies renouvelables de l’Été. ", 10<<20/38), "one word": strings.Repeat("é", 5<<20), "y": strings.Repeat("y", 10_000),
		"han": strings.Repeat("京", 3<<20), "marks": "e" + strings.Repeat("\u0301", 5<<20), "elisions": strings.Repeat("l'", 5<<20),
		"joiners": strings.Repeat("a\u200d", 2<<20), "apostrophes": strings.Repeat("'", 10<<20), "bytes": strings.Repeat("\xff", 10<<20),
		"one letter": strings.Repeat("a ", 5<<20), "ligatures": strings.Repeat("ﷺ", 1<<20), "thai": strings.Repeat("กิ", 1<<20),
	}
	query := parse(t, "fr", `energie "京京京京京京京京京京京京" a* été -x`)
	for name, text := range texts {
		if n := len(search.Terms("fr", text)); n > 6*len(text)+100 {
			t.Errorf("%s: %d bytes of terms for %d of text", name, n, len(text))
		}
		if n := len([]rune(joined(query.Extract("fr", text, 200)))); n > 200 {
			t.Errorf("%s: an extract of %d characters", name, n)
		}
	}
}

// joined is the text of pieces.
func joined(pieces []search.Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(p.Text)
	}
	return b.String()
}
