package readmodel

import (
	"bytes"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/published"
)

// TestOrder lists entries with these values in their type's order; the key of each stands for it where it has none.
func TestOrder(t *testing.T) {
	for name, c := range map[string]struct {
		locale string
		sort   string
		want   []any // in order; nil is a missing value
	}{
		"é beside e":         {"fr", "", []any{"Eau", "Éclairage", "Économies", "Électricité", "Énergie", "Gaz", "zone"}},
		"accents come last":  {"fr", "title", []any{"cote", "coté", "côte", "côté"}},
		"case is no letter":  {"en", "", []any{"apple", "Apple", "banana", "Banana"}},
		"umlauts in German":  {"de", "", []any{"Apfel", "Äpfel", "Ofen", "Öfen", "Zähler"}},
		"numbers as such":    {"en", "", []any{"Tariff 2", "Tariff 10", "Tariff 100"}},
		"Arabic":             {"ar", "", []any{"أسعار", "بيئة", "تعرفة", "خدمات", "غاز", "كهرباء", "ماء"}},
		"descending":         {"fr", "-title", []any{"zone", "Gaz", "Énergie", "Eau"}},
		"descending, prefix": {"en", "-title", []any{"abc", "ab", "a"}},
		"missing last":       {"fr", "", []any{"a", "z", nil}},
		"missing last too":   {"fr", "-title", []any{"z", "a", nil}},
		"empty is a value":   {"fr", "", []any{"", "a", nil}},
		"numbers":            {"fr", "weight", []any{-1e9, -2.5, -1, 0, 0.5, 2, 10, 1e300, nil}},
		"numbers descending": {"fr", "-weight", []any{10, 2, 0, -1, -2.5, nil}},
		"booleans":           {"fr", "weight", []any{false, true, nil}},
		"dates":              {"fr", "-weight", []any{"2026-11-02", "2026-10-31", "2026-10-04", "2025-12-31", nil}},
		"times":              {"fr", "weight", []any{"2026-10-04T08:00:00Z", "2026-10-04T09:30:00Z", "2026-10-04T10:00:00Z", nil}},
	} {
		t.Run(name, func(t *testing.T) {
			m := openTest(t, t.TempDir())
			put(t, m, 1, siteOf("a", c.locale), typeOf(c.sort))
			field := "title"
			if bytes.HasSuffix([]byte(c.sort), []byte("weight")) {
				field = "weight"
			}
			var want []string
			var records []published.Record
			for i, v := range c.want {
				key := string(rune('z' - i)) // so that the ids are in the wrong order
				want = append(want, "shared-"+key)
				d := doc{"other": "x"}
				if v != nil {
					d[field] = v
				}
				records = append(records, entryOf("shared", key, nil, map[string]doc{c.locale: d}))
			}
			slices.Reverse(records)
			put(t, m, 2, records...)
			if diff := cmp.Diff(want, ids(t, m, scope(c.locale))); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// TestEqualKeysGoById: two entries with the same title are ordered by id, in the direction of the order.
func TestEqualKeysGoById(t *testing.T) {
	for sort, want := range map[string][]string{"": {"shared-a", "shared-b", "shared-c"}, "-title": {"shared-c", "shared-b", "shared-a"}} {
		m := openTest(t, t.TempDir())
		put(t, m, 1, siteOf("a", "fr"), typeOf(sort), titled("b", "x"), titled("c", "x"), titled("a", "x"))
		if diff := cmp.Diff(want, ids(t, m, scope("fr"))); diff != "" {
			t.Errorf("%q: %s", sort, diff)
		}
	}
}
