package store

import (
	"context"

	"github.com/portico-cms/portico/internal/content"
)

// Places implements content.Repository.
func (t *tx) Places(ctx context.Context) (out []content.Place, err error) {
	rows, err := t.db.WithContext(ctx).Raw(`SELECT id, space, type, key, trashed_at IS NOT NULL, FALSE FROM entries
		UNION ALL SELECT id, '', '', '', FALSE, TRUE FROM purged_entries ORDER BY 6, 1`).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var p content.Place
		if err := rows.Scan(&p.ID, &p.Space, &p.Type, &p.Key, &p.Trashed, &p.Purged); err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, rows.Err()
}

// RenameType implements content.Repository.
func (t *tx) RenameType(ctx context.Context, from, to string) error {
	db := t.db.WithContext(ctx)
	if err := db.Exec(`UPDATE entries SET type = ?, sequence = ? WHERE type = ?`, to, t.sequence, from).Error; err != nil {
		return err
	}
	for _, table := range []string{"unique_values", "translations"} {
		if err := db.Exec(`UPDATE `+table+` SET type = ? WHERE type = ?`, to, from).Error; err != nil {
			return err
		}
	}
	return nil
}
