package authoring

import (
	"context"
	"errors"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/menu"
)

// menuItems is the part of a menu that editors write.
type menuItems struct {
	Items []menu.Item `json:"items"`
}

// CreateMenu makes a menu's draft of {items}, given as JSON; a site that has a menu of its own does not inherit one of that name any
// more, once it is published. Errors: fault.NotFound, fault.Forbidden, fault.Unprocessable, fault.Conflict where it is there.
func (a *Authoring) CreateMenu(ctx context.Context, actor Actor, space, name string, doc []byte) (m *menu.Stored, err error) {
	if err := actor.reaches(identity.Create, MenuAt{Space: space}.target()); err != nil {
		return nil, err
	}
	items, err := readItems(doc)
	if err != nil {
		return nil, err
	}
	m = &menu.Stored{Draft: &menu.Menu{Name: name, Space: space, Items: items}}
	_, err = a.write(ctx, actor, "", func(p *publication) error {
		if _, err := p.tx.Menu(ctx, space, name); !fault.Is(err, fault.NotFound) {
			return firstOf(err, fault.New(fault.Conflict, "there is a menu %s of %s already", name, space))
		}
		return p.saveMenu(ctx, m, &menu.Menu{}, "create", nil)
	})
	return m, err
}

func readItems(doc []byte) ([]menu.Item, error) {
	read := menuItems{Items: []menu.Item{}}
	err := mergePatch(&read, doc)
	if read.Items == nil {
		read.Items = []menu.Item{}
	}
	return read.Items, err
}

// SaveMenu replaces the items of a menu's draft by {items}, given as JSON, in their order. Errors: fault.NotFound, fault.Forbidden,
// fault.Stale, fault.Unprocessable.
func (a *Authoring) SaveMenu(ctx context.Context, actor Actor, at MenuAt, doc []byte) (*menu.Stored, error) {
	return a.editMenu(ctx, actor, at, "save", nil, func(_ *publication, m *menu.Stored) error {
		items, err := readItems(doc)
		m.Draft.Items = items
		return err
	})
}

// AddMenuItem puts an item, given as JSON, under another one of the draft ("" is the top), at an index from 0 (menu.Last: the end).
// Errors: fault.NotFound, fault.Forbidden, fault.Stale, fault.Unprocessable.
func (a *Authoring) AddMenuItem(ctx context.Context, actor Actor, at MenuAt, doc []byte, parent string, index int) (*menu.Stored, error) {
	return a.editMenu(ctx, actor, at, "save", nil, func(_ *publication, m *menu.Stored) error {
		var it menu.Item
		if err := mergePatch(&it, doc); err != nil {
			return below("/item", err)
		}
		return m.Draft.Add(it, parent, index)
	})
}

// below puts a pointer before those of an error's problems.
func below(pointer string, err error) error {
	var f *fault.Error
	if errors.As(err, &f) {
		for i := range f.Problems {
			f.Problems[i].Pointer = pointer + f.Problems[i].Pointer
		}
	}
	return err
}

// PatchMenuItem changes one item of a menu's draft by a JSON merge patch (RFC 7396), against the version that the caller has
// seen. Nothing is published. Errors: fault.NotFound, fault.Stale, fault.Unprocessable, fault.Conflict for another id.
func (a *Authoring) PatchMenuItem(
	ctx context.Context, actor Actor, space, name, id string, version int64, patch []byte,
) (m *menu.Stored, err error) {
	return a.editMenu(ctx, actor, MenuAt{space, name, version}, "save", nil, func(_ *publication, m *menu.Stored) error {
		item := m.Draft.Find(id)
		if item == nil {
			return fault.New(fault.NotFound, "menu %s of %s has no item %q", name, space, id)
		}
		if err := mergePatch(item, patch); err != nil {
			return err
		}
		if item.ID != id {
			return fault.New(fault.Conflict, "the id of an item cannot be changed: sites know the item by it")
		}
		return nil
	})
}

// RemoveMenuItem takes an item out of the draft, with all below it. Errors: fault.NotFound, fault.Forbidden, fault.Stale,
// fault.Unprocessable where the item above would lead nowhere then.
func (a *Authoring) RemoveMenuItem(ctx context.Context, actor Actor, at MenuAt, id string) (*menu.Stored, error) {
	return a.editMenu(ctx, actor, at, "save", nil, func(_ *publication, m *menu.Stored) error {
		_, err := m.Draft.Remove(id)
		return err
	})
}

// MoveMenuItem takes an item, with all below it, to another place of the draft; see menu.Menu.Move. Errors: fault.NotFound,
// fault.Forbidden, fault.Stale, fault.Unprocessable.
func (a *Authoring) MoveMenuItem(ctx context.Context, actor Actor, at MenuAt, id, parent string, index int) (*menu.Stored, error) {
	return a.editMenu(ctx, actor, at, "save", nil, func(_ *publication, m *menu.Stored) error { return m.Draft.Move(id, parent, index) })
}

// editMenu runs a change of a menu's draft. Nothing is published.
func (a *Authoring) editMenu(
	ctx context.Context, actor Actor, at MenuAt, action string, detail map[string]any, change func(*publication, *menu.Stored) error,
) (m *menu.Stored, err error) {
	if err := actor.reaches(identity.Update, at.target()); err != nil {
		return nil, err
	}
	_, err = a.write(ctx, actor, "", func(p *publication) error {
		if m, err = p.menuAt(ctx, at); err != nil {
			return err
		}
		before := m.Draft.Clone()
		if err := change(p, m); err != nil {
			return err
		}
		return p.saveMenu(ctx, m, before, action, detail)
	})
	if err != nil {
		return nil, err
	}
	return m, nil
}

// saveMenu checks the draft by itself, and makes a revision of it where it differs. That its ids stand in no other menu of a site shows
// when it is published: until then an item may move from one menu to another in two steps.
func (p *publication) saveMenu(ctx context.Context, m *menu.Stored, before *menu.Menu, action string, detail map[string]any) error {
	targets, err := p.menuTargets(ctx)
	if err != nil {
		return err
	}
	if err := m.Draft.Validate(targets).Err(); err != nil {
		return err
	}
	ps, err := p.checkEntryTargets(ctx, before, m.Draft)
	if err != nil || len(ps) > 0 {
		return firstOf(err, ps.Err())
	}
	was, is := menuChanges(before, m.Draft)
	if len(was) == 0 && len(is) == 0 && m.Version > 0 {
		return nil
	}
	if m.Version, err = p.tx.SaveMenu(ctx, m.Draft, m.Version, p.actor.ID); err != nil {
		return err
	}
	if err := p.setMenuUses(ctx, m.Draft, false); err != nil {
		return err
	}
	return p.tellMenu(ctx, m.Draft, action, with(detail, map[string]any{"version": m.Version}), was, is)
}
