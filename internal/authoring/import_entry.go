package authoring

import (
	"context"
	"slices"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/schema"
)

// write gives an entry the state that its file describes, where it has another.
func (w *entryImport) write(ctx context.Context, n int, t *schema.Type, f *content.File) error {
	var old *content.Stored
	if at, there := w.group.there[place{f.Entry.Space, f.Entry.Type, f.Entry.Key}]; there {
		var err error
		if old, err = w.tx.Entry(ctx, at.ID); err != nil {
			return err
		}
	}
	s := &entryState{t: t, f: f, old: old, want: content.Written(t, f.Live())}
	if s.same() {
		w.done.Unchanged.Entries++
		return nil
	}
	told := &content.Entry{}
	if old != nil {
		var err error
		if told, err = w.settle(ctx, t, old, ""); err != nil {
			return err
		}
	}
	served, err := w.save(ctx, s)
	if err != nil {
		return err
	}
	if err := w.tellEntry(ctx, s, told); err != nil {
		return err
	}
	w.changed = true
	w.count(s)
	if served {
		w.claims = append(w.claims, claimed{
			number: n, place: *bare(f.Entry), values: uniqueValues(t, s.now.Published), pointer: s.base(), old: old != nil,
		})
	}
	if s.now.Published != nil || served {
		return w.compileFresh(ctx, t, f.Entry.ID)
	}
	return nil
}

// bare gives an entry without its documents.
func bare(e *content.Entry) *content.Entry {
	return &content.Entry{ID: e.ID, Space: e.Space, Type: e.Type, Key: e.Key}
}

// entryState compares what is there with what a file wants.
type entryState struct {
	t     *schema.Type
	f     *content.File
	old   *content.Stored // nil where the entry is new
	want  *content.Entry  // what is to be published, without computed values; nil for nothing
	now   *content.Stored // after it was saved
	out   []string        // locales that went out
	taken []string        // locales that went out of service
}

// base gives the pointer of what is published, within the file.
func (s *entryState) base() string {
	if s.f.Published != nil {
		return "/published"
	}
	return ""
}

func (s *entryState) same() bool {
	return s.old != nil && !s.old.Trashed() && s.sameDraft() && len(s.toPublish(s.old)) == 0 && len(s.toTake(s.old)) == 0 &&
		s.sameFlows(s.old) && s.samePlace(s.old)
}

// separate says whether what is to be published differs from the draft, and is not out yet: then it is a revision of its own.
func (s *entryState) separate() bool { return s.f.Published != nil && len(s.out) > 0 }

func (s *entryState) sameDraft() bool {
	return s.old != nil && content.Same(content.Written(s.t, s.old.Draft), content.Written(s.t, s.f.Entry))
}

// toPublish gives the locales whose documents are to go out: all of them where shared fields differ.
func (s *entryState) toPublish(is *content.Stored) []string {
	if s.want == nil {
		return nil
	}
	var live *content.Entry
	if is != nil {
		live = content.Written(s.t, is.Published)
	}
	shared := func(e *content.Entry) *content.Entry { return &content.Entry{Shared: e.Shared} }
	if live == nil || !content.Same(shared(live), shared(s.want)) {
		return s.want.Tags()
	}
	return slices.DeleteFunc(s.want.Tags(), func(tag string) bool {
		one := func(e *content.Entry) *content.Entry { return &content.Entry{Shared: e.Locales[tag]} }
		return live.Locales[tag] != nil && content.Same(one(live), one(s.want))
	})
}

// toTake gives the locales that are published, and are not to be.
func (s *entryState) toTake(is *content.Stored) []string {
	return slices.DeleteFunc(is.Live(), func(tag string) bool { return slices.Contains(s.f.Publish, tag) })
}

func (s *entryState) sameFlows(is *content.Stored) bool {
	for _, tag := range s.f.Entry.Tags() {
		if is.Workflow[tag].Archived != slices.Contains(s.f.Archived, tag) {
			return false
		}
	}
	return true
}

// placed says whether the file tells where the entry stands in its tree.
func (s *entryState) placed() bool { return s.f.Parent != "" || s.f.Position != "" }

func (s *entryState) samePlace(is *content.Stored) bool {
	return !s.placed() || is.Parent == s.f.Parent && is.Position == s.f.Position
}

// save writes revisions and state. Where what is published differs from the draft, it is a revision of its own before that of the
// draft. It says whether what is served has changed.
func (w *entryImport) save(ctx context.Context, s *entryState) (served bool, err error) {
	version := int64(0)
	if s.old != nil {
		version = s.old.Version
	}
	before := draftOf(s.old)
	save := func(doc *content.Entry) error {
		version, err = w.tx.SaveEntry(ctx, doc, version, content.By{Author: w.actor.ID, Kind: content.Imported})
		if err == nil {
			err = w.translated(ctx, s.t, before, doc, version)
		}
		before = doc
		return err
	}
	s.out = s.toPublish(s.old)
	separate := s.separate()
	switch {
	case separate:
		err = save(s.f.Published)
	case !s.sameDraft():
		err = save(s.f.Entry)
	}
	if err != nil {
		return false, err
	}
	if s.now, err = w.tx.Entry(ctx, s.f.Entry.ID); err != nil {
		return false, err
	}
	if served, err = w.states(s); err != nil {
		return false, err
	}
	if separate {
		if err := save(s.f.Entry); err != nil {
			return false, err
		}
	}
	if err := w.tx.SaveState(ctx, s.now); err != nil {
		return false, err
	}
	if err := w.stand(ctx, s); err != nil {
		return false, err
	}
	if err := w.tx.SetUses(ctx, s.f.Entry.ID, false, uses(s.t, s.f.Entry)); err != nil {
		return false, err
	}
	return served, w.tx.SetUses(ctx, s.f.Entry.ID, true, uses(s.t, s.now.Published))
}

// stand puts the entry into lists of what is to be translated, and into its tree where the file says no place.
func (w *entryImport) stand(ctx context.Context, s *entryState) error {
	if s.old != nil && s.old.Trashed() {
		if err := w.tx.HideTranslations(ctx, s.f.Entry.ID, false); err != nil {
			return err
		}
	}
	e := &editing{w.publication, s.t, s.now}
	if s.now.Position != "" {
		return nil
	}
	return e.putLast(ctx, s.now.Parent)
}

// states brings everything beside the draft into the state that the file describes.
func (w *entryImport) states(s *entryState) (served bool, err error) {
	now := s.now
	now.TrashedAt, now.TrashedBy = nil, ""
	s.taken = now.Unpublish(s.toTake(now))
	if tags := s.toPublish(now); len(tags) > 0 {
		served = true
		if err := now.Publish(tags, w.log.At); err != nil {
			return false, err
		}
	}
	for _, tag := range s.f.Entry.Tags() {
		flow := now.Workflow[tag]
		flow.Archived = slices.Contains(s.f.Archived, tag)
		now.SetFlow(tag, flow)
	}
	if s.placed() {
		now.Parent, now.Position = s.f.Parent, s.f.Position
	}
	return served || len(s.taken) > 0, nil
}

// count tells what was done.
func (w *entryImport) count(s *entryState) {
	w.done.note(dirEntries+"/"+content.FileName(s.f.Entry), s.what())
	if s.old == nil {
		w.done.Created.Entries++
		return
	}
	if len(s.taken) > 0 {
		w.done.Unpublished.Entries++
	}
	w.done.Updated.Entries++
}

// what names what was done.
func (s *entryState) what() string {
	switch {
	case s.old == nil:
		return "created"
	case len(s.taken) > 0:
		return "unpublished"
	case s.old.Trashed():
		return "restored"
	}
	return "updated"
}
