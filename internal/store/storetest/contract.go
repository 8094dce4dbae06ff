package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/menu"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/site"
)

// Store is what the contract is about: the authoring plane's database and the log in it.
type Store interface {
	authoring.Store
	published.Log
}

// Contract runs the contract against stores that open makes, each empty and migrated.
func Contract(t *testing.T, open func(t *testing.T) Store) {
	for name, test := range map[string]func(*testing.T, Store){
		"sites": sites, "menus": menus, "entries": entries, "accounts": accounts, "setup tokens": setupTokens, "sessions": sessions,
		"settings": settings, "releases": releases, "the log": theLog, "pages of the log": pages, "a forked log": forked,
		"a swept log": sweptLog, "a swept log of clocks that differ": clocksDiffer,
		"a large publication": largePublication, "rollback": rollback, "concurrent publishers": concurrentPublishers,
		"a view sees one moment": oneMoment, "wake": wake, "lost updates": lostUpdates,
		"trees": trees, "translations": translations, "a deleted menu": menuDeleted,
		"a part that fails": try, "agenda": agenda, "comments": comments, "jobs": jobs,
		"lists of accounts": accountLists, "keys": keys, "reset tokens": resetTokens,
		"places": places, "purges": purges, "a counted audit": counted,
		"design channels": designChannels, "design drafts": designDrafts,
		"content releases": contentReleases, "preview tokens": previewTokens, "unsettled entries": unsettled,
		"media": keptMedia, "bodies of records": recordBodies, "values": values,
	} {
		t.Run(name, func(t *testing.T) { test(t, open(t)) })
	}
}

func update(t *testing.T, s Store, f func(ctx context.Context, tx authoring.Tx) error) {
	t.Helper()
	if err := s.Update(t.Context(), func(tx authoring.Tx) error { return f(t.Context(), tx) }); err != nil {
		t.Fatal(err)
	}
}

func refused(t *testing.T, s Store, want fault.Code, f func(ctx context.Context, tx authoring.Tx) error) {
	t.Helper()
	err := s.Update(t.Context(), func(tx authoring.Tx) error { return f(t.Context(), tx) })
	if !fault.Is(err, want) {
		t.Errorf("got %v, want %s", err, want)
	}
}

func demoSite(key string) *site.Site {
	s := &site.Site{
		Key: key, Name: "Site " + key, Origins: []string{"https://" + key + ".example"}, Owner: "Team", Brand: "orvane",
		Locales: []site.Locale{{Tag: "fr", Fallback: "en", Home: "/fr/"}, {Tag: "en", Home: "/en/"}},
	}
	s.Normalize()
	return s
}

func sites(t *testing.T, s Store) {
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		for _, key := range []string{"two", "one"} {
			if v, err := tx.SaveSite(ctx, demoSite(key), 0); err != nil || v != 1 {
				return fmt.Errorf("version %d: %w", v, err)
			}
		}
		return nil
	})
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		all, err := tx.Sites(ctx)
		if err != nil || len(all) != 2 || all[0].Key != "one" {
			t.Errorf("got %v, %v; want one, two", all, err)
		}
		if diff := cmp.Diff(*demoSite("one"), all[0].Site); diff != "" {
			t.Error(diff)
		}
		v, err := tx.SaveSite(ctx, demoSite("one"), 1)
		if v != 2 {
			t.Errorf("version %d, want 2", v)
		}
		return err
	})
	refused(t, s, fault.Stale, func(ctx context.Context, tx authoring.Tx) error { return second(tx.SaveSite(ctx, demoSite("one"), 1)) })
	refused(t, s, fault.Conflict, func(ctx context.Context, tx authoring.Tx) error { return second(tx.SaveSite(ctx, demoSite("one"), 0)) })
	refused(t, s, fault.NotFound, func(ctx context.Context, tx authoring.Tx) error { return second(tx.SaveSite(ctx, demoSite("none"), 3)) })
	refused(t, s, fault.NotFound, func(ctx context.Context, tx authoring.Tx) error { return second(tx.Site(ctx, "none")) })
	siteKeys(t, s)
	refused(t, s, fault.Stale, func(ctx context.Context, tx authoring.Tx) error { return tx.DeleteSite(ctx, "one", 1) })
	refused(t, s, fault.NotFound, func(ctx context.Context, tx authoring.Tx) error { return tx.DeleteSite(ctx, "none", 1) })
	update(t, s, func(ctx context.Context, tx authoring.Tx) error { return tx.DeleteSite(ctx, "one", 2) })
	refused(t, s, fault.NotFound, func(ctx context.Context, tx authoring.Tx) error { return second(tx.Site(ctx, "one")) })
}

func second[T any](_ T, err error) error { return err }

func demoMenu(label string) *menu.Menu {
	item := menu.Item{ID: "a", Label: map[string]string{"fr": label}, URL: "https://x.example/"}
	return &menu.Menu{Name: "main", Space: "shared", Items: []menu.Item{item}}
}

func menus(t *testing.T, s Store) {
	m := demoMenu("Été")
	update(t, s, func(ctx context.Context, tx authoring.Tx) error { return second(tx.SaveMenu(ctx, m, 0, "me")) })
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		got, err := tx.Menu(ctx, "shared", "main")
		if err != nil {
			return err
		}
		if got.Published != nil || got.Version != 1 {
			t.Errorf("a new menu is at version %d, published %v", got.Version, got.Published)
		}
		if diff := cmp.Diff(m, got.Draft); diff != "" {
			t.Error(diff)
		}
		return tx.PublishMenu(ctx, "shared", "main")
	})
	changed := demoMenu("Hiver")
	update(t, s, func(ctx context.Context, tx authoring.Tx) error { return second(tx.SaveMenu(ctx, changed, 1, "me")) })
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		got, err := tx.Menus(ctx)
		if err != nil || len(got) != 1 {
			return fmt.Errorf("%d menus: %w", len(got), err)
		}
		if got[0].Version != 2 || got[0].PublishedVersion != 1 {
			t.Errorf("version %d, published %d; want 2, 1", got[0].Version, got[0].PublishedVersion)
		}
		if diff := cmp.Diff(m, got[0].Published); diff != "" {
			t.Errorf("what is served changed with the draft: %s", diff)
		}
		return nil
	})
	refused(t, s, fault.Stale, func(ctx context.Context, tx authoring.Tx) error { return second(tx.SaveMenu(ctx, changed, 1, "me")) })
	refused(t, s, fault.Conflict, func(ctx context.Context, tx authoring.Tx) error { return second(tx.SaveMenu(ctx, changed, 0, "me")) })
	refused(t, s, fault.NotFound, func(ctx context.Context, tx authoring.Tx) error { return tx.PublishMenu(ctx, "shared", "legal") })
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		got, err := tx.Menu(ctx, "shared", "main")
		if err != nil {
			return err
		}
		list, err := tx.MenuRevisions(ctx, got.ID, 0, 10)
		if err != nil || len(list) != 2 || list[0].Version != 2 || list[0].Author != "me" || list[0].Menu != nil {
			t.Errorf("revisions %+v, %v", list, err)
		}
		if list, err = tx.MenuRevisions(ctx, got.ID, 2, 1); err != nil || len(list) != 1 || list[0].Version != 1 {
			t.Errorf("revisions before the second: %+v, %v", list, err)
		}
		first, err := tx.MenuRevision(ctx, got.ID, 1)
		if err == nil {
			if diff := cmp.Diff(m, first.Menu); diff != "" {
				t.Error(diff)
			}
		}
		return err
	})
	refused(t, s, fault.NotFound, func(ctx context.Context, tx authoring.Tx) error { return second(tx.MenuRevision(ctx, "none", 1)) })
	refused(t, s, fault.Stale, func(ctx context.Context, tx authoring.Tx) error { return tx.DeleteMenu(ctx, "shared", "main", 1) })
	refused(t, s, fault.NotFound, func(ctx context.Context, tx authoring.Tx) error { return tx.DeleteMenu(ctx, "shared", "legal", 1) })
	update(t, s, func(ctx context.Context, tx authoring.Tx) error { return tx.DeleteMenu(ctx, "shared", "main", 2) })
	refused(t, s, fault.NotFound, func(ctx context.Context, tx authoring.Tx) error { return second(tx.Menu(ctx, "shared", "main")) })
}

func entries(t *testing.T, s Store) {
	e := &content.Entry{
		ID: content.NewID(), Space: "shared", Type: "article", Key: "one", Shared: map[string]any{"order": 3.0},
		Locales: map[string]map[string]any{"fr": {"title": "L’été"}, "en": {"title": "Summer"}},
	}
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		return second(tx.SaveEntry(ctx, e, 0, content.By{Author: "me"}))
	})
	at := time.Date(2026, 11, 21, 12, 0, 0, 0, time.FixedZone("Paris", 3600))
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		s, err := tx.Entry(ctx, e.ID)
		if err == nil {
			err = s.Publish([]string{"fr"}, at)
		}
		if err != nil {
			return err
		}
		return tx.SaveState(ctx, s)
	})
	next := e.Clone()
	next.Locales["fr"]["title"] = "L’hiver"
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		return second(tx.SaveEntry(ctx, next, 1, content.By{Author: "you"}))
	})
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		got, err := tx.EntryByKey(ctx, "shared", "article", "one")
		if err != nil {
			return err
		}
		if diff := cmp.Diff(next, got.Draft); diff != "" {
			t.Error(diff)
		}
		if got.Published.Locales["fr"]["title"] != "L’été" || len(got.Published.Locales) != 1 || !got.PublishedAt["fr"].Equal(at) {
			t.Errorf("published: %v at %v", got.Published, got.PublishedAt)
		}
		if got.Version != 2 || got.UpdatedBy != "you" {
			t.Errorf("version %d by %s", got.Version, got.UpdatedBy)
		}
		list, err := tx.Entries(ctx, content.Filter{Type: "article", Limit: 10})
		if len(list) != 1 {
			t.Errorf("%d entries", len(list))
		}
		return err
	})
	refused(t, s, fault.Stale, func(ctx context.Context, tx authoring.Tx) error {
		return second(tx.SaveEntry(ctx, next, 1, content.By{Author: "me"}))
	})
	refused(t, s, fault.Conflict, func(ctx context.Context, tx authoring.Tx) error {
		return second(tx.SaveEntry(ctx, next, 0, content.By{Author: "me"}))
	})
	moved := next.Clone()
	moved.Space = "other"
	refused(t, s, fault.Conflict, func(ctx context.Context, tx authoring.Tx) error {
		return second(tx.SaveEntry(ctx, moved, 2, content.By{Author: "me"}))
	})
	refused(t, s, fault.NotFound, func(ctx context.Context, tx authoring.Tx) error { return second(tx.Entry(ctx, content.NewID())) })
}

func account(t *testing.T, email string) *identity.Account {
	t.Helper()
	a, err := identity.NewAccount(email, "Ada", "correct horse battery",
		[]identity.Assignment{identity.Everywhere(identity.Administrator)}, time.Now().UTC().Truncate(time.Microsecond))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func accounts(t *testing.T, s Store) {
	a := account(t, "ada@portico.example")
	update(t, s, func(ctx context.Context, tx authoring.Tx) error { return tx.SaveAccount(ctx, a) })
	a.Version = 1
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		got, err := tx.AccountByEmail(ctx, a.Email)
		if diff := cmp.Diff(a, got); diff != "" {
			t.Error(diff)
		}
		if n, _ := tx.CountAccounts(ctx); n != 1 {
			t.Errorf("%d accounts", n)
		}
		return err
	})
	refused(t, s, fault.Conflict, func(ctx context.Context, tx authoring.Tx) error { return tx.SaveAccount(ctx, account(t, a.Email)) })
	refused(t, s, fault.NotFound, func(ctx context.Context, tx authoring.Tx) error { return second(tx.Account(ctx, "none")) })
}

func setupTokens(t *testing.T, s Store) {
	_, token := identity.NewSetupToken(time.Now().UTC())
	update(t, s, func(ctx context.Context, tx authoring.Tx) error { return tx.SaveSetupToken(ctx, token) })
	var wg sync.WaitGroup
	won := make(chan struct{}, 8)
	for range 8 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			err := s.Update(context.Background(), func(tx authoring.Tx) error { return tx.ConsumeSetupToken(context.Background(), token.Hash) })
			if err == nil {
				won <- struct{}{}
			} else if !fault.Is(err, fault.NotFound) {
				t.Error(err)
			}
		}()
	}
	wg.Wait()
	if len(won) != 1 {
		t.Errorf("%d have used a one-time token", len(won))
	}
}

func sessions(t *testing.T, s Store) {
	a := account(t, "ada@portico.example")
	_, one := identity.NewSession(a.ID, time.Now().UTC().Truncate(time.Microsecond))
	_, two := identity.NewSession(a.ID, time.Now().UTC())
	refused(t, s, fault.NotFound, func(ctx context.Context, tx authoring.Tx) error { return tx.SaveSession(ctx, one) })
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		return errors.Join(tx.SaveAccount(ctx, a), tx.SaveSession(ctx, one), tx.SaveSession(ctx, two))
	})
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		got, err := tx.Session(ctx, one.Hash)
		if diff := cmp.Diff(one, got); diff != "" {
			t.Error(diff)
		}
		return errors.Join(err, tx.DeleteSessionsOf(ctx, a.ID, one.Hash))
	})
	seen := one.SeenAt.Add(time.Minute)
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		return errors.Join(tx.TouchSession(ctx, one.Hash, seen), tx.TouchSession(ctx, two.Hash, seen)) // the second is gone, and stays so
	})
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		got, err := tx.Session(ctx, one.Hash)
		if err == nil && (!got.SeenAt.Equal(seen) || !got.ExpiresAt.Equal(one.ExpiresAt)) {
			t.Errorf("touched at %v until %v", got.SeenAt, got.ExpiresAt)
		}
		return err
	})
	refused(t, s, fault.NotFound, func(ctx context.Context, tx authoring.Tx) error { return second(tx.Session(ctx, two.Hash)) })
	update(t, s, func(ctx context.Context, tx authoring.Tx) error { return tx.DeleteSession(ctx, one.Hash) })
	refused(t, s, fault.NotFound, func(ctx context.Context, tx authoring.Tx) error { return second(tx.Session(ctx, one.Hash)) })
}

func releases(t *testing.T, s Store) {
	refused(t, s, fault.NotFound, func(ctx context.Context, tx authoring.Tx) error { return second(tx.Model(ctx)) })
	files := &authoring.Files{
		Origin: authoring.OriginImport, Name: "demo", Version: "1.0.0", Hash: "h", Files: map[string][]byte{"a.yaml": {0, 1, 0xff}},
	}
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		return errors.Join(tx.SaveModel(ctx, files), tx.SaveDesignSystem(ctx, files))
	})
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		got, err := tx.DesignSystem(ctx)
		want := *files
		want.Number = 1
		if diff := cmp.Diff(&want, got); diff != "" {
			t.Error(diff)
		}
		return err
	})
	refused(t, s, fault.Conflict, func(ctx context.Context, tx authoring.Tx) error { return tx.SaveDesignSystem(ctx, files) })
	refused(t, s, fault.NotFound, func(ctx context.Context, tx authoring.Tx) error { return second(tx.DesignSystemFiles(ctx, 2)) })
	next := &authoring.Files{
		Origin: authoring.OriginImport, Name: "demo", Version: "1.1.0", Hash: "i", Files: map[string][]byte{"b.yaml": []byte("b")},
	}
	update(t, s, func(ctx context.Context, tx authoring.Tx) error { return tx.SaveDesignSystem(ctx, next) })
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		list, err := tx.DesignSystems(ctx)
		var got []string
		for _, f := range list {
			got = append(got, fmt.Sprint(f.Number, f.Origin, f.Name, f.Version, f.Hash, len(f.Files), f.LoadedAt.IsZero()))
		}
		want := []string{fmt.Sprint(1, "import", "demo", "1.0.0", "h", 0, false), fmt.Sprint(2, "import", "demo", "1.1.0", "i", 0, false)}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		stored, err2 := tx.DesignSystemFiles(ctx, 1)
		if diff := cmp.Diff(files.Files, stored); diff != "" {
			t.Error(diff)
		}
		return errors.Join(err, err2)
	})
}

// RoundTrip stores a text in every kind of document and reads it back.
func RoundTrip(t *testing.T, s Store, text string) {
	t.Helper()
	one := demoSite("one")
	one.Name = text
	update(t, s, func(ctx context.Context, tx authoring.Tx) error { return second(tx.SaveSite(ctx, one, 0)) })
	update(t, s, func(ctx context.Context, tx authoring.Tx) error {
		got, err := tx.Site(ctx, "one")
		if err == nil && got.Name != text {
			t.Errorf("got %q, want %q", got.Name, text)
		}
		return err
	})
}
