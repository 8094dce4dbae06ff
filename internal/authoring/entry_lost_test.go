package authoring_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
)

// trashedStories gives two stories in the trash; the first names the second.
func (p *plane) trashedStories() (a, b string) {
	p.t.Helper()
	a, b = p.stories()
	p.must(p.SaveEntry(p.t.Context(), root, b, authoring.SaveEntry{Patch: []byte(`{"shared":{"next":null}}`)}))
	p.must(p.PublishEntry(p.t.Context(), root, b, 0, nil))
	for _, id := range []string{a, b} {
		if _, err := p.TrashEntry(p.t.Context(), root, id, 0, ""); err != nil {
			p.t.Fatal(err)
		}
	}
	return a, b
}

// goesOut saves an entry with another title, and publishes it.
func (p *plane) goesOut(actor authoring.Actor, id string) {
	p.t.Helper()
	p.must(p.SaveEntry(p.t.Context(), actor, id, authoring.SaveEntry{Patch: []byte(`{"locales":{"en":{"title":"Goes out"}}}`)}))
	p.must(p.PublishEntry(p.t.Context(), actor, id, 0, nil))
}

// auditOf gives the newest line of an action on an entry.
func (p *plane) auditOf(action, id string) *authoring.AuditLine {
	p.t.Helper()
	var lines []*authoring.AuditLine
	err := p.store.View(p.t.Context(), func(tx authoring.Tx) (err error) {
		lines, err = tx.AuditLines(p.t.Context(), authoring.AuditFilter{Subject: "entry/" + id, Action: action, Newest: true, Limit: 1})
		return err
	})
	if err != nil || len(lines) != 1 {
		p.t.Fatal(lines, err)
	}
	return lines[0]
}

// TestRestoreWithoutWhatIsGone: what an entry in the trash names may be deleted for good; it comes back without, by itself and in a
// job, says so, and can be saved and published.
func TestRestoreWithoutWhatIsGone(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		a, b := p.trashedStories()
		if _, err := p.PurgeEntry(t.Context(), root, b); err != nil {
			t.Fatal(err)
		}
		s, _, err := p.RestoreEntry(t.Context(), root, a)
		if err != nil || s.Draft.Shared["next"] != nil || s.Draft.Shared["tone"] != "cold" {
			t.Fatalf("%+v %v", s, err)
		}
		if line := p.auditOf("entry.restore", a); !strings.Contains(line.Detail, "/shared/next") {
			t.Errorf("%+v", line)
		}
		p.goesOut(root, a)
		if _, err := p.TrashEntry(t.Context(), root, a, 0, ""); err != nil {
			t.Fatal(err)
		}
	})
	onEach(t, func(t *testing.T, p *plane) {
		a, b := p.trashedStories()
		if _, rows := p.run(root, authoring.NewJob{Kind: authoring.JobPurge, Entries: []authoring.NewJobRow{{ID: b}}}); !cmp.Equal(rows, []string{"done"}) {
			t.Fatal(rows)
		}
		if _, rows := p.run(root, authoring.NewJob{Kind: authoring.JobRestore, Entries: []authoring.NewJobRow{{ID: a}}}); !cmp.Equal(rows, []string{"done"}) {
			t.Fatal(rows)
		}
		p.goesOut(root, a)
	})
}

// TestRestoreBeforeWhatItNames: what is in the trash too stays named, so that the order in which entries come back does not matter; it
// is not published, and not deleted for good while it is named. When its time is over it is taken out.
func TestRestoreBeforeWhatItNames(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		a, b := p.trashedStories()
		ctx := t.Context()
		s, _, err := p.RestoreEntry(ctx, root, a)
		if err != nil || s.Draft.Shared["next"] == nil {
			t.Fatalf("%+v %v", s, err)
		}
		p.must(p.SaveEntry(ctx, root, a, authoring.SaveEntry{Patch: []byte(`{"locales":{"en":{"title":"Saved"}}}`)}))
		_, _, err = p.PublishEntry(ctx, root, a, 0, []string{"en"})
		if !cmp.Equal(pointers(err), []string{"/shared/next trashed_entry"}) {
			t.Errorf("published: %v", err)
		}
		if _, err := p.PurgeEntry(ctx, root, b); !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), "in the trash") {
			t.Errorf("deleted for good while it is named: %v", err)
		}
		if _, _, err := p.RestoreEntry(ctx, root, b); err != nil {
			t.Fatal(err)
		}
		p.goesOut(root, a)

		p.must(p.UnpublishEntry(ctx, root, a, 0, nil))
		for _, id := range []string{a, b} {
			if _, err := p.TrashEntry(ctx, root, id, 0, ""); err != nil {
				t.Fatal(err)
			}
		}
		if _, _, err := p.RestoreEntry(ctx, root, a); err != nil {
			t.Fatal(err)
		}
		p.clock.pass(31 * 24 * time.Hour)
		if done := p.sweep(); !cmp.Equal(done.Purged, []string{b}) {
			t.Fatalf("%+v", done)
		}
		if s, err = p.Entry(ctx, root, a); err != nil || s.Draft.Shared["next"] != nil {
			t.Errorf("%+v %v", s, err)
		}
		if line := p.auditOf("entry.save", a); !strings.Contains(line.Before, b) || line.Actor != "system:sweeper" {
			t.Errorf("%+v", line)
		}
		p.goesOut(root, a)
	})
}

// TestReferencesOfOthers: who may not read what an entry names may save it, publish it and bring back an old revision, and nothing is
// lost by that; they name no other such entry.
func TestReferencesOfOthers(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		a, b := p.stories()
		own := []identity.Grant{{
			Actions: []identity.Action{identity.Read, identity.Update, identity.Publish}, Types: []string{"story"}, Sites: []string{"one"},
			Locales: []string{identity.Any}, Fields: []string{identity.Any},
		}}
		luc := authoring.Actor{ID: "luc", Name: "luc", Access: identity.Limited(own, identity.Everything())}
		p.goesOut(luc, a)
		p.must(p.SaveEntry(t.Context(), root, a, authoring.SaveEntry{Patch: []byte(`{"shared":{"next":null}}`)}))
		if s, _, err := p.RestoreRevision(t.Context(), luc, a, 0, 1); err != nil || s.Draft.Shared["next"] == nil {
			t.Fatalf("%+v %v", s, err)
		}
		p.must(p.SaveEntry(t.Context(), root, a, authoring.SaveEntry{Patch: []byte(`{"shared":{"next":null}}`)}))
		_, _, err := p.SaveEntry(t.Context(), luc, a, authoring.SaveEntry{Patch: []byte(`{"shared":{"next":{"$ref":"story/` + b + `"}}}`)})
		if !fault.Is(err, fault.Unprocessable) {
			t.Errorf("named what is not for them: %v", err)
		}
	})
}

// TestTrashBesideAnEntryOfNoType: an entry whose type is gone keeps nothing from the trash.
func TestTrashBesideAnEntryOfNoType(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		_, b := p.stories()
		tale := strings.Replace(storyTypes, "name: story", "name: tale", 1)
		both := model(t, files{storyFile: storyTypes, "content-types/tale.yaml": tale})
		if _, err := p.MigrateModel(t.Context(), root, both, authoring.OriginImport, true); err != nil {
			t.Fatal(err)
		}
		p.must(p.CreateEntry(t.Context(), root, authoring.NewEntry{
			Space: "shared", Type: "tale", Key: "t", Shared: map[string]any{"next": map[string]any{"$ref": "story/" + b}}, Locales: docs{"en": {"title": "T"}},
		}))
		p.migrate(storyTypes, true)
		a := p.entry("story", "a").ID
		p.must(p.SaveEntry(t.Context(), root, a, authoring.SaveEntry{Patch: []byte(`{"shared":{"next":null}}`)}))
		p.must(p.PublishEntry(t.Context(), root, a, 0, nil))
		if _, err := p.TrashEntry(t.Context(), root, b, 0, ""); err != nil {
			t.Error(err)
		}
	})
}

// TestRestoreKeepsMedia: an entry comes back with media that its type would not take any more, and without those that are gone.
func TestRestoreKeepsMedia(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(files{"content-types/shot.yaml": shot})
		kept, gone := p.medium("shared", "png"), p.medium("shared", "pdf")
		of := func(id string) map[string]any { return map[string]any{"$media": id} }
		s, _, err := p.CreateEntry(t.Context(), root, authoring.NewEntry{
			Space: "shared", Type: "shot", Shared: map[string]any{"name": "A", "cover": of(kept)}, Locales: docs{"en": {"more": []any{of(kept), of(gone)}}},
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.TrashEntry(t.Context(), root, s.Draft.ID, 0, ""); err != nil {
			t.Fatal(err)
		}
		if _, err := p.DeleteMedium(t.Context(), root, gone, 1); err != nil {
			t.Fatal(err)
		}
		video := model(t, files{"content-types/shot.yaml": strings.Replace(shot, "accept: [image]", "accept: [video]", 1)})
		if _, err := p.MigrateModel(t.Context(), root, video, authoring.OriginImport, true); err != nil {
			t.Fatal(err)
		}
		s, _, err = p.RestoreEntry(t.Context(), root, s.Draft.ID)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(of(kept), s.Draft.Shared["cover"]); diff != "" || !cmp.Equal(s.Draft.Locales["en"]["more"], any([]any{of(kept)})) {
			t.Errorf("%s %v", diff, s.Draft.Locales)
		}
	})
}
