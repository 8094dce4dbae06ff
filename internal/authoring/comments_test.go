package authoring_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
)

func (p *plane) say(who authoring.Actor, entry string, n authoring.NewComment) (*content.Comment, error) {
	c, _, err := p.AddComment(context.Background(), who, entry, n)
	return c, err
}

// bodies gives what somebody sees of the comments of an entry.
func (p *plane) bodies(who authoring.Actor, entry string) (out []string) {
	p.t.Helper()
	for after := ""; ; {
		page, next, err := p.Comments(p.t.Context(), who, entry, after, 2)
		if err != nil {
			p.t.Fatal(err)
		}
		for _, c := range page {
			out = append(out, c.Body)
		}
		if after = next; after == "" {
			return out
		}
	}
}

// TestComments: a thread is begun, answered, edited, settled, opened and deleted; only by whom it is for.
func TestComments(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		ctx, a, b := t.Context(), p.colleague("a", identity.Editor), p.colleague("b", identity.Reviewer)
		id := p.draft(a, "One").Draft.ID
		root, err := p.say(a, id, authoring.NewComment{Pointer: "/locales/en/title", Body: "Too short?"})
		if err != nil || root.Locale != "en" || !root.Begins() {
			t.Fatalf("%+v %v", root, err)
		}
		reply, err := p.say(b, id, authoring.NewComment{Thread: root.ID, Body: "No.", Mentions: []string{a.ID, a.ID}})
		if err != nil || reply.Pointer != root.Pointer || reply.Thread != root.ID || len(reply.Mentions) != 1 {
			t.Fatalf("%+v %v", reply, err)
		}
		_, err = p.say(b, id, authoring.NewComment{Thread: reply.ID, Body: "To a reply"})
		coded(t, "a reply to a reply", err, fault.Unprocessable)
		_, err = p.say(b, p.draft(a, "Two").Draft.ID, authoring.NewComment{Thread: root.ID, Body: "Elsewhere"})
		coded(t, "a thread of another entry", err, fault.NotFound)

		_, _, err = p.EditComment(ctx, a, id, reply.ID, "Yes.", nil)
		coded(t, "edit another's", err, fault.Forbidden)
		edited, _, err := p.EditComment(ctx, b, id, reply.ID, "Well, no.", nil)
		if err != nil || edited.Body != "Well, no." || edited.EditedAt == nil || len(edited.Mentions) != 0 {
			t.Errorf("%+v %v", edited, err)
		}
		_, _, err = p.ResolveComment(ctx, b, id, reply.ID, true)
		coded(t, "settle a reply", err, fault.Conflict)
		if c, _, err := p.ResolveComment(ctx, b, id, root.ID, true); err != nil || c.ResolvedAt == nil || c.ResolvedBy != b.ID {
			t.Errorf("%+v %v", c, err)
		}
		if c, _, err := p.ResolveComment(ctx, a, id, root.ID, false); err != nil || c.ResolvedAt != nil || c.ResolvedBy != "" {
			t.Errorf("%+v %v", c, err)
		}
		_, err = p.DeleteComment(ctx, b, id, root.ID)
		coded(t, "delete another's", err, fault.Forbidden)
		if _, err := p.DeleteComment(ctx, a, id, root.ID); err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff([]string{"", "Well, no."}, p.bodies(a, id)); diff != "" {
			t.Error(diff)
		}
		_, _, err = p.EditComment(ctx, a, id, root.ID, "Back", nil)
		coded(t, "edit what was deleted", err, fault.Conflict)
		if _, err := p.DeleteComment(ctx, actorOf(identity.Administrator), id, reply.ID); err != nil {
			t.Error(err)
		}
		_, _, err = p.EditComment(ctx, b, id, reply.ID, "Back", nil)
		coded(t, "edit what is gone", err, fault.NotFound)
		if n, m := p.audited("comment.delete", id), p.audited("comment.create", id); n != 2 || m != 2 {
			t.Errorf("the audit has %d of 2 that were deleted, %d of 2 that were made", n, m)
		}
		err = p.store.View(ctx, func(tx authoring.Tx) error {
			lines, err := tx.AuditLines(ctx, authoring.AuditFilter{Subject: "entry/" + id, Limit: 100})
			for _, l := range lines {
				if strings.Contains(l.Detail+l.Before+l.After, "Too short") {
					t.Errorf("the audit keeps what was said: %s", l.Detail)
				}
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
}

// TestCommentPlaces: a comment is about something that there is, and its text is text.
func TestCommentPlaces(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		a := p.colleague("a", identity.Editor)
		id := p.draft(a, "One").Draft.ID
		first, err := p.EntryByKey(t.Context(), root, "shared", "article", "first")
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range []authoring.NewComment{
			{}, {Locale: "en"}, {Locale: "en", Pointer: "/locales/en/title"}, {Pointer: "/locales/fr/body"}, {Pointer: "/shared/order"}, {Pointer: "/shared/related"},
		} {
			n.Body = "Here\n\tand there"
			_, err := p.say(a, id, n)
			coded(t, n.Pointer, err, "")
		}
		_, err = p.say(a, first.Draft.ID, authoring.NewComment{Body: "x", Pointer: "/shared/related/0"})
		coded(t, "a part of a value", err, "")
		for _, n := range []authoring.NewComment{
			{Locale: "de"}, {Locale: "../en"}, {Pointer: "/locales/en/nothing"}, {Pointer: "/locales/de/title"}, {Pointer: "/shared/title"},
			{Pointer: "/locales/en/order"}, {Pointer: "/shared/related/99"}, {Pointer: "/shared/related/0x"}, {Pointer: "title"}, {Pointer: "/locales/en"},
			{Pointer: "/shared"}, {Pointer: "/"}, {Locale: "fr", Pointer: "/locales/en/title"}, {Locale: "fr", Pointer: "/shared/order"},
			{Pointer: "/shared/order" + strings.Repeat("/0", 400)}, {Pointer: "/locales/en/__proto__"},
		} {
			n.Body = "x"
			err := p.unchanged(func() error { _, err := p.say(a, id, n); return err })
			coded(t, n.Pointer+n.Locale, err, fault.Unprocessable)
		}
		for _, body := range []string{"", strings.Repeat("é", 5001), "a\x00b", "\xff", "\x1b[2J"} {
			err := p.unchanged(func() error { _, err := p.say(a, id, authoring.NewComment{Body: body}); return err })
			coded(t, body, err, fault.Unprocessable)
		}
	})
}

// TestCommentRights: who only reads says nothing; a comment on a field that somebody may not read does not reach them, by no way.
func TestCommentRights(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(reviewed)
		ctx, manager, a := t.Context(), p.colleague("m", identity.SiteManager), p.colleague("a", identity.Editor)
		viewer := p.colleague("v", identity.Viewer)
		gone := p.colleague("gone", identity.Editor)
		elsewhere := p.personWith("e", identity.Assignment{Role: identity.Editor, Sites: []string{"two"}, Locales: []string{"*"}})
		s, _, err := p.CreateEntry(ctx, root, authoring.NewEntry{Space: "one", Type: "article", Locales: map[string]map[string]any{"en": {"title": "T", "secret": "S"}}})
		if err != nil {
			t.Fatal(err)
		}
		id := s.Draft.ID
		for who, want := range map[*authoring.Actor]fault.Code{&viewer: fault.Forbidden, &elsewhere: fault.NotFound, {}: fault.NotFound} {
			_, err := p.say(*who, id, authoring.NewComment{Body: "x"})
			if got := fault.CodeOf(err); got != want && got != fault.Unauthenticated {
				t.Errorf("%s: %v, want %s", who.Name, err, want)
			}
		}
		_, err = p.say(a, id, authoring.NewComment{Body: "x", Pointer: "/locales/en/secret"})
		coded(t, "on a field that one may not read", err, fault.Unprocessable)
		hidden, err := p.say(manager, id, authoring.NewComment{Body: "hidden", Pointer: "/locales/en/secret"})
		if err != nil {
			t.Fatal(err)
		}
		if got := p.bodies(a, id); len(got) != 0 {
			t.Errorf("shown to who may not read the field: %v", got)
		}
		if got := p.bodies(manager, id); len(got) != 1 {
			t.Errorf("not shown to who may: %v", got)
		}
		_, err = p.say(a, id, authoring.NewComment{Body: "x", Thread: hidden.ID})
		coded(t, "reply to what one may not read", err, fault.NotFound)
		_, _, err = p.ResolveComment(ctx, a, id, hidden.ID, true)
		coded(t, "settle what one may not read", err, fault.NotFound)
		for i, who := range []string{a.ID, elsewhere.ID, "nobody", "system:test2"} {
			_, err := p.say(manager, id, authoring.NewComment{Body: "x", Pointer: "/locales/en/secret", Mentions: []string{who}})
			var ps fault.Problems
			if i < 3 && (!errors.As(err, &ps) || ps[0].Pointer != "/mentions/0") {
				t.Errorf("mentions somebody who may not read it: %v", err)
			}
		}
		called, err := p.say(manager, id, authoring.NewComment{Body: "look", Mentions: []string{a.ID, gone.ID}})
		if err != nil {
			t.Fatal(err)
		}
		mentions := func(who authoring.Actor) int {
			list, _, err := p.Mentions(ctx, who, "", 10)
			if err != nil {
				t.Fatal(err)
			}
			return len(list)
		}
		if mentions(a) != 1 || mentions(manager) != 0 {
			t.Error("who was mentioned does not see it")
		}
		gone.Access = actorWith("x", identity.Assignment{Role: identity.Editor, Sites: []string{"two"}, Locales: []string{"*"}}).Access
		if mentions(gone) != 0 {
			t.Error("a mention outlives the right to read")
		}
		if _, _, err := p.EditComment(ctx, manager, id, called.ID, "look", nil); err != nil || mentions(a) != 0 {
			t.Errorf("a mention that was taken out: %v", err)
		}
	})
}
