package authoring

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	core "github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/fault"
)

// jobBody is long work, with its progress.
type jobBody struct {
	ID         string        `json:"id"`
	Kind       core.JobKind  `json:"kind"`
	Owner      string        `json:"owner" doc:"Account id, or system:…"`
	Locales    []string      `json:"locales,omitempty"`
	State      core.JobState `json:"state" doc:"waiting, running, done, failed or cancelled; rows of a job that is done may have failed"`
	Total      int64         `json:"total"`
	Done       int64         `json:"done" doc:"Rows that were seen to, failed ones among them"`
	Failed     int64         `json:"failed"`
	Message    string        `json:"message,omitempty" doc:"Why the job as a whole failed"`
	CreatedAt  time.Time     `json:"createdAt"`
	StartedAt  *time.Time    `json:"startedAt,omitempty"`
	FinishedAt *time.Time    `json:"finishedAt,omitempty"`
}

func jobOf(j *core.Job) jobBody {
	return jobBody{
		ID: j.ID, Kind: j.Kind, Owner: j.Owner, Locales: j.Params.Locales, State: j.State, Total: j.Total, Done: j.Done, Failed: j.Failed,
		Message: j.Message, CreatedAt: j.CreatedAt.UTC(), StartedAt: j.StartedAt, FinishedAt: j.FinishedAt,
	}
}

type jobOutput struct {
	Written
	Location string `header:"Location"`
	Body     jobBody
}

type newJobBody struct {
	Kind    core.JobKind    `json:"kind" enum:"publish,unpublish,archive,delete,restore,purge,edit"`
	Entries []newJobRow     `json:"entries" minItems:"1" maxItems:"10000"`
	Locales []string        `json:"locales,omitempty" maxItems:"100" doc:"Of publish, unpublish and archive; none: all"`
	Patch   json.RawMessage `json:"patch,omitempty" doc:"Of edit: a JSON merge patch of {shared, locales} for each entry"`
	Note    string          `json:"note,omitempty" maxLength:"500" doc:"Of edit: why, for the history"`
}

type newJobRow struct {
	ID      string `json:"id" maxLength:"40"`
	Version int64  `json:"version,omitempty" minimum:"0" doc:"That the entry must have; any where you leave it out"`
}

type jobRowBody struct {
	Number   int64          `json:"number" doc:"Counts from 1"`
	Entry    string         `json:"entry" doc:"Id"`
	State    core.JobState  `json:"state" doc:"waiting, done or failed"`
	Code     fault.Code     `json:"code,omitempty" doc:"Why it failed, as the use case by itself would have said"`
	Message  string         `json:"message,omitempty"`
	Problems fault.Problems `json:"problems,omitempty"`
}

// JobPath names a job.
type JobPath struct {
	ID string `path:"id" doc:"UUIDv7"`
}

func (a *api) registerJobs() {
	type create struct{ Body newJobBody }
	handle(a, huma.Operation{
		OperationID: "create-job", Method: http.MethodPost, Path: "/api/v1/jobs", Summary: "Do something to many entries",
		Description: "In the background, as you: each row needs the right that the act by itself needs, and says what came of it. One row's " +
			"failure leaves the others as they are.",
		Tags: []string{"Jobs"}, Security: signedIn, DefaultStatus: http.StatusAccepted,
		Errors: []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusUnprocessableEntity, http.StatusTooManyRequests},
	}, func(ctx context.Context, in *create) (*jobOutput, error) {
		n := core.NewJob{Kind: in.Body.Kind, Locales: in.Body.Locales, Patch: in.Body.Patch, Note: in.Body.Note}
		for _, r := range in.Body.Entries {
			n.Entries = append(n.Entries, core.NewJobRow(r))
		}
		return jobAnswer(a.Authoring.CreateJob(ctx, actorOf(ctx), n))
	})

	handle(a, huma.Operation{
		OperationID: "cancel-job", Method: http.MethodPost, Path: "/api/v1/jobs/{id}/cancel", Summary: "Stop a job",
		Description: "What was done stays; what was not begun is not done.", Tags: []string{"Jobs"}, Security: signedIn, Errors: readErrors,
	}, func(ctx context.Context, in *JobPath) (*jobOutput, error) {
		return jobAnswer(a.Authoring.CancelJob(ctx, actorOf(ctx), in.ID))
	})
	a.registerJobReads()
}

func jobAnswer(j *core.Job, done core.Written, err error) (*jobOutput, error) {
	if err != nil {
		return nil, err
	}
	return &jobOutput{Written: Written{done.Sequence, done.Generation}, Location: "/api/v1/jobs/" + j.ID, Body: jobOf(j)}, nil
}

func (a *api) registerJobReads() {
	type list struct {
		Before string `query:"page[after]" maxLength:"40" doc:"What page.next was"`
		Limit  int    `query:"page[size]" minimum:"1" maximum:"200" default:"50"`
	}
	type listOutput struct{ Body pageOf[jobBody] }
	handle(a, huma.Operation{
		OperationID: "list-jobs", Method: http.MethodGet, Path: "/api/v1/jobs", Summary: "List your jobs", Description: "The newest first.",
		Tags: []string{"Jobs"}, Security: signedIn, Errors: []int{http.StatusUnauthorized},
	}, func(ctx context.Context, in *list) (*listOutput, error) {
		all, err := a.Authoring.Jobs(ctx, actorOf(ctx), in.Before, in.Limit)
		if err != nil {
			return nil, err
		}
		out := &listOutput{Body: pageOf[jobBody]{Data: []jobBody{}, Page: pageBody{Size: in.Limit}}}
		for _, j := range all {
			out.Body.Data = append(out.Body.Data, jobOf(j))
		}
		if len(all) == in.Limit {
			out.Body.Page.Next = all[len(all)-1].ID
		}
		return out, nil
	})

	type oneOutput struct{ Body jobBody }
	handle(a, huma.Operation{
		OperationID: "get-job", Method: http.MethodGet, Path: "/api/v1/jobs/{id}", Summary: "Read a job's progress", Tags: []string{"Jobs"},
		Security: signedIn, Errors: readErrors,
	}, func(ctx context.Context, in *JobPath) (*oneOutput, error) {
		j, err := a.Authoring.Job(ctx, actorOf(ctx), in.ID)
		if err != nil {
			return nil, err
		}
		return &oneOutput{jobOf(j)}, nil
	})

	type rows struct {
		JobPath

		State core.JobState `query:"state" enum:"waiting,done,failed" doc:"None: any"`
		After int64         `query:"page[after]" minimum:"0" doc:"What page.next was"`
		Limit int           `query:"page[size]" minimum:"1" maximum:"1000" default:"200"`
	}
	type rowsOutput struct{ Body pageOf[jobRowBody] }
	handle(a, huma.Operation{
		OperationID: "list-job-rows", Method: http.MethodGet, Path: "/api/v1/jobs/{id}/rows", Summary: "Read what came of each row",
		Tags: []string{"Jobs"}, Security: signedIn, Errors: readErrors,
	}, func(ctx context.Context, in *rows) (*rowsOutput, error) {
		all, err := a.Authoring.JobRows(ctx, actorOf(ctx), in.ID, in.State, in.After, in.Limit)
		if err != nil {
			return nil, err
		}
		out := &rowsOutput{Body: pageOf[jobRowBody]{Data: []jobRowBody{}, Page: pageBody{Size: in.Limit}}}
		for _, r := range all {
			out.Body.Data = append(out.Body.Data, jobRowBody{r.Number, r.Entry, r.State, r.Code, r.Message, r.Problems})
		}
		if len(all) == in.Limit {
			out.Body.Page.Next = strconv.FormatInt(all[len(all)-1].Number, 10)
		}
		return out, nil
	})
}
