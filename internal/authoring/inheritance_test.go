package authoring_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
)

// overview gives "type/key state space differences" of what a site has, in pages of two.
func (p *plane) overview(actor authoring.Actor, site string) (out []string) {
	p.t.Helper()
	for after := ""; ; {
		page, err := p.Inheritance(p.t.Context(), actor, site, "", after, 2)
		if err != nil {
			p.t.Fatal(err)
		}
		for _, m := range page.Menus {
			out = append(out, fmt.Sprintf("menu %s %s %s %t", m.Name, m.Heritage, m.Space, m.Differs))
		}
		for _, h := range page.Entries {
			out = append(out, fmt.Sprintf("%s/%s %s %s %s", h.Type, h.Key, h.Heritage, h.Entry.Draft.Space, strings.Join(h.Differs, "+")))
		}
		if after = page.Next; after == "" {
			return out
		}
	}
}

// TestOverride: a site gets its own of an inherited entry, changes it, publishes it, and goes back.
func TestOverride(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		ctx, editor := t.Context(), actorOf(identity.Editor)
		first, err := p.EntryByKey(ctx, editor, "shared", "article", "first")
		if err != nil {
			t.Fatal(err)
		}
		s, _, err := p.OverrideEntry(ctx, editor, first.Draft.ID, "one")
		if err != nil {
			t.Fatal(err)
		}
		if s.Draft.Space != "one" || s.Draft.Key != "first" || s.Published != nil || s.Draft.ID == first.Draft.ID {
			t.Fatalf("override: %+v", s.Draft)
		}
		if diff := cmp.Diff(first.Draft.Locales, s.Draft.Locales); diff != "" {
			t.Error(diff)
		}
		if _, _, err := p.OverrideEntry(ctx, editor, first.Draft.ID, "one"); !fault.Is(err, fault.Conflict) {
			t.Errorf("overridden twice: %v", err)
		}
		if _, _, err := p.OverrideEntry(ctx, editor, first.Draft.ID, "two"); !fault.Is(err, fault.Conflict) {
			t.Errorf("two inherits from one, not from the shared space: %v", err)
		}
		if s, err = p.save(editor, s, "Of our own", false); err != nil {
			t.Fatal(err)
		}
		if _, _, err := p.PublishEntry(ctx, editor, s.Draft.ID, s.Version, nil); err != nil {
			t.Errorf("the same address in another space: %v", err)
		}
		two, _, err := p.OverrideEntry(ctx, editor, s.Draft.ID, "two")
		if err != nil || two.Draft.Locales["en"]["title"] != "Of our own" {
			t.Fatalf("from the parent: %v", err)
		}
		want := []string{
			"menu main inherited shared false", "menu footer overridden two true",
			"article/first overridden two ", "article/second inherited shared ",
		}
		got := p.overview(editor, "two")
		if diff := cmp.Diff(want, got[:min(4, len(got))]); diff != "" {
			t.Error(diff)
		}
		if got := strings.Join(p.overview(editor, "one"), "; "); !strings.Contains(got, "article/first overridden one title;") {
			t.Error(got)
		}

		user, _, err := p.CreateEntry(ctx, editor, authoring.NewEntry{
			Space: "one", Type: "faq", Key: "own", Shared: map[string]any{"see": "article/" + s.Draft.ID},
			Locales: map[string]map[string]any{"en": {"question": "Where?"}},
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := p.ResumeEntry(ctx, editor, user.Draft.ID, 1); !fault.Is(err, fault.Conflict) {
			t.Errorf("what overrides nothing: %v", err)
		}
		if _, _, err := p.ResumeEntry(ctx, editor, first.Draft.ID, first.Version); !fault.Is(err, fault.Conflict) {
			t.Errorf("a shared entry: %v", err)
		}
		r, done, err := p.ResumeEntry(ctx, editor, s.Draft.ID, 0)
		if err != nil || r.Inherited.Draft.ID != first.Draft.ID || r.Trashed != s.Draft.ID {
			t.Fatalf("resumed: %v", err)
		}
		if got := names(p.since(done.Generation - 1)); len(got) != 1 || !strings.HasPrefix(got[0], "-entry") {
			t.Errorf("records %v", got)
		}
		if user, err = p.Entry(ctx, editor, user.Draft.ID); err != nil || !cmp.Equal(user.Draft.Shared["see"], any(map[string]any{"$ref": "article/" + first.Draft.ID})) {
			t.Errorf("references do not follow: %v", user.Draft.Shared)
		}
		again, _, err := p.OverrideEntry(ctx, editor, first.Draft.ID, "one")
		if err != nil || again.Draft.ID != s.Draft.ID || again.Trashed() || again.Draft.Locales["en"]["title"] != first.Draft.Locales["en"]["title"] {
			t.Errorf("overridden again: %v", err)
		}
	})
}

// TestOverrideInTree: an override stands below the site's own of the entry that the inherited one stands below, or at the top.
func TestOverrideInTree(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(sections)
		ctx, editor := t.Context(), actorOf(identity.Editor)
		a := p.section("shared", "a", "")
		b, c := p.section("shared", "b", a.Draft.ID), p.section("shared", "c", a.Draft.ID)
		for _, s := range []*content.Stored{c, a, b} {
			if _, _, err := p.OverrideEntry(ctx, editor, s.Draft.ID, "one"); err != nil {
				t.Fatal(err)
			}
		}
		if got := p.tree("one", ""); got != "c a(b)" {
			t.Errorf("the site's own tree is %s", got)
		}
	})
}

// TestOverrideRightsA1: the right to change a site is not that to change shared content, nor the reverse, nor that of another site.
func TestOverrideRightsA1(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		ctx := t.Context()
		at := func(role string, sites ...string) authoring.Actor {
			return actorWith("y", identity.Assignment{Role: role, Sites: sites, Locales: []string{"*"}})
		}
		first, err := p.EntryByKey(ctx, actorOf(identity.Editor), "shared", "article", "first")
		if err != nil {
			t.Fatal(err)
		}
		one := at(identity.Editor, "one")
		for what, try := range map[string]func() error{
			"another site's override": func() error { _, _, err := p.OverrideEntry(ctx, one, first.Draft.ID, "two"); return err },
			"an unknown site":         func() error { _, _, err := p.OverrideEntry(ctx, one, first.Draft.ID, "none"); return err },
			"by a viewer": func() error {
				_, _, err := p.OverrideEntry(ctx, at(identity.Viewer, "one"), first.Draft.ID, "one")
				return err
			},
			"by a shared editor": func() error {
				_, _, err := p.OverrideEntry(ctx, at(identity.Editor, "shared"), first.Draft.ID, "one")
				return err
			},
			"the shared entry itself": func() error { _, err := p.save(one, first, "Mine", false); return err },
			"another site's menu":     func() error { _, _, err := p.OverrideMenu(ctx, one, "two", "main"); return err },
			"the shared menu's removal": func() error {
				_, err := p.DeleteMenu(ctx, one, authoring.MenuAt{Space: "shared", Name: "main", Version: 1})
				return err
			},
			"another site's resume": func() error {
				_, err := p.ResumeMenu(ctx, one, authoring.MenuAt{Space: "two", Name: "footer", Version: 1})
				return err
			},
		} {
			if err := p.unchanged(try); !fault.Is(err, fault.Forbidden) && !fault.Is(err, fault.NotFound) {
				t.Errorf("%s: %v", what, err)
			}
		}
		s, _, err := p.OverrideEntry(ctx, one, first.Draft.ID, "one")
		if err != nil {
			t.Fatal(err)
		}
		two := at(identity.Editor, "two") // reads two and the shared space, and not its parent one
		if _, _, err := p.OverrideEntry(ctx, two, s.Draft.ID, "two"); !fault.Is(err, fault.NotFound) {
			t.Errorf("what is not for them is copied: %v", err)
		}
		if got := strings.Join(p.overview(two, "two"), "; "); !strings.Contains(got, "article/first inherited shared ;") {
			t.Errorf("the overview shows another site: %s", got)
		}
		if _, err := p.Inheritance(ctx, two, "one", "", "", 0); !fault.Is(err, fault.NotFound) {
			t.Errorf("another site's overview: %v", err)
		}
		if _, _, err := p.ResumeEntry(ctx, two, s.Draft.ID, 0); !fault.Is(err, fault.NotFound) {
			t.Errorf("another site's override: %v", err)
		}
	})
}

// TestMenuOverride: a site's own menu shows when it is published, and the inherited one again when it is gone.
func TestMenuOverride(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		ctx, editor := t.Context(), actorOf(identity.Editor)
		bundle := func() string { return string(p.since(0)["bundle one/en"].Body) }
		before := bundle()
		m, done, err := p.OverrideMenu(ctx, editor, "one", "main")
		if err != nil || m.Published != nil || m.Draft.Space != "one" || bundle() != before {
			t.Fatalf("override: %v", err)
		}
		if _, _, err := p.OverrideMenu(ctx, editor, "one", "main"); !fault.Is(err, fault.Conflict) {
			t.Errorf("twice: %v", err)
		}
		if _, _, err := p.OverrideMenu(ctx, editor, "one", "legal"); !fault.Is(err, fault.NotFound) {
			t.Errorf("there is none to inherit: %v", err)
		}
		id := m.Draft.Items[0].ID
		if m, err = p.PatchMenuItem(ctx, editor, "one", "main", id, m.Version, []byte(`{"label":{"en":"Of our own"}}`)); err != nil {
			t.Fatal(err)
		}
		if _, err := p.PublishMenu(ctx, editor, "one", "main", m.Version); err != nil || !strings.Contains(bundle(), "Of our own") {
			t.Fatalf("published: %v", err)
		}
		if _, err := p.ResumeMenu(ctx, editor, authoring.MenuAt{Space: "one", Name: "main", Version: 9}); !fault.Is(err, fault.Stale) {
			t.Errorf("an old version: %v", err)
		}
		if _, err := p.ResumeMenu(ctx, editor, authoring.MenuAt{Space: "shared", Name: "main", Version: 1}); !fault.Is(err, fault.Conflict) {
			t.Errorf("a menu that overrides nothing: %v", err)
		}
		gone, err := p.ResumeMenu(ctx, editor, authoring.MenuAt{Space: "one", Name: "main", Version: m.Version})
		if err != nil || gone <= done.Generation || strings.Contains(bundle(), "Of our own") {
			t.Errorf("resumed: %v", err)
		}
		if _, err := p.Menu(ctx, editor, "one", "main"); !fault.Is(err, fault.NotFound) {
			t.Errorf("it is there still: %v", err)
		}
		if _, err := p.DeleteMenu(ctx, editor, authoring.MenuAt{Space: "shared", Name: "footer", Version: 1}); err != nil {
			t.Errorf("deleted: %v", err)
		}
	})
}

// TestUses: where an entry is named, as far as somebody may read it, and another entry in its place.
func TestUses(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		ctx, editor := t.Context(), actorOf(identity.Editor)
		second, err := p.EntryByKey(ctx, editor, "shared", "article", "second")
		if err != nil {
			t.Fatal(err)
		}
		id := second.Draft.ID
		use := func(space, key string) *content.Stored {
			s, _, err := p.CreateEntry(ctx, editor, authoring.NewEntry{Space: space, Type: "article", Key: key,
				Shared: map[string]any{"related": []any{"article/" + id}}})
			if err != nil {
				t.Fatal(err)
			}
			return s
		}
		use("one", "a")
		use("two", "b")
		list := func(actor authoring.Actor) (keys []string, u *authoring.Uses) {
			for after := ""; ; {
				u, err = p.EntryUses(ctx, actor, id, after, 1)
				if err != nil {
					t.Fatal(err)
				}
				for _, x := range u.Uses {
					keys = append(keys, fmt.Sprintf("%s/%s %s %t", x.Entry.Draft.Space, x.Entry.Draft.Key, x.Pointer, x.Published))
				}
				if after = u.Next; after == "" {
					return keys, u
				}
			}
		}
		all, u := list(editor)
		if len(all) < 4 || u.Hidden != 0 || u.Sources != 3 || all[len(all)-1] != "two/b /shared/related/0 false" {
			t.Errorf("%v, %+v", all, u)
		}
		one := actorWith("y", identity.Assignment{Role: identity.Editor, Sites: []string{"one"}, Locales: []string{"*"}})
		some, u := list(one)
		if u.Hidden != 1 || u.Sources != 2 || len(some) != len(all)-1 || some[len(some)-1] != "one/a /shared/related/0 false" {
			t.Errorf("of one site: %v, %+v", some, u)
		}
		if _, err := p.EntryUses(ctx, editor, id, "nonsense", 1); !fault.Is(err, fault.Invalid) {
			t.Errorf("a bad cursor: %v", err)
		}
		other := p.draft(editor, "Other")
		both := actorWith("y", identity.Assignment{Role: identity.Editor, Sites: []string{"one", "shared"}, Locales: []string{"*"}})
		for who, actor := range map[string]authoring.Actor{"no right to the entry": one, "none to a user of it": both} {
			err := p.unchanged(func() error { _, _, err := p.ReplaceUses(ctx, actor, id, other.Draft.ID); return err })
			if !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s: %v", who, err)
			}
		}
		for _, by := range []string{id, "none", all[0]} {
			err := p.unchanged(func() error { _, _, err := p.ReplaceUses(ctx, editor, id, by); return err })
			if code(err) != "/by unknown_entry" {
				t.Errorf("by %q: %v", by, err)
			}
		}
		r, _, err := p.ReplaceUses(ctx, editor, id, other.Draft.ID)
		if err != nil || r != (authoring.Replaced{Replaced: 3}) {
			t.Fatalf("%+v %v", r, err)
		}
		if left, _ := list(editor); len(left) != 1 || !strings.HasSuffix(left[0], "true") {
			t.Errorf("still named: %v", left)
		}
	})
}

// TestDiffA8: what somebody may not read today is in no comparison, whoever could when it was written.
func TestDiffA8(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(files{"content-types/note.yaml": `name: note
label: {en: Note}
title: title
fields:
  - {name: title, kind: text, label: {en: Title}}
  - {name: secret, kind: text, label: {en: Secret}, readableBy: [administrator], writableBy: [administrator]}
`})
		ctx, admin := t.Context(), actorOf(identity.Administrator)
		s, _, err := p.CreateEntry(ctx, admin, authoring.NewEntry{Space: "shared", Type: "note", Shared: map[string]any{"title": "One", "secret": "a"}})
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err = p.SaveEntry(ctx, admin, s.Draft.ID, authoring.SaveEntry{Patch: []byte(`{"shared":{"title":"Two","secret":"b"}}`)}); err != nil {
			t.Fatal(err)
		}
		fields := func(actor authoring.Actor, from, to string) string {
			diff, err := p.DiffEntry(ctx, actor, s.Draft.ID, from, to)
			if err != nil {
				return string(fault.CodeOf(err))
			}
			var out []string
			for _, d := range diff {
				out = append(out, string(d.Change)+" "+d.Field)
			}
			return strings.Join(out, ", ")
		}
		viewer := actorOf(identity.Viewer)
		for _, tt := range []struct {
			actor          authoring.Actor
			from, to, want string
		}{
			{admin, "1", "2", "changed title, changed secret"}, {viewer, "1", "2", "changed title"}, {viewer, "2", "draft", ""},
			{viewer, "0", "1", "added title"}, {viewer, "draft", "published", "removed title"}, {viewer, "1", "9", "not_found"},
			{viewer, "1", "x", "invalid"}, {viewer, "-1", "1", "invalid"}, {actorOf(""), "1", "2", "not_found"},
		} {
			if got := fields(tt.actor, tt.from, tt.to); got != tt.want {
				t.Errorf("%s to %s: %s, want %s", tt.from, tt.to, got, tt.want)
			}
		}
	})
}
