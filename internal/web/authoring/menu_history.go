package authoring

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	core "github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/menu"
)

// menuRevisionBody is a revision of a menu; its items are there where one is asked for by itself.
type menuRevisionBody struct {
	Version   int64       `json:"version"`
	Author    string      `json:"author" doc:"Account id, or system:…"`
	CreatedAt time.Time   `json:"createdAt"`
	Items     []menu.Item `json:"items,omitempty"`
}

func menuRevisionOf(r *menu.Revision) menuRevisionBody {
	b := menuRevisionBody{Version: r.Version, Author: r.Author, CreatedAt: r.CreatedAt.UTC()}
	if r.Menu != nil {
		b.Items = r.Menu.Items
	}
	return b
}

type menuChangesBody struct {
	Version          int64             `json:"version" doc:"Of the draft"`
	PublishedVersion int64             `json:"publishedVersion" doc:"0 before it was published once"`
	Changes          []menu.Difference `json:"changes" doc:"The items in which the draft differs from what is served"`
}

// findingBody is something that a check tells.
type findingBody struct {
	Severity core.Severity `json:"severity" enum:"error,warning" doc:"An error keeps the menu from being published"`
	Pointer  string        `json:"pointer"`
	Code     string        `json:"code"`
	Message  string        `json:"message"`
}

func (a *api) registerMenuHistory() {
	a.registerMenuRevisions()
	type changes struct{ Body menuChangesBody }
	handle(a, huma.Operation{
		OperationID: "list-menu-changes", Method: http.MethodGet, Path: "/api/v1/menus/{space}/{name}/changes",
		Summary: "What the draft has that is not published", Tags: []string{"Menus"}, Security: signedIn, Errors: readErrors,
	}, func(ctx context.Context, in *MenuPath) (*changes, error) {
		m, differences, err := a.Authoring.MenuChanges(ctx, actorOf(ctx), in.Space, in.Name)
		if err != nil {
			return nil, err
		}
		if differences == nil {
			differences = []menu.Difference{}
		}
		return &changes{menuChangesBody{m.Version, m.PublishedVersion, differences}}, nil
	})

	type check struct{ Body listOf[findingBody] }
	handle(a, huma.Operation{
		OperationID: "check-menu", Method: http.MethodGet, Path: "/api/v1/menus/{space}/{name}/check", Summary: "Check a menu's draft",
		Description: "Broken targets, texts that a locale lacks, depth, and what stands there twice.",
		Tags:        []string{"Menus"}, Security: signedIn, Errors: readErrors,
	}, func(ctx context.Context, in *MenuPath) (*check, error) {
		found, err := a.Authoring.CheckMenu(ctx, actorOf(ctx), in.Space, in.Name)
		if err != nil {
			return nil, err
		}
		out := &check{listOf[findingBody]{Data: []findingBody{}}}
		for _, f := range found {
			out.Body.Data = append(out.Body.Data, findingBody{f.Severity, f.Pointer, f.Code, f.Message})
		}
		return out, nil
	})

	editMenu(a, huma.Operation{
		OperationID: "revert-menu", Method: http.MethodPost, Path: "/api/v1/menus/{space}/{name}/revert",
		Summary: "Make the draft what is published",
	}, func(in *MenuWrite) *MenuWrite { return in },
		func(ctx context.Context, actor core.Actor, at core.MenuAt, _ *MenuWrite) (*menu.Stored, error) {
			return a.Authoring.RevertMenu(ctx, actor, at)
		})
}

func (a *api) registerMenuRevisions() {
	type list struct {
		MenuPath

		Before int64 `query:"page[after]" minimum:"0" doc:"What page.next was"`
		Limit  int   `query:"page[size]" minimum:"1" maximum:"200" default:"50"`
	}
	type listOutput struct{ Body listOf[menuRevisionBody] }
	handle(a, huma.Operation{
		OperationID: "list-menu-revisions", Method: http.MethodGet, Path: "/api/v1/menus/{space}/{name}/revisions",
		Summary: "List a menu's revisions", Description: "The newest first.", Tags: []string{"Menus"}, Security: signedIn, Errors: readErrors,
	}, func(ctx context.Context, in *list) (*listOutput, error) {
		all, err := a.Authoring.MenuRevisions(ctx, actorOf(ctx), in.Space, in.Name, in.Before, in.Limit)
		if err != nil {
			return nil, err
		}
		out := &listOutput{Body: listOf[menuRevisionBody]{Data: []menuRevisionBody{}}}
		for _, r := range all {
			out.Body.Data = append(out.Body.Data, menuRevisionOf(r))
		}
		return out, nil
	})

	type get struct {
		MenuPath

		Revision int64 `path:"revision" minimum:"1"`
	}
	type one struct{ Body menuRevisionBody }
	handle(a, huma.Operation{
		OperationID: "get-menu-revision", Method: http.MethodGet, Path: "/api/v1/menus/{space}/{name}/revisions/{revision}",
		Summary: "Read a revision of a menu", Tags: []string{"Menus"}, Security: signedIn, Errors: readErrors,
	}, func(ctx context.Context, in *get) (*one, error) {
		r, err := a.Authoring.MenuRevision(ctx, actorOf(ctx), in.Space, in.Name, in.Revision)
		if err != nil {
			return nil, err
		}
		return &one{menuRevisionOf(r)}, nil
	})

	type restore struct {
		MenuWrite

		Revision int64 `path:"revision" minimum:"1"`
	}
	editMenu(a, huma.Operation{
		OperationID: "restore-menu-revision", Method: http.MethodPost, Path: "/api/v1/menus/{space}/{name}/revisions/{revision}/restore",
		Summary: "Make a draft of an old revision",
	}, func(in *restore) *MenuWrite { return &in.MenuWrite },
		func(ctx context.Context, actor core.Actor, at core.MenuAt, in *restore) (*menu.Stored, error) {
			return a.Authoring.RestoreMenuRevision(ctx, actor, at, in.Revision)
		})
}
