package readmodel

import (
	"fmt"
	"sync"
	"sync/atomic"
	"unsafe"

	"modernc.org/libc"
	sqlite "modernc.org/sqlite/lib"
)

// stepsBetween is how many pages, or instructions of a statement, SQLite goes on for between two calls of a pause. A page of an index takes
// up to a tenth of a millisecond.
const stepsBetween = 10

// structure is a connection that looks whether tables are sound, and pauses within a table: one of a large file takes a processor many
// seconds, and connections of the driver have nothing to make them stop on the way. See ADR 27.
type structure struct {
	tls    *libc.TLS
	db     uintptr
	number uintptr // in pauses
}

// openStructure connects to a file. SQLite calls pause, which may wait, and gives up where it gives false.
func openStructure(path string, pause func() bool) (*structure, error) {
	s := &structure{tls: libc.NewTLS(), number: uintptr(lastPause.Add(1))}
	name, err := libc.CString(path)
	if err != nil {
		s.close()
		return nil, err
	}
	defer libc.Xfree(s.tls, name)
	place := s.tls.Alloc(int(unsafe.Sizeof(s.db)))
	defer s.tls.Free(int(unsafe.Sizeof(s.db)))
	code := sqlite.Xsqlite3_open_v2(s.tls, name, place, sqlite.SQLITE_OPEN_READONLY, 0)
	s.db = pointerAt(place)
	if code != sqlite.SQLITE_OK {
		err := s.failure(code)
		s.close()
		return nil, err
	}
	pauses.Store(s.number, pause)
	sqlite.Xsqlite3_busy_timeout(s.tls, s.db, 10_000)
	sqlite.Xsqlite3_progress_handler(s.tls, s.db, stepsBetween, pauseAddress, s.number)
	return s, nil
}

func (s *structure) close() {
	sqlite.Xsqlite3_close_v2(s.tls, s.db)
	pauses.Delete(s.number)
	s.tls.Close()
}

// check looks at a table and its indexes.
func (s *structure) check(table string) error {
	text, err := libc.CString("PRAGMA integrity_check(" + table + ")")
	if err != nil {
		return err
	}
	defer libc.Xfree(s.tls, text)
	place := s.tls.Alloc(int(unsafe.Sizeof(s.db)))
	defer s.tls.Free(int(unsafe.Sizeof(s.db)))
	if code := sqlite.Xsqlite3_prepare_v2(s.tls, s.db, text, -1, place, 0); code != sqlite.SQLITE_OK {
		return s.failure(code)
	}
	statement := pointerAt(place)
	defer sqlite.Xsqlite3_finalize(s.tls, statement)
	if code := sqlite.Xsqlite3_step(s.tls, statement); code != sqlite.SQLITE_ROW {
		return s.failure(code)
	}
	if verdict := libc.GoString(sqlite.Xsqlite3_column_text(s.tls, statement, 0)); verdict != "ok" {
		return fmt.Errorf("%w: %s", errDamaged, verdict)
	}
	return nil
}

// failure says what a code means; codes that only a damaged file can have are errDamaged.
func (s *structure) failure(code int32) error {
	text := libc.GoString(sqlite.Xsqlite3_errmsg(s.tls, s.db))
	if damagedCode(int(sqlite.Xsqlite3_extended_errcode(s.tls, s.db))) {
		return fmt.Errorf("%w: %s", errDamaged, text)
	}
	return fmt.Errorf("look at the structure of the read side: %s (%d)", text, code)
}

// SQLite is given addresses and not values of Go: each pause has a number, and one function calls the one that is meant.
var (
	pauses       sync.Map // of func() bool, by the number of their structure
	lastPause    atomic.Uint64
	pauseHandler = func(_ *libc.TLS, number uintptr) int32 {
		if pause, ok := pauses.Load(number); ok && pause.(func() bool)() {
			return 0
		}
		return 1 // SQLite ends the statement
	}
	pauseAddress = *(*uintptr)(unsafe.Pointer(&pauseHandler)) // as SQLite's translation to Go has pointers to functions
)

func pointerAt(place uintptr) uintptr { return *(*uintptr)(*(*unsafe.Pointer)(unsafe.Pointer(&place))) }
