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
	"github.com/portico-cms/portico/internal/schema"
)

const (
	storyTypes = `name: story
label: {en: Story}
title: title
slug: slug
fields:
  - {name: title, kind: text, label: {en: Title}, localized: true, required: true, maxLength: 60}
  - {name: slug, kind: slug, from: title, label: {en: Slug}, localized: true}
  - {name: tone, kind: enumeration, label: {en: Tone}, values: [{value: warm, label: {en: W}}, {value: cold, label: {en: C}}]}
  - {name: note, kind: text, label: {en: Note}}
  - {name: next, kind: reference, to: [story], label: {en: Next}}
  - {name: box, kind: component, label: {en: Box}, fields: [{name: head, kind: text, label: {en: H}}, {name: foot, kind: text, label: {en: F}}]}
`
	storyRenamed = `name: tale
renamedFrom: story
label: {en: Tale}
title: heading
slug: slug
fields:
  - {name: heading, renamedFrom: title, kind: text, label: {en: Title}, localized: true, required: true, maxLength: 60}
  - {name: slug, kind: slug, from: heading, label: {en: Slug}, localized: true}
  - {name: tone, kind: enumeration, label: {en: Tone}, values: [{value: warm, label: {en: W}}, {value: cold, label: {en: C}}]}
  - {name: note, kind: text, label: {en: Note}}
  - {name: next, kind: reference, to: [tale], label: {en: Next}}
  - {name: box, kind: component, label: {en: Box}, fields: [{name: head, kind: text, label: {en: H}}, {name: foot, kind: text, label: {en: F}}]}
`
	storyFile = "content-types/story.yaml"
)

// stories imports two stories that name each other; one has a change that is not published.
func (p *plane) stories() (a, b string) {
	p.t.Helper()
	p.importTiny(files{
		storyFile:                     storyTypes,
		"entries/one/story/a.yaml":    "shared: {tone: cold, note: N, next: story/b, box: {head: H, foot: F}}\nlocales:\n  en: {title: First one}\n  fr: {title: Premier}\n",
		"entries/shared/story/b.yaml": "shared: {tone: warm, next: story/a}\nlocales:\n  en: {title: Second}\n",
	})
	a, b = p.entry("story", "a").ID, p.entry("story", "b").ID
	p.must(p.SaveEntry(p.t.Context(), root, a, authoring.SaveEntry{Patch: []byte(`{"locales":{"en":{"title":"Draft"}}}`)}))
	return a, b
}

func (p *plane) migrate(src string, accept bool) *authoring.Migration {
	p.t.Helper()
	done, err := p.MigrateModel(p.t.Context(), root, model(p.t, files{storyFile: src}), authoring.OriginImport, accept)
	if err != nil {
		p.t.Fatal(err)
	}
	return done
}

// TestModelRenames: renamed types and fields keep their values, in drafts and in what is published, and references to them.
func TestModelRenames(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		a, b := p.stories()
		generation := p.importTiny(files{"content-types/tale.yaml": storyRenamed, "entries/": ""}).Generation
		s, err := p.Entry(t.Context(), root, a)
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]any{"tone": "cold", "note": "N", "next": map[string]any{"$ref": "tale/" + b}, "box": map[string]any{"head": "H", "foot": "F"}}
		if diff := cmp.Diff(want, s.Draft.Shared); diff != "" || s.Draft.Type != "tale" || s.Draft.Locales["en"]["heading"] != "Draft" {
			t.Errorf("%+v %s", s.Draft, diff)
		}
		if diff := cmp.Diff(want, s.Published.Shared); diff != "" || s.Published.Locales["en"]["heading"] != "First one" || s.Status("fr") != content.StatusPublished {
			t.Errorf("%+v %s", s.Published, diff)
		}
		list, err := p.Revisions(t.Context(), root, a, 0, 10)
		if err != nil || list[0].Kind != content.Migrated || len(list) != 3 {
			t.Errorf("%+v %v", list[0], err)
		}
		if out := p.entry("tale", "a"); out.ID != a || out.Locales["en"].Fields["heading"] != "First one" {
			t.Errorf("published: %+v", out)
		}
		if got := names(p.since(generation - 1)); !cmp.Equal(got, []string{"-type story", "entry " + min(a, b), "entry " + max(a, b), "type tale"}) {
			t.Errorf("records %q", got)
		}
		if _, _, err := p.RestoreRevision(t.Context(), root, a, s.Version, 1); err != nil {
			t.Error(err)
		}
		if back, _ := p.Entry(t.Context(), root, a); back.Draft.Locales["en"]["heading"] != "First one" {
			t.Errorf("restored: %+v", back.Draft)
		}
		_, err = p.ImportFS(t.Context(), root, folderOf(map[string]string{"entries/one/tale/c.yaml": "locales:\n  en: {heading: First one}\n"}))
		if err == nil || !strings.Contains(err.Error(), "one/tale/a has this value already") {
			t.Errorf("unique values did not come along: %v", err)
		}
	})
}

// TestModelLosses: what would be lost is counted and left alone; accepted, it is gone from drafts and from what is published, and
// stays in the history.
func TestModelLosses(t *testing.T) {
	less := strings.NewReplacer("  - {name: note, kind: text, label: {en: Note}}\n", "", "maxLength: 60", "maxLength: 6",
		", {value: cold, label: {en: C}}", "", ", {name: foot, kind: text, label: {en: F}}", "").Replace(storyTypes)
	onEach(t, func(t *testing.T, p *plane) {
		a, _ := p.stories()
		before := names(p.since(0))
		done := p.migrate(less, false)
		var got []string
		for _, l := range done.Losses {
			got = append(got, l.String())
		}
		want := []string{
			"story.box.foot: the field is gone, and with it its values (2 values of 1 entry)",
			"story.note: the field is gone, and with it its values (2 values of 1 entry)",
			"story.title: maxLength goes from 60 to 6 (3 values of 1 entry)",
			"story.tone: value cold is not allowed any more (2 values of 1 entry)",
		}
		if diff := cmp.Diff(want, got); diff != "" || done.Applied || !cmp.Equal(before, names(p.since(0))) {
			t.Errorf("%+v %s", done, diff)
		}
		if done = p.migrate(less, true); !done.Applied || done.Entries != 1 {
			t.Errorf("%+v", done)
		}
		s, err := p.Entry(t.Context(), root, a)
		if err != nil || s.Draft.Shared["note"] != nil || s.Published.Shared["note"] != nil || s.Published.Shared["tone"] != "cold" ||
			!cmp.Equal(s.Published.Shared["box"], any(map[string]any{"head": "H"})) {
			t.Errorf("%+v %+v %v", s.Draft, s.Published, err)
		}
		if old, err := p.Revision(t.Context(), root, a, 1); err != nil || old.Entry == nil {
			t.Error(err)
		}
		if older := p.migrate(storyTypes, false); older.Applied || !older.Older {
			t.Errorf("it went back by itself: %+v", older)
		}
		if back := p.migrate(storyTypes, true); !back.Applied {
			t.Errorf("%+v", back)
		}
	})
}

// TestModelCosts: what deletes history or the trash, what closes or opens a field, and what asks for more values is counted, and
// left alone until it is accepted.
func TestModelCosts(t *testing.T) {
	const note = "{name: note, kind: text, label: {en: Note}}"
	closed := strings.Replace(storyTypes, note, "{name: note, kind: text, label: {en: Note}, readableBy: [site-manager]}", 1)
	onEach(t, func(t *testing.T, p *plane) {
		a, b := p.stories()
		ctx := t.Context()
		for _, text := range []string{"Two", "Three"} {
			p.must(p.SaveEntry(ctx, root, a, authoring.SaveEntry{Patch: []byte(`{"locales":{"en":{"title":"` + text + `"}}}`)}))
		}
		for _, tt := range []struct{ from, to, want string }{
			{storyTypes, strings.Replace(storyTypes, "title: title", "title: title\nretention: {revisions: 1, days: 1}", 1), "story: the limit of revisions that are kept goes from 100 to 1: what is older is deleted (1 value of 1 entry)"},
			{storyTypes, closed, "story.note: only site-manager may see the values now: they are delivered to no site any more (1 value of 1 entry)"},
			{closed, storyTypes, "story.note: everybody may see the values now: they are delivered with what is published (2 values of 1 entry)"},
			{strings.Replace(storyTypes, note, "{name: note, kind: text, label: {en: Note}, required: true, when: {field: tone, is: cold}}", 1),
				strings.Replace(storyTypes, note, "{name: note, kind: text, label: {en: Note}, required: true}", 1), "story.note: a value is required in every case now (1 value of 1 entry)"},
		} {
			p.migrate(tt.from, true)
			done := p.migrate(tt.to, false)
			if len(done.Losses) != 1 || done.Losses[0].String() != tt.want || done.Applied {
				t.Errorf("%+v\nwant %s", done, tt.want)
			}
			if done = p.migrate(tt.to, true); !done.Applied {
				t.Errorf("accepted: %+v", done)
			}
			if out := p.entry("story", "a").Shared["note"]; (out == nil) != (tt.to == closed) {
				t.Errorf("%s: published is %v", tt.want, out)
			}
			p.migrate(storyTypes, true)
		}
		s, err := p.Entry(ctx, root, b)
		if err != nil {
			t.Fatal(err)
		}
		p.must(p.SaveEntry(ctx, root, a, authoring.SaveEntry{Patch: []byte(`{"shared":{"next":null}}`)}))
		p.must(p.PublishEntry(ctx, root, a, 0, nil))
		if _, err := p.TrashEntry(ctx, root, b, s.Version, ""); err != nil {
			t.Fatal(err)
		}
		done := p.migrate(strings.Replace(storyTypes, "title: title", "title: title\nretention: {days: 29}", 1), false)
		if len(done.Losses) != 1 || done.Losses[0].Code != "days" || done.Losses[0].Entries != 1 || done.Applied {
			t.Errorf("with an entry in the trash: %+v", done)
		}
	})
}

// TestModelRemovesAType: entries of a type that is gone are put into the trash, out of service.
func TestModelRemovesAType(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		a, b := p.stories()
		generation := p.importTiny(nil2()).Generation
		without := model(t, nil)
		done, err := p.MigrateModel(t.Context(), root, without, authoring.OriginImport, false)
		if err != nil || len(done.Losses) != 1 || done.Losses[0].Entries != 2 || done.Losses[0].Effect != schema.Removes {
			t.Fatalf("%+v %v", done, err)
		}
		if done, err = p.MigrateModel(t.Context(), root, without, authoring.OriginImport, true); err != nil || !done.Applied {
			t.Fatalf("%+v %v", done, err)
		}
		if got := names(p.since(generation)); !cmp.Equal(got, []string{"-entry " + min(a, b), "-entry " + max(a, b), "-type story"}) {
			t.Errorf("records %q", got)
		}
	})
}

// TestModelTypeReturnsA3: entries of a type that comes back can be taken out of the trash, without the values that not everybody might
// read when it went.
func TestModelTypeReturnsA3(t *testing.T) {
	const source = "name: story\nlabel: {en: Memo}\ntitle: title\nfields:\n" +
		"  - {name: title, kind: text, label: {en: Title}, localized: true}\n" +
		"  - {name: order, kind: integer, label: {en: Order}}\n" +
		"  - {name: secret, kind: text, label: {en: Secret}%s}\n"
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		p.migrate(fmt.Sprintf(source, ", readableBy: [site-manager]"), false)
		s, _, err := p.CreateEntry(t.Context(), root, authoring.NewEntry{
			Space: "shared", Type: "story", Key: "one", Shared: map[string]any{"order": int64(4), "secret": "hush"},
			Locales: map[string]map[string]any{"en": {"title": "One"}},
		})
		if err != nil {
			t.Fatal(err)
		}
		id := s.Draft.ID
		p.migrate("", true)
		p.migrate(fmt.Sprintf(source, ""), true)
		got, _, err := p.RestoreEntry(t.Context(), root, id)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(map[string]any{"order": float64(4)}, got.Draft.Shared); diff != "" || got.Draft.Locales["en"]["title"] != "One" {
			t.Errorf("%s%v", diff, got.Draft.Locales)
		}
		old, err := p.Revision(t.Context(), root, id, 1)
		if err != nil || len(old.Entry.Shared) > 0 {
			t.Errorf("the history shows %+v %v", old, err)
		}
	})
}

// nil2 imports nothing but the sites.
func nil2() files {
	return files{"content-types/": "", "design-system/": "", "entries/": "", "menus/": ""}
}

// TestModelNeverGoesBack: of two binaries whose content types differ in a label only, the second to come stays in force, whichever
// of them starts again.
func TestModelNeverGoesBack(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		label := files{article: strings.Replace(string(tiny(t, nil)[article].Data), "label: {en: Order}", "label: {en: Place}", 1)}
		for _, replaced := range []files{nil, label, nil, label, nil} {
			if err := p.Bootstrap(t.Context(), model(t, replaced), release(t, nil), authoring.OriginEmbedded); err != nil {
				t.Fatal(err)
			}
		}
		m, err := p.Model(t.Context())
		if err != nil || m.Hash() != model(t, label).Hash() {
			t.Errorf("an older model is in force: %v", err)
		}
		if n := len(p.since(1)); n > 0 {
			t.Errorf("%d records", n)
		}
		if _, err := p.MigrateModel(t.Context(), actorOf(identity.Editor), m, "", true); !fault.Is(err, fault.Forbidden) {
			t.Errorf("an editor migrates: %v", err)
		}
	})
}
