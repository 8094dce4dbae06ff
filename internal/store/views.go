package store

import (
	"context"
	"time"

	"github.com/portico-cms/portico/internal/identity"
)

type viewRow struct {
	ID        string `gorm:"primaryKey"`
	Owner     string
	Team      bool
	Name      string
	Query     string
	Version   int64
	UpdatedAt time.Time
}

func (viewRow) TableName() string { return "saved_views" }

func (r *viewRow) view() (*identity.SavedView, error) {
	return &identity.SavedView{
		ID: r.ID, Owner: r.Owner, Team: r.Team, Name: r.Name, Query: []byte(r.Query), Version: r.Version, UpdatedAt: r.UpdatedAt,
	}, nil
}

// Views implements authoring.Views.
func (t *tx) Views(ctx context.Context, account string) ([]*identity.SavedView, error) {
	var rows []viewRow
	if err := t.db.WithContext(ctx).Where("owner = ? OR team = ?", account, true).Order("name, id").Find(&rows).Error; err != nil {
		return nil, err
	}
	return convert(rows, (*viewRow).view)
}

// AllViews implements authoring.Views.
func (t *tx) AllViews(ctx context.Context) ([]*identity.SavedView, error) {
	var rows []viewRow
	if err := t.db.WithContext(ctx).Order("id").Find(&rows).Error; err != nil {
		return nil, err
	}
	return convert(rows, (*viewRow).view)
}

// View implements authoring.Views.
func (t *tx) View(ctx context.Context, id string) (*identity.SavedView, error) {
	var row viewRow
	if err := t.db.WithContext(ctx).Where("id = ?", id).Take(&row).Error; err != nil {
		return nil, notFound(err, "no view %q", id)
	}
	return row.view()
}

// SaveView implements authoring.Views.
func (t *tx) SaveView(ctx context.Context, v *identity.SavedView) error {
	row := viewRow{v.ID, v.Owner, v.Team, v.Name, string(v.Query), v.Version + 1, v.UpdatedAt}
	db := t.db.WithContext(ctx)
	if v.Version == 0 {
		v.Version = 1
		return db.Create(&row).Error
	}
	done := db.Where("version = ?", v.Version).Select("*").Updates(&row)
	if done.Error == nil && done.RowsAffected == 0 {
		return stale(fmtRef("view", v.ID))
	}
	v.Version++
	return done.Error
}

// DeleteView implements authoring.Views.
func (t *tx) DeleteView(ctx context.Context, id string) error {
	return t.db.WithContext(ctx).Where("id = ?", id).Delete(&viewRow{}).Error
}
