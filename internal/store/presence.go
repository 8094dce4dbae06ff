package store

import (
	"context"
	"time"

	"github.com/portico-cms/portico/internal/authoring"
)

type presenceRow struct {
	Entry   string `gorm:"primaryKey"`
	Account string `gorm:"primaryKey"`
	Client  string `gorm:"primaryKey"`
	Locale  string
	Field   string
	SeenAt  time.Time
}

func (presenceRow) TableName() string { return "presence" }

// Present implements authoring.Presences.
func (t *tx) Present(ctx context.Context, entry string, since time.Time) ([]*authoring.Presence, error) {
	var rows []struct {
		Entry, Account, Client, Locale, Field, Name string
		SeenAt                                      time.Time
	}
	q := t.db.WithContext(ctx).Table("presence").Select("presence.*, accounts.name").
		Joins("JOIN accounts ON accounts.id = presence.account").Where("entry = ? AND seen_at >= ?", entry, since.UTC())
	if err := q.Order("account, client").Scan(&rows).Error; err != nil {
		return nil, err
	}
	out := make([]*authoring.Presence, len(rows))
	for i, r := range rows {
		out[i] = &authoring.Presence{
			Entry: r.Entry, Account: r.Account, Name: r.Name, Client: r.Client, Locale: r.Locale, Field: r.Field, SeenAt: r.SeenAt.UTC(),
		}
	}
	return out, nil
}

// SavePresence implements authoring.Presences.
func (t *tx) SavePresence(ctx context.Context, p *authoring.Presence, forget time.Time) error {
	db := t.db.WithContext(ctx)
	if err := db.Where("seen_at < ?", forget.UTC()).Delete(&presenceRow{}).Error; err != nil {
		return err
	}
	return db.Clauses(replace).Create(&presenceRow{p.Entry, p.Account, p.Client, p.Locale, p.Field, p.SeenAt}).Error
}

// DeletePresence implements authoring.Presences.
func (t *tx) DeletePresence(ctx context.Context, entry, account, client string) error {
	return t.db.WithContext(ctx).Where("entry = ? AND account = ? AND client = ?", entry, account, client).Delete(&presenceRow{}).Error
}
