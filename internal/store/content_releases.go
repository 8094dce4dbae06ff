package store

import (
	"context"
	"encoding/json"
	"time"

	"github.com/portico-cms/portico/internal/content"
)

type contentReleaseRow struct {
	ID      string `gorm:"primaryKey"`
	State   string
	Version int64
	RunAt   *time.Time
	Doc     string
}

func (contentReleaseRow) TableName() string { return "content_releases" }

func (r *contentReleaseRow) release() (*content.Release, error) {
	out := &content.Release{}
	err := json.Unmarshal([]byte(r.Doc), out)
	out.ID, out.State, out.Version = r.ID, content.ReleaseState(r.State), r.Version
	if r.RunAt != nil {
		at := r.RunAt.UTC()
		out.RunAt = &at
	}
	return out, err
}

// ContentRelease implements content.ReleaseKeeper.
func (t *tx) ContentRelease(ctx context.Context, id string) (*content.Release, error) {
	var row contentReleaseRow
	if err := t.db.WithContext(ctx).Where("id = ?", id).Take(&row).Error; err != nil {
		return nil, notFound(err, "no content release %q", id)
	}
	return row.release()
}

// ContentReleases implements content.ReleaseKeeper.
func (t *tx) ContentReleases(ctx context.Context, state content.ReleaseState, before string, limit int) ([]*content.Release, error) {
	q := t.db.WithContext(ctx).Order("id DESC").Limit(limit)
	if state != "" {
		q = q.Where("state = ?", string(state))
	}
	if before != "" {
		q = q.Where("id < ?", before)
	}
	var rows []contentReleaseRow
	if err := q.Find(&rows).Error; err != nil {
		return nil, err
	}
	return convert(rows, (*contentReleaseRow).release)
}

// SaveContentRelease implements content.ReleaseKeeper.
func (t *tx) SaveContentRelease(ctx context.Context, r *content.Release) error {
	doc, err := json.Marshal(r)
	if err != nil {
		return err
	}
	db, row := t.db.WithContext(ctx), contentReleaseRow{r.ID, string(r.State), r.Version + 1, r.RunAt, string(doc)}
	if r.Version == 0 {
		r.Version = 1
		return db.Create(&row).Error
	}
	done := db.Where("version = ?", r.Version).Select("*").Updates(&row)
	if done.Error == nil && done.RowsAffected == 0 {
		return stale(fmtRef("content-release", r.ID))
	}
	r.Version++
	return done.Error
}

// DeleteContentRelease implements content.ReleaseKeeper.
func (t *tx) DeleteContentRelease(ctx context.Context, id string) error {
	return t.db.WithContext(ctx).Where("id = ?", id).Delete(&contentReleaseRow{}).Error
}

// DueReleases implements content.ReleaseKeeper.
func (t *tx) DueReleases(ctx context.Context, now time.Time, limit int) (ids []string, err error) {
	err = t.db.WithContext(ctx).Model(&contentReleaseRow{}).Where("run_at <= ?", now.UTC()).Order("run_at, id").Limit(limit).
		Pluck("id", &ids).Error
	return ids, err
}

// Unsettled implements content.ReleaseKeeper.
func (t *tx) Unsettled(ctx context.Context, spaces []string, after string, limit int) ([]*content.Stored, error) {
	var rows []entryRow
	err := t.db.WithContext(ctx).Where("settled <> version AND trashed_at IS NULL AND space IN ? AND id > ?", spaces, after).
		Order("id").Limit(limit).Find(&rows).Error
	if err != nil {
		return nil, err
	}
	return t.entryDocs(ctx, rows)
}
