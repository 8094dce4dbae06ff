package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/portico-cms/portico/internal/content"
)

// inBatch is how many values one IN takes: databases bound their parameters.
const inBatch = 1000

// revisionRow is an immutable saved state of a menu or an entry. Versions count from 1 per subject; an autosaved one that another
// save has replaced leaves a gap.
type revisionRow struct {
	SubjectID string `gorm:"primaryKey"`
	Version   int64  `gorm:"primaryKey;autoIncrement:false"`
	Doc       string
	Author    string
	CreatedAt time.Time
	Kind      string
	Note      string
}

func (revisionRow) TableName() string { return "revisions" }

func (t *tx) addRevision(ctx context.Context, subject string, version int64, doc any, by content.By) error {
	b, err := json.Marshal(doc)
	if err != nil {
		return err
	}
	if by.Kind == "" {
		by.Kind = content.Saved
	}
	row := &revisionRow{subject, version, string(b), by.Author, time.Now().UTC(), string(by.Kind), by.Note}
	if err := t.db.WithContext(ctx).Create(row).Error; err != nil {
		return err
	}
	return t.wrote(ctx, 1)
}

// dropRolling deletes the revision that autosave keeps, where a save of the same author takes its place.
func (t *tx) dropRolling(ctx context.Context, subject string, version int64, author string) error {
	return t.db.WithContext(ctx).Where("subject_id = ? AND version = ? AND kind = ? AND author = ?", subject, version,
		string(content.Autosaved), author).Delete(&revisionRow{}).Error
}

type revisionKey struct {
	subject string
	version int64
}

// revisions loads the given revisions, with one statement for every thousand.
func (t *tx) revisions(ctx context.Context, keys []revisionKey) (map[revisionKey]revisionRow, error) {
	out := make(map[revisionKey]revisionRow, len(keys))
	for chunk := range slices.Chunk(keys, inBatch) {
		wanted, subjects := make(map[revisionKey]bool, len(chunk)), make([]string, 0, len(chunk))
		for _, k := range chunk {
			wanted[k] = true
			subjects = append(subjects, k.subject)
		}
		var rows []revisionRow
		err := t.db.WithContext(ctx).Where("subject_id IN ?", subjects).Where("version IN ?", versionsOf(wanted)).Find(&rows).Error
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			if k := (revisionKey{r.SubjectID, r.Version}); wanted[k] {
				out[k] = r
			}
		}
	}
	return out, nil
}

func versionsOf(keys map[revisionKey]bool) []int64 {
	seen, out := map[int64]bool{}, []int64{}
	for k := range keys {
		if !seen[k.version] {
			seen[k.version] = true
			out = append(out, k.version)
		}
	}
	return out
}

// Revisions implements content.Repository.
func (t *tx) Revisions(ctx context.Context, id string, before int64, limit int) ([]*content.Revision, error) {
	q := t.db.WithContext(ctx).Select("version", "kind", "author", "note", "created_at").Where("subject_id = ?", id).Order("version DESC")
	if before > 0 {
		q = q.Where("version < ?", before)
	}
	var rows []revisionRow
	if err := q.Limit(limit).Find(&rows).Error; err != nil {
		return nil, err
	}
	return convert(rows, func(r *revisionRow) (*content.Revision, error) { return r.revision(), nil })
}

func (r *revisionRow) revision() *content.Revision {
	return &content.Revision{Version: r.Version, Kind: content.RevisionKind(r.Kind), Author: r.Author, Note: r.Note, CreatedAt: r.CreatedAt}
}

// Revision implements content.Repository.
func (t *tx) Revision(ctx context.Context, id string, version int64) (*content.Revision, error) {
	var row revisionRow
	err := t.db.WithContext(ctx).Where("subject_id = ? AND version = ?", id, version).Take(&row).Error
	if err != nil {
		return nil, notFound(err, "entry %q has no revision %d", id, version)
	}
	r := row.revision()
	if err := json.Unmarshal([]byte(row.Doc), &r.Entry); err != nil {
		return nil, fmt.Errorf("store: entry %s, revision %d: %w", id, version, err)
	}
	return r, nil
}

// KeepRevision implements content.Repository.
func (t *tx) KeepRevision(ctx context.Context, id string, version int64) error {
	return t.db.WithContext(ctx).Model(&revisionRow{}).Where("subject_id = ? AND version = ? AND kind = ?", id, version,
		string(content.Autosaved)).Update("kind", string(content.Saved)).Error
}

// DropRevisions implements content.Repository.
func (t *tx) DropRevisions(ctx context.Context, id string, keep []int64) error {
	return t.db.WithContext(ctx).Where("subject_id = ? AND version NOT IN ?", id, append([]int64{0}, keep...)).Delete(&revisionRow{}).Error
}
