package authoring

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/portico-cms/portico/internal/identity"
)

// roleBody is a role as a matrix shows it: each grant is one row.
type roleBody struct {
	identity.Role

	Version int64 `json:"version" doc:"The ETag; 0 of built-in roles"`
}

type newRoleBody struct {
	Name        string            `json:"name" maxLength:"40"`
	Label       map[string]string `json:"label" doc:"By locale; English is needed"`
	Description map[string]string `json:"description,omitempty" doc:"By locale"`
	Grants      []identity.Grant  `json:"grants" maxItems:"100"`
}

type replaceRoleBody struct {
	Label       map[string]string `json:"label" doc:"By locale; English is needed"`
	Description map[string]string `json:"description,omitempty" doc:"By locale"`
	Grants      []identity.Grant  `json:"grants" maxItems:"100"`
}

type roleOutput struct {
	ETag     string `header:"ETag"`
	Location string `header:"Location"`
	Body     roleBody
}

func roleBodyOf(r *identity.StoredRole) roleBody {
	b := roleBody{r.Role, r.Version}
	b.Description, b.Grants = orEmpty(b.Description), orNone(b.Grants)
	return b
}

func roleAnswer(r *identity.StoredRole) *roleOutput {
	return &roleOutput{ETag: etag(r.Version), Body: roleBodyOf(r)}
}

// RolePath names a role.
type RolePath struct {
	Name string `path:"name" maxLength:"60"`
}

// RoleWrite names a role, and the version that a write is based on.
type RoleWrite struct {
	RolePath

	IfMatch string `header:"If-Match" doc:"The ETag of the role as you have read it"`
}

func (a *api) registerRoles() {
	type list struct{ Body listOf[roleBody] }
	handle(a, huma.Operation{
		OperationID: "list-roles", Method: http.MethodGet, Path: "/api/v1/roles", Summary: "List the roles", Tags: []string{"Roles"},
		Description: "The built-in ones, the strongest first, then your own.", Security: signedIn,
		Errors: []int{http.StatusUnauthorized, http.StatusForbidden},
	}, func(ctx context.Context, _ *struct{}) (*list, error) {
		roles, err := a.Authoring.Roles(ctx, actorOf(ctx))
		if err != nil {
			return nil, err
		}
		out := &list{}
		for _, r := range roles {
			out.Body.Data = append(out.Body.Data, roleBodyOf(r))
		}
		return out, nil
	})

	handle(a, huma.Operation{
		OperationID: "get-role", Method: http.MethodGet, Path: "/api/v1/roles/{name}", Summary: "Read a role", Tags: []string{"Roles"},
		Security: signedIn, Errors: readErrors,
	}, func(ctx context.Context, in *RolePath) (*roleOutput, error) {
		r, err := a.Authoring.Role(ctx, actorOf(ctx), in.Name)
		if err != nil {
			return nil, err
		}
		return roleAnswer(r), nil
	})

	type create struct{ Body newRoleBody }
	handle(a, huma.Operation{
		OperationID: "create-role", Method: http.MethodPost, Path: "/api/v1/roles", Summary: "Make a role of your own", Tags: []string{"Roles"},
		Description: "Within what you may do yourself.", Security: signedIn, DefaultStatus: http.StatusCreated,
		Errors: []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusConflict, http.StatusUnprocessableEntity},
	}, func(ctx context.Context, in *create) (*roleOutput, error) {
		b := in.Body
		r, err := a.Authoring.CreateRole(ctx, actorOf(ctx), identity.Role{Name: b.Name, Label: b.Label, Description: b.Description,
			Grants: b.Grants})
		if err != nil {
			return nil, err
		}
		out := roleAnswer(r)
		out.Location = "/api/v1/roles/" + r.Name
		return out, nil
	})
	a.registerRoleChanges()
}

func (a *api) registerRoleChanges() {
	type replace struct {
		RoleWrite

		Body replaceRoleBody
	}
	handle(a, huma.Operation{
		OperationID: "replace-role", Method: http.MethodPut, Path: "/api/v1/roles/{name}", Summary: "Change a role of your own",
		Tags:        []string{"Roles"},
		Description: "Effective at once for everybody who has it.", Security: signedIn, Errors: writeErrors,
	}, func(ctx context.Context, in *replace) (*roleOutput, error) {
		version, err := ifMatch(in.IfMatch)
		if err != nil {
			return nil, err
		}
		role := identity.Role{Name: in.Name, Label: in.Body.Label, Description: in.Body.Description, Grants: in.Body.Grants}
		r, err := a.Authoring.SaveRole(ctx, actorOf(ctx), role, version)
		if err != nil {
			return nil, err
		}
		return roleAnswer(r), nil
	})

	handle(a, huma.Operation{
		OperationID: "delete-role", Method: http.MethodDelete, Path: "/api/v1/roles/{name}", Summary: "Delete a role of your own",
		Tags:        []string{"Roles"},
		Description: "Refused while somebody has it.", Security: signedIn, DefaultStatus: http.StatusNoContent, Errors: writeErrors,
	}, func(ctx context.Context, in *RoleWrite) (*struct{}, error) {
		version, err := ifMatch(in.IfMatch)
		if err != nil {
			return nil, err
		}
		return nil, a.Authoring.DeleteRole(ctx, actorOf(ctx), in.Name, version)
	})
}
