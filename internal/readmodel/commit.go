package readmodel

import (
	"context"
	"database/sql"
	"os"
)

// longJournal is the size of the journal, in bytes, from which a write moves it into the file. SQLite tries by itself at a quarter
// of that, but it cannot finish while readers stay where they are, and readers stay until the write is visible.
const longJournal = 16 << 20

// commit makes a write visible to readers. touched are the documents that it makes others.
func (m *ReadModel) commit(ctx context.Context, tx *sql.Tx, touched change) error {
	if err := m.readers.wrote(tx.Commit, func(version int64) { m.tables.touch(version, touched) }); err != nil {
		return err
	}
	if info, err := os.Stat(m.path + "-wal"); err != nil || info.Size() < longJournal {
		return nil //nolint:nilerr // without a journal there is nothing to move
	}
	var busy, pages, moved int64 // it moves what it can, and says so
	return m.write.QueryRowContext(ctx, "PRAGMA wal_checkpoint(PASSIVE)").Scan(&busy, &pages, &moved)
}
