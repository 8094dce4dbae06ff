package authoring

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	core "github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/identity"
)

type accountOutput struct {
	ETag string `header:"ETag"`
	Body accountBody
}

func accountAnswer(account *identity.Account) *accountOutput {
	return &accountOutput{ETag: etag(account.Version), Body: bodyOf(account)}
}

// AccountPath names an account.
type AccountPath struct {
	ID string `path:"id" maxLength:"60" doc:"UUIDv7"`
}

type inviteBody struct {
	Email string                `json:"email" maxLength:"254"`
	Name  string                `json:"name" maxLength:"200"`
	Roles []identity.Assignment `json:"roles" maxItems:"100"`
}

type passwordLinkBody struct {
	Account accountBody `json:"account"`
	Link    string      `json:"link,omitempty" doc:"To hand over, once: it sets the password. None where it was mailed"`
	Mailed  bool        `json:"mailed"`
	Expires time.Time   `json:"expires"`
}

type passwordLinkOutput struct {
	Location string `header:"Location"`
	Body     passwordLinkBody
}

func linkAnswer(l *core.PasswordLink) *passwordLinkOutput {
	return &passwordLinkOutput{
		Location: "/api/v1/accounts/" + l.Account.ID, Body: passwordLinkBody{bodyOf(l.Account), l.Link, l.Mailed, l.Expires.UTC()},
	}
}

func (a *api) registerAccounts() {
	a.registerAccountReads()
	a.registerAccountWrites()
	a.registerAccountStates()
}

func (a *api) registerAccountReads() {
	type list struct {
		PageQuery

		Text string `query:"q" maxLength:"100" doc:"Part of the name or of the e-mail address"`
		Role string `query:"role" maxLength:"40" pattern:"^[a-z][a-z0-9-]*$" doc:"Only those who have this role somewhere"`
	}
	type output struct{ Body pageOf[accountBody] }
	handle(a, huma.Operation{
		OperationID: "list-accounts", Method: http.MethodGet, Path: "/api/v1/accounts", Summary: "List people", Tags: []string{"People"},
		Security: signedIn, Errors: []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusUnprocessableEntity},
	}, func(ctx context.Context, in *list) (*output, error) {
		filter := identity.AccountFilter{After: in.After, Text: in.Text, Role: in.Role, Limit: in.Size + 1}
		found, err := a.Authoring.Accounts(ctx, actorOf(ctx), filter)
		if err != nil {
			return nil, err
		}
		return &output{paged(found, in.Size, bodyOf, func(p *identity.Account) string { return p.ID })}, nil
	})

	handle(a, huma.Operation{
		OperationID: "get-account", Method: http.MethodGet, Path: "/api/v1/accounts/{id}", Summary: "Read an account", Tags: []string{"People"},
		Security: signedIn, Errors: readErrors,
	}, func(ctx context.Context, in *AccountPath) (*accountOutput, error) {
		account, err := a.Authoring.Account(ctx, actorOf(ctx), in.ID)
		if err != nil {
			return nil, err
		}
		return accountAnswer(account), nil
	})
}

func (a *api) registerAccountWrites() {
	type invite struct{ Body inviteBody }
	handle(a, huma.Operation{
		OperationID: "invite-account",
		Metadata:    map[string]any{shownOnce: true},
		Method:      http.MethodPost, Path: "/api/v1/accounts", Summary: "Invite somebody", Tags: []string{"People"},
		Description: "Makes an account, and a link to set its password within three days: mailed, or in the answer where mail is not configured.",
		Security:    signedIn, DefaultStatus: http.StatusCreated,
		Errors: []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusConflict, http.StatusUnprocessableEntity},
	}, func(ctx context.Context, in *invite) (*passwordLinkOutput, error) {
		link, err := a.Authoring.InviteAccount(ctx, actorOf(ctx), core.Profile(in.Body))
		if err != nil {
			return nil, err
		}
		return linkAnswer(link), nil
	})

	type patch struct {
		AccountPath

		IfMatch string `header:"If-Match" doc:"The ETag of the account as you have read it"`
		RawBody []byte `contentType:"application/merge-patch+json"`
	}
	handle(a, huma.Operation{
		OperationID: "patch-account", Method: http.MethodPatch, Path: "/api/v1/accounts/{id}", Summary: "Change an account",
		Description: "A JSON merge patch (RFC 7396) of {email, name, roles}. Other roles sign the account out.",
		Tags:        []string{"People"}, Security: signedIn, Errors: writeErrors,
	}, func(ctx context.Context, in *patch) (*accountOutput, error) {
		version, err := ifMatch(in.IfMatch)
		if err != nil {
			return nil, err
		}
		account, err := a.Authoring.PatchAccount(ctx, actorOf(ctx), in.ID, version, in.RawBody)
		if err != nil {
			return nil, err
		}
		return accountAnswer(account), nil
	})
}

func (a *api) registerAccountStates() {
	for _, op := range []struct {
		name, summary, text string
		suspended           bool
	}{
		{"suspend", "Suspend an account", "It signs in no more; its sessions, links and keys open nothing.", true},
		{"resume", "Let an account resume", "It may sign in again, and its keys open what they did.", false},
	} {
		handle(a, huma.Operation{
			OperationID: op.name + "-account", Method: http.MethodPost, Path: "/api/v1/accounts/{id}/" + op.name, Summary: op.summary,
			Description: op.text, Tags: []string{"People"}, Security: signedIn, Errors: append(readErrors, http.StatusConflict),
		}, func(ctx context.Context, in *AccountPath) (*accountOutput, error) {
			account, err := a.Authoring.SuspendAccount(ctx, actorOf(ctx), in.ID, op.suspended)
			if err != nil {
				return nil, err
			}
			return accountAnswer(account), nil
		})
	}

	handle(a, huma.Operation{
		OperationID: "make-password-link",
		Metadata:    map[string]any{shownOnce: true},
		Method:      http.MethodPost, Path: "/api/v1/accounts/{id}/password-link",
		Summary:     "Make a link to set a password",
		Description: "In place of the links that are open. Mailed, or in the answer where mail is not configured.",
		Tags:        []string{"People"}, Security: signedIn, DefaultStatus: http.StatusCreated, Errors: append(readErrors, http.StatusConflict),
	}, func(ctx context.Context, in *AccountPath) (*passwordLinkOutput, error) {
		link, err := a.Authoring.NewPasswordLink(ctx, actorOf(ctx), in.ID)
		if err != nil {
			return nil, err
		}
		return linkAnswer(link), nil
	})

	handle(a, huma.Operation{
		OperationID: "end-sessions-of", Method: http.MethodDelete, Path: "/api/v1/accounts/{id}/sessions",
		Summary: "Sign somebody out everywhere",
		Tags:    []string{"People"}, Security: signedIn, DefaultStatus: http.StatusNoContent, Errors: readErrors,
	}, func(ctx context.Context, in *AccountPath) (*struct{}, error) {
		return nil, a.Authoring.EndSessions(ctx, actorOf(ctx), in.ID)
	})
}
