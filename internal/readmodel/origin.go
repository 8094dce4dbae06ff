package readmodel

import (
	"context"
	"database/sql"
	"errors"

	"github.com/portico-cms/portico/internal/published"
)

// Origin implements delivery.Index.
func (m *ReadModel) Origin(ctx context.Context, entry string) (typ, space string, err error) {
	row := m.read.QueryRowContext(ctx, "SELECT coalesce(body ->> '$.type', ''), coalesce(body ->> '$.space', '') FROM records WHERE kind = ? AND key = ?",
		string(published.KindEntry), entry)
	if err := row.Scan(&typ, &space); err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", "", readError(err)
	}
	return typ, space, nil
}
