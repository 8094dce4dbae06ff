package authoring_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
)

// releaseOf makes a release of items.
func (p *plane) releaseOf(actor authoring.Actor, items ...content.ReleaseItem) *content.Release {
	p.t.Helper()
	name := "Spring"
	r, _, err := p.CreateRelease(p.t.Context(), actor, authoring.NewRelease{Name: &name})
	if err == nil {
		r, _, err = p.AddToRelease(p.t.Context(), actor, r.ID, r.Version, items)
	}
	if err != nil {
		p.t.Fatal(err)
	}
	return r
}

func (p *plane) releaseNow(id string) *content.Release {
	p.t.Helper()
	r, err := p.Release(p.t.Context(), root, id)
	if err != nil {
		p.t.Fatal(err)
	}
	return r
}

func entryItem(s *content.Stored, locales ...string) content.ReleaseItem {
	return content.ReleaseItem{Entry: s.Draft.ID, Locales: locales}
}

var menuItem = content.ReleaseItem{Menu: "main", Space: "shared"}

// refusedAt gives where an error says that something is wrong.
func refusedAt(err error) (out []string) {
	var f *fault.Error
	var ps fault.Problems
	if !errors.As(err, &ps) && errors.As(err, &f) {
		ps = f.Problems
	}
	for _, p := range ps {
		out = append(out, p.Pointer+" "+p.Code)
	}
	return out
}

func (p *plane) relabel(actor authoring.Actor, label string) {
	p.t.Helper()
	m, err := p.Menu(p.t.Context(), actor, "shared", "main")
	if err == nil {
		_, err = p.PatchMenuItem(p.t.Context(), actor, "shared", "main", "about", m.Version, []byte(`{"label":{"en":"`+label+`"}}`))
	}
	if err != nil {
		p.t.Fatal(err)
	}
}

// TestRelease: entries and a menu go out in one publication; where one of them is refused, nothing does.
func TestRelease(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		ada := p.colleague("ada", identity.Editor)
		one, two, three := p.draft(ada, "One"), p.draft(ada, "Two"), p.draft(ada, "Three")
		p.relabel(ada, "Us")
		broken := p.patch(ada, p.draft(ada, "Broken").Draft.ID, `{"locales":{"fr":{"title":null}}}`)
		r := p.releaseOf(ada, entryItem(one), entryItem(two, "en"), entryItem(broken), entryItem(three), menuItem)
		found, err := p.CheckRelease(t.Context(), ada, r.ID)
		if err != nil || len(found) != 1 || found[0].Pointer != "/items/2/locales/fr/title" {
			t.Errorf("the check found %v, %v", found, err)
		}
		err = p.unchanged(func() error { _, _, err := p.PublishRelease(t.Context(), ada, r.ID, r.Version); return err })
		coded(t, "with something broken in it", err, fault.Unprocessable)
		if diff := cmp.Diff([]string{"/items/2/locales/fr/title required"}, refusedAt(err)); diff != "" {
			t.Error(diff)
		}
		_, _, err = p.TakeFromRelease(t.Context(), ada, r.ID, r.Version-1, broken.Draft.ID)
		coded(t, "an old version", err, fault.Stale)
		r, _, err = p.TakeFromRelease(t.Context(), ada, r.ID, r.Version, broken.Draft.ID)
		coded(t, "take out", err, "")
		before := p.generation()
		done, _, err := p.PublishRelease(t.Context(), ada, r.ID, r.Version)
		coded(t, "publish", err, "")
		if done.State != content.ReleasePublished || p.generation() != before+1 {
			t.Errorf("it is %s, in generations %d to %d", done.State, before, p.generation())
		}
		for _, s := range []*content.Stored{one, two, three} {
			if p.since(before)["entry "+s.Draft.ID].Key == "" {
				t.Errorf("%s is not in the publication", s.Draft.Key)
			}
		}
		if live := p.stored(two.Draft.ID).Live(); strings.Join(live, ",") != "en" {
			t.Errorf("of the second, %v are out", live)
		}
		if !strings.Contains(string(p.since(before)["bundle one/en"].Body), "Us") {
			t.Error("the menu is not in the publication")
		}
		for what, err := range map[string]error{
			"publish again": third(p.PublishRelease(t.Context(), ada, r.ID, done.Version)),
			"cancel":        third(p.CancelRelease(t.Context(), ada, r.ID, done.Version)),
			"add":           third(p.AddToRelease(t.Context(), ada, r.ID, done.Version, []content.ReleaseItem{entryItem(broken)})),
		} {
			coded(t, what, err, fault.Conflict)
		}
		_, err = p.DeleteRelease(t.Context(), ada, r.ID, done.Version)
		coded(t, "delete", err, "")
		if n := p.audited("content-release.publish", ""); n != 1 {
			t.Errorf("the audit tells of %d releases", n)
		}
	})
}

func third[A, B any](_ A, _ B, err error) error { return err }

// TestReleaseGivesUpValues: an address that one item gives up is another's, whichever comes first.
func TestReleaseGivesUpValues(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		old, next := p.draft(root, "Offer"), p.draft(root, "Other")
		if _, _, err := p.PublishEntry(t.Context(), root, old.Draft.ID, old.Version, nil); err != nil {
			t.Fatal(err)
		}
		p.patch(root, old.Draft.ID, `{"locales":{"en":{"slug":"old-offer"},"fr":{"slug":"ancienne-offre"}}}`)
		slug := p.stored(old.Draft.ID).Published.Locales["en"]["slug"].(string)
		p.patch(root, next.Draft.ID, `{"locales":{"en":{"slug":"`+slug+`"}}}`)
		r := p.releaseOf(root, entryItem(next), entryItem(old))
		_, _, err := p.PublishRelease(t.Context(), root, r.ID, r.Version)
		coded(t, "publish", err, "")
	})
}

// TestReleaseRights: a release opens no second door (SECURITY D1, A1): each item asks for the right and the approval that it asks
// for by itself.
func TestReleaseRights(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(reviewed)
		ada, bob, rex := p.colleague("ada", identity.Editor), p.colleague("bob", identity.Editor), p.colleague("rex", identity.Reviewer)
		french := p.personWith("fred", identity.Assignment{Role: identity.Editor, Sites: []string{"*", "shared"}, Locales: []string{"fr"}})
		elsewhere := p.personWith("eve", identity.Assignment{Role: identity.Editor, Sites: []string{"two"}, Locales: []string{"*"}})
		writer := p.colleague("max", identity.Machine)
		s := p.draft(ada, "One")
		r := p.releaseOf(ada, entryItem(s), menuItem)
		publish := func(who authoring.Actor) error {
			now := p.releaseNow(r.ID)
			return p.unchanged(func() error { _, _, err := p.PublishRelease(context.Background(), who, r.ID, now.Version); return err })
		}
		coded(t, "nobody", publish(authoring.Actor{}), fault.Unauthenticated)
		coded(t, "a viewer", publish(actorOf(identity.Viewer)), fault.Forbidden)
		coded(t, "who writes and does not publish", publish(writer), fault.Forbidden)
		coded(t, "an editor of another site", publish(elsewhere), fault.Forbidden)
		coded(t, "an editor of one language", publish(french), fault.Forbidden)
		err := publish(bob)
		coded(t, "without an approval", err, fault.Unprocessable)
		if diff := cmp.Diff([]string{"/items/0 conflict"}, refusedAt(err)); diff != "" {
			t.Error(diff)
		}
		p.play(s, []string{"en", "fr"}, step{ada, "submit", ""}, step{rex, "approve", ""})
		now := p.releaseNow(r.ID)
		coded(t, "approved", third(p.PublishRelease(t.Context(), bob, r.ID, now.Version)), "")

		mine := p.releaseOf(ada, entryItem(p.draft(ada, "Two")))
		for what, err := range map[string]error{
			"a viewer adds":    third(p.AddToRelease(t.Context(), actorOf(identity.Viewer), mine.ID, mine.Version, []content.ReleaseItem{menuItem})),
			"a viewer cancels": third(p.CancelRelease(t.Context(), actorOf(identity.Viewer), mine.ID, mine.Version)),
			"another site's":   third(p.CancelRelease(t.Context(), elsewhere, mine.ID, mine.Version)),
			"takes out":        third(p.TakeFromRelease(t.Context(), elsewhere, mine.ID, mine.Version, mine.Items[0].Key())),
		} {
			coded(t, what, err, fault.Forbidden)
		}
	})
}

// TestReleaseItems: what cannot be in a release is refused, and who may not read an item does not learn of it.
func TestReleaseItems(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		s := p.draft(root, "One")
		own, err := p.entryOf("two", "Own")
		if err != nil {
			t.Fatal(err)
		}
		eve := p.personWith("eve", identity.Assignment{Role: identity.Editor, Sites: []string{"one"}, Locales: []string{"*"}})
		r := p.releaseOf(root, entryItem(s))
		_, _, err = p.AddToRelease(t.Context(), root, r.ID, r.Version, []content.ReleaseItem{
			{}, {Entry: s.Draft.ID, Menu: "main"}, {Entry: "none"}, {Menu: "none", Space: "shared"}, entryItem(s, "de"), {Menu: "main", Space: "shared", Locales: []string{"en"}},
			entryItem(s, "\x00"),
		})
		want := []string{
			"/items/0 bad_item", "/items/1 bad_item", "/items/2 unknown_item", "/items/3 unknown_item", "/items/4/locales missing_locale",
			"/items/5/locales bad_item", "/items/6/locales bad_locale",
		}
		if diff := cmp.Diff(want, refusedAt(err)); diff != "" {
			t.Error(diff)
		}
		r, _, err = p.AddToRelease(t.Context(), root, r.ID, r.Version, []content.ReleaseItem{entryItem(own)})
		coded(t, "add", err, "")
		seen, err := p.Release(t.Context(), eve, r.ID)
		if err != nil || len(seen.Items) != 2 || seen.Items[0].Entry != s.Draft.ID || seen.Items[1].Entry != "" {
			t.Errorf("who reads one of two sees %+v, %v", seen, err)
		}
		hidden := p.releaseOf(root, entryItem(own))
		coded(t, "who reads none", second(p.Release(t.Context(), eve, hidden.ID)), fault.NotFound)
		list, err := p.Releases(t.Context(), eve, "", "", 0)
		if err != nil || len(list) != 1 {
			t.Errorf("and the list: %d, %v", len(list), err)
		}
		add := []content.ReleaseItem{entryItem(own)}
		mine := p.releaseOf(eve)
		if diff := cmp.Diff([]string{"/items/0 unknown_item"}, refusedAt(third(p.AddToRelease(t.Context(), eve, mine.ID, mine.Version, add)))); diff != "" {
			t.Error(diff)
		}
	})
}

func second[A any](_ A, err error) error { return err }

// entryOf makes an article of a site's own.
func (p *plane) entryOf(space, title string) (*content.Stored, error) {
	s, _, err := p.CreateEntry(p.t.Context(), root, authoring.NewEntry{
		Space: space, Type: "article", Locales: map[string]map[string]any{"en": {"title": title}},
	})
	return s, err
}

// TestReleaseSchedule: a release goes out at its time with the drafts of then; what is refused then is told, and nothing is out.
func TestReleaseSchedule(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		ada := p.colleague("ada", identity.Editor)
		one, two := p.draft(ada, "One"), p.draft(ada, "Two")
		r := p.releaseOf(ada, entryItem(one), entryItem(two))
		soon := p.clock.Now().Add(time.Hour)
		coded(t, "in the past", third(p.ScheduleRelease(t.Context(), ada, r.ID, r.Version, p.clock.Now())), fault.Unprocessable)
		r, _, err := p.ScheduleRelease(t.Context(), ada, r.ID, r.Version, soon)
		coded(t, "schedule", err, "")
		if p.stored(one.Draft.ID).Published != nil {
			t.Fatal("to plan it has published it")
		}
		coded(t, "a change of what is planned", third(p.TakeFromRelease(t.Context(), ada, r.ID, r.Version, one.Draft.ID)), fault.Conflict)
		if _, err := p.save(ada, p.stored(one.Draft.ID), "Changed since", false); err != nil {
			t.Fatal(err)
		}
		p.patch(ada, two.Draft.ID, `{"locales":{"fr":{"title":null}}}`)
		p.runDue(0)
		p.clock.pass(time.Hour)
		before := p.generation()
		p.runDue(1)
		failed := p.releaseNow(r.ID)
		if failed.State != content.ReleaseOpen || failed.Failure == nil || failed.Failure.Problems[0].Pointer != "/items/1/locales/fr/title" || p.generation() != before {
			t.Fatalf("refused: %+v %+v", failed, failed.Failure)
		}
		if p.stored(one.Draft.ID).Published != nil || p.audited("content-release.schedule-refused", "") != 1 {
			t.Error("part of it is out, or nobody is told")
		}
		p.runDue(0)
		p.patch(ada, two.Draft.ID, `{"locales":{"fr":{"title":"Deux"}}}`)
		r, _, err = p.ScheduleRelease(t.Context(), ada, r.ID, failed.Version, p.clock.Now().Add(time.Minute))
		coded(t, "schedule again", err, "")
		p.clock.pass(time.Minute)
		p.runDue(1)
		p.runDue(0)
		if got := p.stored(one.Draft.ID).Published; got == nil || got.Locales["en"]["title"] != "Changed since" || p.releaseNow(r.ID).State != content.ReleasePublished {
			t.Errorf("%+v", got)
		}

		late := p.releaseOf(ada, entryItem(p.draft(ada, "Three")))
		if late, _, err = p.ScheduleRelease(t.Context(), ada, late.ID, late.Version, p.clock.Now().Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
		p.suspendID(ada.ID)
		p.clock.pass(time.Hour)
		p.runDue(1)
		if got := p.releaseNow(late.ID); got.State != content.ReleaseOpen || got.Failure == nil || got.Failure.Code != fault.Forbidden {
			t.Errorf("TestS1: planned by somebody who was suspended since: %+v", got)
		}
	})
}

func (p *plane) suspendID(id string) {
	p.t.Helper()
	var account *identity.Account
	err := p.store.View(p.t.Context(), func(tx authoring.Tx) (err error) {
		account, err = tx.Account(p.t.Context(), id)
		return err
	})
	if err != nil {
		p.t.Fatal(err)
	}
	p.suspend(account)
}
