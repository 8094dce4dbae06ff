package authoring

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

type askResetBody struct {
	Email string `json:"email" maxLength:"254"`
}

type resetBody struct {
	Token    string `json:"token" maxLength:"100" doc:"From the link"`
	Password string `json:"password" maxLength:"1000" doc:"8 to 200 characters"`
}

func (a *api) registerResets() {
	type ask struct{ Body askResetBody }
	handle(a, huma.Operation{
		OperationID: "ask-password-reset", Method: http.MethodPost, Path: "/api/v1/password-resets",
		Summary:     "Ask for a link to set a new password",
		Description: "The answer is the same for every address. Where an account has it and mail is configured, the link comes by mail.",
		Tags:        []string{"People"}, Security: open, DefaultStatus: http.StatusAccepted,
		Errors: []int{http.StatusUnprocessableEntity, http.StatusTooManyRequests},
	}, func(ctx context.Context, in *ask) (*struct{}, error) {
		if err := a.limitAccount(ctx, "ask-password-reset", in.Body.Email); err != nil {
			return nil, err
		}
		a.Authoring.AskReset(ctx, in.Body.Email)
		return nil, nil //nolint:nilnil // nothing is what everybody is told
	})

	type reset struct{ Body resetBody }
	handle(a, huma.Operation{
		OperationID: "reset-password", Method: http.MethodPost, Path: "/api/v1/password-resets/consume",
		Summary:     "Set a password with a link's token",
		Description: "Works once; signs the account out everywhere, and does not sign it in.", Tags: []string{"People"}, Security: open,
		DefaultStatus: http.StatusNoContent,
		Errors:        []int{http.StatusForbidden, http.StatusUnprocessableEntity, http.StatusTooManyRequests},
	}, func(ctx context.Context, in *reset) (*struct{}, error) {
		return nil, a.Authoring.ResetPassword(ctx, in.Body.Token, in.Body.Password)
	})
}
