package authoring

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/portico-cms/portico/internal/identity"
)

type viewBody struct {
	ID        string    `json:"id"`
	Owner     string    `json:"owner" doc:"Account id"`
	Team      bool      `json:"team" doc:"For everybody, or for its owner alone"`
	Name      string    `json:"name"`
	Query     object    `json:"query" doc:"As the client keeps it; it is checked when it is asked"`
	Version   int64     `json:"version" doc:"The ETag"`
	UpdatedAt time.Time `json:"updatedAt"`
}

func viewOf(v *identity.SavedView) viewBody {
	return viewBody{v.ID, v.Owner, v.Team, v.Name, object(v.Query), v.Version, v.UpdatedAt.UTC()}
}

type viewInput struct {
	Name  string         `json:"name" maxLength:"200"`
	Team  bool           `json:"team,omitempty"`
	Query map[string]any `json:"query"`
}

func (v *viewInput) view() (out identity.SavedView, err error) {
	out = identity.SavedView{Name: v.Name, Team: v.Team}
	out.Query, err = json.Marshal(v.Query)
	return out, err
}

type viewOutput struct {
	ETag string `header:"ETag"`
	Body viewBody
}

// ViewPath names a saved view. Embedded, so exported for huma.
type ViewPath struct {
	ID string `path:"id" maxLength:"60" doc:"UUIDv7"`
}

func (a *api) registerViews() {
	type list struct{ Body listOf[viewBody] }
	handle(a, huma.Operation{
		OperationID: "list-views", Method: http.MethodGet, Path: "/api/v1/views", Summary: "List saved views: yours and the team's",
		Tags: []string{"Views"}, Security: signedIn, Errors: []int{http.StatusUnauthorized},
	}, func(ctx context.Context, _ *struct{}) (*list, error) {
		views, err := a.Authoring.SavedViews(ctx, actorOf(ctx))
		if err != nil {
			return nil, err
		}
		out := &list{Body: listOf[viewBody]{Data: []viewBody{}}}
		for _, v := range views {
			out.Body.Data = append(out.Body.Data, viewOf(v))
		}
		return out, nil
	})
	handle(a, huma.Operation{
		OperationID: "get-view", Method: http.MethodGet, Path: "/api/v1/views/{id}", Summary: "Read a saved view: one of yours or the team's",
		Tags: []string{"Views"}, Security: signedIn, Errors: readErrors,
	}, func(ctx context.Context, in *ViewPath) (*viewOutput, error) {
		v, err := a.Authoring.SavedView(ctx, actorOf(ctx), in.ID)
		if err != nil {
			return nil, err
		}
		return &viewOutput{etag(v.Version), viewOf(v)}, nil
	})
	save := func(ctx context.Context, v identity.SavedView, err error) (*viewOutput, error) {
		if err != nil {
			return nil, err
		}
		saved, err := a.Authoring.SaveView(ctx, actorOf(ctx), v)
		if err != nil {
			return nil, err
		}
		return &viewOutput{etag(saved.Version), viewOf(saved)}, nil
	}
	type create struct{ Body viewInput }
	handle(a, huma.Operation{
		OperationID: "create-view", Method: http.MethodPost, Path: "/api/v1/views", Summary: "Save a view", DefaultStatus: http.StatusCreated,
		Tags: []string{"Views"}, Security: signedIn, Errors: []int{http.StatusUnauthorized, http.StatusUnprocessableEntity, http.StatusConflict},
	}, func(ctx context.Context, in *create) (*viewOutput, error) {
		v, err := in.Body.view()
		return save(ctx, v, err)
	})
	type replace struct {
		ViewPath

		IfMatch string `header:"If-Match" doc:"The ETag of the view as you have read it"`
		Body    viewInput
	}
	handle(a, huma.Operation{
		OperationID: "replace-view", Method: http.MethodPut, Path: "/api/v1/views/{id}", Summary: "Replace a view",
		Tags: []string{"Views"}, Security: signedIn, Errors: writeErrors,
	}, func(ctx context.Context, in *replace) (*viewOutput, error) {
		version, err := ifMatch(in.IfMatch)
		if err != nil {
			return nil, err
		}
		v, err := in.Body.view()
		v.ID, v.Version = in.ID, version
		return save(ctx, v, err)
	})
	handle(a, huma.Operation{
		OperationID: "delete-view", Method: http.MethodDelete, Path: "/api/v1/views/{id}", Summary: "Delete a view",
		Tags: []string{"Views"}, Security: signedIn, Errors: readErrors, DefaultStatus: http.StatusNoContent,
	}, func(ctx context.Context, in *ViewPath) (*struct{}, error) {
		return nil, a.Authoring.DeleteView(ctx, actorOf(ctx), in.ID)
	})
}
