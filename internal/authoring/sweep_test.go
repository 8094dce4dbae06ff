package authoring_test

import (
	"testing"
	"time"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
)

// keepTwo is the tiny group with articles of which two revisions and ten days of trash are kept.
var keepTwo = files{"content-types/article.yaml": `name: article
label: {en: Article}
title: title
slug: slug
retention: {revisions: 2, days: 10}
fields:
  - {name: title, kind: text, label: {en: Title}, localized: true, required: true, maxLength: 60}
  - {name: slug, kind: slug, label: {en: Address}, localized: true, from: title}
  - {name: body, kind: markdown, label: {en: Text}, localized: true}
  - {name: order, kind: integer, label: {en: Order}}
  - {name: related, kind: reference, label: {en: Read also}, to: [article, faq], many: true}
`}

func (p *plane) sweep() authoring.Swept {
	p.t.Helper()
	done, err := p.Sweep(p.t.Context())
	if err != nil {
		p.t.Fatal(err)
	}
	return done
}

// TestSweepRevisions: the newest are kept, and what is published, planned or in review.
func TestSweepRevisions(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(keepTwo)
		p.sweep()
		a := p.colleague("a", identity.Editor)
		s := p.draft(a, "Kept")
		save := step{a, "save", ""}
		p.play(s, []string{"en"}, step{a, "publish", ""}, save, save) // 1 is published
		coded(t, "plan", p.plan(a, s.Draft.ID, content.SchedulePublish, time.Hour, "fr"), "")
		p.play(s, []string{"en"}, save, save, step{a, "submit", ""}, step{a, "save shared", ""}, save, save) // 3 is planned, 5 was submitted
		if done := p.sweep(); done.Revisions != 3 || len(done.Purged) != 0 {
			t.Errorf("%+v", done)
		}
		if got := p.versions(s.Draft.ID); got != "8 saved, 7 saved, 5 saved, 3 saved, 1 saved" {
			t.Errorf("kept: %s", got)
		}
		lines := p.audited("retention.sweep", "")
		if done := p.sweep(); done.Revisions != 0 || p.audited("retention.sweep", "") != lines {
			t.Errorf("the second time: %+v", done)
		}
		p.clock.pass(2 * time.Hour)
		p.runDue(1)
		if got := p.stored(s.Draft.ID); got.Published.Locales["fr"] == nil {
			t.Error("what was planned was swept away")
		}
	})
}

// TestSweepFourEyes: who has written is known as long as it matters.
func TestSweepFourEyes(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(reviewed)
		a, b := p.colleague("a", identity.SiteManager), p.colleague("b", identity.SiteManager)
		s := p.draft(a, "Kept")
		p.play(s, []string{"en"}, step{b, "save", ""}, step{a, "save", ""}, step{a, "save", ""}, step{a, "save", ""}, step{a, "submit", ""})
		p.sweep()
		p.play(s, []string{"en"}, step{b, "approve", fault.Forbidden})
	})
}

// TestSweepTrash: what was in the trash for its time is purged, some at a time, and nothing else.
func TestSweepTrash(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(keepTwo)
		ctx, a := t.Context(), p.colleague("a", identity.Editor)
		old := p.drafts(a, 120)
		p.run(a, authoring.NewJob{Kind: authoring.JobDelete, Entries: old})
		p.clock.pass(9 * 24 * time.Hour)
		if done := p.sweep(); len(done.Purged) != 0 {
			t.Errorf("too early: %d", len(done.Purged))
		}
		later := p.draft(a, "Later")
		if _, err := p.TrashEntry(ctx, a, later.Draft.ID, 0, ""); err != nil {
			t.Fatal(err)
		}
		p.clock.pass(24*time.Hour + time.Second)
		if done := p.sweep(); len(done.Purged) != 120 {
			t.Errorf("%d of 120 were purged", len(done.Purged))
		}
		if n := p.audited("retention.sweep", ""); n != 2 {
			t.Errorf("%d lines of the audit for two pieces", n)
		}
		if got := p.stored(later.Draft.ID); !got.Trashed() {
			t.Error("what was put there later is gone")
		}
		_, err := p.Entry(ctx, root, old[0].ID)
		coded(t, "purged", err, fault.NotFound)
		p.clock.pass(31 * 24 * time.Hour)
		if done := p.sweep(); done.Jobs != 1 {
			t.Errorf("%+v", done)
		}
		if list, err := p.Jobs(ctx, a, "", 10); err != nil || len(list) != 0 {
			t.Errorf("old jobs stay: %v %v", list, err)
		}
	})
}
