package authoring

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	core "github.com/portico-cms/portico/internal/authoring"
)

// DesignDraftBody is a release of the design system in the making. Embedded, so exported for huma.
type DesignDraftBody struct {
	ID        string    `json:"id" doc:"UUIDv7"`
	Name      string    `json:"name"`
	Base      string    `json:"base" doc:"Version that it is made on"`
	Changed   []string  `json:"changed" doc:"Files that differ from the base's"`
	CreatedAt time.Time `json:"createdAt"`
	CreatedBy string    `json:"createdBy" doc:"Account id"`
	UpdatedAt time.Time `json:"updatedAt"`
	UpdatedBy string    `json:"updatedBy" doc:"Account id"`
}

func designDraftOf(v *core.DesignDraftView) DesignDraftBody {
	return DesignDraftBody{v.ID, v.Name, v.BaseVersion, v.Changed, v.CreatedAt.UTC(), v.CreatedBy, v.UpdatedAt.UTC(), v.UpdatedBy}
}

type designDraftOutput struct {
	Written

	ETag string `header:"ETag"`
	Body DesignDraftBody
}

func designDraftAnswer(v *core.DesignDraftView, done core.Written, err error) (*designDraftOutput, error) {
	if err != nil {
		return nil, err
	}
	return &designDraftOutput{Written{done.Sequence, done.Generation}, etag(v.Version), designDraftOf(v)}, nil
}

// DesignDraftPath names a draft. Embedded, so exported for huma.
type DesignDraftPath struct {
	ID string `path:"id" maxLength:"60" doc:"UUIDv7"`
}

// DesignDraftWrite names a draft and the version of it that a write is based on. Embedded, so exported for huma.
type DesignDraftWrite struct {
	DesignDraftPath

	IfMatch string `header:"If-Match" doc:"The ETag of the draft as you have read it"`
}

type designDraftInput struct {
	Name string `json:"name" minLength:"1" maxLength:"200" doc:"What it is about"`
	Base string `json:"base,omitempty" maxLength:"60" doc:"Version it is made on: the newest, where you leave it out"`
}

type designReleaseInput struct {
	Version  string   `json:"version,omitempty" maxLength:"60" doc:"A higher one than follows from the changes"`
	Channels []string `json:"channels,omitempty" maxItems:"3" doc:"That stand for it at once; preview, where you leave it out"`
}

const draftPath = designPath + "/drafts/{id}"

func (a *api) registerDesignDrafts() {
	type listOutput struct{ Body listOf[DesignDraftBody] }
	handle(a, huma.Operation{
		OperationID: "list-design-drafts", Method: http.MethodGet, Path: designPath + "/drafts", Summary: "List drafts of the design system",
		Description: "The newest first; there are 100 at most.",
		Tags:        []string{releasesTag}, Security: signedIn, Errors: []int{http.StatusUnauthorized, http.StatusForbidden},
	}, func(ctx context.Context, _ *struct{}) (*listOutput, error) {
		found, err := a.Authoring.DesignDrafts(ctx, actorOf(ctx))
		if err != nil {
			return nil, err
		}
		out := &listOutput{Body: listOf[DesignDraftBody]{Data: []DesignDraftBody{}}}
		for _, v := range found {
			out.Body.Data = append(out.Body.Data, designDraftOf(v))
		}
		return out, nil
	})
	type create struct{ Body designDraftInput }
	handle(a, huma.Operation{
		OperationID: "create-design-draft", Method: http.MethodPost, Path: designPath + "/drafts",
		Summary:     "Begin a release of the design system",
		Description: "On top of another one. Nothing of it is different yet.", DefaultStatus: http.StatusCreated,
		Tags: []string{releasesTag}, Security: signedIn,
		Errors: []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusConflict, http.StatusUnprocessableEntity},
	}, func(ctx context.Context, in *create) (*designDraftOutput, error) {
		return designDraftAnswer(a.Authoring.CreateDesignDraft(ctx, actorOf(ctx), in.Body.Name, in.Body.Base))
	})
	type readOutput struct {
		ETag string `header:"ETag"`
		Body DesignDraftBody
	}
	handle(a, huma.Operation{
		OperationID: "get-design-draft", Method: http.MethodGet, Path: draftPath, Summary: "Read a draft",
		Tags: []string{releasesTag}, Security: signedIn, Errors: readErrors,
	}, func(ctx context.Context, in *DesignDraftPath) (*readOutput, error) {
		v, err := a.Authoring.DesignDraft(ctx, actorOf(ctx), in.ID)
		if err != nil {
			return nil, err
		}
		return &readOutput{etag(v.Version), designDraftOf(v)}, nil
	})
	handle(a, huma.Operation{
		OperationID: "delete-design-draft", Method: http.MethodDelete, Path: draftPath, Summary: "Delete a draft",
		DefaultStatus: http.StatusNoContent, Tags: []string{releasesTag}, Security: signedIn, Errors: writeErrors,
	}, func(ctx context.Context, in *DesignDraftWrite) (*Written, error) {
		version, err := ifMatch(in.IfMatch)
		if err != nil {
			return nil, err
		}
		return writtenOr(a.Authoring.DeleteDesignDraft(ctx, actorOf(ctx), in.ID, version))
	})
	handle(a, huma.Operation{
		OperationID: "get-design-draft-files", Method: http.MethodGet, Path: draftPath + "/files", Summary: "Read the token files of a draft",
		Description: "The manifest, the resolver and the DTCG files of its base, with nothing but the changed values others: comments and the " +
			"order of keys are as they were.",
		Tags: []string{releasesTag}, Security: signedIn, Errors: readErrors,
	}, func(ctx context.Context, in *DesignDraftPath) (*designFilesOutput, error) {
		return designFilesOf(a.Authoring.DesignDraftFiles(ctx, actorOf(ctx), in.ID))
	})
	a.registerDesignPublish()
}

// designPreviewBody is what a draft would change.
type designPreviewBody struct {
	DesignDraftBody

	Version   string              `json:"version,omitempty" doc:"That it would get; none where nothing is different"`
	Level     string              `json:"level" doc:"major, minor, patch or none"`
	Changes   []designChangeBody  `json:"changes"`
	Findings  []designFindingBody `json:"findings" doc:"Contrast and the other lints: errors keep it from being released"`
	Sites     []designSiteBody    `json:"sites" doc:"That show its base, with a brand that is concerned"`
	Fragments []string            `json:"fragments" doc:"Whose style rules use a token that is concerned"`
}

func (a *api) registerDesignPublish() {
	type previewOutput struct {
		ETag string `header:"ETag"`
		Body designPreviewBody
	}
	handle(a, huma.Operation{
		OperationID: "preview-design-draft", Method: http.MethodGet, Path: draftPath + "/preview", Summary: "What a draft would change",
		Description: "Computed values in every context, the version that follows from them, what the lints say, and which sites and " +
			"fragments are concerned.",
		Tags: []string{releasesTag}, Security: signedIn, Errors: readErrors,
	}, func(ctx context.Context, in *DesignDraftPath) (*previewOutput, error) {
		v, err := a.Authoring.PreviewDesignDraft(ctx, actorOf(ctx), in.ID)
		if err != nil {
			return nil, err
		}
		return &previewOutput{etag(v.DesignDraft.Version), designPreviewBody{
			designDraftOf(&v.DesignDraftView), v.Next, v.Changes.Level.String(), designChangesOf(v.Changes), designFindingsOf(v.Findings),
			designSitesOf(v.Sites), v.Fragments,
		}}, nil
	})
	type publish struct {
		DesignDraftWrite

		Body designReleaseInput
	}
	handle(a, huma.Operation{
		OperationID: "publish-design-draft", Method: http.MethodPost, Path: draftPath + "/publish", Summary: "Release a draft",
		Description: "Its version follows from what is different, and can be raised. A release never changes. Refused with the list where a " +
			"lint finds an error or a template does not render, and with 409 where another release was made on the same base meanwhile.",
		DefaultStatus: http.StatusCreated, Tags: []string{releasesTag}, Security: signedIn, Errors: writeErrors,
	}, func(ctx context.Context, in *publish) (*designReleaseOutput, error) {
		version, err := ifMatch(in.IfMatch)
		if err != nil {
			return nil, err
		}
		channels := in.Body.Channels
		if channels == nil {
			channels = []string{core.ChannelPreview}
		}
		return designReleaseAnswer(a.Authoring.PublishDesignDraft(ctx, actorOf(ctx), in.ID, version, in.Body.Version, channels))
	})
}
