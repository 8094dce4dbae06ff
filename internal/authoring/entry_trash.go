package authoring

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/schema"
)

// shownUses is how many places a refused deletion names.
const shownUses = 50

// TrashEntry takes everything that is published of an entry out, and puts it into the trash. Where other entries name it, it is
// refused, unless replacement is the id of an entry that takes its place in their drafts. Errors: fault.NotFound, fault.Stale,
// fault.Forbidden; fault.Conflict with the places that name it.
func (a *Authoring) TrashEntry(ctx context.Context, actor Actor, id string, version int64, replacement string) (done Written, err error) {
	return a.write(ctx, actor, "entry "+id, func(p *publication) error {
		e, err := p.edit(ctx, identity.Delete, id, version)
		if err != nil {
			return err
		}
		return e.trash(ctx, replacement)
	})
}

func (e *editing) trash(ctx context.Context, replacement string) error {
	draft := e.entry.Draft
	if err := e.actor.may(identity.Delete, identity.Target{Type: draft.Type, Site: draft.Space}); err != nil {
		return err
	}
	if err := e.release(ctx, replacement); err != nil {
		return err
	}
	if children, err := e.tx.Entries(ctx, content.Filter{Parent: &draft.ID, Limit: 1}); err != nil {
		return err
	} else if len(children) > 0 {
		return fault.New(fault.Conflict, "other entries stand below this one: move or delete them first")
	}
	if err := e.keepTold(ctx); err != nil {
		return err
	}
	live := e.entry.Live()
	e.entry.Unpublish(live)
	at := e.log.At
	e.entry.TrashedAt, e.entry.TrashedBy, e.entry.Workflow = &at, e.actor.ID, nil
	if err := e.claim(ctx); err != nil {
		return err
	}
	if len(live) > 0 {
		if err := e.saveServed(ctx); err != nil {
			return err
		}
	} else if err := e.tx.SaveState(ctx, e.entry); err != nil {
		return err
	}
	if err := e.tx.HideTranslations(ctx, draft.ID, true); err != nil {
		return err
	}
	return e.tell(ctx, "trash", map[string]any{"replacement": replacement}, auditDocument(draft), nil)
}

// release makes sure that no other entry and no menu names this one, or lets another take its place.
func (e *editing) release(ctx context.Context, replacement string) error {
	uses, err := e.tx.UsesOf(ctx, e.entry.Draft.ID, 0)
	if err != nil {
		return err
	}
	var ps fault.Problems
	replaced := map[string]bool{}
	for _, u := range uses {
		if u.Source == e.entry.Draft.ID || replaced[u.Source] || strings.HasPrefix(u.Source, menuSource) {
			continue
		}
		source, t, err := e.inUse(ctx, u.Source)
		if err != nil {
			return err
		}
		if source == nil {
			continue
		}
		if replacement == "" {
			if len(ps) < shownUses {
				ps.Add(e.use(u, source, t))
			}
			continue
		}
		replaced[u.Source] = true
		if err := e.replaceIn(ctx, source, t, replacement); err != nil {
			return err
		}
	}
	if err := e.releaseMenus(ctx, replacement, &ps); err != nil {
		return err
	}
	if len(ps) > 0 {
		const message = "entries or menus name this one: take the references out, or name a replacement"
		return &fault.Error{Code: fault.Conflict, Message: message, Problems: ps}
	}
	return nil
}

// inUse gives an entry; nil for one that is in the trash, where its type may be gone.
func (p *publication) inUse(ctx context.Context, id string) (*content.Stored, *schema.Type, error) {
	s, err := p.tx.Entry(ctx, id)
	if err != nil || s.Trashed() {
		return nil, nil, err
	}
	return p.a.typedEntry(ctx, p.tx, id)
}

// use names a place that leads here; of an entry that the actor may not read, only that there is one.
func (e *editing) use(u content.Use, source *content.Stored, t *schema.Type) fault.Problem {
	p := fault.Problem{Code: "used", Message: "an entry that is not for you"}
	if _, err := readable(e.actor, t, source); err == nil {
		p.Message = fmt.Sprintf("%s %s/%s at %s", source.Draft.Type, source.Draft.Space, source.Draft.Key, u.Pointer)
	}
	return p
}

// replaceIn puts another entry in the place of this one, in a draft that names it.
func (e *editing) replaceIn(ctx context.Context, source *content.Stored, t *schema.Type, replacement string) error {
	other, err := e.tx.Entry(ctx, replacement)
	if err != nil || other.Trashed() || replacement == e.entry.Draft.ID {
		return fault.New(fault.Unprocessable, "the replacement is no entry that can take its place")
	}
	next := source.Draft.Clone()
	_ = content.ResolveRefs(t, next, func(r schema.Ref) (string, bool) {
		if r.Target == e.entry.Draft.ID && r.Type == other.Draft.Type {
			return replacement, true
		}
		return r.Target, true
	}) // it knows every reference
	if other.Draft.Type != e.entry.Draft.Type {
		return fault.New(fault.Unprocessable, "the replacement must be a %s", e.entry.Draft.Type)
	}
	user := &editing{e.publication, t, source}
	return user.save(ctx, next, content.By{Author: e.actor.ID, Note: "reference replaced"})
}

// RestoreEntry takes an entry out of the trash; it is a draft then. What it names that was deleted for good is taken out of it, and what
// is in the trash stays named: it may come back, too. Errors: fault.NotFound, fault.Forbidden; fault.Conflict where
// it is not in the trash.
func (a *Authoring) RestoreEntry(ctx context.Context, actor Actor, id string) (s *content.Stored, done Written, err error) {
	done, err = a.write(ctx, actor, "", func(p *publication) error {
		e, err := p.trashed(ctx, identity.Delete, id)
		if err != nil {
			return err
		}
		if err := e.restore(ctx); err != nil {
			return err
		}
		s, err = readable(actor, e.typ, e.entry)
		return err
	})
	return s, done, err
}

// untrash takes the entry out of the trash; in a tree it comes back at the top, and last.
func (e *editing) untrash(ctx context.Context) error {
	e.entry.TrashedAt, e.entry.TrashedBy, e.entry.Parent, e.entry.Position = nil, "", "", ""
	if err := e.tx.SaveState(ctx, e.entry); err != nil {
		return err
	}
	if err := e.tx.HideTranslations(ctx, e.entry.Draft.ID, false); err != nil {
		return err
	}
	return e.putLast(ctx, "")
}

func (e *editing) restore(ctx context.Context) error {
	if ps, err := e.checkPlace(ctx, e.typ, e.entry.Draft); err != nil || len(ps) > 0 {
		return firstOf(err, ps.Err())
	}
	if err := e.untrash(ctx); err != nil {
		return err
	}
	lost, err := e.withoutLost(ctx, anyOf)
	if err != nil {
		return err
	}
	var detail map[string]any
	if len(lost) > 0 {
		detail = map[string]any{"lost": lost}
	}
	return e.tell(ctx, "restore", detail, nil, auditDocument(e.entry.Draft))
}

// withoutLost takes what leads to none of the targets out of the draft, in a new revision, and gives where it stood. It is no edit of
// the actor's, and asks for no right to change the fields.
func (e *editing) withoutLost(ctx context.Context, to targets) ([]string, error) {
	next := e.entry.Draft.Clone()
	lost, err := e.dropLost(ctx, next, to, "unknown_entry", "trashed_entry", "unknown_medium")
	if err != nil || len(lost) == 0 {
		return nil, err
	}
	return lost, e.replaceDraft(ctx, next, content.By{Author: e.actor.ID, Note: "without what was deleted for good"})
}

// PurgeEntry deletes an entry that is in the trash for good, with its history. Errors: fault.NotFound, fault.Forbidden,
// fault.Conflict where it is not in the trash, or with the places that name it again.
func (a *Authoring) PurgeEntry(ctx context.Context, actor Actor, id string) (Written, error) {
	return a.write(ctx, actor, "", func(p *publication) error {
		e, err := p.trashed(ctx, identity.Manage, id)
		if err != nil {
			return err
		}
		return e.purge(ctx)
	})
}

func (e *editing) purge(ctx context.Context) error {
	users, err := e.users(ctx, e.entry.Draft.ID)
	if err != nil {
		return err
	}
	if len(users) > 0 {
		var ps fault.Problems
		for _, u := range users[:min(len(users), shownUses)] {
			ps.Add(e.use(u.at, u.entry, u.typ))
		}
		const message = "entries name this one, which is in the trash: take the references out first"
		return &fault.Error{Code: fault.Conflict, Message: message, Problems: ps}
	}
	if err := e.tell(ctx, "purge", nil, auditDocument(e.entry.Draft), nil); err != nil {
		return err
	}
	return e.tx.PurgeEntry(ctx, e.entry.Draft.ID)
}

// user is an entry whose draft names another, and the first place where it does.
type user struct {
	*editing

	at content.Use
}

// users gives the entries, but for those in the trash, whose drafts name one that is in it: they came back before it.
func (p *publication) users(ctx context.Context, id string) (out []user, err error) {
	uses, err := p.tx.UsesOf(ctx, id, 0)
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{id: true}
	for _, u := range uses {
		if seen[u.Source] || strings.HasPrefix(u.Source, menuSource) {
			continue
		}
		seen[u.Source] = true
		source, t, err := p.inUse(ctx, u.Source)
		if err != nil {
			return nil, err
		}
		if source == nil {
			continue
		}
		refs := content.Refs(t, source.Draft) // what is published of it may name more
		if at := slices.IndexFunc(refs, func(r content.FoundRef) bool { return r.Target == id }); at >= 0 {
			out = append(out, user{&editing{p, t, source}, content.Use{Source: u.Source, Pointer: refs[at].Pointer, Target: id}})
		}
	}
	return out, nil
}

// trashed loads an entry that is in the trash, for an action on all of it.
func (p *publication) trashed(ctx context.Context, action identity.Action, id string) (*editing, error) {
	s, t, err := p.a.typedEntry(ctx, p.tx, id)
	if err != nil {
		return nil, err
	}
	if _, err := readable(p.actor, t, s); err != nil {
		return nil, err
	}
	if err := p.actor.may(action, identity.Target{Type: t.Name(), Site: s.Draft.Space}); err != nil {
		return nil, err
	}
	if !s.Trashed() {
		return nil, fault.New(fault.Conflict, "this entry is not in the trash")
	}
	return &editing{p, t, s}, nil
}
