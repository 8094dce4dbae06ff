package authoring

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	core "github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/content"
)

type scheduleBody struct {
	Action  content.ScheduleAction `json:"action" enum:"publish,unpublish"`
	At      time.Time              `json:"at" doc:"RFC 3339, with its offset"`
	Locales []string               `json:"locales,omitempty" maxItems:"100" doc:"None: all"`
}

func (a *api) registerSchedules() {
	type schedule struct {
		EntryWrite

		Body scheduleBody
	}
	handle(a, huma.Operation{
		OperationID: "schedule-entry", Method: http.MethodPost, Path: "/api/v1/entries/{id}/schedule", Summary: "Plan a publication, or its end",
		Description: "What goes out is the draft as it is now, whatever is saved after it. Your rights are asked for now, and again when the " +
			"time has come. What could not be done then is told in the entry's workflow, as the failure of the plan.",
		Tags: []string{"Schedule"}, Security: signedIn, Errors: writeErrors,
	}, func(ctx context.Context, in *schedule) (*entryOutput, error) {
		version, err := ifMatch(in.IfMatch)
		if err != nil {
			return nil, err
		}
		s, done, err := a.Authoring.ScheduleEntry(ctx, actorOf(ctx), in.ID, core.NewSchedule{
			Version: version, Action: in.Body.Action, At: in.Body.At, Locales: in.Body.Locales,
		})
		if err != nil {
			return nil, err
		}
		return entryAnswer(s, done), nil
	})

	type cancel struct {
		EntryPath

		Action  content.ScheduleAction `query:"action" enum:"publish,unpublish" doc:"None: both"`
		Locales []string               `query:"locales" maxItems:"100" doc:"Separated by commas; none: all"`
	}
	handle(a, huma.Operation{
		OperationID: "cancel-schedule", Method: http.MethodDelete, Path: "/api/v1/entries/{id}/schedule", Summary: "Cancel what is planned",
		Description: "Plans that failed are taken away too.", Tags: []string{"Schedule"}, Security: signedIn,
		Errors: append(readErrors, http.StatusConflict),
	}, func(ctx context.Context, in *cancel) (*entryOutput, error) {
		s, done, err := a.Authoring.CancelSchedule(ctx, actorOf(ctx), in.ID, in.Action, in.Locales)
		if err != nil {
			return nil, err
		}
		return entryAnswer(s, done), nil
	})
}
