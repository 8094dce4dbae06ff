package store

import (
	"context"
	"encoding/json"
	"time"

	"github.com/portico-cms/portico/internal/authoring"
)

type answerRow struct {
	Actor     string `gorm:"primaryKey"`
	Key       string `gorm:"primaryKey"`
	Request   string
	Status    int64
	Headers   string
	Body      string
	CreatedAt time.Time
}

func (answerRow) TableName() string { return "idempotency" }

// Answer implements authoring.Answers.
func (t *tx) Answer(ctx context.Context, actor, key string) (*authoring.Answer, error) {
	var row answerRow
	if err := t.db.WithContext(ctx).Where("actor = ? AND key = ?", actor, key).Take(&row).Error; err != nil {
		return nil, notFound(err, "no answer under this key")
	}
	a := &authoring.Answer{
		Actor: actor, Attempt: authoring.Attempt{Key: key, Request: row.Request}, Status: int(row.Status), Body: []byte(row.Body),
		At: row.CreatedAt,
	}
	return a, json.Unmarshal([]byte(row.Headers), &a.Headers)
}

// ClaimKey implements authoring.Answers.
func (t *tx) ClaimKey(ctx context.Context, a *authoring.Answer, forget time.Time) error {
	db := t.db.WithContext(ctx)
	if err := db.Where("created_at < ?", forget).Delete(&answerRow{}).Error; err != nil {
		return err
	}
	// Looked for first: after a violation PostgreSQL takes no more statements in the transaction.
	if _, err := t.Answer(ctx, a.Actor, a.Attempt.Key); err == nil {
		return errTaken
	}
	return db.Create(&answerRow{a.Actor, a.Attempt.Key, a.Attempt.Request, 0, "{}", "", a.At}).Error
}

// KeepAnswer implements authoring.Answers.
func (t *tx) KeepAnswer(ctx context.Context, a *authoring.Answer) error {
	headers, err := json.Marshal(orEmpty(a.Headers))
	if err != nil {
		return err
	}
	return t.db.WithContext(ctx).Model(&answerRow{}).Where("actor = ? AND key = ?", a.Actor, a.Attempt.Key).
		Updates(map[string]any{"status": a.Status, "headers": string(headers), "body": string(a.Body)}).Error
}
