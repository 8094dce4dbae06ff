package content

import (
	"context"
	"maps"
	"slices"

	"github.com/portico-cms/portico/internal/schema"
)

// TranslationState says how the document of a locale stands to the one that it is translated from.
type TranslationState string

// The states.
const (
	TranslationSource   TranslationState = "source"   // the others are translated from it
	TranslationCurrent  TranslationState = "current"  // made or confirmed after the source changed last
	TranslationOutdated TranslationState = "outdated" // the source has changed since
	TranslationMissing  TranslationState = "missing"  // there is no document, or an empty one
)

// Translation is how far one locale of an entry is. What is missing has none: which locales a space wants may change at any time.
type Translation struct {
	Locale  string
	State   TranslationState
	Changed int64 // the version in which the document changed last
	Basis   int64 // the newest version when the document was made or confirmed; 0 for the source
}

// Translations gives how far the locales of an entry are after a save that made version, from what they were before it. before is
// nil for a new entry. preferred are the locales that an entry is written in first, the best first: what an entry is translated
// from is chosen with its first document, and stays for as long as that has any text. Who saves a document confirms it.
func Translations(t *schema.Type, was []Translation, before, after *Entry, version int64, preferred []string) []Translation {
	changed := map[string]bool{}
	for _, c := range Changed(t, before, after) {
		changed[c.Locale] = true
	}
	known := make(map[string]Translation, len(was))
	for _, w := range was {
		known[w.Locale] = w
	}
	tags := written(t, after)
	source := sourceOf(tags, was, preferred)
	out := make([]Translation, 0, len(tags))
	for _, tag := range tags {
		now, ok := known[tag]
		if !ok || changed[tag] {
			now = Translation{Locale: tag, Changed: version, Basis: version}
		}
		if tag != source && now.Basis == 0 { // it was the source, and is so no more
			now.Basis = version
		}
		out = append(out, now)
	}
	return rated(out, source)
}

// Confirmed gives the translations after somebody has said that the document of a locale says what the source did at a version. ok is
// false where there is no such document, or it is the source.
func Confirmed(was []Translation, tag string, version int64) (now []Translation, ok bool) {
	now = slices.Clone(was)
	source := sourceOf(nil, was, nil)
	for i := range now {
		if now[i].Locale == tag && tag != source {
			now[i].Basis, ok = version, true
		}
	}
	return rated(now, source), ok
}

// rated compares each with the source.
func rated(all []Translation, source string) []Translation {
	var changed int64
	for _, tr := range all {
		if tr.Locale == source {
			changed = tr.Changed
		}
	}
	for i := range all {
		switch {
		case all[i].Locale == source:
			all[i].State, all[i].Basis = TranslationSource, 0
		case all[i].Basis < changed:
			all[i].State = TranslationOutdated
		default:
			all[i].State = TranslationCurrent
		}
	}
	return all
}

// sourceOf gives the locale that others are translated from: the one that was, the first preferred one, or the first there is.
// Without tags it is the one that was.
func sourceOf(tags []string, was []Translation, preferred []string) string {
	for _, w := range was {
		if w.State == TranslationSource && (tags == nil || slices.Contains(tags, w.Locale)) {
			return w.Locale
		}
	}
	for _, tag := range preferred {
		if slices.Contains(tags, tag) {
			return tag
		}
	}
	if len(tags) == 0 {
		return ""
	}
	return tags[0]
}

// written gives the locales whose documents say anything, sorted. A computed value is nothing that somebody has said.
func written(t *schema.Type, e *Entry) (tags []string) {
	for _, tag := range slices.Sorted(maps.Keys(e.Locales)) {
		for name := range e.Locales[tag] {
			if f := t.Field(name); f != nil && f.Kind() != "computed" {
				tags = append(tags, tag)
				break
			}
		}
	}
	return tags
}

// TranslationFilter says which translations a list holds.
type TranslationFilter struct {
	In     []Area
	Locale string
	State  TranslationState // Missing, Outdated or Current
	After  string           // an entry's id: only what follows it
	Limit  int
}

// TranslationCount counts the entries whose document in a locale is in a state.
type TranslationCount struct {
	Space, Type, Locale string
	State               TranslationState
	Entries             int
}

// TranslationKeeper keeps how far translations are. Entries in the trash are in no list and in no count.
type TranslationKeeper interface {
	// Translations gives those of some entries, by entry, each ordered by locale.
	Translations(ctx context.Context, ids []string) (map[string][]Translation, error)
	// SetTranslations replaces those of an entry.
	SetTranslations(ctx context.Context, e *Entry, all []Translation) error
	// HideTranslations takes those of an entry out of lists and counts, or puts them back.
	HideTranslations(ctx context.Context, id string, hidden bool) error
	// TranslationList gives the ids of entries that a filter lets through, in order.
	TranslationList(ctx context.Context, f TranslationFilter) (ids []string, err error)
	// CountTranslations counts by space, type, locale and state, in this order; nothing is counted as missing.
	CountTranslations(ctx context.Context, in []Area) ([]TranslationCount, error)
}
