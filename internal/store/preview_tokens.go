package store

import (
	"context"
	"time"

	"github.com/portico-cms/portico/internal/identity"
)

type previewTokenRow struct {
	ID          string `gorm:"primaryKey"`
	Hash        string
	Name        string
	Site        string
	View        string
	Owner       string
	KeyID       string
	CreatedAt   time.Time
	ExpiresAt   time.Time
	ExchangedAt *time.Time
	RevokedAt   *time.Time
}

func (previewTokenRow) TableName() string { return "preview_tokens" }

func (r *previewTokenRow) token() (*identity.PreviewToken, error) {
	return &identity.PreviewToken{
		ID: r.ID, Hash: identity.TokenHash(r.Hash), Name: r.Name, Site: r.Site, View: r.View, Owner: r.Owner, KeyID: r.KeyID,
		CreatedAt: r.CreatedAt.UTC(), ExpiresAt: r.ExpiresAt.UTC(), ExchangedAt: r.ExchangedAt, RevokedAt: r.RevokedAt,
	}, nil
}

// PreviewToken implements identity.PreviewTokens.
func (t *tx) PreviewToken(ctx context.Context, id string) (*identity.PreviewToken, error) {
	return t.previewTokenWhere(ctx, "id = ?", id)
}

// PreviewTokenByHash implements identity.PreviewTokens.
func (t *tx) PreviewTokenByHash(ctx context.Context, hash identity.TokenHash) (*identity.PreviewToken, error) {
	return t.previewTokenWhere(ctx, "hash = ?", string(hash))
}

func (t *tx) previewTokenWhere(ctx context.Context, where string, arg any) (*identity.PreviewToken, error) {
	var row previewTokenRow
	if err := t.db.WithContext(ctx).Where(where, arg).Take(&row).Error; err != nil {
		return nil, notFound(err, "no such preview token")
	}
	return row.token()
}

// PreviewTokens implements identity.PreviewTokens.
func (t *tx) PreviewTokens(ctx context.Context, owner, site, before string, limit int) ([]*identity.PreviewToken, error) {
	q := t.db.WithContext(ctx).Order("id DESC").Limit(limit)
	if owner != "" {
		q = q.Where("owner = ?", owner)
	}
	if site != "" {
		q = q.Where("site = ?", site)
	}
	if before != "" {
		q = q.Where("id < ?", before)
	}
	var rows []previewTokenRow
	if err := q.Find(&rows).Error; err != nil {
		return nil, err
	}
	return convert(rows, (*previewTokenRow).token)
}

// CountPreviewTokens implements identity.PreviewTokens.
func (t *tx) CountPreviewTokens(ctx context.Context, owner string, at time.Time) (int, error) {
	var n int64
	err := t.db.WithContext(ctx).Model(&previewTokenRow{}).
		Where("owner = ? AND revoked_at IS NULL AND expires_at > ?", owner, at.UTC()).Count(&n).Error
	return int(n), err
}

// SavePreviewToken implements identity.PreviewTokens.
func (t *tx) SavePreviewToken(ctx context.Context, k *identity.PreviewToken) error {
	row := previewTokenRow{
		k.ID, string(k.Hash), k.Name, k.Site, k.View, k.Owner, k.KeyID, k.CreatedAt.UTC(), k.ExpiresAt.UTC(), k.ExchangedAt, k.RevokedAt,
	}
	return t.db.WithContext(ctx).Clauses(replace).Create(&row).Error
}

// ForgetPreviewTokens implements identity.PreviewTokens.
func (t *tx) ForgetPreviewTokens(ctx context.Context, before time.Time) error {
	return t.db.WithContext(ctx).Where("expires_at < ?", before.UTC()).Delete(&previewTokenRow{}).Error
}
