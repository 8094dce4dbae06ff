package authoring

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	core "github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/content"
)

type moveBody struct {
	Parent string `json:"parent" maxLength:"80" doc:"Id of the entry above; empty for the top"`
	Before string `json:"before,omitempty" maxLength:"80" doc:"Id of the entry there that it stands before"`
	After  string `json:"after,omitempty" maxLength:"80" doc:"Id of the entry there that it stands after; neither: it stands last"`
	Last   bool   `json:"last,omitempty" doc:"It stands last, as it does where neither before nor after is sent"`
}

// treeNodeBody is an entry in its tree.
type treeNodeBody struct {
	ID       string                    `json:"id"`
	Key      string                    `json:"key"`
	Title    map[string]string         `json:"title" doc:"By locale; under an empty name where all locales share it"`
	Version  int64                     `json:"version"`
	Status   map[string]content.Status `json:"status"`
	Order    string                    `json:"order" doc:"Orders siblings byte by byte"`
	Children int                       `json:"children" doc:"How many entries stand right below it"`
}

// titlesOf gives an entry's titles by locale.
func titlesOf(e *content.Entry, field string) map[string]string {
	out := map[string]string{}
	if s, ok := e.Shared[field].(string); ok {
		out[""] = s
	}
	for tag, doc := range e.Locales {
		if s, ok := doc[field].(string); ok {
			out[tag] = s
		}
	}
	return out
}

func (a *api) registerTrees() {
	type move struct {
		EntryWrite

		Body moveBody
	}
	handle(a, huma.Operation{
		OperationID: "move-entry", Method: http.MethodPost, Path: "/api/v1/entries/{id}/move", Summary: "Move an entry in its tree",
		Description: "With all that stands below it. It shows at once, also where the entry is published: a place has no draft.",
		Tags:        []string{"Structure"}, Security: signedIn, Errors: append(writeErrors, http.StatusConflict),
	}, func(ctx context.Context, in *move) (*entryOutput, error) {
		version, err := ifMatch(in.IfMatch)
		if err != nil {
			return nil, err
		}
		b := in.Body
		s, done, err := a.Authoring.MoveEntry(ctx, actorOf(ctx), in.ID, core.Move{
			Version: version, Parent: b.Parent, Before: b.Before, After: b.After, Last: b.Last,
		})
		if err != nil {
			return nil, err
		}
		return entryAnswer(s, done), nil
	})

	type tree struct {
		Space  string `path:"space" doc:"A site's key, or shared"`
		Type   string `path:"type"`
		Parent string `query:"parent" maxLength:"80" doc:"Id of the entry whose children are meant; none: the top"`
		After  string `query:"page[after]" maxLength:"300" doc:"What page.next was"`
		Limit  int    `query:"page[size]" minimum:"1" maximum:"200" default:"100"`
	}
	type treeOutput struct{ Body pageOf[treeNodeBody] }
	handle(a, huma.Operation{
		OperationID: "list-tree", Method: http.MethodGet, Path: "/api/v1/trees/{space}/{type}", Summary: "List a branch of a tree",
		Description: "The entries right below one, in their order, with how many stand below each.",
		Tags:        []string{"Structure"}, Security: signedIn, Errors: append(readErrors, http.StatusBadRequest),
	}, func(ctx context.Context, in *tree) (*treeOutput, error) {
		b := content.Branch{Space: in.Space, Type: in.Type, Parent: in.Parent}
		page, err := a.Authoring.Tree(ctx, actorOf(ctx), b, in.After, in.Limit)
		if err != nil {
			return nil, err
		}
		out := &treeOutput{Body: pageOf[treeNodeBody]{Data: []treeNodeBody{}, Page: pageBody{Size: in.Limit, Next: page.Next}}}
		for _, n := range page.Nodes {
			e := entryOf(n.Entry)
			out.Body.Data = append(out.Body.Data, treeNodeBody{
				ID: e.ID, Key: e.Key, Title: titlesOf(n.Entry.Draft, page.Title), Version: e.Version, Status: e.Status,
				Order: n.Entry.Position, Children: n.Children,
			})
		}
		return out, nil
	})
}
