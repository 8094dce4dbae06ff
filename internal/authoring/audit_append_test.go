package authoring_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/store/storetest"
)

// TestAuditIsAppended: the database itself refuses to change or delete a line, whoever asks.
func TestAuditIsAppended(t *testing.T) {
	onEach(t, func(t *testing.T, p *plane) {
		if err := p.store.Update(t.Context(), func(tx authoring.Tx) error {
			return tx.Audit(t.Context(), authoring.AuditEvent{Actor: root, Action: "test", Subject: "test"})
		}); err != nil {
			t.Fatal(err)
		}
		before := storetest.Dump(t, p.url, p.dir)["audit"]
		statements := []string{
			`UPDATE audit SET actor = 'eve'`, `UPDATE audit SET hash = '' WHERE number = 1`, `DELETE FROM audit`, `DELETE FROM audit WHERE number = 1`,
		}
		if p.url != "" {
			statements = append(statements, `TRUNCATE audit`, `TRUNCATE audit CASCADE`)
		}
		for _, statement := range statements {
			if err := storetest.TryExec(t, p.url, p.dir, statement); err == nil {
				t.Errorf("%s is done", statement)
			}
		}
		if diff := cmp.Diff(before, storetest.Dump(t, p.url, p.dir)["audit"]); diff != "" || len(before) != 1 {
			t.Error(diff)
		}
	})
}
