package authoring

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	core "github.com/portico-cms/portico/internal/authoring"
)

// heirBody is an entry of a site, or one that it inherits.
type heirBody struct {
	Type        string        `json:"type"`
	Key         string        `json:"key"`
	State       core.Heritage `json:"state" enum:"inherited,overridden,own"`
	ID          string        `json:"id" doc:"Of the entry that the site has in use once it is published"`
	Space       string        `json:"space" doc:"Where that entry is kept"`
	OverridesID string        `json:"overridesId,omitempty" doc:"Of the inherited entry that it takes the place of"`
	OverridesIn string        `json:"overridesIn,omitempty" doc:"Where that one is kept"`
	Differences int           `json:"differences" doc:"In how many fields the drafts differ"`
	Differs     []string      `json:"differs,omitempty" doc:"Their names"`
}

// heirMenuBody is a menu of a site, or one that it inherits.
type heirMenuBody struct {
	Name        string        `json:"name"`
	State       core.Heritage `json:"state" enum:"inherited,overridden,own"`
	Space       string        `json:"space"`
	OverridesIn string        `json:"overridesIn,omitempty"`
	Differs     bool          `json:"differs" doc:"Whether the drafts differ"`
}

type inheritanceBody struct {
	Data  []heirBody     `json:"data"`
	Page  pageBody       `json:"page"`
	Menus []heirMenuBody `json:"menus,omitempty" doc:"With the first page"`
}

// resumedBody says what a site inherits again.
type resumedBody struct {
	Trashed   string    `json:"trashed" doc:"Id of the site's own entry, which is in the trash now"`
	Inherited entryBody `json:"inherited"`
}

func (a *api) registerInheritance() {
	type override struct {
		EntryPath

		Body struct {
			Site string `json:"site" maxLength:"40" doc:"Key of the site that gets an entry of its own"`
		}
	}
	handle(a, huma.Operation{
		OperationID: "override-entry", Method: http.MethodPost, Path: "/api/v1/entries/{id}/override", Summary: "Override an inherited entry",
		Description: "Copies its draft into the site's own space, under the same key. The site shows the copy once it is published.",
		Tags:        []string{"Structure"}, Security: signedIn, DefaultStatus: http.StatusCreated,
		Errors: append(readErrors, http.StatusConflict, http.StatusUnprocessableEntity),
	}, func(ctx context.Context, in *override) (*entryOutput, error) {
		s, done, err := a.Authoring.OverrideEntry(ctx, actorOf(ctx), in.ID, in.Body.Site)
		if err != nil {
			return nil, err
		}
		out := entryAnswer(s, done)
		out.Location = "/api/v1/entries/" + s.Draft.ID
		return out, nil
	})

	type resumed struct {
		Written
		Body resumedBody
	}
	handle(a, huma.Operation{
		OperationID: "resume-entry", Method: http.MethodPost, Path: "/api/v1/entries/{id}/resume", Summary: "Inherit an entry again",
		Description: "The site's own entry goes to the trash, and drafts that name it name the inherited one.",
		Tags:        []string{"Structure"}, Security: signedIn, Errors: append(writeErrors, http.StatusConflict),
	}, func(ctx context.Context, in *EntryWrite) (*resumed, error) {
		version, err := ifMatch(in.IfMatch)
		if err != nil {
			return nil, err
		}
		r, done, err := a.Authoring.ResumeEntry(ctx, actorOf(ctx), in.ID, version)
		if err != nil {
			return nil, err
		}
		return &resumed{Written{done.Sequence, done.Generation}, resumedBody{r.Trashed, entryOf(r.Inherited)}}, nil
	})
	a.registerOverview()
	a.registerMenuInheritance()
}

func (a *api) registerOverview() {
	type list struct {
		Key   string `path:"key"`
		Type  string `query:"type" maxLength:"40" doc:"One content type; none: all"`
		After string `query:"page[after]" maxLength:"200" doc:"What page.next was"`
		Limit int    `query:"page[size]" minimum:"1" maximum:"200" default:"100"`
	}
	type output struct{ Body inheritanceBody }
	handle(a, huma.Operation{
		OperationID: "list-inheritance", Method: http.MethodGet, Path: "/api/v1/sites/{key}/inheritance",
		Summary:     "List what a site inherits and overrides",
		Description: "Every entry that is the site's or that it inherits, by type and key, and its menus.",
		Tags:        []string{"Structure"}, Security: signedIn, Errors: append(readErrors, http.StatusBadRequest),
	}, func(ctx context.Context, in *list) (*output, error) {
		all, err := a.Authoring.Inheritance(ctx, actorOf(ctx), in.Key, in.Type, in.After, in.Limit)
		if err != nil {
			return nil, err
		}
		out := &output{inheritanceBody{Data: []heirBody{}, Page: pageBody{Size: in.Limit, Next: all.Next}}}
		for _, h := range all.Entries {
			b := heirBody{
				Type: h.Type, Key: h.Key, State: h.Heritage, ID: h.Entry.Draft.ID, Space: h.Entry.Draft.Space,
				Differences: len(h.Differs), Differs: h.Differs,
			}
			if h.From != nil {
				b.OverridesID, b.OverridesIn = h.From.Draft.ID, h.From.Draft.Space
			}
			out.Body.Data = append(out.Body.Data, b)
		}
		for _, m := range all.Menus {
			out.Body.Menus = append(out.Body.Menus, heirMenuBody{m.Name, m.Heritage, m.Space, m.From, m.Differs})
		}
		return out, nil
	})
}

func (a *api) registerMenuInheritance() {
	type written struct {
		Written

		ETag string `header:"ETag"`
		Body menuBody
	}
	handle(a, huma.Operation{
		OperationID: "override-menu", Method: http.MethodPost, Path: "/api/v1/menus/{space}/{name}/override",
		Summary:     "Override an inherited menu",
		Description: "Copies the nearest menu into the site's own space, as a draft. The site shows the copy once it is published.",
		Tags:        []string{"Structure"}, Security: signedIn, DefaultStatus: http.StatusCreated,
		Errors: append(readErrors, http.StatusConflict),
	}, func(ctx context.Context, in *MenuPath) (*written, error) {
		m, done, err := a.Authoring.OverrideMenu(ctx, actorOf(ctx), in.Space, in.Name)
		if err != nil {
			return nil, err
		}
		return &written{Written{done.Sequence, done.Generation}, etag(m.Version), menuOf(m)}, nil
	})
	type menuWrite struct {
		MenuPath

		IfMatch string `header:"If-Match" doc:"The ETag of the menu as you have read it"`
	}
	handle(a, huma.Operation{
		OperationID: "resume-menu", Method: http.MethodPost, Path: "/api/v1/menus/{space}/{name}/resume", Summary: "Inherit a menu again",
		Description: "The site's own menu is deleted, with its history.", Tags: []string{"Structure"},
		Security: signedIn, DefaultStatus: http.StatusNoContent, Errors: append(writeErrors, http.StatusConflict),
	}, func(ctx context.Context, in *menuWrite) (*generationOutput, error) {
		version, err := ifMatch(in.IfMatch)
		if err != nil {
			return nil, err
		}
		generation, err := a.Authoring.ResumeMenu(ctx, actorOf(ctx), core.MenuAt{Space: in.Space, Name: in.Name, Version: version})
		if err != nil {
			return nil, err
		}
		return &generationOutput{generation}, nil
	})
}
