package authoring

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/portico-cms/portico/internal/published"
)

type designTrialRequest struct {
	Site   string `json:"site" minLength:"1" maxLength:"60" doc:"Key of the site that it is shown on"`
	Locale string `json:"locale,omitempty" maxLength:"35" doc:"One of the site's; its default one where you leave it out"`
	Path   string `json:"path,omitempty" maxLength:"2000" doc:"Of the page: the item that leads there is the current one"`
	Known  string `json:"known,omitempty" maxLength:"64" doc:"stylesKey of the answer before: the same styles are left out"`
}

type componentBody struct {
	Name  string `json:"name"`
	Title string `json:"title"`
	HTML  string `json:"html" doc:"Of the example, safe"`
}

type designTrialBody struct {
	Locale          string            `json:"locale"`
	Parts           map[string]string `json:"parts" doc:"HTML of each part, finished, by name"`
	Styles          string            `json:"styles,omitempty" doc:"CSS of the parts"`
	Components      []componentBody   `json:"components" doc:"Examples of the style guide"`
	ComponentStyles string            `json:"componentStyles,omitempty" doc:"CSS of the components"`
	StylesKey       string            `json:"stylesKey" doc:"Names both styles"`
	Warnings        []string          `json:"warnings" doc:"What an editor should mend"`
}

func designTrialOf(done *published.Finished, known string) designTrialBody {
	out := designTrialBody{
		Locale: done.Locale, Parts: done.Parts, Styles: done.Styles, Components: []componentBody{}, ComponentStyles: done.Components,
		Warnings: append([]string{}, done.Warnings...),
	}
	for _, e := range done.Examples {
		out.Components = append(out.Components, componentBody{e.Name, e.Title, e.HTML})
	}
	sum := sha256.Sum256([]byte(done.Styles + "\x00" + done.Components))
	if out.StylesKey = hex.EncodeToString(sum[:8]); out.StylesKey == known {
		out.Styles, out.ComponentStyles = "", ""
	}
	return out
}

func (a *api) registerDesignTrial() {
	type try struct {
		DesignDraftPath

		Body designTrialRequest
	}
	type output struct{ Body designTrialBody }
	handle(a, huma.Operation{
		OperationID: "try-design-draft", Method: http.MethodPost, Path: draftPath + "/parts", Summary: "See a site in the look of a draft",
		Description: "The site's shared parts and the style guide's components, finished, with the CSS that the draft makes. Nothing is " +
			"written. For whole pages there are preview tokens, with the view design: and the id of the draft.",
		Tags: []string{releasesTag}, Security: signedIn, Errors: append([]int{http.StatusUnprocessableEntity}, readErrors...),
	}, func(ctx context.Context, in *try) (*output, error) {
		records, err := a.Authoring.TryDesign(ctx, actorOf(ctx), in.ID, in.Body.Site, in.Body.Locale)
		if err != nil {
			return nil, err
		}
		done, err := a.Finish(records, in.Body.Site, in.Body.Path)
		if err != nil {
			return nil, err
		}
		return &output{designTrialOf(done, in.Body.Known)}, nil
	})
}
