package store

import (
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
)

// lostConnection says whether PostgreSQL was not there, went away, or is starting or stopping: the caller may try again.
func lostConnection(err error) bool {
	var connect *pgconn.ConnectError
	var op *net.OpError
	var pg *pgconn.PgError
	switch {
	case errors.As(err, &connect), errors.As(err, &op), errors.Is(err, driver.ErrBadConn), errors.Is(err, io.ErrUnexpectedEOF):
		return true
	case errors.As(err, &pg):
		// Class 08: connection; 57P: operator intervention; 53: out of resources; 40: serialisation, deadlock.
		return slices.ContainsFunc([]string{"08", "53", "40", "57P"}, func(class string) bool { return strings.HasPrefix(pg.Code, class) })
	}
	return pgconn.SafeToRetry(err)
}
