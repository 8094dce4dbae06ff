package readmodel

import (
	"context"
	"database/sql"
	"errors"

	"github.com/portico-cms/portico/internal/published"
)

// Origin implements delivery.Index.
func (m *ReadModel) Origin(ctx context.Context, entry string) (typ, space string, err error) {
	m.gate.RLock()
	defer m.gate.RUnlock()
	const text = "SELECT coalesce(body ->> '$.type', ''), coalesce(body ->> '$.space', '') FROM records WHERE kind = ? AND key = ?"
	err = m.read.QueryRowContext(ctx, text, string(published.KindEntry), entry).Scan(&typ, &space)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", "", m.noted(readError(err))
	}
	return typ, space, nil
}
