package storetest

import (
	"database/sql"
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver pgx
	_ "modernc.org/sqlite"             // the driver sqlite
)

// Dump gives every row of every table of a database as text, by table: what a failed write must leave as it was. databaseURL and
// dir are those of store.Open.
func Dump(t testing.TB, databaseURL, dir string) map[string][]string {
	t.Helper()
	tables := `SELECT tablename FROM pg_tables WHERE schemaname = 'public'`
	if databaseURL == "" {
		tables = `SELECT name FROM sqlite_master WHERE type = 'table'`
	}
	db := openRaw(t, databaseURL, dir)
	defer db.Close()
	out := map[string][]string{}
	for _, row := range rowsOf(t, db, tables) {
		table := strings.Trim(row, "[]")
		out[table] = rowsOf(t, db, `SELECT * FROM "`+table+`"`)
	}
	return out
}

// Query gives the rows of a query as text, sorted: "[1 a]". databaseURL and dir are Dump's.
func Query(t testing.TB, databaseURL, dir, query string) []string {
	t.Helper()
	db := openRaw(t, databaseURL, dir)
	defer db.Close()
	return rowsOf(t, db, query)
}

// Exec runs statements behind Portico's back, as somebody would who has the database. They are as Dump's.
func Exec(t testing.TB, databaseURL, dir string, statements ...string) {
	t.Helper()
	for _, statement := range statements {
		if err := TryExec(t, databaseURL, dir, statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
}

// TryExec is Exec for one statement that may be refused.
func TryExec(t testing.TB, databaseURL, dir, statement string) error {
	t.Helper()
	db := openRaw(t, databaseURL, dir)
	defer db.Close()
	_, err := db.Exec(statement)
	return err
}

// UnlockAudit takes away what keeps the audit from being changed, as somebody may who owns the database.
func UnlockAudit(t testing.TB, databaseURL, dir string) {
	t.Helper()
	if databaseURL == "" {
		Exec(t, databaseURL, dir, `DROP TRIGGER audit_no_update`, `DROP TRIGGER audit_no_delete`)
		return
	}
	Exec(t, databaseURL, dir, `DROP TRIGGER audit_no_change ON audit`, `DROP TRIGGER audit_no_truncate ON audit`)
}

func openRaw(t testing.TB, databaseURL, dir string) *sql.DB {
	t.Helper()
	driver, dsn := "pgx", databaseURL
	if databaseURL == "" {
		driver = "sqlite"
		dsn = "file:" + (&url.URL{Path: filepath.Join(dir, "portico.db")}).EscapedPath() + "?_pragma=busy_timeout(10000)"
	}
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// rowsOf gives the rows of a query, sorted.
func rowsOf(t testing.TB, db *sql.DB, query string) (lines []string) {
	t.Helper()
	rows, err := db.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		values, targets := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			targets[i] = &values[i]
		}
		if err := rows.Scan(targets...); err != nil {
			t.Fatal(err)
		}
		for i, v := range values {
			if b, ok := v.([]byte); ok {
				values[i] = string(b)
			}
		}
		lines = append(lines, fmt.Sprint(values))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	slices.Sort(lines)
	return lines
}
