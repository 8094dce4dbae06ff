package authoring

import (
	"context"
	"fmt"
	"slices"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
)

// Move says where an entry goes: below Parent ("" is the top), before or after one that stands there, or last.
type Move struct {
	Version int64 // of the entry, as the caller has seen it
	Parent  string
	Before  string // id of a sibling to be; "" for none
	After   string // likewise
	Last    bool   // as without Before and After
}

// MoveEntry gives an entry its place in the tree of its space and type, with all that stands below it. It shows at once, also where
// the entry is published: a place is not content, and has no draft (ADR 0007). Errors: fault.NotFound, fault.Stale, fault.Forbidden;
// fault.Unprocessable for a place that there is not, one below the entry itself, and one too deep or too full.
func (a *Authoring) MoveEntry(ctx context.Context, actor Actor, id string, m Move) (s *content.Stored, done Written, err error) {
	done, err = a.write(ctx, actor, "move "+id, func(p *publication) error {
		e, err := p.edit(ctx, identity.Update, id, m.Version)
		if err != nil {
			return err
		}
		if err := e.move(ctx, m); err != nil {
			return err
		}
		s, err = readable(actor, e.typ, e.entry)
		return err
	})
	return s, done, err
}

func (e *editing) move(ctx context.Context, m Move) error {
	draft := e.entry.Draft
	if err := e.mayMove(); err != nil {
		return err
	}
	if !e.typ.Tree() {
		return wrongPlace("", "no_tree", "entries of type %s stand in no tree", draft.Type)
	}
	if err := e.checkParent(ctx, m.Parent); err != nil {
		return err
	}
	all, err := e.tx.Siblings(ctx, content.Branch{Space: draft.Space, Type: draft.Type, Parent: m.Parent})
	if err != nil {
		return err
	}
	self := func(s content.Sibling) bool { return s.ID == draft.ID }
	was := slices.IndexFunc(all, self)
	all = slices.DeleteFunc(all, self)
	at, err := m.index(all)
	if err != nil || at == was { // among the others, it stands there already
		return err
	}
	if len(all) >= content.MaxChildren {
		return wrongPlace("/parent", "too_many", "%d entries stand there; no more are allowed", content.MaxChildren)
	}
	from := [2]string{e.entry.Parent, e.entry.Position}
	e.entry.Parent = m.Parent
	if err := e.put(ctx, all, at); err != nil {
		return err
	}
	return e.tell(ctx, "move", map[string]any{"before": m.Before, "after": m.After},
		map[string]any{"parent": from[0], "position": from[1]}, map[string]any{"parent": e.entry.Parent, "position": e.entry.Position})
}

// mayMove asks for the right to change all of the entry, and to publish it where it is out: there the move shows at once.
func (e *editing) mayMove() error {
	target := identity.Target{Type: e.entry.Draft.Type, Site: e.entry.Draft.Space}
	if err := e.actor.may(identity.Update, target); err != nil || len(e.entry.Live()) == 0 {
		return err
	}
	return e.actor.may(identity.Publish, target)
}

func wrongPlace(pointer, code, format string, args ...any) error {
	return fault.Problems{{Pointer: pointer, Code: code, Message: fmt.Sprintf(format, args...)}}
}

// index gives the place among siblings that the move means.
func (m Move) index(siblings []content.Sibling) (int, error) {
	find := func(pointer, id string) (int, error) {
		i := slices.IndexFunc(siblings, func(s content.Sibling) bool { return s.ID == id })
		if i < 0 {
			return 0, wrongPlace(pointer, "unknown_entry", "no other entry with this id stands there")
		}
		return i, nil
	}
	switch {
	case m.Before != "" && m.After != "", m.Last && m.Before+m.After != "":
		return 0, wrongPlace("", "two_places", "send one of before, after and last")
	case m.Before != "":
		return find("/before", m.Before)
	case m.After != "":
		i, err := find("/after", m.After)
		return i + 1, err
	}
	return len(siblings), nil
}

// checkParent refuses a parent of another space or type (the same as one that is not there: A1), one below the entry, and one that
// would make the tree too deep.
func (e *editing) checkParent(ctx context.Context, parent string) error {
	if parent == "" {
		return nil
	}
	draft := e.entry.Draft
	above, err := e.tx.Entry(ctx, parent)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	if err != nil || above.Trashed() || above.Draft.Space != draft.Space || above.Draft.Type != draft.Type {
		return wrongPlace("/parent", "unknown_entry", "there is no %s of %s with this id", draft.Type, draft.Space)
	}
	line, err := e.tx.Ancestors(ctx, parent, content.MaxTreeDepth+1)
	if err != nil {
		return err
	}
	if slices.Contains(line, draft.ID) {
		return wrongPlace("/parent", "cycle", "an entry cannot stand below itself")
	}
	height, err := e.tx.Height(ctx, draft.ID, content.MaxTreeDepth+1)
	if err != nil {
		return err
	}
	if len(line)+height > content.MaxTreeDepth {
		return wrongPlace("/parent", "too_deep", "a tree has at most %d levels", content.MaxTreeDepth)
	}
	return nil
}

// put gives the entry its position among siblings, and writes it. Where there is no room, all of them get new positions.
func (e *editing) put(ctx context.Context, siblings []content.Sibling, at int) error {
	var before, after string
	if at > 0 {
		before = siblings[at-1].Position
	}
	if at < len(siblings) {
		after = siblings[at].Position
	}
	position, ok := content.Between(before, after)
	// "" is a position that nobody was given: that of an entry whose type was no tree when it was made.
	if lost := (at > 0 && before == "") || (at < len(siblings) && after == ""); lost || !ok || len(position) > content.MaxPosition {
		fresh := content.Spread(len(siblings) + 1)
		position = fresh[at]
		if err := e.respread(ctx, siblings, slices.Delete(slices.Clone(fresh), at, at+1)); err != nil {
			return err
		}
	}
	e.entry.Position = position
	return e.savePlace(ctx)
}

// respread gives siblings new positions. No more than content.MaxChildren stand together, and it takes hundreds of moves into one
// gap to need it.
func (p *publication) respread(ctx context.Context, siblings []content.Sibling, positions []string) error {
	next := make(map[string]string, len(siblings))
	ids := make([]string, len(siblings))
	for i, s := range siblings {
		ids[i], next[s.ID] = s.ID, positions[i]
	}
	for chunk := range slices.Chunk(ids, 500) {
		all, err := p.tx.EntriesByID(ctx, chunk)
		if err != nil {
			return err
		}
		m, err := p.types(ctx)
		if err != nil {
			return err
		}
		for _, s := range all {
			s.Position = next[s.Draft.ID]
			if err := (&editing{p, m.Type(s.Draft.Type), s}).savePlace(ctx); err != nil {
				return err
			}
		}
	}
	return nil
}

// savePlace writes where the entry stands, and publishes it where the entry is out.
func (e *editing) savePlace(ctx context.Context) error {
	if err := e.tx.SaveState(ctx, e.entry); err != nil {
		return err
	}
	fresh, err := e.tx.Entry(ctx, e.entry.Draft.ID)
	if err != nil {
		return err
	}
	if e.entry = fresh; fresh.Published != nil {
		return e.compile(ctx)
	}
	return nil
}

// putLast places an entry that is new in its tree below a parent, after all others.
func (e *editing) putLast(ctx context.Context, parent string) error {
	if !e.typ.Tree() {
		if parent != "" {
			return wrongPlace("/parent", "no_tree", "entries of type %s stand in no tree", e.typ.Name())
		}
		return nil
	}
	if err := e.checkParent(ctx, parent); err != nil {
		return err
	}
	last, count, err := e.tx.LastSibling(ctx, content.Branch{Space: e.entry.Draft.Space, Type: e.entry.Draft.Type, Parent: parent})
	if err != nil {
		return err
	}
	if e.entry.Position != "" && e.entry.Parent == parent { // it stands there, and counts itself
		return nil
	}
	if e.entry.Parent == parent { // itself among them
		count--
	}
	if count >= content.MaxChildren {
		return wrongPlace("/parent", "too_many", "%d entries stand there; no more are allowed", content.MaxChildren)
	}
	position, ok := content.Between(last, "")
	if !ok {
		return fault.New(fault.Conflict, "there is no place after the last entry: move that one first")
	}
	e.entry.Parent, e.entry.Position = parent, position
	return e.savePlace(ctx)
}
