package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
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
	Sequence    int64
	Workflow    string
	Parent      string
	Position    string
	TrashedAt   *time.Time
	TrashedBy   string
	CreatedAt   time.Time
	CreatedBy   string
}

func (entryRow) TableName() string { return "entries" }

// Entry implements content.Repository.
func (t *tx) Entry(ctx context.Context, id string) (*content.Stored, error) {
	return t.entryWhere(ctx, fmt.Sprintf("no entry %q", id), "e.id = ?", id)
}

// EntryByKey implements content.Repository.
func (t *tx) EntryByKey(ctx context.Context, space, typ, key string) (*content.Stored, error) {
	return t.entryWhere(ctx, fmt.Sprintf("no %s %q in %q", typ, key, space), "e.space = ? AND e.type = ? AND e.key = ?", space, typ, key)
}

func (t *tx) entryWhere(ctx context.Context, missing, where string, args ...any) (*content.Stored, error) {
	all, err := t.draftsWhere(ctx, where, args...)
	if err == nil && len(all) == 0 {
		err = fault.New(fault.NotFound, "%s", missing)
	}
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

// draftsWhere loads entries with their drafts by one statement; where is about the entries, e. A save reads its entry twice, so gorm
// is left out: it would take a multiple of the time that the database takes.
func (t *tx) draftsWhere(ctx context.Context, where string, args ...any) (out []*content.Stored, err error) {
	rows, err := t.db.WithContext(ctx).Raw(`SELECT e.id, e.version, e.published, e.published_at, e.updated_at, e.updated_by, e.sequence,
		e.workflow, e.parent, e.position, e.trashed_at, e.trashed_by, e.created_at, e.created_by, r.doc, r.kind
		FROM entries e JOIN revisions r ON r.subject_id = e.id AND r.version = e.version WHERE `+where, args...).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var e entryRow
		var draft revisionRow
		if err := rows.Scan(&e.ID, &e.Version, &e.Published, &e.PublishedAt, &e.UpdatedAt, &e.UpdatedBy, &e.Sequence, &e.Workflow, &e.Parent,
			&e.Position, &e.TrashedAt, &e.TrashedBy, &e.CreatedAt, &e.CreatedBy, &draft.Doc, &draft.Kind); err != nil {
			return nil, err
		}
		s, err := e.stored(draft)
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, rows.Err()
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
	if f.Parent != nil {
		q = q.Where("parent = ?", *f.Parent)
	}
	if f.After != "" {
		q = q.Where("id > ?", f.After)
	}
	if f.Trashed {
		q = q.Where("trashed_at IS NOT NULL")
		if !f.Before.IsZero() {
			q = q.Where("trashed_at < ?", f.Before.UTC())
		}
	} else {
		q = q.Where("trashed_at IS NULL")
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

// EntriesByID implements content.Repository.
func (t *tx) EntriesByID(ctx context.Context, ids []string) (out []*content.Stored, err error) {
	for chunk := range slices.Chunk(ids, inBatch) {
		some, err := t.draftsWhere(ctx, "e.id IN ?", chunk)
		if err != nil {
			return nil, err
		}
		out = append(out, some...)
	}
	return out, nil
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
	return convert(rows, func(r *entryRow) (*content.Stored, error) { return r.stored(docs[revisionKey{r.ID, r.Version}]) })
}

func (r *entryRow) stored(draft revisionRow) (*content.Stored, error) {
	s := &content.Stored{
		Version: r.Version, Draft: &content.Entry{}, UpdatedAt: r.UpdatedAt, UpdatedBy: r.UpdatedBy,
		CreatedAt: r.CreatedAt, CreatedBy: r.CreatedBy, Parent: r.Parent, Position: r.Position,
		TrashedAt: r.TrashedAt, TrashedBy: r.TrashedBy, Sequence: r.Sequence,
		Autosaved: draft.Kind == string(content.Autosaved),
	}
	err := json.Unmarshal([]byte(draft.Doc), s.Draft)
	if err == nil && r.Published != nil {
		err = json.Unmarshal([]byte(*r.Published), &s.Published)
	}
	if err == nil {
		err = json.Unmarshal([]byte(r.PublishedAt), &s.PublishedAt)
	}
	if err == nil {
		err = json.Unmarshal([]byte(r.Workflow), &s.Workflow)
	}
	if err != nil {
		return nil, fmt.Errorf("store: entry %s, revision %d: %w", r.ID, r.Version, err)
	}
	return s, nil
}

// SaveEntry implements content.Repository.
func (t *tx) SaveEntry(ctx context.Context, e *content.Entry, version int64, by content.By) (int64, error) {
	db, now := t.db.WithContext(ctx), time.Now().UTC()
	next := version + 1
	if version == 0 {
		row := entryRow{
			ID: e.ID, Space: e.Space, Type: e.Type, Key: e.Key, Version: next, PublishedAt: "{}", Workflow: "{}",
			UpdatedAt: now, UpdatedBy: by.Author, CreatedAt: now, CreatedBy: by.Author, Sequence: t.sequence,
		}
		if err := db.Create(&row).Error; err != nil {
			return 0, err
		}
		t.fresh.made(e.ID)
		return next, t.addRevision(ctx, e.ID, next, e, by)
	}
	done := db.Model(&entryRow{}).
		Where("id = ? AND version = ? AND space = ? AND type = ? AND key = ?", e.ID, version, e.Space, e.Type, e.Key).
		Updates(map[string]any{"version": next, "updated_at": now, "updated_by": by.Author, "sequence": t.sequence})
	if done.Error != nil {
		return 0, done.Error
	}
	if done.RowsAffected == 0 {
		return 0, t.whyNotSaved(ctx, e)
	}
	if err := t.dropRolling(ctx, e.ID, version, by.Author); err != nil {
		return 0, err
	}
	return next, t.addRevision(ctx, e.ID, next, e, by)
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

// SaveState implements content.Repository.
func (t *tx) SaveState(ctx context.Context, s *content.Stored) error {
	var doc *string
	if s.Published != nil {
		b, err := json.Marshal(s.Published)
		if err != nil {
			return err
		}
		text := string(b)
		doc = &text
	}
	times, err := json.Marshal(orEmpty(s.PublishedAt))
	if err != nil {
		return err
	}
	workflow, err := json.Marshal(orEmpty(s.Workflow))
	if err != nil {
		return err
	}
	settled := int64(0)
	if s.Settled() {
		settled = s.Version
	}
	done := t.db.WithContext(ctx).Model(&entryRow{}).Where("id = ?", s.Draft.ID).Updates(map[string]any{
		"settled":   settled,
		"published": doc, "published_at": string(times), "workflow": string(workflow), "parent": s.Parent, "position": s.Position,
		"trashed_at": s.TrashedAt, "trashed_by": s.TrashedBy, "sequence": t.sequence,
	})
	if done.Error == nil && done.RowsAffected == 0 {
		return fault.New(fault.NotFound, "no entry %q", s.Draft.ID)
	}
	if done.Error != nil {
		return done.Error
	}
	return t.saveAgenda(ctx, s)
}

func orEmpty[V any](m map[string]V) map[string]V {
	if m == nil {
		return map[string]V{}
	}
	return m
}

// PurgeEntry implements content.Repository.
func (t *tx) PurgeEntry(ctx context.Context, id string) error {
	db := t.db.WithContext(ctx)
	for _, statement := range []string{
		`DELETE FROM revisions WHERE subject_id = ?`, `DELETE FROM entry_references WHERE source = ?`,
		`DELETE FROM unique_values WHERE entry = ?`, `DELETE FROM presence WHERE entry = ?`, `DELETE FROM entries WHERE id = ?`,
		`DELETE FROM translations WHERE entry = ?`,
	} {
		if err := db.Exec(statement, id).Error; err != nil {
			return err
		}
	}
	return db.Exec(`INSERT INTO purged_entries (id, sequence) VALUES (?, ?) ON CONFLICT (id) DO NOTHING`, id, t.sequence).Error
}
