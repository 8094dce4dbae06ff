package authoring

import (
	"context"
	"slices"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
)

// PublishEntry lets the draft's documents in some locales (none: all it has) go out, and its shared fields with them. version is
// the one that the caller has seen, so that nobody publishes what they have not read. Errors: fault.NotFound, fault.Stale,
// fault.Forbidden; fault.Conflict where an approval is missing; fault.Unprocessable with everything that stands in the way.
func (a *Authoring) PublishEntry(
	ctx context.Context, actor Actor, id string, version int64, locales []string,
) (s *content.Stored, done Written, err error) {
	done, err = a.write(ctx, actor, "entry "+id, func(p *publication) error {
		e, err := p.edit(ctx, identity.Publish, id, version)
		if err != nil {
			return err
		}
		if err := e.publish(ctx, locales); err != nil {
			return err
		}
		s, err = readable(actor, e.typ, e.entry)
		return err
	})
	return s, done, err
}

// publish checks and publishes the entry, inside the write.
func (e *editing) publish(ctx context.Context, locales []string) error {
	draft := e.entry.Draft
	if len(locales) == 0 {
		locales = draft.Tags()
	}
	if err := e.actor.mayAll(identity.Publish, draft, locales); err != nil {
		return err
	}
	if err := e.mayPublishShared(); err != nil {
		return err
	}
	if err := e.approved(locales); err != nil {
		return err
	}
	ps, err := e.problems(ctx, locales)
	if err == nil {
		err = ps.Err()
	}
	if err != nil {
		return err
	}
	before := e.entry.Published
	if err := e.entry.Publish(locales, e.log.At); err != nil {
		return err
	}
	if err := e.claim(ctx); err != nil {
		return err
	}
	if err := e.tx.KeepRevision(ctx, draft.ID, e.entry.Version); err != nil {
		return err
	}
	if err := e.saveServed(ctx); err != nil {
		return err
	}
	if before == nil {
		before = &content.Entry{}
	}
	was, is := auditChanges(e.typ, before, e.entry.Published)
	return e.tell(ctx, "publish", map[string]any{"locales": locales}, was, is)
}

// mayPublishShared asks for the right to publish for all locales where shared fields go out changed: they show in every one.
func (e *editing) mayPublishShared() error {
	if e.entry.Published == nil {
		return nil
	}
	now := &content.Entry{Shared: e.entry.Draft.Shared, Locales: e.entry.Published.Locales}
	for _, c := range content.Changed(e.typ, e.entry.Published, now) {
		if c.Locale == "" {
			return e.actor.may(identity.Publish, identity.Target{Type: e.entry.Draft.Type, Site: e.entry.Draft.Space})
		}
	}
	return nil
}

// approved refuses what a type wants to be approved first.
func (e *editing) approved(locales []string) error {
	if !e.typ.ReviewRequired() {
		return nil
	}
	for _, tag := range locales {
		if !e.entry.Approved(tag) {
			return fault.New(fault.Conflict, "a %s goes out after somebody else has approved it: submit locale %s for review first", e.typ.Name(), tag)
		}
	}
	return nil
}

// saveServed writes what is served of the entry, and puts it into the publication.
func (e *editing) saveServed(ctx context.Context) error {
	if err := e.tx.SaveState(ctx, e.entry); err != nil {
		return err
	}
	if err := e.tx.SetUses(ctx, e.entry.Draft.ID, true, uses(e.typ, e.entry.Published)); err != nil {
		return err
	}
	fresh, err := e.tx.Entry(ctx, e.entry.Draft.ID) // as it comes back: what is compiled later again is compared with this
	if err != nil {
		return err
	}
	e.entry = fresh
	e.compile()
	return nil
}

// UnpublishEntry takes an entry's documents in some locales (none: all that are out) out. Errors: fault.NotFound, fault.Stale,
// fault.Forbidden.
func (a *Authoring) UnpublishEntry(
	ctx context.Context, actor Actor, id string, version int64, locales []string,
) (s *content.Stored, done Written, err error) {
	done, err = a.write(ctx, actor, "entry "+id, func(p *publication) error {
		e, err := p.edit(ctx, identity.Unpublish, id, version)
		if err != nil {
			return err
		}
		if err := e.unpublish(ctx, locales); err != nil {
			return err
		}
		s, err = readable(actor, e.typ, e.entry)
		return err
	})
	return s, done, err
}

func (e *editing) unpublish(ctx context.Context, locales []string) error {
	if len(locales) == 0 {
		locales = e.entry.Live()
	}
	if err := e.actor.mayAll(identity.Unpublish, e.entry.Draft, locales); err != nil {
		return err
	}
	taken := e.entry.Unpublish(locales)
	if len(taken) == 0 {
		return nil
	}
	if err := e.claim(ctx); err != nil {
		return err
	}
	if err := e.saveServed(ctx); err != nil {
		return err
	}
	return e.tell(ctx, "unpublish", map[string]any{"locales": taken}, nil, nil)
}

// ArchiveEntry takes an entry's documents in some locales (none: all) out of use, or back into it. What is archived is not
// served. Errors: fault.NotFound, fault.Stale, fault.Forbidden.
func (a *Authoring) ArchiveEntry(
	ctx context.Context, actor Actor, id string, version int64, locales []string, archived bool,
) (s *content.Stored, done Written, err error) {
	done, err = a.write(ctx, actor, "entry "+id, func(p *publication) error {
		e, err := p.edit(ctx, identity.Unpublish, id, version)
		if err != nil {
			return err
		}
		if err := e.archive(ctx, locales, archived); err != nil {
			return err
		}
		s, err = readable(actor, e.typ, e.entry)
		return err
	})
	return s, done, err
}

func (e *editing) archive(ctx context.Context, locales []string, archived bool) error {
	if len(locales) == 0 {
		locales = e.entry.Draft.Tags()
	}
	if err := e.actor.mayAll(identity.Unpublish, e.entry.Draft, locales); err != nil {
		return err
	}
	changed := false
	for _, tag := range locales {
		flow := e.entry.Workflow[tag]
		changed = changed || flow.Archived != archived
		flow.Archived = archived
		e.entry.SetFlow(tag, flow)
	}
	if archived {
		live := slices.DeleteFunc(slices.Clone(locales), func(tag string) bool { return !slices.Contains(e.entry.Live(), tag) })
		if len(live) > 0 {
			if err := e.unpublish(ctx, live); err != nil {
				return err
			}
		}
	}
	if !changed {
		return nil
	}
	if err := e.tx.SaveState(ctx, e.entry); err != nil {
		return err
	}
	action := map[bool]string{true: "archive", false: "unarchive"}[archived]
	return e.tell(ctx, action, map[string]any{"locales": locales}, nil, nil)
}
