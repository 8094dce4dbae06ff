package authoring

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	core "github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
)

// entryName is an entry in a list of something else.
type entryName struct {
	ID    string `json:"id"`
	Type  string `json:"type"`
	Space string `json:"space"`
	Key   string `json:"key"`
	Title string `json:"title,omitempty" doc:"In the locale that is meant, where you may read it"`
}

func nameOf(s *content.Stored, title, tag string) entryName {
	n := entryName{ID: s.Draft.ID, Type: s.Draft.Type, Space: s.Draft.Space, Key: s.Draft.Key}
	for _, doc := range []map[string]any{s.Draft.Locales[tag], s.Draft.Shared} {
		if text, ok := doc[title].(string); ok && n.Title == "" {
			n.Title = text
		}
	}
	return n
}

type reviewBody struct {
	Entry  entryName       `json:"entry"`
	Locale string          `json:"locale"`
	Review *content.Review `json:"review"`
}

type submitBody struct {
	Locales  []string `json:"locales,omitempty" maxItems:"100" doc:"None: all that differ from what is served"`
	Assignee string   `json:"assignee,omitempty" maxLength:"100" doc:"Id of the account that is asked; whoever may where you leave it out"`
	Note     string   `json:"note,omitempty" maxLength:"2000"`
}

type verdictBody struct {
	Locales []string `json:"locales,omitempty" maxItems:"100" doc:"None: all that were submitted"`
	Comment string   `json:"comment,omitempty" maxLength:"2000"`
}

// reviewUse is a use case that takes a step in a review.
type reviewUse func(ctx context.Context, actor core.Actor, id string, s core.ReviewStep) (*content.Stored, core.Written, error)

func (a *api) registerReviews() {
	type submit struct {
		EntryWrite

		Body submitBody
	}
	handle(a, reviewOperation("submit", "Submit a draft for review",
		"What could not be published is not submitted; the answer says why. What is saved after it is not submitted with it."),
		func(ctx context.Context, in *submit) (*entryOutput, error) {
			step := core.ReviewStep{Locales: in.Body.Locales, Assignee: in.Body.Assignee, Text: in.Body.Note}
			return reviewed(ctx, in.EntryWrite, step, a.Authoring.SubmitEntry)
		})
	for _, op := range []struct {
		name, summary, text string
		do                  reviewUse
	}{
		{"approve", "Approve a draft", "For a type that asks for four eyes, nobody approves what they had a hand in.", a.Authoring.ApproveEntry},
		{"request-changes", "Ask for changes of a draft", "The comment says which. It takes an approval back, too.", a.Authoring.RequestChanges},
		{"withdraw", "Take a draft back out of review", "The comment is not used.", a.Authoring.WithdrawEntry},
	} {
		type decide struct {
			EntryWrite

			Body verdictBody
		}
		handle(a, reviewOperation(op.name, op.summary, op.text), func(ctx context.Context, in *decide) (*entryOutput, error) {
			return reviewed(ctx, in.EntryWrite, core.ReviewStep{Locales: in.Body.Locales, Text: in.Body.Comment}, op.do)
		})
	}
	a.registerInbox()
}

func reviewOperation(name, summary, text string) huma.Operation {
	return huma.Operation{
		OperationID: name + "-entry", Method: http.MethodPost, Path: "/api/v1/entries/{id}/" + name, Summary: summary, Description: text,
		Tags: []string{"Review"}, Security: signedIn, Errors: writeErrors,
	}
}

func reviewed(ctx context.Context, in EntryWrite, step core.ReviewStep, do reviewUse) (*entryOutput, error) {
	version, err := ifMatch(in.IfMatch)
	if err != nil {
		return nil, err
	}
	step.Version = version
	s, done, err := do(ctx, actorOf(ctx), in.ID, step)
	if err != nil {
		return nil, err
	}
	return entryAnswer(s, done), nil
}

func (a *api) registerInbox() {
	type list struct {
		Assignee string `query:"assignee" enum:"any,me" default:"any" doc:"me: only those that ask you"`
		State    string `query:"state" enum:"open" default:"open"`
		After    string `query:"page[after]" maxLength:"200" doc:"What page.next was"`
		Limit    int    `query:"page[size]" minimum:"1" maximum:"200" default:"50"`
	}
	type listOutput struct{ Body pageOf[reviewBody] }
	handle(a, huma.Operation{
		OperationID: "list-reviews", Method: http.MethodGet, Path: "/api/v1/reviews", Summary: "List drafts that wait for a decision",
		Description: "The oldest first; only those that you may read.", Tags: []string{"Review"}, Security: signedIn,
		Errors: []int{http.StatusUnauthorized, http.StatusBadRequest},
	}, func(ctx context.Context, in *list) (*listOutput, error) {
		after, err := parsePlace(in.After)
		if err != nil {
			return nil, err
		}
		all, next, more, err := a.Authoring.OpenReviews(ctx, actorOf(ctx), in.Assignee == "me", after, in.Limit)
		if err != nil {
			return nil, err
		}
		out := &listOutput{Body: pageOf[reviewBody]{Data: []reviewBody{}, Page: pageBody{Size: in.Limit}}}
		for _, r := range all {
			out.Body.Data = append(out.Body.Data, reviewBody{nameOf(r.Entry, r.Type.Title().Name(), r.Locale), r.Locale, r.Review})
		}
		if more {
			out.Body.Page.Next = formatPlace(next)
		}
		return out, nil
	})
}

func formatPlace(p content.ReviewPlace) string {
	return fmt.Sprintf("%d~%s~%s", p.SubmittedAt.UnixMicro(), p.Entry, p.Locale)
}

// parsePlace reads what formatPlace has written; "" is the beginning. Error: fault.Invalid.
func parsePlace(s string) (p content.ReviewPlace, err error) {
	if s == "" {
		return p, nil
	}
	parts := strings.Split(s, "~")
	if len(parts) == 3 && content.EntryID.MatchString(parts[1]) {
		if micros, err := strconv.ParseInt(parts[0], 10, 64); err == nil && micros > 0 {
			return content.ReviewPlace{SubmittedAt: time.UnixMicro(micros).UTC(), Entry: parts[1], Locale: parts[2]}, nil
		}
	}
	return p, fault.New(fault.Invalid, "after %.60q is no place in this list", s)
}
