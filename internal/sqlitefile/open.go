// Package sqlitefile opens SQLite files. Its connections keep the statements that they have prepared: reading the text of one and
// planning it takes longer than most of them run.
package sqlitefile

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"

	"modernc.org/sqlite"
)

// Open gives the file that a data source name of modernc.org/sqlite means. Nothing is opened before it is used.
func Open(dsn string) (*sql.DB, error) {
	base, err := sqlite.NewConnector(dsn)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(connector{base}), nil
}

type connector struct{ driver.Connector }

// Connect implements driver.Connector.
func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	made, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	base, ok := made.(connection)
	if !ok {
		return nil, fmt.Errorf("sqlitefile: the driver's connection is a %T that cannot do what is needed", made)
	}
	return &keeper{connection: base, kept: map[string]*statement{}}, nil
}

// connection is what the driver's connections can do that database/sql makes use of.
type connection interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

// preparation is what the driver's statements can do.
type preparation interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

// result is what the driver's rows can do.
type result interface {
	driver.RowsColumnTypeDatabaseTypeName
	driver.RowsColumnTypeLength
	driver.RowsColumnTypeNullable
	driver.RowsColumnTypePrecisionScale
	driver.RowsColumnTypeScanType
}
