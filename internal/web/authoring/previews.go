package authoring

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	core "github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/identity"
)

// PreviewTokenBody is a preview token without the token itself. Embedded, so exported for huma.
type PreviewTokenBody struct {
	ID          string     `json:"id" doc:"UUIDv7"`
	Name        string     `json:"name"`
	Site        string     `json:"site"`
	View        string     `json:"view" doc:"draft, release: and the id of a content release, or design: and that of a design draft"`
	Owner       string     `json:"owner" doc:"Account id: it shows what they may read"`
	CreatedAt   time.Time  `json:"createdAt"`
	ExpiresAt   time.Time  `json:"expiresAt"`
	ExchangedAt *time.Time `json:"exchangedAt,omitempty" doc:"When a browser took it for its cookie: the token itself opens nothing since"`
	RevokedAt   *time.Time `json:"revokedAt,omitempty"`
	Live        bool       `json:"live" doc:"It opens the preview"`
}

func previewTokenOf(t *identity.PreviewToken) PreviewTokenBody {
	utc := func(t *time.Time) *time.Time {
		if t == nil {
			return nil
		}
		at := t.UTC()
		return &at
	}
	return PreviewTokenBody{
		ID: t.ID, Name: t.Name, Site: t.Site, View: t.View, Owner: t.Owner, CreatedAt: t.CreatedAt.UTC(), ExpiresAt: t.ExpiresAt.UTC(),
		ExchangedAt: utc(t.ExchangedAt), RevokedAt: utc(t.RevokedAt), Live: t.Live(time.Now()),
	}
}

type previewRequest struct {
	Site      string     `json:"site" maxLength:"60"`
	View      string     `json:"view" maxLength:"60" doc:"draft, release: and the id of a content release, or design: and a design draft's"`
	Name      string     `json:"name" maxLength:"100" doc:"Who it is for"`
	ExpiresAt *time.Time `json:"expiresAt,omitempty" doc:"In an hour, where you leave it out; within 30 days"`
}

// newPreviewBody is a token that was just made.
type newPreviewBody struct {
	PreviewTokenBody

	Token string `json:"token" doc:"Shown this once: send it to a delivery node as Authorization: Bearer, or post it to /v1/preview there"`
}

func (a *api) registerPreviews() {
	type list struct {
		PageQuery

		All  bool   `query:"all" doc:"Everybody's, and not yours alone"`
		Site string `query:"site" maxLength:"60" doc:"None: of every site"`
	}
	type listOutput struct {
		Body pageOf[PreviewTokenBody]
	}
	handle(a, huma.Operation{
		OperationID: "list-preview-tokens", Method: http.MethodGet, Path: "/api/v1/preview-tokens", Summary: "List preview tokens",
		Description: "The newest first, without the tokens themselves.", Tags: []string{"Previews"}, Security: signedIn,
		Errors: []int{http.StatusUnauthorized, http.StatusForbidden},
	}, func(ctx context.Context, in *list) (*listOutput, error) {
		found, err := a.Authoring.PreviewTokens(ctx, actorOf(ctx), in.All, in.Site, in.After, in.Size+1)
		if err != nil {
			return nil, err
		}
		return &listOutput{paged(found, in.Size, previewTokenOf, func(t *identity.PreviewToken) string { return t.ID })}, nil
	})

	type create struct{ Body previewRequest }
	type createOutput struct{ Body newPreviewBody }
	handle(a, huma.Operation{
		OperationID: "create-preview-token", Metadata: map[string]any{shownOnce: true},
		Method: http.MethodPost, Path: "/api/v1/preview-tokens", Summary: "Make a preview token",
		Description: "It shows a site as it will be: the drafts that you may read, as of when it is asked, over what is published. " +
			"It never shows more than you may read, and ends with you.",
		Tags: []string{"Previews"}, Security: signedIn, DefaultStatus: http.StatusCreated,
		Errors: append([]int{http.StatusConflict, http.StatusUnprocessableEntity}, readErrors...),
	}, func(ctx context.Context, in *create) (*createOutput, error) {
		b := in.Body
		secret, t, err := a.Authoring.CreatePreviewToken(ctx, actorOf(ctx), core.NewPreview{
			Site: b.Site, View: b.View, Name: b.Name, ExpiresAt: b.ExpiresAt,
		})
		if err != nil {
			return nil, err
		}
		return &createOutput{newPreviewBody{previewTokenOf(t), secret}}, nil
	})

	type revoke struct {
		ID string `path:"id" maxLength:"60" doc:"UUIDv7"`
	}
	handle(a, huma.Operation{
		OperationID: "revoke-preview-token", Method: http.MethodDelete, Path: "/api/v1/preview-tokens/{id}", Summary: "Revoke a preview token",
		Description: "It shows nothing any more, at once.", Tags: []string{"Previews"}, Security: signedIn, Errors: readErrors,
		DefaultStatus: http.StatusNoContent,
	}, func(ctx context.Context, in *revoke) (*struct{}, error) {
		return nil, a.Authoring.RevokePreviewToken(ctx, actorOf(ctx), in.ID)
	})
}
