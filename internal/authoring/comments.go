package authoring

import (
	"context"
	"fmt"
	"slices"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
	"github.com/portico-cms/portico/internal/schema"
)

// NewComment is what somebody wants to say.
type NewComment struct {
	Thread   string // id of the comment that is replied to; "" begins a thread
	Locale   string // "" for all
	Pointer  string // of the value that it is about; "" for none in particular
	Body     string
	Mentions []string // ids of accounts
}

// AddComment says something of an entry, of a locale or of a value. It needs the right to work on the entry in some way. Errors:
// fault.NotFound, fault.Forbidden; fault.Unprocessable for a place that there is not, and for people who may not read it.
func (a *Authoring) AddComment(ctx context.Context, actor Actor, entry string, n NewComment) (c *content.Comment, done Written, err error) {
	done, err = a.write(ctx, actor, "", func(p *publication) error {
		e, err := p.edit(ctx, identity.Read, entry, 0)
		if err != nil {
			return err
		}
		c = &content.Comment{
			ID: content.NewID(), Entry: entry, Locale: n.Locale, Pointer: n.Pointer, Body: n.Body, Mentions: distinct(n.Mentions),
			Author: actor.ID, CreatedAt: p.log.At,
		}
		c.Thread = c.ID
		if err := actor.mayDiscuss(e.typ, e.entry, n.Locale); err != nil {
			return err
		}
		if n.Thread != "" {
			if err := e.reply(ctx, c, n.Thread); err != nil {
				return err
			}
		} else if err := e.placeComment(c); err != nil {
			return err
		}
		if err := e.checkComment(ctx, c); err != nil {
			return err
		}
		if err := p.tx.SaveComment(ctx, c); err != nil {
			return err
		}
		return e.tellComment(ctx, "create", c)
	})
	return c, done, err
}

func distinct(ids []string) []string { return slices.Compact(slices.Sorted(slices.Values(ids))) }

// mayDiscuss refuses who may only read.
func (a Actor) mayDiscuss(t *schema.Type, s *content.Stored, tag string) error {
	for _, action := range []identity.Action{identity.Submit, identity.Update, identity.Approve} {
		if tag == "" && a.Access.MaySomewhere(action, t.Name(), s.Draft.Space) ||
			a.Access.May(action, identity.Target{Type: t.Name(), Site: s.Draft.Space, Locale: tag}) {
			return nil
		}
	}
	return fault.New(fault.Forbidden, "comments are for those who write, submit or approve here")
}

// reply puts a comment into a thread of the same entry, at its place.
func (e *editing) reply(ctx context.Context, c *content.Comment, thread string) error {
	root, err := e.comment(ctx, thread)
	if err != nil {
		return err
	}
	switch {
	case !root.Begins():
		return fault.Problems{{Pointer: "/thread", Code: "no_thread", Message: "name the comment that began the thread"}}.Err()
	case c.Locale != "" && c.Locale != root.Locale || c.Pointer != "" && c.Pointer != root.Pointer:
		return fault.Problems{{Pointer: "/thread", Code: "other_place", Message: "a reply is about what the thread is about"}}.Err()
	}
	c.Thread, c.Locale, c.Pointer = root.ID, root.Locale, root.Pointer
	return e.actor.mayDiscuss(e.typ, e.entry, c.Locale)
}

// comment finds one of the entry that the actor may see. Errors: fault.NotFound.
func (e *editing) comment(ctx context.Context, id string) (*content.Comment, error) {
	ages, err := e.a.fieldAges(ctx, e.tx)
	if err != nil {
		return nil, err
	}
	c, err := e.tx.Comment(ctx, id)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return nil, err
	}
	if err != nil || c.Entry != e.entry.Draft.ID || !e.actor.seesComment(e.typ, ages, e.entry, c) {
		return nil, fault.New(fault.NotFound, "no comment %.40q here", id)
	}
	return c, nil
}

// checkComment gives what is wrong with the text, and refuses to call people who may not read what it is about.
func (e *editing) checkComment(ctx context.Context, c *content.Comment) error {
	ages, err := e.a.fieldAges(ctx, e.tx)
	if err != nil {
		return err
	}
	ps := c.Validate()
	if len(c.Mentions) <= content.MaxMentions {
		for i, id := range c.Mentions {
			who, err := e.a.actorNow(ctx, e.tx, id)
			if err != nil && !fault.Is(err, fault.Forbidden) {
				return err
			}
			if err != nil || who.ID == "" || !who.seesComment(e.typ, ages, e.entry, c) {
				ps.Add(fault.Problem{Pointer: fmt.Sprintf("/mentions/%d", i), Code: "bad_mention", Message: "this is no account that may read this"})
			}
		}
	}
	return ps.Err()
}

// EditComment changes the text and the mentions of a comment of one's own. Errors: fault.NotFound, fault.Unprocessable;
// fault.Forbidden for somebody else's; fault.Conflict where it was deleted.
func (a *Authoring) EditComment(
	ctx context.Context, actor Actor, entry, id, body string, mentions []string,
) (c *content.Comment, done Written, err error) {
	return a.changeComment(ctx, actor, entry, id, "edit", func(e *editing, c *content.Comment) error {
		c.Body, c.Mentions = body, distinct(mentions)
		if err := e.checkComment(ctx, c); err != nil {
			return err
		}
		if c.Author != actor.ID {
			return fault.New(fault.Forbidden, "this comment is somebody else's")
		}
		if c.DeletedAt != nil {
			return fault.New(fault.Conflict, "this comment was deleted")
		}
		c.EditedAt = &e.log.At
		return e.tx.SaveComment(ctx, c)
	})
}

// DeleteComment takes a comment of one's own away, or anybody's for who manages the content type. One with replies stays as an
// empty place. That it was there stays in the audit, without its text. Errors: fault.NotFound, fault.Forbidden.
func (a *Authoring) DeleteComment(ctx context.Context, actor Actor, entry, id string) (done Written, err error) {
	_, done, err = a.changeComment(ctx, actor, entry, id, "delete", func(e *editing, c *content.Comment) error {
		target := identity.Target{Type: e.typ.Name(), Site: e.entry.Draft.Space, Locale: c.Locale}
		if c.Author != actor.ID && !actor.Access.May(identity.Manage, target) {
			return fault.New(fault.Forbidden, "this comment is somebody else's")
		}
		if c.Begins() {
			replied, err := e.tx.HasReplies(ctx, c.ID)
			if err != nil {
				return err
			}
			if replied {
				c.Body, c.Mentions, c.DeletedAt = "", nil, &e.log.At
				return e.tx.SaveComment(ctx, c)
			}
		}
		return e.tx.DeleteComment(ctx, id)
	})
	return done, err
}

// ResolveComment says of a thread that it is settled, or opens it again. Errors: fault.NotFound, fault.Forbidden; fault.Conflict
// for a reply.
func (a *Authoring) ResolveComment(
	ctx context.Context, actor Actor, entry, id string, resolved bool,
) (c *content.Comment, done Written, err error) {
	action := map[bool]string{true: "resolve", false: "reopen"}[resolved]
	return a.changeComment(ctx, actor, entry, id, action, func(e *editing, c *content.Comment) error {
		if !c.Begins() {
			return fault.New(fault.Conflict, "a thread is settled as a whole: name the comment that began it")
		}
		c.ResolvedAt, c.ResolvedBy = nil, ""
		if resolved {
			c.ResolvedAt, c.ResolvedBy = &e.log.At, actor.ID
		}
		return e.tx.SaveComment(ctx, c)
	})
}

func (a *Authoring) changeComment(
	ctx context.Context, actor Actor, entry, id, action string, change func(*editing, *content.Comment) error,
) (c *content.Comment, done Written, err error) {
	done, err = a.write(ctx, actor, "", func(p *publication) error {
		e, err := p.edit(ctx, identity.Read, entry, 0)
		if err != nil {
			return err
		}
		if c, err = e.comment(ctx, id); err != nil {
			return err
		}
		if err := actor.mayDiscuss(e.typ, e.entry, c.Locale); err != nil {
			return err
		}
		if err := change(e, c); err != nil {
			return err
		}
		return e.tellComment(ctx, action, c)
	})
	return c, done, err
}

// tellComment writes the audit line. What was said is not in it.
func (e *editing) tellComment(ctx context.Context, action string, c *content.Comment) error {
	return e.tx.Audit(ctx, AuditEvent{
		Actor: e.actor, Action: "comment." + action, Subject: "entry/" + c.Entry, Site: e.entry.Draft.Space,
		Detail: map[string]any{
			"comment": c.ID, "thread": c.Thread, "author": c.Author, "locale": c.Locale, "pointer": c.Pointer, "mentions": c.Mentions,
		},
	})
}
