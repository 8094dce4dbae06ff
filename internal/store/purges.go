package store

import (
	"context"
	"encoding/json"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
)

type purgeRow struct {
	Target       string `gorm:"primaryKey"`
	Generation   int64
	Attempts     int64
	NextAt       *time.Time
	LeaseUntil   *time.Time
	FailingSince *time.Time
	Message      string
	Dead         int64
}

func (purgeRow) TableName() string { return "purges" }

// PurgeState implements authoring.Purges.
func (t *tx) PurgeState(ctx context.Context, target string) (*authoring.PurgeState, error) {
	var row purgeRow
	if err := t.db.WithContext(ctx).Where("target = ?", target).Take(&row).Error; err != nil {
		return nil, notFound(err, "nothing is known of the cache %q", target)
	}
	return (*authoring.PurgeState)(&row), nil
}

// BeginPurges implements authoring.Purges.
func (t *tx) BeginPurges(ctx context.Context, target string, generation int64) error {
	row := purgeRow{Target: target, Generation: generation}
	return t.db.WithContext(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(&row).Error
}

// ClaimPurge implements authoring.Purges. It is one statement, because Touch holds no lock.
func (t *tx) ClaimPurge(ctx context.Context, target string, now, until time.Time) (*authoring.PurgeState, error) {
	res := t.db.WithContext(ctx).Model(&purgeRow{}).Where("target = ?", target).
		Where(over("lease_until", now)).Where(over("next_at", now)).Update("lease_until", until.UTC())
	if res.Error != nil {
		return nil, res.Error
	}
	if res.RowsAffected == 0 {
		return nil, fault.New(fault.NotFound, "the cache %q is not due", target)
	}
	return t.PurgeState(ctx, target)
}

// over is the condition that a lease or a pause, whose end is in a column, is over or was never there.
func over(column string, now time.Time) clause.Expr {
	return gorm.Expr("("+column+" IS NULL OR "+column+" <= ? OR "+column+" > ?)", now.UTC(), now.Add(authoring.FarAhead).UTC())
}

// FinishPurge implements authoring.Purges.
func (t *tx) FinishPurge(ctx context.Context, s *authoring.PurgeState) error {
	values := map[string]any{
		"generation": s.Generation, "attempts": s.Attempts, "next_at": utc(s.NextAt), "lease_until": nil, "failing_since": utc(s.FailingSince),
		"message": s.Message, "dead": s.Dead,
	}
	res := t.db.WithContext(ctx).Model(&purgeRow{}).Where("target = ? AND lease_until = ?", s.Target, utc(s.LeaseUntil)).Updates(values)
	if res.Error == nil && res.RowsAffected == 0 {
		return fault.New(fault.NotFound, "another node tells the cache %q now", s.Target)
	}
	return res.Error
}

// utc gives a time as both databases compare it.
func utc(t *time.Time) any {
	if t == nil {
		return nil
	}
	return t.UTC()
}

// Publications implements authoring.Purges.
func (t *tx) Publications(ctx context.Context, after int64, limit int) ([]*published.Publication, error) {
	var rows []publicationRow
	if err := t.db.WithContext(ctx).Where("generation > ?", after).Order("generation").Limit(limit).Find(&rows).Error; err != nil {
		return nil, err
	}
	return convert(rows, func(r *publicationRow) (*published.Publication, error) {
		p := &published.Publication{Generation: r.Generation, Author: r.Author, At: r.At.UTC(), Summary: r.Summary}
		return p, json.Unmarshal([]byte(r.Changes), &p.Changes)
	})
}

// TypesOf implements authoring.Purges.
func (t *tx) TypesOf(ctx context.Context, ids []string) (map[string]string, error) {
	out := make(map[string]string, len(ids))
	for len(ids) > 0 {
		piece := ids[:min(len(ids), inBatch)]
		ids = ids[len(piece):]
		var rows []struct{ ID, Type string }
		if err := t.db.WithContext(ctx).Table("entries").Select("id, type").Where("id IN ?", piece).Scan(&rows).Error; err != nil {
			return nil, err
		}
		for _, r := range rows {
			out[r.ID] = r.Type
		}
	}
	return out, nil
}
