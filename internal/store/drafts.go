package store

import (
	"context"

	"gorm.io/gorm"

	"github.com/portico-cms/portico/internal/content"
)

// EntriesSince implements content.Repository. It reads in pages by sequence and id, so that memory stays small however many there
// are.
func (t *tx) EntriesSince(
	ctx context.Context, sequence int64, each func(*content.Stored) error, purged func(id string, sequence int64) error,
) (head int64, err error) {
	db := t.db.WithContext(ctx)
	if err := db.Raw(`SELECT sequence FROM installation WHERE id = 1`).Row().Scan(&head); err != nil || head <= sequence {
		return head, err
	}
	const page = inBatch / 2
	after, id := sequence, "\uffff" // no id is greater
	for more := true; more; {
		var rows []entryRow
		if err := inTurn(db, after, id).Limit(page).Find(&rows).Error; err != nil {
			return 0, err
		}
		if more = len(rows) == page; len(rows) == 0 {
			break
		}
		entries, err := t.entryDocs(ctx, rows)
		if err != nil {
			return 0, err
		}
		for _, s := range entries {
			if err := each(s); err != nil {
				return 0, err
			}
		}
		last := rows[len(rows)-1]
		after, id = last.Sequence, last.ID
	}
	rows, err := db.Raw(`SELECT id, sequence FROM purged_entries WHERE sequence > ? ORDER BY sequence`, sequence).Rows()
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		var at int64
		if err := rows.Scan(&id, &at); err != nil {
			return 0, err
		}
		if err := purged(id, at); err != nil {
			return 0, err
		}
	}
	return head, rows.Err()
}

// inTurn asks for entries in the order of an index, from behind one of them. Many may have one sequence: those of an import do.
func inTurn(db *gorm.DB, sequence int64, id string) *gorm.DB {
	return db.Where("(sequence, id) > (?, ?)", sequence, id).Order("sequence, id")
}

// Saved gives a channel that is signalled after every write that was committed in this process.
func (s *Store) Saved() <-chan struct{} { return s.saved }
