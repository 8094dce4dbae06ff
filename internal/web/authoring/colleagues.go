package authoring

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	core "github.com/portico-cms/portico/internal/authoring"
)

type personBody struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Left bool   `json:"left,omitempty" doc:"Their account is suspended: they are named in what they have done"`
}

// colleagueBody is somebody who may read an entry.
type colleagueBody struct {
	ID       string   `json:"id"`
	Name     string   `json:"name"`
	Approves []string `json:"approves" doc:"The locales of the entry that they may approve"`
}

func (a *api) registerColleagues() {
	type all struct{ Body listOf[personBody] }
	handle(a, huma.Operation{
		OperationID: "list-people", Method: http.MethodGet, Path: "/api/v1/people", Summary: "List the names of one's colleagues",
		Description: "Of those who have a role for a site, or for what sites share, for which you have one; at most 2000. " +
			"Nothing but names: accounts are for those who may read @accounts. Not for keys.",
		Tags: []string{"People"}, Security: signedIn, Errors: []int{http.StatusUnauthorized, http.StatusForbidden},
	}, func(ctx context.Context, _ *struct{}) (*all, error) {
		found, err := a.Authoring.Colleagues(ctx, actorOf(ctx))
		return &all{bodies(found, func(c core.Colleague) personBody { return personBody{c.ID, c.Name, c.Left} })}, err
	})

	type some struct {
		EntryPath

		Text  string `query:"q" maxLength:"100" doc:"Part of the name"`
		Limit int    `query:"page[size]" minimum:"1" maximum:"200" default:"200" doc:"There are no further pages: look for a part of the name"`
	}
	type ofEntry struct{ Body listOf[colleagueBody] }
	handle(a, huma.Operation{
		OperationID: "list-entry-people", Method: http.MethodGet, Path: "/api/v1/entries/{id}/people",
		Summary:     "List who may be called or asked to review",
		Description: "The names of those who may read the entry, for whoever writes, submits or approves there.",
		Tags:        []string{"Comments"}, Security: signedIn, Errors: readErrors,
	}, func(ctx context.Context, in *some) (*ofEntry, error) {
		found, err := a.Authoring.EntryPeople(ctx, actorOf(ctx), in.ID, in.Text, in.Limit)
		return &ofEntry{bodies(found, func(c core.Colleague) colleagueBody {
			return colleagueBody{c.ID, c.Name, append([]string{}, c.Approves...)}
		})}, err
	})
}

func bodies[T, B any](all []T, bodyOf func(T) B) listOf[B] {
	out := listOf[B]{Data: []B{}}
	for _, one := range all {
		out.Data = append(out.Data, bodyOf(one))
	}
	return out
}
