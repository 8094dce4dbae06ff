package authoring

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/portico-cms/portico/internal/site"
)

// newSiteBody is a site that is to be registered. What may be left out has a default.
type newSiteBody struct {
	Key           string        `json:"key" maxLength:"40" doc:"1 to 40 of a-z, 0-9 and -; it never changes, and is never used again"`
	Name          string        `json:"name"`
	Description   string        `json:"description,omitempty"`
	Origins       []string      `json:"origins" doc:"https://www.example.com; links to the site use the first"`
	Stack         string        `json:"stack,omitempty" doc:"What it is built with"`
	Owner         string        `json:"owner" doc:"The team that answers for it"`
	Contact       string        `json:"contact,omitempty" doc:"An e-mail address, an https address, or a telephone number"`
	Locales       []site.Locale `json:"locales" doc:"In the order of its language selector"`
	DefaultLocale string        `json:"defaultLocale,omitempty" doc:"The first, where you leave it out"`
	Brand         string        `json:"brand"`
	Theme         string        `json:"theme,omitempty" doc:"light or dark; nothing is what the visitor prefers"`
	Parent        string        `json:"parent,omitempty" doc:"Key of the site it inherits from"`
	Channel       string        `json:"channel,omitempty" doc:"stable, next or preview; or the version it is pinned to"`
	Integration   string        `json:"integration,omitempty" doc:"sdk, ssi, esi, loader or api"`
	Status        string        `json:"status,omitempty" doc:"planned, in-progress, aligned or retired"`
	TargetDate    string        `json:"targetDate,omitempty" doc:"When it is to be aligned: 2026-12-31"`
	SignIn        string        `json:"signIn,omitempty" doc:"Path of its sign-in page"`
	Private       bool          `json:"private,omitempty" doc:"Delivery answers only to who has a delivery key"`
	Options       site.Options  `json:"options,omitzero" doc:"What it has of its own in the shared parts"`
}

type createdSite struct {
	ETag       string `header:"ETag"`
	Location   string `header:"Location"`
	Generation int64  `header:"Portico-Generation" doc:"The publication that the write made"`
	Body       siteBody
}

// SiteWrite names a site, and the version that a write is based on.
type SiteWrite struct {
	SitePath

	IfMatch string `header:"If-Match" doc:"The ETag of the site as you have read it"`
}

// SitePath names a site.
type SitePath struct {
	Key string `path:"key"`
}

// generationOutput answers a write that leaves nothing to show.
type generationOutput struct {
	Generation int64 `header:"Portico-Generation" doc:"The publication that the write made"`
}

func (a *api) registerSiteWrites() {
	type create struct{ Body newSiteBody }
	handle(a, huma.Operation{
		OperationID: "create-site", Method: http.MethodPost, Path: "/api/v1/sites", Summary: "Register a site, effective at once",
		Description: "The shared parts of every site are compiled and published with it.", Tags: []string{"Sites"}, Security: signedIn,
		DefaultStatus: http.StatusCreated, Errors: []int{http.StatusUnauthorized, http.StatusConflict, http.StatusUnprocessableEntity},
	}, func(ctx context.Context, in *create) (*createdSite, error) {
		doc, err := json.Marshal(in.Body)
		if err != nil {
			return nil, err
		}
		s, generation, err := a.Authoring.CreateSite(ctx, actorOf(ctx), doc)
		if err != nil {
			return nil, err
		}
		return &createdSite{etag(s.Version), "/api/v1/sites/" + s.Key, generation, siteBody{s.Site, s.Version}}, nil
	})

	handle(a, huma.Operation{
		OperationID: "delete-site", Method: http.MethodDelete, Path: "/api/v1/sites/{key}", Summary: "Take a retired site out of the registry",
		Description: "Refused while it is not retired, is a parent, or has entries or menus, or menus lead to it; the problem names each.",
		Tags:        []string{"Sites"}, Security: signedIn, Errors: writeErrors, DefaultStatus: http.StatusNoContent,
	}, func(ctx context.Context, in *SiteWrite) (*generationOutput, error) {
		version, err := ifMatch(in.IfMatch)
		if err != nil {
			return nil, err
		}
		generation, err := a.Authoring.DeleteSite(ctx, actorOf(ctx), in.Key, version)
		if err != nil {
			return nil, err
		}
		return &generationOutput{generation}, nil
	})
}
