package authoring

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	core "github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/token/change"
	"github.com/portico-cms/portico/internal/token/lint"
)

const (
	designPath  = "/api/v1/design-system"
	releasesTag = "Design system"
)

type designSiteBody struct {
	Key     string `json:"key"`
	Channel string `json:"channel" doc:"That it follows, or the version it is pinned to"`
	Gone    bool   `json:"gone,omitempty" doc:"That version is withdrawn, and this one stands in for it"`
}

type retirementBody struct {
	DeprecatedAt time.Time  `json:"deprecatedAt"`
	SunsetAt     *time.Time `json:"sunsetAt,omitempty" doc:"When it is withdrawn"`
	Successor    string     `json:"successor,omitempty" doc:"Version to go to"`
	WithdrawnAt  *time.Time `json:"withdrawnAt,omitempty" doc:"Since when nobody can follow it"`
}

// DesignReleaseBody is a release of the design system. Embedded, so exported for huma.
type DesignReleaseBody struct {
	Version    string           `json:"version"`
	Name       string           `json:"name" doc:"Of the design system"`
	Origin     string           `json:"origin" doc:"embedded, import or draft"`
	ReleasedAt time.Time        `json:"releasedAt"`
	Author     string           `json:"author,omitempty" doc:"Account id; none where it came with files"`
	Base       string           `json:"base,omitempty" doc:"Version that it was made on"`
	Channels   []string         `json:"channels" doc:"That stand for it"`
	Sites      []designSiteBody `json:"sites" doc:"That show it, of those you may see"`
	Retirement *retirementBody  `json:"retirement,omitempty"`
}

func designReleaseOf(v *core.DesignReleaseView) DesignReleaseBody {
	out := DesignReleaseBody{
		Version: v.Version, Name: v.Name, Origin: v.Origin, ReleasedAt: v.LoadedAt.UTC(), Author: v.Author, Base: v.BaseVersion,
		Channels: v.Channels, Sites: designSitesOf(v.Sites),
	}
	if r := v.Retirement; r != nil {
		out.Retirement = &retirementBody{r.DeprecatedAt.UTC(), r.SunsetAt, r.Successor, r.WithdrawnAt}
	}
	return out
}

func designSitesOf(sites []*core.DesignSite) []designSiteBody {
	out := []designSiteBody{}
	for _, s := range sites {
		out = append(out, designSiteBody{s.Key, s.Channel, s.Gone})
	}
	return out
}

type designChangeBody struct {
	Level string `json:"level" doc:"major, minor or patch"`
	Kind  string `json:"kind" doc:"What it is: added, removed, value, type, reference, deprecated, part_removed, file, …"`
	Path  string `json:"path" doc:"Of a token or a file, or the name of what came or went"`
	Where string `json:"where,omitempty" doc:"The contexts it holds in; none: all"`
	From  string `json:"from,omitempty" doc:"Computed value before"`
	To    string `json:"to,omitempty"`
	Note  string `json:"note,omitempty"`
}

func designChangesOf(list *change.List) []designChangeBody {
	out := []designChangeBody{}
	if list == nil {
		return out
	}
	for _, c := range list.Changes {
		out = append(out, designChangeBody{c.Level.String(), c.Kind, c.Path, c.Where, c.From, c.To, c.Note})
	}
	return out
}

type designFindingBody struct {
	Severity string `json:"severity" doc:"error or warning"`
	Code     string `json:"code" doc:"The rule: contrast, unused, duplicate, naming, gamut, missing, deprecated, hex"`
	Message  string `json:"message"`
	File     string `json:"file,omitempty"`
	Line     int    `json:"line,omitempty"`
	Column   int    `json:"column,omitempty"`
	Pointer  string `json:"pointer,omitempty" doc:"Of the token"`
}

func designFindingsOf(list []lint.Finding) []designFindingBody {
	out := []designFindingBody{}
	for _, f := range list {
		out = append(out, designFindingBody{f.Severity, f.Code, f.Message, f.File, f.Line, f.Column, f.Pointer})
	}
	return out
}

// designDetailBody is a release with what is known of its contents.
type designDetailBody struct {
	DesignReleaseBody

	Since    string              `json:"since,omitempty" doc:"Version that changes compares with"`
	Changes  []designChangeBody  `json:"changes"`
	Findings []designFindingBody `json:"findings" doc:"Contrast and the other lints, as they are now"`
	Brands   []string            `json:"brands"`
	Parts    []string            `json:"parts"`
}

type designFileBody struct {
	Path    string `json:"path"`
	Text    string `json:"text" doc:"As it was written, comments and all"`
	Changed bool   `json:"changed,omitempty" doc:"It differs from that of the base"`
}

type designFilesOutput struct{ Body listOf[designFileBody] }

func designFilesOf(files []core.DesignFile, err error) (*designFilesOutput, error) {
	if err != nil {
		return nil, err
	}
	out := &designFilesOutput{Body: listOf[designFileBody]{Data: []designFileBody{}}}
	for _, f := range files {
		out.Body.Data = append(out.Body.Data, designFileBody(f))
	}
	return out, nil
}

// DesignVersionPath names a release of the design system. Embedded, so exported for huma.
type DesignVersionPath struct {
	Version string `path:"version" maxLength:"60" doc:"Semantic version"`
}

func (a *api) registerDesign() {
	type listOutput struct{ Body listOf[DesignReleaseBody] }
	handle(a, huma.Operation{
		OperationID: "list-design-releases", Method: http.MethodGet, Path: designPath + "/releases",
		Summary:     "List releases of the design system",
		Description: "The newest first, each with the channels that stand for it and the sites that show it.",
		Tags:        []string{releasesTag}, Security: signedIn, Errors: []int{http.StatusUnauthorized, http.StatusForbidden},
	}, func(ctx context.Context, _ *struct{}) (*listOutput, error) {
		found, err := a.Authoring.DesignReleases(ctx, actorOf(ctx))
		if err != nil {
			return nil, err
		}
		out := &listOutput{Body: listOf[DesignReleaseBody]{Data: []DesignReleaseBody{}}}
		for _, v := range found {
			out.Body.Data = append(out.Body.Data, designReleaseOf(v))
		}
		return out, nil
	})
	type getOutput struct {
		ETag string `header:"ETag"`
		Body designDetailBody
	}
	handle(a, huma.Operation{
		OperationID: "get-design-release", Method: http.MethodGet, Path: designPath + "/releases/{version}", Summary: "Read a release",
		Description: "With what changed since the release it was made on, and what the lints say of it.",
		Tags:        []string{releasesTag}, Security: signedIn, Errors: readErrors,
	}, func(ctx context.Context, in *DesignVersionPath) (*getOutput, error) {
		v, err := a.Authoring.DesignRelease(ctx, actorOf(ctx), in.Version)
		if err != nil {
			return nil, err
		}
		return &getOutput{etag(v.Revision), designDetailBody{
			designReleaseOf(&v.DesignReleaseView), v.Since, designChangesOf(v.Changes), designFindingsOf(v.Findings), v.Brands, v.Parts,
		}}, nil
	})
	handle(a, huma.Operation{
		OperationID: "get-design-release-files", Method: http.MethodGet, Path: designPath + "/releases/{version}/files",
		Summary:     "Read the token files of a release",
		Description: "The manifest, the resolver and the DTCG files, byte for byte as they were written.",
		Tags:        []string{releasesTag}, Security: signedIn, Errors: readErrors,
	}, func(ctx context.Context, in *DesignVersionPath) (*designFilesOutput, error) {
		return designFilesOf(a.Authoring.DesignReleaseFiles(ctx, actorOf(ctx), in.Version))
	})
	a.registerDesignRetirement()
	a.registerDesignChannels()
	a.registerDesignDrafts()
	a.registerDesignTrial()
	a.registerDesignTokens()
}
