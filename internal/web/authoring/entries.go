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

// entryBody is an entry as editors work on it.
type entryBody struct {
	ID          string                    `json:"id" doc:"UUIDv7"`
	Type        string                    `json:"type"`
	Space       string                    `json:"space" doc:"A site's key, or shared"`
	Key         string                    `json:"key"`
	Version     int64                     `json:"version" doc:"Of the draft; the ETag"`
	Autosaved   bool                      `json:"autosaved" doc:"The draft is the rolling revision that autosave keeps"`
	Shared      map[string]any            `json:"shared"`
	Locales     map[string]map[string]any `json:"locales"`
	Status      map[string]content.Status `json:"status" doc:"By locale: draft, in-review, scheduled, published, changed or archived"`
	Workflow    map[string]content.Flow   `json:"workflow" doc:"By locale: what is under way"`
	PublishedAt map[string]time.Time      `json:"publishedAt"`
	Parent      string                    `json:"parent,omitempty" doc:"Id of the entry above, in a tree"`
	Order       string                    `json:"order,omitempty" doc:"Orders siblings of a tree, byte by byte"`
	CreatedAt   time.Time                 `json:"createdAt"`
	CreatedBy   string                    `json:"createdBy"`
	UpdatedAt   time.Time                 `json:"updatedAt"`
	UpdatedBy   string                    `json:"updatedBy"`
	TrashedAt   *time.Time                `json:"trashedAt,omitempty"`
	TrashedBy   string                    `json:"trashedBy,omitempty"`
}

func entryOf(s *content.Stored) entryBody {
	b := entryBody{
		ID: s.Draft.ID, Type: s.Draft.Type, Space: s.Draft.Space, Key: s.Draft.Key, Version: s.Version, Autosaved: s.Autosaved,
		Shared: orEmpty(s.Draft.Shared), Locales: orEmpty(s.Draft.Locales), Status: map[string]content.Status{},
		Workflow:    orEmpty(s.Workflow),
		PublishedAt: orEmpty(s.PublishedAt), Parent: s.Parent, Order: s.Position, CreatedAt: s.CreatedAt.UTC(), CreatedBy: s.CreatedBy,
		UpdatedAt: s.UpdatedAt.UTC(), UpdatedBy: s.UpdatedBy, TrashedAt: s.TrashedAt, TrashedBy: s.TrashedBy,
	}
	for _, tag := range append(s.Draft.Tags(), s.Live()...) {
		b.Status[tag] = s.Status(tag)
	}
	return b
}

// Written says what a write made. Embedded, so exported for huma.
type Written struct {
	Sequence   int64 `header:"Portico-Sequence" doc:"Of the write: ask lists of drafts for it with Portico-Min-Sequence"`
	Generation int64 `header:"Portico-Generation" doc:"Of the newest publication: ask a delivery node for it with Portico-Min-Generation"`
}

type entryOutput struct {
	Written
	ETag     string `header:"ETag"`
	Location string `header:"Location"`
	Body     entryBody
}

func entryAnswer(s *content.Stored, done core.Written) *entryOutput {
	return &entryOutput{Written: Written{done.Sequence, done.Generation}, ETag: etag(s.Version), Body: entryOf(s)}
}

// EntryPath names an entry.
type EntryPath struct {
	ID string `path:"id" doc:"UUIDv7"`
}

// EntryWrite names an entry, and the version that a write is based on.
type EntryWrite struct {
	EntryPath

	IfMatch string `header:"If-Match" doc:"The ETag of the entry as you have read it"`
}

type newEntryBody struct {
	Space   string                    `json:"space" maxLength:"40" doc:"A site's key, or shared"`
	Type    string                    `json:"type" maxLength:"40"`
	Key     string                    `json:"key,omitempty" maxLength:"80" doc:"Its name in files; the id where you leave it out"`
	Shared  map[string]any            `json:"shared,omitempty"`
	Locales map[string]map[string]any `json:"locales,omitempty"`
	Note    string                    `json:"note,omitempty" maxLength:"500" doc:"Why, for the history"`
	Parent  string                    `json:"parent,omitempty" maxLength:"80" doc:"Id of the entry above, in a tree; it stands last there"`
}

type localesBody struct {
	Locales []string `json:"locales,omitempty" maxItems:"100" doc:"None: all"`
}

var readErrors = []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound}

func (a *api) registerEntries() {
	a.registerEntryReads()
	a.registerEntryCheck()
	a.registerEntryWrites()
	a.registerEntryStates()
}

func (a *api) registerEntryReads() {
	handle(a, huma.Operation{
		OperationID: "get-entry", Method: http.MethodGet, Path: "/api/v1/entries/{id}", Summary: "Read an entry's draft",
		Tags: []string{"Entries"}, Security: signedIn, Errors: readErrors,
	}, func(ctx context.Context, in *EntryPath) (*entryOutput, error) {
		s, err := a.Authoring.Entry(ctx, actorOf(ctx), in.ID)
		if err != nil {
			return nil, err
		}
		return &entryOutput{ETag: etag(s.Version), Body: entryOf(s)}, nil
	})
}

// checkBody is what stands in the way of a publication.
type checkBody struct {
	Publishable bool           `json:"publishable"`
	Problems    []problem.Item `json:"problems" doc:"Each with the pointer of its place in the entry"`
}

func (a *api) registerEntryCheck() {
	type input struct {
		EntryPath

		Locales []string `query:"locales" maxItems:"100" doc:"With commas between them; none: all"`
	}
	type output struct{ Body checkBody }
	handle(a, huma.Operation{
		OperationID: "check-entry", Method: http.MethodGet, Path: "/api/v1/entries/{id}/check",
		Summary:     "Say what stands in the way of publishing",
		Description: "Everything at once: what is missing, too long, unknown or not there any more. Nothing is changed.",
		Tags:        []string{"Entries"}, Security: signedIn, Errors: readErrors,
	}, func(ctx context.Context, in *input) (*output, error) {
		ps, err := a.Authoring.CheckEntry(ctx, actorOf(ctx), in.ID, in.Locales)
		if err != nil {
			return nil, err
		}
		return &output{checkBody{Publishable: len(ps) == 0, Problems: append([]problem.Item{}, problem.Items(ps)...)}}, nil
	})
}

func (a *api) registerEntryWrites() {
	type create struct{ Body newEntryBody }
	handle(a, huma.Operation{
		OperationID: "create-entry", Method: http.MethodPost, Path: "/api/v1/entries", Summary: "Create an entry", Tags: []string{"Entries"},
		Description: "A draft, with the defaults and slugs of its content type. It may be incomplete: only publishing asks for everything." +
			schemaHelp,
		Security: signedIn, DefaultStatus: http.StatusCreated,
		Errors: []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusConflict, http.StatusUnprocessableEntity},
	}, func(ctx context.Context, in *create) (*entryOutput, error) {
		s, done, err := a.Authoring.CreateEntry(ctx, actorOf(ctx), core.NewEntry(in.Body))
		if err != nil {
			return nil, err
		}
		out := entryAnswer(s, done)
		out.Location = "/api/v1/entries/" + s.Draft.ID
		return out, nil
	})

	type patch struct {
		EntryWrite

		Autosave bool   `query:"autosave" doc:"Save into the one rolling revision"`
		Note     string `query:"note" maxLength:"500" doc:"Why, for the history"`
		RawBody  []byte `contentType:"application/merge-patch+json"`
	}
	handle(a, huma.Operation{
		OperationID: "patch-entry", Method: http.MethodPatch, Path: "/api/v1/entries/{id}", Summary: "Change an entry's draft",
		Description: "A JSON merge patch (RFC 7396) of {shared, locales}. " +
			"Where somebody saved in between, the 412 carries the entry as it is now." +
			schemaHelp,
		Tags: []string{"Entries"}, Security: signedIn, Errors: writeErrors,
	}, func(ctx context.Context, in *patch) (*entryOutput, error) {
		version, err := ifMatch(in.IfMatch)
		if err != nil {
			return nil, err
		}
		s, done, err := a.Authoring.SaveEntry(ctx, actorOf(ctx), in.ID, core.SaveEntry{
			Version: version, Patch: in.RawBody, Autosave: in.Autosave, Note: in.Note,
		})
		if err != nil {
			return nil, err
		}
		return entryAnswer(s, done), nil
	})
}

// entryState is a use case that changes what is served of an entry in some locales.
type entryState func(
	ctx context.Context, actor core.Actor, id string, version int64, locales []string,
) (*content.Stored, core.Written, error)

func (a *api) registerEntryStates() {
	archive := func(archived bool) entryState {
		return func(ctx context.Context, actor core.Actor, id string, version int64, locales []string) (*content.Stored, core.Written, error) {
			return a.Authoring.ArchiveEntry(ctx, actor, id, version, locales, archived)
		}
	}
	for _, op := range []struct {
		name, summary, text string
		do                  entryState
	}{
		{"publish", "Publish an entry", "The draft's documents in these locales go out, and its shared fields too.", a.Authoring.PublishEntry},
		{"unpublish", "Unpublish an entry", "The documents in these locales go out of service.", a.Authoring.UnpublishEntry},
		{"archive", "Archive an entry", "Unpublished, and out of everyday lists.", archive(true)},
		{"unarchive", "Take an entry back into use", "It is a draft again.", archive(false)},
	} {
		type input struct {
			EntryWrite

			Body localesBody
		}
		handle(a, huma.Operation{
			OperationID: op.name + "-entry", Method: http.MethodPost, Path: "/api/v1/entries/{id}/" + op.name, Summary: op.summary,
			Description: op.text, Tags: []string{"Entries"}, Security: signedIn, Errors: append(writeErrors, http.StatusConflict),
		}, func(ctx context.Context, in *input) (*entryOutput, error) {
			version, err := ifMatch(in.IfMatch)
			if err != nil {
				return nil, err
			}
			s, done, err := op.do(ctx, actorOf(ctx), in.ID, version, in.Body.Locales)
			if err != nil {
				return nil, err
			}
			return entryAnswer(s, done), nil
		})
	}
}
