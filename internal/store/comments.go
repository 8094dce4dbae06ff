package store

import (
	"context"
	"encoding/json"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/portico-cms/portico/internal/content"
)

type commentRow struct {
	ID         string `gorm:"primaryKey"`
	Entry      string
	Thread     string
	Locale     string
	Pointer    string
	Body       string
	Mentions   string
	Author     string
	CreatedAt  time.Time
	EditedAt   *time.Time
	DeletedAt  *time.Time // a plain time, so that gorm does not hide the row
	ResolvedAt *time.Time
	ResolvedBy string
}

func (commentRow) TableName() string { return "comments" }

type mentionRow struct {
	Account string `gorm:"primaryKey"`
	Comment string `gorm:"primaryKey"`
}

func (mentionRow) TableName() string { return "comment_mentions" }

func (r *commentRow) comment() (*content.Comment, error) {
	c := &content.Comment{
		ID: r.ID, Entry: r.Entry, Thread: r.Thread, Locale: r.Locale, Pointer: r.Pointer, Body: r.Body, Author: r.Author,
		CreatedAt: r.CreatedAt, EditedAt: r.EditedAt, DeletedAt: r.DeletedAt, ResolvedAt: r.ResolvedAt, ResolvedBy: r.ResolvedBy,
	}
	return c, json.Unmarshal([]byte(r.Mentions), &c.Mentions)
}

// Comment implements content.Comments.
func (t *tx) Comment(ctx context.Context, id string) (*content.Comment, error) {
	var row commentRow
	if err := t.db.WithContext(ctx).Where("id = ?", id).Take(&row).Error; err != nil {
		return nil, notFound(err, "no comment %q", id)
	}
	return row.comment()
}

// CommentsOf implements content.Comments.
func (t *tx) CommentsOf(ctx context.Context, entry, after string, limit int) ([]*content.Comment, error) {
	return comments(t.db.WithContext(ctx).Where("entry = ? AND id > ?", entry, after).Order("id").Limit(limit))
}

// CommentsFor implements content.Comments.
func (t *tx) CommentsFor(ctx context.Context, account, before string, limit int) ([]*content.Comment, error) {
	q := t.db.WithContext(ctx).Joins("JOIN comment_mentions m ON m.comment = comments.id").Where("m.account = ?", account)
	if before != "" {
		q = q.Where("m.comment < ?", before)
	}
	return comments(q.Order("m.comment DESC").Limit(limit))
}

// CommentsOnValues implements content.Comments.
func (t *tx) CommentsOnValues(ctx context.Context, typ, after string, limit int) ([]*content.Comment, error) {
	q := t.db.WithContext(ctx).Joins("JOIN entries e ON e.id = comments.entry").
		Where("e.type = ? AND comments.pointer <> '' AND comments.id > ?", typ, after)
	return comments(q.Order("comments.id").Limit(limit))
}

// HasReplies implements content.Comments.
func (t *tx) HasReplies(ctx context.Context, id string) (bool, error) {
	var n int64
	err := t.db.WithContext(ctx).Model(&commentRow{}).Where("thread = ? AND id <> ?", id, id).Limit(1).Count(&n).Error
	return n > 0, err
}

func comments(q *gorm.DB) ([]*content.Comment, error) {
	var rows []commentRow
	if err := q.Find(&rows).Error; err != nil {
		return nil, err
	}
	return convert(rows, (*commentRow).comment)
}

// SaveComment implements content.Comments.
func (t *tx) SaveComment(ctx context.Context, c *content.Comment) error {
	mentions, err := json.Marshal(append([]string{}, c.Mentions...))
	if err != nil {
		return err
	}
	db := t.db.WithContext(ctx)
	row := commentRow{
		c.ID, c.Entry, c.Thread, c.Locale, c.Pointer, c.Body, string(mentions), c.Author, c.CreatedAt, c.EditedAt, c.DeletedAt, c.ResolvedAt,
		c.ResolvedBy,
	}
	byID := clause.OnConflict{Columns: []clause.Column{{Name: "id"}}, UpdateAll: true}
	if err := db.Clauses(byID).Create(&row).Error; err != nil {
		return err
	}
	if err := db.Where("comment = ?", c.ID).Delete(&mentionRow{}).Error; err != nil || len(c.Mentions) == 0 {
		return err
	}
	rows := make([]mentionRow, len(c.Mentions))
	for i, account := range c.Mentions {
		rows[i] = mentionRow{account, c.ID}
	}
	return db.Create(&rows).Error
}

// DeleteComment implements content.Comments.
func (t *tx) DeleteComment(ctx context.Context, id string) error {
	return t.db.WithContext(ctx).Where("id = ?", id).Delete(&commentRow{}).Error
}
