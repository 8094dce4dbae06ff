package authoring

import (
	"context"
	"strconv"
	"strings"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/schema"
	"github.com/portico-cms/portico/internal/yamlfile"
)

const maxPointer = 500 // bytes

// spot is where in an entry a comment stands.
type spot struct {
	locale string
	field  *schema.Field // nil where it is about no value
	rest   []string      // the way into the value
}

// spotOf reads where a pointer leads, by the content type. ok is false where the type has no such place.
func spotOf(t *schema.Type, tag, pointer string) (p spot, ok bool) {
	if pointer == "" {
		return spot{locale: tag}, true
	}
	if len(pointer) > maxPointer || !strings.HasPrefix(pointer, "/") {
		return p, false
	}
	parts := strings.Split(pointer[1:], "/")
	for i, part := range parts {
		parts[i] = yamlfile.Unescape(part)
	}
	switch {
	case parts[0] == "shared" && len(parts) > 1 && tag == "":
		p = spot{field: t.Field(parts[1]), rest: parts[2:]}
	case parts[0] == "locales" && len(parts) > 2 && (tag == "" || tag == parts[1]):
		p = spot{locale: parts[1], field: t.Field(parts[2]), rest: parts[3:]}
	}
	return p, p.field != nil && p.field.Localized() == (p.locale != "")
}

// placeComment checks that there is what a comment is about: the locale, the field in the content type, and the way into its
// value in the draft. What the actor may not read is not there.
func (e *editing) placeComment(c *content.Comment) error {
	bad := func(pointer, message string) error {
		return fault.Problems{{Pointer: pointer, Code: "no_place", Message: message}}.Err()
	}
	p, ok := spotOf(e.typ, c.Locale, c.Pointer)
	if !ok || p.field != nil && !e.actor.mayField(identity.Read, e.typ, e.entry.Draft.Space, p.locale, p.field) {
		return bad("/pointer", "the entry has no such value: write /shared/{field} or /locales/{locale}/{field}")
	}
	doc, there := e.entry.Draft.Locales[p.locale]
	if p.locale == "" {
		doc = e.entry.Draft.Shared
	} else if !there {
		return bad("/locale", "the entry has no document in this locale")
	}
	c.Locale = p.locale
	if err := e.actor.mayDiscuss(e.typ, e.entry, p.locale); err != nil {
		return err
	}
	if p.field != nil && len(p.rest) > 0 && !leads(doc[p.field.Name()], p.rest) {
		return bad("/pointer", "the value has no such part now")
	}
	return nil
}

// leads says whether a way leads to a part of a value.
func leads(v any, way []string) bool {
	for _, step := range way {
		switch value := v.(type) {
		case map[string]any:
			next, ok := value[step]
			if !ok {
				return false
			}
			v = next
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i < 0 || i >= len(value) || strconv.Itoa(i) != step {
				return false
			}
			v = value[i]
		default:
			return false
		}
	}
	return true
}

// seesComment says whether somebody may read a comment: they read the entry, and the field that it is about. A field that the type
// has no more, or that was away since, belongs to nobody but who may see all of them.
func (a Actor) seesComment(t *schema.Type, ages schema.Ages, s *content.Stored, c *content.Comment) bool {
	space := s.Draft.Space
	if !a.Access.MaySomewhere(identity.Read, t.Name(), space) {
		return false
	}
	if c.Pointer == "" {
		return c.Locale == "" || a.Access.May(identity.Read, identity.Target{Type: t.Name(), Site: space, Locale: c.Locale})
	}
	tag := c.Locale
	if strings.HasPrefix(c.Pointer, "/shared/") {
		tag = ""
	}
	p, ok := spotOf(t, tag, c.Pointer)
	if !ok || !ages.Had(t.Name(), p.field.Name(), c.CreatedAt) {
		return a.Access.May(identity.Manage, identity.Target{Type: t.Name(), Site: space})
	}
	return a.mayField(identity.Read, t, space, p.locale, p.field)
}

// Comments lists those of an entry that the actor may read, the oldest first, those after an id ("" all), at most limit. next is
// the id to go on after; "" at the end. A page may be shorter than limit. Errors: fault.NotFound.
func (a *Authoring) Comments(
	ctx context.Context, actor Actor, entry, after string, limit int,
) (list []*content.Comment, next string, err error) {
	err = a.store.View(ctx, func(tx Tx) error {
		if _, err := a.readableEntry(ctx, tx, actor, entry); err != nil {
			return err
		}
		s, t, err := a.typedEntry(ctx, tx, entry)
		if err != nil {
			return err
		}
		ages, err := a.fieldAges(ctx, tx)
		if err != nil {
			return err
		}
		all, err := tx.CommentsOf(ctx, entry, after, limit)
		list, next = nil, ""
		for _, c := range all {
			if actor.seesComment(t, ages, s, c) {
				list = append(list, c)
			}
		}
		if len(all) == limit {
			next = all[limit-1].ID
		}
		return err
	})
	return list, next, err
}

// Mention is a comment that calls somebody, with the entry that it is about, as they may read it.
type Mention struct {
	Comment *content.Comment
	Entry   *content.Stored
	Type    *schema.Type
}

// Mentions lists the comments that mention the actor and that they may read today, the newest first, those before an id ("" all),
// at most limit. next is the id to go on before; "" at the end. A page may be shorter than limit.
func (a *Authoring) Mentions(ctx context.Context, actor Actor, before string, limit int) (list []Mention, next string, err error) {
	if actor.ID == "" {
		return nil, "", fault.New(fault.Unauthenticated, "sign in first")
	}
	err = a.store.View(ctx, func(tx Tx) error {
		ages, err := a.fieldAges(ctx, tx)
		if err != nil {
			return err
		}
		all, err := tx.CommentsFor(ctx, actor.ID, before, limit)
		if err != nil {
			return err
		}
		list, next = nil, ""
		for _, c := range all {
			s, t, err := a.typedEntry(ctx, tx, c.Entry)
			switch {
			case fault.Is(err, fault.NotFound) || fault.Is(err, fault.Conflict):
				continue
			case err != nil:
				return err
			case s.Trashed() || !actor.seesComment(t, ages, s, c):
				continue
			}
			if s, err = readable(actor, t, s); err != nil {
				return err
			}
			list = append(list, Mention{c, s, t})
		}
		if len(all) == limit {
			next = all[limit-1].ID
		}
		return nil
	})
	return list, next, err
}
