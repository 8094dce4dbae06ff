package authoring

import (
	"cmp"
	"context"
	"slices"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/site"
)

// TranslationSummary counts the entries of a space and type by how far they are in a locale.
type TranslationSummary struct {
	Space, Type, Locale                string
	Source, Current, Outdated, Missing int
}

// TranslationSummary counts translations by space, type and locale, as far as the actor may read them: for every locale of the site (in
// the shared space: of any site), and those that there are documents in. Entries without any text are not counted. Errors:
// fault.Unauthenticated.
func (a *Authoring) TranslationSummary(ctx context.Context, actor Actor, space, typ string) (rows []TranslationSummary, err error) {
	err = a.store.View(ctx, func(tx Tx) error {
		_, in, sites, err := a.readablePlaces(ctx, tx, actor, space, typ)
		if err != nil || len(in) == 0 {
			return err
		}
		counts, err := tx.CountTranslations(ctx, in)
		if err == nil {
			rows = summarize(counts, sites)
		}
		return err
	})
	return rows, err
}

func summarize(counts []content.TranslationCount, sites []*site.Stored) []TranslationSummary {
	type key struct{ space, typ string }
	totals, rows := map[key]int{}, map[key]map[string]*TranslationSummary{}
	row := func(k key, tag string) *TranslationSummary {
		if rows[k] == nil {
			rows[k] = map[string]*TranslationSummary{}
			for _, wanted := range wantedLocales(k.space, sites) {
				rows[k][wanted] = &TranslationSummary{Space: k.space, Type: k.typ, Locale: wanted}
			}
		}
		if rows[k][tag] == nil {
			rows[k][tag] = &TranslationSummary{Space: k.space, Type: k.typ, Locale: tag}
		}
		return rows[k][tag]
	}
	for _, c := range counts {
		k := key{c.Space, c.Type}
		r := row(k, c.Locale)
		switch c.State {
		case content.TranslationSource:
			r.Source += c.Entries
			totals[k] += c.Entries // every entry that has any text has one source
		case content.TranslationOutdated:
			r.Outdated += c.Entries
		default:
			r.Current += c.Entries
		}
	}
	var out []TranslationSummary
	for k, byLocale := range rows {
		for _, r := range byLocale {
			r.Missing = totals[k] - r.Source - r.Current - r.Outdated
			out = append(out, *r)
		}
	}
	slices.SortFunc(out, func(a, b TranslationSummary) int {
		return cmp.Or(cmp.Compare(a.Space, b.Space), cmp.Compare(a.Type, b.Type), cmp.Compare(a.Locale, b.Locale))
	})
	return out
}

// wantedLocales gives the locales of a site, or of all of them for the shared space.
func wantedLocales(space string, sites []*site.Stored) (tags []string) {
	for _, s := range sites {
		if space != site.Shared && space != s.Key {
			continue
		}
		for _, l := range s.Locales {
			tags = append(tags, l.Tag)
		}
	}
	return tags
}
