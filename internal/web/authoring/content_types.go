package authoring

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/portico-cms/portico/internal/fault"
)

// typeSummary is a content type in the list.
type typeSummary struct {
	Name        string            `json:"name"`
	Label       map[string]string `json:"label"`
	Description map[string]string `json:"description"`
	Singleton   bool              `json:"singleton"`
	Tree        bool              `json:"tree"`
	Review      bool              `json:"review" doc:"Goes out only after somebody else has approved it"`
	Fields      int               `json:"fields"`
}

func (a *api) registerContentTypes() {
	type list struct {
		ETag string `header:"ETag"`
		Body listOf[typeSummary]
	}
	handle(a, huma.Operation{
		OperationID: "list-content-types", Method: http.MethodGet, Path: "/api/v1/content-types", Summary: "List the content types",
		Tags: []string{"Content types"}, Security: signedIn, Errors: []int{http.StatusUnauthorized, http.StatusNotFound},
	}, func(ctx context.Context, _ *struct{}) (*list, error) {
		m, err := a.Authoring.Model(ctx)
		if err != nil {
			return nil, err
		}
		out := &list{ETag: `"` + m.Hash() + `"`, Body: listOf[typeSummary]{Data: []typeSummary{}}}
		for _, t := range m.Types() {
			out.Body.Data = append(out.Body.Data, typeSummary{
				t.Name(), t.Label(), orEmpty(t.Description()), t.Singleton(), t.Tree(), t.ReviewRequired(), len(t.Fields()),
			})
		}
		return out, nil
	})

	type get struct {
		Name string `path:"name" maxLength:"40"`
	}
	type schemaOutput struct {
		ETag        string `header:"ETag"`
		ContentType string `header:"Content-Type"`
		Body        object
	}
	handle(a, huma.Operation{
		OperationID: "get-content-type", Method: http.MethodGet, Path: "/api/v1/content-types/{name}",
		Summary: "The JSON Schema of a type's entries",
		Description: "Of what an entry may be sent as, {shared, locales}. x-portico has what a form needs besides: " +
			"kinds, labels, help, conditions.",
		Tags: []string{"Content types"}, Security: signedIn, Errors: []int{http.StatusUnauthorized, http.StatusNotFound},
		Responses: answers(&huma.Schema{Type: huma.TypeObject}, "application/schema+json"),
	}, func(ctx context.Context, in *get) (*schemaOutput, error) {
		m, err := a.Authoring.Model(ctx)
		if err != nil {
			return nil, err
		}
		t := m.Type(in.Name)
		if t == nil {
			return nil, fault.New(fault.NotFound, "no content type %q", in.Name)
		}
		src, err := json.Marshal(t.DocumentSchema())
		if err != nil {
			return nil, err
		}
		return &schemaOutput{`"` + m.Hash() + `"`, "application/schema+json", object(src)}, nil
	})
}
