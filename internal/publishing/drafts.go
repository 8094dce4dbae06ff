package publishing

import (
	"slices"
	"time"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/schema"
)

// DraftMeta are the names that lists of drafts may be filtered, sorted and counted by besides fields. What a locale has of its own
// is that of the list's locale.
func DraftMeta() []published.Field {
	choice := func(name string, values ...string) published.Field {
		return published.Field{Name: name, Kind: "enumeration", Values: values, Filterable: true, Sortable: true}
	}
	label := func(name string) published.Field { return published.Field{Name: name, Kind: "tags", Filterable: true} }
	at := func(name string) published.Field {
		return published.Field{Name: name, Kind: "date-time", Filterable: true, Sortable: true}
	}
	return []published.Field{
		choice("status", string(content.StatusAbsent), string(content.StatusDraft), string(content.StatusReview), string(content.StatusScheduled),
			string(content.StatusPublished), string(content.StatusChanged), string(content.StatusArchived)),
		label("space"), label("createdBy"), label("updatedBy"), label("assignee"),
		label("locales"), // those that have a document
		label("live"),    // those that are published
		label("states"),  // of each that has a document or is published: fr:changed
		at("createdAt"), at("scheduledAt"), at("trashedAt"),
		{Name: "trashed", Kind: "boolean", Filterable: true, Sortable: true},
	}
}

// DraftModel compiles what the draft view must know of the content types: every field, whoever may read it. Who asks is kept
// from what is not for them by the query's scope and registry.
func (c *Compiler) DraftModel(m *schema.Model) []published.Record {
	types := m.Types()
	out := make([]published.Record, 0, len(types))
	for _, t := range types {
		out = append(out, published.NewRecord(published.KindType, t.Name(), typeOf(t, allFields)))
	}
	return out
}

func allFields(*schema.Field) bool { return true }

// Draft compiles an entry's draft for the draft view. locales are those of all sites: the entry has a document in each, so that
// a list in any of them shows it with its status there.
func (c *Compiler) Draft(t *schema.Type, s *content.Stored, locales []string) published.Record {
	e, text := s.Draft, c.textForm()
	body := published.Entry{
		ID: e.ID, Type: e.Type, Space: e.Space, Key: e.Key, Version: s.Version, UpdatedAt: s.UpdatedAt.UTC(),
		Shared: placed(t, s, e.Shared), Text: text.of(t, e.Shared), Locales: map[string]published.EntryDoc{}, Meta: draftMeta(s),
	}
	for _, tag := range append(slices.Clone(locales), e.Tags()...) {
		fields := e.Locales[tag]
		doc := published.EntryDoc{Fields: fields, Text: text.of(t, fields), PublishedAt: s.PublishedAt[tag].UTC(), Meta: localeMeta(s, tag)}
		body.Locales[tag] = doc
	}
	return published.NewRecord(published.KindEntry, e.ID, body)
}

func draftMeta(s *content.Stored) map[string]any {
	meta := map[string]any{
		"space": s.Draft.Space, "createdAt": stamp(s.CreatedAt), "createdBy": s.CreatedBy, "updatedBy": s.UpdatedBy,
		"locales": orNone(s.Draft.Tags()), "live": orNone(s.Live()), "trashed": s.Trashed(),
		"states": states(s),
	}
	if s.TrashedAt != nil {
		meta["trashedAt"] = stamp(*s.TrashedAt)
	}
	return meta
}

// states gives the state of each locale that has a document or is published, as locale:status.
func states(s *content.Stored) []string {
	tags := append(s.Draft.Tags(), s.Live()...)
	slices.Sort(tags)
	out := []string{}
	for _, tag := range slices.Compact(tags) {
		out = append(out, tag+":"+string(s.Status(tag)))
	}
	return out
}

// orNone is a list, also where it is empty.
func orNone(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

func localeMeta(s *content.Stored, tag string) map[string]any {
	meta := map[string]any{"status": string(s.Status(tag))}
	flow := s.Workflow[tag]
	if flow.Review != nil && flow.Review.Assignee != "" {
		meta["assignee"] = flow.Review.Assignee
	}
	if flow.Schedule != nil {
		meta["scheduledAt"] = stamp(flow.Schedule.At)
	}
	return meta
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }

// DraftTypes gives what DraftModel compiles, by type.
func (c *Compiler) DraftTypes(m *schema.Model) map[string]*published.Type {
	out := map[string]*published.Type{}
	for _, t := range m.Types() {
		body := typeOf(t, allFields)
		out[t.Name()] = &body
	}
	return out
}
