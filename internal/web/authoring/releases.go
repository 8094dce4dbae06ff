package authoring

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	core "github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/web/problem"
)

type releaseItemBody struct {
	ID       string   `json:"id,omitempty" doc:"Names the item in this release"`
	Entry    string   `json:"entry,omitempty" doc:"Entry id"`
	Type     string   `json:"type,omitempty" doc:"Content type of the entry"`
	Locales  []string `json:"locales,omitempty" doc:"Of the entry. None: all that its draft has when the release goes out"`
	Menu     string   `json:"menu,omitempty" doc:"Name of the menu"`
	Space    string   `json:"space,omitempty" doc:"Of the entry or menu"`
	Withheld bool     `json:"withheld,omitempty" doc:"There is an item here that is not for you"`
}

type releaseBody struct {
	ID          string               `json:"id" doc:"UUIDv7"`
	Name        string               `json:"name"`
	Description string               `json:"description"`
	State       content.ReleaseState `json:"state" enum:"open,scheduled,published,cancelled"`
	Items       []releaseItemBody    `json:"items"`
	Version     int64                `json:"version" doc:"The ETag"`
	CreatedAt   time.Time            `json:"createdAt"`
	CreatedBy   string               `json:"createdBy" doc:"Account id"`
	UpdatedAt   time.Time            `json:"updatedAt"`
	UpdatedBy   string               `json:"updatedBy" doc:"Account id"`
	ScheduledAt *time.Time           `json:"scheduledAt,omitempty" doc:"When it goes out"`
	ScheduledBy string               `json:"scheduledBy,omitempty" doc:"Account id: whose rights count then"`
	PublishedAt *time.Time           `json:"publishedAt,omitempty"`
	PublishedBy string               `json:"publishedBy,omitempty" doc:"Account id"`
	Failure     *releaseFailureBody  `json:"failure,omitempty" doc:"Why it did not go out when its time had come"`
}

type releaseFailureBody struct {
	At       time.Time      `json:"at"`
	Code     string         `json:"code"`
	Message  string         `json:"message"`
	Problems []problem.Item `json:"problems" doc:"Each with a pointer that begins with that of its item"`
}

func releaseFailureOf(f *content.Failure) *releaseFailureBody {
	if f == nil {
		return nil
	}
	return &releaseFailureBody{f.At.UTC(), string(f.Code), f.Message, append([]problem.Item{}, problem.Items(f.Problems)...)}
}

func releaseOf(r *content.Release) releaseBody {
	out := releaseBody{
		ID: r.ID, Name: r.Name, Description: r.Description, State: r.State, Items: make([]releaseItemBody, len(r.Items)), Version: r.Version,
		CreatedAt: r.CreatedAt.UTC(), CreatedBy: r.CreatedBy, UpdatedAt: r.UpdatedAt.UTC(), UpdatedBy: r.UpdatedBy,
		ScheduledAt: r.RunAt, ScheduledBy: r.PlannedBy, PublishedAt: r.PublishedAt, PublishedBy: r.PublishedBy,
		Failure: releaseFailureOf(r.Failure),
	}
	for n, i := range r.Items {
		if i.Space == "" {
			out.Items[n].Withheld = true
			continue
		}
		out.Items[n] = releaseItemBody{ID: i.Key(), Entry: i.Entry, Type: i.Type, Locales: i.Locales, Menu: i.Menu, Space: i.Space}
	}
	return out
}

type releaseOutput struct {
	Written

	ETag string `header:"ETag"`
	Body releaseBody
}

func releaseAnswer(r *content.Release, done core.Written, err error) (*releaseOutput, error) {
	if err != nil {
		return nil, err
	}
	return &releaseOutput{Written{done.Sequence, done.Generation}, etag(r.Version), releaseOf(r)}, nil
}

// ReleasePath names a content release. Embedded, so exported for huma.
type ReleasePath struct {
	ID string `path:"id" maxLength:"60" doc:"UUIDv7"`
}

// ReleaseWrite names a content release and the version of it that a write is based on. Embedded, so exported for huma.
type ReleaseWrite struct {
	ReleasePath

	IfMatch string `header:"If-Match" doc:"The ETag of the release as you have read it"`
}

// releaseWrite registers a write of a release that takes nothing but its version.
func (a *api) releaseWrite(
	op huma.Operation, f func(context.Context, core.Actor, string, int64) (*content.Release, core.Written, error),
) {
	op.Tags, op.Security, op.Errors = []string{"Content releases"}, signedIn, writeErrors
	handle(a, op, func(ctx context.Context, in *ReleaseWrite) (*releaseOutput, error) {
		version, err := ifMatch(in.IfMatch)
		if err != nil {
			return nil, err
		}
		return releaseAnswer(f(ctx, actorOf(ctx), in.ID, version))
	})
}

const releasePath = "/api/v1/content-releases/{id}"

type releaseTime struct {
	At time.Time `json:"at" doc:"RFC 3339, with its offset"`
}

type releaseInput struct {
	Name        string `json:"name" maxLength:"200"`
	Description string `json:"description,omitempty" maxLength:"2000"`
}

type releaseItemInput struct {
	Entry   string   `json:"entry,omitempty" maxLength:"60" doc:"Entry id"`
	Locales []string `json:"locales,omitempty" maxItems:"100" doc:"Of the entry. None: all that its draft has when the release goes out"`
	Menu    string   `json:"menu,omitempty" maxLength:"60" doc:"Name of a menu, instead of an entry"`
	Space   string   `json:"space,omitempty" maxLength:"60" doc:"Of the menu"`
}

type releaseItemsInput struct {
	Items []releaseItemInput `json:"items" minItems:"1" maxItems:"500"`
}

func (a *api) registerReleases() {
	a.registerReleaseReads()
	a.registerReleaseWrites()
	a.registerReleaseItems()

	a.releaseWrite(huma.Operation{
		OperationID: "publish-content-release", Method: http.MethodPost, Path: releasePath + "/publish", Summary: "Publish a content release",
		Description: "Every entry and menu in it goes out as its draft is now, in one publication: all of them, or nothing. " +
			"Each asks for your right to publish it, and for the approval that its type demands.",
	}, a.Authoring.PublishRelease)
	a.releaseWrite(huma.Operation{
		OperationID: "cancel-content-release", Method: http.MethodPost, Path: releasePath + "/cancel", Summary: "Cancel a content release",
		Description: "It stays to be read, and never goes out.",
	}, a.Authoring.CancelRelease)
	a.releaseWrite(huma.Operation{
		OperationID: "unschedule-content-release", Method: http.MethodDelete, Path: releasePath + "/schedule",
		Summary: "Open a scheduled release again",
	}, a.Authoring.UnscheduleRelease)

	type schedule struct {
		ReleaseWrite

		Body releaseTime
	}
	handle(a, huma.Operation{
		OperationID: "schedule-content-release", Method: http.MethodPost, Path: releasePath + "/schedule",
		Summary: "Plan when a release goes out",
		Description: "What goes out is the drafts as they are then. Your rights are asked for now, and again when the time has come. " +
			"What is refused then is told as the release's failure, and nothing of it goes out.",
		Tags: []string{"Content releases"}, Security: signedIn, Errors: writeErrors,
	}, func(ctx context.Context, in *schedule) (*releaseOutput, error) {
		version, err := ifMatch(in.IfMatch)
		if err != nil {
			return nil, err
		}
		return releaseAnswer(a.Authoring.ScheduleRelease(ctx, actorOf(ctx), in.ID, version, in.Body.At))
	})
}

func (a *api) registerReleaseReads() {
	type list struct {
		PageQuery

		State content.ReleaseState `query:"state" enum:"open,scheduled,published,cancelled" doc:"None: all"`
	}
	type listOutput struct{ Body pageOf[releaseBody] }
	handle(a, huma.Operation{
		OperationID: "list-content-releases", Method: http.MethodGet, Path: "/api/v1/content-releases", Summary: "List content releases",
		Description: "The newest first: yours, and those with something in them that you may read.",
		Tags:        []string{"Content releases"}, Security: signedIn, Errors: []int{http.StatusUnauthorized, http.StatusForbidden},
	}, func(ctx context.Context, in *list) (*listOutput, error) {
		found, err := a.Authoring.Releases(ctx, actorOf(ctx), in.State, in.After, in.Size+1)
		if err != nil {
			return nil, err
		}
		return &listOutput{paged(found, in.Size, releaseOf, func(r *content.Release) string { return r.ID })}, nil
	})
	type readOutput struct {
		ETag string `header:"ETag"`
		Body releaseBody
	}
	handle(a, huma.Operation{
		OperationID: "get-content-release", Method: http.MethodGet, Path: releasePath, Summary: "Read a content release",
		Tags: []string{"Content releases"}, Security: signedIn, Errors: readErrors,
	}, func(ctx context.Context, in *ReleasePath) (*readOutput, error) {
		r, err := a.Authoring.Release(ctx, actorOf(ctx), in.ID)
		if err != nil {
			return nil, err
		}
		return &readOutput{etag(r.Version), releaseOf(r)}, nil
	})
	type checkOutput struct{ Body checkBody }
	handle(a, huma.Operation{
		OperationID: "check-content-release", Method: http.MethodGet, Path: releasePath + "/check", Summary: "What would be refused now",
		Description: "Everything that stands in the way of your publishing it now, each with a pointer that begins with that of its item.",
		Tags:        []string{"Content releases"}, Security: signedIn, Errors: readErrors,
	}, func(ctx context.Context, in *ReleasePath) (*checkOutput, error) {
		found, err := a.Authoring.CheckRelease(ctx, actorOf(ctx), in.ID)
		if err != nil {
			return nil, err
		}
		return &checkOutput{checkBody{Publishable: len(found) == 0, Problems: append([]problem.Item{}, problem.Items(found)...)}}, nil
	})
}

func (a *api) registerReleaseWrites() {
	type create struct{ Body releaseInput }
	handle(a, huma.Operation{
		OperationID: "create-content-release", Method: http.MethodPost, Path: "/api/v1/content-releases", Summary: "Make a content release",
		Description: "A named set of entries and menus that goes out together. It has no items yet.", DefaultStatus: http.StatusCreated,
		Tags: []string{"Content releases"}, Security: signedIn,
		Errors: []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusUnprocessableEntity},
	}, func(ctx context.Context, in *create) (*releaseOutput, error) {
		n := core.NewRelease{Name: &in.Body.Name, Description: &in.Body.Description}
		return releaseAnswer(a.Authoring.CreateRelease(ctx, actorOf(ctx), n))
	})
	type update struct {
		ReleaseWrite

		Body releaseInput
	}
	handle(a, huma.Operation{
		OperationID: "rename-content-release", Method: http.MethodPut, Path: releasePath, Summary: "Rename or describe a release",
		Tags: []string{"Content releases"}, Security: signedIn, Errors: writeErrors,
	}, func(ctx context.Context, in *update) (*releaseOutput, error) {
		version, err := ifMatch(in.IfMatch)
		if err != nil {
			return nil, err
		}
		n := core.NewRelease{Name: &in.Body.Name, Description: &in.Body.Description}
		return releaseAnswer(a.Authoring.PatchRelease(ctx, actorOf(ctx), in.ID, version, n))
	})
	handle(a, huma.Operation{
		OperationID: "delete-content-release", Method: http.MethodDelete, Path: releasePath, Summary: "Delete a content release",
		Description: "What it has published stays. A scheduled one is opened or cancelled first.", DefaultStatus: http.StatusNoContent,
		Tags: []string{"Content releases"}, Security: signedIn, Errors: writeErrors,
	}, func(ctx context.Context, in *ReleaseWrite) (*Written, error) {
		version, err := ifMatch(in.IfMatch)
		if err != nil {
			return nil, err
		}
		return writtenOr(a.Authoring.DeleteRelease(ctx, actorOf(ctx), in.ID, version))
	})
}

func (a *api) registerReleaseItems() {
	type add struct {
		ReleaseWrite

		Body releaseItemsInput
	}
	handle(a, huma.Operation{
		OperationID: "add-to-content-release", Method: http.MethodPost, Path: releasePath + "/items",
		Summary:     "Add entries and menus to a release",
		Description: "One that is in it already gets the locales that are named now.",
		Tags:        []string{"Content releases"}, Security: signedIn, Errors: writeErrors,
	}, func(ctx context.Context, in *add) (*releaseOutput, error) {
		version, err := ifMatch(in.IfMatch)
		if err != nil {
			return nil, err
		}
		items := make([]content.ReleaseItem, len(in.Body.Items))
		for n, i := range in.Body.Items {
			items[n] = content.ReleaseItem{Entry: i.Entry, Locales: i.Locales, Menu: i.Menu, Space: i.Space}
		}
		return releaseAnswer(a.Authoring.AddToRelease(ctx, actorOf(ctx), in.ID, version, items))
	})
	type remove struct {
		ReleaseWrite

		Item string `path:"item" maxLength:"200" doc:"Its id in the release"`
	}
	handle(a, huma.Operation{
		OperationID: "remove-from-content-release", Method: http.MethodDelete, Path: releasePath + "/items/{item}", Summary: "Take an item out",
		Tags: []string{"Content releases"}, Security: signedIn, Errors: writeErrors,
	}, func(ctx context.Context, in *remove) (*releaseOutput, error) {
		version, err := ifMatch(in.IfMatch)
		if err != nil {
			return nil, err
		}
		return releaseAnswer(a.Authoring.TakeFromRelease(ctx, actorOf(ctx), in.ID, version, in.Item))
	})
}
