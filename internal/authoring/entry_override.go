package authoring

import (
	"context"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/site"
)

// OverrideEntry copies an entry that a site inherits into the site's own space, under the same key, as a draft: when that is
// published, the site shows it instead. Only what the actor may read is copied. An override that was taken back before is used
// again. Errors: fault.NotFound; fault.Forbidden; fault.Conflict where the site has one of its own already, does not inherit this
// one, or inherits a nearer one.
func (a *Authoring) OverrideEntry(ctx context.Context, actor Actor, id, key string) (s *content.Stored, done Written, err error) {
	done, err = a.write(ctx, actor, "", func(p *publication) error {
		from, err := p.edit(ctx, identity.Read, id, 0)
		if err != nil {
			return err
		}
		if s, err = p.override(ctx, from, key); err != nil {
			return err
		}
		s, err = readable(actor, from.typ, s)
		return err
	})
	return s, done, err
}

func (p *publication) override(ctx context.Context, from *editing, key string) (*content.Stored, error) {
	visible, err := readable(p.actor, from.typ, from.entry)
	if err != nil {
		return nil, err
	}
	e := visible.Draft.Clone()
	e.ID, e.Space = content.NewID(), key
	if err := checkChanges(p.actor, identity.Create, from.typ, nil, e); err != nil { // before anything tells what is there
		return nil, err
	}
	own, err := p.ownOf(ctx, from, key)
	if err != nil {
		return nil, err
	}
	ed := &editing{publication: p, typ: from.typ}
	by := content.By{Author: p.actor.ID, Note: "overrides " + from.entry.Draft.Space}
	if own == nil {
		if err := p.saveNew(ctx, from.typ, e, by); err != nil {
			return nil, err
		}
		if ed.entry, err = p.tx.Entry(ctx, e.ID); err == nil {
			err = ed.putBelow(ctx, from.entry.Parent)
		}
		if err != nil {
			return nil, err
		}
	} else { // back from the trash, as the inherited one is now
		ed.entry = own
		e.ID = own.Draft.ID
		if err := ed.untrash(ctx); err != nil {
			return nil, err
		}
		if err := ed.replaceDraft(ctx, e, by); err != nil {
			return nil, err
		}
	}
	return ed.entry, ed.tell(ctx, "override", map[string]any{"from": from.entry.Draft.ID}, nil, auditDocument(ed.entry.Draft))
}

// ownOf says whether a site may have its own of an entry that it inherits, and gives the one that it had, from the trash; nil where it
// never had one.
func (p *publication) ownOf(ctx context.Context, from *editing, key string) (own *content.Stored, err error) {
	s, err := p.tx.Site(ctx, key)
	if fault.Is(err, fault.NotFound) {
		return nil, fault.Problems{{Pointer: "/site", Code: "unknown_site", Message: "there is no such site"}}
	}
	if err != nil {
		return nil, err
	}
	draft := from.entry.Draft
	near, err := p.nearest(ctx, s.Spaces()[1:], draft.Type, draft.Key)
	switch {
	case err != nil:
		return nil, err
	case near == nil || near.Draft.ID != draft.ID:
		return nil, fault.New(fault.Conflict, "the site %s does not inherit this entry, or inherits a nearer one", key)
	}
	own, err = p.tx.EntryByKey(ctx, key, draft.Type, draft.Key)
	switch {
	case fault.Is(err, fault.NotFound):
		if !from.typ.Singleton() {
			return nil, nil //nolint:nilnil // there was never one
		}
		_, err := p.checkPlace(ctx, from.typ, &content.Entry{Space: key, Type: draft.Type})
		return nil, err
	case err == nil && !own.Trashed():
		return nil, fault.New(fault.Conflict, "the site %s has its own %s %q already", key, draft.Type, draft.Key)
	}
	return own, err
}

// nearest gives the entry of the first of some spaces that has one under a key, outside the trash; nil where none has.
func (p *publication) nearest(ctx context.Context, spaces []string, typ, key string) (*content.Stored, error) {
	for _, space := range spaces {
		s, err := p.tx.EntryByKey(ctx, space, typ, key)
		if err == nil && !s.Trashed() {
			return s, nil
		}
		if err != nil && !fault.Is(err, fault.NotFound) {
			return nil, err
		}
	}
	return nil, nil //nolint:nilnil // an entry that overrides nothing is no error
}

// putBelow places an override in the tree of its site: below the site's own of the entry that the inherited one stands below.
func (e *editing) putBelow(ctx context.Context, inherited string) error {
	if inherited == "" || !e.typ.Tree() {
		return e.putLast(ctx, "")
	}
	above, err := e.tx.Entry(ctx, inherited)
	if err != nil {
		return err
	}
	own, err := e.nearest(ctx, []string{e.entry.Draft.Space}, above.Draft.Type, above.Draft.Key)
	if err != nil {
		return err
	}
	if own == nil {
		return e.putLast(ctx, "")
	}
	return e.putLast(ctx, own.Draft.ID)
}

// replaceDraft makes another document the draft, whatever it was. Rights are checked already.
func (e *editing) replaceDraft(ctx context.Context, next *content.Entry, by content.By) error {
	version, err := e.tx.SaveEntry(ctx, next, e.entry.Version, by)
	if err != nil {
		return err
	}
	if err := e.tx.SetUses(ctx, next.ID, false, uses(e.typ, next)); err != nil {
		return err
	}
	if err := e.translated(ctx, e.typ, e.entry.Draft, next, version); err != nil {
		return err
	}
	e.entry, err = e.tx.Entry(ctx, next.ID)
	return err
}

// Resumed says what a site inherits again.
type Resumed struct {
	Trashed   string          // id of the override, which is in the trash now
	Inherited *content.Stored // as far as the actor may read it
}

// ResumeEntry lets a site inherit again: its own entry goes to the trash, and where others name it, they name the inherited one.
// Errors: fault.NotFound, fault.Stale, fault.Forbidden; fault.Conflict for an entry that overrides nothing.
func (a *Authoring) ResumeEntry(ctx context.Context, actor Actor, id string, version int64) (r Resumed, done Written, err error) {
	done, err = a.write(ctx, actor, "entry "+id, func(p *publication) error {
		e, err := p.edit(ctx, identity.Delete, id, version)
		if err != nil {
			return err
		}
		draft := e.entry.Draft
		var inherited *content.Stored
		if draft.Space != site.Shared {
			s, err := p.tx.Site(ctx, draft.Space)
			if err != nil {
				return err
			}
			if inherited, err = p.nearest(ctx, s.Spaces()[1:], draft.Type, draft.Key); err != nil {
				return err
			}
		}
		if inherited == nil {
			return fault.New(fault.Conflict, "this entry overrides nothing: the site would have none")
		}
		if r.Inherited, err = readable(actor, e.typ, inherited); err != nil {
			return fault.New(fault.Conflict, "this entry overrides nothing that is for you")
		}
		r.Trashed = id
		return e.trash(ctx, inherited.Draft.ID)
	})
	return r, done, err
}
