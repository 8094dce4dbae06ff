package authoring_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/published"
)

const noticeType = `name: notice
label: {en: Notice}
title: title
fields:
  - {name: title, kind: text, label: {en: T}, localized: true, required: true}
  - {name: severity, kind: text, label: {en: S}}
  - {name: startsAt, kind: date-time, label: {en: F}}
`

// TestNoticesArePublishedWithBundles: a notice that goes out, changes or is taken back is in the bundles of the sites that show it, in the
// same publication, and in no other's.
func TestNoticesArePublishedWithBundles(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(files{"content-types/notice.yaml": noticeType})
		ctx, editor := t.Context(), actorOf(identity.Editor)
		s, _, err := p.CreateEntry(ctx, editor, authoring.NewEntry{
			Space: "one", Type: "notice", Shared: map[string]any{"severity": "warning", "startsAt": "2026-01-01T00:00:00Z"},
			Locales: map[string]map[string]any{"en": {"title": "Water"}},
		})
		if err != nil {
			t.Fatal(err)
		}
		s, done, err := p.PublishEntry(ctx, editor, s.Draft.ID, s.Version, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := noticesIn(t, p.since(done.Generation-1)); cmp.Diff(map[string]string{"one/en": "Water", "one/fr": "Water"}, got) != "" {
			t.Errorf("published: %v", got)
		}
		// Site two is the child of one, and has the locales fr-CA and fr: English is in the chain of neither.
		_, done, err = p.UnpublishEntry(ctx, editor, s.Draft.ID, s.Version, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := noticesIn(t, p.since(done.Generation-1)); cmp.Diff(map[string]string{"one/en": "", "one/fr": ""}, got) != "" {
			t.Errorf("taken back: %v", got)
		}
	})
}

// noticesIn gives the titles of the notices in the bundles of a publication.
func noticesIn(t *testing.T, records map[string]published.Record) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, r := range records {
		if r.Kind != published.KindBundle {
			continue
		}
		var b published.Bundle
		if err := json.Unmarshal(r.Body, &b); err != nil {
			t.Fatal(err)
		}
		var titles []string
		for _, n := range b.Notices {
			titles = append(titles, n.Title)
		}
		out[r.Key] = strings.Join(titles, ", ")
	}
	return out
}
