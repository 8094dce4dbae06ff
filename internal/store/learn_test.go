package store_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/content"
	"github.com/portico-cms/portico/internal/store"
	"github.com/portico-cms/portico/internal/store/storetest"
)

// TestPlannerLearns: what a long transaction adds is looked up by all of its index from early on. With plans for the empty table, each value is
// compared with all before it, and an import of twice as much takes four times as long.
func TestPlannerLearns(t *testing.T) {
	s := migrated(t, storetest.Postgres(t), t.TempDir())
	store.OneConnection(t, s) // whose statements are prepared
	claim := func(entries int) {
		t.Helper()
		err := s.Update(t.Context(), func(tx authoring.Tx) error {
			for n := range entries {
				e := &content.Entry{ID: fmt.Sprintf("0192f0c8-0001-7000-8000-%012d", n), Space: "one", Type: "article", Key: fmt.Sprint(n)}
				if _, err := tx.SaveEntry(t.Context(), e, 0, content.By{Author: "a"}); err != nil {
					return err
				}
				var values []content.UniqueValue
				for _, locale := range []string{"de", "en", "es", "fr"} {
					values = append(values, content.UniqueValue{Field: "slug", Locale: locale, Hash: fmt.Sprintf("%s%062d", locale, n)})
				}
				if taken, err := tx.ClaimValues(t.Context(), e, values); err != nil || len(taken) > 0 {
					return fmt.Errorf("%v: %w", taken, err)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	claim(1500)
	store.Exec(t, s, "SELECT pg_stat_force_next_flush()")
	read := store.Number(t, s, `SELECT seq_tup_read + (SELECT sum(idx_tup_read) FROM pg_stat_user_indexes i WHERE i.relid = t.relid)
		FROM pg_stat_user_tables t WHERE relname = 'unique_values'`)
	if most := int64(1500 * 1500 / 2); read > most { // it is twice 1,500² where each looks at the four values of all before it
		t.Errorf("%d rows were read, more than %d", read, most)
	}
}

// TestPlanInTurn: a page of entries is a walk along an index from where the last one ended, and puts nothing in order: all of an import have
// one sequence, and going through them for each page takes as long as they are many, twice over.
func TestPlanInTurn(t *testing.T) {
	plan := store.PlanInTurn(t, migrated(t, "", t.TempDir()))
	if want := []string{"SEARCH entries USING INDEX entries_sequence ((sequence,id)>(?,?))"}; !slices.Equal(plan, want) {
		t.Errorf("%q, not %q", plan, want)
	}
}
