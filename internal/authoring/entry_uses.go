package authoring

import (
	"context"
	"strconv"
	"strings"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
)

// EntryUse is a place where an entry is named.
type EntryUse struct {
	content.Use

	Entry *content.Stored // the entry that names it, as far as the actor may read it
}

// Uses are places where an entry is named.
type Uses struct {
	Uses    []EntryUse
	Sources int    // how many entries name it that the actor may read
	Hidden  int    // how many more there are
	Next    string // cursor of the next page; "" at the end
}

// EntryUses lists where other entries name an entry, in drafts and in what is published: at most limit (200) places of entries that
// the actor may read, after a cursor. Errors: fault.NotFound, fault.Invalid for a bad cursor.
func (a *Authoring) EntryUses(ctx context.Context, actor Actor, id, after string, limit int) (u *Uses, err error) {
	from, err := openUse(after)
	if err != nil {
		return nil, err
	}
	err = a.store.View(ctx, func(tx Tx) error {
		if _, err := a.readableEntry(ctx, tx, actor, id); err != nil {
			return err
		}
		u, err = a.usesFor(ctx, tx, actor, id, from, bounded(limit))
		return err
	})
	return u, err
}

// usesFor lists the places that name a target, as far as the actor may read the entries.
func (a *Authoring) usesFor(ctx context.Context, tx Tx, actor Actor, target string, from content.Use, limit int) (*Uses, error) {
	u := &Uses{}
	counts, err := tx.CountUses(ctx, target)
	if err != nil {
		return nil, err
	}
	var in []content.Area
	for _, c := range counts {
		if actor.Access.MaySomewhere(identity.Read, c.Type, c.Space) {
			in = append(in, content.Area{Types: []string{c.Type}, Spaces: []string{c.Space}})
			u.Sources += c.Sources
		} else {
			u.Hidden += c.Sources
		}
	}
	uses, err := tx.UsesIn(ctx, target, in, from, limit+1)
	if err != nil {
		return nil, err
	}
	if len(uses) > limit {
		uses = uses[:limit]
		u.Next = closeUse(uses[limit-1])
	}
	u.Uses, err = a.sources(ctx, tx, actor, uses)
	return u, err
}

// sources loads the entries that uses stand in. Of a field that is not for the actor, the pointer is left out.
func (a *Authoring) sources(ctx context.Context, tx Tx, actor Actor, uses []content.Use) (out []EntryUse, err error) {
	m, err := a.modelIn(ctx, tx)
	if err != nil {
		return nil, err
	}
	ids := make([]string, 0, len(uses))
	for _, use := range uses {
		if n := len(ids); n == 0 || ids[n-1] != use.Source {
			ids = append(ids, use.Source)
		}
	}
	all, err := entriesByID(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	for _, use := range uses {
		t := m.Type(all[use.Source].Draft.Type)
		if t == nil {
			continue
		}
		s, err := readable(actor, t, all[use.Source])
		if err != nil {
			return nil, err
		}
		if !actor.readsField(s, use.Pointer) {
			use.Pointer = ""
		}
		out = append(out, EntryUse{use, s})
	}
	return out, nil
}

// readsField says whether what the actor may read of an entry has the field that a pointer leads into.
func (a Actor) readsField(s *content.Stored, pointer string) bool {
	parts := strings.Split(strings.TrimPrefix(pointer, "/"), "/")
	for _, e := range []*content.Entry{s.Draft, s.Published} {
		switch {
		case e == nil:
		case parts[0] == "shared" && len(parts) > 1 && e.Shared[parts[1]] != nil:
			return true
		case parts[0] == "locales" && len(parts) > 2 && e.Locales[parts[1]][parts[2]] != nil:
			return true
		}
	}
	return false
}

// closeUse makes a cursor of the last place of a page, and openUse reads it.
func closeUse(u content.Use) string {
	return u.Source + "." + strconv.FormatBool(u.Published) + "." + u.Pointer
}

func openUse(cursor string) (u content.Use, err error) {
	if cursor == "" {
		return u, nil
	}
	parts := strings.SplitN(cursor, ".", 3)
	published, bad := strconv.ParseBool(parts[min(1, len(parts)-1)])
	if len(parts) != 3 || bad != nil || !content.EntryID.MatchString(parts[0]) || strings.ContainsRune(parts[2], 0) {
		return u, fault.New(fault.Invalid, "the cursor is none of this list")
	}
	return content.Use{Source: parts[0], Pointer: parts[2], Published: published}, nil
}

// replacedAtOnce is how many entries one call of ReplaceUses changes: an editor's save waits for one call, not for all.
const replacedAtOnce = 100

// Replaced says how far ReplaceUses has come.
type Replaced struct {
	Replaced int // entries that name the other one now
	Left     int // entries that still name this one in their draft: call again
}

// ReplaceUses puts another entry of the same type in the place of one in the drafts that name it, a hundred drafts a call. The entry
// itself stays. Errors: fault.NotFound; fault.Forbidden where the entry, or one of the drafts, is not for the actor to change: then
// none is changed; fault.Unprocessable for what cannot take its place.
func (a *Authoring) ReplaceUses(ctx context.Context, actor Actor, id, by string) (r Replaced, done Written, err error) {
	done, err = a.write(ctx, actor, "", func(p *publication) error {
		e, err := p.edit(ctx, identity.Update, id, 0)
		if err != nil {
			return err
		}
		if err := e.checkReplacement(ctx, by); err != nil {
			return err
		}
		sources, err := e.draftsNaming(ctx)
		if err != nil {
			return err
		}
		for _, source := range sources[:min(len(sources), replacedAtOnce)] {
			s, t, err := a.typedEntry(ctx, p.tx, source)
			if err != nil {
				return err
			}
			if _, err := readable(actor, t, s); err != nil {
				return fault.New(fault.Forbidden, "one of the entries that name it is not for you to change")
			}
			if err := e.replaceIn(ctx, s, t, by); err != nil {
				return err
			}
		}
		r.Replaced = min(len(sources), replacedAtOnce)
		r.Left = len(sources) - r.Replaced
		if r.Replaced == 0 {
			return nil
		}
		return e.tell(ctx, "replace-uses", map[string]any{"by": by, "replaced": r.Replaced, "left": r.Left}, nil, nil)
	})
	return r, done, err
}

// checkReplacement refuses what cannot take the entry's place; what the actor may not see is no entry.
func (e *editing) checkReplacement(ctx context.Context, by string) error {
	other, err := e.tx.Entry(ctx, by)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	draft := e.entry.Draft
	if err != nil || by == draft.ID || other.Trashed() || other.Draft.Type != draft.Type ||
		!e.actor.Access.MaySomewhere(identity.Read, other.Draft.Type, other.Draft.Space) {
		return fault.Problems{{Pointer: "/by", Code: "unknown_entry", Message: "there is no other " + draft.Type + " with this id"}}
	}
	return nil
}

// draftsNaming gives the entries whose draft names this one, itself and those in the trash aside.
func (e *editing) draftsNaming(ctx context.Context) (sources []string, err error) {
	uses, err := e.tx.UsesOf(ctx, e.entry.Draft.ID, 0)
	if err != nil {
		return nil, err
	}
	for _, u := range uses {
		if n := len(sources); u.Published || u.Source == e.entry.Draft.ID || (n > 0 && sources[n-1] == u.Source) {
			continue
		}
		sources = append(sources, u.Source)
	}
	all, err := entriesByID(ctx, e.tx, sources)
	if err != nil {
		return nil, err
	}
	live := sources[:0]
	for _, id := range sources {
		if s := all[id]; s != nil && !s.Trashed() {
			live = append(live, id)
		}
	}
	return live, nil
}
