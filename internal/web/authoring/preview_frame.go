package authoring

import (
	"context"
	"html"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// previewFrame is an empty page of ours, into which the admin UI puts a frame with a page of a site. Its policy, and not that of the
// admin UI, says which site may be framed and may be handed a preview token: the one that was asked for, and no other.
type previewFrame struct {
	ContentType  string `header:"Content-Type"`
	Policy       string `header:"Content-Security-Policy"`
	FrameOptions string `header:"X-Frame-Options"`
	Body         []byte
}

func (a *api) registerPreviewFrame() {
	type get struct {
		Key string `path:"key" maxLength:"60"`
	}
	handle(a, huma.Operation{
		OperationID: "get-preview-frame", Method: http.MethodGet, Path: "/api/v1/sites/{key}/preview-frame",
		Summary:     "The page around a preview of a site",
		Description: "An empty page whose policy lets it frame this site alone. For the admin UI, which shows pages of the site in it.",
		Tags:        []string{"Previews"}, Security: signedIn, Errors: readErrors,
		Responses: answers(&huma.Schema{Type: huma.TypeString}, "text/html"),
	}, func(ctx context.Context, in *get) (*previewFrame, error) {
		s, err := a.Authoring.Site(ctx, actorOf(ctx), in.Key)
		if err != nil {
			return nil, err
		}
		page := "<!doctype html><html lang=\"" + html.EscapeString(s.DefaultLocale) + "\"><meta charset=\"utf-8\"><title>" +
			html.EscapeString(s.Name) + "</title><body></body></html>"
		return &previewFrame{"text/html; charset=utf-8", framePolicy(s.Origins, a.URL), "SAMEORIGIN", []byte(page)}, nil
	})
}

// framePolicy lets a page frame some origins and send forms to them, and do nothing else. Our own is never among them: a frame of it
// that may run scripts would be the admin UI itself.
func framePolicy(origins []string, own string) string {
	if u, err := url.Parse(own); err == nil {
		own = u.Scheme + "://" + u.Host
	}
	origins = slices.DeleteFunc(slices.Clone(origins), func(o string) bool { return strings.EqualFold(strings.TrimSuffix(o, "/"), own) })
	allowed := "'none'"
	if len(origins) > 0 {
		allowed = strings.Join(origins, " ")
	}
	return "default-src 'none'; frame-src " + allowed + "; form-action " + allowed + "; base-uri 'none'; frame-ancestors 'self'"
}
