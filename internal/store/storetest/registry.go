package storetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/site"
)

// siteKeys is the contract of delivery keys; there are sites one and two.
func siteKeys(t *testing.T, s Store) {
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	later := now.Add(time.Hour)
	_, first := site.NewDeliveryKey("one", "first", "me", now, &later)
	_, other := site.NewDeliveryKey("one", "second", "me", now, nil)
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		for _, k := range []*site.DeliveryKey{first, other} {
			if err := tx.SaveSiteKey(ctx, k); err != nil || k.ID == "" {
				return fmt.Errorf("id %q: %w", k.ID, err)
			}
		}
		got, err := tx.SiteKey(ctx, "one", first.ID)
		if err != nil {
			return err
		}
		got.CreatedAt = got.CreatedAt.UTC()
		at := got.ExpiresAt.UTC()
		if got.ExpiresAt = &at; cmp.Diff(first, got) != "" {
			t.Error(cmp.Diff(first, got))
		}
		return nil
	})
	names := func(at time.Time) (out string) {
		update(t, s, func(ctx context.Context, tx authoring.Tx) error {
			live, err := tx.LiveSiteKeys(ctx, "one", at)
			for _, k := range live {
				out += k.Name + " "
			}
			return err
		})
		return out
	}
	if got := names(now) + "/ " + names(later); got != "second first / second " {
		t.Errorf("alive are %s", got)
	}
	other.RevokedAt = &now
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		if err := tx.SaveSiteKey(ctx, other); err != nil {
			return err
		}
		all, err := tx.SiteKeys(ctx, "one", 1)
		if err != nil || len(all) != 1 || all[0].Name != "second" || all[0].RevokedAt == nil {
			t.Errorf("%+v, %v", all, err)
		}
		none, err := tx.SiteKeys(ctx, "two", 10)
		if len(none) > 0 {
			t.Errorf("site two has %v", none)
		}
		return err
	})
	if got := names(now); got != "first " {
		t.Errorf("alive after one was revoked are %s", got)
	}
	refused(t, s, fault.NotFound, func(ctx context.Context, tx authoring.Tx) error { return second(tx.SiteKey(ctx, "two", first.ID)) })
	_, orphan := site.NewDeliveryKey("none", "x", "me", now, nil)
	refused(t, s, fault.Conflict, func(ctx context.Context, tx authoring.Tx) error { return tx.SaveSiteKey(ctx, orphan) })
}

func settings(t *testing.T, s Store) {
	hosts := func() *authoring.StoredSettings {
		var got *authoring.StoredSettings
		update(t, s, func(ctx context.Context, tx authoring.Tx) (err error) {
			got, err = tx.Settings(ctx)
			return err
		})
		return got
	}
	if got := hosts(); got.Version != 0 || len(got.ExternalHosts) > 0 {
		t.Errorf("before the first change: %+v", got)
	}
	for version := range int64(2) {
		update(t, s, func(ctx context.Context, tx authoring.Tx) error {
			next, err := tx.SaveSettings(ctx, &authoring.Settings{ExternalHosts: []string{fmt.Sprintf("h%d.example", version)}}, version)
			if next != version+1 {
				t.Errorf("version %d", next)
			}
			return err
		})
	}
	if got := hosts(); got.Version != 2 || len(got.ExternalHosts) != 1 || got.ExternalHosts[0] != "h1.example" {
		t.Errorf("saved: %+v", got)
	}
	for version, code := range map[int64]fault.Code{0: fault.Conflict, 1: fault.Stale} {
		refused(t, s, code, func(ctx context.Context, tx authoring.Tx) error {
			return second(tx.SaveSettings(ctx, &authoring.Settings{}, version))
		})
	}
}
