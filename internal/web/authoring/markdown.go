package authoring

import (
	"context"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/portico-cms/portico/internal/fault"
)

// maxMarkdown bounds what one request has rendered, in bytes: the work grows with it.
const maxMarkdown = 256 << 10

type markdownRequest struct {
	Texts []string `json:"texts" minItems:"1" maxItems:"50" doc:"Markdown, 256 KB together"`
}

type markdownBody struct {
	HTML []string `json:"html" doc:"Of each text, in their order"`
}

// registerMarkdown shows what sites get of a Markdown text. Editors that show it in another way hold themselves to it.
func (a *api) registerMarkdown() {
	type render struct{ Body markdownRequest }
	type output struct{ Body markdownBody }
	handle(a, huma.Operation{
		OperationID: "render-markdown", Method: http.MethodPost, Path: "/api/v1/markdown-html", Summary: "See Markdown as sites show it",
		Description: "Nothing is written. It is what a field of kind markdown becomes: without raw HTML and addresses that do something.",
		Tags:        []string{"Content types"}, Security: signedIn, Errors: []int{http.StatusUnauthorized, http.StatusUnprocessableEntity},
	}, func(_ context.Context, in *render) (*output, error) {
		size := 0
		for i, src := range in.Body.Texts {
			if size += len(src); size > maxMarkdown {
				message := fmt.Sprintf("has, with those before it, more than %d KB", maxMarkdown>>10)
				return nil, fault.Problems{{Pointer: fmt.Sprintf("/texts/%d", i), Code: "too_long", Message: message}}.Err()
			}
		}
		out := &output{markdownBody{make([]string, 0, len(in.Body.Texts))}}
		for _, src := range in.Body.Texts {
			out.Body.HTML = append(out.Body.HTML, a.Markdown(src))
		}
		return out, nil
	})
}
