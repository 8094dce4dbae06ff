package store

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/portico-cms/portico/internal/published"
)

type recordRow struct {
	Kind       string `gorm:"primaryKey"`
	Key        string `gorm:"primaryKey"`
	Generation int64
	Deleted    bool
	Hash       string
	Body       []byte
}

func (recordRow) TableName() string { return "records" }

type publicationRow struct {
	Generation int64 `gorm:"primaryKey;autoIncrement:false"`
	Author     string
	At         time.Time
	Summary    string
	Changes    string
	Epoch      string
	Checksum   string
}

func (publicationRow) TableName() string { return "publications" }

// Lock implements published.Appender. The row lock on installation is PostgreSQL's; a SQLite write transaction is alone
// anyway.
func (t *tx) Lock(ctx context.Context) (int64, error) {
	if t.readOnly {
		return 0, errReadOnly
	}
	var generation int64
	err := t.db.WithContext(ctx).Raw(`UPDATE installation SET generation = generation + 1 WHERE id = 1 RETURNING generation`).
		Row().Scan(&generation)
	t.locked = generation
	return generation, err
}

// Put implements published.Appender. A record that was put before in the same publication is replaced.
func (t *tx) Put(ctx context.Context, generation int64, records []published.Record) error {
	if t.locked == 0 || generation != t.locked {
		return errors.New("store: Append without Lock")
	}
	db := t.db.WithContext(ctx)
	if t.sum == nil {
		sum, err := checksumBefore(db, generation)
		if err != nil {
			return err
		}
		t.sum = &sum
	}
	rows := make([]recordRow, len(records))
	for i := range records {
		r := &records[i]
		t.changes = append(t.changes, r.Ref())
		rows[i] = recordRow{Kind: string(r.Kind), Key: r.Key, Generation: generation, Deleted: r.Deleted, Hash: r.Hash(), Body: r.Body}
		if r.Deleted {
			rows[i].Hash, rows[i].Body = "", []byte{}
		}
	}
	if len(rows) == 0 {
		return nil
	}
	if err := count(db, t.sum, rows); err != nil {
		return err
	}
	return db.Clauses(clause.OnConflict{UpdateAll: true}).CreateInBatches(rows, 100).Error
}

// Append implements published.Appender.
func (t *tx) Append(ctx context.Context, p published.Publication, records []published.Record) error {
	if err := t.Put(ctx, p.Generation, records); err != nil {
		return err
	}
	list, err := json.Marshal(once(t.changes))
	if err != nil {
		return err
	}
	db := t.db.WithContext(ctx)
	row := publicationRow{p.Generation, p.Author, p.At, p.Summary, string(list), rand.Text(), t.sum.String()}
	if err := db.Create(&row).Error; err != nil {
		return err
	}
	t.published = true
	if t.dialect == "postgres" { // told at commit, and not at all where the transaction is rolled back
		return db.Exec("SELECT pg_notify(?, ?)", channel, "").Error
	}
	return nil
}

// once leaves out what is there again.
func once(refs []published.Ref) []published.Ref {
	seen, out := make(map[published.Ref]bool, len(refs)), make([]published.Ref, 0, len(refs))
	for _, r := range refs {
		if !seen[r] {
			seen[r] = true
			out = append(out, r)
		}
	}
	return out
}

// Hashes implements published.Appender.
func (t *tx) Hashes(ctx context.Context, kinds ...published.Kind) (map[published.Ref]string, error) {
	var rows []recordRow
	err := t.db.WithContext(ctx).Select("kind", "key", "hash").Where("kind IN ? AND deleted = ?", kinds, false).Find(&rows).Error
	out := make(map[published.Ref]string, len(rows))
	for _, r := range rows {
		out[published.Ref{Kind: published.Kind(r.Kind), Key: r.Key}] = r.Hash
	}
	return out, err
}

// Generation implements published.Appender.
func (t *tx) Generation(ctx context.Context) (int64, error) {
	if t.sequence > 0 {
		return max(t.before, t.locked), nil
	}
	return generation(t.db.WithContext(ctx))
}

func generation(db *gorm.DB) (n int64, err error) {
	err = db.Raw(`SELECT generation FROM installation WHERE id = 1`).Row().Scan(&n)
	return n, err
}

// CursorKey gives the 32 bytes that sign paging cursors.
func (t *tx) CursorKey(ctx context.Context) (key []byte, err error) {
	err = t.db.WithContext(ctx).Raw(`SELECT cursor_key FROM installation WHERE id = 1`).Row().Scan(&key)
	return key, err
}
