package authoring

import (
	"context"
	"reflect"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/schema"
)

// importEntries saves and publishes the folder's entries. First everything is checked, so that all problems are told at once,
// each with its file and line; then everything is written.
func (i *importing) importEntries(ctx context.Context) error {
	if len(i.Entries) == 0 {
		return nil
	}
	group, err := loadGroup(ctx, i.tx)
	if err != nil {
		return err
	}
	stored, problems := group.identify(i.Entries)
	for _, file := range i.Entries {
		e := file.Entry
		lookup := func(r schema.Ref) (string, bool) { return group.target(e.Space, r) }
		problems = append(problems, file.Locate(content.ResolveRefs(i.model.Type(e.Type), e, lookup))...)
		problems = append(problems, file.Locate(content.CheckPublish(i.model, e, file.Publish, nil))...)
	}
	problems = append(problems, group.unique(i.model, i.Entries)...)
	if err := problems.Err(); err != nil {
		return err
	}
	var out []*content.Stored
	for n, file := range i.Entries {
		now, err := i.importEntry(ctx, file, stored[n])
		if err != nil {
			return err
		}
		if now != nil {
			out = append(out, now)
		}
	}
	i.entries(i.model, out)
	return nil
}

// importEntry saves and publishes one entry, and gives it as it is then; nil where it was so already.
func (i *importing) importEntry(ctx context.Context, file *content.File, old *content.Stored) (*content.Stored, error) {
	version, count := int64(0), &i.done.Created.Entries
	if old != nil {
		same := normalJSON(file.Entry)
		if reflect.DeepEqual(same, normalJSON(old.Draft)) && publishedAs(old, file) {
			i.done.Unchanged.Entries++
			return nil, nil //nolint:nilnil // nothing to publish is no error
		}
		version, count = old.Version, &i.done.Updated.Entries
	}
	saved, err := i.tx.SaveEntry(ctx, file.Entry, version, content.By{Author: i.actor.ID, Kind: content.Imported})
	if err != nil {
		return nil, err
	}
	*count++
	i.changed = true
	t := i.model.Type(file.Entry.Type)
	if err := i.tx.SetUses(ctx, file.Entry.ID, false, uses(t, file.Entry)); err != nil {
		return nil, err
	}
	if err := i.translated(ctx, t, draftOf(old), file.Entry, saved); err != nil {
		return nil, err
	}
	now, err := i.tx.Entry(ctx, file.Entry.ID)
	if err != nil {
		return nil, err
	}
	e := &editing{i.publication, t, now}
	if now.Position == "" {
		if err := e.putLast(ctx, now.Parent); err != nil {
			return nil, err
		}
	}
	if len(file.Publish) == 0 {
		return nil, nil //nolint:nilnil // as above
	}
	now = e.entry
	if err := now.Publish(file.Publish, i.log.At); err != nil {
		return nil, err
	}
	if err := e.claim(ctx); err != nil {
		return nil, err
	}
	if err := i.tx.SaveState(ctx, now); err != nil {
		return nil, err
	}
	if err := i.tx.SetUses(ctx, file.Entry.ID, true, uses(t, now.Published)); err != nil {
		return nil, err
	}
	return i.tx.Entry(ctx, file.Entry.ID) // as it comes back: what is compiled later again is compared with this
}

// publishedAs says whether what the file wants to be published is so, with the content of the draft.
func publishedAs(s *content.Stored, file *content.File) bool {
	for _, tag := range file.Publish {
		if s.Status(tag) != content.StatusPublished {
			return false
		}
	}
	return true
}

// recompile compiles the stored entries of content types that were compiled differently before: their Markdown fields may be
// others now.
func (i *importing) recompile(ctx context.Context, types []published.Record) error {
	for _, r := range types {
		if r.Deleted {
			continue
		}
		all, err := i.tx.Entries(ctx, content.Filter{Type: r.Key})
		if err != nil {
			return err
		}
		var records []published.Record
		for _, s := range all {
			if s.Published != nil {
				records = append(records, i.a.compiler.Entry(i.model.Type(r.Key), s))
			}
		}
		if err := i.add(ctx, records, nil, published.KindEntry); err != nil {
			return err
		}
	}
	return nil
}
