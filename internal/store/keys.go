package store

import (
	"context"
	"encoding/json"
	"time"

	"github.com/portico-cms/portico/internal/identity"
)

type keyRow struct {
	ID        string `gorm:"primaryKey"`
	Hash      string
	Name      string
	Owner     string
	Grants    string
	CreatedAt time.Time
	ExpiresAt time.Time
	UsedAt    *time.Time
	RevokedAt *time.Time
}

func (keyRow) TableName() string { return "api_keys" }

func (r *keyRow) key() (*identity.Key, error) {
	k := &identity.Key{
		ID: r.ID, Hash: identity.TokenHash(r.Hash), Name: r.Name, Owner: r.Owner, CreatedAt: r.CreatedAt.UTC(), ExpiresAt: r.ExpiresAt.UTC(),
		UsedAt: r.UsedAt, RevokedAt: r.RevokedAt,
	}
	return k, json.Unmarshal([]byte(r.Grants), &k.Grants)
}

// Key implements identity.Keys.
func (t *tx) Key(ctx context.Context, id string) (*identity.Key, error) {
	return t.keyWhere(ctx, "id = ?", id)
}

// KeyByHash implements identity.Keys.
func (t *tx) KeyByHash(ctx context.Context, hash identity.TokenHash) (*identity.Key, error) {
	return t.keyWhere(ctx, "hash = ?", string(hash))
}

func (t *tx) keyWhere(ctx context.Context, where string, arg any) (*identity.Key, error) {
	var row keyRow
	if err := t.db.WithContext(ctx).Where(where, arg).Take(&row).Error; err != nil {
		return nil, notFound(err, "no such key")
	}
	return row.key()
}

// KeysOf implements identity.Keys.
func (t *tx) KeysOf(ctx context.Context, owner, before string, limit int) ([]*identity.Key, error) {
	q := t.db.WithContext(ctx).Order("id DESC").Limit(limit)
	if owner != "" {
		q = q.Where("owner = ?", owner)
	}
	if before != "" {
		q = q.Where("id < ?", before)
	}
	var rows []keyRow
	if err := q.Find(&rows).Error; err != nil {
		return nil, err
	}
	return convert(rows, (*keyRow).key)
}

// CountKeys implements identity.Keys.
func (t *tx) CountKeys(ctx context.Context, owner string, at time.Time) (int, error) {
	var n int64
	q := t.db.WithContext(ctx).Model(&keyRow{}).Where("owner = ? AND revoked_at IS NULL AND expires_at > ?", owner, at)
	err := q.Count(&n).Error
	return int(n), err
}

// SaveKey implements identity.Keys.
func (t *tx) SaveKey(ctx context.Context, k *identity.Key) error {
	grants, err := json.Marshal(k.Grants)
	if err != nil {
		return err
	}
	row := keyRow{k.ID, string(k.Hash), k.Name, k.Owner, string(grants), k.CreatedAt, k.ExpiresAt, k.UsedAt, k.RevokedAt}
	return t.db.WithContext(ctx).Clauses(replaceByID).Create(&row).Error
}

// TouchKey implements identity.Keys.
func (t *tx) TouchKey(ctx context.Context, hash identity.TokenHash, usedAt time.Time) error {
	return t.db.WithContext(ctx).Model(&keyRow{}).Where("hash = ?", string(hash)).Update("used_at", usedAt).Error
}

type resetTokenRow struct {
	Hash      string `gorm:"primaryKey"`
	AccountID string
	CreatedAt time.Time
	ExpiresAt time.Time
}

func (resetTokenRow) TableName() string { return "reset_tokens" }

// ResetToken implements identity.Resets.
func (t *tx) ResetToken(ctx context.Context, hash identity.TokenHash) (*identity.ResetToken, error) {
	var row resetTokenRow
	if err := t.db.WithContext(ctx).Where("hash = ?", string(hash)).Take(&row).Error; err != nil {
		return nil, notFound(err, "no such link")
	}
	return &identity.ResetToken{Hash: hash, AccountID: row.AccountID, CreatedAt: row.CreatedAt.UTC(), ExpiresAt: row.ExpiresAt.UTC()}, nil
}

// CountResetTokens implements identity.Resets.
func (t *tx) CountResetTokens(ctx context.Context, accountID string, at time.Time) (int, error) {
	var n int64
	q := t.db.WithContext(ctx).Model(&resetTokenRow{}).Where("account_id = ? AND expires_at > ?", accountID, at)
	err := q.Count(&n).Error
	return int(n), err
}

// SaveResetToken implements identity.Resets.
func (t *tx) SaveResetToken(ctx context.Context, r *identity.ResetToken) error {
	db := t.db.WithContext(ctx)
	if err := db.Where("expires_at <= ?", r.CreatedAt).Delete(&resetTokenRow{}).Error; err != nil {
		return err
	}
	return db.Create(&resetTokenRow{string(r.Hash), r.AccountID, r.CreatedAt, r.ExpiresAt}).Error
}

// DeleteResetTokens implements identity.Resets.
func (t *tx) DeleteResetTokens(ctx context.Context, accountID string) error {
	return t.db.WithContext(ctx).Where("account_id = ?", accountID).Delete(&resetTokenRow{}).Error
}
