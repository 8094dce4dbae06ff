package sqlitefile

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"testing"
)

// open gives one connection to a file with a table of the numbers 1 to 3, and its keeper.
func open(t *testing.T) (*sql.Conn, *keeper) {
	t.Helper()
	db, err := Open("file:" + filepath.Join(t.TempDir(), "some file.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	if _, err := conn.ExecContext(t.Context(), "CREATE TABLE n (n INTEGER PRIMARY KEY); INSERT INTO n VALUES (1), (2), (3)"); err != nil {
		t.Fatal(err)
	}
	var k *keeper
	if err := conn.Raw(func(c any) error { k = c.(*keeper); return nil }); err != nil {
		t.Fatal(err)
	}
	return conn, k
}

func count(t *testing.T, conn *sql.Conn, where string, args ...any) (n int) {
	t.Helper()
	if err := conn.QueryRowContext(t.Context(), "SELECT count(*) FROM n WHERE "+where, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// TestKept: the same text is prepared once, and its arguments are those of each use.
func TestKept(t *testing.T) {
	conn, k := open(t)
	if n := count(t, conn, "n > ?", 1); n != 2 {
		t.Fatal(n)
	}
	first := k.kept["SELECT count(*) FROM n WHERE n > ?"]
	if first == nil || first.taken {
		t.Fatalf("%+v", first)
	}
	if n := count(t, conn, "n > ?", 2); n != 1 {
		t.Error(n)
	}
	if k.kept[first.text] != first {
		t.Error("it was prepared again")
	}
}

// TestTwiceAtOnce: while the rows of a statement are read, the same text is another statement.
func TestTwiceAtOnce(t *testing.T) {
	conn, _ := open(t)
	const text = "SELECT n FROM n ORDER BY n"
	outer, err := conn.QueryContext(t.Context(), text)
	if err != nil {
		t.Fatal(err)
	}
	defer outer.Close()
	pairs := 0
	for outer.Next() {
		inner, err := conn.QueryContext(t.Context(), text)
		if err != nil {
			t.Fatal(err)
		}
		for inner.Next() {
			pairs++
		}
		if err := errors.Join(inner.Err(), inner.Close()); err != nil {
			t.Fatal(err)
		}
	}
	if err := outer.Err(); err != nil || pairs != 9 {
		t.Errorf("%d pairs, %v", pairs, err)
	}
}

// TestFailed: a statement that has failed is not used again, and its text is.
func TestFailed(t *testing.T) {
	conn, k := open(t)
	const text = "INSERT INTO n VALUES (?)"
	for range 3 {
		if _, err := conn.ExecContext(t.Context(), text, 1); err == nil {
			t.Fatal("1 is there twice")
		}
		if k.kept[text] != nil {
			t.Error("what has failed was kept")
		}
	}
	if _, err := conn.ExecContext(t.Context(), text, 4); err != nil || count(t, conn, "1") != 4 {
		t.Error(err)
	}
}

// TestForgotten: a connection keeps so many statements, those that were used last.
func TestForgotten(t *testing.T) {
	conn, k := open(t)
	for i := range 2 * maxKept {
		count(t, conn, "1")
		count(t, conn, fmt.Sprintf("n <> %d", i))
	}
	if len(k.kept) > maxKept+1 {
		t.Errorf("%d statements", len(k.kept))
	}
	if k.kept["SELECT count(*) FROM n WHERE 1"] == nil || k.kept["SELECT count(*) FROM n WHERE n <> 0"] != nil {
		t.Error("it forgets what is used all the time, or remembers what is not")
	}
}

// TestOtherLayout: a statement that was prepared before a table changed sees it as it is now.
func TestOtherLayout(t *testing.T) {
	conn, _ := open(t)
	columns := func() (names []string) {
		rows, err := conn.QueryContext(t.Context(), "SELECT * FROM n")
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		if names, err = rows.Columns(); err != nil || rows.Err() != nil {
			t.Fatal(err)
		}
		return names
	}
	before := len(columns())
	if _, err := conn.ExecContext(t.Context(), "ALTER TABLE n ADD COLUMN m TEXT"); err != nil {
		t.Fatal(err)
	}
	if after := columns(); before != 1 || len(after) != 2 {
		t.Errorf("%d columns, then %q", before, after)
	}
}

// TestCancelled: a statement that a context ended can be asked again.
func TestCancelled(t *testing.T) {
	conn, _ := open(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := conn.ExecContext(ctx, "DELETE FROM n"); err == nil {
		t.Error("the context has ended")
	}
	if n := count(t, conn, "1"); n != 3 {
		t.Error(n)
	}
}
