package authoring

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	core "github.com/portico-cms/portico/internal/authoring"
)

type settingsBody struct {
	ExternalHosts []string `json:"externalHosts" doc:"Outside the group, that menus may lead to, with those below them; none: all"`
	Version       int64    `json:"version" doc:"0 before the first change; the ETag"`
}

type settingsOutput struct {
	ETag string `header:"ETag"`
	Body settingsBody
}

func settingsOf(s *core.StoredSettings) *settingsOutput {
	hosts := s.ExternalHosts
	if hosts == nil {
		hosts = []string{}
	}
	return &settingsOutput{etag(s.Version), settingsBody{hosts, s.Version}}
}

func (a *api) registerSettings() {
	handle(a, huma.Operation{
		OperationID: "get-settings", Method: http.MethodGet, Path: "/api/v1/settings", Summary: "Read the installation's settings",
		Tags: []string{"Settings"}, Security: signedIn, Errors: []int{http.StatusUnauthorized, http.StatusForbidden},
	}, func(ctx context.Context, _ *struct{}) (*settingsOutput, error) {
		s, err := a.Authoring.Settings(ctx, actorOf(ctx))
		if err != nil {
			return nil, err
		}
		return settingsOf(s), nil
	})

	type patch struct {
		IfMatch string `header:"If-Match" doc:"The ETag of the settings as you have read them"`
		RawBody []byte `contentType:"application/merge-patch+json"`
	}
	handle(a, huma.Operation{
		OperationID: "patch-settings", Method: http.MethodPatch, Path: "/api/v1/settings", Summary: "Change the installation's settings",
		Description: "A JSON merge patch (RFC 7396). Refused where something published would not be allowed any more.",
		Tags:        []string{"Settings"}, Security: signedIn, Errors: writeErrors,
	}, func(ctx context.Context, in *patch) (*settingsOutput, error) {
		version, err := ifMatch(in.IfMatch)
		if err != nil {
			return nil, err
		}
		s, err := a.Authoring.PatchSettings(ctx, actorOf(ctx), version, in.RawBody)
		if err != nil {
			return nil, err
		}
		return settingsOf(s), nil
	})
}
