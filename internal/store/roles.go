package store

import (
	"context"
	"encoding/json"

	"github.com/portico-cms/portico/internal/identity"
)

type roleRow struct {
	Name    string `gorm:"primaryKey"`
	Version int64
	Doc     string
}

func (roleRow) TableName() string { return "roles" }

// Roles implements identity.Repository.
func (t *tx) Roles(ctx context.Context) ([]*identity.StoredRole, error) {
	var rows []roleRow
	if err := t.db.WithContext(ctx).Order("name").Find(&rows).Error; err != nil {
		return nil, err
	}
	return convert(rows, func(r *roleRow) (*identity.StoredRole, error) {
		s := &identity.StoredRole{Version: r.Version}
		return s, json.Unmarshal([]byte(r.Doc), &s.Role)
	})
}

// SaveRole implements identity.Repository.
func (t *tx) SaveRole(ctx context.Context, r *identity.Role, version int64) (int64, error) {
	doc, err := json.Marshal(r)
	if err != nil {
		return 0, err
	}
	db := t.db.WithContext(ctx)
	if version == 0 {
		return 1, db.Create(&roleRow{r.Name, 1, string(doc)}).Error
	}
	done := db.Model(&roleRow{}).Where("name = ? AND version = ?", r.Name, version).
		Updates(map[string]any{"version": version + 1, "doc": string(doc)})
	if done.Error == nil && done.RowsAffected == 0 {
		return 0, stale(fmtRef("role", r.Name))
	}
	return version + 1, done.Error
}

// DeleteRole implements identity.Repository.
func (t *tx) DeleteRole(ctx context.Context, name string) error {
	return t.db.WithContext(ctx).Where("name = ?", name).Delete(&roleRow{}).Error
}
