package authoring_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
)

// reviewed is the tiny group with articles that somebody else approves.
var reviewed = files{"content-types/article.yaml": `name: article
label: {en: Article}
title: title
slug: slug
review: required
retention: {revisions: 2, days: 10}
fields:
  - {name: title, kind: text, label: {en: Title}, localized: true, required: true, maxLength: 60}
  - {name: slug, kind: slug, label: {en: Address}, localized: true, from: title}
  - {name: body, kind: markdown, label: {en: Text}, localized: true}
  - {name: order, kind: integer, label: {en: Order}}
  - {name: secret, kind: text, label: {en: Secret}, localized: true, readableBy: [site-manager]}
  - {name: related, kind: reference, label: {en: Read also}, to: [article, faq], many: true}
`}

// colleague is somebody with an account and built-in roles everywhere.
func (p *plane) colleague(name string, roles ...string) authoring.Actor {
	p.t.Helper()
	var assignments []identity.Assignment
	for _, role := range roles {
		assignments = append(assignments, identity.Everywhere(role))
	}
	return p.personWith(name, assignments...)
}

func (p *plane) personWith(name string, assignments ...identity.Assignment) authoring.Actor {
	p.t.Helper()
	a, err := identity.NewAccount(name+"@portico.example", name, password, assignments, p.clock.Now())
	if err != nil {
		p.t.Fatal(err)
	}
	if err := p.store.Update(p.t.Context(), func(tx authoring.Tx) error { return tx.SaveAccount(p.t.Context(), a) }); err != nil {
		p.t.Fatal(err)
	}
	return actorWith(a.ID, assignments...)
}

// step is one step of a review or of an editor, in a test that reads as a list.
type step struct {
	who  authoring.Actor
	what string // submit, approve, changes, withdraw, publish, save, autosave, save fr, restore, unpublish
	want fault.Code
}

// play takes the steps one after the other, each on the newest version, and gives the entry.
func (p *plane) play(s *content.Stored, locales []string, steps ...step) *content.Stored {
	p.t.Helper()
	ctx, id := context.Background(), s.Draft.ID
	for i, st := range steps {
		s, err := p.Entry(ctx, root, id)
		if err != nil {
			p.t.Fatal(err)
		}
		r := authoring.ReviewStep{Version: s.Version, Locales: locales, Text: "because"}
		text := fmt.Sprintf(`{"locales":{"en":{"body":"step %d"}}}`, i)
		switch st.what {
		case "submit":
			_, _, err = p.SubmitEntry(ctx, st.who, id, r)
		case "approve":
			_, _, err = p.ApproveEntry(ctx, st.who, id, r)
		case "changes":
			_, _, err = p.RequestChanges(ctx, st.who, id, r)
		case "withdraw":
			_, _, err = p.WithdrawEntry(ctx, st.who, id, r)
		case "publish":
			_, _, err = p.PublishEntry(ctx, st.who, id, s.Version, locales)
		case "unpublish":
			_, _, err = p.UnpublishEntry(ctx, st.who, id, s.Version, locales)
		case "save fr":
			_, _, err = p.SaveEntry(ctx, st.who, id, authoring.SaveEntry{Patch: []byte(strings.Replace(text, `"en"`, `"fr"`, 1))})
		case "save shared":
			_, _, err = p.SaveEntry(ctx, st.who, id, authoring.SaveEntry{Patch: fmt.Appendf(nil, `{"shared":{"order":%d}}`, i)})
		case "save", "autosave":
			_, _, err = p.SaveEntry(ctx, st.who, id, authoring.SaveEntry{Patch: []byte(text), Autosave: st.what == "autosave"})
		case "restore":
			_, _, err = p.RestoreRevision(ctx, st.who, id, s.Version, 1)
		default:
			p.t.Fatalf("no step %q", st.what)
		}
		if fault.CodeOf(err) != st.want {
			p.t.Errorf("step %d, %s by %s: %v, want %q", i, st.what, st.who.Name, err, st.want)
		}
	}
	s, err := p.Entry(ctx, root, id)
	if err != nil {
		p.t.Fatal(err)
	}
	return s
}

// TestReview: a draft is submitted, given back, submitted again, approved and published; each save makes void what was before.
func TestReview(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(reviewed)
		a, r := p.colleague("author", identity.Editor), p.colleague("reviewer", identity.Reviewer)
		en := []string{"en"}
		status := func(s *content.Stored, want content.Status) {
			t.Helper()
			if got := s.Status("en"); got != want {
				t.Errorf("the state is %s, want %s", got, want)
			}
		}
		s := p.play(p.draft(a, "One"), en,
			step{a, "publish", fault.Conflict}, step{r, "submit", fault.Forbidden}, step{r, "approve", fault.Conflict}, step{a, "submit", ""})
		status(s, content.StatusReview)
		s = p.play(s, en, step{a, "approve", fault.Forbidden}, step{r, "changes", ""}, step{r, "approve", fault.Conflict}, step{a, "publish", fault.Conflict})
		if flow := s.Workflow["en"].Review; flow.State != content.ReviewChanges || flow.Comment != "because" || flow.DecidedBy != r.ID {
			t.Errorf("changes were asked for: %+v", flow)
		}
		status(s, content.StatusDraft)
		s = p.play(s, en, step{a, "save", ""}, step{a, "submit", ""}, step{a, "withdraw", ""}, step{a, "withdraw", fault.Conflict}, step{r, "approve", fault.Conflict})
		s = p.play(s, en, step{a, "submit", ""}, step{a, "autosave", ""}, step{r, "approve", fault.Conflict})
		status(s, content.StatusDraft)
		s = p.play(s, en, step{a, "submit", ""}, step{r, "approve", ""}, step{r, "publish", fault.Forbidden}, step{a, "save", ""}, step{a, "publish", fault.Conflict})
		s = p.play(s, en, step{a, "submit", ""}, step{r, "approve", ""}, step{r, "changes", ""}, step{a, "publish", fault.Conflict})
		s = p.play(s, en, step{a, "submit", ""}, step{r, "approve", ""}, step{a, "save fr", ""}, step{a, "publish", ""}, step{a, "submit", fault.Conflict})
		status(s, content.StatusPublished)
		if s.Workflow["en"].Review != nil || s.Served("fr") != content.StatusDraft {
			t.Errorf("published: %+v", s.Workflow)
		}
		s = p.play(s, en, step{a, "save shared", ""}, step{a, "submit", ""}, step{r, "approve", ""}, step{a, "save shared", ""}, step{a, "publish", fault.Conflict})
		status(s, content.StatusChanged)
	})
}

// TestSubmitIncomplete: what could not be published is not submitted, and the answer says why.
func TestSubmitIncomplete(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(reviewed)
		a := p.colleague("author", identity.Editor)
		s := p.draft(a, "One")
		_, err := p.save(a, s, "", false)
		if err != nil {
			t.Fatal(err)
		}
		err = p.unchanged(func() error {
			_, _, err := p.SubmitEntry(t.Context(), a, s.Draft.ID, authoring.ReviewStep{Locales: []string{"en"}})
			return err
		})
		if fault.CodeOf(err) != fault.Unprocessable || !strings.Contains(err.Error(), "/locales/en/title") {
			t.Error(err)
		}
		err = p.unchanged(func() error {
			_, _, err := p.SubmitEntry(t.Context(), a, s.Draft.ID, authoring.ReviewStep{Locales: []string{"fr"}, Assignee: a.ID})
			return err
		})
		if fault.CodeOf(err) != fault.Unprocessable || !strings.Contains(err.Error(), "/assignee") {
			t.Error(err)
		}
		translator := p.personWith("t", identity.Assignment{Role: identity.Translator, Sites: []string{"shared"}, Locales: []string{"fr"}})
		for locales, want := range map[string]fault.Code{"fr": "", "en": fault.Forbidden, "fr,en": fault.Forbidden} {
			_, _, err := p.SubmitEntry(t.Context(), translator, s.Draft.ID, authoring.ReviewStep{Locales: strings.Split(locales, ",")})
			if fault.CodeOf(err) != want {
				t.Errorf("a translator of French submits %s: %v", locales, err)
			}
		}
	})
}

// TestFourEyes: nobody approves what they had a hand in, by whichever way they try. a writes, b edits and may approve, r only approves.
func TestFourEyes(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(reviewed)
		a, b := p.colleague("a", identity.SiteManager), p.colleague("b", identity.SiteManager)
		r, admin := p.colleague("r", identity.Reviewer), p.colleague("admin", identity.Administrator)
		refused, no := fault.Forbidden, fault.Conflict
		for name, steps := range map[string][]step{
			"the author submits and approves":            {{a, "submit", ""}, {a, "approve", refused}, {a, "publish", no}},
			"an administrator does":                      {{admin, "save", ""}, {admin, "submit", ""}, {admin, "approve", refused}, {admin, "publish", no}},
			"somebody else submits for the author":       {{b, "submit", ""}, {a, "approve", refused}},
			"the submitter has not written":              {{b, "submit", ""}, {b, "approve", refused}, {r, "approve", ""}, {b, "publish", ""}},
			"edited between":                             {{b, "save", ""}, {a, "submit", ""}, {b, "approve", refused}, {r, "approve", ""}},
			"edited between, and a comma after":          {{b, "save", ""}, {a, "save", ""}, {a, "submit", ""}, {b, "approve", refused}},
			"edited by autosave between":                 {{b, "autosave", ""}, {a, "save", ""}, {a, "submit", ""}, {b, "approve", refused}},
			"edited after it was approved":               {{a, "submit", ""}, {r, "approve", ""}, {b, "save", ""}, {b, "publish", no}},
			"restored between":                           {{r, "restore", refused}, {a, "save", ""}, {b, "restore", ""}, {a, "submit", ""}, {b, "approve", refused}},
			"another language was edited":                {{b, "save fr", ""}, {a, "submit", ""}, {b, "approve", ""}, {a, "publish", ""}},
			"what all languages share was edited":        {{b, "save shared", ""}, {a, "submit", ""}, {b, "approve", refused}},
			"withdrawn and submitted by the other":       {{b, "save", ""}, {b, "submit", ""}, {b, "withdraw", ""}, {a, "submit", ""}, {b, "approve", refused}},
			"edited before the last publication":         {{b, "save", ""}, {a, "submit", ""}, {r, "approve", ""}, {a, "publish", ""}, {a, "save", ""}, {a, "submit", ""}, {b, "approve", ""}},
			"unpublished to look new":                    {{a, "submit", ""}, {r, "approve", ""}, {a, "publish", ""}, {b, "save", ""}, {b, "unpublish", ""}, {a, "submit", ""}, {b, "approve", refused}},
			"the process approves":                       {{a, "submit", ""}, {root, "approve", refused}},
			"the process has written, a person approves": {{root, "save", ""}, {a, "submit", ""}, {b, "approve", ""}},
		} {
			t.Run(name, func(t *testing.T) {
				q := *p
				q.t = t
				q.play(q.draft(a, name), []string{"en"}, steps...)
			})
		}
	})
}

// TestInbox: open reviews are found by whoever may read them, the oldest first and page by page; what is void or decided is not in it.
func TestInbox(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		p.importTiny(nil)
		ctx, a, r := t.Context(), p.colleague("a", identity.Editor), p.colleague("r", identity.Reviewer)
		var ids []string
		for i := range 5 {
			p.clock.pass(1e9)
			s := p.draft(a, fmt.Sprintf("Article %d", i))
			ids = append(ids, s.Draft.ID)
			step := authoring.ReviewStep{Version: 1, Locales: []string{"en"}}
			if i == 3 {
				step.Assignee = r.ID
			}
			if _, _, err := p.SubmitEntry(ctx, a, s.Draft.ID, step); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := p.save(a, &content.Stored{Version: 1, Draft: &content.Entry{ID: ids[1]}}, "Void", false); err != nil {
			t.Fatal(err)
		}
		if _, _, err := p.ApproveEntry(ctx, r, ids[2], authoring.ReviewStep{Version: 1}); err != nil {
			t.Fatal(err)
		}
		inbox := func(actor authoring.Actor, mine bool) (got []string) {
			place := content.ReviewPlace{}
			for {
				list, next, more, err := p.OpenReviews(ctx, actor, mine, place, 2)
				if err != nil {
					t.Fatal(err)
				}
				for _, r := range list {
					got = append(got, fmt.Sprintf("%d %s", indexOf(ids, r.Entry.Draft.ID), r.Locale))
				}
				if place = next; !more {
					return got
				}
			}
		}
		for want, got := range map[string][]string{
			"0 en, 3 en, 4 en": inbox(r, false), "3 en": inbox(r, true), "": inbox(a, true),
		} {
			if strings.Join(got, ", ") != want {
				t.Errorf("the inbox holds %q, want %q", got, want)
			}
		}
		if got := inbox(actorWith("nobody"), false); len(got) > 0 {
			t.Errorf("somebody without a role sees %v", got)
		}
	})
}

func indexOf(ids []string, id string) int {
	for i := range ids {
		if ids[i] == id {
			return i
		}
	}
	return -1
}
