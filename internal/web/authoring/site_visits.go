package authoring

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	core "github.com/portico-cms/portico/internal/authoring"
)

// siteVisitBody says what a visitor found on the home page of a site.
type siteVisitBody struct {
	Outcome    core.VisitOutcome `json:"outcome" enum:"arrived,loader,incomplete,fallback,unprocessed,absent,other_site,no_page,refused,elsewhere,internal,unknown_host,certificate,timeout,unreachable"` //nolint:lll // a tag is one line
	Asked      string            `json:"asked" doc:"Address that was asked for"`
	Address    string            `json:"address" doc:"That it ended at, within the site's origins"`
	Status     int               `json:"status,omitempty" doc:"Of the answer; none where there was none"`
	Elsewhere  string            `json:"elsewhere,omitempty" doc:"Origin that it led to, which is not the site's"`
	Parts      []string          `json:"parts" doc:"Shared parts that are on the page"`
	Generation int64             `json:"generation,omitempty" doc:"The newest that a part says it is of"`
	Newest     int64             `json:"newest" doc:"Generation that is published now; parts that nothing has changed since say an older one"`
	Loader     string            `json:"loader,omitempty" doc:"Key of the site whose loader is on the page"`
}

func siteVisitBodyOf(v *core.SiteVisit) siteVisitBody {
	parts := v.Parts
	if parts == nil {
		parts = []string{}
	}
	return siteVisitBody{v.Outcome, v.Asked, v.Address, v.Status, v.Elsewhere, parts, v.Generation, v.Newest, v.Loader}
}

// statusChangeBody is when a site's alignment status changed.
type statusChangeBody struct {
	At   time.Time `json:"at"`
	Site string    `json:"site"`
	From string    `json:"from,omitempty" doc:"None where the site was registered then"`
	To   string    `json:"to" doc:"planned, in-progress, aligned or retired"`
}

func (a *api) registerSiteVisits() {
	type visit struct {
		SitePath
		Body struct {
			Locale string `json:"locale,omitempty" maxLength:"60" doc:"None: the default one"`
		}
	}
	type visitOutput struct{ Body siteVisitBody }
	handle(a, huma.Operation{
		OperationID: "visit-site", Method: http.MethodPost, Path: "/api/v1/sites/{key}/visit",
		Summary: "Look whether the header is on a site's page",
		Description: "Opens the site's home page as a visitor would and says which shared parts are there, and if they are not, why. It goes " +
			"to public addresses and to the networks of the option site-networks alone. Nothing is written.",
		Tags: []string{"Sites"}, Security: signedIn,
		Errors: []int{
			http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusUnprocessableEntity, http.StatusTooManyRequests,
		},
	}, func(ctx context.Context, in *visit) (*visitOutput, error) {
		v, err := a.Authoring.VisitSite(ctx, actorOf(ctx), in.Key, in.Body.Locale)
		if err != nil {
			return nil, err
		}
		return &visitOutput{siteVisitBodyOf(v)}, nil
	})

	type alignmentOutput struct{ Body listOf[statusChangeBody] }
	handle(a, huma.Operation{
		OperationID: "list-alignment", Method: http.MethodGet, Path: "/api/v1/alignment", Summary: "How the status of sites changed",
		Description: "Of the sites that you may read, the oldest change first. A site that was imported has no change for its arrival.",
		Tags:        []string{"Sites"}, Security: signedIn, Errors: []int{http.StatusUnauthorized, http.StatusForbidden},
	}, func(ctx context.Context, _ *struct{}) (*alignmentOutput, error) {
		changes, err := a.Authoring.SiteAlignment(ctx, actorOf(ctx))
		if err != nil {
			return nil, err
		}
		out := &alignmentOutput{listOf[statusChangeBody]{[]statusChangeBody{}}}
		for _, c := range changes {
			out.Body.Data = append(out.Body.Data, statusChangeBody(c))
		}
		return out, nil
	})
}

// cacheBody is how a cache in front of the delivery plane is doing.
type cacheBody struct {
	Name         string     `json:"name" doc:"In the purge configuration"`
	Behind       int64      `json:"behind" doc:"Publications that it has not been told of"`
	Attempts     int64      `json:"attempts" doc:"In vain, since it was last told"`
	Dead         int64      `json:"dead" doc:"Publications that it refused for good"`
	FailingSince *time.Time `json:"failingSince,omitempty"`
	NextAt       *time.Time `json:"nextAt,omitempty" doc:"Of the next attempt"`
	Message      string     `json:"message,omitempty" doc:"Of the last failure, in English"`
}

func (a *api) registerCaches() {
	type output struct{ Body listOf[cacheBody] }
	handle(a, huma.Operation{
		OperationID: "list-caches", Method: http.MethodGet, Path: "/api/v1/caches", Summary: "How the caches take being told",
		Description: "The CDNs and proxies that this node tells of publications by surrogate key; none without a purge configuration.",
		Tags:        []string{"Settings"}, Security: signedIn, Errors: []int{http.StatusUnauthorized, http.StatusForbidden},
	}, func(ctx context.Context, _ *struct{}) (*output, error) {
		states, err := a.Authoring.Caches(ctx, actorOf(ctx))
		if err != nil {
			return nil, err
		}
		out := &output{listOf[cacheBody]{[]cacheBody{}}}
		for _, s := range states {
			out.Body.Data = append(out.Body.Data, cacheBody(s))
		}
		return out, nil
	})
}
