package store

import "context"

// learnFirst is how many rows a transaction writes before the planner looks at them first.
const learnFirst = 500

// wrote counts rows that a transaction adds. PostgreSQL plans by what it knew of a table before, and keeps the plans of prepared
// statements: in a table that was empty it looks from end to end, and goes on doing so while an import fills it. So it is made to look
// at its tables again each time that the rows are four times as many: a lookup takes as long at the end of an import as at its beginning.
func (t *tx) wrote(ctx context.Context, rows int) error {
	if t.dialect != "postgres" {
		return nil
	}
	t.rows += rows
	if t.rows < learnFirst || t.rows < 4*t.learned {
		return nil
	}
	t.learned = t.rows
	return t.db.WithContext(ctx).Exec("ANALYZE entries, revisions, translations, entry_references, unique_values").Error
}
