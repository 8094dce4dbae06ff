package store

import "context"

// Try implements authoring.Tx: a savepoint, to which an error goes back. What the transaction knows of itself goes back with it.
func (t *tx) Try(ctx context.Context, f func() error) error {
	db, audited, locked, published, changes := t.db.WithContext(ctx), t.audited, t.locked, t.published, len(t.changes)
	if err := db.Exec("SAVEPOINT attempt").Error; err != nil {
		return err
	}
	if err := f(); err != nil {
		t.audited, t.locked, t.published, t.changes = audited, locked, published, t.changes[:changes]
		if back := db.Exec("ROLLBACK TO SAVEPOINT attempt").Error; back != nil {
			return unavailable(back)
		}
		err = translate(err)
		if release := db.Exec("RELEASE SAVEPOINT attempt").Error; release != nil {
			return unavailable(release)
		}
		return err
	}
	return db.Exec("RELEASE SAVEPOINT attempt").Error
}
