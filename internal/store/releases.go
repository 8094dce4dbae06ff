package store

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"gorm.io/gorm"

	"github.com/portico-cms/portico/internal/authoring"
)

type modelRow struct {
	Number    int64 `gorm:"primaryKey;autoIncrement:false"`
	Origin    string
	Hash      string
	Files     string
	CreatedAt time.Time
}

func (modelRow) TableName() string { return "models" }

type designSystemRow struct {
	Number    int64 `gorm:"primaryKey;autoIncrement:false"`
	Origin    string
	Name      string
	Version   string
	Hash      string
	Files     string
	CreatedAt time.Time

	Author     string
	Base       int64
	Revision   int64
	Retirement string
	SunsetAt   *time.Time
}

func (designSystemRow) TableName() string { return "design_systems" }

// Model implements authoring.Releases.
func (t *tx) Model(ctx context.Context) (*authoring.Files, error) {
	var row modelRow
	if err := t.newest(ctx, &row, "content model"); err != nil {
		return nil, err
	}
	f := &authoring.Files{Number: row.Number, Origin: row.Origin, Hash: row.Hash}
	return f, json.Unmarshal([]byte(row.Files), &f.Files)
}

// ModelHash implements authoring.Releases.
func (t *tx) ModelHash(ctx context.Context) (hash string, err error) {
	var row modelRow
	if err := t.db.WithContext(ctx).Select("hash").Order("number DESC").Take(&row).Error; err != nil {
		return "", notFound(err, "no content model was loaded yet")
	}
	return row.Hash, nil
}

// HadModel implements authoring.Releases.
func (t *tx) HadModel(ctx context.Context, hash string) (bool, error) {
	var n int64
	err := t.db.WithContext(ctx).Model(&modelRow{}).Where("hash = ?", hash).Count(&n).Error
	return n > 0, err
}

// ModelsAfter implements authoring.Releases.
func (t *tx) ModelsAfter(ctx context.Context, number int64) ([]*authoring.Files, error) {
	var rows []modelRow
	if err := t.db.WithContext(ctx).Where("number > ?", number).Order("number").Find(&rows).Error; err != nil {
		return nil, err
	}
	out := make([]*authoring.Files, len(rows))
	for i, row := range rows {
		at := row.CreatedAt.UTC().Truncate(time.Microsecond)
		out[i] = &authoring.Files{Number: row.Number, LoadedAt: at, Origin: row.Origin, Hash: row.Hash}
		if err := json.Unmarshal([]byte(row.Files), &out[i].Files); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// SaveModel implements authoring.Releases.
func (t *tx) SaveModel(ctx context.Context, f *authoring.Files) error {
	files, err := json.Marshal(f.Files)
	if err != nil {
		return err
	}
	number, err := t.nextNumber(ctx, "models")
	if err != nil {
		return err
	}
	return t.db.WithContext(ctx).Create(&modelRow{number, f.Origin, f.Hash, string(files), time.Now().UTC()}).Error
}

// DesignSystem implements authoring.Releases.
func (t *tx) DesignSystem(ctx context.Context) (*authoring.Files, error) {
	var row designSystemRow
	if err := t.newest(ctx, &row, "design system"); err != nil {
		return nil, err
	}
	f := &authoring.Files{Number: row.Number, Origin: row.Origin, Name: row.Name, Version: row.Version, Hash: row.Hash}
	return f, json.Unmarshal([]byte(row.Files), &f.Files)
}

// DesignSystems implements authoring.Releases.
func (t *tx) DesignSystems(ctx context.Context) ([]*authoring.Files, error) {
	var rows []designSystemRow
	if err := t.db.WithContext(ctx).Omit("files").Order("number").Find(&rows).Error; err != nil {
		return nil, err
	}
	out := make([]*authoring.Files, len(rows))
	for i, row := range rows {
		out[i] = &authoring.Files{
			Number: row.Number, LoadedAt: row.CreatedAt.UTC().Truncate(time.Microsecond), Origin: row.Origin,
			Name: row.Name, Version: row.Version, Hash: row.Hash, Author: row.Author, Base: row.Base, Revision: row.Revision,
		}
		if row.Retirement == "" {
			continue
		}
		if err := json.Unmarshal([]byte(row.Retirement), &out[i].Retirement); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// DesignSystemFiles implements authoring.Releases.
func (t *tx) DesignSystemFiles(ctx context.Context, number int64) (files map[string][]byte, err error) {
	var row designSystemRow
	if err := t.db.WithContext(ctx).Select("files").Where("number = ?", number).Take(&row).Error; err != nil {
		return nil, notFound(err, "no design system has this number")
	}
	err = json.Unmarshal([]byte(row.Files), &files)
	return files, err
}

// SaveDesignSystem implements authoring.Releases.
func (t *tx) SaveDesignSystem(ctx context.Context, f *authoring.Files) error {
	files, err := json.Marshal(f.Files)
	if err != nil {
		return err
	}
	number, err := t.nextNumber(ctx, "design_systems")
	if err != nil {
		return err
	}
	return t.db.WithContext(ctx).Create(&designSystemRow{
		Number: number, Origin: f.Origin, Name: f.Name, Version: f.Version, Hash: f.Hash, Files: string(files), CreatedAt: time.Now().UTC(),
		Author: f.Author, Base: f.Base, Revision: 1,
	}).Error
}

func (t *tx) newest(ctx context.Context, row any, what string) error {
	err := t.db.WithContext(ctx).Order("number DESC").Take(row).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return notFound(err, "no %s was loaded yet", what)
	}
	return err
}

func (t *tx) nextNumber(ctx context.Context, table string) (n int64, err error) {
	err = t.db.WithContext(ctx).Table(table).Select("COALESCE(MAX(number), 0) + 1").Row().Scan(&n)
	return n, err
}
