package authoring

import (
	"context"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/schema"
)

// Entry gives an entry as the actor may read it. Errors: fault.NotFound, also where it is not for them.
func (a *Authoring) Entry(ctx context.Context, actor Actor, id string) (s *content.Stored, err error) {
	err = a.store.View(ctx, func(tx Tx) (err error) {
		s, err = a.readableEntry(ctx, tx, actor, id)
		return err
	})
	return s, err
}

// EntryByKey gives an entry by its place, as the actor may read it. Errors: fault.NotFound.
func (a *Authoring) EntryByKey(ctx context.Context, actor Actor, space, typ, key string) (s *content.Stored, err error) {
	err = a.store.View(ctx, func(tx Tx) (err error) {
		found, err := tx.EntryByKey(ctx, space, typ, key)
		if err == nil {
			s, err = a.readableEntry(ctx, tx, actor, found.Draft.ID)
		}
		return err
	})
	return s, err
}

// Model gives the content model in force, for whoever shows forms. Everybody who may sign in may know it. Errors: fault.NotFound.
func (a *Authoring) Model(ctx context.Context) (m *schema.Model, err error) {
	err = a.store.View(ctx, func(tx Tx) (err error) {
		m, err = a.modelIn(ctx, tx)
		return err
	})
	return m, err
}

func (a *Authoring) readableEntry(ctx context.Context, tx Tx, actor Actor, id string) (*content.Stored, error) {
	if actor.ID == "" {
		return nil, fault.New(fault.Unauthenticated, "sign in first")
	}
	s, t, err := a.typedEntry(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	return readable(actor, t, s)
}

// typedEntry gives an entry with its content type. Errors: fault.NotFound; fault.Conflict where the type is not in the model.
func (a *Authoring) typedEntry(ctx context.Context, tx Tx, id string) (*content.Stored, *schema.Type, error) {
	m, err := a.modelIn(ctx, tx)
	if err != nil {
		return nil, nil, err
	}
	s, err := tx.Entry(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	t := m.Type(s.Draft.Type)
	if t == nil {
		return nil, nil, fault.New(fault.Conflict, "the content type %s of this entry is not in force", s.Draft.Type)
	}
	return s, t, nil
}

// editing is an entry that a write works on.
type editing struct {
	*publication
	typ   *schema.Type
	entry *content.Stored
}

// edit loads an entry for an action that is based on a version (0: whatever there is). What the actor may not read is not there;
// that they may act on all of what they act on is for the use case to check. Errors: fault.NotFound; fault.Forbidden where the
// action is not allowed in any locale; fault.Stale; fault.Conflict for one in the trash.
func (p *publication) edit(ctx context.Context, action identity.Action, id string, version int64) (*editing, error) {
	s, t, err := p.a.typedEntry(ctx, p.tx, id)
	if err != nil {
		return nil, err
	}
	if _, err := readable(p.actor, t, s); err != nil {
		return nil, err
	}
	switch {
	case !p.actor.Access.MaySomewhere(action, t.Name(), s.Draft.Space):
		return nil, p.actor.forbidden(action, identity.Target{Type: t.Name(), Site: s.Draft.Space})
	case version != 0 && s.Version != version:
		return nil, fault.New(fault.Stale, "this entry was saved by somebody else in between")
	case s.Trashed():
		return nil, fault.New(fault.Conflict, "this entry is in the trash: restore it first")
	}
	return &editing{p, t, s}, nil
}

// tell writes the audit line of something that was done to the entry.
func (e *editing) tell(ctx context.Context, action string, detail map[string]any, before, after any) error {
	return e.tellOf(ctx, e.actor, e.entry, action, detail, before, after)
}

func with(detail, more map[string]any) map[string]any {
	for name, v := range detail {
		more[name] = v
	}
	return more
}

// compile puts the entry's record, as it is published now, into the publication.
func (e *editing) compile(ctx context.Context) error {
	r, err := e.a.entryRecord(ctx, e.tx, e.typ, e.entry)
	if err != nil {
		return err
	}
	e.records = append(e.records, r)
	e.served = append(e.served, e.entry) // menus may lead there
	return nil
}
