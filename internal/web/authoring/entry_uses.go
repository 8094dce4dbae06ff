package authoring

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	core "github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/content"
)

// useBody is a place where an entry is named.
type useBody struct {
	ID      string `json:"id" doc:"Of the entry that names it"`
	Type    string `json:"type"`
	Space   string `json:"space"`
	Key     string `json:"key"`
	View    string `json:"view" enum:"draft,published"`
	Pointer string `json:"pointer,omitempty" doc:"Of the place in the entry; left out where the field is not for you"`
}

type usesBody struct {
	Data    []useBody `json:"data"`
	Page    pageBody  `json:"page"`
	Sources int       `json:"sources" doc:"How many entries name it that you may read"`
	Hidden  int       `json:"hidden" doc:"How many more there are"`
}

type replacedBody struct {
	Replaced int `json:"replaced" doc:"Entries whose draft names the other one now"`
	Left     int `json:"left" doc:"Entries whose draft still names this one: send the request again"`
}

func usesOf(uses *core.Uses, size int) usesBody {
	out := usesBody{[]useBody{}, pageBody{Size: size, Next: uses.Next}, uses.Sources, uses.Hidden}
	for _, u := range uses.Uses {
		e := u.Entry.Draft
		view := map[bool]string{false: "draft", true: "published"}[u.Published]
		out.Data = append(out.Data, useBody{e.ID, e.Type, e.Space, e.Key, view, u.Pointer})
	}
	return out
}

func (a *api) registerUses() {
	type list struct {
		EntryPath

		After string `query:"page[after]" maxLength:"2500" doc:"What page.next was"`
		Limit int    `query:"page[size]" minimum:"1" maximum:"200" default:"50"`
	}
	type listOutput struct{ Body usesBody }
	handle(a, huma.Operation{
		OperationID: "list-uses", Method: http.MethodGet, Path: "/api/v1/entries/{id}/uses", Summary: "List where an entry is named",
		Description: "In drafts and in what is published, of entries that you may read; of the others, how many there are.",
		Tags:        []string{"Structure"}, Security: signedIn, Errors: append(readErrors, http.StatusBadRequest),
	}, func(ctx context.Context, in *list) (*listOutput, error) {
		uses, err := a.Authoring.EntryUses(ctx, actorOf(ctx), in.ID, in.After, in.Limit)
		if err != nil {
			return nil, err
		}
		return &listOutput{usesOf(uses, in.Limit)}, nil
	})

	type replace struct {
		EntryPath

		Body struct {
			By string `json:"by" maxLength:"80" doc:"Id of the entry of the same type that takes its place"`
		}
	}
	type replaceOutput struct {
		Written
		Body replacedBody
	}
	handle(a, huma.Operation{
		OperationID: "replace-uses", Method: http.MethodPost, Path: "/api/v1/entries/{id}/replace-uses",
		Summary:     "Let another entry take its place",
		Description: "In the drafts of the entries that name it, a hundred at a time. Nothing is published, and the entry itself stays.",
		Tags:        []string{"Structure"}, Security: signedIn, Errors: append(readErrors, http.StatusConflict, http.StatusUnprocessableEntity),
	}, func(ctx context.Context, in *replace) (*replaceOutput, error) {
		r, done, err := a.Authoring.ReplaceUses(ctx, actorOf(ctx), in.ID, in.Body.By)
		if err != nil {
			return nil, err
		}
		return &replaceOutput{Written{done.Sequence, done.Generation}, replacedBody{r.Replaced, r.Left}}, nil
	})
}

func (a *api) registerDiff() {
	type diff struct {
		EntryPath

		From string `query:"from" maxLength:"20" default:"published" doc:"A revision's version, draft, published, or 0 for nothing"`
		To   string `query:"to" maxLength:"20" default:"draft" doc:"Likewise"`
	}
	type output struct{ Body listOf[content.FieldDiff] }
	handle(a, huma.Operation{
		OperationID: "diff-entry", Method: http.MethodGet, Path: "/api/v1/entries/{id}/diff", Summary: "Compare two states of an entry",
		Description: "By field and locale: texts word by word, lists by what came, went, moved and changed. " +
			"Fields that are not for you are left out.",
		Tags: []string{"History"}, Security: signedIn, Errors: append(readErrors, http.StatusBadRequest),
	}, func(ctx context.Context, in *diff) (*output, error) {
		diffs, err := a.Authoring.DiffEntry(ctx, actorOf(ctx), in.ID, in.From, in.To)
		if err != nil {
			return nil, err
		}
		return &output{listOf[content.FieldDiff]{diffs}}, nil
	})
}
