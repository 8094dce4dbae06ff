package authoring

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	core "github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/identity"
)

type keyBody struct {
	ID        string           `json:"id" doc:"UUIDv7"`
	Name      string           `json:"name" doc:"What it is for"`
	Owner     string           `json:"owner" doc:"Account that it acts for, and beyond whose rights it never goes"`
	Grants    []identity.Grant `json:"grants"`
	CreatedAt time.Time        `json:"createdAt"`
	ExpiresAt time.Time        `json:"expiresAt"`
	UsedAt    *time.Time       `json:"usedAt,omitempty" doc:"To the minute"`
	RevokedAt *time.Time       `json:"revokedAt,omitempty"`
}

func keyBodyOf(k *identity.Key) keyBody {
	return keyBody{k.ID, k.Name, k.Owner, k.Grants, k.CreatedAt, k.ExpiresAt, k.UsedAt, k.RevokedAt}
}

type newKeyBody struct {
	Name      string           `json:"name" maxLength:"200"`
	Grants    []identity.Grant `json:"grants" maxItems:"100" doc:"Within what you may do yourself; people, roles and keys never"`
	ExpiresAt time.Time        `json:"expiresAt" doc:"Within a year"`
}

type secretBody struct {
	Key    keyBody `json:"key"`
	Secret string  `json:"secret" doc:"For Authorization: Bearer. It is shown this once"`
}

type rotateBody struct {
	ExpiresAt *time.Time `json:"expiresAt,omitempty" doc:"Another end, within a year; the one it has where you leave it out"`
}

type secretOutput struct{ Body secretBody }

// KeyPath names a key.
type KeyPath struct {
	ID string `path:"id" maxLength:"60" doc:"UUIDv7"`
}

func (a *api) registerKeys() {
	type list struct {
		PageQuery

		Owner string `query:"owner" maxLength:"60" doc:"An account's id, or * for all; your own keys where you leave it out"`
	}
	type output struct{ Body pageOf[keyBody] }
	handle(a, huma.Operation{
		OperationID: "list-keys", Method: http.MethodGet, Path: "/api/v1/keys", Summary: "List keys", Tags: []string{"Keys"},
		Description: "The newest first, those that have ended too.", Security: signedIn,
		Errors: []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusUnprocessableEntity},
	}, func(ctx context.Context, in *list) (*output, error) {
		found, err := a.Authoring.Keys(ctx, actorOf(ctx), in.Owner, in.After, in.Size+1)
		if err != nil {
			return nil, err
		}
		return &output{paged(found, in.Size, keyBodyOf, func(k *identity.Key) string { return k.ID })}, nil
	})

	type create struct{ Body newKeyBody }
	handle(a, huma.Operation{
		OperationID: "create-key",
		Metadata:    map[string]any{shownOnce: true},
		Method:      http.MethodPost, Path: "/api/v1/keys", Summary: "Make a key for a machine", Tags: []string{"Keys"},
		Description: "It acts for you, within its grants. Its secret is shown this once.", Security: signedIn, DefaultStatus: http.StatusCreated,
		Errors: []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusConflict, http.StatusUnprocessableEntity},
	}, func(ctx context.Context, in *create) (*secretOutput, error) {
		secret, key, err := a.Authoring.CreateKey(ctx, actorOf(ctx), core.NewKey(in.Body))
		if err != nil {
			return nil, err
		}
		return &secretOutput{secretBody{keyBodyOf(key), secret}}, nil
	})

	handle(a, huma.Operation{
		OperationID: "revoke-key", Method: http.MethodDelete, Path: "/api/v1/keys/{id}", Summary: "Revoke a key", Tags: []string{"Keys"},
		Description: "Effective at once, on every node.", Security: signedIn, DefaultStatus: http.StatusNoContent, Errors: readErrors,
	}, func(ctx context.Context, in *KeyPath) (*struct{}, error) {
		return nil, a.Authoring.RevokeKey(ctx, actorOf(ctx), in.ID)
	})

	type rotate struct {
		KeyPath

		Body rotateBody
	}
	handle(a, huma.Operation{
		OperationID: "rotate-key",
		Metadata:    map[string]any{shownOnce: true},
		Method:      http.MethodPost, Path: "/api/v1/keys/{id}/rotate", Summary: "Give a key another secret",
		Tags:        []string{"Keys"},
		Description: "The secret before opens nothing from then on.", Security: signedIn,
		Errors: append(readErrors, http.StatusConflict, http.StatusUnprocessableEntity),
	}, func(ctx context.Context, in *rotate) (*secretOutput, error) {
		secret, key, err := a.Authoring.RotateKey(ctx, actorOf(ctx), in.ID, in.Body.ExpiresAt)
		if err != nil {
			return nil, err
		}
		return &secretOutput{secretBody{keyBodyOf(key), secret}}, nil
	})
}
