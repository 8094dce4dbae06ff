package store

import (
	"context"
	"slices"
	"time"

	"github.com/portico-cms/portico/internal/site"
)

type siteKeyRow struct {
	ID        string `gorm:"primaryKey"`
	Site      string
	Hash      string
	Name      string
	CreatedAt time.Time
	CreatedBy string
	ExpiresAt *time.Time
	RevokedAt *time.Time
}

func (siteKeyRow) TableName() string { return "site_keys" }

func (r *siteKeyRow) key() (*site.DeliveryKey, error) {
	k := site.DeliveryKey(*r)
	return &k, nil
}

// SiteKeys implements site.Repository.
func (t *tx) SiteKeys(ctx context.Context, key string, limit int) ([]*site.DeliveryKey, error) {
	var rows []siteKeyRow
	if err := t.db.WithContext(ctx).Where("site = ?", key).Order("id DESC").Limit(limit).Find(&rows).Error; err != nil {
		return nil, err
	}
	return convert(rows, (*siteKeyRow).key)
}

// LiveSiteKeys implements site.Repository.
func (t *tx) LiveSiteKeys(ctx context.Context, key string, at time.Time) ([]*site.DeliveryKey, error) {
	var rows []siteKeyRow
	if err := t.db.WithContext(ctx).Where("site = ? AND revoked_at IS NULL", key).Order("id DESC").Find(&rows).Error; err != nil {
		return nil, err
	}
	keys, err := convert(rows, (*siteKeyRow).key)
	return slices.DeleteFunc(keys, func(k *site.DeliveryKey) bool { return !k.Live(at) }), err
}

// SiteKey implements site.Repository.
func (t *tx) SiteKey(ctx context.Context, key, id string) (*site.DeliveryKey, error) {
	var row siteKeyRow
	if err := t.db.WithContext(ctx).Where("site = ? AND id = ?", key, id).Take(&row).Error; err != nil {
		return nil, notFound(err, "site %q has no key %q", key, id)
	}
	return row.key()
}

// SaveSiteKey implements site.Repository.
func (t *tx) SaveSiteKey(ctx context.Context, k *site.DeliveryKey) error {
	if k.ID == "" {
		k.ID = newID()
	}
	row := siteKeyRow(*k)
	return t.db.WithContext(ctx).Clauses(replace).Create(&row).Error
}

// DeleteSite implements site.Repository.
func (t *tx) DeleteSite(ctx context.Context, key string, version int64) error {
	db := t.db.WithContext(ctx)
	if err := db.Where("site = ?", key).Delete(&siteKeyRow{}).Error; err != nil {
		return err
	}
	if err := db.Where("site = ?", key).Delete(&previewTokenRow{}).Error; err != nil { // another site of this name is another site
		return err
	}
	done := db.Where("key = ? AND version = ?", key, version).Delete(&siteRow{})
	if done.Error != nil || done.RowsAffected > 0 {
		return done.Error
	}
	if _, err := t.Site(ctx, key); err != nil {
		return err
	}
	return stale(fmtRef("site", key))
}
