package storetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
)

// designChannels: a channel comes back as it was saved, and of two who move it one does.
func designChannels(t *testing.T, s Store) {
	files := &authoring.Files{Origin: authoring.OriginDraft, Name: "demo", Version: "1.0.0", Hash: "h", Author: "me", Base: 7}
	stable := &authoring.DesignChannel{Name: "stable", Release: 1, UpdatedBy: "me", UpdatedAt: noon}
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		none, err := tx.DesignChannels(ctx)
		if len(none) != 0 {
			t.Errorf("channels before the first release: %v", none)
		}
		return errors.Join(err, tx.SaveDesignSystem(ctx, files), tx.SaveDesignChannel(ctx, stable))
	})
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		got, err := tx.DesignChannels(ctx)
		if diff := cmp.Diff([]*authoring.DesignChannel{stable}, got); diff != "" {
			t.Error(diff)
		}
		return errors.Join(err, tx.SaveDesignChannel(ctx, stable))
	})
	old := &authoring.DesignChannel{Name: "stable", Release: 1, Version: 1, UpdatedAt: noon}
	refused(t, s, fault.Stale, func(ctx context.Context, tx authoring.Tx) error { return tx.SaveDesignChannel(ctx, old) })
	again := &authoring.DesignChannel{Name: "stable", Release: 1, UpdatedAt: noon}
	refused(t, s, fault.Conflict, func(ctx context.Context, tx authoring.Tx) error { return tx.SaveDesignChannel(ctx, again) })
	retirements(t, s)
}

// retirements: how a release ends is kept with it, and it is found when its time has come, once.
func retirements(t *testing.T, s Store) {
	sunset := noon.Add(time.Hour)
	r := &authoring.Retirement{DeprecatedAt: noon, SunsetAt: &sunset, Successor: "2.0.0"}
	update(t, s, func(ctx context.Context, tx authoring.Tx) error { return tx.RetireDesignSystem(ctx, 1, 1, r) })
	refused(t, s, fault.Stale, func(ctx context.Context, tx authoring.Tx) error { return tx.RetireDesignSystem(ctx, 1, 1, nil) })
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		list, err := tx.DesignSystems(ctx)
		if err != nil {
			return err
		}
		if diff := cmp.Diff(r, list[0].Retirement); diff != "" || list[0].Revision != 2 || list[0].Author != "me" || list[0].Base != 7 {
			t.Errorf("%+v %s", list[0], diff)
		}
		early, err := tx.SunsetDesignSystems(ctx, sunset.Add(-time.Millisecond))
		due, err2 := tx.SunsetDesignSystems(ctx, sunset)
		if len(early) != 0 || !cmp.Equal(due, []int64{1}) {
			t.Errorf("due %v before its time, %v after", early, due)
		}
		r.WithdrawnAt = &sunset
		return errors.Join(err, err2, tx.RetireDesignSystem(ctx, 1, 2, r))
	})
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		due, err := tx.SunsetDesignSystems(ctx, sunset.Add(time.Hour))
		if len(due) != 0 {
			t.Errorf("it is due again: %v", due)
		}
		return err
	})
}

// designDrafts: a draft comes back as it was saved, byte for byte, and nobody's change is lost.
func designDrafts(t *testing.T, s Store) {
	d := &authoring.DesignDraft{
		ID: content.NewID(), Name: "Été", Base: 3, Seen: 4, Files: map[string][]byte{"a.json": {0xef, 0xbb, 0xbf, '{', '}', '\r', '\n'}},
		CreatedAt: noon, CreatedBy: "me", UpdatedAt: noon, UpdatedBy: "you",
	}
	other := &authoring.DesignDraft{ID: content.NewID(), Name: "Two", CreatedAt: noon, UpdatedAt: noon}
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		return errors.Join(tx.SaveDesignDraft(ctx, d), tx.SaveDesignDraft(ctx, other))
	})
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		got, err := tx.DesignDraft(ctx, d.ID)
		if diff := cmp.Diff(d, got); diff != "" {
			t.Error(diff)
		}
		all, err2 := tx.DesignDrafts(ctx, 10)
		if diff := cmp.Diff([]*authoring.DesignDraft{other, d}, all); diff != "" {
			t.Error(diff)
		}
		return errors.Join(err, err2, tx.SaveDesignDraft(ctx, d))
	})
	old := *d
	old.Version = 1
	refused(t, s, fault.Stale, func(ctx context.Context, tx authoring.Tx) error { return tx.SaveDesignDraft(ctx, &old) })
	refused(t, s, fault.Stale, func(ctx context.Context, tx authoring.Tx) error { return tx.DeleteDesignDraft(ctx, d.ID, 1) })
	update(t, s, func(ctx context.Context, tx authoring.Tx) error { return tx.DeleteDesignDraft(ctx, d.ID, 2) })
	refused(t, s, fault.NotFound, func(ctx context.Context, tx authoring.Tx) error { return second(tx.DesignDraft(ctx, d.ID)) })
}
