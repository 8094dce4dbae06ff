package authoring

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	core "github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/content"
)

// commentBody is what somebody said of an entry.
type commentBody struct {
	ID         string     `json:"id"`
	Thread     string     `json:"thread" doc:"Id of the comment that began it; its own where it did"`
	Locale     string     `json:"locale,omitempty"`
	Pointer    string     `json:"pointer,omitempty" doc:"Of the value that it is about: /shared/{field} or /locales/{locale}/{field}"`
	Body       string     `json:"body" doc:"Plain text; nothing in it is markup"`
	Mentions   []string   `json:"mentions" doc:"Ids of accounts"`
	Author     string     `json:"author"`
	CreatedAt  time.Time  `json:"createdAt"`
	EditedAt   *time.Time `json:"editedAt,omitempty"`
	DeletedAt  *time.Time `json:"deletedAt,omitempty" doc:"The text is gone, and replies remain"`
	ResolvedAt *time.Time `json:"resolvedAt,omitempty"`
	ResolvedBy string     `json:"resolvedBy,omitempty"`
}

func commentOf(c *content.Comment) commentBody {
	return commentBody{
		ID: c.ID, Thread: c.Thread, Locale: c.Locale, Pointer: c.Pointer, Body: c.Body, Mentions: append([]string{}, c.Mentions...),
		Author: c.Author, CreatedAt: c.CreatedAt.UTC(), EditedAt: c.EditedAt, DeletedAt: c.DeletedAt, ResolvedAt: c.ResolvedAt,
		ResolvedBy: c.ResolvedBy,
	}
}

type commentOutput struct {
	Written
	Location string `header:"Location"`
	Body     commentBody
}

type newCommentBody struct {
	Thread   string   `json:"thread,omitempty" maxLength:"40" doc:"Id of the comment that began the thread; a new one where you leave it out"`
	Locale   string   `json:"locale,omitempty" maxLength:"40"`
	Pointer  string   `json:"pointer,omitempty" maxLength:"500"`
	Body     string   `json:"body" doc:"1 to 5000 characters"`
	Mentions []string `json:"mentions,omitempty" maxItems:"20" doc:"Ids of accounts that may read it"`
}

type editCommentBody struct {
	Body     string   `json:"body" doc:"1 to 5000 characters"`
	Mentions []string `json:"mentions,omitempty" maxItems:"20"`
}

// CommentPath names a comment of an entry.
type CommentPath struct {
	EntryPath

	Comment string `path:"comment" doc:"UUIDv7"`
}

func commentOperation(id, method, path, summary, text string) huma.Operation {
	return huma.Operation{
		OperationID: id, Method: method, Path: "/api/v1/entries/{id}/comments" + path, Summary: summary, Description: text,
		Tags: []string{"Comments"}, Security: signedIn, Errors: append(readErrors, http.StatusConflict, http.StatusUnprocessableEntity),
	}
}

func (a *api) registerComments() {
	a.registerCommentLists()
	type create struct {
		EntryPath

		Body newCommentBody
	}
	op := commentOperation("create-comment", http.MethodPost, "", "Comment on an entry, a locale or a value", "Or reply to a thread.")
	op.DefaultStatus = http.StatusCreated
	handle(a, op, func(ctx context.Context, in *create) (*commentOutput, error) {
		c, done, err := a.Authoring.AddComment(ctx, actorOf(ctx), in.ID, core.NewComment(in.Body))
		out, err := commentAnswer(c, done, err)
		if err == nil {
			out.Location = "/api/v1/entries/" + in.ID + "/comments/" + c.ID
		}
		return out, err
	})

	type edit struct {
		CommentPath

		Body editCommentBody
	}
	handle(a, commentOperation("edit-comment", http.MethodPut, "/{comment}", "Change a comment of yours", ""),
		func(ctx context.Context, in *edit) (*commentOutput, error) {
			return commentAnswer(a.Authoring.EditComment(ctx, actorOf(ctx), in.ID, in.Comment, in.Body.Body, in.Body.Mentions))
		})

	remove := commentOperation("delete-comment", http.MethodDelete, "/{comment}", "Delete a comment of yours",
		"Or anybody's, for who manages the content type. One with replies stays as an empty place.")
	remove.DefaultStatus = http.StatusNoContent
	handle(a, remove, func(ctx context.Context, in *CommentPath) (*Written, error) {
		return writtenOr(a.Authoring.DeleteComment(ctx, actorOf(ctx), in.ID, in.Comment))
	})

	for name, summary := range map[string]string{"resolve": "Say that a thread is settled", "reopen": "Open a settled thread again"} {
		handle(a, commentOperation(name+"-comment", http.MethodPost, "/{comment}/"+name, summary, ""),
			func(ctx context.Context, in *CommentPath) (*commentOutput, error) {
				return commentAnswer(a.Authoring.ResolveComment(ctx, actorOf(ctx), in.ID, in.Comment, name == "resolve"))
			})
	}
}

func commentAnswer(c *content.Comment, done core.Written, err error) (*commentOutput, error) {
	if err != nil {
		return nil, err
	}
	return &commentOutput{Written: Written{done.Sequence, done.Generation}, Body: commentOf(c)}, nil
}

type mentionBody struct {
	Entry   entryName   `json:"entry"`
	Comment commentBody `json:"comment"`
}

func (a *api) registerCommentLists() {
	type list struct {
		EntryPath

		After string `query:"page[after]" maxLength:"40" doc:"What page.next was"`
		Limit int    `query:"page[size]" minimum:"1" maximum:"200" default:"100"`
	}
	type listOutput struct{ Body pageOf[commentBody] }
	handle(a, commentOperation("list-comments", http.MethodGet, "", "List what was said of an entry",
		"The oldest first, as far as you may read it."),
		func(ctx context.Context, in *list) (*listOutput, error) {
			all, next, err := a.Authoring.Comments(ctx, actorOf(ctx), in.ID, in.After, in.Limit)
			if err != nil {
				return nil, err
			}
			out := &listOutput{Body: pageOf[commentBody]{Data: []commentBody{}, Page: pageBody{Size: in.Limit, Next: next}}}
			for _, c := range all {
				out.Body.Data = append(out.Body.Data, commentOf(c))
			}
			return out, nil
		})

	type mine struct {
		Before string `query:"page[after]" maxLength:"40" doc:"What page.next was"`
		Limit  int    `query:"page[size]" minimum:"1" maximum:"200" default:"50"`
	}
	type mineOutput struct{ Body pageOf[mentionBody] }
	handle(a, huma.Operation{
		OperationID: "list-mentions", Method: http.MethodGet, Path: "/api/v1/mentions", Summary: "List the comments that mention you",
		Description: "The newest first, as far as you may read them today.", Tags: []string{"Comments"}, Security: signedIn,
		Errors: []int{http.StatusUnauthorized},
	}, func(ctx context.Context, in *mine) (*mineOutput, error) {
		all, next, err := a.Authoring.Mentions(ctx, actorOf(ctx), in.Before, in.Limit)
		if err != nil {
			return nil, err
		}
		out := &mineOutput{Body: pageOf[mentionBody]{Data: []mentionBody{}, Page: pageBody{Size: in.Limit, Next: next}}}
		for _, m := range all {
			name := nameOf(m.Entry, m.Type.Title().Name(), m.Comment.Locale)
			out.Body.Data = append(out.Body.Data, mentionBody{name, commentOf(m.Comment)})
		}
		return out, nil
	})
}
