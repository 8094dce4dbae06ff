package store

import (
	"testing"
	"time"

	"gorm.io/gorm"
)

// OneConnection keeps a store to one connection, so that what Exec sets there holds for all that follows.
func OneConnection(t *testing.T, s *Store) {
	t.Helper()
	pool, err := s.db.DB()
	if err != nil {
		t.Fatal(err)
	}
	pool.SetMaxOpenConns(1)
}

// Exec runs a statement.
func Exec(t *testing.T, s *Store, statement string) {
	t.Helper()
	if err := s.db.Exec(statement).Error; err != nil {
		t.Fatal(err)
	}
}

// Number gives the one number that a statement gives.
func Number(t *testing.T, s *Store, statement string) (n int64) {
	t.Helper()
	if err := s.db.Raw(statement).Row().Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// Patience sets how long a page of the log may take.
func Patience(s *Store, d time.Duration) { s.patience = d }

// PlanInTurn says how SQLite reads a page of entries in turn.
func PlanInTurn(t *testing.T, s *Store) (plan []string) {
	t.Helper()
	text := s.db.ToSQL(func(tx *gorm.DB) *gorm.DB { return inTurn(tx, 7, "0192").Limit(10).Find(&[]entryRow{}) })
	rows, err := s.db.Raw("EXPLAIN QUERY PLAN " + text).Rows()
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var id, parent, unused int
		var step string
		if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
			t.Fatal(err)
		}
		plan = append(plan, step)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return plan
}
