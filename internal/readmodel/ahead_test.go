package readmodel

import (
	"fmt"
	"strings"
	"testing"

	"github.com/portico-cms/portico/internal/published"
)

// TestAheadStops: a record that cannot be read, among many that are laid out ahead, ends a write with its name, and what was there stays.
func TestAheadStops(t *testing.T) {
	m := openTest(t, t.TempDir())
	put(t, m, 1, typeOf("title"), siteOf("a", "fr"), titled("one", "Un"))
	records := []published.Record{typeOf("title"), siteOf("a", "fr")}
	for i := range 500 {
		r := titled(fmt.Sprint("k", i), "Titre")
		if i == 250 {
			r = published.Record{Kind: published.KindEntry, Key: "bad", Body: []byte(`{"type":`)}
		}
		records = append(records, r)
	}
	if err := apply(t.Context(), m, true, 2, records...); err == nil || !strings.Contains(err.Error(), "entry bad") {
		t.Errorf("a bad record: %v", err)
	}
	if got := ids(t, m, scope("fr")); len(got) != 1 {
		t.Errorf("then there are %s", got)
	}
	records[252] = titled("k250", "Titre")
	if err := apply(t.Context(), m, true, 3, records...); err != nil {
		t.Fatal(err)
	}
	var docs int
	if err := m.read.QueryRowContext(t.Context(), "SELECT count(*) FROM docs WHERE chain IN (SELECT id FROM chains WHERE tags = 'fr')").Scan(&docs); err != nil || docs != 500 {
		t.Error(docs, err)
	}
}
