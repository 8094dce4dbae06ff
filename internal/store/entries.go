package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/fault"
)

type entryRow struct {
	ID          string `gorm:"primaryKey"`
	Space       string
	Type        string
	Key         string
	Version     int64
	Published   *string
	PublishedAt string
	UpdatedAt   time.Time
	UpdatedBy   string
}

func (entryRow) TableName() string { return "entries" }

// Entry implements content.Repository.
func (t *tx) Entry(ctx context.Context, id string) (*content.Stored, error) {
	return t.entryWhere(ctx, fmt.Sprintf("no entry %q", id), "id = ?", id)
}

// EntryByKey implements content.Repository.
func (t *tx) EntryByKey(ctx context.Context, space, typ, key string) (*content.Stored, error) {
	return t.entryWhere(ctx, fmt.Sprintf("no %s %q in %q", typ, key, space), "space = ? AND type = ? AND key = ?", space, typ, key)
}

func (t *tx) entryWhere(ctx context.Context, missing, where string, args ...any) (*content.Stored, error) {
	var row entryRow
	if err := t.db.WithContext(ctx).Where(where, args...).Take(&row).Error; err != nil {
		return nil, notFound(err, "%s", missing)
	}
	all, err := t.entryDocs(ctx, []entryRow{row})
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

// Entries implements content.Repository.
func (t *tx) Entries(ctx context.Context, f content.Filter) ([]*content.Stored, error) {
	q := t.db.WithContext(ctx).Order("id")
	if f.Space != "" {
		q = q.Where("space = ?", f.Space)
	}
	if f.Type != "" {
		q = q.Where("type = ?", f.Type)
	}
	if f.After != "" {
		q = q.Where("id > ?", f.After)
	}
	if f.Limit > 0 {
		q = q.Limit(f.Limit)
	}
	var rows []entryRow
	if err := q.Find(&rows).Error; err != nil {
		return nil, err
	}
	return t.entryDocs(ctx, rows)
}

func (t *tx) entryDocs(ctx context.Context, rows []entryRow) ([]*content.Stored, error) {
	keys := make([]revisionKey, len(rows))
	for i, r := range rows {
		keys[i] = revisionKey{r.ID, r.Version}
	}
	docs, err := t.revisions(ctx, keys)
	if err != nil {
		return nil, err
	}
	return convert(rows, func(r *entryRow) (*content.Stored, error) {
		s := &content.Stored{Version: r.Version, Draft: &content.Entry{}, UpdatedAt: r.UpdatedAt, UpdatedBy: r.UpdatedBy}
		err := json.Unmarshal([]byte(docs[revisionKey{r.ID, r.Version}]), s.Draft)
		if err == nil && r.Published != nil {
			err = json.Unmarshal([]byte(*r.Published), &s.Published)
		}
		if err == nil {
			err = json.Unmarshal([]byte(r.PublishedAt), &s.PublishedAt)
		}
		if err != nil {
			return nil, fmt.Errorf("store: entry %s, revision %d: %w", r.ID, r.Version, err)
		}
		return s, nil
	})
}

// SaveEntry implements content.Repository.
func (t *tx) SaveEntry(ctx context.Context, e *content.Entry, version int64, author string) (int64, error) {
	db, now := t.db.WithContext(ctx), time.Now().UTC()
	next := version + 1
	if version == 0 {
		row := entryRow{e.ID, e.Space, e.Type, e.Key, next, nil, "{}", now, author}
		if err := db.Create(&row).Error; err != nil {
			return 0, err
		}
		return next, t.addRevision(ctx, e.ID, next, e, author)
	}
	done := db.Model(&entryRow{}).
		Where("id = ? AND version = ? AND space = ? AND type = ? AND key = ?", e.ID, version, e.Space, e.Type, e.Key).
		Updates(map[string]any{"version": next, "updated_at": now, "updated_by": author})
	if done.Error != nil {
		return 0, done.Error
	}
	if done.RowsAffected == 0 {
		return 0, t.whyNotSaved(ctx, e)
	}
	return next, t.addRevision(ctx, e.ID, next, e, author)
}

func (t *tx) whyNotSaved(ctx context.Context, e *content.Entry) error {
	old, err := t.Entry(ctx, e.ID)
	if err != nil {
		return err
	}
	if old.Draft.Space != e.Space || old.Draft.Type != e.Type || old.Draft.Key != e.Key {
		return fault.New(fault.Conflict, "entry %s: its space, type and key cannot be changed", e.ID)
	}
	return stale(fmtRef("entry", e.ID))
}

// PublishEntry implements content.Repository.
func (t *tx) PublishEntry(ctx context.Context, id string, locales []string, at time.Time) error {
	s, err := t.Entry(ctx, id)
	if err != nil {
		return err
	}
	if err := s.Publish(locales, at); err != nil {
		return err
	}
	doc, err := json.Marshal(s.Published)
	if err != nil {
		return err
	}
	times, err := json.Marshal(s.PublishedAt)
	if err != nil {
		return err
	}
	return t.db.WithContext(ctx).Model(&entryRow{}).Where("id = ?", id).
		Updates(map[string]any{"published": string(doc), "published_at": string(times)}).Error
}
