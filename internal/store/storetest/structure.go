package storetest

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
)

// plant saves an empty entry with a place in its tree.
func plant(ctx context.Context, tx authoring.Tx, space, key, parent, position string) (string, error) {
	e := &content.Entry{ID: content.NewID(), Space: space, Type: "section", Key: key}
	if _, err := tx.SaveEntry(ctx, e, 0, content.By{Author: "me"}); err != nil {
		return "", err
	}
	s, err := tx.Entry(ctx, e.ID)
	if err != nil {
		return "", err
	}
	s.Parent, s.Position = parent, position
	return e.ID, tx.SaveState(ctx, s)
}

func trees(t *testing.T, s Store) {
	ids := map[string]string{}
	update(t, s, func(ctx context.Context, tx authoring.Tx) (err error) {
		for _, at := range [][4]string{
			{"one", "top", "", "a0"}, {"one", "b", "top", "b00"}, {"one", "a", "top", "a1"}, {"one", "c", "top", "Zz"},
			{"one", "low", "b", "a0"}, {"two", "x", "", "a0"},
		} {
			if ids[at[1]], err = plant(ctx, tx, at[0], at[1], ids[at[2]], at[3]); err != nil {
				return err
			}
		}
		return nil
	})
	top := content.Branch{Space: "one", Type: "section", Parent: ids["top"]}
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		all, err := tx.Siblings(ctx, top)
		want := []content.Sibling{{ID: ids["c"], Position: "Zz"}, {ID: ids["a"], Position: "a1"}, {ID: ids["b"], Position: "b00"}}
		if diff := cmp.Diff(want, all); diff != "" {
			t.Errorf("byte by byte, capitals first: %s", diff)
		}
		last, count, err2 := tx.LastSibling(ctx, top)
		if last != "b00" || count != 3 {
			t.Errorf("last %q of %d", last, count)
		}
		page, err3 := tx.Children(ctx, top, want[0], 5)
		if diff := cmp.Diff([]content.Child{{Sibling: want[1]}, {Sibling: want[2], Children: 1}}, page); diff != "" {
			t.Error(diff)
		}
		up, err4 := tx.Ancestors(ctx, ids["low"], 9)
		if diff := cmp.Diff([]string{ids["low"], ids["b"], ids["top"]}, up); diff != "" {
			t.Error(diff)
		}
		height, err5 := tx.Height(ctx, ids["top"], 9)
		short, err6 := tx.Height(ctx, ids["top"], 2)
		if height != 3 || short != 2 {
			t.Errorf("height %d, and %d", height, short)
		}
		named, err7 := tx.NamedIn(ctx, []string{"one", "two"}, "section", content.Named{Type: "section", Key: "c"}, 2)
		if len(named) != 2 || named[0].Key != "low" || named[1].IDs["one"] != ids["top"] {
			t.Errorf("named %v", named)
		}
		return errors.Join(err, err2, err3, err4, err5, err6, err7)
	})
}

func translations(t *testing.T, s Store) {
	e := &content.Entry{ID: content.NewID(), Space: "one", Type: "article", Key: "a"}
	all := []content.Translation{
		{Locale: "en", State: content.TranslationSource, Changed: 2}, {Locale: "fr", State: content.TranslationOutdated, Changed: 1, Basis: 1},
	}
	in := []content.Area{{Types: []string{"article"}, Spaces: []string{"one", "two"}}, {Types: []string{"x"}, Spaces: []string{"one"}}}
	list := func(ctx context.Context, tx authoring.Tx, in []content.Area, tag string, state content.TranslationState) string {
		ids, err := tx.TranslationList(ctx, content.TranslationFilter{In: in, Locale: tag, State: state, Limit: 5})
		if err != nil {
			t.Error(err)
		}
		return fmt.Sprint(len(ids))
	}
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		if err := errors.Join(tx.SetTranslations(ctx, e, all[:1]), tx.SetTranslations(ctx, e, all)); err != nil {
			return err
		}
		got, err := tx.Translations(ctx, []string{e.ID, "none"})
		if diff := cmp.Diff(map[string][]content.Translation{e.ID: all}, got); diff != "" {
			t.Error(diff)
		}
		return err
	})
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		got := list(ctx, tx, in, "fr", content.TranslationOutdated) + list(ctx, tx, in, "fr", content.TranslationMissing) +
			list(ctx, tx, in, "de", content.TranslationMissing) + list(ctx, tx, in, "en", content.TranslationMissing) +
			list(ctx, tx, in[1:], "fr", content.TranslationOutdated) + list(ctx, tx, nil, "fr", content.TranslationOutdated)
		if got != "101000" {
			t.Errorf("outdated in French, missing in French, German, English, elsewhere, nowhere: %s", got)
		}
		counts, err := tx.CountTranslations(ctx, in)
		want := []content.TranslationCount{
			{Space: "one", Type: "article", Locale: "en", State: content.TranslationSource, Entries: 1},
			{Space: "one", Type: "article", Locale: "fr", State: content.TranslationOutdated, Entries: 1},
		}
		if diff := cmp.Diff(want, counts); diff != "" {
			t.Error(diff)
		}
		return errors.Join(err, tx.HideTranslations(ctx, e.ID, true))
	})
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		if got := list(ctx, tx, in, "fr", content.TranslationOutdated) + list(ctx, tx, in, "de", content.TranslationMissing); got != "00" {
			t.Errorf("hidden: %s", got)
		}
		return nil
	})
}

func menuDeleted(t *testing.T, s Store) {
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		return second(tx.SaveMenu(ctx, demoMenu("Été"), 0, "me"))
	})
	update(t, s, func(ctx context.Context, tx authoring.Tx) error { return tx.DeleteMenu(ctx, "shared", "main", 1) })
	refused(t, s, fault.NotFound, func(ctx context.Context, tx authoring.Tx) error { return second(tx.Menu(ctx, "shared", "main")) })
	refused(t, s, fault.NotFound, func(ctx context.Context, tx authoring.Tx) error { return tx.DeleteMenu(ctx, "shared", "main", 1) })
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		return second(tx.SaveMenu(ctx, demoMenu("Été"), 0, "me"))
	})
}
