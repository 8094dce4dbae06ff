package authoring

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/portico-cms/portico/internal/menu"
)

type menuBody struct {
	menu.Menu
	Version   int64 `json:"version" doc:"Of the draft; counts from 1; the ETag"`
	Published bool  `json:"published" doc:"The draft is what is served"`
}

func menuOf(m *menu.Stored) menuBody {
	return menuBody{*m.Draft, m.Version, m.PublishedVersion == m.Version}
}

// menuSummary is a menu in the list.
type menuSummary struct {
	Space     string `json:"space"`
	Name      string `json:"name"`
	Version   int64  `json:"version"`
	Published bool   `json:"published" doc:"The draft is what is served"`
	Items     int    `json:"items" doc:"How many there are, in all levels"`
}

// publicationBody answers a publish.
type publicationBody struct {
	Generation int64 `json:"generation" doc:"Ask a delivery node for it with Portico-Min-Generation"`
}

type menuOutput struct {
	ETag string `header:"ETag"`
	Body menuBody
}

// MenuPath names a menu. It is exported because huma reads the parameters of embedded structs only then.
type MenuPath struct {
	Space string `path:"space" doc:"A site's key, or shared"`
	Name  string `path:"name" enum:"main,utility,footer,legal"`
}

func (a *api) registerMenus() {
	type list struct{ Body listOf[menuSummary] }
	handle(a, huma.Operation{
		OperationID: "list-menus", Method: http.MethodGet, Path: "/api/v1/menus", Summary: "List the menus", Tags: []string{"Menus"},
		Security: signedIn, Errors: []int{http.StatusUnauthorized, http.StatusForbidden},
	}, func(ctx context.Context, _ *struct{}) (*list, error) {
		menus, err := a.Authoring.Menus(ctx, actorOf(ctx))
		if err != nil {
			return nil, err
		}
		out := &list{}
		out.Body.Data = []menuSummary{}
		for _, m := range menus {
			items := 0
			m.Draft.Walk(func(*menu.Item, []*menu.Item) { items++ })
			out.Body.Data = append(out.Body.Data, menuSummary{m.Draft.Space, m.Draft.Name, m.Version, m.PublishedVersion == m.Version, items})
		}
		return out, nil
	})

	handle(a, huma.Operation{
		OperationID: "get-menu", Method: http.MethodGet, Path: "/api/v1/menus/{space}/{name}", Summary: "Read a menu's draft",
		Tags: []string{"Menus"}, Security: signedIn, Errors: []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound},
	}, func(ctx context.Context, in *MenuPath) (*menuOutput, error) {
		m, err := a.Authoring.Menu(ctx, actorOf(ctx), in.Space, in.Name)
		if err != nil {
			return nil, err
		}
		return &menuOutput{etag(m.Version), menuOf(m)}, nil
	})

	type patchItem struct {
		MenuPath
		ID      string `path:"id"`
		IfMatch string `header:"If-Match" doc:"The ETag of the menu as you have read it"`
		RawBody []byte `contentType:"application/merge-patch+json"`
	}
	handle(a, huma.Operation{
		OperationID: "patch-menu-item", Method: http.MethodPatch, Path: "/api/v1/menus/{space}/{name}/items/{id}",
		Summary:     "Change an item of the draft",
		Description: "A JSON merge patch (RFC 7396). Nothing is published.", Tags: []string{"Menus"}, Security: signedIn, Errors: writeErrors,
	}, func(ctx context.Context, in *patchItem) (*menuOutput, error) {
		version, err := ifMatch(in.IfMatch)
		if err != nil {
			return nil, err
		}
		m, err := a.Authoring.PatchMenuItem(ctx, actorOf(ctx), in.Space, in.Name, in.ID, version, in.RawBody)
		if err != nil {
			return nil, err
		}
		return &menuOutput{etag(m.Version), menuOf(m)}, nil
	})

	type publish struct {
		MenuPath
		IfMatch string `header:"If-Match" doc:"The ETag of the draft that you want to publish"`
	}
	type publishedOutput struct {
		Generation int64 `header:"Portico-Generation"`
		Body       publicationBody
	}
	handle(a, huma.Operation{
		OperationID: "publish-menu", Method: http.MethodPost, Path: "/api/v1/menus/{space}/{name}/publish", Summary: "Publish a menu's draft",
		Description: "The draft becomes what every site shows that has this menu, all of them at once.",
		Tags:        []string{"Menus"}, Security: signedIn, Errors: writeErrors,
	}, func(ctx context.Context, in *publish) (*publishedOutput, error) {
		version, err := ifMatch(in.IfMatch)
		if err != nil {
			return nil, err
		}
		generation, err := a.Authoring.PublishMenu(ctx, actorOf(ctx), in.Space, in.Name, version)
		if err != nil {
			return nil, err
		}
		return &publishedOutput{generation, publicationBody{generation}}, nil
	})
}
