package storetest

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
)

// places: all entries are listed with where they stand, those that were purged by id alone; a type's new name is that of its entries.
func places(t *testing.T, s Store) {
	one := &content.Entry{ID: content.NewID(), Space: "shared", Type: "article", Key: "one"}
	two := &content.Entry{ID: content.NewID(), Space: "shop", Type: "faq", Key: "two"}
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		for _, e := range []*content.Entry{one, two} {
			if _, err := tx.SaveEntry(ctx, e, 0, content.By{Author: "me"}); err != nil {
				return err
			}
		}
		return nil
	})
	check := func(want ...content.Place) {
		t.Helper()
		err := s.View(t.Context(), func(tx authoring.Tx) error {
			got, err := tx.Places(t.Context())
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	first := content.Place{ID: one.ID, Space: "shared", Type: "article", Key: "one"}
	check(first, content.Place{ID: two.ID, Space: "shop", Type: "faq", Key: "two"})
	update(t, s, func(ctx context.Context, tx authoring.Tx) error { return tx.RenameType(ctx, "article", "story") })
	update(t, s, func(ctx context.Context, tx authoring.Tx) error { return tx.PurgeEntry(ctx, two.ID) })
	first.Type = "story"
	check(first, content.Place{ID: two.ID, Purged: true})
	refused(t, s, fault.NotFound, func(ctx context.Context, tx authoring.Tx) error { return tx.UnpublishMenu(ctx, "shared", "main") })
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		if err := tx.SaveModel(ctx, &authoring.Files{Hash: "a"}); err != nil {
			return err
		}
		had, err := tx.HadModel(ctx, "a")
		if never, _ := tx.HadModel(ctx, "b"); !had || never {
			t.Errorf("had a: %v, had b: %v", had, never)
		}
		if err := tx.SaveModel(ctx, &authoring.Files{Hash: "c"}); err != nil {
			return err
		}
		all, _ := tx.ModelsAfter(ctx, 0)
		later, _ := tx.ModelsAfter(ctx, all[0].Number)
		if len(all) != 2 || all[0].Hash != "a" || len(later) != 1 || later[0].Hash != "c" || later[0].LoadedAt.Before(all[0].LoadedAt) {
			t.Errorf("models: %+v, after the first: %+v", all, later)
		}
		return err
	})
}
