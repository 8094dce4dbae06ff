package readmodel

import (
	"context"
	"database/sql"
	"errors"

	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
)

// Body implements delivery.Index.
func (m *ReadModel) Body(ctx context.Context, r published.Ref) (body []byte, err error) {
	m.gate.RLock()
	defer m.gate.RUnlock()
	err = m.read.QueryRowContext(ctx, "SELECT body FROM records WHERE kind = ? AND key = ?", string(r.Kind), r.Key).Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.NotFound, "there is no %s %s", r.Kind, r.Key)
	}
	return body, m.noted(readError(err))
}
