package store

import (
	"context"
	"encoding/json"

	"github.com/portico-cms/portico/internal/authoring"
)

// settingsRow is the one row of the installation's settings; there is none before they were saved.
type settingsRow struct {
	ID      int64 `gorm:"primaryKey;autoIncrement:false"`
	Version int64
	Doc     string
}

func (settingsRow) TableName() string { return "settings" }

// Settings implements authoring.SettingsKeeper.
func (t *tx) Settings(ctx context.Context) (*authoring.StoredSettings, error) {
	var row settingsRow
	s := &authoring.StoredSettings{}
	found := t.db.WithContext(ctx).Where("id = 1").Limit(1).Find(&row)
	if found.Error != nil || found.RowsAffected == 0 {
		return s, found.Error
	}
	s.Version = row.Version
	return s, json.Unmarshal([]byte(row.Doc), &s.Settings)
}

// SaveSettings implements authoring.SettingsKeeper.
func (t *tx) SaveSettings(ctx context.Context, s *authoring.Settings, version int64) (int64, error) {
	doc, err := json.Marshal(s)
	if err != nil {
		return 0, err
	}
	db := t.db.WithContext(ctx)
	if version == 0 {
		return 1, db.Create(&settingsRow{1, 1, string(doc)}).Error
	}
	done := db.Model(&settingsRow{}).Where("id = 1 AND version = ?", version).
		Updates(map[string]any{"version": version + 1, "doc": string(doc)})
	if done.Error == nil && done.RowsAffected == 0 {
		return 0, stale("settings")
	}
	return version + 1, done.Error
}
