package store

import "testing"

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
