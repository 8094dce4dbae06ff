package storetest

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/content"
)

// values: of values that are to be unique, one entry of a space and a type has each; and who has them is found in many spaces at once.
func values(t *testing.T, s Store) {
	const spaces = 400
	place := func(n int) *content.Entry {
		return &content.Entry{ID: fmt.Sprintf("entry-%03d", n), Space: fmt.Sprintf("space-%03d", n), Type: "article"}
	}
	slug := content.UniqueValue{Field: "slug", Locale: "en", Hash: "aa", Pointer: "/locales/en/slug"}
	code := content.UniqueValue{Field: "code", Hash: "bb", Pointer: "/shared/code"}
	claim := func(e *content.Entry, list ...content.UniqueValue) (taken map[string]string) {
		t.Helper()
		update(t, s, func(ctx context.Context, tx authoring.Tx) (err error) {
			taken, err = tx.ClaimValues(ctx, e, list)
			return err
		})
		return taken
	}
	var all []string
	for n := range spaces {
		all = append(all, place(n).Space)
		if taken := claim(place(n), slug, code); len(taken) > 0 {
			t.Fatal(taken)
		}
	}
	other := place(7)
	other.ID = "another"
	if diff := cmp.Diff(map[string]string{slug.Pointer: "entry-007"}, claim(other, slug)); diff != "" {
		t.Error(diff)
	}
	claim(place(7), code) // lets go of the other
	if taken := claim(other, slug); len(taken) > 0 {
		t.Error(taken)
	}
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		found, err := tx.ValueOwners(ctx, "article", all, []content.UniqueValue{slug, code})
		if err != nil || len(found) != 2*spaces || found[0] != (content.ValueOwner{Entry: "another", Pointer: slug.Pointer}) ||
			found[1] != (content.ValueOwner{Entry: "entry-000", Pointer: slug.Pointer}) {
			t.Errorf("%d %+v %v", len(found), found[:2], err)
		}
		for _, none := range []content.UniqueValue{{Field: "slug", Locale: "fr", Hash: "aa"}, {Field: "slug", Locale: "en", Hash: "ab"}} {
			if found, err := tx.ValueOwners(ctx, "article", all, []content.UniqueValue{none}); err != nil || len(found) > 0 {
				t.Errorf("%+v: %+v %v", none, found, err)
			}
		}
		if found, err := tx.ValueOwners(ctx, "faq", all, []content.UniqueValue{slug}); err != nil || len(found) > 0 {
			t.Errorf("%+v %v", found, err)
		}
		return nil
	})
}
