package readmodel

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/portico-cms/portico/internal/delivery"
	"github.com/portico-cms/portico/internal/fault"
	"github.com/portico-cms/portico/internal/published"
)

// writeAt writes records as a generation, with the checksum that the log is said to have there.
func writeAt(ctx context.Context, m *ReadModel, whole bool, generation int64, checksum string, records ...published.Record) error {
	return m.Write(ctx, whole, func(put func(published.Record) error) (delivery.State, string, error) {
		for _, r := range records {
			if r.Generation == 0 {
				r.Generation = generation
			}
			if err := put(r); err != nil {
				return delivery.State{}, "", err
			}
		}
		return delivery.State{Identity: "log", Generation: generation, Epoch: fmt.Sprint("e", generation)}, checksum, nil
	})
}

func titles(n int) []published.Record {
	records := []published.Record{siteOf("a", "fr", "en fr"), typeOf("")}
	for i := range n {
		records = append(records, titled(fmt.Sprint(i), strings.Repeat("long title ", 10)))
	}
	return records
}

// TestChecksumIsOfTheRecords: however a read side came to hold what it holds, it has the checksum of that.
func TestChecksumIsOfTheRecords(t *testing.T) {
	dir, n := t.TempDir(), 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		m, _, err := Open(t.Context(), filepath.Join(dir, strconv.Itoa(n)))
		if err != nil {
			t.Fatal(err)
		}
		defer m.Close()
		held := map[published.Ref]published.Record{}
		for generation := int64(1); generation <= 3; generation++ {
			var records []published.Record
			for range rapid.IntRange(0, 4).Draw(t, "records") {
				r := titled(rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "key"), fmt.Sprint(generation))
				if rapid.Bool().Draw(t, "other") {
					r = published.Record{Kind: "other", Key: "x", Body: []byte(fmt.Sprint(generation))}
				}
				if r.Generation = generation; rapid.Bool().Draw(t, "deleted") {
					r.Deleted, r.Body = true, nil
				}
				records = append(records, r)
			}
			if whole := rapid.Bool().Draw(t, "whole"); whole {
				clear(held)
			}
			whole := len(held) == 0
			for _, r := range records {
				if delete(held, r.Ref()); !r.Deleted {
					held[r.Ref()] = r
				}
			}
			var sum published.Checksum
			for _, r := range held {
				sum.Add(r.Mark(), r.Hash())
			}
			if err := writeAt(t.Context(), m, whole, generation, sum.String(), records...); err != nil {
				t.Fatal(err)
			}
		}
		if err := m.Check(t.Context()); err != nil || m.Damaged() {
			t.Fatal(err)
		}
	})
}

// TestDiffers: a publication after which the checksum is another leaves everything as it was.
func TestDiffers(t *testing.T) {
	m := openTest(t, t.TempDir())
	put(t, m, 1, titles(3)...)
	before := dump(t, m)
	for _, whole := range []bool{false, true} {
		err := writeAt(t.Context(), m, whole, 2, strings.Repeat("0", 64), titled("one", "One"))
		if !errors.Is(err, delivery.ErrDiffers) {
			t.Errorf("whole %v: %v", whole, err)
		}
		if diff := cmp.Diff(before, dump(t, m)); diff != "" {
			t.Error(diff)
		}
	}
}

// find gives where a text stands in a file for the last time.
func find(t *testing.T, path, text string) int64 {
	t.Helper()
	b, err := os.ReadFile(path)
	at := strings.LastIndex(string(b), text)
	if err != nil || at < 0 {
		t.Fatalf("%q is not in the file, %v", text, err)
	}
	return int64(at)
}

// settle brings everything into the file itself, so that damage to it counts.
func settle(t *testing.T, m *ReadModel) {
	t.Helper()
	if _, err := m.write.ExecContext(t.Context(), "PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
		t.Fatal(err)
	}
}

// TestDamageWhileRunning: what happens to the file under a running node is found by a check or by a query, and told; what is still
// whole is served; and a whole copy takes its place while readers read.
func TestDamageWhileRunning(t *testing.T) {
	for name, damage := range map[string]func(path string) error{
		"a flipped bit in a record": func(path string) error {
			return overwrite(path, find(t, path, `"key":"a"`)+7, []byte("b"))
		},
		"truncated": func(path string) error { return os.Truncate(path, 20*4096) },
		"noise": func(path string) error {
			for page := int64(5); page < 60; page++ {
				if err := overwrite(path, page*4096, []byte(strings.Repeat("noise", 800))); err != nil {
					return err
				}
			}
			return nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			m := openTest(t, dir)
			records := titles(500)
			put(t, m, 1, records...)
			settle(t, m)
			if err := m.Check(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := damage(filepath.Join(dir, "published.db")); err != nil {
				t.Fatal(err)
			}
			m.gate.Lock() // what connections remember of the file would hide it
			_ = m.disconnect()
			err := m.connect(t.Context())
			m.gate.Unlock()
			if err == nil {
				err = m.Check(t.Context())
			}
			if err == nil {
				t.Fatal("a check found nothing")
			}
			if m.noted(err); !m.Damaged() {
				t.Fatalf("not marked as damaged: %v", err)
			}
			select {
			case <-m.DamageFound():
			default:
				t.Error("nobody is told")
			}
			if err := writeAt(t.Context(), m, true, 1, "", records...); err != nil || m.Damaged() {
				t.Fatalf("%v, damaged %v", err, m.Damaged())
			}
			if got := len(ids(t, m, scope("fr"))); got != 500 {
				t.Errorf("%d entries", got)
			}
			if err := m.Check(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestQueryNotesDamage: it does not take a check.
func TestQueryNotesDamage(t *testing.T) {
	dir := t.TempDir()
	m := openTest(t, dir)
	put(t, m, 1, titles(500)...)
	settle(t, m)
	const text = "SELECT rootpage FROM sqlite_schema WHERE tbl_name IN ('docs', 'vals', 'sorts')"
	roots, err := m.read.QueryContext(t.Context(), text) //nolint:rowserrcheck // integers does
	if err != nil {
		t.Fatal(err)
	}
	pages, err := integers(roots)
	if err != nil || len(pages) < 8 {
		t.Fatal(pages, err)
	}
	for _, page := range pages {
		if err := overwrite(filepath.Join(dir, "published.db"), (page-1)*4096, make([]byte, 4096)); err != nil {
			t.Fatal(err)
		}
	}
	m.gate.Lock()
	_ = m.disconnect()
	err = m.connect(t.Context())
	m.gate.Unlock()
	if err != nil {
		t.Fatal(err)
	}
	_, err = m.List(t.Context(), ask(t, m, asking{Scope: scope("fr"), Size: 10}))
	if !fault.Is(err, fault.Unavailable) || !m.Damaged() {
		t.Errorf("%v, damaged %v", err, m.Damaged())
	}
}

// TestDamagedAtStartIsUsed: where what a snapshot is made of is whole, it is loaded, and the file is known to be damaged.
func TestDamagedAtStartIsUsed(t *testing.T) {
	dir := t.TempDir()
	m := openTest(t, dir)
	put(t, m, 1, titles(500)...)
	settle(t, m)
	var root int64
	if err := m.read.QueryRowContext(t.Context(), "SELECT rootpage FROM sqlite_schema WHERE name = 'docs_published'").Scan(&root); err != nil {
		t.Fatal(err)
	}
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	if err := overwrite(filepath.Join(dir, "published.db"), (root-1)*4096, []byte(strings.Repeat("noise", 800))); err != nil {
		t.Fatal(err)
	}
	m = openTest(t, dir) // not moved aside
	count := 0
	err := m.Load(t.Context(), func(published.Record) error { count++; return nil })
	if err != nil || count != 2 || !m.Damaged() {
		t.Errorf("%d records, %v, damaged %v", count, err, m.Damaged())
	}
}

// TestExchangeUnderReaders: while whole copies take each other's place, every reader sees one of them whole; a check that is under way
// stands in nobody's way.
func TestExchangeUnderReaders(t *testing.T) {
	m := openTest(t, t.TempDir())
	records := titles(40)
	if err := writeAt(t.Context(), m, true, 1, "", records...); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			for ctx.Err() == nil {
				p, err := m.List(t.Context(), ask(t, m, asking{Scope: scope("fr"), Size: 100}))
				if err != nil || len(p.Docs) != 40 {
					t.Errorf("%v", err)
					return
				}
			}
		})
	}
	readers.Go(func() {
		for ctx.Err() == nil {
			if err := m.Check(t.Context()); err != nil {
				t.Error(err)
			}
			time.Sleep(time.Millisecond)
		}
	})
	for generation := int64(2); generation < 12; generation++ {
		if err := writeAt(t.Context(), m, true, generation, "", records...); err != nil {
			t.Error(err)
		}
		if s, err := m.State(t.Context()); err != nil || s.Generation != generation || s.Epoch != fmt.Sprint("e", generation) {
			t.Errorf("%+v, %v", s, err)
		}
	}
	stop()
	readers.Wait()
	left, err := filepath.Glob(m.path + nextSuffix + "*")
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
