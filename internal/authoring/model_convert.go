package authoring

import (
	"context"
	"errors"
	"slices"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/schema"
)

// converting brings the entries there are into the form of a new model.
type converting struct {
	*importing
	before  *schema.Model
	renames *content.Renaming
}

// all converts the entries of every type that a change concerns. What a model only adds leaves entries as they are.
func (c *converting) all(ctx context.Context) error {
	for old, name := range c.renames.Types {
		if err := c.tx.RenameType(ctx, old, name); err != nil {
			return err
		}
	}
	if err := c.renameBeside(ctx); err != nil {
		return err
	}
	if err := c.welcomeBack(ctx); err != nil {
		return err
	}
	changes := schema.Compare(c.before, c.model)
	for _, was := range c.before.Types() {
		name := c.renames.Type(was.Name())
		is := c.model.Type(name)
		switch {
		case is == nil:
			if err := eachIn(ctx, c.tx, content.Filter{Type: name}, func(s *content.Stored) error { return c.remove(ctx, s) }); err != nil {
				return err
			}
		case c.concerned(was, is, changes):
			if err := eachEntry(ctx, c.tx, name, func(s *content.Stored) error { return c.convert(ctx, was, is, s) }); err != nil {
				return err
			}
		}
	}
	return c.renameComments(ctx)
}

// concerned says whether entries of a type may look different: it changed by more than additions, or may name a renamed type.
func (c *converting) concerned(was, is *schema.Type, changes []schema.Change) bool {
	if len(c.renames.Types) > 0 && refersTo(was.Fields(), c.renames.Types, map[*schema.Component]bool{}) {
		return true
	}
	return slices.ContainsFunc(changes, func(ch schema.Change) bool {
		same := ch.Type == was.Name() || ch.Type == is.Name()
		return same && (ch.Effect != schema.Adds && ch.Effect != schema.Widens || ch.Code == "kind_changed")
	})
}

// refersTo says whether one of some fields may name an entry of these types, in components too.
func refersTo(fields []*schema.Field, types map[string]string, open map[*schema.Component]bool) bool {
	return slices.ContainsFunc(fields, func(f *schema.Field) bool {
		if slices.ContainsFunc(f.To(), func(name string) bool { return types[name] != "" }) {
			return true
		}
		return slices.ContainsFunc(f.Components(), func(inner *schema.Component) bool {
			if open[inner] {
				return false
			}
			open[inner] = true
			return refersTo(inner.Fields(), types, open)
		})
	})
}

// convert converts one entry: its draft in a new revision, and what is published of it.
func (c *converting) convert(ctx context.Context, was, is *schema.Type, s *content.Stored) error {
	draft, _ := content.Convert(was, is, s.Draft, c.renames.Types)
	changed := draft.Type != s.Draft.Type || !content.Same(draft, s.Draft)
	if changed {
		if err := c.saveDraft(ctx, was, is, s, draft); err != nil {
			return err
		}
		if err := c.tx.SetUses(ctx, draft.ID, false, uses(is, draft)); err != nil {
			return err
		}
	}
	if !is.Tree() && (s.Parent != "" || s.Position != "") {
		s.Parent, s.Position, changed = "", "", true
		if err := c.tx.SaveState(ctx, s); err != nil {
			return err
		}
	}
	if s.Published != nil {
		live, _ := content.Convert(was, is, s.Published, c.renames.Types)
		other := live.Type != s.Published.Type || !content.Same(live, s.Published)
		if other {
			if err := c.tellMigrated(ctx, was, is, s, "published", s.Published, live); err != nil {
				return err
			}
		}
		s.Published = live
		if err := c.claim(ctx, is, s); err != nil {
			return err
		}
		if other || changed {
			if err := c.serve(ctx, is, s); err != nil {
				return err
			}
		}
		changed = changed || other
	}
	if changed {
		c.done.Migrated++
	}
	return nil
}

// claim makes the entry the owner of its unique values; one that another entry has already is left to that one.
func (c *converting) claim(ctx context.Context, is *schema.Type, s *content.Stored) error {
	values := uniqueValues(is, s.Published)
	taken, err := c.tx.ClaimValues(ctx, s.Published, values)
	if err == nil && len(taken) > 0 {
		free := slices.DeleteFunc(values, func(v content.UniqueValue) bool { return taken[v.Pointer] != "" })
		_, err = c.tx.ClaimValues(ctx, s.Published, free)
	}
	return err
}

// serve writes what is published.
func (c *converting) serve(ctx context.Context, is *schema.Type, s *content.Stored) error {
	if err := c.tx.SaveState(ctx, s); err != nil {
		return err
	}
	if err := c.tx.SetUses(ctx, s.Draft.ID, true, uses(is, s.Published)); err != nil {
		return err
	}
	return c.compileFresh(ctx, is, s.Draft.ID)
}

// compileFresh compiles an entry as it comes back: what is compiled later again is compared with that.
func (i *importing) compileFresh(ctx context.Context, t *schema.Type, id string) error {
	fresh, err := i.tx.Entry(ctx, id)
	if err != nil {
		return err
	}
	r, err := i.a.entryRecord(ctx, i.tx, t, fresh)
	if err != nil {
		return err
	}
	return i.hold(ctx, r)
}

// remove puts an entry of a type that is gone into the trash, where its history stays.
func (c *converting) remove(ctx context.Context, s *content.Stored) error {
	if !c.accept {
		return errors.New("authoring: entries of a removed type, and nobody has accepted that")
	}
	if _, err := c.settle(ctx, c.before.Type(s.Draft.Type), s, ""); err != nil {
		return err
	}
	detail, before, _ := boundedChanges(map[string]any{"what": "removed"}, auditDocument(s.Draft), nil)
	if err := c.tellOf(ctx, c.actor, s, "migrate", detail, before, nil); err != nil {
		return err
	}
	live, at := s.Live(), c.log.At
	s.Unpublish(live)
	s.TrashedAt, s.TrashedBy, s.Workflow, s.Parent = &at, c.actor.ID, nil, ""
	if taken, err := c.tx.ClaimValues(ctx, s.Draft, nil); err != nil || len(taken) > 0 {
		return firstOf(err, fault.New(fault.Internal, "nothing was claimed, and something is taken"))
	}
	for _, published := range []bool{false, true} {
		if err := c.tx.SetUses(ctx, s.Draft.ID, published, nil); err != nil {
			return err
		}
	}
	if err := c.tx.HideTranslations(ctx, s.Draft.ID, true); err != nil {
		return err
	}
	if err := c.tx.SaveState(ctx, s); err != nil {
		return err
	}
	if len(live) > 0 {
		c.records = append(c.records, c.a.compiler.Entry(nil, s, nil))
	}
	c.done.Migrated++
	return nil
}
