package authoring

import (
	"context"
	"maps"
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

// state is a revision that is to go out: the draft, or the one that was scheduled.
type state struct {
	entry      *content.Entry
	version    int64
	approvedBy string // who had approved it when it was scheduled; "" for the draft, where the review says so
}

func (e *editing) draft() state { return state{entry: e.entry.Draft, version: e.entry.Version} }

// publish checks and publishes the entry's draft, inside the write.
func (e *editing) publish(ctx context.Context, locales []string) error {
	if len(locales) == 0 {
		locales = e.entry.Draft.Tags()
	}
	return e.publishState(ctx, e.draft(), locales)
}

func (e *editing) publishState(ctx context.Context, s state, locales []string) error {
	if err := e.publishable(ctx, s, locales); err != nil {
		return err
	}
	if s.version == e.entry.Version {
		if err := e.keepTold(ctx); err != nil {
			return err
		}
	}
	before := e.entry.Published
	if err := e.entry.PublishRevision(s.entry, s.version, locales, e.log.At); err != nil {
		return err
	}
	if err := e.claim(ctx); err != nil {
		return err
	}
	if err := e.tx.KeepRevision(ctx, s.entry.ID, s.version); err != nil {
		return err
	}
	if err := e.saveServed(ctx); err != nil {
		return err
	}
	was, is := auditChanges(e.typ, orEmpty(before), e.entry.Published)
	return e.tell(ctx, "publish", map[string]any{"locales": locales, "version": s.version}, was, is)
}

// orEmpty gives an entry that is there, for what is not published.
func orEmpty(e *content.Entry) *content.Entry {
	if e == nil {
		return &content.Entry{}
	}
	return e
}

// publishable refuses what may not go out now: rights, approval, content.
func (e *editing) publishable(ctx context.Context, s state, locales []string) error {
	if err := e.actor.mayAll(identity.Publish, s.entry, locales); err != nil {
		return err
	}
	if err := e.mayPublishShared(s.entry); err != nil {
		return err
	}
	if err := e.approved(s, locales); err != nil {
		return err
	}
	if err := e.sharedGoesForward(s); err != nil {
		return err
	}
	ps, err := e.obstacles(ctx, s.entry, locales)
	if err != nil {
		return err
	}
	return ps.Err()
}

// sharedGoesForward refuses an older revision that would put back what all locales share, where a newer one of it is out.
func (e *editing) sharedGoesForward(s state) error {
	if e.entry.Published == nil {
		return nil
	}
	for _, flow := range e.entry.Workflow {
		if flow.Version > s.version && !content.SameShared(s.entry, e.entry.Published) {
			return fault.New(fault.Conflict, "revision %d would put back fields that all locales share: revision %d is out", s.version, flow.Version)
		}
	}
	return nil
}

// mayPublishShared asks for the right to publish for all locales where shared fields go out changed: they show in every one.
func (e *editing) mayPublishShared(next *content.Entry) error {
	if e.entry.Published == nil {
		return nil
	}
	now := &content.Entry{Shared: next.Shared, Locales: e.entry.Published.Locales}
	for _, c := range content.Changed(e.typ, e.entry.Published, now) {
		if c.Locale == "" {
			return e.actor.may(identity.Publish, identity.Target{Type: next.Type, Site: next.Space})
		}
	}
	return nil
}

// approved refuses what a type wants to be approved first.
func (e *editing) approved(s state, locales []string) error {
	if !e.typ.ReviewRequired() || s.approvedBy != "" {
		return nil
	}
	for _, tag := range locales {
		if s.version != e.entry.Version || !e.entry.Approved(tag) {
			return fault.New(fault.Conflict, "a %s goes out after somebody else has approved it: submit locale %s for review first",
				e.typ.Name(), tag)
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
	return e.compile(ctx)
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
	before := e.entry.Published
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
	was, is := auditChanges(e.typ, orEmpty(before), orEmpty(e.entry.Published))
	return e.tell(ctx, "unpublish", map[string]any{"locales": taken}, was, is)
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
	changed, before := false, maps.Clone(e.entry.Workflow)
	for _, tag := range locales {
		flow := e.entry.Workflow[tag]
		changed = changed || flow.Archived != archived
		flow.Archived = archived
		if archived { // what is out of use is not waited for
			flow.Review, flow.Schedule, flow.Expiry = nil, nil, nil
		}
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
	was, is := auditFlows(before, e.entry.Workflow)
	return e.tell(ctx, action, map[string]any{"locales": locales}, was, is)
}
