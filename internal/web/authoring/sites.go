package authoring

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/portico-cms/portico/internal/site"
)

// writeErrors are the refusals of a versioned write.
var writeErrors = []int{
	http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusConflict, http.StatusPreconditionFailed,
	http.StatusUnprocessableEntity, http.StatusPreconditionRequired,
}

type siteBody struct {
	site.Site
	Version int64 `json:"version" doc:"Counts from 1; the ETag"`
}

type siteOutput struct {
	ETag       string `header:"ETag"`
	Generation *int64 `header:"Portico-Generation" doc:"The publication that a write made; a read has none"`
	Body       siteBody
}

type siteList struct{ Body listOf[siteBody] }

func (a *api) registerSites() {
	handle(a, huma.Operation{
		OperationID: "list-sites", Method: http.MethodGet, Path: "/api/v1/sites", Summary: "List the registered sites", Tags: []string{"Sites"},
		Security: signedIn, Errors: []int{http.StatusUnauthorized, http.StatusForbidden},
	}, func(ctx context.Context, _ *struct{}) (*siteList, error) {
		sites, err := a.Authoring.Sites(ctx, actorOf(ctx))
		if err != nil {
			return nil, err
		}
		out := &siteList{}
		out.Body.Data = []siteBody{}
		for _, s := range sites {
			out.Body.Data = append(out.Body.Data, siteBody{s.Site, s.Version})
		}
		return out, nil
	})

	type get struct {
		Key string `path:"key"`
	}
	handle(a, huma.Operation{
		OperationID: "get-site", Method: http.MethodGet, Path: "/api/v1/sites/{key}", Summary: "Read a site", Tags: []string{"Sites"},
		Security: signedIn, Errors: []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound},
	}, func(ctx context.Context, in *get) (*siteOutput, error) {
		s, err := a.Authoring.Site(ctx, actorOf(ctx), in.Key)
		if err != nil {
			return nil, err
		}
		return &siteOutput{ETag: etag(s.Version), Body: siteBody{s.Site, s.Version}}, nil
	})

	type patch struct {
		Key     string `path:"key"`
		IfMatch string `header:"If-Match" doc:"The ETag of the site as you have read it"`
		RawBody []byte `contentType:"application/merge-patch+json"`
	}
	handle(a, huma.Operation{
		OperationID: "patch-site", Method: http.MethodPatch, Path: "/api/v1/sites/{key}", Summary: "Change a site, effective at once",
		Description: "A JSON merge patch (RFC 7396). The shared parts of every site are compiled and published with it.",
		Tags:        []string{"Sites"}, Security: signedIn, Errors: writeErrors,
	}, func(ctx context.Context, in *patch) (*siteOutput, error) {
		version, err := ifMatch(in.IfMatch)
		if err != nil {
			return nil, err
		}
		s, generation, err := a.Authoring.PatchSite(ctx, actorOf(ctx), in.Key, version, in.RawBody)
		if err != nil {
			return nil, err
		}
		return &siteOutput{ETag: etag(s.Version), Generation: &generation, Body: siteBody{s.Site, s.Version}}, nil
	})
}
