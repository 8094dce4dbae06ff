package store

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"gorm.io/gorm/clause"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/fault"
)

type jobRow struct {
	ID         string `gorm:"primaryKey"`
	Kind       string
	Owner      string
	Actor      string
	Params     string
	State      string
	Total      int64
	Done       int64
	Failed     int64
	Message    string
	CreatedAt  time.Time
	StartedAt  *time.Time
	FinishedAt *time.Time
	LeaseUntil *time.Time
	Attempts   int64
}

func (jobRow) TableName() string { return "jobs" }

type jobRowRow struct {
	Job      string `gorm:"primaryKey"`
	Number   int64  `gorm:"primaryKey;autoIncrement:false"`
	Subject  string
	Version  int64
	State    string
	Code     string
	Message  string
	Problems string
}

func (jobRowRow) TableName() string { return "job_rows" }

func (r *jobRow) job() (*authoring.Job, error) {
	j := &authoring.Job{
		ID: r.ID, Kind: authoring.JobKind(r.Kind), Owner: r.Owner, State: authoring.JobState(r.State), Total: r.Total, Done: r.Done,
		Failed: r.Failed, Message: r.Message, CreatedAt: r.CreatedAt, StartedAt: r.StartedAt, FinishedAt: r.FinishedAt,
		LeaseUntil: r.LeaseUntil, Attempts: r.Attempts,
	}
	return j, errors.Join(json.Unmarshal([]byte(r.Actor), &j.Actor), json.Unmarshal([]byte(r.Params), &j.Params))
}

// Job implements authoring.Jobs.
func (t *tx) Job(ctx context.Context, id string) (*authoring.Job, error) {
	var row jobRow
	if err := t.db.WithContext(ctx).Where("id = ?", id).Take(&row).Error; err != nil {
		return nil, notFound(err, "no job %q", id)
	}
	return row.job()
}

// JobsOf implements authoring.Jobs.
func (t *tx) JobsOf(ctx context.Context, owner, before string, limit int) ([]*authoring.Job, error) {
	q := t.db.WithContext(ctx).Where("owner = ?", owner).Order("id DESC").Limit(limit)
	if before != "" {
		q = q.Where("id < ?", before)
	}
	var rows []jobRow
	if err := q.Find(&rows).Error; err != nil {
		return nil, err
	}
	return convert(rows, (*jobRow).job)
}

// UnfinishedJobs implements authoring.Jobs.
func (t *tx) UnfinishedJobs(ctx context.Context, owner string) (int, error) {
	var n int64
	err := t.db.WithContext(ctx).Model(&jobRow{}).Where("owner = ? AND state IN ?", owner, unfinished).Count(&n).Error
	return int(n), err
}

var unfinished = []string{string(authoring.JobWaiting), string(authoring.JobRunning)}

// NextJob implements authoring.Jobs.
func (t *tx) NextJob(ctx context.Context, now time.Time) (*authoring.Job, error) {
	var row jobRow
	err := t.db.WithContext(ctx).Where("state IN ?", unfinished).Where(over("lease_until", now)).Order("id").Take(&row).Error
	if err != nil {
		return nil, notFound(err, "there is nothing to do")
	}
	return row.job()
}

// OpenJobs implements authoring.Jobs.
func (t *tx) OpenJobs(ctx context.Context) ([]*authoring.Job, error) {
	var rows []jobRow
	if err := t.db.WithContext(ctx).Where("state IN ?", unfinished).Order("id").Find(&rows).Error; err != nil {
		return nil, err
	}
	return convert(rows, (*jobRow).job)
}

// SaveJob implements authoring.Jobs.
func (t *tx) SaveJob(ctx context.Context, j *authoring.Job) error {
	actor, err := json.Marshal(j.Actor)
	if err != nil {
		return err
	}
	params, err := json.Marshal(j.Params)
	if err != nil {
		return err
	}
	row := jobRow{
		j.ID, string(j.Kind), j.Owner, string(actor), string(params), string(j.State), j.Total, j.Done, j.Failed, j.Message,
		j.CreatedAt, j.StartedAt, j.FinishedAt, j.LeaseUntil, j.Attempts,
	}
	byID := clause.OnConflict{Columns: []clause.Column{{Name: "id"}}, UpdateAll: true}
	return t.db.WithContext(ctx).Clauses(byID).Create(&row).Error
}

// SaveJobRows implements authoring.Jobs.
func (t *tx) SaveJobRows(ctx context.Context, job string, rows []authoring.JobRow) error {
	out := make([]jobRowRow, len(rows))
	for i, r := range rows {
		problems, err := json.Marshal(r.Problems)
		if err != nil {
			return err
		}
		out[i] = jobRowRow{job, r.Number, r.Entry, r.Version, string(r.State), string(r.Code), r.Message, string(problems)}
	}
	return t.db.WithContext(ctx).Clauses(clause.OnConflict{UpdateAll: true}).CreateInBatches(out, inBatch/8).Error
}

// JobRows implements authoring.Jobs.
func (t *tx) JobRows(ctx context.Context, job string, state authoring.JobState, after int64, limit int) ([]*authoring.JobRow, error) {
	q := t.db.WithContext(ctx).Where("job = ? AND number > ?", job, after).Order("number").Limit(limit)
	if state != "" {
		q = q.Where("state = ?", string(state))
	}
	var rows []jobRowRow
	if err := q.Find(&rows).Error; err != nil {
		return nil, err
	}
	return convert(rows, (*jobRowRow).row)
}

func (r *jobRowRow) row() (*authoring.JobRow, error) {
	out := &authoring.JobRow{
		Number: r.Number, Entry: r.Subject, Version: r.Version, State: authoring.JobState(r.State), Code: fault.Code(r.Code), Message: r.Message,
	}
	return out, json.Unmarshal([]byte(r.Problems), &out.Problems)
}

// HasOldJobs implements authoring.Jobs.
func (t *tx) HasOldJobs(ctx context.Context, before time.Time) (bool, error) {
	var n int64
	err := t.db.WithContext(ctx).Model(&jobRow{}).Where("finished_at < ?", before.UTC()).Count(&n).Error
	return n > 0, err
}

// DropJobs implements authoring.Jobs.
func (t *tx) DropJobs(ctx context.Context, before time.Time, limit int) (int, error) {
	db, old := t.db.WithContext(ctx), []string{}
	err := db.Model(&jobRow{}).Where("finished_at < ?", before.UTC()).Order("id").Limit(limit).Pluck("id", &old).Error
	if err != nil || len(old) == 0 {
		return 0, err
	}
	return len(old), db.Where("id IN ?", old).Delete(&jobRow{}).Error
}
