package store

import (
	"context"
	"time"

	"github.com/portico-cms/portico/internal/content"
)

type scheduleRow struct {
	Entry  string `gorm:"primaryKey"`
	Locale string `gorm:"primaryKey"`
	Action string `gorm:"primaryKey"`
	RunAt  time.Time
}

func (scheduleRow) TableName() string { return "schedules" }

type reviewRow struct {
	Entry       string `gorm:"primaryKey"`
	Locale      string `gorm:"primaryKey"`
	Assignee    string
	SubmittedAt int64 // microseconds: a number compares the same way in both databases
}

func (reviewRow) TableName() string { return "reviews" }

// saveAgenda brings the indexes of what is under way up to what the entry's workflow says.
func (t *tx) saveAgenda(ctx context.Context, s *content.Stored) error {
	db, id := t.db.WithContext(ctx), s.Draft.ID
	var some bool // most entries have nothing there, before and after
	if !t.fresh.fill(id, besideAgenda) {
		err := db.Raw(`SELECT EXISTS (SELECT 1 FROM schedules WHERE entry = ?) OR EXISTS (SELECT 1 FROM reviews WHERE entry = ?)`, id, id).
			Row().Scan(&some)
		if err != nil {
			return err
		}
	}
	if some {
		if err := db.Where("entry = ?", id).Delete(&scheduleRow{}).Error; err != nil {
			return err
		}
		if err := db.Where("entry = ?", id).Delete(&reviewRow{}).Error; err != nil {
			return err
		}
	}
	var plans []scheduleRow
	var reviews []reviewRow
	for tag, flow := range s.Workflow {
		for _, action := range []content.ScheduleAction{content.SchedulePublish, content.ScheduleUnpublish} {
			if plan := flow.Plan(action); plan.Pending() {
				plans = append(plans, scheduleRow{id, tag, string(action), plan.At.UTC()})
			}
		}
		if r := s.ReviewOf(tag); r != nil && r.State == content.ReviewOpen {
			reviews = append(reviews, reviewRow{id, tag, r.Assignee, r.SubmittedAt.UnixMicro()})
		}
	}
	if len(plans) > 0 {
		if err := db.Create(&plans).Error; err != nil {
			return err
		}
	}
	if len(reviews) == 0 {
		return nil
	}
	return db.Create(&reviews).Error
}

// OpenReviews implements content.Agenda.
func (t *tx) OpenReviews(ctx context.Context, assignee string, after content.ReviewPlace, limit int) ([]content.ReviewPlace, error) {
	q := t.db.WithContext(ctx).Order("submitted_at, entry, locale").Limit(limit)
	if assignee != "" {
		q = q.Where("assignee = ?", assignee)
	}
	if !after.SubmittedAt.IsZero() {
		q = q.Where("(submitted_at, entry, locale) > (?, ?, ?)", after.SubmittedAt.UnixMicro(), after.Entry, after.Locale)
	}
	var rows []reviewRow
	if err := q.Find(&rows).Error; err != nil {
		return nil, err
	}
	out := make([]content.ReviewPlace, len(rows))
	for i, r := range rows {
		out[i] = content.ReviewPlace{SubmittedAt: time.UnixMicro(r.SubmittedAt).UTC(), Entry: r.Entry, Locale: r.Locale}
	}
	return out, nil
}

// DuePlans implements content.Agenda.
func (t *tx) DuePlans(ctx context.Context, now time.Time, limit int) (ids []string, err error) {
	err = t.db.WithContext(ctx).Model(&scheduleRow{}).Where("run_at <= ?", now.UTC()).Group("entry").Order("MIN(run_at), entry").
		Limit(limit).Pluck("entry", &ids).Error
	return ids, err
}

// Crowded implements content.Agenda.
func (t *tx) Crowded(ctx context.Context, typ string, n int, after string, limit int) (ids []string, err error) {
	err = t.db.WithContext(ctx).Table("entries").Joins("JOIN revisions ON revisions.subject_id = entries.id").
		Where("entries.type = ? AND entries.id > ?", typ, after).Group("entries.id").Having("COUNT(*) > ?", n).
		Order("entries.id").Limit(limit).Pluck("entries.id", &ids).Error
	return ids, err
}
