package authoring

import (
	"context"
	"slices"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/menu"
	"github.com/portico-cms/portico/internal/site"
)

// The audit of writes that change many things at once has a line for each of them, which says the same as if it had been changed alone.
const (
	auditBytes  = 64 << 10 // of the values in such a line; where there are more, the history alone has them
	auditFields = 100      // of which such a line gives the pointers then
)

// boundedChanges gives the values of a line, or what it says in their place.
func boundedChanges(detail, was, is map[string]any) (map[string]any, any, any) {
	if len(auditJSON(was))+len(auditJSON(is)) <= auditBytes {
		return detail, was, is
	}
	pointers := make([]string, 0, len(was)+len(is))
	for _, values := range []map[string]any{was, is} {
		for pointer := range values {
			pointers = append(pointers, pointer)
		}
	}
	slices.Sort(pointers)
	pointers = slices.Compact(pointers)
	detail["left_out"] = "values"
	detail["fields"] = pointers[:min(len(pointers), auditFields)]
	return detail, nil, nil
}

// tellEntry writes what the import did to an entry: to its draft and its state in one line; where something else than the draft went out,
// that in a line before it.
func (w *entryImport) tellEntry(ctx context.Context, s *entryState, told *content.Entry) error {
	now := s.now
	if s.separate() {
		was, is := auditChanges(s.t, publishedOf(s.old), s.f.Published)
		detail, before, after := boundedChanges(w.outDetail(s, map[string]any{"what": "published"}), was, is)
		if err := w.tellOf(ctx, w.actor, now, "import", detail, before, after); err != nil {
			return err
		}
	}
	was, is := auditChanges(s.t, told, s.f.Entry)
	detail := map[string]any{"what": s.what(), "kind": content.Imported}
	if s.separate() {
		detail["version"] = now.Version + 1
	} else {
		detail = w.outDetail(s, detail)
		if s.sameDraft() && len(s.out) > 0 { // the draft was there, and went out
			was, is = auditChanges(s.t, publishedOf(s.old), now.Published)
		}
	}
	if len(s.taken) > 0 {
		detail["unpublished"] = s.taken
	}
	detail, before, after := boundedChanges(detail, was, is)
	return w.tellOf(ctx, w.actor, now, "import", detail, before, after)
}

// outDetail adds which locales went out, and that nobody had to approve them where the type asks for that: an import is done by who
// answers for the whole group, with files that were reviewed where they are kept.
func (w *entryImport) outDetail(s *entryState, detail map[string]any) map[string]any {
	if len(s.out) > 0 {
		detail["published"] = s.out
		if s.t.ReviewRequired() {
			detail["review"] = "none"
		}
	}
	return detail
}

func publishedOf(s *content.Stored) *content.Entry {
	if s == nil || s.Published == nil {
		return &content.Entry{}
	}
	return s.Published
}

// tellSite and tellMenu say what an import did to structure.
func (i *importing) tellSite(ctx context.Context, before, s *site.Site, what string) error {
	was, is := mergeDiff(before, s)
	detail, b, a := boundedChanges(map[string]any{"what": what}, was, is)
	return i.tx.Audit(ctx, AuditEvent{
		Actor: i.actor, Site: s.Key, Action: "site.import", Subject: "site/" + s.Key, Detail: detail, Before: b, After: a,
	})
}

func (i *importing) tellImportedMenu(ctx context.Context, old *menu.Stored, m menuState, what string) error {
	before := &menu.Menu{}
	if old != nil {
		before = old.Draft
	}
	was, is := menuChanges(before, m.draft)
	detail, b, a := boundedChanges(map[string]any{"what": what, "published": m.live != nil}, was, is)
	return i.tellMenu(ctx, m.draft, "import", detail, b, a)
}

// menuChanges gives the items that differ, by id, as they were and as they are.
func menuChanges(before, after *menu.Menu) (was, is map[string]any) {
	was, is = map[string]any{}, map[string]any{}
	for _, c := range menu.Diff(before, after) {
		if c.Before != nil {
			was[c.ID] = c.Before
		}
		if c.After != nil {
			is[c.ID] = c.After
		}
	}
	return was, is
}
