package readmodel

import (
	"context"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/query"
)

var renewScope = query.Scope{Spaces: []string{"a", "shared"}, Chain: []string{"fr", "en"}}

// everyColumn asks for the table of articles with all columns that queries can want.
func everyColumn(t interface{ Fatal(...any) }, m *ReadModel) *table {
	s, err := m.begin(context.Background(), renewScope)
	if err != nil {
		t.Fatal(err)
	}
	defer s.end()
	one := s.table("article")
	if one == nil {
		t.Fatal("there is no table")
	}
	for _, f := range modelTypes["article"].Fields {
		for _, name := range []columnName{{f.Name, false}, {f.Name, true}} {
			s.column(one, name)
		}
	}
	for name := range momentIndexes {
		s.column(one, columnName{name, true})
	}
	return s.current(one.tableKey)
}

// readWhole gives the same, read from the file.
func readWhole(t interface{ Fatal(...any) }, m *ReadModel, columns map[columnName]column) *table {
	s, err := m.begin(context.Background(), renewScope)
	if err != nil {
		t.Fatal(err)
	}
	defer s.end()
	one, err := s.readTable("article")
	if err != nil {
		t.Fatal(err)
	}
	for name := range columns {
		c, _, err := s.readColumn(one, name)
		if err != nil {
			t.Fatal(err)
		}
		one.columns[name] = c
	}
	return one
}

// spacesOf says in words in which space each document is: two tables may count spaces differently.
func spacesOf(t *table) (names []string) {
	for _, n := range t.space {
		names = append(names, t.spaces[n])
	}
	return names
}

// TestRenewedTable draws entries, then changes, deletes and adds some of them by small writes: the table that is made of the one before
// is what would be read from the file, column by column, and answers as the naive evaluator does.
func TestRenewedTable(t *testing.T) {
	m := openTest(t, t.TempDir())
	m.tables.wait = true
	generation := int64(0)
	rapid.Check(t, func(t *rapid.T) {
		write := func(whole bool, records ...published.Record) {
			generation++
			if err := apply(context.Background(), m, whole, generation, records...); err != nil {
				t.Fatal(err)
			}
		}
		there := map[string]published.Entry{}
		first := modelRecords()
		for _, e := range world(t) {
			there[e.ID] = e
			first = append(first, published.NewRecord(published.KindEntry, e.ID, e))
		}
		write(true, first...)
		m.tables.reading.Wait() // what the draw before had in memory
		m.tables.wait, m.tables.quick = true, rapid.SampledFrom([]int{0, 60, quickRows}).Draw(t, "quick")
		before := everyColumn(t, m)
		for range rapid.IntRange(1, 3).Draw(t, "writes") {
			var records []published.Record
			for _, e := range world(t) {
				switch rapid.IntRange(0, 3).Draw(t, "change") {
				case 0:
					continue
				case 1:
					delete(there, e.ID)
					records = append(records, published.Record{Kind: published.KindEntry, Key: e.ID, Deleted: true})
				default:
					if slices.ContainsFunc(slices.Collect(maps.Values(there)), func(o published.Entry) bool {
						return o.ID != e.ID && o.Type == e.Type && o.Space == e.Space && o.Key == e.Key
					}) {
						e.Key = e.ID
					}
					there[e.ID] = e
					records = append(records, published.NewRecord(published.KindEntry, e.ID, e))
				}
			}
			write(false, records...)
			after := everyColumn(t, m)
			if after.used != before.used {
				t.Fatal("the table was read anew")
			}
			want := readWhole(t, m, after.columns)
			same := []gocmp.Option{
				gocmp.AllowUnexported(table{}, values{}, sorted{}, packed{}, tableKey{}), cmpopts.EquateEmpty(),
				cmpopts.IgnoreFields(table{}, "used", "version", "space", "spaces"),
			}
			if diff := gocmp.Diff(want, after, same...); diff != "" {
				t.Fatalf("(-read +renewed)\n%s", diff)
			}
			if diff := gocmp.Diff(spacesOf(want), spacesOf(after)); diff != "" {
				t.Fatalf("spaces (-read +renewed)\n%s", diff)
			}
			before = after
		}
		compareAnswers(t, m, newNaive(slices.Collect(maps.Values(there)), renewScope))
	})
}

// TestSharedColumns holds a write of one field from making the columns of others again.
func TestSharedColumns(t *testing.T) {
	m := openTest(t, t.TempDir())
	m.tables.wait = true
	records := modelRecords()
	article := func(i, n int) published.Record {
		id := fmt.Sprintf("article-%02d", i)
		return published.NewRecord(published.KindEntry, id, published.Entry{
			ID: id, Type: "article", Space: "a", Key: id, Version: 1, Shared: doc{"n": float64(n), "kind": "news"},
			Locales: map[string]published.EntryDoc{"fr": {Fields: doc{"title": "t", "slug": id}, PublishedAt: publishedAt}},
		})
	}
	for i := range 20 {
		records = append(records, article(i, i))
	}
	if err := apply(context.Background(), m, true, 1, records...); err != nil {
		t.Fatal(err)
	}
	m.tables.wait = true
	before := everyColumn(t, m)
	if err := apply(context.Background(), m, false, 2, article(3, 100)); err != nil {
		t.Fatal(err)
	}
	after := everyColumn(t, m)
	if &after.docs[0] != &before.docs[0] || &after.bySlug[0] != &before.bySlug[0] {
		t.Error("the documents were laid out again")
	}
	for name, c := range after.columns {
		if changed := name.path == "n"; c != nil && (c == before.columns[name]) == changed {
			t.Errorf("%v: made again is %v", name, !changed)
		}
	}
}

// TestQuickly: the first question after a small write is answered by a table, where little is to be laid out again.
func TestQuickly(t *testing.T) {
	m := openTest(t, t.TempDir())
	article := func(n int) published.Record {
		return published.NewRecord(published.KindEntry, "one", published.Entry{
			ID: "one", Type: "article", Space: "a", Key: "one", Version: 1, Shared: doc{"n": float64(n)},
			Locales: map[string]published.EntryDoc{"fr": {Fields: doc{"title": "t"}, PublishedAt: publishedAt}},
		})
	}
	if err := apply(t.Context(), m, true, 1, append(modelRecords(), article(1))...); err != nil {
		t.Fatal(err)
	}
	m.tables.wait = true
	everyColumn(t, m)
	m.tables.wait = false
	for i, quick := range []int{quickRows, 0} {
		m.tables.quick = quick
		if err := apply(t.Context(), m, false, int64(2+i), article(2+i)); err != nil {
			t.Fatal(err)
		}
		s, err := m.begin(t.Context(), renewScope)
		if err != nil {
			t.Fatal(err)
		}
		m.tables.one.Lock() // nobody in the background makes one
		if got := s.table("article"); (got != nil) != (quick > 0) {
			t.Errorf("with %d places: %v", quick, got)
		}
		m.tables.one.Unlock()
		s.end()
	}
}

// TestMovedValues: where documents change to values that others have, nothing is laid out again, and the column is what would be read.
func TestMovedValues(t *testing.T) {
	m := openTest(t, t.TempDir())
	kinds, tags := []string{"news", "press", "advice"}, []string{"a", "b", "c", "d"}
	article := func(i, kind int, tagged ...string) published.Record {
		id := fmt.Sprintf("article-%03d", i)
		return published.NewRecord(published.KindEntry, id, published.Entry{
			ID: id, Type: "article", Space: "a", Key: id, Version: 1, Shared: doc{"kind": kinds[kind], "tags": tagged},
			Locales: map[string]published.EntryDoc{"fr": {Fields: doc{"title": "t", "slug": id}, PublishedAt: publishedAt}},
		})
	}
	names := []columnName{{"kind", false}, {"tags", false}}
	const articles = 60
	generation := int64(0)
	rapid.Check(t, func(t *rapid.T) {
		table := func() *table {
			s, err := m.begin(context.Background(), renewScope)
			if err != nil {
				t.Fatal(err)
			}
			defer s.end()
			return s.table("article", names...)
		}
		some := func() []string {
			first := rapid.IntRange(0, len(tags)-2).Draw(t, "tag")
			return []string{tags[first], tags[rapid.IntRange(first+1, len(tags)-1).Draw(t, "other tag")]} // always two
		}
		write := func(whole bool, records []published.Record) {
			generation++
			if err := apply(context.Background(), m, whole, generation, records...); err != nil {
				t.Fatal(err)
			}
		}
		all := modelRecords()
		for i := range articles {
			all = append(all, article(i, i%len(kinds), tags[i%2], tags[2+i%2])) // each value has many: none is lost below
		}
		write(true, all)
		m.tables.reading.Wait()
		m.tables.wait, m.tables.quick = true, quickRows
		if table() == nil {
			t.Fatal("there is no table")
		}
		m.tables.wait, m.tables.quick = false, 0 // nothing may be laid out
		var changed []published.Record
		for _, i := range rapid.SliceOfNDistinct(rapid.IntRange(0, articles-1), 1, 6, rapid.ID).Draw(t, "changed") {
			changed = append(changed, article(i, rapid.IntRange(0, len(kinds)-1).Draw(t, "kind"), some()...))
		}
		write(false, changed)
		after := table()
		if after == nil {
			t.Fatal("something was laid out again")
		}
		want := readWhole(t, m, map[columnName]column{names[0]: nil, names[1]: nil})
		if diff := gocmp.Diff(want.columns, after.columns, gocmp.AllowUnexported(values{}, packed{}), cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("(-read +moved)\n%s", diff)
		}
	})
}

// TestTablesWhileThingsChange: five of the articles are press, whichever they are, and others come and go. Whoever asks for the press at
// any moment gets five, by a table or without, each as it is at that moment.
func TestTablesWhileThingsChange(t *testing.T) {
	m := openTest(t, t.TempDir())
	record := func(i int, kind string) published.Record {
		id := fmt.Sprintf("article-%02d", i)
		return published.NewRecord(published.KindEntry, id, published.Entry{
			ID: id, Type: "article", Space: "a", Key: id, Version: 1, Shared: doc{"n": float64(i), "kind": kind},
			Locales: map[string]published.EntryDoc{"fr": {Fields: doc{"title": kind}, PublishedAt: publishedAt}},
		})
	}
	records := modelRecords()
	for i := range 20 {
		records = append(records, record(i, map[bool]string{true: "press", false: "news"}[i < 5]))
	}
	if err := apply(t.Context(), m, true, 1, records...); err != nil {
		t.Fatal(err)
	}
	c, err := query.Check(&query.Query{
		Count: query.CountExact, Size: 20, Sort: []query.Sort{{Name: "n", Descending: true}},
		Filter: &query.Filter{Condition: &query.Condition{Path: "kind", Op: query.Eq, Values: []string{"press"}}},
	}, &query.Registry{Types: modelTypes}, "article")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			for ctx.Err() == nil {
				p, err := m.List(context.Background(), query.List{Scope: renewScope, Query: c})
				if err != nil || p.Total != 5 || len(p.Docs) != 5 {
					t.Errorf("%v: %+v", err, p)
					return
				}
				for _, d := range p.Docs {
					if !strings.Contains(string(d.Fields), `"press"`) {
						t.Errorf("%s is %s", d.ID, d.Fields)
						return
					}
				}
			}
		})
	}
	tables := map[int64]bool{} // the versions of those that were seen
	for i := 0; i < 400 || len(tables) < 5; i++ {
		change := []published.Record{record(i%20, "news"), record((i+5)%20, "press")}
		if extra := 20 + i%7; i%2 == 0 {
			change = append(change, record(extra, "advice"))
		} else {
			change = append(change, deleted(published.KindEntry, fmt.Sprintf("article-%02d", extra)))
		}
		if err := apply(ctx, m, false, int64(2+i), change...); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Millisecond)
		for key, one := range *m.tables.current.Load() {
			if key.typ == "article" {
				tables[one.version] = true
			}
		}
		if t.Failed() {
			break
		}
	}
	stop()
	readers.Wait()
}

// TestWarm: a node that starts again, or makes its file anew, has the tables in memory that it had, before it is asked.
func TestWarm(t *testing.T) {
	dir := t.TempDir()
	m := openTest(t, dir)
	article := published.NewRecord(published.KindEntry, "one", published.Entry{
		ID: "one", Type: "article", Space: "a", Key: "one", Version: 1, Shared: doc{"n": 1.0},
		Locales: map[string]published.EntryDoc{"fr": {Fields: doc{"title": "t"}, PublishedAt: publishedAt}},
	})
	if err := apply(t.Context(), m, true, 1, append(modelRecords(), article)...); err != nil {
		t.Fatal(err)
	}
	m.tables.wait = true
	want := everyColumn(t, m).columns
	warm := func(m *ReadModel) {
		t.Helper()
		for until := time.Now().Add(20 * time.Second); time.Now().Before(until); time.Sleep(time.Millisecond) {
			for key, one := range *m.tables.current.Load() {
				if key.typ == "article" && len(one.columns) == len(want) {
					return
				}
			}
		}
		t.Errorf("there is no table with %d columns", len(want))
	}
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	m = openTest(t, dir)
	warm(m)
	if err := apply(t.Context(), m, true, 2, append(modelRecords(), article)...); err != nil {
		t.Fatal(err)
	}
	warm(m)
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"", "[{", `[{"chain":"xx yy","type":"none"},{"chain":"fr en","type":"none","values":["no"]}]`} {
		if err := os.WriteFile(m.path+warmSuffix, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		m = openTest(t, dir)
		if _, err := m.Get(t.Context(), query.Get{Scope: renewScope, Type: "article", IDOrSlug: "one"}); err != nil {
			t.Errorf("%q: %v", text, err)
		}
		if err := m.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
