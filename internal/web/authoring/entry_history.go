package authoring

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	core "github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/content"
)

// revisionBody is a revision; its documents are there where one is asked for by itself.
type revisionBody struct {
	Version   int64                     `json:"version"`
	Kind      content.RevisionKind      `json:"kind" doc:"saved, autosaved, restored or imported"`
	Author    string                    `json:"author" doc:"Account id, or system:…"`
	Note      string                    `json:"note,omitempty"`
	CreatedAt time.Time                 `json:"createdAt"`
	Shared    map[string]any            `json:"shared,omitempty"`
	Locales   map[string]map[string]any `json:"locales,omitempty"`
}

func revisionOf(r *content.Revision) revisionBody {
	b := revisionBody{Version: r.Version, Kind: r.Kind, Author: r.Author, Note: r.Note, CreatedAt: r.CreatedAt.UTC()}
	if r.Entry != nil {
		b.Shared, b.Locales = r.Entry.Shared, r.Entry.Locales
	}
	return b
}

// RevisionPath names a revision of an entry.
type RevisionPath struct {
	EntryPath

	Revision int64 `path:"revision" minimum:"1"`
}

func (a *api) registerEntryHistory() {
	type list struct {
		EntryPath

		Before int64 `query:"page[after]" minimum:"0" doc:"What page.next was"`
		Limit  int   `query:"page[size]" minimum:"1" maximum:"200" default:"50"`
	}
	type listOutput struct{ Body listOf[revisionBody] }
	handle(a, huma.Operation{
		OperationID: "list-revisions", Method: http.MethodGet, Path: "/api/v1/entries/{id}/revisions", Summary: "List an entry's revisions",
		Description: "The newest first.", Tags: []string{"History"}, Security: signedIn, Errors: readErrors,
	}, func(ctx context.Context, in *list) (*listOutput, error) {
		all, err := a.Authoring.Revisions(ctx, actorOf(ctx), in.ID, in.Before, in.Limit)
		if err != nil {
			return nil, err
		}
		out := &listOutput{Body: listOf[revisionBody]{Data: []revisionBody{}}}
		for _, r := range all {
			out.Body.Data = append(out.Body.Data, revisionOf(r))
		}
		return out, nil
	})

	type one struct{ Body revisionBody }
	handle(a, huma.Operation{
		OperationID: "get-revision", Method: http.MethodGet, Path: "/api/v1/entries/{id}/revisions/{revision}", Summary: "Read a revision",
		Tags: []string{"History"}, Security: signedIn, Errors: readErrors,
	}, func(ctx context.Context, in *RevisionPath) (*one, error) {
		r, err := a.Authoring.Revision(ctx, actorOf(ctx), in.ID, in.Revision)
		if err != nil {
			return nil, err
		}
		return &one{revisionOf(r)}, nil
	})

	type restore struct {
		RevisionPath

		IfMatch string `header:"If-Match" doc:"The ETag of the entry as you have read it"`
	}
	handle(a, huma.Operation{
		OperationID: "restore-revision", Method: http.MethodPost, Path: "/api/v1/entries/{id}/revisions/{revision}/restore",
		Summary: "Make a draft of an old revision", Tags: []string{"History"}, Security: signedIn, Errors: writeErrors,
	}, func(ctx context.Context, in *restore) (*entryOutput, error) {
		version, err := ifMatch(in.IfMatch)
		if err != nil {
			return nil, err
		}
		s, done, err := a.Authoring.RestoreRevision(ctx, actorOf(ctx), in.ID, version, in.Revision)
		if err != nil {
			return nil, err
		}
		return entryAnswer(s, done), nil
	})
	a.registerTrash()
}

func (a *api) registerTrash() {
	type trash struct {
		EntryWrite

		Replacement string `query:"replacement" doc:"Id of the entry that takes its place where others name it"`
	}
	handle(a, huma.Operation{
		OperationID: "trash-entry", Method: http.MethodDelete, Path: "/api/v1/entries/{id}", Summary: "Put an entry into the trash",
		Description: "Refused where other entries name it, unless you name a replacement.",
		Tags:        []string{"Entries"}, Security: signedIn, Errors: writeErrors, DefaultStatus: http.StatusNoContent,
	}, func(ctx context.Context, in *trash) (*Written, error) {
		version, err := ifMatch(in.IfMatch)
		if err != nil {
			return nil, err
		}
		done, err := a.Authoring.TrashEntry(ctx, actorOf(ctx), in.ID, version, in.Replacement)
		return writtenOr(done, err)
	})
	handle(a, huma.Operation{
		OperationID: "restore-entry", Method: http.MethodPost, Path: "/api/v1/entries/{id}/restore", Summary: "Take an entry out of the trash",
		Tags: []string{"Entries"}, Security: signedIn, Errors: append(readErrors, http.StatusConflict),
	}, func(ctx context.Context, in *EntryPath) (*entryOutput, error) {
		s, done, err := a.Authoring.RestoreEntry(ctx, actorOf(ctx), in.ID)
		if err != nil {
			return nil, err
		}
		return entryAnswer(s, done), nil
	})
	handle(a, huma.Operation{
		OperationID: "purge-entry", Method: http.MethodPost, Path: "/api/v1/entries/{id}/purge", Summary: "Delete an entry for good",
		Description: "It must be in the trash. Its history goes with it, and its id is never used again.", DefaultStatus: http.StatusNoContent,
		Tags: []string{"Entries"}, Security: signedIn, Errors: append(readErrors, http.StatusConflict),
	}, func(ctx context.Context, in *EntryPath) (*Written, error) {
		done, err := a.Authoring.PurgeEntry(ctx, actorOf(ctx), in.ID)
		return writtenOr(done, err)
	})
}

func writtenOr(done core.Written, err error) (*Written, error) {
	if err != nil {
		return nil, err
	}
	return &Written{done.Sequence, done.Generation}, nil
}
