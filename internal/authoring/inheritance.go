package authoring

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/menu"
	"github.com/portico-cms/portico/internal/schema"
	"github.com/portico-cms/portico/internal/site"
)

// Heritage says how a site comes to something.
type Heritage string

// The ways.
const (
	Inherited  Heritage = "inherited"  // from its parent or the shared space
	Overridden Heritage = "overridden" // it has its own in the place of an inherited one
	Own        Heritage = "own"        // it has its own, and there is none to inherit
)

// HeirEntry is an entry of a site, or one that it inherits.
type HeirEntry struct {
	Type, Key string
	Heritage  Heritage
	Entry     *content.Stored // the site's own, or the nearest inherited one; as far as the actor may read it
	From      *content.Stored // what it overrides; nil where it overrides nothing
	Differs   []string        // names of the fields in which it differs from that, in the order of the type
}

// HeirMenu is a menu of a site, or one that it inherits.
type HeirMenu struct {
	Name     string
	Heritage Heritage
	Space    string // where the menu is kept
	From     string // the space of the one that it overrides; "" for none
	Differs  bool   // whether the drafts differ
}

// Inheritance is an overview of what a site has, inherits and overrides.
type Inheritance struct {
	Entries []HeirEntry // by type and key
	Menus   []HeirMenu  // with the first page alone
	Next    string      // cursor of the next page; "" at the end
}

// Inheritance lists what a site has of its own and what it inherits, of one type or all: at most limit (200) entries, after a
// cursor. Errors: fault.NotFound, fault.Invalid for a bad cursor.
func (a *Authoring) Inheritance(ctx context.Context, actor Actor, key, typ, after string, limit int) (in *Inheritance, err error) {
	if err := actor.sees(identity.Target{Type: identity.Sites, Site: key}); err != nil {
		return nil, err
	}
	from, err := openNamed(after)
	if err != nil {
		return nil, err
	}
	in, limit = &Inheritance{}, bounded(limit)
	err = a.store.View(ctx, func(tx Tx) error {
		s, err := tx.Site(ctx, key)
		if err != nil {
			return err
		}
		m, err := a.modelIn(ctx, tx)
		if err != nil {
			return err
		}
		if after == "" {
			if in.Menus, err = heirMenus(ctx, tx, actor, &s.Site); err != nil {
				return err
			}
		}
		named, err := tx.NamedIn(ctx, s.Spaces(), typ, from, limit+1)
		if err != nil {
			return err
		}
		if len(named) > limit {
			named = named[:limit]
			in.Next = named[limit-1].Type + "." + named[limit-1].Key
		}
		in.Entries, err = heirEntries(ctx, tx, actor, m, s.Spaces(), named)
		return err
	})
	return in, err
}

// openNamed reads a cursor: type and key of the last entry of a page.
func openNamed(cursor string) (n content.Named, err error) {
	if cursor == "" {
		return n, nil
	}
	typ, key, ok := strings.Cut(cursor, ".")
	if !ok || !schema.TypeName.MatchString(typ) || !schema.EntryKey.MatchString(key) {
		return n, fault.New(fault.Invalid, "the cursor is none of this list")
	}
	return content.Named{Type: typ, Key: key}, nil
}

// heirEntries loads what stands under some keys, the nearest first. What the actor may not read is as if it were not there.
func heirEntries(
	ctx context.Context, tx Tx, actor Actor, m *schema.Model, spaces []string, named []content.Named,
) (out []HeirEntry, err error) {
	var ids []string
	for _, n := range named {
		for _, id := range n.IDs {
			ids = append(ids, id)
		}
	}
	all, err := entriesByID(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	for _, n := range named {
		t := m.Type(n.Type)
		if t == nil {
			continue
		}
		var line []*content.Stored
		for _, space := range spaces {
			if s := all[n.IDs[space]]; s != nil {
				if seen, err := readable(actor, t, s); err == nil {
					line = append(line, seen)
				}
			}
		}
		if len(line) > 0 {
			out = append(out, heirEntry(t, spaces[0], line))
		}
	}
	return out, nil
}

// heirEntry says what a site shows of entries with the same key, of which line has the nearest first.
func heirEntry(t *schema.Type, own string, line []*content.Stored) HeirEntry {
	h := HeirEntry{Type: t.Name(), Key: line[0].Draft.Key, Entry: line[0], Heritage: Inherited}
	if line[0].Draft.Space != own {
		return h
	}
	if h.Heritage = Own; len(line) > 1 {
		h.Heritage, h.From = Overridden, line[1]
		for _, c := range content.Changed(t, line[1].Draft, line[0].Draft) {
			if !slices.Contains(h.Differs, c.Field.Name()) {
				h.Differs = append(h.Differs, c.Field.Name())
			}
		}
	}
	return h
}

func heirMenus(ctx context.Context, tx Tx, actor Actor, s *site.Site) (out []HeirMenu, err error) {
	all, err := tx.Menus(ctx)
	if err != nil {
		return nil, err
	}
	for _, name := range menu.Names {
		var line []*menu.Stored
		for _, space := range s.Spaces() {
			for _, m := range all {
				if m.Draft.Name == name && m.Draft.Space == space && actor.sees(identity.Target{Type: identity.Menus, Site: space}) == nil {
					line = append(line, m)
				}
			}
		}
		if len(line) == 0 {
			continue
		}
		h := HeirMenu{Name: name, Space: line[0].Draft.Space, Heritage: Inherited}
		if h.Space == s.Key {
			if h.Heritage = Own; len(line) > 1 {
				h.Heritage, h.From, h.Differs = Overridden, line[1].Draft.Space, !sameItems(line[0].Draft, line[1].Draft)
			}
		}
		out = append(out, h)
	}
	return out, nil
}

func sameItems(a, b *menu.Menu) bool {
	x, errX := json.Marshal(a.Items)
	y, errY := json.Marshal(b.Items)
	return errX == nil && errY == nil && string(x) == string(y)
}
