package authoring

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/portico-cms/portico/internal/site"
)

// SiteKeyBody is a delivery key without the key itself. Embedded, so exported for huma.
type SiteKeyBody struct {
	ID        string     `json:"id" doc:"UUIDv7"`
	Name      string     `json:"name"`
	CreatedAt time.Time  `json:"createdAt"`
	CreatedBy string     `json:"createdBy" doc:"Account id"`
	ExpiresAt *time.Time `json:"expiresAt,omitempty"`
	RevokedAt *time.Time `json:"revokedAt,omitempty"`
	Live      bool       `json:"live" doc:"It opens the site"`
}

func siteKeyOf(k *site.DeliveryKey) SiteKeyBody {
	utc := func(t *time.Time) *time.Time {
		if t == nil {
			return nil
		}
		at := t.UTC()
		return &at
	}
	return SiteKeyBody{
		ID: k.ID, Name: k.Name, CreatedAt: k.CreatedAt.UTC(), CreatedBy: k.CreatedBy, ExpiresAt: utc(k.ExpiresAt), RevokedAt: utc(k.RevokedAt),
		Live: k.Live(time.Now()),
	}
}

type siteKeyRequest struct {
	Name      string     `json:"name" maxLength:"100" doc:"Where it is used"`
	ExpiresAt *time.Time `json:"expiresAt,omitempty" doc:"Never, where you leave it out"`
}

// newSiteKeyBody is a key that was just made.
type newSiteKeyBody struct {
	SiteKeyBody

	Key string `json:"key" doc:"Shown this once: send it as Authorization: Bearer"`
}

func (a *api) registerSiteKeys() {
	type listOutput struct{ Body listOf[SiteKeyBody] }
	handle(a, huma.Operation{
		OperationID: "list-site-keys", Method: http.MethodGet, Path: "/api/v1/sites/{key}/keys", Summary: "List a site's delivery keys",
		Description: "The newest hundred, without the keys themselves.", Tags: []string{"Sites"}, Security: signedIn, Errors: readErrors,
	}, func(ctx context.Context, in *SitePath) (*listOutput, error) {
		keys, err := a.Authoring.SiteKeys(ctx, actorOf(ctx), in.Key)
		if err != nil {
			return nil, err
		}
		out := &listOutput{Body: listOf[SiteKeyBody]{Data: []SiteKeyBody{}}}
		for _, k := range keys {
			out.Body.Data = append(out.Body.Data, siteKeyOf(k))
		}
		return out, nil
	})

	type create struct {
		SitePath

		Body siteKeyRequest
	}
	type createOutput struct {
		Written

		Body newSiteKeyBody
	}
	handle(a, huma.Operation{
		OperationID: "create-site-key",
		Metadata:    map[string]any{shownOnce: true},
		Method:      http.MethodPost, Path: "/api/v1/sites/{key}/keys", Summary: "Make a delivery key",
		Description: "Two are alive at most: to change keys, make the second, let the site use it, then revoke the first.",
		Tags:        []string{"Sites"}, Security: signedIn, DefaultStatus: http.StatusCreated,
		Errors: append([]int{http.StatusConflict, http.StatusUnprocessableEntity}, readErrors...),
	}, func(ctx context.Context, in *create) (*createOutput, error) {
		token, k, done, err := a.Authoring.CreateSiteKey(ctx, actorOf(ctx), in.Key, in.Body.Name, in.Body.ExpiresAt)
		if err != nil {
			return nil, err
		}
		return &createOutput{Written{done.Sequence, done.Generation}, newSiteKeyBody{siteKeyOf(k), token}}, nil
	})

	type revoke struct {
		SitePath

		ID string `path:"id" doc:"UUIDv7"`
	}
	handle(a, huma.Operation{
		OperationID: "revoke-site-key", Method: http.MethodDelete, Path: "/api/v1/sites/{key}/keys/{id}", Summary: "Revoke a delivery key",
		Description: "Delivery nodes know of it within moments.", Tags: []string{"Sites"}, Security: signedIn, Errors: readErrors,
		DefaultStatus: http.StatusNoContent,
	}, func(ctx context.Context, in *revoke) (*Written, error) {
		done, err := a.Authoring.RevokeSiteKey(ctx, actorOf(ctx), in.Key, in.ID)
		return writtenOr(done, err)
	})
}
