package readmodel

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/query"
)

// TestReadersForget: what a reader knows of paths and chains ends with the state of the file that it belongs to, also where ids of
// chains are given again.
func TestReadersForget(t *testing.T) {
	m := openTest(t, t.TempDir())
	m.tables.off = true // they are read with readers of their own
	put(t, m, 1, typeOf("title"), siteOf("a", "fr"), titled("one", "Un"))
	if got := ids(t, m, scope("fr")); len(got) != 1 {
		t.Fatal(got)
	}
	for range 2 { // nobody has it, and that is remembered
		if got := ids(t, m, scope("en")); len(got) != 0 {
			t.Fatal(got)
		}
	}
	put(t, m, 2, siteOf("a", "en"), entryOf("shared", "two", nil, map[string]doc{"en": {"title": "Two"}}))
	if diff := cmp.Diff([]string{"shared-two"}, ids(t, m, scope("en"))); diff != "" {
		t.Error(diff)
	}
	if got := ids(t, m, scope("fr")); len(got) != 0 {
		t.Errorf("a chain that is gone has %s", got)
	}
	if n := len(m.readers.idle); n != 1 {
		t.Errorf("one at a time needs %d readers", n)
	}
}

// TestReadersKeepStatements: a text is prepared once, and only so many are kept.
func TestReadersKeepStatements(t *testing.T) {
	m := openTest(t, t.TempDir())
	m.tables.off = true // they are read with readers of their own
	put(t, m, 1, typeOf("title"), siteOf("a", "fr"), titled("one", "Un"))
	exists := func(n int) {
		t.Helper()
		asked := make([]string, n)
		for i := range asked {
			asked[i] = fmt.Sprint("x", i)
		}
		asked[0] = "shared-one"
		if found, err := m.Exists(t.Context(), scope("fr"), asked); err != nil || !found["shared-one"] || len(found) != 1 {
			t.Fatal(found, err)
		}
	}
	exists(5)
	r := m.readers.idle[0]
	before := len(r.stmts)
	for n := 5; n <= 8; n++ {
		exists(n)
	}
	if len(r.stmts) != before {
		t.Errorf("lists of 5 to 8 have %d texts", len(r.stmts)-before+1)
	}
	for i := range 2 * maxStatements {
		s, err := m.begin(t.Context(), scope("fr"))
		if err != nil {
			t.Fatal(err)
		}
		rows, err := s.query(text(fmt.Sprintf("SELECT %d", i)))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := integers(rows); err != nil || !cmp.Equal(got, []int64{int64(i)}) {
			t.Fatal(got, err)
		}
		s.end()
	}
	if len(r.stmts) > maxStatements {
		t.Errorf("%d statements are kept", len(r.stmts))
	}
}

// TestReadersGivenUp: a request that was given up leaves a reader that can be used, and one that is away closes after the file.
func TestReadersGivenUp(t *testing.T) {
	m := openTest(t, t.TempDir())
	m.tables.off = true // they are read with readers of their own
	put(t, m, 1, typeOf("title"), siteOf("a", "fr"), titled("one", "Un"))
	ctx, cancel := context.WithCancel(t.Context())
	s, err := m.begin(ctx, scope("fr"))
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	if _, _, err := s.docs(s.named(query.Get{Scope: s.scope, Type: "article", IDOrSlug: "x"})); err == nil {
		t.Error("it went on")
	}
	s.end()
	if len(m.readers.idle) != 1 || len(m.readers.turn) != 0 {
		t.Errorf("%d readers, %d in use", len(m.readers.idle), len(m.readers.turn))
	}
	if got := ids(t, m, scope("fr")); len(got) != 1 {
		t.Error(got)
	}
	if s, err = m.begin(t.Context(), scope("fr")); err != nil {
		t.Fatal(err)
	}
	if err := m.Close(); err != nil {
		t.Error(err)
	}
	s.end()
	if _, err := m.begin(t.Context(), scope("fr")); err == nil {
		t.Error("a closed file was read")
	}
}

// TestPositionIsRead: a position that was told is what whoever asks after it reads, however long a write takes to be announced.
func TestPositionIsRead(t *testing.T) {
	m := openTest(t, t.TempDir())
	m.tables.off = true // they are read with readers of their own
	put(t, m, 1, typeOf("title"), siteOf("a", "fr"), titled("one", "Un"))
	if got := ids(t, m, scope("fr")); len(got) != 1 {
		t.Fatal(got)
	}
	told := make(chan int64)
	err := m.readers.wrote(func() error {
		if _, err := m.write.ExecContext(t.Context(), "UPDATE state SET generation = 2"); err != nil {
			return err
		}
		go func() {
			_, at, err := m.Position(t.Context())
			if err != nil {
				t.Error(err)
			}
			told <- at
		}()
		select {
		case at := <-told:
			t.Errorf("position %d was told before readers begin to see it", at)
			go func() { told <- at }()
		case <-time.After(50 * time.Millisecond):
		}
		return nil
	}, func(int64) {})
	if err != nil {
		t.Fatal(err)
	}
	if at := <-told; at != 2 {
		t.Errorf("then position %d", at)
	}
	s, err := m.begin(t.Context(), scope("fr"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.end()
	if s.generation != 2 {
		t.Errorf("who asks then reads generation %d", s.generation)
	}
}
