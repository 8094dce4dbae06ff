package search

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/arabic"
	"github.com/blevesearch/snowballstem/danish"
	"github.com/blevesearch/snowballstem/dutch"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/finnish"
	"github.com/blevesearch/snowballstem/french"
	"github.com/blevesearch/snowballstem/german"
	"github.com/blevesearch/snowballstem/hungarian"
	"github.com/blevesearch/snowballstem/irish"
	"github.com/blevesearch/snowballstem/italian"
	"github.com/blevesearch/snowballstem/norwegian"
	"github.com/blevesearch/snowballstem/portuguese"
	"github.com/blevesearch/snowballstem/romanian"
	"github.com/blevesearch/snowballstem/russian"
	"github.com/blevesearch/snowballstem/spanish"
	"github.com/blevesearch/snowballstem/swedish"
	"github.com/blevesearch/snowballstem/tamil"
	"github.com/blevesearch/snowballstem/turkish"
	"golang.org/x/text/language"
)

// stemmers are the Snowball stemmers, by the base language of a BCP 47 tag.
var stemmers = map[string]func(*snowballstem.Env) bool{
	"ar": arabic.Stem, "da": danish.Stem, "de": german.Stem, "en": english.Stem, "es": spanish.Stem, "fi": finnish.Stem, "fr": french.Stem,
	"ga": irish.Stem, "hu": hungarian.Stem, "it": italian.Stem, "nb": norwegian.Stem, "nl": dutch.Stem, "nn": norwegian.Stem,
	"no": norwegian.Stem, "pt": portuguese.Stem, "ro": romanian.Stem, "ru": russian.Stem, "sv": swedish.Stem, "ta": tamil.Stem, "tr": turkish.Stem,
}

// elisions are the short words that lose their vowel before another word: l’énergie, dell’acqua. They are not indexed.
var elisions = map[string][]string{
	"fr": strings.Fields("l d j m t s n c qu jusqu lorsqu puisqu quoiqu"),
	"it": strings.Fields("l d c s m t v n un gl all agl dall dagl dell degl nell negl sull sugl coll pell quell quest"),
	"ca": strings.Fields("l d m t s n"),
	"ga": strings.Fields("d b m"),
}

// spellings are second ways to write a letter, tried in queries only: haeuser finds Häuser, and häuser finds Haeuser.
var spellings = map[string][]*strings.Replacer{
	"de": {strings.NewReplacer("ae", "ä", "oe", "ö", "ue", "ü"), strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue")},
	"da": {strings.NewReplacer("ae", "æ", "oe", "ø", "aa", "å"), strings.NewReplacer("æ", "ae", "ø", "oe", "å", "aa")},
	"nb": {strings.NewReplacer("ae", "æ", "oe", "ø", "aa", "å"), strings.NewReplacer("æ", "ae", "ø", "oe", "å", "aa")},
}

// Supported gives the base languages whose words are stemmed, sorted. Other languages are folded only.
func Supported() []string { return slices.Sorted(maps.Keys(stemmers)) }

// An analyser knows the rules of one language, and remembers the words of one text.
type analyser struct {
	base      string                       // of the language: "pt" for pt-BR
	stemmer   func(*snowballstem.Env) bool // nil where there is none
	elisions  []string
	spellings []*strings.Replacer
	turkic    bool // I is the capital of ı, İ that of i
	memo      map[string]*forms
}

// newAnalyser takes a BCP 47 tag; of one that cannot be read it knows no rules.
func newAnalyser(lang string) *analyser {
	base := ""
	if tag, err := language.Parse(clip(lang, 35)); err == nil {
		b, _ := tag.Base()
		base = b.String()
	}
	written := base
	if base == "no" || base == "nn" {
		written = "nb"
	}
	return &analyser{
		base: base, stemmer: stemmers[base], elisions: elisions[base], spellings: spellings[written],
		turkic: base == "tr" || base == "az", memo: map[string]*forms{},
	}
}

// lower gives small letters by the rules of the language.
func (a *analyser) lower(s string) string {
	if a.turkic {
		return strings.ToLowerSpecial(unicode.TurkishCase, s)
	}
	return strings.ToLower(s)
}

// stem gives the stem of a word in small letters, or the word where none is left.
func (a *analyser) stem(word string) string {
	if a.stemmer == nil {
		return word
	}
	env := snowballstem.NewEnv(a.prepare(word))
	a.stemmer(env)
	if stem := env.Current(); stem != "" {
		return stem
	}
	return word
}
