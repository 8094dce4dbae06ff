package authoring

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/portico-cms/portico/internal/menu"
)

type trialRequest struct {
	Locale string        `json:"locale,omitempty" maxLength:"35" doc:"One of the site's; its default one where you leave it out"`
	Path   string        `json:"path,omitempty" maxLength:"2000" doc:"Of the page: the item that leads there is the current one"`
	Menus  []newMenuBody `json:"menus,omitempty" maxItems:"8" doc:"As they are being edited; of all others, what is published"`
	Known  string        `json:"known,omitempty" maxLength:"64" doc:"stylesKey of the answer before: the same styles are left out"`
}

type trialBody struct {
	Locale    string            `json:"locale"`
	Parts     map[string]string `json:"parts" doc:"HTML of each part, finished, by name"`
	Styles    string            `json:"styles,omitempty" doc:"CSS of the parts"`
	StylesKey string            `json:"stylesKey" doc:"Names the styles"`
	Warnings  []string          `json:"warnings" doc:"What an editor should mend"`
}

func (a *api) registerMenuTrial() {
	type try struct {
		Key  string `path:"key"`
		Body trialRequest
	}
	type output struct{ Body trialBody }
	handle(a, huma.Operation{
		OperationID: "try-menus", Method: http.MethodPost, Path: "/api/v1/sites/{key}/draft-parts",
		Summary:     "See a site's header and footer with menus that are not saved",
		Description: "Nothing is written: it compiles and renders what publishing these menus would. What keeps them from that is the error.",
		Tags:        []string{"Menus"}, Security: signedIn,
		Errors: []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusUnprocessableEntity},
	}, func(ctx context.Context, in *try) (*output, error) {
		menus := make([]*menu.Menu, len(in.Body.Menus))
		for i, m := range in.Body.Menus {
			menus[i] = &menu.Menu{Space: m.Space, Name: m.Name, Items: m.Items}
		}
		records, err := a.Authoring.TryMenus(ctx, actorOf(ctx), in.Key, in.Body.Locale, menus)
		if err != nil {
			return nil, err
		}
		done, err := a.Finish(records, in.Key, in.Body.Path)
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256([]byte(done.Styles))
		out := trialBody{done.Locale, done.Parts, done.Styles, hex.EncodeToString(sum[:8]), done.Warnings}
		if out.StylesKey == in.Body.Known {
			out.Styles = ""
		}
		if out.Warnings == nil {
			out.Warnings = []string{}
		}
		return &output{out}, nil
	})
}
