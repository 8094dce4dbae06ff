package store

import (
	"context"
	"encoding/json"
	"time"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/site"
)

type siteRow struct {
	Key       string `gorm:"primaryKey"`
	Version   int64
	Doc       string
	UpdatedAt time.Time
}

func (siteRow) TableName() string { return "sites" }

func (r *siteRow) site() (*site.Stored, error) {
	s := &site.Stored{Version: r.Version}
	return s, json.Unmarshal([]byte(r.Doc), &s.Site)
}

// Site implements site.Repository.
func (t *tx) Site(ctx context.Context, key string) (*site.Stored, error) {
	var row siteRow
	if err := t.db.WithContext(ctx).Where("key = ?", key).Take(&row).Error; err != nil {
		return nil, notFound(err, "no site %q", key)
	}
	return row.site()
}

// Sites implements site.Repository.
func (t *tx) Sites(ctx context.Context) ([]*site.Stored, error) {
	var rows []siteRow
	if err := t.db.WithContext(ctx).Order("key").Find(&rows).Error; err != nil {
		return nil, err
	}
	return convert(rows, (*siteRow).site)
}

// SaveSite implements site.Repository.
func (t *tx) SaveSite(ctx context.Context, s *site.Site, version int64) (int64, error) {
	doc, err := json.Marshal(s)
	if err != nil {
		return 0, err
	}
	row := siteRow{Key: s.Key, Version: version + 1, Doc: string(doc), UpdatedAt: time.Now().UTC()}
	db := t.db.WithContext(ctx)
	if version == 0 {
		return row.Version, db.Create(&row).Error
	}
	done := db.Model(&siteRow{}).Where("key = ? AND version = ?", s.Key, version).
		Updates(map[string]any{"version": row.Version, "doc": row.Doc, "updated_at": row.UpdatedAt})
	if done.Error != nil {
		return 0, done.Error
	}
	if done.RowsAffected == 0 {
		if _, err := t.Site(ctx, s.Key); fault.Is(err, fault.NotFound) {
			return 0, err
		}
		return 0, stale(fmtRef("site", s.Key))
	}
	return row.Version, nil
}

// convert turns rows into domain values, and stops at the first that cannot be.
func convert[R, D any](rows []R, f func(*R) (*D, error)) ([]*D, error) {
	out := make([]*D, len(rows))
	for i := range rows {
		d, err := f(&rows[i])
		if err != nil {
			return nil, err
		}
		out[i] = d
	}
	return out, nil
}
