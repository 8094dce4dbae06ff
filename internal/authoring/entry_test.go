package authoring_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
)

// draft creates an article with an English and a French document.
func (p *plane) draft(actor authoring.Actor, title string) *content.Stored {
	p.t.Helper()
	s, _, err := p.CreateEntry(p.t.Context(), actor, authoring.NewEntry{
		Space: "shared", Type: "article", Locales: map[string]map[string]any{"en": {"title": title}, "fr": {"title": title + " (fr)"}},
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return s
}

// save patches an entry's English title.
func (p *plane) save(actor authoring.Actor, s *content.Stored, title string, autosave bool) (*content.Stored, error) {
	next, _, err := p.SaveEntry(p.t.Context(), actor, s.Draft.ID, authoring.SaveEntry{
		Version: s.Version, Patch: fmt.Appendf(nil, `{"locales":{"en":{"title":%q}}}`, title), Autosave: autosave,
	})
	return next, err
}

// TestEntryLife: created, autosaved, saved, published, changed, unpublished, trashed, restored, purged.
func TestEntryLife(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		ctx, editor := t.Context(), actorOf(identity.Editor)
		s := p.draft(editor, "One")
		if s.Version != 1 || s.Draft.Locales["en"]["slug"] != "one" || s.Status("en") != content.StatusDraft {
			t.Fatalf("created: %+v %v", s, s.Draft)
		}
		for _, title := range []string{"O", "On", "Ones"} {
			var err error
			if s, err = p.save(editor, s, title, true); err != nil || !s.Autosaved {
				t.Fatalf("autosaved: %v", err)
			}
		}
		if got := p.versions(s.Draft.ID); got != "4 autosaved, 1 saved" {
			t.Errorf("autosave keeps one rolling revision: %s", got)
		}
		s, done, err := p.PublishEntry(ctx, editor, s.Draft.ID, s.Version, []string{"en"})
		if err != nil || s.Status("en") != content.StatusPublished || s.Status("fr") != content.StatusDraft {
			t.Fatalf("published: %v", err)
		}
		if got := p.since(done.Generation - 1); len(got) != 1 {
			t.Errorf("records %v", names(got))
		}
		if s, err = p.save(editor, s, "Two", false); err != nil || s.Status("en") != content.StatusChanged {
			t.Fatalf("changed: %v", err)
		}
		if got := p.versions(s.Draft.ID); got != "5 saved, 4 saved, 1 saved" {
			t.Errorf("what was published stays: %s", got)
		}
		if s, done, err = p.UnpublishEntry(ctx, editor, s.Draft.ID, s.Version, nil); err != nil || s.Published != nil || s.Status("en") != content.StatusDraft {
			t.Fatalf("unpublished: %v", err)
		}
		if got := names(p.since(done.Generation - 1)); len(got) != 1 || !strings.HasPrefix(got[0], "-entry") {
			t.Errorf("records %v", got)
		}
		if _, err = p.TrashEntry(ctx, editor, s.Draft.ID, s.Version, ""); err != nil {
			t.Fatal(err)
		}
		if _, err = p.save(editor, s, "Three", false); !fault.Is(err, fault.Conflict) {
			t.Errorf("an entry in the trash is saved: %v", err)
		}
		if s, _, err = p.RestoreEntry(ctx, editor, s.Draft.ID); err != nil || s.Trashed() {
			t.Errorf("restored: %v", err)
		}
		if _, err = p.PurgeEntry(ctx, actorOf(identity.Administrator), s.Draft.ID); !fault.Is(err, fault.Conflict) {
			t.Errorf("purged outside the trash: %v", err)
		}
		if _, err = p.TrashEntry(ctx, editor, s.Draft.ID, s.Version, ""); err != nil {
			t.Fatal(err)
		}
		if _, err = p.PurgeEntry(ctx, actorOf(identity.Administrator), s.Draft.ID); err != nil {
			t.Fatal(err)
		}
		if _, err = p.Entry(ctx, editor, s.Draft.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("purged, and there: %v", err)
		}
	})
}

// versions lists the revisions of an entry.
func (p *plane) versions(id string) string {
	p.t.Helper()
	all, err := p.Revisions(p.t.Context(), actorOf(identity.Viewer), id, 0, 100)
	if err != nil {
		p.t.Fatal(err)
	}
	var out []string
	for _, r := range all {
		out = append(out, fmt.Sprintf("%d %s", r.Version, r.Kind))
	}
	return strings.Join(out, ", ")
}

// TestTwoEditors: the second of two saves is refused, reads what the first has made of the entry, and nothing is overwritten.
func TestTwoEditors(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		one, two := actorWith("one", identity.Everywhere(identity.Editor)), actorWith("two", identity.Everywhere(identity.Editor))
		s := p.draft(one, "Start")
		if _, err := p.save(one, s, "First", false); err != nil {
			t.Fatal(err)
		}
		if _, err := p.save(two, s, "Second", false); !fault.Is(err, fault.Stale) {
			t.Fatalf("the second save: %v", err)
		}
		now, err := p.Entry(t.Context(), two, s.Draft.ID)
		if err != nil || now.Draft.Locales["en"]["title"] != "First" {
			t.Fatalf("the first save is not there: %v", err)
		}
		if s, err = p.save(two, now, "Both", false); err != nil {
			t.Fatal(err)
		}
		s, _, err = p.RestoreRevision(t.Context(), one, s.Draft.ID, s.Version, 2)
		if err != nil || s.Draft.Locales["en"]["title"] != "First" || p.versions(s.Draft.ID) != "4 restored, 3 saved, 2 saved, 1 saved" {
			t.Errorf("restored: %v, %s", err, p.versions(s.Draft.ID))
		}
	})
}

// TestDeleteKeepsReferences: what others name cannot go, unless another takes its place.
func TestDeleteKeepsReferences(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		ctx, editor := t.Context(), actorOf(identity.Editor)
		second, err := p.EntryByKey(ctx, editor, "shared", "article", "second")
		if err != nil {
			t.Fatal(err)
		}
		_, err = p.TrashEntry(ctx, editor, second.Draft.ID, second.Version, "")
		var f *fault.Error
		if !errors.As(err, &f) || f.Code != fault.Conflict || len(f.Problems) == 0 || !strings.Contains(f.Problems[0].Message, "first") {
			t.Fatalf("deleted under a reference: %v", err)
		}
		other := p.draft(editor, "Other")
		if _, err = p.TrashEntry(ctx, editor, second.Draft.ID, second.Version, other.Draft.ID); err != nil {
			t.Fatal(err)
		}
		first, err := p.EntryByKey(ctx, editor, "shared", "article", "first")
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]any{"$ref": "article/" + other.Draft.ID}
		related, _ := first.Draft.Shared["related"].([]any)
		if diff := cmp.Diff(want, related[len(related)-1]); diff != "" {
			t.Error(diff)
		}
	})
}

// TestUniqueSlug: two entries of a space do not go out under one address; in different locales they may.
func TestUniqueSlug(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		ctx, editor := t.Context(), actorOf(identity.Editor)
		one, two := p.draft(editor, "Same"), p.draft(editor, "Same")
		if _, _, err := p.PublishEntry(ctx, editor, one.Draft.ID, one.Version, []string{"en"}); err != nil {
			t.Fatal(err)
		}
		_, _, err := p.PublishEntry(ctx, editor, two.Draft.ID, two.Version, []string{"en"})
		var ps fault.Problems
		if !errors.As(err, &ps) || ps[0].Pointer != "/locales/en/slug" {
			t.Fatalf("the same address twice: %v", err)
		}
		// It is told on demand, and with everything else that stands in the way.
		three := p.draft(editor, "Same")
		if three, _, err = p.SaveEntry(ctx, editor, three.Draft.ID, authoring.SaveEntry{Patch: []byte(`{"locales":{"en":{"title":null}}}`)}); err != nil {
			t.Fatal(err)
		}
		checked, err := p.CheckEntry(ctx, editor, three.Draft.ID, []string{"en"})
		if err != nil {
			t.Fatal(err)
		}
		_, _, err = p.PublishEntry(ctx, editor, three.Draft.ID, three.Version, []string{"en"})
		for when, ps := range map[string]fault.Problems{"checked": checked, "published": problemsIn(err)} {
			if len(ps) != 2 || ps[0].Pointer != "/locales/en/slug" || ps[0].Code != "taken_value" || ps[1].Pointer != "/locales/en/title" {
				t.Errorf("%s: %v", when, ps)
			}
		}
		if ps, err := p.CheckEntry(ctx, editor, one.Draft.ID, []string{"en"}); err != nil || len(ps) > 0 {
			t.Errorf("what is out already: %v %v", ps, err)
		}
		if _, _, err := p.PublishEntry(ctx, editor, two.Draft.ID, two.Version, []string{"fr"}); err != nil {
			t.Errorf("in another locale: %v", err)
		}
		if _, _, err := p.UnpublishEntry(ctx, editor, one.Draft.ID, one.Version, nil); err != nil {
			t.Fatal(err)
		}
		if _, _, err := p.PublishEntry(ctx, editor, two.Draft.ID, two.Version, []string{"en"}); err != nil {
			t.Errorf("after the other has gone: %v", err)
		}
	})
}

// TestTranslator: somebody who may write French writes French, and neither English nor what all locales share.
func TestTranslator(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		ctx := t.Context()
		s := p.draft(actorOf(identity.Editor), "One")
		translator := actorWith("t", identity.Assignment{Role: identity.Translator, Sites: []string{"shared"}, Locales: []string{"fr"}})
		for patch, want := range map[string]fault.Code{
			`{"locales":{"fr":{"body":"Texte"}}}`:                          "",
			`{"locales":{"en":{"body":"Text"}}}`:                           fault.Forbidden,
			`{"shared":{"order":3}}`:                                       fault.Forbidden,
			`{"locales":{"fr":{"body":"Autre"},"en":{"body":"smuggled"}}}`: fault.Forbidden,
			`{"locales":{"en":null}}`:                                      fault.Forbidden,
			`{"locales":{"fr":{"body":"Encore"}},"version":1}`:             fault.Unprocessable,
		} {
			_, _, err := p.SaveEntry(ctx, translator, s.Draft.ID, authoring.SaveEntry{Patch: []byte(patch)})
			if fault.CodeOf(err) != want {
				t.Errorf("%s: %v", patch, err)
			}
		}
		if _, _, err := p.PublishEntry(ctx, translator, s.Draft.ID, 0, []string{"fr"}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a translator publishes: %v", err)
		}
	})
}
