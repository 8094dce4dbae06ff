package locale_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/locale"
)

func TestParse(t *testing.T) {
	for in, want := range map[string]string{
		"fr": "fr", "FR": "fr", "fr-ca": "fr-CA", "fr_CA": "fr-CA", "zh-hant-tw": "zh-Hant-TW", "sr-latn": "sr-Latn", "es-419": "es-419",
		"iw": "he", "ar": "ar", "de-1996": "de-1996",
	} {
		got, err := locale.Parse(in)
		if err != nil || got != want {
			t.Errorf("Parse(%q) = %q, %v; want %q", in, got, err, want)
		}
		if again, err := locale.Parse(got); again != got || err != nil {
			t.Errorf("Parse(%q) = %q, %v: the canonical form is not stable", got, again, err)
		}
	}
	for _, in := range []string{
		"", "und", "root", "und-Latn", "x-private", "english", "e", "fr-", "fr--CA", "-fr", "fr/CA", "../fr", "fr CA", "qq", "fr-ZQ", "__proto__", "fr\x00",
		"fr'; drop table entries", "العربية", strings.Repeat("a", 1<<20), "de-DE-u-co-phonebk",
	} {
		if got, err := locale.Parse(in); !fault.Is(err, fault.Invalid) {
			t.Errorf("Parse(%.40q) = %q, %v; want an invalid", in, got, err)
		} else if len(err.Error()) > 300 {
			t.Errorf("the message has %d bytes", len(err.Error()))
		}
	}
}

func TestDirection(t *testing.T) {
	for tag, want := range map[string]string{
		"ar": "rtl", "ar-EG": "rtl", "he": "rtl", "fa": "rtl", "ur": "rtl", "yi": "rtl", "dv": "rtl", "az-Arab": "rtl", "pa-PK": "rtl",
		"fr": "ltr", "az": "ltr", "ar-Latn": "ltr", "pa": "ltr", "ja": "ltr", "": "ltr", "no such": "ltr",
	} {
		if got := locale.Direction(tag); got != want {
			t.Errorf("Direction(%q) = %q", tag, got)
		}
	}
}

func TestName(t *testing.T) {
	for tag, want := range map[string]string{"fr": "français", "de": "Deutsch", "en": "English", "ar": "العربية", "fr-CA": "français canadien"} {
		if got := locale.Name(tag); got != want {
			t.Errorf("Name(%q) = %q, want %q", tag, got, want)
		}
	}
}

func TestChain(t *testing.T) {
	tests := []struct {
		tag      string
		fallback map[string]string
		want     []string
	}{
		{"fr-CA", map[string]string{"fr-CA": "fr", "fr": "en", "en": ""}, []string{"fr-CA", "fr", "en"}},
		{"fr", nil, []string{"fr"}},
		{"fr", map[string]string{"fr": "en"}, []string{"fr", "en"}},
		{"fr", map[string]string{"fr": "fr"}, []string{"fr"}},
		{"a", map[string]string{"a": "b", "b": "c", "c": "a"}, []string{"a", "b", "c"}},
		{"a", map[string]string{"a": "b", "b": "c", "c": "b"}, []string{"a", "b", "c"}},
		{"1", map[string]string{"1": "2", "2": "3", "3": "4", "4": "5", "5": "6", "6": "7"}, []string{"1", "2", "3", "4", "5"}},
	}
	for _, tt := range tests {
		if got := locale.Chain(tt.tag, tt.fallback); !slices.Equal(got, tt.want) {
			t.Errorf("Chain(%q, %v) = %v, want %v", tt.tag, tt.fallback, got, tt.want)
		}
	}
}
