package store

import (
	"context"

	"github.com/portico-cms/portico/internal/content"
)

type useRow struct {
	Source  string `gorm:"primaryKey"`
	View    string `gorm:"primaryKey"`
	Pointer string `gorm:"primaryKey"`
	Target  string
}

func (useRow) TableName() string { return "entry_references" }

func viewName(published bool) string {
	if published {
		return "published"
	}
	return "draft"
}

// SetUses implements content.Repository.
func (t *tx) SetUses(ctx context.Context, source string, published bool, uses []content.Use) error {
	db, view := t.db.WithContext(ctx), viewName(published)
	if err := db.Where("source = ? AND view = ?", source, view).Delete(&useRow{}).Error; err != nil || len(uses) == 0 {
		return err
	}
	rows := make([]useRow, len(uses))
	for i, u := range uses {
		rows[i] = useRow{source, view, u.Pointer, u.Target}
	}
	return db.CreateInBatches(rows, inBatch/4).Error
}

// UsesOf implements content.Repository.
func (t *tx) UsesOf(ctx context.Context, target string, limit int) ([]content.Use, error) {
	q := t.db.WithContext(ctx).Where("target = ?", target).Order("source, view, pointer")
	if limit > 0 {
		q = q.Limit(limit)
	}
	var rows []useRow
	if err := q.Find(&rows).Error; err != nil {
		return nil, err
	}
	uses := make([]content.Use, len(rows))
	for i, r := range rows {
		uses[i] = content.Use{Source: r.Source, Pointer: r.Pointer, Target: r.Target, Published: r.View == "published"}
	}
	return uses, nil
}

type uniqueRow struct {
	Space  string `gorm:"primaryKey"`
	Type   string `gorm:"primaryKey"`
	Field  string `gorm:"primaryKey"`
	Locale string `gorm:"primaryKey"`
	Hash   string `gorm:"primaryKey"`
	Entry  string
}

func (uniqueRow) TableName() string { return "unique_values" }

// ClaimValues implements content.Repository.
func (t *tx) ClaimValues(ctx context.Context, e *content.Entry, values []content.UniqueValue) (taken map[string]string, err error) {
	db := t.db.WithContext(ctx)
	taken = map[string]string{}
	rows := make([]uniqueRow, len(values))
	for i, v := range values {
		rows[i] = uniqueRow{e.Space, e.Type, v.Field, v.Locale, v.Hash, e.ID}
		var other uniqueRow
		err := db.Where("space = ? AND type = ? AND field = ? AND locale = ? AND hash = ? AND entry <> ?",
			e.Space, e.Type, v.Field, v.Locale, v.Hash, e.ID).Limit(1).Find(&other).Error
		if err != nil {
			return nil, err
		}
		if other.Entry != "" {
			taken[v.Pointer] = other.Entry
		}
	}
	if len(taken) > 0 {
		return taken, nil
	}
	if err := db.Where("entry = ?", e.ID).Delete(&uniqueRow{}).Error; err != nil || len(rows) == 0 {
		return nil, err
	}
	return nil, db.CreateInBatches(rows, inBatch/8).Error
}
