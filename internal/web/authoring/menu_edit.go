package authoring

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	core "github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/menu"
)

// MenuWrite names a menu, and the version that a write is based on.
type MenuWrite struct {
	MenuPath

	IfMatch string `header:"If-Match" doc:"The ETag of the menu as you have read it"`
}

func (w *MenuWrite) at() (core.MenuAt, error) {
	version, err := ifMatch(w.IfMatch)
	return core.MenuAt{Space: w.Space, Name: w.Name, Version: version}, err
}

// MenuItemPath names an item of a menu, and the version that a write is based on.
type MenuItemPath struct {
	MenuWrite

	ID string `path:"id"`
}

type itemsBody struct {
	Items []menu.Item `json:"items" doc:"The whole tree, in its order"`
}

type newMenuBody struct {
	Space string      `json:"space" maxLength:"40" doc:"A site's key, or shared"`
	Name  string      `json:"name" enum:"main,utility,footer,legal"`
	Items []menu.Item `json:"items,omitempty"`
}

type newItemBody struct {
	Item   menu.Item `json:"item"`
	Parent string    `json:"parent,omitempty" maxLength:"64" doc:"Id of the item above; nothing is the top"`
	Index  *int      `json:"index,omitempty" minimum:"0" doc:"Among its siblings; the end where you leave it out"`
}

type placeBody struct {
	Parent string `json:"parent,omitempty" maxLength:"64" doc:"Id of the item above; nothing is the top"`
	Index  *int   `json:"index,omitempty" minimum:"0" doc:"Among its siblings, without the item itself; the end where you leave it out"`
}

// editMenu registers an operation that changes a menu's draft.
func editMenu[I any](
	a *api, op huma.Operation, write func(*I) *MenuWrite, do func(context.Context, core.Actor, core.MenuAt, *I) (*menu.Stored, error),
) {
	op.Tags, op.Security, op.Errors = []string{"Menus"}, signedIn, writeErrors
	handle(a, op, func(ctx context.Context, in *I) (*menuOutput, error) {
		at, err := write(in).at()
		if err != nil {
			return nil, err
		}
		m, err := do(ctx, actorOf(ctx), at, in)
		if err != nil {
			return nil, err
		}
		return &menuOutput{etag(m.Version), menuOf(m)}, nil
	})
}

func (a *api) registerMenuEdits() {
	a.registerMenuLife()
	type save struct {
		MenuWrite

		Body itemsBody
	}
	editMenu(a, huma.Operation{
		OperationID: "save-menu", Method: http.MethodPut, Path: "/api/v1/menus/{space}/{name}", Summary: "Replace a menu's draft",
		Description: "Nothing is published. Where nothing differs, there is no new version.",
	}, func(in *save) *MenuWrite { return &in.MenuWrite },
		func(ctx context.Context, actor core.Actor, at core.MenuAt, in *save) (*menu.Stored, error) {
			doc, err := json.Marshal(in.Body)
			if err != nil {
				return nil, err
			}
			return a.Authoring.SaveMenu(ctx, actor, at, doc)
		})

	type add struct {
		MenuWrite

		Body newItemBody
	}
	editMenu(a, huma.Operation{
		OperationID: "add-menu-item", Method: http.MethodPost, Path: "/api/v1/menus/{space}/{name}/items", Summary: "Add an item to the draft",
		DefaultStatus: http.StatusCreated,
	}, func(in *add) *MenuWrite { return &in.MenuWrite },
		func(ctx context.Context, actor core.Actor, at core.MenuAt, in *add) (*menu.Stored, error) {
			doc, err := json.Marshal(in.Body.Item)
			if err != nil {
				return nil, err
			}
			return a.Authoring.AddMenuItem(ctx, actor, at, doc, in.Body.Parent, orLast(in.Body.Index))
		})

	editMenu(a, huma.Operation{
		OperationID: "remove-menu-item", Method: http.MethodDelete, Path: "/api/v1/menus/{space}/{name}/items/{id}",
		Summary: "Take an item out of the draft, with all below it",
	}, func(in *MenuItemPath) *MenuWrite { return &in.MenuWrite },
		func(ctx context.Context, actor core.Actor, at core.MenuAt, in *MenuItemPath) (*menu.Stored, error) {
			return a.Authoring.RemoveMenuItem(ctx, actor, at, in.ID)
		})

	type move struct {
		MenuItemPath

		Body placeBody
	}
	editMenu(a, huma.Operation{
		OperationID: "move-menu-item", Method: http.MethodPost, Path: "/api/v1/menus/{space}/{name}/items/{id}/move",
		Summary: "Move an item of the draft, with all below it",
	}, func(in *move) *MenuWrite { return &in.MenuWrite },
		func(ctx context.Context, actor core.Actor, at core.MenuAt, in *move) (*menu.Stored, error) {
			return a.Authoring.MoveMenuItem(ctx, actor, at, in.ID, in.Body.Parent, orLast(in.Body.Index))
		})
}

func orLast(index *int) int {
	if index == nil {
		return menu.Last
	}
	return *index
}

func (a *api) registerMenuLife() {
	type create struct{ Body newMenuBody }
	type created struct {
		ETag     string `header:"ETag"`
		Location string `header:"Location"`
		Body     menuBody
	}
	handle(a, huma.Operation{
		OperationID: "create-menu", Method: http.MethodPost, Path: "/api/v1/menus", Summary: "Make a menu's draft",
		Description: "Once it is published, the site shows it in the place of the one that it inherits.",
		Tags:        []string{"Menus"}, Security: signedIn,
		DefaultStatus: http.StatusCreated, Errors: append([]int{http.StatusConflict, http.StatusUnprocessableEntity}, readErrors...),
	}, func(ctx context.Context, in *create) (*created, error) {
		doc, err := json.Marshal(itemsBody{in.Body.Items})
		if err != nil {
			return nil, err
		}
		m, err := a.Authoring.CreateMenu(ctx, actorOf(ctx), in.Body.Space, in.Body.Name, doc)
		if err != nil {
			return nil, err
		}
		return &created{etag(m.Version), "/api/v1/menus/" + m.Draft.Space + "/" + m.Draft.Name, menuOf(m)}, nil
	})

	handle(a, huma.Operation{
		OperationID: "delete-menu", Method: http.MethodDelete, Path: "/api/v1/menus/{space}/{name}", Summary: "Delete a menu, effective at once",
		Description: "With its history. The site shows the menu that it inherits then.", Tags: []string{"Menus"}, Security: signedIn,
		Errors: writeErrors, DefaultStatus: http.StatusNoContent,
	}, func(ctx context.Context, in *MenuWrite) (*generationOutput, error) {
		at, err := in.at()
		if err != nil {
			return nil, err
		}
		generation, err := a.Authoring.DeleteMenu(ctx, actorOf(ctx), at)
		if err != nil {
			return nil, err
		}
		return &generationOutput{generation}, nil
	})
}
