package store

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/media"
	"github.com/portico-cms/portico/internal/published"
)

type mediumRow struct {
	ID        string `gorm:"primaryKey"`
	Space     string
	File      string
	Type      string
	Sort      string
	Size      int64
	SHA256    string `gorm:"column:sha256"`
	Width     int
	Height    int
	Alt       string
	Words     string
	Version   int64
	CreatedAt time.Time
	CreatedBy string
	UpdatedAt time.Time
}

func (mediumRow) TableName() string { return "media" }

func mediumRowOf(m *media.Medium) (*mediumRow, error) {
	alt, err := json.Marshal(m.Alt)
	return &mediumRow{
		ID: m.ID, Space: m.Space, File: m.File, Type: m.Type, Sort: string(m.Sort), Size: m.Size, SHA256: m.SHA256, Width: m.Width,
		Height: m.Height, Alt: string(alt), Words: m.Words(), Version: m.Version + 1, CreatedAt: m.CreatedAt.UTC(), CreatedBy: m.CreatedBy,
		UpdatedAt: m.UpdatedAt.UTC(),
	}, err
}

func (r *mediumRow) medium() (*media.Medium, error) {
	m := &media.Medium{
		ID: r.ID, Space: r.Space, File: r.File, Type: r.Type, Sort: media.Sort(r.Sort), Size: r.Size, SHA256: r.SHA256, Width: r.Width,
		Height: r.Height, Version: r.Version, CreatedAt: r.CreatedAt.UTC(), CreatedBy: r.CreatedBy, UpdatedAt: r.UpdatedAt.UTC(),
	}
	return m, json.Unmarshal([]byte(r.Alt), &m.Alt)
}

// Medium implements media.Keeper.
func (t *tx) Medium(ctx context.Context, id string) (*media.Medium, error) {
	var row mediumRow
	if err := t.db.WithContext(ctx).Where("id = ?", id).Take(&row).Error; err != nil {
		return nil, notFound(err, "no such medium")
	}
	return row.medium()
}

// MediaByID implements media.Keeper.
func (t *tx) MediaByID(ctx context.Context, ids []string) (out []*media.Medium, err error) {
	for len(ids) > 0 {
		some := ids[:min(len(ids), inBatch)]
		ids = ids[len(some):]
		var rows []mediumRow
		if err := t.db.WithContext(ctx).Where("id IN ?", some).Find(&rows).Error; err != nil {
			return nil, err
		}
		list, err := convert(rows, (*mediumRow).medium)
		if err != nil {
			return nil, err
		}
		out = append(out, list...)
	}
	return out, nil
}

// likeEscaper makes a text one that LIKE looks for as it is; ! is no character that either database has a meaning for.
var likeEscaper = strings.NewReplacer("!", "!!", "%", "!%", "_", "!_")

// Media implements media.Keeper.
func (t *tx) Media(ctx context.Context, f media.Filter) ([]*media.Medium, error) {
	q := t.db.WithContext(ctx).Order("id DESC")
	if f.Limit > 0 {
		q = q.Limit(f.Limit)
	}
	if f.Spaces != nil {
		q = q.Where("space IN ?", f.Spaces)
	}
	if f.Sort != "" {
		q = q.Where("sort = ?", string(f.Sort))
	}
	if f.Text != "" {
		q = q.Where("words LIKE ? ESCAPE '!'", "%"+likeEscaper.Replace(media.Fold(f.Text))+"%")
	}
	if f.Before != "" {
		q = q.Where("id < ?", f.Before)
	}
	var rows []mediumRow
	if err := q.Find(&rows).Error; err != nil {
		return nil, err
	}
	return convert(rows, (*mediumRow).medium)
}

// SaveMedium implements media.Keeper.
func (t *tx) SaveMedium(ctx context.Context, m *media.Medium) error {
	row, err := mediumRowOf(m)
	if err != nil {
		return err
	}
	db := t.db.WithContext(ctx)
	if m.Version == 0 {
		err = db.Create(row).Error
	} else {
		done := db.Where("version = ?", m.Version).Select("*").Updates(row)
		if err = done.Error; err == nil && done.RowsAffected == 0 {
			return stale("the medium")
		}
	}
	if err == nil {
		m.Version = row.Version
	}
	return err
}

// DeleteMedium implements media.Keeper.
func (t *tx) DeleteMedium(ctx context.Context, id string, version int64) error {
	done := t.db.WithContext(ctx).Where("id = ? AND version = ?", id, version).Delete(&mediumRow{})
	if done.Error == nil && done.RowsAffected == 0 {
		return stale("the medium")
	}
	return done.Error
}

// RecordBody implements authoring.Tx.
func (t *tx) RecordBody(ctx context.Context, r published.Ref) ([]byte, error) {
	var row recordRow
	err := t.db.WithContext(ctx).Where("kind = ? AND key = ?", string(r.Kind), r.Key).Take(&row).Error
	if err == nil && row.Deleted {
		return nil, fault.New(fault.NotFound, "no such record")
	}
	return row.Body, notFound(err, "no such record")
}
