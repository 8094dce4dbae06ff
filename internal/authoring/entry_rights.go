package authoring

import (
	"maps"
	"slices"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/schema"
)

// mayField says whether an actor may do something to one field of an entry. locale is "" for a shared field. Besides a grant, a
// field may ask for a role.
func (a Actor) mayField(action identity.Action, t *schema.Type, space, locale string, f *schema.Field) bool {
	if !a.Access.May(action, identity.Target{Type: t.Name(), Site: space, Locale: locale, Field: f.Name()}) {
		return false
	}
	open := f.WritableBy
	if action == identity.Read {
		open = f.ReadableBy
	}
	return open("") || slices.ContainsFunc(a.Access.RolesAt(space), open)
}

// readable gives an entry as an actor may see it, in draft and published: fields that are not for them are left out. Error:
// fault.NotFound where nothing is for them.
func readable(actor Actor, t *schema.Type, s *content.Stored) (*content.Stored, error) {
	if !actor.Access.MaySomewhere(identity.Read, s.Draft.Type, s.Draft.Space) {
		return nil, fault.New(fault.NotFound, "no entry %q, or not for you", s.Draft.ID)
	}
	out := *s
	out.Draft = readableEntry(actor, t, s.Draft)
	out.Published = readableEntry(actor, t, s.Published)
	return &out, nil
}

func readableEntry(actor Actor, t *schema.Type, e *content.Entry) *content.Entry {
	if e == nil {
		return nil
	}
	out := *e
	out.Shared = readableDocument(actor, t, e.Space, "", e.Shared)
	out.Locales = make(map[string]map[string]any, len(e.Locales))
	for tag, doc := range e.Locales {
		out.Locales[tag] = readableDocument(actor, t, e.Space, tag, doc)
	}
	return &out
}

func readableDocument(actor Actor, t *schema.Type, space, tag string, doc map[string]any) map[string]any {
	out := maps.Clone(doc)
	if out == nil {
		out = map[string]any{}
	}
	for name := range doc {
		if f := t.Field(name); f == nil || !actor.mayField(identity.Read, t, space, tag, f) {
			delete(out, name)
		}
	}
	return out
}

// checkChanges refuses changes of fields that the actor may not make, naming each. action is Create or Update.
func checkChanges(actor Actor, action identity.Action, t *schema.Type, before, after *content.Entry) error {
	if actor.ID == "" {
		return actor.may(action, identity.Target{Type: t.Name(), Site: after.Space})
	}
	if !actor.Access.MaySomewhere(action, t.Name(), after.Space) {
		return actor.forbidden(action, identity.Target{Type: t.Name(), Site: after.Space})
	}
	var ps fault.Problems
	for _, c := range content.Changed(t, before, after) {
		if !actor.mayField(action, t, after.Space, c.Locale, c.Field) {
			message := "your roles do not allow you to change " + c.Field.Name() + " here"
			ps.Add(fault.Problem{Pointer: c.Pointer, Code: "forbidden", Message: message})
		}
	}
	if len(ps) > 0 {
		return &fault.Error{Code: fault.Forbidden, Message: "some of these changes are not allowed to you", Problems: ps}
	}
	return nil
}

// mayAll refuses an action that is not allowed in every one of the locales.
func (a Actor) mayAll(action identity.Action, e *content.Entry, locales []string) error {
	for _, tag := range locales {
		if err := a.may(action, identity.Target{Type: e.Type, Site: e.Space, Locale: tag}); err != nil {
			return err
		}
	}
	return nil
}
