package authoring

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	core "github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/identity"
)

// sessionCookie carries the session. It has no __Host- prefix because that needs https, which local use has not.
const sessionCookie = "portico_session"

var (
	signedIn = []map[string][]string{{sessionScheme: {}}, {keyScheme: {}}}
	open     = []map[string][]string{} // for anybody; the operations that are so are few, and stand here and in resets.go
)

type accountBody struct {
	ID          string                `json:"id" doc:"UUIDv7; never used again"`
	Email       string                `json:"email"`
	Name        string                `json:"name"`
	Roles       []identity.Assignment `json:"roles" doc:"What the account may do, and where"`
	Version     int64                 `json:"version" doc:"The ETag"`
	CreatedAt   time.Time             `json:"createdAt"`
	SuspendedAt *time.Time            `json:"suspendedAt,omitempty" doc:"Since when it is shut"`
	Invited     bool                  `json:"invited" doc:"It waits for its first password"`
	Key         string                `json:"key,omitempty" doc:"Of /me: id of the key that asks"`
}

func bodyOf(a *identity.Account) accountBody {
	roles := a.Assignments
	if roles == nil {
		roles = []identity.Assignment{}
	}
	return accountBody{
		ID: a.ID, Email: a.Email, Name: a.Name, Roles: roles, Version: a.Version, CreatedAt: a.CreatedAt.UTC(), SuspendedAt: a.SuspendedAt,
		Invited: a.Invited(),
	}
}

type setupBody struct {
	Token    string `json:"token" doc:"From the one-time link that Portico printed" maxLength:"100"`
	Email    string `json:"email" maxLength:"254"`
	Name     string `json:"name" maxLength:"200"`
	Password string `json:"password" maxLength:"1000" doc:"8 to 200 characters"`
}

type signInBody struct {
	Email    string `json:"email" maxLength:"254"`
	Password string `json:"password" maxLength:"1000"`
}

type sessionOutput struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
	Body      accountBody
}

func (a *api) session(token string, account *identity.Account) *sessionOutput {
	return &sessionOutput{SetCookie: a.cookie(token, int(identity.SessionLifetime.Seconds())), Body: bodyOf(account)}
}

func (a *api) cookie(token string, maxAge int) http.Cookie {
	return http.Cookie{
		Name: sessionCookie, Value: token, Path: "/", MaxAge: maxAge, HttpOnly: true, SameSite: http.SameSiteLaxMode,
		Secure: strings.HasPrefix(a.URL, "https://"),
	}
}

func (a *api) registerSetup() {
	type input struct{ Body setupBody }
	handle(a, huma.Operation{
		OperationID: "setup", Method: http.MethodPost, Path: "/api/v1/setup", Summary: "Make the first administrator", Tags: []string{"People"},
		DefaultStatus: http.StatusCreated, Security: open,
		Errors: []int{http.StatusForbidden, http.StatusUnprocessableEntity, http.StatusTooManyRequests},
	}, func(ctx context.Context, in *input) (*sessionOutput, error) {
		who := core.NewAccount{Email: in.Body.Email, Name: in.Body.Name, Password: in.Body.Password}
		token, account, err := a.Authoring.Setup(ctx, in.Body.Token, who)
		if err != nil {
			return nil, err
		}
		return a.session(token, account), nil
	})
}

func (a *api) registerSessions() {
	type signIn struct{ Body signInBody }
	handle(a, huma.Operation{
		OperationID: "sign-in", Method: http.MethodPost, Path: "/api/v1/sessions", Summary: "Sign in", Tags: []string{"People"},
		DefaultStatus: http.StatusCreated, Security: open, Errors: []int{http.StatusUnauthorized, http.StatusTooManyRequests},
	}, func(ctx context.Context, in *signIn) (*sessionOutput, error) {
		if err := a.limitAccount(ctx, "sign-in", in.Body.Email); err != nil {
			return nil, err
		}
		token, account, err := a.Authoring.SignIn(ctx, in.Body.Email, in.Body.Password)
		if err != nil {
			return nil, err
		}
		return a.session(token, account), nil
	})

	type signOut struct {
		Token string `cookie:"portico_session"`
	}
	type signedOut struct {
		SetCookie http.Cookie `header:"Set-Cookie"`
	}
	handle(a, huma.Operation{
		OperationID: "sign-out", Method: http.MethodDelete, Path: "/api/v1/sessions/current", Summary: "Sign out", Tags: []string{"People"},
		DefaultStatus: http.StatusNoContent, Security: open,
	}, func(ctx context.Context, in *signOut) (*signedOut, error) {
		if err := a.Authoring.SignOut(ctx, in.Token); err != nil {
			return nil, err
		}
		return &signedOut{a.cookie("", -1)}, nil
	})

	type me struct{ Body accountBody }
	handle(a, huma.Operation{
		OperationID: "me", Method: http.MethodGet, Path: "/api/v1/me", Summary: "Who is signed in", Tags: []string{"People"},
		Security: signedIn, Errors: []int{http.StatusUnauthorized},
	}, func(ctx context.Context, _ *struct{}) (*me, error) {
		account, err := a.Authoring.Me(ctx, actorOf(ctx))
		if err != nil {
			return nil, err
		}
		out := &me{bodyOf(account)}
		out.Body.Key = actorOf(ctx).Via
		return out, nil
	})
}
