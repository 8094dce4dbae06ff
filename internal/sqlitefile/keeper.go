package sqlitefile

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
)

// maxKept is how many statements a connection keeps. A store has about a hundred that it runs all the time.
const maxKept = 200

// keeper is a connection that keeps its statements. database/sql lets one goroutine use it at a time.
type keeper struct {
	connection

	kept  map[string]*statement // by their text
	clock int64                 // counts uses
}

// take gives the statement of a text, for as long as nobody closes it: one that was prepared before, where that is free.
func (k *keeper) take(ctx context.Context, text string) (*statement, error) {
	k.clock++
	if s := k.kept[text]; s != nil && !s.taken {
		s.taken, s.used = true, k.clock
		return s, nil
	}
	made, err := k.connection.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	base, ok := made.(preparation)
	if !ok {
		return nil, fmt.Errorf("sqlitefile: the driver's statement is a %T that cannot do what is needed", made)
	}
	s := &statement{preparation: base, from: k, text: text, taken: true, used: k.clock}
	if k.kept[text] == nil {
		k.kept[text] = s
		k.forget()
	}
	return s, nil
}

// forget closes the statement that was used the longest time ago, where there are too many.
func (k *keeper) forget() {
	if len(k.kept) <= maxKept {
		return
	}
	var oldest *statement
	for _, s := range k.kept {
		if !s.taken && (oldest == nil || s.used < oldest.used) {
			oldest = s
		}
	}
	if oldest != nil {
		delete(k.kept, oldest.text)
		_ = oldest.preparation.Close() // what it says was said when it ran
	}
}

// PrepareContext implements driver.ConnPrepareContext.
func (k *keeper) PrepareContext(ctx context.Context, text string) (driver.Stmt, error) {
	s, err := k.take(ctx, text)
	if err != nil {
		return nil, err // and not a *statement that is nil
	}
	return s, nil
}

// ExecContext implements driver.ExecerContext.
func (k *keeper) ExecContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Result, error) {
	s, err := k.take(ctx, text)
	if err != nil {
		return nil, err
	}
	done, err := s.ExecContext(ctx, args)
	return done, errors.Join(err, s.Close())
}

// QueryContext implements driver.QueryerContext.
func (k *keeper) QueryContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Rows, error) {
	s, err := k.take(ctx, text)
	if err != nil {
		return nil, err
	}
	found, err := s.QueryContext(ctx, args)
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	base, ok := found.(result)
	if !ok {
		return nil, errors.Join(fmt.Errorf("sqlitefile: the driver's rows are a %T", found), found.Close(), s.Close())
	}
	return &rows{base, s}, nil
}

// Close implements driver.Conn.
func (k *keeper) Close() error {
	var errs []error
	for _, s := range k.kept {
		errs = append(errs, s.preparation.Close())
	}
	clear(k.kept)
	return errors.Join(append(errs, k.connection.Close())...)
}

// rows give their statement back when they are closed.
type rows struct {
	result

	of *statement
}

// Close implements driver.Rows.
func (r *rows) Close() error { return errors.Join(r.result.Close(), r.of.Close()) }
