package content

import (
	"bytes"
	"encoding/json"
	"maps"
	"time"

	"github.com/portico-cms/portico/internal/fault"
)

// Stored is an entry as the authoring plane keeps it: its newest revision, and what of it is served.
type Stored struct {
	Version     int64                // counts from 1, goes up with every save
	Draft       *Entry               // the newest revision
	Published   *Entry               // nil where nothing is; else only the published locales' documents, as they were published
	PublishedAt map[string]time.Time // by published locale: when its document last went out
	UpdatedAt   time.Time            // of the draft
	UpdatedBy   string               // author of the draft
	CreatedAt   time.Time
	CreatedBy   string
	Autosaved   bool            // the newest revision is the rolling one that autosave keeps
	Workflow    map[string]Flow // by locale; a locale without anything under way is left out
	Parent      string          // id of the entry above, in a type that is a tree; "" at the top
	Position    string          // orders siblings, byte by byte; see package authoring
	TrashedAt   *time.Time      // nil where it is not in the trash
	TrashedBy   string
	Sequence    int64 // of the write that changed it last
}

// Trashed says whether the entry is in the trash: nothing of it is published, and it can be restored until it is purged.
func (s *Stored) Trashed() bool { return s.TrashedAt != nil }

// Status is the state of an entry in one locale.
type Status string

// The states.
const (
	StatusAbsent    Status = "absent"    // there is no document in this locale
	StatusDraft     Status = "draft"     // never published
	StatusPublished Status = "published" // served as it is in the draft
	StatusChanged   Status = "changed"   // served, and the draft says something else
	StatusReview    Status = "in-review" // submitted, and not decided yet
	StatusScheduled Status = "scheduled" // goes out at a time
	StatusArchived  Status = "archived"  // taken out of use: not served, not in lists unless asked for
)

// Status gives the entry's state in a locale, with what is under way in it.
func (s *Stored) Status(tag string) Status {
	flow, served := s.Workflow[tag], s.Served(tag)
	review := s.ReviewOf(tag)
	switch {
	case served == StatusAbsent:
	case flow.Archived:
		return StatusArchived
	case flow.Schedule.Pending():
		return StatusScheduled
	case served == StatusPublished:
	case review != nil && review.State == ReviewOpen:
		return StatusReview
	}
	return served
}

// Served compares the draft in a locale with what is served: absent, draft, published or changed. Shared fields belong to every
// locale, so a change of them changes all.
func (s *Stored) Served(tag string) Status {
	draft, drafted := s.Draft.Locales[tag]
	if s.Published == nil || s.Published.Locales[tag] == nil {
		if drafted {
			return StatusDraft
		}
		return StatusAbsent
	}
	if drafted && equal(draft, s.Published.Locales[tag]) && equal(s.Draft.Shared, s.Published.Shared) {
		return StatusPublished
	}
	return StatusChanged
}

// Publish lets the draft's documents in these locales go out, and its shared fields with them; locales that were published
// before keep the document that is out. It decides no more than that: whether the content is fit is CheckPublish's to say.
// Errors: fault.Unprocessable where no locale is named, or the draft has no document in one; then nothing has changed.
func (s *Stored) Publish(locales []string, at time.Time) error {
	return s.PublishRevision(s.Draft, s.Version, locales, at)
}

// PublishRevision is Publish for the documents of an older revision. What is under way with a newer one goes on.
func (s *Stored) PublishRevision(from *Entry, version int64, locales []string, at time.Time) error {
	if len(locales) == 0 {
		return fault.New(fault.Unprocessable, "name the locales to publish")
	}
	out := from.Clone()
	out.Locales = map[string]map[string]any{}
	if s.Published != nil {
		maps.Copy(out.Locales, s.Published.Locales)
	}
	when := map[string]time.Time{}
	maps.Copy(when, s.PublishedAt)
	for _, tag := range locales {
		doc, ok := from.Locales[tag]
		if !ok {
			return fault.New(fault.Unprocessable, "entry %s/%s has no document in locale %.40q", from.Type, from.Key, tag)
		}
		out.Locales[tag] = cloneDocument(doc)
		when[tag] = at
	}
	s.Published, s.PublishedAt = out, when
	for _, tag := range locales {
		flow := Flow{Version: version, Expiry: s.Workflow[tag].Expiry}
		if r := s.Workflow[tag].Review; r != nil && r.Version > version {
			flow.Review = r
		}
		s.setFlow(tag, flow)
	}
	return nil
}

// Unpublish takes the documents of these locales out; those that are not published stay as they are. It says which it took.
func (s *Stored) Unpublish(locales []string) (taken []string) {
	if s.Published == nil {
		return nil
	}
	out, when := *s.Published, maps.Clone(s.PublishedAt)
	out.Locales = maps.Clone(s.Published.Locales)
	for _, tag := range locales {
		if _, ok := out.Locales[tag]; !ok {
			continue
		}
		delete(out.Locales, tag)
		delete(when, tag)
		taken = append(taken, tag)
		flow := s.Workflow[tag]
		flow.Version, flow.Expiry = 0, nil
		s.setFlow(tag, flow)
	}
	s.Published, s.PublishedAt = &out, when
	if len(out.Locales) == 0 {
		s.Published = nil
	}
	return taken
}

// Live gives the published locales, sorted.
func (s *Stored) Live() []string {
	if s.Published == nil {
		return nil
	}
	return s.Published.Tags()
}

// equal compares documents as JSON, where 3 and 3.0 are the same: one may come from a file and one from the database.
func equal(a, b map[string]any) bool {
	if len(a) == 0 && len(b) == 0 {
		return true // nil or empty
	}
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && bytes.Equal(x, y)
}
