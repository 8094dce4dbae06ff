package authoring

import (
	"context"
	"encoding/json"
	"time"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/identity"
)

// JobKind is what a job does to each of its entries.
type JobKind string

// The kinds of job.
const (
	JobPublish   JobKind = "publish"
	JobUnpublish JobKind = "unpublish"
	JobArchive   JobKind = "archive"
	JobDelete    JobKind = "delete" // into the trash
	JobRestore   JobKind = "restore"
	JobPurge     JobKind = "purge" // out of the trash, for good
	JobEdit      JobKind = "edit"  // applies one merge patch to each
)

// jobRights is what somebody must be allowed to ask for a job of a kind; each row asks again.
var jobRights = map[JobKind]identity.Action{
	JobPublish: identity.Publish, JobUnpublish: identity.Unpublish, JobArchive: identity.Unpublish, JobDelete: identity.Delete,
	JobRestore: identity.Delete, JobPurge: identity.Manage, JobEdit: identity.Update,
}

// JobState is how far a job, or a row of one, is.
type JobState string

// The states. A row is waiting, done, failed or cancelled.
const (
	JobWaiting   JobState = "waiting"
	JobRunning   JobState = "running"
	JobDone      JobState = "done" // every row was seen to; some may have failed
	JobFailed    JobState = "failed"
	JobCancelled JobState = "cancelled"
)

// Job is long work on many entries, done in pieces in the background, in the name of whoever asked for it.
type Job struct {
	ID         string // UUIDv7
	Kind       JobKind
	Owner      string // account id, or "system:…"
	Actor      JobActor
	Params     JobParams
	State      JobState
	Total      int64 // rows
	Done       int64 // rows that were seen to, failed ones among them
	Failed     int64
	Message    string // why the job as a whole failed
	CreatedAt  time.Time
	StartedAt  *time.Time
	FinishedAt *time.Time
	LeaseUntil *time.Time // whose it is until then: the node that wrote this time
	Attempts   int64      // claims since the last piece that was finished
}

// JobActor is what is kept of who asked. What they may do is asked again for each piece.
type JobActor struct {
	Via       string           `json:"via,omitempty"`
	RequestID string           `json:"requestId,omitempty"`
	Address   string           `json:"address,omitempty"`
	Limited   bool             `json:"limited,omitempty"` // by the grants of a key
	Grants    []identity.Grant `json:"grants,omitempty"`
}

// JobParams is what all rows have in common.
type JobParams struct {
	Locales []string        `json:"locales,omitempty"` // none: all
	Patch   json.RawMessage `json:"patch,omitempty"`   // of JobEdit
	// Patches are what Patch says since fields were renamed, for entries of these types.
	Patches map[string]json.RawMessage `json:"patches,omitempty"`
	Note    string                     `json:"note,omitempty"`
}

// JobRow is one entry of a job, and what came of it.
type JobRow struct {
	Number   int64 // counts from 1
	Entry    string
	Version  int64 // that the entry must have; 0 for any
	State    JobState
	Code     fault.Code // why it failed
	Message  string
	Problems fault.Problems
}

// Jobs keeps jobs and their rows.
type Jobs interface {
	// Job finds one. Errors: fault.NotFound.
	Job(ctx context.Context, id string) (*Job, error)
	// JobsOf lists those of an owner, the newest first, those before an id ("" all), at most limit.
	JobsOf(ctx context.Context, owner, before string, limit int) ([]*Job, error)
	// UnfinishedJobs counts those of an owner that wait or run.
	UnfinishedJobs(ctx context.Context, owner string) (int, error)
	// NextJob gives the oldest unfinished one that nobody holds a lease of. Errors: fault.NotFound.
	NextJob(ctx context.Context, now time.Time) (*Job, error)
	// OpenJobs lists all that wait or run, the oldest first.
	OpenJobs(ctx context.Context) ([]*Job, error)
	// SaveJob creates the job, or replaces the one with its id.
	SaveJob(ctx context.Context, j *Job) error
	// JobRows lists rows in a state ("" any), in order, those after a number, at most limit.
	JobRows(ctx context.Context, job string, state JobState, after int64, limit int) ([]*JobRow, error)
	// SaveJobRows creates rows, or replaces those with their numbers.
	SaveJobRows(ctx context.Context, job string, rows []JobRow) error
	// HasOldJobs says whether there are any that were finished before a time.
	HasOldJobs(ctx context.Context, before time.Time) (bool, error)
	// DropJobs deletes jobs that were finished before a time, with their rows, at most limit, and says how many.
	DropJobs(ctx context.Context, before time.Time, limit int) (int, error)
}
