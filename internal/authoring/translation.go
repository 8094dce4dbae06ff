package authoring

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/schema"
	"github.com/portico-cms/portico/internal/site"
)

// translated keeps how far the locales of an entry are, after a save that made version. Every save of an entry calls it.
func (p *publication) translated(ctx context.Context, t *schema.Type, before, after *content.Entry, version int64) error {
	if !localized(t) {
		return nil
	}
	known, err := p.tx.Translations(ctx, []string{after.ID})
	if err != nil {
		return err
	}
	preferred, err := p.preferred(ctx, after.Space)
	if err != nil {
		return err
	}
	all := content.Translations(t, known[after.ID], before, after, version, preferred)
	if before != nil && slices.Equal(all, known[after.ID]) {
		return nil
	}
	return p.tx.SetTranslations(ctx, after, all)
}

func draftOf(s *content.Stored) *content.Entry {
	if s == nil {
		return nil
	}
	return s.Draft
}

func localized(t *schema.Type) bool {
	return slices.ContainsFunc(t.Fields(), func(f *schema.Field) bool { return f.Localized() && f.Kind() != "computed" })
}

// preferred gives the locales that entries of a space are written in first: the default locale of its site; in the shared space
// those of the sites, the one that most have first.
func (p *publication) preferred(ctx context.Context, space string) ([]string, error) {
	sites, err := p.registry(ctx)
	if err != nil {
		return nil, err
	}
	count := map[string]int{}
	for _, s := range sites {
		if space == s.Key {
			return []string{s.DefaultLocale}, nil
		}
		count[s.DefaultLocale]++
	}
	return slices.SortedFunc(maps.Keys(count), func(a, b string) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b))
	}), nil
}

// MarkTranslated says that the document of a locale says what the source does, without a change of it. version is that of the draft
// that the caller has seen. Errors: fault.NotFound, fault.Stale, fault.Forbidden; fault.Unprocessable where there is no document to
// confirm, or it is the source.
func (a *Authoring) MarkTranslated(
	ctx context.Context, actor Actor, id string, version int64, tag string,
) (all []content.Translation, done Written, err error) {
	done, err = a.write(ctx, actor, "", func(p *publication) error {
		e, err := p.edit(ctx, identity.Update, id, version)
		if err != nil {
			return err
		}
		draft := e.entry.Draft
		if err := actor.may(identity.Update, identity.Target{Type: draft.Type, Site: draft.Space, Locale: tag}); err != nil {
			return err
		}
		known, err := p.tx.Translations(ctx, []string{id})
		if err != nil {
			return err
		}
		var ok bool
		if all, ok = content.Confirmed(known[id], tag, e.entry.Version); !ok {
			return fault.Problems{{Pointer: "/locale", Code: "no_translation", Message: "there is no translation in this locale to confirm"}}
		}
		if err := p.tx.SetTranslations(ctx, draft, all); err != nil {
			return err
		}
		return e.tellTranslated(ctx, tag, known[id], all)
	})
	return all, done, err
}

// tellTranslated writes the audit line of a translation that was confirmed.
func (e *editing) tellTranslated(ctx context.Context, locale string, before, after []content.Translation) error {
	facts := func(all []content.Translation) any {
		i := slices.IndexFunc(all, func(t content.Translation) bool { return t.Locale == locale })
		if i < 0 {
			return nil
		}
		return map[string]any{auditedTranslation: map[string]any{locale: map[string]any{"state": all[i].State, "basis": all[i].Basis}}}
	}
	return e.tell(ctx, "translated", map[string]any{"locale": locale}, facts(before), facts(after))
}

// TranslationQuery says which translations a list holds.
type TranslationQuery struct {
	Space  string // "" is every one that the actor may read
	Type   string // likewise
	Locale string
	State  content.TranslationState // missing, outdated or current
	After  string                   // id of the last entry of the page before
	Limit  int                      // at most 200
}

// TranslationItem is an entry in a list of translations.
type TranslationItem struct {
	Entry  *content.Stored // as far as the actor may read it
	Title  string          // the field that names it
	Source content.Translation
	Target content.Translation // of the locale that was asked for; its state is missing where there is none
}

// TranslationPage is a piece of a list of translations.
type TranslationPage struct {
	Items []TranslationItem
	Next  string // After of the next page; "" at the end
}

// Translations lists the entries whose document in a locale is missing, outdated or current, by id. Errors: fault.Unauthenticated,
// fault.Unprocessable.
func (a *Authoring) Translations(ctx context.Context, actor Actor, q TranslationQuery) (page *TranslationPage, err error) {
	page = &TranslationPage{}
	limit := bounded(q.Limit)
	err = a.store.View(ctx, func(tx Tx) error {
		m, in, _, err := a.readablePlaces(ctx, tx, actor, q.Space, q.Type)
		if err != nil || len(in) == 0 {
			return err
		}
		ids, err := tx.TranslationList(ctx, content.TranslationFilter{
			In: in, Locale: q.Locale, State: q.State, After: q.After, Limit: limit + 1,
		})
		if err != nil {
			return err
		}
		if len(ids) > limit {
			ids = ids[:limit]
			page.Next = ids[limit-1]
		}
		page.Items, err = translationItems(ctx, tx, actor, m, ids, q.Locale)
		return err
	})
	return page, err
}

func translationItems(
	ctx context.Context, tx Tx, actor Actor, m *schema.Model, ids []string, tag string,
) (items []TranslationItem, err error) {
	entries, err := entriesByID(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	known, err := tx.Translations(ctx, ids)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		t := m.Type(entries[id].Draft.Type)
		s, err := readable(actor, t, entries[id])
		if err != nil {
			return nil, err
		}
		item := TranslationItem{Entry: s, Title: t.Title().Name(), Target: content.Translation{Locale: tag, State: content.TranslationMissing}}
		for _, tr := range known[id] {
			switch {
			case tr.State == content.TranslationSource:
				item.Source = tr
			case tr.Locale == tag:
				item.Target = tr
			}
		}
		items = append(items, item)
	}
	return items, nil
}

// readablePlaces gives the content types with texts and the spaces in which an actor may read entries of them, of one space and type
// where they are named.
func (a *Authoring) readablePlaces(
	ctx context.Context, tx Tx, actor Actor, space, typ string,
) (m *schema.Model, in []content.Area, sites []*site.Stored, err error) {
	if actor.ID == "" {
		return nil, nil, nil, fault.New(fault.Unauthenticated, "sign in first")
	}
	if m, err = a.modelIn(ctx, tx); err != nil {
		return nil, nil, nil, err
	}
	if sites, err = tx.Sites(ctx); err != nil {
		return nil, nil, nil, err
	}
	spaces := []string{site.Shared}
	for _, s := range sites {
		spaces = append(spaces, s.Key)
	}
	for _, t := range m.Types() {
		if !localized(t) || (typ != "" && typ != t.Name()) {
			continue
		}
		may := slices.DeleteFunc(slices.Clone(spaces), func(key string) bool {
			return (space != "" && space != key) || !actor.Access.MaySomewhere(identity.Read, t.Name(), key)
		})
		if n := len(in); n > 0 && slices.Equal(in[n-1].Spaces, may) {
			in[n-1].Types = append(in[n-1].Types, t.Name())
		} else if len(may) > 0 {
			in = append(in, content.Area{Types: []string{t.Name()}, Spaces: may})
		}
	}
	return m, in, sites, nil
}
