package readmodel

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/portico-cms/portico/internal/published"
)

// rowsOf writes down what dump does, the other columns of documents, and where each word stands.
func rowsOf(t testing.TB, m *ReadModel) []string {
	t.Helper()
	out := strings.Split(dump(t, m), "\n")
	if _, err := m.write.ExecContext(t.Context(), "CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocab USING fts5vocab(main, words, 'instance')"); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{
		"SELECT 'own ' || entry || ' ' || tags || ' ' || type || space || key || version || published_at || updated_at FROM docs JOIN chains ON chain = id",
		"SELECT 'word ' || entry || ' ' || tags || ' ' || col || offset || term FROM temp.vocab v JOIN docs d ON v.doc = d.doc JOIN chains ON chain = id WHERE col <> 'home'",
		"SELECT 'home ' || entry || ' ' || tags FROM temp.vocab v JOIN docs d ON v.doc = d.doc JOIN chains c ON d.chain = c.id" +
			" JOIN paths p ON p.chain = c.id AND p.type = d.type AND p.name = '@' AND term = 'p' || p.id WHERE col = 'home'",
		"SELECT 'lost ' || doc FROM temp.vocab WHERE doc NOT IN (SELECT doc FROM docs)",
		"SELECT 'lost ' || doc FROM vals WHERE doc NOT IN (SELECT doc FROM docs)",
		"SELECT 'lost ' || doc FROM sorts WHERE doc NOT IN (SELECT doc FROM docs)",
	} {
		rows, err := m.write.QueryContext(t.Context(), text) //nolint:rowserrcheck // it is looked at below
		if err != nil {
			t.Fatal(err)
		}
		lines, err := entryIDs(rows)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, lines...)
	}
	slices.Sort(out)
	return out
}

// written makes records of a world, as an editor's node and a publication write them: with metadata, HTML and plain text.
func written(t *rapid.T, entries []published.Entry) (records []published.Record) {
	pick := func(values ...any) any { return rapid.SampledFrom(values).Draw(t, "meta") }
	for _, e := range entries {
		e.Version = rapid.Int64Range(1, 2).Draw(t, "version")
		e.Meta = map[string]any{"status": pick("draft", "published", nil), "updatedBy": pick("Ann", "bob"), "trashed": pick(true, false)}
		for tag, l := range e.Locales {
			l.Meta = map[string]any{"status": pick("changed", "published")}
			if body := pick("une eau", "gaz", "", nil); body != nil {
				l.Fields["body"], l.Text = body, map[string]any{"body": body}
				l.HTML = map[string]any{"body": fmt.Sprint("<p>", pick(body, "autre"))}
			}
			e.Locales[tag] = l
		}
		records = append(records, published.NewRecord(published.KindEntry, e.ID, e))
	}
	return records
}

// TestChangesAreAsMadeAnew: rows that were brought in line with new records are those that are made of these alone.
func TestChangesAreAsMadeAnew(t *testing.T) {
	open := func() *ReadModel {
		m, _, err := OpenView(t.Context(), t.TempDir(), "draft.db", draftMeta)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = m.Close() })
		return m
	}
	changed, anew := open(), open()
	rapid.Check(t, func(rt *rapid.T) {
		before, after := written(rt, world(rt)), written(rt, world(rt))
		for _, r := range before {
			if rapid.Bool().Draw(rt, "kept") {
				after = append([]published.Record{r}, after...) // which may be written again below: the last goes
			}
		}
		model := append(modelRecords(), siteOf("a", "fr en", "en fr"))
		there := map[string]published.Record{}
		for _, r := range after {
			there[r.Key] = r
		}
		steps := slices.Clone(after)
		for _, r := range before {
			if _, ok := there[r.Key]; !ok {
				steps = append(steps, deleted(published.KindEntry, r.Key))
			}
		}
		last := make([]published.Record, 0, len(there))
		for _, r := range there {
			last = append(last, r)
		}
		if err := apply(t.Context(), changed, true, 1, append(model, before...)...); err != nil {
			rt.Fatal(err)
		}
		if err := apply(t.Context(), changed, false, 2, steps...); err != nil {
			rt.Fatal(err)
		}
		if err := apply(t.Context(), anew, true, 2, append(model, last...)...); err != nil {
			rt.Fatal(err)
		}
		generations := strings.NewReplacer(" 1 {", " 2 {")
		got, want := generations.Replace(strings.Join(rowsOf(t, changed), "\n")), generations.Replace(strings.Join(rowsOf(t, anew), "\n"))
		if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n")); diff != "" {
			rt.Errorf("(-anew +changed)\n%s", diff)
		}
	})
}
