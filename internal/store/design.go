package store

import (
	"context"
	"encoding/json"
	"time"

	"github.com/portico-cms/portico/internal/authoring"
)

type designChannelRow struct {
	Name      string `gorm:"primaryKey"`
	Release   int64
	Version   int64
	UpdatedBy string
	UpdatedAt time.Time `gorm:"autoUpdateTime:false"`
}

func (designChannelRow) TableName() string { return "design_channels" }

type designDraftRow struct {
	ID      string `gorm:"primaryKey"`
	Version int64
	Doc     string
}

func (designDraftRow) TableName() string { return "design_drafts" }

func (r *designDraftRow) draft() (*authoring.DesignDraft, error) {
	d := &authoring.DesignDraft{}
	err := json.Unmarshal([]byte(r.Doc), d)
	d.ID, d.Version = r.ID, r.Version
	return d, err
}

// DesignChannels implements authoring.DesignKeeper.
func (t *tx) DesignChannels(ctx context.Context) ([]*authoring.DesignChannel, error) {
	var rows []designChannelRow
	if err := t.db.WithContext(ctx).Order("name").Find(&rows).Error; err != nil {
		return nil, err
	}
	out := make([]*authoring.DesignChannel, len(rows))
	for i, r := range rows {
		out[i] = &authoring.DesignChannel{
			Name: r.Name, Release: r.Release, Version: r.Version, UpdatedBy: r.UpdatedBy, UpdatedAt: r.UpdatedAt.UTC().Truncate(time.Microsecond),
		}
	}
	return out, nil
}

// SaveDesignChannel implements authoring.DesignKeeper.
func (t *tx) SaveDesignChannel(ctx context.Context, c *authoring.DesignChannel) error {
	db, row := t.db.WithContext(ctx), designChannelRow{c.Name, c.Release, c.Version + 1, c.UpdatedBy, c.UpdatedAt.UTC()}
	if c.Version == 0 {
		c.Version = 1
		return db.Create(&row).Error
	}
	done := db.Where("version = ?", c.Version).Select("*").Updates(&row)
	if done.Error == nil && done.RowsAffected == 0 {
		return stale(fmtRef("design-channel", c.Name))
	}
	c.Version++
	return done.Error
}

// RetireDesignSystem implements authoring.DesignKeeper.
func (t *tx) RetireDesignSystem(ctx context.Context, number, revision int64, r *authoring.Retirement) error {
	doc, sunset := "", (*time.Time)(nil)
	if r != nil {
		b, err := json.Marshal(r)
		if err != nil {
			return err
		}
		doc = string(b)
		if r.SunsetAt != nil && r.WithdrawnAt == nil {
			at := r.SunsetAt.UTC()
			sunset = &at
		}
	}
	done := t.db.WithContext(ctx).Model(&designSystemRow{}).Where("number = ? AND revision = ?", number, revision).
		Updates(map[string]any{"revision": revision + 1, "retirement": doc, "sunset_at": sunset})
	if done.Error == nil && done.RowsAffected == 0 {
		return stale("design-system release")
	}
	return done.Error
}

// SunsetDesignSystems implements authoring.DesignKeeper.
func (t *tx) SunsetDesignSystems(ctx context.Context, now time.Time) (numbers []int64, err error) {
	err = t.db.WithContext(ctx).Model(&designSystemRow{}).Where("sunset_at <= ?", now.UTC()).Order("number").Pluck("number", &numbers).Error
	return numbers, err
}

// DesignDraft implements authoring.DesignKeeper.
func (t *tx) DesignDraft(ctx context.Context, id string) (*authoring.DesignDraft, error) {
	var row designDraftRow
	if err := t.db.WithContext(ctx).Where("id = ?", id).Take(&row).Error; err != nil {
		return nil, notFound(err, "no draft of the design system %q", id)
	}
	return row.draft()
}

// DesignDrafts implements authoring.DesignKeeper.
func (t *tx) DesignDrafts(ctx context.Context, limit int) ([]*authoring.DesignDraft, error) {
	var rows []designDraftRow
	if err := t.db.WithContext(ctx).Order("id DESC").Limit(limit).Find(&rows).Error; err != nil {
		return nil, err
	}
	return convert(rows, (*designDraftRow).draft)
}

// SaveDesignDraft implements authoring.DesignKeeper.
func (t *tx) SaveDesignDraft(ctx context.Context, d *authoring.DesignDraft) error {
	doc, err := json.Marshal(d)
	if err != nil {
		return err
	}
	db, row := t.db.WithContext(ctx), designDraftRow{d.ID, d.Version + 1, string(doc)}
	if d.Version == 0 {
		d.Version = 1
		return db.Create(&row).Error
	}
	done := db.Where("version = ?", d.Version).Select("*").Updates(&row)
	if done.Error == nil && done.RowsAffected == 0 {
		return stale(fmtRef("design-draft", d.ID))
	}
	d.Version++
	return done.Error
}

// DeleteDesignDraft implements authoring.DesignKeeper.
func (t *tx) DeleteDesignDraft(ctx context.Context, id string, version int64) error {
	done := t.db.WithContext(ctx).Where("id = ? AND version = ?", id, version).Delete(&designDraftRow{})
	if done.Error == nil && done.RowsAffected == 0 {
		return stale(fmtRef("design-draft", id))
	}
	return done.Error
}
