// Package search makes text findable: it turns texts and visitors' queries into the same plain tokens, whatever language,
// script, case, accents or inflection they are written in, and shows where in a text a query was met. It is pure: a full-text
// index (FTS5 of the read model) stores Terms and is asked with Query.Match.
//
// # Index form
//
// Every word of a text has three forms, all in small letters and digits without accents:
//
//	stem    the stem of the word as written        généralités → general
//	folded  the stem of the word without accents   generalites → generalit
//	plain   the word without accents               generalites
//
// Terms gives the stems in their order; then, only where they differ from the stems, the folded stems in their order; then
// each plain word that is none of both. A barrier, a letter that no query can hold, stands where words are not neighbours in
// the text. So a phrase is found in any inflection, with or without accents, and a prefix is found in the words as written.
// A language without a stemmer has one form only.
//
// Scripts that write no spaces (Chinese, Japanese, Thai, Khmer, Lao, Burmese) and Korean are indexed by pairs of characters:
// any part of a text is found.
//
// # What it does not do
//
// Stemmers follow rules, not dictionaries: they join some words that differ (en: universe, university), and miss some that
// belong together (en: mouse, mice; fr: œil, yeux). Words of a phrase are found in any inflection. Languages that have no
// stemmer find words as written, accents and case aside. Texts and queries must be analysed in the same language.
package search

// Limits of what is looked at. They keep hostile texts cheap; no text that people read comes near.
const (
	maxRaw   = 1024    // bytes of one word that are looked at
	maxToken = 64      // characters of one token; a longer word is cut there, and is not stemmed
	maxMemo  = 1 << 15 // distinct words whose forms are kept while one text is analysed
	maxScan  = 1 << 20 // bytes of a text in which Extract looks for the best passage
)

// barrier stands between tokens that are not neighbours in the text. It is a letter to FTS5, and no word holds it: a word's ﬀ
// becomes ff.
const barrier = "ﬀ"
