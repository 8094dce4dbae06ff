package readmodel

import (
	"errors"
	"strings"
	"testing"

	"github.com/portico-cms/portico/internal/published"
	"github.com/portico-cms/portico/internal/query"
)

// explain gives the plan of the statement by which a page is read.
func explain(t *testing.T, m *ReadModel, list query.List) string {
	t.Helper()
	s, err := m.begin(t.Context(), list.Scope)
	if err != nil {
		t.Fatal(err)
	}
	defer s.end()
	l, err := s.newLister(list.Query)
	if err != nil {
		t.Fatal(err)
	}
	if err := l.gather(); err != nil {
		t.Fatal(err)
	}
	from, terms, ok, err := l.from(list.From)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	q := text("EXPLAIN QUERY PLAN SELECT d.doc FROM ").put(from)
	if list.From != nil {
		q.add(" AND ").put(beyond(terms, list.From))
	}
	return planOf(t, s, q.add(orderBy(terms, list.From != nil && list.From.Backward)+" LIMIT ?", 21))
}

func planOf(t *testing.T, s *session, q *sqlText) string {
	t.Helper()
	rows, err := s.query(q)
	if err != nil {
		t.Fatal(err)
	}
	var plan []string
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			t.Fatal(err)
		}
		plan = append(plan, detail)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		t.Fatal(err)
	}
	return strings.Join(plan, "\n")
}

// TestPlans: a list walks the index of its order, or gathers what an index of values has found; no table is read from end to end.
func TestPlans(t *testing.T) {
	m := large(t, 300)
	at := &query.Cursor{Keys: []any{[]byte{1, 2}}, ID: "x"}
	back := &query.Cursor{Keys: []any{[]byte{1, 2}}, ID: "x", Backward: true}
	moment := &query.Cursor{Keys: []any{"2026"}, ID: "x"}
	for name, c := range map[string]struct {
		src        string
		from       *query.Cursor
		few        int
		want, none []string
	}{
		"the type's order": {`{"type":"article"}`, nil, 0, []string{"SEARCH s0 USING PRIMARY KEY (path=? AND key>?)", "SEARCH d USING INTEGER PRIMARY KEY"}, []string{"TEMP B-TREE"}},
		"a later page":     {`{"type":"article","sort":["-on"]}`, at, 0, []string{"SEARCH s0 USING PRIMARY KEY (path=? AND (key,entry)<(?,?))"}, []string{"TEMP B-TREE"}},
		"an earlier page":  {`{"type":"article","sort":["-on"]}`, back, 0, []string{"SEARCH s0 USING PRIMARY KEY (path=? AND (key,entry)>(?,?) AND key<?)"}, []string{"TEMP B-TREE"}},
		"an own field":     {`{"type":"article","sort":["-publishedAt"]}`, moment, 0, []string{"SEARCH d USING INDEX docs_published (chain=? AND type=? AND (published_at,entry)<(?,?))"}, []string{"TEMP B-TREE"}},
		"by id":            {`{"type":"article","sort":["id"]}`, nil, 0, []string{"SEARCH d USING INDEX docs_id (chain=? AND type=?)"}, []string{"TEMP B-TREE"}},
		"many values":      {`{"type":"article","filter":{"kind":"news"},"sort":["-on"]}`, nil, 0, []string{"SEARCH s0 USING PRIMARY KEY", "SEARCH v USING COVERING INDEX vals_doc (doc=? AND path=? AND value=? AND exact=?)"}, []string{"TEMP B-TREE FOR ORDER BY", "SCAN v"}},
		"a range":          {`{"type":"article","filter":{"n":{"gte":5}},"sort":["title"]}`, nil, 0, []string{"SEARCH s0 USING PRIMARY KEY", "SEARCH v USING COVERING INDEX vals_doc (doc=? AND path=? AND value>?)"}, []string{"TEMP B-TREE FOR ORDER BY", "SCAN v"}},
		"few values":       {`{"type":"article","filter":{"tags":"tag7"},"sort":["-on"]}`, nil, fewDocs, []string{"SCAN j VIRTUAL TABLE", "SEARCH d USING INTEGER PRIMARY KEY", "SEARCH s0 USING COVERING INDEX sorts_doc (doc=? AND path=? AND key<?)", "TEMP B-TREE FOR ORDER BY"}, []string{"SCAN d"}},
		"a reference":      {`{"type":"article","filter":{"author.n":{"lt":5}},"sort":["-on"]}`, nil, 0, []string{"SEARCH r0 USING COVERING INDEX vals_doc (doc=? AND path=?)", "SEARCH t0 USING INDEX docs_entry (entry=? AND chain=?)", "SEARCH v USING COVERING INDEX vals_doc (doc=? AND path=? AND value<?)"}, []string{"SCAN t0", "SCAN v", "TEMP B-TREE FOR ORDER BY"}},
		"words":            {`{"type":"article","q":"mot5","sort":["-on"]}`, nil, 0, []string{"SEARCH s0 USING PRIMARY KEY", "SCAN words VIRTUAL TABLE INDEX"}, []string{"TEMP B-TREE FOR ORDER BY"}},
	} {
		m.few = c.few
		list := benchList(t, c.src)
		list.From = c.from
		plan := explain(t, m, list)
		for _, want := range c.want {
			if !strings.Contains(plan, want) {
				t.Errorf("%s lacks %q:\n%s", name, want, plan)
			}
		}
		for _, none := range append(c.none, "SCAN n", "SCAN d", "AUTOMATIC") {
			if strings.Contains(plan, none) {
				t.Errorf("%s has %q:\n%s", name, none, plan)
			}
		}
	}
}

// TestPlansOfReferences: what references lead to is found by its id, also several at once.
func TestPlansOfReferences(t *testing.T) {
	m := large(t, 300)
	list := benchList(t, `{"type":"article","filter":{"author":{"in":["person-07","person-08","person-09"]}},"sort":["-on"]}`)
	s, err := m.begin(t.Context(), list.Scope)
	if err != nil {
		t.Fatal(err)
	}
	defer s.end()
	w, err := s.walk(list.Query.Filter.Match)
	if err != nil {
		t.Fatal(err)
	}
	rest := &walk{w.steps[1:]}
	for name, q := range map[string]*sqlText{
		"documents":   text("SELECT " + columns).put(s.ofIDs([]string{"person-07", "person-08"})),
		"whether":     text("SELECT d.entry").put(s.ofIDs([]string{"person-07", "person-08", "person-09"})),
		"targets":     text("SELECT t.entry ").put(rest.from(true, "")),
		"from values": text("SELECT v.doc ").put(w.from(true, "")),
		"to values":   text("SELECT 1 ").put(w.from(false, "1")),
	} {
		if plan := planOf(t, s, text("EXPLAIN QUERY PLAN ").put(q)); !strings.Contains(plan, "USING INDEX docs_entry (entry=? AND chain=?)") {
			t.Errorf("%s:\n%s", name, plan)
		}
	}
}

// TestPlanOfGet: an id and a slug are each found in their index.
func TestPlanOfGet(t *testing.T) {
	m := large(t, 300)
	s, err := m.begin(t.Context(), benchList(t, `{"type":"article"}`).Scope)
	if err != nil {
		t.Fatal(err)
	}
	defer s.end()
	plan := planOf(t, s, text("EXPLAIN QUERY PLAN ").put(s.named(query.Get{Scope: s.scope, Type: "article", IDOrSlug: "s-1"})))
	for _, want := range []string{"docs_entry (entry=? AND chain=?)", "docs_slug (chain=? AND type=? AND slug=?)", "SEARCH d USING INTEGER PRIMARY KEY"} {
		if !strings.Contains(plan, want) {
			t.Errorf("it lacks %q:\n%s", want, plan)
		}
	}
}

// TestPlanOfStart: what a start reads does not grow with the entries and the files of media, and leaves out these alone.
func TestPlanOfStart(t *testing.T) {
	m := large(t, 30)
	s, err := m.begin(t.Context(), benchList(t, `{"type":"article"}`).Scope)
	if err != nil {
		t.Fatal(err)
	}
	defer s.end()
	entries, pieces := string(published.KindEntry), string(published.KindMediaPiece)
	plan := planOf(t, s, text("EXPLAIN QUERY PLAN "+leanRecords, entries, entries, pieces, pieces))
	if strings.Contains(plan, "SCAN") || strings.Count(plan, "SEARCH records USING PRIMARY KEY") != 3 {
		t.Errorf("it goes through all records:\n%s", plan)
	}
	read := map[published.Kind]int{}
	if err := m.Load(t.Context(), func(r published.Record) error { read[r.Kind]++; return nil }); err != nil {
		t.Fatal(err)
	}
	rows, err := m.read.QueryContext(t.Context(), "SELECT kind, count(*) FROM records GROUP BY kind")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var kind published.Kind
		n := 0
		if err := rows.Scan(&kind, &n); err != nil {
			t.Fatal(err)
		}
		if published.OnDisk(kind) {
			n = 0
		}
		if read[kind] != n {
			t.Errorf("%d of %s, want %d", read[kind], kind, n)
		}
	}
	if err := rows.Err(); err != nil || len(read) < 2 {
		t.Errorf("%v %v", read, err)
	}
}
