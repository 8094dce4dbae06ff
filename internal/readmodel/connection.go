package readmodel

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"

	"modernc.org/sqlite"
)

// connection reads the file through SQLite's driver itself: database/sql would take longer for most statements than SQLite does.
// It is for one goroutine at a time.
type connection struct{ driver.Conn }

var fileDriver sqlite.Driver

func connect(dsn string) (*connection, error) {
	c, err := fileDriver.Open(dsn)
	if err != nil {
		return nil, err
	}
	return &connection{c}, nil
}

// prepare makes a statement of one text.
func (c *connection) prepare(ctx context.Context, text string) (*prepared, error) {
	p, ok := c.Conn.(driver.ConnPrepareContext)
	if !ok {
		return nil, errDriver
	}
	stmt, err := p.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	asked, ok := stmt.(driver.StmtQueryContext)
	if !ok {
		return nil, errors.Join(errDriver, stmt.Close())
	}
	return &prepared{Stmt: stmt, asked: asked}, nil
}

var errDriver = errors.New("the driver of SQLite lacks what it had")

// prepared is a statement of a connection.
type prepared struct {
	driver.Stmt

	asked driver.StmtQueryContext
	args  []driver.NamedValue
}

// query runs the statement. A context that can end costs a goroutine: statements that take no time are better given one that cannot.
func (p *prepared) query(ctx context.Context, args []any) (*rows, error) {
	p.args = p.args[:0]
	for i, v := range args {
		switch n := v.(type) {
		case int:
			v = int64(n)
		case string, int64, float64, []byte, nil:
		default:
			return nil, fmt.Errorf("an argument is a %T", v)
		}
		p.args = append(p.args, driver.NamedValue{Ordinal: i + 1, Value: v})
	}
	found, err := p.asked.QueryContext(ctx, p.args)
	if err != nil {
		return nil, err
	}
	return &rows{found: found, row: make([]driver.Value, len(found.Columns()))}, nil
}

// results are the rows of a statement, whichever way it was run.
type results interface {
	Next() bool
	Scan(into ...any) error
	Err() error
	Close() error
}

// rows are those that a statement found.
type rows struct {
	found driver.Rows
	row   []driver.Value
	err   error
	ended bool
}

// Next reads the next row.
func (r *rows) Next() bool {
	if r.ended {
		return false
	}
	if err := r.found.Next(r.row); err != nil {
		if !errors.Is(err, io.EOF) {
			r.err = err
		}
		r.err = errors.Join(r.err, r.Close())
		return false
	}
	return true
}

// Err says why there were no more rows, where that is not their end.
func (r *rows) Err() error { return r.err }

// Close readies the statement for another use.
func (r *rows) Close() error {
	if r.ended {
		return nil
	}
	r.ended = true
	return r.found.Close()
}

// Scan takes the columns of a row: into *int, *int64, *string or *any.
func (r *rows) Scan(into ...any) error {
	for i, v := range into {
		ok := true
		switch v := v.(type) {
		case *int:
			var n int64
			n, ok = r.row[i].(int64)
			*v = int(n)
		case *any:
			*v = r.row[i]
		case *int64:
			*v, ok = r.row[i].(int64)
		case *string:
			*v, ok = r.row[i].(string)
		default:
			ok = false
		}
		if !ok {
			return fmt.Errorf("column %d is a %T, and goes into a %T", i, r.row[i], v)
		}
	}
	return nil
}
