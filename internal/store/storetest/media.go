package storetest

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/media"
	"github.com/portico-cms/portico/internal/published"
)

// keptMedia: a medium comes back as it was saved, lists find it by what they say, and nobody's change is lost.
func keptMedia(t *testing.T, s Store) {
	one := &media.Medium{
		ID: content.NewID(), Space: "shared", File: "Gare_100.png", Type: "image/png", Sort: media.Image, Size: 3 << 30, SHA256: "ab",
		Width: 4, Height: 2, Alt: map[string]string{"fr": "ÉTÉ 100%", "en": "Summer"}, CreatedAt: noon, CreatedBy: "me",
		UpdatedAt: noon.Add(time.Hour),
	}
	two := &media.Medium{
		ID: content.NewID(), Space: "one", File: "film.mp4", Type: "video/mp4", Sort: media.Video, Alt: map[string]string{},
		CreatedAt: noon, UpdatedAt: noon,
	}
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		if err := tx.SaveMedium(ctx, one); err != nil {
			return err
		}
		return tx.SaveMedium(ctx, two)
	})
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		got, err := tx.Medium(ctx, one.ID)
		if diff := cmp.Diff(one, got); diff != "" || err != nil {
			t.Errorf("%v %s", err, diff)
		}
		all, err := tx.MediaByID(ctx, []string{one.ID, "none", two.ID})
		if len(all) != 2 {
			t.Errorf("%d media", len(all))
		}
		for name, c := range map[string]struct {
			filter media.Filter
			want   []string
		}{
			"all":      {media.Filter{}, []string{two.ID, one.ID}},
			"limit":    {media.Filter{Limit: 1}, []string{two.ID}},
			"page":     {media.Filter{Before: two.ID}, []string{one.ID}},
			"space":    {media.Filter{Spaces: []string{"shared", "two"}}, []string{one.ID}},
			"nowhere":  {media.Filter{Spaces: []string{}}, nil},
			"sort":     {media.Filter{Sort: media.Video}, []string{two.ID}},
			"text":     {media.Filter{Text: "été 100%"}, []string{one.ID}},
			"a dash":   {media.Filter{Text: "e_1"}, []string{one.ID}},
			"wildcard": {media.Filter{Text: "g%e"}, nil},
			"another":  {media.Filter{Text: "i_m"}, nil},
		} {
			list, err := tx.Media(ctx, c.filter)
			var ids []string
			for _, m := range list {
				ids = append(ids, m.ID)
			}
			if diff := cmp.Diff(c.want, ids); diff != "" || err != nil {
				t.Errorf("%s: %v %s", name, err, diff)
			}
		}
		return err
	})
	refused(t, s, fault.Conflict, func(ctx context.Context, tx authoring.Tx) error {
		again := *one
		again.Version = 0
		return tx.SaveMedium(ctx, &again)
	})
	refused(t, s, fault.Stale, func(ctx context.Context, tx authoring.Tx) error {
		old := *one
		one.File = "Gare.png"
		if err := tx.SaveMedium(ctx, one); err != nil || one.Version != 2 {
			t.Errorf("version %d: %v", one.Version, err)
		}
		return tx.SaveMedium(ctx, &old)
	})
	refused(t, s, fault.Stale, func(ctx context.Context, tx authoring.Tx) error { return tx.DeleteMedium(ctx, two.ID, 7) })
	update(t, s, func(ctx context.Context, tx authoring.Tx) error { return tx.DeleteMedium(ctx, two.ID, 1) })
	refused(t, s, fault.NotFound, func(ctx context.Context, tx authoring.Tx) error { return second(tx.Medium(ctx, two.ID)) })
}

// recordBodies: the body of a live record is there, byte for byte; of a deleted one there is none.
func recordBodies(t *testing.T, s Store) {
	ref := published.Ref{Kind: published.KindMediaPiece, Key: "x/00000"}
	put := func(r published.Record) {
		update(t, s, func(ctx context.Context, tx authoring.Tx) error {
			generation, err := tx.Lock(ctx)
			if err != nil {
				return err
			}
			return tx.Append(ctx, published.Publication{Generation: generation, At: noon}, []published.Record{r})
		})
	}
	put(published.Record{Kind: ref.Kind, Key: ref.Key, Body: []byte("\x00\xff no JSON")})
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		b, err := tx.RecordBody(ctx, ref)
		if string(b) != "\x00\xff no JSON" {
			t.Errorf("got %q", b)
		}
		return err
	})
	put(published.Record{Kind: ref.Kind, Key: ref.Key, Deleted: true})
	for _, key := range []string{ref.Key, "none"} {
		refused(t, s, fault.NotFound, func(ctx context.Context, tx authoring.Tx) error {
			return second(tx.RecordBody(ctx, published.Ref{Kind: ref.Kind, Key: key}))
		})
	}
}
