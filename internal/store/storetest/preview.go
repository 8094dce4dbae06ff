package storetest

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
)

// contentReleases: a release comes back as it was saved, nobody's change is lost, and those that are due are found.
func contentReleases(t *testing.T, s Store) {
	at := noon.Add(time.Hour)
	one := &content.Release{
		ID: content.NewID(), State: content.ReleaseScheduled, RunAt: &at, Name: "Frühling",
		CreatedAt: noon, CreatedBy: "me", UpdatedAt: noon, UpdatedBy: "me",
		Items:   []content.ReleaseItem{{Entry: "x", Type: "article", Space: "shared", Locales: []string{"fr"}}, {Menu: "main", Space: "shared"}},
		Failure: &content.Failure{At: noon, Code: fault.Conflict, Message: "no"},
	}
	two := &content.Release{ID: content.NewID(), State: content.ReleaseOpen, Name: "Two", CreatedAt: noon, UpdatedAt: noon}
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		if err := tx.SaveContentRelease(ctx, one); err != nil {
			return err
		}
		return tx.SaveContentRelease(ctx, two)
	})
	ids := func(list []*content.Release) (out []string) {
		for _, r := range list {
			out = append(out, r.ID)
		}
		return out
	}
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		got, err := tx.ContentRelease(ctx, one.ID)
		if diff := cmp.Diff(one, got); diff != "" || err != nil {
			t.Errorf("%v %s", err, diff)
		}
		all, err := tx.ContentReleases(ctx, "", "", 10)
		open, _ := tx.ContentReleases(ctx, content.ReleaseOpen, "", 10)
		rest, _ := tx.ContentReleases(ctx, "", two.ID, 10)
		if diff := cmp.Diff([][]string{{two.ID, one.ID}, {two.ID}, {one.ID}}, [][]string{ids(all), ids(open), ids(rest)}); diff != "" {
			t.Error(diff)
		}
		early, _ := tx.DueReleases(ctx, at.Add(-time.Millisecond), 10)
		due, _ := tx.DueReleases(ctx, at, 10)
		if diff := cmp.Diff([][]string{nil, {one.ID}}, [][]string{append([]string(nil), early...), due}); diff != "" {
			t.Error(diff)
		}
		return err
	})
	refused(t, s, fault.Stale, func(ctx context.Context, tx authoring.Tx) error {
		old := *one
		if err := tx.SaveContentRelease(ctx, one); err != nil {
			return err
		}
		return tx.SaveContentRelease(ctx, &old)
	})
	update(t, s, func(ctx context.Context, tx authoring.Tx) error { return tx.DeleteContentRelease(ctx, two.ID) })
	refused(t, s, fault.NotFound, func(ctx context.Context, tx authoring.Tx) error { return second(tx.ContentRelease(ctx, two.ID)) })
}

// previewTokens: a token is found by its hash alone, counted while it lives, and gone with its site.
func previewTokens(t *testing.T, s Store) {
	owner := account(t, "ada@portico.example")
	token := func(site string) *identity.PreviewToken {
		_, made, err := identity.NewPreviewToken(identity.PreviewToken{Name: "Board", Site: site, View: "draft", Owner: owner.ID}, nil, noon)
		if err != nil {
			t.Fatal(err)
		}
		return made
	}
	one, two := token("one"), token("two")
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		if _, err := tx.SaveSite(ctx, demoSite("one"), 0); err != nil {
			return err
		}
		if err := tx.SaveAccount(ctx, owner); err != nil {
			return err
		}
		if err := tx.SavePreviewToken(ctx, one); err != nil {
			return err
		}
		return tx.SavePreviewToken(ctx, two)
	})
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		got, err := tx.PreviewTokenByHash(ctx, one.Hash)
		if diff := cmp.Diff(one, got); diff != "" || err != nil {
			t.Errorf("%v %s", err, diff)
		}
		all, _ := tx.PreviewTokens(ctx, owner.ID, "", "", 10)
		ofOne, _ := tx.PreviewTokens(ctx, "", "one", "", 10)
		rest, _ := tx.PreviewTokens(ctx, "", "", two.ID, 10)
		if len(all) != 2 || len(ofOne) != 1 || len(rest) != 1 || all[0].ID != two.ID {
			t.Errorf("%d of the account, %d of a site, %d on the next page", len(all), len(ofOne), len(rest))
		}
		got.RevokedAt = &got.CreatedAt
		if err := tx.SavePreviewToken(ctx, got); err != nil {
			return err
		}
		live, err := tx.CountPreviewTokens(ctx, owner.ID, noon)
		ended, _ := tx.CountPreviewTokens(ctx, owner.ID, two.ExpiresAt)
		if live != 1 || ended != 0 {
			t.Errorf("%d live, %d at the end", live, ended)
		}
		return err
	})
	update(t, s, func(ctx context.Context, tx authoring.Tx) error { return tx.DeleteSite(ctx, "one", 1) })
	refused(t, s, fault.NotFound, func(ctx context.Context, tx authoring.Tx) error { return second(tx.PreviewToken(ctx, one.ID)) })
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		return tx.ForgetPreviewTokens(ctx, two.ExpiresAt.Add(time.Second))
	})
	refused(t, s, fault.NotFound, func(ctx context.Context, tx authoring.Tx) error { return second(tx.PreviewToken(ctx, two.ID)) })
}

// unsettled: an entry is found as long as something of its draft is not published.
func unsettled(t *testing.T, s Store) {
	e := demoEntry(t, s, "one")
	found := func() (ids []string) {
		update(t, s, func(ctx context.Context, tx authoring.Tx) error {
			list, err := tx.Unsettled(ctx, []string{"shared", "one"}, "", 10)
			for _, s := range list {
				ids = append(ids, s.Draft.ID)
			}
			if other, _ := tx.Unsettled(ctx, []string{"one"}, "", 10); len(other) > 0 {
				t.Errorf("%d of another space", len(other))
			}
			return err
		})
		return ids
	}
	change := func(f func(*content.Stored) error) {
		update(t, s, func(ctx context.Context, tx authoring.Tx) error {
			stored, err := tx.Entry(ctx, e.ID)
			if err == nil {
				err = f(stored)
			}
			if err != nil {
				return err
			}
			return tx.SaveState(ctx, stored)
		})
	}
	want := func(what string, n int) {
		t.Helper()
		if got := found(); len(got) != n {
			t.Errorf("%s: %v", what, got)
		}
	}
	want("new", 1)
	change(func(s *content.Stored) error { return s.Publish([]string{"fr"}, noon) })
	want("published", 0)
	next := e.Clone()
	next.Locales["fr"] = map[string]any{"title": "Autre"}
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		return second(tx.SaveEntry(ctx, next, 1, content.By{Author: "me"}))
	})
	want("changed", 1)
	change(func(s *content.Stored) error {
		s.SetFlow("fr", content.Flow{Archived: true})
		return nil
	})
	want("archived", 0)
	change(func(s *content.Stored) error {
		s.SetFlow("fr", content.Flow{})
		return nil
	})
	want("in use again", 1)
	change(func(s *content.Stored) error {
		s.TrashedAt = &s.UpdatedAt
		return nil
	})
	want("in the trash", 0)
}
