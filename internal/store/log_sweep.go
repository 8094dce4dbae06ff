package store

import (
	"context"
	"time"
)

// LogSurplus implements authoring.LogKeeper.
func (t *tx) LogSurplus(ctx context.Context, from, to time.Time) (keep int64, surplus bool, err error) {
	db := t.db.WithContext(ctx)
	// The first of those that are kept, and not the last of those that go: where clocks differed, what is kept stays one piece.
	err = db.Raw(`SELECT COALESCE((SELECT MIN(generation) FROM publications WHERE at >= ? AND at <= ?),
		(SELECT MAX(generation) FROM publications), 0)`, from.UTC(), to.UTC()).Row().Scan(&keep)
	if err != nil || keep == 0 {
		return 0, false, err
	}
	err = db.Raw(`SELECT EXISTS (SELECT 1 FROM publications WHERE generation < ?)
		OR EXISTS (SELECT 1 FROM records WHERE deleted AND generation <= ?)`, keep, keep).Row().Scan(&surplus)
	return keep, surplus, err
}

// DropPublications implements authoring.LogKeeper.
func (t *tx) DropPublications(ctx context.Context, before int64, most int) (dropped int, err error) {
	if t.readOnly {
		return 0, errReadOnly
	}
	res := t.db.WithContext(ctx).Exec(`DELETE FROM publications WHERE generation IN (SELECT generation FROM publications
		WHERE generation < ? AND generation < (SELECT MAX(generation) FROM publications) ORDER BY generation LIMIT ?)`, before, most)
	return int(res.RowsAffected), res.Error
}

// DropTombstones implements authoring.LogKeeper.
func (t *tx) DropTombstones(ctx context.Context, most int) (dropped int, err error) {
	if t.readOnly {
		return 0, errReadOnly
	}
	res := t.db.WithContext(ctx).Exec(`DELETE FROM records WHERE (kind, key) IN (SELECT kind, key FROM records
		WHERE deleted AND generation <= (SELECT MIN(generation) FROM publications) ORDER BY generation LIMIT ?)`, most)
	return int(res.RowsAffected), res.Error
}
