package readmodel

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/query"
)

// TestPaging walks 250 entries forward to the end and backward to the beginning: both ways give the whole list in order, and say
// truly whether there is more.
func TestPaging(t *testing.T) {
	for _, sort := range []string{"", "-title"} {
		m, s := countries(t, 250, sort)
		for _, size := range []int{1, 20, 249, 250, 251} {
			walkPages(t, m, s, 250, size)
		}
	}
}

// TestPagingOfAnySize does the same for lists and pages of any size.
func TestPagingOfAnySize(t *testing.T) {
	for _, n := range []int{0, 1, 30} {
		m, s := countries(t, n, "-title")
		rapid.Check(t, func(t *rapid.T) { walkPages(t, m, s, n, rapid.IntRange(1, n+5).Draw(t, "size")) })
	}
}

// TestSkip looks into a list anywhere: what it finds is what walking there finds, from a table in memory as from SQLite, and with a
// cursor from there on.
func TestSkip(t *testing.T) {
	for _, sort := range []string{"", "-title"} {
		m, s := countries(t, 250, sort)
		for _, off := range []bool{false, true} {
			m.tables.off, m.tables.wait = off, !off
			all := page(t, m, asking{Scope: s, Size: 250})
			for _, skip := range []int{0, 1, 99, 240, 249, 250, 9000} {
				q := ask(t, m, asking{Scope: s, Size: 10})
				q.Skip = skip
				got, err := m.List(t.Context(), q)
				if err != nil {
					t.Fatal(err)
				}
				want := names(all)[min(skip, 250):min(skip+10, 250)]
				if diff := cmp.Diff(want, append([]string{}, names(got)...)); diff != "" || got.After != (skip+10 < 250) || got.Before != (skip > 0) {
					t.Errorf("sort %q, tables %t, skip %d: after %t, before %t %s", sort, !off, skip, got.After, got.Before, diff)
				}
			}
			q := ask(t, m, asking{Scope: s, Size: 5, From: cursor(all.Docs[9], false)})
			q.Skip = 7
			if got, err := m.List(t.Context(), q); err != nil || cmp.Diff(names(all)[17:22], names(got)) != "" {
				t.Errorf("from a cursor: %v %v", names(got), err)
			}
		}
	}
}

// countries makes a read side of n entries in two spaces, and their scope. Many have the same title, some have none, and some hide
// others.
func countries(t *testing.T, n int, sort string) (*ReadModel, query.Scope) {
	t.Helper()
	m := openTest(t, t.TempDir())
	records := []published.Record{siteOf("a", "fr"), typeOf(sort)}
	for i := range n {
		d := doc{"title": fmt.Sprintf("Pays %d", i%40%7)}
		if i%50 == 0 {
			d = doc{"other": "x"}
		}
		key := fmt.Sprintf("%03d", i)
		records = append(records, entryOf([]string{"shared", "a"}[i%2], key, nil, map[string]doc{"fr": d}))
		if i%10 == 1 {
			records = append(records, entryOf("shared", key, nil, map[string]doc{"fr": d}))
		}
	}
	put(t, m, 1, records...)
	return m, scope("fr", "a", "shared")
}

func walkPages(t fatal, m *ReadModel, s query.Scope, n, size int) {
	t.Helper()
	all := names(page(t, m, asking{Scope: s, Size: n + 1}))
	if len(slices.Compact(slices.Sorted(slices.Values(all)))) != n {
		t.Fatal(n, "entries are", all)
	}
	q := asking{Scope: s, Size: size}
	p := page(t, m, q)
	if p.Before {
		t.Fatal("there is something before the first page")
	}
	forward := names(p)
	for ; p.After; forward = append(forward, names(p)...) {
		q.From = cursor(p.Docs[len(p.Docs)-1], false)
		if p = page(t, m, q); !p.Before || len(p.Docs) == 0 {
			t.Fatal("there is nothing before a later page, or nothing on it")
		}
	}
	if diff := cmp.Diff(all, forward); diff != "" {
		t.Fatal("forward, by", size, diff)
	}
	backward := names(p)
	for ; p.Before; backward = append(names(p), backward...) {
		q.From = cursor(p.Docs[0], true)
		if p = page(t, m, q); !p.After || len(p.Docs) == 0 {
			t.Fatal("there is nothing after an earlier page, or nothing on it")
		}
	}
	if diff := cmp.Diff(all, backward); diff != "" {
		t.Fatal("backward, by", size, diff)
	}
}

// TestPagingWhileThingsChange: a cursor is a place, not a number; what is deleted or added around it moves nothing.
func TestPagingWhileThingsChange(t *testing.T) {
	m := openTest(t, t.TempDir())
	put(t, m, 1, siteOf("a", "fr"), typeOf(""), titled("b", "b"), titled("c", "c"), titled("d", "d"), titled("e", "e"))
	p := page(t, m, asking{Scope: scope("fr"), Size: 2})
	put(t, m, 2, deleted(published.KindEntry, "shared-c"), titled("a", "a"), titled("cc", "cc"))
	next := page(t, m, asking{Scope: scope("fr"), Size: 2, From: cursor(p.Docs[1], false)})
	if diff := cmp.Diff([]string{"shared-cc", "shared-d"}, names(next)); diff != "" || next.Generation != 2 {
		t.Errorf("generation %d: %s", next.Generation, diff)
	}
	back := page(t, m, asking{Scope: scope("fr"), Size: 2, From: cursor(next.Docs[0], true)})
	if diff := cmp.Diff([]string{"shared-a", "shared-b"}, names(back)); diff != "" || back.Before || !back.After {
		t.Error(diff)
	}
}

type fatal interface {
	Helper()
	Fatal(args ...any)
}

func page(t fatal, m *ReadModel, q asking) *query.Page {
	t.Helper()
	p, err := m.List(context.Background(), ask(t, m, q)) //nolint:usetesting // rapid's T has another context in each run
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func names(p *query.Page) (out []string) {
	for _, d := range p.Docs {
		out = append(out, d.ID)
	}
	return out
}

func cursor(d *query.Doc, backward bool) *query.Cursor {
	return &query.Cursor{Keys: d.Keys, ID: d.ID, Backward: backward}
}

// TestReadersSeeWholeGenerations lists all the time while generations are applied, each of which renames every entry: no list
// mixes two of them.
func TestReadersSeeWholeGenerations(t *testing.T) {
	m := openTest(t, t.TempDir())
	publish := func(generation int64) {
		var records []published.Record
		for i := range 30 {
			records = append(records, titled(fmt.Sprint(i), fmt.Sprintf("generation %d", generation)))
		}
		put(t, m, generation, append(records, siteOf("a", "fr"), typeOf(""))...)
	}
	publish(1)
	list := ask(t, m, asking{Scope: scope("fr"), Size: 100})
	done := make(chan struct{})
	var readers sync.WaitGroup
	for range 3 {
		readers.Go(func() {
			for last := int64(0); ; {
				p, err := m.List(context.Background(), list) //nolint:usetesting // outlives the test's
				if err != nil || len(p.Docs) != 30 || p.Generation < last {
					t.Errorf("%d entries of generation %d after %d: %v", len(p.Docs), p.Generation, last, err)
					return
				}
				last = p.Generation
				for _, d := range p.Docs {
					if want := fmt.Sprintf(`{"title":"generation %d"}`, p.Generation); string(d.Fields) != want || d.Generation != p.Generation {
						t.Errorf("%s in a list of generation %d", d.Fields, p.Generation)
						return
					}
				}
				select {
				case <-done:
					return
				default:
				}
			}
		})
	}
	for generation := int64(2); generation <= 12; generation++ {
		publish(generation)
	}
	close(done)
	readers.Wait()
}
