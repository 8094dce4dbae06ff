package authoring

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	core "github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
)

type questionBody struct {
	Action string `json:"action" maxLength:"40" doc:"read, create, update, submit, approve, publish, unpublish, delete or manage"`
	Type   string `json:"type" maxLength:"80" doc:"A content type, or @sites, @menus, @accounts, @audit, @models, @design-system, @media"`
	Site   string `json:"site,omitempty" maxLength:"80" doc:"A site's key, shared, or nothing"`
	Locale string `json:"locale,omitempty" maxLength:"80"`
	Field  string `json:"field,omitempty" maxLength:"80"`
}

// QuestionQuery is one question in the query. Embedded, so exported for huma.
type QuestionQuery struct {
	Action string `query:"action" maxLength:"40" required:"true"`
	Type   string `query:"type" maxLength:"80" required:"true"`
	Site   string `query:"site" maxLength:"80"`
	Locale string `query:"locale" maxLength:"80"`
	Field  string `query:"field" maxLength:"80"`
}

type questionsBody struct {
	Questions []questionBody `json:"questions" minItems:"1" maxItems:"200"`
}

type decisionBody struct {
	Allowed bool     `json:"allowed"`
	Roles   []string `json:"roles" doc:"Those that allow it; key, where the caller is one"`
	Reason  string   `json:"reason" doc:"A sentence for people"`
}

func decisionOf(d identity.Decision) decisionBody {
	if d.Roles == nil {
		d.Roles = []string{}
	}
	return decisionBody(d)
}

func (q questionBody) question() core.Question {
	return core.Question{
		Action: identity.Action(q.Action), Target: identity.Target{Type: q.Type, Site: q.Site, Locale: q.Locale, Field: q.Field},
	}
}

type (
	decisionOutput  struct{ Body decisionBody }
	decisionsOutput struct{ Body listOf[decisionBody] }
)

var accessErrors = []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusUnprocessableEntity}

func (a *api) registerAccess() {
	const text = "May they, and why: by which roles, or what is missing."
	handle(a, huma.Operation{
		OperationID: "explain-own-access", Method: http.MethodGet, Path: "/api/v1/me/access", Summary: "Ask whether one may do something",
		Description: text, Tags: []string{"People"}, Security: signedIn, Errors: accessErrors,
	}, func(ctx context.Context, in *QuestionQuery) (*decisionOutput, error) { return a.explain(ctx, "", *in) })

	type list struct{ Body questionsBody }
	handle(a, huma.Operation{
		OperationID: "explain-own-accesses", Method: http.MethodPost, Path: "/api/v1/me/access", Summary: "Ask several of these questions",
		Description: text, Tags: []string{"People"}, Security: signedIn, Errors: accessErrors,
	}, func(ctx context.Context, in *list) (*decisionsOutput, error) { return a.explainAll(ctx, "", in.Body) })

	type query struct {
		AccountPath
		QuestionQuery
	}
	handle(a, huma.Operation{
		OperationID: "explain-access", Method: http.MethodGet, Path: "/api/v1/accounts/{id}/access",
		Summary:     "Ask whether somebody may do something",
		Description: text, Tags: []string{"People"}, Security: signedIn, Errors: accessErrors,
	}, func(ctx context.Context, in *query) (*decisionOutput, error) {
		return a.explain(ctx, in.ID, in.QuestionQuery)
	})

	type listAbout struct {
		AccountPath

		Body questionsBody
	}
	handle(a, huma.Operation{
		OperationID: "explain-accesses", Method: http.MethodPost, Path: "/api/v1/accounts/{id}/access",
		Summary:     "Ask several of these questions about somebody",
		Description: text, Tags: []string{"People"}, Security: signedIn, Errors: accessErrors,
	}, func(ctx context.Context, in *listAbout) (*decisionsOutput, error) {
		return a.explainAll(ctx, in.ID, in.Body)
	})
}

// explain answers one question about an account, "" for one's own.
func (a *api) explain(ctx context.Context, id string, in QuestionQuery) (*decisionOutput, error) {
	out, err := a.explainAll(ctx, id, questionsBody{[]questionBody{questionBody(in)}})
	if err != nil {
		return nil, asParameters(err)
	}
	return &decisionOutput{out.Body.Data[0]}, nil
}

// asParameters turns pointers of the one question into names of parameters.
func asParameters(err error) error {
	var f *fault.Error
	if errors.As(err, &f) {
		for i := range f.Problems {
			f.Problems[i].Pointer = strings.TrimPrefix(f.Problems[i].Pointer, "/questions/0/")
		}
	}
	return err
}

func (a *api) explainAll(ctx context.Context, id string, in questionsBody) (*decisionsOutput, error) {
	questions := make([]core.Question, len(in.Questions))
	for i, q := range in.Questions {
		questions[i] = q.question()
	}
	answers, err := a.Authoring.Explain(ctx, actorOf(ctx), id, questions)
	if err != nil {
		return nil, err
	}
	out := &decisionsOutput{}
	for _, d := range answers {
		out.Body.Data = append(out.Body.Data, decisionOf(d))
	}
	return out, nil
}
