package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"github.com/portico-cms/portico/internal/authoring"
)

type auditRow struct {
	Number    int64 `gorm:"primaryKey;autoIncrement:false"`
	At        time.Time
	Actor     string
	Via       string
	Action    string
	Subject   string
	Site      string
	Detail    string
	Before    string
	After     string
	RequestID string
	Address   string
	Previous  string
	Hash      string
}

func (auditRow) TableName() string { return "audit" }

// auditHead is the newest line of the chain.
type auditHead struct {
	number  int64
	hash    string
	changed bool
}

// Audit implements authoring.Auditor.
func (t *tx) Audit(ctx context.Context, e authoring.AuditEvent) error {
	if t.sequence == 0 {
		return errReadOnly // a chain has one end: it is only added to under the lock
	}
	line := authoring.NewAuditLine(t.audited.number+1, t.audited.hash, time.Now(), e)
	row := auditRow{
		line.Number, line.At, line.Actor, line.Via, line.Action, line.Subject, line.Site, line.Detail, line.Before, line.After,
		line.RequestID, line.Address, line.Previous, line.Hash,
	}
	if err := t.db.WithContext(ctx).Create(&row).Error; err != nil {
		return err
	}
	t.audited = auditHead{line.Number, line.Hash, true}
	return nil
}

// sealAudit notes the end of the chain, once for all the lines of a transaction.
func (t *tx) sealAudit() error {
	if !t.audited.changed {
		return nil
	}
	return t.db.Exec(`UPDATE installation SET audit_number = ?, audit_head = ? WHERE id = 1`, t.audited.number, t.audited.hash).Error
}

// AuditHead implements authoring.Auditor.
func (t *tx) AuditHead(ctx context.Context) (number int64, hash string, err error) {
	err = t.db.WithContext(ctx).Raw(`SELECT audit_number, audit_head FROM installation WHERE id = 1`).Row().Scan(&number, &hash)
	return number, hash, err
}

// AuditLines implements authoring.Auditor.
func (t *tx) AuditLines(ctx context.Context, f authoring.AuditFilter) ([]*authoring.AuditLine, error) {
	q := audited(t.db.WithContext(ctx), f)
	switch {
	case f.Newest:
		if f.After > 0 {
			q = q.Where("number < ?", f.After)
		}
		q = q.Order("number DESC")
	default:
		q = q.Where("number > ?", f.After).Order("number")
	}
	var rows []auditRow
	if err := q.Limit(f.Limit).Find(&rows).Error; err != nil {
		return nil, err
	}
	return convert(rows, func(r *auditRow) (*authoring.AuditLine, error) {
		return &authoring.AuditLine{
			Number: r.Number, At: r.At.UTC(), Actor: r.Actor, Via: r.Via, Action: r.Action, Subject: r.Subject, Site: r.Site, Detail: r.Detail,
			Before: r.Before, After: r.After, RequestID: r.RequestID, Address: r.Address, Previous: r.Previous, Hash: r.Hash,
		}, nil
	})
}

// audited narrows a query to the lines that a filter lets through, wherever they stand in the list.
func audited(q *gorm.DB, f authoring.AuditFilter) *gorm.DB {
	for column, value := range map[string]string{"actor": f.Actor, "action": f.Action, "site": f.Site, "subject": f.Subject} {
		if value != "" {
			q = q.Where(column+" = ?", value)
		}
	}
	if f.Sites != nil {
		q = q.Where("site IN ?", f.Sites)
	}
	if !f.Since.IsZero() {
		q = q.Where("at >= ?", f.Since.UTC())
	}
	if !f.Until.IsZero() {
		q = q.Where("at < ?", f.Until.UTC())
	}
	return q
}

// CountAudit implements authoring.Auditor.
func (t *tx) CountAudit(ctx context.Context, f authoring.AuditFilter, ahead time.Duration) (out []authoring.AuditCount, err error) {
	seconds := int64(ahead / time.Second)
	day := fmt.Sprintf("date(at, '%d seconds')", seconds)
	if t.dialect == "postgres" {
		day = fmt.Sprintf("to_char(at AT TIME ZONE 'UTC' + interval '%d seconds', 'YYYY-MM-DD')", seconds)
	}
	q := audited(t.db.WithContext(ctx).Table("audit"), f).Select(day + " AS day, action, site, count(*) AS lines")
	return out, q.Group("1, 2, 3").Order("1, 2, 3").Scan(&out).Error
}
