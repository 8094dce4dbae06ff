package content_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/schema"
)

func TestSlug(t *testing.T) {
	tests := []struct{ title, tag, want string }{
		{"Winter tariff 2026", "en", "winter-tariff-2026"},
		{"  Don’t panic -- it's only a meter!  ", "en", "dont-panic-its-only-a-meter"},
		{"L’énergie à l'œuvre : l’été, ça chauffe…", "fr", "l-energie-a-l-oeuvre-l-ete-ca-chauffe"},
		{"Où payer ma facture ?", "fr-CA", "ou-payer-ma-facture"},
		{"Größe & Preis: Übersicht für Straßen", "de", "groesse-preis-uebersicht-fuer-strassen"},
		{"ÄÖÜ", "de-CH", "aeoeue"},
		{"ÄÖÜ", "fr", "aou"},
		{"Ærø Łódź Þór İzmir", "en", "aero-lodz-thor-izmir"},
		{"عروض الطاقة للشتاء", "ar", "عروض-الطاقة-للشتاء"},
		{"أسعارُ المياهِ ٢٠٢٦، كـــل شيء", "ar", "أسعار-المياه-٢٠٢٦-كل-شيء"},
		{"Что нового?", "ru", "что-нового"},
		{"Ελληνικά Νέα", "el", "ελληνικά-νέα"},
		{"हिन्दी समाचार", "hi", "हिन्दी-समाचार"},
		{"東京 電力", "ja", "東京-電力"},
		{"ＦＵＬＬ ﬁne ①", "en", "full-fine-1"},
		{"a/b\\c?d#e%20f", "en", "a-b-c-d-e-20f"},
		{"<script>alert(1)</script>", "en", "script-alert-1-script"},
		{"a\u200bb\u00adc", "en", "abc"},
		{"", "en", ""},
		{"€ — !", "fr", ""},
		{"😀 smile", "en", "smile"},
		{"\u0301a", "en", "a"},
		{strings.Repeat("word ", 40), "en", strings.TrimSuffix(strings.Repeat("word-", 24), "-")},
		{strings.Repeat("x", 130), "en", strings.Repeat("x", 120)},
		{strings.Repeat("ة", 130), "ar", strings.Repeat("ة", 60)},
		{strings.Repeat("東", 130), "ja", strings.Repeat("東", 40)},
	}
	for _, tt := range tests {
		if got := content.Slug(tt.title, tt.tag); got != tt.want {
			t.Errorf("Slug(%.60q, %q) = %q, want %q", tt.title, tt.tag, got, tt.want)
		}
	}
}

// FuzzSlug: whatever the title, its slug is one, and that of the slug is the same.
func FuzzSlug(f *testing.F) {
	for _, s := range []string{"Größe", "ǅ ᾈ Ⅷ İ ŉ", "كِتَاب", "a\u0301\u0300-\u0301", "\xff", "ﷺ", "ᲀ", "𝐀", "ᏸ", "Ა"} {
		f.Add(s, "de")
		f.Add(s, "ar")
	}
	f.Fuzz(func(t *testing.T, title, tag string) {
		slug := content.Slug(title, tag)
		if slug == "" {
			return
		}
		if !schema.IsSlug(slug) || !utf8.ValidString(slug) || !norm.NFC.IsNormalString(slug) {
			t.Errorf("Slug(%q, %q) = %q, which is none", title, tag, slug)
		}
		if again := content.Slug(slug, tag); again != slug {
			t.Errorf("Slug(%q, %q) = %q, and of that %q", title, tag, slug, again)
		}
	})
}
