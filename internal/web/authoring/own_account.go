package authoring

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/portico-cms/portico/internal/identity"
)

type sessionBody struct {
	ID        string    `json:"id" doc:"Names the session, and opens nothing"`
	Current   bool      `json:"current" doc:"The one that asks"`
	CreatedAt time.Time `json:"createdAt"`
	SeenAt    time.Time `json:"seenAt" doc:"The last request, to the minute"`
	ExpiresAt time.Time `json:"expiresAt"`
	Address   string    `json:"address" doc:"Network address that signed in"`
	Agent     string    `json:"agent" doc:"The browser, as it calls itself"`
}

type changePasswordBody struct {
	Current  string `json:"current" maxLength:"1000" doc:"The password as it is"`
	Password string `json:"password" maxLength:"1000" doc:"The new one: 8 to 200 characters"`
}

// registerOwnAccount registers what everybody may do with their own account.
func (a *api) registerOwnAccount() {
	type list struct{ Body listOf[sessionBody] }
	handle(a, huma.Operation{
		OperationID: "list-sessions", Method: http.MethodGet, Path: "/api/v1/me/sessions", Summary: "List where one is signed in",
		Tags:     []string{"People"},
		Security: signedIn, Errors: []int{http.StatusUnauthorized, http.StatusForbidden},
	}, func(ctx context.Context, _ *struct{}) (*list, error) {
		sessions, err := a.Authoring.Sessions(ctx, actorOf(ctx))
		if err != nil {
			return nil, err
		}
		out := &list{}
		out.Body.Data = []sessionBody{}
		for _, s := range sessions {
			out.Body.Data = append(out.Body.Data, sessionBodyOf(s, actorOf(ctx).Session))
		}
		return out, nil
	})

	handle(a, huma.Operation{
		OperationID: "end-other-sessions", Method: http.MethodDelete, Path: "/api/v1/me/sessions", Summary: "Sign out everywhere else",
		Tags:     []string{"People"},
		Security: signedIn, DefaultStatus: http.StatusNoContent, Errors: []int{http.StatusUnauthorized, http.StatusForbidden},
	}, func(ctx context.Context, _ *struct{}) (*struct{}, error) {
		actor := actorOf(ctx)
		return nil, a.Authoring.EndSessions(ctx, actor, actor.ID)
	})

	type path struct {
		ID string `path:"id" maxLength:"60"`
	}
	handle(a, huma.Operation{
		OperationID: "end-session", Method: http.MethodDelete, Path: "/api/v1/me/sessions/{id}", Summary: "End one of one's own sessions",
		Tags: []string{"People"}, Security: signedIn, DefaultStatus: http.StatusNoContent, Errors: readErrors,
	}, func(ctx context.Context, in *path) (*struct{}, error) {
		return nil, a.Authoring.EndSession(ctx, actorOf(ctx), in.ID)
	})

	type change struct{ Body changePasswordBody }
	handle(a, huma.Operation{
		OperationID: "change-password", Method: http.MethodPost, Path: "/api/v1/me/password", Summary: "Change one's own password",
		Description: "Ends every other session.", Tags: []string{"People"}, Security: signedIn, DefaultStatus: http.StatusNoContent,
		Errors: []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusUnprocessableEntity, http.StatusTooManyRequests},
	}, func(ctx context.Context, in *change) (*struct{}, error) {
		if err := a.limitAccount(ctx, "change-password", actorOf(ctx).ID); err != nil {
			return nil, err
		}
		return nil, a.Authoring.ChangePassword(ctx, actorOf(ctx), in.Body.Current, in.Body.Password)
	})
}

func sessionBodyOf(s *identity.Session, current identity.TokenHash) sessionBody {
	return sessionBody{
		ID: s.ID(), Current: s.Hash == current, CreatedAt: s.CreatedAt, SeenAt: s.SeenAt, ExpiresAt: s.ExpiresAt, Address: s.Address,
		Agent: s.Agent,
	}
}
