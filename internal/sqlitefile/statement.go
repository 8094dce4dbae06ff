package sqlitefile

import (
	"context"
	"database/sql/driver"
)

// statement is a prepared one, in the hands of whoever took it until they close it.
type statement struct {
	preparation

	from   *keeper
	text   string
	taken  bool
	failed bool  // in whatever state that has left it
	used   int64 // when: see keeper.clock
}

// ExecContext implements driver.StmtExecContext.
func (s *statement) ExecContext(ctx context.Context, args []driver.NamedValue) (driver.Result, error) {
	done, err := s.preparation.ExecContext(ctx, args)
	s.failed = s.failed || err != nil
	return done, err
}

// QueryContext implements driver.StmtQueryContext.
func (s *statement) QueryContext(ctx context.Context, args []driver.NamedValue) (driver.Rows, error) {
	found, err := s.preparation.QueryContext(ctx, args)
	s.failed = s.failed || err != nil
	return found, err
}

// Close implements driver.Stmt: it gives the statement back. One that is not kept, or has failed, is closed in earnest.
func (s *statement) Close() error {
	s.taken = false
	kept := s.from.kept[s.text] == s
	if kept && !s.failed {
		return nil
	}
	if kept {
		delete(s.from.kept, s.text)
	}
	return s.preparation.Close()
}
