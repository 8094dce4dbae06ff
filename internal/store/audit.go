package store

import (
	"context"
	"encoding/json"
	"time"

	"github.com/portico-cms/portico/internal/authoring"
)

type auditRow struct {
	Number  int64 `gorm:"primaryKey"`
	At      time.Time
	Actor   string
	Action  string
	Subject string
	Detail  string
}

func (auditRow) TableName() string { return "audit" }

// Audit implements authoring.Auditor.
func (t *tx) Audit(ctx context.Context, a authoring.AuditEvent) error {
	detail, err := json.Marshal(a.Detail)
	if err != nil {
		return err
	}
	if a.Detail == nil {
		detail = []byte("{}")
	}
	row := auditRow{At: time.Now().UTC(), Actor: a.Actor, Action: a.Action, Subject: a.Subject, Detail: string(detail)}
	return t.db.WithContext(ctx).Create(&row).Error
}
